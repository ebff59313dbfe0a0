//! Everything behind the report, folded away: criteria, answers, and the trace where that was asked for.

use super::judging;
use super::parts::{Body, asked, points, rows, scrolling, span, table};
use crate::language::list::{commas, count, semicolons};
use crate::present::answers::{AnswerText, answers as all_answers};
use crate::present::markup::Markup;
use crate::present::number::percent_finer;
use crate::present::report::{CriterionScore, Report, RubricScore};
use crate::present::trace::{PartLine, outcome, told};
use crate::present::words::stated_words;
use crate::profile::Stated;
use crate::say;

pub(super) fn section(body: &mut Body, report: &Report<'_>) {
    body.section(
        "details",
        (
            &say!("Details"),
            &say!("Everything that the report rests on"),
        ),
        |page| {
            for (place, own) in report.scores.iter().enumerate() {
                criteria(page, &format!("/scores/{place}"), own);
            }
            if let Some((set, own)) = report.stated {
                answers(page, &all_answers(set, own));
            }
            trace(page, report);
        },
    );
}

fn criteria(page: &mut Markup, json: &str, own: &RubricScore<'_>) {
    page.within("details", &[], |page| {
        let all = own.dimensions.iter().map(|one| one.criteria.len()).sum();
        page.within("summary", &[], |page| {
            page.say(&say!("Criteria of {rubric}", rubric = own.title));
            page.say(" ");
            let criteria = count(all, "criterion", "criteria");
            page.element("span", &[("class", "soft")], &criteria);
        });
        for (number, dimension) in own.dimensions.iter().enumerate() {
            page.element("h3", &[], dimension.title);
            let label = format!("{}: {}", own.title, dimension.title);
            scrolling(page, &label, |page| {
                page.within("table", &[("class", "wide")], |page| {
                    rows(page, &head(), |page| {
                        for (place, one) in dimension.criteria.iter().enumerate() {
                            let json = format!("{json}/dimensions/{number}/criteria/{place}");
                            criterion(page, &json, one);
                        }
                    });
                });
            });
        }
    });
}

