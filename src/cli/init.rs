//! `init`: files to begin with.

use super::Outcome;
use super::output::{allow_closed_pipe, write_new};
use crate::language::list::count;
use crate::present::text::clean;
use crate::source::shipped;
use anyhow::Result;
use clap::{Args, Subcommand};
use std::io::Write as _;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Copy the shipped rubric set into a folder, with the examples that its tests read
    Rubrics(RubricsArgs),
}

#[derive(Debug, Args)]
struct RubricsArgs {
    /// The folder; it is made if it is not there. No file is overwritten
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(args: &InitArgs) -> Result<Outcome> {
    let What::Rubrics(args) = &args.what;
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
    let text = format!(
        "{} in {folder}.\nNow: maturity check {argument}; maturity test --rubrics {argument}\n",
        count(files.len(), "file", "files")
    );
    let said = std::io::stderr().write_all(text.as_bytes());
    allow_closed_pipe(said.map_err(Into::into))?;
    Ok(Outcome::default())
}

/// A path as a shell takes it for one argument, and the program for no flag.
fn argument(path: &str) -> String {
    let path = if path.starts_with('-') {
        format!("./{path}")
    } else {
        path.to_owned()
    };
    let bare = |c: char| {
        c.is_alphanumeric() || "/._-+:@%,".contains(c) || cfg!(windows) && "\\~".contains(c)
    };
    if !path.is_empty() && path.chars().all(bare) {
        path
    } else if cfg!(windows) {
        // No path there has a quotation mark.
        format!("\"{path}\"")
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
