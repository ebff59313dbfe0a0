//! Which facts and which criteria can change the recommendation of any profile at all.
//!
//! A fact can where two complete profiles that differ in it alone get different recommendations. A
//! criterion can where its outcome in some complete profile, replaced by another outcome of its scale,
//! makes another rule fire among those that can, one with another recommendation.

use super::constant::without_constants;
use super::decide::may_fire;
use super::outlook::Marks;
use super::pivot::{self, Ground, PATIENT, Sought, Undecided};
use super::point::{Point, evaluate};
use super::proof::{Prover, everything};
use super::search::{Found, Search};
use super::walker::Walker;
use crate::rubric::condition::{Condition, Truth};
use crate::rubric::fact::cells;
use crate::rubric::number::narrow;
use crate::rubric::scale::{NOT_APPLICABLE, Scale, Table, share_points};
use crate::rubric::{Criterion, RubricSet};
use std::collections::BTreeMap;

/// With so few complete profiles of what is read nothing is quicker than to go through them.
const FEW: u64 = 1 << 13;

/// How many complete profiles of what is read are at most gone through one by one.
const COUNTED: u64 = 1 << 17;

/// Whether something can change the recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Influence {
    /// Of some profile: found.
    Some,
    /// Of none: proved.
    None,
    /// Neither proved nor found.
    Undecided,
}

/// What can change the recommendation, by number in the set.
#[derive(Clone, Debug)]
pub struct Influences {
    /// Of each fact.
    pub facts: Vec<Influence>,
    /// Of each criterion.
    pub criteria: Vec<Influence>,
    /// Whether a rule that can fire, or is not proved unable to, hangs on each gate.
    pub gates: Vec<bool>,
}

impl Influences {
    fn is_open(&self) -> bool {
        let mut all = self.facts.iter().chain(&self.criteria);
        all.any(|influence| *influence == Influence::Undecided)
    }
}

/// Finds what can change the recommendation. `firing` says of each rule whether it can fire.
#[must_use]
pub fn influences(set: &RubricSet, prover: &mut Prover, firing: &[Found]) -> Influences {
    let set = &without_constants(set);
    let search = Search::new(set);
    let bounds = search.bounds(&everything(set));
    let live: Vec<usize> = (0..firing.len())
        .filter(|&rule| firing[rule] != Found::Impossible)
        .collect();
    // Where several last rules recommend the same, which of them fires makes no difference.
    let recommends = |rule: usize| set.rules[rule].recommend;
    let last = live.last().map(|&rule| recommends(rule));
    let differing = live
        .iter()
        .rposition(|&rule| Some(recommends(rule)) != last)
        .map_or(0, |place| place + 1);
    let marks = Marks::new(set, &bounds, live[..differing].iter().copied());
    let open = marks.open();
    let mut found = Influences {
        facts: vec![Influence::None; set.facts.len()],
        criteria: vec![Influence::None; set.criteria.len()],
        gates: Marks::new(set, &bounds, live.iter().copied()).gates,
    };
    for &variable in &open {
        found.facts[usize::from(set.variables[variable].fact)] = Influence::Undecided;
    }
    let mut scene = Scene::new(set, &live);
    for (number, criterion) in set.criteria.iter().enumerate() {
        let read = marks.dimensions[usize::from(criterion.dimension)];
        let applies = bounds.criteria[number].applies != Truth::False;
        if read && applies && scene.outcomes[number].len() > 1 {
            found.criteria[number] = Influence::Undecided;
        }
    }
    let count = open.iter().try_fold(1_u64, |count, &variable| {
        let own = u64::from(bounds.cells[variable].count_ones());
        count.checked_mul(own).filter(|&count| count <= COUNTED)
    });
    if count.is_none_or(|count| count > FEW) {
        let witnesses: Vec<&Vec<u8>> = firing
            .iter()
            .filter_map(|found| match found {
                Found::Witness(cells) => Some(cells),
                Found::Impossible | Found::Undecided => None,
            })
            .collect();
        let fires = may_fire(&bounds.rules);
        let ground = Ground::new(set, &bounds.cells, &bounds, &fires);
        try_walks(&mut scene, &ground, &witnesses, &mut found);
        if count.is_none() {
            try_tests(set, &ground, &live[..differing], prover, &mut found);
        }
    }
    if count.is_some() && found.is_open() {
        count_all(&mut scene, &bounds.cells, &open, &mut found);
    }
    found
}

