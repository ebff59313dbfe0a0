//! What was taken otherwise than the profile says.

use super::page::Page;
use crate::present::report::Report;
use crate::present::text::{clean, pad, width};
use anstyle::{AnsiColor, Style};

impl Page {
    pub(super) fn what_if(&mut self, report: &Report<'_>) {
        if report.what_if.is_empty() {
            return;
        }
        self.heading("What if", "whatever the profile says");
        let names = report.what_if.iter().map(|supposed| width(supposed.fact));
        let column = names.max().unwrap_or(0);
        for supposed in &report.what_if {
            let lead = format!("  {}  ", pad(supposed.fact, column));
            let style = Style::new().fg_color(Some(AnsiColor::Magenta.into()));
            self.wrapped(&lead, &clean(&supposed.words()), style);
        }
    }
}
