//! What was not taken as the profile says, and what of it may no longer hold.

use super::page::Page;
use crate::present::report::Report;
use crate::present::stale::taken;
use anstyle::{AnsiColor, Style};

impl Page {
    pub(super) fn what_if(&mut self, report: &Report<'_>) {
        let supposed = report.what_if.iter().map(|one| (one.fact, one.words()));
        self.assumed("What if", "whatever the profile says", supposed.collect());
    }

    pub(super) fn stale(&mut self, report: &Report<'_>) {
        let stale = report.stale.iter().map(|one| (one.fact, one.words()));
        self.assumed("Out of date", taken(&report.stale), stale.collect());
    }

    fn assumed(&mut self, title: &str, aside: &str, facts: Vec<(&str, String)>) {
        if !facts.is_empty() {
            self.heading(title, aside);
            let style = Style::new().fg_color(Some(AnsiColor::Magenta.into()));
            self.facts(&facts, style);
        }
    }
}
