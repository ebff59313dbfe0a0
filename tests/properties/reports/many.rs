//! Pages of several profiles: comparisons and portfolios show the figures of the JSON, and none is missing.

use super::pages::words;
use super::places::{check, numbers, read, stand};
use super::texts::score;
use super::{name, profile, written};
use crate::generate::{Case, cases, print};
use crate::listed::restated;
use crate::same_cases;
use crate::subject::{answer_text, load_files};
use maturity::assess::assess;
use maturity::assess::census::Census;
use maturity::assess::survey::Survey;
use maturity::compare::profiles::{Side, compare};
use maturity::present::compare::{Seen, report as comparison};
use maturity::present::report::{Element, Entry, Failure, ProfileName, report};
use maturity::present::summary::summary;
use maturity::present::{html, json};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// A value as the program writes it.
fn value(of: &impl Serialize) -> Value {
    let mut text = Vec::new();
    json::json(&[of], true, &mut text).expect("into memory");
    serde_json::from_slice(&text).expect("JSON")
}

/// The figures of a comparison that its page must show.
fn moved(report: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let each = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut ends = |place: &str, one: &Value| {
        for key in ["from", "to"] {
            if one[key].is_number() {
                all.insert(format!("{place}/{key}"));
            }
        }
    };
    let mut parts = Vec::new();
    for (step, one) in each(&report["steps"]).iter().enumerate() {
        for (score, one) in each(&one["scores"]).iter().enumerate() {
            let place = format!("/steps/{step}/scores/{score}");
            ends(&place, one);
            for (dimension, one) in each(&one["dimensions"]).iter().enumerate() {
                ends(&format!("{place}/dimensions/{dimension}"), one);
            }
            let by = one["by"].as_f64();
            let contributions = each(&one["contributions"]);
            if by.is_none_or(|by| by == 0.0) && contributions.is_empty() {
                continue;
            }
            parts.extend(by.map(|_| format!("{place}/by")));
            let contributions = 0..contributions.len();
            parts.extend(contributions.map(|part| format!("{place}/contributions/{part}/points")));
            if one["rest"].as_f64().is_some_and(|rest| rest != 0.0) {
                parts.push(format!("{place}/rest"));
            }
        }
    }
    all.extend(parts);
    let snapshots = 0..each(&report["snapshots"]).len();
    all.extend(snapshots.map(|one| format!("/snapshots/{one}/recommendation/share")));
    all
}

/// The labels beside the points of a comparison say where each score was, is, and how far it moved.
fn check_labels(page: &str, report: &Value) -> Result<(), TestCaseError> {
    let mut wanted = Vec::new();
    let steps = report["steps"].as_array().into_iter().flatten();
    let scores = steps.flat_map(|step| step["scores"].as_array().into_iter().flatten());
    for score_step in scores {
        let dimensions = score_step["dimensions"].as_array().into_iter().flatten();
        for one in std::iter::once(score_step).chain(dimensions) {
            let by = one["by"].as_f64().map_or(String::new(), |by| match by {
                0.0 => format!("   {by:.1}"),
                by if by < 0.0 => format!("  −{:.1}", by.abs()),
                by => format!("  +{by:.1}"),
            });
            wanted.push(format!(
                "{} → {}{by}",
                score(&one["from"]),
                score(&one["to"])
            ));
        }
    }
    let document = read(page);
    let labels = document
        .descendants()
        .filter(|node| node.attribute("class") == Some("value end"));
    prop_assert_eq!(labels.map(words).collect::<Vec<_>>(), wanted);
    Ok(())
}

/// How many contributions a comparison shows.
fn check_compared(case: &Case) -> Result<usize, TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    let texts = [profile(case), profile(&restated(case))];
    answer_text(&set, &texts[0], |before| {
        answer_text(&set, &texts[1], |after| {
            let assessments = [before, after].map(|answers| assess(&set, answers));
            let seen = [(before, &assessments[0]), (after, &assessments[1])];
            let seen = seen.map(|(answers, assessment)| Seen {
                name: name(answers),
                side: Side {
                    answers,
                    assessment,
                },
                findings: &[],
            });
            let moves = compare(&set, seen[0].side, seen[1].side);
            let report = comparison(&set, &seen, &[moves]);
            let (page, value) = (html::compare(&report), value(&report));
            let found = check(&page, &value, None);
            prop_assert_eq!(&found, &moved(&value));
            check_labels(&page, &value)?;
            stand(&page);
            Ok(found
                .iter()
                .filter(|place| place.ends_with("/points"))
                .count())
        })
    })??
}

