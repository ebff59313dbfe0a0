//! The map: two scores in which higher is better against each other, and the deepest pit of each profile as a
//! symbol whose size says how deep it is.

use super::{Drawing, label, line, number, place, score};
use crate::present::markup::Markup;
use crate::present::report::Report;
use crate::present::text::{clean, cut, width};
use crate::say;

const WIDTH: f64 = 460.0;
const X: (f64, f64) = (46.0, 446.0);
const Y: (f64, f64) = (340.0, 14.0);
/// As many names have room.
const NAMED: usize = 24;
/// As many symbols can be told apart.
const SYMBOLS: usize = 6;

/// A profile on the map.
#[derive(Clone, Debug)]
pub struct Point {
    /// Who it is.
    pub name: String,
    /// The id of its section, where a click may lead there.
    pub link: Option<String>,
    /// The place of its scores in the JSON.
    pub json: String,
    /// The score from left to right: its place among the scores, and its estimate.
    pub x: (usize, f64),
    /// The score from bottom to top.
    pub y: (usize, f64),
    /// The deepest pit.
    pub pit: Option<Pit>,
}

/// The deepest pit of a profile.
#[derive(Clone, Debug)]
pub struct Pit {
    /// The rubric's place among the scores, and the dimension's in the rubric.
    pub place: (usize, usize),
    /// For people.
    pub title: String,
    /// How deep it is.
    pub points: f64,
}

/// What the two directions are called.
#[derive(Clone, Copy, Debug)]
pub struct Axes<'a> {
    /// From left to right.
    pub x: &'a str,
    /// From bottom to top.
    pub y: &'a str,
}

/// The rubrics that make the two directions: the first two in which higher is better.
#[must_use]
pub fn directions<'a>(report: &Report<'a>) -> Option<(Axes<'a>, (usize, usize))> {
    let mut better = report
        .scores
        .iter()
        .enumerate()
        .filter(|(_, own)| own.higher_is == "better");
    let (x, y) = (better.next()?, better.next()?);
    let axes = Axes {
        x: x.1.title,
        y: y.1.title,
    };
    Some((axes, (x.0, y.0)))
}

/// Where a profile stands; none where one of the two scores is missing.
#[must_use]
pub fn point(report: &Report<'_>) -> Option<Point> {
    let (_, (x, y)) = directions(report)?;
    let worse = report
        .scores
        .iter()
        .enumerate()
        .find(|(_, own)| own.higher_is == "worse");
    let pit = worse.and_then(|(rubric, own)| {
        let mut each = own.dimensions.iter().enumerate();
        let (number, deepest) = each.find(|(_, one)| Some(one.id) == own.worst_dimension)?;
        Some(Pit {
            place: (rubric, number),
            title: clean(deepest.title),
            points: deepest.estimate?,
        })
    });
    Some(Point {
        name: clean(
            report
                .profile
                .name
                .as_deref()
                .unwrap_or(&report.profile.path),
        ),
        link: None,
        json: String::new(),
        x: (x, report.scores[x].estimate?),
        y: (y, report.scores[y].estimate?),
        pit,
    })
}

/// The map of one profile.
#[must_use]
pub fn alone(report: &Report<'_>) -> Option<Drawing> {
    let (axes, _) = directions(report)?;
    Some(map(axes, &[point(report)?]))
}

