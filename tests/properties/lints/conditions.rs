//! Parts of conditions that always hold, or never.

use super::{Linted, config};
use crate::generate::model::{Condition, Model, Scale, Test};
use crate::generate::{Case, cases};
use crate::reference::complete::holds;
use maturity::finding::Code;
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// The conditions of a set, and what their files call the rules, gates and criteria that hold them.
fn conditions(model: &Model) -> Vec<(String, &Condition)> {
    let rules = model.rules.iter().enumerate();
    let rules = rules.filter_map(|(number, rule)| {
        let when = rule.when.as_ref()?;
        Some((format!("rule-{number}"), when))
    });
    let gates = model.gates.iter();
    let gates = gates.map(|gate| (gate.id.to_owned(), &gate.when));
    let mut all: Vec<(String, &Condition)> = rules.chain(gates).collect();
    for criterion in &model.criteria {
        let own = |condition| (criterion.id.to_owned(), condition);
        all.extend(criterion.applies_when.as_ref().map(own));
        if let Scale::Cases(rows) = &criterion.scale {
            all.extend(rows.iter().filter_map(|(when, _)| when.as_ref()).map(own));
        }
    }
    all
}

/// A test of a fact or a score comes out the same for every profile exactly where a lint says so of the rule, gate or
/// criterion that it belongs to.
fn check_constants(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    let mut constant: BTreeMap<String, bool> = BTreeMap::new();
    for (name, when) in conditions(model) {
        let mut parts = Vec::new();
        below(when, false, &mut parts);
        let same = |part: &&Condition| {
            let all = linted.all.iter();
            let mut states = all.map(|(values, figures)| holds(model, values, figures, part));
            let first = states.next();
            states.all(|state| Some(state) == first)
        };
        *constant.entry(name).or_default() |= parts.iter().any(same);
    }
    for (name, constant) in constant {
        let said = linted.has(Code::ConstantTest, &format!("of `{name}`"));
        prop_assert_eq!(said, constant, "{}", name);
    }
    Ok(())
}

/// What is looked at of a condition: tests, lists of alternatives, and other lists `apart`, which the whole can
/// hold or fail without.
fn below<'m>(condition: &'m Condition, apart: bool, parts: &mut Vec<&'m Condition>) {
    match condition {
        Condition::All(all) => {
            if apart {
                parts.push(condition);
            }
            let apart = apart && all.len() == 1;
            all.iter().for_each(|part| below(part, apart, parts));
        }
        Condition::Any(any) => {
            parts.push(condition);
            any.iter().for_each(|part| below(part, true, parts));
        }
        Condition::Not(part) => below(part, true, parts),
        Condition::Fact(_, Test::Includes(_) | Test::Is(_) | Test::In(_) | Test::Number(_))
        | Condition::Score(..) => parts.push(condition),
        // What is wrong with a gate is said of the gate.
        Condition::Gate(_) => {}
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn constant_tests_are_found(case in cases()) {
        check_constants(&case)?;
    }
}
