//! What is still possible, and what to ask.

use super::page::{DIM, Page};
use crate::language::list::semicolons;
use crate::present::number::share;
use crate::present::report::Report;
use crate::present::text::{pad, width};
use crate::present::tone::LEAD;
use crate::say;
use anstyle::Style;

/// The most questions that are shown; JSON holds all.
const QUESTIONS: usize = 3;

impl Page {
    /// What else is possible, and how likely.
    pub(super) fn openness(&mut self, report: &Report<'_>) {
        let Some(proposal) = report.recommendation.as_ref().filter(|one| !one.settled) else {
            return;
        };
        let how = match (proposal.share_exact, proposal.exact) {
            (true, _) => {
                say!("share of all ways to fill in what is unknown, weighted by the priors")
            }
            (false, true) => say!("share of a sample of the ways to fill in what is unknown"),
            (false, false) => say!("share of a sample; what is marked ? may be impossible"),
        };
        self.heading(&say!("How open"), &how);
        let shares: Vec<(f64, String)> = proposal
            .possible
            .iter()
            .map(|possible| {
                let unsure = if possible.witness.is_none() { "?" } else { "" };
                (possible.share, format!("{}{unsure}", possible.title))
            })
            .collect();
        self.share_bars(&shares);
    }

    /// Shares as bars below each other, the leading one first.
    pub(super) fn share_bars(&mut self, shares: &[(f64, String)]) {
        let names = shares.iter().map(|(_, title)| width(title)).max();
        let names = names.unwrap_or(0) + 1;
        let room = self.look.width.saturating_sub(names + 13).min(60);
        for (place, (part, title)) in shares.iter().enumerate() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a length of a few dozen cells"
            )]
            let filled = (part * room as f64).round() as usize;
            let bar = self.glyph("█", "#").repeat(filled);
            let style = if place == 0 { LEAD } else { DIM };
            let line = format!(
                "  {:>5}  {}  {}",
                share(*part),
                pad(title, names),
                self.paint(style, &bar)
            );
            self.line(&line);
        }
    }

    /// The questions that tell most, and the answers that would change what leads.
    pub(super) fn questions(&mut self, report: &Report<'_>) {
        let Some(proposal) = &report.recommendation else {
            return;
        };
        if report.next_questions.is_empty() {
            return;
        }
        let shown = report.worth_asking(self.at_most(QUESTIONS));
        let more = report.next_questions.len().saturating_sub(shown);
        let aside = if more > 0 {
            say!("{more} more could still change it", more)
        } else {
            String::new()
        };
        self.heading(&say!("Ask next"), &aside);
        for (place, question) in report.next_questions.iter().take(shown).enumerate() {
            let lead = format!("  {}. ", place + 1);
            self.wrapped(&lead, question.ask, Style::new());
            let changes: Vec<String> = report
                .leads(question)
                .filter(|(possible, _)| possible.id != proposal.id)
                .map(|(possible, answers)| {
                    say!("{title} if {answers}", title = possible.title, answers)
                })
                .collect();
            let fact = question.fact;
            let effect = if changes.is_empty() {
                say!("{fact}: no single answer changes what leads", fact)
            } else {
                let changes = semicolons(&changes);
                say!("{fact}: {changes}", fact, changes)
            };
            self.wrapped("     ", &effect, DIM);
        }
    }
}
