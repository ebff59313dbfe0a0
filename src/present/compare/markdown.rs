//! Comparisons as Markdown.

use super::{CompareReport, ScoreStep, Step, signed};
use crate::present::markdown::{escape, sourced};
use crate::present::names;
use crate::say;
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
    let heading = say!("{name}: what changed", name = escape(name.unwrap_or(path)));
    writeln!(out, "# {heading}\n")?;
    let heads = say!("| Profile | Date | Recommendation | Share | Rule |");
    writeln!(out, "{heads}\n| --- | --- | --- | ---: | --- |")?;
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
        let text = say!("**{before}** became **{after}**.", before = was, after = is);
        writeln!(out, "{text}\n")?;
        let text = say!("Before: {because}", because = escape(&before.reason()));
        writeln!(out, "- {text}{}", sourced(before.source))?;
        let text = say!("After: {because}", because = escape(&after.reason()));
        writeln!(out, "- {text}{}", sourced(after.source))?;
        let text = say!(
            "Enough for it: {cause}:",
            cause = escape(&cause.words(after))
        );
        writeln!(out, "- {text}")?;
        for fact in &cause.facts {
            writeln!(out, "  - `{fact}`")?;
        }
    } else {
        let text = say!("**{title}** still leads.", title = escape(after.title));
        writeln!(out, "{text}")?;
    }
    if !step.facts.is_empty() {
        let heads = say!("| Fact | Before | After |");
        writeln!(out, "\n{heads}\n| --- | --- | --- |")?;
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
    let heads = say!("| Score | Before | After | Move |");
    writeln!(out, "\n{heads}\n| --- | ---: | ---: | ---: |")?;
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
        let heading = say!("{title}: what moved it", title = escape(score.title));
        writeln!(out, "\n{heading}\n")?;
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
        writeln!(out, "\n{}\n", say!("Gates:"))?;
    }
    for gate in &step.gates {
        let text = say!(
            "{title}: {state}, was {before}",
            title = escape(gate.title),
            state = names::state(gate.to),
            before = names::state(gate.from)
        );
        writeln!(out, "- {text}")?;
    }
    Ok(())
}
