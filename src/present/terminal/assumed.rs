//! What was not taken as the profile says, and what of it may no longer hold.

use super::page::Page;
use crate::present::stale::{StaleFact, taken};
use crate::present::what_if::Supposed;
use anstyle::{AnsiColor, Style};

impl Page {
    /// What was taken otherwise, and what is out of date.
    pub(super) fn assumed(&mut self, supposed: &[Supposed<'_>], stale: &[StaleFact<'_>]) {
        let lines = supposed.iter().map(|one| (one.fact, one.words()));
        self.taken("What if", "whatever the profile says", lines.collect());
        let lines = stale.iter().map(|one| (one.fact, one.words()));
        self.taken("Out of date", &taken(stale), lines.collect());
    }

    fn taken(&mut self, title: &str, aside: &str, facts: Vec<(&str, String)>) {
        if !facts.is_empty() {
            self.heading(title, aside);
            let style = Style::new().fg_color(Some(AnsiColor::Magenta.into()));
            self.facts(&facts, style);
        }
    }
}
