//! The report as Markdown, for a wiki, a ticket or a pull request.

use super::deciding::{heading, shown};
use super::number::percent;
use super::plan::markdown::change;
use super::report::{Element, Failure, Report};
use super::stale::{StaleFact, taken};
use super::trace::{PartLine, outcome, told};
use super::what_if::Supposed;
use crate::finding::Code;
use std::io::{self, Write};

/// One section a profile.
///
/// # Errors
/// What the writer reports.
pub fn markdown(elements: &[Element<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match element {
            Element::Good(report) => section(report, out)?,
            Element::Bad(failure) => not_scored(failure, out)?,
        }
    }
    Ok(())
}

/// What is wrong with a profile.
pub(super) fn not_scored(failure: &Failure, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n\nNot scored:\n", escape(&failure.profile.path))?;
    for finding in &failure.findings {
        let line = finding
            .line
            .map_or(String::new(), |line| format!("line {line}: "));
        writeln!(out, "- {line}{}", escape(&finding.message))?;
    }
    Ok(())
}

fn section(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let proposal = &report.recommendation;
    let name = report
        .profile
        .name
        .as_deref()
        .unwrap_or(&report.profile.path);
    writeln!(out, "# {}: {}\n", escape(name), escape(proposal.title))?;
    let state = if proposal.settled {
        "**Settled**: nothing unknown can change it."
    } else {
        "**Open**: the unknown facts can still change it."
    };
    let because = if proposal.because_open {
        format!("In most of these cases: {}", proposal.because)
    } else {
        proposal.because.to_owned()
    };
    writeln!(
        out,
        "{state} {} {}{}\n",
        escape(proposal.means),
        escape(&because),
        sourced(proposal.source)
    )?;
    assumed(&report.what_if, &report.stale, out)?;
    deciding(report, out)?;
    if !proposal.settled {
        openness(report, out)?;
    }
    if let Some(plan) = &report.plan {
        writeln!(out, "\n## Plan to {}", escape(plan.title))?;
        change(plan, out)?;
    }
    writeln!(
        out,
        "| Score | Estimate | Low | High | Rating | Worst dimension |"
    )?;
    writeln!(out, "| --- | ---: | ---: | ---: | --- | --- |")?;
    let figure = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1}"));
    for score in &report.scores {
        let worst = score
            .dimensions
            .iter()
            .find(|dimension| Some(dimension.id) == score.worst_dimension);
        let worst = worst.map_or(String::new(), |dimension| {
            format!("{} {}", escape(dimension.title), figure(dimension.estimate))
        });
        let aside = if score.higher_is == "worse" {
            " (higher is worse)"
        } else {
            ""
        };
        let rating = escape(score.rating_title.unwrap_or(""));
        writeln!(
            out,
            "| {}{aside} | {} | {} | {} | {rating} | {worst} |",
            escape(score.title),
            figure(score.estimate),
            figure(score.low),
            figure(score.high),
        )?;
    }
    for score in &report.scores {
        writeln!(out, "\n## {}\n", escape(score.title))?;
        writeln!(out, "| Dimension | Estimate | Low | High | Rating |")?;
        writeln!(out, "| --- | ---: | ---: | ---: | --- |")?;
        for dimension in &score.dimensions {
            let rating = escape(dimension.rating_title.unwrap_or(""));
            let (estimate, low, high) = (
                figure(dimension.estimate),
                figure(dimension.low),
                figure(dimension.high),
            );
            writeln!(
                out,
                "| {} | {estimate} | {low} | {high} | {rating} |",
                escape(dimension.title)
            )?;
        }
    }
    gates(report, out)?;
    reasons(report, out)?;
    if !report.advice.is_empty() {
        writeln!(out, "\n## Advice\n")?;
        for (index, advice) in report.advice.iter().enumerate() {
            writeln!(
                out,
                "{}. {}{}",
                index + 1,
                escape(advice.text),
                sourced(advice.source)
            )?;
        }
    }
    trace(report, out)?;
    findings(report, out)?;
    let set = &report.rubric_set;
    writeln!(
        out,
        "\n{} of what the scores rest on is known. Rubric set {} {} (`{}`). Weights, priors and thresholds are judgment.",
        percent(report.coverage),
        escape(set.id),
        escape(set.version),
        set.digest.get(..12).unwrap_or(set.digest)
    )
}

