//! What is checked about rubric sets beyond loading them: that their own tests hold, and lints, each
//! proved over every complete profile.

pub mod cases;
pub mod lints;
