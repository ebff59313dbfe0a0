//! What changed in the texts of a set in other languages.

use super::change::{Change, Parts, Subject, Value, Weighs, optional};
use crate::rubric::RubricSet;
use crate::rubric::texts::{Texts, texts};
use std::collections::BTreeMap;

/// The texts of a rubric set in other languages, by their tags.
pub type Translations = BTreeMap<String, Texts>;

/// A change for each language whose texts differ. A text that only one of the sets has at all, in whatever language,
/// is left out: the change that brings or removes its part says so.
#[must_use]
pub fn changes(old: (&RubricSet, &Translations), new: (&RubricSet, &Translations)) -> Vec<Change> {
    let (old_paths, new_paths) = (texts(old.0), texts(new.0));
    let (old, new) = (old.1, new.1);
    let mut languages: Vec<&String> = old.keys().chain(new.keys()).collect();
    languages.sort_unstable();
    languages.dedup();
    let change = |language: &String| {
        let mut parts = Parts::default();
        match (old.get(language), new.get(language)) {
            (Some(old), Some(new)) => {
                for path in old_paths
                    .keys()
                    .filter(|path| new_paths.contains_key(*path))
                {
                    let text = |own: &Texts| optional(own.get(path).map(String::as_str));
                    parts.differ(path, text(old), text(new), Weighs::Text);
                }
            }
            (old, new) => {
                #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
                let count = |own: Option<&Texts>, paths: &Texts| {
                    own.map_or(Value::None, |own| {
                        let texts = own.keys().filter(|path| paths.contains_key(*path));
                        Value::Number(texts.count() as f64)
                    })
                };
                let (before, after) = (count(old, &old_paths), count(new, &new_paths));
                parts.push("texts", before, after, Weighs::Text);
            }
        }
        let stands = |own: &Translations| own.contains_key(language).then(|| language.clone());
        (!parts.0.is_empty()).then(|| Change {
            subject: Subject::Translation,
            before: stands(old),
            after: stands(new),
            parts: parts.0,
            weighs: Weighs::Text,
        })
    };
    languages.into_iter().filter_map(change).collect()
}
