//! The rubric set and the examples that ship inside the binary.

use crate::language::Language;
use crate::rubric::RubricSet;

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The shipped rubric set in a language, as the build compiled it.
fn compiled(language: Language) -> &'static [u8] {
    match language {
        Language::English => include_bytes!(concat!(env!("OUT_DIR"), "/set.bin")),
        Language::Simplified => include_bytes!(concat!(env!("OUT_DIR"), "/set.zh-Hans.bin")),
        Language::Traditional => include_bytes!(concat!(env!("OUT_DIR"), "/set.zh-Hant.bin")),
    }
}

/// The shipped rubric set in English. Its texts are borrowed from the binary.
#[must_use]
pub fn rubric_set() -> RubricSet {
    rubric_set_in(Language::English)
}

/// The same in a language: only the texts differ, ids and digest do not.
#[must_use]
pub fn rubric_set_in(language: Language) -> RubricSet {
    #[expect(
        clippy::expect_used,
        reason = "the build wrote these bytes from this very type; a test reads them"
    )]
    postcard::from_bytes(compiled(language)).expect("the compiled rubric set")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::texts::texts_mut;

    #[test]
    fn languages_differ_in_texts_only() {
        let english = rubric_set();
        for language in [Language::Simplified, Language::Traditional] {
            let mut set = rubric_set_in(language);
            assert_eq!(set.digest, english.digest);
            assert_ne!(set.title, english.title);
            let mut texts = Vec::new();
            texts_mut(&mut english.clone(), |_, text| texts.push(text.clone()));
            let mut texts = texts.into_iter();
            texts_mut(&mut set, |_, text| {
                *text = texts.next().expect("as many texts");
            });
            assert_eq!(set, english);
        }
    }

    #[test]
    fn facts_and_options_have_names_for_those_who_do_not_know_ids() {
        for language in [
            Language::English,
            Language::Simplified,
            Language::Traditional,
        ] {
            for fact in &rubric_set_in(language).facts {
                assert_ne!(fact.name(), &*fact.id, "{language:?}");
                // English ids are words already.
                let options = fact.options.iter();
                for option in options.filter(|_| language != Language::English) {
                    assert_ne!(option.name(), &*option.id, "{language:?}: {}", fact.id);
                }
            }
        }
    }
}
