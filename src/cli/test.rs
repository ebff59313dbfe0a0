//! `test`: runs a rubric set's own tests, says what they reach, and tries whether they notice mistakes.

use super::input::{parse, set_files};
use super::ordered::threads;
use super::output::{Output, allow_closed_pipe, check_paths, report_findings};
use super::subjects::{profile_files, profile_paths};
use super::{Common, Outcome};
use crate::check::cases::outcomes;
use crate::check::coverage::coverage;
use crate::check::mutants::{Bench, EFFORT, Kind, mutants};
use crate::check::subject::{Subject, Subjects, subjects};
use crate::finding::Finding;
use crate::language::list::{commas, count};
use crate::language::nouns::noun;
use crate::present::json;
use crate::present::tests::{Mutation, Reached, TestRun, junit, lines, percent};
use crate::rubric::load::{Loaded, load};
use crate::say;
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::fmt;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct TestArgs {
    #[command(flatten)]
    common: Common,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Say which rules, gate outcomes, attributes and ratings the tests reach, and list the others
    #[arg(long)]
    coverage: bool,
    /// Fail where less than this part of the rules, the gate outcomes, the attributes or the ratings is reached
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,
    /// Try small changes of the rubric set, and list those that no test notices
    #[arg(long)]
    mutate: bool,
    /// Fail where less than this part of the mutants is noticed: of all, or of some kinds, as in
    /// `gates+rules=95`; repeatable
    #[arg(long, value_name = "[KINDS=]PERCENT", value_parser = min_killed)]
    min_killed: Vec<MinKilled>,
    /// Threads for the mutants; their number changes nothing but the time [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// How the result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line a test, for people
    Table,
    /// One object
    Json,
    /// JUnit XML, for build servers
    Junit,
}

/// How many mutants of some kinds must be noticed.
#[derive(Clone, Debug)]
struct MinKilled {
    kinds: Vec<Kind>,
    percent: usize,
}

impl MinKilled {
    fn is_about(&self, kind: &str) -> bool {
        self.kinds.iter().any(|own| own.name() == kind)
    }
}

impl fmt::Display for MinKilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.percent;
        if self.kinds.len() == Kind::ALL.len() {
            return f.write_str(&say!(
                "the tests must notice {percent} % of the mutants",
                percent
            ));
        }
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.name()).collect();
        f.write_str(&say!(
            "the tests must notice {percent} % of the mutants in {kinds}",
            percent,
            kinds = commas(&kinds)
        ))
    }
}

fn min_killed(text: &str) -> Result<MinKilled, String> {
    let (kinds, percent) = match text.split_once('=') {
        None => (Kind::ALL.to_vec(), text),
        Some((names, percent)) => {
            let kind = |name: &str| {
                let found = Kind::ALL.into_iter().find(|kind| kind.name() == name);
                found.ok_or_else(|| {
                    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
                    say!(
                        "no kind of mutant is called `{name}`: they are {kinds}",
                        name,
                        kinds = commas(&names)
                    )
                })
            };
            (
                names.split('+').map(kind).collect::<Result<_, _>>()?,
                percent,
            )
        }
    };
    let percent = percent.parse().ok().filter(|percent| *percent <= 100);
    percent
        .map(|percent| MinKilled { kinds, percent })
        .ok_or_else(|| say!("a whole number from 0 to 100 is needed"))
}

