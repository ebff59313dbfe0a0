//! Rubrics, ratings, dimensions, criteria and gates.

use super::super::{about, any_of, keys, reference, some_of, table};
use super::{
    aggregate, any_key, boolean, each_once, earlier, filled, id, number, one_end, part, placed_id,
    points, text, weight, word,
};
use serde_json::{Map, Value, json};

pub(super) fn rubric() -> Value {
    part(
        [
            ("id", id()),
            ("title", about(filled(), "For people.")),
            ("about", about(text(), "What it measures.")),
            (
                "higher_is",
                about(
                    word(&["better", "worse"]),
                    "Whether 100 is the best score or the worst.",
                ),
            ),
            ("aggregate", aggregate()),
            (
                "internal",
                about(
                    boolean(),
                    "For ourselves only: not in what the customer is given.",
                ),
            ),
        ],
        &["id", "higher_is"],
    )
}

pub(super) fn rating() -> Value {
    let mut rating = part(
        [
            ("id", filled()),
            ("title", about(filled(), "For people.")),
            (
                "from",
                about(
                    points(),
                    "The least score that it names; the lowest rating begins at 0.",
                ),
            ),
            ("rubric", reference("rubric-id")),
        ],
        &["id", "from"],
    );
    if let Some(properties) = rating["properties"].as_object_mut() {
        properties.remove("source");
    }
    rating
}

pub(super) fn dimension() -> Value {
    part(
        [
            (
                "id",
                about(
                    placed_id(),
                    "Its own name, or rubric/name where the file has no [rubric].",
                ),
            ),
            ("title", about(filled(), "For people.")),
            ("about", about(text(), "What it measures.")),
            ("weight", weight()),
        ],
        &["id"],
    )
}

pub(super) fn criterion() -> Value {
    let by_option = any_key(any_of(vec![points(), row(Map::new())]));
    let band = row(keys([("below", number()), ("at_most", number())]));
    let case = row(keys([("when", reference("fact-condition"))]));
    let mut criterion = part(
        [
            ("id", id()),
            (
                "dimension",
                about(
                    reference("dimension-id"),
                    "Its dimension: the own name, or rubric/name where the file has no [rubric].",
                ),
            ),
            ("title", about(filled(), "For people.")),
            ("weight", weight()),
            (
                "judgement",
                about(text(), "Why weight or points are only judgment."),
            ),
            ("renamed_from", earlier()),
            ("applies_when", reference("fact-condition")),
            (
                "fact",
                about(reference("fact-id"), "The fact of the scale."),
            ),
            (
                "points",
                about(by_option, "Points for each option, or for true and false."),
            ),
            (
                "bands",
                about(
                    some_of(one_end(band)),
                    "Bands of a number, ascending; the last is open.",
                ),
            ),
            (
                "share_of",
                about(
                    any_of(vec![text(), each_once(some_of(text()))]),
                    "Points are the share of these options that hold, in percent.",
                ),
            ),
            (
                "cases",
                about(
                    some_of(case),
                    "The first case that holds; the last has no `when`.",
                ),
            ),
            (
                "reason",
                about(text(), "One sentence about this customer, for `share_of`."),
            ),
            ("advice", reference("advice-names")),
        ],
        &["id", "dimension", "weight"],
    );
    let scales = ["points", "bands", "share_of", "cases"];
    let exactly_one = scales.map(|scale| json!({ "required": [scale] }));
    criterion["oneOf"] = json!(exactly_one);
    let share = json!(["share_of"]);
    let fact = json!(["fact"]);
    criterion["dependencies"] = json!({
        "points": fact,
        "bands": fact,
        "share_of": fact,
        "cases": { "not": { "required": ["fact"] } },
        "reason": share,
        "advice": share,
    });
    criterion
}

/// What a row of a scale has beside what it is for.
fn row(entries: Map<String, Value>) -> Value {
    let mut all = entries;
    all.extend(keys([
        ("points", points()),
        ("reason", about(text(), "One sentence about this customer.")),
        ("advice", reference("advice-names")),
    ]));
    table(all, &["points"])
}

pub(super) fn gate() -> Value {
    let mut gate = part(
        [
            (
                "id",
                about(
                    placed_id(),
                    "Its own name, or rubric/name where the file has no [rubric].",
                ),
            ),
            ("title", about(filled(), "For people.")),
            (
                "when",
                about(
                    reference("gate-condition"),
                    "When it trips. A gate reads facts, scores of dimensions and other gates.",
                ),
            ),
            (
                "cap",
                about(points(), "Bounds the rubric's score towards worse."),
            ),
            (
                "knock_out",
                about(boolean(), "Caps nothing: rules name it."),
            ),
            ("reason", about(text(), "What it says about the customer.")),
            ("advice", reference("advice-names")),
            ("renamed_from", earlier()),
        ],
        &["id", "when"],
    );
    let knocks_out =
        json!({ "required": ["knock_out"], "properties": { "knock_out": { "enum": [true] } } });
    gate["oneOf"] = json!([{ "required": ["cap"] }, knocks_out]);
    gate
}
