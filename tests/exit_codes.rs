//! The exit codes of `score` over every combination of inputs, demands and formats, by the contract: 2 where something
//! could not be done, else 1 where a demand does not hold, else 3 where one is open, else 0; and what is printed says
//! the same.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "batch/folder.rs"]
#[allow(dead_code, reason = "each test takes what it needs of it")]
mod folder;

use folder::{Folder, Ran};

/// What a demand comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Holds,
    Open,
    Refuted,
}

use State::{Holds, Open, Refuted};

/// Flags, and what they come to for a settled profile and for an open one.
const DEMANDS: [(&[&str], State, State); 11] = [
    (&[], Holds, Holds),
    (&["--fail-on", "stop"], Refuted, Open),
    (&["--fail-on", "prepare"], Holds, Open),
    (&["--fail-on", "prepare,start,stop"], Refuted, Refuted),
    (&["--require", "fit >= 0"], Holds, Holds),
    (&["--require", "fit >= 99"], Refuted, Open),
    (&["--require", "risk <= 9"], Refuted, Refuted),
    (&["--deny-unsettled"], Holds, Refuted),
    (
        &["--baseline", "same.jsonl", "--fail-on-change"],
        Holds,
        Holds,
    ),
    (
        &["--baseline", "other.jsonl", "--fail-on-change"],
        Refuted,
        Refuted,
    ),
    (
        &["--baseline", "other.jsonl", "--no-regressions"],
        Refuted,
        Refuted,
    ),
];

const SETTLED: &str =
    "company: { staff: 400, turnover: 10 }\ngoal: { driver: fashion, clear: no, urgent: true }\n";
const OPEN: &str = "company: { staff: 400 }\n";
const BAD: &str = "company: { staff: many }\n";

const FORMATS: [&str; 10] = [
    "table", "json", "jsonl", "yaml", "markdown", "csv", "junit", "sarif", "github", "tap",
];

fn inputs() -> Folder {
    let folder = Folder::new();
    folder.write("settled.yaml", SETTLED);
    folder.write("open.yaml", OPEN);
    folder.write("bad.yaml", BAD);
    let all = ["settled.yaml", "open.yaml", "--format", "jsonl", "--output"];
    assert_eq!(folder.score(&[&all[..], &["same.jsonl"]].concat()).code, 0);
    // An earlier run in which both were better: less staff means less risk.
    let better = [
        "--set",
        "company.staff=10",
        "--set",
        "company.turnover=50",
        "--set",
        "goal.clear=yes",
    ];
    assert_eq!(
        folder
            .score(&[&all[..], &["other.jsonl"], &better].concat())
            .code,
        0
    );
    folder
}

fn code(states: &[State], failed: bool) -> i32 {
    if failed {
        2
    } else if states.contains(&Refuted) {
        1
    } else if states.contains(&Open) {
        3
    } else {
        0
    }
}

/// Checks one run against what its demands come to.
fn check(
    folder: &Folder,
    (files, states, failed): (&[&str], &[State], bool),
    flags: &[&str],
    format: &str,
) -> Ran {
    let run = folder.score(&[files, flags, &["--format", format]].concat());
    let what = format!("{files:?} {flags:?} {format}: {run:?}");
    assert_eq!(run.code, code(states, failed), "{what}");
    let refuted = states.iter().filter(|state| **state == Refuted).count();
    let open = states.iter().filter(|state| **state == Open).count();
    assert_eq!(run.err.matches("does not hold").count(), refuted, "{what}");
    assert_eq!(run.err.matches(" is open").count(), open, "{what}");
    assert_eq!(
        run.err.matches("error[").count(),
        usize::from(failed),
        "{what}"
    );
    let baseline = flags.contains(&"--baseline");
    match format {
        // A test for each profile that is shown; with a baseline only what has changed is.
        "tap" => {
            let tests = run
                .out
                .lines()
                .filter(|line| line.starts_with("ok ") || line.starts_with("not ok "))
                .count();
            assert!(run.out.contains(&format!("\n1..{tests}\n")), "{what}");
            assert!(baseline || tests == files.len(), "{what}");
            assert_eq!(run.out.contains("not ok "), run.code != 0, "{what}");
        }
        "junit" => {
            assert_eq!(run.out.contains("<failure "), refuted + open > 0, "{what}");
            assert_eq!(run.out.contains("<error "), failed, "{what}");
            assert_eq!(
                run.out.contains("failures=\"0\" errors=\"0\""),
                run.code == 0,
                "{what}"
            );
        }
        "github" => {
            assert_eq!(
                run.out.matches("::error ").count(),
                refuted + usize::from(failed),
                "{what}"
            );
            assert_eq!(run.out.matches("::warning ").count(), open, "{what}");
        }
        "sarif" => {
            let log: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
            let results = log["runs"][0]["results"].as_array().expect("a list");
            assert_eq!(
                results.len(),
                refuted + open + usize::from(failed),
                "{what}"
            );
            for result in results {
                let place = &result["locations"][0]["physicalLocation"];
                assert!(place["region"]["startLine"].as_u64() >= Some(1), "{what}");
            }
        }
        "json" => {
            let value: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
            assert_eq!(value.is_array(), files.len() > 1 || baseline, "{what}");
        }
        "jsonl" if !baseline => assert_eq!(run.out.lines().count(), files.len(), "{what}"),
        "csv" if !baseline => assert_eq!(run.out.lines().count(), files.len() + 1, "{what}"),
        _ => {}
    }
    run
}

