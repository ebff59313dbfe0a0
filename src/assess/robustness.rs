//! How far a recommendation depends on the weights, which are judgment: stochastic multicriteria
//! acceptability analysis (Lahdelma, Hokkanen and Salminen 1998) over the weights of criteria and
//! dimensions, and the smallest change of each weight that flips it.
//!
//! Scores are taken at their estimates, gates and rules with them; what an unknown fact leaves open
//! neither trips nor fires. So for a complete profile this is the recommendation that `score` gives.

use super::criterion::CriterionScore;
use super::decide::{self, Certain, Scores};
use super::flip::{Flip, Neighbors};
use super::mean::{Term, terms};
use super::random::SplitMix64;
use super::range::{self, Score};
use crate::rubric::condition::Truth;
use crate::rubric::number::narrow;
use crate::rubric::{Aggregate, Dimension, RubricSet, indexes};
use std::cmp::Reverse;

/// How weights are drawn: each times a factor of its own, uniform over whole millionths.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    /// How far the factors lie from one at most, in millionths: below 1,000,000.
    pub spread: u32,
    /// How many times all weights are drawn.
    pub count: u32,
    /// The seed of the stream ([`SplitMix64`]): for each draw a number for each criterion of the set in
    /// its order, then for each dimension. No profile changes it.
    pub seed: u64,
}

/// What factors are counted in.
const WHOLE: u32 = 1_000_000;

/// What the weights decide of one profile.
#[derive(Clone, Debug)]
pub struct Robustness {
    /// The rule that fires by the estimates with the weights of the set.
    pub rule: u16,
    /// How many draws each recommendation leads by the estimates, those that do in any, most first,
    /// ties by their first rule.
    pub leads: Vec<(u16, u32)>,
    /// For each criterion the smallest change of its weight that flips the recommendation, if any does.
    pub criteria: Vec<Option<Flip>>,
    /// The same for each dimension.
    pub dimensions: Vec<Option<Flip>>,
}

/// One weight of a set: of a criterion or a dimension, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Of a criterion in its dimension.
    Criterion(usize),
    /// Of a dimension in its rubric.
    Dimension(usize),
}

impl Robustness {
    /// Every weight with its flip: the smallest change first, those that flip nothing last; ties by
    /// number, criteria first.
    #[must_use]
    pub fn ranked(&self) -> Vec<(Weight, Option<Flip>)> {
        let criteria = self.criteria.iter().enumerate();
        let dimensions = self.dimensions.iter().enumerate();
        let mut all: Vec<(Weight, Option<Flip>)> = criteria
            .map(|(number, flip)| (Weight::Criterion(number), *flip))
            .chain(dimensions.map(|(number, flip)| (Weight::Dimension(number), *flip)))
            .collect();
        all.sort_by(|(_, a), (_, b)| match (a, b) {
            (Some(a), Some(b)) => a.compare(b),
            _ => b.is_some().cmp(&a.is_some()),
        });
        all
    }
}

/// Varies the weights of a set for one profile: `answers` are the cells that it leaves, `criteria` its
/// scores.
#[must_use]
pub fn robustness(
    set: &RubricSet,
    answers: &[u64],
    criteria: &[CriterionScore],
    draws: Draws,
) -> Robustness {
    let estimates = Estimates::new(set, answers, criteria);
    let scores = estimates.scores(set);
    let (criteria, dimensions) = estimates.flips(set, &scores);
    Robustness {
        rule: estimates.rule(set, scores),
        leads: estimates.leads(set, draws),
        criteria,
        dimensions,
    }
}

/// One profile's estimates, whatever the weights are: those of its criteria, which hang on none.
struct Estimates<'e> {
    answers: &'e [u64],
    terms: Vec<Term>,
}

impl<'e> Estimates<'e> {
    fn new(set: &RubricSet, answers: &'e [u64], criteria: &[CriterionScore]) -> Self {
        let of = |dimension: &Dimension| {
            let own = criteria[indexes(&dimension.criteria)].iter();
            terms(own.map(|score| &score.moments))
        };
        Self {
            answers,
            terms: set.dimensions.iter().flat_map(of).collect(),
        }
    }

    /// The estimates of dimensions and rubrics with the weights of a set, gates not yet applied.
    fn scores(&self, set: &RubricSet) -> Scores {
        let dimension = |number: usize| {
            let (mut points, mut weight) = (0, 0);
            for criterion in indexes(&set.dimensions[number].criteria) {
                let own = i128::from(set.criteria[criterion].weight);
                points += own * self.terms[criterion].points;
                weight += own * self.terms[criterion].applying;
            }
            certain((weight > 0).then(|| quotient(20 * points + weight, 2 * weight)))
        };
        rubric_scores(set, (0..set.dimensions.len()).map(dimension).collect())
    }

    /// The rule that fires by these estimates.
    fn rule(&self, set: &RubricSet, mut scores: Scores) -> u16 {
        let gates = decide::gates(set, self.answers, &scores);
        for (number, score) in scores.rubrics.iter_mut().enumerate() {
            *score = certain(range::capped(set, number, *score, &gates).estimate);
        }
        let view = Certain {
            answers: self.answers,
            scores: &scores,
            gates: &gates,
        };
        let fires = set.rules.iter().position(|rule| {
            let when = rule.when.as_ref();
            when.is_none_or(|when| when.truth(&view) == Truth::True)
        });
        narrow(fires.unwrap_or(set.rules.len().saturating_sub(1)))
    }

    fn leading(&self, set: &RubricSet, scores: Scores) -> u16 {
        set.rules[usize::from(self.rule(set, scores))].recommend
    }

