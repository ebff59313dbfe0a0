//! What is certain of everything that a set of cells leaves, and what a search assumes of the scores.

use super::criterion::{CriterionBounds, criterion_bounds};
use super::decide::{self, Certain, Scores};
use super::range::{self, Score};
use crate::rubric::condition::{ScoreRef, ScoreTest, Truth};
use crate::rubric::number::narrow;
use crate::rubric::{Criterion, HigherIs, RubricSet, indexes};

/// What is certain of everything that a set of cells leaves.
pub(super) struct Bounds {
    pub(super) cells: Vec<u64>,
    pub(super) criteria: Vec<CriterionBounds>,
    /// The scores as the cells leave them; a rubric's under what is assumed of its dimensions.
    pub(super) real: Scores,
    /// What a search takes for granted about scores and has yet to bring about.
    pub(super) assumed: Vec<ScoreTest>,
    /// Whether all that is assumed can still be so.
    pub(super) feasible: bool,
    /// An assumption that is not certain yet.
    pub(super) unmet: Option<ScoreTest>,
    /// Under what is assumed.
    pub(super) scores: Scores,
    pub(super) gates: Vec<Truth>,
    pub(super) rules: Vec<Truth>,
}

impl Clone for Bounds {
    fn clone(&self) -> Self {
        Self {
            cells: self.cells.clone(),
            criteria: self.criteria.clone(),
            real: self.real.clone(),
            assumed: self.assumed.clone(),
            scores: self.scores.clone(),
            gates: self.gates.clone(),
            rules: self.rules.clone(),
            ..*self
        }
    }

    // The derived one would not keep the room that is there.
    fn clone_from(&mut self, other: &Self) {
        self.cells.clone_from(&other.cells);
        self.criteria.clone_from(&other.criteria);
        self.real.clone_from(&other.real);
        self.assumed.clone_from(&other.assumed);
        (self.feasible, self.unmet) = (other.feasible, other.unmet);
        self.scores.clone_from(&other.scores);
        self.gates.clone_from(&other.gates);
        self.rules.clone_from(&other.rules);
    }
}

/// Cuts dimensions to what is assumed of the worst of them: none is worse. One that lies beyond has to be
/// missing.
fn none_beyond(higher_is: HigherIs, worst: Score, dimensions: &mut [Score]) {
    for score in dimensions {
        match higher_is {
            HigherIs::Better if score.high >= worst.low => score.low = score.low.max(worst.low),
            HigherIs::Worse if score.low <= worst.high => score.high = score.high.min(worst.high),
            HigherIs::Better | HigherIs::Worse => {}
        }
    }
}

fn weights(criteria: &[Criterion]) -> impl Iterator<Item = u32> + Clone {
    criteria.iter().map(|criterion| criterion.weight)
}

impl Bounds {
    /// What the cells leave, with nothing assumed.
    pub(super) fn new(set: &RubricSet, cells: Vec<u64>) -> Self {
        let criteria = set.criteria.iter();
        let criteria: Vec<CriterionBounds> = criteria
            .map(|criterion| criterion_bounds(criterion, &cells))
            .collect();
        let dimensions = set.dimensions.iter().map(|dimension| {
            let own = indexes(&dimension.criteria);
            range::dimension_bounds(weights(&set.criteria[own.clone()]), &criteria[own])
        });
        let none = vec![Score::NONE; set.rubrics.len()];
        let real = Scores {
            dimensions: dimensions.collect(),
            rubrics: none.clone(),
            worst: none,
        };
        let mut bounds = Self {
            cells,
            scores: real.clone(),
            real,
            criteria,
            assumed: Vec::new(),
            feasible: true,
            unmet: None,
            gates: Vec::new(),
            rules: Vec::new(),
        };
        bounds.conclude(set);
        bounds
    }

    pub(super) fn dimension(&mut self, set: &RubricSet, number: usize) {
        let own = indexes(&set.dimensions[number].criteria);
        self.real.dimensions[number] =
            range::dimension_bounds(weights(&set.criteria[own.clone()]), &self.criteria[own]);
    }

    /// Gates, rubrics and rules from the dimensions, under what is assumed of the scores.
    pub(super) fn conclude(&mut self, set: &RubricSet) {
        (self.feasible, self.unmet) = (true, None);
        let mut scores = std::mem::take(&mut self.scores);
        scores.clone_from(&self.real);
        for number in 0..scores.dimensions.len() {
            let of = ScoreRef::Dimension(narrow(number));
            self.clip(of, &mut scores.dimensions[number]);
        }
        for (number, rubric) in set.rubrics.iter().enumerate() {
            let own = &mut scores.dimensions[indexes(&rubric.dimensions)];
            self.real.worst[number] = range::worst(rubric.higher_is, own);
            scores.worst[number] = self.real.worst[number];
            let of = ScoreRef::Worst(narrow(number));
            self.clip(of, &mut scores.worst[number]);
            if self.assumed.iter().any(|assumed| assumed.of == of) {
                none_beyond(rubric.higher_is, scores.worst[number], own);
            }
        }
        decide::gates_into(set, &self.cells, &scores, &mut self.gates);
        for number in 0..set.rubrics.len() {
            let worst = scores.worst[number];
            self.real.rubrics[number] =
                range::rubric(set, number, &scores.dimensions, worst, &self.gates);
            scores.rubrics[number] = self.real.rubrics[number];
            let of = ScoreRef::Rubric(narrow(number));
            self.clip(of, &mut scores.rubrics[number]);
        }
        self.scores = scores;
        let mut rules = std::mem::take(&mut self.rules);
        decide::rules_into(set, &self.certain(), &mut rules);
        self.rules = rules;
    }

    /// Cuts a score to what is assumed of it, and notes what is not so yet, or cannot be.
    fn clip(&mut self, of: ScoreRef, score: &mut Score) {
        for assumed in &self.assumed {
            if assumed.of != of {
                continue;
            }
            let (low, high) = (i32::from(score.low), i32::from(score.high));
            if high < assumed.low || low > assumed.high || score.exists == Truth::False {
                self.feasible = false;
                return;
            }
            if low < assumed.low || high > assumed.high {
                self.unmet = self.unmet.or(Some(*assumed));
            }
            let within = |value: i32| u16::try_from(value.clamp(0, 1000)).unwrap_or(0);
            (score.low, score.high) =
                (within(low.max(assumed.low)), within(high.min(assumed.high)));
        }
    }

    pub(super) fn certain(&self) -> Certain<'_> {
        Certain {
            answers: &self.cells,
            scores: &self.scores,
            gates: &self.gates,
        }
    }
}