/// What was not taken as the profile says, and what of it may no longer hold.
pub(super) fn assumed(
    supposed: &[Supposed<'_>],
    stale: &[StaleFact<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = stale.iter().map(|one| (one.fact, one.words()));
    let supposed = supposed.iter().map(|one| (one.fact, one.words()));
    let blocks: [(&str, &str, Vec<_>); 2] = [
        ("What if", "whatever the profile says", supposed.collect()),
        ("Out of date", taken(stale), words.collect()),
    ];
    for (title, aside, facts) in blocks.iter().filter(|(.., facts)| !facts.is_empty()) {
        writeln!(out, "{title}, {aside}:\n")?;
        for (fact, words) in facts {
            writeln!(out, "- `{fact}`: {}", escape(words))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What settles the recommendation by itself.
fn deciding(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (facts, more) = shown(report);
    if facts.is_empty() {
        return Ok(());
    }
    let (title, aside) = heading(report);
    writeln!(out, "{title}: {aside}.\n")?;
    for one in facts {
        writeln!(out, "- `{}`: {}", one.fact, escape(&one.words()))?;
    }
    if more > 0 {
        writeln!(out, "- and {more} more")?;
    }
    writeln!(out)
}

/// A share in percent with one decimal: what is possible is never all or nothing.
fn finer(share: f64) -> String {
    if share < 0.0005 {
        "<0.1".to_owned()
    } else {
        format!("{:.1}", (share * 100.0).min(99.9))
    }
}

/// What is possible and how likely, and what to ask.
fn openness(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let proposal = &report.recommendation;
    let how = if proposal.share_exact {
        "counted"
    } else {
        "sampled"
    };
    writeln!(out, "| Possible | Share ({how}) |\n| --- | ---: |")?;
    for possible in &proposal.possible {
        let unsure = if possible.witness.is_none() {
            " (not proved)"
        } else {
            ""
        };
        let (title, share) = (escape(possible.title), finer(possible.share));
        writeln!(out, "| {title}{unsure} | {share} % |")?;
    }
    if !report.next_questions.is_empty() {
        writeln!(out, "\nAsk next:\n")?;
    }
    for (place, question) in report.next_questions.iter().take(QUESTIONS).enumerate() {
        let (place, ask) = (place + 1, escape(question.ask));
        writeln!(
            out,
            "{place}. {ask} (`{}`, {:.2} bits)",
            question.fact, question.bits
        )?;
    }
    writeln!(out)
}

/// How many questions are shown; JSON holds all.
const QUESTIONS: usize = 5;

fn gates(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if report.gates.iter().all(|gate| gate.state == "clear") {
        return Ok(());
    }
    writeln!(out, "\n## Gates\n")?;
    for gate in report.gates.iter().filter(|gate| gate.state == "tripped") {
        let effect = gate
            .cap
            .map_or("knocks out".to_owned(), |cap| format!("caps at {cap:.0}"));
        writeln!(
            out,
            "- **{}** ({effect}): {}",
            escape(gate.title),
            escape(gate.reason.unwrap_or(""))
        )?;
    }
    for gate in report.gates.iter().filter(|gate| gate.state == "open") {
        writeln!(out, "- {}: not decided yet", escape(gate.title))?;
    }
    Ok(())
}

fn reasons(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let known: Vec<_> = report
        .reasons
        .iter()
        .filter(|reason| reason.criterion.is_some() && reason.text.is_some())
        .collect();
    if known.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n## What costs most\n\n| Points | Of | Finding |\n| ---: | --- | --- |"
    )?;
    for reason in known {
        let rubric = report
            .scores
            .iter()
            .find(|score| score.id == reason.rubric)
            .map_or("", |score| score.title);
        writeln!(
            out,
            "| {:.1} | {} | {} |",
            reason.cost,
            escape(rubric),
            escape(reason.text.unwrap_or(""))
        )?;
    }
    Ok(())
}

/// How every gate and every rule came out.
fn trace(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(trace) = &report.trace else {
        return Ok(());
    };
    if !trace.gates.is_empty() {
        writeln!(out, "\n## Trace of the gates\n")?;
    }
    for gate in &trace.gates {
        writeln!(out, "- `{}`: {}", gate.id, gate.state)?;
        parts(&gate.parts, gate.state == "tripped", 2, out)?;
    }
    writeln!(out, "\n## Trace of the rules\n")?;
    for (place, rule) in trace.rules.iter().enumerate() {
        let bold = if rule.fires == Some(true) { "**" } else { "" };
        let outcome = outcome(rule);
        writeln!(
            out,
            "{}. `{}` → `{}`: {bold}{outcome}{bold}",
            place + 1,
            rule.id,
            rule.recommend
        )?;
        parts(&rule.parts, rule.holds(), 4, out)?;
    }
    Ok(())
}

fn parts(
    parts: &[PartLine<'_>],
    holds: bool,
    indent: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for part in told(parts, holds) {
        writeln!(out, "{}- {}", " ".repeat(indent), escape(&part.text))?;
        self::parts(&part.parts, part.state == "true", indent + 2, out)?;
    }
    Ok(())
}

/// Warnings and notes about the profile. What is out of date stands above, with its age.
fn findings(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let stale = Code::Stale.name();
    let others: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.code != stale)
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Findings\n")?;
    for finding in others {
        let line = finding
            .line
            .map_or_else(String::new, |line| format!(", line {line}"));
        let message = escape(&finding.message);
        writeln!(out, "- {}{line}: {message}", finding.level)?;
    }
    Ok(())
}

/// A source in italics, if there is one.
pub(super) fn sourced(source: &str) -> String {
    if source.is_empty() {
        String::new()
    } else {
        format!(" *({})*", escape(source))
    }
}

/// Makes a text safe inside Markdown: no markup, no HTML, one line.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in super::text::clean(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markup_is_text() {
        assert_eq!(
            escape("a|b <b>*c*</b>\n# d"),
            "a\\|b &lt;b&gt;\\*c\\*&lt;/b&gt; \\# d"
        );
    }
}
