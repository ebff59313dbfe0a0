//! JSON becomes values with positions, as YAML does.

use super::syntax;
use super::yaml::{Read, all, and_duplicates, duplicates};
use crate::finding::{Code, Finding, Findings, SourceText, too_deep, too_long, too_many};
use crate::limits::{Limits, limits};
use crate::value::{Key, Node, Span, Value};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Parses the one value in a part of a text.
///
/// # Errors
/// Every duplicate key, and the first syntax error or passed limit, each with its place.
pub fn read<'a>(source: &SourceText<'a>, part: Span) -> Result<Node<'a>, Vec<Finding>> {
    all(read_on(source, part))
}

/// The same, for who tells duplicate keys together with what else is wrong.
///
/// # Errors
/// As [`read`], but for what is only a duplicate key.
pub fn read_on<'a>(source: &SourceText<'a>, part: Span) -> Read<Node<'a>> {
    let (start, end) = (part.start as usize, part.end as usize);
    let text = source.text.get(start..end).unwrap_or("");
    let mut tree = Tree {
        source,
        limits: limits(),
        nodes: 0,
        duplicates: Findings::default(),
    };
    let node = serde_json::from_str::<&RawValue>(text)
        .map_err(|error| tree.syntax(&error, text, start))
        .and_then(|raw| tree.node(raw.get(), 0));
    and_duplicates(node, tree.duplicates)
}

/// What is read of a value before what is in it: slices of the text, which tell where they stand.
struct Tree<'s, 'a> {
    source: &'s SourceText<'a>,
    limits: &'static Limits,
    nodes: usize,
    duplicates: Findings,
}

impl<'a> Tree<'_, 'a> {
    fn syntax(&self, error: &serde_json::Error, text: &str, start: usize) -> Box<Finding> {
        let line = error.line().saturating_sub(1);
        let begin = text
            .split_inclusive('\n')
            .take(line)
            .map(str::len)
            .sum::<usize>();
        let at = start + (begin + error.column().saturating_sub(1)).min(text.len());
        let message = syntax::json(error);
        let finding = Finding::error(self.source, Span::new(at, at + 1), Code::Syntax, message);
        Box::new(finding.maybe_hint(syntax::json_hint(error, text, at - start)))
    }

    /// Where a slice of the text stands in it.
    fn span(&self, slice: &str) -> Span {
        let start = slice.as_ptr().addr() - self.source.text.as_ptr().addr();
        Span::new(start, start + slice.len())
    }

    fn node(&mut self, raw: &'a str, depth: usize) -> Result<Node<'a>, Box<Finding>> {
        let span = self.span(raw);
        self.nodes += 1;
        if depth > self.limits.depth {
            return Err(too_deep(self.source, span));
        }
        if self.nodes > self.limits.values {
            return Err(too_many(self.source, span));
        }
        let value = match raw.as_bytes().first() {
            Some(b'"') => Value::Scalar {
                text: self.short(self.part::<Text<'_>>(raw)?.0, span)?,
                plain: false,
            },
            Some(b'[') => {
                let items = self.part::<Vec<&RawValue>>(raw)?;
                let nodes = items.iter().map(|item| self.node(item.get(), depth + 1));
                Value::List(nodes.collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let Entries(raw_entries) = self.part(raw)?;
                let mut entries = Vec::with_capacity(raw_entries.len());
                let mut behind = span.start as usize + 1;
                for (text, raw) in raw_entries {
                    let node = self.node(raw.get(), depth + 1)?;
                    let between = &self.source.text[behind..node.span.start as usize];
                    let quote = |at: Option<usize>| behind + at.unwrap_or(0);
                    let span = Span::new(quote(between.find('"')), quote(between.rfind('"')) + 1);
                    behind = node.span.end as usize;
                    self.nodes += 1;
                    let text = self.short(text, span)?;
                    entries.push((Key { text, span }, node));
                }
                duplicates(self.source, &entries, &mut self.duplicates);
                Value::Map(entries)
            }
            _ => Value::Scalar {
                text: self.short(Cow::Borrowed(raw), span)?,
                plain: true,
            },
        };
        Ok(Node { span, value })
    }

    /// A text that is not too long.
    fn short(&self, text: Cow<'a, str>, span: Span) -> Result<Cow<'a, str>, Box<Finding>> {
        if text.len() > self.limits.text {
            return Err(too_long(self.source, span));
        }
        Ok(text)
    }

    fn part<T: de::Deserialize<'a>>(&self, raw: &'a str) -> Result<T, Box<Finding>> {
        let start = self.span(raw).start as usize;
        serde_json::from_str(raw).map_err(|error| self.syntax(&error, raw, start))
    }
}

struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> de::Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Own;
        impl<'de> Visitor<'de> for Own {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        from.deserialize_str(Own).map(Self)
    }
}

struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> de::Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Own;
        impl<'de> Visitor<'de> for Own {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((Text(key), value)) = map.next_entry()? {
                    entries.push((key, value));
                }
                Ok(entries)
            }
        }
        from.deserialize_map(Own).map(Self)
    }
}
