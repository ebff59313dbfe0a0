//! What turned the recommendation: changed facts that do it by themselves.

use crate::assess::Assessment;
use crate::assess::outlook::outlook;
use crate::assess::plan::risk::leads;
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

/// The most facts of a cause of which every part is tried.
const PROVED: usize = 6;

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
        leads(self.set, &self.mixed(facts), &self.weights) == self.target
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

    /// Changed facts are left out, the lightest first, as long as the others turn it: half of them together,
    /// then less and less, down to single ones. Again and again, since what was needed once may not be
    /// needed when others are gone.
    pub(super) fn cause(&self, changed: &BTreeSet<u16>) -> Cause {
        let mut facts: Vec<u16> = changed.iter().copied().collect();
        let weight = |fact: &u16| self.weights[usize::from(*fact)];
        facts.sort_by(|a, b| weight(a).total_cmp(&weight(b)).then(a.cmp(b)));
        let mut stretch = facts.len().div_ceil(2);
        loop {
            let left_out = self.leave_out(&mut facts, stretch);
            if stretch > 1 {
                stretch = stretch.div_ceil(2);
            } else if !left_out {
                match self.smaller(&facts) {
                    Some(smaller) => facts = smaller,
                    None => break,
                }
            }
        }
        let minimal = facts.len() <= PROVED;
        let rule = outlook(self.set, &self.mixed(&facts), &self.weights).rule;
        facts.reverse();
        Cause {
            facts,
            minimal,
            rule,
        }
    }

    /// Leaves out every stretch of facts that is not needed; whether there was one.
    fn leave_out(&self, facts: &mut Vec<u16>, stretch: usize) -> bool {
        let (before, mut place) = (facts.len(), 0);
        while place < facts.len() {
            let end = (place + stretch).min(facts.len());
            let others: Vec<u16> = [&facts[..place], &facts[end..]].concat();
            if self.turns(&others) {
                *facts = others;
            } else {
                place = end;
            }
        }
        facts.len() < before
    }

    /// The smallest part of a few facts that turns it by itself, the first by place. That none of them can
    /// be left out alone is known.
    fn smaller(&self, facts: &[u16]) -> Option<Vec<u16>> {
        if facts.len() > PROVED {
            return None;
        }
        let part = |coalition: u32| -> Vec<u16> {
            let inside = |place: &usize| coalition >> place & 1 == 1;
            let places = (0..facts.len()).filter(inside);
            places.map(|place| facts[place]).collect()
        };
        let sizes = 1..facts.len().saturating_sub(1);
        sizes
            .flat_map(|size| {
                let all = 0..1_u32 << facts.len();
                all.filter(move |coalition| coalition.count_ones() as usize == size)
            })
            .map(part)
            .find(|facts| self.turns(facts))
    }
}
