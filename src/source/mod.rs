//! The only input: files, standard input, YAML and TOML become values with positions. And the edits
//! of a profile's text, which need those positions.

pub mod baseline;
pub mod edit;
pub mod files;
pub mod git;
pub mod inputs;
pub mod json;
pub mod json_plain;
pub mod lines;
pub mod shipped;
mod syntax;
pub mod toml;
pub mod yaml;
pub mod yaml_plain;
