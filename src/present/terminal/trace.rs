//! How every gate and every rule came out.

use super::page::{BOLD, DIM, Page};
use crate::present::names;
use crate::present::report::Report;
use crate::present::tone::{BAD, GOOD, OPEN};
use crate::present::trace::{PartLine, TraceText, outcome, told};
use crate::say;

impl Page {
    pub(super) fn trace(&mut self, report: &Report<'_>) {
        let Some(trace) = &report.trace else { return };
        self.traced_gates(trace);
        self.traced_rules(trace);
    }

    fn traced_gates(&mut self, trace: &TraceText<'_>) {
        if trace.gates.is_empty() {
            return;
        }
        self.heading(
            &say!("Trace of the gates"),
            &say!("and what trips them, or is missing for it"),
        );
        for gate in &trace.gates {
            let style = match gate.state {
                "tripped" => BAD,
                "open" => OPEN,
                _ => DIM,
            };
            let state = self.paint(style, &names::state(gate.state));
            let line = say!("{part}: {text}", part = gate.id, text = state);
            self.line(&format!("  {line}"));
            self.parts(&gate.parts, gate.state == "tripped", 4);
        }
    }

    fn traced_rules(&mut self, trace: &TraceText<'_>) {
        self.heading(
            &say!("Trace of the rules"),
            &say!("the first that holds decides"),
        );
        let arrow = self.glyph("→", "->");
        for (place, rule) in trace.rules.iter().enumerate() {
            let style = match (rule.fires, rule.reached) {
                (Some(true), _) => GOOD,
                (None, _) => OPEN,
                _ => DIM,
            };
            let id = if rule.fires == Some(true) {
                self.paint(BOLD, rule.id)
            } else {
                rule.id.to_owned()
            };
            let lead = format!("{id} {arrow} {}", rule.recommend);
            let outcome = self.paint(style, &outcome(rule));
            let line = say!("{part}: {text}", part = lead, text = outcome);
            self.line(&format!("  {:>2}. {line}", place + 1));
            self.parts(&rule.parts, rule.holds(), 6);
        }
    }

    /// The parts that tell why something holds or does not, below each other.
    fn parts(&mut self, parts: &[PartLine<'_>], holds: bool, indent: usize) {
        for part in told(parts, holds) {
            let style = if part.state == "open" { OPEN } else { DIM };
            self.wrapped(&" ".repeat(indent), &part.text, style);
            self.parts(&part.parts, part.state == "true", indent + 2);
        }
    }
}
