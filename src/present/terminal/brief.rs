//! The report in five lines: who, what to propose, how open that is, the scores, what to do next.

use super::page::{BOLD, DIM, Page, loud};
use super::proposal::tone;
use crate::present::deciding::shown;
use crate::present::number::share;
use crate::present::report::{Report, RubricScore};
use crate::present::text::{clean, cut, width};
use crate::say;
use anstyle::Style;

impl Page {
    pub(super) fn brief(&mut self, report: &Report<'_>) {
        let dot = self.glyph(" · ", " - ");
        let set = &report.rubric_set;
        let set = format!("{} {}", clean(set.id), clean(set.version));
        let path = clean(&report.profile.path);
        let name = report.profile.name.as_deref().map(clean);
        let who = match (name, path.is_empty()) {
            (Some(name), true) => name,
            (Some(name), false) => format!("{name}{dot}{path}"),
            (None, true) => say!("Digital maturity"),
            (None, false) => path,
        };
        let room = self.look.width.saturating_sub(width(&set) + 2);
        let who = cut(&who, room);
        let gap = " ".repeat(self.look.width.saturating_sub(width(&who) + width(&set)));
        let line = format!("{}{gap}{}", self.paint(BOLD, &who), self.paint(DIM, &set));
        self.line(&line);

        if let Some(proposal) = &report.recommendation {
            let style = tone(proposal);
            let title = self.paint(style.bold(), &loud(proposal.title));
            let line = format!("{title}   {}", self.paint(style, &proposal.standing()));
            self.line(&line);
            if proposal.settled {
                let because = super::sourced(proposal.because, proposal.source);
                self.only(&because, Style::new());
            } else {
                let possible = proposal.possible.iter();
                let shares = possible.map(|one| format!("{} {}", share(one.share), one.title));
                self.whole(&shares.collect::<Vec<_>>(), dot);
            }
        }
        // The roomiest that fits: ranges as they are, without their noughts, or none.
        let ranges: [fn(f64, f64) -> String; 3] = [
            |low, high| format!(" ({low:.1}–{high:.1})"),
            |low, high| format!(" ({low}–{high})"),
            |_, _| String::new(),
        ];
        let mut scores = Vec::new();
        for range in ranges {
            scores = report.scores.iter().map(|one| score(one, range)).collect();
            if width(&scores.join(dot)) <= self.look.width {
                break;
            }
        }
        self.whole(&scores, dot);
        let next = next(report);
        self.only(&next, DIM);
    }

    /// As many of some items on one line as fit whole; no figure is cut.
    fn whole(&mut self, items: &[String], dot: &str) {
        let more = format!("{dot}{}", self.glyph("…", "..."));
        let mut line = String::new();
        for (number, item) in items.iter().enumerate() {
            let before = if number == 0 { "" } else { dot };
            let last = number + 1 == items.len();
            let behind = if last { 0 } else { width(&more) };
            if width(&line) + width(before) + width(item) + behind > self.look.width {
                line += if number == 0 { item } else { &more };
                break;
            }
            line = line + before + item;
        }
        self.only(&line, Style::new());
    }

    /// A text on one line, cut where it is longer.
    fn only(&mut self, text: &str, style: Style) {
        let text = cut(text, self.look.width);
        let line = self.paint(style, &text);
        self.line(&line);
    }
}

/// A score, with its range behind it as `range` writes it.
fn score(score: &RubricScore<'_>, range: fn(f64, f64) -> String) -> String {
    let title = score.title;
    let (Some(estimate), Some(low), Some(high)) = (score.estimate, score.low, score.high) else {
        return say!("{title}: nothing applies", title);
    };
    let figure = if high - low < 0.05 {
        format!("{estimate:.1}")
    } else {
        format!("{estimate:.1}{}", range(low, high))
    };
    format!("{title} {figure}")
}

/// What to ask, else what decides, else what to do.
fn next(report: &Report<'_>) -> String {
    if let Some(question) = report.next_questions.first() {
        let (ask, fact) = (question.ask, question.fact);
        return say!("Ask next: {fact}: {ask}", fact, ask);
    }
    let (facts, _) = shown(report);
    let facts: Vec<String> = facts
        .iter()
        .map(|one| format!("{} = {}", one.fact, clean(&one.words())))
        .collect();
    match (facts.is_empty(), report.advice.first()) {
        (false, _) => {
            let facts = facts.join(", ");
            say!("This alone decides: {facts}", facts)
        }
        (true, Some(advice)) => advice.text.to_owned(),
        (true, None) => String::new(),
    }
}
