//! The command line: what may be typed, and one thin file a command.

mod ask;
mod assertions;
mod check;
mod compare;
mod completions;
mod diff;
mod explain;
mod export;
mod init;
mod input;
mod interrupt;
mod limit;
mod man;
mod migrate;
mod ordered;
mod output;
mod pager;
mod paths;
mod plan;
mod robustness;
mod schema;
mod score;
mod speech;
mod subjects;
mod test;
mod today;
mod usage;
mod what_if;
mod written_for;

use crate::language::{Language, speak, spoken};
use crate::present::Look;
use crate::present::text::clean;
use crate::say;
use crate::source::files::plain_reason;
use anyhow::Result;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{
    ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
    ValueHint,
};
use std::io::{IsTerminal as _, Write};
use std::process::ExitCode;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and every assertion holds
  1  an assertion does not hold: --fail-on, --require, --deny-unsettled,
     a failing test, an error that check found, a plan proved impossible
  2  could not do it: usage, unreadable or invalid input;
     every good profile is still scored
  3  open: the unknown facts could still decide an assertion either way,
     or a search ended without proof: a plan may not be the least then
  130 interrupted with ^C; every answer of an interview is kept";

/// The versions of the program and of the rubric set that ships, and the digest of that.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\nrubric set ",
    env!("MATURITY_SET")
);

/// Scores how ready a company, its key person and its organization are for digital transformation,
/// and says which kind of project to propose, why, and how open that still is.
#[derive(Debug, Parser)]
#[command(name = "maturity", version, long_version = LONG_VERSION, styles = STYLES, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Score profiles: the full report for one, a table for several
    Score(score::ScoreArgs),
    /// Fill in a profile by an interview, most telling question first
    Ask(ask::AskArgs),
    /// What would have to change for a recommendation, at the least effort
    Plan(plan::PlanArgs),
    /// Compare profiles of one company: what changed, and what moved by it
    Compare(compare::CompareArgs),
    /// Vary the weights: how far the recommendation depends on them
    Robustness(robustness::RobustnessArgs),
    /// Explain a part of the rubric set or a finding code; without an id: list them all
    Explain(explain::ExplainArgs),
    /// Compare two rubric sets: what changed, and what that does to recommendations and scores
    Diff(diff::DiffArgs),
    /// Files to begin with: a profile to fill in, or a rubric set of your own
    Init(init::InitArgs),
    /// Bring profiles to the names of a newer rubric set, comments and layout kept
    Migrate(migrate::MigrateArgs),
    /// Check rubric sets and profiles, and list every finding
    Check(check::CheckArgs),
    /// Run a rubric set's own tests
    Test(test::TestArgs),
    /// Write the rubric set as one SQL statement, for an engine in which the profiles are
    Export(export::ExportArgs),
    /// Print a JSON Schema, for completion and checks in editors and for other programs
    Schema(schema::SchemaArgs),
    /// Print the script by which a shell completes commands, flags, files and ids
    Completions(completions::CompletionsArgs),
    /// Print a manual page
    Man(man::ManArgs),
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// The rubric set: a folder with TOML files, or one TOML file [default: the one that ships]
    #[arg(long, value_name = "PATH", env = "MATURITY_RUBRICS", value_hint = ValueHint::AnyPath)]
    rubrics: Option<String>,
    /// The language of what people read [env: MATURITY_LANG] [default: the locale's; English in formats for programs]
    #[arg(long, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
    /// When to color output for people
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// Page through the output, by `MATURITY_PAGER`, `PAGER` or `less`
    #[arg(long)]
    pager: bool,
    /// Print only results and errors: no summaries, no warnings
    #[arg(long, short)]
    quiet: bool,
    /// Raise or lower a limit on inputs, such as `document=32MiB`: file, document, depth, values, facts, text, findings
    #[arg(long, value_name = "NAME=VALUE", value_parser = limit::setting)]
    limit: Vec<limit::Setting>,
}

/// The languages by their tags; what chose it has read it before (see [`speech`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    /// English
    En,
    /// 简体中文
    #[value(name = "zh-Hans", aliases = ["zh", "zh-CN", "zh-SG"])]
    Simplified,
    /// 繁體中文
    #[value(name = "zh-Hant", aliases = ["zh-TW", "zh-HK", "zh-MO"])]
    Traditional,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// Where a person looks at a terminal, and `NO_COLOR` is not set
    Auto,
    Always,
    Never,
}

impl Common {
    /// The rubric set that is named; an empty name, as an unset variable leaves it, names none.
    fn rubrics(&self) -> Option<&str> {
        self.rubrics.as_deref().filter(|path| !path.is_empty())
    }

