//! What parts, values and types are called in the language that the program speaks.

use crate::say;

/// What the program says for an English noun; an id or a key stays as it is.
#[must_use]
pub fn noun(english: &str) -> String {
    match english {
        "advice" => say!("advice"),
        "attribute" => say!("attribute"),
        "attributes" => say!("attributes"),
        "band" => say!("band"),
        "bool" => say!("bool"),
        "case" => say!("case"),
        "choice" => say!("choice"),
        "code" => say!("code"),
        "comparison" => say!("comparison"),
        "condition" => say!("condition"),
        "condition on a fact" => say!("condition on a fact"),
        "condition on a gate" => say!("condition on a gate"),
        "condition on a score" => say!("condition on a score"),
        "criterion" => say!("criterion"),
        "dimension" => say!("dimension"),
        "earlier test" => say!("earlier test"),
        "expected score" => say!("expected score"),
        "fact" => say!("fact"),
        "gate" => say!("gate"),
        "gate outcomes" => say!("gate outcomes"),
        "integer" => say!("integer"),
        "number" => say!("number"),
        "option" => say!("option"),
        "order" => say!("order"),
        "piece of advice" => say!("piece of advice"),
        "prior band" => say!("prior band"),
        "rating" => say!("rating"),
        "ratings" => say!("ratings"),
        "recommendation" => say!("recommendation"),
        "rubric" => say!("rubric"),
        "rubric file" => say!("rubric file"),
        "rubric or dimension" => say!("rubric or dimension"),
        "rule" => say!("rule"),
        "rules" => say!("rules"),
        "set" => say!("set"),
        "test" => say!("test"),
        "text" => say!("text"),
        "value for" => say!("value for"),
        other => other.to_owned(),
    }
}

/// The noun with its article where the language has one: "a number", "an integer".
#[must_use]
pub fn with_article(english: &str) -> String {
    if super::find(english).is_some() {
        return noun(english);
    }
    let vowel = english.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {english}", if vowel { "an" } else { "a" })
}
