//! `--baseline`: what is shown, and what is demanded, of each thing that can become of a profile.

use crate::folder::{Folder, Ran};
use serde_json::Value;

const GOOD: &str = "goal: { clear: yes, urgent: false, driver: growth }\n";

/// A run over a folder, and its baseline.
fn before(profiles: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    for (name, text) in profiles {
        folder.write(&format!("p/{name}"), text);
    }
    let run = folder.score(&["p", "--format", "jsonl", "--output", "base.jsonl"]);
    assert!(matches!(run.code, 0 | 2), "{run:?}");
    folder
}

fn again(folder: &Folder, more: &[&str]) -> Ran {
    folder.score(&[&["p", "--baseline", "base.jsonl"], more].concat())
}

/// Which profiles are shown, with what has become of them.
fn shown(run: &Ran) -> Vec<String> {
    let lines = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let one = |line: Value| {
        let path = line["profile"]["path"].as_str().expect("a path").to_owned();
        let since = line["since"]["change"]
            .as_str()
            .unwrap_or("not scored")
            .to_owned();
        format!("{path} {since}")
    };
    lines.map(one).collect()
}

#[test]
fn each_thing_that_can_become_of_a_profile() {
    // The profile before and after, what is shown, and the codes of both demands.
    let with_id = |rest: &str| format!("profile: {{ id: x }}\n{rest}");
    for (earlier, later, what, codes) in [
        (GOOD, GOOD, None, (0, 0)),
        (
            GOOD,
            "goal: { clear: yes, urgent: false, driver: growth } # said again\n",
            None,
            (0, 0),
        ),
        (
            GOOD,
            "goal: { clear: partly, urgent: false, driver: growth }\n",
            Some("worse"),
            (1, 1),
        ),
        (
            "goal: { clear: partly, urgent: false, driver: growth }\n",
            GOOD,
            Some("changed"),
            (1, 0),
        ),
        (
            GOOD,
            "goal: { clear: yes, urgent: false }\n",
            Some("worse"),
            (1, 1),
        ),
        (GOOD, "goal: 7\n", Some("not scored"), (2, 2)),
        ("goal: 7\n", GOOD, Some("changed"), (1, 0)),
        ("goal: 7\n", "goal: 8\n", Some("not scored"), (2, 2)),
    ] {
        for id in [false, true] {
            let text = |text: &str| if id { with_id(text) } else { text.to_owned() };
            let folder = before(&[("a.yaml", &text(earlier)), ("b.yaml", GOOD)]);
            folder.write("p/a.yaml", text(later));
            let plain = again(&folder, &["--format", "jsonl"]);
            let expected: Vec<String> =
                what.iter().map(|what| format!("p/a.yaml {what}")).collect();
            assert_eq!(shown(&plain), expected, "{earlier:?} {later:?}");
            let on_change = again(&folder, &["--format", "jsonl", "--fail-on-change"]);
            let on_worse = again(&folder, &["--format", "jsonl", "--no-regressions"]);
            assert_eq!(
                (on_change.code, on_worse.code),
                codes,
                "{earlier:?} {later:?}"
            );
            assert_eq!(
                on_change.err.contains("--fail-on-change does not hold"),
                codes.0 == 1 || broken(earlier, later)
            );
            assert_eq!(
                on_worse.err.contains("--no-regressions does not hold"),
                codes.1 == 1 || broken(earlier, later),
                "{}",
                on_worse.err
            );
            assert!(!plain.err.contains("did not come up"), "{}", plain.err);
        }
    }
}

/// Whether it was scored and is not any more.
fn broken(earlier: &str, later: &str) -> bool {
    let good = |text: &str| text.starts_with("goal: {");
    good(earlier) && !good(later)
}

#[test]
fn new_ones_and_those_that_are_gone_are_told_and_fail_nothing() {
    let folder = before(&[("a.yaml", GOOD), ("b.yaml", GOOD)]);
    std::fs::rename(folder.path("p/b.yaml"), folder.path("p/c.yaml")).expect("renamed");
    let run = again(
        &folder,
        &["--format", "jsonl", "--fail-on-change", "--no-regressions"],
    );
    assert_eq!(
        (run.code, shown(&run)),
        (0, vec!["p/c.yaml new".to_owned()])
    );
    assert!(
        run.err
            .contains("1 profile of the baseline did not come up"),
        "{}",
        run.err
    );
    let quiet = again(&folder, &["--format", "jsonl", "--quiet"]);
    assert_eq!(quiet.err, "");
}

#[test]
fn an_id_is_found_in_another_place() {
    let text = format!("profile: {{ id: acme }}\n{GOOD}");
    let folder = before(&[("a.yaml", &text)]);
    std::fs::rename(folder.path("p/a.yaml"), folder.path("p/other.yaml")).expect("renamed");
    let run = again(&folder, &["--format", "jsonl", "--fail-on-change"]);
    assert_eq!((run.code, &*run.out, &*run.err), (0, "", ""));
}