    /// How output to a stream looks: `terminal` says whether a person sees it there.
    fn look(&self, terminal: bool) -> Look {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                terminal
                    && !is_set("NO_COLOR")
                    && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        };
        Look {
            width: terminal_width(),
            color,
            ascii: !is_utf8(),
        }
    }

    fn stderr_look(&self) -> Look {
        self.look(std::io::stderr().is_terminal())
    }
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// `COLUMNS`, else the terminal's width, else 100.
fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns
        .or_else(terminal)
        .filter(|&width| width > 0)
        .unwrap_or(100)
        .max(40)
}

/// Whether the locale is UTF-8; where none is set, it is taken to be.
fn is_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// What a run came to. The codes are a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outcome {
    /// Some input could not be used.
    failed: bool,
    /// An assertion does not hold.
    refuted: bool,
    /// An assertion is open.
    open: bool,
    /// A person stopped it with `^C`.
    interrupted: bool,
}

impl Outcome {
    /// Some input could not be used.
    const FAILED: Self = Self {
        failed: true,
        refuted: false,
        open: false,
        interrupted: false,
    };

    fn with(self, other: Self) -> Self {
        Self {
            failed: self.failed || other.failed,
            refuted: self.refuted || other.refuted,
            open: self.open || other.open,
            interrupted: self.interrupted || other.interrupted,
        }
    }

    fn code(self) -> u8 {
        match self {
            Self {
                interrupted: true, ..
            } => interrupt::CODE,
            Self { failed: true, .. } => 2,
            Self { refuted: true, .. } => 1,
            Self { open: true, .. } => 3,
            Self { .. } => 0,
        }
    }
}

/// Every command and flag, its help in the language that the program speaks.
fn command() -> clap::Command {
    match spoken() {
        Language::English => Cli::command(),
        Language::Simplified | Language::Traditional => speech::translated(Cli::command()),
    }
}

/// Runs the program on the process's own arguments and streams.
#[must_use]
pub fn main() -> ExitCode {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let language = speech::language(std::env::args_os().skip(1), variable);
    speak(language);
    // Before the arguments are read: what a shell asks is no command.
    match completions::answer() {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}", clean(&error.to_string()));
            return ExitCode::from(2);
        }
    }
    let mut command = Cli::command();
    if language != Language::English {
        // What the parser adds by itself, such as `--help`, is translated too.
        command.build();
        command = usage::headed(speech::translated(command));
    }
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return refused(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return refused(&error.with_cmd(&self::command())),
    };
    limit::apply(limits_of(&matches));
    if let Some(code) = pager::run(terminal_width()) {
        return code;
    }
    match run(&cli) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => {
            let error = clean(&format!("{error:#}"));
            let _ = writeln!(std::io::stderr(), "{}", say!("error: {error}", error));
            ExitCode::from(2)
        }
    }
}

/// Says what is wrong with the arguments, or shows the help that they ask for.
fn refused(error: &clap::Error) -> ExitCode {
    let foreign = spoken() != Language::English;
    match usage::complaint(error).filter(|_| foreign) {
        Some(complaint) => {
            let lines: Vec<String> = complaint.lines().map(clean).collect();
            let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
        }
        None => {
            let printed = error.print();
            // Help and versions are results, which must not be lost in silence.
            if let Err(reason) = printed
                && !error.use_stderr()
                && reason.kind() != std::io::ErrorKind::BrokenPipe
            {
                let error = clean(&plain_reason(&reason));
                let _ = writeln!(std::io::stderr(), "{}", say!("error: {error}", error));
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// What the command that was called says of limits.
fn limits_of(matches: &ArgMatches) -> impl Iterator<Item = &limit::Setting> {
    let mut innermost = matches;
    while let Some((_, below)) = innermost.subcommand() {
        innermost = below;
    }
    let settings = innermost.try_get_many("limit").ok().flatten();
    settings.into_iter().flatten()
}

/// The English texts of the help, for the catalogues.
#[must_use]
pub fn help_texts() -> Vec<String> {
    let mut texts: Vec<String> = usage::HEADINGS.map(str::to_owned).into();
    let mut command = Cli::command();
    command.build();
    speech::texts(&command, &mut texts);
    texts
}

fn run(cli: &Cli) -> Result<Outcome> {
    match &cli.command {
        Command::Score(args) => score::run(args),
        Command::Ask(args) => ask::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Robustness(args) => robustness::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Init(args) => init::run(args),
        Command::Migrate(args) => migrate::run(args),
        Command::Check(args) => check::run(args),
        Command::Test(args) => test::run(args),
        Command::Export(args) => export::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn failures_outrank_refutations_outrank_open() {
        let outcome = |failed, refuted, open| {
            Outcome {
                failed,
                refuted,
                open,
                interrupted: false,
            }
            .code()
        };
        assert_eq!(outcome(false, false, false), 0);
        assert_eq!(outcome(false, false, true), 3);
        assert_eq!(outcome(false, true, true), 1);
        assert_eq!(outcome(true, true, true), 2);
    }
}
