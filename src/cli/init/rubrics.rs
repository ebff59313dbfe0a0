//! `init rubrics`: the shipped rubric set, to begin a set of your own with.

use super::argument;
use crate::cli::Outcome;
use crate::cli::output::{tell, write_new};
use crate::language::list::count;
use crate::present::text::clean;
use crate::say;
use crate::source::shipped;
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct RubricsArgs {
    /// The folder; it is made if it is not there. No file is overwritten
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print only errors
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &RubricsArgs) -> Result<Outcome> {
    // Side by side as they ship, so that the tests find their examples.
    let below = |(path, text): &(&str, &'static str)| (args.folder.join(path), *text);
    let shipped = shipped::RUBRICS
        .iter()
        .chain(shipped::LOCALES)
        .chain(shipped::EXAMPLES);
    let files: Vec<(PathBuf, &str)> = shipped.map(below).collect();
    write_new(&files)?;
    let folder = clean(&args.folder.display().to_string());
    let argument = argument(&folder);
    if args.quiet {
        return Ok(Outcome::default());
    }
    let files = count(files.len(), "file", "files");
    let now = say!("{files} in {folder}.", files, folder);
    let next = say!(
        "Now: {commands}",
        commands = format!("maturity check {argument}; maturity test --rubrics {argument}")
    );
    tell(&format!("{now}\n{next}\n"))?;
    Ok(Outcome::default())
}
