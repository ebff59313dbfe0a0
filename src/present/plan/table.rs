//! Plans for several profiles: a row each.

use super::PlanReport;
use crate::present::Look;
use crate::present::report::Entry;
use crate::present::table::{grid, name};
use crate::present::text::{count, wrap};
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
        let all = count(elements.len(), "profile", "profiles");
        let bad = bad(elements).map_or(String::new(), |bad| format!(": {bad}"));
        return writeln!(out, "\n{all}{bad}.");
    }
    let text = summary(elements);
    writeln!(out)?;
    for line in wrap(&text, look.width.clamp(60, 160)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn summary(elements: &[Entry<PlanReport<'_>>]) -> String {
    let changes = || {
        elements.iter().filter_map(|element| match element {
            Entry::Good(report) => report.to.as_ref(),
            Entry::Bad(_) => None,
        })
    };
    let of = |outcome: &str| changes().filter(|to| to.outcome == outcome).count();
    let outcomes = [
        ("settled", "settled"),
        ("plans", "with a plan"),
        ("impossible", "impossible"),
        ("undecided", "undecided"),
    ];
    let mut counts: Vec<String> = outcomes
        .into_iter()
        .filter(|(outcome, _)| of(outcome) > 0)
        .map(|(outcome, words)| format!("{} {words}", of(outcome)))
        .collect();
    counts.extend(bad(elements));
    let mut text = format!(
        "{}: {}.",
        count(elements.len(), "profile", "profiles"),
        counts.join(", ")
    );
    let unproved = changes().filter(|to| !to.proved()).count();
    if unproved > 0 {
        let plans = count(unproved, "plan is", "plans are");
        text = format!("{text} {plans} not proved to be the least.");
    }
    text
}

/// How many profiles could not be read, if any.
fn bad(elements: &[Entry<PlanReport<'_>>]) -> Option<String> {
    let bad = elements
        .iter()
        .filter(|element| matches!(element, Entry::Bad(_)))
        .count();
    (bad > 0).then(|| format!("{bad} not read"))
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
        row.push(match to.outcome {
            "plans" if to.proved() => "plan".to_owned(),
            "plans" => "plan, unproved".to_owned(),
            other => other.to_owned(),
        });
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
    if let Some(risks) = &report.risks {
        match risks.sets.first() {
            Some(risk) => {
                let moved = |one: &super::Move<'_>| format!("{}: {}", one.fact, one.to.words());
                let moves: Vec<String> = risk.changes.iter().map(moved).collect();
                row.extend([moves.join(", "), risk.leads_to_title.to_owned()]);
            }
            None if risks.fewest => row.push("nothing, proved".to_owned()),
            None => row.push("nothing found".to_owned()),
        }
    }
    row.resize(columns, String::new());
    row
}
