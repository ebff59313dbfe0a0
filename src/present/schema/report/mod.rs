//! The schema of what `score --format json` and `jsonl` print: a report, what is said of a bad profile, or a
//! list of both. Ids are those of one rubric set. A test holds every key of many reports against it, and the
//! other way round.

mod outlook;
mod scores;

use super::{DRAFT, about, any_of, keys, list_of, named, reference, table};
use crate::finding::{Code, Level};
use crate::rubric::RubricSet;
use serde_json::{Map, Value, json};

/// The schema of the reports that are made with a set.
#[must_use]
pub fn report(set: &RubricSet) -> Value {
    let element = any_of(vec![reference("report"), reference("failure")]);
    let mut schema = any_of(vec![
        element.clone(),
        about(
            list_of(element),
            "Of several profiles, in the order of the input.",
        ),
    ]);
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!(format!("Report of maturity score with {}", named(set)));
    let mut definitions = keys([
        ("report", one_report()),
        ("failure", failure()),
        ("profile-name", profile_name()),
        ("finding", finding()),
        ("advice", advice()),
        ("part", outlook::part()),
        ("value", value()),
        (
            "values",
            about(
                facts_with(reference("value")),
                "Facts and what is said about each.",
            ),
        ),
        (
            "points",
            json!({ "type": ["number", "null"], "minimum": 0, "maximum": 100 }),
        ),
        (
            "share",
            json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        ),
        ("state", word(&["true", "false", "open"])),
        ("gate-state", word(&["tripped", "clear", "open"])),
    ]);
    definitions.extend(ids(set));
    schema["definitions"] = definitions.into();
    schema
}

