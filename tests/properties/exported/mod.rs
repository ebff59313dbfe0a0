//! `export`: the statement that a set becomes, of sets whose options are called whatever may break out of quotes.

mod engine;
#[path = "../../warehouse/engines.rs"]
mod engines;
mod parts;
mod refused;
mod rows;
mod statements;
mod tokens;
mod trees;

use crate::generate::model::{Kind, Model};
use maturity::assess::tree::ranges;
use maturity::present::sql::{Dialect, Export, Refusal, statement};
use maturity::rubric::RubricSet;

const DIALECTS: [Dialect; 3] = [Dialect::DuckDb, Dialect::Spark, Dialect::Postgres];

/// Options that mean something in some engine's SQL, or that an engine takes for each other.
const OPTIONS: [&str; 16] = [
    "no",
    "it's",
    "a \"quote\"",
    "back\\slash\\",
    "${HOME}",
    "$$",
    "-- '",
    "*/ /*",
    "`tick`",
    "Case",
    "case",
    "甲",
    "%_",
    "[a, b]",
    "true",
    "yes",
];

/// The same set with other options.
fn hostile(model: &Model, choices: &[u8]) -> Model {
    let mut model = model.clone();
    for (number, fact) in model.facts.iter_mut().enumerate() {
        let (Kind::Choice(options) | Kind::Set(options)) = &mut fact.kind else {
            continue;
        };
        let (first, step) = (
            usize::from(choices[30 + number]),
            // What has no divisor in common with their number comes by each once.
            1 + 2 * usize::from(choices[40 + number] % 8),
        );
        for (place, option) in options.iter_mut().enumerate() {
            *option = OPTIONS[(first + place * step) % OPTIONS.len()];
        }
    }
    model
}

/// What a set becomes, or why it cannot.
fn exported(set: &RubricSet, export: Export<'_>) -> Result<String, Refusal> {
    let criteria = set.criteria.iter();
    let ranges: Vec<_> = criteria
        .map(|criterion| ranges(set, criterion).expect("few facts"))
        .collect();
    statement(set, &ranges, export)
}