fn head() -> [(&'static str, String); 7] {
    [
        ("", say!("Criterion")),
        ("", say!("What the profile says")),
        ("n", say!("Points")),
        ("n", say!("Possible")),
        ("n", say!("Weight")),
        ("n", say!("Of the score")),
        ("n", say!("Costs")),
    ]
}

fn criterion(page: &mut Markup, json: &str, one: &CriterionScore<'_>) {
    page.within("tr", &[], |page| {
        page.within("th", &[("scope", "row")], |page| {
            page.say(one.title);
            if let Some(reason) = &one.reason {
                page.element("div", &[("class", "soft small")], reason);
            }
        });
        let several = one.facts.0.len() > 1;
        let facts = one.facts.0.iter().map(|(_, own)| {
            let value = stated_words(own.fact, own.value);
            if several {
                say!("{fact}: {value}", fact = own.fact.name(), value)
            } else {
                value
            }
        });
        let stated: Vec<String> = facts.collect();
        page.within("td", &[], |page| {
            page.say(&semicolons(&stated));
            match one.applies {
                Some(true) => {}
                Some(false) => {
                    page.element("div", &[("class", "soft small")], &say!("does not apply"));
                }
                None => page.element("div", &[("class", "soft small")], &say!("may not apply")),
            }
        });
        page.within("td", &[("class", "n")], |page| {
            points(page, &format!("{json}/estimate"), one.estimate);
        });
        page.within("td", &[("class", "n")], |page| match (one.low, one.high) {
            (Some(low), Some(high)) => {
                page.figure(&format!("{json}/low"), low, &format!("{low:.0}"));
                page.say("–");
                page.figure(&format!("{json}/high"), high, &format!("{high:.0}"));
            }
            _ => span(page, json, (None, None)),
        });
        page.within("td", &[("class", "n")], |page| {
            page.figure(
                &format!("{json}/weight"),
                f64::from(one.weight),
                &one.weight.to_string(),
            );
        });
        page.within("td", &[("class", "n")], |page| {
            let part = one.effective_weight;
            let shown = percent_finer(part);
            page.figure(&format!("{json}/effective_weight"), part, &shown);
        });
        page.within("td", &[("class", "n")], |page| {
            page.figure(
                &format!("{json}/cost"),
                one.cost,
                &format!("{:.2}", one.cost),
            );
        });
    });
}

/// What the profile says, with notes, sources and dates.
fn answers(page: &mut Markup, answers: &[AnswerText<'_>]) {
    let known = answers
        .iter()
        .filter(|one| one.statement.value != Stated::Unknown);
    let known = known.count();
    page.within("details", &[], |page| {
        page.within("summary", &[], |page| {
            page.say(&say!("Answers"));
            page.say(" ");
            let all = answers.len();
            let words = say!("{known} of {all} facts are stated", known, all);
            page.element("span", &[("class", "soft")], &words);
        });
        let head = [("", say!("Question")), ("", say!("Answer"))];
        table(page, &head, |page| {
            for one in answers.iter().filter(|one| one.is_stated()) {
                answer(page, one);
            }
        });
        let open: Vec<&str> = answers
            .iter()
            .filter(|one| !one.is_stated())
            .map(|one| &*one.fact.id)
            .collect();
        if !open.is_empty() {
            page.within("p", &[("class", "small soft")], |page| {
                page.say(&say!("Not stated: {facts}.", facts = commas(&open)));
            });
        }
    });
}

fn answer(page: &mut Markup, one: &AnswerText<'_>) {
    page.within("tr", &[], |page| {
        asked(page, &one.fact.ask, &one.fact.id);
        page.within("td", &[], |page| {
            page.element("bdi", &[], &stated_words(one.fact, &one.statement.value));
            if let Some(note) = &one.statement.note {
                page.element("div", &[("class", "soft small"), ("dir", "auto")], note);
            }
            let mut from = Vec::new();
            if let Some(source) = &one.statement.source {
                from.push(say!("source: {source}", source));
            }
            if let Some(date) = &one.statement.as_of {
                from.push(say!("as of {date}", date));
            }
            if !from.is_empty() {
                page.element("div", &[("class", "soft small")], &from.join(" · "));
            }
        });
    });
}

/// How every gate and every rule came out.
pub(super) fn trace(page: &mut Markup, report: &Report<'_>) {
    let Some(trace) = &report.trace else {
        return;
    };
    page.within("details", &[], |page| {
        page.element("summary", &[], &say!("Trace of gates and rules"));
        if !trace.gates.is_empty() {
            page.element("h3", &[], &say!("Gates"));
            page.within("ul", &[("class", "trace")], |page| {
                for gate in &trace.gates {
                    page.within("li", &[], |page| {
                        page.element("code", &[], gate.id);
                        page.say(": ");
                        page.say(&judging::state(gate.state));
                        parts(page, &gate.parts, gate.state == "tripped");
                    });
                }
            });
        }
        page.element("h3", &[], &say!("Rules, the first that holds decides"));
        page.within("ol", &[("class", "trace")], |page| {
            for rule in &trace.rules {
                page.within("li", &[], |page| {
                    page.element("code", &[], rule.id);
                    page.say(" → ");
                    page.element("code", &[], rule.recommend);
                    page.say(": ");
                    let tag = if rule.fires == Some(true) {
                        "b"
                    } else {
                        "span"
                    };
                    page.element(tag, &[], &outcome(rule));
                    parts(page, &rule.parts, rule.holds());
                });
            }
        });
    });
}

fn parts(page: &mut Markup, all: &[PartLine<'_>], holds: bool) {
    let told: Vec<&PartLine<'_>> = told(all, holds).collect();
    if told.is_empty() {
        return;
    }
    page.within("ul", &[], |page| {
        for part in told {
            page.within("li", &[], |page| {
                page.say(&part.text);
                parts(page, &part.parts, part.state == "true");
            });
        }
    });
}
