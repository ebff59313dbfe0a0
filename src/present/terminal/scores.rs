//! The scores of the rubrics and of their worst dimensions.

use super::page::{DIM, Page};
use crate::language::list::commas;
use crate::present::report::{DimensionScore, Report, RubricScore};
use crate::present::text::{pad, width};
use crate::present::tone::{BAD, GOOD};
use crate::say;
use anstyle::Style;

/// The most dimensions of a rubric that are shown; JSON holds all.
const WORST_DIMENSIONS: usize = 3;

/// One line of a block of scores.
#[derive(Clone, Copy)]
struct ScoreLine<'a> {
    title: &'a str,
    rating: &'a str,
    figures: (Option<f64>, Option<f64>, Option<f64>),
    higher_is: &'a str,
}

/// The widths of the columns of score lines.
#[derive(Clone, Copy)]
struct Columns {
    names: usize,
    ratings: usize,
    bar: usize,
}

/// The cells of the longest bar.
const LONGEST_BAR: usize = 60;

impl Page {
    pub(super) fn scores(&mut self, report: &Report<'_>) {
        let worse: Vec<&str> = report
            .scores
            .iter()
            .filter(|score| score.higher_is == "worse")
            .map(|score| score.title)
            .collect();
        let aside = if worse.is_empty() {
            say!("0–100, lowest to highest possible")
        } else {
            let titles = commas(&worse);
            say!(
                "0–100, lowest to highest possible; {titles}: higher is worse",
                titles
            )
        };
        self.heading(&say!("Scores"), &aside);
        let lines: Vec<ScoreLine<'_>> = report
            .scores
            .iter()
            .map(|score| ScoreLine {
                title: score.title,
                rating: score.rating_title.unwrap_or(""),
                figures: (score.estimate, score.low, score.high),
                higher_is: score.higher_is,
            })
            .collect();
        let columns = self.columns(&lines);
        self.score_lines(&lines, columns);
    }

    /// The worst dimensions of each rubric, deepest pits first.
    pub(super) fn worst(&mut self, report: &Report<'_>) {
        let mut rubrics: Vec<&RubricScore<'_>> = report.scores.iter().collect();
        rubrics.sort_by_key(|score| score.higher_is != "worse");
        let most = self.at_most(WORST_DIMENSIONS);
        let blocks: Vec<(&RubricScore<'_>, Vec<ScoreLine<'_>>)> = rubrics
            .into_iter()
            .map(|rubric| (rubric, worst_first(rubric, most)))
            .filter(|(_, lines)| !lines.is_empty())
            .collect();
        let all: Vec<ScoreLine<'_>> = blocks
            .iter()
            .flat_map(|(_, lines)| lines)
            .copied()
            .collect();
        let columns = self.columns(&all);
        for (rubric, lines) in blocks {
            let order = if rubric.higher_is == "worse" {
                say!("deepest first")
            } else {
                say!("weakest first")
            };
            self.heading(rubric.title, &order);
            self.score_lines(&lines, columns);
        }
    }

    /// The columns in which score lines stand below each other, bars of one length.
    fn columns(&self, lines: &[ScoreLine<'_>]) -> Columns {
        let widest = |columns: &dyn Fn(&ScoreLine<'_>) -> usize| {
            lines.iter().map(columns).max().unwrap_or(0)
        };
        let names = widest(&|line| width(line.title));
        let ratings = widest(&|line| width(line.rating));
        let fixed = 2 + names + 2 + 5 + 2 + 10 + 2 + ratings + 2;
        Columns {
            names,
            ratings,
            bar: self.look.width.saturating_sub(fixed).min(LONGEST_BAR),
        }
    }

    fn score_lines(&mut self, lines: &[ScoreLine<'_>], columns: Columns) {
        for line in lines {
            let text = self.score_line(line, columns);
            self.line(&text);
        }
    }

    fn score_line(&self, line: &ScoreLine<'_>, columns: Columns) -> String {
        let title = pad(line.title, columns.names);
        let (estimate, Some(low), Some(high)) = line.figures else {
            return format!("  {title}  {}", self.paint(DIM, &say!("nothing applies")));
        };
        let Some(estimate) = estimate else {
            let range = format!("{low:.1}–{high:.1}");
            let range = say!("{range}, but nothing is likely to apply", range);
            return format!("  {title}  {}", self.paint(DIM, &range));
        };
        let goodness = if line.higher_is == "worse" {
            100.0 - estimate
        } else {
            estimate
        };
        let styled = match goodness {
            good if good >= 66.0 => GOOD,
            fair if fair >= 40.0 => Style::new(),
            _ => BAD,
        };
        let range = if high - low < 0.05 {
            String::new()
        } else {
            format!("{low:.1}–{high:.1}")
        };
        format!(
            "  {title}  {}  {}  {}  {}",
            self.paint(styled.bold(), &format!("{estimate:>5.1}")),
            self.paint(DIM, &format!("{range:>10}")),
            self.paint(styled, &pad(line.rating, columns.ratings)),
            self.bar(columns.bar, estimate, low, high, styled),
        )
    }

    /// A track of `cells`, the range drawn thick, the estimate as a mark.
    fn bar(&self, cells: usize, estimate: f64, low: f64, high: f64, style: Style) -> String {
        if cells < 8 {
            return String::new();
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place on a bar of a few dozen cells"
        )]
        let place = |value: f64| (value / 100.0 * (cells - 1) as f64).round() as usize;
        let (mark, from, to) = (place(estimate), place(low), place(high));
        let part = |range: std::ops::Range<usize>| -> String {
            range
                .map(|cell| {
                    if (from..=to).contains(&cell) {
                        self.glyph("━", "=")
                    } else {
                        self.glyph("─", "-")
                    }
                })
                .collect()
        };
        let (before, after) = (part(0..mark), part(mark + 1..cells));
        let thin = |text: &str| {
            let edge = text.find(self.glyph("━", "=")).unwrap_or(text.len());
            let thick_end = text
                .rfind(self.glyph("━", "="))
                .map_or(edge, |at| at + self.glyph("━", "=").len());
            format!(
                "{}{}{}",
                self.paint(DIM, &text[..edge]),
                self.paint(style, &text[edge..thick_end]),
                self.paint(DIM, &text[thick_end..])
            )
        };
        format!(
            "{}{}{}",
            thin(&before),
            self.paint(style.bold(), self.glyph("●", "O")),
            thin(&after)
        )
    }
}

/// The dimensions of a rubric that have a score, worst first.
fn worst_first<'a>(rubric: &RubricScore<'a>, most: usize) -> Vec<ScoreLine<'a>> {
    let mut dimensions: Vec<_> = rubric
        .dimensions
        .iter()
        .filter(|dimension| dimension.estimate.is_some())
        .collect();
    let badness = |dimension: &DimensionScore<'_>| {
        let estimate = dimension.estimate.unwrap_or(0.0);
        if rubric.higher_is == "worse" {
            -estimate
        } else {
            estimate
        }
    };
    dimensions.sort_by(|a, b| badness(a).total_cmp(&badness(b)).then(a.id.cmp(b.id)));
    let line = |dimension: &DimensionScore<'a>| ScoreLine {
        title: dimension.title,
        rating: dimension.rating_title.unwrap_or(""),
        figures: (dimension.estimate, dimension.low, dimension.high),
        higher_is: rubric.higher_is,
    };
    dimensions.into_iter().take(most).map(line).collect()
}
