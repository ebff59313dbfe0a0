//! What costs most, what to do about it, and where it all comes from.

use super::page::{DIM, Page};
use super::sourced;
use crate::language::list::{commas, count, semicolons};
use crate::present::Detail;
use crate::present::number::shorter;
use crate::present::report::{Report, judgment};
use crate::present::text::{pad, width};
use crate::say;
use anstyle::Style;

/// The longest lists that are shown unless all is asked for.
const REASONS: usize = 7;
const ADVICE: usize = 7;

impl Page {
    pub(super) fn reasons(&mut self, report: &Report<'_>) {
        let criteria = || report.reasons.iter().filter(|one| one.criterion.is_some());
        let known: Vec<_> = criteria().filter(|reason| reason.text.is_some()).collect();
        let open = criteria().filter(|reason| reason.text.is_none()).count();
        if known.is_empty() && open == 0 {
            return;
        }
        let title = if report.audience.is_some() {
            say!("What to work on")
        } else {
            say!("What costs most")
        };
        self.heading(&title, &say!("points of its score"));
        let titles: Vec<(&str, &str)> = report
            .scores
            .iter()
            .map(|score| (score.id, score.title))
            .collect();
        let column = titles.iter().map(|(_, title)| width(title)).max();
        let column = column.unwrap_or(0);
        let shown = self.at_most(REASONS);
        for reason in known.iter().take(shown) {
            let title = titles.iter().find(|(id, _)| *id == reason.rubric);
            let rubric = title.map_or("", |(_, title)| title);
            let cost = shorter(reason.cost, 1);
            let lead = format!("  {cost:>5}  {}  ", pad(rubric, column));
            self.wrapped(&lead, reason.text.as_deref().unwrap_or(""), Style::new());
        }
        let rest = known.len().saturating_sub(shown);
        let mut tail = Vec::new();
        if rest > 0 {
            tail.push(say!("{rest} more that cost less", rest));
        }
        if open > 0 {
            let criteria = count(open, "criterion", "criteria");
            tail.push(say!("{criteria} not answered yet", criteria));
        }
        if !tail.is_empty() {
            let tail = commas(&tail);
            let tail = if known.is_empty() {
                tail
            } else {
                say!("and {tail}", tail)
            };
            self.wrapped("        ", &tail, DIM);
        }
    }

    pub(super) fn advice(&mut self, report: &Report<'_>) {
        if report.advice.is_empty() {
            return;
        }
        self.heading(&say!("Advice"), "");
        let shown = self.at_most(ADVICE);
        for (index, advice) in report.advice.iter().take(shown).enumerate() {
            let lead = format!("  {}. ", index + 1);
            self.wrapped(&lead, &sourced(advice.text, advice.source), Style::new());
        }
        let rest = report.advice.len().saturating_sub(shown);
        if rest > 0 {
            let pieces = count(rest, "piece", "pieces");
            self.wrapped("     ", &say!("and {pieces} more with --full", pieces), DIM);
        }
    }

    /// How much of a list is shown.
    pub(super) fn at_most(&self, normal: usize) -> usize {
        match self.detail {
            Detail::Full => usize::MAX,
            Detail::Normal | Detail::Brief => normal,
        }
    }

    pub(super) fn footer(&mut self, report: &Report<'_>) {
        self.blank();
        let judgment = judgment(report.coverage);
        let sources = report.rubric_set.sources.iter();
        let sources: Vec<String> = sources
            .map(|(name, title)| format!("{name} = {title}"))
            .collect();
        let text = if sources.is_empty() {
            judgment
        } else {
            let sources = semicolons(&sources);
            say!("Sources: {sources}. {judgment}", sources, judgment)
        };
        self.wrapped("  ", &text, DIM);
    }
}
