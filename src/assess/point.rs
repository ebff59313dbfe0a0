//! The figures of a complete profile: whole numbers from criterion to rule, nothing allocated.
//!
//! Every search and every sample downstream turns on this function, so it does nothing else.

use crate::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest};
use crate::rubric::{Aggregate, Effect, HigherIs, RubricSet, indexes};

/// The mark of a score that is missing because nothing applies.
pub const MISSING: u16 = u16::MAX;

/// Scores, gates and the rule of one complete profile. Reusable: [`evaluate`] overwrites it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Each dimension's score in tenths, or [`MISSING`].
    pub dimensions: Vec<u16>,
    /// Each rubric's score in tenths, gates applied, or [`MISSING`].
    pub rubrics: Vec<u16>,
    /// Each rubric's worst dimension's score in tenths, or [`MISSING`].
    pub worst: Vec<u16>,
    /// Whether each gate has tripped.
    pub gates: Vec<bool>,
    /// The rule that fires.
    pub rule: u16,
}

impl Point {
    /// Room for the figures of a set.
    #[must_use]
    pub fn new(set: &RubricSet) -> Self {
        Self {
            dimensions: vec![MISSING; set.dimensions.len()],
            rubrics: vec![MISSING; set.rubrics.len()],
            worst: vec![MISSING; set.rubrics.len()],
            gates: vec![false; set.gates.len()],
            rule: 0,
        }
    }

    /// A score in tenths, or [`MISSING`].
    #[must_use]
    pub fn score(&self, of: ScoreRef) -> u16 {
        match of {
            ScoreRef::Rubric(rubric) => self.rubrics[usize::from(rubric)],
            ScoreRef::Dimension(dimension) => self.dimensions[usize::from(dimension)],
            ScoreRef::Worst(rubric) => self.worst[usize::from(rubric)],
        }
    }
}

/// A weighted mean, rounded half away from zero; `scale` tenths a unit of the values.
#[must_use]
pub fn rounded_mean(sum: u64, weight: u64, scale: u64) -> u16 {
    u16::try_from((2 * scale * sum + weight) / (2 * weight)).unwrap_or(MISSING)
}

/// Scores one complete profile. `cells` holds a cell for each variable of the set.
pub fn evaluate(set: &RubricSet, cells: &[u8], point: &mut Point) {
    let criterion = |number: usize| {
        let criterion = &set.criteria[number];
        let points = criterion.scale.points(cells);
        points.map_or((0, 0), |points| (criterion.weight, points))
    };
    evaluate_by(set, cells, criterion, point);
}

/// The same where somebody else knows the weight and the points of each criterion by its number; no weight where it
/// does not apply.
#[inline]
pub(super) fn evaluate_by(
    set: &RubricSet,
    cells: &[u8],
    criterion: impl Fn(usize) -> (u32, u8),
    point: &mut Point,
) {
    for (dimension, score) in set.dimensions.iter().zip(&mut point.dimensions) {
        let (mut sum, mut all) = (0_u64, 0_u64);
        for number in indexes(&dimension.criteria) {
            let (weight, points) = criterion(number);
            sum += u64::from(weight) * u64::from(points);
            all += u64::from(weight);
        }
        *score = score_of(sum, all, 10);
    }
    conclude(set, cells, point);
}

/// A score in tenths as a weighted mean; `scale` as in [`rounded_mean`].
pub(super) fn score_of(sum: u64, weight: u64, scale: u64) -> u16 {
    if weight == 0 {
        MISSING
    } else {
        rounded_mean(sum, weight, scale)
    }
}

/// What follows from the scores of the dimensions, which a point holds already.
fn conclude(set: &RubricSet, cells: &[u8], point: &mut Point) {
    for &gate in &set.gate_order {
        let gate = usize::from(gate);
        point.gates[gate] = holds(&set.gates[gate].when, cells, point);
    }
    for rubric in 0..set.rubrics.len() {
        rubric_score(set, rubric, point);
    }
    let fired = set.rules.iter().position(|rule| {
        rule.when
            .as_ref()
            .is_none_or(|when| holds(when, cells, point))
    });
    point.rule = u16::try_from(fired.unwrap_or(set.rules.len().saturating_sub(1))).unwrap_or(0);
}

/// A rubric's score and its worst dimension's, from the dimensions and gates of a point.
pub(super) fn rubric_score(set: &RubricSet, number: usize, point: &mut Point) {
    let rubric = &set.rubrics[number];
    let range = indexes(&rubric.dimensions);
    let scores = &point.dimensions[range.clone()];
    let worst = worst_of(
        rubric.higher_is,
        scores.iter().copied().filter(|&score| score != MISSING),
    );
    point.worst[number] = worst;
    let mut score = match rubric.aggregate {
        Aggregate::Worst => worst,
        Aggregate::Mean => {
            let (mut sum, mut weight) = (0_u64, 0_u64);
            for (dimension, &score) in set.dimensions[range].iter().zip(scores) {
                if score != MISSING {
                    sum += u64::from(dimension.weight) * u64::from(score);
                    weight += u64::from(dimension.weight);
                }
            }
            score_of(sum, weight, 1)
        }
    };
    if score != MISSING {
        for &gate in &rubric.caps {
            if let (true, Effect::Cap(cap)) = (
                point.gates[usize::from(gate)],
                set.gates[usize::from(gate)].effect,
            ) {
                score = bounded(rubric.higher_is, score, cap);
            }
        }
    }
    point.rubrics[number] = score;
}

/// A score bounded by a cap towards worse.
#[must_use]
pub fn bounded(higher_is: HigherIs, score: u16, cap: u16) -> u16 {
    match higher_is {
        HigherIs::Better => score.min(cap),
        HigherIs::Worse => score.max(cap),
    }
}

fn worst_of(higher_is: HigherIs, scores: impl Iterator<Item = u16>) -> u16 {
    match higher_is {
        HigherIs::Better => scores.min(),
        HigherIs::Worse => scores.max(),
    }
    .unwrap_or(MISSING)
}

pub(super) fn holds(condition: &Condition, cells: &[u8], point: &Point) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, cells, point)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, cells, point)),
        Condition::Not(part) => !holds(part, cells, point),
        Condition::Fact(FactTest {
            variable,
            cells: set,
            ..
        }) => set >> cells[usize::from(*variable)] & 1 == 1,
        Condition::Score(test) => passes(test, point),
        Condition::Gate(gate) => point.gates[usize::from(*gate)],
    }
}

fn passes(test: &ScoreTest, point: &Point) -> bool {
    let score = point.score(test.of);
    score != MISSING && test.holds(score)
}

#[cfg(test)]
mod tests {
    use super::rounded_mean;

    #[test]
    fn means_round_half_away_from_zero() {
        // 62.25 → 62.3, 62.24… → 62.2, and the ends stay what they are.
        assert_eq!(rounded_mean(6225, 100, 10), 623);
        assert_eq!(rounded_mean(6224, 100, 10), 622);
        assert_eq!(
            (rounded_mean(0, 7, 10), rounded_mean(700, 7, 10)),
            (0, 1000)
        );
        assert_eq!(rounded_mean(625 + 624, 2, 1), 625);
    }
}
