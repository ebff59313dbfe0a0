//! Pages and pictures: their figures are those of the JSON, none is missing, and what is told in words is the same.

use super::places::{check, figures, missing, read, shorter, stand};
use super::texts::score;
use super::{element, reported};
use crate::generate::{Case, cases};
use crate::same_cases;
use maturity::present::html;
use maturity::present::svg::Chart;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use roxmltree::Node;
use serde_json::Value;
use std::collections::BTreeSet;

/// All the text of a page but its styles and scripts.
pub(super) fn words(node: Node<'_, '_>) -> String {
    let mut all = String::new();
    for text in node.descendants().filter(Node::is_text) {
        let parent = text.parent().map_or("", |parent| parent.tag_name().name());
        if !["style", "script"].contains(&parent) {
            all += text.text().unwrap_or("");
        }
    }
    all
}

/// The text of the first child of a name.
fn child(node: Node<'_, '_>, tag: &str) -> Option<String> {
    let found = node.children().find(|one| one.tag_name().name() == tag);
    found.map(words)
}

/// What pictures on a page tell in words is what they show.
fn check_told(page: &str, report: &Value) -> Result<(), TestCaseError> {
    let document = read(page);
    let pictures = document
        .descendants()
        .filter(|node| node.tag_name().name() == "svg");
    for picture in pictures {
        let mut places: Vec<&str> = Vec::new();
        for (place, _) in picture.descendants().flat_map(figures) {
            let (of, key) = place.rsplit_once('/').expect("a key");
            if ["estimate", "low", "cost"].contains(&key) && !places.contains(&of) {
                places.push(of);
            }
        }
        let titled = |place: &&str| {
            let one = &report.pointer(place).expect("checked before");
            let (title, estimate) = (one["title"].as_str().expect("a title"), &one["estimate"]);
            let (low, high) = (score(&one["low"]), score(&one["high"]));
            (title.to_owned(), score(estimate), low, high)
        };
        let (title, desc) = (child(picture, "title"), child(picture, "desc"));
        let is_fall = title
            .as_ref()
            .is_some_and(|title| title.starts_with("What costs "));
        match (&desc, places.as_slice()) {
            (None, []) => {}
            // A line of a rubric.
            (None, places) => {
                prop_assert_eq!(places.len(), 1);
                let (name, estimate, low, high) = titled(&places[0]);
                let told = format!("{name}: {estimate}, possible {low} to {high}");
                prop_assert_eq!(title, Some(told));
            }
            (Some(desc), places) if is_fall => {
                let reasons = places.iter().filter_map(|place| {
                    let reason = report.pointer(place)?;
                    reason["criterion"].as_str()?;
                    let title = reason["title"].as_str()?;
                    let cost = reason["cost"].as_f64().expect("a cost");
                    Some(format!("{title} costs {}.", shorter(cost, 1)))
                });
                prop_assert_eq!(desc, &reasons.collect::<Vec<_>>().join(" "));
            }
            // The map says whose the point is.
            (Some(desc), [x, y, ..]) if !x.contains("/dimensions/") => {
                let ((x, at, ..), (y, up, ..)) = (titled(x), titled(y));
                let told = format!(": {x} {at}, {y} {up}");
                prop_assert!(desc.contains(&told), "{} in {}", told, desc);
            }
            (Some(desc), places) => {
                let all = places.iter().map(titled);
                let told = all.map(|(title, estimate, low, high)| {
                    format!("{title} {estimate}, possible {low} to {high}.")
                });
                prop_assert_eq!(desc, &told.collect::<Vec<_>>().join(" "));
            }
        }
    }
    Ok(())
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What is counted on a page in words.
fn check_counts(page: &str, report: &Value) -> Result<(), TestCaseError> {
    let document = read(page);
    let words = words(document.root_element());
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for rubric in list(&report["scores"]) {
        let dimensions = list(&rubric["dimensions"]);
        let criteria = dimensions.iter().map(|one| list(&one["criteria"]).len());
        let title = rubric["title"].as_str().expect("a title");
        let all = counted(criteria.sum(), "criterion", "criteria");
        let told = format!("Criteria of {title} {all}");
        prop_assert!(words.contains(&told), "{}", told);
    }
    let reasons = list(&report["reasons"]);
    let own = reasons.iter().filter(|one| !one["criterion"].is_null());
    let open = own.filter(|one| one["text"].is_null()).count();
    let told = counted(open, "criterion", "criteria");
    let told = format!("Not answered yet: {told}.");
    prop_assert_eq!(words.contains(&told), open > 0, "{}", told);
    let plans = list(&report["plan"]["plans"]);
    for plan in plans {
        let provided = list(&plan["provided"]).len();
        let told = counted(provided, "unknown answer", "unknown answers");
        let told = format!("Taken for granted: {told}");
        prop_assert!(provided == 0 || words.contains(&told), "{}", told);
    }
    Ok(())
}

/// The figures that a chart must show.
fn charted(report: &Value, chart: Chart) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut add = |place: String, key: &str| {
        let place = format!("{place}/{key}");
        if report.pointer(&place).is_some_and(Value::is_number) {
            all.insert(place);
        }
    };
    let scores = report["scores"].as_array().expect("scores").iter();
    for (number, rubric) in scores.enumerate() {
        let dimensions = rubric["dimensions"].as_array().expect("dimensions");
        let shown = dimensions.iter().filter(|one| one["estimate"].is_number());
        let is_round = rubric["higher_is"] == "better" && shown.count() >= 3;
        match chart {
            Chart::Scores => {
                for key in ["estimate", "low", "high"] {
                    add(format!("/scores/{number}"), key);
                }
            }
            Chart::Radar if is_round => {
                for place in 0..dimensions.len() {
                    add(format!("/scores/{number}/dimensions/{place}"), "estimate");
                }
            }
            Chart::Waterfall if rubric["estimate"].is_number() => {
                add(format!("/scores/{number}"), "estimate");
                let reasons = report["reasons"].as_array().expect("reasons").iter();
                let own = reasons
                    .enumerate()
                    .filter(|(_, one)| one["rubric"] == rubric["id"]);
                for (place, reason) in own {
                    if reason["cost"]
                        .as_f64()
                        .is_some_and(|cost| cost.abs() >= 0.05)
                    {
                        add(format!("/reasons/{place}"), "cost");
                    }
                }
            }
            _ => {}
        }
    }
    if chart == Chart::Pits {
        let scores = report["scores"].as_array().expect("scores");
        let pits = scores.iter().position(|one| one["higher_is"] == "worse");
        let dimensions = pits.map(|pits| scores[pits]["dimensions"].as_array().expect("a list"));
        for (place, one) in dimensions.into_iter().flatten().enumerate() {
            let known = one["low"] == one["high"];
            let keys: &[&str] = match one["estimate"] {
                Value::Null => &[],
                _ if known => &["estimate"],
                _ => &["estimate", "low", "high"],
            };
            for key in keys {
                add(
                    format!("/scores/{}/dimensions/{place}", pits.unwrap_or(0)),
                    key,
                );
            }
        }
    }
    all
}

