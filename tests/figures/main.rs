//! The report as JSON, recomputed: whoever has the report and the [`formulas`] comes to its figures. Over random sets
//! `tests/properties/` does the same.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod formulas;

use formulas::{list, text};
use serde_json::{Value, json};
use std::io::Write as _;
use std::panic::{RefUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

const FIXTURES: &str = "tests/cmd/fixtures";

/// The reports of profiles, as the program prints them.
fn reports(arguments: &[String]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .env_remove("MATURITY_RUBRICS")
        .args(["score", "--format", "jsonl"])
        .args(arguments)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The reports of all examples, and of the profiles of the tiny set.
static REPORTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let examples = maturity::source::shipped::EXAMPLES;
    let examples: Vec<String> = examples
        .iter()
        .map(|(path, _)| (*path).to_owned())
        .collect();
    let tiny = ["tiny", "known.yaml", "half.yaml", "fashion.yaml"];
    let mut arguments = vec!["--rubrics".to_owned()];
    arguments.extend(tiny.map(|name| format!("{FIXTURES}/{name}")));
    let mut all = reports(&examples);
    all.extend(reports(&arguments));
    assert_eq!(all.len(), 23);
    all
});

/// Tests every report; what a test says of each is added up.
fn each_report(test: impl Fn(&Value) -> usize + RefUnwindSafe) -> usize {
    let each = REPORTS.iter().map(|report| {
        let said = catch_unwind(|| test(report));
        said.unwrap_or_else(|_| panic!("in the report of {}", report["profile"]["path"]))
    });
    each.sum()
}

#[test]
fn dimensions_follow_from_their_criteria() {
    let recomputed = each_report(formulas::known_dimensions);
    assert!(
        recomputed >= 18 + 4,
        "only {recomputed} dimensions are known"
    );
    let recomputed = each_report(formulas::open_dimensions);
    assert!(recomputed > 200, "only {recomputed} dimensions");
}

#[test]
fn rubrics_follow_from_their_dimensions() {
    assert!(each_report(formulas::rubrics) > 0);
    each_report(|report| {
        formulas::worst_dimensions(report);
        0
    });
}

#[test]
fn ranges_follow_step_by_step() {
    assert!(each_report(formulas::ranges) > 0);
    each_report(|report| {
        formulas::estimates_lie_in_their_ranges(report);
        0
    });
}

#[test]
fn costs_add_up_to_what_is_shown() {
    assert!(each_report(formulas::costs) > 20);
    each_report(|report| {
        formulas::effective_weights(report);
        formulas::coverage(report);
        0
    });
}

#[test]
fn shares_add_up() {
    assert!(each_report(formulas::shares) > 60);
    assert!(each_report(formulas::questions) > 100);
}

/// A profile that takes over a witness comes to what it witnesses.
#[test]
fn witnesses_are_proofs() {
    let folder = tempfile::tempdir().expect("a folder of its own");
    let (mut paths, mut ids) = (Vec::new(), Vec::new());
    for report in REPORTS
        .iter()
        .take(maturity::source::shipped::EXAMPLES.len())
    {
        let path = text(&report["profile"], "path");
        let example = std::fs::read_to_string(path).expect(path);
        for possible in list(&report["recommendation"], "possible") {
            let mut profile: Value = serde_yaml::from_str(&example).expect(path);
            let witness = possible["witness"].as_object().into_iter().flatten();
            for (fact, value) in witness {
                let (section, key) = fact.split_once('.').expect("section.key");
                profile[section][key] = value.clone();
            }
            let copy = folder.path().join(format!("{}.json", paths.len()));
            std::fs::write(&copy, profile.to_string()).expect("our own folder");
            paths.push(copy.display().to_string());
            ids.push(possible["id"].clone());
        }
    }
    assert!(paths.len() > 60, "only {} witnesses", paths.len());
    for (id, report) in ids.iter().zip(reports(&paths)) {
        let proposal = &report["recommendation"];
        assert_eq!((&proposal["id"], &proposal["settled"]), (id, &json!(true)));
    }
}

