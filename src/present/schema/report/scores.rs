//! Scores, gates and what costs how much.

use super::super::{about, list_of, reference};
use super::{all, number, or_null, text, whole, word};
use serde_json::{Value, json};

fn estimate() -> [(&'static str, Value); 3] {
    [
        (
            "estimate",
            about(
                reference("points"),
                "Expected under the priors; null where nothing applies.",
            ),
        ),
        (
            "low",
            about(
                reference("points"),
                "The least over every way to fill in what is unknown.",
            ),
        ),
        ("high", about(reference("points"), "The greatest.")),
    ]
}

pub(super) fn rubric_score() -> Value {
    let [estimate, low, high] = estimate();
    all([
        ("id", reference("rubric-id")),
        ("title", text()),
        estimate,
        low,
        high,
        (
            "rating",
            about(
                or_null(reference("rating-id")),
                "How the estimate is called.",
            ),
        ),
        ("rating_title", or_null(text())),
        ("higher_is", word(&["better", "worse"])),
        (
            "aggregate",
            about(
                word(&["mean", "worst"]),
                "How the dimensions' scores make this one, before gates.",
            ),
        ),
        ("dimensions", list_of(dimension_score())),
        (
            "worst_dimension",
            about(
                or_null(reference("dimension-id")),
                "The worst of them by estimate.",
            ),
        ),
    ])
}

fn dimension_score() -> Value {
    let [estimate, low, high] = estimate();
    all([
        ("id", reference("dimension-id")),
        ("title", text()),
        ("weight", about(whole(1), "In the rubric.")),
        estimate,
        low,
        high,
        ("rating", or_null(reference("rating-id"))),
        ("rating_title", or_null(text())),
        ("criteria", list_of(criterion_score())),
    ])
}

fn criterion_score() -> Value {
    let [estimate, low, high] = estimate();
    all([
        ("id", reference("criterion-id")),
        ("title", text()),
        (
            "facts",
            about(
                reference("values"),
                "What the profile says about the facts of its scale.",
            ),
        ),
        estimate,
        low,
        high,
        ("weight", about(whole(1), "In the dimension.")),
        (
            "effective_weight",
            about(
                reference("share"),
                "The part of the rubric's score that hangs on it.",
            ),
        ),
        (
            "applies",
            about(
                json!({ "type": ["boolean", "null"] }),
                "Null while that is open.",
            ),
        ),
        (
            "cost",
            about(number(), "What it costs the rubric, in points."),
        ),
        (
            "reason",
            about(or_null(text()), "What the one row that can hold says."),
        ),
    ])
}

pub(super) fn gate() -> Value {
    all([
        ("id", reference("gate-id")),
        ("title", text()),
        ("state", reference("gate-state")),
        ("cap", about(reference("points"), "Null for a knock-out.")),
        (
            "reason",
            about(or_null(text()), "What a tripped gate says."),
        ),
    ])
}

pub(super) fn reason() -> Value {
    all([
        (
            "criterion",
            about(
                or_null(reference("criterion-id")),
                "Null for a rubric's rest: caps, `worst` and rounding.",
            ),
        ),
        ("title", or_null(text())),
        ("rubric", reference("rubric-id")),
        ("cost", about(number(), "Points of the rubric's score.")),
        (
            "text",
            about(
                or_null(text()),
                "What it says about the customer; null while the facts are open.",
            ),
        ),
        ("advice", list_of(reference("advice-id"))),
    ])
}
