//! TOML files become values with positions; the first syntax errors of a file are reported, not only one, and the rest counted.

mod newer;

use crate::finding::{Code, Finding, SourceText};
use crate::say;
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parses one TOML document.
///
/// # Errors
/// The first syntax errors, with their places, and how many more there are; also what only TOML 1.1 allows.
pub fn read<'a>(source: &SourceText<'a>) -> Result<Node<'a>, Vec<Finding>> {
    let (table, errors) = DeTable::parse_recoverable(source.text);
    if errors.is_empty() {
        let newer = newer::newer(source);
        return if newer.is_empty() {
            Ok(table_node(table))
        } else {
            Err(newer)
        };
    }
    let path = std::path::Path::new(&source.path);
    let profile = ["yaml", "yml", "json"].map(|end| path.extension().is_some_and(|own| own == end));
    if profile.contains(&true) {
        let finding = Finding::of_file(&*source.path, Code::Syntax, say!("this is no TOML file"));
        return Err(vec![
            finding.hint(say!("a rubric set is written in TOML, a profile in YAML")),
        ]);
    }
    let finding = |error: &toml::de::Error| {
        let span = error.span().unwrap_or_default();
        // The parser's message may quote raw control characters and several lines.
        let message = error
            .message()
            .lines()
            .next()
            .map_or_else(|| say!("invalid TOML"), str::to_owned);
        Finding::error(
            source,
            Span::new(span.start, span.end),
            Code::Syntax,
            message,
        )
        .hint(say!(
            "this is TOML 1.0: `key = value`, text in quotes, tables under `[name]`"
        ))
    };
    // After any other error keys may only seem to repeat: their table's head may be what is broken.
    let (duplicates, mut others): (Vec<_>, Vec<_>) = errors
        .iter()
        .partition(|error| error.message() == "duplicate key");
    if others.is_empty() {
        let root = table_node(table);
        let finding = |error: &toml::de::Error| {
            let span = error.span().unwrap_or_default();
            duplicate(source, &root, Span::new(span.start, span.end))
        };
        return Err(duplicates.into_iter().map(finding).collect());
    }
    others.sort_by_key(|error| error.span().map(|span| span.start));
    let (told, rest) = others.split_at(others.len().min(TOLD));
    let mut findings: Vec<Finding> = told.iter().copied().map(finding).collect();
    if let Some(error) = rest.first() {
        let span = error.span().unwrap_or_default();
        let message = match rest.len() {
            1 => say!("1 more syntax error from here on"),
            more => say!("{more} more syntax errors from here on", more),
        };
        let more = Finding::error(
            source,
            Span::new(span.start, span.end),
            Code::Syntax,
            message,
        );
        findings.push(more.hint(say!(
            "mend what stands above first: one slip may be behind them all"
        )));
    }
    Err(findings)
}

/// The syntax errors of one file that are told apart: behind a bracket that is not closed everything is one.
const TOLD: usize = 5;

/// A key that stands twice. Where only one earlier key has its name, that is the first.
fn duplicate(source: &SourceText<'_>, root: &Node<'_>, span: Span) -> Finding {
    let written = source.text.get(span.start as usize..span.end as usize);
    let key = written.unwrap_or_default().trim_matches(['"', '\'']);
    let mut earlier = Vec::new();
    keys(root, &mut |other| {
        if other.text == key && other.span.start < span.start {
            earlier.push(other.span);
        }
    });
    let hint = if let [first] = earlier.as_slice() {
        let first = source.place(*first);
        say!(
            "the first stands at {path}:{line}",
            path = first.path,
            line = first.line
        )
    } else {
        say!("keep one of them")
    };
    let message = say!("`{key}` stands twice in one table", key);
    Finding::error(source, span, Code::DuplicateKey, message).hint(hint)
}

fn keys(node: &Node<'_>, each: &mut impl FnMut(&Key<'_>)) {
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            each(key);
            keys(value, each);
        }),
        Value::List(items) => items.iter().for_each(|item| keys(item, each)),
        Value::Scalar { .. } => {}
    }
}

fn table_node(table: Spanned<DeTable<'_>>) -> Node<'_> {
    let span = table.span();
    let entries = table.into_inner().into_iter().map(|(key, value)| {
        let span = key.span();
        (
            Key {
                text: key.into_inner(),
                span: Span::new(span.start, span.end),
            },
            value_node(value),
        )
    });
    Node {
        span: Span::new(span.start, span.end),
        value: Value::Map(entries.collect()),
    }
}

fn value_node(value: Spanned<DeValue<'_>>) -> Node<'_> {
    let range = value.span();
    let span = Span::new(range.start, range.end);
    let scalar = |text: Cow<'_, str>, plain: bool| Value::Scalar {
        text: Cow::Owned(text.into_owned()),
        plain,
    };
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Scalar { text, plain: false },
        DeValue::Integer(integer) if integer.radix() == 10 => {
            scalar(Cow::Borrowed(integer.as_str()), true)
        }
        // A number in another base is kept as it was written: no consumer takes it for a decimal.
        DeValue::Integer(integer) => scalar(
            Cow::Owned(format!(
                "0 in base {}: {}",
                integer.radix(),
                integer.as_str()
            )),
            true,
        ),
        DeValue::Float(float) => scalar(Cow::Borrowed(float.as_str()), true),
        DeValue::Boolean(boolean) => {
            scalar(Cow::Borrowed(if boolean { "true" } else { "false" }), true)
        }
        DeValue::Datetime(datetime) => scalar(Cow::Owned(datetime.to_string()), true),
        DeValue::Array(array) => Value::List(array.into_iter().map(value_node).collect()),
        DeValue::Table(table) => return table_node(Spanned::new(range, table)),
    };
    Node { span, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_keep_their_places() {
        let text = "a = 1\n[b.c]\nd = [\"x\", true]\n[[e]]\nf = { g = 1.5 }\n";
        let source = SourceText::new("x.toml", text);
        let node = read(&source).expect("valid");
        let at =
            |node: &Node<'_>| text[node.span.start as usize..node.span.end as usize].to_owned();
        assert_eq!(node.get("a").map(at).as_deref(), Some("1"));
        let list = node
            .get("b")
            .and_then(|b| b.get("c"))
            .and_then(|c| c.get("d"))
            .expect("it is there");
        assert_eq!(at(list), "[\"x\", true]");
        let Value::List(items) = &node.get("e").expect("it is there").value else {
            panic!("a list")
        };
        assert_eq!(
            items[0]
                .get("f")
                .and_then(|f| f.get("g"))
                .and_then(Node::plain),
            Some("1.5")
        );
    }

    #[test]
    fn every_syntax_error_is_reported() {
        let source = SourceText::new("x.toml", "a = \nb = 1\nc = [1,\nd == 2\n");
        let findings = read(&source).expect_err("invalid");
        assert!(findings.len() >= 2, "{findings:?}");
        assert!(findings.iter().all(|finding| finding.place.is_some()));
    }
}
