//! Facts, and the finite cells into which each one is cut.
//!
//! A bool has the cells false and true, a choice one for each option, a number one for each stretch
//! between thresholds that anything tests. A set fact is one yes/no variable for each option. So
//! everything downstream works on small numbered cells, and ranges and possibilities are exact.

use super::text::Str;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// One of the options.
    Choice,
    /// Any number of the options.
    Set,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// Free text: context, never tested.
    Text,
}

impl Kind {
    /// The name in a rubric set.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Choice => "choice",
            Self::Set => "set",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Text => "text",
        }
    }

    /// Whether values are numbers.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }
}

/// Which way a fact's values run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Later options, true, higher numbers, or more options of a set are better for the project.
    Rising,
    /// Later options, true, higher numbers, or more options of a set are worse.
    Falling,
    /// Neither.
    None,
}

/// One option of a choice or a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct FactOption {
    /// The id, as a profile writes it.
    pub id: Str,
    /// What reports call it, in place of the id.
    pub title: Option<Str>,
    /// What one can observe where it holds.
    pub means: Str,
    /// What it was called in an earlier version of the set: its id there.
    pub renamed_from: Option<Str>,
}

impl FactOption {
    /// What reports call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().unwrap_or(&self.id)
    }
}

/// One typed thing a profile may state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Fact {
    /// `section.key`.
    pub id: Str,
    /// Where the dot stands in the id: looking up a key needs no search for it.
    pub dot: u16,
    /// What a reader who does not know the ids calls it, such as the customer.
    pub title: Option<Str>,
    /// The type.
    pub kind: Kind,
    /// Options in their meaningful order (choice and set).
    pub options: Vec<FactOption>,
    /// Which way the values run.
    pub order: Order,
    /// The question, as one would say it to a customer.
    pub ask: Str,
    /// Why it matters.
    pub why: Str,
    /// Document and section.
    pub source: Str,
    /// The unit of a number.
    pub unit: Option<Str>,
    /// The least value of a number.
    pub min: Option<f64>,
    /// The greatest value of a number.
    pub max: Option<f64>,
    /// 1 (easy) to 5 (hard) where customer and vendor can change it before the project; none where they cannot.
    pub effort: Option<u8>,
    /// The whole calendar months, 1–120, after which what is said about it may no longer hold; none
    /// where it does not age.
    pub stale_after_months: Option<u8>,
    /// Whether a profile may say `n/a`.
    pub allow_na: bool,
    /// Why nothing reads it, for a fact that only gives context.
    pub context: Option<Str>,
    /// Its variables in the set: none for text, one for each option of a set, else one.
    pub variables: Range<u16>,
    /// Where a number is cut into cells, ascending.
    pub cuts: Vec<Cut>,
    /// What it was called in an earlier version of the set: its id there.
    pub renamed_from: Option<Str>,
    /// Its place in the questionnaire as written: file order, then order in the file.
    pub position: u32,
}

impl Fact {
    /// What a reader who does not know the ids calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().unwrap_or(&self.id)
    }

    /// The section, before the dot.
    #[must_use]
    pub fn section(&self) -> &str {
        self.id.get(..usize::from(self.dot)).unwrap_or("")
    }

    /// The key, after the dot.
    #[must_use]
    pub fn key(&self) -> &str {
        self.id.get(usize::from(self.dot) + 1..).unwrap_or("")
    }

    /// The place of an option.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|option| &*option.id == id)
    }

    /// How many cells a value can fall into, `n/a` not counted. For a set: of each of its variables.
    #[must_use]
    pub fn value_cells(&self) -> usize {
        match self.kind {
            Kind::Bool | Kind::Set => 2,
            Kind::Choice => self.options.len(),
            Kind::Integer | Kind::Number => self.cuts.len() + 1,
            Kind::Text => 0,
        }
    }

    /// The cell of a number.
    #[must_use]
    pub fn cell_of(&self, value: f64) -> usize {
        self.cuts.partition_point(|cut| cut.is_left_of(value))
    }

    /// A number inside a cell: the threshold itself where the cell contains it.
    #[must_use]
    pub fn inside(&self, cell: usize) -> f64 {
        let left = cell.checked_sub(1).and_then(|index| self.cuts.get(index));
        let right = self.cuts.get(cell);
        match (left, right) {
            (Some(cut), _) if !cut.after => cut.value,
            (_, Some(cut)) if cut.after => cut.value,
            (Some(left), Some(right)) => f64::midpoint(left.value, right.value),
            (Some(left), None) => self
                .max
                .unwrap_or((left.value + 1.0).max(left.value.next_up())),
            // One less, or where that is the same number to a float, the next one below.
            (None, Some(right)) => self
                .min
                .unwrap_or((right.value - 1.0).min(right.value.next_down())),
            (None, None) => self.min.or(self.max).unwrap_or(0.0),
        }
    }

    /// Whether a number lies within the fact's bounds.
    #[must_use]
    pub fn in_bounds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}

