//! Bytes as two small rubric sets: their difference against every company that both can describe.

use crate::difference::check;
use crate::generate::from_bytes;
use proptest::test_runner::TestCaseError;

/// The difference is what every company shows, the other way round it is its mirror, and of a set to itself nothing.
pub fn run(data: &[u8]) {
    let case = from_bytes(data);
    if let Err(error @ TestCaseError::Fail(_)) = check(&case) {
        panic!("{error}\n{case:?}");
    }
}
