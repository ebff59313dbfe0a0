//! Charts as SVG, drawn by hand: one chart a file. They compute nothing but places: every figure is the report's,
//! and stands with its place in the JSON beside the shape that shows it.

pub mod map;
pub mod moves;
mod pits;
mod radar;
pub mod scale;
mod scores;
pub mod theme;
mod waterfall;

pub use pits::pits;
pub use radar::radar;
pub use scale::range;
pub use scores::scores;
pub use waterfall::waterfall;

use super::markup::Markup;
use super::number::shorter;
use super::report::{DimensionScore, Report};
use super::text::{clean, cut, wrap};
use crate::say;

/// How shapes and texts of all charts look; colors are variables.
pub const STYLE: &str = include_str!("chart.css");

/// A chart of one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// The rubrics' scores with their ranges.
    Scores,
    /// The dimensions of each rubric in which higher is better.
    Radar,
    /// How deep each dimension of the rubric in which higher is worse is.
    Pits,
    /// What costs each score how much.
    Waterfall,
    /// Two scores against each other, with the deepest pit.
    Map,
}

impl Chart {
    /// What it shows of a profile; none where the rubric set has nothing of the kind.
    #[must_use]
    pub fn of(self, report: &Report<'_>) -> Option<Drawing> {
        match self {
            Self::Scores => scores(report),
            Self::Radar => {
                Drawing::row(report.scores.iter().enumerate().filter_map(radar).collect())
            }
            Self::Pits => pits(report),
            Self::Waterfall => {
                let each = report.scores.iter().enumerate();
                Drawing::row(
                    each.filter_map(|(place, _)| waterfall(report, place))
                        .collect(),
                )
            }
            Self::Map => map::alone(report),
        }
    }
}

/// A picture with what it says in words.
#[derive(Debug)]
pub struct Drawing {
    /// Its width, in its own units: pixels where nothing scales it.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What it is, in a few words.
    pub title: String,
    /// What it shows, in words.
    pub text: String,
    /// Its shapes.
    pub shapes: Markup,
}

impl Drawing {
    /// Several beside each other; none where there are none.
    #[must_use]
    pub fn row(drawings: Vec<Self>) -> Option<Self> {
        let titles: Vec<&str> = drawings.iter().map(|one| one.title.as_str()).collect();
        let texts: Vec<&str> = drawings.iter().map(|one| one.text.as_str()).collect();
        let mut all = Self {
            width: 0.0,
            height: 0.0,
            title: crate::language::list::commas(&titles),
            text: crate::language::list::sentences(&texts),
            shapes: Markup::new(),
        };
        for one in &drawings {
            let at = format!("translate({} 0)", number(all.width));
            all.shapes.within("g", &[("transform", &at)], |shapes| {
                shapes.append(&one.shapes);
            });
            all.width += one.width + 24.0;
            all.height = all.height.max(one.height);
        }
        all.width -= 24.0;
        (!drawings.is_empty()).then_some(all)
    }

    /// The picture within a page, no larger than its letters bear.
    pub fn inline(&self, page: &mut Markup) {
        let width = format!("max-width:{}px", number(self.width * 1.25));
        self.within(page, &width);
    }

    /// The picture within a page, as wide as there is room.
    pub fn inline_wide(&self, page: &mut Markup) {
        self.within(page, "max-width:100%");
    }

    fn within(&self, page: &mut Markup, style: &str) {
        let view = format!("0 0 {} {}", number(self.width), number(self.height));
        let attributes = [
            ("class", "chart"),
            ("role", "img"),
            ("viewBox", view.as_str()),
            ("style", style),
        ];
        page.within("svg", &attributes, |svg| self.content(svg));
    }

    /// The picture as a file of its own, in light or dark as its reader likes.
    #[must_use]
    pub fn file(&self) -> String {
        const MARGIN: f64 = 16.0;
        let (width, height) = (self.width + 2.0 * MARGIN, self.height + 2.0 * MARGIN);
        let view = format!("-{MARGIN} -{MARGIN} {} {}", number(width), number(height));
        let mut file = Markup::new();
        file.own("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let attributes = [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", "chart"),
            ("role", "img"),
            ("lang", crate::language::spoken().tag()),
            ("width", &number(width)),
            ("height", &number(height)),
            ("viewBox", &view),
            // Alone in a narrow window it shrinks.
            ("style", "max-width:100%;height:auto"),
        ];
        file.within("svg", &attributes, |svg| {
            let paper = ".chart .paper{fill:var(--paper)}";
            let style = theme::resolved(&format!("{paper}{STYLE}"));
            svg.within("style", &[], |svg| svg.own(&style));
            let under = [
                ("class", "paper"),
                ("x", "-16"),
                ("y", "-16"),
                ("width", &number(width)),
                ("height", &number(height)),
            ];
            svg.empty("rect", &under);
            self.content(svg);
        });
        file.own("\n");
        file.finish()
    }

    fn content(&self, svg: &mut Markup) {
        svg.element("title", &[], &self.title);
        svg.element("desc", &[], &self.text);
        svg.append(&self.shapes);
    }
}

/// A coordinate, with two decimals at most.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // There is no minus zero on paper.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// The place of a score from 0 to 100 between two ends.
#[must_use]
pub fn place(score: f64, (from, to): (f64, f64)) -> f64 {
    from + (to - from) * score / 100.0
}

/// A line of text; what is longer than `columns` is cut, and whole in its title.
fn label(shapes: &mut Markup, (x, y): (f64, f64), class: &str, text: &str, columns: usize) {
    let shown = cut(&clean(text), columns);
    let attributes = [("class", class), ("x", &number(x)), ("y", &number(y))];
    shapes.within("text", &attributes, |line| {
        if shown != text {
            line.element("title", &[], text);
        }
        line.say(&shown);
    });
}

/// A name in three lines of so many columns at most; the last ends in dots where more would follow.
fn short_lines(name: &str, columns: usize) -> Vec<String> {
    let mut lines = wrap(&clean(name), columns);
    if lines.len() > 3 {
        let rest = lines.split_off(2).join(" ");
        lines.push(cut(&rest, columns));
    }
    lines
}

/// A dimension's score in a sentence.
fn told(dimension: &DimensionScore<'_>) -> String {
    let (title, estimate) = (dimension.title, score(dimension.estimate));
    let (low, high) = (score(dimension.low), score(dimension.high));
    say!(
        "{title} {estimate}, possible {low} to {high}.",
        title,
        estimate,
        low,
        high
    )
}

/// A figure as text, with its place in the JSON.
fn figure(
    shapes: &mut Markup,
    (x, y): (f64, f64),
    class: &str,
    (json, value): (&str, f64),
    shown: &str,
) {
    let attributes = [
        ("class", class),
        ("x", &number(x)),
        ("y", &number(y)),
        ("data-json", json),
        ("data-value", &value.to_string()),
    ];
    shapes.element("text", &attributes, shown);
}

/// A straight line.
fn line(shapes: &mut Markup, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let d = format!(
        "M{} {}L{} {}",
        number(x1),
        number(y1),
        number(x2),
        number(y2)
    );
    shapes.empty("path", &[("class", class), ("d", &d)]);
}

/// A score as people read it; a dash where there is none.
#[must_use]
pub fn score(points: Option<f64>) -> String {
    points.map_or_else(
        || "–".to_owned(),
        |points| shorter(points, 1).replace('-', "−"),
    )
}