#[test]
fn every_demand_alone_over_every_input_and_format() {
    let folder = inputs();
    for (flags, settled, open) in DEMANDS {
        for format in FORMATS {
            check(
                &folder,
                (&["settled.yaml"], &[settled], false),
                flags,
                format,
            );
            check(&folder, (&["open.yaml"], &[open], false), flags, format);
            check(
                &folder,
                (&["settled.yaml", "open.yaml"], &[settled, open], false),
                flags,
                format,
            );
            check(
                &folder,
                (
                    &["settled.yaml", "bad.yaml", "open.yaml"],
                    &[settled, open],
                    true,
                ),
                flags,
                format,
            );
        }
    }
}

#[test]
fn two_demands_at_once() {
    let folder = inputs();
    for (number, (one, settled, open)) in DEMANDS.into_iter().enumerate() {
        for (two, settled_two, open_two) in &DEMANDS[number + 1..] {
            // Several ids of --fail-on are one demand.
            let twice = |flag| one.contains(&flag) && two.contains(&flag);
            if one.is_empty() || twice("--baseline") || twice("--fail-on") {
                continue;
            }
            let flags = [one, two].concat();
            let all = [settled, *settled_two, open, *open_two];
            check(
                &folder,
                (&["settled.yaml"], &all[..2], false),
                &flags,
                "csv",
            );
            check(&folder, (&["open.yaml"], &all[2..], false), &flags, "table");
            check(
                &folder,
                (&["settled.yaml", "open.yaml"], &all, false),
                &flags,
                "tap",
            );
            check(
                &folder,
                (&["bad.yaml", "settled.yaml", "open.yaml"], &all, true),
                &flags,
                "junit",
            );
        }
    }
}

/// The demands are judged whatever is shown.
#[test]
fn what_is_shown_changes_no_code() {
    let folder = inputs();
    for (flags, settled, open) in DEMANDS {
        for shown in [
            &["--fields", "path", "--format", "csv"][..],
            &["--fields", "path,fit.low", "--format", "json"],
            &["--summary"],
            &["--sort", "fit", "--top", "1"],
            &["--top", "1", "--format", "jsonl"],
            &["--quiet"],
            &["--jobs", "1"],
        ] {
            for (files, failed) in [
                (&["settled.yaml", "open.yaml"][..], false),
                (&["settled.yaml", "open.yaml", "bad.yaml"], true),
            ] {
                let run = folder.score(&[files, flags, shown].concat());
                assert_eq!(
                    run.code,
                    code(&[settled, open], failed),
                    "{flags:?} {shown:?}: {run:?}"
                );
            }
        }
    }
}

#[test]
fn usage_errors_are_2_and_print_nothing() {
    let folder = inputs();
    folder.write("map.toml", "[columns.\"Name\"]\nfact = \"company.nmae\"\n");
    for wrong in [
        &["--fail-on", "stopp"][..],
        &["--require", "fit"],
        &["--fields", "fitt", "--format", "csv"],
        &["--fields", "fit,fit", "--format", "csv"],
        &["--fields", "fit"],
        &["--sort", "fitt"],
        &["--summary", "--format", "csv"],
        &["--summary", "--fields", "fit"],
        &["--top", "0"],
        &["--top", "1", "--format", "tap"],
        &["--jobs", "0"],
        &["--map", "map.toml"],
        &["--map", "nowhere.toml"],
        &["--baseline", "nowhere.jsonl"],
        &["--fail-on-change"],
        &["--no-regressions"],
        &["--input-format", "xml"],
        &["--output", "nowhere/out.csv"],
    ] {
        let run = folder.score(&[&["settled.yaml"], wrong].concat());
        assert_eq!((run.code, &*run.out), (2, ""), "{wrong:?}");
        assert!(run.err.starts_with("error"), "{wrong:?}: {}", run.err);
    }
}
