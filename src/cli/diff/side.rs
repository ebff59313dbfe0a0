//! One of the two rubric sets: what the user names, loaded, with its texts in other languages.

use crate::cli::Common;
use crate::cli::input::{load_files, parse, set_files};
use crate::cli::output::report_findings;
use crate::compare::translations::Translations;
use crate::finding::{Code, Finding, Level};
use crate::language::{Language, spoken};
use crate::rubric::RubricSet;
use crate::rubric::load::{Loaded, locale_texts};
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

/// Whether git is asked for what a text names.
fn is_revision(written: &str) -> bool {
    git::split(written).is_some() && !Path::new(written).exists()
}

fn loaded(written: &str) -> Result<(Side, Vec<Finding>), Vec<Finding>> {
    if written == SHIPPED {
        let side = Side {
            set: shipped::rubric_set(),
            files: set_files(None)?,
        };
        return Ok((side, Vec::new()));
    }
    let files = if is_revision(written) {
        git::rubric_files(written)?
    } else if Path::new(written).exists() {
        rubric_files(written)?
    } else {
        return Err(vec![nothing_called(written)]);
    };
    let Loaded { set, findings, .. } = load_files(&files)?;
    Ok((Side { set, files }, findings))
}

/// The texts in other languages of the set that a text names. A file that cannot be read is reported as a warning, and its
/// language is unread: a report with words too few is better than none.
pub(super) fn translations(common: &Common, written: &str) -> Translations {
    let mut translations = Translations::default();
    if written == SHIPPED {
        for language in Language::ALL
            .into_iter()
            .filter(|own| *own != Language::English)
        {
            let texts = texts(&shipped::rubric_set_in(language));
            translations.texts.insert(language.tag().to_owned(), texts);
        }
        return translations;
    }
    let files = if is_revision(written) {
        git::locale_files(written)
    } else {
        locale_files(written)
    };
    let (files, mut findings) = match files {
        Ok(files) => (files, Vec::new()),
        Err(findings) => {
            translations.none_read = true;
            (Vec::new(), findings)
        }
    };
    for file in &files {
        let stem = Path::new(&file.path).file_stem();
        let language = stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        match parse(std::slice::from_ref(file)) {
            // Of several files of one language, the first one counts.
            Ok(parsed) => parsed.iter().for_each(|file| {
                let own = translations.texts.entry(language.clone());
                own.or_insert_with(|| locale_texts(file));
            }),
            Err(errors) => {
                findings.extend(errors);
                translations.unread.insert(language);
            }
        }
    }
    if !common.quiet {
        let warning = |finding: Finding| finding.level(Level::Warning);
        let warnings: Vec<Finding> = findings.into_iter().map(warning).collect();
        report_findings(common, &warnings);
    }
    translations
}

/// Puts the texts of the language that people read into a set; what is missing stays as it is.
pub(super) fn speak(set: &mut RubricSet, translations: &Translations) {
    if let Some(texts) = translations.texts.get(spoken().tag()) {
        translate(set, texts);
    }
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
