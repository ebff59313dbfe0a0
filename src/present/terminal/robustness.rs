//! How far one profile's recommendation depends on the weights, on a page of its own.

use super::page::{DIM, Page};
use super::sourced;
use crate::present::Look;
use crate::present::number::share;
use crate::present::robustness::{Robustness, WeightFlip};
use crate::present::text::{clean, pad, width};
use crate::present::tone::{GOOD, LEAD, OPEN};
use anstyle::Style;
use std::io::{self, Write};

/// The most dimensions that are shown; JSON holds all.
const DIMENSIONS: usize = 3;

/// Writes the page.
///
/// # Errors
/// What the writer reports.
pub fn robustness(report: &Robustness<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    let remark = format!(
        "{} draws of all weights, each up to {} % more or less, seed {}",
        report.draws,
        report.spread * 100.0,
        report.seed
    );
    page.title(&report.rubric_set, &report.profile, &remark);
    page.assumed(&report.what_if, &report.stale);
    page.by_estimates(report);
    page.heading(
        "How robust",
        "share of the draws in which each leads by the estimates",
    );
    let shares = report.shares.iter();
    let shares: Vec<(f64, String)> = shares
        .map(|share| (share.share, share.title.to_owned()))
        .collect();
    page.share_bars(&shares);
    page.flips(report);
    page.blank();
    page.wrapped("  ", &caveat(report), DIM);
    out.write_all(page.finish().as_bytes())
}

fn caveat(report: &Robustness<'_>) -> String {
    let open = if report.coverage < 1.0 {
        " Estimates rest on priors."
    } else {
        ""
    };
    let error = report.share_error * 100.0;
    format!("The standard error of these shares is at most {error:.1} points.{open}")
}

impl Page {
    fn by_estimates(&mut self, report: &Robustness<'_>) {
        let leads = &report.recommendation;
        let kept = report.kept();
        let standing = match kept {
            all if all >= 1.0 => ("leads in every draw".to_owned(), GOOD),
            most if most >= 0.9 => (in_draws(most), LEAD),
            some => (in_draws(some), OPEN),
        };
        let because = sourced(leads.because, leads.source);
        let differs = if report.differs {
            format!(
                "By its share of the ways to fill in what is unknown, {} leads with {}. Here \
                 what is unknown is taken at its estimate.",
                report.leading.title,
                share(report.leading.share)
            )
        } else {
            String::new()
        };
        let flip = report.smallest().map(|flip| {
            let (change, to) = (flip.change_words(), flip.to_title);
            format!(
                "The smallest change of one weight that flips it: {} on {} ({}), to {}.",
                change.unwrap_or_default(),
                flip.title,
                flip.id,
                to.unwrap_or_default()
            )
        });
        let none = "No single weight flips it, however small or up to ten times as large.";
        let flip = flip.unwrap_or_else(|| none.to_owned());
        self.headline(
            leads.title,
            standing,
            &[
                (&because, DIM),
                (&differs, Style::new()),
                (&clean(&flip), Style::new()),
            ],
        );
    }

    fn flips(&mut self, report: &Robustness<'_>) {
        let dimensions: Vec<_> = report.dimensions().take(DIMENSIONS).collect();
        let blocks = [
            (
                "Hangs on these criteria",
                report.criteria().collect::<Vec<_>>(),
            ),
            ("Hangs on these dimensions", dimensions),
        ];
        let all = blocks.iter().flat_map(|(_, weights)| weights);
        let column = all
            .filter_map(|weight| weight.change_words())
            .map(|words| width(&words))
            .max();
        let Some(column) = column else { return };
        for (title, weights) in &blocks {
            if !weights.is_empty() {
                self.heading(title, "by the smallest change of one weight that flips it");
            }
            weights.iter().for_each(|weight| self.flip(weight, column));
        }
        let rest = report.weights.len() - report.flipping();
        let text = format!(
            "{} of {} weights can flip it alone; {rest} cannot, however small or up to ten times as large.",
            report.flipping(),
            report.weights.len()
        );
        self.blank();
        self.wrapped("  ", &text, DIM);
    }

    /// A weight: how much less or more of it, and what leads then.
    fn flip(&mut self, weight: &WeightFlip<'_>, column: usize) {
        let change = weight.change_words().unwrap_or_default();
        let lead = format!("  {}{change}  ", pad("", column - width(&change)));
        self.wrapped(&lead, &clean(weight.title), Style::new());
        let to = weight.to_title.unwrap_or_default();
        let below = format!("{}, weight {}: {to}", weight.id, weight.weight);
        self.wrapped(&" ".repeat(width(&lead)), &below, DIM);
    }
}

fn in_draws(part: f64) -> String {
    format!("leads in {} of the draws", share(part))
}
