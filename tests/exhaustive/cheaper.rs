//! Complete profiles: every set of changes that costs less than the plan is gone through, as far as there
//! are not too many, and none leads there.

use crate::random::Random;
use crate::{Profile, answers, profiles, recommended};
use maturity::assess::assess;
use maturity::assess::plan::{Planned, plan};
use maturity::assess::point::Point;
use maturity::rubric::fact::cells;
use maturity::rubric::{RubricSet, indexes};
use maturity::source::shipped;

/// The most sets of changes that are gone through for one recommendation.
const MOST: u64 = 500_000;

/// A fact that can be changed.
struct Change {
    effort: u32,
    first: usize,
    /// The cells of its variables, for each other value.
    values: Vec<Vec<u8>>,
}

/// Every change of one fact of a complete profile.
fn changes(set: &RubricSet, at: &[u8]) -> Vec<Change> {
    let mut changes = Vec::new();
    for fact in &set.facts {
        let own = indexes(&fact.variables);
        let Some(effort) = fact.effort.map(u32::from) else {
            continue;
        };
        let missing = |variable: usize| set.variables[variable].na == Some(at[variable]);
        if own.is_empty() || own.clone().any(missing) {
            continue;
        }
        let mut values: Vec<Vec<u8>> = vec![Vec::new()];
        for variable in own.clone() {
            let further = |value: &Vec<u8>| {
                let value = value.clone();
                let cells = cells(set.variables[variable].values());
                cells.map(move |cell| [value.as_slice(), &[cell]].concat())
            };
            values = values.iter().flat_map(further).collect();
        }
        values.retain(|value| *value != at[own.clone()]);
        let first = own.start;
        changes.push(Change {
            effort,
            first,
            values,
        });
    }
    changes
}

/// For each effort up to a bound how many sets of changes take it.
fn counts(changes: &[Change], bound: usize) -> Vec<u64> {
    let mut counts = vec![0_u64; bound + 1];
    counts[0] = 1;
    for change in changes {
        let effort = change.effort as usize;
        for total in (effort..=bound).rev() {
            let more = counts[total - effort].saturating_mul(change.values.len() as u64);
            counts[total] = counts[total].saturating_add(more);
        }
    }
    counts
}

/// Goes through all sets of changes within a budget; which recommendations they lead to.
struct Walk<'w> {
    set: &'w RubricSet,
    changes: &'w [Change],
    at: Vec<u8>,
    point: Point,
    visited: u64,
    /// For each recommendation the least effort that led to it.
    least: Vec<Option<u32>>,
}

impl Walk<'_> {
    fn go(&mut self, from: usize, spent: u32, budget: u32) {
        let reached = recommended(self.set, &self.at, &mut self.point);
        let least = &mut self.least[usize::from(reached)];
        *least = Some(least.map_or(spent, |least| least.min(spent)));
        self.visited += 1;
        for number in from..self.changes.len() {
            let change = &self.changes[number];
            if spent + change.effort > budget {
                continue;
            }
            let own = change.first..change.first + change.values[0].len();
            let before = self.at[own.clone()].to_vec();
            for value in &change.values {
                self.at[own.clone()].copy_from_slice(value);
                self.go(number + 1, spent + change.effort, budget);
            }
            self.at[own].copy_from_slice(&before);
        }
    }
}

#[test]
#[ignore = "a minute in release: run by .ci/full"]
fn no_cheaper_change_leads_there() {
    let set = shipped::rubric_set();
    let mut random = Random::new(5);
    let (mut equal, mut bounded) = (0, 0);
    for Profile { name, left } in profiles(&set) {
        let mut visited = 0;
        for by_prior in [true, false] {
            let mut at = vec![0; left.len()];
            random.completion(&set, &left, by_prior, &mut at);
            let changes = changes(&set, &at);
            let mut sum = 0;
            let counts = counts(&changes, 30);
            let affordable = counts.iter().take_while(|&&count| {
                sum += count;
                sum <= MOST
            });
            let budget = u32::try_from(affordable.count() - 1).expect("few");
            let mut walk = Walk {
                set: &set,
                changes: &changes,
                at: at.clone(),
                point: Point::new(&set),
                visited: 0,
                least: vec![None; set.recommendations.len()],
            };
            walk.go(0, 0, budget);
            visited += walk.visited;
            let complete: Vec<u64> = at.iter().map(|cell| 1 << cell).collect();
            let answers = answers(&set, &complete);
            let weights = assess(&set, &answers).fact_weights(&set);
            for (target, least) in walk.least.iter().enumerate() {
                let target = u16::try_from(target).expect("few");
                let effort = match plan(&set, &answers, target, &weights, 1) {
                    Planned::Plans {
                        plans,
                        least_effort: true,
                        ..
                    } => Some(plans[0].effort),
                    Planned::Plans { .. } | Planned::Undecided => continue,
                    Planned::Impossible { .. } => None,
                };
                let within = effort.filter(|effort| *effort <= budget);
                assert_eq!(
                    within, *least,
                    "{name} to {target}: {effort:?}, within {budget}"
                );
                if within.is_some() {
                    equal += 1;
                } else {
                    bounded += 1;
                }
            }
        }
        eprintln!("  {name}: {visited} sets of changes");
    }
    eprintln!(
        "  {equal} plans cost just as much as the cheapest; for {bounded} nothing cheap was missed"
    );
}
