//! What was not taken as the profile says, and what of it may no longer hold.

use super::page::Page;
use crate::present::stale::{StaleFact, taken};
use crate::present::text::{clean, pad, width};
use crate::present::what_if::Supposed;
use anstyle::{AnsiColor, Style};

impl Page {
    /// What was taken otherwise, and what is out of date.
    pub(super) fn assumed(&mut self, supposed: &[Supposed<'_>], stale: &[StaleFact<'_>]) {
        let lines = supposed.iter().map(|one| (one.fact, one.words()));
        self.facts("What if", "whatever the profile says", lines.collect());
        let lines = stale.iter().map(|one| (one.fact, one.words()));
        self.facts("Out of date", taken(stale), lines.collect());
    }

    /// A section with a line for each fact; none where there is no fact.
    fn facts(&mut self, title: &str, aside: &str, lines: Vec<(&str, String)>) {
        if lines.is_empty() {
            return;
        }
        self.heading(title, aside);
        let column = lines.iter().map(|(fact, _)| width(fact)).max().unwrap_or(0);
        let style = Style::new().fg_color(Some(AnsiColor::Magenta.into()));
        for (fact, words) in lines {
            let lead = format!("  {}  ", pad(fact, column));
            self.wrapped(&lead, &clean(&words), style);
        }
    }
}
