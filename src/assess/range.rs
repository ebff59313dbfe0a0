//! Scores of a profile of which not everything is known: low, high and estimate.
//!
//! Low and high are what propagation gives, criterion → dimension → rubric, criteria taken as
//! independent, a criterion that may not apply either way. A criterion's own range is exact over the
//! facts that it reads. So the ranges are sound, and tight where no unknown fact is read twice.

use super::mean::{Moments, mean_tenths};
use super::point::{bounded, rounded_mean};
use crate::rubric::condition::{ScoreTest, Truth};
use crate::rubric::fact::{Variable, cells};
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, Table, share_points};
use crate::rubric::{Aggregate, Criterion, Dimension, Effect, HigherIs, RubricSet, indexes};

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

/// What is known of a dimension's or a rubric's score. All scores in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// Whether there is a score at all: something applies.
    pub exists: Truth,
    /// The least score over every way to fill in the unknown facts.
    pub low: u16,
    /// The greatest.
    pub high: u16,
    /// The expected score under the priors; none where nothing can apply.
    pub estimate: Option<u16>,
}

impl Score {
    /// No score.
    pub const NONE: Self = Self {
        exists: Truth::False,
        low: 0,
        high: 0,
        estimate: None,
    };

    /// The state of a test: a missing score makes it false.
    #[must_use]
    pub fn truth(&self, test: &ScoreTest) -> Truth {
        if self.exists == Truth::False
            || i32::from(self.high) < test.low
            || i32::from(self.low) > test.high
        {
            return Truth::False;
        }
        let inside = test.low <= i32::from(self.low) && i32::from(self.high) <= test.high;
        if inside { self.exists } else { Truth::Open }
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

fn share_range(options: &[u16], answers: &[u64]) -> (u8, u8) {
    let n = options.len();
    let sure = options
        .iter()
        .filter(|&&option| answers[usize::from(option)] == 0b10)
        .count();
    let barred = options
        .iter()
        .filter(|&&option| answers[usize::from(option)] == 0b01)
        .count();
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

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
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
        moments,
    }
}

fn existence(inside: bool, outside: bool) -> Truth {
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
    Several,
}

impl RowSeen {
    fn with(self, row: u8) -> Self {
        match self {
            Self::None => Self::One(row),
            Self::One(earlier) if earlier == row => self,
            Self::One(_) | Self::Several => Self::Several,
        }
    }

