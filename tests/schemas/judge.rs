//! The judge of schemas and documents.

use jsonschema::Validator;
use serde_json::Value;

/// A validator of a schema, which is a schema itself.
pub(crate) fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::meta::validate(schema).expect("a schema of draft-07");
    jsonschema::draft7::new(schema).expect("a schema that can be used")
}

/// What is wrong with a document, by the validator.
pub(crate) fn complaints(validator: &Validator, document: &Value) -> Vec<String> {
    let errors = validator.iter_errors(document);
    let mut told: Vec<String> = errors
        .map(|error| {
            let place = error.instance_path().to_string();
            let mut what = error.to_string();
            let end = what
                .char_indices()
                .nth(300)
                .map_or(what.len(), |(end, _)| end);
            what.truncate(end);
            format!("{place}: {what}")
        })
        .collect();
    told.truncate(5);
    told
}
