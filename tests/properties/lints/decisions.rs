//! Rules, recommendations and gates: what never comes out, and what makes no difference.

use super::{Linted, config, live};
use crate::generate::model::{Condition, Model, Value};
use crate::generate::{Case, cases};
use crate::reference::complete::{Complete, evaluate, holds};
use maturity::finding::{Code, Finding};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeSet;

/// Rules never fire, recommendations are never given, gates never or always trip, where a lint says so
/// and nowhere else; a gate without a cap is said to do nothing where neither a rule that fires
/// nor a gate with a cap names it.
fn check_decisions(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    for rule in 0..model.rules.len() {
        let said = linted.has(Code::DeadRule, &format!("the rule `rule-{rule}` can never"));
        prop_assert_eq!(said, !linted.fires(rule), "rule {}", rule);
        check_covering(&linted, model, rule)?;
    }
    for (number, id) in model.recommendations.iter().enumerate() {
        let given = (0..model.rules.len())
            .any(|rule| model.rules[rule].recommend == number && linted.fires(rule));
        let said = linted.has(Code::UnreachableRecommendation, &format!("`{id}`"));
        prop_assert_eq!(said, !given, "{}", id);
    }
    for gate in 0..model.gates.len() {
        let id = model.gate_id(gate);
        let trips = |wanted: bool| {
            linted
                .all
                .iter()
                .any(|(_, figures)| figures.gates[gate] == wanted)
        };
        let name = format!("`{id}`");
        prop_assert_eq!(linted.has(Code::NeverTrips, &name), !trips(true), "{}", &id);
        prop_assert_eq!(
            linted.has(Code::AlwaysTrips, &name),
            !trips(false),
            "{}",
            &id
        );
        if !trips(true) || !trips(false) {
            continue;
        }
        let said = linted.has(Code::IdleGate, &name);
        if model.gates[gate].cap.is_some() {
            let mut without = model.clone();
            without.gates[gate].cap = None;
            let rubric = model.gates[gate].rubric;
            let changes = linted.all.iter().any(|(values, figures)| {
                evaluate(&without, values).rubrics[rubric] != figures.rubrics[rubric]
            });
            prop_assert_eq!(said, !changes, "the cap of {}", &id);
            continue;
        }
        let rules = model.rules.iter().enumerate();
        let rules = rules.filter(|(rule, _)| linted.fires(*rule));
        let capped = model.gates.iter().filter(|gate| gate.cap.is_some());
        let mut read = BTreeSet::new();
        rules
            .filter_map(|(_, rule)| rule.when.as_ref())
            .chain(capped.map(|gate| &gate.when))
            .for_each(|when| gates_below(model, when, &mut read));
        prop_assert!(said || read.contains(&gate), "nothing reads {}", &id);
        if said {
            let mut turned = live(&linted, model);
            let when = turned.gates[gate].when.clone();
            turned.gates[gate].when = Condition::Not(Box::new(when));
            for (values, figures) in &linted.all {
                let rule = &turned.rules[evaluate(&turned, values).rule];
                let usual = &model.rules[figures.rule];
                prop_assert_eq!(rule.recommend, usual.recommend, "{} matters", &id);
            }
        }
    }
    Ok(())
}

/// Earlier rules that are said to cover one that never fires do, none of them can be missed, and it is one where one that fires
/// does.
fn check_covering(linted: &Linted, model: &Model, rule: usize) -> Result<(), TestCaseError> {
    let name = format!("the rule `rule-{rule}` can never fire: where");
    let own = |finding: &&Finding| finding.message.starts_with(&name);
    let Some(finding) = linted.findings.iter().find(own) else {
        return Ok(());
    };
    let hint = finding.hint.as_deref().unwrap_or("");
    let named = hint
        .split('`')
        .filter_map(|word| word.strip_prefix("rule-")?.parse().ok());
    let named: Vec<usize> = named.collect();
    let meets = |rule: usize, (values, figures): &(Vec<Value>, Complete)| {
        let when = model.rules[rule].when.as_ref();
        when.is_none_or(|when| holds(model, values, figures, when))
    };
    let cover = |rules: &[usize]| {
        let mut own = linted.all.iter().filter(|profile| meets(rule, profile));
        own.all(|profile| rules.iter().any(|earlier| meets(*earlier, profile)))
    };
    prop_assert!(named.iter().all(|earlier| *earlier < rule), "{hint}");
    prop_assert!(cover(&named), "{hint}");
    for earlier in &named {
        let others: Vec<usize> = named
            .iter()
            .copied()
            .filter(|other| other != earlier)
            .collect();
        prop_assert!(!cover(&others), "rule-{earlier} can be missed: {hint}");
    }
    let alone = (0..rule).any(|earlier| linted.fires(earlier) && cover(&[earlier]));
    prop_assert_eq!(named.len() == 1, alone, "{}", hint);
    Ok(())
}

/// The gates that a condition names, and those that they name.
fn gates_below(model: &Model, condition: &Condition, gates: &mut BTreeSet<usize>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts
                .iter()
                .for_each(|part| gates_below(model, part, gates));
        }
        Condition::Not(part) => gates_below(model, part, gates),
        Condition::Gate(gate) => {
            if gates.insert(*gate) {
                gates_below(model, &model.gates[*gate].when, gates);
            }
        }
        Condition::Fact(..) | Condition::Score(..) => {}
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn dead_decisions_are_exactly_those_that_are_found(case in cases()) {
        check_decisions(&case)?;
    }
}
