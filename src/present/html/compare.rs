//! The page of a comparison: what changed from each profile to the next.

use super::frame::{document, provenance};
use super::judging::state;
use super::parts::{Body, asked, cite, findings, name_of, path_of, rows, table};
use crate::present::compare::{CompareReport, ScoreStep, Step, signed};
use crate::present::markup::Markup;
use crate::present::report::judgment;
use crate::present::svg::moves::moves;
use crate::say;

/// The page of a comparison.
#[must_use]
pub fn compare(report: &CompareReport<'_>) -> String {
    let mut body = Body::default();
    snapshots(&mut body, report);
    for (place, step) in report.steps.iter().enumerate() {
        section(&mut body, report, (place, step));
    }
    remarks(&mut body, report);
    let named = report
        .snapshots
        .iter()
        .find(|one| one.profile.name.is_some());
    let named = named.or(report.snapshots.first());
    let name = named.map_or_else(String::new, |one| name_of(&one.profile));
    document(
        &say!("{name}: what changed", name),
        |page| {
            page.element("p", &[("class", "eyebrow")], &say!("What changed"));
            page.within("h1", &[], |page| page.element("bdi", &[], &name));
        },
        body,
        |page| provenance(page, &report.rubric_set, &judgment(0.0)),
    )
}

fn snapshots(body: &mut Body, report: &CompareReport<'_>) {
    body.section(
        "snapshots",
        (&say!("From profile to profile"), ""),
        |page| {
            let head = [
                ("", say!("Profile")),
                ("", say!("Date")),
                ("", say!("Recommendation")),
                ("n", say!("Share")),
            ];
            table(page, &head, |page| {
                for (place, one) in report.snapshots.iter().enumerate() {
                    let leading = &one.recommendation;
                    page.within("tr", &[], |page| {
                        page.element("th", &[("scope", "row")], &path_of(&one.profile));
                        page.element("td", &[], one.as_of.unwrap_or("–"));
                        page.element("td", &[], leading.title);
                        page.within("td", &[("class", "n")], |page| {
                            let json = format!("/snapshots/{place}/recommendation/share");
                            page.figure(&json, leading.share, &leading.standing());
                        });
                    });
                }
            });
        },
    );
}

fn section(body: &mut Body, report: &CompareReport<'_>, (place, step): (usize, &Step<'_>)) {
    let (from, to) = (&report.snapshots[step.from], &report.snapshots[step.to]);
    let (before, after) = (&from.recommendation, &to.recommendation);
    let title = say!("Step {number}", number = place + 1);
    let note = format!("{} → {}", path_of(&from.profile), path_of(&to.profile));
    body.section(&format!("step-{place}"), (&title, &note), |page| {
        page.within(
            "div",
            &[("class", "verdict"), ("style", "margin:0 0 24px")],
            |page| {
                if let Some(cause) = &step.recommendation.cause {
                    let words = format!("{} → {}", before.title, after.title);
                    page.element("h3", &[("style", "font-size:1.375rem")], &words);
                    for (when, leading) in [(say!("Before:"), before), (say!("After:"), after)] {
                        page.within("p", &[], |page| {
                            page.element("b", &[], &when);
                            page.say(" ");
                            page.say(&leading.reason());
                            cite(page, leading.source);
                        });
                    }
                    page.within("p", &[], |page| {
                        page.element("b", &[], &say!("Enough for it:"));
                        page.say(" ");
                        page.say(&cause.words(after));
                    });
                    page.within("ul", &[], |page| {
                        for fact in &cause.facts {
                            page.within("li", &[], |page| page.element("code", &[], fact));
                        }
                    });
                } else {
                    let words = say!("{title} still leads", title = after.title);
                    page.element("h3", &[], &words);
                }
            },
        );
        page.within("div", &[("class", "two")], |page| {
            page.within("figure", &[], |page| {
                if let Some(drawing) = moves(place, step) {
                    drawing.inline(page);
                    let words = say!("A ring is where it was, a point where it is.");
                    page.element("figcaption", &[], &words);
                }
            });
            page.within("div", &[], |page| {
                facts(page, step);
                gates(page, step);
            });
        });
        contributions(page, place, step);
    });
}

