//! One fact taken otherwise than a profile says.

use super::{Answers, Options, Reader, Stated, Statement};
use crate::finding::{Finding, SourceText};
use crate::rubric::{RubricSet, indexes};
use crate::value::Node;

/// What is said about one fact in place of what a profile says.
#[derive(Clone, Debug)]
pub struct Restated<'a> {
    /// The fact, by its number in the set.
    pub fact: usize,
    /// What is said about it.
    pub statement: Statement<'a>,
    /// The cells that this leaves to each variable of the fact, never none.
    cells: Vec<u64>,
}

/// A fact of which something else is said than before.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The fact, by its number in the set.
    pub fact: usize,
    /// What the profile says.
    pub from: Stated<'a>,
    /// What is taken instead; it may be the same.
    pub to: Stated<'a>,
}

impl<'a> Answers<'a> {
    /// Takes a fact as restated, whatever the profile says of it.
    pub fn replace(&mut self, set: &RubricSet, restated: &Restated<'a>) -> Change<'a> {
        let variables = indexes(&set.facts[restated.fact].variables);
        self.cells[variables].copy_from_slice(&restated.cells);
        let slot = &mut self.stated[restated.fact];
        let before = std::mem::replace(slot, restated.statement.clone());
        // What is taken otherwise is not out of date, and what was forgotten was said all the same.
        let stale = self
            .stale
            .iter()
            .position(|stale| stale.fact == restated.fact);
        let said = stale.map(|place| self.stale.remove(place).value);
        Change {
            fact: restated.fact,
            from: said.unwrap_or(before.value),
            to: restated.statement.value.clone(),
        }
    }
}

/// Checks one value as a profile would state it of a fact, by the fact's number in the set.
///
/// # Errors
/// Every problem found with the value.
pub fn restate<'a>(
    set: &RubricSet,
    source: &SourceText<'a>,
    fact: usize,
    node: &Node<'a>,
) -> Result<Restated<'a>, Vec<Finding>> {
    let mut reader = Reader::new(set, source, Options::default());
    reader.fact(fact, node);
    if reader.findings.has_errors() {
        return Err(reader.findings.finish());
    }
    let cells = &reader.answers.cells[indexes(&set.facts[fact].variables)];
    let cells = cells.to_vec();
    let mut statement = reader.answers.stated.swap_remove(fact);
    // Its place is not one in the profile.
    statement.span = None;
    Ok(Restated {
        fact,
        statement,
        cells,
    })
}
