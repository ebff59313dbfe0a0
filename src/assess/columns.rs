//! The rule that fires, for many completions side by side.
//!
//! Completions come in blocks; everything is a column over a block: the place of a fact's cell, a score,
//! whether a condition holds. So each step is the same few instructions on small numbers that lie side by
//! side. The figures are those of [`super::point::evaluate`], whole numbers throughout: what passes
//! through a float is far below 2⁵³.

use super::live::Live;
use super::lookup::Lookup;
use super::point::{MISSING, bounded};
use super::share::{BLOCK, Block, Completions};
use crate::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest, Truth};
use crate::rubric::scale::NOT_APPLICABLE;
use crate::rubric::{Aggregate, Effect, HigherIs, indexes};
use std::ops::{AddAssign, Mul};

/// Scores in tenths, or [`MISSING`].
type Tenths = [u16; BLOCK];
/// Points, or [`NOT_APPLICABLE`].
pub(super) type Points = [u8; BLOCK];
/// Whether something holds: [`YES`] or [`NO`].
type Mask = [u8; BLOCK];

const YES: u8 = u8::MAX;
const NO: u8 = 0;

/// What a profile leaves open, made ready for its completions.
pub(super) struct Columns<'c> {
    live: &'c Live<'c>,
    completions: &'c Completions<'c>,
    dimensions: Vec<Dimension>,
    /// Those of [`Live::dimensions`] and [`Live::rubrics`] by number in the set; the others stay missing.
    scores: Vec<Tenths>,
    rubrics: Vec<Tenths>,
    worst: Vec<Tenths>,
    gates: Vec<Mask>,
}

impl<'c> Columns<'c> {
    /// Every open variable that `live` reads is a column of `completions`.
    pub(super) fn new(live: &'c Live<'c>, completions: &'c Completions<'c>) -> Self {
        let set = live.set;
        let tripped = |state: &Truth| [if *state == Truth::True { YES } else { NO }; BLOCK];
        let mut columns = Self {
            live,
            completions,
            dimensions: Vec::new(),
            scores: vec![[MISSING; BLOCK]; set.dimensions.len()],
            rubrics: vec![[MISSING; BLOCK]; set.rubrics.len()],
            worst: vec![[MISSING; BLOCK]; set.rubrics.len()],
            gates: live.bounds.gates.iter().map(tripped).collect(),
        };
        for &number in &live.dimensions {
            let dimension = Dimension::new(live, completions, number);
            if dimension.open.is_empty() {
                let (sum, weight) = (f64::from(dimension.sum), f64::from(dimension.weight));
                columns.scores[number].fill(mean(20.0 * sum, weight));
            } else {
                columns.dimensions.push(dimension);
            }
        }
        columns
    }

    /// The rule that fires for each completion of a block.
    pub(super) fn rules(&mut self, block: &Block<'_>, fired: &mut [u16; BLOCK]) {
        for dimension in &self.dimensions {
            dimension.score(block, &mut self.scores[dimension.number]);
        }
        let live = self.live;
        for (gate, when) in &live.gates {
            self.gates[*gate] = self.mask(when, block);
        }
        for &rubric in &live.rubrics {
            self.rubric(rubric);
        }
        fired.fill(live.last);
        let mut undecided = [YES; BLOCK];
        for (rule, when) in &live.rules {
            let holds = self.mask(when, block);
            for ((fired, undecided), holds) in fired.iter_mut().zip(&undecided).zip(&holds) {
                let first = holds & undecided == YES;
                *fired = if first { *rule } else { *fired };
            }
            let both = undecided.iter_mut().zip(&holds);
            both.for_each(|(undecided, holds)| *undecided &= !holds);
            if !undecided.contains(&YES) {
                break;
            }
        }
    }

    fn mask(&self, condition: &Condition, block: &Block<'_>) -> Mask {
        match condition {
            Condition::All(parts) => {
                let mut all = [YES; BLOCK];
                for part in parts {
                    let part = self.mask(part, block);
                    all.iter_mut()
                        .zip(&part)
                        .for_each(|(all, part)| *all &= part);
                }
                all
            }
            Condition::Any(parts) => {
                let mut any = [NO; BLOCK];
                for part in parts {
                    let part = self.mask(part, block);
                    any.iter_mut()
                        .zip(&part)
                        .for_each(|(any, part)| *any |= part);
                }
                any
            }
            Condition::Not(part) => self.mask(part, block).map(|holds| !holds),
            Condition::Fact(test) => self.fact(test, block),
            Condition::Score(test) => self.passes(test),
            Condition::Gate(gate) => self.gates[usize::from(*gate)],
        }
    }

    fn fact(&self, test: &FactTest, block: &Block<'_>) -> Mask {
        let Some((column, cells)) = self.completions.column(usize::from(test.variable)) else {
            return [NO; BLOCK];
        };
        let holds = |cell: &u8| test.cells >> cell & 1 == 1;
        // The places on the side where there are fewer of them.
        let few = 2 * cells.iter().filter(|cell| holds(cell)).count() <= cells.len();
        let mut mask = [if few { NO } else { YES }; BLOCK];
        for (place, _) in (0_u8..).zip(cells).filter(|(_, cell)| holds(cell) == few) {
            for (mask, &own) in mask.iter_mut().zip(&block.columns[column]) {
                *mask ^= if own == place { YES } else { NO };
            }
        }
        mask
    }

