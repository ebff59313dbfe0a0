//! `ask` as a person meets it: the program in a pseudo-terminal, key by key, and what is in the file after.
//! Every step waits for text, never for time.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use expectrl::session::OsSession;
use expectrl::{Expect, Session};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const DOWN: &str = "\u{1b}[B";
const ENTER: &str = "\r";
const ESC: &str = "\u{1b}";
const CTRL_C: &str = "\u{3}";
const CTRL_U: &str = "\u{15}";
const BACKSPACE: &str = "\u{7f}";

/// The profile to go on with: only the number of people and what hangs on it is open.
const BEGUN: &str = "# the first call
profile:
  rubrics: tiny 1.2.3
goal:
  driver: growth
  clear: partly   # a theme

  # not before spring
  urgent: false
";

/// The program in a terminal of 80 columns, in a folder of its own.
struct Terminal {
    session: OsSession,
    folder: tempfile::TempDir,
}

impl Terminal {
    /// Starts `maturity` with arguments on a profile `p.yaml`, if there is one.
    fn start(arguments: &str, profile: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        if let Some(profile) = profile {
            fs::write(folder.path().join("p.yaml"), profile).expect("written");
        }
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_maturity");
        let script = format!("stty cols 80 rows 40\n\"$0\" {arguments}\necho \"exit:$?\"");
        let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/fixtures/tiny");
        command
            .args(["-c", &script, program])
            .current_dir(folder.path())
            .env("MATURITY_RUBRICS", tiny)
            .env("LC_ALL", "C.UTF-8")
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env_remove("COLUMNS");
        let mut session = Session::spawn(command).expect("a pseudo-terminal");
        session.set_expect_timeout(Some(Duration::from_secs(60)));
        Self { session, folder }
    }

    /// Waits for a text behind what was seen so far.
    fn sees(&mut self, text: &str) -> &mut Self {
        self.session
            .expect(text)
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        self
    }

    fn types(&mut self, keys: &[&str]) -> &mut Self {
        self.session.send(keys.concat()).expect("typed");
        self
    }

    /// Waits for a prompt, where keys do what they do there.
    fn ready(&mut self) -> &mut Self {
        self.sees("Esc back")
    }

    fn file(&self) -> String {
        fs::read_to_string(self.folder.path().join("p.yaml")).expect("the profile")
    }
}

#[test]
fn an_interview_until_it_is_settled() {
    let mut terminal = Terminal::start("ask p.yaml", None);
    terminal
        .sees("p.yaml is new")
        .sees("1. Why now?")
        .sees("tells 0.72 bits")
        .ready();
    assert!(!terminal.folder.path().join("p.yaml").exists());
    terminal
        .types(&[DOWN, ENTER])
        .sees("Prepare 71 % (before: 57 %)")
        .sees("2. What is it for?")
        .ready();
    assert_eq!(
        terminal.file(),
        "profile:\n  rubrics: tiny 1.2.3\ngoal:\n  driver: growth\n"
    );
    // Letters search the meanings too.
    terminal
        .types(&["figure", ENTER])
        .sees("Answer: yes")
        .sees("3. Does it have to")
        .ready();
    terminal
        .types(&[DOWN, ENTER])
        .sees("Answer: no")
        .sees("4. How many people")
        .ready();
    terminal
        .types(&["60-80", ENTER])
        .sees("is a whole number of people, not `60-80`")
        .ready();
    terminal
        .types(&[&BACKSPACE.repeat(5), "501", ENTER])
        .sees("out of bounds")
        .sees("between 1 and")
        .ready();
    terminal.types(&[&BACKSPACE.repeat(3), "12", ENTER]);
    terminal.sees("Start: settled, no further question can change it");
    terminal
        .sees("3 questions would only fill in the scores")
        .ready();
    terminal
        .types(&[ENTER])
        .sees("Everything is in p.yaml.")
        .sees("exit:0");
    assert_eq!(
        terminal.file(),
        "profile:\n  rubrics: tiny 1.2.3\ngoal:\n  driver: growth\n  clear: yes\n  urgent: false\ncompany:\n  staff: 12\n"
    );
}

