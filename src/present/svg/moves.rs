//! Scores before and after, on one line each: a ring where it was, a point where it is.

use super::{Drawing, label, line, number, place, scale, score};
use crate::language::list::sentences;
use crate::present::compare::{ScoreStep, Step, signed};
use crate::present::markup::Markup;
use crate::say;

const WIDTH: f64 = 360.0;
const ENDS: (f64, f64) = (7.0, WIDTH - 7.0);
const ROW: f64 = 42.0;

/// Draws how the scores moved in one step, with its place among the steps; none where there is no score.
#[must_use]
pub fn moves(number: usize, step: &Step<'_>) -> Option<Drawing> {
    if step.scores.is_empty() {
        return None;
    }
    let mut shapes = Markup::new();
    let mut top = 0.0;
    let mut told = Vec::new();
    for (at, own) in step.scores.iter().enumerate() {
        let json = format!("/steps/{number}/scores/{at}");
        row(&mut shapes, (&json, own), "name", top);
        told.push(words(own));
        top += ROW;
        for (at, own) in own.dimensions.iter().enumerate() {
            row(
                &mut shapes,
                (&format!("{json}/dimensions/{at}"), own),
                "soft",
                top,
            );
            told.push(words(own));
            top += ROW - 4.0;
        }
        top += 6.0;
    }
    scale::ticks(&mut shapes, ENDS, top + 6.0);
    Some(Drawing {
        width: WIDTH,
        height: top + 12.0,
        title: say!("Scores before and after"),
        text: sentences(&told),
        shapes,
    })
}

fn words(own: &ScoreStep<'_>) -> String {
    let (title, from, to) = (own.title, score(own.from), score(own.to));
    say!("{title}: {from}, then {to}.", title, from, to)
}

fn row(shapes: &mut Markup, (json, own): (&str, &ScoreStep<'_>), class: &str, top: f64) {
    label(shapes, (0.0, top + 13.0), class, own.title, 32);
    let shown = format!("{} → {}", score(own.from), score(own.to));
    let by = own
        .by
        .map_or_else(String::new, |by| format!("  {}", signed(by, 1)));
    label(
        shapes,
        (WIDTH, top + 13.0),
        "value end",
        &format!("{shown}{by}"),
        40,
    );
    let y = top + 27.0;
    line(shapes, "grid", (ENDS.0, y), (ENDS.1, y));
    if let (Some(from), Some(to)) = (own.from, own.to) {
        line(shapes, "move", (place(from, ENDS), y), (place(to, ENDS), y));
    }
    let circle = |shapes: &mut Markup, class: &str, key: &str, value: Option<f64>, r: &str| {
        if let Some(points) = value {
            let attributes = [
                ("class", class),
                ("cx", &number(place(points, ENDS))),
                ("cy", &number(y)),
                ("r", r),
                ("data-json", &format!("{json}/{key}")),
                ("data-value", &points.to_string()),
            ];
            shapes.empty("circle", &attributes);
        }
    };
    circle(shapes, "hollow", "from", own.from, "5");
    circle(shapes, "mark", "to", own.to, "6");
}
