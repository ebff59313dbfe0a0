//! Statements that were too old for the day on which the profile was read.

use super::stated::StatedValue;
use super::words::stated_words;
use crate::language::list::count;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::say;
use serde::Serialize;

/// A statement that is older than its fact allows.
#[derive(Debug, Serialize)]
pub struct StaleFact<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What the profile says about it.
    pub value: StatedValue<'a>,
    /// When it was true, YYYY-MM-DD.
    pub as_of: String,
    /// Its age in whole calendar months.
    pub months: u16,
    /// The age up to which it holds.
    pub stale_after_months: u8,
    /// Whether it was taken as unknown.
    pub taken_as_unknown: bool,
}

impl StaleFact<'_> {
    /// What was said, and how old that is.
    #[must_use]
    pub fn words(&self) -> String {
        let value = stated_words(self.value.fact, self.value.value);
        let age = count(usize::from(self.months), "month", "months");
        let limit = self.stale_after_months;
        say!(
            "{value}, as of {date}, {age} ago, good for {limit}",
            value,
            date = self.as_of,
            age,
            limit
        )
    }
}

/// What is made of what is out of date.
#[must_use]
pub fn taken(stale: &[StaleFact<'_>]) -> String {
    if stale.iter().any(|fact| fact.taken_as_unknown) {
        say!("taken as unknown")
    } else {
        say!("taken as it stands")
    }
}

/// What a profile says that is out of date, in the order of the file.
#[must_use]
pub fn stale_facts<'a>(set: &'a RubricSet, answers: &'a Answers<'_>) -> Vec<StaleFact<'a>> {
    answers
        .stale
        .iter()
        .map(|stale| {
            let fact = &set.facts[stale.fact];
            StaleFact {
                fact: &fact.id,
                value: StatedValue {
                    fact,
                    value: &stale.value,
                },
                as_of: stale.as_of.to_string(),
                months: stale.months,
                stale_after_months: fact.stale_after_months.unwrap_or(0),
                taken_as_unknown: stale.taken_as_unknown,
            }
        })
        .collect()
}
