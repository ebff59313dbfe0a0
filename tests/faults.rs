//! What goes wrong around a batch: inputs that are cut off, outputs that cannot be written, a person who stops it.
//! Nothing that came before is lost, and no file is half written.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "batch/folder.rs"]
#[allow(dead_code, reason = "each test takes what it needs of it")]
mod folder;

use folder::{Folder, Ran, gzip, zstd};
use std::fs;

const COLUMNS: [&str; 4] = ["--format", "csv", "--fields", "index,fit"];

/// How many profiles were scored, and how many were not; numbers have no gaps.
fn counts(run: &Ran) -> (usize, usize) {
    let mut table = csv::Reader::from_reader(run.out.as_bytes());
    let (mut good, mut bad) = (0, 0);
    for (number, record) in table.records().enumerate() {
        let record = record.expect("well-formed");
        assert_eq!(&record[0], number.to_string());
        if record[1].is_empty() {
            bad += 1;
        } else {
            good += 1;
        }
    }
    (good, bad)
}

/// Profiles of which a packed part holds many.
fn many(form: &str, count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        // Numbers that do not repeat: what packs well would be one block.
        let staff = number.wrapping_mul(7919) % 500 + 1;
        let name = format!("{:x}", number.wrapping_mul(2_654_435_761));
        match form {
            "yaml" => text += &format!("---\ncompany: {{ name: n{name}, staff: {staff} }}\n"),
            "json" => {
                let sign = if number == 0 { '[' } else { ',' };
                text +=
                    &format!("{sign}{{\"company\":{{\"name\":\"{name}\",\"staff\":{staff}}}}}\n");
            }
            "jsonl" => {
                text += &format!("{{\"company\":{{\"name\":\"{name}\",\"staff\":{staff}}}}}\n");
            }
            _ => {
                if number == 0 {
                    text += "company.name,company.staff\n";
                }
                text += &format!("n{name},{staff}\n");
            }
        }
    }
    if form == "json" {
        text += "]";
    }
    text
}

#[test]
fn what_stands_before_the_end_of_a_packed_file_that_is_cut_off_is_scored() {
    for form in ["yaml", "json", "jsonl", "csv"] {
        let count = if form == "csv" { 12_000 } else { 6_000 };
        let text = many(form, count);
        for (end, packed) in [
            ("gz", gzip(text.as_bytes())),
            ("zst", zstd(text.as_bytes())),
        ] {
            let folder = Folder::new();
            let name = format!("a.{form}.{end}");
            folder.write(&name, &packed[..packed.len() * 9 / 10]);
            let run = folder.score(&[&[&*name], &COLUMNS[..]].concat());
            let (good, bad) = counts(&run);
            assert!(good > 0 && good < count, "{name}: {good}");
            assert_eq!((run.code, bad), (2, 1), "{name}: {}", run.err);
            assert!(
                run.err.contains("error[unreadable]") && run.err.contains(&name),
                "{}",
                run.err
            );
            // What is cut off within its first bytes has nothing before it.
            folder.write(&name, &packed[..9]);
            let run = folder.score(&[&[&*name], &COLUMNS[..]].concat());
            assert_eq!((run.code, counts(&run)), (2, (0, 1)), "{name}");
            // A good file behind it is scored.
            folder.write("good.yaml", "{}\n");
            let run = folder.score(&[
                &name,
                "good.yaml",
                "--format",
                "csv",
                "--fields",
                "path,fit",
            ]);
            assert!(run.out.ends_with("good.yaml,52.7\n"), "{}", run.out);
        }
    }
}

#[test]
fn a_damaged_packed_file_is_told() {
    let text = many("jsonl", 6_000);
    for (end, mut packed) in [
        ("gz", gzip(text.as_bytes())),
        ("zst", zstd(text.as_bytes())),
    ] {
        let at = packed.len() - 6;
        packed[at] ^= 0x55;
        let folder = Folder::new();
        let name = format!("a.jsonl.{end}");
        folder.write(&name, &packed);
        let run = folder.score(&[&[&*name], &COLUMNS[..]].concat());
        assert_eq!(run.code, 2, "{name}");
        assert!(run.err.contains(&name), "{}", run.err);
    }
}

