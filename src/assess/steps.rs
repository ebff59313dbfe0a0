//! The steps that the search for completions takes. What a bound or an order saves is seen in no figure, and in no
//! other test.

#![cfg(test)]

use super::outlook::STEPS;
use super::random::SplitMix64;
use super::search::Search;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::rubric::fact::Variable;
use crate::source::shipped;

/// What a profile leaves of which so many of a hundred facts are known, drawn by the priors: searches in one that is drawn
/// evenly end at once.
pub(super) fn drawn(set: &RubricSet, random: &mut SplitMix64, known: u32) -> Answers<'static> {
    let mut answers = Answers::unknown(set);
    let cell = |variable: &Variable, random: &mut SplitMix64| {
        let mut place = random.below(variable.prior.iter().sum());
        let found = variable.prior.iter().position(|&parts| {
            let inside = place < parts;
            place = place.saturating_sub(parts);
            inside
        });
        1_u64 << found.expect("parts add up")
    };
    for fact in &set.facts {
        let is_known = random.below(100) < known;
        for variable in fact.variables.clone().map(usize::from) {
            let own = cell(&set.variables[variable], random);
            if is_known {
                answers.cells[variable] = own;
            }
        }
    }
    answers
}

#[test]
fn searches_take_as_many_steps_as_they_did() {
    let set = shipped::rubric_set();
    let mut random = SplitMix64::new(5);
    let (mut reached, mut others, mut fired) = (0, 0, 0);
    for known in [90, 70, 50, 30, 10] {
        let answers = drawn(&set, &mut random, known);
        let mut search = Search::new(&set);
        let bounds = search.bounds(&answers.cells);
        for target in 0..set.recommendations.len() {
            let target = u16::try_from(target).expect("few");
            search.reach(&bounds, target, STEPS);
            reached += STEPS - search.steps;
            search.another(&bounds, target, STEPS);
            others += STEPS - search.steps;
        }
        for rule in 0..set.rules.len() {
            search.rule(&bounds, u16::try_from(rule).expect("few"), STEPS);
            fired += STEPS - search.steps;
        }
    }
    assert_eq!(reached, 226);
    assert_eq!(others, 87);
    assert_eq!(fired, 1170);
}
