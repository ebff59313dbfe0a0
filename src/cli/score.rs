//! `score`: profiles in, reports out.

use super::assertions::{AssertionArgs, Assertions};
use super::input::{elements, load_set, read_all, resolve_all};
use super::output::{self, Format, Output, check_paths, report_findings};
use super::what_if::{WhatIf, WhatIfArgs};
use super::{Common, Outcome};
use crate::assess::assess;
use crate::present::report::{Element, report};
use crate::present::text::clean;
use crate::present::what_if::supposed;
use crate::present::{markdown, table, terminal};
use crate::profile::Options;
use anyhow::Result;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    /// Profiles in YAML or JSON; `-` reads standard input
    #[arg(required = true, value_name = "PROFILE")]
    profiles: Vec<String>,
    #[command(flatten)]
    common: Common,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    what_if: WhatIfArgs,
    #[command(flatten)]
    assertions: AssertionArgs,
    /// Take facts that the rubric set does not have as warnings, not as errors
    #[arg(long)]
    allow_unknown_facts: bool,
}

pub(super) fn run(args: &ScoreArgs) -> Result<Outcome> {
    let common = &args.common;
    let Some(set) = load_set(common) else {
        return Ok(Outcome {
            failed: true,
            ..Outcome::default()
        });
    };
    let assertions = Assertions::new(&set, &args.assertions)?;
    let what_if = match WhatIf::new(&set, &args.what_if)? {
        Ok(what_if) => what_if,
        Err(findings) => {
            report_findings(common, &findings);
            return Ok(Outcome {
                failed: true,
                ..Outcome::default()
            });
        }
    };
    check_paths(&args.profiles, args.output.as_deref(), common)?;
    let output = Output::open(args.output.as_deref())?;
    let options = Options {
        allow_unknown_facts: args.allow_unknown_facts,
    };

    // A stage each, side by side: reports borrow texts from the files, statements from the answers.
    let files = read_all(&args.profiles);
    let mut resolved = resolve_all(&set, &files, options);
    let changes = what_if.apply_all(&set, &mut resolved);

    let mut outcome = Outcome::default();
    let (elements, failed) = elements(
        common,
        &set,
        (&args.profiles, &resolved),
        |number, name, answers, findings| {
            let assessment = assess(&set, answers);
            let tell = |failure: String| tell(common, &name.path, &failure);
            outcome = outcome.with(assertions.judge(&set, &assessment, tell));
            let mut report = report(&set, name, answers, &assessment, findings);
            report.what_if = supposed(&set, &changes[number]);
            report
        },
    );
    outcome.failed |= failed;
    let look = output.look(common);
    output::write(
        &elements,
        (args.format, args.profiles.len() == 1),
        output,
        |elements, out| match elements {
            [Element::Good(report)] => terminal::report(report, &look, out),
            _ => table::table(elements, common.quiet, &look, out),
        },
        |elements, out| markdown::markdown(elements, out),
    )?;
    Ok(outcome)
}

/// Says on standard error which assertion does not hold for which profile.
fn tell(common: &Common, path: &str, failure: &str) {
    if !common.quiet {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{}: {failure}", clean(path));
    }
}
