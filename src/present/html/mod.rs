//! Pages: one self-contained HTML file each, for people who read no terminal. Nothing is loaded, nothing needs a
//! script; what is read from profiles and rubric sets shows as text. Every figure stands with its place in the JSON.

mod card;
mod compare;
mod details;
mod diff;
mod frame;
mod judging;
mod openness;
mod parts;
mod plan;
mod portfolio;
mod profile;
mod reasons;
mod scores;

pub use card::{Card, card};
pub use compare::compare;
pub use diff::diff;
pub use portfolio::{portfolio, portfolio_map};
pub use profile::{failed, page};
