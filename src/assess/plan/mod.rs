//! Plans: what would have to change for a recommendation, at the least effort, and which unknown answers
//! that takes for granted.

mod bound;
mod choose;
mod ledger;
mod polish;
pub mod risk;
mod scene;
mod scenes;
mod steps;

use super::minimal::{Claim, needed};
use super::outlook::STEPS;
use super::search::{Found, Search};
use crate::profile::Answers;
use crate::rubric::fact::Variable;
use crate::rubric::number::narrow;
use crate::rubric::{RubricSet, indexes};
use bound::NEVER;
use polish::{polish, spare};
use scenes::{Budget, Outcome, Scenes, Task};

/// The looks at scenes that the search for the least effort may take, for each plan.
const EFFORT_STEPS: u32 = 20_000;
/// The looks at scenes that the search for the fewest provided facts may take.
const PROVIDED_STEPS: u32 = 6_000;

/// One plan: after it the recommendation is the one asked for, whatever else is unknown.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The cells that are left of each variable under the plan.
    pub cells: Vec<u64>,
    /// The facts that change, by number.
    pub changes: Vec<u16>,
    /// The unknown facts whose answers it takes for granted, by number.
    pub provided: Vec<u16>,
    /// The sum of the changed facts' efforts, each 1–5.
    pub effort: u32,
}

/// What planning came to.
#[derive(Clone, Debug)]
pub enum Planned {
    /// Plans, the cheapest first; none contains all the changes of another.
    Plans {
        /// At least one.
        plans: Vec<Plan>,
        /// Whether it is proved that no plan takes less effort than the first.
        least_effort: bool,
        /// Whether it is proved that none of that effort takes fewer unknown answers for granted.
        fewest_provided: bool,
    },
    /// No change that can be made leads there: proved.
    Impossible {
        /// Facts that cannot be changed, none of which can be left out of the proof; heaviest first.
        blocking: Vec<u16>,
    },
    /// The search ended without a plan or a proof.
    Undecided,
}

/// Plans for one recommendation, at most `most`. `weights` say how much hangs on each fact.
#[must_use]
pub fn plan(
    set: &RubricSet,
    answers: &Answers<'_>,
    target: u16,
    weights: &[f64],
    most: usize,
) -> Planned {
    let left = &answers.cells;
    let mut search = Search::new(set);
    let effort = efforts(set, answers);
    let domain = domain(set, &search, left, &effort);
    let possible = {
        let bounds = search.bounds(&domain);
        search.reach(&bounds, target, STEPS)
    };
    match possible {
        Found::Impossible => {
            return Planned::Impossible {
                blocking: blocking(set, left, &domain, &effort, target, weights),
            };
        }
        Found::Undecided => return Planned::Undecided,
        Found::Witness(_) => {}
    }
    let goal = Claim::Always(target);
    let all: Vec<u64> = set.variables.iter().map(Variable::all).collect();
    match cheapest_first(set, left, (&domain, &all), &effort, goal, weights, most) {
        Some((plans, least_effort, fewest_provided)) => Planned::Plans {
            plans,
            least_effort,
            fewest_provided,
        },
        None => Planned::Undecided,
    }
}

/// Plans for a goal, whether no plan takes less effort than the first, and whether none of that effort
/// takes less for granted. None where the search ends without one.
fn cheapest_first(
    set: &RubricSet,
    left: &[u64],
    (domain, allowed): (&[u64], &[u64]),
    effort: &[Option<u32>],
    goal: Claim,
    weights: &[f64],
    most: usize,
) -> Option<(Vec<Plan>, bool, bool)> {
    let mut barred: Vec<Vec<u16>> = Vec::new();
    let mut plans: Vec<Plan> = Vec::new();
    let (mut least_effort, mut fewest_provided) = (false, false);
    while plans.len() < most {
        let task = Task {
            set,
            goal,
            left,
            domain,
            effort,
            barred: &barred,
        };
        let from = plans.last().map_or(0, |plan| plan.effort);
        let Some((cells, proved)) = cheapest(&task, from) else {
            break;
        };
        let mut plan = parts(set, left, effort, cells);
        spare(set, left, goal, weights, &mut plan);
        if plans.is_empty() {
            least_effort = proved;
            fewest_provided = proved && fewest(&task, &mut plan);
        }
        polish(set, left, allowed, goal, weights, &mut plan);
        // A plan that is not proved to be the cheapest may have changed what need not be.
        let changed = |fact: &u16| {
            indexes(&set.facts[usize::from(*fact)].variables)
                .any(|variable| plan.cells[variable] & left[variable] == 0)
        };
        plan.changes.retain(changed);
        let own = |fact: &u16| effort[usize::from(*fact)];
        plan.effort = plan.changes.iter().filter_map(own).sum();
        let changes = plan.changes.clone();
        plans.push(plan);
        // Without a change there is nothing that another plan could do otherwise.
        if changes.is_empty() || !proved {
            break;
        }
        barred.push(changes);
    }
    (!plans.is_empty()).then_some((plans, least_effort, fewest_provided))
}

