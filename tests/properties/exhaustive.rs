//! The properties over ten thousand sets, of up to 2¹⁶ completions: `.ci/full` runs them, in release.

#![expect(
    clippy::print_stderr,
    reason = "a test of some minutes says how far it is"
)]

use crate::deciding::check_deciding;
use crate::generate::{Case, small_cases, wide_cases};
use crate::outlook::check_assessment;
use crate::plans::check_plans;
use crate::subject::Trial;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::Cell;

/// How many cases each test gets, unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 10_000;

fn run(
    what: &str,
    cases: impl Strategy<Value = Case>,
    check: impl Fn(&Case) -> Result<usize, TestCaseError>,
) {
    let cases_wanted = std::env::var("PROPTEST_CASES").map_or(CASES, |_| crate::config().cases);
    let config = Config {
        cases: cases_wanted,
        ..crate::config()
    };
    let (done, completions, largest) = (Cell::new(0_u32), Cell::new(0), Cell::new(0));
    let result = TestRunner::new(config).run(&cases, |case| {
        let count = check(&case)?;
        completions.set(completions.get() + count);
        largest.set(largest.get().max(count));
        done.set(done.get() + 1);
        if done.get() % (cases_wanted / 10).max(1) == 0 {
            let (done, all, most) = (done.get(), completions.get(), largest.get());
            eprintln!("  {what}: {done} sets, {all} completions, at most {most} of one");
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{what}: {error}");
    }
}

#[test]
#[ignore = "minutes in release: run by .ci/full"]
fn what_is_open_is_what_all_completions_give() {
    run("open", wide_cases(1 << 16), |case| {
        let trial = Trial::new(case)?;
        check_assessment(case, &trial)?;
        Ok(trial.completions.len())
    });
}

#[test]
#[ignore = "minutes in release: run by .ci/full"]
fn plans_cost_the_least_of_all() {
    run("plans", small_cases(7, 1 << 12), check_plans);
}

#[test]
#[ignore = "a minute in release: run by .ci/full"]
fn deciding_facts_are_what_cannot_be_dropped() {
    run("deciding", small_cases(7, 1 << 14), |case| {
        check_deciding(case)
    });
}
