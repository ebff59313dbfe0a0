//! Scores of a profile of which not everything is known: low, high and estimate.
//!
//! Low and high are what propagation gives, criterion → dimension → rubric, criteria taken as
//! independent, a criterion that may not apply either way. A criterion's own range is exact over the
//! facts that it reads. So the ranges are sound, and tight where no unknown fact is read twice.

use super::criterion::{CriterionBounds, CriterionScore};
use super::mean::mean_tenths;
use super::point::{bounded, rounded_mean};
use crate::rubric::condition::{ScoreTest, Truth};
use crate::rubric::{Aggregate, Criterion, Dimension, Effect, HigherIs, RubricSet, indexes};

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

/// The least or greatest weighted mean over which optional items are in, rounded; `scale` tenths a unit.
///
/// An optional item moves the mean towards itself, so exactly those beyond the optimum are in. What lies beyond
/// the mean of the others is left out less and less as the mean moves, until nothing changes (Dinkelbach, 1967).
fn extreme(
    sure: (u64, u64),
    optional: impl Iterator<Item = (u32, u16)> + Clone,
    scale: u64,
    least: bool,
) -> Option<u16> {
    let beyond = |value: u64, (sum, weight): (u64, u64)| match (weight, least) {
        (0, _) => false,
        (_, true) => value * weight < sum,
        (_, false) => value * weight > sum,
    };
    let mut mean = sure;
    if mean.1 == 0 {
        // The farthest alone: any other would draw it back.
        let values = optional.clone().map(|(_, value)| u64::from(value));
        mean = (if least { values.min() } else { values.max() }?, 1);
    }
    loop {
        let inside = optional
            .clone()
            .map(|(weight, value)| (u64::from(weight), u64::from(value)))
            .filter(|&(_, value)| beyond(value, mean));
        let add = |(sum, all), (weight, value)| (sum + weight * value, all + weight);
        let next = inside.fold(sure, add);
        if next.1 == 0 || next == mean {
            return Some(rounded_mean(mean.0, mean.1, scale));
        }
        mean = next;
    }
}

/// An item of a weighted mean whose presence may be open.
struct Item {
    weight: u32,
    exists: Truth,
    low: u16,
    high: u16,
}

fn mean_range(items: impl Iterator<Item = Item> + Clone, scale: u64) -> Score {
    let (mut low, mut high, mut weight) = (0_u64, 0_u64, 0_u64);
    let mut exists = Truth::False;
    let mut any_open = false;
    for item in items.clone() {
        exists = exists.or(item.exists);
        any_open |= item.exists == Truth::Open;
        if item.exists == Truth::True {
            let own = u64::from(item.weight);
            weight += own;
            low += own * u64::from(item.low);
            high += own * u64::from(item.high);
        }
    }
    // Mostly there is none, and then nobody needs to look for them again.
    let optional = items
        .take(if any_open { usize::MAX } else { 0 })
        .filter(|item| item.exists == Truth::Open);
    let lows = optional.clone().map(|item| (item.weight, item.low));
    let highs = optional.map(|item| (item.weight, item.high));
    let low = extreme((low, weight), lows, scale, true);
    let high = extreme((high, weight), highs, scale, false);
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

/// A dimension's range from its criteria's weights and bounds, without an estimate.
pub(super) fn dimension_bounds(
    weights: impl Iterator<Item = u32> + Clone,
    bounds: &[CriterionBounds],
) -> Score {
    let item = |(weight, bounds): (u32, &CriterionBounds)| Item {
        weight,
        exists: bounds.applies,
        low: u16::from(bounds.low),
        high: u16::from(bounds.high),
    };
    mean_range(weights.zip(bounds).map(item), 10)
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
        let items = [(1, 60), (1, 40), (1, 0)].into_iter();
        assert_eq!(extreme((50, 1), items.clone(), 10, true), Some(250));
        assert_eq!(extreme((50, 1), items, 10, false), Some(550));
        let items = [(3, 60), (1, 40)].into_iter();
        assert_eq!(extreme((0, 0), items.clone(), 10, true), Some(400));
        assert_eq!(extreme((0, 0), items, 10, false), Some(600));
        assert_eq!(extreme((0, 0), [].into_iter(), 10, true), None);
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
            assert_eq!(extreme(sure, optional.into_iter(), 10, least), best);
        }
    }
}