/// Draws the map.
#[must_use]
pub fn map(axes: Axes<'_>, points: &[Point]) -> Drawing {
    let mut shapes = Markup::new();
    for points in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let (x, y) = (place(points, X), place(points, Y));
        let class = if points == 0.0 { "axis" } else { "grid" };
        line(&mut shapes, class, (x, Y.0), (x, Y.1));
        line(&mut shapes, class, (X.0, y), (X.1, y));
        label(&mut shapes, (x, Y.0 + 15.0), "soft mid", &number(points), 4);
        label(
            &mut shapes,
            (X.0 - 6.0, y + 4.0),
            "soft end",
            &number(points),
            4,
        );
    }
    label(
        &mut shapes,
        (X.1, Y.0 + 31.0),
        "value end",
        &format!("{} →", clean(axes.x)),
        60,
    );
    let turned = format!("rotate(-90 10 {})", number(Y.1));
    shapes.within("g", &[("transform", &turned)], |shapes| {
        label(
            shapes,
            (10.0, Y.1 + 1.0),
            "value end",
            &format!("{} →", clean(axes.y)),
            50,
        );
    });
    let mut kinds: Vec<(usize, usize)> = Vec::new();
    let mut titles: Vec<&str> = Vec::new();
    for point in points {
        if let Some(pit) = &point.pit
            && !kinds.contains(&pit.place)
        {
            kinds.push(pit.place);
            titles.push(&pit.title);
        }
    }
    let kind = |point: &Point| {
        let own = point.pit.as_ref()?;
        kinds.iter().position(|known| *known == own.place)
    };
    for point in points {
        mark(&mut shapes, point, kind(point));
    }
    if points.len() <= NAMED {
        names(&mut shapes, points);
    }
    let height = legend(&mut shapes, &titles, Y.0 + 52.0);
    let text = if points.len() <= NAMED {
        points
            .iter()
            .map(|one| told(one, axes))
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        say!(
            "{n} profiles; the table has their figures.",
            n = points.len()
        )
    };
    Drawing {
        width: WIDTH,
        height,
        title: say!("{y} against {x}", y = axes.y, x = axes.x),
        text,
        shapes,
    }
}

fn told(point: &Point, axes: Axes<'_>) -> String {
    let (x, y) = (score(Some(point.x.1)), score(Some(point.y.1)));
    let name = cut(&point.name, 80);
    match &point.pit {
        None => say!(
            "{name}: {x_axis} {x}, {y_axis} {y}.",
            name,
            x_axis = axes.x,
            x,
            y_axis = axes.y,
            y
        ),
        Some(pit) => say!(
            "{name}: {x_axis} {x}, {y_axis} {y}; deepest pit {pit} {deep}.",
            name,
            x_axis = axes.x,
            x,
            y_axis = axes.y,
            y,
            pit = pit.title,
            deep = score(Some(pit.points))
        ),
    }
}

/// How large a symbol is: a deep pit is large.
fn size(pit: Option<&Pit>) -> f64 {
    pit.map_or(5.0, |pit| 4.0 + 6.0 * pit.points / 100.0)
}

/// The outline of a symbol around a place.
fn symbol(kind: usize, (x, y): (f64, f64), r: f64) -> String {
    let corners = |corners: &[(f64, f64)]| {
        let mut d = String::new();
        for (dx, dy) in corners {
            d.push(if d.is_empty() { 'M' } else { 'L' });
            d.push_str(&format!("{} {}", number(x + dx * r), number(y + dy * r)));
        }
        d + "Z"
    };
    match kind % SYMBOLS {
        0 => format!(
            "M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z",
            number(x - r),
            number(y),
            r = number(r),
            d = number(2.0 * r)
        ),
        1 => corners(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        2 => corners(&[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)]),
        3 => corners(&[(0.0, -1.25), (1.0, 0.0), (0.0, 1.25), (-1.0, 0.0)]),
        4 => corners(&[
            (-0.4, -1.1),
            (0.4, -1.1),
            (0.4, -0.4),
            (1.1, -0.4),
            (1.1, 0.4),
            (0.4, 0.4),
            (0.4, 1.1),
            (-0.4, 1.1),
            (-0.4, 0.4),
            (-1.1, 0.4),
            (-1.1, -0.4),
            (-0.4, -0.4),
        ]),
        _ => corners(&[(0.0, 1.15), (1.1, -0.85), (-1.1, -0.85)]),
    }
}

