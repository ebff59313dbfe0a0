//! Gates and rules: states that no completion contradicts.

use crate::generate::{Case, cases};
use crate::subject::{Trial, state};
use maturity::assess::trace::{Fires, trace};
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

/// The trace comes to the states of the gates and rules, and a rule fires where it says so.
fn check_trace(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let trace = trace(&trial.set, &trial.left, &trial.assessment);
    let gates: Vec<Truth> = trace.gates.iter().map(|part| part.state).collect();
    prop_assert_eq!(&gates, &trial.assessment.gates, "gates");
    let state = |when: Option<&maturity::assess::trace::Part<'_>>| when.map(|part| part.state);
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
