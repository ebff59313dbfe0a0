//! Reports: those of all examples, with every flag that adds to them. Every key that one has is known, and every
//! key that is known is one that some report has.

use super::{complaints, validator};
use maturity::present::schema;
use maturity::source::shipped;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// What `score` is called with, in the folder of the examples.
const RUNS: [&[&str]; 14] = [
    &["complete.yaml"],
    &["complete.yaml", "--audience", "customer"],
    &["complete.yaml", "--deciding", "--trace"],
    &["nutrition-brand.yaml", "fmcg-first-sponsor.yaml"],
    &["fmcg-first-sponsor.yaml", "--trace"],
    &[
        "fmcg-first-sponsor.yaml",
        "--plan-to",
        "light-digitalization",
    ],
    &["complete.yaml", "--plan-to", "light-digitalization"],
    &["complete.yaml", "--plan-to", "standard-saas"],
    &["elearning-business-led.yaml", "--plan-to", "go-big"],
    &["complete.yaml", "--today", "2029-01-31"],
    &[
        "complete.yaml",
        "--today",
        "2029-01-31",
        "--stale",
        "unknown",
    ],
    &[
        "fmcg-first-sponsor.yaml",
        "--set",
        "sponsor.level={ one_of: [owner, executive], note: both }",
        "--set",
        "company.headcount={ at_least: 12, at_most: 90 }",
        "--set",
        "goal.problem=unknown",
        "--set",
        "sponsor.influence={ not: no-say }",
    ],
    &["complete.yaml", "nowhere.yaml", "facts.yaml", "two.yaml"],
    &[
        "complete.yaml",
        "fmcg-first-sponsor.yaml",
        "--baseline",
        "before.jsonl",
    ],
];

/// The examples and some more, in a folder of their own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        for file in std::fs::read_dir("examples").expect("examples").flatten() {
            if file.path().is_file() {
                let copy = folder.0.path().join(file.file_name());
                std::fs::copy(file.path(), copy).expect("a copy");
            }
        }
        folder
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).expect("written");
    }

    fn score(&self, args: &[&str], format: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
            .args(["score", "--format", format])
            .args(args)
            .env_remove("MATURITY_RUBRICS")
            .current_dir(self.0.path())
            .output()
            .expect("it runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn json(&self, args: &[&str]) -> Value {
        let text = self.score(args, "json");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{args:?}: {error}"))
    }
}

/// Everything that is printed by the runs.
fn printed() -> Vec<(String, Value)> {
    let folder = Folder::new();
    let mut all: Vec<(String, Value)> = Vec::new();
    for line in folder.score(&["."], "jsonl").lines() {
        let document = serde_json::from_str(line).expect("JSON");
        all.push(("a line".to_owned(), document));
    }
    let before = [
        "complete.yaml",
        "fmcg-first-sponsor.yaml",
        "--set",
        "sponsor.believes=no",
    ];
    folder.write("before.jsonl", &folder.score(&before, "jsonl"));
    folder.write(
        "facts.yaml",
        "sponsor: { level: bos, note: [] }\ncompny: {}\n",
    );
    folder.write(
        "two.yaml",
        "goal: { problem: specific }\n---\ngoal: { problem: specifc }\n",
    );
    for args in RUNS {
        all.push((format!("{args:?}"), folder.json(args)));
    }
    all
}

/// Every key and where it stands: a path without places in lists, and `*` for what has a fact or a source for a key.
fn keys(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let open = path.ends_with("/sources")
                    || path.ends_with("/facts")
                    || path.ends_with("/witness");
                // Parts of conditions hold parts.
                let below = match key.as_str() {
                    _ if open => format!("{path}/*"),
                    "parts" if path.ends_with("/parts") => path.to_owned(),
                    key => format!("{path}/{key}"),
                };
                found.insert(below.clone());
                keys(value, &below, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, path, found)),
        _ => {}
    }
}

/// The same of what a schema knows.
fn known(schema: &Value, part: &Value, path: &str, found: &mut BTreeSet<String>) {
    let Value::Object(entries) = part else { return };
    if let Some(name) = part["$ref"].as_str() {
        let name = name.trim_start_matches("#/definitions/");
        known(schema, &schema["definitions"][name], path, found);
    }
    for (key, below) in part["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}/{key}");
        if !path.ends_with("/parts/parts") {
            found.insert(path.clone());
            known(schema, below, &path, found);
        }
    }
    if entries
        .get("additionalProperties")
        .is_some_and(Value::is_object)
    {
        let path = format!("{path}/*");
        found.insert(path.clone());
        known(schema, &part["additionalProperties"], &path, found);
    }
    known(schema, &part["items"], path, found);
    for form in part["anyOf"].as_array().into_iter().flatten() {
        known(schema, form, path, found);
    }
}

#[test]
fn every_report_is_as_the_schema_says_and_nothing_else_is_said_there() {
    let schema = schema::report(&shipped::rubric_set());
    let judge = validator(&schema);
    let mut said = BTreeSet::new();
    for (run, document) in printed() {
        let complaints = complaints(&judge, &document);
        assert!(complaints.is_empty(), "{run}: {complaints:#?}");
        keys(&document, "", &mut said);
    }
    let mut known_keys = BTreeSet::new();
    known(&schema, &schema, "", &mut known_keys);
    // Half-knowledge may stand wherever a value does; one place is enough.
    let half = |path: &&String| {
        let names = [
            "one_of", "not", "at_least", "at_most", "includes", "excludes",
        ];
        names.iter().any(|name| path.ends_with(&format!("/{name}")))
    };
    let missing: Vec<&String> = said.difference(&known_keys).collect();
    assert!(missing.is_empty(), "not in the schema: {missing:#?}");
    let unused: Vec<&String> = known_keys
        .difference(&said)
        .filter(|path| !half(path))
        .collect();
    assert!(unused.is_empty(), "in no report: {unused:#?}");
}

/// A key that the schema does not know is refused wherever it stands.
#[test]
fn a_new_key_would_be_noticed() {
    let judge = validator(&schema::report(&shipped::rubric_set()));
    let report = Folder::new().json(&["fmcg-first-sponsor.yaml", "--trace"]);
    assert!(judge.is_valid(&report));
    let mut paths = Vec::new();
    objects(&report, String::new(), &mut paths);
    let places = paths.len();
    for path in paths {
        let mut changed = report.clone();
        let object = changed
            .pointer_mut(&path)
            .and_then(Value::as_object_mut)
            .expect("an object");
        object.insert("a new key".to_owned(), Value::Array(vec![Value::Null]));
        assert!(
            !judge.is_valid(&changed),
            "nobody notices a new key at `{path}`"
        );
    }
    assert!(places > 100, "{places}");
}

/// Where objects stand.
fn objects(value: &Value, path: String, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(place, value)| (place.to_string(), value))
            .collect(),
        _ => return,
    };
    for (key, value) in inner {
        objects(value, format!("{path}/{key}"), found);
    }
    if value.is_object() {
        found.push(path);
    }
}
