pub mod assess;
pub mod finding;
pub mod profile;
pub mod rubric;
pub mod source;
pub mod value;