/// For facts that no walk came upon: makes a rule hang on a test of the fact alone.
fn try_tests(
    set: &RubricSet,
    ground: &Ground<'_>,
    rules: &[usize],
    prover: &mut Prover,
    found: &mut Influences,
) {
    let mut walker = ground.walker();
    for &rule in rules {
        let Some(when) = &set.rules[rule].when else {
            continue;
        };
        let when = without_gates(set, when);
        let mut tested = Vec::new();
        when.each_fact(&mut |test| {
            tested.push(usize::from(set.variables[usize::from(test.variable)].fact));
        });
        for (place, fact) in tested.into_iter().enumerate() {
            if found.facts[fact] != Influence::Undecided {
                continue;
            }
            let mut without = when.clone();
            let mut next = 0;
            without.each_fact_mut(&mut |test| {
                if next == place {
                    test.cells = 0;
                }
                next += 1;
            });
            let not = |condition: &Condition| Condition::Not(Box::new(condition.clone()));
            let differs = Condition::Any(vec![
                Condition::All(vec![when.clone(), not(&without)]),
                Condition::All(vec![without.clone(), not(&when)]),
            ]);
            if let Found::Witness(at) = prover.reaches(rule, differs)
                && walker.near(narrow(fact), &at)
            {
                found.facts[fact] = Influence::Some;
            }
        }
    }
}

/// A condition with what its gates test in place of the gates.
fn without_gates(set: &RubricSet, condition: &Condition) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| without_gates(set, part)).collect();
    match condition {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(part) => Condition::Not(Box::new(without_gates(set, part))),
        Condition::Gate(gate) => without_gates(set, &set.gates[usize::from(*gate)].when),
        Condition::Fact(_) | Condition::Score(_) => condition.clone(),
    }
}

/// Everything that is read has few enough values to try them all.
fn count_all(scene: &mut Scene<'_>, left: &[u64], open: &[usize], found: &mut Influences) {
    let set = scene.set;
    // The recommendation that is first seen with the values of all other facts.
    let mut seen: Vec<BTreeMap<Vec<u8>, u16>> = vec![BTreeMap::new(); set.facts.len()];
    let mut at: Vec<u8> = left
        .iter()
        .map(|&left| cells(left).next().unwrap_or(0))
        .collect();
    loop {
        let recommendation = scene.recommended(&at);
        for (fact, influence) in found.facts.iter_mut().enumerate() {
            if *influence != Influence::Undecided {
                continue;
            }
            let other = |&&variable: &&usize| usize::from(set.variables[variable].fact) != fact;
            let others = open.iter().filter(other).map(|&variable| at[variable]);
            let first = seen[fact].entry(others.collect()).or_insert(recommendation);
            if *first != recommendation {
                *influence = Influence::Some;
                seen[fact].clear();
            }
        }
        scene.try_criteria(&at, &mut found.criteria);
        let Some(&next) = open
            .iter()
            .find(|&&variable| left[variable] >> at[variable] >> 1 != 0)
        else {
            break;
        };
        for &variable in open {
            if variable == next {
                at[variable] += 1 + first_cell(left[variable] >> at[variable] >> 1);
                break;
            }
            at[variable] = first_cell(left[variable]);
        }
    }
    let proved = |influence: &mut Influence| {
        if *influence == Influence::Undecided {
            *influence = Influence::None;
        }
    };
    found.facts.iter_mut().for_each(proved);
    found.criteria.iter_mut().for_each(proved);
}

/// The place of the first cell.
fn first_cell(cells: u64) -> u8 {
    u8::try_from(cells.trailing_zeros()).unwrap_or(0)
}