pub(super) fn run(args: &TestArgs) -> Result<Outcome> {
    let common = &args.common;
    let files = match set_files(common.rubrics()) {
        Ok(files) => files,
        Err(findings) => return Ok(unusable(common, &findings)),
    };
    let loaded = parse(&files).and_then(|parsed| load(&parsed).map(|loaded| (parsed, loaded)));
    let (parsed, loaded) = match loaded {
        Ok(loaded) => loaded,
        Err(findings) => return Ok(unusable(common, &findings)),
    };
    let Loaded { set, cases, .. } = &loaded;
    let shipped = common.rubrics().is_none();
    let paths = if shipped {
        Vec::new()
    } else {
        profile_paths(cases, &parsed)
    };
    check_paths(&paths, args.output.as_deref(), common)?;
    let mut output = Output::open(args.output.as_deref())?;
    let profiles = profile_files(cases, &parsed, shipped);
    let Subjects {
        all: subjects,
        given,
        findings,
    } = subjects(&loaded, &parsed, &profiles);
    report_findings(common, &findings);
    let outcomes = outcomes(set, cases, &given);
    let mut run = TestRun::new(set, cases, outcomes);
    if args.coverage || args.min_coverage.is_some() {
        let reached = coverage(set, cases, &given).into_iter();
        let reached: Vec<Reached> = reached.map(|reach| Reached::new(reach, &parsed)).collect();
        run.unmet.extend(too_little(&reached, args.min_coverage));
        run.coverage = Some(reached);
    }
    let mutate = args.mutate || !args.min_killed.is_empty();
    if mutate && run.failed > 0 {
        run.unmet.extend(not_tried(run.failed, &args.min_killed));
        if !common.quiet {
            let hint = say!("mutants are tried once every test passes");
            writeln!(std::io::stderr(), "{hint}")?;
        }
    } else if mutate {
        let subjects: Vec<Subject<'_>> = subjects.into_iter().flatten().collect();
        let bench = Bench {
            files: &parsed,
            set,
            cases,
            subjects: &subjects,
            given: &given,
        };
        let made = mutants(&parsed, set);
        let jobs = args.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()));
        let fates = bench.run(&made, threads(jobs), EFFORT);
        let mutation = Mutation::new(&made, &fates, cases, &parsed);
        run.unmet.extend(too_few(&mutation, &args.min_killed));
        run.mutants = Some(mutation);
    }
    allow_closed_pipe(print(args, &run, &mut output).and_then(|()| output.finish()))?;
    if cases.is_empty() && !common.quiet {
        let hint = say!("this rubric set has no tests: add `[[tests]]` to one of its files");
        writeln!(std::io::stderr(), "{hint}")?;
    }
    Ok(Outcome {
        failed: !findings.is_empty(),
        refuted: run.failed > 0 || !run.unmet.is_empty(),
        ..Outcome::default()
    })
}

fn unusable(common: &Common, findings: &[Finding]) -> Outcome {
    report_findings(common, findings);
    Outcome::FAILED
}

/// What a demand on coverage has to say about each kind that does not meet it.
fn too_little(reached: &[Reached], least: Option<u8>) -> impl Iterator<Item = String> {
    let least = usize::from(least.unwrap_or(0));
    reached
        .iter()
        // Not the rounded figure: 99.9 % is not all.
        .filter(move |kind| 100 * kind.reached < least * kind.all)
        .map(move |kind| {
            let Reached { what, percent, .. } = kind;
            say!(
                "the tests must reach {least} % of the {what}, but reach {percent} %",
                least,
                what = noun(what),
                percent
            )
        })
}

/// The same about each demand on mutants.
fn too_few(mutation: &Mutation, demands: &[MinKilled]) -> Vec<String> {
    let mut unmet = Vec::new();
    for demand in demands {
        let of = mutation.kinds.iter();
        let of: Vec<_> = of.filter(|kind| demand.is_about(kind.kind)).collect();
        let all: usize = of.iter().map(|kind| kind.all).sum();
        let killed: usize = of.iter().map(|kind| kind.killed).sum();
        if 100 * killed < demand.percent * all {
            let percent = percent(killed, all);
            unmet.push(say!("{demand}, but notice {percent} %", demand, percent));
        }
    }
    unmet
}

/// The same where failing tests leave open how many they notice: what is not known to hold does not hold.
fn not_tried(failed: usize, demands: &[MinKilled]) -> impl Iterator<Item = String> {
    let failing = count(failed, "test fails", "tests fail");
    // 0 % holds whatever they notice.
    let demands = demands.iter().filter(|demand| demand.percent > 0);
    demands.map(move |demand| {
        say!(
            "{demand}, but no mutant was tried: {failing}",
            demand,
            failing
        )
    })
}

fn print(args: &TestArgs, run: &TestRun<'_>, output: &mut Output) -> Result<()> {
    match args.format {
        Format::Json => json::json(&[run], true, output)?,
        Format::Junit => junit(run, output)?,
        Format::Table => {
            let look = output.look(&args.common);
            lines(run, args.common.quiet, &look, output)?;
        }
    }
    Ok(())
}
