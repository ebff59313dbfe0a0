//! Answers as a profile writes them: read from a text, checked as the profile's own values are.

use crate::finding::{Code, Finding, SourceText};
use crate::profile::{Options, Stated, resolve};
use crate::rubric::RubricSet;
use crate::say;
use crate::source::yaml;
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;
use std::ops::Range;

/// What an answer says.
#[derive(Debug)]
pub(super) enum Said<'a> {
    /// A value, or half-knowledge.
    Known(Value<'a>),
    /// That it is not known, with a note perhaps.
    Unknown(Option<String>),
}

/// A value without quotes: a word, a number, true or false.
pub(super) fn plain(text: impl Into<Cow<'static, str>>) -> Value<'static> {
    Value::Scalar {
        text: text.into(),
        plain: true,
    }
}

/// A list.
pub(super) fn list(items: impl IntoIterator<Item = Value<'static>>) -> Value<'static> {
    let span = Span::default();
    let node = |value| Node { span, value };
    Value::List(items.into_iter().map(node).collect())
}

/// A map.
pub(super) fn map(
    entries: impl IntoIterator<Item = (&'static str, Value<'static>)>,
) -> Value<'static> {
    let span = Span::default();
    let entry = |(key, value)| {
        let text = Cow::Borrowed(key);
        (Key { text, span }, Node { span, value })
    };
    Value::Map(entries.into_iter().map(entry).collect())
}

/// Reads a value that stands in a part of a text; every place in what comes out is one in that text.
///
/// # Errors
/// What is wrong with it as YAML.
pub(super) fn parse(
    path: &str,
    text: &str,
    part: Range<usize>,
) -> Result<Node<'static>, Vec<Finding>> {
    // The value alone, on its line and in its column.
    let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
    let mut alone: String = text[..part.start].bytes().map(blank).collect();
    alone.push_str(&text[part]);
    let source = SourceText::new(path, &alone);
    let documents = yaml::read(&source)?;
    let nothing = Node {
        span: Span::default(),
        value: plain("null"),
    };
    Ok(documents.into_iter().next().map_or(nothing, owned))
}

/// Checks what is said about a fact, `section` and `key` with their places, as the profile's reader does.
///
/// # Errors
/// Every problem, in the words of the reader.
pub(super) fn check(
    set: &RubricSet,
    source: &SourceText<'_>,
    id: &str,
    at: Span,
    node: &Node<'static>,
) -> Result<(u16, Said<'static>), Vec<Finding>> {
    let (section, key) = id.split_once('.').unwrap_or((id, ""));
    let named = |text: &str, value| {
        let key = Key {
            text: Cow::Owned(text.to_owned()),
            span: at,
        };
        let span = node.span;
        Node {
            span,
            value: Value::Map(vec![(key, value)]),
        }
    };
    let root = named(section, named(key, node.clone()));
    let (answers, _) = resolve(set, source, &root, Options::default())?;
    let Some(number) = set.fact(id) else {
        let message = say!("no fact is called `{id}`", id);
        return Err(vec![Finding::error(
            source,
            node.span,
            Code::UnknownFact,
            message,
        )]);
    };
    let statement = &answers.stated[number];
    let said = if statement.value == Stated::Unknown {
        Said::Unknown(statement.note.as_deref().map(str::to_owned))
    } else {
        Said::Known(node.value.clone())
    };
    Ok((u16::try_from(number).unwrap_or(u16::MAX), said))
}

/// A value that outlives its source.
fn owned(node: Node<'_>) -> Node<'static> {
    let text = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    let value = match node.value {
        Value::Scalar { text: word, plain } => Value::Scalar {
            text: text(word),
            plain,
        },
        Value::List(items) => Value::List(items.into_iter().map(owned).collect()),
        Value::Map(entries) => {
            let entry = |(key, node): (Key<'_>, Node<'_>)| {
                let key = Key {
                    text: text(key.text),
                    span: key.span,
                };
                (key, owned(node))
            };
            Value::Map(entries.into_iter().map(entry).collect())
        }
    };
    Node {
        span: node.span,
        value,
    }
}
