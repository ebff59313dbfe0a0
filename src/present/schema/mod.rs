//! JSON Schemas, for editors and for programs: of a profile, of a rubric set's files, and of a report. They
//! are draft-07, which the servers behind editors read; what draft-04 does not know is used sparsely, and in
//! the schema of rubric files not at all.

mod conditions;
mod profile;
mod report;
mod rubrics;

pub use profile::profile;
pub use report::report;
pub use rubrics::rubrics;

use crate::rubric::RubricSet;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Prints a schema.
///
/// # Errors
/// What the writer reports.
pub fn print(schema: &Value, out: &mut dyn Write) -> io::Result<()> {
    super::json::json(&[schema], true, out)
}

/// The name of a set, as `profile.rubrics` has it.
fn named(set: &RubricSet) -> String {
    set.name_and_version()
}

/// A map of these keys and of no others.
fn table(properties: Map<String, Value>, required: &[&str]) -> Value {
    let mut table = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    // Draft-04 has no empty list here.
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

/// Keys and what is known of each.
fn keys<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    let entries = entries.into_iter();
    entries
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// The same with a text that editors show.
fn about(mut schema: Value, text: &str) -> Value {
    schema["description"] = json!(text);
    schema
}

/// One of these.
fn any_of(schemas: Vec<Value>) -> Value {
    json!({ "anyOf": schemas })
}

/// What is defined at the end of the schema.
fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A list of these.
fn list_of(item: Value) -> Value {
    json!({ "type": "array", "items": item })
}

/// A list of these that is not empty.
fn some_of(item: Value) -> Value {
    json!({ "type": "array", "items": item, "minItems": 1 })
}

/// A number as one writes it: without a point where it is whole.
fn figure(value: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number of at most 53 bits"
    )]
    if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 {
        json!(value as i64)
    } else {
        json!(value)
    }
}
