//! The reference: what an assessment must say, worked out slowly from the words of the design.
//!
//! It shares nothing with the crate. It reads the generated [`model`], fills in the unknown facts in
//! every way, and follows the text: no cells, no tables, no bits, no floating point. Scores are
//! whole tenths, states are `Some(true)`, `Some(false)` or `None` for open.

pub(crate) mod calendar;
pub(crate) mod complete;
pub(crate) mod hidden;
pub(crate) mod moves;
pub(crate) mod outlook;
pub(crate) mod ranges;
pub(crate) mod reads;
pub(crate) mod table;
pub(crate) mod world;

/// True, false, or (`None`) open.
pub(crate) type State = Option<bool>;

/// `sum / weight` of what is not negative, rounded half away from zero.
pub(crate) fn rounded(sum: i128, weight: i128) -> i64 {
    i64::try_from((2 * sum + weight) / (2 * weight)).expect("a score")
}

/// The worse of two scores: the lower where higher is better, else the higher.
pub(crate) fn worse(better: bool, a: i64, b: i64) -> i64 {
    if better { a.min(b) } else { a.max(b) }
}
