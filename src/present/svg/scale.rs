//! A score on a line from 0 to 100: the range that it can still take as a band, the estimate as a point.

use super::{number, place};
use crate::present::markup::Markup;

/// A score and its range.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// The estimate; none where nothing applies.
    pub estimate: Option<f64>,
    /// The least.
    pub low: Option<f64>,
    /// The greatest.
    pub high: Option<f64>,
}

/// Draws it; `json` is the place of the score in the JSON, `ends` where 0 and 100 stand, `y` the line's middle.
pub fn range(shapes: &mut Markup, json: &str, figures: Figures, ends: (f64, f64), y: f64) {
    let bar = |shapes: &mut Markup,
               class: &str,
               (from, to): (f64, f64),
               thick: f64,
               data: &[(&str, &str)]| {
        let (x, width) = (number(from), number((to - from).max(0.0)));
        let (top, height) = (number(y - thick / 2.0), number(thick));
        let half = number(thick / 2.0);
        let mut attributes = vec![
            ("class", class),
            ("x", x.as_str()),
            ("y", top.as_str()),
            ("width", width.as_str()),
            ("height", height.as_str()),
            ("rx", half.as_str()),
        ];
        attributes.extend_from_slice(data);
        shapes.empty("rect", &attributes);
    };
    bar(shapes, "track", ends, 4.0, &[]);
    if let (Some(low), Some(high)) = (figures.low, figures.high) {
        let json = format!("{json}/low {json}/high");
        let value = format!("{low} {high}");
        let data = [("data-json", json.as_str()), ("data-value", value.as_str())];
        bar(
            shapes,
            "band",
            (place(low, ends), place(high, ends)),
            12.0,
            &data,
        );
    }
    if let Some(estimate) = figures.estimate {
        let attributes = [
            ("class", "mark"),
            ("cx", &number(place(estimate, ends))),
            ("cy", &number(y)),
            ("r", "6.5"),
            ("data-json", &format!("{json}/estimate")),
            ("data-value", &estimate.to_string()),
        ];
        shapes.empty("circle", &attributes);
    }
}

/// The marks at 0, 25, 50, 75 and 100 below a line.
pub fn ticks(shapes: &mut Markup, ends: (f64, f64), y: f64) {
    for (points, class) in [
        (0, "soft"),
        (25, "soft mid"),
        (50, "soft mid"),
        (75, "soft mid"),
        (100, "soft end"),
    ] {
        let x = number(place(f64::from(points), ends));
        let attributes = [("class", class), ("x", x.as_str()), ("y", &number(y))];
        shapes.element("text", &attributes, &points.to_string());
    }
}
