//! How texts are laid out: neither the order of entries, nor the files they stand in, nor the order
//! of a profile's keys matters, and every part is found by its id.

use crate::generate::{Case, cases, print};
use crate::subject::{assess_text, load_files};
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// Things in an order that the case's choices give.
fn shuffled<T>(things: Vec<T>, choices: &[u8]) -> Vec<T> {
    let mut keyed: Vec<(u8, usize, T)> = things
        .into_iter()
        .enumerate()
        .map(|(number, thing)| (choices[number % choices.len()], number, thing))
        .collect();
    keyed.sort_by_key(|&(key, number, _)| (key, number));
    keyed.into_iter().map(|(_, _, thing)| thing).collect()
}

/// Neither the order of entries nor the files they stand in change a figure or the digest.
fn check_order(case: &Case) -> Result<(), TestCaseError> {
    let (header, pieces) = print::pieces(&case.model);
    let mut files = vec![String::new(), header, String::new()];
    for (number, piece) in shuffled(pieces, &case.choices).into_iter().enumerate() {
        let file = usize::from(case.choices[(7 * number + 3) % case.choices.len()]) % files.len();
        files[file] += &piece;
    }
    let (usual, other) = (load_files(&print::files(&case.model))?, load_files(&files)?);
    prop_assert_eq!(&usual.digest, &other.digest);
    // Nor do other words.
    let reword = |file: &String| {
        file.replace("How is it?", "甲?")
            .replace("\"Do ", "\"Dare ")
    };
    let reworded: Vec<String> = files.iter().map(reword).collect();
    prop_assert_eq!(&load_files(&reworded)?.digest, &usual.digest);
    let as_listed: Vec<usize> = (0..case.profile.len()).collect();
    let assessed = |set, order: &[usize]| {
        let profile = print::profile(&case.model, &case.profile, order);
        assess_text(set, &profile).map(|assessment| format!("{assessment:?}"))
    };
    let (before, after) = (
        assessed(&usual, &as_listed)?,
        assessed(&other, &shuffled(as_listed, &case.choices))?,
    );
    prop_assert_eq!(before, after);
    Ok(())
}

/// Every part of a set is found by its id.
fn check_lookups(case: &Case) -> Result<(), TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    macro_rules! check {
        ($parts:ident, $lookup:ident) => {
            for (number, part) in set.$parts.iter().enumerate() {
                prop_assert_eq!(set.$lookup(&part.id), Some(number), "{}", part.id);
            }
        };
    }
    check!(facts, fact);
    check!(rubrics, rubric);
    check!(dimensions, dimension);
    check!(criteria, criterion);
    check!(gates, gate);
    check!(recommendations, recommendation);
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn order_and_files_change_nothing(case in cases()) {
        check_order(&case)?;
    }

    #[test]
    fn everything_is_found_by_its_id(case in cases()) {
        check_lookups(&case)?;
    }
}
