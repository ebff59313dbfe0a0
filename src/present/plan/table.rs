//! Plans for several profiles: a row each.

use super::PlanReport;
use crate::language::list::count;
use crate::present::Look;
use crate::present::report::Entry;
use crate::present::table::{grid, name};
use crate::present::text::wrap;
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
    let both = plans && risks;
    if plans {
        let header = ["Profile", "Now", "Plan", "Effort", "Changes", "Granted"];
        grid(
            rows(elements, &header, planned_cells),
            |column| column > 2,
            look,
            out,
        )?;
    }
    if both {
        writeln!(out)?;
    }
    if risks {
        let header = ["Profile", "Now", "If for the worse", "Then"];
        grid(rows(elements, &header, risk_cells), |_| false, look, out)?;
    }
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

/// A header, and a row for each profile: what leads now, and cells of a subject.
fn rows(
    elements: &[Entry<PlanReport<'_>>],
    header: &[&str],
    cells: impl Fn(&PlanReport<'_>) -> Vec<String>,
) -> Vec<Vec<String>> {
    let row = |element: &Entry<PlanReport<'_>>| {
        let mut row = match element {
            Entry::Good(report) => {
                let name = name(&report.profile.path, report.profile.name.as_deref());
                let mut row = vec![name, report.now.title.to_owned()];
                row.extend(cells(report));
                row
            }
            Entry::Bad(failure) => {
                let problems = count(failure.findings.len(), "problem", "problems");
                let path = name(&failure.profile.path, None);
                vec![path, format!("not scored: {problems}"), "failed".to_owned()]
            }
        };
        row.resize(header.len(), String::new());
        row
    };
    let header = header.iter().map(ToString::to_string).collect();
    std::iter::once(header)
        .chain(elements.iter().map(row))
        .collect()
}

fn planned_cells(report: &PlanReport<'_>) -> Vec<String> {
    let Some(to) = &report.to else {
        return Vec::new();
    };
    let mut cells = vec![match to.outcome {
        "plans" if to.proved() => "plan".to_owned(),
        "plans" => "plan, unproved".to_owned(),
        other => other.to_owned(),
    }];
    if let Some(plan) = to.plans.first() {
        let figures = [
            plan.effort as usize,
            plan.changes.len(),
            plan.provided.len(),
        ];
        cells.extend(figures.map(|figure| figure.to_string()));
    }
    cells
}

fn risk_cells(report: &PlanReport<'_>) -> Vec<String> {
    let Some(risks) = &report.risks else {
        return Vec::new();
    };
    match risks.sets.first() {
        Some(risk) => {
            let moved = |one: &super::Move<'_>| format!("{}: {}", one.fact, one.to.words());
            let moves: Vec<String> = risk.changes.iter().map(moved).collect();
            vec![moves.join(", "), risk.leads_to_title.to_owned()]
        }
        None if risks.fewest => vec!["nothing, proved".to_owned()],
        None => vec!["nothing found".to_owned()],
    }
}