#[test]
fn half_a_number_with_a_note_then_interrupted() {
    let mut terminal = Terminal::start("ask p.yaml", Some(BEGUN));
    terminal
        .sees("How many people")
        .sees("a whole number of people, 1 to 500")
        .ready();
    // Enter alone opens the menu; Esc leads back to the number.
    terminal.types(&[ENTER]).sees("type the number").ready();
    terminal
        .types(&[ESC])
        .sees("Enter alone")
        .types(&[ENTER])
        .sees("type the number")
        .ready();
    terminal
        .types(&[DOWN, DOWN, DOWN, ENTER])
        .sees("Note:")
        .ready();
    terminal
        .types(&["they said \"about 100\"", ENTER])
        .sees("change the note")
        .ready();
    terminal.types(&[DOWN, ENTER]).sees("At least:").ready();
    terminal.types(&["90", ENTER]).sees("At most:").ready();
    terminal
        .types(&["20", ENTER])
        .sees("leaves no value")
        .sees("At least:")
        .ready();
    terminal.types(&["90", ENTER]).sees("At most:").ready();
    terminal
        .types(&["130", ENTER])
        .sees("2. Which skills are there?")
        .ready();
    terminal
        .types(&[CTRL_C])
        .sees("Stopped. Everything is in p.yaml.")
        .sees("exit:130");
    let fact = "company:\n  staff: { at_least: 90, at_most: 130, note: \"they said \\\"about 100\\\"\" }\n";
    assert_eq!(terminal.file(), format!("{BEGUN}{fact}"));
}

#[test]
fn half_a_choice_and_half_a_set() {
    let begun = BEGUN.replace("growth", "{ not: fashion }");
    let mut terminal = Terminal::start("ask p.yaml", Some(&begun));
    terminal
        .sees("How many people")
        .ready()
        .types(&["30", ENTER]);
    terminal.sees("Which skills are there?").ready();
    terminal.types(&[DOWN, ENTER]).sees("surely hold?").ready();
    terminal.types(&[" ", ENTER]).sees("surely do not?").ready();
    terminal.types(&[DOWN, " ", ENTER]).sees("settled").ready();
    terminal.types(&[CTRL_C]).sees("exit:130");
    assert!(
        terminal
            .file()
            .ends_with("team:\n  skills: { includes: [data], excludes: [sales] }\n"),
        "{}",
        terminal.file()
    );

    let mut terminal = Terminal::start("ask p.yaml", None);
    terminal.sees("Why now?").ready();
    terminal
        .types(&[DOWN, DOWN, DOWN, ENTER])
        .sees("can it still be?")
        .ready();
    // Nothing marked leads back to the menu: it is one of them.
    terminal.types(&[ENTER]).sees("don't know").ready();
    terminal
        .types(&[DOWN, DOWN, DOWN, ENTER])
        .sees("can it still be?")
        .ready();
    terminal
        .types(&[" ", DOWN, " ", ENTER])
        .sees("cost, growth")
        .sees("2. ")
        .ready();
    terminal.types(&[CTRL_C]).sees("exit:130");
    assert!(
        terminal
            .file()
            .ends_with("goal:\n  driver: { not: [fashion] }\n"),
        "{}",
        terminal.file()
    );
}

#[test]
fn not_known_and_one_back() {
    let mut terminal = Terminal::start("ask p.yaml", None);
    terminal.sees("Why now?").ready();
    terminal
        .types(&[ESC])
        .sees("This is the first question.")
        .sees("Why now?")
        .ready();
    // The last lines of the menu: partly, don't know, note, stop.
    terminal
        .types(&[&DOWN.repeat(4), ENTER])
        .sees("don't know")
        .sees("2. What is it for?")
        .ready();
    assert!(
        terminal.file().ends_with("goal:\n  driver: unknown\n"),
        "{}",
        terminal.file()
    );
    terminal
        .types(&[ESC])
        .sees("taken back")
        .sees("1. Why now?")
        .ready();
    assert_eq!(terminal.file(), "profile:\n  rubrics: tiny 1.2.3\n");
    terminal
        .types(&[&DOWN.repeat(6), ENTER])
        .sees("Everything is in p.yaml")
        .sees("exit:0");
}

/// What was noted is in the file, whether an answer follows or not.
#[test]
fn a_note_before_the_end_is_kept() {
    for (keys, exit) in [
        (&[DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, ENTER][..], "exit:0"),
        (&[CTRL_C], "exit:130"),
    ] {
        let mut terminal = Terminal::start("ask p.yaml", None);
        terminal.sees("Why now?").ready();
        terminal
            .types(&[&DOWN.repeat(5), ENTER])
            .sees("Note:")
            .ready();
        terminal
            .types(&["said so", ENTER])
            .sees("change the note")
            .ready();
        terminal.types(keys).sees(exit);
        assert!(
            terminal
                .file()
                .ends_with("goal:\n  driver: { value: unknown, note: \"said so\" }\n"),
            "{}",
            terminal.file()
        );
    }
}

/// Esc in a search ends the search, and only the next one goes back.
#[test]
fn esc_ends_a_search_first() {
    let mut terminal = Terminal::start("ask p.yaml", None);
    terminal.sees("Why now?").ready();
    terminal
        .types(&[DOWN, ENTER])
        .sees("2. What is it for?")
        .ready();
    terminal.types(&["figu"]).sees("figu").ready();
    terminal.types(&[ESC]).sees("Nobody can say it").ready();
    terminal.types(&[ENTER]).sees("Answer: no").ready();
    assert!(
        terminal.file().ends_with("  clear: no\n"),
        "{}",
        terminal.file()
    );
}

