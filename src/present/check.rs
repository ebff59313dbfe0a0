//! What `check` found, in figures and as JSON.

use super::report::FindingText;
use crate::finding::Finding;
use crate::language::list::count;
use crate::say;
use serde::Serialize;
use std::io::{self, Write};

/// How much was checked and found.
#[derive(Clone, Debug, Serialize)]
pub struct Counts {
    /// Sets and profiles that were checked.
    pub inputs: usize,
    /// Profiles that were not, since their rubric set has errors.
    pub skipped: usize,
    /// Findings by level.
    pub errors: usize,
    /// Findings by level.
    pub warnings: usize,
    /// Findings by level.
    pub notes: usize,
    /// Questions of lints that were neither proved nor refuted within their fixed number of steps.
    pub undecided: usize,
}

impl Counts {
    /// Writes the summary below the findings.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.skipped > 0 {
            let skipped = count(self.skipped, "profile", "profiles");
            let text = say!(
                "{profiles} not checked: the rubric set has errors",
                profiles = skipped
            );
            writeln!(out, "{text}")?;
        }
        if self.undecided > 0 {
            let undecided = count(self.undecided, "question", "questions");
            let text = say!(
                "{questions} about the rubric set undecided within the budget of steps",
                questions = undecided
            );
            writeln!(out, "{text}")?;
        }
        let checked = count(self.inputs, "input", "inputs");
        let errors = count(self.errors, "error", "errors");
        let warnings = count(self.warnings, "warning", "warnings");
        let text = say!(
            "{inputs} checked: {errors}, {warnings}",
            inputs = checked,
            errors,
            warnings
        );
        writeln!(out, "{text}")
    }
}

/// The JSON of a check: names are added, never renamed.
#[derive(Debug, Serialize)]
pub struct Checked<'a> {
    /// The version of this form.
    pub check: u32,
    /// How much was checked and found.
    #[serde(flatten)]
    pub counts: &'a Counts,
    /// Every finding.
    pub findings: Vec<Line<'a>>,
}

/// A finding with its line.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// As in reports.
    #[serde(flatten)]
    pub finding: FindingText,
    /// The line of the file, or the part of a long one around the place; none where there is no place.
    pub excerpt: Option<&'a str>,
}

impl<'a> Checked<'a> {
    /// For these findings.
    #[must_use]
    pub fn new(findings: &'a [Finding], counts: &'a Counts) -> Self {
        let line = |finding: &'a Finding| Line {
            finding: FindingText::from(finding),
            excerpt: finding.place.as_ref().map(|place| place.excerpt.as_str()),
        };
        Self {
            check: 1,
            counts,
            findings: findings.iter().map(line).collect(),
        }
    }
}
