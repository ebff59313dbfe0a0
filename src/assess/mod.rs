//! Answers become an assessment: scores with ranges, gates, the recommendation, reasons. Pure
//! functions: no input, no clock, no locale; the same answers give the same figures on every machine.

pub mod both;
pub mod bounded;
mod bounds;
pub mod census;
mod classes;
mod columns;
mod constant;
pub mod criterion;
mod decide;
mod deciding;
pub mod flip;
mod grid;
pub mod influence;
mod live;
mod lookup;
mod mean;
mod minimal;
pub mod outlook;
mod pivot;
pub mod plan;
pub mod point;
pub mod proof;
pub mod random;
pub mod range;
pub mod reason;
pub mod robustness;
mod scales;
pub mod search;
pub mod share;
mod steps;
pub mod survey;
mod tally;
pub mod trace;
pub mod tree;
mod walker;

use crate::profile::Answers;
use crate::rubric::condition::Truth;
use crate::rubric::{HigherIs, Rubric, RubricSet, indexes};
use criterion::CriterionScore;
use decide::{Certain, Scores};
use outlook::{Outlook, Prospects};
use range::Score;
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
    /// What is possible, how likely each is, and what to ask.
    pub outlook: Outlook,
    /// What the recommendation hangs on, by fact number. Settled: known facts that settle it by themselves,
    /// none of which can be left out, heaviest first; none before [`Assessment::find_deciding`], which takes
    /// longer than all the rest. Open: the unknown facts that can change it, most telling first.
    pub deciding: Option<Vec<u16>>,
    /// Each criterion's effective weight and cost.
    pub costs: Vec<Cost>,
    /// Each rubric's rest: caps, `worst` and rounding, in hundredths.
    pub rests: Vec<i32>,
    /// The part of effective weight whose facts are known, 0–1.
    pub coverage: f64,
}

impl Assessment {
    /// The part of effective weight whose facts are known in some of the rubrics, 0–1; `cells` are those that the
    /// assessed answers leave.
    #[must_use]
    pub fn coverage_of(
        &self,
        set: &RubricSet,
        cells: &[u64],
        counts: impl Fn(&Rubric) -> bool,
    ) -> f64 {
        reason::coverage(set, cells, &self.criteria, &self.costs, counts)
    }

    /// Whether only one recommendation is possible, whatever the unknown facts are.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.outlook.possible.len() == 1
    }

    /// The leading recommendation, by number: the one with the largest share.
    #[must_use]
    pub fn leading(&self) -> u16 {
        self.outlook.leading()
    }

    /// The effective weight that hangs on each fact, over all rubrics: of the criteria whose scale reads
    /// it, and of those of which it decides whether they apply. 0 where no criterion that may apply does.
    #[must_use]
    pub fn open_weights(&self, set: &RubricSet) -> Vec<f64> {
        let mut weights = fact_weights(set, &self.costs);
        for (number, criterion) in set.criteria.iter().enumerate() {
            let Some(when) = &criterion.applies_when else {
                continue;
            };
            if self.criteria[number].applies == Truth::Open {
                when.each_fact(&mut |test| {
                    let fact = set.variables[usize::from(test.variable)].fact;
                    weights[usize::from(fact)] += self.costs[number].effective_weight;
                });
            }
        }
        weights
    }

    /// Whether it leads clearly: with at least half of the share and twice the next.
    #[must_use]
    pub fn clearly(&self) -> bool {
        self.outlook.clearly()
    }
}

impl Assessment {
    /// The effective weight that hangs on each fact, over all rubrics.
    #[must_use]
    pub fn fact_weights(&self, set: &RubricSet) -> Vec<f64> {
        fact_weights(set, &self.costs)
    }

    /// Finds what a settled recommendation hangs on.
    pub fn find_deciding(&mut self, set: &RubricSet, answers: &Answers<'_>) {
        if let ([only], None) = (self.outlook.possible.as_slice(), &self.deciding) {
            let weights = fact_weights(set, &self.costs);
            let found = deciding::deciding(set, &answers.cells, only.recommendation, &weights);
            self.deciding = Some(found);
        }
    }
}

/// What a portfolio looks at: scores and what is possible, without reasons and questions.
#[derive(Clone, Debug)]
pub struct Glance {
    /// Each dimension, in tenths.
    pub dimensions: Vec<Score>,
    /// Each rubric, in tenths, gates applied.
    pub rubrics: Vec<Score>,
    /// What is possible and how likely each is.
    pub prospects: Prospects,
}

