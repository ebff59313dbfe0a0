//! JSON becomes values with positions, as YAML does; or, where it is plain, facts straight away.

use super::yaml::{MAX_DEPTH, MAX_NODES, duplicates};
use crate::finding::{Code, Finding, SourceText};
use crate::say;
use crate::value::{FactSink, Key, Node, Span, Value};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Parses the one value in a part of a text.
///
/// # Errors
/// Every duplicate key, and the first syntax error or passed limit, each with its place.
pub fn read<'a>(source: &SourceText<'a>, part: Span) -> Result<Node<'a>, Vec<Finding>> {
    let (start, end) = (part.start as usize, part.end as usize);
    let text = source.text.get(start..end).unwrap_or("");
    let mut tree = Tree {
        source,
        nodes: 0,
        duplicates: Vec::new(),
    };
    let node = serde_json::from_str::<&RawValue>(text)
        .map_err(|error| tree.syntax(&error, text, start))
        .and_then(|raw| tree.node(raw.get(), 0));
    let mut findings = tree.duplicates;
    match node {
        Ok(node) if findings.is_empty() => Ok(node),
        Ok(_) => Err(findings),
        Err(finding) => {
            findings.push(*finding);
            Err(findings)
        }
    }
}

/// What is read of a value before what is in it: slices of the text, which tell where they stand.
struct Tree<'s, 'a> {
    source: &'s SourceText<'a>,
    nodes: usize,
    duplicates: Vec<Finding>,
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
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        let finding = Finding::error(self.source, Span::new(at, at + 1), Code::Syntax, message);
        Box::new(finding.maybe_hint(hint(text, at - start)))
    }

    /// Where a slice of the text stands in it.
    fn span(&self, slice: &str) -> Span {
        let start = slice.as_ptr().addr() - self.source.text.as_ptr().addr();
        Span::new(start, start + slice.len())
    }

    fn node(&mut self, raw: &'a str, depth: usize) -> Result<Node<'a>, Box<Finding>> {
        let span = self.span(raw);
        self.nodes += 1;
        if self.nodes > MAX_NODES || depth > MAX_DEPTH {
            let message = if depth > MAX_DEPTH {
                say!(
                    "nested deeper than {max_depth} levels",
                    max_depth = MAX_DEPTH
                )
            } else {
                say!("more than {max_nodes} values", max_nodes = MAX_NODES)
            };
            let finding = Finding::error(self.source, span, Code::TooLarge, message);
            return Err(Box::new(finding));
        }
        let value = match raw.as_bytes().first() {
            Some(b'"') => Value::Scalar {
                text: self.part::<Text<'_>>(raw)?.0,
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
                    entries.push((Key { text, span }, node));
                }
                duplicates(self.source, &entries, &mut self.duplicates);
                Value::Map(entries)
            }
            _ => Value::Scalar {
                text: Cow::Borrowed(raw),
                plain: true,
            },
        };
        Ok(Node { span, value })
    }

    fn part<T: de::Deserialize<'a>>(&self, raw: &'a str) -> Result<T, Box<Finding>> {
        let start = self.span(raw).start as usize;
        serde_json::from_str(raw).map_err(|error| self.syntax(&error, raw, start))
    }
}

/// What to do about the mistakes that people make most.
fn hint(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let before = before.trim_end();
    let rest = rest.trim_start();
    let hint = if rest.starts_with(['}', ']']) && before.ends_with(',') || before.ends_with([',']) {
        say!("leave out the comma before a closing bracket")
    } else if rest.starts_with('\'') {
        say!("JSON has only double quotes")
    } else if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
        say!("JSON has no comments; as YAML the file could have some")
    } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        say!("put text into double quotes")
    } else if rest.is_empty() {
        say!("the text may be cut off, or a bracket or a quote is not closed")
    } else if before.ends_with(['"', '}', ']', 'e', 'l'])
        || before.ends_with(|c: char| c.is_ascii_digit())
    {
        say!("a comma, a colon or a closing bracket belongs here")
    } else {
        say!(
            "JSON has double quotes around text, `\\` only before a few signs, and commas between values"
        )
    };
    Some(hint)
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

