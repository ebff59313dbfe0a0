//! What would have to change, and what could still go wrong, on a page of its own or in the report.

use super::page::{DIM, Page};
use super::sourced;
use crate::language::list::{clauses, count};
use crate::present::Look;
use crate::present::number::share;
use crate::present::plan::{Change, FactValue, Move, Plan, PlanReport, RiskList, no_way};
use crate::present::text::{clean, pad, width};
use crate::present::tone::{BAD, GOOD, LEAD, OPEN};
use crate::say;
use anstyle::Style;
use std::io::{self, Write};

/// The most answers taken for granted that are shown; JSON holds all.
const PROVIDED: usize = 12;
/// The most pieces of advice.
const ADVICE: usize = 7;

/// Writes the page.
///
/// # Errors
/// What the writer reports.
pub fn plan(report: &PlanReport<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    let now = &report.now;
    let standing = if now.settled {
        say!("now {title}, settled", title = now.title)
    } else {
        say!(
            "now {title} leads with {lead}",
            title = now.title,
            lead = share(now.share)
        )
    };
    page.title(&report.rubric_set, &report.profile, &standing);
    page.assumed(&report.what_if, &report.stale);
    if let Some(change) = &report.to {
        let remark = remark(change);
        let texts = [(remark.as_str(), DIM)];
        page.headline(
            change.title,
            headline(change),
            &texts[..usize::from(!remark.is_empty())],
        );
        page.change(change);
    }
    if let Some(risks) = &report.risks {
        page.risks(risks, now.title);
    }
    page.blank();
    page.wrapped(
        "  ",
        &say!("Efforts, weights and thresholds are judgment."),
        DIM,
    );
    out.write_all(page.finish().as_bytes())
}

/// How far away a recommendation is.
fn headline(change: &Change<'_>) -> (String, Style) {
    match (change.outcome, change.plans.first()) {
        ("settled", _) => (say!("settled: nothing needs to change"), GOOD),
        ("impossible", _) => (say!("impossible, whatever else changes"), BAD),
        (_, Some(plan)) => (cost(plan), LEAD),
        (_, None) => (
            say!("no plan was found, and no proof that there is none"),
            OPEN,
        ),
    }
}

/// What a plan costs.
fn cost(plan: &Plan<'_>) -> String {
    let mut costs = vec![if plan.changes.is_empty() {
        say!("no change")
    } else {
        say!("effort {effort}", effort = plan.effort)
    }];
    if !plan.provided.is_empty() {
        let answers = count(plan.provided.len(), "answer", "answers");
        costs.push(say!("{answers} taken for granted", answers));
    }
    clauses(&costs)
}

/// What is proved of the first plan.
fn remark(change: &Change<'_>) -> String {
    let Some(plan) = change.plans.first().filter(|_| change.outcome == "plans") else {
        return match change.outcome {
            "impossible" if change.blocking.is_empty() => no_way(),
            "impossible" if change.blocking.len() == 1 => {
                say!("What rules it out cannot be changed. Others may rule it out too.")
            }
            "impossible" => {
                say!("What rules it out, all of it together, cannot be changed. Others may too.")
            }
            _ => String::new(),
        };
    };
    match (change.least_effort, change.fewest_provided) {
        (true, true) if plan.changes.is_empty() => say!("Proved: no fewer answers would do."),
        (true, true) => say!("Proved: no plan takes less."),
        (true, false) if plan.changes.is_empty() => {
            say!(
                "None of these answers can be left out; whether others would be fewer is not proved."
            )
        }
        (true, false) => {
            say!("Proved: no plan takes less effort. Whether fewer answers would do is not proved.")
        }
        (false, _) => say!("The search ended before it could prove that no plan takes less."),
    }
}

impl Page {
    /// The plan as a section of the report.
    pub(super) fn plan(&mut self, change: Option<&Change<'_>>) {
        if let Some(change) = change {
            let (state, _) = headline(change);
            self.heading(&say!("Plan to {title}", title = change.title), &state);
            self.wrapped("  ", &remark(change), DIM);
            self.change(change);
        }
    }

