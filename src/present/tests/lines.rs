//! The results of tests for people: a line each.

use super::{Mutation, Reached, Spot, TestRun};
use crate::language::list::count;
use crate::present::Look;
use crate::present::text::{clean, pad, width, wrap};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// A line a test, what failed below it, and the counts; then coverage and mutants where somebody asked.
/// Only what failed where `quiet`.
///
/// # Errors
/// What the writer reports.
pub fn lines(run: &TestRun<'_>, quiet: bool, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for result in &run.results {
        if result.passed && quiet {
            continue;
        }
        let mark = if result.passed {
            paint(look, AnsiColor::Green, "ok  ")
        } else {
            paint(look, AnsiColor::Red, "FAIL")
        };
        writeln!(out, "{mark}  {}", clean(&result.name))?;
        for failure in &result.failures {
            writeln!(out, "      {}", clean(failure))?;
        }
    }
    if !quiet {
        let tests = count(run.tests, "test", "tests");
        writeln!(out, "{tests}: {} passed, {} failed", run.passed, run.failed)?;
        if let Some(coverage) = &run.coverage {
            reached(coverage, look, out)?;
        }
        if let Some(mutation) = &run.mutants {
            mutants(mutation, look, out)?;
        }
    }
    for unmet in &run.unmet {
        writeln!(
            out,
            "{}  {}",
            paint(look, AnsiColor::Red, "FAIL"),
            clean(unmet)
        )?;
    }
    Ok(())
}

fn paint(look: &Look, color: AnsiColor, text: &str) -> String {
    if look.color {
        let style = Style::new().fg_color(Some(color.into()));
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

/// Names, how many of how many, percent.
fn figures(rows: &[(&str, usize, usize, usize, String)], out: &mut dyn Write) -> io::Result<()> {
    let widest = rows.iter().map(|row| width(row.0)).max().unwrap_or(0);
    let digits = |n: usize| n.to_string().len();
    let most = rows.iter().map(|row| digits(row.2)).max().unwrap_or(1);
    for (name, part, all, percent, more) in rows {
        let name = pad(name, widest);
        writeln!(
            out,
            "  {name}  {part:>most$} of {all:>most$}  {percent:>3} %{more}"
        )?;
    }
    Ok(())
}

fn reached(coverage: &[Reached], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nReached by the tests:")?;
    let row = |kind: &Reached| {
        let Reached {
            what,
            reached,
            all,
            percent,
            ..
        } = *kind;
        (what, reached, all, percent, String::new())
    };
    let rows: Vec<_> = coverage.iter().map(row).collect();
    figures(&rows, out)?;
    if coverage.iter().any(|kind| !kind.missed.is_empty()) {
        writeln!(out, "\nReached by none:")?;
    }
    for missed in coverage.iter().flat_map(|kind| &kind.missed) {
        let text = format!("{} {}", missed.part, missed.what);
        entry(missed.place.as_ref(), &text, look, out)?;
    }
    Ok(())
}

fn mutants(mutation: &Mutation, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let made = count(mutation.made, "mutant", "mutants");
    writeln!(
        out,
        "\n{made}: {} killed, {} survived, {} change nothing (proved), {} are no rubric set",
        mutation.killed, mutation.survived, mutation.equivalent, mutation.invalid
    )?;
    if mutation.killed_by_judgement > 0 {
        let n = mutation.killed_by_judgement;
        writeln!(out, "{n} killed only by tests that state a judgement")?;
    }
    let mut rows: Vec<_> = mutation
        .kinds
        .iter()
        .map(|kind| {
            let proved = match kind.equivalent {
                0 => String::new(),
                n => format!("  {n} change nothing"),
            };
            (kind.kind, kind.killed, kind.all, kind.percent, proved)
        })
        .collect();
    let all = mutation.killed + mutation.survived;
    rows.push(("all", mutation.killed, all, mutation.percent, String::new()));
    figures(&rows, out)?;
    if !mutation.survivors.is_empty() {
        writeln!(out, "\nNoticed by no test:")?;
    }
    let arrow = if look.ascii { "->" } else { "→" };
    for survivor in &mutation.survivors {
        let doubt = if survivor.proved {
            ""
        } else {
            " (not proved to change anything)"
        };
        let text = format!(
            "{}: {} {arrow} {}{doubt}",
            survivor.part, survivor.original, survivor.changed
        );
        entry(Some(&survivor.place), &text, look, out)?;
    }
    Ok(())
}

/// A place, and below it what is there to say.
fn entry(place: Option<&Spot>, text: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let place = place.map_or(String::new(), |spot| {
        format!("{}:{}  ", clean(&spot.path), spot.line)
    });
    let room = look.width.saturating_sub(6).max(20);
    let text = clean(text);
    if width(&place) + width(&text) + 2 <= look.width {
        return writeln!(out, "  {place}{text}");
    }
    if !place.is_empty() {
        writeln!(out, "  {}", place.trim_end())?;
    }
    for line in wrap(&text, room) {
        writeln!(out, "      {line}")?;
    }
    Ok(())
}
