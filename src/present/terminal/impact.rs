//! What a difference does to a portfolio: sections of the page of a difference.

use super::page::{BOLD, DIM, Page};
use crate::compare::impact::FateKind;
use crate::language::list::{clauses, count};
use crate::present::compare::signed;
use crate::present::diff::impact::{PortfolioText, Quantiles, ResultText};
use crate::present::text::{clean, cut, pad, pad_left, width};
use crate::present::tone::OPEN;
use crate::say;
use anstyle::Style;

/// The most profiles that are listed for one reason.
const LISTED: usize = 8;

/// The largest moves of a score that are listed.
const LARGEST: usize = 3;

impl Page {
    pub(super) fn portfolio(&mut self, portfolio: &PortfolioText<'_>) {
        let words = [
            (FateKind::Flipped, say!("with another recommendation")),
            (
                FateKind::Moved,
                say!("with the same, scores or shares moved"),
            ),
            (FateKind::Same, say!("the same")),
            (FateKind::NoLongerResolves, say!("can no longer be read")),
            (FateKind::NewlyResolves, say!("can only now be read")),
            (FateKind::ResolvesUnderNeither, say!("neither set can read")),
        ];
        let all = count(portfolio.profiles, "profile", "profiles");
        self.heading(&say!("On {profiles}", profiles = all), "");
        let columns = width(&portfolio.profiles.to_string());
        for (fate, words) in words {
            let profiles = portfolio.of(fate);
            if profiles > 0 {
                self.line(&format!("  {profiles:>columns$}  {words}"));
            }
        }
        self.matrix(portfolio);
        self.causes(portfolio);
        self.otherwise_open(portfolio);
        self.score_moves(portfolio);
        self.unread(portfolio);
    }

    /// Rows before, columns after; both go by the numbers of the rows.
    fn matrix(&mut self, portfolio: &PortfolioText<'_>) {
        let square = &portfolio.square;
        self.heading(
            &say!("Recommendations"),
            &say!("before in rows, after in columns"),
        );
        let names: Vec<String> = square
            .names
            .iter()
            .map(|name| name.map_or_else(|| say!("cannot be read"), clean))
            .collect();
        let all = say!("all");
        let column = width(&portfolio.profiles.to_string()).max(2) + 2;
        let room = self
            .look
            .width
            .saturating_sub(7 + column * (names.len() + 1));
        let label = names.iter().map(|name| width(name)).max();
        let label = label.unwrap_or(0).min(room);
        let mut header = " ".repeat(label + 6);
        for number in 1..=names.len() {
            header.push_str(&format!("{number:>column$}"));
        }
        header.push_str(&pad_left(&all, column + 1));
        let header = self.paint(DIM, &header);
        self.line(&header);
        for (number, (name, row)) in names.iter().zip(&square.rows).enumerate() {
            let mut line = format!("  {:>2}  {}", number + 1, pad(&cut(name, label), label));
            for (other, profiles) in row.iter().enumerate() {
                line.push_str(&self.cell(*profiles, number == other, column));
            }
            let sum: usize = row.iter().sum();
            line.push_str(&format!("{sum:>width$}", width = column + 1));
            self.line(&line);
        }
        let mut totals = format!("      {}", pad(&all, label));
        for place in 0..names.len() {
            let sum: usize = square.rows.iter().map(|row| row[place]).sum();
            totals.push_str(&format!("{sum:>column$}"));
        }
        totals.push_str(&format!(
            "{:>width$}",
            portfolio.profiles,
            width = column + 1
        ));
        let totals = self.paint(DIM, &totals);
        self.line(&totals);
    }

    /// A number of profiles in its column; those that go elsewhere stand out.
    fn cell(&self, profiles: usize, stays: bool, column: usize) -> String {
        let text = match profiles {
            0 => self.glyph("·", ".").to_owned(),
            some => some.to_string(),
        };
        let style = match (profiles, stays) {
            (0, _) => DIM,
            (_, true) => Style::new(),
            (_, false) => OPEN.bold(),
        };
        let gap = " ".repeat(column.saturating_sub(width(&text)));
        format!("{gap}{}", self.paint(style, &text))
    }

    fn causes(&mut self, portfolio: &PortfolioText<'_>) {
        let flips = portfolio.of(FateKind::Flipped);
        if flips == 0 {
            return;
        }
        let title = count(flips, "other recommendation", "other recommendations");
        self.heading(&title, &say!("by what causes them, all else as it was"));
        for cause in &portfolio.causes {
            let profiles = count(cause.profiles.len(), "profile", "profiles");
            let words = cause.words();
            let together = match (words.len(), cause.minimal) {
                (1, _) => String::new(),
                (_, true) => say!(", by these together and no part of them"),
                (_, false) => say!(", by these together; none can be left out"),
            };
            let line = format!(
                "  {}{}",
                self.paint(BOLD, &profiles),
                self.paint(DIM, &together)
            );
            self.line(&line);
            for line in words {
                self.wrapped("  ~ ", &clean(&line), Style::new());
            }
            let results = cause
                .profiles
                .iter()
                .map(|place| &portfolio.results[*place]);
            self.flipped(results);
        }
        let unexplained = portfolio
            .results_of(FateKind::Flipped)
            .filter(|result| result.cause.is_none());
        let unexplained: Vec<&ResultText<'_>> = unexplained.collect();
        if !unexplained.is_empty() {
            let profiles = count(unexplained.len(), "profile", "profiles");
            let aside = say!(", no change that can be named");
            let line = format!(
                "  {}{}",
                self.paint(BOLD, &profiles),
                self.paint(DIM, &aside)
            );
            self.line(&line);
            self.flipped(unexplained.into_iter());
        }
    }

