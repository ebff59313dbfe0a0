//! `plan`: what would have to change for a recommendation, and what could still go wrong.

use super::completions::candidates;
use super::input::{ProfileArgs, elements, load_set, read_all, resolve_all};
use super::output::{self, Format, Output, check_paths};
use super::what_if::WhatIf;
use super::{Common, Outcome};
use crate::assess::plan::{Planned, plan, risk};
use crate::assess::{Asked, Assessment, assess_to};
use crate::finding::{did_you_mean, ticked};
use crate::present::plan::{self as report, Subject};
use crate::present::report::Entry;
use crate::present::terminal;
use crate::present::what_if::supposed;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::say;
use anyhow::{Result, bail};
use clap::Args;

/// The most plans.
const MOST: usize = 3;
/// The most sets of facts that could go wrong.
const RISKS: usize = 10;

/// The arguments.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(super) struct PlanArgs {
    #[command(flatten)]
    input: ProfileArgs,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The recommendation to get to
    #[arg(long, value_name = "ID", group = "what", add = candidates::recommendations())]
    to: Option<String>,
    /// Show what could still go wrong: the fewest known facts that, turned for the worse, take the lead
    /// from what leads now
    #[arg(long, group = "what")]
    risks: bool,
}

/// The number of a recommendation that a flag names.
pub(super) fn recommendation(set: &RubricSet, flag: &str, id: &str) -> Result<u16> {
    let Some(number) = set.recommendation(id) else {
        let ids = || {
            set.recommendations
                .iter()
                .map(|recommendation| &*recommendation.id)
        };
        let near =
            did_you_mean(id, ids()).unwrap_or_else(|| say!("there are {ids}", ids = ticked(ids())));
        bail!(say!(
            "{flag}: no recommendation is called `{id}` ({near})",
            flag,
            id,
            near
        ));
    };
    Ok(u16::try_from(number)?)
}

/// Plans for one recommendation, for a report.
pub(super) fn change<'a>(
    set: &'a RubricSet,
    answers: &'a Answers<'_>,
    assessment: &Assessment,
    target: u16,
) -> (report::Change<'a>, Outcome) {
    let planned = plan(set, answers, target, &assessment.fact_weights(set), MOST);
    let outcome = Outcome {
        refuted: matches!(planned, Planned::Impossible { .. }),
        // A plan that may not be the least answers another question than the one that was put.
        open: match planned {
            Planned::Plans {
                least_effort,
                fewest_provided,
                ..
            } => !(least_effort && fewest_provided),
            Planned::Impossible { .. } => false,
            Planned::Undecided => true,
        },
        ..Outcome::default()
    };
    let of = Subject {
        set,
        answers,
        assessment,
    };
    (report::change(of, target, &planned), outcome)
}

pub(super) fn run(args: &PlanArgs) -> Result<Outcome> {
    let (input, common): (_, &Common) = (&args.input, &args.input.common);
    let Some(set) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    let target = args
        .to
        .as_deref()
        .map(|id| recommendation(&set, "--to", id))
        .transpose()?;
    let Some(what_if) = WhatIf::checked(&set, &input.what_if, common)? else {
        return Ok(Outcome::FAILED);
    };
    check_paths(&input.profiles, input.output.as_deref(), common)?;
    let output = Output::open(input.output.as_deref())?;

    let files = read_all(&input.profiles);
    let mut resolved = resolve_all(&set, &files, input.options());
    let changes = what_if.apply_all(&set, &mut resolved);
    let mut outcome = Outcome::default();
    let (elements, failed) = elements(
        common,
        &set,
        (&input.profiles, &resolved),
        |number, name, answers, findings| {
            let assessment = assess_to(&set, answers, Asked::Possible);
            let to = target.map(|target| {
                let (change, own) = change(&set, answers, &assessment, target);
                outcome = outcome.with(own);
                change
            });
            let risks = args.risks.then(|| {
                let weights = assessment.fact_weights(&set);
                let found =
                    risk::risks(&set, &answers.cells, assessment.leading(), &weights, RISKS);
                outcome.open |= !found.fewest;
                let leads_to = |cells: &[u64]| risk::leads(&set, cells);
                report::risk_list(
                    Subject {
                        set: &set,
                        answers,
                        assessment: &assessment,
                    },
                    &found,
                    RISKS,
                    leads_to,
                )
            });
            let of = Subject {
                set: &set,
                answers,
                assessment: &assessment,
            };
            let mut report = report::report(of, name, findings, to, risks);
            report.what_if = supposed(&set, &changes[number]);
            report
        },
    );
    outcome.failed |= failed;
    let look = output.look(common);
    output::write(
        &elements,
        (args.format, input.profiles.len() == 1),
        output,
        |elements, out| match elements {
            [Entry::Good(report)] => terminal::plan(report, &look, out),
            _ => report::table::table(elements, common.quiet, &look, out),
        },
        |elements, out| report::markdown::markdown(elements, out),
    )?;
    Ok(outcome)
}
