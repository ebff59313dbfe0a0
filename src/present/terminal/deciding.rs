//! What settles the recommendation by itself.

use super::page::{DIM, Page};
use crate::present::deciding::{HEADING, shown};
use crate::present::report::Report;
use anstyle::Style;

impl Page {
    pub(super) fn deciding(&mut self, report: &Report<'_>) {
        let (facts, more) = shown(report);
        if facts.is_empty() {
            return;
        }
        self.heading(HEADING.0, HEADING.1);
        let facts: Vec<_> = facts.iter().map(|one| (one.fact, one.words())).collect();
        self.facts(&facts, Style::new());
        if more > 0 {
            self.wrapped("  ", &format!("and {more} more"), DIM);
        }
    }
}
