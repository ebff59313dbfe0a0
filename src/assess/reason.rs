//! Effective weights, what each criterion costs, and how much is known.
//!
//! Costs are in hundredths of a point and whole, so that with the rest line they add up to what is shown.

use super::Assessment;
use super::criterion::CriterionScore;
use super::range::Score;
use crate::rubric::condition::Truth;
use crate::rubric::scale::Attribute;
use crate::rubric::{HigherIs, Rubric, RubricSet, indexes};

/// What one criterion costs its rubric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// The part of the rubric's score that hangs on it, 0–1, over what applies.
    pub effective_weight: f64,
    /// Points between the estimate and the best the scale gives, times that weight, in hundredths.
    pub hundredths: i32,
}

/// The effective weights and costs of all criteria.
pub(super) fn costs(
    set: &RubricSet,
    criteria: &[CriterionScore],
    dimensions: &[Score],
) -> Vec<Cost> {
    let mut costs = vec![
        Cost {
            effective_weight: 0.0,
            hundredths: 0
        };
        set.criteria.len()
    ];
    for rubric in &set.rubrics {
        let range = indexes(&rubric.dimensions);
        let shown = |number: &usize| dimensions[*number].estimate.is_some();
        let all: f64 = range
            .clone()
            .filter(shown)
            .map(|number| f64::from(set.dimensions[number].weight))
            .sum();
        for number in range.filter(shown) {
            let dimension = &set.dimensions[number];
            let own = indexes(&dimension.criteria);
            let applying = |number: usize| {
                f64::from(set.criteria[number].weight) * criteria[number].probability()
            };
            let total: f64 = own.clone().map(applying).sum();
            if total <= 0.0 {
                continue;
            }
            for criterion in own {
                let weight = applying(criterion) / total * f64::from(dimension.weight) / all;
                let best = f64::from(set.criteria[criterion].best(rubric.higher_is));
                let distance = criteria[criterion]
                    .estimate()
                    .map_or(0.0, |estimate| (best - estimate).abs());
                #[expect(clippy::cast_possible_truncation, reason = "at most 100 points")]
                let hundredths = (weight * distance * 100.0).round() as i32;
                costs[criterion] = Cost {
                    effective_weight: weight,
                    hundredths,
                };
            }
        }
    }
    costs
}

/// What caps, `worst` and rounding add to the costs of a rubric's criteria, in hundredths: with it they
/// add up to the distance of the shown estimate from a perfect score.
pub(super) fn rest(set: &RubricSet, rubric: usize, score: &Score, costs: &[Cost]) -> i32 {
    let Some(estimate) = score.estimate else {
        return 0;
    };
    let estimate = i32::from(estimate) * 10;
    let distance = match set.rubrics[rubric].higher_is {
        HigherIs::Better => 10_000 - estimate,
        HigherIs::Worse => estimate,
    };
    let explained: i32 = set.dimensions[indexes(&set.rubrics[rubric].dimensions)]
        .iter()
        .flat_map(|dimension| indexes(&dimension.criteria))
        .map(|criterion| costs[criterion].hundredths)
        .sum();
    distance - explained
}

/// The mean over some of the rubrics of the effective weight of criteria whose facts are all known, 0–1.
pub(super) fn coverage(
    set: &RubricSet,
    cells: &[u64],
    criteria: &[CriterionScore],
    costs: &[Cost],
    counts: impl Fn(&Rubric) -> bool,
) -> f64 {
    let known = |number: usize| {
        set.criteria[number]
            .scale
            .variables()
            .iter()
            .all(|&variable| cells[usize::from(variable)].is_power_of_two())
    };
    let applying: Vec<usize> = (0..set.criteria.len())
        .filter(|&number| criteria[number].applies != Truth::False)
        .filter(|&number| {
            let dimension = &set.dimensions[usize::from(set.criteria[number].dimension)];
            counts(&set.rubrics[usize::from(dimension.rubric)])
        })
        .collect();
    if applying.iter().all(|&number| known(number)) {
        return 1.0;
    }
    let (mut sum, mut rubrics) = (0.0, 0.0);
    for rubric in set.rubrics.iter().filter(|rubric| counts(rubric)) {
        let dimensions = set.dimensions[indexes(&rubric.dimensions)].iter();
        let own: Vec<usize> = dimensions
            .flat_map(|dimension| indexes(&dimension.criteria))
            .filter(|&number| criteria[number].applies != Truth::False)
            .collect();
        // What has no score for sure is neither known nor unknown.
        rubrics += f64::from(u8::from(!own.is_empty()));
        let known = own.into_iter().filter(|&number| known(number));
        sum += known
            .map(|number| costs[number].effective_weight)
            .sum::<f64>();
    }
    // Never a full hundred while something is open.
    (sum / rubrics).min(0.999)
}

/// The criteria that cost something, dearest first, ties by id.
#[must_use]
pub fn dearest(assessment: &Assessment) -> Vec<usize> {
    let mut order: Vec<usize> = (0..assessment.costs.len())
        .filter(|&number| assessment.costs[number].hundredths > 0)
        .collect();
    order.sort_by_key(|&number| (-assessment.costs[number].hundredths, number));
    order
}

/// What a criterion says for certain.
#[derive(Clone, Copy, Debug)]
pub enum Held<'s> {
    /// Nothing, or nothing that is sure to cost something.
    Nothing,
    /// The row that holds.
    One(&'s Attribute),
    /// The two rows of which one holds; even the better of them costs something.
    Either(&'s Attribute, &'s Attribute),
}

impl<'s> Held<'s> {
    /// What the criterion of a number says.
    #[must_use]
    pub fn by(set: &'s RubricSet, assessment: &Assessment, number: usize) -> Self {
        let criterion = &set.criteria[number];
        let score = &assessment.criteria[number];
        let row = |row: u8| &criterion.attributes[usize::from(row)];
        if let Some(held) = score.attribute {
            return Self::One(row(held));
        }
        let higher_is = set.rubric_of(criterion).higher_is;
        let mildest = match higher_is {
            HigherIs::Better => score.high,
            HigherIs::Worse => score.low,
        };
        match score.either {
            Some([one, other]) if mildest != criterion.best(higher_is) => {
                Self::Either(row(one), row(other))
            }
            _ => Self::Nothing,
        }
    }

    /// The advice of each row that may hold, by number.
    pub fn advice(self) -> impl Iterator<Item = u16> + 's {
        let (advice, other): (&[u16], Option<&Attribute>) = match self {
            Self::Nothing => (&[], None),
            Self::One(row) => (&row.advice, None),
            Self::Either(one, other) => (&one.advice, Some(other)),
        };
        let common = move |number: &u16| other.is_none_or(|row| row.advice.contains(number));
        advice.iter().copied().filter(common)
    }
}

/// The advice that fits: of the leading recommendation, of the tripped gates, of the criteria by cost.
/// Each piece once, by number.
#[must_use]
pub fn advice(set: &RubricSet, assessment: &Assessment) -> Vec<u16> {
    let leading = usize::from(assessment.leading());
    let mut advice = set.recommendations[leading].advice.clone();
    let tripped = set
        .gates
        .iter()
        .zip(&assessment.gates)
        .filter(|(_, state)| **state == Truth::True);
    advice.extend(tripped.flat_map(|(gate, _)| &gate.advice));
    for criterion in dearest(assessment) {
        advice.extend(Held::by(set, assessment, criterion).advice());
    }
    let mut seen = vec![false; set.advice.len()];
    advice.retain(|&number| !std::mem::replace(&mut seen[usize::from(number)], true));
    advice
}
