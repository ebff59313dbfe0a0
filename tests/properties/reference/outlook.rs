//! What leads: the recommendations that some completion gets, by their shares, and the rules that carry them.

use super::complete::evaluate;
use super::ranges::{Expected, expected};
use super::world::World;
use crate::generate::model::{Model, Statement};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What comes out of a profile.
pub(crate) struct Outlook {
    pub(crate) expected: Expected,
    /// What is possible, the leading recommendation first.
    pub(crate) possible: Vec<Possible>,
}

/// A recommendation that some completion gets.
pub(crate) struct Possible {
    pub(crate) recommendation: usize,
    /// Of the completions that get it.
    weight: i128,
    /// The rule that carries most of that.
    pub(crate) rule: usize,
}

impl Outlook {
    pub(crate) fn new(model: &Model, profile: &[Statement]) -> Self {
        let world = World::new(model, profile);
        let completions = world.completions().into_iter();
        let all = completions.map(|(values, weight)| (weight, evaluate(model, &values)));
        let all: Vec<_> = all.collect();
        let mut rules: BTreeMap<usize, i128> = BTreeMap::new();
        for (weight, figures) in &all {
            *rules.entry(figures.rule).or_default() += weight;
        }
        let mut found: BTreeMap<usize, Vec<(usize, i128)>> = BTreeMap::new();
        for (rule, weight) in rules {
            let recommendation = model.rules[rule].recommend;
            found
                .entry(recommendation)
                .or_default()
                .push((rule, weight));
        }
        let mut found: Vec<_> = found.into_iter().collect();
        let sum =
            |rules: &[(usize, i128)]| -> i128 { rules.iter().map(|(_, weight)| weight).sum() };
        // Of the same share the one whose first rule stands higher.
        found.sort_by_key(|(_, rules)| (Reverse(sum(rules)), rules[0].0));
        let possible = found.into_iter().map(|(recommendation, rules)| {
            let most = |(rule, weight): &&(usize, i128)| (*weight, Reverse(*rule));
            Possible {
                recommendation,
                weight: sum(&rules),
                rule: rules.iter().max_by_key(most).expect("at least one").0,
            }
        });
        Self {
            expected: expected(model, &world, &all),
            possible: possible.collect(),
        }
    }

    pub(crate) fn leading(&self) -> &Possible {
        &self.possible[0]
    }

    /// With half of the share and twice the next.
    pub(crate) fn clearly(&self) -> bool {
        let all: i128 = self.possible.iter().map(|one| one.weight).sum();
        let first = self.possible[0].weight;
        let next = self.possible.get(1).map_or(0, |one| one.weight);
        2 * first >= all && first >= 2 * next
    }
}
