//! What a part is on each side, in words.

use crate::compare::change::{Part, Value};
use crate::language::list::{clauses, commas, list, semicolons};
use crate::present::condition::{all_of, condition_words};
use crate::present::names;
use crate::present::number::{percent_finer, plain, score};
use crate::rubric::RubricSet;
use crate::rubric::condition::Condition;
use crate::rubric::fact::Kind;
use crate::rubric::scale::Scale;
use crate::say;
use serde::Serialize;

/// A part that changed. Numbers are numbers, all else is in words; what is not there is null.
#[derive(Debug, Serialize)]
pub struct PartText {
    /// As the files call it.
    pub part: String,
    /// In the old set.
    pub before: Shown,
    /// In the new set.
    pub after: Shown,
    /// Of a long part only what differs, for people.
    #[serde(skip)]
    pub short: Option<(String, String)>,
}

/// What a part is on one side.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Shown {
    /// Not there.
    None,
    /// A whole number, or one with decimals.
    Whole(i64),
    /// One with decimals.
    Number(f64),
    /// Words.
    Text(String),
    /// Several ids.
    List(Vec<String>),
}

impl Shown {
    /// On one line, for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::None => say!("nothing"),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => plain(*number),
            Self::Text(text) => text.clone(),
            Self::List(items) if items.is_empty() => say!("nothing"),
            Self::List(items) => commas(items),
        }
    }
}

impl PartText {
    pub(super) fn new(part: &Part, old: &RubricSet, new: &RubricSet) -> Self {
        let short = match (&part.before, &part.after) {
            (Value::When(before), Value::When(after)) => Some(differing(
                &pieces(old, before),
                &pieces(new, after),
                |pieces| all_of(pieces.iter().map(ToString::to_string)),
            )),
            (Value::Scale(before), Value::Scale(after)) => {
                Some(differing(&rows(old, *before), &rows(new, *after), |rows| {
                    semicolons(rows)
                }))
            }
            (Value::Parts(before), Value::Parts(after)) => {
                let words = |parts: &[(String, u32)]| -> Vec<String> { named(parts) };
                Some(differing(&words(before), &words(after), |parts| {
                    clauses(parts)
                }))
            }
            _ => None,
        };
        Self {
            part: part.name.clone(),
            before: shown(&part.before, old),
            after: shown(&part.after, new),
            short,
        }
    }

    /// What it was and what it is, for people: of what is long only what differs.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        let short = self.short.clone();
        short.unwrap_or_else(|| (self.before.words(), self.after.words()))
    }
}

fn shown(value: &Value, set: &RubricSet) -> Shown {
    match value {
        Value::None => Shown::None,
        Value::Text(text) => Shown::Text(text.clone()),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number of at most 53 bits"
        )]
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Shown::Whole(*number as i64)
        }
        Value::Number(number) => Shown::Number(*number),
        Value::Tenths(tenths) => Shown::Text(score(*tenths)),
        Value::Share(share) => Shown::Text(percent_finer(*share)),
        Value::List(items) => Shown::List(items.clone()),
        Value::Parts(parts) => Shown::Text(clauses(&named(parts))),
        Value::When(when) => Shown::Text(condition_words(set, when)),
        Value::Scale(criterion) => Shown::Text(semicolons(&rows(set, *criterion))),
    }
}

fn named(parts: &[(String, u32)]) -> Vec<String> {
    parts
        .iter()
        .map(|(name, part)| format!("{name} {part}"))
        .collect()
}

/// The parts of which all must hold.
fn pieces(set: &RubricSet, when: &Condition) -> Vec<String> {
    match when {
        Condition::All(parts) => parts.iter().flat_map(|part| pieces(set, part)).collect(),
        other => vec![condition_words(set, other)],
    }
}

/// The rows of a criterion's scale.
fn rows(set: &RubricSet, number: usize) -> Vec<String> {
    let criterion = &set.criteria[number];
    let facts = criterion.facts.iter();
    let facts: Vec<&str> = facts
        .map(|fact| &*set.facts[usize::from(*fact)].id)
        .collect();
    let mut rows: Vec<String> = Vec::new();
    if let Some(when) = &criterion.applies_when {
        rows.push(say!(
            "applies when {condition}",
            condition = condition_words(set, when)
        ));
    }
    if let Scale::Share { variables, .. } = &criterion.scale {
        let option = |variable: &u16| {
            let variable = &set.variables[usize::from(*variable)];
            let fact = &set.facts[usize::from(variable.fact)];
            let option = variable.option.map_or(0, usize::from);
            debug_assert_eq!(fact.kind, Kind::Set);
            fact.options
                .get(option)
                .map_or_else(String::new, |option| option.id.to_string())
        };
        let options: Vec<String> = variables.iter().map(option).collect();
        rows.push(say!(
            "share of {options} of {facts}",
            options = list(&options),
            facts = list(&facts)
        ));
        return rows;
    }
    for (place, row) in criterion.attributes.iter().enumerate() {
        let label = match criterion.cases.get(place) {
            Some(when) => condition_words(set, when),
            None if criterion.single_fact => {
                let fact = &set.facts[usize::from(criterion.facts[0])];
                // Else it is the id of an option.
                let label = if fact.kind.is_numeric() {
                    names::row(&row.label)
                } else {
                    row.label.to_string()
                };
                format!("{} {label}", fact.id)
            }
            None => say!("else"),
        };
        rows.push(say!("{row}: {points}", row = label, points = row.points));
    }
    rows
}

/// What only one of two lists has.
fn differing(
    before: &[String],
    after: &[String],
    join: impl Fn(&[&str]) -> String,
) -> (String, String) {
    let only = |own: &[String], other: &[String]| {
        let mut rest: Vec<&String> = other.iter().collect();
        let mut only: Vec<&str> = Vec::new();
        for item in own {
            match rest.iter().position(|other| *other == item) {
                Some(place) => {
                    rest.remove(place);
                }
                None => only.push(item),
            }
        }
        if only.is_empty() {
            say!("nothing")
        } else {
            join(&only)
        }
    };
    let same = || {
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        (join(&before), say!("the same in another form"))
    };
    let (one, other) = (only(before, after), only(after, before));
    if one == other { same() } else { (one, other) }
}
