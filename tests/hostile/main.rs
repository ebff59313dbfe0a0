//! Hostile input and hostile texts, as tables: what is read of an input or where it is refused, and what becomes of
//! a text in each output.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod drawn;
mod files;
#[path = "../batch/folder.rs"]
#[allow(dead_code, reason = "each test takes what it needs of it")]
mod folder;
mod inputs;
mod limits;
mod outputs;
mod scalars;
mod sets;

use maturity::finding::{Finding, SourceText};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::toml;

/// The set's text.
const SET: &str = include_str!("set.toml");

/// A set with a fact of every kind.
fn set() -> RubricSet {
    let source = SourceText::new("set.toml", SET);
    let root = toml::read(&source).expect("well-formed");
    load(&[File { source, root }]).expect("a valid set").set
}

/// What was found, and where: `code line:column`, or the code alone for a file as a whole.
fn found(findings: &[Finding]) -> String {
    let words = findings.iter().map(|finding| {
        let code = finding.code.name();
        match &finding.place {
            Some(place) => format!("{code} {}:{}", place.line, place.column),
            None => code.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}