    fn passes(&self, test: &ScoreTest) -> Mask {
        let scores = match test.of {
            ScoreRef::Rubric(rubric) => &self.rubrics[usize::from(rubric)],
            ScoreRef::Dimension(dimension) => &self.scores[usize::from(dimension)],
            ScoreRef::Worst(rubric) => &self.worst[usize::from(rubric)],
        };
        let tenths = |value: i32| u16::try_from(value.clamp(0, 1000)).unwrap_or(0);
        let (low, high) = (tenths(test.low), tenths(test.high));
        let mut mask = [NO; BLOCK];
        if test.low > 1000 || test.high < 0 || low > high {
            return mask;
        }
        for (mask, &score) in mask.iter_mut().zip(scores) {
            // One that is missing lies above every test.
            *mask = if score.wrapping_sub(low) <= high - low {
                YES
            } else {
                NO
            };
        }
        mask
    }

    fn rubric(&mut self, number: usize) {
        let set = self.live.set;
        let rubric = &set.rubrics[number];
        let own = indexes(&rubric.dimensions);
        worst(
            rubric.higher_is,
            &self.scores[own.clone()],
            &mut self.worst[number],
        );
        let scores = &mut self.rubrics[number];
        match rubric.aggregate {
            Aggregate::Worst => *scores = self.worst[number],
            Aggregate::Mean => {
                let (mut sums, mut weights) = ([0.0; BLOCK], [0.0; BLOCK]);
                for (dimension, scores) in set.dimensions[own.clone()].iter().zip(&self.scores[own])
                {
                    let weight = f64::from(dimension.weight);
                    for ((sum, all), &score) in sums.iter_mut().zip(&mut weights).zip(scores) {
                        let there = if score == MISSING { 0.0 } else { weight };
                        *sum += there * f64::from(score);
                        *all += there;
                    }
                }
                for ((score, &sum), &weight) in scores.iter_mut().zip(&sums).zip(&weights) {
                    *score = mean(2.0 * sum, weight);
                }
            }
        }
        for &gate in &rubric.caps {
            if let Effect::Cap(cap) = set.gates[usize::from(gate)].effect {
                for (score, &tripped) in scores.iter_mut().zip(&self.gates[usize::from(gate)]) {
                    let capped = bounded(rubric.higher_is, *score, cap);
                    let there = tripped == YES && *score != MISSING;
                    *score = if there { capped } else { *score };
                }
            }
        }
    }
}

/// The weighted mean of which this is twice the sum, rounded half up; missing without any weight.
fn mean(twice: f64, weight: f64) -> u16 {
    // A whole number added to this stands in the lowest bits; another one is rounded to the nearest.
    const WHOLE: f64 = (1_u64 << 52) as f64;
    let exact = (twice + weight) / (2.0 * weight);
    let near = exact + WHOLE;
    #[expect(clippy::cast_possible_truncation, reason = "the lowest bits")]
    let tenths = (near.to_bits() as u16).wrapping_sub(u16::from(near - WHOLE > exact));
    if weight == 0.0 { MISSING } else { tenths }
}

/// The worst of some scores that are there.
fn worst(higher_is: HigherIs, scores: &[Tenths], worst: &mut Tenths) {
    worst.fill(MISSING);
    match higher_is {
        // What is missing is the largest number, or after one step up the least.
        HigherIs::Better => {
            for scores in scores {
                for (worst, &score) in worst.iter_mut().zip(scores) {
                    *worst = score.min(*worst);
                }
            }
        }
        HigherIs::Worse => {
            for scores in scores {
                for (worst, &score) in worst.iter_mut().zip(scores) {
                    let greater = score.wrapping_add(1).max(worst.wrapping_add(1));
                    *worst = greater.wrapping_sub(1);
                }
            }
        }
    }
}

/// A dimension: what is certain of its sum and weight, and its open criteria.
struct Dimension {
    number: usize,
    // At most 10,000 criteria of weight 1000 and 100 points: the sums fit.
    sum: u32,
    weight: u32,
    open: Vec<Open>,
    /// Whether the sums of all criteria fit into 16 bits, which is quicker.
    small: bool,
}

