//! What the customer is told of a profile, in every format.

use crate::generate::words;
use crate::subject::refused;
use maturity::assess::survey::{Depth, Survey, survey};
use maturity::assess::{Assessment, assess};
use maturity::finding::{Finding, SourceText};
use maturity::present::fields::{Field, Subject};
use maturity::present::report::{Element, Entry, ProfileName, Report, for_customer, report};
use maturity::present::svg::Chart;
use maturity::present::{Detail, Look, csv, html, json, markdown, terminal, yaml};
use maturity::profile::{Answers, Options, resolve};
use maturity::rubric::RubricSet;
use maturity::rubric::audience::internal;
use maturity::source::yaml as reader;
use proptest::test_runner::TestCaseError;

/// How a report is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Format {
    Table(Detail),
    Markdown,
    Html,
    Svg(Chart),
    Json,
    Jsonl,
    Yaml,
    Csv,
}

pub(super) const FORMATS: [Format; 13] = [
    Format::Table(Detail::Normal),
    Format::Table(Detail::Brief),
    Format::Table(Detail::Full),
    Format::Markdown,
    Format::Html,
    Format::Svg(Chart::Scores),
    Format::Svg(Chart::Radar),
    Format::Svg(Chart::Pits),
    Format::Svg(Chart::Waterfall),
    Format::Json,
    Format::Jsonl,
    Format::Yaml,
    Format::Csv,
];

impl Format {
    /// Whether it is for people, who do not know ids.
    pub(super) fn is_for_people(self) -> bool {
        !matches!(self, Self::Json | Self::Jsonl | Self::Yaml | Self::Csv)
    }

    /// Whether it has a place for every dimension, and for every piece of advice.
    pub(super) fn is_full(self) -> bool {
        matches!(self, Self::Markdown) || self.has_criteria()
    }

    /// Whether it has a place for every criterion.
    pub(super) fn has_criteria(self) -> bool {
        matches!(self, Self::Table(Detail::Full) | Self::Html)
    }

    /// How the program is asked for it.
    pub(super) fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Table(Detail::Normal) => &[],
            Self::Table(Detail::Brief) => &["--brief"],
            Self::Table(Detail::Full) => &["--full"],
            Self::Markdown => &["--format", "markdown"],
            Self::Html => &["--format", "html"],
            Self::Svg(Chart::Scores) => &["--format", "svg", "--chart", "scores"],
            Self::Svg(Chart::Radar) => &["--format", "svg", "--chart", "radar"],
            Self::Svg(Chart::Pits) => &["--format", "svg", "--chart", "pits"],
            Self::Svg(Chart::Waterfall) => &["--format", "svg", "--chart", "waterfall"],
            Self::Svg(Chart::Map) => &["--format", "svg", "--chart", "map"],
            Self::Json => &["--format", "json"],
            Self::Jsonl => &["--format", "jsonl"],
            Self::Yaml => &["--format", "yaml"],
            Self::Csv => &["--format", "csv"],
        }
    }
}

/// A profile as it is read.
pub(super) struct Read<'a> {
    pub(super) set: &'a RubricSet,
    answers: Answers<'a>,
    findings: Vec<Finding>,
    assessment: Assessment,
}

/// What the file of a profile is called: nothing that the customer reads.
pub(super) const PATH: &str = "zq-path.yaml";

/// Reads a profile, and does something with it.
pub(super) fn read<T>(
    set: &RubricSet,
    profile: &str,
    then: impl FnOnce(&Read<'_>) -> Result<T, TestCaseError>,
) -> Result<T, TestCaseError> {
    let source = SourceText::new(PATH, profile);
    let documents = reader::read(&source).map_err(|findings| refused(&findings))?;
    let resolved = resolve(set, &source, &documents[0], Options::default());
    let (answers, findings) = resolved.map_err(|findings| refused(&findings))?;
    then(&Read {
        set,
        assessment: assess(set, &answers),
        answers,
        findings,
    })
}

impl Read<'_> {
    /// The report, for the customer or for ourselves.
    pub(super) fn report(&self, customer: bool) -> Report<'_> {
        let (set, answers) = (self.set, &self.answers);
        let assessment = &self.assessment;
        let name = ProfileName {
            path: PATH.to_owned(),
            index: 0,
            id: answers.about.id.as_deref().map(str::to_owned),
            name: answers.name(set).map(str::to_owned),
        };
        let report = report(set, name, answers, assessment, &self.findings);
        if !customer {
            return report;
        }
        let known = assessment.coverage_of(set, &answers.cells, |rubric| !rubric.internal);
        for_customer(set, &internal(set), known, report)
    }

    /// What the customer is told; nothing where there is nothing to draw.
    pub(super) fn told(&self, format: Format) -> Option<String> {
        let report = self.report(true);
        let mut out = Vec::new();
        let look = Look {
            width: 200,
            color: false,
            ascii: false,
        };
        let written = match format {
            Format::Table(detail) => terminal::report(&report, detail, &look, &mut out),
            Format::Html => return Some(html::page(&report)),
            Format::Svg(chart) => return chart.of(&report).map(|drawing| drawing.file()),
            Format::Csv => {
                out = self.table(&self.usual());
                Ok(())
            }
            Format::Markdown | Format::Json | Format::Jsonl | Format::Yaml => {
                let elements: [Element<'_>; 1] = [Entry::Good(Box::new(report))];
                match format {
                    Format::Markdown => markdown::markdown(&elements, &mut out),
                    Format::Json => json::json(&elements, true, &mut out),
                    Format::Jsonl => json::jsonl(&elements, &mut out),
                    _ => yaml::yaml(&elements, &mut out),
                }
            }
        };
        written.expect("memory");
        Some(String::from_utf8(out).expect("UTF-8"))
    }

    /// The columns of a table for the customer where nobody picks.
    fn usual(&self) -> Vec<Field> {
        let hidden = internal(self.set);
        let mut fields = Field::usual(self.set);
        fields.retain(|field| field.is_for_customer(self.set, &hidden));
        fields
    }

    /// The profile as a row under some columns.
    pub(super) fn table(&self, fields: &[Field]) -> Vec<u8> {
        let mut found = Survey::new(self.set);
        survey(self.set, &self.answers.cells, Depth::Questions, &mut found);
        let subject = Subject {
            set: self.set,
            path: PATH,
            index: 0,
            id: self.answers.about.id.as_deref(),
            name: self.answers.name(self.set),
            survey: &found,
            answers: Some(&self.answers),
            findings: self.findings.len(),
            since: None,
        };
        let mut table = csv::header(fields);
        csv::row(fields, &subject, &mut table);
        table
    }
}

/// The texts of a set that stand in what is told, and those that are cut short, up to where.
pub(super) fn texts(told: &str) -> (Vec<String>, Vec<String>) {
    let (mut whole, mut cut) = (Vec::new(), Vec::new());
    for rest in told.split('«').skip(1) {
        let end = rest.find(['»', '…', '<']).unwrap_or(rest.len());
        // Lines are broken where there is no more room, and Markdown escapes some signs.
        let signs = rest[..end].chars();
        let text: String = signs
            .filter(|sign| !sign.is_whitespace() && *sign != '\\')
            .collect();
        if rest[end..].starts_with('»') {
            whole.push(format!("«{text}»"));
        } else {
            cut.push(format!("«{text}"));
        }
    }
    (whole, cut)
}

/// A text of a part of a set.
pub(super) fn text(key: &str, what: &str, id: &str) -> String {
    words::text(key, what, id)
}
