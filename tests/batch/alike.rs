//! Whatever profiles stand in whatever files, good and bad: each of them comes to what it comes to alone.

use crate::figures::moved;
use crate::folder::{Folder, gzip, zstd};
use crate::prospect::{COLUMNS, Prospect, forms, values};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use serde::Deserialize as _;
use serde_json::{Value, json};
use std::cell::Cell;

/// What no profile can say, in JSON.
const BAD: [(&str, &str); 4] = [
    ("company.staff", "9000"),
    ("company.staff", "\"many\""),
    ("goal.clear", "\"maybe\""),
    ("team.skills", r#"["cooking"]"#),
];

/// A file with profiles.
#[derive(Clone, Debug)]
struct File {
    prospects: Vec<Prospect>,
    form: Index,
    packing: u8,
}

/// A prospect for which each column has a value or none; one in four says something that cannot be.
pub(crate) fn prospect() -> impl Strategy<Value = Prospect> {
    let stated = vec(proptest::option::of(any::<Index>()), COLUMNS.len());
    let bad = proptest::option::weighted(0.25, select(&BAD[..]));
    (stated, bad).prop_map(|(stated, bad)| {
        let mut facts: Vec<(&str, String)> = Vec::new();
        for (column, value) in COLUMNS.into_iter().zip(stated) {
            // A row without anything in it is warned of, and no other form has one.
            let value = value.map(|value| *value.get(values(column)));
            let value = value.or((column == "profile.id").then_some("\"a\""));
            let wrong = bad.filter(|(wrong, _)| *wrong == column);
            let value = wrong.map(|(_, value)| value).or(value);
            facts.extend(value.map(|value| (column, value.to_owned())));
        }
        Prospect(facts)
    })
}

fn files() -> impl Strategy<Value = Vec<File>> {
    let file = (vec(prospect(), 1..4), any::<Index>(), 0..3_u8);
    let file = file.prop_map(|(prospects, form, packing)| File {
        prospects,
        form,
        packing,
    });
    vec(file, 1..4)
}

/// What a bad profile's line says: of findings what they are, since places and words are the form's.
fn told(line: &str) -> Value {
    let mut line: Value = serde_json::from_str(line).expect("JSON");
    let findings = line["findings"].as_array_mut().expect("a list");
    for finding in findings {
        *finding = json!([finding["level"], finding["code"]]);
    }
    line
}

/// Runs one profile alone; whether it is good, and its line.
fn alone(folder: &Folder, prospect: &Prospect) -> (bool, String) {
    folder.write("alone.yaml", prospect.yaml());
    let run = folder.score(&["alone.yaml", "--format", "jsonl", "--quiet"]);
    assert!(matches!(run.code, 0 | 2), "{prospect:?}: {}", run.err);
    (run.code == 0, run.out)
}

/// A file in its form and packing: its name and its bytes.
fn packed(number: usize, file: &File) -> (String, Vec<u8>) {
    let forms = forms(&file.prospects);
    let (end, text) = file.form.get(&forms);
    let bytes = text.as_bytes();
    match file.packing {
        0 => (format!("{number}-{end}"), bytes.to_vec()),
        1 => (format!("{number}-{end}.gz"), gzip(bytes)),
        _ => (format!("{number}-{end}.zst"), zstd(bytes)),
    }
}

#[test]
fn each_profile_of_a_batch_comes_to_what_it_comes_to_alone() {
    let config = Config {
        cases: 24,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..Config::default()
    };
    let [good, bad, both] = [0, 0, 0].map(Cell::new);
    let run = TestRunner::new(config).run(&(files(), 1..5_u8), |(files, jobs)| {
        let folder = Folder::new();
        let mut arguments = Vec::new();
        let mut expected = Vec::new();
        let mut counts = [0, 0];
        for (number, file) in files.iter().enumerate() {
            let (name, bytes) = packed(number, file);
            folder.write(&name, bytes);
            for (index, prospect) in file.prospects.iter().enumerate() {
                let (is_good, line) = alone(&folder, prospect);
                counts[usize::from(is_good)] += 1;
                expected.push((is_good, moved(&line, ("alone.yaml", &name), index)));
            }
            arguments.push(name);
        }
        let jobs = jobs.to_string();
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.extend(["--format", "jsonl", "--quiet", "--jobs", &jobs]);
        let run = folder.score(&arguments);
        prop_assert_eq!(run.code, if counts[0] > 0 { 2 } else { 0 }, "{}", run.err);
        prop_assert_eq!(run.out.lines().count(), expected.len());
        for (line, (is_good, expected)) in run.out.lines().zip(&expected) {
            if *is_good {
                prop_assert_eq!(line, expected.trim_end());
            } else {
                prop_assert_eq!(told(line), told(expected));
            }
        }
        bad.set(bad.get() + counts[0]);
        good.set(good.get() + counts[1]);
        both.set(both.get() + i32::from(counts[0] > 0 && counts[1] > 0));
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
    let counts = [good.get(), bad.get(), both.get()];
    assert!(
        counts[0] > 20 && counts[1] > 5 && counts[2] > 3,
        "{counts:?}"
    );
}

/// Texts that YAML takes for something else where they stand without quotes.
const ODD: [&str; 22] = [
    "null",
    "~",
    "yes",
    "off",
    "1.0",
    "1_000",
    "0x1f",
    ".inf",
    "12:30",
    "2026-11-03",
    "- a",
    "a: b",
    "a #b",
    " a ",
    "&a",
    "*a",
    "!a",
    "%a",
    "---\n...",
    "a\n\n b\n",
    "\u{85}\u{2028}",
    "甲: \"乙\" '丙'",
];

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, max_shrink_iters: 500, ..Config::default() })]

    /// The same names, a document for each profile, bad ones too, whatever their texts are.
    #[test]
    fn yaml_says_what_json_says(
        prospects in vec((prospect(), prop_oneof![any::<String>(), select(&ODD[..]).prop_map(str::to_owned)]), 1..4),
        traced in any::<bool>(),
    ) {
        let folder = Folder::new();
        let named = |(prospect, name): (Prospect, String)| {
            let facts = prospect.0.into_iter().filter(|(fact, _)| *fact != "company.name");
            let name = serde_json::to_string(&name).expect("JSON");
            Prospect(facts.chain([("company.name", name)]).collect()).json()
        };
        let profiles: Vec<String> = prospects.into_iter().map(named).collect();
        folder.write("list.json", format!("[{}]", profiles.join(",\n")));
        let more: &[&str] = if traced { &["--trace", "--deciding"] } else { &[] };
        let run = |form: &str| folder.score(&[&["list.json", "--quiet", "--format", form], more].concat());
        let (json, yaml) = (run("json"), run("yaml"));
        prop_assert_eq!(json.code, yaml.code);
        let json: Vec<Value> = serde_json::from_str(&json.out).expect("JSON");
        prop_assert_eq!(json.len(), profiles.len());
        let documents = serde_yaml::Deserializer::from_str(&yaml.out);
        let documents = documents.map(|document| Value::deserialize(document).expect("YAML"));
        prop_assert_eq!(documents.collect::<Vec<_>>(), json);
    }
}
