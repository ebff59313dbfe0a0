//! What was taken otherwise than a profile says.

use super::stated::StatedValue;
use super::words::stated_words;
use crate::profile::{Change, Stated};
use crate::rubric::RubricSet;
use crate::say;
use serde::Serialize;

/// A fact that was taken otherwise than the profile says.
#[derive(Debug, Serialize)]
pub struct Supposed<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What the profile says; null where it says nothing.
    pub from: StatedValue<'a>,
    /// What was taken instead; null for unknown. It may be the same.
    pub to: StatedValue<'a>,
}

impl Supposed<'_> {
    /// What is supposed, and how that differs from the profile.
    #[must_use]
    pub fn words(&self) -> String {
        let to = stated_words(self.to.fact, self.to.value);
        if self.from.value == self.to.value {
            say!("{value}, as before", value = to)
        } else if *self.from.value == Stated::Unknown {
            say!("{value}; the profile does not say", value = to)
        } else {
            let from = stated_words(self.from.fact, self.from.value);
            say!(
                "{value}; the profile says: {before}",
                value = to,
                before = from
            )
        }
    }
}

/// Changes for a report, in their order.
#[must_use]
pub fn supposed<'a>(set: &'a RubricSet, changes: &'a [Change<'a>]) -> Vec<Supposed<'a>> {
    let supposed = |change: &'a Change<'a>| {
        let fact = &set.facts[change.fact];
        Supposed {
            fact: &fact.id,
            from: StatedValue {
                fact,
                value: &change.from,
            },
            to: StatedValue {
                fact,
                value: &change.to,
            },
        }
    };
    changes.iter().map(supposed).collect()
}
