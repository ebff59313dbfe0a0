//! One list of rules behind another in one set: can a rule of the first and one of the second fire for
//! the same company? What a difference of two rubric sets is proved with.

use super::bounds::Bounds;
use super::minimal::{Claim, needed};
use super::search::{Found, Search, Target};
use crate::rubric::RubricSet;
use crate::rubric::condition::Truth;
use crate::rubric::fact::Variable;

/// Two decision tables over the same facts, in one set: the rules up to `split`, and those from there on.
pub struct Both<'s> {
    search: Search<'s>,
    split: usize,
    bounds: Bounds,
}

impl<'s> Both<'s> {
    /// Of all companies.
    #[must_use]
    pub fn new(set: &'s RubricSet, split: usize) -> Self {
        let search = Search::new(set);
        let all: Vec<u64> = set.variables.iter().map(Variable::all).collect();
        let bounds = search.bounds(&all);
        Self {
            search,
            split,
            bounds,
        }
    }

    /// Whether nothing rules out at sight that this rule of the whole list fires within its own table.
    #[must_use]
    pub fn may_fire(&self, rule: usize) -> bool {
        let from = if rule < self.split { 0 } else { self.split };
        self.bounds.rules[rule] != Truth::False
            && !self.bounds.rules[from..rule].contains(&Truth::True)
    }

    /// Whether some company makes both these rules of the whole list fire, the first in the first table and
    /// the other in the second, in at most `steps`.
    pub fn fire(&mut self, first: usize, second: usize, steps: u32) -> Found {
        let goal = [
            Target {
                from: 0,
                rule: first,
            },
            Target {
                from: self.split,
                rule: second,
            },
        ];
        self.search.rules(&self.bounds, &goal, steps)
    }
}

/// The facts of `order` that remain when each, from the first on, is forgotten as long as `recommendation`
/// stays the only possible one. `known` are the cells for which it is.
#[must_use]
pub fn sufficient(set: &RubricSet, known: &[u64], order: &[u16], recommendation: u16) -> Vec<u16> {
    let all: Vec<u64> = set.variables.iter().map(Variable::all).collect();
    let claim = Claim::Always(recommendation);
    needed(set, known, &all, order, claim, STEPS)
}

/// The steps of each search for what a company can do without. Where one ends without proof the fact is kept.
const STEPS: u32 = 1_000;

/// Whether a recommendation is proved to be the only possible one for what is left of each variable's cells.
#[must_use]
pub fn settled(set: &RubricSet, left: &[u64], recommendation: u16) -> bool {
    let mut search = Search::new(set);
    let bounds = search.bounds(left);
    search.another(&bounds, recommendation, STEPS) == Found::Impossible
}
