//! What is written where: nothing that a run reads is overwritten, no name is a command, and nothing outside of a
//! folder is read.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PROFILE: &str = "goal: { clear: partly }\n";

/// A folder with a profile `p.yaml`, a second one below `deep/`, a rubric set `set/`, a map and an earlier run.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("p.yaml", PROFILE);
    write("deep/q.yaml", PROFILE);
    write("map.toml", "[columns.goal]\nfact = \"goal.clear\"\n");
    write("t.csv", "goal\npartly\n");
    let tiny = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/fixtures/tiny");
    for entry in fs::read_dir(tiny).expect("a folder").flatten() {
        if entry.path().is_file() {
            let text = fs::read_to_string(entry.path()).expect("a file");
            write(&format!("set/{}", entry.file_name().display()), &text);
        }
    }
    // A test of the set is about it.
    write("known.yaml", include_str!("../cmd/fixtures/known.yaml"));
    folder
}

fn run(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args(arguments.split(' '))
        .current_dir(folder)
        .env("MATURITY_RUBRICS", "set")
        .env_remove("MATURITY_LANG")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .expect("it runs")
}

/// Every file below a folder and what it holds.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file");
                found.push((path.display().to_string(), bytes));
            }
        }
    }
    found.sort();
    found
}

/// Each would write over something that it reads: by its name, by another name of it, or by that of its folder.
const OVERWRITE: [&str; 24] = [
    "score p.yaml --output p.yaml",
    "score p.yaml --output ./p.yaml",
    "score p.yaml --output deep/../p.yaml",
    "score p.yaml --output link.yaml",
    "score link.yaml --output p.yaml",
    "score deep --output deep/q.yaml",
    "score *.yaml --output p.yaml",
    "score deep/** --output deep/q.yaml",
    "score p.yaml --format html --output p.yaml",
    "score p.yaml --output set/facts.toml",
    "score t.csv --map map.toml --output map.toml",
    "score t.csv --map map.toml --output t.csv",
    "score p.yaml --format jsonl --baseline run.jsonl --output run.jsonl",
    "plan p.yaml --to start --output p.yaml",
    "robustness p.yaml --output link.yaml",
    "compare p.yaml deep/q.yaml --output deep/q.yaml",
    "diff set set --no-proof --output set/facts.toml",
    "diff set set --no-proof --profiles p.yaml --output p.yaml",
    "diff set set --no-proof --profiles deep --output deep/q.yaml",
    "explain --output set/facts.toml",
    "export --to duckdb --output set/facts.toml",
    "schema profile --output set/facts.toml",
    "test --format junit --output set/facts.toml",
    "init profile --force --output set/facts.toml",
];

#[test]
fn nothing_that_is_read_is_overwritten() {
    let folder = folder();
    let folder = folder.path();
    #[cfg(unix)]
    std::os::unix::fs::symlink("p.yaml", folder.join("link.yaml")).expect("a link");
    let earlier = run(folder, "score p.yaml --format jsonl --output run.jsonl");
    assert!(earlier.status.success(), "{earlier:?}");
    let before = contents(folder);
    for arguments in OVERWRITE {
        if cfg!(not(unix)) && arguments.contains("link") {
            continue;
        }
        let output = run(folder, arguments);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {complaint}");
        assert!(complaint.contains("overwrite"), "{arguments}: {complaint}");
        assert!(contents(folder) == before, "{arguments} changes a file");
    }
}

/// Under its other name a file stays what it was: what is written gets the name, not the place on the disk.
#[cfg(unix)]
#[test]
fn a_hard_link_keeps_what_it_holds() {
    let folder = folder();
    let folder = folder.path();
    fs::hard_link(folder.join("p.yaml"), folder.join("hard.txt")).expect("a link");
    let output = run(folder, "score p.yaml --output hard.txt");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        fs::read_to_string(folder.join("p.yaml")).expect("a file"),
        PROFILE
    );
    assert!(fs::metadata(folder.join("hard.txt")).expect("a file").len() > 100);
}

/// A file that may not be written is not replaced either, and a link that leads nowhere is no file.
#[cfg(unix)]
#[test]
fn what_may_not_be_written_stays() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
    let folder = folder();
    let folder = folder.path();
    let locked = folder.join("locked.json");
    fs::write(&locked, "kept").expect("a file");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).expect("permissions");
    symlink("gone", folder.join("link.json")).expect("a link");
    let before = fs::read(&locked).expect("a file");
    for (name, why) in [("locked.json", "cannot write"), ("link.json", "a link")] {
        let output = run(folder, &format!("score p.yaml --output {name}"));
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {complaint}");
        assert!(complaint.contains(why), "{name}: {complaint}");
    }
    assert_eq!(fs::read(&locked).expect("a file"), before);
    assert!(folder.join("link.json").is_symlink());
    // Nobody is let in, or locked out, by a new file in place of an old one.
    let shared = folder.join("shared.json");
    fs::write(&shared, "").expect("a file");
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o666)).expect("permissions");
    assert!(
        run(folder, "score p.yaml --output shared.json")
            .status
            .success()
    );
    let mode = fs::metadata(&shared).expect("a file").mode();
    assert_eq!(mode & 0o777, 0o666);
    // What belongs to somebody else still does, if the system lets us give files away.
    let theirs = folder.join("theirs.json");
    fs::write(&theirs, "").expect("a file");
    if chown(&theirs, Some(1234), Some(4321)).is_ok() {
        assert!(
            run(folder, "score p.yaml --output theirs.json")
                .status
                .success()
        );
        let now = fs::metadata(&theirs).expect("a file");
        assert_eq!((now.uid(), now.gid()), (1234, 4321));
        assert!(now.len() > 100);
    }
}

