//! How deep each pit is: the dimensions of the rubric in which higher is worse, as shafts below the ground.

use super::{Drawing, figure, line, number, score, short_lines, told};
use crate::language::list::sentences;
use crate::present::markup::Markup;
use crate::present::report::{DimensionScore, Report};
use crate::say;

/// The width of a shaft with what is beside it.
const STEP: f64 = 70.0;
const LEFT: f64 = 24.0;
/// Where the ground is, and how deep 100 points are.
const GROUND: f64 = 54.0;
const DEPTH: f64 = 170.0;
const SHAFT: f64 = 38.0;

/// Draws the pits, deepest first; none where higher is worse in no rubric.
#[must_use]
pub fn pits(report: &Report<'_>) -> Option<Drawing> {
    let (place, own) = report
        .scores
        .iter()
        .enumerate()
        .find(|(_, own)| own.higher_is == "worse")?;
    let mut pits: Vec<(usize, &DimensionScore<'_>)> = own
        .dimensions
        .iter()
        .enumerate()
        .filter(|(_, dimension)| dimension.estimate.is_some())
        .collect();
    pits.sort_by(|(_, a), (_, b)| {
        b.estimate
            .unwrap_or(0.0)
            .total_cmp(&a.estimate.unwrap_or(0.0))
    });
    #[expect(clippy::cast_precision_loss, reason = "a few pits")]
    let width = (LEFT + STEP * pits.len() as f64 + 8.0).max(360.0);
    let mut shapes = Markup::new();
    for points in [25.0, 50.0, 75.0, 100.0] {
        let y = GROUND + DEPTH * points / 100.0;
        line(&mut shapes, "grid", (LEFT, y), (width, y));
        let attributes = [("class", "soft end"), ("x", "20"), ("y", &number(y + 4.0))];
        shapes.element("text", &attributes, &number(points));
    }
    let mut left = LEFT + 4.0;
    for (number, dimension) in &pits {
        pit(
            &mut shapes,
            &format!("/scores/{place}/dimensions/{number}"),
            dimension,
            left,
        );
        left += STEP;
    }
    line(&mut shapes, "ground", (LEFT, GROUND), (width, GROUND));
    let told = pits.iter().map(|(_, dimension)| told(dimension));
    (!pits.is_empty()).then(|| Drawing {
        width,
        height: GROUND + DEPTH + 26.0,
        title: say!(
            "{rubric}: how deep each pit is, deepest first; the line is what is still possible",
            rubric = own.title
        ),
        text: sentences(&told.collect::<Vec<_>>()),
        shapes,
    })
}

fn pit(shapes: &mut Markup, json: &str, dimension: &DimensionScore<'_>, left: f64) {
    let Some(estimate) = dimension.estimate else {
        return;
    };
    let middle = left + STEP / 2.0;
    let lines = short_lines(dimension.title, 11);
    let mut y = GROUND - 8.0;
    for text in lines.iter().rev() {
        let attributes = [("class", "mid"), ("x", &number(middle)), ("y", &number(y))];
        shapes.element("text", &attributes, text);
        y -= 13.0;
    }
    let deep = |points: f64| GROUND + DEPTH * points / 100.0;
    let place = format!("{json}/estimate");
    let attributes = [
        ("class", "pit"),
        ("x", &number(middle - SHAFT / 2.0)),
        ("y", &number(GROUND)),
        ("width", &number(SHAFT)),
        ("height", &number(deep(estimate) - GROUND)),
        ("data-json", &place),
        ("data-value", &estimate.to_string()),
    ];
    shapes.empty("rect", &attributes);
    if let (Some(low), Some(high)) = (dimension.low, dimension.high)
        && low < high
    {
        let (top, bottom) = (deep(low), deep(high));
        let cap = |y: f64| format!("M{} {}h10", number(middle - 5.0), number(y));
        let d = format!(
            "{}{}M{} {}V{}",
            cap(top),
            cap(bottom),
            number(middle),
            number(top),
            number(bottom)
        );
        let attributes = [
            ("class", "whisker"),
            ("d", &d),
            ("data-json", &format!("{json}/low {json}/high")),
            ("data-value", &format!("{low} {high}")),
        ];
        shapes.empty("path", &attributes);
    }
    let bottom = (middle, GROUND + DEPTH + 19.0);
    figure(
        shapes,
        bottom,
        "value mid",
        (&place, estimate),
        &score(Some(estimate)),
    );
}
