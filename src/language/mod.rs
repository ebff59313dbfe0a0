//! The language in which the program speaks to people, and its own texts in that language.
//!
//! English texts stand in the code, each in [`say!`](crate::say) where it is used; the catalogues
//! `zh-Hant.toml` and `zh-Hans.toml` beside this file hold the others under the English text. A test
//! reads the code and fails where a catalogue lacks a text. The texts of rubric sets are no part of
//! this: see [`crate::rubric::texts`].

pub mod list;
pub mod nouns;
pub mod say;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, in which the texts are written.
    #[default]
    English,
    /// 简体中文.
    Simplified,
    /// 繁體中文.
    Traditional,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Simplified, Self::Traditional];

    /// The tag of BCP 47, as `--lang` and locale files write it.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
        }
    }

    /// The language of a POSIX locale or a language tag: `zh_TW.UTF-8`, `zh-Hans`, `C`. Chinese is
    /// traditional in Taiwan, Hong Kong and Macau, else simplified; what is not Chinese is English.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let locale = locale.split(['.', '@']).next().unwrap_or("");
        let mut parts = locale.split(['_', '-']).map(str::to_ascii_lowercase);
        if parts.next().as_deref() != Some("zh") {
            return Self::English;
        }
        let traditional = parts.find_map(|part| match part.as_str() {
            "hant" | "tw" | "hk" | "mo" => Some(true),
            "hans" | "cn" | "sg" | "my" => Some(false),
            _ => None,
        });
        if traditional == Some(true) {
            Self::Traditional
        } else {
            Self::Simplified
        }
    }

    /// Its catalogue, by the English text; none for English.
    fn catalogue(self) -> Option<&'static Catalogue> {
        static SIMPLIFIED: OnceLock<Catalogue> = OnceLock::new();
        static TRADITIONAL: OnceLock<Catalogue> = OnceLock::new();
        let read = |bytes: &'static [u8]| {
            #[expect(
                clippy::expect_used,
                reason = "the build wrote these bytes from this very type; a test reads them"
            )]
            postcard::from_bytes(bytes).expect("the compiled catalogue")
        };
        match self {
            Self::English => None,
            Self::Simplified => Some(
                SIMPLIFIED
                    .get_or_init(|| read(include_bytes!(concat!(env!("OUT_DIR"), "/zh-Hans.bin")))),
            ),
            Self::Traditional => Some(
                TRADITIONAL
                    .get_or_init(|| read(include_bytes!(concat!(env!("OUT_DIR"), "/zh-Hant.bin")))),
            ),
        }
    }

    /// The texts of its catalogue: the English, and its own; none for English.
    #[must_use]
    pub fn texts(self) -> &'static [(&'static str, &'static str)] {
        self.catalogue().map_or(&[], Vec::as_slice)
    }

    /// Its text for an English one.
    #[must_use]
    pub fn find(self, english: &str) -> Option<&'static str> {
        let texts = self.texts();
        let found = texts.binary_search_by_key(&english, |(key, _)| key);
        found.ok().map(|found| texts[found].1)
    }
}

/// English texts and their translations, by the English text.
type Catalogue = Vec<(&'static str, &'static str)>;

static SPOKEN: AtomicU8 = AtomicU8::new(0);

/// Sets the language of everything that the program says from here on. One program speaks one
/// language: set it before anything is said.
pub fn speak(language: Language) {
    SPOKEN.store(language as u8, Ordering::Relaxed);
}

/// The language that the program speaks; English until [`speak`] says otherwise.
#[must_use]
pub fn spoken() -> Language {
    match SPOKEN.load(Ordering::Relaxed) {
        1 => Language::Simplified,
        2 => Language::Traditional,
        _ => Language::English,
    }
}

/// The spoken language's text for an English one; none where English is spoken.
#[must_use]
pub fn find(english: &str) -> Option<&'static str> {
    spoken().find(english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_have_a_language() {
        for (locale, language) in [
            ("zh_TW.UTF-8", Language::Traditional),
            ("zh_HK", Language::Traditional),
            ("zh-Hant", Language::Traditional),
            ("zh-Hant-CN", Language::Traditional),
            ("zh_CN.GB18030", Language::Simplified),
            ("zh", Language::Simplified),
            ("zh-Hans-TW", Language::Simplified),
            ("C", Language::English),
            ("de_DE@euro", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }
}
