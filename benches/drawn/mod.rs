//! Profiles that are drawn from a rubric set's priors.

#![allow(
    clippy::expect_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

use maturity::assess::random::SplitMix64;
use maturity::rubric::RubricSet;
use maturity::rubric::fact::Variable;

/// A complete profile: a cell for each variable.
pub(crate) fn drawn(set: &RubricSet, stream: &mut SplitMix64) -> Vec<u8> {
    let cell = |variable: &Variable| {
        let mut place = stream.below(variable.prior.iter().sum());
        let cell = variable.prior.iter().position(|&parts| {
            let inside = place < parts;
            place = place.saturating_sub(parts);
            inside
        });
        u8::try_from(cell.expect("parts add up")).expect("few cells")
    };
    set.variables.iter().map(cell).collect()
}
