//! What was not taken as the profile says, and what of it may no longer hold.

use super::page::Page;
use crate::present::report::Report;
use crate::present::stale::taken;
use crate::present::text::{clean, pad, width};
use anstyle::{AnsiColor, Style};

impl Page {
    pub(super) fn what_if(&mut self, report: &Report<'_>) {
        let supposed = &report.what_if;
        let lines = supposed.iter().map(|one| (one.fact, one.words()));
        self.facts("What if", "whatever the profile says", lines.collect());
    }

    pub(super) fn stale(&mut self, report: &Report<'_>) {
        let lines = report.stale.iter().map(|one| (one.fact, one.words()));
        self.facts("Out of date", taken(&report.stale), lines.collect());
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