    fn leads(&self, set: &RubricSet, draws: Draws) -> Vec<(u16, u32)> {
        let mut stream = SplitMix64::new(draws.seed);
        let mut factor = || WHOLE - draws.spread + stream.below(2 * draws.spread + 1);
        let mut drawn = set.clone();
        let mut counts = vec![0_u32; set.recommendations.len()];
        for _ in 0..draws.count {
            for (drawn, criterion) in drawn.criteria.iter_mut().zip(&set.criteria) {
                drawn.weight = criterion.weight * factor();
            }
            for (drawn, dimension) in drawn.dimensions.iter_mut().zip(&set.dimensions) {
                drawn.weight = dimension.weight * factor();
            }
            counts[usize::from(self.leading(&drawn, self.scores(&drawn)))] += 1;
        }
        let first_rule = |recommendation: u16| {
            let rules = set.rules.iter();
            rules
                .clone()
                .position(|rule| rule.recommend == recommendation)
        };
        let mut leads: Vec<(u16, u32)> = (0..).zip(counts).filter(|(_, n)| *n > 0).collect();
        leads.sort_by_key(|&(recommendation, n)| (Reverse(n), first_rule(recommendation)));
        leads
    }

    /// The smallest flip by the weight of each criterion, and of each dimension.
    fn flips(&self, set: &RubricSet, scores: &Scores) -> (Vec<Option<Flip>>, Vec<Option<Flip>>) {
        let mut criteria = vec![None; set.criteria.len()];
        let mut dimensions = vec![None; set.dimensions.len()];
        for (number, dimension) in set.dimensions.iter().enumerate() {
            let Some(mean) = scores.dimensions[number].estimate else {
                continue;
            };
            let own = indexes(&dimension.criteria);
            let neighbors = Neighbors::new(mean, &reach(&self.terms[own.clone()]), |tenth| {
                let mut dimensions = scores.dimensions.clone();
                dimensions[number] = certain(Some(tenth));
                self.leading(set, rubric_scores(set, dimensions))
            });
            for criterion in own.clone() {
                criteria[criterion] = neighbors.flip(|tenth| {
                    split(own.clone(), criterion, |other| {
                        let Term { points, applying } = self.terms[other];
                        let beyond = 20 * points - (2 * i128::from(tenth) - 1) * applying;
                        i128::from(set.criteria[other].weight) * beyond
                    })
                });
            }
        }
        for (number, rubric) in set.rubrics.iter().enumerate() {
            let own = indexes(&rubric.dimensions);
            let estimate = |number: usize| scores.dimensions[number].estimate;
            let present: Vec<u16> = own.clone().filter_map(estimate).collect();
            let (Aggregate::Mean, Some(mean), Some(&least), Some(&most)) = (
                rubric.aggregate,
                scores.rubrics[number].estimate,
                present.iter().min(),
                present.iter().max(),
            ) else {
                continue;
            };
            let neighbors = Neighbors::new(mean, &(least..=most), |tenth| {
                let mut scores = scores.clone();
                scores.rubrics[number] = certain(Some(tenth));
                self.leading(set, scores)
            });
            for dimension in own.clone() {
                dimensions[dimension] = neighbors.flip(|tenth| {
                    split(own.clone(), dimension, |other| {
                        let beyond =
                            |estimate| 2 * i128::from(estimate) - (2 * i128::from(tenth) - 1);
                        let weight = i128::from(set.dimensions[other].weight);
                        estimate(other).map_or(0, |estimate| weight * beyond(estimate))
                    })
                });
            }
        }
        (criteria, dimensions)
    }
}

/// The rubrics' estimates from those of their dimensions, gates not yet applied.
fn rubric_scores(set: &RubricSet, dimensions: Vec<Score>) -> Scores {
    let own = |number: usize| indexes(&set.rubrics[number].dimensions);
    let worst: Vec<Score> = (0..set.rubrics.len())
        .map(|number| range::worst(set.rubrics[number].higher_is, &dimensions[own(number)]))
        .collect();
    let rubrics = (0..set.rubrics.len()).map(|number| match set.rubrics[number].aggregate {
        Aggregate::Worst => worst[number],
        Aggregate::Mean => {
            let of = set.dimensions[own(number)].iter();
            certain(range::mean_estimate(of.zip(&dimensions[own(number)])))
        }
    });
    Scores {
        rubrics: rubrics.collect(),
        dimensions,
        worst,
    }
}

/// An estimate as a score of which nothing is open, so that conditions test the estimate.
fn certain(estimate: Option<u16>) -> Score {
    estimate.map_or(Score::NONE, |tenths| Score {
        exists: Truth::True,
        low: tenths,
        high: tenths,
        estimate,
    })
}

/// Between which tenths a dimension's mean lies, whatever its weights are.
fn reach(terms: &[Term]) -> std::ops::RangeInclusive<u16> {
    let applying = || terms.iter().filter(|term| term.applying > 0);
    let tenths = || applying().map(|term| quotient(10 * term.points, term.applying));
    let (least, most) = (tenths().min(), tenths().max());
    least.unwrap_or(0)..=most.map_or(0, |most| (most + 1).min(1000))
}

/// A quotient of sums that makes tenths, rounded down.
fn quotient(sum: i128, whole: i128) -> u16 {
    u16::try_from(sum / whole).unwrap_or(0)
}

/// A sum over numbers as the part of one of them and the rest.
fn split(
    numbers: std::ops::Range<usize>,
    one: usize,
    part: impl Fn(usize) -> i128,
) -> (i128, i128) {
    let rest = numbers.filter(|&other| other != one).map(&part).sum();
    (part(one), rest)
}
