//! Comparisons as Markdown.

use super::{CompareReport, ScoreStep, Step, signed};
use crate::present::markdown::{escape, sourced};
use std::io::{self, Write};

/// Writes the report: a section for each step.
///
/// # Errors
/// What the writer reports.
pub fn markdown(report: &CompareReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = report.snapshots.iter();
    let name = names.clone().find_map(|one| one.profile.name.as_deref());
    let first = report.snapshots.first();
    let path = first.map_or("", |one| &one.profile.path);
    writeln!(out, "# {}: what changed\n", escape(name.unwrap_or(path)))?;
    writeln!(
        out,
        "| Profile | Date | Recommendation | Share | Rule |\n| --- | --- | --- | ---: | --- |"
    )?;
    for one in names {
        let leading = &one.recommendation;
        let date = escape(one.as_of.unwrap_or("–"));
        let path = escape(&one.profile.path);
        let (title, share) = (escape(leading.title), leading.standing());
        writeln!(
            out,
            "| {path} | {date} | {title} | {share} | `{}` |",
            leading.rule
        )?;
    }
    for step in &report.steps {
        section(report, step, out)?;
    }
    Ok(())
}

fn section(report: &CompareReport<'_>, step: &Step<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (from, to) = (&report.snapshots[step.from], &report.snapshots[step.to]);
    let (before, after) = (&from.recommendation, &to.recommendation);
    writeln!(
        out,
        "\n## {} → {}\n",
        escape(&from.profile.path),
        escape(&to.profile.path)
    )?;
    if let Some(cause) = &step.recommendation.cause {
        let (was, is) = (escape(before.title), escape(after.title));
        writeln!(out, "**{was}** became **{is}**.\n")?;
        writeln!(
            out,
            "- Before: {}{}",
            escape(before.because),
            sourced(before.source)
        )?;
        writeln!(
            out,
            "- After: {}{}",
            escape(after.because),
            sourced(after.source)
        )?;
        writeln!(out, "- Enough for it: {}:", escape(&cause.words(after)))?;
        for fact in &cause.facts {
            writeln!(out, "  - `{fact}`")?;
        }
    } else {
        writeln!(out, "**{}** still leads.", escape(after.title))?;
    }
    if !step.facts.is_empty() {
        writeln!(out, "\n| Fact | Before | After |\n| --- | --- | --- |")?;
    }
    for fact in &step.facts {
        let (from, to) = fact.words();
        writeln!(
            out,
            "| `{}` | {} | {} |",
            fact.fact,
            escape(&from),
            escape(&to)
        )?;
    }
    writeln!(
        out,
        "\n| Score | Before | After | Move |\n| --- | ---: | ---: | ---: |"
    )?;
    let figure = |score: Option<f64>| score.map_or("–".to_owned(), |score| format!("{score:.1}"));
    let row = |score: &ScoreStep<'_>, out: &mut dyn Write| {
        let by = score.by.map_or(String::new(), |by| signed(by, 1));
        let (from, to) = (figure(score.from), figure(score.to));
        writeln!(
            out,
            "| {} | {from} | {to} | {} |",
            escape(score.title),
            by.trim()
        )
    };
    for score in &step.scores {
        row(score, out)?;
    }
    for score in step.scores.iter().filter(|score| !score.stands_still()) {
        writeln!(out, "\n{}: what moved it\n", escape(score.title))?;
        for one in &score.contributions {
            writeln!(out, "- {}: `{}`", signed(one.points, 2).trim(), one.fact)?;
        }
        if score.rest.abs() >= 0.005 {
            writeln!(
                out,
                "- {}: {}",
                signed(score.rest, 2).trim(),
                score.rest_words()
            )?;
        }
    }
    if !step.gates.is_empty() {
        writeln!(out, "\nGates:\n")?;
    }
    for gate in &step.gates {
        writeln!(
            out,
            "- {}: {}, was {}",
            escape(gate.title),
            gate.to,
            gate.from
        )?;
    }
    Ok(())
}
