//! One criterion of a profile of which not everything is known: exact over the facts that it reads.

use super::mean::Moments;
use crate::rubric::Criterion;
use crate::rubric::condition::Truth;
use crate::rubric::fact::{Variable, cells};
use crate::rubric::number::gcd;
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, Table, share_points};

/// What is known of one criterion.
#[derive(Clone, Debug)]
pub struct CriterionScore {
    /// Whether it applies.
    pub applies: Truth,
    /// The least points where it applies.
    pub low: u8,
    /// The most points where it applies.
    pub high: u8,
    /// The row of the scale that holds, if only one can.
    pub attribute: Option<u8>,
    /// The two rows of which one holds, ascending, if no other can.
    pub either: Option<[u8; 2]>,
    /// Its points and its applying under the prior.
    pub(super) moments: Moments,
}

impl CriterionScore {
    /// The mean points under the prior where it applies, in points; unrounded.
    #[must_use]
    pub fn estimate(&self) -> Option<f64> {
        self.moments.mean()
    }

    /// The probability that it applies, under the prior.
    #[must_use]
    pub fn probability(&self) -> f64 {
        self.moments.probability()
    }
}

/// What is certain of one criterion: whether it applies, and its points where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CriterionBounds {
    pub(super) applies: Truth,
    pub(super) low: u8,
    pub(super) high: u8,
}

/// A criterion's exact range over the facts that it reads, without estimates: what searches need.
pub(super) fn criterion_bounds(criterion: &Criterion, answers: &[u64]) -> CriterionBounds {
    let mut found = Found::default();
    match &criterion.scale {
        Scale::Table { attributes, points } => {
            each_index(&attributes.reads, answers, 0, &mut |index| {
                found.add(points[index]);
            });
        }
        Scale::Share { variables, applies } => {
            let (low, high) = share_range(variables, answers);
            each_index(&applies.reads, answers, 0, &mut |index| {
                let inside = applies.entries[index] == 1;
                found.add(if inside { low } else { NOT_APPLICABLE });
                found.add(if inside { high } else { NOT_APPLICABLE });
            });
        }
    }
    CriterionBounds {
        applies: existence(found.inside, found.outside),
        low: if found.inside { found.low } else { 0 },
        high: found.high,
    }
}

struct Found {
    low: u8,
    high: u8,
    inside: bool,
    outside: bool,
}

impl Default for Found {
    fn default() -> Self {
        Self {
            low: u8::MAX,
            high: 0,
            inside: false,
            outside: false,
        }
    }
}

impl Found {
    fn add(&mut self, points: u8) {
        if points == NOT_APPLICABLE {
            self.outside = true;
        } else {
            self.inside = true;
            (self.low, self.high) = (self.low.min(points), self.high.max(points));
        }
    }
}

fn each_index(reads: &[Read], answers: &[u64], index: u32, visit: &mut impl FnMut(usize)) {
    match reads {
        [] => visit(index as usize),
        [first, rest @ ..] => {
            for cell in cells(answers[usize::from(first.variable)]) {
                each_index(rest, answers, index + first.stride * u32::from(cell), visit);
            }
        }
    }
}

/// How many of a share's options surely hold, and how many surely do not.
fn decided(options: &[u16], answers: &[u64]) -> (usize, usize) {
    let count = |cells| {
        let same = |&&option: &&u16| answers[usize::from(option)] == cells;
        options.iter().filter(same).count()
    };
    (count(0b10), count(0b01))
}

pub(super) fn share_range(options: &[u16], answers: &[u64]) -> (u8, u8) {
    let n = options.len();
    let (sure, barred) = decided(options, answers);
    (share_points(sure, n), share_points(n - barred, n))
}

/// Every combination of a table's cells that the answers leave, with its prior weight.
struct Combinations {
    /// For each variable its steps in the index, with weights in lowest terms.
    lists: Vec<Vec<(u32, u32)>>,
    totals: Vec<u32>,
}

impl Combinations {
    fn new(table: &Table, variables: &[Variable], answers: &[u64]) -> Self {
        let list = |read: &Read| -> Vec<(u32, u32)> {
            let variable = &variables[usize::from(read.variable)];
            let allowed = answers[usize::from(read.variable)];
            let mut list: Vec<(u32, u32)> = cells(allowed)
                .map(|cell| {
                    (
                        read.stride * u32::from(cell),
                        variable.weight(cell, allowed),
                    )
                })
                .collect();
            let common = list
                .iter()
                .fold(0, |common, (_, weight)| gcd(common, *weight));
            list.iter_mut()
                .for_each(|(_, weight)| *weight /= common.max(1));
            list
        };
        let lists: Vec<Vec<(u32, u32)>> = table.reads.iter().map(list).collect();
        let total = |list: &Vec<(u32, u32)>| list.iter().map(|(_, weight)| weight).sum();
        Self {
            totals: lists.iter().map(total).collect(),
            lists,
        }
    }

