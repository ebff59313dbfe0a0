//! The same answer everywhere: over runs, threads, locales, time zones, the order of files and the place of the set.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The digest of every figure in the reports of the examples. Where it changes, a figure did: on purpose, say why in
/// the changelog; otherwise some machine counts differently.
const FIGURES: &str = "07ef0f3ed7aad99a8b10d313f312cf49e47b8f73986f9ec3d340748597e4725c";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn examples() -> Vec<PathBuf> {
    let files = fs::read_dir(root().join("examples")).expect("a folder");
    let files = files.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    files
}

/// The standard output of a run that ends well, in an environment of nothing but what is given.
fn run(arguments: &[&str], files: &[PathBuf], environment: &[(&str, &str)]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args(arguments)
        .args(files)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .expect("it runs");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("text")
}

const LINES: [&str; 4] = ["score", "--quiet", "--format", "jsonl"];

/// Every number and every id of what is recommended, in the order of the report.
fn figures(value: &Value, path: &str, found: &mut String) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                // The version of the program is no figure.
                if key != "path" && key != "version" {
                    figures(value, &format!("{path}.{key}"), found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| figures(item, path, found)),
        Value::Number(_) | Value::Bool(_) => *found += &format!("{path}={value}\n"),
        Value::String(text) if path.ends_with(".id") || path.ends_with(".fact") => {
            *found += &format!("{path}={text}\n");
        }
        Value::String(_) | Value::Null => {}
    }
}

#[test]
fn figures_are_the_same_on_every_machine() {
    let mut found = String::new();
    for line in run(&LINES, &examples(), &[]).lines() {
        let report: Value = serde_json::from_str(line).expect("JSON");
        figures(&report, "", &mut found);
    }
    assert!(found.lines().count() > 5_000, "{}", found.lines().count());
    let digest = Sha256::digest(found.as_bytes());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, FIGURES, "a figure of an example changed");
}

#[test]
fn bytes_are_the_same_whatever_the_machine_is_set_to() {
    // What is settled, and what is known of it in part.
    let files = ["complete", "fmcg-first-sponsor", "scrm-it-led"];
    let files = files.map(|name| root().join(format!("examples/{name}.yaml")));
    let formats = ["jsonl", "csv", "sarif"];
    for format in formats {
        let arguments = ["score", "--quiet", "--format", format];
        let first = run(&arguments, &files, &[]);
        for environment in [
            &[("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Shanghai")][..],
            &[("LANG", "zh_TW.UTF-8"), ("TZ", "America/St_Johns")],
            &[("LC_ALL", "C"), ("COLUMNS", "40"), ("HOME", "/nowhere")],
        ] {
            assert!(
                run(&arguments, &files, environment) == first,
                "{format}: {environment:?}"
            );
        }
        for jobs in ["1", "2", "8"] {
            let arguments = [&arguments[..], &["--jobs", jobs]].concat();
            assert!(
                run(&arguments, &files, &[]) == first,
                "{format}: {jobs} jobs"
            );
        }
    }
    for arguments in [
        &["robustness", "--quiet", "--format", "json"][..],
        &[
            "plan",
            "--quiet",
            "--to",
            "standard-saas",
            "--format",
            "json",
        ],
        &["score", "--quiet", "--format", "html"],
    ] {
        let one = &files[..1];
        let first = run(arguments, one, &[]);
        for environment in [&[("TZ", "Asia/Shanghai"), ("LC_ALL", "C.UTF-8")][..], &[]] {
            assert!(run(arguments, one, environment) == first, "{arguments:?}");
        }
    }
}

/// Ids stay ids: only what has words anyway is in another language.
#[test]
fn answers_to_questions_are_ids_in_every_language() {
    let answers = |language: &str| -> Vec<String> {
        let arguments = ["score", "--format", "jsonl", "--lang", language];
        let told = run(&arguments, &examples(), &[]);
        let reports = told
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        let all = reports.flat_map(|report: Value| {
            let questions = report["next_questions"].as_array().cloned();
            let answers = questions.into_iter().flatten().flat_map(|question| {
                let answers = question["answers"].as_array().cloned();
                answers.into_iter().flatten()
            });
            answers
                .map(|one| one["answer"].to_string())
                .collect::<Vec<_>>()
        });
        all.collect()
    };
    let english = answers("en");
    assert!(english.len() > 1000, "{}", english.len());
    for (one, other) in english.iter().zip(answers("zh-Hans")) {
        // An id, or a yes-or-no, is one word; sets and numbers are said in words.
        assert!(one.contains(' ') || *one == other, "{one}: {other}");
    }
}

#[test]
fn the_order_of_profiles_changes_only_the_order_of_reports() {
    let mut files = examples();
    files.truncate(6);
    let mut first: Vec<String> = run(&LINES, &files, &[])
        .lines()
        .map(str::to_owned)
        .collect();
    files.reverse();
    let other = run(&LINES, &files, &[]);
    first.reverse();
    assert_eq!(other.lines().count(), first.len());
    assert!(other.lines().eq(first.iter()), "an order changes a report");
}

/// Which file of a set comes first, and what it is called, is nobody's business.
#[test]
fn the_files_of_a_set_may_be_cut_otherwise() {
    let shipped = root().join("rubrics");
    let folder = tempfile::tempdir().expect("a folder");
    let mut names: Vec<PathBuf> = fs::read_dir(&shipped)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    names.sort();
    // The last becomes the first; but a test may be like an earlier one.
    let is_test = |path: &&PathBuf| {
        let name = path.file_name().map(|name| name.display().to_string());
        name.is_some_and(|name| name.starts_with("tests"))
    };
    let (tests, parts): (Vec<&PathBuf>, Vec<&PathBuf>) = names.iter().partition(is_test);
    assert!(!tests.is_empty() && parts.len() > 3, "{names:?}");
    for (number, path) in parts.into_iter().rev().chain(tests).enumerate() {
        let to = folder.path().join(format!("{number:02}.toml"));
        fs::copy(path, to).expect("a copy");
    }
    let files = &examples()[..3];
    let with = |set: &Path| {
        let set = set.to_str().expect("UTF-8");
        run(&[&LINES[..], &["--rubrics", set]].concat(), files, &[])
    };
    assert!(
        with(folder.path()) == with(&shipped),
        "an order of files changes a report"
    );
    assert!(
        with(&shipped) == run(&LINES, files, &[]),
        "the compiled set says something else"
    );
}
