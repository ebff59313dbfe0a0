//! What is checked about rubric sets beyond loading them: here, that their own tests hold.

pub mod cases;
