//! What a change means: two rubric sets, by what they say and by what they do. Pure functions.

pub mod align;
pub mod bump;
pub mod change;
pub mod changes;
pub mod effect;
mod facts;
pub mod logic;
pub mod pairs;
pub mod product;
pub mod rubrics;
mod scales;
mod shrink;