#[test]
fn ctrl_u_clears_a_line() {
    let mut terminal = Terminal::start("ask p.yaml", Some(BEGUN));
    terminal.sees("How many people").ready();
    terminal.types(&["99", CTRL_U]).ready();
    terminal
        .types(&["12", ENTER])
        .sees("Answer: 12")
        .sees("2. ")
        .ready();
    terminal.types(&[CTRL_C]).sees("exit:130");
    assert!(
        terminal.file().ends_with("  staff: 12\n"),
        "{}",
        terminal.file()
    );
}

#[test]
fn going_on_behind_the_pause() {
    let mut terminal = Terminal::start("ask p.yaml", Some("goal: { driver: fashion } # heard\n"));
    terminal
        .sees("Stop: settled")
        .sees("5 questions would only")
        .ready();
    terminal
        .types(&[DOWN, ENTER])
        .sees("Does it have to be done")
        .ready();
    terminal.types(&[DOWN, ENTER]).sees("2. ").ready();
    terminal.types(&[CTRL_C]).sees("exit:130");
    assert_eq!(
        terminal.file(),
        "goal: { driver: fashion, urgent: false } # heard\n"
    );
}

/// An editor that is open beside the interview loses nothing.
#[test]
fn what_others_write_meanwhile_is_not_overwritten() {
    let mut terminal = Terminal::start("ask p.yaml", Some(BEGUN));
    terminal.sees("How many people").ready();
    let path = terminal.folder.path().join("p.yaml");
    fs::write(&path, "goal:\n  driver: cost\n").expect("written");
    terminal
        .types(&["12", ENTER])
        .sees("was changed by someone else")
        .sees("exit:2");
    assert_eq!(terminal.file(), "goal:\n  driver: cost\n");
}

#[test]
fn without_a_profile_the_result_is_printed() {
    let mut terminal = Terminal::start("ask > p.yaml", None);
    terminal.sees("Why now?").ready();
    terminal.types(&[ENTER]).sees("2. ").ready();
    terminal.types(&[CTRL_C]).sees("exit:130");
    assert_eq!(
        terminal.file(),
        "profile:\n  rubrics: tiny 1.2.3\ngoal:\n  driver: cost\n"
    );
    // On the screen it would be lost.
    Terminal::start("ask", None)
        .sees("name the profile to write")
        .sees("exit:2");
}

/// Where whoever started it has the signal of a lost terminal ignored, it ends all the same, and with it come
/// the answers.
#[test]
fn a_terminal_that_goes_away_ends_it() {
    let arguments = "--version; trap '' HUP INT TERM; \"$0\" ask > p.yaml";
    let mut terminal = Terminal::start(arguments, None);
    terminal.sees("Why now?").ready();
    terminal.types(&[ENTER]).sees("2. ").ready();
    let Terminal { session, folder } = terminal;
    // The shell is killed; the program has its signals ignored, and no terminal any more.
    drop(session);
    let path = folder.path().join("p.yaml");
    let printed = || fs::read_to_string(&path).expect("the profile");
    for _ in 0..300 {
        if !printed().is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(
        printed(),
        "profile:\n  rubrics: tiny 1.2.3\ngoal:\n  driver: cost\n"
    );
}

/// What a terminal of an old kind can show.
#[test]
fn ascii_only() {
    let mut terminal = Terminal::start("--version; LC_ALL=C \"$0\" ask p.yaml", None);
    let seen = terminal.session.expect("Esc back").expect("a prompt");
    assert!(
        seen.before().is_ascii(),
        "{:?}",
        String::from_utf8_lossy(seen.before())
    );
    terminal.types(&[CTRL_C]).sees("exit:130");
}

/// Answers as lines, into a file whose comments, order and permissions stay.
#[test]
fn lines_edit_a_file_in_place() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.yaml");
    fs::write(&path, BEGUN.replace('\n', "\r\n")).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("our own file");
    let lines = folder.path().join("lines");
    fs::write(
        &lines,
        "12\ngoal.clear: { one_of: [partly, yes] }\nteam.skills: []\nnonsense\n",
    )
    .expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args(["ask", "--rubrics", "tests/cmd/fixtures/tiny", "--answers"])
        .args([&lines, &path])
        .output()
        .expect("it runs");
    // The last line is bad: those before it are in the file.
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let expected = BEGUN.replace("partly   #", "{ one_of: [partly, yes] }  #");
    let expected = format!("{expected}company:\n  staff: 12\nteam:\n  skills: []\n");
    assert_eq!(
        fs::read_to_string(&path).expect("the profile"),
        expected.replace('\n', "\r\n")
    );
    let mode = fs::metadata(&path)
        .expect("the profile")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}
