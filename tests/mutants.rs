//! Mutation testing: every mutant is one change in one place, and its fate is what a fresh run of the tests
//! against the changed files says, whatever the number of threads.

#![expect(clippy::expect_used, reason = "tests")]

use maturity::check::cases::{Outcome, outcomes};
use maturity::check::coverage::coverage;
use maturity::check::mutants::{Bench, EFFORT, Edit, Fate, Kind, Mutant, mutants};
use maturity::check::subject::{Given, Subject};
use maturity::finding::SourceText;
use maturity::present::tests::{TestRun, junit};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{Case, CaseProfile, File, Loaded, load};
use maturity::source::toml;
use maturity::value::{Node, Value};
use std::collections::BTreeSet;

const TEXT: &str = include_str!("cmd/fixtures/tests/mutants.toml");

fn parsed(text: &str) -> Vec<File<'_>> {
    let source = SourceText::new("shop.toml", text);
    let root = toml::read(&source).expect("well-formed TOML");
    vec![File { source, root }]
}

fn loaded(text: &str) -> Loaded {
    load(&parsed(text)).expect("a sound set")
}

fn subjects(cases: &[Case]) -> Vec<Subject<'static>> {
    let mut subjects: Vec<Subject<'static>> = Vec::new();
    for case in cases {
        let node = match &case.profile {
            CaseProfile::Facts(node) => node.clone(),
            CaseProfile::Like(base, facts) => subjects[*base].like(facts),
            CaseProfile::Path(path, _) => panic!("{path} is a file"),
        };
        subjects.push(Subject::new(case, node, "shop.toml", TEXT));
    }
    subjects
}

fn given<'s>(set: &RubricSet, subjects: &[Subject<'s>]) -> Vec<Result<Given<'s>, String>> {
    let given = |subject: &Subject<'s>| subject.given(set).map_err(|errors| format!("{errors:?}"));
    subjects.iter().map(given).collect()
}

fn fates(threads: usize) -> (Vec<Mutant>, Vec<Fate>) {
    let files = parsed(TEXT);
    let Loaded { set, cases, .. } = loaded(TEXT);
    let subjects = subjects(&cases);
    let given = given(&set, &subjects);
    let made = mutants(&files, &set);
    let bench = Bench {
        files: &files,
        set: &set,
        cases: &cases,
        subjects: &subjects,
        given: &given,
    };
    let fates = bench.run(&made, threads, EFFORT);
    (made, fates)
}

fn failing(set: &RubricSet, cases: &[Case]) -> Vec<Outcome> {
    let given = given(set, &subjects(cases));
    let all = outcomes(set, cases, &given).into_iter();
    all.filter(|outcome| !outcome.failures.is_empty()).collect()
}

/// Whether two values are the same but for their places in the file and for what lies at `path`.
fn same_elsewhere(a: &Node<'_>, b: &Node<'_>, path: Option<&[usize]>) -> bool {
    if path == Some(&[]) {
        return true;
    }
    let below = |place: usize| match path {
        Some([step, rest @ ..]) if *step == place => Some(rest),
        _ => None,
    };
    match (&a.value, &b.value) {
        (Value::Scalar { .. }, Value::Scalar { .. }) => a.value == b.value,
        (Value::List(a), Value::List(b)) => {
            let mut pairs = a.iter().zip(b).enumerate();
            a.len() == b.len() && pairs.all(|(place, (a, b))| same_elsewhere(a, b, below(place)))
        }
        (Value::Map(a), Value::Map(b)) => {
            let mut pairs = a.iter().zip(b).enumerate();
            a.len() == b.len()
                && pairs.all(|(place, ((ka, a), (kb, b)))| {
                    ka.text == kb.text && same_elsewhere(a, b, below(place))
                })
        }
        _ => false,
    }
}

