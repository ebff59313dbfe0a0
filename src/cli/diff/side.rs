//! One of the two rubric sets: what the user names, loaded, with its texts in other languages.

use crate::cli::Common;
use crate::cli::input::{load_files, parse, set_files};
use crate::cli::output::report_findings;

use crate::compare::translations::Translations;
use crate::finding::{Code, Finding, Level};
use crate::language::{Language, spoken};
use crate::rubric::RubricSet;
use crate::rubric::load::{File, Loaded, localized};
use crate::rubric::texts::{texts, translate};
use crate::say;
use crate::source::files::{TextFile, locale_files, rubric_files};
use crate::source::{git, shipped};
use std::path::Path;

/// The set in the binary.
pub(super) const SHIPPED: &str = "shipped";

/// A set and its files.
pub(in crate::cli) struct Side {
    pub(in crate::cli) set: RubricSet,
    pub(super) files: Vec<TextFile>,
    pub(super) translations: Translations,
}

impl Side {
    /// Puts the texts of the language that people read into a copy of the set; what is missing stays as it is.
    pub(super) fn speak(&self, set: &mut RubricSet) {
        if let Some(texts) = self.translations.get(spoken().tag()) {
            translate(set, texts);
        }
    }
}

/// A set by what names it; what is wrong with it is reported.
pub(in crate::cli) fn load(common: &Common, written: &str) -> Option<Side> {
    match loaded(written) {
        Ok((side, findings)) => {
            if !common.quiet {
                report_findings(common, &findings);
            }
            Some(side)
        }
        Err(findings) => {
            report_findings(common, &findings);
            None
        }
    }
}

fn loaded(written: &str) -> Result<(Side, Vec<Finding>), Vec<Finding>> {
    if written == SHIPPED {
        let side = Side {
            set: shipped::rubric_set(),
            files: set_files(None)?,
            translations: shipped_translations(),
        };
        return Ok((side, Vec::new()));
    }
    let there = Path::new(written).exists();
    let (files, locales) = match git::split(written) {
        Some(_) if !there => (git::rubric_files(written)?, git::locale_files(written)?),
        _ if !there => return Err(vec![nothing_called(written)]),
        _ => (rubric_files(written)?, locale_files(written)?),
    };
    let Loaded {
        set, mut findings, ..
    } = load_files(&files)?;
    let mut translations = Translations::new();
    for locale in &locales {
        match parse(std::slice::from_ref(locale)) {
            Ok(parsed) => take(&mut translations, &parsed),
            // A report with words too few is better than none.
            Err(errors) => {
                findings.extend(errors.into_iter().map(|error| error.level(Level::Warning)));
            }
        }
    }
    let side = Side {
        set,
        files,
        translations,
    };
    Ok((side, findings))
}

/// Takes the texts in locale files, by the language in the name; of several of one language, those of the first.
fn take(translations: &mut Translations, files: &[File<'_>]) {
    for file in files {
        let stem = Path::new(&*file.source.path).file_stem();
        let language = stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        translations
            .entry(language)
            .or_insert_with(|| localized(file));
    }
}

fn shipped_translations() -> Translations {
    let others = Language::ALL
        .iter()
        .filter(|own| **own != Language::English);
    let of = |own: &Language| (own.tag().to_owned(), texts(&shipped::rubric_set_in(*own)));
    others.map(of).collect()
}

fn nothing_called(written: &str) -> Finding {
    Finding::of_file(
        written,
        Code::Unreadable,
        say!("there is no such file or folder"),
    )
    .hint(say!(
        "a rubric set is a folder with TOML files, one TOML file, `REV:PATH` in git, or `shipped`"
    ))
}
