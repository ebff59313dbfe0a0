//! Plans and risks as Markdown.

use super::{Change, FactValue, Move, NO_WAY, PlanReport, RiskList};
use crate::present::markdown::{assumed, escape, not_scored, sourced};
use crate::present::report::Entry;
use std::io::{self, Write};

/// One section a profile.
///
/// # Errors
/// What the writer reports.
pub fn markdown(elements: &[Entry<PlanReport<'_>>], out: &mut dyn Write) -> io::Result<()> {
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match element {
            Entry::Good(report) => section(report, out)?,
            Entry::Bad(failure) => not_scored(failure, out)?,
        }
    }
    Ok(())
}

fn section(report: &PlanReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = report.profile.name.as_deref();
    let name = escape(name.unwrap_or(&report.profile.path));
    match &report.to {
        Some(change) => writeln!(out, "# {name}: plan to {}\n", escape(change.title))?,
        None => writeln!(out, "# {name}: what could go wrong\n")?,
    }
    let now = &report.now;
    if now.settled {
        writeln!(out, "Now: **{}**, settled.", escape(now.title))?;
    } else {
        writeln!(
            out,
            "Now: **{}** leads with {:.1} %.",
            escape(now.title),
            now.share * 100.0
        )?;
    }
    assumed(&report.what_if, &report.stale, out)?;
    if let Some(to) = &report.to {
        change(to, out)?;
    }
    if let Some(list) = &report.risks {
        risks(list, now.title, out)?;
    }
    Ok(())
}

/// What would have to change, below a heading.
pub(in crate::present) fn change(change: &Change<'_>, out: &mut dyn Write) -> io::Result<()> {
    match change.outcome {
        "settled" => writeln!(out, "\nNothing needs to change for it.")?,
        "impossible" if change.blocking.is_empty() => {
            writeln!(out, "\nImpossible, whatever changes. {NO_WAY}")?;
        }
        "impossible" => {
            writeln!(
                out,
                "\nImpossible, whatever else changes. These facts cannot be changed, and alone they rule it out:\n"
            )?;
            values(&change.blocking, out)?;
        }
        "plans" => {}
        _ => writeln!(out, "\nNo plan was found, and no proof that there is none.")?,
    }
    for (number, plan) in change.plans.iter().enumerate() {
        if plan.changes.is_empty() && plan.provided.is_empty() {
            continue;
        }
        writeln!(out, "\n## Plan {}: effort {}", number + 1, plan.effort)?;
        if number == 0 {
            match (change.least_effort, change.fewest_provided) {
                (true, true) => writeln!(out, "\nProved: no plan takes less.")?,
                (true, false) => writeln!(
                    out,
                    "\nProved: no plan takes less effort. Whether fewer answers would do is not proved."
                )?,
                (false, _) => writeln!(out, "\nNot proved to be the least.")?,
            }
        }
        if !plan.changes.is_empty() {
            writeln!(
                out,
                "\n| Effort | Fact | Now | Then |\n| ---: | --- | --- | --- |"
            )?;
            for one in &plan.changes {
                let effort = one
                    .effort
                    .map_or(String::new(), |effort| effort.to_string());
                writeln!(out, "| {effort} {}", row(one))?;
            }
        }
        if !plan.provided.is_empty() {
            writeln!(out, "\nTaken for granted, though unknown:\n")?;
            values(&plan.provided, out)?;
        }
    }
    if !change.advice.is_empty() {
        writeln!(out, "\n## What helps\n")?;
        for advice in &change.advice {
            writeln!(out, "- {}{}", escape(advice.text), sourced(advice.source))?;
        }
    }
    Ok(())
}

fn row(one: &Move<'_>) -> String {
    let (from, to) = (one.from.words(), one.to.words());
    format!("| `{}` | {} | {} |", one.fact, escape(from), escape(to))
}

fn values(facts: &[FactValue<'_>], out: &mut dyn Write) -> io::Result<()> {
    for one in facts {
        writeln!(out, "- `{}`: {}", one.fact, escape(one.value.words()))?;
    }
    Ok(())
}

fn risks(list: &RiskList<'_>, leading: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## What could go wrong")?;
    let leading = escape(leading);
    match (list.sets.is_empty(), list.fewest) {
        (true, true) => writeln!(
            out,
            "\nProved: nothing known that turns for the worse takes the lead from {leading}."
        )?,
        (true, false) => writeln!(
            out,
            "\nNothing was found that takes the lead from {leading}."
        )?,
        (false, true) => writeln!(out, "\nNo fewer facts can take the lead from {leading}.")?,
        (false, false) => {}
    }
    for risk in &list.sets {
        writeln!(
            out,
            "\nThen **{}** leads:\n\n| Fact | Now | Then |\n| --- | --- | --- |",
            escape(risk.leads_to_title)
        )?;
        for one in &risk.changes {
            writeln!(out, "{}", row(one))?;
        }
    }
    Ok(())
}
