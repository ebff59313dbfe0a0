//! Which gates have tripped, and which may.

use super::page::{DIM, Page};
use crate::present::report::Report;
use anstyle::{AnsiColor, Style};

impl Page {
    pub(super) fn gates(&mut self, report: &Report<'_>) {
        if report.gates.is_empty() {
            return;
        }
        let of = |state: &str| {
            report
                .gates
                .iter()
                .filter(|gate| gate.state == state)
                .collect::<Vec<_>>()
        };
        let (tripped, open, clear) = (of("tripped"), of("open"), of("clear"));
        let counts = [
            (tripped.len(), "tripped"),
            (open.len(), "open"),
            (clear.len(), "clear"),
        ];
        let summary: Vec<String> = counts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, state)| format!("{n} {state}"))
            .collect();
        self.heading("Gates", &summary.join(", "));
        let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
        for gate in tripped {
            let effect = gate
                .cap
                .map_or("knocks out".to_owned(), |cap| format!("caps at {cap:.0}"));
            let mark = self.paint(red.bold(), self.glyph("✗", "x"));
            let line = format!(
                "  {mark} {}  {}",
                self.paint(red, gate.title),
                self.paint(DIM, &effect)
            );
            self.line(&line);
            if let Some(reason) = gate.reason {
                self.wrapped("    ", reason, Style::new());
            }
        }
        if !open.is_empty() {
            let titles: Vec<&str> = open.iter().map(|gate| gate.title).collect();
            self.wrapped(
                "  ? ",
                &format!("Not decided yet: {}.", titles.join("; ")),
                DIM,
            );
        }
    }
}
