//! Paths among many: one that is not UTF-8 is refused by itself, and those beside it are read.

use crate::source::files::marked;
use clap::builder::{OsStringValueParser, TypedValueParser};

/// Takes whatever a shell's pattern finds; reading says which of them has a bad name.
pub(super) fn path() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().map(|path| marked(&path))
}
