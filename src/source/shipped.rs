//! The rubric set and the examples that ship inside the binary.

use crate::rubric::RubricSet;

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The shipped rubric set as the build compiled it.
const COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/set.bin"));

/// The shipped rubric set. Its texts are borrowed from the binary.
#[must_use]
pub fn rubric_set() -> RubricSet {
    #[expect(
        clippy::expect_used,
        reason = "the build wrote these bytes from this very type; a test reads them"
    )]
    postcard::from_bytes(COMPILED).expect("the compiled rubric set")
}
