//! The report as Markdown, for a wiki, a ticket or a pull request.

use super::deciding::{heading, shown};
use super::names;
use super::number::{percent, share_finer, shorter};
use super::plan::markdown::change;
use super::report::{Element, Entry, Failure, Proposal, Report};
use super::stale::{StaleFact, taken};
use super::trace::{PartLine, outcome, told};
use super::what_if::Supposed;
use crate::finding::Code;
use crate::language::list::sentences;
use crate::say;
use std::io::{self, Write};

/// One section a profile.
///
/// # Errors
/// What the writer reports.
pub fn markdown(elements: &[Element<'_>], out: &mut dyn Write) -> io::Result<()> {
    sections(elements, section, out)
}

/// One section a profile, a blank line between them; of one that could not be read, what is wrong with it.
pub(super) fn sections<R>(
    elements: &[Entry<R>],
    section: impl Fn(&R, &mut dyn Write) -> io::Result<()>,
    out: &mut dyn Write,
) -> io::Result<()> {
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

/// What is wrong with a profile.
fn not_scored(failure: &Failure, out: &mut dyn Write) -> io::Result<()> {
    let heading = escape(&failure.profile.path);
    writeln!(out, "# {heading}\n\n{}\n", say!("Not scored:"))?;
    for finding in &failure.findings {
        let message = escape(&finding.message);
        let text = match finding.line {
            Some(line) => say!("line {line}: {message}", line, message),
            None => message,
        };
        writeln!(out, "- {text}")?;
    }
    Ok(())
}

fn section(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = match (&report.profile.name, report.profile.path.as_str()) {
        (Some(name), _) => escape(name),
        (None, "") => say!("Digital maturity"),
        (None, path) => escape(path),
    };
    match &report.recommendation {
        Some(proposal) => proposed(report, proposal, &name, out)?,
        None => writeln!(out, "# {name}\n")?,
    }
    scored(report, out)
}

/// The recommendation, how open it is, and what would lead to another.
fn proposed(
    report: &Report<'_>,
    proposal: &Proposal<'_>,
    name: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "# {name}: {}\n", escape(proposal.title))?;
    let state = if proposal.settled {
        say!("**Settled**: nothing unknown can change it.")
    } else {
        say!("**Open**: the unknown facts can still change it.")
    };
    let text = sentences(&[state, escape(proposal.means), escape(&proposal.reason())]);
    writeln!(out, "{text}{}\n", sourced(proposal.source))?;
    assumed(&report.what_if, &report.stale, out)?;
    deciding(report, out)?;
    if !proposal.settled {
        openness(report, proposal, out)?;
    }
    if let Some(plan) = &report.plan {
        let heading = say!("Plan to {title}", title = escape(plan.title));
        writeln!(out, "\n## {heading}")?;
        change(plan, out)?;
    }
    Ok(())
}

/// The scores, and what costs how much.
fn scored(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heads = say!("| Score | Estimate | Low | High | Rating | Worst dimension |");
    writeln!(out, "{heads}")?;
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
        let title = escape(score.title);
        let title = if score.higher_is == "worse" {
            say!("{title} (higher is worse)", title)
        } else {
            title
        };
        let rating = escape(score.rating_title.unwrap_or(""));
        writeln!(
            out,
            "| {title} | {} | {} | {} | {rating} | {worst} |",
            figure(score.estimate),
            figure(score.low),
            figure(score.high),
        )?;
    }
    for score in &report.scores {
        writeln!(out, "\n## {}\n", escape(score.title))?;
        let heads = say!("| Dimension | Estimate | Low | High | Rating |");
        writeln!(out, "{heads}")?;
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
        writeln!(out, "\n## {}\n", say!("Advice"))?;
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
    let text = say!(
        "{share} of what the scores rest on is known. Rubric set {id} {version} (`{digest}`). Weights, priors and thresholds are judgment.",
        share = percent(report.coverage),
        id = escape(set.id),
        version = escape(set.version),
        digest = set.digest.get(..12).unwrap_or(set.digest)
    );
    writeln!(out, "\n{text}")
}

/// What was not taken as the profile says, and what of it may no longer hold.
pub(super) fn assumed(
    supposed: &[Supposed<'_>],
    stale: &[StaleFact<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = stale.iter().map(|one| (one.fact, one.words()));
    let supposed = supposed.iter().map(|one| (one.fact, one.words()));
    let blocks: [(String, Vec<_>); 2] = [
        (
            say!("What if, whatever the profile says:"),
            supposed.collect(),
        ),
        (
            say!("Out of date, {taken}:", taken = taken(stale)),
            words.collect(),
        ),
    ];
    for (title, facts) in blocks.iter().filter(|(_, facts)| !facts.is_empty()) {
        writeln!(out, "{title}\n")?;
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
    writeln!(out, "{}\n", say!("{title}: {aside}.", title, aside))?;
    for one in facts {
        writeln!(out, "- `{}`: {}", one.fact, escape(&one.words()))?;
    }
    if more > 0 {
        writeln!(out, "- {}", say!("and {more} more", more))?;
    }
    writeln!(out)
}

/// What is possible and how likely, and what to ask.
fn openness(report: &Report<'_>, proposal: &Proposal<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heads = if proposal.share_exact {
        say!("| Possible | Share (counted) |")
    } else {
        say!("| Possible | Share (sampled) |")
    };
    writeln!(out, "{heads}\n| --- | ---: |")?;
    for possible in &proposal.possible {
        let (title, share) = (escape(possible.title), share_finer(possible.share));
        let title = if possible.witness.is_none() {
            say!("{title} (not proved)", title)
        } else {
            title
        };
        writeln!(out, "| {title} | {share} |")?;
    }
    if !report.next_questions.is_empty() {
        writeln!(out, "\n{}\n", say!("Ask next:"))?;
    }
    for (place, question) in report.next_questions.iter().take(QUESTIONS).enumerate() {
        let (place, ask) = (place + 1, escape(question.ask));
        let text = say!(
            "{question} (`{fact}`, {bits} bits)",
            question = ask,
            fact = question.fact,
            bits = shorter(question.bits, 2)
        );
        writeln!(out, "{place}. {text}")?;
    }
    writeln!(out)
}

/// How many questions are shown; JSON holds all.
const QUESTIONS: usize = 5;

fn gates(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if report.gates.iter().all(|gate| gate.state == "clear") {
        return Ok(());
    }
    writeln!(out, "\n## {}\n", say!("Gates"))?;
    for gate in report.gates.iter().filter(|gate| gate.state == "tripped") {
        let title = escape(gate.title);
        let reason = escape(gate.reason.unwrap_or(""));
        let text = match gate.cap.map(|cap| format!("{cap:.0}")) {
            Some(cap) => say!("**{title}** (caps at {cap}): {reason}", title, cap, reason),
            None => say!("**{title}** (knocks out): {reason}", title, reason),
        };
        writeln!(out, "- {text}")?;
    }
    for gate in report.gates.iter().filter(|gate| gate.state == "open") {
        let text = say!("{title}: not decided yet", title = escape(gate.title));
        writeln!(out, "- {text}")?;
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
    let title = if report.audience.is_some() {
        say!("What to work on")
    } else {
        say!("What costs most")
    };
    writeln!(out, "\n## {title}\n")?;
    let heads = say!("| Points | Of | Finding |");
    writeln!(out, "{heads}\n| ---: | --- | --- |")?;
    for reason in known {
        let rubric = report
            .scores
            .iter()
            .find(|score| score.id == reason.rubric)
            .map_or("", |score| score.title);
        writeln!(
            out,
            "| {} | {} | {} |",
            shorter(reason.cost, 1),
            escape(rubric),
            escape(reason.text.as_deref().unwrap_or(""))
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
        writeln!(out, "\n## {}\n", say!("Trace of the gates"))?;
    }
    for gate in &trace.gates {
        writeln!(out, "- `{}`: {}", gate.id, names::state(gate.state))?;
        parts(&gate.parts, gate.state == "tripped", 2, out)?;
    }
    writeln!(out, "\n## {}\n", say!("Trace of the rules"))?;
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
    writeln!(out, "\n## {}\n", say!("Findings"))?;
    for finding in others {
        let level = names::level(finding.level);
        let message = escape(&finding.message);
        let text = match finding.line {
            Some(line) => say!("{level}, line {line}: {message}", level, line, message),
            None => say!("{level}: {message}", level, message),
        };
        writeln!(out, "- {text}")?;
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
