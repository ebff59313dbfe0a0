//! What settles the recommendation by itself.

use super::page::{DIM, Page};
use crate::present::deciding::{heading, shown};
use crate::present::report::Report;
use crate::say;
use anstyle::Style;

impl Page {
    pub(super) fn deciding(&mut self, report: &Report<'_>) {
        let (facts, more) = shown(report);
        if facts.is_empty() {
            return;
        }
        let (title, aside) = heading(report);
        self.heading(&title, &aside);
        let facts: Vec<_> = facts.iter().map(|one| (one.fact, one.words())).collect();
        self.facts(&facts, Style::new());
        if more > 0 {
            self.wrapped("  ", &say!("and {more} more", more), DIM);
        }
    }
}
