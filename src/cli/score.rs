//! `score`: profiles in, reports out.

use super::assertions::{AssertionArgs, Assertions};
use super::input::{self, rubric_set};
use super::output::{Output, allow_closed_pipe, report_findings};
use super::what_if::{WhatIf, WhatIfArgs};
use super::{Common, Outcome};
use crate::assess::{Assessment, assess};
use crate::finding::{Finding, SourceText};
use crate::present::report::{Element, Failure, FindingText, ProfileName, report};
use crate::present::text::clean;
use crate::present::what_if::supposed;
use crate::present::{json, markdown, table, terminal, yaml};
use crate::profile::{Change, Options, Resolved};
use crate::source::files::{self, TextFile};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The full report for one profile, a row each for several
    Table,
    /// One object for one profile, else an array
    Json,
    /// One object a line
    Jsonl,
    /// The JSON's names as YAML, a document each
    Yaml,
    /// For a wiki, a ticket or a pull request
    Markdown,
}

pub(super) fn run(args: &ScoreArgs) -> Result<Outcome> {
    let common = &args.common;
    let (set, warnings) = match rubric_set(common.rubrics()) {
        Ok(loaded) => loaded,
        Err(findings) => {
            report_findings(common, &findings);
            return Ok(Outcome {
                failed: true,
                ..Outcome::default()
            });
        }
    };
    if !common.quiet {
        report_findings(common, &warnings);
    }
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
    check_paths(args)?;
    let mut output = Output::open(args.output.as_deref())?;
    let options = Options {
        allow_unknown_facts: args.allow_unknown_facts,
    };

    // A stage each, side by side: reports borrow texts from the files, statements from the answers.
    let files: Vec<Result<TextFile, Box<Finding>>> =
        args.profiles.iter().map(|path| files::read(path)).collect();
    let sources = files.iter().map(|file| {
        file.as_ref()
            .map(|file| SourceText::new(file.path.clone(), &file.text))
    });
    let mut resolved: Vec<Resolved<'_>> = sources
        .map(|source| match source {
            Ok(source) => input::resolve(&set, &source, options),
            Err(finding) => Err(vec![(**finding).clone()]),
        })
        .collect();
    let changes: Vec<Vec<Change<'_>>> = resolved
        .iter_mut()
        .map(|profile| match profile {
            Ok((answers, _)) => what_if.apply(&set, answers),
            Err(_) => Vec::new(),
        })
        .collect();
    let assessed: Vec<Option<Assessment>> = resolved
        .iter()
        .map(|profile| {
            profile
                .as_ref()
                .ok()
                .map(|(answers, _)| assess(&set, answers))
        })
        .collect();

    let mut outcome = Outcome::default();
    let mut elements = Vec::new();
    let inputs = args.profiles.iter().zip(&resolved).zip(&changes);
    for (((path, profile), changes), assessment) in inputs.zip(&assessed) {
        let mut name = ProfileName {
            path: path.clone(),
            ..ProfileName::default()
        };
        match (profile, assessment) {
            (Ok((answers, findings)), Some(assessment)) => {
                if !common.quiet {
                    report_findings(common, findings);
                }
                outcome = outcome.with(
                    assertions.judge(&set, assessment, |failure| tell(common, path, &failure)),
                );
                name.id = answers.about.id.as_deref().map(str::to_owned);
                name.name = answers.name(&set).map(str::to_owned);
                let mut report = report(&set, name, answers, assessment, findings);
                report.what_if = supposed(&set, changes);
                elements.push(Element::Good(Box::new(report)));
            }
            (profile, _) => {
                let findings = profile.as_ref().err().map_or(&[][..], Vec::as_slice);
                report_findings(common, findings);
                outcome.failed = true;
                elements.push(Element::Bad(Failure {
                    profile: name,
                    findings: findings.iter().map(FindingText::from).collect(),
                }));
            }
        }
    }
    // What is wrong with a single bad profile has been said: a report of it would be empty.
    if !matches!(
        (args.format, elements.as_slice()),
        (Format::Table, [Element::Bad(_)])
    ) {
        let written = write(args, &elements, &mut output).and_then(|()| output.finish());
        allow_closed_pipe(written)?;
    }
    Ok(outcome)
}

/// Refuses what would lose something: standard input read twice, an input overwritten by the output.
fn check_paths(args: &ScoreArgs) -> Result<()> {
    if args.profiles.iter().filter(|path| *path == "-").count() > 1 {
        bail!("standard input, `-`, can be read only once");
    }
    let Some(output) = args
        .output
        .as_ref()
        .and_then(|path| path.canonicalize().ok())
    else {
        return Ok(());
    };
    let same = |path: &String| {
        Path::new(path)
            .canonicalize()
            .is_ok_and(|input| input == output)
    };
    if let Some(profile) = args.profiles.iter().find(|path| same(path)) {
        bail!("--output would overwrite the profile `{}`", clean(profile));
    }
    let set = args
        .common
        .rubrics()
        .and_then(|path| Path::new(path).canonicalize().ok());
    let is_toml = output
        .extension()
        .is_some_and(|extension| extension == "toml");
    if set.is_some_and(|set| output == set || is_toml && output.starts_with(set)) {
        bail!("--output would overwrite a file of the rubric set");
    }
    Ok(())
}

/// Says on standard error which assertion does not hold for which profile.
fn tell(common: &Common, path: &str, failure: &str) {
    if !common.quiet {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{}: {failure}", clean(path));
    }
}

fn write(args: &ScoreArgs, elements: &[Element<'_>], output: &mut Output) -> Result<()> {
    let look = output.look(&args.common);
    match (args.format, elements) {
        (Format::Table, [Element::Good(report)]) => terminal::report(report, &look, output)?,
        (Format::Table, _) => table::table(elements, args.common.quiet, &look, output)?,
        (Format::Json, _) => json::json(elements, args.profiles.len() == 1, output)?,
        (Format::Jsonl, _) => json::jsonl(elements, output)?,
        (Format::Yaml, _) => yaml::yaml(elements, output)?,
        (Format::Markdown, _) => markdown::markdown(elements, output)?,
    }
    Ok(())
}
