//! Which gates have tripped, and which may.

use super::page::{DIM, Page};
use crate::language::list::{commas, semicolons};
use crate::present::Detail;
use crate::present::report::{GateState, Report};
use crate::present::tone::BAD;
use crate::say;
use anstyle::Style;

impl Page {
    pub(super) fn gates(&mut self, report: &Report<'_>) {
        if report.gates.is_empty() {
            return;
        }
        let of = |state: &str| {
            let gates = report.gates.iter();
            gates.filter(|gate| gate.state == state).collect::<Vec<_>>()
        };
        let (tripped, open, clear) = (of("tripped"), of("open"), of("clear"));
        let mut summary = Vec::new();
        for (gates, words) in [
            (&tripped, say!("{n} tripped", n = tripped.len())),
            (&open, say!("{n} open", n = open.len())),
            (&clear, say!("{n} clear", n = clear.len())),
        ] {
            if !gates.is_empty() {
                summary.push(words);
            }
        }
        self.heading(&say!("Gates"), &commas(&summary));
        for gate in tripped {
            self.tripped(gate);
        }
        let titles = |gates: &[&GateState<'_>]| {
            let titles: Vec<&str> = gates.iter().map(|gate| gate.title).collect();
            semicolons(&titles)
        };
        if !open.is_empty() {
            let titles = titles(&open);
            self.wrapped("  ? ", &say!("Not decided yet: {titles}.", titles), DIM);
        }
        if self.detail == Detail::Full && !clear.is_empty() {
            let titles = titles(&clear);
            let mark = format!("  {} ", self.glyph("✓", "v"));
            self.wrapped(&mark, &say!("Clear: {titles}.", titles), DIM);
        }
    }

    fn tripped(&mut self, gate: &GateState<'_>) {
        let effect = gate.cap.map_or_else(
            || say!("knocks out"),
            |cap| {
                let cap = format!("{cap:.0}");
                say!("caps at {cap}", cap)
            },
        );
        let mark = self.paint(BAD.bold(), self.glyph("✗", "x"));
        let line = format!(
            "  {mark} {}  {}",
            self.paint(BAD, gate.title),
            self.paint(DIM, &effect)
        );
        self.line(&line);
        if let Some(reason) = gate.reason {
            self.wrapped("    ", reason, Style::new());
        }
    }
}
