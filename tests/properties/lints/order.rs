//! Better answers, by the order of a fact, that make a score worse or trip a gate.

use super::{Linted, config, never};
use crate::generate::model::{Condition, Kind, Model, Scale, Value};
use crate::generate::{Case, cases};
use crate::same_cases;
use maturity::finding::Code;
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// What came of a criterion or a gate that better answers of some fact can change.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    /// They make a criterion worse, other than a share.
    WorsePoints,
    /// So do more options of a set.
    WorsePointsOfSet,
    WorseShare,
    /// A share runs with the order of its set.
    BetterShare,
    /// It runs against it and never applies.
    NoShare,
    /// They trip a gate that reads no score.
    Trips,
    TripsBySet,
    /// They never do.
    Clears,
    /// They trip a gate by the score that it reads.
    TripsByScore,
}

/// Whether one value stands behind another of its fact; neither does where one is `n/a`.
fn behind(value: &Value, other: &Value) -> bool {
    match (value, other) {
        (Value::Bool(value), Value::Bool(other)) => value > other,
        (Value::Option(value), Value::Option(other)) => value > other,
        (Value::Number(value), Value::Number(other)) => value > other,
        (Value::Options(value), Value::Options(other)) => {
            let mut pairs = value.iter().zip(other);
            value != other && pairs.all(|(value, other)| value >= other)
        }
        _ => false,
    }
}

/// The complete profiles, by their numbers, in pairs that differ in a fact alone: the second has the better answer.
fn better_answers(linted: &Linted, fact: usize, rising: bool) -> Vec<(usize, usize)> {
    let value = |profile: usize| &linted.all[profile].0[fact];
    let mut pairs = Vec::new();
    for column in linted.columns(fact) {
        for &worse in &column {
            let better = column.iter().filter(|&&better| {
                let (first, second) = if rising {
                    (worse, better)
                } else {
                    (better, worse)
                };
                behind(value(second), value(first))
            });
            pairs.extend(better.map(|&better| (worse, better)));
        }
    }
    pairs
}

/// The facts that a condition reads, by itself or through gates; none where it reads a score.
fn facts_alone(model: &Model, condition: &Condition) -> Option<Vec<usize>> {
    let mut facts = Vec::new();
    for atom in condition.atoms() {
        match atom {
            Condition::Fact(fact, _) => facts.push(*fact),
            Condition::Gate(gate) => facts.extend(facts_alone(model, &model.gates[*gate].when)?),
            Condition::Score(..) => return None,
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {
                unreachable!("these are no tests")
            }
        }
    }
    Some(facts)
}

/// A fact whose values run one way, and what changes with it alone.
struct Running<'l> {
    linted: &'l Linted,
    model: &'l Model,
    fact: usize,
    rising: bool,
    /// See [`better_answers`].
    pairs: Vec<(usize, usize)>,
}

impl Running<'_> {
    fn is_set(&self) -> bool {
        matches!(self.model.facts[self.fact].kind, Kind::Set(_))
    }

    /// Whether a better answer makes a criterion worse: exactly where a lint says so.
    fn check_criterion(&self, number: usize) -> Result<Option<Seen>, TestCaseError> {
        let criterion = &self.model.criteria[number];
        let better = self.model.rubrics[self.model.dimensions[criterion.dimension].rubric].better;
        let points = |profile: usize| self.linted.all[profile].1.points[number];
        let worse = self.pairs.iter().any(|&(before, after)| {
            let points = points(before).zip(points(after));
            points.is_some_and(|(before, after)| {
                if better {
                    after < before
                } else {
                    after > before
                }
            })
        });
        let (id, of) = (
            self.model.criterion_id(number),
            self.model.facts[self.fact].id,
        );
        let names = [
            format!("makes `{id}` worse: `{of}` "),
            format!("makes `{id}` worse: its points rise with each option of `{of}`,"),
        ];
        let mut names = names.iter();
        let said = names.any(|name| self.linted.has(Code::NotMonotone, name));
        prop_assert_eq!(said, worse, "{} by {}", &id, of);
        Ok(match criterion.scale {
            Scale::Share(fact, _) if fact == self.fact && worse => Some(Seen::WorseShare),
            Scale::Share(fact, _) if fact == self.fact && self.rising == better => {
                Some(Seen::BetterShare)
            }
            Scale::Share(fact, _) if fact == self.fact => Some(Seen::NoShare),
            _ if !worse => None,
            _ if self.is_set() => Some(Seen::WorsePointsOfSet),
            _ => Some(Seen::WorsePoints),
        })
    }

    /// Whether a better answer trips a gate that reads no score: exactly where a lint says so.
    fn check_gate(&self, number: usize) -> Result<Option<Seen>, TestCaseError> {
        let gate = |profile: usize| self.linted.all[profile].1.gates[number];
        let mut pairs = self.pairs.iter();
        let trips = pairs.any(|&(before, after)| !gate(before) && gate(after));
        let alone = facts_alone(self.model, &self.model.gates[number].when);
        let (id, of) = (self.model.gate_id(number), self.model.facts[self.fact].id);
        let name = format!("trips the gate `{id}`: `{of}` ");
        let said = self.linted.has(Code::NotMonotone, &name);
        prop_assert_eq!(said, trips && alone.is_some(), "{} by {}", &id, of);
        Ok(match alone {
            None => trips.then_some(Seen::TripsByScore),
            Some(_) if trips && self.is_set() => Some(Seen::TripsBySet),
            Some(_) if trips => Some(Seen::Trips),
            Some(facts) => facts.contains(&self.fact).then_some(Seen::Clears),
        })
    }
}

/// More facts have an order, of either way, and now and then no share applies.
fn ordered(case: &Case) -> Model {
    let mut model = case.model.clone();
    for (fact, choice) in model.facts.iter_mut().zip(&case.choices) {
        if !matches!(fact.kind, Kind::Text) {
            fact.order = [fact.order, Some("rising"), Some("falling")][usize::from(choice % 3)];
        }
    }
    if let Some(never) = never(&model).filter(|_| case.choices[10] % 5 < 2) {
        for criterion in &mut model.criteria {
            if let Scale::Share(..) = criterion.scale {
                criterion.applies_when = Some(never.clone());
            }
        }
    }
    model
}

fn check_better_answers(case: &Case) -> Result<Vec<Seen>, TestCaseError> {
    let mut seen = Vec::new();
    let model = &ordered(case);
    let Some(linted) = &Linted::new(model) else {
        return Ok(seen);
    };
    for fact in 0..model.facts.len() {
        let Some(rising) = model.facts[fact].rises() else {
            continue;
        };
        let running = Running {
            linted,
            model,
            fact,
            rising,
            pairs: better_answers(linted, fact, rising),
        };
        for number in 0..model.criteria.len() {
            seen.extend(running.check_criterion(number)?);
        }
        for number in 0..model.gates.len() {
            seen.extend(running.check_gate(number)?);
        }
    }
    Ok(seen)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn better_answers_that_harm_are_found(case in cases()) {
        check_better_answers(&case)?;
    }
}

/// The random sets are worth something: each way in which a better answer may harm or not is met.
#[test]
fn better_answers_harm_in_every_way() {
    let mut seen = [0; 9];
    for case in same_cases(cases(), 256) {
        for what in check_better_answers(&case).expect("checked above") {
            seen[what as usize] += 1;
        }
    }
    assert!(seen.iter().all(|times| *times > 5), "{seen:?}");
}
