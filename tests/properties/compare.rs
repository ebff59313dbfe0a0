//! Two profiles: contributions against every coalition worked out anew, and causes against every part of them.

use crate::generate::model::{Condition, Rule, Statement, Test, Value};
use crate::generate::{Case, cases, small_cases};
use crate::listed::restated;
use crate::same_cases;
use crate::subject::{Trial, with_answers};
use maturity::assess::criterion::criterion;
use maturity::assess::{Assessment, assess};
use maturity::compare::profiles::{Comparison, Move, Side, compare};
use maturity::profile::Answers;
use maturity::rubric::condition::Truth;
use maturity::rubric::fact::cells;
use maturity::rubric::{Aggregate, Effect, HigherIs, RubricSet, indexes};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// Other cells than those of a profile: of each variable the same, one of all, or all.
pub(crate) fn other(set: &RubricSet, left: &[u64], choices: &[u8]) -> Vec<u64> {
    let bytes = choices.iter().cycle();
    let variables = set.variables.iter().zip(left).zip(bytes);
    let cells = variables.map(|((variable, &left), &byte)| match byte % 4 {
        0 => left,
        1 => variable.all(),
        _ => {
            let all: Vec<u8> = cells(variable.all()).collect();
            1 << all[usize::from(byte / 4) % all.len()]
        }
    });
    cells.collect()
}

fn assessed(set: &RubricSet, cells: &[u64]) -> (Answers<'static>, Assessment) {
    let answers = Answers {
        cells: cells.to_vec(),
        ..Answers::unknown(set)
    };
    let assessment = assess(set, &answers);
    (answers, assessment)
}

/// Two profiles and what the crate says about them.
struct Pair {
    before: Vec<u64>,
    after: Vec<u64>,
    changed: Vec<u16>,
    assessments: (Assessment, Assessment),
    comparison: Comparison,
}

impl Pair {
    fn new(set: &RubricSet, before: Vec<u64>, after: Vec<u64>) -> Self {
        let (was, is) = (assessed(set, &before), assessed(set, &after));
        let side = |(answers, assessment)| Side {
            answers,
            assessment,
        };
        let comparison = compare(set, side((&was.0, &was.1)), side((&is.0, &is.1)));
        let differ = |&fact: &u16| {
            let own = indexes(&set.facts[usize::from(fact)].variables);
            before[own.clone()] != after[own]
        };
        let facts = u16::try_from(set.facts.len()).expect("few");
        Self {
            changed: (0..facts).filter(differ).collect(),
            before,
            after,
            assessments: (was.1, is.1),
            comparison,
        }
    }

    /// The cells where only a coalition of the changed facts has changed.
    fn mixed(&self, set: &RubricSet, coalition: u32) -> Vec<u64> {
        let mut cells = self.before.clone();
        for (bit, &fact) in self.changed.iter().enumerate() {
            if coalition >> bit & 1 == 1 {
                let own = indexes(&set.facts[usize::from(fact)].variables);
                cells[own.clone()].copy_from_slice(&self.after[own]);
            }
        }
        cells
    }
}

/// A dimension's mean, unrounded; none where nothing applies.
fn dimension(set: &RubricSet, number: usize, cells: &[u64]) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for one in &set.criteria[indexes(&set.dimensions[number].criteria)] {
        let score = criterion(one, &set.variables, cells);
        let part = f64::from(one.weight) * score.probability();
        sum += part * score.estimate().unwrap_or(0.0);
        weight += part;
    }
    (weight > 0.0).then(|| sum / weight)
}

/// A rubric's score, unrounded and without gates; none where nothing applies.
fn rubric(set: &RubricSet, number: usize, cells: &[u64]) -> Option<f64> {
    let rubric = &set.rubrics[number];
    let own = indexes(&rubric.dimensions);
    let present: Vec<(f64, f64)> = own
        .filter_map(|number| {
            let weight = f64::from(set.dimensions[number].weight);
            Some((weight, dimension(set, number, cells)?))
        })
        .collect();
    let scores = present.iter().map(|(_, score)| *score);
    match (rubric.aggregate, rubric.higher_is) {
        (Aggregate::Worst, HigherIs::Better) => scores.reduce(f64::min),
        (Aggregate::Worst, HigherIs::Worse) => scores.reduce(f64::max),
        (Aggregate::Mean, _) => {
            let weight: f64 = present.iter().map(|(weight, _)| weight).sum();
            let sum: f64 = present.iter().map(|(weight, score)| weight * score).sum();
            (weight > 0.0).then(|| sum / weight)
        }
    }
}

