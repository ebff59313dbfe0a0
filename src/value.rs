//! Values with positions: the one form in which YAML profiles and TOML rubric files reach the checks.
//!
//! Scalars keep their text, so that each consumer decides what a scalar is (a choice's option `1`
//! is a text, a number's is not) and can quote the source in an error.

use crate::say;
use std::borrow::Cow;

/// A range of bytes in a source text, `start..end`, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `start..end`; offsets past 4 GiB saturate (the readers refuse such files).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }
}

/// A key of a map, with its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Key<'a> {
    /// The key's text, unescaped.
    pub text: Cow<'a, str>,
    /// Where the key stands.
    pub span: Span,
}

/// A value with its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// Where the value stands.
    pub span: Span,
    /// What it is.
    pub value: Value<'a>,
}

/// A scalar, a list or a map.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// A scalar's text. `plain` is true for what YAML writes without quotes and TOML writes as a
    /// number or a boolean; such a text may stand for null, a boolean or a number.
    Scalar {
        /// The text, unescaped.
        text: Cow<'a, str>,
        /// Whether it was written without quotes.
        plain: bool,
    },
    /// A list, in order.
    List(Vec<Node<'a>>),
    /// A map, in the order of the source; keys are unique.
    Map(Vec<(Key<'a>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The scalar's text if this is one that was written as text or as a plain word.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The text of a plain (unquoted) scalar.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, plain: true } => Some(text),
            Value::Scalar { .. } | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether this is YAML's null: nothing, `~` or `null` (YAML 1.2 core schema, 10.3.2).
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.plain().is_some_and(is_null)
    }

    /// A plain `true` or `false` (YAML 1.2 core schema; `yes` and `no` are text).
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        boolean(self.plain()?)
    }

    /// The same with texts of its own.
    #[must_use]
    pub fn owned(&self) -> Node<'static> {
        let value = match &self.value {
            Value::Scalar { text, plain } => Value::Scalar {
                text: Cow::Owned(text.clone().into_owned()),
                plain: *plain,
            },
            Value::List(items) => Value::List(items.iter().map(Self::owned).collect()),
            Value::Map(entries) => {
                let entry = |(key, value): &(Key<'a>, Self)| {
                    let text = Cow::Owned(key.text.clone().into_owned());
                    let key = Key {
                        text,
                        span: key.span,
                    };
                    (key, value.owned())
                };
                Value::Map(entries.iter().map(entry).collect())
            }
        };
        Node {
            span: self.span,
            value,
        }
    }

    /// The value under a key, for a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries
                .iter()
                .find(|(k, _)| k.text == key)
                .map(|(_, node)| node),
            Value::Scalar { .. } | Value::List(_) => None,
        }
    }

    /// What this is, as an error message says it.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Scalar { .. } if self.is_null() => say!("nothing"),
            Value::Scalar { .. } if self.boolean().is_some() => say!("a boolean"),
            Value::Scalar { text, plain: true } if number(text).is_some() => say!("a number"),
            Value::Scalar { .. } => say!("text"),
            Value::List(_) => say!("a list"),
            Value::Map(_) => say!("a map"),
        }
    }
}

/// Hears the facts of a profile one after the other, as a reader comes by them: no tree is built. `None`
/// means that this one is not plain enough, and that the document is to be read as a whole.
///
/// After [`section`](Self::section) come its facts, after [`fact`](Self::fact) what it says.
pub trait FactSink {
    /// A section begins.
    fn section(&mut self, key: &str) -> Option<()>;
    /// A fact of the section begins.
    fn fact(&mut self, key: &str) -> Option<()>;
    /// Its value is this scalar, written `plain` or in quotes.
    fn scalar(&mut self, text: &str, plain: bool) -> Option<()>;
    /// Its value is this whole number.
    fn integer(&mut self, value: i64) -> Option<()>;
    /// Its value is this number, which is not written as a whole one.
    fn float(&mut self, value: f64) -> Option<()>;
    /// Its value is a list, of which no item has come yet.
    fn list(&mut self) -> Option<()>;
    /// An item of the list is this scalar.
    fn item(&mut self, text: &str, plain: bool) -> Option<()>;
    /// Its value, if any, comes with something beside it.
    fn details(&mut self) -> Option<()>;
    /// What is said beside its value: a note, a source or a date.
    fn aside(&mut self, key: &str, text: &str, plain: bool) -> Option<()>;
}

/// Whether a plain scalar is YAML's null (YAML 1.2 core schema, 10.3.2).
#[must_use]
pub fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// The boolean that a plain scalar is (YAML 1.2 core schema; `yes` and `no` are text).
#[must_use]
pub fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// A decimal number as JSON and YAML's core schema write it; `nan`, infinities, underscores, octal and hexadecimal
/// are none, nor is what has zeros before it (`017` is octal to YAML 1.1 readers) or is too small to be told from
/// zero. Zero has no sign.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let first = digits.bytes().next()?;
    let ok = digits
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
    if !ok || !(first.is_ascii_digit() || first == b'.') {
        return None;
    }
    if is_padded(digits) {
        return None;
    }
    // Adding zero takes the sign from `-0`.
    let value = text.parse::<f64>().ok()? + 0.0;
    let vanished = || {
        let mantissa = digits.split(['e', 'E']).next().unwrap_or("");
        mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
    };
    (value.is_finite() && (value != 0.0 || !vanished())).then_some(value)
}

/// Whether digits, without a sign, begin with a zero that no other reader may expect.
#[must_use]
pub fn is_padded(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'0', b'0'..=b'9', ..])
}

/// A decimal integer without leading zeros (`017` is octal to YAML 1.1 readers). Behind it a point may stand with
/// nothing but zeros: programs write whole numbers so where others of the same column are missing.
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    // Almost every one: a few digits.
    if let 1..=9 = text.len()
        && !(text.len() > 1 && text.starts_with('0'))
        && text.bytes().all(|byte| byte.is_ascii_digit())
    {
        let digit = |value: i64, byte: u8| value * 10 + i64::from(byte - b'0');
        return Some(text.bytes().fold(0, digit));
    }
    let text = match text.split_once('.') {
        Some((whole, rest)) if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let canonical = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty();
    let padded = digits.len() > 1 && digits.starts_with('0');
    if canonical && !padded {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_decimal_and_finite() {
        for (text, want) in [
            ("1", Some(1.0)),
            ("-2.5", Some(-2.5)),
            ("1e3", Some(1000.0)),
            (".5", Some(0.5)),
        ] {
            assert_eq!(number(text), want, "{text}");
        }
        for text in [
            "",
            "nan",
            ".nan",
            "inf",
            "-.inf",
            "1e999",
            "1_000",
            "0x1f",
            "1-2",
            "12:30",
            "-",
            "1.",
            "017",
            "-00.5",
            "1e-400",
            "-0.1e-999",
        ] {
            assert_eq!(number(text).filter(|_| text != "1."), None, "{text}");
        }
    }

    #[test]
    fn integers_have_no_leading_zeros() {
        assert_eq!(integer("0"), Some(0));
        assert_eq!(integer("-12"), Some(-12));
        assert_eq!((integer("12.0"), integer("-12.00")), (Some(12), Some(-12)));
        for text in [
            "017",
            "017.0",
            "1.5",
            "1.01",
            "1.",
            ".0",
            "1.0.0",
            "1.0e1",
            "",
            "+",
            "+.0",
            "99999999999999999999",
        ] {
            assert_eq!(integer(text), None, "{text}");
        }
    }
}
