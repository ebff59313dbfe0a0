//! Plans and risks as Markdown.

use super::{Change, FactValue, Move, PlanReport, RiskList, no_way};
use crate::language::list::sentences;
use crate::present::markdown::{assumed, escape, sections, sourced};
use crate::present::number::share_finer;
use crate::present::report::Entry;
use crate::say;
use std::io::{self, Write};

/// One section a profile.
///
/// # Errors
/// What the writer reports.
pub fn markdown(elements: &[Entry<PlanReport<'_>>], out: &mut dyn Write) -> io::Result<()> {
    sections(elements, section, out)
}

fn section(report: &PlanReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = report.profile.name.as_deref();
    let name = escape(name.unwrap_or(&report.profile.path));
    match &report.to {
        Some(change) => {
            let heading = say!(
                "{name}: plan to {title}",
                name,
                title = escape(change.title)
            );
            writeln!(out, "# {heading}\n")?;
        }
        None => writeln!(out, "# {}\n", say!("{name}: what could go wrong", name))?,
    }
    let now = &report.now;
    let title = escape(now.title);
    let text = if now.settled {
        say!("Now: **{title}**, settled.", title)
    } else {
        let share = share_finer(now.share);
        say!("Now: **{title}** leads with {share}.", title, share)
    };
    writeln!(out, "{text}")?;
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
        "settled" => writeln!(out, "\n{}", say!("Nothing needs to change for it."))?,
        "impossible" if change.blocking.is_empty() => {
            let text = sentences(&[say!("Impossible, whatever changes."), no_way()]);
            writeln!(out, "\n{text}")?;
        }
        "impossible" => {
            let text = say!(
                "Impossible, whatever else changes. These facts cannot be changed, and alone they rule it out:"
            );
            writeln!(out, "\n{text}\n")?;
            values(&change.blocking, out)?;
        }
        "plans" => {}
        _ => {
            let text = say!("No plan was found, and no proof that there is none.");
            writeln!(out, "\n{text}")?;
        }
    }
    for (number, plan) in change.plans.iter().enumerate() {
        if plan.changes.is_empty() && plan.provided.is_empty() {
            continue;
        }
        let heading = say!(
            "Plan {number}: effort {effort}",
            number = number + 1,
            effort = plan.effort
        );
        writeln!(out, "\n## {heading}")?;
        if number == 0 {
            let text = match (change.least_effort, change.fewest_provided) {
                (true, true) => say!("Proved: no plan takes less."),
                (true, false) => say!(
                    "Proved: no plan takes less effort. Whether fewer answers would do is not proved."
                ),
                (false, _) => say!("Not proved to be the least."),
            };
            writeln!(out, "\n{text}")?;
        }
        if !plan.changes.is_empty() {
            let heads = say!("| Effort | Fact | Now | Then |");
            writeln!(out, "\n{heads}\n| ---: | --- | --- | --- |")?;
            for one in &plan.changes {
                let effort = one
                    .effort
                    .map_or(String::new(), |effort| effort.to_string());
                writeln!(out, "| {effort} {}", row(one))?;
            }
        }
        if !plan.provided.is_empty() {
            let text = say!("Taken for granted, though unknown:");
            writeln!(out, "\n{text}\n")?;
            values(&plan.provided, out)?;
        }
    }
    if !change.advice.is_empty() {
        writeln!(out, "\n## {}\n", say!("What helps"))?;
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
    writeln!(out, "\n## {}", say!("What could go wrong"))?;
    let leading = escape(leading);
    let proof = match (list.sets.is_empty(), list.fewest) {
        (true, true) => Some(say!(
            "Proved: nothing known that turns for the worse takes the lead from {leading}.",
            leading
        )),
        (true, false) => Some(say!(
            "Nothing was found that takes the lead from {leading}.",
            leading
        )),
        (false, true) => Some(say!(
            "No fewer facts can take the lead from {leading}.",
            leading
        )),
        (false, false) => None,
    };
    if let Some(proof) = proof {
        writeln!(out, "\n{proof}")?;
    }
    for risk in &list.sets {
        let text = say!(
            "Then **{title}** leads:",
            title = escape(risk.leads_to_title)
        );
        let heads = say!("| Fact | Now | Then |");
        writeln!(out, "\n{text}\n\n{heads}\n| --- | --- | --- |")?;
        for one in &risk.changes {
            writeln!(out, "{}", row(one))?;
        }
    }
    Ok(())
}
