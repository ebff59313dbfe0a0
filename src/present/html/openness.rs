//! How open the recommendation is, and what to ask.

use super::parts::{Body, asked, rows, table};
use crate::language::list::{count, gap};
use crate::present::markup::Markup;
use crate::present::number::{share, shorter};
use crate::present::report::{NextQuestion, Proposal, Report};
use crate::say;

/// The questions that everybody sees; the others are folded.
const QUESTIONS: usize = 5;
/// How many are shown at all; the JSON holds all.
const ALL: usize = 25;

/// What is possible and how likely, as bars; `heading` is their heading's tag.
pub(super) fn shares(page: &mut Markup, proposal: &Proposal<'_>, heading: &str) {
    page.within("div", &[("style", "margin-top:28px")], |page| {
        page.element(heading, &[], &say!("How open it is"));
        page.within("p", &[("class", "soft small")], |page| {
            method(page, proposal);
        });
        page.within("table", &[("class", "shares")], |page| {
            let head = [
                ("", say!("Still possible")),
                ("n", say!("Share")),
                ("barcell", String::new()),
            ];
            rows(page, &head, |page| {
                for place in 0..proposal.possible.len() {
                    row(page, proposal, place);
                }
            });
        });
    });
}

fn method(page: &mut Markup, proposal: &Proposal<'_>) {
    let how = match (proposal.share_exact, proposal.exact) {
        (true, _) => say!("Share of all ways to fill in what is unknown, weighted by the priors."),
        (false, true) => say!(
            "Share of a sample of the ways to fill in what is unknown, weighted by the priors."
        ),
        (false, false) => say!(
            "Share of a sample of the ways to fill in what is unknown, weighted by the priors; what is marked ? may be impossible."
        ),
    };
    page.say(&how);
    if !proposal.share_exact {
        let error = format!("{:.2}", proposal.share_error * 100.0);
        page.say(gap());
        let words = say!("Standard error at most ±{error} points of percent.", error);
        page.figure("/recommendation/share_error", proposal.share_error, &words);
    }
}

fn row(page: &mut Markup, proposal: &Proposal<'_>, place: usize) {
    let possible = &proposal.possible[place];
    page.within("tr", &[], |page| {
        page.within("th", &[("scope", "row")], |page| {
            page.say(possible.title);
            if possible.witness.is_none() {
                let title = say!("not proved to be possible");
                page.element("abbr", &[("title", &title)], " ?");
            }
        });
        page.within("td", &[("class", "n")], |page| {
            let json = format!("/recommendation/possible/{place}/share");
            page.figure(&json, possible.share, &share(possible.share));
        });
        page.within(
            "td",
            &[("class", "barcell"), ("aria-hidden", "true")],
            |page| {
                let class = if place == 0 { "bar" } else { "bar other" };
                page.within("span", &[("class", class)], |page| {
                    let width = format!("width:{:.2}%", possible.share * 100.0);
                    page.element("span", &[("style", &width)], "");
                });
            },
        );
    });
}

/// What to ask next, most telling first.
pub(super) fn questions(body: &mut Body, report: &Report<'_>) {
    let all = &report.next_questions;
    if all.is_empty() {
        return;
    }
    let first = report.worth_asking(QUESTIONS);
    let note =
        say!("Most telling first; a bit is what the answer to an even yes-or-no question tells.");
    body.section("questions", (&say!("Next questions"), &note), |page| {
        page.within("ol", &[("class", "steps")], |page| {
            for place in 0..first {
                item(page, report, place);
            }
        });
        let last = all.len().min(ALL);
        if last > first {
            page.within("details", &[], |page| {
                let more = count(last - first, "more question", "more questions");
                page.element("summary", &[], &more);
                let head = [("", say!("Question")), ("n", say!("Bits"))];
                table(page, &head, |page| {
                    let rest = all.iter().enumerate().take(last).skip(first);
                    rest.for_each(|(place, question)| short(page, place, question));
                });
                if all.len() > last {
                    let hidden = all.len() - last;
                    page.element(
                        "p",
                        &[("class", "soft small")],
                        &say!("And {n} that tell less; the JSON holds all.", n = hidden),
                    );
                }
            });
        }
    });
}

fn short(page: &mut Markup, place: usize, question: &NextQuestion<'_>) {
    page.within("tr", &[], |page| {
        asked(page, question.ask, question.fact);
        page.within("td", &[("class", "n")], |page| {
            let json = format!("/next_questions/{place}/bits");
            page.figure(&json, question.bits, &shorter(question.bits, 3));
        });
    });
}

fn item(page: &mut Markup, report: &Report<'_>, place: usize) {
    let question = &report.next_questions[place];
    page.within("li", &[], |page| {
        page.element("p", &[("class", "ask")], question.ask);
        page.within("p", &[("class", "soft small")], |page| {
            page.element("code", &[], question.fact);
            page.say(" · ");
            let shown = shorter(question.bits, 3);
            let words = say!("tells {bits} bits", bits = shown);
            page.figure(
                &format!("/next_questions/{place}/bits"),
                question.bits,
                &words,
            );
            if question.can_change.is_none() {
                page.say(" · ");
                page.say(&say!("not proved to matter"));
            }
        });
        page.within("ul", &[], |page| {
            for (possible, answers) in report.leads(question) {
                let words = say!("{title} if {answers}", title = possible.title, answers);
                page.element("li", &[], &words);
            }
        });
    });
}
