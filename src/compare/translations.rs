//! What changed in the texts of a set in other languages.

use super::change::{Change, Parts, Subject, Value, Weighs, optional};
use crate::rubric::RubricSet;
use crate::rubric::texts::{Texts, paths};
use std::collections::{BTreeMap, BTreeSet};

/// The texts of a rubric set in other languages.
#[derive(Debug, Default)]
pub struct Translations {
    /// By the language's tag.
    pub texts: BTreeMap<String, Texts>,
    /// The languages whose texts cannot be read.
    pub unread: BTreeSet<String>,
    /// Whether it is not even known which languages there are.
    pub none_read: bool,
}

/// A change for each language whose texts differ, of those that can be read on both sides. A text that only one of the
/// sets has at all, in whatever language, is left out: the change that brings or removes its part, or gives it another id, says so.
#[must_use]
pub fn changes(old: (&RubricSet, &Translations), new: (&RubricSet, &Translations)) -> Vec<Change> {
    let (old_paths, new_paths) = (paths(old.0), paths(new.0));
    let (old, new) = (old.1, new.1);
    if old.none_read || new.none_read {
        return Vec::new();
    }
    let unread =
        |language: &&String| old.unread.contains(*language) || new.unread.contains(*language);
    let (old, new) = (&old.texts, &new.texts);
    let languages: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let languages = languages.into_iter().filter(|language| !unread(language));
    let change = |language: &String| {
        let mut parts = Parts::default();
        match (old.get(language), new.get(language)) {
            (Some(old), Some(new)) => {
                for path in old_paths.intersection(&new_paths) {
                    let text = |own: &Texts| optional(own.get(path).map(String::as_str));
                    parts.differ(path, text(old), text(new), Weighs::Text);
                }
            }
            (old, new) => {
                #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
                let count = |own: Option<&Texts>, paths: &BTreeSet<String>| {
                    own.map_or(Value::None, |own| {
                        let texts = own.keys().filter(|path| paths.contains(*path));
                        Value::Number(texts.count() as f64)
                    })
                };
                let (before, after) = (count(old, &old_paths), count(new, &new_paths));
                parts.push("texts", before, after, Weighs::Text);
            }
        }
        let stands =
            |own: &BTreeMap<String, Texts>| own.contains_key(language).then(|| language.clone());
        (!parts.0.is_empty()).then(|| Change {
            subject: Subject::Translation,
            before: stands(old),
            after: stands(new),
            parts: parts.0,
            weighs: Weighs::Text,
        })
    };
    languages.filter_map(change).collect()
}
