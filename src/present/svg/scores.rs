//! The scores of the rubrics, each on its line with the range that it can still take.

use super::scale::{Figures, range, ticks};
use super::{Drawing, figure, label, score};
use crate::language::list::sentences;
use crate::present::markup::Markup;
use crate::present::report::{Report, RubricScore};
use crate::say;

const WIDTH: f64 = 360.0;
const ROW: f64 = 62.0;
/// Where 0 and 100 stand: a point at either end is whole.
const ENDS: (f64, f64) = (7.0, WIDTH - 7.0);

/// Draws the scores of all rubrics; none where there is none.
#[must_use]
pub fn scores(report: &Report<'_>) -> Option<Drawing> {
    if report.scores.is_empty() {
        return None;
    }
    let mut shapes = Markup::new();
    let mut top = 0.0;
    for (place, score) in report.scores.iter().enumerate() {
        row(&mut shapes, &format!("/scores/{place}"), score, top);
        top += ROW;
    }
    ticks(&mut shapes, ENDS, top + 2.0);
    let told: Vec<String> = report.scores.iter().map(told).collect();
    Some(Drawing {
        width: WIDTH,
        height: top + 8.0,
        title: say!("Scores from 0 to 100, with the lowest and the highest that is possible"),
        text: sentences(&told),
        shapes,
    })
}

fn row(shapes: &mut Markup, json: &str, own: &RubricScore<'_>, top: f64) {
    label(shapes, (0.0, top + 14.0), "name", own.title, 34);
    if let Some(estimate) = own.estimate {
        let shown = score(own.estimate);
        let place = format!("{json}/estimate");
        figure(
            shapes,
            (WIDTH, top + 14.0),
            "big end",
            (&place, estimate),
            &shown,
        );
    }
    let figures = Figures {
        estimate: own.estimate,
        low: own.low,
        high: own.high,
    };
    range(shapes, json, figures, ENDS, top + 44.0);
    let aside = aside(own);
    label(shapes, (0.0, top + 29.0), "soft", &aside, 60);
}

/// What stands below a rubric's name: its rating, the range where it is open, which way to read it.
fn aside(own: &RubricScore<'_>) -> String {
    let mut parts = Vec::new();
    if let Some(rating) = own.rating_title {
        parts.push(rating.to_owned());
    }
    if own.low != own.high {
        let (low, high) = (score(own.low), score(own.high));
        parts.push(say!("possible {low}–{high}", low, high));
    }
    if own.higher_is == "worse" {
        parts.push(say!("higher is worse"));
    }
    parts.join(" · ")
}

/// A score in a sentence.
fn told(own: &RubricScore<'_>) -> String {
    let (title, estimate) = (own.title, score(own.estimate));
    let (low, high) = (score(own.low), score(own.high));
    let rating = own.rating_title.unwrap_or("–");
    say!(
        "{title}: {estimate}, {rating}, possible {low} to {high}.",
        title,
        estimate,
        rating,
        low,
        high
    )
}
