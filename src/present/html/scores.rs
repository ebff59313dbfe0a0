//! The scores: a card for each rubric, its dimensions, the radars and the pits.

use super::parts::{Body, points, rows, span};
use crate::language::list::gap;
use crate::present::markup::Markup;
use crate::present::report::{DimensionScore, Report, RubricScore};
use crate::present::svg::{self, map, scale};
use crate::say;

pub(super) fn section(body: &mut Body, report: &Report<'_>) {
    let note = say!("From 0 to 100. The point is the estimate, the band what is still possible.");
    body.section("scores", (&say!("Scores"), &note), |page| {
        page.within("div", &[("class", "cards")], |page| {
            for (place, own) in report.scores.iter().enumerate() {
                card(page, &format!("/scores/{place}"), own);
            }
        });
        charts(page, report);
        page.within("details", &[], |page| {
            page.element("summary", &[], &say!("All dimensions with their figures"));
            for (place, own) in report.scores.iter().enumerate() {
                dimensions(page, &format!("/scores/{place}"), own);
            }
        });
    });
}

fn card(page: &mut Markup, json: &str, own: &RubricScore<'_>) {
    page.within("div", &[("class", "card")], |page| {
        page.element("h3", &[], own.title);
        page.within("p", &[("class", "big")], |page| {
            points(page, &format!("{json}/estimate"), own.estimate);
            page.say(" ");
            page.element("span", &[("class", "of")], &say!("of 100"));
        });
        let rating = own.rating_title.unwrap_or("");
        page.within("p", &[], |page| {
            page.element("b", &[], rating);
        });
        line(
            page,
            json,
            (own.title, figures(own.estimate, own.low, own.high)),
            true,
        );
        page.within("p", &[("class", "soft small")], |page| {
            if own.higher_is == "worse" {
                page.say(&say!("Higher is worse."));
                page.say(gap());
            }
            page.say(&say!("Possible:"));
            page.say(gap());
            span(page, json, (own.low, own.high));
            let mut each = own.dimensions.iter().enumerate();
            if let Some((number, worst)) = each.find(|(_, one)| Some(one.id) == own.worst_dimension)
            {
                page.empty("br", &[]);
                let title = worst.title;
                page.say(&say!("Worst: {title}", title));
                page.say(" ");
                points(
                    page,
                    &format!("{json}/dimensions/{number}/estimate"),
                    worst.estimate,
                );
            }
        });
    });
}

fn figures(estimate: Option<f64>, low: Option<f64>, high: Option<f64>) -> scale::Figures {
    scale::Figures {
        estimate,
        low,
        high,
    }
}

/// A score on its line. What it shows stands beside it in words.
pub(super) fn line(
    page: &mut Markup,
    json: &str,
    (title, figures): (&str, scale::Figures),
    with_ticks: bool,
) {
    let view = if with_ticks {
        "0 0 300 34"
    } else {
        "0 0 300 16"
    };
    let attributes = [("class", "chart"), ("role", "img"), ("viewBox", view)];
    page.within("svg", &attributes, |svg| {
        let (low, high) = (svg::score(figures.low), svg::score(figures.high));
        let estimate = svg::score(figures.estimate);
        let told = say!(
            "{title}: {estimate}, possible {low} to {high}",
            title,
            estimate,
            low,
            high
        );
        svg.element("title", &[], &told);
        let ends = (7.0, 293.0);
        scale::range(svg, json, figures, ends, 8.0);
        if with_ticks {
            scale::ticks(svg, ends, 30.0);
        }
    });
}

/// The pits, where the profile stands, and radars of what should be high.
fn charts(page: &mut Markup, report: &Report<'_>) {
    let radars = report.scores.iter().enumerate().filter_map(svg::radar);
    let pits = svg::pits(report).into_iter();
    let all: Vec<svg::Drawing> = pits.chain(map::alone(report)).chain(radars).collect();
    if all.is_empty() {
        return;
    }
    page.within("div", &[("class", "charts")], |page| {
        for drawing in all {
            page.within("figure", &[], |page| {
                drawing.inline(page);
                page.element("figcaption", &[], &drawing.title);
            });
        }
    });
}

fn dimensions(page: &mut Markup, json: &str, own: &RubricScore<'_>) {
    page.within("table", &[], |page| {
        page.element("caption", &[], own.title);
        let head = [
            ("", say!("Dimension")),
            ("n", say!("Score")),
            ("n", say!("Possible")),
            ("", say!("Rating")),
            ("n hide", say!("Weight")),
        ];
        rows(page, &head, |page| {
            for (number, one) in own.dimensions.iter().enumerate() {
                dimension(page, &format!("{json}/dimensions/{number}"), one);
            }
        });
    });
}

fn dimension(page: &mut Markup, json: &str, one: &DimensionScore<'_>) {
    page.within("tr", &[], |page| {
        page.element("th", &[("scope", "row")], one.title);
        page.within("td", &[("class", "n")], |page| {
            points(page, &format!("{json}/estimate"), one.estimate);
        });
        page.within("td", &[("class", "n")], |page| {
            span(page, json, (one.low, one.high));
        });
        page.element("td", &[], one.rating_title.unwrap_or(""));
        page.within("td", &[("class", "n hide")], |page| {
            let weight = f64::from(one.weight);
            page.figure(&format!("{json}/weight"), weight, &one.weight.to_string());
        });
    });
}