#[test]
fn every_mutant_is_one_change_in_one_place() {
    let files = parsed(TEXT);
    let made = mutants(&files, &loaded(TEXT).set);
    let kinds: BTreeSet<Kind> = made.iter().map(|mutant| mutant.kind).collect();
    assert_eq!(kinds.len(), Kind::ALL.len(), "{kinds:?}");
    let mut seen: Vec<&Edit> = Vec::new();
    for mutant in &made {
        let mut changed = parsed(TEXT);
        let mut edit = mutant.edit.clone();
        assert!(edit.exchange(&mut changed), "{mutant:?}");
        let (before, after) = (&files[0].root, &changed[0].root);
        assert!(
            same_elsewhere(before, after, Some(&mutant.edit.path)),
            "{mutant:?}"
        );
        assert!(
            !same_elsewhere(before, after, None),
            "{mutant:?} changes nothing"
        );
        edit.exchange(&mut changed);
        assert!(same_elsewhere(before, &changed[0].root, None), "{mutant:?}");
        assert_ne!(mutant.original, mutant.changed);
        assert!(!seen.contains(&&mutant.edit), "{mutant:?} is made twice");
        seen.push(&mutant.edit);
        // What is shown stands in the file where the mutant says.
        let span = mutant.site.start as usize..mutant.site.end as usize;
        assert!(
            TEXT.get(span).is_some_and(|text| !text.is_empty()),
            "{mutant:?}"
        );
        assert!(!mutant.part.is_empty(), "{mutant:?}");
    }
}

/// Thresholds move in the decimals that they are written with, within what a fact may be.
#[test]
fn thresholds_move_in_decimals() {
    let text = TEXT
        .replace(
            "score = \"fit\", below = 40",
            "score = \"fit\", below = 10.2",
        )
        .replace(
            "type = \"integer\", ask = \"Which?\", min = 1, max = 100",
            "type = \"number\", ask = \"Which?\", min = 0, max = 1",
        )
        .replace(
            "fact = \"shop.size\", below = 10",
            "fact = \"shop.size\", below = 0.3",
        )
        .replace("[{ below = 10, points", "[{ below = 0.05, points")
        .replace("{ below = 50, points", "{ below = 0.95, points");
    // Its tests are about whole numbers.
    let (text, _) = text.split_once("[[tests]]").expect("tests");
    let made = mutants(&parsed(text), &loaded(text).set);
    let moved = |original: &str| -> Vec<&str> {
        let of = made.iter().filter(|mutant| mutant.original == original);
        of.map(|mutant| mutant.changed.as_str()).collect()
    };
    let want = |name: &str, to: [&str; 2]| {
        let [down, up] = to.map(|to| format!("below = {to}"));
        assert_eq!(
            moved(&format!("below = {name}")),
            [down, up, format!("at_most = {name}")]
        );
    };
    want("10.2", ["5.2", "15.2"]);
    want("0.3", ["0.2", "0.4"]);
    want("0.05", ["0.04", "0.06"]);
    want("0.95", ["0.85", "1"]);
    let broken = made.iter().filter(|mutant| {
        let mut changed = parsed(text);
        let moves = mutant.changed.starts_with("below") && mutant.kind == Kind::Thresholds;
        moves && mutant.edit.clone().exchange(&mut changed) && load(&changed).is_err()
    });
    assert_eq!(broken.count(), 0, "all are rubric sets");
}

