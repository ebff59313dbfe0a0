//! The JSON Schemas, judged by a validator that is not ours: what the program takes they take, what it refuses
//! they refuse, but for what is listed here with the reason.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod judge;
mod profiles;
mod random;
mod reports;
mod rubrics;
#[path = "../plain/sets.rs"]
mod sets;
#[path = "../plain/wild.rs"]
mod wild;

pub(crate) use judge::{complaints, validator};
use maturity::finding::{Finding, SourceText};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::{files, toml as set_toml};
use std::fs;
use std::path::{Path, PathBuf};

/// The set at a path, if it is sound.
pub(crate) fn set_at(path: &str) -> Result<RubricSet, Vec<Finding>> {
    let files = files::rubric_files(path)?;
    let parsed: Result<Vec<File<'_>>, Vec<Finding>> = files
        .iter()
        .map(|file| {
            let source = SourceText::new(file.path.clone(), &file.text);
            let root = set_toml::read(&source)?;
            Ok(File { source, root })
        })
        .collect();
    Ok(load(&parsed?)?.set)
}

/// Every file below a folder with one of these endings, in order.
pub(crate) fn below(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                walk(&path, endings, found);
            } else if ending.is_some_and(|ending| endings.contains(&ending)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(Path::new(folder), endings, &mut found);
    found.sort();
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}

/// A path as the lists here write it.
pub(crate) fn name(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
