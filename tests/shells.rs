//! Completion as a shell does it, in the shells that are there: `bash` on every Unix; `zsh` and `fish` where they are
//! installed.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use expectrl::{Expect, Session};
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What is typed, in the words that bash makes of it, and what may come next in place of the last.
const LINES: [(&[&str], &str); 12] = [
    (&["maturity", "expl"], "explain"),
    (&["maturity", "plan", "--to", "go"], "go-big"),
    (&["maturity", "explain", "sponsor.leve"], "sponsor.level"),
    (
        &["maturity", "score", "--set", "sponsor.leve"],
        "sponsor.level=",
    ),
    (
        &["maturity", "score", "--set", "sponsor.level", "=", "ow"],
        "owner",
    ),
    (
        &[
            "maturity",
            "score",
            "--set",
            "=",
            "sponsor.level",
            "=",
            "ow",
        ],
        "owner",
    ),
    (
        &["maturity", "init", "--known", "company.has_stores", "="],
        "true false unknown",
    ),
    (
        &["maturity", "score", "--fail-on", "walk-away,go"],
        "walk-away,go-big",
    ),
    (&["maturity", "score", "--color", "=", "al"], "always"),
    (
        &[
            "maturity",
            "explain",
            "--rubrics",
            "tests/cmd/fixtures/tiny",
            "goal.d",
        ],
        "goal.driver",
    ),
    (
        &["maturity", "check", "examples/comp"],
        "examples/complete.yaml",
    ),
    (&["maturity", "completions", "p"], "powershell"),
];

/// The folder of the program, before all others on the path.
fn path() -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_maturity"));
    let folder = program.parent().expect("a folder").display();
    format!("{folder}:{}", std::env::var("PATH").unwrap_or_default())
}

fn shell(name: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(name)
        .args(args)
        .env("PATH", path())
        .env("LC_ALL", "C.UTF-8")
        .env_remove("MATURITY_RUBRICS")
        .output();
    match output {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        other => {
            let output = other.expect("it runs");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
            Some(String::from_utf8(output.stdout).expect("UTF-8"))
        }
    }
}

#[test]
fn bash_completes() {
    // Words, line and place as `complete` gives them; the second argument is what is to be replaced, which is
    // nothing behind a `=`.
    let script = r#"
        source <(maturity completions bash)
        COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
        COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        word=${COMP_WORDS[COMP_CWORD]}
        [[ $word == = ]] && word=''
        _clap_complete_maturity maturity "$word" ''
        echo "${COMPREPLY[*]}"
    "#;
    for (words, next) in LINES {
        let args = [&["--norc", "-c", script, "bash"][..], words].concat();
        let told = shell("bash", &args).expect("there is bash on every Unix");
        assert_eq!(told.trim_end(), next, "{words:?}");
    }
}

#[test]
fn bash_leaves_a_new_word_alone() {
    // `--known a.b= ` is complete; a space begins another word.
    let script = r#"
        source <(maturity completions bash)
        COMP_WORDS=(maturity init --known company.name = ''); COMP_CWORD=5
        COMP_LINE='maturity init --known company.name= '; COMP_POINT=${#COMP_LINE}
        _clap_complete_maturity maturity '' ''
        echo "${COMPREPLY[*]}"
    "#;
    let told = shell("bash", &["--norc", "-c", script]).expect("there is bash on every Unix");
    assert!(
        told.contains("--schema") && told.contains("rubrics"),
        "{told}"
    );
}

#[test]
fn fish_completes() {
    for (line, next) in [
        ("maturity expl", "explain\tExplain a part"),
        ("maturity plan --to go", "go-big\tGo big"),
        (
            "maturity score --set sponsor.level=ow",
            "sponsor.level=owner\tThe owner",
        ),
        ("maturity man rob", "robustness\t"),
    ] {
        let script = format!("maturity completions fish | source; complete --do-complete '{line}'");
        let Some(told) = shell("fish", &["--no-config", "-c", &script]) else {
            return;
        };
        assert!(told.starts_with(next), "{line}: {told}");
    }
}

/// zsh completes only what is typed at its prompt.
#[test]
fn zsh_completes() {
    if shell("zsh", &["-f", "-c", ":"]).is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("zsh");
    command
        .args(["-f", "-i"])
        .env("PATH", path())
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .env("HOME", folder.path())
        .env("ZDOTDIR", folder.path())
        .env("COLUMNS", "200")
        .env_remove("MATURITY_RUBRICS");
    let mut session = Session::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    let begin = "PROMPT='> '; autoload -U compinit; compinit -u; \
        source <(maturity completions zsh); echo rea''dy";
    session.send_line(begin).expect("typed");
    session.expect("ready").expect("it begins");
    for (line, next) in [
        ("maturity expl", "maturity explain]"),
        ("maturity plan --to go", "maturity plan --to go-big]"),
        (
            "maturity score --set sponsor.level=ow",
            "maturity score --set sponsor.level=owner]",
        ),
    ] {
        // What the line has become is shown by what it prints: typed keys come back as they please.
        session
            .send(format!("{line}\t\u{1}print -r -- '[\u{5}]'\r"))
            .expect("typed");
        session
            .expect(format!("\n[{next}"))
            .unwrap_or_else(|error| panic!("{line}: {error}"));
    }
}

/// A script that was kept works with the program wherever it lies now.
#[test]
fn scripts_name_no_path() {
    for name in ["bash", "zsh", "fish", "powershell"] {
        let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
            .args(["completions", name])
            .output()
            .expect("it runs");
        let script = String::from_utf8(output.stdout).expect("UTF-8");
        let program = env!("CARGO_BIN_EXE_maturity");
        assert!(
            script.contains("MATURITY_COMPLETE") && !script.contains(program),
            "{script}"
        );
    }
}
