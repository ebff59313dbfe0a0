//! What the customer is given holds nothing that is for ourselves: in every format, of every example.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::rubric::audience::internal;
use maturity::source::shipped;
use std::process::Command;

/// What must not be read: the verdict, rubrics, gates, criteria and facts of our own, and where it comes from.
fn ours() -> Vec<String> {
    let set = shipped::rubric_set();
    let hidden = internal(&set);
    let mut ours = vec!["VERDICT-OF-OURS".to_owned()];
    for one in &set.recommendations {
        ours.extend([
            one.id.to_string(),
            one.title.to_string(),
            one.means.to_string(),
        ]);
    }
    ours.extend(set.rules.iter().map(|rule| rule.because.to_string()));
    for gate in &set.gates {
        ours.extend([
            gate.id.to_string(),
            gate.title.to_string(),
            gate.reason.to_string(),
        ]);
    }
    for rubric in set.rubrics.iter().filter(|rubric| rubric.internal) {
        ours.extend([rubric.id.to_string(), rubric.title.to_string()]);
    }
    for (criterion, _) in set
        .criteria
        .iter()
        .zip(&hidden.criteria)
        .filter(|(_, hidden)| **hidden)
    {
        ours.push(criterion.id.to_string());
        let reasons = criterion
            .attributes
            .iter()
            .filter_map(|row| row.reason.as_ref());
        ours.extend(reasons.map(ToString::to_string));
    }
    let facts = set
        .facts
        .iter()
        .zip(&hidden.facts)
        .filter(|(_, hidden)| **hidden);
    ours.extend(facts.flat_map(|(fact, _)| [fact.id.to_string(), fact.name().to_owned()]));
    ours.extend(set.sources.iter().map(|(_, title)| title.to_string()));
    ours
}

/// What a run prints, on lines that do not break texts.
fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args(["score", "--audience", "customer", "--quiet"])
        .args(arguments)
        .env("COLUMNS", "200")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("started");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    // Lines are broken in the terminal and escaped elsewhere: compared without either.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const FORMATS: [&[&str]; 8] = [
    &["--full"],
    &["--brief"],
    &["--format", "markdown"],
    &["--format", "json"],
    &["--format", "jsonl"],
    &["--format", "yaml"],
    &["--format", "csv"],
    &[
        "--format",
        "jsonl",
        "--fields",
        "name,readiness,pitfalls.worst",
    ],
];

#[test]
fn nothing_of_ours_is_told() {
    let ours = ours();
    assert!(ours.len() > 150, "{}", ours.len());
    let examples = shipped::EXAMPLES.iter().map(|(path, _)| *path);
    let examples: Vec<&str> = examples.filter(|path| path.ends_with("yaml")).collect();
    for format in FORMATS {
        let text = printed(&[&examples, format].concat());
        assert!(text.len() > 20 * examples.len(), "{format:?}: {text}");
        let told: Vec<&String> = ours.iter().filter(|one| text.contains(&***one)).collect();
        assert!(told.is_empty(), "{format:?}: {told:?}");
    }
}

/// Whom a report is for who does not know the questionnaire.
#[test]
fn facts_are_called_by_their_titles() {
    let set = shipped::rubric_set();
    for format in [
        &["--full"][..],
        &["--format", "markdown"],
        &["--format", "html"],
    ] {
        let text = printed(&[&["examples/complete.yaml"], format].concat());
        let told: Vec<&str> = set.facts.iter().map(|fact| &*fact.id).collect();
        let told: Vec<&str> = told.into_iter().filter(|id| text.contains(id)).collect();
        assert!(told.is_empty(), "{format:?}: {told:?}");
    }
    let text = printed(&["examples/complete.yaml", "--full"]);
    assert!(text.contains("Trust between departments: mixed"));
}

/// Pages and pictures, which show one profile.
#[test]
fn nothing_of_ours_is_drawn() {
    let ours = ours();
    let mut formats: Vec<Vec<&str>> = vec![vec!["--format", "html"]];
    for chart in ["scores", "radar", "pits", "waterfall"] {
        formats.push(vec!["--format", "svg", "--chart", chart]);
    }
    for path in [
        "examples/complete.yaml",
        "examples/owner-without-problem.yaml",
    ] {
        for format in &formats {
            let text = printed(&[&[path], &**format].concat());
            let text = [
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", "\""),
                ("&#39;", "'"),
                ("&amp;", "&"),
            ]
            .into_iter()
            .fold(text, |text, (escaped, plain)| text.replace(escaped, plain));
            assert!(text.len() > 500, "{path} {format:?}: {text}");
            let told: Vec<&String> = ours.iter().filter(|one| text.contains(&***one)).collect();
            assert!(told.is_empty(), "{path} {format:?}: {told:?}");
            assert!(!text.contains("Gates"), "{path} {format:?}");
        }
    }
}

/// What is wrong with a profile is told us, and the customer nothing.
#[test]
fn a_bad_profile_is_not_handed_over() {
    let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args([
            "score",
            "--audience",
            "customer",
            "--format",
            "json",
            "tests/cmd/fixtures/bad.yaml",
        ])
        .output()
        .expect("started");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "{output:?}");
    assert!(!output.stderr.is_empty());
}

#[test]
fn what_is_handed_over_is_worth_reading() {
    let text = printed(&["examples/scrm-it-led.yaml", "--full"]);
    for part in [
        "Store brand, SCRM",
        "WHAT TO WORK ON",
        "ADVICE",
        "Who leads",
    ] {
        assert!(text.contains(part), "no {part}: {text}");
    }
    assert!(!printed(&["examples/scrm-it-led.yaml", "--format", "json"]).contains("scrm-it-led"));
}

/// The advice of what we propose stands first in our own report: in the same order the customer could tell what that is.
#[test]
fn advice_stands_in_the_order_of_what_it_is_about() {
    let examples = shipped::EXAMPLES.iter().map(|(path, _)| *path);
    let examples: Vec<&str> = examples.filter(|path| path.ends_with("yaml")).collect();
    let text = printed(&[&examples, &["--format", "json"][..]].concat());
    let reports: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let list = |value: &serde_json::Value| value.as_array().expect("a list").clone();
    for report in list(&reports) {
        let mut about: Vec<serde_json::Value> = Vec::new();
        for id in list(&report["reasons"])
            .iter()
            .flat_map(|reason| list(&reason["advice"]))
        {
            if !about.contains(&id) {
                about.push(id);
            }
        }
        let given = list(&report["advice"]);
        let given: Vec<serde_json::Value> = given.iter().map(|one| one["id"].clone()).collect();
        assert_eq!(given, about, "{}", report["profile"]["name"]);
    }
}
