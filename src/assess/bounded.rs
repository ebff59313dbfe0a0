//! What three-valued evaluation alone says of a profile: ranges, states, and a bound of what is possible.
//!
//! No search and no estimate, so it takes microseconds a profile; the SQL of `export` computes the same.

use super::criterion::CriterionBounds;
use super::decide::{self, Certain, Scores};
use super::grid::Grids;
use super::range::{self, Score};
use crate::rubric::condition::Truth;
use crate::rubric::{RubricSet, indexes};

/// The bounded view of one profile. Reusable under one set: [`bounded`] overwrites it and keeps its room.
#[derive(Clone, Default)]
pub struct Bounded {
    /// Built at the first profile of which something is unknown.
    grids: Option<Grids>,
    scores: Scores,
    /// Each gate: tripped, clear or open.
    pub gates: Vec<Truth>,
    /// Each rule's condition.
    pub rules: Vec<Truth>,
    /// The recommendations of the rules that are not false, up to and with the first that is true: by number,
    /// in the order of the rules, each once; at least one. No other recommendation is possible, though not
    /// each of these need be.
    pub possible: Vec<u16>,
    criteria: Vec<CriterionBounds>,
}

impl Bounded {
    /// Each dimension's score in tenths, without an estimate.
    #[must_use]
    pub fn dimensions(&self) -> &[Score] {
        &self.scores.dimensions
    }

    /// Each rubric's score in tenths, gates applied, without an estimate.
    #[must_use]
    pub fn rubrics(&self) -> &[Score] {
        &self.scores.rubrics
    }

    /// The only recommendation that the bound leaves, if it leaves one: the profile is settled then. A profile
    /// may be settled without it, where one unknown fact is read in several places.
    #[must_use]
    pub fn recommendation(&self) -> Option<u16> {
        match self.possible.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// Bounds what a profile leaves open, under the same set each time. `cells` holds for each variable of the set the cells that are left.
pub fn bounded(set: &RubricSet, cells: &[u64], found: &mut Bounded) {
    let Bounded {
        grids,
        scores,
        gates,
        rules,
        possible,
        criteria,
    } = found;
    let grids = grids.get_or_insert_with(|| Grids::new(set));
    grids.bounds(set, cells, criteria);
    scores.dimensions.clear();
    scores
        .dimensions
        .extend(set.dimensions.iter().map(|dimension| {
            let own = indexes(&dimension.criteria);
            range::dimension_bounds(grids.weights(own.clone()), &criteria[own])
        }));
    scores.worst.clear();
    for rubric in &set.rubrics {
        let own = &scores.dimensions[indexes(&rubric.dimensions)];
        scores.worst.push(range::worst(rubric.higher_is, own));
    }
    decide::gates_into(set, cells, scores, gates);
    scores.rubrics.clear();
    for number in 0..set.rubrics.len() {
        let score = range::rubric(set, number, &scores.dimensions, scores.worst[number], gates);
        scores.rubrics.push(score);
    }
    let certain = Certain {
        answers: cells,
        scores,
        gates,
    };
    decide::rules_into(set, &certain, rules);
    possible.clear();
    for (rule, state) in set.rules.iter().zip(&*rules) {
        if *state != Truth::False && !possible.contains(&rule.recommend) {
            possible.push(rule.recommend);
        }
        if *state == Truth::True {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounded, bounded};
    use crate::assess::random::SplitMix64;
    use crate::assess::{figures, outlook};
    use crate::rubric::fact::Variable;
    use crate::source::shipped;

    #[test]
    fn it_says_what_the_whole_assessment_says() {
        let set = shipped::rubric_set();
        let mut random = SplitMix64::new(7);
        let mut view = Bounded::default();
        let (mut single, mut several) = (0, 0);
        for round in 0..300_u32 {
            // From nothing known to all but a few facts.
            let known = round % 20 + 1;
            let cells: Vec<u64> = set
                .variables
                .iter()
                .map(|variable: &Variable| {
                    let cell = random.below(u32::from(variable.cells));
                    let is_known = random.below(20) < known;
                    if is_known { 1 << cell } else { variable.all() }
                })
                .collect();
            bounded(&set, &cells, &mut view);
            let whole = figures(&set, &cells);
            for (score, whole) in view
                .dimensions()
                .iter()
                .chain(view.rubrics())
                .zip(whole.dimensions.iter().chain(&whole.rubrics))
            {
                assert_eq!(
                    (score.exists, score.low, score.high),
                    (whole.exists, whole.low, whole.high)
                );
            }
            assert_eq!(view.gates, whole.gates);
            assert_eq!(view.rules, whole.rules);
            // A bound: it holds all that is possible.
            if round % 10 == 0 {
                let possible = outlook::prospects(&set, &cells).possible;
                assert!(
                    possible
                        .iter()
                        .all(|possible| view.possible.contains(&possible.recommendation))
                );
            }
            match view.recommendation() {
                Some(_) => single += 1,
                None => several += 1,
            }
        }
        assert!(single > 10 && several > 100, "{single} {several}");
    }
}