/// Shapley values by the definition over coalitions; none where one of them has no score.
fn values(players: usize, worth: impl Fn(u32) -> Option<f64>) -> Option<Vec<f64>> {
    let worths: Option<Vec<f64>> = (0..1_u32 << players).map(worth).collect();
    let worths = worths?;
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    let all = u32::try_from(players).expect("few");
    let value = |player: usize| -> f64 {
        (0..worths.len())
            .filter(|coalition| coalition >> player & 1 == 0)
            .map(|coalition| {
                let size = coalition.count_ones();
                let orders = factorial(size) * factorial(all - size - 1) / factorial(all);
                orders * (worths[coalition | 1 << player] - worths[coalition])
            })
            .sum()
    };
    Some((0..players).map(value).collect())
}

fn check_move(
    pair: &Pair,
    (before, after): (Option<u16>, Option<u16>),
    found: &Move,
    worth: impl Fn(u32) -> Option<f64>,
    capped: bool,
) -> Result<(), TestCaseError> {
    let (Some(before), Some(after)) = (before, after) else {
        prop_assert_eq!(found.by, None);
        prop_assert!(found.contributions.is_empty());
        return Ok(());
    };
    let by = (i32::from(after) - i32::from(before)) * 10;
    prop_assert_eq!(found.by, Some(by));
    let sum: i32 = found.contributions.iter().map(|(_, points)| points).sum();
    prop_assert_eq!(sum + found.rest, by);
    let expected = values(pair.changed.len(), worth);
    prop_assert!(!found.shared_out || expected.is_some());
    prop_assert!(found.shared_out || found.contributions.is_empty());
    let Some(expected) = expected else {
        return Ok(());
    };
    // So few facts are always shared out.
    prop_assert!(found.shared_out);
    let got: BTreeMap<u16, i32> = found.contributions.iter().copied().collect();
    for (fact, value) in pair.changed.iter().zip(expected) {
        let points = f64::from(got.get(fact).copied().unwrap_or(0)) / 100.0;
        prop_assert!(
            (points - value).abs() < 0.005_001,
            "{fact}: {points} {value}"
        );
    }
    prop_assert!(got.keys().all(|fact| pair.changed.contains(fact)));
    // Two roundings of dimensions and two of the rubric; one of each contribution.
    prop_assert!(capped || found.rest.abs() <= 21 + i32::try_from(got.len()).expect("few"));
    Ok(())
}

fn check_moves(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let set = &trial.set;
    let after = other(set, &trial.left, &case.choices);
    let pair = Pair::new(set, trial.left.clone(), after);
    let (was, is) = (&pair.assessments.0, &pair.assessments.1);
    for (number, found) in pair.comparison.dimensions.iter().enumerate() {
        let shown = (
            was.dimensions[number].estimate,
            is.dimensions[number].estimate,
        );
        let worth = |coalition| dimension(set, number, &pair.mixed(set, coalition));
        check_move(&pair, shown, found, worth, false)?;
    }
    for (number, found) in pair.comparison.rubrics.iter().enumerate() {
        let shown = (was.rubrics[number].estimate, is.rubrics[number].estimate);
        let worth = |coalition| rubric(set, number, &pair.mixed(set, coalition));
        let capped = set.rubrics[number].caps.iter().any(|&gate| {
            let gate = usize::from(gate);
            let caps = matches!(set.gates[gate].effect, Effect::Cap(_));
            caps && [was, is].iter().any(|one| one.gates[gate] != Truth::False)
        });
        check_move(&pair, shown, found, worth, capped)?;
    }
    Ok(())
}

