//! `robustness`: how far recommendations depend on the weights.

use super::Outcome;
use super::input::{ProfileArgs, elements, load_set, read_all, resolve_all};
use super::output::{self, Format, Output, check_paths};
use super::what_if::WhatIf;
use crate::assess::robustness::{Draws, robustness};
use crate::assess::{Asked, assess_to};
use crate::present::report::Entry;
use crate::present::robustness as report;
use crate::present::terminal;
use crate::present::what_if::supposed;
use crate::say;
use crate::value::number;
use anyhow::Result;
use clap::Args;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct RobustnessArgs {
    #[command(flatten)]
    input: ProfileArgs,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// How far each weight is varied at most, in percent of it: above 0, below 100
    #[arg(long, value_name = "PERCENT", default_value = "25", value_parser = spread)]
    spread: u32,
    /// How many times all weights are drawn: 1 to 100000
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    draws: u32,
    /// The seed of the draws: the same seed gives the same weights, whatever the profiles are
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// A percentage in millionths.
fn spread(text: &str) -> Result<u32, String> {
    let percent = number(text).filter(|percent| (0.0..100.0).contains(percent));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below a million"
    )]
    let millionths = percent.map(|percent| (percent * 10_000.0).round() as u32);
    millionths
        .filter(|millionths| (1..1_000_000).contains(millionths))
        .ok_or_else(|| say!("write a number above 0 and below 100, without a percent sign"))
}

pub(super) fn run(args: &RobustnessArgs) -> Result<Outcome> {
    let (input, common) = (&args.input, &args.input.common);
    let Some(set) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    let Some(what_if) = WhatIf::checked(&set, &input.what_if, common)? else {
        return Ok(Outcome::FAILED);
    };
    check_paths(&input.profiles, input.output.as_deref(), common)?;
    let output = Output::open(input.output.as_deref())?;
    let draws = Draws {
        spread: args.spread,
        count: args.draws,
        seed: args.seed,
    };

    let files = read_all(&input.profiles);
    let mut resolved = resolve_all(&set, &files, input.options());
    let changes = what_if.apply_all(&set, &mut resolved);
    let (elements, failed) = elements(
        common,
        &set,
        (&input.profiles, &resolved),
        |number, name, answers, findings| {
            let assessment = assess_to(&set, answers, Asked::Possible);
            let figures = robustness(&set, &answers.cells, &assessment.criteria, draws);
            let figures = (draws, &figures);
            let mut report =
                report::robustness(&set, name, answers, &assessment, figures, findings);
            report.what_if = supposed(&set, &changes[number]);
            report
        },
    );
    let look = output.look(common);
    output::write(
        &elements,
        (args.format, input.profiles.len() == 1),
        output,
        |elements, out| match elements {
            [Entry::Good(report)] => terminal::robustness(report, &look, out),
            _ => report::table::table(elements, common.quiet, &look, out),
        },
        |elements, out| report::markdown::markdown(elements, out),
    )?;
    Ok(Outcome {
        failed,
        ..Outcome::default()
    })
}