    fn change(&mut self, change: &Change<'_>) {
        if !change.blocking.is_empty() {
            self.heading(&say!("What rules it out"), "");
            self.values(&change.blocking.iter().collect::<Vec<_>>());
        }
        for (number, plan) in change.plans.iter().enumerate() {
            let title = match change.plans.len() {
                1 => say!("What has to change"),
                _ => say!("Plan {number}", number = number + 1),
            };
            if !plan.changes.is_empty() {
                let sum = say!(
                    "effort {effort}, each 1 (easy) to 5 (hard)",
                    effort = plan.effort
                );
                self.heading(&title, &sum);
                self.moves(&plan.changes);
            }
            self.provided(number, plan, &change.plans[0]);
        }
        if !change.advice.is_empty() {
            self.heading(
                &say!("What helps"),
                &say!("advice that goes with these changes"),
            );
            for (number, advice) in change.advice.iter().take(ADVICE).enumerate() {
                let text = sourced(advice.text, advice.source);
                self.wrapped(&format!("  {}. ", number + 1), &text, Style::new());
            }
        }
    }

    /// What a plan takes for granted; of a further plan only what the first does not.
    fn provided(&mut self, number: usize, plan: &Plan<'_>, first: &Plan<'_>) {
        let known = |one: &FactValue<'_>| {
            let same = |other: &FactValue<'_>| {
                (other.fact, other.value.words()) == (one.fact, one.value.words())
            };
            number > 0 && first.provided.iter().any(same)
        };
        let own: Vec<&FactValue<'_>> = plan.provided.iter().filter(|one| !known(one)).collect();
        let again = plan.provided.len() - own.len();
        if plan.provided.is_empty() {
            return;
        }
        if own.is_empty() {
            let text = match first.provided.len() - again {
                0 => say!("and the same answers taken for granted as in plan 1"),
                less => say!(
                    "and the same answers taken for granted as in plan 1, less {less}",
                    less
                ),
            };
            self.wrapped("  ", &text, DIM);
            return;
        }
        let aside = if again > 0 {
            say!("{again} as in plan 1, and", again)
        } else {
            say!("unknown answers that must come out so")
        };
        self.heading(&say!("Taken for granted"), &aside);
        let shown = if own.len() > PROVIDED + 1 {
            PROVIDED
        } else {
            own.len()
        };
        self.values(&own[..shown]);
        let rest = own.len() - shown;
        if rest > 0 {
            let more = count(rest, "answer", "answers");
            self.wrapped(
                "  ",
                &say!(
                    "and {answers} more in --format markdown or json",
                    answers = more
                ),
                DIM,
            );
        }
    }

    /// Changes below each other: the fact, what it is and what it must become.
    fn moves(&mut self, moves: &[Move<'_>]) {
        let column = moves.iter().map(|one| width(one.fact)).max().unwrap_or(0);
        let arrow = self.glyph("→", "->");
        for one in moves {
            let effort = one
                .effort
                .map_or(String::new(), |effort| format!("{effort}  "));
            let lead = format!("  {effort}{}  ", pad(one.fact, column));
            let text = format!("{} {arrow} {}", one.from.words(), one.to.words());
            self.wrapped(&lead, &clean(&text), Style::new());
        }
    }

    fn values(&mut self, facts: &[&FactValue<'_>]) {
        let lines: Vec<(&str, String)> = facts
            .iter()
            .map(|one| (one.fact, one.value.words().to_owned()))
            .collect();
        self.facts(&lines, Style::new());
    }

    fn risks(&mut self, risks: &RiskList<'_>, leading: &str) {
        let aside = match (risks.sets.first(), risks.fewest) {
            (None, true) => say!(
                "proved: nothing known that turns for the worse takes the lead from {leading}",
                leading
            ),
            (None, false) => say!(
                "nothing known was found to take the lead from {leading} alone or with a few others; what is unknown still can",
                leading
            ),
            (Some(first), true) => {
                let facts = count(first.changes.len(), "fact", "facts");
                say!(
                    "{facts} for the worse, no fewer, and {leading} leads no more",
                    facts,
                    leading
                )
            }
            (Some(_), false) => say!(
                "together for the worse, and {leading} leads no more",
                leading
            ),
        };
        self.heading(&say!("What could go wrong"), &aside);
        let title = BAD;
        for risk in &risks.sets {
            self.moves(&risk.changes);
            let leads = self.paint(title, risk.leads_to_title);
            self.line(&format!("    {}", say!("then {title}", title = leads)));
        }
        if risks.sets.len() >= risks.most {
            self.wrapped("  ", &say!("and perhaps more"), DIM);
        }
    }
}
