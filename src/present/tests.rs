//! The results of a rubric set's own tests.

use super::Look;
use super::text::{clean, count};
use crate::check::cases::Outcome;
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// A line a test, what failed below it, and the counts; only what failed where `quiet`.
///
/// # Errors
/// What the writer reports.
pub fn tests(
    outcomes: &[Outcome],
    quiet: bool,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let paint = |color: AnsiColor, text: &str| {
        let style = Style::new().fg_color(Some(color.into()));
        if look.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    };
    let mut failed = 0;
    for outcome in outcomes {
        let passed = outcome.failures.is_empty();
        failed += usize::from(!passed);
        if passed && quiet {
            continue;
        }
        let mark = if passed {
            paint(AnsiColor::Green, "ok  ")
        } else {
            paint(AnsiColor::Red, "FAIL")
        };
        writeln!(out, "{mark}  {}", clean(&outcome.name))?;
        for failure in &outcome.failures {
            writeln!(out, "      {}", clean(failure))?;
        }
    }
    if quiet {
        return Ok(());
    }
    writeln!(
        out,
        "{}: {} passed, {failed} failed",
        count(outcomes.len(), "test", "tests"),
        outcomes.len() - failed
    )
}