/// The other way round every contribution turns its sign.
fn check_mirror(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let set = &trial.set;
    let after = other(set, &trial.left, &case.choices);
    let there = Pair::new(set, trial.left.clone(), after.clone()).comparison;
    let back = Pair::new(set, after, trial.left.clone()).comparison;
    prop_assert_eq!(&there.changed, &back.changed);
    prop_assert_eq!(there.cause.is_some(), back.cause.is_some());
    for (there, back) in there.rubrics.iter().zip(&back.rubrics) {
        prop_assert_eq!(there.by.map(|by| -by), back.by);
        let back: BTreeMap<u16, i32> = back.contributions.iter().copied().collect();
        for (fact, points) in &there.contributions {
            let mirrored = back.get(fact).copied().unwrap_or(0);
            prop_assert!((points + mirrored).abs() <= 1, "{points} {mirrored}");
        }
    }
    Ok(())
}

/// The case with a first rule that takes all of the restated facts to fire, as far as it can test them.
fn taking_all(case: &Case, other: &Case) -> Case {
    let test = |fact: usize| {
        let test = match &other.profile[fact] {
            Statement::Known(Value::Bool(value)) => Test::Is(*value),
            Statement::Known(Value::Option(option)) => Test::In(vec![*option]),
            _ => return None,
        };
        Some(Condition::Fact(fact, test))
    };
    let restated = (0..case.model.facts.len()).filter(|&fact| case.choices[fact] % 3 > 1);
    let tests: Vec<Condition> = restated.filter_map(test).collect();
    let mut taking = case.clone();
    if tests.len() > 1 {
        let last = case.model.rules.last().map_or(0, |rule| rule.recommend);
        let rule = Rule {
            recommend: (last + 1) % case.model.recommendations.len(),
            when: Some(Condition::All(tests)),
        };
        taking.model.rules.insert(0, rule);
    }
    taking
}

/// Checks what turned the recommendation; how many facts did, none where it is the same.
fn check_cause(case: &Case) -> Result<usize, TestCaseError> {
    let next = restated(case);
    let case = &taking_all(case, &next);
    let trial = Trial::new(case)?;
    let set = &trial.set;
    let after = if case.choices[50] % 2 == 1 {
        with_answers(set, &case.model, &next.profile, |answers| {
            answers.cells.clone()
        })?
    } else {
        other(set, &trial.left, &case.choices)
    };
    let pair = Pair::new(set, trial.left.clone(), after);
    let target = pair.assessments.1.leading();
    let turned = pair.assessments.0.leading() != target;
    prop_assert_eq!(pair.comparison.cause.is_some(), turned);
    let Some(cause) = &pair.comparison.cause else {
        return Ok(0);
    };
    prop_assert_eq!(cause.minimal, cause.facts.len() <= 6);
    let coalition = |facts: &[u16]| -> u32 {
        let bits = pair.changed.iter().enumerate();
        bits.filter(|(_, fact)| facts.contains(fact))
            .map(|(bit, _)| 1 << bit)
            .sum()
    };
    let all = coalition(&cause.facts);
    prop_assert_eq!(all.count_ones() as usize, cause.facts.len());
    let outlook = |coalition: u32| assessed(set, &pair.mixed(set, coalition)).1;
    let leads = |coalition: u32| outlook(coalition).leading();
    prop_assert_eq!(outlook(all).outlook.rule, cause.rule);
    prop_assert_eq!(leads(all), target);
    let fewest = if cause.minimal {
        0
    } else {
        all.count_ones() - 1
    };
    let parts = (0..all).filter(|part| part & all == *part && part.count_ones() >= fewest);
    for part in parts {
        prop_assert!(
            leads(part) != target,
            "{:?}: {part:b} is enough",
            cause.facts
        );
    }
    Ok(cause.facts.len())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn contributions_are_shapley_values_and_add_up(case in cases()) {
        check_moves(&case)?;
    }

    #[test]
    fn the_other_way_round_contributions_turn(case in cases()) {
        check_mirror(&case)?;
    }

    #[test]
    fn a_cause_turns_it_and_no_part_of_it_does(case in small_cases(6, 1024)) {
        check_cause(&case)?;
    }
}

/// The random cases are worth something: recommendations turn by one fact and by several.
#[test]
fn cases_turn() {
    let (mut single, mut several) = (0, 0);
    for case in same_cases(small_cases(6, 1024), 256) {
        let facts = check_cause(&case).expect("as above");
        single += usize::from(facts == 1);
        several += usize::from(facts > 1);
    }
    assert!(single > 20 && several > 5, "{single} {several}");
}