const CHARTS: [Chart; 4] = [Chart::Scores, Chart::Radar, Chart::Pits, Chart::Waterfall];

/// How many figures there are on the page, on its charts, and on the map.
fn check_page(case: &Case) -> Result<[usize; 3], TestCaseError> {
    reported(case, |of| {
        let page = html::page(&of.report);
        let drawn = CHARTS.map(|chart| chart.of(&of.report).map(|drawing| drawing.file()));
        let map = Chart::Map.of(&of.report).map(|drawing| drawing.file());
        let (_, value) = element(of.report);
        let seen = check(&page, &value, None);
        let left = missing(&value, &seen);
        prop_assert!(left.is_empty(), "{:?} are missing", left);
        check_told(&page, &value)?;
        check_counts(&page, &value)?;
        let mut counts = [seen.len() + stand(&page), 0, 0];
        for (chart, picture) in CHARTS.into_iter().zip(drawn) {
            let wanted = charted(&value, chart);
            let found = picture.map_or_else(BTreeSet::new, |text| {
                counts[1] += stand(&text);
                check(&text, &value, None)
            });
            prop_assert_eq!(&found, &wanted, "{:?}", chart);
        }
        if let Some(map) = map {
            counts[2] = check(&map, &value, None).len();
        }
        Ok(counts)
    })
}

proptest! {
    // A page is long, and read by a slow reader.
    #![proptest_config(Config { cases: crate::config().cases / 2, ..crate::config() })]

    #[test]
    fn a_page_shows_the_figures_of_the_json(case in cases()) {
        check_page(&case)?;
    }
}

/// The random pages are worth something: there are figures on them, on charts and on maps.
#[test]
fn pages_have_something_to_show() {
    let mut counts = [0; 3];
    for case in same_cases(cases(), 128) {
        let found = check_page(&case).expect("checked above");
        counts = std::array::from_fn(|part| counts[part] + found[part]);
    }
    let mut enough = counts.iter().zip([5000, 1000, 40]);
    assert!(enough.all(|(count, least)| *count > least), "{counts:?}");
}
