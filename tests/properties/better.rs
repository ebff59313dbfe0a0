//! Better answers: where a criterion's points run with its fact, a better answer never moves it
//! towards worse.

use crate::generate::model::{Model, Scale, Statement, Value};
use crate::generate::{Case, cases, complete};
use crate::reference::world;
use crate::subject::{Trial, assess_statements, state};
use proptest::prelude::{prop_assert, proptest};
use proptest::test_runner::TestCaseError;

/// A criterion whose points run with the order of its one fact.
struct Running {
    criterion: usize,
    fact: usize,
    /// Whether higher points are better.
    better: bool,
}

/// Makes points run with the order of the fact that they are for, wherever a fact has an order.
fn run_points(model: &mut Model) -> Vec<Running> {
    let mut running = Vec::new();
    for (number, criterion) in model.criteria.iter_mut().enumerate() {
        let better = model.rubrics[model.dimensions[criterion.dimension].rubric].better;
        let (fact, points): (usize, Vec<&mut i64>) = match &mut criterion.scale {
            Scale::Points(fact, points) => (*fact, points.iter_mut().collect()),
            Scale::Bands(fact, bands) => {
                (*fact, bands.iter_mut().map(|(_, points)| points).collect())
            }
            Scale::Share(..) | Scale::Cases(_) => continue,
        };
        let Some(rising) = model.facts[fact].rises() else {
            continue;
        };
        let mut sorted: Vec<i64> = points.iter().map(|points| **points).collect();
        sorted.sort_unstable();
        if rising != better {
            sorted.reverse();
        }
        points
            .into_iter()
            .zip(sorted)
            .for_each(|(points, sorted)| *points = sorted);
        running.push(Running {
            criterion: number,
            fact,
            better,
        });
    }
    running
}

/// The values of a fact from the worst to the best.
fn worst_to_best(model: &Model, fact: usize) -> Vec<Value> {
    let cells = world::cells(model, fact)
        .into_iter()
        .map(|cell| cell.members[0].clone());
    let mut values: Vec<Value> = cells
        .filter(|value| *value != Value::NotApplicable)
        .collect();
    if model.facts[fact].rises() == Some(false) {
        values.reverse();
    }
    values
}

/// Answers one fact better and better, all else being the same.
fn check_better_answers(case: &Case) -> Result<(), TestCaseError> {
    let mut case = case.clone();
    let running = run_points(&mut case.model);
    let trial = Trial::new(&case)?;
    let (values, ..) = &trial.completions[usize::from(case.choices[0]) % trial.completions.len()];
    for Running {
        criterion,
        fact,
        better,
    } in running
    {
        let mut points = Vec::new();
        for value in worst_to_best(&case.model, fact) {
            let mut statements = complete(values);
            statements[fact] = Statement::Known(value);
            let assessment = assess_statements(&trial.set, &case.model, &statements)?;
            let score = &assessment.criteria[trial.numbers.criteria[criterion]];
            points.extend((state(score.applies) == Some(true)).then_some(score.low));
        }
        let sorted = if better {
            points.is_sorted()
        } else {
            points.iter().rev().is_sorted()
        };
        prop_assert!(
            sorted,
            "{} goes {points:?}",
            case.model.criterion_id(criterion)
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn better_answers_never_hurt(case in cases()) {
        check_better_answers(&case)?;
    }
}
