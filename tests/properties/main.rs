//! The crate against a slow, obvious reference, on random small rubric sets and partial profiles.
//!
//! [`generate`] makes a rubric set and a profile as plain data, and writes them as TOML and YAML.
//! [`reference`] works out from the data, in the words of the design, what must come out. [`subject`]
//! has the crate read the texts and assess, [`edits`] makes another set of one. Every other module holds the properties
//! of its subject, but for these: [`fuzzed`] runs the fuzz targets on their corpus, [`tricky`] and [`plan_cases`] hold
//! cases worked out by hand, and [`exhaustive`] has the same properties over larger sets and ten thousand of them, which
//! takes minutes.
//!
//! `PROPTEST_CASES` sets how many cases each property gets, `PROPTEST_RNG_SEED` which ones. A failing
//! case is printed as the TOML and YAML that it is.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod audience;
mod better;
mod census;
mod compare;
mod deciding;
mod decisions;
mod difference;
mod edits;
mod exhaustive;
mod expectations;
mod exported;
mod flips;
mod fuzzed;
mod generate;
mod impact;
mod languages;
mod layout;
mod lints;
mod listed;
mod migrated;
mod mutants;
mod outlook;
mod plan_cases;
mod plans;
mod questionnaire;
mod reasons;
mod reference;
mod refused;
mod renames;
mod reports;
mod risks;
mod robustness;
mod scores;
mod shares;
mod since;
mod stale;
mod stated;
mod steps;
mod subject;
mod survey;
mod tricky;

use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::{Config, TestRunner};

/// Proptest's defaults, without a file of earlier failures: a failing case is a text to keep.
fn config() -> Config {
    Config {
        failure_persistence: None,
        max_shrink_iters: 5_000,
        ..Config::default()
    }
}

/// So many cases, the same in every run: to count what random ones say.
fn same_cases<C>(cases: impl Strategy<Value = C>, count: usize) -> impl Iterator<Item = C> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(move |_| cases.new_tree(&mut runner).expect("no filter").current())
}
