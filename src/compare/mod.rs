//! What lies between two things, two profiles or two rubric sets, and what made the difference: pure functions.

pub mod align;
pub mod bump;
mod cause;
pub mod change;
pub mod changes;
mod draft;
pub mod effect;
mod facts;
mod games;
pub mod hybrid;
pub mod impact;
pub mod logic;
pub mod names;
mod needs;
pub mod pairs;
pub mod portfolio;
pub mod product;
pub mod profiles;
pub mod rubrics;
mod scales;
mod shapley;
mod shrink;
pub mod since;
mod subset;
pub mod translations;
