//! Rows of scales that make no difference.

use super::{Linted, config};
use crate::generate::model::{Model, Scale};
use crate::generate::{Case, cases};
use crate::reference::complete::{evaluate, scale_facts};
use maturity::finding::Code;
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeSet;

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

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rows_without_effect_are_found(case in cases()) {
        check_rows(&case)?;
    }
}
