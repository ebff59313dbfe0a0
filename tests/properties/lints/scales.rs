//! Rows of scales that make no difference, and better answers that make a score worse.

use super::{Linted, config};
use crate::generate::model::{Model, Scale, Value};
use crate::generate::{Case, cases};
use crate::reference::complete::{evaluate, scale_facts};
use maturity::finding::Code;
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::{BTreeMap, BTreeSet};

/// A case can be left out exactly where a lint says so; the last cannot, and is said to be dead where it is.
fn check_rows(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    for criterion in 0..model.criteria.len() {
        let points = |model: &Model| -> Vec<Option<i64>> {
            let all = linted.all.iter();
            all.map(|(values, _)| evaluate(model, values).points[criterion])
                .collect()
        };
        let usual = points(model);
        let Scale::Cases(rows) = &model.criteria[criterion].scale else {
            continue;
        };
        let id = model.criterion_id(criterion);
        if usual.iter().all(Option::is_none) || rows.len() == 1 {
            continue;
        }
        for row in 0..rows.len() - 1 {
            let mut without = model.clone();
            if let Scale::Cases(rows) = &mut without.criteria[criterion].scale {
                rows.remove(row);
            }
            // Whether a scale applies hangs on all facts that it names, so one with fewer may apply more often.
            let facts = |model: &Model| -> BTreeSet<usize> {
                scale_facts(&model.criteria[criterion].scale)
                    .into_iter()
                    .collect()
            };
            if facts(model) != facts(&without) {
                continue;
            }
            let name = format!("case {} of `{id}`", row + 1);
            let said = linted.has(Code::DeadRow, &name) || linted.has(Code::RedundantRow, &name);
            prop_assert_eq!(said, points(&without) == usual, "{}", name);
        }
    }
    Ok(())
}

/// The values of a fact from the worst to the best; none where it has no order.
fn worst_to_best(model: &Model, fact: usize) -> Option<bool> {
    use crate::generate::model::Kind;
    match (model.facts[fact].order, &model.facts[fact].kind) {
        (_, Kind::Set(_) | Kind::Text) | (Some("none"), _) => None,
        (Some(order), _) => Some(order == "rising"),
        (None, kind) => matches!(kind, Kind::Choice(_)).then_some(true),
    }
}

/// Where a value stands among those of its fact; none for `n/a`.
fn rank(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(value) => Some((*value).into()),
        Value::Option(option) => i64::try_from(*option).ok(),
        Value::Number(quarters) => Some(*quarters),
        Value::NotApplicable | Value::Options(_) | Value::Text => None,
    }
}

/// A better answer makes a criterion worse exactly where a lint says so.
fn check_better_answers(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    for (number, criterion) in model.criteria.iter().enumerate() {
        let id = model.criterion_id(number);
        let better = model.rubrics[model.dimensions[criterion.dimension].rubric].better;
        for fact in 0..model.facts.len() {
            let Some(rising) = worst_to_best(model, fact) else {
                continue;
            };
            let mut columns: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
            for (values, figures) in &linted.all {
                let (Some(rank), Some(points)) = (rank(&values[fact]), figures.points[number])
                else {
                    continue;
                };
                let mut others = values.clone();
                others.remove(fact);
                let (rank, points) = (
                    if rising { rank } else { -rank },
                    if better { points } else { -points },
                );
                columns
                    .entry(format!("{others:?}"))
                    .or_default()
                    .push((rank, points));
            }
            let worsens = columns.into_values().any(|mut column| {
                column.sort_unstable();
                !column.iter().map(|(_, points)| points).is_sorted()
            });
            let name = format!("makes `{id}` worse: `{}`", model.facts[fact].id);
            let said = linted.has(Code::NotMonotone, &name);
            prop_assert_eq!(said, worsens, "{} by {}", &id, model.facts[fact].id);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rows_without_effect_are_found(case in cases()) {
        check_rows(&case)?;
    }

    #[test]
    fn worse_points_for_better_answers_are_found(case in cases()) {
        check_better_answers(&case)?;
    }
}
