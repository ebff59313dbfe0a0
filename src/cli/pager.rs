//! `--pager`: what a person asked to page through. The program runs once more, into the pager.

use crate::present::text::clean;
use crate::say;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};

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
    match started(&flags, width) {
        Ok((mut own, mut pager)) => {
            // `^C` is for the program below and for the pager, which may take it as "stop loading": whoever left
            // first would take the terminal from under it.
            let _ = ctrlc::set_handler(|| {});
            let status = own.wait();
            // The person may read on after the program is done.
            let _ = pager.wait();
            Some(status.map_or(ExitCode::from(2), code))
        }
        Err(error) => {
            let reason = clean(&error.to_string());
            let note = say!("note: no pager: {reason}", reason);
            let _ = writeln!(std::io::stderr(), "{note}");
            None
        }
    }
}

/// The program's own code; a pager that was left early has closed the pipe, which is no failure.
fn code(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    if std::os::unix::process::ExitStatusExt::signal(&status) == Some(INTERRUPT) {
        return ExitCode::from(130);
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(2))
}

fn started(arguments: &[OsString], width: usize) -> std::io::Result<(Child, Child)> {
    let mut pager = pager().stdin(Stdio::piped()).spawn()?;
    let Some(input) = pager.stdin.take() else {
        return Err(std::io::Error::other("it takes no input"));
    };
    let mut own = Command::new(std::env::current_exe()?);
    own.args(arguments);
    match own.env("COLUMNS", width.to_string()).stdout(input).spawn() {
        Ok(own) => Ok((own, pager)),
        Err(error) => {
            // It shows nothing, and leaves the terminal before anything else is written.
            drop(own);
            let _ = pager.wait();
            Err(error)
        }
    }
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
