//! The questionnaire.

use super::super::{about, any_of, keys, reference, some_of, table};
use super::{
    any_key, boolean, each_once, earlier, filled, keyed, number, one_end, part, text, whole, word,
};
use serde_json::{Value, json};

const FACT: &str = "^(?!profile\\.)[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$";

const TYPES: [&str; 6] = ["bool", "choice", "set", "integer", "number", "text"];

pub(super) fn facts() -> Value {
    let mut fact = part(
        [
            ("type", about(word(&TYPES), "What kind of value it has.")),
            ("options", options()),
            (
                "order",
                about(
                    word(&["rising", "falling", "none"]),
                    "Whether later options, true or higher numbers are better, worse, or neither.",
                ),
            ),
            (
                "ask",
                about(filled(), "The question, as one would say it to a customer."),
            ),
            ("why", about(text(), "Why it matters.")),
            (
                "title",
                about(text(), "What a reader who does not know the ids calls it."),
            ),
            (
                "unit",
                about(text(), "The unit of a number, in the plural."),
            ),
            ("min", about(number(), "The least value of a number.")),
            ("max", about(number(), "The greatest value of a number.")),
            (
                "effort",
                about(
                    whole(1, 5),
                    "How hard it is to change before a project starts, 1 easy to 5 hard; without it, it cannot be changed.",
                ),
            ),
            (
                "stale_after_months",
                about(
                    whole(1, 120),
                    "After how many whole months what is said about it may no longer hold.",
                ),
            ),
            (
                "allow_na",
                about(boolean(), "Whether a profile may say n/a."),
            ),
            ("context", about(text(), "Why nothing reads it.")),
            ("renamed_from", earlier()),
            (
                "prior",
                about(
                    json!({ "type": ["array", "object"] }),
                    "How likely each value is before anything is known: value = parts, or bands of a number.",
                ),
            ),
        ],
        &["type", "ask"],
    );
    let types = |types: &[&str]| json!({ "properties": { "type": { "enum": types } } });
    let numeric = types(&["integer", "number"]);
    let optional = types(&["choice", "set"]);
    fact["dependencies"] = json!({
        "options": optional,
        "min": numeric,
        "max": numeric,
        "allow_na": { "anyOf": [
            { "properties": { "allow_na": { "enum": [false] } } },
            types(&["bool", "choice", "integer", "number"]),
        ] },
        "prior": priors(),
    });
    let at_ends = |name: &str| json!({ "properties": { name: { "type": "integer" } } });
    fact["allOf"] = json!([
        any_of(vec![
            types(&["bool", "choice", "set", "number", "text"]),
            at_ends("min")
        ]),
        any_of(vec![
            types(&["bool", "choice", "set", "number", "text"]),
            at_ends("max")
        ]),
    ]);
    fact["anyOf"] = json!([
        { "required": ["options"] },
        types(&["bool", "integer", "number", "text"]),
    ]);
    about(
        keyed(FACT, fact),
        "The questionnaire: [facts.\"section.key\"].",
    )
}

/// Options in their order, each once.
fn options() -> Value {
    let several = each_once(some_of(reference("option")));
    about(
        any_of(vec![reference("option"), several]),
        "From worst to best, unless `order` says otherwise.",
    )
}

pub(super) fn option() -> Value {
    let id = json!({ "type": "string", "pattern": "\\S", "not": { "enum": ["n/a", "unknown", "null"] } });
    let long = table(
        keys([
            ("id", about(id.clone(), "As a profile writes it.")),
            (
                "title",
                about(text(), "What reports call it, in place of the id."),
            ),
            (
                "means",
                about(text(), "What one can observe where it holds."),
            ),
            ("renamed_from", earlier()),
        ]),
        &["id"],
    );
    any_of(vec![id, long])
}

/// How likely each value is, by the type of the fact.
fn priors() -> Value {
    let parts = || whole(0, 10_000);
    let of = |types: &[&str], prior: Value| json!({ "properties": { "type": { "enum": types }, "prior": prior } });
    let either = table(
        keys([("false", parts()), ("true", parts()), ("n/a", parts())]),
        &["false", "true"],
    );
    let each = table(keys([("no", parts()), ("yes", parts())]), &["no", "yes"]);
    let band = table(
        keys([
            ("below", number()),
            ("at_most", number()),
            ("parts", parts()),
        ]),
        &["parts"],
    );
    any_of(vec![
        of(&["bool"], either),
        of(&["set"], each),
        of(&["choice"], any_key(parts())),
        of(&["integer", "number"], some_of(one_end(band))),
    ])
}
