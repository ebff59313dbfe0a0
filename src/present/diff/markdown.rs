//! The difference of two rubric sets as Markdown, for a comment on a pull request.

use super::{ChangeText, Report};
use crate::language::list::count;
use crate::present::markdown::escape;
use std::io::{self, Write};

/// One section.
///
/// # Errors
/// What the writer reports.
pub fn markdown(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let version = &report.version;
    let at_least = if version.at_least { "at least " } else { "" };
    writeln!(
        out,
        "# {} {} → {} {}: {at_least}{}\n",
        escape(report.old.set.id),
        escape(report.old.set.version),
        escape(report.new.set.id),
        escape(report.new.set.version),
        version.calls_for
    )?;
    writeln!(
        out,
        "`{}` → `{}`. {}\n",
        escape(&report.old.path),
        escape(&report.new.path),
        escape(&version.why)
    )?;
    if let Some(warning) = &version.warning {
        writeln!(out, "**Warning:** {}.\n", escape(warning))?;
    }
    if let Some(witness) = &report.recommendations.witness {
        let facts = count(witness.profile.len(), "fact settles", "facts settle");
        writeln!(
            out,
            "## A company whose recommendation changes\n\n{facts} both.\n"
        )?;
        writeln!(out, "```yaml\n{}```\n", witness.profile.yaml()?)?;
        if let Some(before) = &witness.profile_before {
            writeln!(
                out,
                "As the old set calls it:\n\n```yaml\n{}```\n",
                before.yaml()?
            )?;
        }
        writeln!(out, "| | Recommendation | Rule |\n| --- | --- | --- |")?;
        for (name, outcome) in [("before", &witness.before), ("after", &witness.after)] {
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
            let figure =
                |score: Option<f64>| score.map_or("none".to_owned(), |score| format!("{score:.1}"));
            writeln!(
                out,
                "Scores move: for some company `{}` goes from {} to {}.\n",
                witness.score,
                figure(witness.before),
                figure(witness.after)
            )?;
        }
        (None, "same") => writeln!(out, "Proved: no score changes.\n")?,
        (None, _) => writeln!(out, "Whether scores move is not proved either way.\n")?,
    }
    if let Some(portfolio) = &report.portfolio {
        super::impact_markdown::portfolio(portfolio, out)?;
    }
    let (words, logic): (Vec<&ChangeText<'_>>, Vec<&ChangeText<'_>>) = report
        .changes
        .iter()
        .partition(|change| change.weighs == "text");
    if !logic.is_empty() {
        writeln!(
            out,
            "| What | Part | Before | After |\n| --- | --- | --- | --- |"
        )?;
        logic.iter().try_for_each(|change| rows(change, out))?;
        if !words.is_empty() {
            writeln!(out)?;
        }
    }
    if !words.is_empty() {
        let changes = count(words.len(), "change of words", "changes of words");
        writeln!(out, "<details><summary>{changes}</summary>\n")?;
        writeln!(
            out,
            "| What | Part | Before | After |\n| --- | --- | --- | --- |"
        )?;
        words.iter().try_for_each(|change| rows(change, out))?;
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn rows(change: &ChangeText<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = match (change.change, change.renamed_from) {
        ("renamed", Some(before)) => format!("{} `{}`, before `{before}`", change.kind, change.id),
        ("changed", _) => format!("{} `{}`", change.kind, change.id),
        (what, _) => format!("{} `{}` {what}", change.kind, change.id),
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
            escape(&part.part),
            escape(&before),
            escape(&after)
        )?;
    }
    Ok(())
}