/// A portfolio of the case's profile, another and a bad one. How many figures the page shows.
fn check_portfolio(case: &Case) -> Result<usize, TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    let texts = [profile(case), profile(&restated(case))];
    answer_text(&set, &texts[0], |one| {
        answer_text(&set, &texts[1], |other| {
            let assessments = [one, other].map(|answers| assess(&set, answers));
            let (mut census, mut row) = (Census::new(&set), Survey::new(&set));
            let mut elements: Vec<Element<'_>> = Vec::new();
            for (answers, assessment) in [one, other].into_iter().zip(&assessments) {
                row.take(&set, &answers.cells, assessment);
                census.add(&set, &row);
                let report = report(&set, name(answers), answers, assessment, &[]);
                elements.push(Entry::Good(Box::new(report)));
            }
            census.failed = 1;
            elements.push(Entry::Bad(Failure {
                profile: ProfileName::default(),
                findings: Vec::new(),
            }));
            let summary = summary(&set, &census);
            let cards: Vec<html::Card> = elements.iter().map(html::card).collect();
            let page = html::portfolio(&summary, &[], &cards);
            let map = html::portfolio_map(&summary, &cards).map(|map| map.file());
            let (all, summary) = (written(&elements, false), value(&summary));
            let seen = check(&page, &all, Some(&summary));
            stand(&page);
            let mut wanted = BTreeSet::new();
            for (place, report) in all.as_array().expect("a list").iter().enumerate() {
                let mut own = BTreeSet::new();
                numbers(&report["scores"], "/scores".to_owned(), &mut own);
                numbers(&report["coverage"], "/coverage".to_owned(), &mut own);
                own.retain(|place| place.matches('/').count() < 4);
                let possible = report["recommendation"]["possible"].as_array();
                let possible = 0..possible.map_or(0, Vec::len);
                own.extend(possible.map(|one| format!("/recommendation/possible/{one}/share")));
                // The table has the first of them once more.
                let leading = "/recommendation/possible/0/share";
                let is_in_table = |own: &&String| own.ends_with("estimate") || **own == leading;
                let table = own.iter().filter(is_in_table);
                wanted.extend(table.map(|own| format!("/{place}{own}")));
                wanted.extend(own);
            }
            for part in [
                "recommendations",
                "scores",
                "deepest_pits",
                "next_questions",
            ] {
                numbers(&summary[part], format!("/{part}"), &mut wanted);
            }
            // How many profiles have a score is not told beside how it spreads.
            wanted.retain(|place| !(place.starts_with("/scores") && place.ends_with("/profiles")));
            let missing: Vec<&String> = wanted.difference(&seen).collect();
            prop_assert!(missing.is_empty(), "{:?} are missing", missing);
            let told = format!(
                "3 profiles: 2 scored, 1 not, {} settled",
                summary["settled"]
            );
            let words = words(read(&page).root_element());
            prop_assert!(words.contains(&told), "{} in {}", told, words);
            if let Some(map) = map {
                prop_assert!(!check(&map, &all, Some(&summary)).is_empty());
            }
            Ok(seen.len())
        })
    })??
}

proptest! {
    // A page is long, and read by a slow reader.
    #![proptest_config(Config { cases: crate::config().cases / 2, ..crate::config() })]

    #[test]
    fn a_comparison_shows_the_figures_of_the_json(case in cases()) {
        check_compared(&case)?;
    }

    #[test]
    fn a_portfolio_shows_the_figures_of_the_json(case in cases()) {
        check_portfolio(&case)?;
    }
}

/// The random pages are worth something: there are contributions and figures on them.
#[test]
fn pages_of_several_have_something_to_show() {
    let (mut moved, mut shown) = (0, 0);
    for case in same_cases(cases(), 128) {
        moved += check_compared(&case).expect("checked above");
        shown += check_portfolio(&case).expect("checked above");
    }
    assert!(moved > 80 && shown > 1900, "{moved} {shown}");
}
