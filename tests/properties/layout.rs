//! What must not matter, and what must not hurt: the order of entries, the files they stand in, the
//! order of a profile's keys; and a better answer.

use crate::generate::model::{Fact, Kind, Scale, Statement, Value};
use crate::generate::{Case, cases, complete, print};
use crate::reference::world;
use crate::subject::{Trial, assess_statements, assess_text, load_files};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// Things in an order that the case's choices give.
fn shuffled<T>(things: Vec<T>, choices: &[u8]) -> Vec<T> {
    let mut keyed: Vec<(u8, usize, T)> = things
        .into_iter()
        .enumerate()
        .map(|(number, thing)| (choices[number % choices.len()], number, thing))
        .collect();
    keyed.sort_by_key(|&(key, number, _)| (key, number));
    keyed.into_iter().map(|(_, _, thing)| thing).collect()
}

/// Neither the order of entries nor the files they stand in change a figure or the digest.
fn check_order(case: &Case) -> Result<(), TestCaseError> {
    let (header, pieces) = print::pieces(&case.model);
    let mut files = vec![String::new(), header, String::new()];
    for (number, piece) in shuffled(pieces, &case.choices).into_iter().enumerate() {
        let file = usize::from(case.choices[(7 * number + 3) % case.choices.len()]) % files.len();
        files[file] += &piece;
    }
    let (usual, other) = (load_files(&print::files(&case.model))?, load_files(&files)?);
    prop_assert_eq!(&usual.digest, &other.digest);
    let as_listed: Vec<usize> = (0..case.profile.len()).collect();
    let assessed = |set, order: &[usize]| {
        format!(
            "{:?}",
            assess_text(set, &print::profile(&case.model, &case.profile, order))
        )
    };
    let before = assessed(&usual, &as_listed);
    prop_assert_eq!(
        &before,
        &assessed(&other, &shuffled(as_listed, &case.choices))
    );
    Ok(())
}

/// Every part of a set is found by its id.
fn check_lookups(case: &Case) -> Result<(), TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    for (number, fact) in set.facts.iter().enumerate() {
        prop_assert_eq!(set.fact(&fact.id), Some(number), "{}", fact.id);
    }
    for (number, rubric) in set.rubrics.iter().enumerate() {
        prop_assert_eq!(set.rubric(&rubric.id), Some(number), "{}", rubric.id);
    }
    for (number, dimension) in set.dimensions.iter().enumerate() {
        prop_assert_eq!(
            set.dimension(&dimension.id),
            Some(number),
            "{}",
            dimension.id
        );
    }
    for (number, criterion) in set.criteria.iter().enumerate() {
        prop_assert_eq!(
            set.criterion(&criterion.id),
            Some(number),
            "{}",
            criterion.id
        );
    }
    for (number, gate) in set.gates.iter().enumerate() {
        prop_assert_eq!(set.gate(&gate.id), Some(number), "{}", gate.id);
    }
    Ok(())
}

/// The values of a fact from the worst to the best, if it has an order.
fn worst_to_best(case: &Case, number: usize) -> Option<Vec<Value>> {
    let Fact { kind, order, .. } = &case.model.facts[number];
    let default = if matches!(kind, Kind::Choice(_)) {
        "rising"
    } else {
        "none"
    };
    let values = world::cells(&case.model, number)
        .into_iter()
        .map(|cell| cell.members[0].clone());
    let mut values: Vec<Value> = values
        .filter(|value| *value != Value::NotApplicable)
        .collect();
    match order.unwrap_or(default) {
        "rising" => {}
        "falling" => values.reverse(),
        _ => return None,
    }
    Some(values)
}

/// A better answer never moves a criterion towards worse, where its points run with its one fact.
fn check_better_answers(case: &Case) -> Result<(), TestCaseError> {
    let mut case = case.clone();
    let ordered = |case: &Case, fact: usize| {
        !matches!(case.model.facts[fact].kind, Kind::Set(_) | Kind::Text)
            && worst_to_best(case, fact).is_some()
    };
    let mut single = Vec::new();
    for number in 0..case.model.criteria.len() {
        let better = case.model.rubrics
            [case.model.dimensions[case.model.criteria[number].dimension].rubric]
            .better;
        let (fact, points): (usize, Vec<&mut i64>) = match &mut case.model.criteria[number].scale {
            Scale::Points(fact, points) => (*fact, points.iter_mut().collect()),
            Scale::Bands(fact, bands) => {
                (*fact, bands.iter_mut().map(|(_, points)| points).collect())
            }
            Scale::Share(..) | Scale::Cases(_) => continue,
        };
        let falling = case.model.facts[fact].order == Some("falling");
        let mut run: Vec<i64> = points.iter().map(|points| **points).collect();
        run.sort_unstable();
        if better == falling {
            run.reverse();
        }
        points
            .into_iter()
            .zip(run)
            .for_each(|(points, sorted)| *points = sorted);
        single.push((number, fact, better));
    }
    let trial = Trial::new(&case)?;
    let (values, ..) = &trial.completions[usize::from(case.choices[0]) % trial.completions.len()];
    for (number, fact, better) in single {
        if !ordered(&case, fact) {
            continue;
        }
        let mut before: Option<u8> = None;
        for value in worst_to_best(&case, fact).expect("ordered") {
            let mut statements: Vec<Statement> = complete(values);
            statements[fact] = Statement::Known(value);
            let assessment = assess_statements(&trial.set, &case.model, &statements)?;
            let got = &assessment.criteria[trial.numbers.criteria[number]];
            if crate::subject::state(got.applies) != Some(true) {
                continue;
            }
            let moved_well = before.is_none_or(|before| {
                if better {
                    got.low >= before
                } else {
                    got.low <= before
                }
            });
            prop_assert!(
                moved_well,
                "{} goes from {before:?} to {}",
                case.model.criterion_id(number),
                got.low
            );
            before = Some(got.low);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn order_and_files_change_nothing(case in cases()) {
        check_order(&case)?;
    }

    #[test]
    fn everything_is_found_by_its_id(case in cases()) {
        check_lookups(&case)?;
    }

    #[test]
    fn better_answers_never_hurt(case in cases()) {
        check_better_answers(&case)?;
    }
}
