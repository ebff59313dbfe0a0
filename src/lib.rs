//! `maturity` scores how ready a company, its key person and its organization are for digital
//! transformation, and says which kind of project to propose.
//!
//! The modules in the order in which data passes through them:
//!
//! 1. [`source`] reads files: YAML and TOML become [`value`]s with positions.
//! 2. [`rubric`] checks TOML values and compiles them to a dense [`rubric::RubricSet`];
//!    [`profile`] checks a profile against it and gives [`profile::Answers`].
//! 3. [`assess`] turns answers into an [`assess::Assessment`]: pure functions.
//!    [`compare`] says what made the difference between two of them.
//! 4. [`present`] shows results; [`cli`] walks the path.
//!
//! ```
//! use maturity::finding::SourceText;
//! use maturity::{assess, profile, source};
//!
//! let set = source::shipped::rubric_set();
//! let text = SourceText::new("prospect.yaml", "company: { market_validated: no }");
//! let documents = source::yaml::read(&text).expect("well-formed YAML");
//! let (answers, _) = profile::resolve(&set, &text, &documents[0], profile::Options::default()).expect("a valid profile");
//! let assessment = assess::assess(&set, &answers);
//! let leading = &set.recommendations[usize::from(assessment.leading())];
//! assert_eq!(&*leading.id, "validate-market-first");
//! ```

pub mod assess;
pub mod check;
pub mod cli;
pub mod compare;
pub mod finding;
pub mod language;
pub mod limits;
pub mod present;
pub mod profile;
pub mod rubric;
pub mod signs;
pub mod source;
pub mod value;