/// What stands behind the name of a stream may be a pipe: a link that leads to no path, and to somebody who reads.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_behind_a_name_is_written_to() {
    let folder = folder();
    for name in ["/dev/stdout", "/dev/fd/1"] {
        let output = run(folder.path(), &format!("score p.yaml --output {name}"));
        assert!(output.status.success(), "{name}: {output:?}");
        assert!(output.stdout.len() > 100, "{name}");
    }
}

/// Nobody writes into a pipe that lies in a folder: to wait for that would be to wait for ever.
#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_told_and_not_read() {
    let folder = folder();
    let folder = folder.path();
    let made = Command::new("mkfifo")
        .arg(folder.join("deep/a.yaml"))
        .status();
    assert!(made.expect("mkfifo").success());
    let output = run(folder, "score deep --format jsonl");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert!(
        complaint.contains("neither a file nor a folder"),
        "{complaint}"
    );
    let reports = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(reports.matches("{\"report\"").count(), 1);
}

/// A file whose name is no text is told, and those beside it are read, named by a folder or one by one.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_stops_nothing_else() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder();
    let folder = folder.path();
    let bad = OsStr::from_bytes(b"caf\xE9.yaml");
    fs::write(folder.join(bad), PROFILE).expect("a file");
    // What can be read of the name is another file's.
    fs::write(folder.join("caf\u{FFFD}.yaml"), PROFILE).expect("a file");
    let told = |output: &Output| {
        let said = [&output.stderr[..], &output.stdout].concat();
        let complaint = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        let [place, message] = [" ╭▸ caf\u{FFFD}.yaml\n", "name is not UTF-8 text\n"];
        assert!(complaint.contains(message), "{complaint}");
        assert_eq!(complaint.matches(place).count(), 1, "{complaint}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let named = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_maturity"))
            .args(arguments)
            .args([OsStr::new("p.yaml"), bad, OsStr::new("caf\u{FFFD}.yaml")])
            .current_dir(folder)
            .env("MATURITY_RUBRICS", "set")
            .env_remove("MATURITY_LANG")
            .env("LC_ALL", "C.UTF-8")
            .output()
            .expect("it runs")
    };
    for output in [
        run(folder, "score . --format jsonl"),
        named(&["score", "--format", "jsonl"]),
        named(&["plan", "--to", "start", "--format", "jsonl"]),
        named(&["robustness", "--draws", "2", "--format", "jsonl"]),
    ] {
        let out = told(&output);
        let good = |name: &str| out.matches(&format!("\"path\":\"{name}\"")).count();
        assert!(
            good("p.yaml") == 1 && good("caf\u{FFFD}.yaml") >= 2,
            "{out}"
        );
        assert!(!out.contains("u0000"), "{out}");
    }
    told(&named(&["check"]));
    let migrated = named(&["migrate", "--check"]);
    assert!(String::from_utf8_lossy(&migrated.stderr).contains("name is not UTF-8 text"));
    assert!(told(&named(&["compare"])).is_empty());
    let impact = named(&[
        "diff",
        "set",
        "set",
        "--no-proof",
        "-f",
        "json",
        "--profiles",
    ]);
    assert_eq!(impact.status.code(), Some(2));
    let impact: serde_json::Value = serde_json::from_slice(&impact.stdout).expect("JSON");
    let results = impact["portfolio"]["results"].as_array().expect("results");
    let fates: Vec<_> = results.iter().map(|one| &one["fate"]).collect();
    assert_eq!(fates, ["same", "resolves-under-neither", "same"]);
}

/// Only `score` reads tables, lists and what is packed: the others say that they leave them out.
#[test]
fn what_is_left_out_of_a_folder_is_told() {
    let folder = folder();
    let folder = folder.path();
    fs::copy(folder.join("t.csv"), folder.join("deep/t.csv")).expect("a file");
    for arguments in [
        "migrate deep --check",
        "diff set set --no-proof --profiles deep",
        "check deep",
    ] {
        let output = run(folder, arguments);
        assert!(output.status.success(), "{arguments}: {output:?}");
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        assert!(
            told.contains("note[not-checked]: 1 file "),
            "{arguments}: {told}"
        );
    }
}

