//! `completions`: the script that lets a shell ask this program what may be typed next, and the answers.

mod bash;
pub(super) mod candidates;

use super::output::{Output, allow_closed_pipe};
use super::{Outcome, command};
use anyhow::Result;
use bash::Bash;
use clap::{Args, ValueEnum};
use clap_complete::CompleteEnv;
use clap_complete::env::{EnvCompleter, Fish, Powershell, Shells, Zsh};
use std::path::PathBuf;

/// By this variable a shell asks, and names itself.
const VARIABLE: &str = "MATURITY_COMPLETE";

/// The arguments.
#[derive(Debug, Args)]
#[command(after_help = HOW)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Interpreter,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

const HOW: &str = "\
Where it goes:
  bash        ~/.bashrc: source <(maturity completions bash)
  zsh         ~/.zshrc, after compinit: source <(maturity completions zsh)
  fish        ~/.config/fish/config.fish: maturity completions fish | source
  powershell  $PROFILE: maturity completions powershell | Out-String | iex

Ids come from the rubric set that ships, or the one that --rubrics or
MATURITY_RUBRICS names.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Interpreter {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell", alias = "pwsh")]
    PowerShell,
}

impl Interpreter {
    fn completer(self) -> &'static dyn EnvCompleter {
        match self {
            Self::Bash => &Bash,
            Self::Zsh => &Zsh,
            Self::Fish => &Fish,
            Self::PowerShell => &Powershell,
        }
    }
}

pub(super) fn run(args: &CompletionsArgs) -> Result<Outcome> {
    const NAME: &str = "maturity";
    let mut out = Output::open(args.output.as_deref())?;
    // By its name, not by the path of this process: what is printed may be kept, and moved.
    let completer = args.shell.completer();
    let written = completer.write_registration(VARIABLE, NAME, NAME, NAME, &mut out);
    allow_closed_pipe(written.map_err(Into::into).and_then(|()| out.finish()))?;
    Ok(Outcome::default())
}

/// Answers a shell that asks what may be typed next; whether one did.
///
/// # Errors
/// What clap reports.
pub(super) fn answer() -> Result<bool, clap::Error> {
    if std::env::var_os(VARIABLE).is_none() {
        return Ok(false);
    }
    let shells = Shells(&[&Bash, &Fish, &Powershell, &Zsh]);
    let folder = std::env::current_dir().ok();
    CompleteEnv::with_factory(command)
        .var(VARIABLE)
        .shells(shells)
        .try_complete(std::env::args_os(), folder.as_deref())
}
