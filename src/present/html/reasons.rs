//! What costs how much, and what to do about it.

use super::parts::{Body, cite, rows};
use crate::language::list::{count, sentences};
use crate::present::markup::Markup;
use crate::present::report::{AdviceText, Reason, Report};
use crate::present::svg;
use crate::say;

/// The most reasons in words; the table of criteria has all.
const SHOWN: usize = 8;

pub(super) fn section(body: &mut Body, report: &Report<'_>) {
    let falls: Vec<svg::Drawing> = (0..report.scores.len())
        .filter_map(|place| svg::waterfall(report, place))
        .collect();
    if falls.is_empty() {
        return;
    }
    let note = say!(
        "From the best score that is possible to the one that is shown. Full bars are known; dashed ones are not answered yet and count with what is typical."
    );
    let title = if report.audience.is_some() {
        say!("What to work on")
    } else {
        say!("What costs most")
    };
    body.section("reasons", (&title, &note), |page| {
        page.within("div", &[("class", "charts")], |page| {
            for drawing in &falls {
                page.within("figure", &[], |page| drawing.inline(page));
            }
            // Beside the last of an odd number there is room.
            let class = if falls.len().is_multiple_of(2) {
                "across"
            } else {
                ""
            };
            page.within("div", &[("class", class)], |page| known(page, report));
        });
    });
}

fn known(page: &mut Markup, report: &Report<'_>) {
    let all = report.reasons.iter().enumerate();
    let known: Vec<(usize, &Reason<'_>)> = all
        .filter(|(_, one)| one.criterion.is_some() && one.text.is_some())
        .collect();
    let open = report
        .reasons
        .iter()
        .filter(|one| one.criterion.is_some() && one.text.is_none());
    let open = open.count();
    if !known.is_empty() {
        page.within("table", &[], |page| {
            page.element("caption", &[], &say!("What is known to cost points"));
            let head = [
                ("n", say!("Points")),
                ("key", say!("Of")),
                ("", say!("Finding")),
            ];
            rows(page, &head, |page| {
                for (place, one) in known.iter().take(SHOWN) {
                    row(page, report, *place, one);
                }
            });
        });
    }
    let mut left = Vec::new();
    if known.len() > SHOWN {
        left.push(say!(
            "{n} more that cost less stand in the table of criteria.",
            n = known.len() - SHOWN
        ));
    }
    if open > 0 {
        let criteria = count(open, "criterion", "criteria");
        left.push(say!("Not answered yet: {criteria}.", criteria));
    }
    if !left.is_empty() {
        page.element("p", &[("class", "soft small")], &sentences(&left));
    }
}

fn row(page: &mut Markup, report: &Report<'_>, place: usize, one: &Reason<'_>) {
    let rubric = report.scores.iter().find(|own| own.id == one.rubric);
    page.within("tr", &[], |page| {
        page.within("td", &[("class", "n")], |page| {
            page.figure(
                &format!("/reasons/{place}/cost"),
                one.cost,
                &svg::score(Some(one.cost)),
            );
        });
        page.element(
            "td",
            &[("class", "key")],
            rubric.map_or("", |own| own.title),
        );
        page.element("td", &[], one.text.as_deref().unwrap_or(""));
    });
}

/// What to do, each piece with its source.
pub(super) fn advice(body: &mut Body, report: &Report<'_>) {
    if report.advice.is_empty() {
        return;
    }
    let note = say!("What helps against what costs most, in that order");
    body.section("advice", (&say!("Advice"), &note), |page| {
        pieces(page, &report.advice);
    });
}

/// Pieces of advice, numbered.
pub(super) fn pieces(page: &mut Markup, advice: &[AdviceText<'_>]) {
    page.within("ol", &[("class", "steps")], |page| {
        for one in advice {
            page.within("li", &[], |page| {
                page.within("p", &[], |page| {
                    page.say(one.text);
                    cite(page, one.source);
                });
            });
        }
    });
}
