//! A baseline: what has become of each profile, by definition, from what both runs say of it.

use crate::alike::prospect;
use crate::folder::{Folder, Ran};
use crate::prospect::Prospect;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A profile in both runs; none where the earlier one does not have it.
type Twice = (Option<Prospect>, Prospect);

/// Another one, the same one but for what decides nothing, or a new one.
fn twice() -> impl Strategy<Value = Twice> {
    let unnamed = |before: Prospect| {
        let facts = before.0.iter().filter(|(fact, _)| *fact != "company.name");
        let now = Prospect(facts.cloned().collect());
        (Some(before), now)
    };
    prop_oneof![
        3 => (prospect(), prospect()).prop_map(|(before, now)| (Some(before), now)),
        2 => prospect().prop_map(unnamed),
        1 => prospect().prop_map(|now| (None, now)),
    ]
}

/// What each profile comes to, by its path.
fn elements(run: &Ran) -> BTreeMap<String, Value> {
    let line = |line: &str| {
        let element: Value = serde_json::from_str(line).expect("JSON");
        let path = element["profile"]["path"].as_str().expect("a path");
        (path.to_owned(), element)
    };
    run.out.lines().map(line).collect()
}

fn is_scored(element: &Value) -> bool {
    element.get("recommendation").is_some()
}

/// What has become of a profile, from its elements in both runs.
fn become_of(before: Option<&Value>, now: &Value) -> &'static str {
    let Some(before) = before else { return "new" };
    match (is_scored(before), is_scored(now)) {
        (true, true) => {}
        (true, false) => return "worse",
        (false, true) => return "changed",
        (false, false) => return "same",
    }
    let scores = |element: &Value| element["scores"].as_array().expect("a list").clone();
    let pairs: Vec<(Value, Value)> = scores(before).into_iter().zip(scores(now)).collect();
    let is_worse = |(before, now): &(Value, Value)| {
        // One that has no score any more is another, not worse.
        let estimates = before["estimate"].as_f64().zip(now["estimate"].as_f64());
        estimates.is_some_and(|(was, is)| match before["higher_is"].as_str() {
            Some("better") => is < was,
            _ => is > was,
        })
    };
    let figures = ["estimate", "low", "high"];
    let stays =
        |(before, now): &(Value, Value)| figures.iter().all(|name| before[name] == now[name]);
    let decided = ["id", "settled"];
    let same = pairs.iter().all(stays)
        && decided
            .iter()
            .all(|name| before["recommendation"][name] == now["recommendation"][name]);
    match (pairs.iter().any(is_worse), same) {
        (true, _) => "worse",
        (false, true) => "same",
        (false, false) => "changed",
    }
}

#[test]
fn what_has_become_of_profiles_is_what_both_runs_say() {
    let config = Config {
        cases: 16,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    let seen = RefCell::new(BTreeMap::new());
    let run = TestRunner::new(config).run(&vec(twice(), 1..6), |profiles| {
        let folder = Folder::new();
        // Some are known by an id, the others by their place.
        let named = |prospect: &Prospect, number: usize| {
            let facts = prospect
                .0
                .iter()
                .filter(|(fact, _)| *fact != "profile.id")
                .cloned();
            let id = (number % 2 == 1).then(|| ("profile.id", format!("\"n{number}\"")));
            Prospect(facts.chain(id).collect()).yaml()
        };
        // Without any, there is nothing to compare with.
        folder.write("first/p/x.yaml", "goal: { clear: yes }\n");
        folder.write("p/x.yaml", "goal: { clear: yes }\n");
        for (number, (before, now)) in profiles.iter().enumerate() {
            let name = format!("p/{number}.yaml");
            if let Some(before) = before {
                folder.write(&format!("first/{name}"), named(before, number));
            }
            folder.write(&name, named(now, number));
        }
        let mut first = folder.maturity(&["score", "p", "--quiet", "--format", "jsonl"]);
        let first = first
            .current_dir(folder.path("first"))
            .output()
            .expect("it runs");
        folder.write("base.jsonl", &first.stdout);
        let first = Ran {
            code: first.status.code().expect("it ends by itself"),
            out: String::from_utf8(first.stdout).expect("text"),
            err: String::new(),
        };
        let jsonl = ["p", "--quiet", "--format", "jsonl"];
        let run = |more: &[&str]| folder.score(&[&jsonl[..], more].concat());
        let (before, now) = (elements(&first), elements(&run(&[])));
        let became = now
            .iter()
            .map(|(path, now)| (path.clone(), become_of(before.get(path), now)));
        let became: BTreeMap<String, &str> = became.collect();
        // Only what is not as it was is shown; a bad one always is.
        let with = ["--baseline", "base.jsonl"];
        let shown = elements(&run(&with));
        for (path, became) in &became {
            let expected = match (*became, is_scored(&now[path])) {
                ("same", true) => None,
                (became, scored) => Some(scored.then_some(became)),
            };
            let found = shown
                .get(path)
                .map(|element| element["since"]["change"].as_str());
            prop_assert_eq!(found, expected, "{}: {}", path, became);
            *seen.borrow_mut().entry(*became).or_insert(0) += 1;
        }
        // Bad input comes before what does not hold.
        let any = |kinds: &[&str]| became.values().any(|one| kinds.contains(one));
        let bad = now.values().any(|element| !is_scored(element));
        let code = |fails: bool| if bad { 2 } else { i32::from(fails) };
        let on_worse = run(&[&with[..], &["--no-regressions"]].concat());
        prop_assert_eq!(on_worse.code, code(any(&["worse"])));
        let on_change = run(&[&with[..], &["--fail-on-change"]].concat());
        prop_assert_eq!(on_change.code, code(any(&["worse", "changed"])));
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
    let seen = seen.into_inner();
    let all = ["new", "same", "changed", "worse"];
    assert!(all.iter().all(|kind| seen.contains_key(kind)), "{seen:?}");
}
