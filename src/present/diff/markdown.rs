//! The difference of two rubric sets as Markdown, for a comment on a pull request.

use super::{ChangeText, Report};
use crate::language::list::count;
use crate::present::markdown::escape;
use crate::present::names;
use crate::say;
use std::io::{self, Write};

/// One section.
///
/// # Errors
/// What the writer reports.
pub fn markdown(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let version = &report.version;
    let step = names::step(version.calls_for);
    let step = if version.at_least {
        say!("at least {step}", step)
    } else {
        step
    };
    writeln!(
        out,
        "# {} {} → {} {}: {step}\n",
        escape(report.old.set.id),
        escape(report.old.set.version),
        escape(report.new.set.id),
        escape(report.new.set.version),
    )?;
    writeln!(
        out,
        "`{}` → `{}`. {}\n",
        escape(&report.old.path),
        escape(&report.new.path),
        escape(&version.why)
    )?;
    if let Some(warning) = &version.warning {
        let text = say!("**Warning:** {warning}.", warning = escape(warning));
        writeln!(out, "{text}\n")?;
    }
    if let Some(witness) = &report.recommendations.witness {
        let facts = count(witness.profile.len(), "fact settles", "facts settle");
        let heading = say!("A company whose recommendation changes");
        writeln!(out, "## {heading}\n\n{}\n", say!("{facts} both.", facts))?;
        writeln!(out, "```yaml\n{}```\n", witness.profile.yaml()?)?;
        if let Some(before) = &witness.profile_before {
            let text = say!("As the old set calls it:");
            writeln!(out, "{text}\n\n```yaml\n{}```\n", before.yaml()?)?;
        }
        let heads = say!("| | Recommendation | Rule |");
        writeln!(out, "{heads}\n| --- | --- | --- |")?;
        let sides = [
            (say!("before"), &witness.before),
            (say!("after"), &witness.after),
        ];
        for (name, outcome) in sides {
            writeln!(
                out,
                "| {name} | {} | `{}` |",
                escape(outcome.title),
                outcome.rule
            )?;
        }
        writeln!(out)?;
    }
    match (&report.scores.witness, report.scores.outcome) {
        (Some(witness), _) => {
            let figure = |score: Option<f64>| {
                score.map_or_else(|| say!("none"), |score| format!("{score:.1}"))
            };
            let text = say!(
                "Scores move: for some company `{score}` goes from {before} to {after}.",
                score = witness.score,
                before = figure(witness.before),
                after = figure(witness.after)
            );
            writeln!(out, "{text}\n")?;
        }
        (None, "same") => writeln!(out, "{}\n", say!("Proved: no score changes."))?,
        (None, "differ") => {
            writeln!(out, "{}\n", say!("Scores move, as a profile below shows."))?;
        }
        (None, _) => {
            let text = say!("Whether scores move is not proved either way.");
            writeln!(out, "{text}\n")?;
        }
    }
    if let Some(portfolio) = &report.portfolio {
        super::impact_markdown::portfolio(portfolio, out)?;
    }
    let (words, logic): (Vec<&ChangeText<'_>>, Vec<&ChangeText<'_>>) = report
        .changes
        .iter()
        .partition(|change| change.weighs == "text");
    let heads = say!("| What | Part | Before | After |");
    let heads = format!("{heads}\n| --- | --- | --- | --- |");
    if !logic.is_empty() {
        writeln!(out, "{heads}")?;
        logic.iter().try_for_each(|change| rows(change, out))?;
        if !words.is_empty() {
            writeln!(out)?;
        }
    }
    if !words.is_empty() {
        let changes = count(words.len(), "change of words", "changes of words");
        writeln!(out, "<details><summary>{changes}</summary>\n")?;
        writeln!(out, "{heads}")?;
        words.iter().try_for_each(|change| rows(change, out))?;
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn rows(change: &ChangeText<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (kind, id) = (names::kind(change.kind), change.id);
    let name = match (change.change, change.renamed_from) {
        ("renamed", Some(before)) => say!("{kind} `{id}`, before `{before}`", kind, id, before),
        ("added", _) => say!("{kind} `{id}` added", kind, id),
        ("removed", _) => say!("{kind} `{id}` removed", kind, id),
        _ => say!("{kind} `{id}`", kind, id),
    };
    if change.parts.is_empty() {
        return writeln!(out, "| {name} | | | |");
    }
    for (place, part) in change.parts.iter().enumerate() {
        let (before, after) = part.words();
        let name = if place == 0 { &*name } else { "" };
        writeln!(
            out,
            "| {name} | {} | {} | {} |",
            escape(&names::part(&part.part)),
            escape(&before),
            escape(&after)
        )?;
    }
    Ok(())
}
