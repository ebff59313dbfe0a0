//! What lies between two things, and what made the difference: pure functions.

mod cause;
mod games;
pub mod profiles;
mod shapley;