fn facts(page: &mut Markup, step: &Step<'_>) {
    if step.facts.is_empty() {
        return page.element("p", &[], &say!("No fact is another."));
    }
    page.within("table", &[], |page| {
        page.element("caption", &[], &say!("Facts that changed"));
        let head = [
            ("", say!("Question")),
            ("", say!("Before")),
            ("", say!("After")),
        ];
        rows(page, &head, |page| {
            for one in &step.facts {
                let (from, to) = one.words();
                page.within("tr", &[], |page| {
                    asked(page, &one.from.fact.ask, one.fact);
                    page.element("td", &[], &from);
                    page.within("td", &[], |page| {
                        page.say(&to);
                        if !one.told_apart {
                            let words = say!("(no rule and no scale tells the two apart)");
                            page.element("div", &[("class", "soft small")], &words);
                        }
                    });
                });
            }
        });
    });
}

fn gates(page: &mut Markup, step: &Step<'_>) {
    if step.gates.is_empty() {
        return;
    }
    page.within("table", &[], |page| {
        page.element("caption", &[], &say!("Gates that changed"));
        let head = [
            ("", say!("Gate")),
            ("", say!("Before")),
            ("", say!("After")),
        ];
        rows(page, &head, |page| {
            for gate in &step.gates {
                page.within("tr", &[], |page| {
                    page.element("th", &[("scope", "row")], gate.title);
                    page.element("td", &[], &state(gate.from));
                    page.element("td", &[], &state(gate.to));
                });
            }
        });
    });
}

/// Which fact moved which score by how much.
fn contributions(page: &mut Markup, number: usize, step: &Step<'_>) {
    let moved = step.scores.iter().enumerate();
    let moved: Vec<(usize, &ScoreStep<'_>)> =
        moved.filter(|(_, own)| !own.stands_still()).collect();
    if moved.is_empty() {
        return;
    }
    page.element(
        "h3",
        &[("style", "margin-top:20px")],
        &say!("Which facts moved the scores"),
    );
    page.within("div", &[("class", "charts")], |page| {
        for (place, own) in moved {
            page.within("table", &[], |page| {
                page.within("caption", &[], |page| {
                    page.say(own.title);
                    page.say(" ");
                    if let Some(by) = own.by {
                        let class = if own.for_the_worse() == Some(true) {
                            "down"
                        } else {
                            "up"
                        };
                        page.within("span", &[("class", class)], |page| {
                            page.figure(
                                &format!("/steps/{number}/scores/{place}/by"),
                                by,
                                &signed(by, 1),
                            );
                        });
                    }
                });
                rows(page, &[("", say!("Fact")), ("n", say!("Points"))], |page| {
                    parts(page, &format!("/steps/{number}/scores/{place}"), own);
                });
            });
        }
    });
}

fn parts(page: &mut Markup, json: &str, own: &ScoreStep<'_>) {
    for (place, one) in own.contributions.iter().enumerate() {
        page.within("tr", &[], |page| {
            page.within("th", &[("scope", "row")], |page| {
                page.element("code", &[], one.fact);
            });
            page.within("td", &[("class", "n")], |page| {
                let json = format!("{json}/contributions/{place}/points");
                page.figure(&json, one.points, &signed(one.points, 2));
            });
        });
    }
    if own.rest.abs() >= 0.005 {
        page.within("tr", &[], |page| {
            page.element(
                "th",
                &[("scope", "row"), ("class", "soft")],
                &own.rest_words(),
            );
            page.within("td", &[("class", "n")], |page| {
                page.figure(&format!("{json}/rest"), own.rest, &signed(own.rest, 2));
            });
        });
    }
}

fn remarks(body: &mut Body, report: &CompareReport<'_>) {
    if report.snapshots.iter().all(|one| one.findings.is_empty()) {
        return;
    }
    body.section("findings", (&say!("Findings"), ""), |page| {
        for one in report
            .snapshots
            .iter()
            .filter(|one| !one.findings.is_empty())
        {
            page.element("h3", &[], &path_of(&one.profile));
            findings(page, &one.findings);
        }
    });
}
