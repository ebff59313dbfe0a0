//! Every figure on a page says where it stands in the JSON, and is what stands there.

use super::{PAGES, PORTFOLIO, PROFILES, json, printed, read, score};
use roxmltree::Node;
use serde_json::Value;
use std::collections::BTreeSet;

/// The figures of an element: their places in the JSON, and their values.
fn figures<'n>(node: Node<'n, '_>) -> Vec<(&'n str, f64)> {
    let Some(places) = node.attribute("data-json") else {
        return Vec::new();
    };
    let values = node.attribute("value").or(node.attribute("data-value"));
    let values = values.expect("a figure has a value").split(' ');
    let values: Vec<f64> = values
        .map(|value| value.parse().expect("a number"))
        .collect();
    let places: Vec<&str> = places.split(' ').collect();
    assert_eq!(places.len(), values.len(), "{node:?}");
    places.into_iter().zip(values).collect()
}

/// What the figures of a node are places in: one profile of several, what they come to, or all of it.
fn root<'v>(node: Node<'_, '_>, all: &'v Value, summary: Option<&'v Value>) -> &'v Value {
    for node in node.ancestors() {
        match node.attribute("data-of") {
            Some("summary") => return summary.expect("a summary"),
            Some("profile") => {
                let number = node.attribute("data-profile").expect("a number");
                return &all[number.parse::<usize>().expect("a number")];
            }
            _ => {}
        }
    }
    all
}

/// Holds every figure against the JSON; the places that were seen.
fn check(page: &str, all: &Value, summary: Option<&Value>) -> BTreeSet<String> {
    let document = read(page);
    let mut seen = BTreeSet::new();
    for node in document.descendants() {
        for (place, value) in figures(node) {
            let root = root(node, all, summary);
            let found = root
                .pointer(place)
                .unwrap_or_else(|| panic!("no {place} in the JSON"));
            let found = found
                .as_f64()
                .unwrap_or_else(|| panic!("{place} is {found}"));
            assert!(
                (found - value).abs() < 1e-9,
                "{place} is {found}, not {value}"
            );
            if node.tag_name().name() == "data" || node.tag_name().name() == "text" {
                shows(node, place, value);
            }
            seen.insert(place.to_owned());
        }
    }
    seen
}

/// The text of a figure has its value, as a score, a percentage, a count or bits.
fn shows(node: Node<'_, '_>, place: &str, value: f64) {
    let texts = node.children().filter(Node::is_text);
    let text: String = texts.filter_map(|node| node.text()).collect();
    let size = value.abs();
    let percent = (value * 100.0)
        .round()
        .min(if value < 1.0 { 99.0 } else { 100.0 });
    let forms = [
        format!("{size:.1}"),
        format!("{size:.2}"),
        format!("{size:.3}"),
        format!("{size:.0}"),
        format!("{percent:.0} %"),
        // Half away from zero.
        format!("{:.1} %", (value * 1000.0).round() / 10.0),
        format!("{:.2}", value * 100.0),
    ];
    let is_share = place.ends_with("share");
    let words = is_share && (text.to_lowercase().contains("settled") || text.contains("<1 %"));
    assert!(
        words || forms.iter().any(|form| text.contains(form.as_str())),
        "{place}: `{text}` does not show {value}"
    );
}

