//! Plans for several profiles: a row each.

use super::PlanReport;
use crate::language::list::{clauses, count, sentences};
use crate::present::Look;
use crate::present::report::Entry;
use crate::present::table::{grid, name};
use crate::present::text::wrap;
use crate::say;
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
        let header = [
            say!("Profile"),
            say!("Now"),
            say!("Plan"),
            say!("Effort"),
            say!("Changes"),
            say!("Granted"),
        ];
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
        let header = [
            say!("Profile"),
            say!("Now"),
            say!("If for the worse"),
            say!("Then"),
        ];
        grid(rows(elements, &header, risk_cells), |_| false, look, out)?;
    }
    if quiet {
        return Ok(());
    }
    if !plans {
        let profiles = count(elements.len(), "profile", "profiles");
        let text = match bad(elements) {
            Some(failed) => say!("{profiles}: {counts}.", profiles, counts = failed),
            None => say!("{counts}.", counts = profiles),
        };
        return writeln!(out, "\n{text}");
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
    let counted = |outcome: &str, words: fn(usize) -> String| match of(outcome) {
        0 => None,
        some => Some(words(some)),
    };
    let outcomes = [
        counted("settled", |n| say!("{n} settled", n)),
        counted("plans", |n| say!("{n} with a plan", n)),
        counted("impossible", |n| say!("{n} impossible", n)),
        counted("undecided", |n| say!("{n} undecided", n)),
        bad(elements),
    ];
    let counts: Vec<String> = outcomes.into_iter().flatten().collect();
    let text = say!(
        "{profiles}: {counts}.",
        profiles = count(elements.len(), "profile", "profiles"),
        counts = clauses(&counts)
    );
    let unproved = changes().filter(|to| !to.proved()).count();
    let proof = match unproved {
        0 => String::new(),
        1 => say!("1 plan is not proved to be the least."),
        n => say!("{n} plans are not proved to be the least.", n),
    };
    sentences(&[text, proof])
}

/// How many profiles could not be read, if any.
fn bad(elements: &[Entry<PlanReport<'_>>]) -> Option<String> {
    let bad = elements
        .iter()
        .filter(|element| matches!(element, Entry::Bad(_)))
        .count();
    (bad > 0).then(|| say!("{n} not read", n = bad))
}

/// A header, and a row for each profile: what leads now, and cells of a subject.
fn rows(
    elements: &[Entry<PlanReport<'_>>],
    header: &[String],
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
                let problems = count(failure.problems(), "problem", "problems");
                let path = name(&failure.profile.path, None);
                vec![
                    path,
                    say!("not scored: {problems}", problems),
                    say!("failed"),
                ]
            }
        };
        row.resize(header.len(), String::new());
        row
    };
    std::iter::once(header.to_vec())
        .chain(elements.iter().map(row))
        .collect()
}

fn planned_cells(report: &PlanReport<'_>) -> Vec<String> {
    let Some(to) = &report.to else {
        return Vec::new();
    };
    let mut cells = vec![match to.outcome {
        "plans" if to.proved() => say!("plan"),
        "plans" => say!("plan, unproved"),
        "settled" => say!("settled"),
        "impossible" => say!("impossible"),
        _ => say!("undecided"),
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
            let moved = |one: &super::Move<'_>| {
                say!("{fact}: {value}", fact = one.fact, value = one.to.words())
            };
            let moves: Vec<String> = risk.changes.iter().map(moved).collect();
            vec![clauses(&moves), risk.leads_to_title.to_owned()]
        }
        None if risks.fewest => vec![say!("nothing, proved")],
        None => vec![say!("nothing found")],
    }
}
