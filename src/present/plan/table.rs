//! Plans for several profiles: a row each.

use super::PlanReport;
use crate::present::Look;
use crate::present::report::Entry;
use crate::present::table::{grid, name};
use crate::present::text::count;
use std::io::{self, Write};

/// Writes the table, and the summary unless `quiet`.
///
/// # Errors
/// What the writer reports.
pub fn table(
    elements: &[Entry<PlanReport<'_>>],
    quiet: bool,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let header = ["Profile", "Now", "Plan", "Effort", "Changes", "Granted"];
    let mut rows: Vec<Vec<String>> = vec![header.map(str::to_owned).to_vec()];
    rows.extend(elements.iter().map(row));
    grid(rows, |column| column > 2, look, out)?;
    if quiet {
        return Ok(());
    }
    let of = |outcome: &str| {
        let is = |element: &&Entry<PlanReport<'_>>| match element {
            Entry::Good(report) => report.to.as_ref().is_some_and(|to| to.outcome == outcome),
            Entry::Bad(_) => false,
        };
        elements.iter().filter(is).count()
    };
    writeln!(out, "\n{}", summary(elements.len(), of))
}

fn summary(all: usize, of: impl Fn(&str) -> usize) -> String {
    let outcomes = [
        ("settled", "settled"),
        ("plans", "with a plan"),
        ("impossible", "impossible"),
        ("undecided", "undecided"),
    ];
    let counts: Vec<String> = outcomes
        .into_iter()
        .filter(|(outcome, _)| of(outcome) > 0)
        .map(|(outcome, words)| format!("{} {words}", of(outcome)))
        .collect();
    format!(
        "{}: {}.",
        count(all, "profile", "profiles"),
        counts.join(", ")
    )
}

fn row(element: &Entry<PlanReport<'_>>) -> Vec<String> {
    let report = match element {
        Entry::Good(report) => report,
        Entry::Bad(failure) => {
            let problems = count(failure.findings.len(), "problem", "problems");
            let mut row = vec![
                name(&failure.profile.path, None),
                format!("not scored: {problems}"),
                "failed".to_owned(),
            ];
            row.resize(6, String::new());
            return row;
        }
    };
    let mut row = vec![
        name(&report.profile.path, report.profile.name.as_deref()),
        report.now.title.to_owned(),
    ];
    let to = report.to.as_ref();
    row.push(to.map_or(String::new(), |to| to.outcome.replace("plans", "plan")));
    if let Some(plan) = to.and_then(|to| to.plans.first()) {
        row.extend(
            [
                plan.effort as usize,
                plan.changes.len(),
                plan.provided.len(),
            ]
            .map(|n| n.to_string()),
        );
    }
    row.resize(6, String::new());
    row
}
