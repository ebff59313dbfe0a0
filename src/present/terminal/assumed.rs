//! What was not taken as the profile says, and what of it may no longer hold.

use super::page::Page;
use crate::present::stale::{StaleFact, taken};
use crate::present::tone::OPEN;
use crate::present::what_if::Supposed;
use crate::say;

impl Page {
    /// What was taken otherwise, and what is out of date.
    pub(super) fn assumed(&mut self, supposed: &[Supposed<'_>], stale: &[StaleFact<'_>]) {
        let lines = supposed.iter().map(|one| (one.fact, one.words()));
        let aside = say!("whatever the profile says");
        self.taken(&say!("What if"), &aside, lines.collect());
        let lines = stale.iter().map(|one| (one.fact, one.words()));
        self.taken(&say!("Out of date"), &taken(stale), lines.collect());
    }

    fn taken(&mut self, title: &str, aside: &str, facts: Vec<(&str, String)>) {
        if !facts.is_empty() {
            self.heading(title, aside);
            self.facts(&facts, OPEN);
        }
    }
}
