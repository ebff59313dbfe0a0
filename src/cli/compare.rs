//! `compare`: profiles of one company in the order of time.

use super::input::{load_set, read_all, resolve_all};
use super::output::{Output, allow_closed_pipe, check_paths, report_findings};
use super::paths::path;
use super::{Common, Outcome};
use crate::assess::{Asked, assess_to};
use crate::compare::profiles::{Side, compare};
use crate::present::compare::{self as report, Seen, markdown};
use crate::present::report::ProfileName;
use crate::present::text::clean;
use crate::present::{html, json, terminal};
use crate::profile::Options;
use crate::say;
use anyhow::Result;
use clap::{Args, ValueEnum, ValueHint};
use std::io::Write as _;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Two or more profiles of one company in the order of time; `-` reads standard input
    #[arg(required = true, num_args = 2.., value_name = "PROFILE", value_hint = ValueHint::AnyPath, value_parser = path())]
    profiles: Vec<String>,
    #[command(flatten)]
    common: Common,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = CompareFormat::Table)]
    format: CompareFormat,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// End with code 1 where the leading recommendation changed in any step
    #[arg(long)]
    exit_code: bool,
    /// Take facts that the rubric set does not have as warnings, not as errors
    #[arg(long)]
    allow_unknown_facts: bool,
}

/// How a comparison is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    /// A page for people
    Table,
    /// One object
    Json,
    /// For a wiki, a ticket or a pull request
    Markdown,
    /// A page that opens in a browser and prints
    Html,
}

pub(super) fn run(args: &CompareArgs) -> Result<Outcome> {
    let common = &args.common;
    let Some(set) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    check_paths(&args.profiles, args.output.as_deref(), common)?;
    let mut out = Output::open(args.output.as_deref())?;
    let options = Options {
        allow_unknown_facts: args.allow_unknown_facts,
        today: None,
    };
    let files = read_all(&args.profiles);
    let mut good = Vec::new();
    for profile in resolve_all(&set, &files, options) {
        match profile {
            Ok((answers, findings)) => {
                if !common.quiet {
                    report_findings(common, &findings);
                }
                let assessment = assess_to(&set, &answers, Asked::Possible);
                good.push((answers, assessment, findings));
            }
            Err(findings) => report_findings(common, &findings),
        }
    }
    if good.len() < args.profiles.len() {
        return Ok(Outcome::FAILED);
    }
    let seen: Vec<Seen<'_, '_>> = args
        .profiles
        .iter()
        .zip(&good)
        .map(|(path, (answers, assessment, findings))| Seen {
            name: ProfileName {
                path: path.clone(),
                index: 0,
                id: answers.about.id.as_deref().map(str::to_owned),
                name: answers.name(&set).map(str::to_owned),
            },
            side: Side {
                answers,
                assessment,
            },
            findings,
        })
        .collect();
    if !common.quiet {
        tell_of_order(&seen);
    }
    let comparisons: Vec<_> = seen
        .windows(2)
        .map(|pair| compare(&set, pair[0].side, pair[1].side))
        .collect();
    let report = report::report(&set, &seen, &comparisons);
    let look = out.look(common);
    let written = match args.format {
        CompareFormat::Table => terminal::compare(&report, &look, &mut out),
        CompareFormat::Json => json::json(&[&report], true, &mut out),
        CompareFormat::Markdown => markdown::markdown(&report, &mut out),
        CompareFormat::Html => out.write_all(html::compare(&report).as_bytes()),
    };
    allow_closed_pipe(written.map_err(Into::into).and_then(|()| out.finish()))?;
    let turned = comparisons.iter().any(|one| one.cause.is_some());
    Ok(Outcome {
        refuted: args.exit_code && turned,
        ..Outcome::default()
    })
}

/// Points out a profile that is dated before the one it stands behind.
fn tell_of_order(seen: &[Seen<'_, '_>]) {
    for pair in seen.windows(2) {
        let dates = [&pair[0], &pair[1]].map(|one| one.side.answers.about.as_of.as_deref());
        if let [Some(before), Some(after)] = dates
            && before > after
        {
            let [first, second] = [&pair[0], &pair[1]].map(|one| clean(&one.name.path));
            let note = say!(
                "note: {second} is of {after}, before {first}, of {before}: is this their order?",
                second,
                after,
                first,
                before
            );
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "{note}");
        }
    }
}
