//! The steps that searches for plans take. What a bound or an order saves is seen in no plan, and in no other test.

#![cfg(test)]

use super::scenes::{Outcome, Scenes, Task};
use super::{
    Claim, EFFORT_STEPS, PROVIDED_STEPS, domain, efforts, fewer_provided, least_effort, parts,
};
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
    let mut effort_scenes = Scenes::new(&task, EFFORT_STEPS);
    let mut provided_scenes = Scenes::new(&task, PROVIDED_STEPS);
    if let Outcome::Plan(cells) = least_effort(&mut effort_scenes, 0) {
        let plan = parts(set, &answers.cells, &effort, cells);
        fewer_provided(&mut provided_scenes, &plan);
    }
    (
        EFFORT_STEPS - effort_scenes.steps,
        PROVIDED_STEPS - provided_scenes.steps,
    )
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
