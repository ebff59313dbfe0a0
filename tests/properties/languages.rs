//! Other languages: whatever the texts of a set are, its ids and figures stay.

use crate::generate::{Case, cases, print};
use crate::subject::{assess_text, load_files, refused};
use maturity::finding::{Code, SourceText};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, localize};
use maturity::rubric::texts::{paths, texts};
use maturity::source::toml;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// Words that would be something else in another place: an id, an option, a number, a condition.
const WORDS: [&str; 8] = [
    "甲乙",
    "no",
    "n/a",
    "wait",
    "s.b",
    "0",
    "at_least = 3",
    "Ça va ? “oui”",
];

/// A text for some of the paths of a set.
fn drawn(set: &RubricSet, choices: &[u8]) -> BTreeMap<String, String> {
    let paths = paths(set).into_iter().zip(choices.iter().cycle());
    let some = paths.filter(|(_, choice)| **choice % 4 > 0);
    let text = |choice: u8| {
        format!(
            "{}{}",
            WORDS[usize::from(choice / 4) % WORDS.len()],
            choice / 32
        )
    };
    some.map(|(path, choice)| (path, text(*choice))).collect()
}

fn ids(set: &RubricSet) -> Vec<&str> {
    let facts = set.facts.iter();
    let options = facts
        .clone()
        .flat_map(|fact| &fact.options)
        .map(|option| &*option.id);
    let mut ids: Vec<&str> = facts.map(|fact| &*fact.id).chain(options).collect();
    ids.extend(set.rubrics.iter().map(|part| &*part.id));
    ids.extend(set.dimensions.iter().map(|part| &*part.id));
    ids.extend(set.criteria.iter().map(|part| &*part.id));
    ids.extend(set.gates.iter().map(|part| &*part.id));
    ids.extend(set.recommendations.iter().map(|part| &*part.id));
    ids.extend(set.rules.iter().map(|part| &*part.id));
    ids
}

fn check_language(case: &Case) -> Result<(), TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    let drawn = drawn(&set, &case.choices);
    let lines = drawn
        .iter()
        .map(|(path, text)| format!("\"{path}\" = \"{text}\"\n"));
    let locale: String = lines.collect();
    let source = SourceText::new("locales/xx.toml", &locale);
    let root = toml::read(&source).map_err(|findings| refused(&findings))?;
    let mut other = set.clone();
    let findings = localize(&mut other, &File { source, root });
    prop_assert!(
        findings
            .iter()
            .all(|finding| finding.code == Code::MissingTranslation),
        "{findings:?}"
    );
    // What the file says is there now.
    let now = texts(&other);
    for (path, text) in &drawn {
        prop_assert_eq!(now.get(path), Some(text), "{}", path);
    }
    prop_assert_eq!(&other.digest, &set.digest);
    prop_assert_eq!(ids(&other), ids(&set));
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let profile = print::profile(&case.model, &case.profile, &order);
    let assessed = |set| assess_text(set, &profile).map(|assessment| format!("{assessment:?}"));
    prop_assert_eq!(assessed(&other)?, assessed(&set)?);
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn ids_and_figures_are_the_same_in_every_language(case in cases()) {
        check_language(&case)?;
    }
}