/// Tells a sink the facts of one document; `None` where it is not plain enough, whatever the reason is.
pub fn tell(text: &str, sink: &mut impl FactSink) -> Option<()> {
    let mut from = serde_json::Deserializer::from_str(text);
    Document(sink).deserialize(&mut from).ok()?;
    from.end().ok()
}

/// A visitor's error: the document is read as a whole then, and nobody sees this one.
fn not_plain<E: de::Error>() -> E {
    E::custom("")
}

fn heard<E: de::Error>(heard: Option<()>) -> Result<(), E> {
    heard.ok_or_else(not_plain)
}

macro_rules! seed {
    ($name:ident, $($visits:tt)*) => {
        struct $name<'s, S>(&'s mut S);

        impl<'de, S: FactSink> DeserializeSeed<'de> for $name<'_, S> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
                from.deserialize_any(self)
            }
        }

        impl<'de, S: FactSink> Visitor<'de> for $name<'_, S> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a profile")
            }

            $($visits)*
        }
    };
}

seed! {
    Document,
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key_seed(SectionKey(self.0))?.is_some() {
            map.next_value_seed(Section(self.0))?;
        }
        Ok(())
    }
}

seed! {
    SectionKey,
    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        heard(self.0.section(key))
    }
}

seed! {
    Section,
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key_seed(FactKey(self.0))?.is_some() {
            map.next_value_seed(FactValue(self.0))?;
        }
        Ok(())
    }
}

seed! {
    FactKey,
    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        heard(self.0.fact(key))
    }
}

seed! {
    FactValue,
    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        heard(self.0.scalar(text, false))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        heard(self.0.scalar(if value { "true" } else { "false" }, true))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        heard(i64::try_from(value).ok().and_then(|value| self.0.integer(value)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        heard(self.0.integer(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        heard(self.0.float(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        heard(self.0.scalar("null", true))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        heard(self.0.list())?;
        while items.next_element_seed(Item(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        heard(self.0.details())?;
        let mut seen = 0;
        while let Some(part) = map.next_key_seed(PartKey)? {
            if seen & part.bit() != 0 {
                return Err(not_plain());
            }
            seen |= part.bit();
            match part {
                Part::Value => map.next_value_seed(FlatValue(self.0))?,
                Part::Aside(key) => map.next_value_seed(Aside(self.0, key))?,
            }
        }
        Ok(())
    }
}

seed! {
    Item,
    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        heard(self.0.item(text, false))
    }
}

seed! {
    FlatValue,
    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        FactValue(self.0).visit_str(text)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        FactValue(self.0).visit_bool(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        FactValue(self.0).visit_u64(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        FactValue(self.0).visit_i64(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        FactValue(self.0).visit_f64(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        FactValue(self.0).visit_seq(items)
    }
}

/// A key of `{ value: …, note: … }`.
pub(super) enum Part {
    Value,
    Aside(&'static str),
}

impl Part {
    /// The part that a key names; none for half-knowledge and what is unknown.
    pub(super) fn named(key: &str) -> Option<Self> {
        if key == "value" {
            return Some(Self::Value);
        }
        let asides = ["note", "source", "as_of"];
        asides
            .into_iter()
            .find(|aside| *aside == key)
            .map(Self::Aside)
    }

    /// A bit of its own, to notice what stands twice.
    pub(super) fn bit(&self) -> u8 {
        match self {
            Self::Value => 1,
            Self::Aside("note") => 2,
            Self::Aside("source") => 4,
            Self::Aside(_) => 8,
        }
    }
}

struct PartKey;

impl<'de> DeserializeSeed<'de> for PartKey {
    type Value = Part;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Part, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for PartKey {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Part, E> {
        Part::named(key).ok_or_else(not_plain)
    }
}

struct Aside<'s, S>(&'s mut S, &'static str);

impl<'de, S: FactSink> DeserializeSeed<'de> for Aside<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, S: FactSink> Visitor<'de> for Aside<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        heard(self.0.aside(self.1, text, false))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        heard(self.0.aside(self.1, "", true))
    }
}
