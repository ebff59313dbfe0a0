//! Gates, rules and recommendations: states that no completion contradicts, everything possible
//! listed, and the leading rule.

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

/// Every completion's recommendation is possible; what is exact lists no other, and what is not
/// exact none that the states exclude.
fn check_possible(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let assessment = &trial.assessment;
    let recommended = |rule: usize| {
        u16::try_from(trial.numbers.recommendations[case.model.rules[rule].recommend]).expect("few")
    };
    let mut reached: Vec<u16> = trial
        .completions
        .iter()
        .map(|(_, _, figures)| recommended(figures.rule))
        .collect();
    reached.sort_unstable();
    reached.dedup();
    let certain = trial
        .expected
        .rules
        .iter()
        .position(|rule| *rule == Some(true))
        .expect("the last rule");
    let not_excluded = (0..=certain)
        .filter(|&rule| trial.expected.rules[rule] != Some(false))
        .map(recommended);
    let mut listed = assessment.possible.clone();
    listed.sort_unstable();
    prop_assert!(
        listed.windows(2).all(|two| two[0] < two[1]),
        "{listed:?} has one twice"
    );
    prop_assert!(
        reached.iter().all(|one| listed.contains(one)),
        "{reached:?} are reached, only {listed:?} possible"
    );
    let not_excluded: Vec<u16> = not_excluded.collect();
    prop_assert!(
        listed.iter().all(|one| not_excluded.contains(one)),
        "{listed:?}, where states leave {not_excluded:?}"
    );
    prop_assert!(
        !assessment.exact || listed == reached,
        "{listed:?} is said to be exact, not {reached:?}"
    );
    prop_assert_eq!(assessment.settled(), listed.len() == 1);
    prop_assert!(
        !assessment.settled() || assessment.exact,
        "one possible recommendation is proof"
    );
    prop_assert_eq!(
        assessment.possible[0],
        assessment.leading(&trial.set),
        "the leading one comes first"
    );
    Ok(())
}

/// The leading rule is the first that holds by the estimates.
fn check_leading(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    prop_assert_eq!(usize::from(trial.assessment.rule), trial.expected.leading);
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn states_are_kleenes_and_sound(case in cases()) {
        check_states(&case)?;
    }

    #[test]
    fn every_completions_recommendation_is_possible(case in cases()) {
        check_possible(&case)?;
    }

    #[test]
    fn the_first_rule_that_holds_by_the_estimates_leads(case in cases()) {
        check_leading(&case)?;
    }
}
