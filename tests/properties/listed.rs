//! Two profiles: which facts are told apart and which gates have another state, against what each leaves.

use crate::generate::model::{Kind, Statement, Value};
use crate::generate::{Case, cases, state_one};
use crate::reference::world::World;
use crate::same_cases;
use crate::subject::{Trial, with_answers};
use maturity::compare::profiles::{Side, compare};
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// Other statements than those of a profile: of each fact the same, nothing, or one of its values.
pub(crate) fn restated(case: &Case) -> Case {
    let mut other = case.clone();
    for fact in 0..case.model.facts.len() {
        let choice = usize::from(case.choices[fact]);
        if choice % 3 > 0 {
            other.profile[fact] = Statement::Unknown(0);
        }
        let read = !matches!(case.model.facts[fact].kind, Kind::Text);
        if choice % 3 > 1 && read {
            state_one(&case.model, &mut other.profile, fact, choice / 3);
        }
    }
    other
}

/// How many facts are said to be told apart, and how many to be stated otherwise and yet the same to the set.
type Changes = (usize, usize);

/// A fact is told apart where other values are left of it, and a gate is listed where it has another state.
fn check_listed(case: &Case) -> Result<Changes, TestCaseError> {
    let other = restated(case);
    let (was, is) = (Trial::new(case)?, Trial::new(&other)?);
    let comparison = with_answers(&was.set, &case.model, &case.profile, |before| {
        with_answers(&was.set, &case.model, &other.profile, |after| {
            let side = |answers, assessment| Side {
                answers,
                assessment,
            };
            compare(
                &was.set,
                side(before, &was.assessment),
                side(after, &is.assessment),
            )
        })
    })??;
    let worlds = [case, &other].map(|case| World::new(&case.model, &case.profile));
    let values = |world: &World, fact: usize| -> Vec<Value> {
        world.allowed[fact]
            .iter()
            .map(|(value, _)| value.clone())
            .collect()
    };
    let mut changes = (0, 0);
    for fact in 0..case.model.facts.len() {
        let number = was.numbers.facts[fact];
        let listed = comparison
            .changed
            .iter()
            .find(|one| usize::from(one.fact) == number);
        let told_apart = values(&worlds[0], fact) != values(&worlds[1], fact);
        prop_assert_eq!(
            listed.is_some_and(|one| one.told_apart),
            told_apart,
            "{}",
            case.model.facts[fact].id
        );
        // Another value is listed even where nothing tells the two apart.
        if let (Statement::Known(before), Statement::Known(after)) =
            (&case.profile[fact], &other.profile[fact])
        {
            prop_assert_eq!(listed.is_some(), before != after);
        }
        changes.0 += usize::from(told_apart);
        changes.1 += usize::from(listed.is_some_and(|one| !one.told_apart));
    }
    let gates = (0..case.model.gates.len())
        .filter(|&gate| was.expected.gates[gate] != is.expected.gates[gate]);
    let mut gates: Vec<usize> = gates.map(|gate| was.numbers.gates[gate]).collect();
    gates.sort_unstable();
    prop_assert_eq!(&comparison.gates, &gates);
    Ok(changes)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn what_is_told_apart_and_other_gates_are_listed(case in cases()) {
        check_listed(&case)?;
    }
}

/// The random cases are worth something: facts are stated otherwise with and without a difference.
#[test]
fn facts_are_told_apart_and_not() {
    let (mut apart, mut alike) = (0, 0);
    for case in same_cases(cases(), 100) {
        let changes = check_listed(&case).expect("as above");
        apart += changes.0;
        alike += changes.1;
    }
    assert!(apart > 40 && alike > 5, "{apart} {alike}");
}