#[test]
fn a_demand_that_does_not_hold_shows_what_has_not_changed() {
    let folder = before(&[
        ("a.yaml", GOOD),
        (
            "b.yaml",
            "goal: { clear: no, urgent: true, driver: cost }\n",
        ),
    ]);
    let run = again(&folder, &["--format", "jsonl", "--require", "fit >= 35"]);
    assert_eq!(shown(&run), ["p/b.yaml same"]);
    assert_eq!(run.code, 1);
}

#[test]
fn another_ruler_is_told() {
    let folder = before(&[("a.yaml", GOOD)]);
    let base = std::fs::read_to_string(folder.path("base.jsonl")).expect("it is there");
    let digest = base.split("\"digest\":\"").nth(1).expect("a digest");
    let other = base.replace(&digest[..64], &"0".repeat(64));
    folder.write("base.jsonl", other);
    let run = again(&folder, &["--format", "jsonl"]);
    assert_eq!((run.code, &*run.out), (0, ""));
    assert!(
        run.err.contains("tiny 1.2.3 of another digest") && run.err.contains("maturity diff"),
        "{}",
        run.err
    );
}

#[test]
fn a_baseline_is_what_an_earlier_run_wrote_whatever_it_went_through() {
    // A run with bad documents, a file that is cut off, and several profiles in one file.
    let folder = Folder::new();
    folder.write("p/a.csv", "company.name,company.staff\nA,1\nB,many\nC,3\n");
    folder.write("p/b.json", "[{\"goal\":{}},,{\"goal\":{}},");
    let packed = crate::folder::gzip(GOOD.repeat(40_000).replace("goal", "---\ngoal").as_bytes());
    folder.write("p/c.yaml.gz", &packed[..packed.len() / 2]);
    let run = folder.score(&["p", "--format", "jsonl", "--fields", "path"]);
    assert_eq!(run.code, 2);
    folder.write("p/c.yaml.gz", crate::folder::gzip(GOOD.as_bytes()));
    let run = folder.score(&["p", "--format", "jsonl", "--output", "base.jsonl"]);
    assert_eq!(run.code, 2);
    let run = again(&folder, &["--format", "jsonl", "--fail-on-change"]);
    // What could not be read then cannot be read now: reported, and no change.
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(
        !run.err.contains("bad-baseline") && !run.err.contains("--fail-on-change"),
        "{}",
        run.err
    );
    for (wrong, what) in [
        ("{}\n", "no report"),
        ("not JSON\n", "no report"),
        (
            "{\"profile\":{\"path\":\"a\",\"index\":0}}\n{\"profile\":{\"path\":\"a\",\"index\":0}}\n",
            "stands above already",
        ),
    ] {
        folder.write("wrong.jsonl", wrong);
        let run = folder.score(&["p", "--baseline", "wrong.jsonl"]);
        assert_eq!((run.code, &*run.out), (2, ""));
        assert!(
            run.err.contains("bad-baseline") && run.err.contains(what),
            "{}",
            run.err
        );
    }
    let run = folder.score(&["p", "--baseline", "nowhere.jsonl"]);
    assert_eq!((run.code, &*run.out), (2, ""));
}

#[test]
fn rows_and_tables_say_what_has_become_of_each() {
    let folder = before(&[("a.yaml", GOOD), ("b.yaml", GOOD)]);
    folder.write(
        "p/a.yaml",
        "goal: { clear: no, urgent: true, driver: cost }\n",
    );
    folder.write("p/n.yaml", GOOD);
    let rows = again(
        &folder,
        &["--format", "csv", "--fields", "path,since,recommendation"],
    );
    assert_eq!(
        rows.out,
        "path,since,recommendation\np/a.yaml,worse,prepare\np/n.yaml,new,start\n"
    );
    let table = again(&folder, &[]);
    assert!(
        table.out.contains("worse, was Start") && table.out.contains("new"),
        "{}",
        table.out
    );
}

/// A demand that has nothing to compare with says so, however quiet the run is.
#[test]
fn a_baseline_of_which_nothing_comes_up_is_told() {
    let folder = before(&[("a.yaml", GOOD), ("b.yaml", GOOD)]);
    let elsewhere = folder.path("p");
    let elsewhere = elsewhere.to_str().expect("UTF-8");
    let run = |profiles: &str, more: &[&str]| {
        folder.score(&[&[profiles, "--baseline", "base.jsonl", "--quiet"], more].concat())
    };
    let told = run(elsewhere, &["--no-regressions"]);
    assert_eq!(told.code, 0);
    assert!(
        told.err.starts_with("warning: no profile of the baseline"),
        "{told:?}"
    );
    // One that comes up is enough, and without a demand nothing was promised.
    assert_eq!(run("p/a.yaml", &["--no-regressions"]).err, "");
    assert_eq!(run(elsewhere, &[]).err, "");
}