#[test]
fn every_fate_is_what_a_fresh_run_says() {
    let cases = loaded(TEXT).cases;
    let (made, fates) = fates(1);
    for (mutant, fate) in made.iter().zip(&fates) {
        let mut changed = parsed(TEXT);
        mutant.edit.clone().exchange(&mut changed);
        // The tests were read with the set as it was; they may name a part that the mutant leaves out.
        if let Value::Map(entries) = &mut changed[0].root.value {
            entries.retain(|(key, _)| key.text != "tests");
        }
        match (load(&changed), fate) {
            (Err(_), Fate::Invalid) => {}
            (Ok(other), Fate::Killed(number)) => {
                let failing = failing(&other.set, &cases);
                let killer = &cases[*number];
                assert!(failing.iter().any(|outcome| *outcome.name == *killer.name));
                // A judgement only where no test without one would do.
                let own = |case: &Case| failing.iter().any(|outcome| *outcome.name == *case.name);
                let document = cases
                    .iter()
                    .any(|case| case.judgement.is_none() && own(case));
                assert_eq!(killer.judgement.is_some(), !document, "{mutant:?}");
            }
            (Ok(other), Fate::Survived | Fate::Undecided | Fate::Equivalent) => {
                assert_eq!(failing(&other.set, &cases), [], "{mutant:?}");
            }
            (result, fate) => panic!("{mutant:?} is {fate:?}, but loading gives {result:?}"),
        }
    }
    let some = |want: fn(&Fate) -> bool| fates.iter().any(want);
    assert!(some(|fate| matches!(fate, Fate::Killed(_))));
    assert!(some(|fate| *fate == Fate::Survived));
    assert!(some(|fate| *fate == Fate::Equivalent));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    assert_eq!(fates(1), fates(3));
}

#[test]
fn coverage_counts_what_tests_reach() {
    let Loaded { set, cases, .. } = loaded(TEXT);
    let given = given(&set, &subjects(&cases));
    let all = coverage(&set, &cases, &given);
    let figures: Vec<(&str, usize, usize)> = all
        .iter()
        .map(|reach| (reach.what, reach.all, reach.missed.len()))
        .collect();
    // `small` and `weak` decide nowhere; the gate trips and is clear; no order and no test has fewer than
    // both goods or a share unknown; both ratings are given.
    assert_eq!(
        figures,
        [
            ("rules", 4, 2),
            ("gate outcomes", 2, 0),
            ("attributes", 9, 0),
            ("ratings", 2, 0)
        ]
    );
    let none = coverage(&set, &[], &[]);
    assert!(
        none.iter()
            .all(|reach| reach.missed.len() == reach.all && reach.percent() == 0)
    );
}

/// The names of a document's elements in order, `/` before those that close. Panics where it is not
/// well-formed: elements that do not nest, bare `<` or `&`, attributes without quotes.
fn elements(xml: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let body = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .expect("a head");
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        for part in [tag, text] {
            for entity in part.split('&').skip(1) {
                let name = entity.split(';').next().expect("an entity ends");
                assert!(
                    ["amp", "lt", "gt", "quot", "apos"].contains(&name) || name.starts_with('#')
                );
            }
        }
        let name = tag
            .trim_end_matches('/')
            .split(' ')
            .next()
            .expect("a name")
            .to_owned();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed));
        } else if !tag.ends_with('/') {
            open.push(name.clone());
        }
        found.push(name);
    }
    assert!(open.is_empty(), "{open:?} stay open");
    found
}

#[test]
fn junit_is_well_formed() {
    let Loaded { set, cases, .. } = loaded(TEXT);
    let outcome = |(number, case): (usize, &Case)| Outcome {
        name: format!("{} <&\"'>\u{1}", case.name),
        failures: vec!["`a` < `b` & \"c\"\nand ]]>".to_owned(); number],
    };
    let outcomes = cases.iter().enumerate().map(outcome).collect();
    let mut run = TestRun::new(&set, &cases, outcomes);
    run.unmet.push("not <enough>".to_owned());
    let mut out = Vec::new();
    junit(&run, &mut out).expect("memory takes it");
    let xml = String::from_utf8(out).expect("UTF-8");
    let case = ["testcase", "failure", "/failure"];
    let mut want = vec!["testsuites", "testsuite", "testcase"];
    want.extend(case);
    want.extend(["/testcase"]);
    want.extend(case);
    want.extend(["failure", "/failure", "/testcase"]);
    want.extend(case);
    want.extend(["/testcase", "/testsuite", "/testsuites"]);
    assert_eq!(elements(&xml), want);
    assert!(xml.contains("tests=\"4\" failures=\"3\""), "{xml}");
}
