//! The full report of one profile for the terminal: a file each subject, on one page.

mod assumed;
mod brief;
mod compare;
mod deciding;
mod diff;
mod explain;
mod gates;
mod impact;
mod openness;
mod page;
mod plan;
mod points;
mod proposal;
mod reasons;
mod robustness;
mod scores;
mod trace;

use super::report::Report;
use super::{Detail, Look};
pub use compare::compare;
pub use diff::diff;
pub use explain::{explanation, index};
use page::Page;
pub use plan::plan;
pub use robustness::robustness;
use std::io::{self, Write};

/// Writes the report of one profile.
///
/// # Errors
/// What the writer reports.
pub fn report(
    report: &Report<'_>,
    detail: Detail,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::with(look, detail);
    if detail == Detail::Brief {
        page.brief(report);
        return out.write_all(page.finish().as_bytes());
    }
    page.header(report);
    page.assumed(&report.what_if, &report.stale);
    page.proposal(report);
    page.deciding(report);
    page.openness(report);
    page.questions(report);
    page.plan(report.plan.as_ref());
    page.scores(report);
    page.worst(report);
    page.gates(report);
    page.reasons(report);
    page.advice(report);
    page.points(report);
    page.trace(report);
    page.footer(report);
    out.write_all(page.finish().as_bytes())
}

/// A text with its source in brackets, if it has one.
fn sourced(text: &str, source: &str) -> String {
    if source.is_empty() {
        text.to_owned()
    } else {
        format!("{text} [{source}]")
    }
}
