//! Bytes as a file of a rubric set: alone, beside a sound set, and in the place of each of its files.

use super::shown::{TINY, check, check_refusal};
use maturity::assess::figures;
use maturity::finding::SourceText;
use maturity::profile::Answers;
use maturity::rubric::load::{File, Loaded, load};
use maturity::source::toml;

/// The first byte says what the file stands beside.
pub fn run(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let replaced = usize::from(first % 8);
    let beside = TINY
        .iter()
        .enumerate()
        .filter(|(number, _)| replaced < 7 && *number != replaced);
    let mut files = Vec::new();
    for (path, text) in beside.map(|(_, file)| *file).chain([("own.toml", text)]) {
        let source = SourceText::new(path, text);
        match toml::read(&source) {
            Ok(root) => files.push(File { source, root }),
            Err(found) => return check_refusal(&found),
        }
    }
    match load(&files) {
        Ok(Loaded { set, findings, .. }) => {
            check(&findings);
            let unknown = Answers::unknown(&set);
            let figures = figures(&set, &unknown.cells);
            assert_eq!(figures.rules.len(), set.rules.len());
            assert_eq!(load(&files).expect("the same").set.digest, set.digest);
        }
        Err(found) => check_refusal(&found),
    }
}
