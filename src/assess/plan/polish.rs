//! What a plan asks for, made as little as it can be without costing more: no answer taken for granted
//! that the plan can do without, each answer as wide as it may be, each change to the nearest value.

use super::super::minimal::{Claim, needed};
use super::super::outlook::STEPS;
use super::super::search::{Found, Search};
use super::Plan;
use crate::rubric::fact::{Fact, Kind, cells};
use crate::rubric::{RubricSet, indexes};

/// Makes a plan ask for as little as it can; changes stay within the cells that are `allowed`.
pub(super) fn polish(
    set: &RubricSet,
    left: &[u64],
    allowed: &[u64],
    goal: Claim,
    weights: &[f64],
    plan: &mut Plan,
) {
    let mut polish = Polish {
        set,
        search: Search::new(set),
        left,
        goal,
        cells: &mut plan.cells,
    };
    // What one change needed may be needless once another has come nearer.
    loop {
        let before = polish.cells.clone();
        for &fact in &plan.changes {
            polish.nearest(&set.facts[usize::from(fact)], allowed);
        }
        if plan.changes.len() < 2 || *polish.cells == before {
            break;
        }
    }
    // Another value of a change may make more of what is taken for granted needless.
    spare(set, left, goal, weights, plan);
    let mut polish = Polish {
        set,
        search: Search::new(set),
        left,
        goal,
        cells: &mut plan.cells,
    };
    for &fact in &plan.provided {
        polish.widest(&set.facts[usize::from(fact)]);
    }
    let narrowed = |fact: &u16| {
        indexes(&set.facts[usize::from(*fact)].variables)
            .any(|variable| plan.cells[variable] != left[variable])
    };
    plan.provided.retain(narrowed);
}

/// Takes nothing for granted that the plan can do without, the lightest facts first.
pub(super) fn spare(set: &RubricSet, left: &[u64], goal: Claim, weights: &[f64], plan: &mut Plan) {
    let weight = |fact: &u16| weights[usize::from(*fact)];
    plan.provided
        .sort_by(|a, b| weight(a).total_cmp(&weight(b)).then(a.cmp(b)));
    let kept = needed(set, &plan.cells, left, &plan.provided, goal, STEPS);
    for &fact in plan.provided.iter().filter(|fact| !kept.contains(fact)) {
        let own = indexes(&set.facts[usize::from(fact)].variables);
        plan.cells[own.clone()].copy_from_slice(&left[own]);
    }
    plan.provided = kept;
    plan.provided.reverse();
}

struct Polish<'p> {
    set: &'p RubricSet,
    search: Search<'p>,
    left: &'p [u64],
    goal: Claim,
    cells: &'p mut Vec<u64>,
}

impl Polish<'_> {
    /// Keeps other cells of a variable, if the plan still holds. Whether it does.
    fn keeps(&mut self, variable: usize, other: u64) -> bool {
        let before = std::mem::replace(&mut self.cells[variable], other);
        let bounds = self.search.bounds(self.cells);
        let found = self.goal.counterexample(&mut self.search, &bounds, STEPS);
        let holds = found == Found::Impossible;
        if !holds {
            self.cells[variable] = before;
        }
        holds
    }

    /// Changes a fact to the value nearest to what the profile says; a set in as few options as need be.
    fn nearest(&mut self, fact: &Fact, allowed: &[u64]) {
        let own = indexes(&fact.variables);
        if fact.kind == Kind::Set {
            for variable in own {
                let left = self.left[variable];
                if self.cells[variable] != left && !self.keeps(variable, left) {
                    self.one(variable);
                }
            }
            return;
        }
        let variable = own.start;
        let left = self.left[variable];
        let steps = |cell: &u8| cells(left).map(|known| known.abs_diff(*cell)).min();
        let mut values: Vec<u8> =
            cells(allowed[variable] & self.set.variables[variable].values() & !left).collect();
        values.sort_by_key(|cell| (steps(cell), *cell));
        for cell in values {
            if self.cells[variable] == 1 << cell || self.keeps(variable, 1 << cell) {
                return;
            }
        }
        self.one(variable);
    }

    /// One of the cells of which each holds: where a change leads is said plainly.
    fn one(&mut self, variable: usize) {
        let own = self.cells[variable];
        self.cells[variable] = own & own.wrapping_neg();
    }

    /// Takes for granted only what must be: each further value of an unknown fact with which the plan holds
    /// is let in, of a number those next to it.
    fn widest(&mut self, fact: &Fact) {
        for variable in indexes(&fact.variables) {
            let na = self.set.variables[variable].na.map_or(0, |cell| 1 << cell);
            if fact.kind.is_numeric() {
                self.one(variable);
                for up in [true, false] {
                    loop {
                        let now = self.cells[variable];
                        let grown = now | if up { now << 1 } else { now >> 1 };
                        let other = grown & self.left[variable] & !(na & !now);
                        if other == now || !self.keeps(variable, other) {
                            break;
                        }
                    }
                }
                continue;
            }
            for cell in cells(self.left[variable] & !self.cells[variable] & !na) {
                self.keeps(variable, self.cells[variable] | 1 << cell);
            }
        }
    }
}
