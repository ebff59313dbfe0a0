//! A million random completions of every example contradict nothing.

use crate::random::Random;
use crate::{Profile, answers, profiles, recommended};
use maturity::assess::point::{MISSING, Point};
use maturity::assess::range::Score;
use maturity::assess::{Assessment, assess};
use maturity::rubric::RubricSet;
use maturity::rubric::condition::Truth;
use maturity::source::shipped;

const COMPLETIONS: u32 = 1_000_000;

/// Whether a score of a completion is one that the range allows.
fn agrees(range: &Score, score: u16) -> bool {
    match range.exists {
        Truth::True => score != MISSING && (range.low..=range.high).contains(&score),
        Truth::False => score == MISSING,
        Truth::Open => score == MISSING || (range.low..=range.high).contains(&score),
    }
}

fn check(set: &RubricSet, assessment: &Assessment, point: &Point, recommendation: u16) -> bool {
    let mut possible = assessment.outlook.possible.iter();
    let scores = assessment.dimensions.iter().zip(&point.dimensions);
    let mut scores = scores.chain(assessment.rubrics.iter().zip(&point.rubrics));
    let mut gates = assessment.gates.iter().zip(&point.gates);
    let fired = usize::from(point.rule);
    possible.any(|possible| possible.recommendation == recommendation)
        && scores.all(|(range, &score)| agrees(range, score))
        && gates.all(|(state, &tripped)| *state == Truth::Open || *state == Truth::from(tripped))
        && assessment.rules[fired] != Truth::False
        && !assessment.rules[..fired].contains(&Truth::True)
        && set.rules[fired].recommend == recommendation
}

#[test]
#[ignore = "a minute in release: run by .ci/full"]
fn a_million_completions_contradict_nothing() {
    let set = shipped::rubric_set();
    let mut point = Point::new(&set);
    let mut cells = vec![0; set.variables.len()];
    for (seed, Profile { name, left }) in (1..).zip(profiles(&set)) {
        let assessment = assess(&set, &answers(&set, &left));
        assert!(assessment.outlook.exact, "{name}");
        for possible in &assessment.outlook.possible {
            let witness = possible.witness.as_ref().expect("exact");
            let inside = |(cell, left): (&u8, &u64)| left >> cell & 1 == 1;
            assert!(witness.iter().zip(&left).all(inside), "{name}");
            let reached = recommended(&set, witness, &mut point);
            assert_eq!(reached, possible.recommendation, "{name}");
        }
        let mut random = Random::new(seed);
        for draw in 0..COMPLETIONS {
            random.completion(&set, &left, draw % 2 == 0, &mut cells);
            let recommendation = recommended(&set, &cells, &mut point);
            assert!(
                check(&set, &assessment, &point, recommendation),
                "{name}: {cells:?}"
            );
        }
        let possible = assessment.outlook.possible.len();
        eprintln!("  {name}: {possible} possible, {COMPLETIONS} completions");
    }
}
