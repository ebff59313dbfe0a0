//! The dimensions of a rubric in which higher is better, on the axes of a circle.

use super::{Drawing, figure, number, score, short_lines, told};
use crate::language::list::sentences;
use crate::present::markup::Markup;
use crate::present::report::{DimensionScore, RubricScore};
use crate::present::text::{clean, cut};
use crate::say;
use std::f64::consts::TAU;

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 304.0;
const CENTER: (f64, f64) = (WIDTH / 2.0, 160.0);
const RADIUS: f64 = 96.0;
/// Fewer axes make no shape.
const AXES: usize = 3;

/// Draws the radar of a rubric with its place among the scores; none where higher is worse, or where fewer than
/// three dimensions have a score.
#[must_use]
pub fn radar((place, own): (usize, &RubricScore<'_>)) -> Option<Drawing> {
    let dimensions: Vec<(usize, &DimensionScore<'_>)> = own
        .dimensions
        .iter()
        .enumerate()
        .filter(|(_, dimension)| dimension.estimate.is_some())
        .collect();
    if own.higher_is == "worse" || dimensions.len() < AXES {
        return None;
    }
    let mut shapes = Markup::new();
    let attributes = [("class", "name mid"), ("x", "200"), ("y", "14")];
    shapes.element("text", &attributes, &cut(&clean(own.title), 40));
    let all = dimensions.len();
    let outline = |value: fn(&DimensionScore<'_>) -> Option<f64>| {
        let corner = |(axis, (_, dimension)): (usize, &(usize, &DimensionScore<'_>))| {
            at(axis, all, value(dimension).unwrap_or(0.0))
        };
        path(dimensions.iter().enumerate().map(corner))
    };
    let band = format!("{}{}", outline(|one| one.high), outline(|one| one.low));
    let attributes = [
        ("class", "band"),
        ("fill-rule", "evenodd"),
        ("d", band.as_str()),
    ];
    shapes.empty("path", &attributes);
    grid(&mut shapes, all);
    let shape = outline(|one| one.estimate);
    shapes.empty("path", &[("class", "shape"), ("d", &shape)]);
    for (axis, (number, dimension)) in dimensions.iter().enumerate() {
        corner(
            &mut shapes,
            (axis, all),
            &format!("/scores/{place}/dimensions/{number}"),
            dimension,
        );
    }
    let told = dimensions.iter().map(|(_, dimension)| told(dimension));
    Some(Drawing {
        width: WIDTH,
        height: HEIGHT,
        title: say!("{rubric} by dimension; the rim is 100", rubric = own.title),
        text: sentences(&told.collect::<Vec<_>>()),
        shapes,
    })
}

/// Where a score stands on an axis.
fn at(axis: usize, all: usize, score: f64) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "a few axes")]
    let (sin, cos) = (TAU * axis as f64 / all as f64).sin_cos();
    let far = RADIUS * score / 100.0;
    (CENTER.0 + far * sin, CENTER.1 - far * cos)
}

fn path(corners: impl Iterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (x, y) in corners {
        d.push(if d.is_empty() { 'M' } else { 'L' });
        d.push_str(&format!("{} {}", number(x), number(y)));
    }
    d.push('Z');
    d
}

fn grid(shapes: &mut Markup, all: usize) {
    for ring in [25.0, 50.0, 75.0, 100.0] {
        let d = path((0..all).map(|axis| at(axis, all, ring)));
        shapes.empty("path", &[("class", "grid"), ("d", &d)]);
    }
    for axis in 0..all {
        super::line(shapes, "grid", CENTER, at(axis, all, 100.0));
    }
}

/// The point of a dimension, its name and its figure.
fn corner(
    shapes: &mut Markup,
    (axis, all): (usize, usize),
    json: &str,
    dimension: &DimensionScore<'_>,
) {
    let Some(estimate) = dimension.estimate else {
        return;
    };
    let (x, y) = at(axis, all, estimate);
    let json = format!("{json}/estimate");
    let attributes = [
        ("class", "mark"),
        ("cx", &number(x)),
        ("cy", &number(y)),
        ("r", "4.5"),
        ("data-json", &json),
        ("data-value", &estimate.to_string()),
    ];
    shapes.empty("circle", &attributes);
    let (x, y) = at(axis, all, 113.0);
    let side = x - CENTER.0;
    let class = match side {
        middle if middle.abs() < 12.0 => "mid",
        left if left < 0.0 => "end",
        _ => "begin",
    };
    let columns = if class == "mid" { 26 } else { 13 };
    let lines = short_lines(dimension.title, columns);
    #[expect(clippy::cast_precision_loss, reason = "at most three lines")]
    let tall = 12.5 * lines.len() as f64;
    let up = y - CENTER.1;
    // Above the circle a label grows upwards, below it downwards.
    let mut line = match up {
        above if above < -RADIUS * 0.8 => y - tall,
        below if below > RADIUS * 0.8 => y + 8.0,
        _ => y - tall / 2.0 + 3.0,
    };
    for text in &lines {
        let attributes = [("class", class), ("x", &number(x)), ("y", &number(line))];
        shapes.element("text", &attributes, text);
        line += 12.5;
    }
    let class = format!("value {class}");
    figure(
        shapes,
        (x, line),
        &class,
        (&json, estimate),
        &score(Some(estimate)),
    );
}
