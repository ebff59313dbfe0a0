//! `--pager` in a pseudo-terminal: what a person sees went through the pager, and the exit code is the program's.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use expectrl::session::OsSession;
use expectrl::{Expect as _, Session};
use std::process::Command;
use std::time::Duration;

/// Runs the program on a terminal with a pager; what was seen, and the exit code.
fn seen(arguments: &str, pager: &str) -> (String, i32) {
    end(started(arguments, pager))
}

fn started(arguments: &str, pager: &str) -> OsSession {
    let mut command = Command::new("sh");
    let script = format!("trap : INT\n\"$0\" {arguments}\necho \"exit:$?:\"");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_maturity")])
        .env("MATURITY_PAGER", pager)
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .env_remove("MATURITY_LANG")
        .env_remove("MATURITY_RUBRICS")
        .env_remove("NO_COLOR");
    let mut session = Session::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    session
}

fn end(mut session: OsSession) -> (String, i32) {
    let before = session.expect("exit:").expect("it ends");
    let text = String::from_utf8_lossy(before.before()).into_owned();
    let code = session.expect(":").expect("a code");
    let code = String::from_utf8_lossy(code.before()).into_owned();
    (text, code.parse().expect("a number"))
}

#[test]
fn what_is_shown_goes_through_the_pager_with_its_colors() {
    let (text, code) = seen("score examples/complete.yaml --pager", "sed s/^/PAGED:/");
    assert_eq!(code, 0, "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() > 20, "{text}");
    assert!(
        lines.iter().all(|line| line.starts_with("PAGED:")),
        "{text}"
    );
    assert!(text.contains("\u{1b}[1m"), "no colors: {text}");
}

#[test]
fn the_code_is_that_of_the_program() {
    let refused = "score examples/complete.yaml --fail-on go-big --pager";
    assert_eq!(seen(refused, "cat").1, 1);
    // A pager that is left early closes the pipe, which is no failure.
    assert_eq!(seen("explain --pager", "true").1, 0);
}

#[test]
fn without_a_pager_it_is_shown_all_the_same() {
    let (text, code) = seen(
        "score examples/complete.yaml --brief --pager",
        "no-such-pager-anywhere",
    );
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("no pager"), "{text}");
    assert!(text.contains("GO BIG"), "{text}");
}

#[test]
fn the_pager_has_the_terminal_until_it_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let pager = folder.path().join("pager");
    // As `less` does: an interrupt does not end it.
    let script = "trap '' INT\necho READY\ncat\nsleep 0.5\necho LATER\n";
    std::fs::write(&pager, script).expect("a file");
    let pager = format!("sh {}", pager.display());
    // It waits for a profile from the terminal.
    let mut session = started("score - --pager", &pager);
    session.expect("READY").expect("the pager runs");
    // The program below starts after its pager, and an interrupt before it does is lost.
    session.set_expect_timeout(Some(Duration::from_secs(2)));
    let later = (0..30).any(|_| {
        session.send([3]).expect("an interrupt is typed");
        session.expect("LATER").is_ok()
    });
    assert!(later, "the pager is not read to its end");
    assert_eq!(end(session).1, 130);
}

/// What the pager would have needed is not in the way of what the program does without it.
#[test]
fn without_a_pager_files_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("report.json");
    let arguments = format!(
        "score examples/complete.yaml --format json --output {} --pager",
        output.display()
    );
    let (text, code) = seen(&arguments, "no-such-pager-anywhere");
    assert_eq!(code, 0, "{text}");
    let report = std::fs::read_to_string(output).expect("a file");
    assert!(report.starts_with('{'), "{report}");
}
