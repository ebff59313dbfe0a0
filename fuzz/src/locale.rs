//! Bytes as the texts of the shipped set in another language.

use super::shown::{check, check_refusal};
use maturity::finding::{Level, SourceText};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, localize};
use maturity::source::{shipped, toml};
use std::sync::LazyLock;

static SET: LazyLock<RubricSet> = LazyLock::new(shipped::rubric_set);

/// A set with other texts stays the set that it is.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let source = SourceText::new("locale.toml", text);
    let file = match toml::read(&source) {
        Ok(root) => File { source, root },
        Err(found) => return check_refusal(&found),
    };
    let mut set = SET.clone();
    let found = localize(&mut set, &file);
    check(&found);
    assert!(found.iter().all(|finding| finding.level < Level::Error));
    assert_eq!((&set.id, &set.digest), (&SET.id, &SET.digest));
    let once = set.clone();
    localize(&mut set, &file);
    assert_eq!(set, once, "once is twice");
}