fn mark(shapes: &mut Markup, point: &Point, kind: Option<usize>) {
    let at = (place(point.x.1, X), place(point.y.1, Y));
    let d = symbol(kind.unwrap_or(0), at, size(point.pit.as_ref()));
    let own = &point.json;
    let mut json = format!(
        "{own}/scores/{}/estimate {own}/scores/{}/estimate",
        point.x.0, point.y.0
    );
    let mut value = format!("{} {}", point.x.1, point.y.1);
    if let Some(pit) = &point.pit {
        let (rubric, dimension) = pit.place;
        json.push_str(&format!(
            " {own}/scores/{rubric}/dimensions/{dimension}/estimate"
        ));
        value.push_str(&format!(" {}", pit.points));
    }
    let mut attributes = vec![
        ("class", "point"),
        ("d", d.as_str()),
        ("data-json", &json),
        ("data-value", &value),
    ];
    if let Some(link) = &point.link {
        attributes.push(("data-link", link));
    }
    shapes.within("path", &attributes, |shapes| {
        let name = cut(&point.name, 80);
        let (x, y) = (score(Some(point.x.1)), score(Some(point.y.1)));
        shapes.element("title", &[], &format!("{name}: {x} · {y}"));
    });
}

/// Names beside their symbols, where they cover nothing.
fn names(shapes: &mut Markup, points: &[Point]) {
    let around = |point: &Point| {
        let r = size(point.pit.as_ref()) + 2.0;
        let (x, y) = (place(point.x.1, X), place(point.y.1, Y));
        (x - r, y - r, x + r, y + r)
    };
    let mut taken: Vec<(f64, f64, f64, f64)> = points.iter().map(around).collect();
    for point in points {
        let name = cut(&point.name, 24);
        #[expect(clippy::cast_precision_loss, reason = "at most 24 columns")]
        let wide = width(&name) as f64 * 6.3;
        let (left, top, right, bottom) = around(point);
        let middle = (top + bottom) / 2.0;
        let places = [
            ("begin", right + 2.0, middle + 4.0, right + 2.0),
            ("end", left - 2.0, middle + 4.0, left - 2.0 - wide),
            (
                "mid",
                (left + right) / 2.0,
                top - 2.0,
                (left + right - wide) / 2.0,
            ),
            (
                "mid",
                (left + right) / 2.0,
                bottom + 10.0,
                (left + right - wide) / 2.0,
            ),
        ];
        let free = places.into_iter().find(|(_, _, y, from)| {
            let own = (*from, y - 9.0, from + wide, y + 3.0);
            let inside = own.0 >= X.0 && own.2 <= X.1 + 6.0 && own.1 >= 0.0 && own.3 <= Y.0;
            inside && taken.iter().all(|other| apart(*other, own))
        });
        if let Some((class, x, y, from)) = free {
            label(shapes, (x, y), class, &name, 24);
            taken.push((from, y - 9.0, from + wide, y + 3.0));
        }
    }
}

fn apart(a: (f64, f64, f64, f64), b: (f64, f64, f64, f64)) -> bool {
    a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1
}

/// What the symbols mean; returns where it ends.
fn legend(shapes: &mut Markup, titles: &[&str], top: f64) -> f64 {
    if titles.is_empty() {
        return top - 10.0;
    }
    label(
        shapes,
        (0.0, top),
        "soft",
        &say!("Deepest pit; a larger symbol is a deeper one"),
        70,
    );
    let mut y = top + 18.0;
    for (place, title) in titles.iter().enumerate() {
        let x = if place % 2 == 0 {
            8.0
        } else {
            WIDTH / 2.0 + 8.0
        };
        let d = symbol(place, (x, y - 4.0), 5.0);
        shapes.empty("path", &[("class", "point"), ("d", &d)]);
        label(shapes, (x + 12.0, y), "begin", title, 34);
        if place % 2 == 1 || place + 1 == titles.len() {
            y += 17.0;
        }
    }
    y - 8.0
}