impl Dimension {
    fn new(live: &Live<'_>, completions: &Completions<'_>, number: usize) -> Self {
        let set = live.set;
        let mut dimension = Self {
            number,
            sum: 0,
            weight: 0,
            open: Vec::new(),
            small: false,
        };
        for criterion in indexes(&set.dimensions[number].criteria) {
            let own = &set.criteria[criterion];
            let known = &live.bounds.criteria[criterion];
            let weight = own.weight;
            match known.applies {
                Truth::False => {}
                Truth::True if known.low == known.high => {
                    dimension.sum += weight * u32::from(known.low);
                    dimension.weight += weight;
                }
                Truth::True | Truth::Open => dimension.open.push(Open {
                    weight: u16::try_from(weight).unwrap_or(u16::MAX),
                    may_miss: known.applies == Truth::Open,
                    points: Lookup::points(&own.scale, &live.bounds.cells, completions),
                    applies: Lookup::applies(&own.scale, &live.bounds.cells, completions)
                        .filter(|_| known.applies == Truth::Open),
                }),
            }
        }
        let open = dimension.open.iter().map(|open| u32::from(open.weight));
        let all = dimension.weight + open.sum::<u32>();
        dimension.small = all <= u32::from(u16::MAX / 100);
        dimension
    }

    fn score(&self, block: &Block<'_>, scores: &mut Tenths) {
        let narrow = |value: u32| u16::try_from(value).unwrap_or(u16::MAX);
        if self.small {
            self.score_in((narrow(self.sum), narrow(self.weight)), block, scores);
        } else {
            self.score_in((self.sum, self.weight), block, scores);
        }
    }

    /// Beginning with what is certain of the sum and the weight, in a type that holds the sums.
    fn score_in<N>(&self, (sum, weight): (N, N), block: &Block<'_>, scores: &mut Tenths)
    where
        N: Copy + From<u8> + From<u16> + Into<f64> + Mul<Output = N> + AddAssign,
    {
        let (mut sums, mut weights) = ([sum; BLOCK], [weight; BLOCK]);
        for open in &self.open {
            let mut points = [0; BLOCK];
            open.points(block, &mut points);
            let weight = N::from(open.weight);
            if open.may_miss {
                for ((sum, all), &points) in sums.iter_mut().zip(&mut weights).zip(&points) {
                    let there = if points == NOT_APPLICABLE {
                        N::from(0_u8)
                    } else {
                        weight
                    };
                    *sum += there * N::from(points);
                    *all += there;
                }
            } else {
                weights.iter_mut().for_each(|all| *all += weight);
                for (sum, &points) in sums.iter_mut().zip(&points) {
                    *sum += weight * N::from(points);
                }
            }
        }
        for ((score, &sum), &weight) in scores.iter_mut().zip(&sums).zip(&weights) {
            *score = mean(20.0 * sum.into(), weight.into());
        }
    }
}

/// A criterion of which not everything is known.
struct Open {
    weight: u16,
    /// Whether it may not apply.
    may_miss: bool,
    points: Lookup,
    /// For a share that may not apply, 1 where it does; else the points say it.
    applies: Option<Lookup>,
}

impl Open {
    fn points(&self, block: &Block<'_>, points: &mut Points) {
        self.points.find(block, points);
        if let Some(applies) = &self.applies {
            let mut applying = [0; BLOCK];
            applies.find(block, &mut applying);
            for (points, &applies) in points.iter_mut().zip(&applying) {
                *points = if applies == 1 {
                    *points
                } else {
                    NOT_APPLICABLE
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, MISSING, mean};
    use crate::assess::live::Live;
    use crate::assess::live::made::{open, partly};
    use crate::assess::point::{Point, evaluate, rounded_mean};
    use crate::assess::random::SplitMix64;
    use crate::assess::search::Search;
    use crate::assess::share::{BLOCK, Completions};
    use crate::rubric::RubricSet;
    use crate::source::shipped;

    /// How many blocks hold completions that do not all fire the same rule.
    fn check(set: &RubricSet) -> usize {
        let (mut random, mut point, mut differing) = (SplitMix64::new(1), Point::new(set), 0);
        for unknown in [3, 10, 30, 60, 100] {
            let left = partly(set, unknown, &mut random);
            let bounds = Search::new(set).bounds(&left);
            let (fires, variables) = open(set, &bounds);
            let live = Live::new(set, &bounds, &fires, &[]);
            let completions = Completions::new(set, &left, &variables);
            let mut columns = Columns::new(&live, &completions);
            let mut fired = [0; BLOCK];
            completions.each_block(|block| {
                columns.rules(block, &mut fired);
                for number in (0..block.weights.len()).step_by(5) {
                    evaluate(set, &block.completion(number), &mut point);
                    assert_eq!(fired[number], point.rule);
                }
                differing += usize::from(fired[0] != fired[5]);
            });
        }
        differing
    }

    #[test]
    fn means_round_as_whole_numbers_do() {
        for weight in 1..=40_u32 {
            for sum in 0..=100 * weight {
                let exact = rounded_mean(sum.into(), weight.into(), 10);
                assert_eq!(mean(20.0 * f64::from(sum), weight.into()), exact);
            }
        }
        assert_eq!(mean(0.0, 0.0), MISSING);
    }

    #[test]
    fn side_by_side_the_same_rules_fire_as_one_by_one() {
        let mut set = shipped::rubric_set();
        assert!(check(&set) > 20);
        // Sums that 16 bits do not hold.
        for criterion in &mut set.criteria {
            criterion.weight *= 100;
        }
        assert!(check(&set) > 20);
    }
}
