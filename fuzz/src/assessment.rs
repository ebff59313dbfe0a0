//! Bytes as a small rubric set and a partial profile: what the crate says of them against the reference, which goes
//! through every completion.

use crate::generate::from_bytes;
use crate::outlook::check_assessment;
use crate::subject::Trial;
use proptest::test_runner::TestCaseError;

/// The assessment is the reference's.
pub fn run(data: &[u8]) {
    let case = from_bytes(data);
    if let Err(error @ TestCaseError::Fail(_)) =
        Trial::new(&case).and_then(|trial| check_assessment(&case, &trial))
    {
        panic!("{error}\n{case:?}");
    }
}
