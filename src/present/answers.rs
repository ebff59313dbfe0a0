//! What a profile says about each fact, with what stands beside it.

use crate::profile::{Answers, Stated, Statement};
use crate::rubric::RubricSet;
use crate::rubric::fact::Fact;

/// A fact and what the profile says about it.
#[derive(Debug)]
pub struct AnswerText<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Value, note, source and date.
    pub statement: &'a Statement<'a>,
}

impl AnswerText<'_> {
    /// Whether the profile says anything about it.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        self.statement.value != Stated::Unknown || self.statement.note.is_some()
    }
}

/// All facts in the order of the questionnaire.
#[must_use]
pub fn answers<'a>(set: &'a RubricSet, answers: &'a Answers<'_>) -> Vec<AnswerText<'a>> {
    let mut all: Vec<AnswerText<'a>> = set
        .facts
        .iter()
        .zip(&answers.stated)
        .map(|(fact, statement)| AnswerText { fact, statement })
        .collect();
    all.sort_by_key(|one| one.fact.position);
    all
}
