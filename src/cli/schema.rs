//! `schema`: JSON Schemas of what goes in and comes out, made from the loaded rubric set.

use super::input::load_set;
use super::output::{Output, allow_closed_pipe, check_paths};
use super::{Common, Outcome};
use crate::present::schema;
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// What it describes
    #[arg(value_enum, value_name = "WHAT")]
    what: What,
    #[command(flatten)]
    common: Common,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// A profile: every fact with its question and its options
    Profile,
    /// A TOML file of a rubric set
    Rubrics,
    /// What `score --format json` and `jsonl` print
    Report,
}

pub(super) fn run(args: &SchemaArgs) -> Result<Outcome> {
    let Some(set) = load_set(&args.common) else {
        return Ok(Outcome::FAILED);
    };
    let schema = match args.what {
        What::Profile => schema::profile(&set),
        What::Rubrics => schema::rubrics(&set),
        What::Report => schema::report(&set),
    };
    check_paths(&[], args.output.as_deref(), &args.common)?;
    let mut out = Output::open(args.output.as_deref())?;
    let written = schema::print(&schema, &mut out).map_err(Into::into);
    allow_closed_pipe(written.and_then(|()| out.finish()))?;
    Ok(Outcome::default())
}
