//! The only input: files, standard input, YAML and TOML become values with positions.

pub mod files;
pub mod shipped;
pub mod toml;
pub mod yaml;
