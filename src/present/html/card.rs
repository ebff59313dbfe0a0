//! One profile in a portfolio: what its row, its point on the map and its short section are made of.

use super::parts::{cite, findings, name_of, path_of, points};
use super::{details, judging, plan, profile, scores};
use crate::present::markup::Markup;
use crate::present::number::share;
use crate::present::report::{Element, Failure, Report};
use crate::present::svg::map::{self, Point};
use crate::present::svg::scale::Figures;
use crate::say;

/// The most questions and pieces of advice in a short section.
const FEW: usize = 3;

/// One profile on its way to the page: its row, its point and its section. Owned, and small.
#[derive(Debug)]
pub struct Card {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) since: Option<&'static str>,
    pub(super) scored: Option<Row>,
    /// How many findings stand in its way.
    pub(super) problems: usize,
    pub(super) section: Markup,
}

/// What the table shows.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) title: String,
    pub(super) share: f64,
    pub(super) settled: bool,
    pub(super) estimates: Vec<Option<f64>>,
    pub(super) coverage: f64,
    pub(super) point: Option<Point>,
}

/// What the page needs of one profile.
#[must_use]
pub fn card(element: &Element<'_>) -> Card {
    let mut section = Markup::new();
    match element {
        Element::Good(report) => {
            short(&mut section, report);
            let scored = report.recommendation.as_ref().map(|proposal| Row {
                title: proposal.title.to_owned(),
                share: proposal.possible.first().map_or(0.0, |first| first.share),
                settled: proposal.settled,
                estimates: report.scores.iter().map(|own| own.estimate).collect(),
                coverage: report.coverage,
                point: map::point(report),
            });
            Card {
                name: name_of(&report.profile),
                path: path_of(&report.profile),
                since: report.since.as_ref().map(|since| since.change),
                scored,
                problems: 0,
                section,
            }
        }
        Element::Bad(failure) => {
            bad(&mut section, failure);
            Card {
                name: name_of(&failure.profile),
                path: path_of(&failure.profile),
                since: None,
                scored: None,
                problems: failure.problems(),
                section,
            }
        }
    }
}

/// What a portfolio says of one profile.
fn short(page: &mut Markup, report: &Report<'_>) {
    let Some(proposal) = &report.recommendation else {
        return;
    };
    page.within("p", &[("class", "lead")], |page| {
        page.element("b", &[], proposal.title);
        page.say(" · ");
        let first = proposal.possible.first().map_or(0.0, |first| first.share);
        page.figure(
            "/recommendation/possible/0/share",
            first,
            &proposal.standing(),
        );
    });
    profile::because(page, proposal);
    profile::assumed(page, report);
    page.within("div", &[("class", "two")], |page| {
        page.within("div", &[], |page| {
            lines(page, report);
            page.within("p", &[("class", "soft small")], |page| {
                profile::known(page, "", report.coverage);
            });
        });
        page.within("div", &[], |page| {
            tripped(page, report);
            also(page, report);
            questions(page, report);
            if !report.advice.is_empty() {
                page.element("h4", &[], &say!("Advice"));
                page.within("ul", &[], |page| {
                    for one in report.advice.iter().take(FEW) {
                        page.within("li", &[], |page| {
                            page.say(one.text);
                            cite(page, one.source);
                        });
                    }
                });
            }
        });
    });
    if let Some(change) = &report.plan {
        page.within("details", &[], |page| {
            page.element(
                "summary",
                &[],
                &say!("Plan to {title}", title = change.title),
            );
            plan::content(page, change);
        });
    }
    details::trace(page, report);
}

fn lines(page: &mut Markup, report: &Report<'_>) {
    page.within("table", &[("class", "mini")], |page| {
        page.within("tbody", &[], |page| {
            for (place, own) in report.scores.iter().enumerate() {
                let json = format!("/scores/{place}");
                page.within("tr", &[], |page| {
                    page.within("th", &[("scope", "row")], |page| {
                        page.say(own.title);
                        page.element("div", &[("class", "soft")], own.rating_title.unwrap_or(""));
                    });
                    page.within("td", &[("class", "n")], |page| {
                        points(page, &format!("{json}/estimate"), own.estimate);
                    });
                    page.within("td", &[], |page| {
                        let figures = Figures {
                            estimate: own.estimate,
                            low: own.low,
                            high: own.high,
                        };
                        scores::line(page, &json, (own.title, figures), false);
                    });
                });
            }
        });
    });
}

fn tripped(page: &mut Markup, report: &Report<'_>) {
    let tripped: Vec<_> = report
        .gates
        .iter()
        .filter(|gate| gate.state == "tripped")
        .collect();
    if tripped.is_empty() {
        return;
    }
    page.within("ul", &[("class", "gates")], |page| {
        for gate in tripped {
            page.within("li", &[], |page| {
                page.element(
                    "span",
                    &[("class", "badge bad")],
                    &judging::state(gate.state),
                );
                page.within("div", &[], |page| {
                    page.element("b", &[], gate.title);
                    page.element("p", &[], gate.reason.unwrap_or(""));
                });
            });
        }
    });
}

/// What else is possible.
fn also(page: &mut Markup, report: &Report<'_>) {
    let Some(proposal) = report
        .recommendation
        .as_ref()
        .filter(|one| one.possible.len() > 1)
    else {
        return;
    };
    let others = proposal.possible.iter().enumerate().skip(1);
    page.element("h4", &[], &say!("Also possible"));
    page.within("ul", &[], |page| {
        for (place, one) in others {
            page.within("li", &[], |page| {
                page.say(one.title);
                page.say(" ");
                let json = format!("/recommendation/possible/{place}/share");
                page.figure(&json, one.share, &share(one.share));
            });
        }
    });
}

fn questions(page: &mut Markup, report: &Report<'_>) {
    let leading = report.recommendation.as_ref().map(|one| one.id);
    if report.next_questions.is_empty() {
        return;
    }
    page.element("h4", &[], &say!("Next questions"));
    page.within("ul", &[], |page| {
        for question in report.next_questions.iter().take(FEW) {
            page.within("li", &[], |page| {
                page.say(question.ask);
                let mut leads = report.leads(question);
                let other = leads.find(|(possible, _)| Some(possible.id) != leading);
                if let Some((possible, answers)) = other {
                    page.say(" ");
                    let words = say!("{title} if {answers}", title = possible.title, answers);
                    page.element("span", &[("class", "soft")], &words);
                }
            });
        }
    });
}

fn bad(page: &mut Markup, failure: &Failure) {
    page.within("div", &[("class", "note")], |page| {
        page.element("h4", &[], &say!("Not scored"));
        findings(page, &failure.findings);
    });
}