/// What git has of a set is what a folder may hold: no links, and nothing past the limits.
#[test]
fn a_set_in_git_has_the_limits_of_one_on_disk() {
    let folder = folder();
    let folder = folder.path();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../map.toml", folder.join("deep/link.toml")).expect("a link");
    commit(folder);
    for (arguments, why) in [
        (
            "diff HEAD:set HEAD:set --no-proof --limit file=1KiB",
            "too-large",
        ),
        (
            "diff HEAD:set/facts.toml set --no-proof --limit file=1KiB",
            "too-large",
        ),
        ("diff HEAD:deep set --no-proof", "a link"),
    ] {
        if cfg!(not(unix)) && why == "a link" {
            continue;
        }
        let output = run(folder, arguments);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {complaint}");
        assert!(complaint.contains(why), "{arguments}: {complaint}");
    }
}

/// Makes a repository of a folder, with all that lies in it.
fn commit(folder: &Path) {
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git runs");
        assert!(done.status.success(), "{done:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    let commit = "-c user.name=a -c user.email=a@b.c commit -q -m one";
    git(&commit.split(' ').collect::<Vec<_>>());
}

/// What stands before the colon is for git a revision, and for no shell anything.
#[test]
fn a_revision_is_no_option_and_no_command() {
    let folder = folder();
    let folder = folder.path();
    commit(folder);
    let before = contents(folder);
    assert!(run(folder, "diff HEAD:set set --no-proof").status.success());
    for revision in [
        "--output=pwned:set",
        "--exec=touch\tpwned:set",
        "--git-dir=/nowhere:set",
        "-c\tcore.pager=touch\tpwned:set",
        "HEAD;touch\tpwned:set",
        "$(touch\tpwned):set",
        "`touch\tpwned`:set",
        "HEAD:../set",
        "HEAD:/etc/passwd",
        "HEAD:set/../../outside",
        "HEAD^{/--output=pwned}:set",
        "HEAD:set\n--output=pwned",
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
            .args(["diff", "--no-proof", "--", revision, "set"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{revision}: {output:?}");
        assert!(!output.stderr.is_empty(), "{revision}");
        assert!(contents(folder) == before, "{revision} changes a file");
    }
}

/// A link in a folder leads nowhere unless that is asked for, and never in a circle.
#[cfg(unix)]
#[test]
fn links_lead_out_of_no_folder() {
    use std::os::unix::fs::symlink;
    let (inside, outside) = (folder(), folder());
    let folder = inside.path();
    symlink(outside.path(), folder.join("deep/away")).expect("a link");
    symlink(outside.path().join("p.yaml"), folder.join("deep/away.yaml")).expect("a link");
    symlink("..", folder.join("deep/circle")).expect("a link");
    symlink(outside.path().join("set"), folder.join("set/away")).expect("a link");
    let reports = |arguments: &str| {
        let output = run(folder, arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (text.matches("{\"report\"").count(), output.status.code())
    };
    // That one is not followed is told.
    assert_eq!(reports("score deep --format jsonl"), (1, Some(2)));
    assert!(reports("score deep --format jsonl --follow-links").0 > 1);
    // Were the linked folder read too, every id would stand twice.
    assert!(run(folder, "check set").status.success());
    symlink(outside.path().join("p.yaml"), folder.join("set/away.toml")).expect("a link");
    let output = run(folder, "check set");
    let complaint = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert!(!complaint.contains("partly"), "{complaint}");
}

/// Texts in other languages are as foreign as the set's own.
#[test]
fn translations_move_no_terminal_and_command_no_build_server() {
    let folder = folder();
    let set = folder.path().join("set");
    fs::create_dir_all(set.join("locales")).expect("a folder");
    let begin = fs::read_to_string(set.join("set.toml")).expect("text");
    assert!(!begin.contains("languages"));
    let begin = format!("languages = [\"en\", \"zh-Hans\"]\n{begin}");
    fs::write(set.join("set.toml"), begin).expect("a file");
    let hostile = "\\u001b[31m red\\u202e";
    let locale = format!(
        "[rubrics.fit]\ntitle = \"{hostile}\"\n\n[facts.\"goal.clear\"]\nask = \"\\n::error::x\"\n\n\
         [facts.\"goal.clear\".titles]\nyes = \"{hostile}\"\npartly = \"\\n::error::x\"\nno = \"\\n否\"\n"
    );
    fs::write(set.join("locales/zh-Hans.toml"), locale).expect("a file");
    for arguments in [
        "score p.yaml --lang zh-Hans --trace --full",
        "score p.yaml --lang zh-Hans --audience customer --full",
        "explain goal.clear --lang zh-Hans",
        "plan p.yaml --to start --lang zh-Hans",
    ] {
        let output = run(folder.path(), arguments);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            !text.is_empty(),
            "{arguments}: {:?}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            !text.contains(['\u{1b}', '\u{202e}']),
            "{arguments}: {text}"
        );
        let command = text
            .lines()
            .any(|line| line.trim_start().starts_with("::error"));
        assert!(!command, "{arguments}: {text}");
    }
    let checked = run(folder.path(), "check set");
    let told = String::from_utf8_lossy(&checked.stdout);
    for part in [
        "facts.goal.clear.titles.yes",
        "facts.goal.clear.titles.partly",
        "rubrics.fit.title",
    ] {
        assert!(told.contains(&format!("`{part}` holds")), "{part}: {told}");
    }
}
