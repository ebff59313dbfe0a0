//! Files of rubric sets: those that load are taken, and of those that do not the schema refuses all but what is
//! listed.

use super::{below, complaints, name, set_at, validator};
use maturity::present::schema;
use maturity::source::shipped;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Sets of the tests that do not load and whose files the schema takes, and why it cannot refuse them.
const TAKEN: [(&str, &str); 7] = [
    (
        "the fact's type and options are said elsewhere in the set",
        "applies-when-share bands-for-choice condition-bool-quoted condition-choice-bound \
         condition-choice-option condition-not-applicable condition-number-outside condition-number-quoted \
         condition-set-is condition-set-option condition-text points-for-integer points-for-number \
         points-for-set points-for-text points-missing points-unknown points-yes-no prior-not-applicable \
         prior-option share-of-choice share-option-with-reason share-option",
    ),
    (
        "figures would have to be compared or added up",
        "bands-above bands-below bands-order bands-twice bounds-reversed condition-number-nothing \
         prior-bands-order prior-large prior-zero score-nothing",
    ),
    (
        "draft-04 knows the first items of a list, not the last",
        "bands-closed bands-open cases-closed cases-early prior-bands-closed rules-early-default \
         rules-without-default",
    ),
    (
        "two parts of a list have one id",
        "duplicate-criterion duplicate-dimension duplicate-gate duplicate-recommendation duplicate-rubric \
         duplicate-rule duplicate-test ratings-duplicate",
    ),
    (
        "a set may be split over files, so nothing is missing in one of them",
        "empty missing-criteria missing-home-of-gate missing-home missing-rules \
         ratings-start-of-second-rubric ratings-start",
    ),
    (
        "what a name stands for is said elsewhere in the set",
        "gate-cycle gate-itself no-such-advice-far no-such-advice no-such-dimension no-such-fact-in-condition \
         no-such-fact no-such-gate no-such-recommendation-far no-such-recommendation no-such-rubric-of-rating \
         no-such-rubric no-such-score no-such-worst test-above test-deepest-rubric test-deepest test-leads \
         test-tripped",
    ),
    (
        "editors know the value of a number, not how it is written",
        "weight-hexadecimal",
    ),
];

/// A file as an editor's reader of TOML takes it.
fn as_json(path: &Path) -> Option<Value> {
    toml::from_str(&fs::read_to_string(path).ok()?).ok()
}

#[test]
fn files_of_sound_sets_are_taken() {
    let judge = validator(&schema::rubrics(&shipped::rubric_set()));
    let mut files = 0;
    for folder in [
        "rubrics",
        "examples/rubrics",
        "tests/cmd/fixtures/tiny",
        "tests/defects/sets",
    ] {
        for path in below(folder, &["toml"]) {
            if path.components().any(|part| part.as_os_str() == "locales") {
                continue;
            }
            let complaints = complaints(&judge, &as_json(&path).expect("TOML"));
            assert!(complaints.is_empty(), "{}: {complaints:#?}", path.display());
            files += 1;
        }
    }
    assert!(files > 15, "{files}");
}

#[test]
fn files_of_other_sets_are_taken_where_these_load() {
    let judge = validator(&schema::rubrics(&shipped::rubric_set()));
    let excused = TAKEN.iter().flat_map(|(_, names)| names.split(' '));
    let excused: BTreeSet<&str> = excused.collect();
    let (mut good, mut bad, mut wrong, mut met) = (0, 0, String::new(), BTreeSet::new());
    for path in below("tests/cmd/fixtures/sets", &["toml"]) {
        // A set in a folder of its own is wrong as a whole.
        let Some(document) =
            as_json(&path).filter(|_| path.parent().is_some_and(|folder| folder.ends_with("sets")))
        else {
            continue;
        };
        let loads = set_at(&path.display().to_string()).is_ok();
        let complaints = complaints(&judge, &document);
        let name = name(&path);
        let short = name
            .trim_start_matches("tests/cmd/fixtures/sets/")
            .trim_end_matches(".toml");
        match (loads, complaints.is_empty()) {
            (true, true) => good += 1,
            (false, false) => bad += 1,
            (true, false) => wrong += &format!("good, but refused: {short}: {complaints:#?}\n"),
            (false, true) if excused.contains(short) => {
                met.insert(short.to_owned());
            }
            (false, true) => wrong += &format!("bad, but taken: {short}\n"),
        }
    }
    for name in excused.difference(&met.iter().map(String::as_str).collect()) {
        wrong += &format!("{name} is refused after all: strike it from the list\n");
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(good > 5 && bad > 50, "{good} good ones, {bad} bad ones");
}
