//! What is known of a fact, in words for people.

use super::number::plain;
use super::text::list;
use crate::profile::Stated;
use crate::rubric::fact::Fact;

/// A stated value: `owner`, `4 months`, `at least 200, at most 300 people`, `not known`.
#[must_use]
pub fn stated_words(fact: &Fact, value: &Stated<'_>) -> String {
    match value {
        Stated::Unknown => "not known".to_owned(),
        Stated::Bool(value) => value.to_string(),
        Stated::Option(option) => option_id(fact, *option).to_owned(),
        Stated::Options(options) if options.is_empty() => "none of its options".to_owned(),
        Stated::Options(options) => {
            let names: Vec<&str> = options
                .iter()
                .map(|&option| option_id(fact, option))
                .collect();
            list(&names)
        }
        Stated::Number(value) => with_unit(fact, &plain(*value)),
        Stated::Text(text) => text.to_string(),
        Stated::NotApplicable => "n/a".to_owned(),
        Stated::Partly(parts) => {
            let words: Vec<String> = parts
                .iter()
                .map(|(name, values)| partly_words(fact, name, values))
                .collect();
            let all = words.join(", ");
            if fact.kind.is_numeric() {
                with_unit(fact, &all)
            } else {
                all
            }
        }
    }
}

/// One part of half-knowledge, without unit.
fn partly_words(fact: &Fact, name: &str, values: &[Stated<'_>]) -> String {
    let plain_words = |value: &Stated<'_>| match value {
        Stated::Number(value) => plain(*value),
        other => stated_words(fact, other),
    };
    let words: Vec<String> = values.iter().map(plain_words).collect();
    match name {
        "at_least" => format!("at least {}", words.concat()),
        "at_most" => format!("at most {}", words.concat()),
        "includes" => format!("includes {}", list(&words)),
        "excludes" => format!("excludes {}", list(&words)),
        "not" => none_of(&words),
        _ => list_or(&words),
    }
}

/// "a", "a or b", "a, b or c".
#[must_use]
pub fn list_or<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        other => other.concat(),
    }
}

/// "not a", "neither a nor b", "none of a, b and c".
pub(super) fn none_of<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [one] => format!("not {}", one.as_ref()),
        [one, other] => format!("neither {} nor {}", one.as_ref(), other.as_ref()),
        several => format!("none of {}", list(several)),
    }
}

/// A number in words with the fact's unit behind it.
pub(super) fn with_unit(fact: &Fact, number: &str) -> String {
    match &fact.unit {
        Some(unit) => format!("{number} {unit}"),
        None => number.to_owned(),
    }
}

pub(super) fn option_id(fact: &Fact, option: u16) -> &str {
    fact.options
        .get(usize::from(option))
        .map_or("", |option| &*option.id)
}
