//! The robustness of several recommendations: a row each, and a summary.

use super::Robustness;
use crate::language::list::{count, sentences};
use crate::present::Look;
use crate::present::number::percent;
use crate::present::report::Entry;
use crate::present::table::{WIDE, grid, name};
use crate::present::text;
use crate::say;
use std::io::{self, Write};

/// Writes the table, and the summary unless `quiet`.
///
/// # Errors
/// What the writer reports.
pub fn table(
    elements: &[Entry<Robustness<'_>>],
    quiet: bool,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let wide = look.width >= WIDE;
    let mut header = vec![
        say!("Profile"),
        say!("Recommendation"),
        say!("Draws"),
        say!("Flip %"),
    ];
    if wide {
        header.push(say!("Weight of"));
    }
    header.push(say!("Then"));
    let mut rows = vec![header];
    rows.extend(elements.iter().map(|element| row(element, wide)));
    grid(rows, |column| (2..4).contains(&column), look, out)?;
    if quiet {
        return Ok(());
    }
    writeln!(out)?;
    for line in text::wrap(&summary(elements), look.width.clamp(60, 160)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn row(element: &Entry<Robustness<'_>>, wide: bool) -> Vec<String> {
    let report = match element {
        Entry::Good(report) => report,
        Entry::Bad(failure) => {
            let problems = count(failure.problems(), "problem", "problems");
            let mut row = vec![
                name(&failure.profile.path, None),
                say!("not scored: {problems}", problems),
                say!("failed"),
            ];
            row.resize(if wide { 6 } else { 5 }, String::new());
            return row;
        }
    };
    let mut row = vec![
        name(&report.profile.path, report.profile.name.as_deref()),
        report.recommendation.title.to_owned(),
        percent(report.kept()),
    ];
    let smallest = report.smallest();
    let change = smallest.and_then(|flip| flip.change_figure());
    row.push(change.unwrap_or_else(|| "-".to_owned()));
    if wide {
        row.push(smallest.map_or(String::new(), |flip| flip.title.to_owned()));
    }
    let to = smallest.and_then(|flip| flip.to_title);
    row.push(to.unwrap_or_default().to_owned());
    row
}

fn summary(elements: &[Entry<Robustness<'_>>]) -> String {
    let good: Vec<_> = elements
        .iter()
        .filter_map(|element| match element {
            Entry::Good(report) => Some(report),
            Entry::Bad(_) => None,
        })
        .collect();
    let profiles = count(elements.len(), "profile", "profiles");
    let bad = elements.len() - good.len();
    let steady = good.iter().filter(|report| report.kept() >= 1.0).count();
    let differing = good.iter().filter(|report| report.differs).count();
    let text = if bad > 0 {
        say!(
            "{profiles}: {scored} scored, {failed} not, {steady} the same in every draw.",
            profiles,
            scored = good.len(),
            failed = bad,
            steady
        )
    } else {
        say!(
            "{profiles}: {steady} the same in every draw.",
            profiles,
            steady
        )
    };
    let differing = if differing > 0 {
        say!(
            "In {differing} another leads by its share of the ways to fill in what is unknown.",
            differing
        )
    } else {
        String::new()
    };
    sentences(&[text, differing])
}
