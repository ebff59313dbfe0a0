//! `score`: profiles in, reports out.

use super::assertions::{AssertionArgs, Assertions};
use super::input::{ProfileArgs, elements, load_set, read_all, resolve_all};
use super::output::{self, Format, Output, check_paths};
use super::what_if::WhatIf;
use super::{Outcome, plan};
use crate::assess::assess;
use crate::assess::trace::trace;
use crate::present::report::{Element, report};
use crate::present::text::clean;
use crate::present::trace::trace_text;
use crate::present::what_if::supposed;
use crate::present::{markdown, table, terminal};
use anyhow::Result;
use clap::Args;
use std::io::Write;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    #[command(flatten)]
    input: ProfileArgs,
    /// Show for every gate and rule how it came out, and what it was missed by
    #[arg(long)]
    trace: bool,
    /// Find the facts that settle a recommendation by themselves; table and markdown always do, for one profile
    #[arg(long)]
    deciding: bool,
    /// Add a plan: what would have to change for this recommendation
    #[arg(long, value_name = "ID")]
    plan_to: Option<String>,
    #[command(flatten)]
    assertions: AssertionArgs,
}

pub(super) fn run(args: &ScoreArgs) -> Result<Outcome> {
    let (input, common) = (&args.input, &args.input.common);
    let Some(set) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    let assertions = Assertions::new(&set, &args.assertions)?;
    let plan_to = args
        .plan_to
        .as_deref()
        .map(|id| plan::recommendation(&set, "--plan-to", id))
        .transpose()?;
    let Some(what_if) = WhatIf::checked(&set, &input.what_if, common)? else {
        return Ok(Outcome::FAILED);
    };
    check_paths(&input.profiles, input.output.as_deref(), common)?;
    let output = Output::open(input.output.as_deref())?;

    // A stage each, side by side: reports borrow texts from the files, statements from the answers.
    let files = read_all(&input.profiles);
    let mut resolved = resolve_all(&set, &files, input.options());
    let changes = what_if.apply_all(&set, &mut resolved);

    let for_people = matches!(input.format, Format::Table | Format::Markdown);
    let deciding = args.deciding || for_people && input.profiles.len() == 1;
    let mut outcome = Outcome::default();
    let (elements, failed) = elements(
        common,
        &set,
        (&input.profiles, &resolved),
        |number, name, answers, findings| {
            let mut assessment = assess(&set, answers);
            if deciding {
                assessment.find_deciding(&set, answers);
            }
            let tell = |failure: String| tell(&name.path, &failure);
            outcome = outcome.with(assertions.judge(&set, &assessment, tell));
            let mut report = report(&set, name, answers, &assessment, findings);
            report.what_if = supposed(&set, &changes[number]);
            if let Some(target) = plan_to {
                let (change, own) = plan::change(&set, answers, &assessment, target);
                outcome = outcome.with(own);
                report.plan = Some(change);
            }
            if args.trace {
                let trace = trace(&set, &answers.cells, &assessment);
                report.trace = Some(trace_text(&set, answers, &trace));
            }
            report
        },
    );
    outcome.failed |= failed;
    let unseen = for_people && input.format == Format::Table && input.profiles.len() > 1;
    if unseen && (args.trace || plan_to.is_some()) && !common.quiet {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(
            std::io::stderr(),
            "note: a row has no room for traces and plans; use --format markdown or json, or `maturity plan`"
        );
    }
    let look = output.look(common);
    output::write(
        &elements,
        (input.format, input.profiles.len() == 1),
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
fn tell(path: &str, failure: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}: {failure}", clean(path));
}