/// Walks towards where the recommendation changes, first for the facts, then for the criteria.
fn try_walks(
    scene: &mut Scene<'_>,
    ground: &Ground<'_>,
    witnesses: &[&Vec<u8>],
    found: &mut Influences,
) {
    let set = scene.set;
    let mut open: Vec<u16> = (0..set.facts.len())
        .filter(|&fact| found.facts[fact] == Influence::Undecided)
        .map(narrow)
        .collect();
    let sought = open.clone();
    pivot::without_pivotal(ground, &mut open, witnesses, witnesses);
    let mut facts = Undecided(&mut open);
    pivot::walk(ground, witnesses, PATIENT, &mut facts);
    for fact in sought.into_iter().filter(|fact| !open.contains(fact)) {
        found.facts[usize::from(fact)] = Influence::Some;
    }
    for at in witnesses {
        scene.try_criteria(at, &mut found.criteria);
    }
    let mut criteria = Criteria {
        scene,
        influences: &mut found.criteria,
    };
    pivot::walk(ground, witnesses, PATIENT, &mut criteria);
}

/// Criteria that are not known to change the recommendation.
struct Criteria<'c, 's> {
    scene: &'c mut Scene<'s>,
    influences: &'c mut [Influence],
}

impl Sought for Criteria<'_, '_> {
    fn facts(&self) -> Vec<u16> {
        let criteria = self.scene.set.criteria.iter().zip(&*self.influences);
        let open = criteria.filter(|(_, influence)| **influence == Influence::Undecided);
        let mut facts: Vec<u16> = open
            .flat_map(|(criterion, _)| criterion.facts.iter().copied())
            .collect();
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    fn pivot(&mut self, _: u16, at: &[u8]) {
        self.scene.try_criteria(at, self.influences);
    }

    fn end(&mut self, _: &mut Walker<'_>, at: &[u8]) {
        self.scene.try_criteria(at, self.influences);
    }
}

/// A set whose criteria can be given an outcome.
struct Scene<'s> {
    set: &'s RubricSet,
    /// Only the rules that can fire.
    live: RubricSet,
    /// Every outcome of each criterion's scale.
    outcomes: Vec<Vec<Option<u8>>>,
    point: Point,
}

impl<'s> Scene<'s> {
    fn new(set: &'s RubricSet, rules: &[usize]) -> Self {
        let mut live = set.clone();
        live.rules = rules.iter().map(|&rule| set.rules[rule].clone()).collect();
        Self {
            set,
            live,
            outcomes: set.criteria.iter().map(outcomes).collect(),
            point: Point::new(set),
        }
    }

    fn recommended(&mut self, at: &[u8]) -> u16 {
        evaluate(&self.live, at, &mut self.point);
        let fired = self.live.rules.get(usize::from(self.point.rule));
        fired.map_or(0, |rule| rule.recommend)
    }

    /// Gives every criterion that is undecided each of its outcomes.
    fn try_criteria(&mut self, at: &[u8], influences: &mut [Influence]) {
        let from = self.recommended(at);
        for (number, influence) in influences.iter_mut().enumerate() {
            if *influence == Influence::Undecided {
                let outcomes = std::mem::take(&mut self.outcomes[number]);
                if outcomes
                    .iter()
                    .any(|&outcome| self.with(number, outcome, at) != from)
                {
                    *influence = Influence::Some;
                }
                self.outcomes[number] = outcomes;
            }
        }
    }

    /// The recommendation where a criterion has this outcome.
    fn with(&mut self, criterion: usize, outcome: Option<u8>, at: &[u8]) -> u16 {
        let given = Scale::Table {
            attributes: Table {
                reads: Vec::new(),
                entries: vec![0],
            },
            points: vec![outcome.unwrap_or(NOT_APPLICABLE)],
        };
        let own = std::mem::replace(&mut self.live.criteria[criterion].scale, given);
        let recommendation = self.recommended(at);
        self.live.criteria[criterion].scale = own;
        recommendation
    }
}

/// Every outcome of a scale: points, or none where it does not apply.
#[must_use]
pub fn outcomes(criterion: &Criterion) -> Vec<Option<u8>> {
    let mut all: Vec<Option<u8>> = match &criterion.scale {
        Scale::Table { points, .. } => {
            let points = points.iter().copied();
            points
                .map(|entry| (entry != NOT_APPLICABLE).then_some(entry))
                .collect()
        }
        Scale::Share { variables, applies } => {
            let n = variables.len();
            let applying = applies.entries.contains(&1);
            let shares = (0..=n)
                .filter(|_| applying)
                .map(|k| Some(share_points(k, n)));
            let missing = applies.entries.iter().any(|&entry| entry != 1);
            shares.chain(missing.then_some(None)).collect()
        }
    };
    all.sort_unstable();
    all.dedup();
    all
}
