//! What costs most, what to do about it, and where it all comes from.

use super::page::{DIM, Page};
use super::sourced;
use crate::language::list::count;
use crate::present::report::Report;
use crate::present::text::{pad, width};
use anstyle::Style;

/// The longest lists that are shown; JSON holds all.
const REASONS: usize = 7;
const ADVICE: usize = 7;

impl Page {
    pub(super) fn reasons(&mut self, report: &Report<'_>) {
        let known: Vec<_> = report
            .reasons
            .iter()
            .filter(|reason| reason.criterion.is_some() && reason.text.is_some())
            .collect();
        let open = report
            .reasons
            .iter()
            .filter(|reason| reason.criterion.is_some() && reason.text.is_none())
            .count();
        if known.is_empty() && open == 0 {
            return;
        }
        self.heading("What costs most", "points of its score");
        let titles: Vec<(&str, &str)> = report
            .scores
            .iter()
            .map(|score| (score.id, score.title))
            .collect();
        let column = titles
            .iter()
            .map(|(_, title)| width(title))
            .max()
            .unwrap_or(0);
        for reason in known.iter().take(REASONS) {
            let rubric = titles
                .iter()
                .find(|(id, _)| *id == reason.rubric)
                .map_or("", |(_, title)| title);
            let lead = format!("  {:>5.1}  {}  ", reason.cost, pad(rubric, column));
            self.wrapped(&lead, reason.text.as_deref().unwrap_or(""), Style::new());
        }
        let rest = known.len().saturating_sub(REASONS);
        let mut tail = Vec::new();
        if rest > 0 {
            tail.push(format!("{rest} more that cost less"));
        }
        if open > 0 {
            tail.push(format!(
                "{} not answered yet",
                count(open, "criterion", "criteria")
            ));
        }
        if !tail.is_empty() {
            self.wrapped(
                "        ",
                &format!(
                    "{}{}",
                    if known.is_empty() { "" } else { "and " },
                    tail.join(", ")
                ),
                DIM,
            );
        }
    }

    pub(super) fn advice(&mut self, report: &Report<'_>) {
        if report.advice.is_empty() {
            return;
        }
        self.heading("Advice", "");
        for (index, advice) in report.advice.iter().take(ADVICE).enumerate() {
            self.wrapped(
                &format!("  {}. ", index + 1),
                &sourced(advice.text, advice.source),
                Style::new(),
            );
        }
        let rest = report.advice.len().saturating_sub(ADVICE);
        if rest > 0 {
            self.wrapped(
                "     ",
                &format!(
                    "and {} more in --format markdown or json",
                    count(rest, "piece", "pieces")
                ),
                DIM,
            );
        }
    }

    pub(super) fn footer(&mut self, report: &Report<'_>) {
        self.blank();
        let complete = report.coverage >= 1.0;
        let judgment = if complete {
            "Weights and thresholds are judgment."
        } else {
            "Estimates rest on priors; priors, weights and thresholds are judgment."
        };
        let sources: Vec<String> = report
            .rubric_set
            .sources
            .iter()
            .map(|(name, title)| format!("{name} = {title}"))
            .collect();
        let text = if sources.is_empty() {
            judgment.to_owned()
        } else {
            format!("Sources: {}. {judgment}", sources.join("; "))
        };
        self.wrapped("  ", &text, DIM);
    }
}
