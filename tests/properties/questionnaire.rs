//! A profile to fill in: what goes in is what the profile says, and the rest stays unknown.

use crate::generate::{Case, cases, print};
use crate::subject::{answer_text, load_files, refused, with_answers};
use maturity::finding::SourceText;
use maturity::present::questionnaire::questionnaire;
use maturity::profile::{Options, resolve};
use maturity::source::{edit, yaml};
use maturity::value::Value;
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

fn check_filled_in(case: &Case) -> Result<(), TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    let empty = questionnaire(&set, "schema.json");
    let unknown = answer_text(&set, &empty, |answers| answers.cells.clone())?;
    let all: Vec<u64> = set
        .variables
        .iter()
        .map(|variable| variable.all())
        .collect();
    prop_assert_eq!(unknown, all, "nothing is put in");
    // Every fact of the profile, one after the other.
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let profile = print::profile(&case.model, &case.profile, &order);
    let source = SourceText::new("profile.yaml", &profile);
    let documents = yaml::read(&source).map_err(|findings| refused(&findings))?;
    let mut text = empty.clone();
    if let Value::Map(sections) = &documents[0].value {
        for (section, facts) in sections {
            let Value::Map(facts) = &facts.value else {
                continue;
            };
            for (key, node) in facts {
                let source = SourceText::new("profile.yaml", &text);
                let edited = edit::set(&source, &section.text, &key.text, &node.value);
                text = edited.map_err(|findings| refused(&findings))?;
            }
        }
    }
    // The lines are the same, but for what is put in the place of `unknown`.
    prop_assert_eq!(text.lines().count(), empty.lines().count());
    for (before, now) in empty.lines().zip(text.lines()) {
        let key = before.strip_suffix(" unknown").unwrap_or(before);
        prop_assert_eq!(&now[..key.len().min(now.len())], key);
    }
    let source = SourceText::new("profile.yaml", &text);
    let documents = yaml::read(&source).map_err(|findings| refused(&findings))?;
    let (answers, warnings) = resolve(&set, &source, &documents[0], Options::default())
        .map_err(|findings| refused(&findings))?;
    let said = with_answers(&set, &case.model, &case.profile, |answers| {
        let notes = answers
            .stated
            .iter()
            .map(|one| one.note.clone().map(|note| note.into_owned()));
        let values = answers
            .stated
            .iter()
            .map(|one| one.value.clone().into_owned());
        (answers.cells.clone(), values.zip(notes).collect::<Vec<_>>())
    })?;
    let own = answers.stated.iter().map(|one| {
        (
            one.value.clone(),
            one.note.clone().map(|note| note.into_owned()),
        )
    });
    prop_assert_eq!((answers.cells.clone(), own.collect::<Vec<_>>()), said);
    prop_assert_eq!(warnings.len(), 0, "{:?}", warnings);
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn a_questionnaire_says_what_is_put_in_and_nothing_else(case in cases()) {
        check_filled_in(&case)?;
    }
}