    fn only(self) -> Option<u8> {
        match self {
            Self::One(row) => Some(row),
            Self::None | Self::Several => None,
        }
    }
}

fn share_score(
    options: &[u16],
    table: &Table,
    variables: &[Variable],
    answers: &[u64],
) -> CriterionScore {
    let n = options.len();
    let sure = options
        .iter()
        .filter(|&&option| answers[usize::from(option)] == 0b10)
        .count();
    let barred = options
        .iter()
        .filter(|&&option| answers[usize::from(option)] == 0b01)
        .count();
    let (low, high) = (share_points(sure, n), share_points(n - barred, n));
    let (mut inside, mut outside) = (false, false);
    let applying = Combinations::new(table, variables, answers).moments(|index| {
        let applies = table.entries[index] == 1;
        (inside, outside) = (inside || applies, outside || !applies);
        applies.then_some(0)
    });
    let applies = existence(inside, outside);
    let moments = applying.times_share(
        n,
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
    let known = applies != Truth::False && sure + barred == n;
    CriterionScore {
        applies,
        low: if inside { low } else { 0 },
        high: if inside { high } else { 0 },
        attribute: known.then_some(0),
        moments,
    }
}

/// The least or greatest weighted mean over which optional items are in, rounded; `scale` tenths a unit.
///
/// An optional item moves the mean towards itself, so exactly those beyond the optimum are in: taking
/// them in order of their values until one no longer helps finds it.
fn extreme(
    (mut sum, mut weight): (u64, u64),
    optional: &mut [(u32, u16)],
    scale: u64,
    least: bool,
) -> Option<u16> {
    optional.sort_unstable_by_key(|&(_, value)| if least { value } else { u16::MAX - value });
    for &mut (w, value) in optional {
        let (own, mean) = (u64::from(value) * weight, sum);
        let helps = weight == 0 || if least { own < mean } else { own > mean };
        if !helps {
            break;
        }
        sum += u64::from(w) * u64::from(value);
        weight += u64::from(w);
    }
    (weight > 0).then(|| rounded_mean(sum, weight, scale))
}

/// An item of a weighted mean whose presence may be open.
struct Item {
    weight: u32,
    exists: Truth,
    low: u16,
    high: u16,
}

fn mean_range(items: impl Iterator<Item = Item>, scale: u64) -> Score {
    let (mut low, mut high, mut weight) = (0_u64, 0_u64, 0_u64);
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    let mut exists = Truth::False;
    for item in items {
        exists = exists.or(item.exists);
        match item.exists {
            Truth::True => {
                let own = u64::from(item.weight);
                weight += own;
                low += own * u64::from(item.low);
                high += own * u64::from(item.high);
            }
            Truth::Open => {
                lows.push((item.weight, item.low));
                highs.push((item.weight, item.high));
            }
            Truth::False => {}
        }
    }
    let low = extreme((low, weight), &mut lows, scale, true);
    let high = extreme((high, weight), &mut highs, scale, false);
    let (Some(low), Some(high)) = (low, high) else {
        return Score::NONE;
    };
    Score {
        exists,
        low,
        high,
        estimate: None,
    }
}

/// A dimension's range from its criteria's, without an estimate.
pub(super) fn dimension_bounds(criteria: &[Criterion], bounds: &[CriterionBounds]) -> Score {
    let item = |(criterion, bounds): (&Criterion, &CriterionBounds)| Item {
        weight: criterion.weight,
        exists: bounds.applies,
        low: u16::from(bounds.low),
        high: u16::from(bounds.high),
    };
    mean_range(criteria.iter().zip(bounds).map(item), 10)
}

/// A dimension's score from its criteria's.
#[must_use]
pub fn dimension(criteria: &[Criterion], scores: &[CriterionScore]) -> Score {
    let items = criteria.iter().zip(scores).map(|(criterion, score)| Item {
        weight: criterion.weight,
        exists: score.applies,
        low: u16::from(score.low),
        high: u16::from(score.high),
    });
    let mut score = mean_range(items, 10);
    score.estimate = mean_tenths(
        criteria
            .iter()
            .map(|criterion| criterion.weight)
            .zip(scores.iter().map(|score| &score.moments)),
    )
    .filter(|_| score.exists != Truth::False)
    .map(|estimate| estimate.clamp(score.low, score.high));
    score
}

/// The score of a rubric's worst dimension.
#[must_use]
pub fn worst(higher_is: HigherIs, dimensions: &[Score]) -> Score {
    let present = |exists: Truth| {
        dimensions
            .iter()
            .filter(move |score| score.exists == exists)
    };
    let any = || present(Truth::True).chain(present(Truth::Open));
    let exists = dimensions
        .iter()
        .map(|score| score.exists)
        .fold(Truth::False, Truth::or);
    let estimates = dimensions.iter().filter_map(|score| score.estimate);
    let score = match higher_is {
        // The lowest is as low as any dimension can be, and as high as the lowest that surely exists.
        HigherIs::Better => {
            let low = any().map(|score| score.low).min();
            let high = present(Truth::True)
                .map(|score| score.high)
                .min()
                .or_else(|| any().map(|score| score.high).max());
            low.zip(high).map(|(low, high)| Score {
                exists,
                low,
                high,
                estimate: estimates.min(),
            })
        }
        HigherIs::Worse => {
            let high = any().map(|score| score.high).max();
            let low = present(Truth::True)
                .map(|score| score.low)
                .max()
                .or_else(|| any().map(|score| score.low).min());
            low.zip(high).map(|(low, high)| Score {
                exists,
                low,
                high,
                estimate: estimates.max(),
            })
        }
    };
    score.unwrap_or(Score::NONE)
}

/// A rubric's score from its dimensions' and the states of the gates.
#[must_use]
pub fn rubric(
    set: &RubricSet,
    number: usize,
    dimensions: &[Score],
    worst: Score,
    gates: &[Truth],
) -> Score {
    let rubric = &set.rubrics[number];
    let range = indexes(&rubric.dimensions);
    let own = || {
        set.dimensions[range.clone()]
            .iter()
            .zip(&dimensions[range.clone()])
    };
    let score = match rubric.aggregate {
        Aggregate::Worst => worst,
        Aggregate::Mean => {
            let items = own().map(|(dimension, score)| Item {
                weight: dimension.weight,
                exists: score.exists,
                low: score.low,
                high: score.high,
            });
            Score {
                estimate: mean_estimate(own()),
                ..mean_range(items, 1)
            }
        }
    };
    capped(set, number, score, gates)
}

/// The weighted mean of those dimensions' estimates that have one.
pub(super) fn mean_estimate<'d>(
    dimensions: impl Iterator<Item = (&'d Dimension, &'d Score)>,
) -> Option<u16> {
    let (mut sum, mut weight) = (0_u64, 0_u64);
    for (dimension, score) in dimensions {
        if let Some(estimate) = score.estimate {
            sum += u64::from(dimension.weight) * u64::from(estimate);
            weight += u64::from(dimension.weight);
        }
    }
    (weight > 0).then(|| rounded_mean(sum, weight, 1))
}

/// A rubric's score with its gates applied: tripped ones bound all of it, open ones one end.
pub(super) fn capped(set: &RubricSet, number: usize, mut score: Score, gates: &[Truth]) -> Score {
    if score.exists == Truth::False {
        return Score::NONE;
    }
    let rubric = &set.rubrics[number];
    for &gate in &rubric.caps {
        let Effect::Cap(cap) = set.gates[usize::from(gate)].effect else {
            continue;
        };
        let state = gates[usize::from(gate)];
        let bound = |value: u16| bounded(rubric.higher_is, value, cap);
        if state == Truth::True {
            score = Score {
                low: bound(score.low),
                high: bound(score.high),
                estimate: score.estimate.map(bound),
                ..score
            };
        } else if state == Truth::Open {
            // Bounding one end only: the worse one.
            match rubric.higher_is {
                HigherIs::Better => score.low = bound(score.low),
                HigherIs::Worse => score.high = bound(score.high),
            }
        }
    }
    score.estimate = score
        .estimate
        .map(|estimate| estimate.clamp(score.low, score.high));
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn optional_items_are_in_only_where_they_help() {
        // 50 sure; 0 and 40 pull the mean down, 60 does not.
        assert_eq!(
            extreme((50, 1), &mut [(1, 60), (1, 40), (1, 0)], 10, true),
            Some(250)
        );
        assert_eq!(
            extreme((50, 1), &mut [(1, 60), (1, 40), (1, 0)], 10, false),
            Some(550)
        );
        assert_eq!(
            extreme((0, 0), &mut [(3, 60), (1, 40)], 10, true),
            Some(400)
        );
        assert_eq!(extreme((0, 0), &mut [], 10, true), None);
    }

    #[test]
    fn the_optimum_equals_the_best_subset() {
        let definite = [(2, 35), (1, 80)];
        let optional = [(3, 10), (1, 50), (2, 55), (1, 90), (4, 40)];
        for least in [true, false] {
            let subsets = (0_u32..1 << optional.len()).map(|subset| {
                let chosen = optional
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| subset >> index & 1 == 1)
                    .map(|(_, item)| *item);
                let all: Vec<(u32, u16)> = definite.iter().copied().chain(chosen).collect();
                let sum = all.iter().map(|&(w, v)| u64::from(w) * u64::from(v)).sum();
                rounded_mean(sum, all.iter().map(|&(w, _)| u64::from(w)).sum(), 10)
            });
            let best = if least { subsets.min() } else { subsets.max() };
            let sure = (2 * 35 + 80, 3);
            assert_eq!(extreme(sure, &mut optional.clone(), 10, least), best);
        }
    }
}
