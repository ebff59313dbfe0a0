//! `diff`: what a new version of a rubric set changes, and what that does.

mod portfolio;
mod side;

use super::input;
use super::ordered::from_one;
use super::output::{self, Format, Output, allow_closed_pipe, check_paths};
use super::paths::path;
use super::{Common, Outcome};
use crate::assess::{Asked, assess_to};
use crate::compare::effect::{Effort, Recommendations};
use crate::compare::impact::FateKind;
use crate::compare::rubrics::{Difference, diff};
use crate::compare::translations;
use crate::finding::SourceText;
use crate::present::diff::{self as report, Company, Report};
use crate::present::report::Entry;
use crate::present::{html, terminal};
use crate::profile::Options;
use crate::rubric::RubricSet;
use crate::say;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum, ValueHint};
use side::SHIPPED;
pub(super) use side::load;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The old rubric set: a folder, a TOML file, `REV:PATH` of the git repository around the current
    /// folder, or `shipped` for the one in the program
    #[arg(value_hint = ValueHint::AnyPath)]
    old: String,
    /// The new one [default: the one that --rubrics names, or the one that ships]
    #[arg(value_hint = ValueHint::AnyPath)]
    new: Option<String>,
    #[command(flatten)]
    common: Common,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = DiffFormat::Table)]
    format: DiffFormat,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the difference does to these profiles: files, and folders with all that is below them
    #[arg(long, value_name = "PATH", num_args = 1.., value_hint = ValueHint::AnyPath, value_parser = path())]
    profiles: Vec<String>,
    /// Look at so many profiles at a time [default: as many as there are processors]
    #[arg(long, value_name = "N", requires = "profiles", value_parser = from_one)]
    jobs: Option<NonZeroUsize>,
    /// Do not look for a company whose recommendation changes, nor for a proof that there is none
    #[arg(long)]
    no_proof: bool,
    /// Exit with 1 if some recommendation can change, and with 3 if that is not proved either way
    #[arg(long)]
    exit_code: bool,
}

/// How a difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// A page for people
    Table,
    /// One object
    Json,
    /// One object on one line
    Jsonl,
    /// The JSON's names as YAML
    Yaml,
    /// For a wiki, a ticket or a pull request
    Markdown,
    /// A page that opens in a browser and prints
    Html,
}

impl DiffFormat {
    /// The format that other commands have, too; none for a page.
    fn common(self) -> Option<Format> {
        match self {
            Self::Table => Some(Format::Table),
            Self::Json => Some(Format::Json),
            Self::Jsonl => Some(Format::Jsonl),
            Self::Yaml => Some(Format::Yaml),
            Self::Markdown => Some(Format::Markdown),
            Self::Html => None,
        }
    }
}

pub(super) fn run(args: &DiffArgs) -> Result<Outcome> {
    let common = &args.common;
    let new = args.new.as_deref().or(common.rubrics()).unwrap_or(SHIPPED);
    let Some((old_side, new_side)) = load(common, &args.old).zip(load(common, new)) else {
        return Ok(Outcome::FAILED);
    };
    let Some(subjects) = portfolio::subjects(common, &args.profiles) else {
        return Ok(Outcome::FAILED);
    };
    keep_sets(args.output.as_deref(), [&args.old, new])?;
    check_paths(&subjects.paths, args.output.as_deref(), common)?;
    let output = Output::open(args.output.as_deref())?;
    let effort = if args.no_proof {
        Effort::NONE
    } else {
        Effort::default()
    };
    let Some(mut difference) = diff(&old_side.set, &new_side.set, effort) else {
        bail!(say!(
            "`{old}` and `{new}` cut numbers into too many parts to be compared",
            old = args.old,
            new
        ));
    };
    let (old_texts, new_texts) = (
        side::translations(common, &args.old),
        side::translations(common, new),
    );
    difference.add_texts(translations::changes(
        (&old_side.set, &old_texts),
        (&new_side.set, &new_texts),
    ));
    side::speak(&mut difference.aligned.old_original, &old_texts);
    side::speak(&mut difference.aligned.new_original, &new_texts);
    let mut report = report::report(&difference, (&args.old, new));
    if let Some(witness) = &mut report.recommendations.witness {
        witness.verified = verified(
            &difference,
            &witness.profile,
            witness.profile_before.as_ref(),
        )?;
    }
    if !subjects.paths.is_empty() {
        let files = (old_side.files.as_slice(), new_side.files.as_slice());
        report.take(
            &difference,
            portfolio::look(&difference, files, &subjects, args.jobs),
        );
    }
    let fates = |fate: FateKind| report.portfolio.as_ref().map_or(0, |own| own.of(fate));
    let other = fates(FateKind::Flipped) + fates(FateKind::NoLongerResolves);
    let unread = fates(FateKind::ResolvesUnderNeither);
    let outcome = report.recommendations.outcome;
    write(args, report, output)?;
    Ok(Outcome {
        failed: unread > 0,
        refuted: args.exit_code && (outcome == "differ" || other > 0),
        open: args.exit_code && outcome == "unproved",
        ..Outcome::default()
    })
}

fn write(args: &DiffArgs, report: Report<'_>, mut output: Output) -> Result<()> {
    let Some(format) = args.format.common() else {
        let written = output.write_all(html::diff(&report).as_bytes());
        return allow_closed_pipe(written.map_err(Into::into).and_then(|()| output.finish()));
    };
    let look = output.look(&args.common);
    let elements = [Entry::Good(Box::new(report))];
    let only = |elements: &[Entry<Report<'_>>],
                print: &mut dyn FnMut(&Report<'_>) -> std::io::Result<()>| {
        match elements {
            [Entry::Good(report)] => print(report),
            _ => Ok(()),
        }
    };
    output::write(
        &elements,
        (format, true),
        output,
        |elements, out| only(elements, &mut |report| terminal::diff(report, &look, out)),
        |elements, out| only(elements, &mut |one| report::markdown::markdown(one, out)),
    )
}

/// Refuses to write over a file of one of the sets.
fn keep_sets(output: Option<&Path>, sets: [&str; 2]) -> Result<()> {
    let Some(output) = output.and_then(|path| path.canonicalize().ok()) else {
        return Ok(());
    };
    for set in sets {
        let Ok(set) = Path::new(set).canonicalize() else {
            continue;
        };
        let is_toml = output.extension().is_some_and(|end| end == "toml");
        if output == set || is_toml && output.starts_with(&set) {
            bail!(say!("--output would overwrite a file of a rubric set"));
        }
    }
    Ok(())
}

/// Whether the witness, read as a profile and scored, gives what is said of it under both sets.
fn verified(
    difference: &Difference,
    profile: &Company<'_>,
    before: Option<&Company<'_>>,
) -> Result<bool> {
    let Recommendations::Differ(witness) = &difference.recommendations else {
        return Ok(false);
    };
    let aligned = &difference.aligned;
    let settles = |set: &RubricSet, company: &Company<'_>, rule: u16| -> Result<bool> {
        let text = company.yaml()?;
        let options = Options {
            allow_unknown_facts: true,
            today: None,
        };
        let source = SourceText::new("witness.yaml", &text);
        let Ok((answers, _)) = input::resolve(set, &source, options) else {
            return Ok(false);
        };
        let assessment = assess_to(set, &answers, Asked::Possible);
        let wanted = set.rules[usize::from(rule)].recommend;
        Ok(assessment.settled() && assessment.leading() == wanted)
    };
    let old = before.unwrap_or(profile);
    Ok(settles(&aligned.old_original, old, witness.before)?
        && settles(&aligned.new_original, profile, witness.after)?)
}