/// A part of the assessment, the same to the digit, in a fraction of the time.
#[must_use]
pub fn glance(set: &RubricSet, cells: &[u64]) -> Glance {
    let figures = figures(set, cells);
    Glance {
        dimensions: figures.dimensions,
        rubrics: figures.rubrics,
        prospects: outlook::prospects(set, cells),
    }
}

/// The figures of one profile without the look ahead: all that does not ask what could still come out.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Each criterion.
    pub criteria: Vec<CriterionScore>,
    /// Each dimension, in tenths.
    pub dimensions: Vec<Score>,
    /// Each rubric, in tenths, gates applied.
    pub rubrics: Vec<Score>,
    /// Each gate: tripped, clear or open.
    pub gates: Vec<Truth>,
    /// Each rule's condition.
    pub rules: Vec<Truth>,
}

/// One dimension's score alone, in tenths.
#[must_use]
pub fn dimension(set: &RubricSet, cells: &[u64], number: usize) -> Score {
    let own = indexes(&set.dimensions[number].criteria);
    let criteria = &set.criteria[own];
    let scores: Vec<CriterionScore> = criteria
        .iter()
        .map(|criterion| criterion::criterion(criterion, &set.variables, cells))
        .collect();
    range::dimension(criteria, &scores)
}

/// The figures of the cells that are left: a small part of the work of [`assess`].
#[must_use]
pub fn figures(set: &RubricSet, cells: &[u64]) -> Figures {
    let criteria: Vec<CriterionScore> = set
        .criteria
        .iter()
        .map(|criterion| criterion::criterion(criterion, &set.variables, cells))
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
    Figures {
        criteria,
        dimensions: scores.dimensions,
        rubrics: scores.rubrics,
        gates,
        rules,
    }
}

/// How much of an assessment is asked for. What is not takes no time; what is comes out the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All but the questions, and what of an open recommendation follows from them.
    Possible,
    /// Everything.
    Questions,
}

/// Assesses one profile.
#[must_use]
pub fn assess(set: &RubricSet, answers: &Answers<'_>) -> Assessment {
    assess_to(set, answers, Asked::Questions)
}

/// Assesses one profile as far as is asked for. Without questions [`Outlook::questions`] is empty, and
/// [`Assessment::deciding`] is none where the recommendation is open.
#[must_use]
pub fn assess_to(set: &RubricSet, answers: &Answers<'_>, asked: Asked) -> Assessment {
    let cells = &answers.cells;
    let Figures {
        criteria,
        dimensions,
        rubrics,
        gates,
        rules,
    } = figures(set, cells);
    let costs = reason::costs(set, &criteria, &dimensions);
    let rests = (0..set.rubrics.len())
        .map(|number| reason::rest(set, number, &rubrics[number], &costs))
        .collect();
    let coverage = reason::coverage(set, cells, &criteria, &costs, |_| true);
    let worst_dimensions = (0..set.rubrics.len())
        .map(|number| worst_dimension(set, number, &dimensions))
        .collect();
    let outlook = match asked {
        Asked::Possible => outlook::without_questions(set, cells),
        Asked::Questions => outlook::outlook(set, cells, &fact_weights(set, &costs)),
    };
    let can_change = || {
        let questions = outlook.questions.iter();
        let changing = questions.filter(|question| question.can_change == Some(true));
        changing.map(|question| question.fact).collect()
    };
    let open = asked == Asked::Questions && outlook.possible.len() > 1;
    let deciding = open.then(can_change);
    Assessment {
        worst_dimensions,
        dimensions,
        rubrics,
        criteria,
        gates,
        rules,
        outlook,
        deciding,
        costs,
        rests,
        coverage,
    }
}

/// The effective weight that hangs on each fact, over all rubrics.
fn fact_weights(set: &RubricSet, costs: &[Cost]) -> Vec<f64> {
    let mut weights = vec![0.0; set.facts.len()];
    for (criterion, cost) in set.criteria.iter().zip(costs) {
        for &fact in &criterion.facts {
            weights[usize::from(fact)] += cost.effective_weight;
        }
    }
    weights
}

/// A rubric's worst dimension by estimate, ties by id; none where none has a score.
#[must_use]
pub fn worst_dimension(set: &RubricSet, rubric: usize, dimensions: &[Score]) -> Option<u16> {
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
