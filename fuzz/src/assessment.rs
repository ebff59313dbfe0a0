//! Bytes as a small rubric set and a partial profile: what the crate says of them against the reference, which goes
//! through every completion.

use crate::decisions::check_states;
use crate::generate::{Case, from_bytes};
use crate::outlook::{check_leading, check_possible, check_questions};
use crate::scores::{check_ranges, check_sound};
use crate::subject::Trial;
use proptest::test_runner::TestCaseError;

/// The assessment is the reference's.
pub fn run(data: &[u8]) {
    let case = from_bytes(data);
    if let Err(error @ TestCaseError::Fail(_)) = check(&case) {
        panic!("{error}\n{case:?}");
    }
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    check_possible(case, &trial)?;
    if trial.assessment.outlook.share_exact {
        check_leading(case, &trial)?;
    }
    check_questions(case, &trial)?;
    check_sound(case, &trial)?;
    check_ranges(case, &trial)?;
    check_states(case, &trial)
}