    fn flipped<'r>(&mut self, results: impl ExactSizeIterator<Item = &'r ResultText<'r>>) {
        let arrow = self.glyph("→", "->");
        let all = results.len();
        for result in results.take(shown(all)) {
            let (before, after) = result.leading_words();
            self.entry(&path(result), &format!("{before} {arrow} {after}"));
        }
        self.more(all, "      ");
    }

    /// A profile and words about it, on one line or below one another.
    fn entry(&mut self, path: &str, words: &str) {
        let lead = format!("      {path}  ");
        let words = clean(words);
        if width(&lead) + width(&words) <= self.look.width {
            self.line(&format!("{lead}{words}"));
        } else {
            self.line(&lead);
            self.wrapped("        ", &words, Style::new());
        }
    }

    fn more(&mut self, all: usize, indent: &str) {
        if shown(all) < all {
            let text = say!(
                "and {rest} more in --format markdown or json",
                rest = all - shown(all)
            );
            self.wrapped(indent, &text, DIM);
        }
    }

    /// Profiles with the same recommendation, for which other ones are possible besides than before.
    fn otherwise_open(&mut self, portfolio: &PortfolioText<'_>) {
        let moved = portfolio.results_of(FateKind::Moved);
        let open: Vec<&ResultText<'_>> = moved.filter(|result| result.otherwise_open).collect();
        if open.is_empty() {
            return;
        }
        let title = count(
            open.len(),
            "profile otherwise open",
            "profiles otherwise open",
        );
        self.heading(
            &title,
            &say!("the same leads; what else is possible is not the same"),
        );
        let arrow = self.glyph("→", "->");
        for result in open.iter().take(shown(open.len())) {
            let (before, after) = result.possible_words();
            self.entry(&path(result), &format!("{before} {arrow} {after}"));
        }
        self.more(open.len(), "      ");
    }

    fn score_moves(&mut self, portfolio: &PortfolioText<'_>) {
        let moving = portfolio.scores.iter().filter(|score| score.moved > 0);
        let moving: Vec<_> = moving.collect();
        if moving.is_empty() {
            return;
        }
        self.heading(
            &say!("Scores"),
            &say!("moves of estimates in points, where both can read"),
        );
        let label = moving.iter().map(|score| width(score.title)).max();
        let label = label.unwrap_or(0).min(24);
        let figures = [
            say!("least"),
            say!("10 %"),
            say!("median"),
            say!("90 %"),
            say!("most"),
        ];
        let header = format!(
            "  {}  {}  {}",
            " ".repeat(label),
            pad_left(&say!("moved"), 5),
            figures.map(|figure| pad_left(&figure, 6)).join("  ")
        );
        let header = self.paint(DIM, &header);
        self.line(&header);
        for score in &moving {
            let quantiles = score.quantiles.map(Quantiles::all);
            let figures = quantiles
                .unwrap_or_default()
                .map(|by| format!("{:>6}", signed(by, 1).trim()));
            let title = pad(&cut(&clean(score.title), label), label);
            self.line(&format!(
                "  {title}  {:>5}  {}",
                score.moved,
                figures.join("  ")
            ));
        }
        let arrow = self.glyph("→", "->");
        for score in moving {
            let title = say!("{title}, the largest moves", title = clean(score.title));
            let title = self.paint(DIM, &format!("  {title}"));
            self.line(&title);
            for one in score.moves.iter().take(LARGEST) {
                let result = &portfolio.results[one.profile];
                let (before, after) = result.score_words(score.score);
                let by = signed(one.by, 1);
                self.entry(
                    &path(result),
                    &clauses(&[by, format!("{before} {arrow} {after}")]),
                );
            }
        }
    }

    fn unread(&mut self, portfolio: &PortfolioText<'_>) {
        let kinds = [
            (FateKind::NoLongerResolves, say!("Can no longer be read")),
            (FateKind::NewlyResolves, say!("Can only now be read")),
            (FateKind::ResolvesUnderNeither, say!("Neither set can read")),
        ];
        for (fate, title) in kinds {
            let all = portfolio.of(fate);
            if all == 0 {
                continue;
            }
            let aside = match fate {
                FateKind::NewlyResolves => say!("what the old set finds in them"),
                _ => say!("what the new set finds in them"),
            };
            self.heading(&title, &aside);
            for result in portfolio.results_of(fate).take(shown(all)) {
                let findings = match fate {
                    FateKind::NewlyResolves => &result.findings_before,
                    _ => &result.findings_after,
                };
                for finding in findings {
                    let place = finding.line.zip(finding.column);
                    let place = place
                        .map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
                    let lead = format!("{}{place}: ", finding.path);
                    self.wrapped(
                        "  ",
                        &clean(&format!("{lead}{}", finding.message)),
                        Style::new(),
                    );
                    if let Some(hint) = &finding.hint {
                        self.wrapped("      ", &clean(hint), DIM);
                    }
                }
            }
            self.more(all, "  ");
        }
    }
}

/// How many of several are shown: all, unless they are clearly too many.
fn shown(all: usize) -> usize {
    if all > LISTED + 2 { LISTED } else { all }
}

fn path(result: &ResultText<'_>) -> String {
    clean(&result.profile.path)
}
