//! `--pager`: what a person asked to page through. The program runs once more, into the pager.

use super::interrupt;
use crate::present::text::clean;
use crate::say;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::process::{ChildStdin, Command, ExitCode, ExitStatus, Stdio};

const FLAG: &str = "--pager";

/// The signal of `^C`, as POSIX numbers it.
#[cfg(unix)]
const INTERRUPT: i32 = 2;

/// Runs the program in a pager where that is asked for and a person looks at it; none where not, or
/// where no pager can be started.
pub(super) fn run(width: usize) -> Option<ExitCode> {
    let mut flags: Vec<OsString> = std::env::args_os().skip(1).collect();
    let end = flags.iter().position(|one| one == "--");
    let paths = flags.split_off(end.unwrap_or(flags.len()));
    // An interview has the terminal for itself.
    let interview = flags.iter().any(|one| one == "ask");
    let asked = flags.iter().any(|one| one == FLAG);
    if !asked || interview || !std::io::stdout().is_terminal() {
        return None;
    }
    flags.retain(|one| one != FLAG);
    let colored = |one: &OsString| one.to_string_lossy().starts_with("--color");
    if !flags.iter().any(colored) && std::env::var_os("NO_COLOR").is_none() {
        flags.extend(["--color", "always"].map(OsString::from));
    }
    flags.extend(paths);
    // `^C` is for the program below and for the pager, which may take it as "stop loading": whoever left first would
    // take the terminal from under it. Where nobody can listen, it is as without this.
    let _ = interrupt::does(|| {});
    let opened = pager().stdin(Stdio::piped()).spawn();
    let (mut pager, input) = match opened.map(|mut pager| (pager.stdin.take(), pager)) {
        Ok((Some(input), pager)) => (pager, input),
        Ok((None, _)) => return None,
        Err(error) => {
            let _ = interrupt::does(interrupt::end);
            tell(&say!(
                "note: no pager: {reason}",
                reason = clean(&error.to_string())
            ));
            return None;
        }
    };
    let status = below(&flags, width, input);
    // The person may read on after the program is done.
    let _ = pager.wait();
    Some(match status {
        Ok(status) => code(status),
        Err(error) => {
            tell(&say!("error: {error}", error = clean(&error.to_string())));
            ExitCode::from(2)
        }
    })
}

/// Where standard error is closed there is nobody to tell.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Runs the program once more, into the pager, which sees the end when it ends.
fn below(arguments: &[OsString], width: usize, input: ChildStdin) -> std::io::Result<ExitStatus> {
    let mut own = Command::new(std::env::current_exe()?)
        .args(arguments)
        .env("COLUMNS", width.to_string())
        .stdout(input)
        .spawn()?;
    own.wait()
}

/// The program's own code; a pager that was left early has closed the pipe, which is no failure.
fn code(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    if std::os::unix::process::ExitStatusExt::signal(&status) == Some(INTERRUPT) {
        return ExitCode::from(interrupt::CODE);
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(2))
}

/// `MATURITY_PAGER`, else `PAGER`, else `less`; words, no shell.
fn pager() -> Command {
    let named = |name| {
        std::env::var(name)
            .ok()
            .filter(|text| !text.trim().is_empty())
    };
    let line = named("MATURITY_PAGER").or_else(|| named("PAGER"));
    let line = line.unwrap_or_else(|| "less".to_owned());
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("less"));
    command.args(words);
    if std::env::var_os("LESS").is_none() {
        // Colors as they are, and no paging of what fits the screen.
        command.env("LESS", "FRX");
    }
    command
}
