//! Results become text, JSON, YAML and Markdown: one file a format, and no format computes anything.

pub mod answers;
pub mod check;
pub mod ci;
pub mod compare;
pub mod condition;
pub mod csv;
pub mod deciding;
pub mod diff;
pub mod explain;
pub mod fields;
pub mod findings;
pub mod html;
pub mod interview;
pub mod json;
pub mod left;
pub mod markdown;
pub mod markup;
pub mod migrate;
pub mod names;
pub mod number;
pub mod plan;
pub mod questionnaire;
pub mod report;
pub mod robustness;
pub mod schema;
pub mod since;
pub mod sql;
pub mod stale;
pub mod stated;
pub mod summary;
pub mod svg;
pub mod table;
pub mod terminal;
pub mod tests;
pub mod text;
pub mod tone;
pub mod trace;
pub mod verdict;
pub mod what_if;
pub mod words;
pub mod xml;
pub mod yaml;

/// How output for people looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Terminal columns.
    pub width: usize,
    /// Whether to color.
    pub color: bool,
    /// Whether to keep to ASCII.
    pub ascii: bool,
}

/// How much the report for people shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Five lines.
    Brief,
    /// What one needs for the next call.
    #[default]
    Normal,
    /// Everything.
    Full,
}
