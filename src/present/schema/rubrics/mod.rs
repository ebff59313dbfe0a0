//! The schema of the TOML files of a rubric set. It keeps to what draft-04 knows, for the servers of TOML
//! editors. A file may hold any part of a set, so nothing is missing at the top of one.
//!
//! Names of facts, gates, recommendations and the like are offered as the loaded set has them. Others are
//! taken too: a set that is being written has names that no loaded one has.

mod facts;
mod scoring;
mod tests;

use super::{DRAFT, about, any_of, conditions, keys, list_of, named, reference, table};
use crate::finding::Code;
use crate::rubric::RubricSet;
use serde_json::{Map, Value, json};

/// The schema of the files of a rubric set like this one.
#[must_use]
pub fn rubrics(set: &RubricSet) -> Value {
    let mut schema = table(
        keys([
            (
                "id",
                about(
                    id(),
                    "The set's name: in reports, and in `profile.rubrics` of profiles.",
                ),
            ),
            (
                "version",
                about(version(), "Semantic version, such as \"1.2.0\"."),
            ),
            ("title", about(filled(), "For people.")),
            (
                "languages",
                about(text_or_list(), "The languages of its texts."),
            ),
            ("aggregate", aggregate()),
            (
                "sources",
                about(
                    any_key(text()),
                    "The documents that `source` texts name: name = \"title\".",
                ),
            ),
            ("facts", facts::facts()),
            ("rubric", reference("rubric")),
            ("rubrics", list_of(reference("rubric"))),
            ("ratings", list_of(scoring::rating())),
            ("dimensions", list_of(scoring::dimension())),
            ("criteria", list_of(scoring::criterion())),
            ("gates", list_of(scoring::gate())),
            (
                "advice",
                about(
                    keyed(KEBAB, advice()),
                    "Pieces of advice: [advice.some-id].",
                ),
            ),
            ("recommendations", list_of(recommendation())),
            (
                "rules",
                about(
                    list_of(rule()),
                    "From the top: the first that holds decides. The last has no `when`. All stand in one file.",
                ),
            ),
            ("tests", list_of(tests::test())),
        ]),
        &[],
    );
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!("A file of a rubric set");
    schema["description"] = json!(format!("Names are offered from {}.", named(set)));
    let mut definitions = conditions::definitions();
    definitions.extend(names(set));
    definitions.extend(keys([
        ("rubric", scoring::rubric()),
        ("advice-names", advice_names(set)),
        ("meant", meant()),
        ("option", facts::option()),
    ]));
    schema["definitions"] = definitions.into();
    schema
}

const KEBAB: &str = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

fn text() -> Value {
    json!({ "type": "string" })
}

/// A text that says something.
fn filled() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn id() -> Value {
    json!({ "type": "string", "pattern": KEBAB })
}

/// An id, alone or below its parent.
fn placed_id() -> Value {
    json!({ "type": "string", "pattern": "^([a-z0-9-]+/)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$" })
}

fn version() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?$" })
}

fn whole(least: u32, most: u32) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}

fn text_or_list() -> Value {
    any_of(vec![text(), list_of(text())])
}

/// One of a few words.
fn word(words: &[&str]) -> Value {
    json!({ "enum": words })
}

/// A table with keys of this form.
fn keyed(pattern: &str, value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "patternProperties": { pattern: value } })
}

/// A table with any keys.
fn any_key(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

/// Ids of the loaded set, and any other text.
fn offered<'i>(ids: impl Iterator<Item = &'i str>) -> Value {
    let ids: Vec<&str> = ids.collect();
    if ids.is_empty() {
        return filled();
    }
    any_of(vec![json!({ "enum": ids }), filled()])
}

fn names(set: &RubricSet) -> Map<String, Value> {
    let rubrics = || set.rubrics.iter().map(|rubric| &*rubric.id);
    let dimensions = || set.dimensions.iter().map(|dimension| &*dimension.id);
    let recommendations = set.recommendations.iter().map(|item| &*item.id);
    keys([
        ("fact-id", offered(set.facts.iter().map(|fact| &*fact.id))),
        ("rubric-id", offered(rubrics())),
        ("dimension-id", offered(dimensions())),
        ("score-id", offered(rubrics().chain(dimensions()))),
        ("gate-id", offered(set.gates.iter().map(|gate| &*gate.id))),
        ("rule-id", offered(set.rules.iter().map(|rule| &*rule.id))),
        ("recommendation-id", offered(recommendations)),
    ])
}

/// Ids of advice, or sentences.
fn advice_names(set: &RubricSet) -> Value {
    let ids = set.advice.iter().map(|advice| &*advice.id);
    let one = offered(ids.filter(|id| !id.contains('/')));
    about(
        any_of(vec![one.clone(), list_of(one)]),
        "What to do about it: an id of [advice.…], a sentence, or a list of them.",
    )
}

fn meant() -> Value {
    let lints = Code::LINTS.iter();
    let entry = |code: &Code| (code.name().to_owned(), about(filled(), code.about()));
    about(
        table(lints.map(entry).collect(), &[]),
        "Findings of `maturity check` about this part that are meant: code = \"why\".",
    )
}

/// What many parts have: where they come from, and what `check` need not say.
fn part<const N: usize>(entries: [(&str, Value); N], required: &[&str]) -> Value {
    let mut all = keys(entries);
    all.insert(
        "source".to_owned(),
        about(text(), "Document and section, such as \"B §4\"."),
    );
    all.insert("meant".to_owned(), reference("meant"));
    table(all, required)
}

fn earlier() -> Value {
    about(
        text(),
        "What it was called in an earlier version of the set.",
    )
}

fn aggregate() -> Value {
    about(
        word(&["mean", "worst"]),
        "How the dimensions' scores make the rubric's: their weighted mean, or the worst of them.",
    )
}

fn weight() -> Value {
    about(whole(1, 1000), "1 to 1000.")
}

fn points() -> Value {
    whole(0, 100)
}

/// A band ends below a number or at it.
fn one_end(mut band: Value) -> Value {
    band["not"] = json!({ "required": ["below", "at_most"] });
    band
}

fn advice() -> Value {
    part([("text", about(filled(), "What to do."))], &["text"])
}

fn recommendation() -> Value {
    part(
        [
            ("id", id()),
            ("title", about(filled(), "For people.")),
            ("means", about(text(), "What it means for the vendor.")),
            ("advice", reference("advice-names")),
            ("renamed_from", earlier()),
        ],
        &["id", "title"],
    )
}

fn rule() -> Value {
    part(
        [
            ("id", id()),
            ("recommend", reference("recommendation-id")),
            ("when", about(reference("rule-condition"), "When it fires.")),
            ("because", about(text(), "Why, for people.")),
            ("renamed_from", earlier()),
        ],
        &["id", "recommend"],
    )
}

/// A list without two of the same.
fn each_once(mut list: Value) -> Value {
    list["uniqueItems"] = json!(true);
    list
}
