//! Values of facts as a profile writes them: stated ones, and those of a witness.

use super::condition;
use super::words::bool_words;
use crate::language::list::clauses;
use crate::profile::{Answers, Stated};
use crate::rubric::fact::{Fact, FactOption, Kind};
use crate::rubric::{RubricSet, indexes};
use crate::say;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Facts and what the profile says about them.
#[derive(Debug)]
pub struct FactMap<'a>(pub Vec<(&'a str, StatedValue<'a>)>);

impl Serialize for FactMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(fact, value)| (fact, value)))
    }
}

/// A stated value of one fact.
#[derive(Debug, Clone, Copy)]
pub struct StatedValue<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// What is said about it.
    pub value: &'a Stated<'a>,
}

impl Serialize for StatedValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |option: &u16| &*self.fact.options[usize::from(*option)].id;
        match self.value {
            Stated::Unknown => serializer.serialize_none(),
            Stated::Bool(value) => serializer.serialize_bool(*value),
            Stated::Option(option) => serializer.serialize_str(name(option)),
            Stated::Options(options) => serializer.collect_seq(options.iter().map(name)),
            // Whole numbers as one writes them, also for facts that may have decimals.
            Stated::Number(value)
                if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 =>
            {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a whole number of at most 53 bits"
                )]
                serializer.serialize_i64(*value as i64)
            }
            Stated::Number(value) => serializer.serialize_f64(*value),
            Stated::Text(text) => serializer.serialize_str(text),
            Stated::NotApplicable => serializer.serialize_str("n/a"),
            Stated::Partly(parts) => {
                let mut map = serializer.serialize_map(Some(parts.len()))?;
                for (key, values) in parts {
                    let values: Vec<Self> = values
                        .iter()
                        .map(|value| StatedValue {
                            fact: self.fact,
                            value,
                        })
                        .collect();
                    match (*key, values.as_slice()) {
                        ("at_least" | "at_most", [one]) => map.serialize_entry(key, one)?,
                        _ => map.serialize_entry(key, &values)?,
                    }
                }
                map.end()
            }
        }
    }
}

/// A completion: a value for every fact that the profile leaves open.
#[derive(Debug)]
pub struct Witness<'a>(Vec<(&'a Fact, Stated<'static>)>);

impl<'a> Witness<'a> {
    /// The open facts and their values in a completion, a cell for each variable.
    #[must_use]
    pub fn new(set: &'a RubricSet, answers: &Answers<'_>, cells: &[u8]) -> Self {
        let open = |&number: &usize| {
            set.facts[number].kind != Kind::Text && !answers.is_known(set, number)
        };
        let value = |number: usize| {
            let fact = &set.facts[number];
            (fact, value_of(fact, set, answers, number, cells))
        };
        Self((0..set.facts.len()).filter(open).map(value).collect())
    }
}

impl Serialize for Witness<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0
                .iter()
                .map(|(fact, value)| (&*fact.id, StatedValue { fact, value })),
        )
    }
}

/// The value of a fact in the cells of a completion. Half-knowledge may leave only a part of a cell.
pub(super) fn value_of(
    fact: &Fact,
    set: &RubricSet,
    answers: &Answers<'_>,
    number: usize,
    cells: &[u8],
) -> Stated<'static> {
    let own = &cells[indexes(&fact.variables)];
    let Some(&cell) = own.first() else {
        return Stated::Unknown;
    };
    if set.variables[usize::from(fact.variables.start)].na == Some(cell) {
        return Stated::NotApplicable;
    }
    match fact.kind {
        Kind::Bool => Stated::Bool(cell == 1),
        Kind::Choice => Stated::Option(u16::from(cell)),
        Kind::Set => {
            let held = own.iter().enumerate().filter(|(_, cell)| **cell == 1);
            Stated::Options(
                held.filter_map(|(option, _)| u16::try_from(option).ok())
                    .collect(),
            )
        }
        Kind::Integer | Kind::Number => {
            let inside = fact.inside(usize::from(cell));
            // Half-knowledge may leave only a part of the cell: a value that it names lies in it.
            let statement = &answers.stated[number];
            let interval = statement.interval.unwrap_or_default();
            let listed = listed_numbers(&statement.value);
            let ends = [interval.from, interval.to]
                .into_iter()
                .flatten()
                .map(|cut| cut.value);
            let own = listed.unwrap_or_else(|| vec![inside]);
            let fits = |value: &f64| {
                interval.contains(*value) && fact.cell_of(*value) == usize::from(cell)
            };
            Stated::Number(own.into_iter().chain(ends).find(fits).unwrap_or(inside))
        }
        Kind::Text => Stated::Unknown,
    }
}

/// The numbers of a `one_of`, if there is one.
pub(super) fn listed_numbers(value: &Stated<'_>) -> Option<Vec<f64>> {
    let Stated::Partly(parts) = value else {
        return None;
    };
    let mut listed = parts.iter().filter(|(name, _)| *name == "one_of");
    let number = |value: &Stated<'_>| match value {
        Stated::Number(number) => Some(*number),
        _ => None,
    };
    let (_, values) = listed.next()?;
    Some(values.iter().filter_map(number).collect())
}

/// Who reads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// People: options by their titles, yes and no in their language.
    People,
    /// Scripts, and whoever writes a profile: options by their ids, `true` and `false`.
    Scripts,
}

/// One possible answer to the question about a fact: a cell of one of its variables.
#[must_use]
pub fn answer(set: &RubricSet, variable: u16, cell: u8, reader: For) -> String {
    let name = |option: &FactOption| match reader {
        For::People => option.name().to_owned(),
        For::Scripts => option.id.to_string(),
    };
    let variable = &set.variables[usize::from(variable)];
    let fact = &set.facts[usize::from(variable.fact)];
    if variable.na == Some(cell) {
        return "n/a".to_owned();
    }
    match fact.kind {
        Kind::Bool if reader == For::People => bool_words(cell == 1),
        Kind::Bool => (cell == 1).to_string(),
        Kind::Choice => fact
            .options
            .get(usize::from(cell))
            .map_or_else(String::new, name),
        Kind::Set => {
            let option = variable
                .option
                .and_then(|option| fact.options.get(usize::from(option)));
            let name = option.map_or_else(String::new, name);
            if cell == 1 {
                say!("includes {options}", options = name)
            } else {
                say!("excludes {options}", options = name)
            }
        }
        Kind::Integer | Kind::Number => {
            let cell = usize::from(cell);
            let from = cell.checked_sub(1).and_then(|left| fact.cuts.get(left));
            let from = from.map(condition::from);
            let to = fact.cuts.get(cell).map(condition::to);
            clauses(&[from, to].into_iter().flatten().collect::<Vec<_>>())
        }
        Kind::Text => String::new(),
    }
}
