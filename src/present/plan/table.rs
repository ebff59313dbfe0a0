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
    let planned = |element: &Entry<PlanReport<'_>>| match element {
        Entry::Good(report) => report.to.is_some(),
        Entry::Bad(_) => false,
    };
    let plans = elements.iter().any(planned);
    let risks = elements.iter().any(|element| match element {
        Entry::Good(report) => report.risks.is_some(),
        Entry::Bad(_) => false,
    });
    let mut header = vec!["Profile", "Now"];
    if plans {
        header.extend(["Plan", "Effort", "Changes", "Granted"]);
    }
    if risks {
        header.extend(["If for the worse", "Then"]);
    }
    let columns = header.len();
    let mut rows: Vec<Vec<String>> = vec![header.into_iter().map(str::to_owned).collect()];
    rows.extend(elements.iter().map(|element| row(element, columns)));
    grid(rows, |column| plans && (3..6).contains(&column), look, out)?;
    if quiet {
        return Ok(());
    }
    if !plans {
        return writeln!(out, "\n{}.", count(elements.len(), "profile", "profiles"));
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

fn row(element: &Entry<PlanReport<'_>>, columns: usize) -> Vec<String> {
    let report = match element {
        Entry::Good(report) => report,
        Entry::Bad(failure) => {
            let problems = count(failure.findings.len(), "problem", "problems");
            let path = name(&failure.profile.path, None);
            let mut row = vec![path, format!("not scored: {problems}"), "failed".to_owned()];
            row.resize(columns, String::new());
            return row;
        }
    };
    let mut row = vec![
        name(&report.profile.path, report.profile.name.as_deref()),
        report.now.title.to_owned(),
    ];
    if let Some(to) = &report.to {
        row.push(to.outcome.replace("plans", "plan"));
        match to.plans.first() {
            Some(plan) => {
                let figures = [
                    plan.effort as usize,
                    plan.changes.len(),
                    plan.provided.len(),
                ];
                row.extend(figures.map(|figure| figure.to_string()));
            }
            None => row.extend([const { String::new() }; 3]),
        }
    }
    if let Some(risk) = report.risks.iter().flat_map(|risks| &risks.sets).next() {
        let moved = |one: &super::Move<'_>| format!("{}: {}", one.fact, one.to.words());
        let moves: Vec<String> = risk.changes.iter().map(moved).collect();
        row.extend([moves.join(", "), risk.leads_to_title.to_owned()]);
    }
    row.resize(columns, String::new());
    row
}
