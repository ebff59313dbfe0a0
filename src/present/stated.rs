//! Values of facts as a profile writes them: stated ones, and those of a witness.

use super::number::plain;
use crate::profile::{Answers, Stated};
use crate::rubric::fact::{Fact, Kind, cells};
use crate::rubric::{RubricSet, indexes};
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
            Stated::Number(value) if value.fract() == 0.0 && value.abs() < 9e15 =>
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

/// The value of a fact within the cells that are left of it, as a profile would write it.
#[must_use]
pub fn left_value(
    set: &RubricSet,
    answers: &Answers<'_>,
    number: usize,
    left: &[u64],
) -> Stated<'static> {
    let fact = &set.facts[number];
    let own = &left[indexes(&fact.variables)];
    let single = |cells: &u64| cells.is_power_of_two();
    let cell = |cells: &u64| u8::try_from(cells.trailing_zeros()).unwrap_or(0);
    let option = |place: usize| u16::try_from(place).ok().map(Stated::Option);
    match (fact.kind, own) {
        (Kind::Integer | Kind::Number, [cells]) => numeric_value(set, answers, number, *cells),
        (_, own) if own.iter().all(single) => {
            let complete: Vec<u8> = left.iter().map(cell).collect();
            value_of(fact, set, answers, number, &complete)
        }
        (Kind::Set, own) => {
            let having = |cell: u64| {
                let held = own
                    .iter()
                    .enumerate()
                    .filter(move |(_, cells)| **cells == cell);
                held.filter_map(|(place, _)| option(place))
                    .collect::<Vec<_>>()
            };
            let parts = [("includes", having(0b10)), ("excludes", having(0b01))];
            Stated::Partly(
                parts
                    .into_iter()
                    .filter(|(_, options)| !options.is_empty())
                    .collect(),
            )
        }
        (Kind::Choice, [left]) => {
            let variable = &set.variables[usize::from(fact.variables.start)];
            let value = |cell: u8| {
                if variable.na == Some(cell) {
                    Some(Stated::NotApplicable)
                } else {
                    option(cell.into())
                }
            };
            // Whichever is shorter: what it may be, or the one thing that it is not.
            let out = variable.all() & !left;
            let (name, listed) = if out.is_power_of_two() && left.count_ones() > 2 {
                ("not", out)
            } else {
                ("one_of", *left)
            };
            Stated::Partly(vec![(name, cells(listed).filter_map(value).collect())])
        }
        _ => Stated::Unknown,
    }
}

/// A number within cells that lie next to each other: its bounds, as far as there are any.
fn numeric_value(
    set: &RubricSet,
    answers: &Answers<'_>,
    number: usize,
    left: u64,
) -> Stated<'static> {
    let fact = &set.facts[number];
    if set.variables[usize::from(fact.variables.start)]
        .na
        .is_some_and(|na| left == 1 << na)
    {
        return Stated::NotApplicable;
    }
    let (first, last) = (
        left.trailing_zeros() as usize,
        63 - left.leading_zeros() as usize,
    );
    let interval = answers.stated[number].interval.unwrap_or_default();
    let ends = [interval.from, interval.to]
        .into_iter()
        .flatten()
        .map(|cut| cut.value);
    let within = |value: &f64| interval.contains(*value);
    // The ends of what is half known, where they lie inside, else those of the cells.
    let known_end = |cell: usize| {
        ends.clone()
            .find(|end| within(end) && fact.cell_of(*end) == cell)
    };
    let whole = fact.kind == Kind::Integer;
    let low = first
        .checked_sub(1)
        .and_then(|left| fact.cuts.get(left))
        .map(|cut| match (cut.after, whole) {
            (false, _) => cut.value,
            (true, true) => cut.value + 1.0,
            (true, false) => fact.inside(first),
        });
    let high = fact.cuts.get(last).map(|cut| match (cut.after, whole) {
        (true, _) => cut.value,
        (false, true) => cut.value - 1.0,
        (false, false) => fact.inside(last),
    });
    let low = low.filter(within).or_else(|| known_end(first));
    let high = high.filter(within).or_else(|| known_end(last));
    match (low, high) {
        (Some(low), Some(high)) if low.total_cmp(&high).is_eq() => Stated::Number(low),
        (low, high) => {
            let part = |name, end: Option<f64>| end.map(|end| (name, vec![Stated::Number(end)]));
            Stated::Partly(
                [part("at_least", low), part("at_most", high)]
                    .into_iter()
                    .flatten()
                    .collect(),
            )
        }
    }
}

fn value_of(
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
            let own = if listed.is_empty() {
                vec![inside]
            } else {
                listed
            };
            let fits = |value: &f64| {
                interval.contains(*value) && fact.cell_of(*value) == usize::from(cell)
            };
            Stated::Number(own.into_iter().chain(ends).find(fits).unwrap_or(inside))
        }
        Kind::Text => Stated::Unknown,
    }
}

/// The numbers of a `one_of`.
fn listed_numbers(value: &Stated<'_>) -> Vec<f64> {
    let Stated::Partly(parts) = value else {
        return Vec::new();
    };
    let listed = parts
        .iter()
        .filter(|(name, _)| *name == "one_of")
        .flat_map(|(_, values)| values);
    listed
        .filter_map(|value| {
            if let Stated::Number(number) = value {
                Some(*number)
            } else {
                None
            }
        })
        .collect()
}

/// One possible answer to the question about a fact, in words: a cell of one of its variables.
#[must_use]
pub fn answer_words(set: &RubricSet, variable: u16, cell: u8) -> String {
    let variable = &set.variables[usize::from(variable)];
    let fact = &set.facts[usize::from(variable.fact)];
    if variable.na == Some(cell) {
        return "n/a".to_owned();
    }
    match fact.kind {
        Kind::Bool => (cell == 1).to_string(),
        Kind::Choice => fact
            .options
            .get(usize::from(cell))
            .map_or_else(String::new, |option| option.id.to_string()),
        Kind::Set => {
            let option = variable
                .option
                .and_then(|option| fact.options.get(usize::from(option)));
            let name = option.map_or("", |option| &*option.id);
            if cell == 1 {
                format!("includes {name}")
            } else {
                format!("excludes {name}")
            }
        }
        Kind::Integer | Kind::Number => {
            let cell = usize::from(cell);
            let from = cell.checked_sub(1).and_then(|left| fact.cuts.get(left));
            let from = from.map(|cut| {
                format!(
                    "{} {}",
                    if cut.after { "above" } else { "at least" },
                    plain(cut.value)
                )
            });
            let to = fact.cuts.get(cell).map(|cut| {
                format!(
                    "{} {}",
                    if cut.after { "at most" } else { "below" },
                    plain(cut.value)
                )
            });
            [from, to]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ")
        }
        Kind::Text => String::new(),
    }
}
