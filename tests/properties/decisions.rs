//! Gates and rules: states that no completion contradicts.

use crate::generate::{Case, cases};
use crate::subject::{Trial, state};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// Gate and rule states are the reference's, and what they call certain is so in every completion.
fn check_states(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
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

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn states_are_kleenes_and_sound(case in cases()) {
        check_states(&case)?;
    }
}
