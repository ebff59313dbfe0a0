//! What turned the recommendation: changed facts that do it by themselves.

use super::subset::smallest;
use crate::assess::Assessment;
use crate::assess::outlook::{leads, without_questions};
use crate::rubric::{RubricSet, indexes};
use std::collections::BTreeSet;

/// Changed facts that turn the recommendation by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// By number: with these as they are after, and all others as they were before, what leads is what leads
    /// after.
    pub facts: Vec<u16>,
    /// Whether it is proved that no part of them does; else none of them can be left out alone.
    pub minimal: bool,
    /// The rule that carries most of it then; it may be another than after all have changed.
    pub rule: u16,
}

/// The search for the facts that turn the recommendation.
pub(super) struct Turning<'c> {
    set: &'c RubricSet,
    before: &'c [u64],
    after: &'c [u64],
    /// The weight that hangs on each fact after, over all rubrics.
    weights: Vec<f64>,
    /// What leads after.
    target: u16,
}

impl<'c> Turning<'c> {
    pub(super) fn new(
        set: &'c RubricSet,
        (before, after): (&'c [u64], &'c [u64]),
        is: &Assessment,
    ) -> Self {
        Self {
            set,
            before,
            after,
            weights: is.fact_weights(set),
            target: is.leading(),
        }
    }

    /// Whether it turns where only these facts have changed.
    fn turns(&self, facts: &[u16]) -> bool {
        leads(self.set, &self.mixed(facts), self.target)
    }

    /// What is known where only these facts have changed.
    fn mixed(&self, facts: &[u16]) -> Vec<u64> {
        let mut cells = self.before.to_vec();
        for &fact in facts {
            let own = indexes(&self.set.facts[usize::from(fact)].variables);
            cells[own.clone()].copy_from_slice(&self.after[own]);
        }
        cells
    }

    /// The fewest changed facts that turn it by themselves; the lightest are left out first.
    pub(super) fn cause(&self, changed: &BTreeSet<u16>) -> Cause {
        let mut facts: Vec<u16> = changed.iter().copied().collect();
        let weight = |fact: &u16| self.weights[usize::from(*fact)];
        facts.sort_by(|a, b| weight(a).total_cmp(&weight(b)).then(a.cmp(b)));
        let (mut facts, minimal) = smallest(facts, |facts| self.turns(facts));
        let rule = without_questions(self.set, &self.mixed(&facts)).rule;
        facts.reverse();
        Cause {
            facts,
            minimal,
            rule,
        }
    }
}