#[test]
fn several_packed_parts_are_one_input() {
    let folder = Folder::new();
    let half = many("jsonl", 10);
    folder.write(
        "a.jsonl.gz",
        [gzip(half.as_bytes()), gzip(half.as_bytes())].concat(),
    );
    folder.write(
        "b.jsonl.zst",
        [zstd(half.as_bytes()), zstd(half.as_bytes())].concat(),
    );
    for name in ["a.jsonl.gz", "b.jsonl.zst"] {
        let run = folder.score(&[&[name], &COLUMNS[..]].concat());
        assert_eq!((run.code, counts(&run)), (0, (20, 0)), "{}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_stops_nobody() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.write("p/a.yaml", "{}\n");
    folder.write("p/b.yaml", "{}\n");
    folder.write("p/c.yaml", "{}\n");
    let locked = folder.path("p/b.yaml");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("our own file");
    if fs::File::open(&locked).is_ok() {
        println!("skipped: whoever runs this may read every file");
        return;
    }
    let run = folder.score(&["p", "--format", "csv", "--fields", "path,fit"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.out,
        "path,fit\np/a.yaml,52.7\np/b.yaml,\np/c.yaml,52.7\n"
    );
    assert!(
        run.err.contains("p/b.yaml") && run.err.contains("permission denied"),
        "{}",
        run.err
    );
}

/// A file that opens, and fails when it is read.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read_stops_nobody() {
    let folder = Folder::new();
    folder.write("a.yaml", "{}\n");
    for form in ["yaml", "json", "jsonl", "csv"] {
        let files = ["/proc/self/mem", "a.yaml"];
        let run = folder.score(
            &[
                &files[..],
                &[
                    "--input-format",
                    form,
                    "--format",
                    "csv",
                    "--fields",
                    "path,fit",
                ],
            ]
            .concat(),
        );
        assert_eq!(run.code, 2);
        assert!(
            run.out.starts_with("path,fit\n/proc/self/mem,\na.yaml,"),
            "{}",
            run.out
        );
        assert!(run.err.contains("/proc/self/mem"), "{}", run.err);
    }
}

#[test]
fn a_document_over_the_limit_is_told_and_the_others_are_scored() {
    let long = "x".repeat(17 * 1024 * 1024);
    for (form, text) in [
        (
            "jsonl",
            format!("{{}}\n{{\"company\":{{\"name\":\"{long}\"}}}}\n{{}}\n{{}}\n"),
        ),
        (
            "json",
            format!("[{{}},\n{{\"company\":{{\"name\":\"{long}\"}}}},{{}},\n{{}}]"),
        ),
        (
            "yaml",
            format!("{{}}\n---\ncompany:\n  name: {long}\n---\n{{}}\n---\n{{}}\n"),
        ),
        ("csv", format!("company.name\nA\n\"{long}\"\nB\nC\n")),
    ] {
        let folder = Folder::new();
        let name = format!("a.{form}");
        folder.write(&name, &text);
        let run = folder.score(&[&[&*name], &COLUMNS[..]].concat());
        assert_eq!((run.code, counts(&run)), (2, (3, 1)), "{form}: {}", run.err);
        let line = if form == "csv" { 3 } else { 2 };
        let place = format!("{name}:{line}:");
        assert!(
            run.err.contains("larger than 16 MiB (document 2)") && run.err.contains(&place),
            "{}",
            run.err
        );
        // As the only document, and as the first.
        let alone = match form {
            "yaml" => format!("company:\n  name: {long}\n"),
            "csv" => format!("company.name\n{long}\n"),
            _ => format!("{{\"company\":{{\"name\":\"{long}\"}}}}\n"),
        };
        folder.write(&name, alone);
        let run = folder.score(&[&name]);
        assert_eq!(run.code, 2, "{form}");
        assert_eq!(run.err.matches("error[").count(), 1, "{}", run.err);
    }
}

/// An unclosed quote would take the rest of a table for one field.
#[test]
fn behind_a_quote_that_is_never_closed_rows_are_found_again() {
    let folder = Folder::new();
    let mut text = String::from("company.name,company.staff\nA,1\n\"B,2\n");
    while text.len() < 17 * 1024 * 1024 {
        text += "Somebody with a long name in a long table,3\n";
    }
    folder.write("a.csv", &text);
    let run = folder.score(&[&["a.csv"], &COLUMNS[..]].concat());
    let (good, bad) = counts(&run);
    assert_eq!((run.code, bad), (2, 1), "{}", run.err);
    assert!(
        good > 20_000 && run.err.contains("a.csv:3:"),
        "{good} {}",
        run.err
    );
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_quiet() {
    use std::process::Stdio;
    let folder = Folder::new();
    folder.write("a.jsonl", many("jsonl", 300));
    for format in [
        "jsonl", "json", "csv", "tap", "junit", "sarif", "github", "markdown", "yaml", "table",
    ] {
        let mut child = folder
            .maturity(&["score", "a.jsonl", "--format", format, "--quiet"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*said), (Some(0), ""), "{format}");
        if format == "csv" {
            // Where standard error is closed nobody can be told, and nothing else changes.
            let mut child = folder
                .maturity(&[
                    "score",
                    "a.jsonl",
                    "--format",
                    format,
                    "--require",
                    "fit > 99",
                ])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it runs");
            drop(child.stderr.take());
            let output = child.wait_with_output().expect("it ends");
            assert_eq!(output.status.code(), Some(3));
            assert_eq!(output.stdout.split(|byte| *byte == b'\n').count(), 302);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error() {
    use std::process::Stdio;
    let folder = Folder::new();
    folder.write("a.jsonl", many("jsonl", 500));
    folder.write("one.yaml", "{}\n");
    for args in [
        vec!["a.jsonl", "--format", "jsonl"],
        vec!["a.jsonl", "--format", "csv"],
        vec!["a.jsonl", "--format", "junit"],
        vec!["a.jsonl"],
        vec!["one.yaml"],
        vec!["--help"],
    ] {
        let full = fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("it is there");
        let output = folder
            .maturity(&[&["score"], &args[..]].concat())
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            said.starts_with("error: ") && said.to_lowercase().contains("no space left"),
            "{said}"
        );
        if args == ["--help"] {
            continue;
        }
        let run = folder.score(&[&args[..], &["--output", "/dev/full"]].concat());
        assert_eq!(run.code, 2, "{args:?}");
        assert!(
            run.err.to_lowercase().contains("no space left"),
            "{}",
            run.err
        );
    }
}

/// What others have written to the file behind a standard stream stays.
#[cfg(target_os = "linux")]
#[test]
fn a_stream_is_written_to_and_its_file_not_replaced() {
    let folder = Folder::new();
    folder.write("one.yaml", "{}\n");
    let kept = |name: &str| {
        folder.write(name, "before\n");
        let file = fs::File::options().append(true).open(folder.path(name));
        file.expect("it is there")
    };
    let told = |name: &str| fs::read_to_string(folder.path(name)).expect("text");
    for stream in ["/dev/stdout", "/dev/stderr", "/proc/self/fd/1"] {
        let arguments = ["score", "one.yaml", "--format", "csv", "--fields", "path"];
        let output = folder
            .maturity(&[&arguments[..], &["--output", stream]].concat())
            .stdout(kept("out"))
            .stderr(kept("err"))
            .status()
            .expect("it runs");
        assert_eq!(output.code(), Some(0), "{stream}");
        let (one, other) = if stream == "/dev/stderr" {
            ("err", "out")
        } else {
            ("out", "err")
        };
        assert_eq!(told(one), "before\npath\none.yaml\n", "{stream}");
        assert_eq!(told(other), "before\n", "{stream}");
    }
}

/// The program with hangups as they are by default, also where the tests run under `nohup`, if `env` can do that.
#[cfg(unix)]
fn without_nohup(folder: &Folder) -> std::process::Command {
    use std::process::{Command, Stdio};
    let env = || {
        let mut env = Command::new("env");
        env.arg("--default-signal=HUP");
        env
    };
    let program = folder.maturity(&[]);
    let mut attempt = env();
    let attempt = attempt.arg("true").stderr(Stdio::null()).status();
    if !attempt.is_ok_and(|attempt| attempt.success()) {
        return program;
    }
    let mut command = env();
    command
        .arg(program.get_program())
        .current_dir(folder.path("."));
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// While standard input is open the run waits; then it is stopped.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_file() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    // One document is waited for to its end, lines are scored as they come.
    for (signal, form) in [("INT", "jsonl"), ("TERM", "jsonl"), ("INT", "yaml")] {
        for there in [false, true] {
            for threads in ["1", "4"] {
                let folder = Folder::new();
                fs::create_dir(folder.path("out")).expect("a folder");
                if there {
                    folder.write("out/all.jsonl", "old\n");
                }
                let mut child = without_nohup(&folder)
                    .args(["score", "-", "--input-format", form, "--format", "jsonl"])
                    .args(["--output", "out/all.jsonl", "--jobs", threads])
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .expect("it runs");
                let mut stdin = child.stdin.take().expect("piped");
                let text = match form {
                    "yaml" => "company:\n  name: A\n".to_owned(),
                    _ => many("jsonl", 4_000),
                };
                stdin.write_all(text.as_bytes()).expect("it reads");
                // It has begun once its temporary file is there.
                let begun = || {
                    fs::read_dir(folder.path("out")).expect("a folder").count() > usize::from(there)
                };
                for _ in 0..500 {
                    if begun() {
                        break;
                    }
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
                assert!(begun());
                std::thread::sleep(std::time::Duration::from_millis(50));
                let killed = Command::new("kill")
                    .args([&format!("-{signal}"), &child.id().to_string()])
                    .status()
                    .expect("it runs");
                assert!(killed.success());
                let output = child.wait_with_output().expect("it ends");
                assert_eq!(output.status.code(), Some(130), "{signal}: {output:?}");
                drop(stdin);
                let left: Vec<_> = fs::read_dir(folder.path("out"))
                    .expect("a folder")
                    .flatten()
                    .map(|entry| entry.file_name())
                    .collect();
                if there {
                    assert_eq!(left, ["all.jsonl"]);
                    assert_eq!(
                        fs::read_to_string(folder.path("out/all.jsonl")).expect("it is there"),
                        "old\n"
                    );
                } else {
                    assert!(left.is_empty(), "{left:?}");
                }
            }
        }
    }
}

/// Who starts a program by `nohup` wants its output, whatever becomes of the terminal.
#[cfg(target_os = "linux")]
#[test]
fn an_ignored_hangup_loses_no_file() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let folder = Folder::new();
    let mut child = Command::new("nohup")
        .arg(env!("CARGO_BIN_EXE_maturity"))
        .args(["score", "-", "--format", "jsonl", "--output", "all.jsonl"])
        .env_remove("MATURITY_RUBRICS")
        .current_dir(folder.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    let begun = || fs::read_dir(folder.path(".")).expect("a folder").count() > 0;
    for _ in 0..500 {
        if begun() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(begun());
    let sent = Command::new("kill")
        .args(["-HUP", &child.id().to_string()])
        .status();
    assert!(sent.expect("it runs").success());
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(b"{}\n").expect("it reads");
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let written = fs::read_to_string(folder.path("all.jsonl")).expect("it is there");
    assert_eq!(written.lines().count(), 1);
}

#[test]
fn an_output_overwrites_no_input() {
    let folder = Folder::new();
    folder.write("p/a.yaml", "{}\n");
    folder.write("p/deep/all.jsonl", "{}\n");
    folder.write("p/all.csv", "company.name\nA\n");
    let run = folder.score(&["p", "--format", "jsonl", "--output", "base.jsonl"]);
    assert_eq!(run.code, 0);
    for (args, what) in [
        (
            vec!["p/a.yaml", "--output", "p/a.yaml"],
            "the profile `p/a.yaml`",
        ),
        (
            vec!["p/a.yaml", "--output", "./p/deep/../a.yaml"],
            "the profile `p/a.yaml`",
        ),
        (
            vec!["p", "--output", "p/all.csv"],
            "the profile `p/all.csv`",
        ),
        (
            vec!["p", "--output", "p/deep/all.jsonl"],
            "the profile `p/deep/all.jsonl`",
        ),
        (
            vec!["p/*.csv", "--output", "p/all.csv"],
            "the profile `p/all.csv`",
        ),
        (
            vec!["p", "--baseline", "base.jsonl", "--output", "base.jsonl"],
            "the baseline",
        ),
    ] {
        let target = folder.path(args[args.len() - 1]);
        let before = fs::read(&target).expect("it is there");
        let run = folder.score(&[&args[..], &["--format", "csv"]].concat());
        assert_eq!((run.code, &*run.out), (2, ""), "{args:?}");
        assert!(
            run.err.contains("would overwrite") && run.err.contains(what),
            "{}",
            run.err
        );
        assert_eq!(fs::read(&target).expect("it is there"), before);
    }
    // The next run would take a new one for a profile.
    for args in [
        ["p", "--output", "p/new.jsonl"],
        [".", "--output", "new.yaml"],
    ] {
        let run = folder.score(&[&args[..], &["--format", "csv"]].concat());
        assert_eq!((run.code, &*run.out), (2, ""), "{args:?}");
        let said = "would be a profile for the next run";
        assert!(run.err.contains(said), "{}", run.err);
        assert!(!folder.path(args[2]).exists());
    }
    // Nor is a file overwritten that comes by standard input.
    #[cfg(unix)]
    {
        let own = fs::File::open(folder.path("p/a.yaml")).expect("it is there");
        let mut command = folder.maturity(&["score", "-", "--output", "p/a.yaml"]);
        let output = command.stdin(own).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("what standard input reads"), "{said}");
        assert_eq!(
            fs::read(folder.path("p/a.yaml")).expect("it is there"),
            b"{}\n"
        );
    }
    // What is no input there may be written, and what is new elsewhere.
    for target in ["p/all.txt", "new.jsonl"] {
        folder.write("p/all.txt", "old\n");
        let run = folder.score(&["p", "--format", "csv", "--output", target]);
        assert_eq!((run.code, &*run.err), (0, ""), "{target}");
    }
    let shown = fs::read_to_string(folder.path("new.jsonl")).expect("it is there");
    assert_eq!(shown.lines().count(), 4);
}

// What takes long or much room: `.ci/full` runs it.

#[test]
#[ignore = "writes 100,000 files"]
fn a_hundred_thousand_tiny_files() {
    let folder = Folder::new();
    for number in 0..100_000 {
        folder.write(
            &format!("p/{}/{number}.yaml", number % 100),
            format!("company: {{ staff: {} }}\n", number % 500 + 1),
        );
    }
    let run = folder.score(&["p", "--format", "csv", "--fields", "path,fit"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    let paths: Vec<&str> = run
        .out
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().expect("a path"))
        .collect();
    assert_eq!(paths.len(), 100_000);
    assert!(paths.is_sorted_by(|a, b| std::path::Path::new(a) <= std::path::Path::new(b)));
    let one = folder.score(&[
        "p", "--format", "csv", "--fields", "path,fit", "--jobs", "1",
    ]);
    assert!(run.out == one.out);
}

#[cfg(target_os = "linux")]
mod memory {
    use super::{Folder, many};
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    /// The most memory that a run has held, in KiB: it waits at the end of its input until that is read.
    fn peak(mut command: Command, input: impl FnOnce(&mut dyn std::io::Write)) -> u64 {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let mut stdin = child.stdin.take().expect("piped");
        input(&mut stdin);
        stdin.flush().expect("it reads");
        // What was read last is still under way.
        std::thread::sleep(std::time::Duration::from_millis(500));
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
        drop(stdin);
        assert!(
            child
                .wait()
                .expect("it ends")
                .code()
                .is_some_and(|code| code == 0 || code == 2)
        );
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .expect("a line");
        let kib = line.split_whitespace().nth(1).expect("a number");
        kib.parse().expect("a number")
    }

    fn batch(folder: &Folder, format: &str, lines: usize) -> u64 {
        let command =
            folder.maturity(&["score", "-", "--input-format", "jsonl", "--format", format]);
        let text = many("jsonl", 1_000);
        peak(command, |stdin| {
            for _ in 0..lines / 1_000 {
                stdin.write_all(text.as_bytes()).expect("it reads");
            }
        })
    }

    #[test]
    #[ignore = "scores 3,000,000 profiles"]
    fn memory_does_not_grow_with_the_number_of_profiles() {
        let folder = Folder::new();
        for format in ["csv", "jsonl", "json"] {
            let (few, many) = (
                batch(&folder, format, 1_000),
                batch(&folder, format, 1_000_000),
            );
            let start = batch(&folder, format, 0);
            println!("{format}: {start} KiB with nothing, {few} with 1,000, {many} with 1,000,000");
            let most = start + 32 * 1024;
            assert!(few < most && many < most, "{format}: {start} {few} {many}");
        }
    }

    #[test]
    #[ignore = "writes 200 MB"]
    fn one_document_of_200_mb_is_too_large_and_needs_little() {
        let folder = Folder::new();
        for form in ["yaml", "json", "jsonl", "csv"] {
            let (begin, end) = match form {
                "yaml" => ("company:\n  name: ", "\n---\n{}\n"),
                "json" => ("{\"company\":{\"name\":\"", "\"}}\n{}"),
                "jsonl" => ("{\"company\":{\"name\":\"", "\"}}\n{}\n"),
                _ => ("company.name\n\"", "\"\nB\n"),
            };
            let mut text = begin.to_owned();
            text.push_str(&"x".repeat(200_000_000));
            text.push_str(end);
            let name = format!("a.{form}");
            folder.write(&name, &text);
            let run = folder.score(&[&name, "--format", "csv", "--fields", "index,fit"]);
            assert_eq!(run.code, 2);
            assert_eq!(run.out.lines().count(), 3, "{form}: {}", run.out);
            assert!(
                run.out.starts_with("index,fit\n0,\n1,") && run.err.contains("larger than 16 MiB"),
                "{}",
                run.err
            );
            let command =
                folder.maturity(&["score", "-", "--input-format", form, "--format", "csv"]);
            let most = peak(command, |stdin| {
                stdin.write_all(text.as_bytes()).expect("it reads");
            });
            println!("{form}: {most} KiB");
            assert!(most < 128 * 1024, "{form}: {most} KiB");
        }
    }

    #[test]
    #[ignore = "mounts a small disk"]
    fn a_disk_that_fills_up_leaves_nothing() {
        let folder = Folder::new();
        folder.write("a.jsonl", many("jsonl", 20_000));
        std::fs::create_dir(folder.path("disk")).expect("a folder");
        let disk = folder.path("disk");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "none"])
            .arg(&disk)
            .output();
        if !mount.as_ref().is_ok_and(|output| output.status.success()) {
            println!("skipped: mounting is not allowed here: {mount:?}");
            return;
        }
        std::fs::write(disk.join("old.csv"), "old\n").expect("written");
        let runs = ["new.csv", "old.csv"].map(|name| {
            folder.score(&[
                "a.jsonl",
                "--format",
                "jsonl",
                "--output",
                &format!("disk/{name}"),
            ])
        });
        let mut left: Vec<_> = std::fs::read_dir(&disk)
            .expect("a folder")
            .flatten()
            .map(|entry| entry.file_name())
            .collect();
        left.sort();
        let old = std::fs::read_to_string(disk.join("old.csv"));
        let unmounted = Command::new("umount").arg(&disk).status();
        assert!(unmounted.is_ok_and(|status| status.success()));
        for run in runs {
            assert_eq!(run.code, 2);
            assert!(
                run.err.to_lowercase().contains("no space left"),
                "{}",
                run.err
            );
        }
        assert_eq!(
            (left, old.ok().as_deref()),
            (vec!["old.csv".into()], Some("old\n"))
        );
    }
}
