//! Values as text on one line, for readers of YAML 1.1, YAML 1.2 and JSON alike.

use super::Notation;
use crate::value::{Key, Node, Value, integer, number};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The value as the notation can write it: what is not safe without quotes gets them.
pub(super) fn in_notation<'a>(value: &Value<'a>, notation: Notation) -> Value<'a> {
    let inner = |node: &Node<'a>| Node {
        span: node.span,
        value: in_notation(&node.value, notation),
    };
    match value {
        Value::Scalar { text, plain } => {
            let (text, plain) = scalar(text, *plain, notation);
            Value::Scalar { text, plain }
        }
        Value::List(items) => Value::List(items.iter().map(inner).collect()),
        Value::Map(entries) => {
            let entry = |(key, node): &(Key<'a>, Node<'a>)| (key.clone(), inner(node));
            Value::Map(entries.iter().map(entry).collect())
        }
    }
}

fn scalar<'a>(text: &Cow<'a, str>, plain: bool, notation: Notation) -> (Cow<'a, str>, bool) {
    if !plain {
        return (text.clone(), false);
    }
    match &**text {
        "" | "~" | "null" | "Null" | "NULL" => return (Cow::Borrowed("null"), true),
        "true" | "True" | "TRUE" => return (Cow::Borrowed("true"), true),
        "false" | "False" | "FALSE" => return (Cow::Borrowed("false"), true),
        _ => {}
    }
    match (notation, number(text)) {
        (Notation::Json, Some(value)) => {
            let written = if integer(text).is_some() && !text.starts_with('+') {
                text.clone()
            } else {
                Cow::Owned(format!("{value}"))
            };
            (written, true)
        }
        (Notation::Json, None) => (text.clone(), false),
        (Notation::Yaml, Some(_)) => (text.clone(), true),
        (Notation::Yaml, None) => (text.clone(), is_word(text)),
    }
}

/// Whether no reader could take a text without quotes for anything else: letters, digits and a few
/// signs, with single spaces between.
fn is_word(text: &str) -> bool {
    let safe =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '(' | ')' | ' ');
    text.starts_with(char::is_alphanumeric)
        && text.chars().all(safe)
        && !text.ends_with(' ')
        && !text.contains("  ")
}

/// A value on one line.
pub(super) fn flow(value: &Value<'_>, notation: Notation) -> String {
    match value {
        Value::Scalar { text, plain: true } => text.clone().into_owned(),
        Value::Scalar { text, .. } => quoted(text),
        Value::List(items) => {
            let items = items.iter().map(|item| flow(&item.value, notation));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let entry = |(key, node): &(Key<'_>, Node<'_>)| {
                let key = key_text(&key.text, notation);
                format!("{key}: {}", flow(&node.value, notation))
            };
            let inner = entries.iter().map(entry).collect::<Vec<_>>().join(", ");
            match notation {
                _ if inner.is_empty() => "{}".to_owned(),
                Notation::Yaml => format!("{{ {inner} }}"),
                Notation::Json => format!("{{{inner}}}"),
            }
        }
    }
}

/// A key.
pub(super) fn key_text(key: &str, notation: Notation) -> String {
    // A word that YAML 1.1 takes for a boolean would be another key to its readers.
    let boolean = matches!(
        key.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    );
    if notation == Notation::Yaml && is_word(key) && !boolean && number(key).is_none() {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// A text in double quotes, with the escapes that YAML and JSON share.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if is_unprintable(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What YAML does not print, breaks lines at, or would hide from a person.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{061C}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
