//! How texts are laid out: neither the order of entries, nor the files they stand in, nor the order
//! of a profile's keys matters, and every part is found by its id.

use crate::difference::EFFORT;
use crate::edits::{factored, reformed};
use crate::generate::model::Model;
use crate::generate::{Case, cases, print};
use crate::subject::{assess_text, load_files};
use maturity::compare::bump::Bump;
use maturity::compare::change::Part;
use maturity::compare::effect::{Recommendations, Scores};
use maturity::compare::rubrics::diff;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
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

/// A set with its parts in any order and any file.
pub(crate) fn shuffled_files(model: &Model, choices: &[u8]) -> Vec<String> {
    let (header, pieces) = print::pieces(model);
    let mut files = vec![String::new(), header, String::new()];
    for (number, piece) in shuffled(pieces, choices).into_iter().enumerate() {
        let file = usize::from(choices[(7 * number + 3) % choices.len()]) % files.len();
        files[file] += &piece;
    }
    files
}

/// Neither the order of entries nor the files they stand in change a figure or the digest.
fn check_order(case: &Case) -> Result<(), TestCaseError> {
    let files = shuffled_files(&case.model, &case.choices);
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

/// Another form of the same set is no change, nor is another place for a part; other words are a patch.
fn check_form(case: &Case) -> Result<(), TestCaseError> {
    let old = load_files(&print::files(&case.model))?;
    let form = load_files(&shuffled_files(&reformed(&case.model), &case.choices))?;
    let difference = diff(&old, &form, EFFORT).expect("few cells");
    prop_assert!(difference.changes.is_empty(), "{:?}", difference.changes);
    let words: Vec<String> = print::files(&case.model)
        .iter()
        .map(|file| file.replace("How is it?", "甲?"))
        .collect();
    let texts = diff(&old, &load_files(&words)?, EFFORT).expect("few cells");
    prop_assert_eq!(texts.changes.len(), case.model.facts.len());
    // Other weights are listed, and do the same where they have a common factor.
    let weights = load_files(&print::files(&factored(&case.model, &case.choices)))?;
    let weights = diff(&old, &weights, EFFORT).expect("few cells");
    let of_weights = |part: &Part| {
        matches!(
            &*part.name,
            "weight" | "effective weight" | "share of the rubric"
        )
    };
    let mut parts = weights.changes.iter().flat_map(|change| &change.parts);
    prop_assert!(parts.all(of_weights), "{:?}", weights.changes);
    prop_assert_eq!(&weights.recommendations, &Recommendations::Same);
    prop_assert!(!matches!(weights.scores, Scores::Differ(_)));
    for (difference, step) in [(difference, Bump::None), (texts, Bump::Patch)] {
        prop_assert_eq!(&difference.recommendations, &Recommendations::Same);
        prop_assert_eq!(&difference.scores, &Scores::Same);
        prop_assert_eq!(difference.bump, step);
    }
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

    #[test]
    fn another_form_is_no_change(case in cases()) {
        check_form(&case)?;
    }
}