/// All numbers in a value, by place.
fn numbers(value: &Value, place: String, found: &mut BTreeSet<String>) {
    match value {
        Value::Number(_) => {
            found.insert(place);
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                numbers(item, format!("{place}/{number}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                numbers(member, format!("{place}/{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[test]
fn a_page_shows_the_figures_of_the_json() {
    for (profile, page) in PROFILES.into_iter().zip(PAGES.iter()) {
        let report = json(&score(profile, &["json"]));
        let seen = check(page, &report, None);
        let mut all = BTreeSet::new();
        for part in [
            "/coverage",
            "/scores",
            "/recommendation",
            "/next_questions",
            "/gates",
            "/plan",
        ] {
            if let Some(value) = report.pointer(part) {
                numbers(value, part.to_owned(), &mut all);
            }
        }
        let settled = report["recommendation"]["settled"] == true;
        let exact = report["recommendation"]["share_exact"] == true;
        let missing = all.difference(&seen).filter(|place| {
            let question = place.strip_prefix("/next_questions/");
            let question = question.and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
            let gate = place
                .strip_prefix("/gates/")
                .and_then(|rest| rest.split('/').next());
            let gate = gate.map(|gate| &report["gates"][gate.parse::<usize>().expect("a number")]);
            let folded = question.is_some_and(|number| number >= 25)
                || gate.is_some_and(|gate| gate["state"] == "clear")
                || place.contains("/witness/")
                || place.contains("/facts/")
                || place.contains("/from")
                || place.contains("/to")
                || place.contains("/value")
                || (place.ends_with("share_error") && (exact || settled));
            !folded
        });
        let missing: Vec<&String> = missing.collect();
        assert!(missing.is_empty(), "{profile:?} does not show {missing:?}");
    }
}

/// Profiles that are scored in no time.
const DRAWN: [&[&str]; 3] = [PROFILES[0], PROFILES[2], PROFILES[6]];

#[test]
fn pictures_show_the_figures_of_the_json() {
    let mut drawn = 0;
    for profile in DRAWN {
        let report = json(&score(profile, &["json"]));
        for chart in ["scores", "radar", "pits", "waterfall", "map"] {
            let picture = printed(&score(profile, &["svg", "--chart", chart]));
            // The tiny set has fewer rubrics than some charts need.
            if picture.is_empty() {
                assert!(profile.contains(&"--rubrics"), "{profile:?} {chart}");
                continue;
            }
            drawn += 1;
            let seen = check(&picture, &report, None);
            assert!(!seen.is_empty(), "{profile:?} {chart}");
            let document = read(&picture);
            let svg = document.root_element();
            assert_eq!(
                svg.tag_name().namespace(),
                Some("http://www.w3.org/2000/svg")
            );
            let names: Vec<&str> = svg.children().map(|node| node.tag_name().name()).collect();
            assert!(
                names.contains(&"title") && names.contains(&"desc"),
                "{names:?}"
            );
        }
    }
    assert!(drawn > 10, "only {drawn} pictures");
}

/// A coordinate of a shape.
fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).expect(name).parse().expect("a number")
}

#[test]
fn shapes_stand_where_their_figures_are() {
    for profile in DRAWN {
        let picture = printed(&score(profile, &["svg", "--chart", "scores"]));
        let document = read(&picture);
        let track = document
            .descendants()
            .find(|node| node.attribute("class") == Some("track"));
        let track = track.expect("a track");
        let (zero, length) = (number(track, "x"), number(track, "width"));
        let at = |points: f64| zero + length * points / 100.0;
        let mut checked = 0;
        for node in document.descendants() {
            let figures = figures(node);
            match (node.attribute("class"), figures.as_slice()) {
                (Some("band"), [(_, low), (_, high)]) => {
                    let (x, width) = (number(node, "x"), number(node, "width"));
                    assert!(
                        (x - at(*low)).abs() < 0.011 && (x + width - at(*high)).abs() < 0.021,
                        "{node:?}"
                    );
                    checked += 1;
                }
                (Some("mark"), [(_, estimate)]) => {
                    assert!(
                        (number(node, "cx") - at(*estimate)).abs() < 0.011,
                        "{node:?}"
                    );
                    checked += 1;
                }
                _ => {}
            }
        }
        assert!(checked >= 4, "{profile:?}: {checked}");
    }
}

#[test]
fn a_portfolio_shows_the_figures_of_the_json() {
    let profiles = PORTFOLIO;
    for more in [
        &[][..],
        &["--sort", "readiness:desc", "--top", "5"],
        &["--plan-to", "go-big"],
    ] {
        let arguments = [&profiles[..], more].concat();
        let page = printed(&score(&arguments, &["html"]));
        let all = json(&score(&arguments, &["json"]));
        let summary = json(&score(&profiles, &["json", "--summary"]));
        let seen = check(&page, &all, Some(&summary));
        assert!(seen.len() > 50, "{}", seen.len());
        let sections = read(&page);
        let sections = sections
            .descendants()
            .filter(|node| node.attribute("data-of") == Some("profile"));
        assert_eq!(sections.count(), all.as_array().map_or(0, Vec::len));
        let map = printed(&score(&arguments, &["svg", "--chart", "map"]));
        assert!(!check(&map, &all, None).is_empty());
    }
}

#[test]
fn a_comparison_shows_the_figures_of_the_json() {
    let profiles = [
        "examples/fmcg-first-sponsor.yaml",
        "examples/fmcg-parachuted-executive.yaml",
        "examples/fmcg-conditional-favours.yaml",
    ];
    let with = |format| [&["compare", "--quiet", "--format", format], &profiles[..]].concat();
    let seen = check(&printed(&with("html")), &json(&with("json")), None);
    assert!(seen.iter().any(|place| place.ends_with("/by")), "{seen:?}");
    assert!(
        seen.iter().any(|place| place.ends_with("/points")),
        "{seen:?}"
    );
}

#[test]
fn a_difference_shows_the_figures_of_the_json() {
    let with = |format| {
        let fixed = ["diff", "--quiet", "--format", format];
        let sets = [
            "tests/cmd/fixtures/shop-1.toml",
            "tests/cmd/fixtures/shop-2.toml",
        ];
        let profiles = ["--profiles", "tests/cmd/fixtures/shops"];
        [&fixed[..], &sets, &profiles].concat()
    };
    let (page, report) = (printed(&with("html")), json(&with("json")));
    assert!(!check(&page, &report, None).is_empty());
    // The cells of the heat map hold every profile once.
    let document = read(&page);
    let cells = document
        .descendants()
        .filter_map(|node| node.attribute("data-matrix"));
    let sum: u64 = cells
        .map(|cell| cell.parse::<u64>().expect("a count"))
        .sum();
    assert_eq!(Some(sum), report["portfolio"]["profiles"].as_u64());
}
