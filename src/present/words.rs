//! What is known of a fact, in words for people.

use super::number::plain;
use crate::language::list::{self, clauses, list, list_or};
use crate::language::{Language, spoken};
use crate::profile::Stated;
use crate::rubric::fact::{Fact, FactOption};
use crate::say;

/// A stated value: `owner`, `4 months`, `200 to 300 people`, `not known`.
#[must_use]
pub fn stated_words(fact: &Fact, value: &Stated<'_>) -> String {
    match value {
        Stated::Unknown => say!("not known"),
        Stated::Bool(value) => bool_words(*value),
        Stated::Option(option) => option_name(fact, *option).to_owned(),
        Stated::Options(options) if options.is_empty() => say!("none of its options"),
        Stated::Options(options) => {
            let names: Vec<&str> = options
                .iter()
                .map(|&option| option_name(fact, option))
                .collect();
            list(&names)
        }
        Stated::Number(value) => with_unit(fact, &plain(*value)),
        Stated::Text(text) => text.to_string(),
        Stated::NotApplicable => "n/a".to_owned(),
        Stated::Partly(parts) => partly_words(fact, parts),
    }
}

/// A yes or no in the reader's language; in English as a profile writes it.
pub(super) fn bool_words(value: bool) -> String {
    if value { say!("true") } else { say!("false") }
}

/// Half-knowledge: what it may be, then what bounds it; `n/a` has no unit.
fn partly_words(fact: &Fact, parts: &[(&'static str, Vec<Stated<'_>>)]) -> String {
    let is_na = |value: &Stated<'_>| *value == Stated::NotApplicable;
    let (mut listed, mut bounds) = (Vec::new(), Vec::new());
    let end = |wanted: &str| {
        let own = parts.iter().find(|(name, _)| *name == wanted);
        own.and_then(|(_, values)| match values.as_slice() {
            [Stated::Number(value)] => Some(plain(*value)),
            _ => None,
        })
    };
    let stretch = end("at_least").zip(end("at_most"));
    match &stretch {
        Some((low, high)) if low == high => bounds.push(low.clone()),
        Some((low, high)) => bounds.push(say!("{low} to {high}", low, high)),
        None => {}
    }
    let told = |name: &str| stretch.is_some() && matches!(name, "at_least" | "at_most");
    for (name, values) in parts.iter().filter(|(name, _)| !told(name)) {
        let numeric = fact.kind.is_numeric();
        let values = values.iter().filter(|value| !(numeric && is_na(value)));
        let words: Vec<String> = values
            .map(|value| match value {
                Stated::Number(value) => plain(*value),
                other => stated_words(fact, other),
            })
            .collect();
        match (*name, words.as_slice()) {
            ("one_of", []) => {}
            ("one_of", words) => listed.push(list_or(words)),
            // To say what it is not is to say that it is something.
            ("not", []) if fact.allow_na => bounds.push(say!("not n/a")),
            (_, []) => {}
            ("at_least", words) => bounds.push(say!("at least {bound}", bound = words.concat())),
            ("at_most", words) => bounds.push(say!("at most {bound}", bound = words.concat())),
            ("not", words) => bounds.push(none_of(words)),
            ("includes", words) => bounds.push(say!("includes {options}", options = list(words))),
            ("excludes", words) => bounds.push(say!("excludes {options}", options = list(words))),
            (name, words) => bounds.push(format!("{name} {}", list(words))),
        }
    }
    let na = fact.kind.is_numeric() && parts.iter().any(|(_, values)| values.iter().any(is_na));
    let bounds = clauses(&bounds);
    let all = match (listed.is_empty(), bounds.is_empty()) {
        (true, _) => bounds,
        (false, true) => listed.concat(),
        (false, false) => say!("{listed}, and {bounds}", listed = listed.concat(), bounds),
    };
    match (all.is_empty(), na) {
        (true, true) => "n/a".to_owned(),
        (true, false) => say!("not known"),
        (false, _) if !fact.kind.is_numeric() => all,
        (false, true) => say!("{value} or n/a", value = with_unit(fact, &all)),
        (false, false) => with_unit(fact, &all),
    }
}

/// "not a", "neither a nor b", "none of a, b and c".
pub(super) fn none_of<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [one] => say!("not {one}", one = one.as_ref()),
        [one, other] => say!(
            "neither {one} nor {other}",
            one = one.as_ref(),
            other = other.as_ref()
        ),
        several => say!("none of {several}", several = list(several)),
    }
}

/// A number in words with the fact's unit behind it.
pub(super) fn with_unit(fact: &Fact, number: &str) -> String {
    match &fact.unit {
        Some(unit) => list::with_unit(number, unit_for(unit, number)),
        None => number.to_owned(),
    }
}

/// A number in words without the unit behind it.
pub(super) fn without_unit<'w>(fact: &Fact, words: &'w str) -> &'w str {
    let unit = fact.unit.as_deref();
    let units = unit.into_iter().chain(unit.and_then(singular));
    let mut stripped = units.filter_map(|unit| words.strip_suffix(&list::with_unit("", unit)));
    stripped.next().unwrap_or(words)
}

/// A unit behind a number in words: in English `month` where the only number is 1.
fn unit_for<'u>(unit: &'u str, number: &str) -> &'u str {
    if spoken() != Language::English {
        return unit;
    }
    let (before, last) = number.rsplit_once(' ').unwrap_or(("", number));
    let one = last == "1" && !before.contains(|c: char| c.is_ascii_digit());
    singular(unit).filter(|_| one).unwrap_or(unit)
}

/// One of a unit, of which rubric sets name the plural in English; none where that has no simple rule for it.
fn singular(unit: &str) -> Option<&str> {
    match unit {
        "people" => Some("person"),
        _ => unit
            .strip_suffix('s')
            .filter(|stem| !stem.is_empty() && !stem.ends_with(['s', 'i', 'u', 'a'])),
    }
}

pub(super) fn option_name(fact: &Fact, option: u16) -> &str {
    fact.options
        .get(usize::from(option))
        .map_or("", FactOption::name)
}
