//! `score`: profiles in, reports out.

mod baseline;
mod batch;
mod columns;
mod emit;
mod map;
mod order;
mod progress;
mod show;
mod single;
mod worker;

use super::Outcome;
use super::assertions::in_brackets;
use super::assertions::{AssertionArgs, Assertions};
use super::completions::candidates;
use super::input::{ProfileArgs, load_set};
use super::ordered::from_one;
use super::output::{Output, check_paths, read_once, report_findings, same_file};
use super::plan;
use super::usage::BATCHES;
use super::what_if::WhatIf;
use crate::assess::census::Census;
use crate::finding::did_you_mean;
use crate::present::fields::{self, Field};
use crate::present::svg::Chart;
use crate::present::text::clean;
use crate::present::{Detail, Look};
use crate::profile::Options;
use crate::rubric::RubricSet;
use crate::rubric::audience::{Internal, internal};
use crate::say;
use crate::source::inputs::{Form, Pieces, Reading, Walk, named};
use anyhow::{Result, bail};
use baseline::EarlierRun;
use clap::{Args, ValueEnum, ValueHint};
use map::Map;
use order::Sort;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    #[command(flatten)]
    input: ProfileArgs,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = ScoreFormat::Table)]
    format: ScoreFormat,
    /// The report in five lines; several profiles below each other
    #[arg(long, conflicts_with_all = ["full", "summary"])]
    brief: bool,
    /// The report with all that is known; several profiles below each other
    #[arg(long, conflicts_with = "summary")]
    full: bool,
    /// Who reads it: for the customer, without the verdict, the rubrics and gates that are ours, questions and notes
    #[arg(long, value_enum, default_value_t = Audience::Ours, value_name = "WHO")]
    audience: Audience,
    /// Show for every gate and rule how it came out, and what it was missed by
    #[arg(long)]
    trace: bool,
    /// Find the facts that settle a recommendation by themselves; table, markdown and html always do, for one profile
    #[arg(long)]
    deciding: bool,
    /// Add a plan: what would have to change for this recommendation
    #[arg(long, value_name = "ID", add = candidates::recommendations())]
    plan_to: Option<String>,
    /// Which chart to draw, with --format svg
    #[arg(
        long,
        value_enum,
        value_name = "CHART",
        required_if_eq("format", "svg")
    )]
    chart: Option<ChartName>,
    #[command(flatten)]
    assertions: AssertionArgs,
    #[command(flatten)]
    batch: BatchArgs,
}

