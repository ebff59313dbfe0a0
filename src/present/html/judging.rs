//! Gates, and the facts that decide.

use super::parts::{Body, answered};
use crate::language::list::{commas, count, gap};
use crate::present::deciding::DecidingFact;
use crate::present::markup::Markup;
use crate::present::report::{GateState, Report};
use crate::say;

/// The most deciding facts that everybody sees; the others are folded.
const FACTS: usize = 8;

/// A gate's state, with a sign that needs no color.
pub(super) fn state(name: &str) -> String {
    match name {
        "tripped" => say!("✕ tripped"),
        "clear" => say!("✓ clear"),
        _ => say!("? open"),
    }
}

pub(super) fn gates(body: &mut Body, report: &Report<'_>) {
    if report.gates.is_empty() {
        return;
    }
    let note = say!("A tripped gate caps a score or rules a project out, whatever else is good.");
    body.section("gates", (&say!("Gates"), &note), |page| {
        page.within("ul", &[("class", "gates")], |page| {
            for state in ["tripped", "open"] {
                let all = report.gates.iter().enumerate();
                for (place, gate) in all.filter(|(_, gate)| gate.state == state) {
                    item(page, place, gate);
                }
            }
            let clear: Vec<&str> = report
                .gates
                .iter()
                .filter(|gate| gate.state == "clear")
                .map(|gate| gate.title)
                .collect();
            if !clear.is_empty() {
                page.within("li", &[], |page| {
                    page.element("span", &[("class", "badge good")], &state("clear"));
                    page.within("div", &[], |page| page.say(&commas(&clear)));
                });
            }
        });
    });
}

fn item(page: &mut Markup, place: usize, gate: &GateState<'_>) {
    let tripped = gate.state == "tripped";
    page.within("li", &[], |page| {
        if tripped {
            page.element("span", &[("class", "badge bad")], &state(gate.state));
        } else {
            page.element("span", &[("class", "badge open")], &state(gate.state));
        }
        page.within("div", &[], |page| {
            page.element("b", &[], gate.title);
            page.within("p", &[], |page| {
                if let Some(reason) = gate.reason {
                    page.say(reason);
                    page.say(gap());
                }
                page.within("span", &[("class", "soft")], |page| match gate.cap {
                    Some(cap) => {
                        let shown = format!("{cap:.0}");
                        let words = if tripped {
                            say!("Caps its score at {cap}.", cap = shown)
                        } else {
                            say!(
                                "Not decided yet; would cap its score at {cap}.",
                                cap = shown
                            )
                        };
                        page.figure(&format!("/gates/{place}/cap"), cap, &words);
                    }
                    None if tripped => page.say(&say!("Knocks out.")),
                    None => page.say(&say!("Not decided yet; would knock out.")),
                });
            });
        });
    });
}

/// The known facts that settle the recommendation by themselves.
pub(super) fn deciding(body: &mut Body, report: &Report<'_>) {
    let settled = report
        .recommendation
        .as_ref()
        .is_some_and(|one| one.settled);
    if !settled || report.deciding.is_empty() {
        return;
    }
    let facts = count(report.deciding.len(), "fact", "facts");
    let note = say!(
        "{facts}, whatever all else is; none of them can be left out.",
        facts
    );
    body.section("deciding", (&say!("This alone decides"), &note), |page| {
        // One line for one more is no shorter than the fact itself.
        let all = &report.deciding;
        let first = if all.len() > FACTS + 1 {
            FACTS
        } else {
            all.len()
        };
        table(page, &all[..first]);
        if first < all.len() {
            page.within("details", &[], |page| {
                let more = count(all.len() - first, "more fact", "more facts");
                page.element("summary", &[], &more);
                table(page, &all[first..]);
            });
        }
    });
}

fn table(page: &mut Markup, facts: &[DecidingFact<'_>]) {
    let facts = facts.iter();
    answered(
        page,
        facts.map(|one| (&*one.value.fact.ask, one.fact, one.words())),
    );
}
