//! What is checked about rubric sets beyond loading them: that their own tests hold, what these reach and
//! whether they would notice a mistake; and lints, each proved over every complete profile.

pub mod cases;
pub mod coverage;
pub mod lints;
pub mod mutants;
pub mod subject;