/// What it takes to change each fact; none where it cannot be, there is nothing to ask about (`n/a`), or the
/// profile leaves no other value that it could be changed to.
fn efforts(set: &RubricSet, answers: &Answers<'_>) -> Vec<Option<u32>> {
    let effort = |number: usize| {
        let fact = &set.facts[number];
        let mut own = indexes(&fact.variables).map(|variable| {
            let values = set.variables[variable].values();
            (
                values & answers.cells[variable],
                values & !answers.cells[variable],
            )
        });
        let asked = own.clone().all(|(left, _)| left != 0);
        let elsewhere = own.any(|(_, others)| others != 0);
        fact.effort.map(u32::from).filter(|_| asked && elsewhere)
    };
    (0..set.facts.len()).map(effort).collect()
}

/// The cells that a plan may bring about or take for granted; of those that nothing tells apart one.
fn domain(set: &RubricSet, search: &Search<'_>, left: &[u64], effort: &[Option<u32>]) -> Vec<u64> {
    let cells = |(number, variable): (usize, &Variable)| {
        let own = search.representatives(number, left[number]);
        match effort[usize::from(variable.fact)] {
            Some(_) => {
                let others = variable.values() & search.told_apart(number, left[number]);
                own | search.representatives(number, others)
            }
            None => own,
        }
    };
    set.variables.iter().enumerate().map(cells).collect()
}

/// The cells under a plan of the least effort, which is at least `from`, and whether that is proved.
fn cheapest(task: &Task<'_>, from: u32) -> Option<(Vec<u64>, bool)> {
    match least_effort(&mut Scenes::new(task, EFFORT_STEPS), from) {
        Outcome::Plan(cells) => return Some((cells, true)),
        Outcome::None(_) => return None,
        Outcome::Undecided => {}
    }
    if !task.barred.is_empty() {
        return None;
    }
    // Without a bound on effort the search goes straight for a plan.
    let all = task.effort.iter().flatten().sum();
    let mut scenes = Scenes::new(task, EFFORT_STEPS);
    match scenes.within(Budget {
        effort: all,
        provided: None,
    }) {
        Outcome::Plan(cells) => Some((cells, false)),
        Outcome::None(_) | Outcome::Undecided => None,
    }
}

/// A plan of the least effort, which is at least `effort`.
fn least_effort(scenes: &mut Scenes<'_>, mut effort: u32) -> Outcome {
    loop {
        match scenes.within(Budget {
            effort,
            provided: None,
        }) {
            Outcome::None(beyond) if beyond != NEVER => effort = beyond,
            end => return end,
        }
    }
}

/// What changes under a plan, and what it takes for granted.
fn parts(set: &RubricSet, left: &[u64], effort: &[Option<u32>], cells: Vec<u64>) -> Plan {
    let own = |fact: &usize| indexes(&set.facts[*fact].variables);
    let changed = |fact: &usize| own(fact).any(|variable| cells[variable] & left[variable] == 0);
    let narrowed = |fact: &usize| own(fact).any(|variable| cells[variable] != left[variable]);
    let (changes, others): (Vec<usize>, Vec<usize>) = (0..set.facts.len()).partition(changed);
    Plan {
        effort: changes.iter().filter_map(|&fact| effort[fact]).sum(),
        changes: changes.into_iter().map(narrow).collect(),
        provided: others.into_iter().filter(narrowed).map(narrow).collect(),
        cells,
    }
}

/// Looks for a plan of the same effort that takes fewer answers for granted. Whether the plan then takes
/// the fewest.
fn fewest(task: &Task<'_>, plan: &mut Plan) -> bool {
    match fewer_provided(&mut Scenes::new(task, PROVIDED_STEPS), plan) {
        Outcome::Plan(cells) => *plan = parts(task.set, task.left, task.effort, cells),
        Outcome::None(_) => {}
        Outcome::Undecided => return false,
    }
    true
}

/// A plan of the same effort that takes fewer answers for granted, and no other one takes fewer.
fn fewer_provided(scenes: &mut Scenes<'_>, plan: &Plan) -> Outcome {
    let mut provided = 0;
    while (provided as usize) < plan.provided.len() {
        match scenes.within(Budget {
            effort: plan.effort,
            provided: Some(provided),
        }) {
            Outcome::None(beyond) if beyond != NEVER => provided = beyond,
            end => return end,
        }
    }
    Outcome::None(NEVER)
}

/// The facts that cannot be changed and that alone make the recommendation impossible.
fn blocking(
    set: &RubricSet,
    left: &[u64],
    domain: &[u64],
    effort: &[Option<u32>],
    target: u16,
    weights: &[f64],
) -> Vec<u16> {
    let all: Vec<u64> = set.variables.iter().map(Variable::all).collect();
    let fixed = |fact: &usize| {
        effort[*fact].is_none()
            && indexes(&set.facts[*fact].variables).any(|variable| left[variable] != all[variable])
    };
    let mut order: Vec<u16> = (0..set.facts.len()).filter(fixed).map(narrow).collect();
    let weight = |fact: &u16| weights[usize::from(*fact)];
    order.sort_by(|a, b| weight(a).total_cmp(&weight(b)).then(a.cmp(b)));
    let mut kept = needed(set, domain, &all, &order, Claim::Never(target), STEPS);
    kept.reverse();
    kept
}
