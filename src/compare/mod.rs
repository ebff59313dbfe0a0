//! What lies between two things, and what made the difference: pure functions.

pub mod profiles;
mod shapley;