/// What a report says about one profile that comes through standard input.
fn of_stdin(profile: &str) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .current_dir(FIXTURES)
        .env_remove("MATURITY_RUBRICS")
        .args(["score", "--rubrics", "tiny", "-f", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(profile.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{profile}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// One fact in the report of a profile, wherever a criterion reads it.
fn fact(report: &Value, id: &str) -> Value {
    let dimensions = list(report, "scores")
        .iter()
        .flat_map(|rubric| list(rubric, "dimensions"));
    let mut facts = dimensions
        .flat_map(|dimension| list(dimension, "criteria"))
        .filter_map(|criterion| criterion["facts"].get(id));
    facts.next().expect("a criterion reads it").clone()
}

/// Facts come back as the profile states them, in one form however they were written.
#[test]
fn facts_are_understood() {
    for (profile, id, want) in [
        // The words no and yes, and what YAML 1.1 tools make of them.
        ("goal: { clear: no }", "goal.clear", json!("no")),
        ("goal: { clear: false }", "goal.clear", json!("no")),
        ("goal: { clear: True }", "goal.clear", json!("yes")),
        ("goal: { clear: 'yes' }", "goal.clear", json!("yes")),
        ("goal: { urgent: FALSE }", "goal.urgent", json!(false)),
        // Files of other systems and other writers.
        (
            "\u{feff}goal:\r\n  urgent: true\r\n",
            "goal.urgent",
            json!(true),
        ),
        (
            "{\"goal\": {\"clear\": \"n\\u006f\"}}",
            "goal.clear",
            json!("no"),
        ),
        (
            "goal: { urgent: &a true, clear: { value: yes, note: *a } }",
            "goal.clear",
            json!("yes"),
        ),
        // Numbers.
        ("company: { staff: 12 }", "company.staff", json!(12)),
        ("company: { staff: +12 }", "company.staff", json!(12)),
        (
            "company: { turnover: 7.50 }",
            "company.turnover",
            json!(7.5),
        ),
        ("company: { turnover: 1e1 }", "company.turnover", json!(10)),
        // Sets are whole lists, in the order of the options.
        (
            "team: { skills: [sales, data, data] }",
            "team.skills",
            json!(["data", "sales"]),
        ),
        ("team: { skills: [] }", "team.skills", json!([])),
        // What is not known, and what does not apply.
        ("{}", "goal.urgent", json!(null)),
        ("goal:", "goal.urgent", json!(null)),
        ("goal: { urgent: unknown }", "goal.urgent", json!(null)),
        (
            "goal: { urgent: { value: ~, note: asked twice } }",
            "goal.urgent",
            json!(null),
        ),
        ("team: { last_tool: n/a }", "team.last_tool", json!("n/a")),
        // A value with what may stand beside it.
        (
            "goal: { urgent: { value: true, note: 'n', source: call, as_of: 2026-11-03 } }",
            "goal.urgent",
            json!(true),
        ),
        // Half-knowledge.
        (
            "goal: { clear: { not: yes } }",
            "goal.clear",
            json!({"not": ["yes"]}),
        ),
        (
            "goal: { clear: { one_of: [no, partly] } }",
            "goal.clear",
            json!({"one_of": ["no", "partly"]}),
        ),
        (
            "company: { staff: { at_least: 6, at_most: 12 } }",
            "company.staff",
            json!({"at_least": 6, "at_most": 12}),
        ),
        (
            "company: { turnover: { one_of: [1, 7.5] } }",
            "company.turnover",
            json!({"one_of": [1, 7.5]}),
        ),
        (
            "team: { skills: { includes: [data], excludes: [sales] } }",
            "team.skills",
            json!({"includes": ["data"], "excludes": ["sales"]}),
        ),
        (
            "team: { last_tool: { not: n/a } }",
            "team.last_tool",
            json!({"not": ["n/a"]}),
        ),
    ] {
        assert_eq!(fact(&of_stdin(profile), id), want, "{profile}");
    }
}

#[test]
fn the_profile_names_itself() {
    let report = of_stdin("profile: { id: p-1 }\ncompany: { name: \"甲 \\U0001F600\" }");
    assert_eq!(
        report["profile"],
        json!({"path": "-", "index": 0, "id": "p-1", "name": "甲 😀"})
    );
}
