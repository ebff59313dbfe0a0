//! What would have to change for another recommendation.

use super::parts::{Body, answered, table};
use super::reasons::pieces;
use crate::language::list::count;
use crate::present::markup::Markup;
use crate::present::plan::{Change, FactValue, Plan, no_way};
use crate::present::report::Report;
use crate::say;

/// More answers than these are folded.
const FEW: usize = 6;

pub(super) fn section(body: &mut Body, report: &Report<'_>) {
    if let Some(change) = &report.plan {
        let title = say!("Plan to {title}", title = change.title);
        let note =
            say!("What would have to change; effort from 1, easy, to 5, hard, for each fact");
        body.section("plan", (&title, &note), |page| content(page, change));
    }
}

/// The plans, or why there is none.
pub(super) fn content(page: &mut Markup, change: &Change<'_>) {
    match change.outcome {
        "settled" => page.element("p", &[], &say!("Nothing needs to change for it.")),
        "impossible" if change.blocking.is_empty() => {
            page.element("p", &[], &say!("Impossible, whatever changes."));
            page.element("p", &[("class", "soft")], &no_way());
        }
        "impossible" => {
            let words = say!(
                "Impossible, whatever else changes. These facts cannot be changed, and alone they rule it out:"
            );
            page.element("p", &[], &words);
            values(page, &change.blocking);
        }
        "plans" => {}
        _ => page.element(
            "p",
            &[],
            &say!("No plan was found, and no proof that there is none."),
        ),
    }
    for (place, plan) in change.plans.iter().enumerate() {
        if !plan.changes.is_empty() || !plan.provided.is_empty() {
            one(page, (place, plan), change);
        }
    }
    if !change.advice.is_empty() {
        page.element("h3", &[], &say!("What helps"));
        pieces(page, &change.advice);
    }
}

fn one(page: &mut Markup, (place, plan): (usize, &Plan<'_>), change: &Change<'_>) {
    page.within("h3", &[], |page| {
        let words = say!(
            "Plan {number}: effort {effort}",
            number = place + 1,
            effort = plan.effort
        );
        let json = format!("/plan/plans/{place}/effort");
        page.figure(&json, f64::from(plan.effort), &words);
    });
    if place == 0 {
        let proof = match (change.least_effort, change.fewest_provided) {
            (true, true) => say!("Proved: no plan takes less."),
            (true, false) => {
                say!(
                    "Proved: no plan takes less effort. Whether fewer answers would do is not proved."
                )
            }
            (false, _) => say!("Not proved to be the least."),
        };
        page.element("p", &[("class", "soft small")], &proof);
    }
    if !plan.changes.is_empty() {
        let head = [
            ("n", say!("Effort")),
            ("", say!("Fact")),
            ("", say!("Now")),
            ("", say!("Then")),
        ];
        table(page, &head, |page| {
            for (number, step) in plan.changes.iter().enumerate() {
                page.within("tr", &[], |page| {
                    page.within("td", &[("class", "n")], |page| {
                        if let Some(effort) = step.effort {
                            let json = format!("/plan/plans/{place}/changes/{number}/effort");
                            page.figure(&json, f64::from(effort), &effort.to_string());
                        }
                    });
                    page.within("th", &[("scope", "row")], |page| {
                        page.element("code", &[], step.fact);
                    });
                    page.element("td", &[], step.from.words());
                    page.element("td", &[], step.to.words());
                });
            }
        });
    }
    if !plan.provided.is_empty() {
        let answers = count(plan.provided.len(), "unknown answer", "unknown answers");
        let title = say!("Taken for granted: {answers}", answers);
        if plan.provided.len() > FEW {
            page.within("details", &[], |page| {
                page.element("summary", &[], &title);
                values(page, &plan.provided);
            });
        } else {
            page.element("p", &[], &title);
            values(page, &plan.provided);
        }
    }
}

fn values(page: &mut Markup, facts: &[FactValue<'_>]) {
    let facts = facts.iter();
    answered(
        page,
        facts.map(|one| (one.ask, one.fact, one.value.words().to_owned())),
    );
}
