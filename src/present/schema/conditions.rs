//! Conditions of a rubric set's files: a table that tests one thing, or a list of them that must all hold.

use super::{about, any_of, keys, reference, some_of, table};
use serde_json::{Map, Value, json};

/// Where a condition stands, and so what it may read: `applies_when` and `cases`, gates, rules.
const PLACES: [&str; 3] = ["fact-condition", "gate-condition", "rule-condition"];

/// The conditions of each place, and lists of them.
pub(super) fn definitions() -> Map<String, Value> {
    let mut definitions = Map::new();
    for place in PLACES {
        let one = format!("one-{place}");
        let list = about(
            any_of(vec![reference(&one), some_of(reference(&one))]),
            "A table with one test, or a list of tables: all of them must hold.",
        );
        definitions.insert(place.to_owned(), list);
        definitions.insert(one, condition(place));
    }
    definitions.extend(keys([
        ("fact-test", fact_test()),
        ("any-score-test", score_test("score", reference("score-id"))),
        (
            "dimension-test",
            score_test("score", json!({ "type": "string", "pattern": "/" })),
        ),
        ("worst-test", score_test("worst", reference("rubric-id"))),
        (
            "gate-test",
            about(
                table(keys([("gate", reference("gate-id"))]), &["gate"]),
                "Holds where the gate has tripped.",
            ),
        ),
    ]));
    definitions
}

fn condition(place: &str) -> Value {
    let all = reference(place);
    let one = reference(&format!("one-{place}"));
    let group =
        |head: &str, inner: Value, text: &str| about(table(keys([(head, inner)]), &[head]), text);
    let mut forms = vec![reference("fact-test")];
    forms.extend(match place {
        "fact-condition" => Vec::new(),
        "gate-condition" => vec![reference("dimension-test"), reference("gate-test")],
        _ => ["any-score-test", "worst-test", "gate-test"]
            .map(reference)
            .to_vec(),
    });
    forms.extend([
        group(
            "any",
            any_of(vec![one.clone(), some_of(one)]),
            "Holds where one of these does.",
        ),
        group("all", all.clone(), "Holds where all of these do."),
        group("not", all, "Holds where this does not."),
    ]);
    any_of(forms)
}

fn fact_test() -> Value {
    let fact = || ("fact", reference("fact-id"));
    let words = || {
        any_of(vec![
            json!({ "type": "string" }),
            some_of(json!({ "type": "string" })),
        ])
    };
    let number = || json!({ "type": "number" });
    let mut between = table(
        keys([
            fact(),
            ("below", number()),
            ("at_most", number()),
            ("at_least", number()),
            ("above", number()),
        ]),
        &["fact"],
    );
    between["minProperties"] = json!(2);
    // A lower and an upper bound go together.
    between["not"] = any_of(vec![
        json!({ "required": ["below", "at_most"] }),
        json!({ "required": ["at_least", "above"] }),
    ]);
    any_of(vec![
        about(
            table(
                keys([
                    fact(),
                    ("is", json!({ "type": ["string", "boolean", "number"] })),
                ]),
                &["fact", "is"],
            ),
            "A fact has this value.",
        ),
        about(
            table(keys([fact(), ("in", words())]), &["fact", "in"]),
            "A choice is one of these options.",
        ),
        about(
            table(keys([fact(), ("includes", words())]), &["fact", "includes"]),
            "A set has these options.",
        ),
        about(between, "A number lies within these bounds."),
    ])
}

fn score_test(head: &str, id: Value) -> Value {
    let bound = || json!({ "type": "number", "minimum": 0, "maximum": 100 });
    let mut test = table(
        keys([
            (head, id),
            ("below", bound()),
            ("at_most", bound()),
            ("at_least", bound()),
            ("above", bound()),
        ]),
        &[head],
    );
    test["minProperties"] = json!(2);
    about(
        test,
        "A shown score lies within these bounds. `worst` is that of a rubric's worst dimension.",
    )
}
