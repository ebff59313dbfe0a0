//! Gates and rules: states that no completion contradicts, down to the parts of their conditions.

use crate::generate::model::Condition;
use crate::generate::{Case, cases};
use crate::reference::State;
use crate::reference::ranges;
use crate::reference::world::World;
use crate::subject::{Trial, state};
use maturity::assess::trace::{Fires, Part, Test, trace};
use maturity::rubric::condition::Truth;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// Gate and rule states are the reference's, and what they call certain is so in every completion.
pub(crate) fn check_states(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    let gates: Vec<_> = trial
        .numbers
        .gates
        .iter()
        .map(|&gate| state(trial.assessment.gates[gate]))
        .collect();
    let rules: Vec<_> = trial
        .assessment
        .rules
        .iter()
        .map(|&rule| state(rule))
        .collect();
    prop_assert_eq!(&gates, &trial.expected.gates, "gates");
    prop_assert_eq!(&rules, &trial.expected.rules, "rules");
    for (values, _, figures) in &trial.completions {
        for (gate, &tripped) in figures.gates.iter().enumerate() {
            prop_assert!(
                gates[gate].is_none_or(|certain| certain == tripped),
                "{} for {values:?}",
                case.model.gate_id(gate)
            );
        }
        prop_assert!(
            rules[figures.rule] != Some(false),
            "rule {} for {values:?}",
            figures.rule
        );
        prop_assert!(
            !rules[..figures.rule].contains(&Some(true)),
            "before rule {} for {values:?}",
            figures.rule
        );
    }
    Ok(())
}

/// The parts of a condition, whatever denies them turned around, have the states that the reference gives them, and
/// those of a list come to its own.
fn check_part(
    (case, world, trial): (&Case, &World, &Trial),
    condition: &Condition,
    wanted: bool,
    part: &Part<'_>,
) -> Result<(), TestCaseError> {
    if let Condition::Not(inner) = condition {
        return check_part((case, world, trial), inner, !wanted, part);
    }
    let whole = ranges::state(&case.model, world, &trial.expected, condition);
    prop_assert_eq!(
        state(part.state),
        whole.map(|holds| holds == wanted),
        "{:?}",
        part
    );
    let inner = match condition {
        Condition::All(inner) | Condition::Any(inner) => inner,
        Condition::Fact(..) | Condition::Score(..) | Condition::Gate(_) | Condition::Not(_) => {
            let told = match &part.test {
                Test::Fact { wanted, .. }
                | Test::Score { wanted, .. }
                | Test::Gate { wanted, .. } => Some(*wanted),
                Test::All(_) | Test::Any(_) => None,
            };
            prop_assert_eq!(told, Some(wanted), "{:?}", part);
            return Ok(());
        }
    };
    // Denied, "all of these" is "not one of these, at least".
    let all = matches!(condition, Condition::All(_)) == wanted;
    let parts = match &part.test {
        Test::All(parts) if all => parts,
        Test::Any(parts) if !all => parts,
        _ => return Err(TestCaseError::fail(format!("another list: {part:?}"))),
    };
    prop_assert_eq!(parts.len(), inner.len(), "{:?}", part);
    for (inner, part) in inner.iter().zip(parts) {
        check_part((case, world, trial), inner, wanted, part)?;
    }
    let states: Vec<State> = parts.iter().map(|part| state(part.state)).collect();
    // One that is so decides a list, false an "all" and true an "any"; else one that is open leaves it open.
    let come_to = if states.contains(&Some(!all)) {
        Some(!all)
    } else if states.contains(&None) {
        None
    } else {
        Some(all)
    };
    prop_assert_eq!(state(part.state), come_to, "{:?}", part);
    Ok(())
}

/// The trace comes to the states of the gates and rules, and a rule fires where it says so.
fn check_trace(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let trace = trace(&trial.set, &trial.left, &trial.assessment);
    let world = World::new(&case.model, &case.profile);
    for (number, gate) in case.model.gates.iter().enumerate() {
        let part = &trace.gates[trial.numbers.gates[number]];
        check_part((case, &world, &trial), &gate.when, true, part)?;
    }
    for (rule, traced) in case.model.rules.iter().zip(&trace.rules) {
        prop_assert_eq!(rule.when.is_some(), traced.when.is_some());
        if let (Some(when), Some(part)) = (&rule.when, &traced.when) {
            check_part((case, &world, &trial), when, true, part)?;
        }
    }
    let gates: Vec<Truth> = trace.gates.iter().map(|part| part.state).collect();
    prop_assert_eq!(&gates, &trial.assessment.gates, "gates");
    let state = |when: Option<&Part<'_>>| when.map(|part| part.state);
    let rules: Vec<Truth> = trace
        .rules
        .iter()
        .map(|rule| state(rule.when.as_ref()).unwrap_or(Truth::True))
        .collect();
    prop_assert_eq!(&rules, &trial.assessment.rules, "rules");
    for (values, _, figures) in &trial.completions {
        for (number, rule) in trace.rules.iter().enumerate() {
            let fired = number == figures.rule;
            let agrees = match rule.fires {
                Fires::Yes => fired,
                Fires::Maybe => true,
                Fires::No | Fires::NotReached => !fired,
            };
            prop_assert!(agrees, "rule {number}, {:?}, for {values:?}", rule.fires);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn traces_come_to_the_states(case in cases()) {
        check_trace(&case)?;
    }

    #[test]
    fn states_are_kleenes_and_sound(case in cases()) {
        check_states(&case, &Trial::new(&case)?)?;
    }
}
