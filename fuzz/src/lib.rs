//! What each fuzz target does with its bytes. Nothing here needs a fuzzer: an ordinary test in `tests/properties/`
//! runs the same functions on the corpus that is kept.

#![expect(
    dead_code,
    unused_imports,
    clippy::expect_used,
    reason = "of the property tests only the checks are used; what cannot go on fails"
)]

#[path = "../../tests/properties/decisions.rs"]
mod decisions;
#[path = "../../tests/properties/edits.rs"]
mod edits;
#[path = "../../tests/properties/difference.rs"]
mod difference;
#[path = "../../tests/properties/generate/mod.rs"]
mod generate;
#[path = "../../tests/properties/outlook.rs"]
mod outlook;
#[path = "../../tests/properties/reference/mod.rs"]
mod reference;
#[path = "../../tests/properties/scores.rs"]
mod scores;
#[path = "../../tests/properties/subject.rs"]
mod subject;

pub mod assessment;
#[path = "difference.rs"]
pub mod differences;
pub mod edit;
pub mod inputs;
pub mod locale;
pub mod profile;
pub mod rubrics;
mod shown;
pub mod table;
