//! The steps that searches for plans take. What a bound or an order saves is seen in no plan, and in no other test.

#![cfg(test)]

use super::scenes::{Budget, Outcome, Scenes, Task};
use super::{Claim, EFFORT_STEPS, NEVER, PROVIDED_STEPS, domain, efforts, parts};
use crate::assess::random::SplitMix64;
use crate::assess::search::{Found, Search};
use crate::assess::steps::drawn;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::source::shipped;

/// The steps of the search for the least effort, and then of that for the fewest provided facts.
fn steps(set: &RubricSet, answers: &Answers<'_>, target: u16) -> (u32, u32) {
    let search = Search::new(set);
    let effort = efforts(set, answers);
    let domain = domain(set, &search, &answers.cells, &effort);
    let bounds = search.bounds(&domain);
    let possible = Search::new(set).reach(&bounds, target, crate::assess::outlook::STEPS);
    if !matches!(possible, Found::Witness(_)) {
        return (0, 0);
    }
    let task = Task {
        set,
        goal: Claim::Always(target),
        left: &answers.cells,
        domain: &domain,
        effort: &effort,
        barred: &[],
    };
    let mut scenes = Scenes::new(&task, EFFORT_STEPS);
    let mut budget = 0;
    let plan = loop {
        let provided = None;
        match scenes.within(Budget {
            effort: budget,
            provided,
        }) {
            Outcome::Plan(cells) => break parts(set, &answers.cells, &effort, cells),
            Outcome::None(NEVER) | Outcome::Undecided => {
                return (EFFORT_STEPS - scenes.steps, 0);
            }
            Outcome::None(beyond) => budget = beyond,
        }
    };
    let mut fewest = Scenes::new(&task, PROVIDED_STEPS);
    let mut provided = 0;
    while provided < plan.provided.len() {
        let most = u32::try_from(provided).ok();
        match fewest.within(Budget {
            effort: plan.effort,
            provided: most,
        }) {
            Outcome::Plan(_) | Outcome::None(NEVER) | Outcome::Undecided => break,
            Outcome::None(beyond) => provided = beyond as usize,
        }
    }
    (EFFORT_STEPS - scenes.steps, PROVIDED_STEPS - fewest.steps)
}

#[test]
fn searches_take_as_many_steps_as_they_did() {
    let set = shipped::rubric_set();
    let mut random = SplitMix64::new(11);
    let (mut effort, mut provided) = (0, 0);
    for known in [100, 90, 80, 70] {
        let answers = drawn(&set, &mut random, known);
        for target in 0..set.recommendations.len() {
            let target = u16::try_from(target).expect("few");
            let (one, other) = steps(&set, &answers, target);
            effort += one;
            provided += other;
        }
    }
    assert_eq!(effort, 2412);
    assert_eq!(provided, 8084);
}