    /// Points and applying over all combinations; `points` gives those of an index, if it applies.
    fn moments(&self, mut points: impl FnMut(usize) -> Option<u8>) -> Moments {
        let all = self
            .totals
            .iter()
            .try_fold(1_u128, |all, total| all.checked_mul(u128::from(*total)));
        let mut moments = Moments::default();
        if all.is_some_and(|all| all < Moments::ROOM) {
            self.each(&mut |index, weights| {
                let weight = weights.iter().map(|weight| u128::from(*weight)).product();
                moments.add(weight, points(index));
            });
            moments.reduce();
        } else {
            self.each(&mut |index, weights| {
                let part = |(weight, total): (&u32, &u32)| f64::from(*weight) / f64::from(*total);
                moments.add_part(
                    weights.iter().zip(&self.totals).map(part).product(),
                    points(index),
                );
            });
        }
        moments
    }

    /// Calls `visit` with the index of each combination and the weights that make it up.
    fn each(&self, visit: &mut impl FnMut(usize, &[u32])) {
        fn walk(
            lists: &[Vec<(u32, u32)>],
            index: u32,
            weights: &mut Vec<u32>,
            visit: &mut impl FnMut(usize, &[u32]),
        ) {
            let Some((first, rest)) = lists.split_first() else {
                visit(index as usize, weights);
                return;
            };
            for (step, weight) in first {
                weights.push(*weight);
                walk(rest, index + step, weights, visit);
                weights.pop();
            }
        }
        walk(
            &self.lists,
            0,
            &mut Vec::with_capacity(self.lists.len()),
            visit,
        );
    }
}

/// A criterion's exact range and expected points over the facts that it reads.
#[must_use]
pub fn criterion(criterion: &Criterion, variables: &[Variable], answers: &[u64]) -> CriterionScore {
    match &criterion.scale {
        Scale::Table { attributes, points } => table_score(attributes, points, variables, answers),
        Scale::Share {
            variables: options,
            applies,
        } => share_score(options, applies, variables, answers),
    }
}

fn table_score(
    attributes: &Table,
    points: &[u8],
    variables: &[Variable],
    answers: &[u64],
) -> CriterionScore {
    let known = attributes.reads.iter().try_fold(0_u32, |index, read| {
        let allowed = answers[usize::from(read.variable)];
        allowed
            .is_power_of_two()
            .then(|| index + read.stride * allowed.trailing_zeros())
    });
    if let Some(index) = known {
        let (attribute, points) = (attributes.entries[index as usize], points[index as usize]);
        let applies = points != NOT_APPLICABLE;
        let shown = if applies { points } else { 0 };
        return CriterionScore {
            applies: applies.into(),
            low: shown,
            high: shown,
            attribute: applies.then_some(attribute),
            either: None,
            moments: Moments::certain(applies.then_some(points)),
        };
    }
    let (mut low, mut high, mut rows) = (u8::MAX, 0, RowSeen::None);
    let (mut inside, mut outside) = (false, false);
    let moments = Combinations::new(attributes, variables, answers).moments(|index| {
        let entry = points[index];
        if entry == NOT_APPLICABLE {
            outside = true;
            return None;
        }
        inside = true;
        (low, high) = (low.min(entry), high.max(entry));
        rows = rows.with(attributes.entries[index]);
        Some(entry)
    });
    let applies = existence(inside, outside);
    CriterionScore {
        applies,
        low: if inside { low } else { 0 },
        high,
        attribute: rows.only(),
        either: rows.either(),
        moments,
    }
}

pub(super) fn existence(inside: bool, outside: bool) -> Truth {
    match (inside, outside) {
        (true, false) => Truth::True,
        (true, true) => Truth::Open,
        (false, _) => Truth::False,
    }
}

/// Which rows of a scale were met.
#[derive(Clone, Copy)]
enum RowSeen {
    None,
    One(u8),
    Two(u8, u8),
    More,
}

impl RowSeen {
    fn with(self, row: u8) -> Self {
        match self {
            Self::None => Self::One(row),
            Self::One(one) if one == row => self,
            Self::One(one) => Self::Two(one, row),
            Self::Two(one, other) if one == row || other == row => self,
            Self::Two(..) | Self::More => Self::More,
        }
    }

    fn only(self) -> Option<u8> {
        match self {
            Self::One(row) => Some(row),
            _ => None,
        }
    }

    fn either(self) -> Option<[u8; 2]> {
        match self {
            Self::Two(one, other) => Some([one.min(other), one.max(other)]),
            _ => None,
        }
    }
}

fn share_score(
    options: &[u16],
    table: &Table,
    variables: &[Variable],
    answers: &[u64],
) -> CriterionScore {
    let (low, high) = share_range(options, answers);
    let (mut inside, mut outside) = (false, false);
    let applying = Combinations::new(table, variables, answers).moments(|index| {
        let applies = table.entries[index] == 1;
        (inside, outside) = (inside || applies, outside || !applies);
        applies.then_some(0)
    });
    let applies = existence(inside, outside);
    let moments = applying.times_share(
        options.len(),
        options.iter().map(|&option| {
            let variable = &variables[usize::from(option)];
            let allowed = answers[usize::from(option)];
            let part = |cell: u8| {
                if allowed >> cell & 1 == 1 {
                    variable.weight(cell, allowed)
                } else {
                    0
                }
            };
            (part(0), part(1))
        }),
    );
    let (sure, barred) = decided(options, answers);
    let known = applies != Truth::False && sure + barred == options.len();
    CriterionScore {
        applies,
        low: if inside { low } else { 0 },
        high: if inside { high } else { 0 },
        attribute: known.then_some(0),
        either: None,
        moments,
    }
}
