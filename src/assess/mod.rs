//! Answers become an assessment: scores with ranges, gates, the recommendation, reasons. Pure
//! functions: no input, no clock, no locale; the same answers give the same figures on every machine.

mod decide;
mod mean;
pub mod point;
pub mod range;
pub mod reason;

use crate::profile::Answers;
use crate::rubric::condition::Truth;
use crate::rubric::{HigherIs, RubricSet, indexes};
use decide::{Certain, Scores};
use range::{CriterionScore, Score};
use reason::Cost;

/// Everything computed from one profile and one rubric set, by number in the set; texts stay there.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Each criterion.
    pub criteria: Vec<CriterionScore>,
    /// Each dimension, in tenths.
    pub dimensions: Vec<Score>,
    /// Each rubric, in tenths, gates applied.
    pub rubrics: Vec<Score>,
    /// Each rubric's worst dimension by estimate, ties by id.
    pub worst_dimensions: Vec<Option<u16>>,
    /// Each gate: tripped, clear or open.
    pub gates: Vec<Truth>,
    /// Each rule's condition.
    pub rules: Vec<Truth>,
    /// The rule that carries the leading recommendation.
    pub rule: u16,
    /// The possible recommendations, the leading one first, then in the order of their first rules.
    pub possible: Vec<u16>,
    /// Whether `possible` is exactly what some completion reaches, not only a bound that holds it.
    pub exact: bool,
    /// Each criterion's effective weight and cost.
    pub costs: Vec<Cost>,
    /// Each rubric's rest: caps, `worst` and rounding, in hundredths.
    pub rests: Vec<i32>,
    /// The part of effective weight whose facts are known, 0–1.
    pub coverage: f64,
}

impl Assessment {
    /// Whether only one recommendation is possible, whatever the unknown facts are.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.possible.len() == 1
    }

    /// The leading recommendation, by number.
    #[must_use]
    pub fn leading(&self, set: &RubricSet) -> u16 {
        set.rules[usize::from(self.rule)].recommend
    }
}

/// Assesses one profile.
#[must_use]
pub fn assess(set: &RubricSet, answers: &Answers<'_>) -> Assessment {
    let cells = &answers.cells;
    let criteria: Vec<CriterionScore> = set
        .criteria
        .iter()
        .map(|criterion| range::criterion(criterion, &set.variables, cells))
        .collect();
    let dimensions: Vec<Score> = set
        .dimensions
        .iter()
        .map(|dimension| {
            let own = indexes(&dimension.criteria);
            range::dimension(&set.criteria[own.clone()], &criteria[own])
        })
        .collect();
    let worst: Vec<Score> = set
        .rubrics
        .iter()
        .map(|rubric| range::worst(rubric.higher_is, &dimensions[indexes(&rubric.dimensions)]))
        .collect();
    let mut scores = Scores {
        dimensions,
        rubrics: Vec::new(),
        worst,
    };
    let gates = decide::gates(set, cells, &scores);
    scores.rubrics = (0..set.rubrics.len())
        .map(|number| {
            range::rubric(
                set,
                number,
                &scores.dimensions,
                scores.worst[number],
                &gates,
            )
        })
        .collect();
    let rules = decide::rules(
        set,
        &Certain {
            answers: cells,
            scores: &scores,
            gates: &gates,
        },
    );
    let rule = decide::likely_rule(set, cells, &scores);
    let possible = possible(set, rule, &rules);
    let costs = reason::costs(set, &criteria, &scores.dimensions);
    let rests = (0..set.rubrics.len())
        .map(|number| reason::rest(set, number, &scores.rubrics[number], &costs))
        .collect();
    let coverage = reason::coverage(set, answers, &criteria, &costs);
    let worst_dimensions = (0..set.rubrics.len())
        .map(|number| worst_dimension(set, number, &scores.dimensions))
        .collect();
    Assessment {
        worst_dimensions,
        dimensions: scores.dimensions,
        rubrics: scores.rubrics,
        criteria,
        gates,
        rules,
        rule,
        // One is proof: something must come out.
        exact: possible.len() == 1,
        possible,
        costs,
        rests,
        coverage,
    }
}

fn possible(set: &RubricSet, leading: u16, rules: &[Truth]) -> Vec<u16> {
    let mut possible = vec![set.rules[usize::from(leading)].recommend];
    for rule in decide::may_fire(rules) {
        let recommendation = set.rules[usize::from(rule)].recommend;
        if !possible.contains(&recommendation) {
            possible.push(recommendation);
        }
    }
    possible
}

fn worst_dimension(set: &RubricSet, rubric: usize, dimensions: &[Score]) -> Option<u16> {
    let rubric = &set.rubrics[rubric];
    let estimates = rubric
        .dimensions
        .clone()
        .filter_map(|number| Some((number, dimensions[usize::from(number)].estimate?)));
    let badness = |&(number, estimate): &(u16, u16)| match rubric.higher_is {
        HigherIs::Better => (estimate, number),
        HigherIs::Worse => (u16::MAX - estimate, number),
    };
    estimates.min_by_key(badness).map(|(number, _)| number)
}
