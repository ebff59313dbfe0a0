//! What lies between two things, two profiles or two rubric sets, and what made the difference: pure functions.

pub mod align;
pub mod bump;
mod cause;
pub mod change;
pub mod changes;
pub mod effect;
mod facts;
mod games;
pub mod logic;
pub mod pairs;
pub mod product;
pub mod profiles;
pub mod rubrics;
mod scales;
mod shapley;
mod shrink;
