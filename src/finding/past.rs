//! What is said of an input that passes a limit.

use super::{Code, Finding, SourceText};
use crate::limits::{bytes, limits};
use crate::say;
use crate::value::Span;

/// What to do about an input that passes a limit on purpose; `name` is what `--limit` calls it.
#[must_use]
pub fn raise(name: &str) -> String {
    say!("`--limit {name}=…` raises the limit", name)
}

fn past(source: &SourceText<'_>, span: Span, name: &str, message: String) -> Box<Finding> {
    Box::new(Finding::error(source, span, Code::TooLarge, message).hint(raise(name)))
}

/// Says that lists and maps stand too deep in one another.
#[must_use]
pub fn too_deep(source: &SourceText<'_>, span: Span) -> Box<Finding> {
    let message = say!(
        "nested deeper than {max_depth} levels",
        max_depth = limits().depth
    );
    past(source, span, "depth", message)
}

/// Says that a document has too many values.
#[must_use]
pub fn too_many(source: &SourceText<'_>, span: Span) -> Box<Finding> {
    let message = say!("more than {max_nodes} values", max_nodes = limits().values);
    past(source, span, "values", message)
}

/// Says that a text is too long.
#[must_use]
pub fn too_long(source: &SourceText<'_>, span: Span) -> Box<Finding> {
    let message = say!("a text longer than {limit}", limit = bytes(limits().text));
    past(source, span, "text", message)
}
