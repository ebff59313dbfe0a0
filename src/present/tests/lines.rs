//! The results of tests for people: a line each.

use super::{Mutation, Reached, Spot, TestRun};
use crate::language::list::count;
use crate::present::Look;
use crate::present::names::group;
use crate::present::number::of_hundred;
use crate::present::text::{clean, pad, width, wrap};
use crate::say;
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
            passed(look)
        } else {
            failed(look)
        };
        writeln!(out, "{mark}  {}", clean(&result.name))?;
        for failure in &result.failures {
            writeln!(out, "      {}", clean(failure))?;
        }
    }
    if !quiet {
        let tests = count(run.tests, "test", "tests");
        let text = say!(
            "{tests}: {passed} passed, {failed} failed",
            tests,
            passed = run.passed,
            failed = run.failed
        );
        writeln!(out, "{text}")?;
        if let Some(coverage) = &run.coverage {
            reached(coverage, look, out)?;
        }
        if let Some(mutation) = &run.mutants {
            mutants(mutation, look, out)?;
        }
    }
    for unmet in &run.unmet {
        writeln!(out, "{}  {}", failed(look), clean(unmet))?;
    }
    Ok(())
}

fn passed(look: &Look) -> String {
    paint(look, AnsiColor::Green, &mark(&say!("ok")))
}

fn failed(look: &Look) -> String {
    paint(look, AnsiColor::Red, &mark(&say!("FAIL")))
}

/// A mark as wide as the widest.
fn mark(text: &str) -> String {
    pad(text, width(&say!("FAIL")).max(width(&say!("ok"))))
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
fn figures(rows: &[(String, usize, usize, usize, String)], out: &mut dyn Write) -> io::Result<()> {
    let widest = rows.iter().map(|row| width(&row.0)).max().unwrap_or(0);
    let digits = |n: usize| n.to_string().len();
    let most = rows.iter().map(|row| digits(row.2)).max().unwrap_or(1);
    for (name, part, all, percent, more) in rows {
        let name = pad(name, widest);
        let share = say!(
            "{part} of {all}",
            part = format!("{part:>most$}"),
            all = format!("{all:>most$}")
        );
        let percent = of_hundred(format_args!("{percent:>3}"));
        writeln!(out, "  {name}  {share}  {percent}{more}")?;
    }
    Ok(())
}

fn reached(coverage: &[Reached], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", say!("Reached by the tests:"))?;
    let row = |kind: &Reached| {
        let Reached {
            what,
            reached,
            all,
            percent,
            ..
        } = *kind;
        (group(what), reached, all, percent, String::new())
    };
    let rows: Vec<_> = coverage.iter().map(row).collect();
    figures(&rows, out)?;
    if coverage.iter().any(|kind| !kind.missed.is_empty()) {
        writeln!(out, "\n{}", say!("Reached by none:"))?;
    }
    for missed in coverage.iter().flat_map(|kind| &kind.missed) {
        let text = say!("{part} {what}", part = missed.part, what = missed.what);
        entry(missed.place.as_ref(), &text, look, out)?;
    }
    Ok(())
}

fn mutants(mutation: &Mutation, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let made = count(mutation.made, "mutant", "mutants");
    let text = say!(
        "{mutants}: {killed} killed, {survived} survived, {equivalent} change nothing (proved), {invalid} are no rubric set",
        mutants = made,
        killed = mutation.killed,
        survived = mutation.survived,
        equivalent = mutation.equivalent,
        invalid = mutation.invalid
    );
    writeln!(out, "\n{text}")?;
    if mutation.killed_by_judgement > 0 {
        let text = say!(
            "{n} killed only by tests that state a judgement",
            n = mutation.killed_by_judgement
        );
        writeln!(out, "{text}")?;
    }
    let mut rows: Vec<_> = mutation
        .kinds
        .iter()
        .map(|kind| {
            let proved = match kind.equivalent {
                0 => String::new(),
                n => format!("  {}", say!("{n} change nothing", n)),
            };
            (
                group(kind.kind),
                kind.killed,
                kind.all,
                kind.percent,
                proved,
            )
        })
        .collect();
    let all = mutation.killed + mutation.survived;
    rows.push((
        say!("all"),
        mutation.killed,
        all,
        mutation.percent,
        String::new(),
    ));
    figures(&rows, out)?;
    if !mutation.survivors.is_empty() {
        writeln!(out, "\n{}", say!("Noticed by no test:"))?;
    }
    let arrow = if look.ascii { "->" } else { "→" };
    for survivor in &mutation.survivors {
        let change = format!("{} {arrow} {}", survivor.original, survivor.changed);
        let text = say!("{part}: {change}", part = survivor.part, change);
        let text = if survivor.proved {
            text
        } else {
            say!("{mutant} (not proved to change anything)", mutant = text)
        };
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
