//! What costs a score how much: from the best score down to the one that is shown.

use super::{Drawing, figure, label, number, place, score};
use crate::language::list::sentences;
use crate::present::markup::Markup;
use crate::present::report::{Reason, Report};
use crate::say;

const WIDTH: f64 = 360.0;
const ROW: f64 = 31.0;
/// Where 0 and 100 stand.
const ENDS: (f64, f64) = (0.0, 360.0);
/// The most criteria that have a row of their own.
const ROWS: usize = 8;
/// What costs less has no bar that could be seen.
const VISIBLE: f64 = 0.05;
/// How much of a name there is room for.
const NAME: usize = 50;

/// Draws the waterfall of the rubric at a place among the scores; none where it has no score.
#[must_use]
pub fn waterfall(report: &Report<'_>, rubric: usize) -> Option<Drawing> {
    let own = report.scores.get(rubric)?;
    let estimate = own.estimate?;
    let best = if own.higher_is == "worse" { 0.0 } else { 100.0 };
    // A cost leads away from the best score.
    let away = if own.higher_is == "worse" { 1.0 } else { -1.0 };
    let reasons = report.reasons.iter().enumerate();
    let mine: Vec<(usize, &Reason<'_>)> = reasons.filter(|(_, one)| one.rubric == own.id).collect();
    let criteria = mine
        .iter()
        .filter(|(_, one)| one.criterion.is_some() && one.cost >= VISIBLE);
    let shown: Vec<&(usize, &Reason<'_>)> = criteria.clone().take(ROWS).collect();
    let left = criteria.clone().count() - shown.len();
    let open = criteria.skip(ROWS).any(|(_, one)| one.text.is_none());
    let rest = mine.iter().find(|(_, one)| one.criterion.is_none());

    let mut shapes = Markup::new();
    label(&mut shapes, (0.0, 14.0), "name", own.title, 44);
    let mut fall = Fall {
        shapes: &mut shapes,
        top: 26.0,
        at: best,
    };
    fall.sum(&say!("Best possible"), None, best);
    for (number, reason) in shown.iter().copied() {
        let to = fall.at + away * reason.cost;
        let class = if reason.text.is_some() {
            "cost"
        } else {
            "guess"
        };
        let json = format!("/reasons/{number}/cost");
        fall.step(
            reason.title.unwrap_or(""),
            class,
            to,
            Some((&json, reason.cost)),
        );
    }
    let before_rest = estimate - away * rest.map_or(0.0, |(_, one)| one.cost);
    let name = if left > 0 {
        say!("{n} more that cost less", n = left)
    } else {
        say!("Others")
    };
    // What a report leaves out still has its part in the score.
    if left > 0 || (fall.at - before_rest).abs() >= VISIBLE {
        let class = if open { "guess" } else { "cost" };
        fall.step(&name, class, before_rest, None);
    }
    if let Some((number, rest)) = rest.filter(|(_, one)| one.cost.abs() >= VISIBLE) {
        let class = if rest.cost > 0.0 { "cost" } else { "gain" };
        let json = format!("/reasons/{number}/cost");
        fall.at = before_rest;
        fall.step(
            &say!("Gates and rounding"),
            class,
            estimate,
            Some((&json, rest.cost)),
        );
    }
    let json = format!("/scores/{rubric}/estimate");
    fall.sum(&say!("Score"), Some(&json), estimate);
    let height = fall.top + 2.0;
    let told = shown.iter().map(|(_, one)| {
        let (name, cost) = (one.title.unwrap_or(""), score(Some(one.cost)));
        say!("{name} costs {cost}.", name, cost)
    });
    Some(Drawing {
        width: WIDTH,
        height,
        title: say!("What costs {rubric} how many points", rubric = own.title),
        text: sentences(&told.collect::<Vec<_>>()),
        shapes,
    })
}

/// Rows on their way down.
struct Fall<'m> {
    shapes: &'m mut Markup,
    top: f64,
    /// Where the last row ended, in points.
    at: f64,
}

impl Fall<'_> {
    /// A whole score, from zero.
    fn sum(&mut self, name: &str, json: Option<&str>, points: f64) {
        self.name(name, "value");
        self.bar("sum", (0.0, points));
        let at = (WIDTH, self.top + 12.0);
        match json {
            Some(json) => figure(
                self.shapes,
                at,
                "value end",
                (json, points),
                &score(Some(points)),
            ),
            None => label(self.shapes, at, "value end", &number(points), 10),
        }
        self.at = points;
        self.top += ROW;
    }

    /// A step from where the last row ended.
    fn step(&mut self, name: &str, class: &str, to: f64, cost: Option<(&str, f64)>) {
        let x = place(self.at, ENDS);
        super::line(
            self.shapes,
            "link",
            (x, self.top - 4.0),
            (x, self.top + 17.0),
        );
        self.bar(class, (self.at.min(to), self.at.max(to)));
        self.name(name, "over");
        if let Some((json, points)) = cost {
            let at = (WIDTH, self.top + 12.0);
            figure(
                self.shapes,
                at,
                "over end",
                (json, points),
                &score(Some(points)),
            );
        }
        self.at = to;
        self.top += ROW;
    }

    fn name(&mut self, name: &str, class: &str) {
        label(self.shapes, (0.0, self.top + 12.0), class, name, NAME);
    }

    fn bar(&mut self, class: &str, (from, to): (f64, f64)) {
        let (x, end) = (place(from.max(0.0), ENDS), place(to.min(100.0), ENDS));
        let attributes = [
            ("class", class),
            ("x", &number(x)),
            ("y", &number(self.top + 17.0)),
            ("width", &number((end - x).max(1.0))),
            ("height", "10"),
        ];
        self.shapes.empty("rect", &attributes);
    }
}
