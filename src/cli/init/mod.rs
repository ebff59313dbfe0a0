//! `init`: files to begin with.

mod profile;
mod rubrics;

use super::Outcome;
use anyhow::Result;
use clap::{Args, Subcommand};

/// The arguments.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct InitArgs {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    profile: profile::ProfileArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write a profile to fill in: every question as a comment, every fact unknown
    Profile(profile::ProfileArgs),
    /// Copy the shipped rubric set into a folder, with the examples that its tests read
    Rubrics(rubrics::RubricsArgs),
}

pub(super) fn run(args: &InitArgs) -> Result<Outcome> {
    match &args.what {
        Some(What::Profile(args)) => profile::run(args),
        Some(What::Rubrics(args)) => rubrics::run(args),
        None => profile::run(&args.profile),
    }
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
