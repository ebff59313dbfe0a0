//! What a difference does to a portfolio as Markdown: what matters first, lists folded.

use super::impact::{CauseText, FateCount, PortfolioText, Quantiles, ResultText};
use crate::compare::impact::FateKind;
use crate::language::list::{clauses, count};
use crate::present::compare::signed;
use crate::present::markdown::escape;
use crate::say;
use std::io::{self, Write};

pub(super) fn portfolio(portfolio: &PortfolioText<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = count(portfolio.profiles, "profile", "profiles");
    let flipped = portfolio.of(FateKind::Flipped);
    let flips = count(
        flipped,
        "gets another recommendation",
        "get another recommendation",
    );
    writeln!(
        out,
        "## {}\n",
        say!("On {profiles}: {flips}", profiles = all, flips)
    )?;
    let fates: Vec<String> = portfolio
        .fates
        .iter()
        .filter(|fate| fate.profiles > 0)
        .map(FateCount::words)
        .collect();
    writeln!(out, "{}\n", say!("{counts}.", counts = clauses(&fates)))?;
    matrix(portfolio, out)?;
    for cause in &portfolio.causes {
        flips_by(portfolio, cause, out)?;
    }
    let unexplained = portfolio.results_of(FateKind::Flipped);
    let unexplained: Vec<&ResultText<'_>> = unexplained
        .filter(|result| result.cause.is_none())
        .collect();
    if !unexplained.is_empty() {
        let profiles = count(unexplained.len(), "profile flips", "profiles flip");
        let summary = say!("{profiles} by no change that can be named", profiles);
        folded(&summary, &unexplained, |result| result.leading_words(), out)?;
    }
    let open = portfolio.results_of(FateKind::Moved);
    let open: Vec<&ResultText<'_>> = open.filter(|result| result.otherwise_open).collect();
    if !open.is_empty() {
        let summary = match open.len() {
            1 => say!("1 profile keeps what leads; what else is possible is not the same"),
            n => say!(
                "{n} profiles keep what leads; what else is possible is not the same",
                n
            ),
        };
        folded(&summary, &open, |result| result.possible_words(), out)?;
    }
    scores(portfolio, out)?;
    unread(portfolio, out)
}

fn matrix(portfolio: &PortfolioText<'_>, out: &mut dyn Write) -> io::Result<()> {
    let square = &portfolio.square;
    let names: Vec<String> = square
        .names
        .iter()
        .map(|name| name.map_or_else(|| say!("cannot be read"), escape))
        .collect();
    let (corner, all) = (say!("Before ↓ after →"), say!("all"));
    writeln!(out, "| {corner} | {} | {all} |", names.join(" | "))?;
    writeln!(out, "| --- |{}", " ---: |".repeat(names.len() + 1))?;
    for (place, (name, row)) in names.iter().zip(&square.rows).enumerate() {
        let cells: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(other, profiles)| match (*profiles, place == other) {
                (0, _) => String::new(),
                (some, true) => some.to_string(),
                (some, false) => format!("**{some}**"),
            })
            .collect();
        let sum: usize = row.iter().sum();
        writeln!(out, "| {name} | {} | {sum} |", cells.join(" | "))?;
    }
    let sums: Vec<String> = (0..names.len())
        .map(|column| square.rows.iter().map(|row| row[column]).sum::<usize>())
        .map(|sum| sum.to_string())
        .collect();
    writeln!(
        out,
        "| {all} | {} | {} |\n",
        sums.join(" | "),
        portfolio.profiles
    )
}

fn flips_by(
    portfolio: &PortfolioText<'_>,
    cause: &CauseText<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words: Vec<String> = cause.words().iter().map(|words| escape(words)).collect();
    let results = cause
        .profiles
        .iter()
        .map(|place| &portfolio.results[*place]);
    let results: Vec<&ResultText<'_>> = results.collect();
    folded(
        &cause.summary(&words),
        &results,
        |result| result.leading_words(),
        out,
    )
}

fn folded<'r>(
    summary: &str,
    results: &[&'r ResultText<'r>],
    words: impl Fn(&'r ResultText<'r>) -> (String, String),
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<details><summary>{summary}</summary>\n")?;
    let heads = say!("| Profile | Before | After |");
    writeln!(out, "{heads}\n| --- | --- | --- |")?;
    for result in results {
        let (before, after) = words(result);
        writeln!(
            out,
            "| {} | {} | {} |",
            escape(&result.profile.path),
            escape(&before),
            escape(&after)
        )?;
    }
    writeln!(out, "\n</details>\n")
}

fn scores(portfolio: &PortfolioText<'_>, out: &mut dyn Write) -> io::Result<()> {
    let moving: Vec<_> = portfolio
        .scores
        .iter()
        .filter(|score| score.moved > 0)
        .collect();
    if moving.is_empty() {
        return Ok(());
    }
    let heads = say!("| Score | moved | least | 10 % | median | 90 % | greatest | largest |");
    writeln!(out, "{heads}\n| --- |{} --- |", " ---: |".repeat(6))?;
    for score in moving {
        let figures = score.quantiles.map(Quantiles::all).unwrap_or_default();
        let figures = figures.map(|by| signed(by, 1).trim().to_owned());
        let largest = score.moves.first().map_or_else(String::new, |one| {
            let result = &portfolio.results[one.profile];
            let (before, after) = result.score_words(score.score);
            say!(
                "{profile}: {before} → {after}",
                profile = result.profile.path,
                before,
                after
            )
        });
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            escape(score.title),
            score.moved,
            figures.join(" | "),
            escape(&largest)
        )?;
    }
    writeln!(out)
}

fn unread(portfolio: &PortfolioText<'_>, out: &mut dyn Write) -> io::Result<()> {
    for fate in [
        FateKind::NoLongerResolves,
        FateKind::NewlyResolves,
        FateKind::ResolvesUnderNeither,
    ] {
        let all = portfolio.of(fate);
        if all == 0 {
            continue;
        }
        let profiles = count(all, "profile", "profiles");
        let title = match fate {
            FateKind::NoLongerResolves => say!("{profiles} can no longer be read", profiles),
            FateKind::NewlyResolves => say!("{profiles} can only now be read", profiles),
            _ => say!("{profiles} can be read by neither set", profiles),
        };
        writeln!(out, "**{title}**\n")?;
        for result in portfolio.results_of(fate) {
            let findings = match fate {
                FateKind::NewlyResolves => &result.findings_before,
                _ => &result.findings_after,
            };
            for finding in findings {
                let place = finding.line.zip(finding.column);
                let place =
                    place.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
                writeln!(
                    out,
                    "- {}{place}: {}",
                    escape(&finding.path),
                    escape(&finding.message)
                )?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
