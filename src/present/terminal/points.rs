//! Every criterion with its points and what is known of its facts: only where all is asked for.

use super::page::{BOLD, DIM, Page};
use crate::language::list::semicolons;
use crate::present::Detail;
use crate::present::report::{CriterionScore, DimensionScore, Report};
use crate::present::text::{clean, width};
use crate::present::words::stated_words;
use crate::say;

impl Page {
    pub(super) fn points(&mut self, report: &Report<'_>) {
        if self.detail != Detail::Full {
            return;
        }
        for rubric in &report.scores {
            let title = rubric.title;
            self.heading(
                &say!("{title}, criterion by criterion", title),
                &say!("points, weight, what is known"),
            );
            for dimension in &rubric.dimensions {
                self.dimension(dimension, report.audience.is_some());
            }
        }
    }

    /// The customer does not know facts by their ids.
    fn dimension(&mut self, dimension: &DimensionScore<'_>, for_customer: bool) {
        let figure = dimension
            .estimate
            .map_or_else(|| say!("nothing applies"), |points| format!("{points:.1}"));
        let title = self.paint(BOLD, dimension.title);
        let line = format!("  {title}  {}", self.paint(DIM, &figure));
        self.line(&line);
        for criterion in &dimension.criteria {
            let (points, style) = match criterion.applies {
                Some(false) => ("n/a".to_owned(), DIM),
                _ => (points(criterion), anstyle::Style::new()),
            };
            let room = 14usize.saturating_sub(width(&points));
            let lead = format!("  {}{points}  ×{:<2} ", " ".repeat(room), criterion.weight);
            let lead = if self.look.ascii {
                lead.replace('×', "x").replace('–', "-")
            } else {
                lead
            };
            self.wrapped(&lead, criterion.title, style);
            let facts = criterion.facts.0.iter();
            let facts: Vec<String> = facts
                .map(|(id, value)| {
                    let words = stated_words(value.fact, value.value);
                    let fact = if for_customer { value.fact.name() } else { id };
                    say!("{fact}: {value}", fact = clean(fact), value = clean(&words))
                })
                .collect();
            self.wrapped(&" ".repeat(width(&lead)), &semicolons(&facts), DIM);
        }
    }
}

/// The points of a criterion: one number, or what it can still have.
fn points(criterion: &CriterionScore<'_>) -> String {
    match (criterion.low, criterion.high) {
        (Some(low), Some(high)) if high - low < 0.05 => format!("{low:.0}"),
        (Some(low), Some(high)) => format!("{low:.0}–{high:.0}"),
        _ => "–".to_owned(),
    }
}