/// What is for many profiles at once.
#[derive(Debug, Args)]
#[command(next_help_heading = BATCHES)]
pub(super) struct BatchArgs {
    /// Columns of a row, in csv, json and jsonl: path, id, name, recommendation, possible, …, and ids: `readiness`,
    /// `readiness.low`, `pitfalls/blame.high`, a gate's or a fact's; nothing is computed that no column shows
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', add = candidates::fields())]
    fields: Vec<String>,
    /// Show what the portfolio comes to, not each profile: counts, quartiles, the commonest pits and questions;
    /// as table, json or markdown
    #[arg(long, conflicts_with_all = ["fields", "sort", "top", "trace", "plan_to", "deciding"])]
    summary: bool,
    /// Show profiles by a column of --fields, smallest first, or greatest first with `NAME:desc`; equal ones in
    /// the order of the input. Holds all results in memory, or with --top only those
    #[arg(long, value_name = "NAME[:desc]", add = candidates::fields())]
    sort: Option<String>,
    /// Show only the first N profiles; all are scored and judged
    #[arg(long, value_name = "N", value_parser = from_one)]
    top: Option<NonZeroUsize>,
    /// Compare with an earlier run's `--format jsonl`, and show only what is new, changed or worse. Profiles are
    /// told apart by `profile.id`, else by file and number
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    baseline: Option<String>,
    /// Fail where a recommendation, its settledness, a score or its range is not as in the baseline
    #[arg(long, requires = "baseline")]
    fail_on_change: bool,
    /// Fail where a rubric's estimate is worse than in the baseline, or where a profile can no longer be scored
    #[arg(long, requires = "baseline")]
    no_regressions: bool,
    /// How many threads work [default: as many as the machine has]
    #[arg(long, value_name = "N", value_parser = from_one)]
    jobs: Option<NonZeroUsize>,
    /// What the columns of tables say that are not called as facts are: a TOML file, see the README
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    map: Option<String>,
    /// What the inputs are, whatever their names say
    #[arg(long, value_enum, value_name = "FORM")]
    input_format: Option<InputForm>,
    /// Follow links that lead out of a folder
    #[arg(long)]
    follow_links: bool,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ScoreFormat {
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
    /// A row for each profile, safe to open in a spreadsheet
    Csv,
    /// A test case for each profile, as build servers read them
    Junit,
    /// What is wrong and which demands are not met, for code scanning: SARIF 2.1.0
    Sarif,
    /// The same as annotations of a GitHub workflow
    Github,
    /// A test for each profile: Test Anything Protocol 14
    Tap,
    /// A page that opens in a browser and prints; for several profiles a page of the portfolio
    Html,
    /// One chart as a picture, see --chart
    Svg,
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ChartName {
    /// The scores with their ranges
    Scores,
    /// The dimensions of each rubric in which higher is better
    Radar,
    /// How deep the pits are
    Pits,
    /// What costs each score how much
    Waterfall,
    /// Two scores against each other, and the deepest pit; of several profiles too
    Map,
}

impl ChartName {
    fn chart(self) -> Chart {
        match self {
            Self::Scores => Chart::Scores,
            Self::Radar => Chart::Radar,
            Self::Pits => Chart::Pits,
            Self::Waterfall => Chart::Waterfall,
            Self::Map => Chart::Map,
        }
    }
}

impl ScoreArgs {
    /// How much the report of one profile shows.
    fn detail(&self) -> Detail {
        match (self.brief, self.full) {
            (true, _) => Detail::Brief,
            (_, true) => Detail::Full,
            _ => Detail::Normal,
        }
    }
}

impl ScoreFormat {
    /// Whether it is for build servers, which are told of demands and findings, not of scores.
    fn is_ci(self) -> bool {
        matches!(self, Self::Junit | Self::Sarif | Self::Github | Self::Tap)
    }

    /// Whether all profiles make one page or picture.
    fn is_page(self) -> bool {
        matches!(self, Self::Html | Self::Svg)
    }
}

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Audience {
    /// We ourselves
    Ours,
    /// The customer
    Customer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum InputForm {
    /// YAML, with one document or more
    Yaml,
    /// JSON: a profile, several behind each other, or a list of them
    Json,
    /// A profile in JSON on every line
    Jsonl,
    /// A table: a row for each profile, a column for each fact
    Csv,
}

impl InputForm {
    fn form(self) -> Form {
        match self {
            Self::Yaml => Form::Yaml,
            Self::Json => Form::Json,
            Self::Jsonl => Form::JsonLines,
            Self::Csv => Form::Csv,
        }
    }
}

/// What the flags come to, for every thread that works.
struct Setup<'a> {
    set: &'a RubricSet,
    args: &'a ScoreArgs,
    options: Options,
    assertions: Assertions,
    what_if: WhatIf<'a>,
    plan_to: Option<u16>,
    /// The columns, where rows are asked for.
    fields: Option<Vec<Field>>,
    /// What the columns of tables say.
    map: Option<Map>,
    sort: Option<Sort>,
    /// What the portfolio comes to, where that is shown.
    census: Option<Mutex<Census>>,
    earlier: Option<EarlierRun>,
    /// What is left out, where the customer reads it.
    internal: Option<Internal>,
    /// How a report looks where several go below each other in place of a table.
    pages: Option<Look>,
}

impl Setup<'_> {
    /// Whether something is asked for that one report cannot show.
    fn is_for_batches(&self) -> bool {
        let asked = self.fields.is_some() || self.args.batch.summary || self.earlier.is_some();
        asked || self.args.format.is_ci()
    }

    /// The most documents of one piece of work: a report is long, a row is not.
    fn documents(&self) -> usize {
        if self.shows_rows() { 64 } else { 8 }
    }

    /// Whether profiles go into one table.
    fn shows_table(&self) -> bool {
        self.args.format == ScoreFormat::Table && self.pages.is_none()
    }

    /// Whether profiles are shown as rows, not as reports.
    fn shows_rows(&self) -> bool {
        let rows = self.shows_table() || self.args.format.is_ci();
        self.fields.is_some() || rows || self.args.batch.summary
    }
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
    // What stands beside the profiles may be standard input, too.
    let beside = args.batch.baseline.iter().chain(&args.batch.map);
    read_once(input.profiles.iter().chain(beside))?;
    check_folders(args)?;
    check_audience(args)?;
    if args.format.is_ci() && args.batch.top.is_some() {
        bail!(say!(
            "--top would hide from a build server what failed: use it with another --format"
        ));
    }
    let earlier = match &args.batch.baseline {
        None => None,
        Some(path) => match EarlierRun::read(&set, path, input.output.as_deref())? {
            Ok(earlier) => Some(earlier),
            Err(findings) => {
                report_findings(common, &findings);
                return Ok(Outcome::FAILED);
            }
        },
    };
    let map = match args
        .batch
        .map
        .as_deref()
        .map(|path| map::read(&set, path))
        .transpose()
    {
        Ok(map) => map,
        Err(findings) => {
            report_findings(common, &findings);
            return Ok(Outcome::FAILED);
        }
    };
    let internal = (args.audience == Audience::Customer).then(|| internal(&set));
    let mut setup = Setup {
        map,
        set: &set,
        options: input.options(),
        assertions,
        what_if,
        plan_to,
        fields: columns(&set, args, internal.as_ref())?,
        sort: args
            .batch
            .sort
            .as_deref()
            .map(|name| Sort::named(&set, name))
            .transpose()?,
        census: (args.batch.summary || args.format.is_page())
            .then(|| Mutex::new(Census::new(&set))),
        earlier,
        internal,
        pages: None,
        args,
    };
    if args.batch.summary
        && !matches!(
            args.format,
            ScoreFormat::Table | ScoreFormat::Json | ScoreFormat::Markdown
        )
    {
        bail!(say!("--summary is printed as table, json or markdown"));
    }
    if args.chart.is_some() && args.format != ScoreFormat::Svg {
        bail!(say!(
            "--chart is for --format svg; a page of --format html has all charts"
        ));
    }
    let output = Output::open(input.output.as_deref())?;
    let customer = setup.internal.is_some();
    if args.format == ScoreFormat::Table && (customer || args.detail() != Detail::Normal) {
        setup.pages = Some(output.look(common));
    } else if args.detail() != Detail::Normal {
        bail!(say!(
            "--brief and --full are for --format table: the other formats always hold the same"
        ));
    }
    let reading = Reading {
        form: args.batch.input_format.map(InputForm::form),
        follow: args.batch.follow_links,
        documents: setup.documents(),
    };
    let mut pieces = Pieces::new(&input.profiles, reading);
    let mut first = Vec::new();
    if let [only] = input.profiles.as_slice()
        && named(only)
        && !setup.is_for_batches()
    {
        match single::one_document(&mut pieces, setup.documents()) {
            single::Begun::One(path, begun) => return single::run(&setup, (&path, begun), output),
            single::Begun::Several(read) => first = read,
        }
    }
    if args.format == ScoreFormat::Svg && args.chart != Some(ChartName::Map) {
        bail!(say!(
            "this chart shows one profile: name one file with one profile, or draw them all with --chart map"
        ));
    }
    if customer && args.format.is_page() {
        bail!(say!(
            "a page of several profiles is for ourselves: give the customer one profile"
        ));
    }
    batch::run(&setup, first.into_iter().chain(pieces), output)
}

/// Refuses what would tell the customer what is ours.
fn check_audience(args: &ScoreArgs) -> Result<()> {
    if args.audience == Audience::Ours {
        return Ok(());
    }
    let ours = [
        ("--trace", args.trace),
        ("--deciding", args.deciding),
        ("--plan-to", args.plan_to.is_some()),
        ("--summary", args.batch.summary),
        ("--baseline", args.batch.baseline.is_some()),
        ("--sort", args.batch.sort.is_some()),
        ("--set", args.input.what_if.is_asked()),
        ("--today", args.input.options().today.is_some()),
        ("--fail-on", args.assertions.is_asked()),
    ];
    if let Some((flag, _)) = ours.into_iter().find(|(_, given)| *given) {
        bail!(say!(
            "{flag} is for ourselves: leave out --audience customer",
            flag
        ));
    }
    if args.chart == Some(ChartName::Map) {
        bail!(say!(
            "the map has a rubric that is for ourselves: draw another chart"
        ));
    }
    if args.format.is_ci() {
        bail!(say!(
            "this format speaks to build servers, not to customers: use table, markdown, html, json, jsonl, yaml or csv"
        ));
    }
    Ok(())
}

/// Refuses an output that is there and is the map, or one of the profiles of a folder or pattern.
fn check_folders(args: &ScoreArgs) -> Result<()> {
    let Some(output) = args.input.output.as_deref().filter(|path| path.is_file()) else {
        return Ok(());
    };
    let map = args.batch.map.as_deref();
    if let Some(map) = map.filter(|map| same_file(output, Path::new(map))) {
        bail!(say!(
            "--output would overwrite the map `{path}`",
            path = clean(map)
        ));
    }
    let several = args.input.profiles.iter().filter(|path| !named(path));
    let several: Vec<String> = several.cloned().collect();
    let mut found = Walk::new(&several, args.batch.follow_links).flatten();
    match found.find(|path| same_file(output, Path::new(path))) {
        Some(path) => bail!(say!(
            "--output would overwrite the profile `{path}`",
            path = clean(&path)
        )),
        None => Ok(()),
    }
}

/// The columns that are picked, or the usual ones of a table; none where no rows are asked for.
fn columns(
    set: &RubricSet,
    args: &ScoreArgs,
    internal: Option<&Internal>,
) -> Result<Option<Vec<Field>>> {
    let shown = |field: &Field| internal.is_none_or(|hidden| field.is_for_customer(set, hidden));
    let picked = &args.batch.fields;
    if picked.is_empty() {
        let usual = (args.format == ScoreFormat::Csv).then(|| Field::usual(set));
        return Ok(usual.map(|mut fields| {
            fields.retain(shown);
            fields
        }));
    }
    if !matches!(
        args.format,
        ScoreFormat::Csv | ScoreFormat::Json | ScoreFormat::Jsonl
    ) {
        bail!(say!(
            "--fields picks the columns of rows: add --format csv, json or jsonl"
        ));
    }
    let mut fields = Vec::new();
    for name in picked {
        let Some(field) = Field::named(set, name.trim()) else {
            bail!(say!(
                "--fields: no column is called `{name}`{hint}",
                name,
                hint = near(set, name)
            ));
        };
        if !shown(&field) {
            bail!(say!(
                "--fields: `{name}` is for ourselves, not for the customer",
                name
            ));
        }
        if fields.contains(&field) {
            bail!(say!("--fields: `{name}` is named twice", name));
        }
        fields.push(field);
    }
    Ok(Some(fields))
}

fn near(set: &RubricSet, name: &str) -> String {
    let ids = set.rubrics.iter().map(|rubric| &*rubric.id);
    let ids = ids.chain(set.dimensions.iter().map(|dimension| &*dimension.id));
    let ids = ids.chain(set.gates.iter().map(|gate| &*gate.id));
    let ids = ids.chain(set.facts.iter().map(|fact| &*fact.id));
    let words: Vec<&str> = fields::names().collect();
    let hint = did_you_mean(name, words.into_iter().chain(ids));
    in_brackets(hint)
}