fn ids(set: &RubricSet) -> Map<String, Value> {
    let one_of = |ids: Vec<&str>| {
        // Draft-04 has no empty list of values.
        if ids.is_empty() {
            json!({ "not": {} })
        } else {
            json!({ "enum": ids })
        }
    };
    let ratings = || set.rubrics.iter().flat_map(|rubric| &rubric.ratings);
    let mut rating_ids: Vec<&str> = ratings().map(|rating| &*rating.id).collect();
    rating_ids.sort_unstable();
    rating_ids.dedup();
    keys([
        (
            "fact-id",
            one_of(set.facts.iter().map(|item| &*item.id).collect()),
        ),
        (
            "rubric-id",
            one_of(set.rubrics.iter().map(|item| &*item.id).collect()),
        ),
        (
            "dimension-id",
            one_of(set.dimensions.iter().map(|item| &*item.id).collect()),
        ),
        (
            "criterion-id",
            one_of(set.criteria.iter().map(|item| &*item.id).collect()),
        ),
        (
            "gate-id",
            one_of(set.gates.iter().map(|item| &*item.id).collect()),
        ),
        (
            "rule-id",
            one_of(set.rules.iter().map(|item| &*item.id).collect()),
        ),
        (
            "recommendation-id",
            one_of(set.recommendations.iter().map(|item| &*item.id).collect()),
        ),
        (
            "advice-id",
            one_of(set.advice.iter().map(|item| &*item.id).collect()),
        ),
        ("rating-id", one_of(rating_ids)),
    ])
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn whole(least: u32) -> Value {
    json!({ "type": "integer", "minimum": least })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}

fn word(words: &[&str]) -> Value {
    json!({ "enum": words })
}

/// The same, or null.
fn or_null(schema: Value) -> Value {
    any_of(vec![schema, json!({ "type": "null" })])
}

/// A table that has each of these keys, and all but some of them always.
fn all_but<const N: usize>(entries: [(&str, Value); N], optional: &[&str]) -> Value {
    let names = entries.iter().map(|(key, _)| *key);
    let required: Vec<&str> = names.filter(|key| !optional.contains(key)).collect();
    table(keys(entries), &required)
}

/// A table that always has each of these keys.
fn all<const N: usize>(entries: [(&str, Value); N]) -> Value {
    all_but(entries, &[])
}

/// A table with facts for keys.
fn facts_with(value: Value) -> Value {
    json!({
        "type": "object",
        "additionalProperties": value,
    })
}

fn one_report() -> Value {
    all_but(
        [
            (
                "report",
                about(
                    word_of(1),
                    "The version of this form. Names are added, never renamed.",
                ),
            ),
            (
                "audience",
                about(
                    word(&["customer"]),
                    "Only with `--audience customer`: what may be handed over.",
                ),
            ),
            ("rubric_set", rubric_set()),
            ("profile", reference("profile-name")),
            (
                "coverage",
                about(
                    reference("share"),
                    "The part of effective weight whose facts are known, rounded down.",
                ),
            ),
            ("scores", list_of(scores::rubric_score())),
            ("gates", list_of(scores::gate())),
            (
                "recommendation",
                about(outlook::proposal(), "Not there for the customer."),
            ),
            (
                "reasons",
                about(
                    list_of(scores::reason()),
                    "What costs how much: criteria by cost, then for each rubric the rest.",
                ),
            ),
            (
                "advice",
                about(
                    list_of(reference("advice")),
                    "What to do about it, each piece once.",
                ),
            ),
            (
                "next_questions",
                about(
                    list_of(outlook::question()),
                    "What to ask next, most telling first; empty where the recommendation is settled.",
                ),
            ),
            (
                "since",
                about(
                    outlook::since(),
                    "What has become of it since the baseline; only with `--baseline`.",
                ),
            ),
            (
                "what_if",
                about(
                    list_of(outlook::supposed()),
                    "What was taken otherwise than the profile says, by `--set`.",
                ),
            ),
            (
                "stale",
                about(
                    list_of(outlook::stale()),
                    "What the profile says that is too old for `--today`.",
                ),
            ),
            (
                "trace",
                about(
                    outlook::trace(),
                    "How every gate and every rule came out; only with `--trace`.",
                ),
            ),
            (
                "plan",
                about(
                    outlook::plan(),
                    "What would have to change for another recommendation; only with `--plan-to`.",
                ),
            ),
            (
                "findings",
                about(
                    list_of(reference("finding")),
                    "Warnings and notes about the profile.",
                ),
            ),
        ],
        &["audience", "recommendation", "since", "trace", "plan"],
    )
}

fn word_of(number: u32) -> Value {
    json!({ "enum": [number] })
}

fn failure() -> Value {
    about(
        all([
            ("profile", reference("profile-name")),
            (
                "findings",
                about(list_of(reference("finding")), "Why it could not be scored."),
            ),
        ]),
        "A profile that could not be used.",
    )
}

fn rubric_set() -> Value {
    about(
        all([
            ("id", text()),
            ("version", text()),
            (
                "digest",
                about(
                    json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
                    "SHA-256 of the set's logic, texts left out.",
                ),
            ),
            (
                "sources",
                about(
                    facts_with(text()),
                    "The documents that `source` texts name, and their titles.",
                ),
            ),
        ]),
        "What it was scored with.",
    )
}

fn profile_name() -> Value {
    all([
        (
            "path",
            about(text(), "The file as it was named, `-` for standard input."),
        ),
        (
            "index",
            about(whole(0), "The document in the file, from 0."),
        ),
        ("id", about(or_null(text()), "`profile.id`.")),
        ("name", about(or_null(text()), "`company.name`.")),
    ])
}

fn finding() -> Value {
    let levels = [Level::Error, Level::Warning, Level::Note].map(Level::name);
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    all_but(
        [
            ("level", word(&levels)),
            ("code", word(&codes)),
            ("message", text()),
            ("path", text()),
            (
                "line",
                about(
                    or_null(whole(1)),
                    "From 1; null where it is about the whole file.",
                ),
            ),
            ("column", about(or_null(whole(1)), "In characters, from 1.")),
            ("hint", about(or_null(text()), "What to do about it.")),
            (
                "document",
                about(
                    whole(0),
                    "Which document of the file, from 0, where it holds several.",
                ),
            ),
        ],
        &["document"],
    )
}

fn advice() -> Value {
    all([
        ("id", reference("advice-id")),
        ("text", about(text(), "What to do.")),
        ("source", about(text(), "Document and section.")),
    ])
}

/// A value as a profile writes it.
fn value() -> Value {
    let one = || json!({ "type": ["string", "number", "boolean"] });
    let end = || {
        any_of(vec![
            json!({ "type": "number" }),
            list_of(json!({ "type": "number" })),
        ])
    };
    let half = table(
        keys([
            ("one_of", list_of(one())),
            ("not", list_of(one())),
            ("at_least", end()),
            ("at_most", end()),
            ("includes", list_of(text())),
            ("excludes", list_of(text())),
        ]),
        &[],
    );
    about(
        any_of(vec![
            json!({ "type": ["null", "boolean", "number", "string"] }),
            about(list_of(text()), "A whole set."),
            about(half, "Half-knowledge."),
        ]),
        "As a profile writes it; null for not known.",
    )
}
