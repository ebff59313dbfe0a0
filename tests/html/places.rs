//! The figures of a page or picture: each has its place in the JSON and its value beside it, shows that value in the
//! digits that are usual there, and stands where that value is.

use roxmltree::Node;
use serde_json::Value;
use std::collections::BTreeSet;

/// A page or picture as a strict reader sees it.
pub(crate) fn read(text: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    roxmltree::Document::parse_with_options(text, options).expect("well-formed")
}

/// The figures of an element: their places in the JSON, and their values.
pub(crate) fn figures<'n>(node: Node<'n, '_>) -> Vec<(&'n str, f64)> {
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
pub(crate) fn check(page: &str, all: &Value, summary: Option<&Value>) -> BTreeSet<String> {
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
                shows(node, root, place, value);
            }
            seen.insert(place.to_owned());
        }
    }
    seen
}

/// The numbers in a text, without their signs.
fn digits(text: &str) -> Vec<&str> {
    let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = numbers.map(|number| number.trim_end_matches('.'));
    numbers.filter(|number| !number.is_empty()).collect()
}

/// A figure of four decimals at most, counted in units of its last one, with fewer decimals: half away from zero.
fn fewer(units: f64, places: u32, decimals: u32) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a figure of at most a thousand"
    )]
    let units = units.abs().round() as i64;
    let unit = 10_i64.pow(places - decimals);
    let rounded = (2 * units + unit) / (2 * unit);
    let (whole, rest) = (
        rounded / 10_i64.pow(decimals),
        rounded % 10_i64.pow(decimals),
    );
    match decimals {
        0 => whole.to_string(),
        _ => format!("{whole}.{rest:0width$}", width = decimals as usize),
    }
}

/// The size of a figure with so many decimals.
pub(crate) fn shorter(figure: f64, decimals: u32) -> String {
    fewer(figure * 10_000.0, 4, decimals)
}

/// A part of a whole in percent: all only where it is all.
pub(crate) fn percent(part: f64, decimals: u32) -> String {
    let all = fewer(10_000.0, 2, decimals);
    let shown = fewer(part * 10_000.0, 2, decimals);
    let nearly = if decimals == 0 { "99" } else { "99.9" };
    if shown == all && part < 1.0 && decimals < 2 {
        nearly.to_owned()
    } else {
        shown
    }
}

/// The text of a figure shows its value, with its sign, in the digits that are usual for what it is.
fn shows(node: Node<'_, '_>, root: &Value, place: &str, value: f64) {
    let texts = node.children().filter(Node::is_text);
    let text: String = texts.filter_map(|node| node.text()).collect();
    let (above, key) = place.rsplit_once('/').unwrap_or(("", place));
    let size = value.abs();
    let is_picture = node.tag_name().name() == "text";
    let shown = match key {
        "low" | "high" if above.contains("/criteria/") => shorter(size, 0),
        "cost" if above.starts_with("/scores/") => shorter(size, 2),
        "points" | "rest" if !is_picture => shorter(size, 2),
        "share_error" => percent(value, 2),
        "bits" => shorter(size, 3),
        "coverage" => percent(value, 0),
        "effective_weight" => percent(value, 1),
        "share" if value < 0.01 => "1".to_owned(),
        "share" => percent(value, 0),
        "cap" | "weight" | "effort" | "profiles" | "settled" | "moved" => shorter(size, 0),
        _ => shorter(size, 1),
    };
    let settled = key == "share" && {
        let proposal = above.split("/possible").next().unwrap_or("");
        root.pointer(proposal)
            .is_some_and(|proposal| proposal["settled"] == true)
    };
    if settled {
        assert!(text.to_lowercase().contains("settled"), "{place}: `{text}`");
        return;
    }
    // A plan's number stands before its effort.
    let found = digits(&text);
    assert_eq!(
        found.last(),
        Some(&shown.as_str()),
        "{place}: `{text}` {value}"
    );
    assert!(found.len() == 1 || key == "effort", "{place}: `{text}`");
    assert_eq!(
        key == "share" && value < 0.01,
        text.contains("<1"),
        "{place}: `{text}`"
    );
    let is_signed = ["by", "points", "rest"].contains(&key) || text.contains('−');
    if is_signed && size >= 0.005 {
        assert_eq!(text.contains('−'), value < 0.0, "{place}: `{text}`");
    }
}

/// All numbers in a value, by place.
pub(crate) fn numbers(value: &Value, place: String, found: &mut BTreeSet<String>) {
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

/// The figures of a report that its page has to show and does not.
pub(crate) fn missing(report: &Value, seen: &BTreeSet<String>) -> Vec<String> {
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
    let planned = report["plan"]["outcome"] == "plans";
    let missing = all.difference(seen).filter(|place| {
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
            || (place.starts_with("/plan/") && !planned)
            || (place.ends_with("share_error") && (exact || settled));
        !folded
    });
    missing.cloned().collect()
}

/// A coordinate of a shape.
fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).expect(name).parse().expect("a number")
}

/// The nearest shape before a node that is one of these.
fn before<'d, 'i>(node: Node<'d, 'i>, classes: &[&str]) -> Node<'d, 'i> {
    let is_one = |one: &Node<'_, '_>| {
        let class = one.attribute("class");
        class.is_some_and(|class| classes.contains(&class))
    };
    let mut earlier = node.prev_siblings().skip(1);
    earlier.find(is_one).expect("a shape")
}

/// Holds shapes against their figures: how many stand where they should.
pub(crate) fn stand(page: &str) -> usize {
    let document = read(page);
    let mut standing = 0;
    for node in document.descendants() {
        let figures = figures(node);
        let Some((place, value)) = figures.first() else {
            continue;
        };
        let close = |found: f64, wanted: f64| (found - wanted).abs() < 0.021;
        let class = node.attribute("class").unwrap_or("");
        let key = place.rsplit('/').next().unwrap_or("");
        let on_line = |points: f64| {
            let track = before(node, &["track"]);
            number(track, "x") + number(track, "width") * points / 100.0
        };
        let stands = match class {
            "band" => {
                let (x, width) = (number(node, "x"), number(node, "width"));
                close(x, on_line(*value)) && close(x + width, on_line(figures[1].1))
            }
            // Before and after on one line from 7 to 353.
            "mark" | "hollow" if ["from", "to"].contains(&key) => {
                close(number(node, "cx"), 7.0 + 3.46 * value)
            }
            // A radar around its middle.
            "mark" if place.contains("/dimensions/") => {
                let far = (number(node, "cx") - 200.0).hypot(number(node, "cy") - 160.0);
                close(far, 0.96 * value)
            }
            "mark" => close(number(node, "cx"), on_line(*value)),
            "pit" => close(number(node, "height"), 1.7 * value),
            // What costs so much has a bar of that length, which can always be seen, and ends where the line does:
            // rounded costs may come to a few hundredths more.
            "over end" | "value end" if !place.contains("/dimensions/") => {
                let bar = before(node, &["cost", "guess", "gain", "sum"]);
                (number(bar, "width") - (3.6 * value.abs()).max(1.0)).abs() < 0.2
            }
            _ => continue,
        };
        assert!(
            stands,
            "{place} is {value}, and its {class} stands elsewhere"
        );
        standing += 1;
    }
    standing
}
