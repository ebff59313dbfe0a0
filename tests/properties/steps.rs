//! Where the steps of a search run out: whatever is still said is so, and what is left open is said to be.

use crate::edits::edited;
use crate::generate::{Case, cases, print, wide_cases};
use crate::subject::{Trial, load_files};
use maturity::assess::point::{Point, evaluate};
use maturity::assess::proof::Prover;
use maturity::assess::search::{Found, reach};
use maturity::compare::effect::{Effort, Recommendations, Scores};
use maturity::compare::rubrics::diff;
use maturity::rubric::condition::{ScoreRef, ScoreTest};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::Cell;

/// Steps that decide any search in a set as small as these.
const AMPLE: u32 = 100_000;

/// How many searches found something, proved that there is nothing, and ended first.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    found: u32,
    proved: u32,
    undecided: u32,
}

impl Ends {
    fn add(&mut self, found: &Found) {
        match found {
            Found::Witness(_) => self.found += 1,
            Found::Impossible => self.proved += 1,
            Found::Undecided => self.undecided += 1,
        }
    }
}

/// Up to 49 steps, most often too few for what has to be searched.
fn few(case: &Case, place: usize) -> u32 {
    u32::from(case.choices[place] % 8).pow(2)
}

/// What the search says of each recommendation: a witness reaches it within the profile, and what is impossible no
/// completion reaches.
fn check_search(case: &Case, trial: &Trial, steps: u32) -> Result<Ends, TestCaseError> {
    let mut ends = Ends::default();
    let mut point = Point::new(&trial.set);
    for (place, &number) in trial.numbers.recommendations.iter().enumerate() {
        let recommendation = u16::try_from(number).expect("few");
        let found = reach(&trial.set, &trial.left, recommendation, steps);
        ends.add(&found);
        match found {
            Found::Witness(cells) => {
                evaluate(&trial.set, &cells, &mut point);
                let given = trial.set.rules[usize::from(point.rule)].recommend;
                prop_assert_eq!(given, recommendation, "{:?}", cells);
                let inside = |(cell, left): (&u8, &u64)| left >> cell & 1 == 1;
                prop_assert!(
                    cells.iter().zip(&trial.left).all(inside),
                    "{:?} leaves the profile",
                    cells
                );
            }
            Found::Impossible => {
                let mut rules = trial.completions.iter().map(|(.., figures)| figures.rule);
                let possible = rules.any(|rule| case.model.rules[rule].recommend == place);
                prop_assert!(!possible, "{number} is possible, not after {steps} steps");
            }
            Found::Undecided => prop_assert!(steps < AMPLE, "{number} is left undecided"),
        }
    }
    Ok(ends)
}

/// What few steps say of a set itself, more of them say too: which rules can fire, and which scores are reached.
fn check_proofs(case: &Case, trial: &Trial, steps: u32) -> Result<Ends, TestCaseError> {
    let set = &trial.set;
    let (mut hasty, mut thorough) = (Prover::new(set, steps), Prover::new(set, AMPLE));
    let mut asked: Vec<(Found, Found)> =
        hasty.firing().into_iter().zip(thorough.firing()).collect();
    for (rubric, choice) in (0..set.rubrics.len()).zip(case.choices.chunks(2)) {
        let low = i32::from(choice[0]) * 4;
        let test = ScoreTest {
            of: ScoreRef::Rubric(u16::try_from(rubric).expect("few")),
            low,
            high: low + i32::from(choice[1]),
        };
        asked.push((hasty.scores(test), thorough.scores(test)));
    }
    let mut ends = Ends::default();
    for (few, more) in asked {
        ends.add(&few);
        let agrees = match few {
            Found::Witness(_) => matches!(more, Found::Witness(_)),
            Found::Impossible => more == Found::Impossible,
            Found::Undecided => more != Found::Undecided,
        };
        prop_assert!(agrees, "{few:?} after {steps} steps, {more:?} after more");
    }
    Ok(ends)
}

/// What few steps say of the difference of two sets, more of them say too.
fn check_difference(case: &Case, trial: &Trial, steps: u32) -> Result<bool, TestCaseError> {
    let new = load_files(&print::files(&edited(&case.model, &case.choices)))?;
    let effort = |steps| Effort {
        samples: 0,
        more_samples: 0,
        steps,
    };
    let hasty = diff(&trial.set, &new, effort(steps)).expect("few cells");
    let thorough = diff(&trial.set, &new, effort(2 * AMPLE)).expect("few cells");
    let agrees = match (&hasty.recommendations, &thorough.recommendations) {
        (Recommendations::Same, Recommendations::Same) => true,
        (Recommendations::Differ(witness), Recommendations::Differ(_)) => {
            let before = &trial.set.rules[usize::from(witness.before)];
            let after = &new.rules[usize::from(witness.after)];
            let title = |set: &maturity::rubric::RubricSet, number: u16| {
                set.recommendations[usize::from(number)].id.to_string()
            };
            title(&trial.set, before.recommend) != title(&new, after.recommend)
        }
        (Recommendations::Unproved, all) => *all != Recommendations::Unproved,
        _ => false,
    };
    let told = (&hasty.recommendations, &thorough.recommendations);
    prop_assert!(agrees, "after {steps} steps: {told:?}");
    let told = (&hasty.scores, &thorough.scores);
    let agrees = match told {
        (Scores::Same, other) => *other == Scores::Same,
        (Scores::Differ(_), other) => matches!(other, Scores::Differ(_)),
        (Scores::Unproved, _) => true,
    };
    prop_assert!(agrees, "after {steps} steps: {told:?}");
    Ok(hasty.recommendations == Recommendations::Unproved)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn the_search_proves_what_is_possible(case in cases()) {
        check_search(&case, &Trial::new(&case)?, AMPLE)?;
    }
}

/// Of the searches that end first, and of those that do not, there are enough among the cases.
#[test]
fn nothing_false_is_said_where_steps_run_out() {
    let config = Config {
        cases: crate::config().cases.div_ceil(2),
        ..crate::config()
    };
    let wanted = config.cases / 8;
    let seen: Cell<(Ends, Ends, u32)> = Cell::default();
    let checked = TestRunner::new(config).run(&wide_cases(1024), |case| {
        let trial = Trial::new(&case)?;
        let (mut searched, mut proved, mut unproved) = seen.get();
        for (all, more) in [
            (&mut searched, check_search(&case, &trial, few(&case, 0))?),
            (&mut proved, check_proofs(&case, &trial, few(&case, 1))?),
        ] {
            all.found += more.found;
            all.proved += more.proved;
            all.undecided += more.undecided;
        }
        unproved += u32::from(check_difference(&case, &trial, few(&case, 2))?);
        seen.set((searched, proved, unproved));
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    let (searched, proved, unproved) = seen.get();
    for ends in [searched, proved] {
        let least = ends.found.min(ends.proved).min(ends.undecided);
        assert!(least >= wanted, "{ends:?}");
    }
    assert!(unproved >= wanted / 8, "{unproved}");
}
