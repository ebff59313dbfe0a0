//! How far one profile's recommendation depends on the weights, on a page of its own.

use super::page::{DIM, Page};
use super::sourced;
use crate::language::list::sentences;
use crate::present::Look;
use crate::present::number::{share, shorter};
use crate::present::robustness::{Robustness, WeightFlip};
use crate::present::text::{clean, pad, width};
use crate::present::tone::{GOOD, LEAD, OPEN};
use crate::say;
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
    let remark = say!(
        "{draws} draws of all weights, each up to {percent} % more or less, seed {seed}",
        draws = report.draws,
        percent = report.spread * 100.0,
        seed = report.seed
    );
    page.title(&report.rubric_set, &report.profile, &remark);
    page.assumed(&report.what_if, &report.stale);
    page.by_estimates(report);
    page.heading(
        &say!("How robust"),
        &say!("share of the draws in which each leads by the estimates"),
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
        say!("Estimates rest on priors.")
    } else {
        String::new()
    };
    let error = shorter(report.share_error * 100.0, 1);
    let error = say!(
        "The standard error of these shares is at most {error} points.",
        error
    );
    sentences(&[error, open])
}

impl Page {
    fn by_estimates(&mut self, report: &Robustness<'_>) {
        let leads = &report.recommendation;
        let kept = report.kept();
        let standing = match kept {
            all if all >= 1.0 => (say!("leads in every draw"), GOOD),
            most if most >= 0.9 => (in_draws(most), LEAD),
            some => (in_draws(some), OPEN),
        };
        let because = sourced(leads.because, leads.source);
        let differs = if report.differs {
            say!(
                "By its share of the ways to fill in what is unknown, {title} leads with {lead}. Here what is unknown is taken at its estimate.",
                title = report.leading.title,
                lead = share(report.leading.share)
            )
        } else {
            String::new()
        };
        let flip = report.smallest().map(|flip| {
            let (change, to) = (flip.change_words(), flip.to_title);
            say!(
                "The smallest change of one weight that flips it: {change} on {title} ({id}), to {to}.",
                change = change.unwrap_or_default(),
                title = flip.title,
                id = flip.id,
                to = to.unwrap_or_default()
            )
        });
        let flip = flip.unwrap_or_else(|| {
            say!("No single weight flips it, however small or up to ten times as large.")
        });
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
                say!("Hangs on these criteria"),
                report.criteria().collect::<Vec<_>>(),
            ),
            (say!("Hangs on these dimensions"), dimensions),
        ];
        let all = blocks.iter().flat_map(|(_, weights)| weights);
        let column = all
            .filter_map(|weight| weight.change_words())
            .map(|words| width(&words))
            .max();
        let Some(column) = column else { return };
        for (title, weights) in &blocks {
            if !weights.is_empty() {
                self.heading(
                    title,
                    &say!("by the smallest change of one weight that flips it"),
                );
            }
            weights.iter().for_each(|weight| self.flip(weight, column));
        }
        let rest = report.weights.len() - report.flipping();
        let text = say!(
            "{flipping} of {all} weights can flip it alone; {rest} cannot, however small or up to ten times as large.",
            flipping = report.flipping(),
            all = report.weights.len(),
            rest
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
        let below = say!(
            "{id}, weight {weight}: {title}",
            id = weight.id,
            weight = weight.weight,
            title = to
        );
        self.wrapped(&" ".repeat(width(&lead)), &below, DIM);
    }
}

fn in_draws(part: f64) -> String {
    say!("leads in {part} of the draws", part = share(part))
}
