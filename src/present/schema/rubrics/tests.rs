//! A rubric set's own tests.

use super::super::{about, any_of, keys, reference, some_of, table};
use super::{any_key, boolean, filled, keyed, number, text};
use serde_json::{Map, Value, json};

/// What a test may expect.
const EXPECTS: [&str; 14] = [
    "leads",
    "clearly",
    "settled",
    "rule",
    "not_leading",
    "possible",
    "tripped",
    "clear",
    "open",
    "advises",
    "deepest",
    "above",
    "scores",
    "orders",
];

pub(super) fn test() -> Value {
    let some = |name: &str| any_of(vec![reference(name), some_of(reference(name))]);
    let facts = || keyed("\\.", json!({}));
    let above = table(
        keys([
            ("score", reference("score-id")),
            ("than", filled()),
            ("by", number()),
        ]),
        &["score", "than", "by"],
    );
    let order = table(
        keys([
            ("score", reference("score-id")),
            ("fact", reference("fact-id")),
            (
                "worse_to_better",
                about(
                    json!({}),
                    "Values of the fact, or tables of facts, worst first; a list inside means that these score the same.",
                ),
            ),
        ]),
        &["score", "worse_to_better"],
    );
    let one_or_more = |item: Value| any_of(vec![item.clone(), some_of(item)]);
    let mut test = table(
        keys([
            ("name", filled()),
            ("about", about(text(), "What the case is.")),
            ("source", about(text(), "Document and section.")),
            (
                "judgement",
                about(text(), "Why what it expects is only judgment."),
            ),
            (
                "profile",
                about(filled(), "A profile's file, from the folder of this one."),
            ),
            ("facts", about(facts(), "\"section.key\" = value")),
            (
                "like",
                about(
                    filled(),
                    "An earlier test, whose profile it takes with other `facts`.",
                ),
            ),
            (
                "leads",
                about(reference("recommendation-id"), "What leads."),
            ),
            ("clearly", about(boolean(), "Whether it leads clearly.")),
            (
                "settled",
                about(boolean(), "Whether only one recommendation is possible."),
            ),
            (
                "rule",
                about(reference("rule-id"), "The rule that carries it."),
            ),
            (
                "not_leading",
                about(some("recommendation-id"), "What must not lead."),
            ),
            (
                "possible",
                about(some("recommendation-id"), "Exactly these are possible."),
            ),
            (
                "tripped",
                about(some("gate-id"), "Gates that have tripped."),
            ),
            ("clear", about(some("gate-id"), "Gates that are clear.")),
            (
                "open",
                about(some("gate-id"), "Gates that the unknown facts decide."),
            ),
            (
                "advises",
                about(one_or_more(filled()), "Advice that is given."),
            ),
            (
                "deepest",
                about(
                    any_key(text()),
                    "The worst dimension of a rubric: rubric = \"dimension\".",
                ),
            ),
            (
                "above",
                about(above, "How far a score stands above that of another test."),
            ),
            (
                "scores",
                about(one_or_more(expected_score()), "Where scores lie."),
            ),
            (
                "orders",
                about(
                    one_or_more(order),
                    "How changes of the profile order a score.",
                ),
            ),
        ]),
        &["name"],
    );
    let expects: Vec<Value> = EXPECTS
        .iter()
        .map(|name| json!({ "required": [name] }))
        .collect();
    test["allOf"] = json!([
        { "anyOf": expects },
        { "anyOf": [{ "required": ["profile"] }, { "required": ["facts"] }, { "required": ["like"] }] },
        { "not": { "anyOf": [{ "required": ["profile", "facts"] }, { "required": ["profile", "like"] }] } },
    ]);
    test
}

fn expected_score() -> Value {
    let score = || json!({ "type": "number", "minimum": 0, "maximum": 100 });
    let says = [
        "at_least", "above", "at_most", "below", "value", "low", "high", "rating",
    ];
    let mut entries: Map<String, Value> = says
        .iter()
        .map(|name| ((*name).to_owned(), score()))
        .collect();
    entries.insert("score".to_owned(), reference("score-id"));
    entries.insert("rating".to_owned(), filled());
    let mut expected = table(entries, &["score"]);
    expected["minProperties"] = json!(2);
    expected
}