/// A place where the number line is cut in two.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Cut {
    /// The threshold.
    pub value: f64,
    /// Whether the threshold itself belongs to the left part (`at_most`), not the right (`below`).
    pub after: bool,
}

impl Cut {
    /// Whether a value belongs to the right part.
    #[must_use]
    pub fn is_left_of(&self, value: f64) -> bool {
        if self.after {
            value > self.value
        } else {
            value >= self.value
        }
    }
}

/// An interval of numbers, as a condition or half-knowledge states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Where it begins, if anywhere: values to the right of the cut are inside.
    pub from: Option<Cut>,
    /// Where it ends, if anywhere: values to the left of the cut are inside.
    pub to: Option<Cut>,
}

impl Interval {
    /// Whether a value lies inside.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.from.is_none_or(|cut| cut.is_left_of(value))
            && !self.to.is_some_and(|cut| cut.is_left_of(value))
    }
}

/// One finite unknown: a fact, or one option of a set fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variable {
    /// The fact, by its number in the set.
    pub fact: u16,
    /// The option, for a variable of a set fact.
    pub option: Option<u16>,
    /// The cells, `n/a` last where the fact allows it; at most [`MAX_CELLS`].
    pub cells: u8,
    /// The cell of `n/a`.
    pub na: Option<u8>,
    /// Prior weight of each cell: non-negative integers, not all zero. Judgement.
    pub prior: Vec<u32>,
}

/// The most cells of one variable: a set of cells is one machine word.
pub const MAX_CELLS: usize = 64;

impl Variable {
    /// Every cell.
    #[must_use]
    pub fn all(&self) -> u64 {
        u64::MAX >> (MAX_CELLS - usize::from(self.cells))
    }

    /// Every cell but `n/a`.
    #[must_use]
    pub fn values(&self) -> u64 {
        self.all() & !self.na.map_or(0, |cell| 1 << cell)
    }

    /// The prior weight of a cell within `allowed`: where the prior leaves nothing there, uniform.
    #[must_use]
    pub fn weight(&self, cell: u8, allowed: u64) -> u32 {
        if self.total(allowed) == 0 {
            1
        } else {
            self.prior[usize::from(cell)]
        }
    }

    fn total(&self, allowed: u64) -> u64 {
        cells(allowed)
            .map(|cell| u64::from(self.prior[usize::from(cell)]))
            .sum()
    }
}

/// The cells of a set of cells, ascending.
pub fn cells(mut set: u64) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        if set == 0 {
            return None;
        }
        let cell = set.trailing_zeros();
        set &= set - 1;
        u8::try_from(cell).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(cuts: &[(f64, bool)]) -> Fact {
        Fact {
            id: "a.b".into(),
            dot: 1,
            title: None,
            kind: Kind::Number,
            options: Vec::new(),
            order: Order::None,
            ask: "".into(),
            why: "".into(),
            source: "".into(),
            unit: None,
            min: Some(0.0),
            max: Some(100.0),
            effort: None,
            stale_after_months: None,
            allow_na: false,
            context: None,
            variables: 0..1,
            cuts: cuts
                .iter()
                .map(|&(value, after)| Cut { value, after })
                .collect(),
            renamed_from: None,
            position: 0,
        }
    }

    #[test]
    fn a_value_falls_into_the_cell_that_contains_it() {
        let fact = numeric(&[(3.0, false), (3.0, true), (10.0, false)]);
        let cells: Vec<usize> = [0.0, 2.9, 3.0, 3.1, 9.9, 10.0, 100.0]
            .map(|value| fact.cell_of(value))
            .to_vec();
        assert_eq!(cells, [0, 0, 1, 2, 2, 3, 3]);
        for cell in 0..4 {
            assert_eq!(fact.cell_of(fact.inside(cell)), cell);
        }
    }

    #[test]
    fn cells_iterates_ascending() {
        assert_eq!(cells(0b1010_0001).collect::<Vec<_>>(), [0, 5, 7]);
        assert_eq!(cells(u64::MAX).count(), 64);
    }
}
