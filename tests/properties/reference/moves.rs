//! Every plan for a small set: for each fact that it stays as it is known, that it is changed, or that
//! an answer is taken for granted, each to every value.

use super::table::{Allowed, Table};
use crate::generate::model::{Model, Statement, Value};

/// One way to change facts and to take answers for granted.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The facts that it changes, a bit each.
    pub(crate) changes: u32,
    /// The facts whose answers it takes for granted, a bit each.
    pub(crate) provided: u32,
    pub(crate) effort: u32,
    /// What comes out whatever else is unknown; none where that differs.
    pub(crate) leads_to: Option<usize>,
}

/// What can be moved.
pub(crate) struct Movable {
    /// What the profile leaves.
    pub(crate) left: Allowed,
    /// For each fact the values to which it can be changed, none where it cannot: it has no effort, there is
    /// nothing to ask about, or nothing is known that a change would change.
    pub(crate) changes: Allowed,
    /// The effort of each change.
    pub(crate) efforts: Vec<u32>,
}

impl Movable {
    pub(crate) fn new(model: &Model, table: &Table, profile: &[Statement]) -> Self {
        let left = table.left(model, profile);
        let to = |fact: usize| -> Vec<usize> {
            let missing = |place: &usize| table.values[fact][*place] == Value::NotApplicable;
            let asked = !left[fact].iter().all(missing);
            if model.facts[fact].effort.is_none() || !asked {
                return Vec::new();
            }
            let others = (0..table.values[fact].len()).filter(|place| !left[fact].contains(place));
            others.filter(|place| !missing(place)).collect()
        };
        let effort = |fact: &crate::generate::model::Fact| fact.effort.unwrap_or(0);
        Self {
            changes: (0..left.len()).map(to).collect(),
            left,
            efforts: model.facts.iter().map(effort).collect(),
        }
    }

    /// Every candidate, the one that moves nothing first.
    pub(crate) fn candidates(&self, table: &Table) -> Vec<Candidate> {
        let mut all = Vec::new();
        let nothing = Candidate {
            changes: 0,
            provided: 0,
            effort: 0,
            leads_to: None,
        };
        self.add(table, &mut self.left.clone(), 0, &nothing, &mut all);
        all
    }

    /// Adds all candidates that begin like `so_far`, whose first facts are decided.
    fn add(
        &self,
        table: &Table,
        allowed: &mut Allowed,
        fact: usize,
        so_far: &Candidate,
        all: &mut Vec<Candidate>,
    ) {
        if fact == self.left.len() {
            let leads_to = table.only(allowed);
            all.push(Candidate {
                leads_to,
                ..so_far.clone()
            });
            return;
        }
        self.add(table, allowed, fact + 1, so_far, all);
        let mut with = |place: usize, next: &Candidate| {
            allowed[fact] = vec![place];
            self.add(table, allowed, fact + 1, next, all);
        };
        if self.left[fact].len() > 1 {
            let mut next = so_far.clone();
            next.provided |= 1 << fact;
            self.left[fact].iter().for_each(|&place| with(place, &next));
        }
        let mut next = so_far.clone();
        next.changes |= 1 << fact;
        next.effort += self.efforts[fact];
        self.changes[fact]
            .iter()
            .for_each(|&place| with(place, &next));
        allowed[fact].clone_from(&self.left[fact]);
    }
}
