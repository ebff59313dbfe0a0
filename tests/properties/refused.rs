//! What a profile may not say: statements that leave no value, values outside a fact's bounds, and the same key twice.

use crate::generate::model::{Kind, Model, Partly, Statement, Value};
use crate::generate::{Case, cases, loosely, print, unknown};
use crate::reference::world::World;
use crate::subject::{answer_text, load_files};
use maturity::rubric::RubricSet;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{TestCaseError, TestRunner};
use std::cell::Cell;

/// The numbers that a statement names.
fn numbers(statement: &Statement) -> Vec<i64> {
    let number = |value: &Value| match value {
        Value::Number(quarters) => Some(*quarters),
        _ => None,
    };
    match statement {
        Statement::Known(value) => number(value).into_iter().collect(),
        Statement::Partly(Partly {
            one_of,
            not,
            at_least,
            at_most,
        }) => {
            let listed = one_of.iter().chain(not).filter_map(number);
            listed.chain(*at_least).chain(*at_most).collect()
        }
        Statement::Unknown(_) | Statement::Contents { .. } => Vec::new(),
    }
}

/// Whether everything that a statement names is a value of the fact.
fn within(model: &Model, fact: usize, statement: &Statement) -> bool {
    match &model.facts[fact].kind {
        Kind::Number(number) => number.bounds.is_none_or(|(least, most)| {
            numbers(statement)
                .iter()
                .all(|named| (least..=most).contains(named))
        }),
        Kind::Bool | Kind::Choice(_) | Kind::Set(_) | Kind::Text => true,
    }
}

fn is_read(set: &RubricSet, text: &str) -> bool {
    answer_text(set, text, |_| ()).is_ok()
}

/// A profile with one statement is read exactly where that leaves a value, and names only such as there are.
fn check_one(case: &Case, set: &RubricSet, fact: usize) -> Result<bool, TestCaseError> {
    let model = &case.model;
    let said = loosely(&model.facts[fact], &case.choices[8 * fact..]);
    let mut profile = unknown(model);
    profile[fact] = said;
    let leaves = !World::new(model, &profile).allowed[fact].is_empty();
    let text = print::profile(model, &profile, &[fact]);
    let expected = leaves && within(model, fact, &profile[fact]);
    prop_assert_eq!(is_read(set, &text), expected, "{}", text);
    Ok(expected)
}

/// The same fact, section or part of a statement a second time is refused, even where both say the same.
fn check_twice(case: &Case, set: &RubricSet) -> Result<u32, TestCaseError> {
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let text = print::profile(&case.model, &case.profile, &order);
    let lines: Vec<&str> = text.lines().collect();
    let mut tried = 0;
    for (number, line) in lines.iter().enumerate() {
        let mut twice = vec![text.clone() + line];
        if line.starts_with("  ") {
            let beside = [&lines[..=number], &lines[number..]].concat();
            twice = vec![beside.join("\n")];
        }
        if let Some((before, within)) = line.split_once("{ ") {
            let inner = within.trim_end_matches(" }");
            let doubled = format!("{before}{{ {inner}, {inner} }}");
            let mut changed = lines.clone();
            changed[number] = &doubled;
            twice.push(changed.join("\n"));
        }
        for text in twice.iter().filter(|_| text != "{}\n") {
            prop_assert!(!is_read(set, text), "{text}");
            tried += 1;
        }
    }
    Ok(tried)
}

#[test]
fn what_leaves_no_value_is_refused_and_nothing_else() {
    let wanted = crate::config().cases / 2;
    let seen: Cell<(u32, u32)> = Cell::default();
    let checked = TestRunner::new(crate::config()).run(&cases(), |case| {
        let set = load_files(&print::files(&case.model))?;
        let (mut read, mut refused) = seen.get();
        for fact in 0..case.model.facts.len() {
            if check_one(&case, &set, fact)? {
                read += 1;
            } else {
                refused += 1;
            }
        }
        seen.set((read, refused));
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    let (read, refused) = seen.get();
    assert!(read >= wanted && refused >= wanted, "{read} {refused}");
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn the_same_key_twice_is_refused(case in cases()) {
        let set = load_files(&print::files(&case.model))?;
        let tried = check_twice(&case, &set)?;
        let says = case.profile.iter().any(|said| !matches!(said, Statement::Unknown(0)));
        prop_assert_eq!(tried > 0, says);
    }
}
