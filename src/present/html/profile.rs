//! The page of one profile.

use super::frame::{document, provenance};
use super::parts::{Body, cite, findings, name_of, path_of};
use super::{details, judging, openness, plan, reasons, scores};
use crate::finding::Code;
use crate::present::markup::Markup;
use crate::present::number::percent;
use crate::present::report::{Failure, FindingText, Proposal, Report, SetName, judgment};
use crate::present::stale::taken;
use crate::say;

/// The page of one profile.
#[must_use]
pub fn page(report: &Report<'_>) -> String {
    let mut body = Body::default();
    verdict(&mut body, report);
    scores::section(&mut body, report);
    reasons::section(&mut body, report);
    judging::gates(&mut body, report);
    judging::deciding(&mut body, report);
    openness::questions(&mut body, report);
    plan::section(&mut body, report);
    reasons::advice(&mut body, report);
    details::section(&mut body, report);
    remarks(&mut body, &report.findings);
    let name = name_of(&report.profile);
    let title = match &report.recommendation {
        Some(proposal) => say!("{name}: {title}", name, title = proposal.title),
        None => name.clone(),
    };
    document(
        &title,
        |page| top(page, report, &name),
        body,
        |page| provenance(page, &report.rubric_set, &judgment(report.coverage)),
    )
}

/// The page of a profile that could not be scored.
#[must_use]
pub fn failed(failure: &Failure, set: &SetName<'_>) -> String {
    let mut body = Body::default();
    body.section(
        "findings",
        (&say!("Not scored"), &say!("What stands in the way")),
        |page| {
            findings(page, &failure.findings);
        },
    );
    let name = name_of(&failure.profile);
    document(
        &say!("{name}: not scored", name),
        |page| {
            page.element("h1", &[], &name);
            page.element("p", &[("class", "about")], &path_of(&failure.profile));
        },
        body,
        |page| provenance(page, set, ""),
    )
}

fn top(page: &mut Markup, report: &Report<'_>, name: &str) {
    page.element(
        "p",
        &[("class", "eyebrow")],
        &say!("Digital maturity report"),
    );
    page.within("h1", &[], |page| page.element("bdi", &[], name));
    page.within("p", &[("class", "about")], |page| {
        let about = report.stated.map(|(_, answers)| &answers.about);
        let mut parts = Vec::new();
        if !report.profile.path.is_empty() {
            parts.push(path_of(&report.profile));
        }
        if let Some(date) = about.and_then(|about| about.as_of.as_deref()) {
            parts.push(say!("as of {date}", date));
        }
        if let Some(who) = about.and_then(|about| about.prepared_by.as_deref()) {
            parts.push(say!("prepared by {who}", who));
        }
        for part in parts {
            page.say(&part);
            page.say(" · ");
        }
        known(page, "", report.coverage);
    });
}

/// How much is known, as a figure in its sentence.
pub(super) fn known(page: &mut Markup, json: &str, coverage: f64) {
    let place = format!("{json}/coverage");
    let shown = say!(
        "{part} of what the scores rest on is known",
        part = percent(coverage)
    );
    page.figure(&place, coverage, &shown);
}

fn verdict(body: &mut Body, report: &Report<'_>) {
    let Some(proposal) = &report.recommendation else {
        return;
    };
    body.contents
        .push(("recommendation".to_owned(), say!("Recommendation")));
    let attributes = [
        ("id", "recommendation"),
        ("aria-labelledby", "recommendation-title"),
    ];
    body.page.within("section", &attributes, |page| {
        page.within("div", &[("class", "verdict")], |page| {
            page.element("p", &[("class", "eyebrow")], &say!("Recommendation"));
            page.element("h2", &[("id", "recommendation-title")], proposal.title);
            let class = if proposal.settled {
                "state firm"
            } else {
                "state"
            };
            let first = proposal.possible.first().map_or(0.0, |first| first.share);
            page.within("p", &[("class", class)], |page| {
                page.figure(
                    "/recommendation/possible/0/share",
                    first,
                    &proposal.standing(),
                );
            });
            page.element("p", &[("class", "means")], proposal.means);
            because(page, proposal);
        });
        assumed(page, report);
        if !proposal.settled {
            openness::shares(page, proposal, "h3");
        }
    });
}

/// Why it is recommended, and where that comes from.
pub(super) fn because(page: &mut Markup, proposal: &Proposal<'_>) {
    if proposal.because.is_empty() {
        return;
    }
    page.within("p", &[], |page| {
        page.say(&proposal.reason());
        cite(page, proposal.source);
    });
}

/// What was not taken as the profile says, and what of it may no longer hold.
pub(super) fn assumed(page: &mut Markup, report: &Report<'_>) {
    let supposed: Vec<(&str, String)> = report
        .what_if
        .iter()
        .map(|one| (one.fact, one.words()))
        .collect();
    let stale: Vec<(&str, String)> = report
        .stale
        .iter()
        .map(|one| (one.fact, one.words()))
        .collect();
    let what_if = say!("What if, whatever the profile says");
    let old = say!("Out of date, {taken}", taken = taken(&report.stale));
    for (title, facts) in [(what_if, supposed), (old, stale)] {
        if facts.is_empty() {
            continue;
        }
        page.within("div", &[("class", "note")], |page| {
            page.element("h3", &[], &title);
            page.within("ul", &[], |page| {
                for (fact, words) in &facts {
                    page.within("li", &[], |page| {
                        page.element("code", &[], fact);
                        page.say(" ");
                        page.say(words);
                    });
                }
            });
        });
    }
}

/// What is to say about the profile; what is out of date stands above, with its age.
fn remarks(body: &mut Body, all: &[FindingText]) {
    let stale = Code::Stale.name();
    let others: Vec<FindingText> = all
        .iter()
        .filter(|one| one.code != stale)
        .cloned()
        .collect();
    if !others.is_empty() {
        let note = say!("What is to be said about the profile itself");
        body.section("findings", (&say!("Findings"), &note), |page| {
            findings(page, &others);
        });
    }
}
