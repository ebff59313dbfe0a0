//! TOML files become values with positions; the first syntax errors of a file are reported, not only one, and the rest counted.

mod newer;

use crate::finding::{
    Code, Finding, Findings, Level, SourceText, short, too_deep, too_long, too_many,
};
use crate::limits::{Limits, bytes, limits};
use crate::say;
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;
use std::collections::HashMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// Parses one TOML document.
///
/// # Errors
/// The first syntax errors, with their places, and how many more there are; also what only TOML 1.1 allows.
pub fn read<'a>(source: &SourceText<'a>) -> Result<Node<'a>, Vec<Finding>> {
    if source.text.len() > LARGEST {
        let message = say!("larger than {limit}", limit = bytes(LARGEST));
        let finding = Finding::error(source, Span::new(0, 0), Code::TooLarge, message);
        return Err(vec![
            finding.hint(say!("a set may be cut into several files")),
        ]);
    }
    let mark = '\u{FEFF}';
    if source.text.starts_with(mark) {
        // One is taken away with the file's bytes; the parser would take another away.
        let message = say!(
            "unexpected character `{character}`",
            character = mark.escape_default()
        );
        let span = Span::new(0, mark.len_utf8());
        return Err(vec![Finding::error(source, span, Code::Syntax, message)]);
    }
    let (table, errors) = match DeTable::parse(source.text) {
        Ok(table) => (table, Vec::new()),
        Err(_) if source.text.len() <= RECOVERED => DeTable::parse_recoverable(source.text),
        // Each error takes room, and a text may have one in every byte.
        Err(error) => (Spanned::new(0..0, DeTable::new()), vec![error]),
    };
    if errors.is_empty() {
        let mut values = Values {
            source,
            findings: newer::newer(source),
        };
        let root = values.table(table);
        if !values.findings.is_empty() {
            return Err(values.findings.finish());
        }
        let mut fits = Fits {
            source,
            limits: limits(),
            values: 0,
        };
        return match fits.node(&root, 0) {
            Ok(()) => Ok(root),
            Err(finding) => Err(vec![*finding]),
        };
    }
    // After any other error keys may only seem to repeat: their table's head may be what is broken.
    let (duplicates, others): (Vec<_>, Vec<_>) = errors
        .into_iter()
        .partition(|error| error.message() == "duplicate key");
    Err(if others.is_empty() {
        duplicate_keys(source, table, &duplicates)
    } else {
        syntax_errors(source, others)
    })
}

/// Each key that stands twice in a table, as the parser noticed.
fn duplicate_keys<'a>(
    source: &SourceText<'a>,
    table: Spanned<DeTable<'a>>,
    errors: &[Error],
) -> Vec<Finding> {
    let root = Values {
        source,
        findings: Findings::default(),
    }
    .table(table);
    let mut places: HashMap<&str, Vec<Span>> = HashMap::new();
    keys(&root, &mut |key| {
        places.entry(&key.text).or_default().push(key.span);
    });
    let mut findings = Findings::default();
    for error in errors {
        if findings.is_full(Level::Error) {
            findings.count(Code::DuplicateKey, Level::Error);
            continue;
        }
        let span = error.span().unwrap_or_default();
        findings.push(duplicate(source, &places, Span::new(span.start, span.end)));
    }
    findings.finish()
}

/// The first syntax errors, and how many more there are.
fn syntax_errors(source: &SourceText<'_>, mut errors: Vec<Error>) -> Vec<Finding> {
    let ending = std::path::Path::new(&source.path).extension();
    if ending.is_some_and(|end| end == "yaml" || end == "yml" || end == "json") {
        let finding = Finding::of_file(&*source.path, Code::Syntax, say!("this is no TOML file"));
        return vec![finding.hint(say!("a rubric set is written in TOML, a profile in YAML"))];
    }
    let finding = |error: &Error| {
        if error.message().contains("recurs") {
            return parser_limit(source, error.span());
        }
        // The parser's message may quote raw control characters and several lines.
        let message = error.message().lines().next();
        let message = message.map_or_else(|| say!("invalid TOML"), str::to_owned);
        syntax_error(source, error, message).hint(say!(
            "this is TOML 1.0: `key = value`, text in quotes, tables under `[name]`"
        ))
    };
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    let (told, rest) = errors.split_at(errors.len().min(TOLD));
    let mut findings: Vec<Finding> = told.iter().map(finding).collect();
    if let Some(error) = rest.first() {
        let message = match rest.len() {
            1 => say!("1 more syntax error from here on"),
            more => say!("{more} more syntax errors from here on", more),
        };
        findings.push(syntax_error(source, error, message).hint(say!(
            "mend what stands above first: one slip may be behind them all"
        )));
    }
    findings
}

fn syntax_error(source: &SourceText<'_>, error: &Error, message: String) -> Finding {
    let span = error.span().unwrap_or_default();
    Finding::error(
        source,
        Span::new(span.start, span.end),
        Code::Syntax,
        message,
    )
}

/// The syntax errors of one file that are told apart: behind a bracket that is not closed everything is one.
const TOLD: usize = 5;

/// The largest file, in bytes: the parser builds up to eighty times as much before a value can be counted.
pub const LARGEST: usize = 4 << 20;

/// Up to so many bytes a broken file is read on behind its first error.
const RECOVERED: usize = 1 << 20;

/// Says that the parser itself went no deeper. Of keys with too many dots it does not say where they stand.
fn parser_limit(source: &SourceText<'_>, span: Option<std::ops::Range<usize>>) -> Finding {
    let dotted = || {
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            if line.bytes().filter(|byte| *byte == b'.').count() > 64 {
                return Some(start..start + line.trim_end().len());
            }
            start += line.len();
        }
        None
    };
    let span = span.or_else(dotted).unwrap_or_default();
    let message = say!("tables or lists are nested too deep");
    let span = Span::new(span.start, span.end);
    Finding::error(source, span, Code::TooLarge, message)
}

/// Holds what was read to the limits.
struct Fits<'s, 'a> {
    source: &'s SourceText<'a>,
    limits: &'static Limits,
    values: usize,
}

impl Fits<'_, '_> {
    fn node(&mut self, node: &Node<'_>, depth: usize) -> Result<(), Box<Finding>> {
        if depth > self.limits.depth {
            return Err(too_deep(self.source, node.span));
        }
        self.values += 1;
        if self.values > self.limits.values {
            return Err(too_many(self.source, node.span));
        }
        match &node.value {
            Value::Scalar { text, .. } => self.length(text, node.span),
            Value::List(items) => {
                let mut items = items.iter();
                items.try_for_each(|item| self.node(item, depth + 1))
            }
            Value::Map(entries) => {
                let mut values = entries.iter();
                values.try_for_each(|(key, value)| {
                    self.values += 1;
                    self.length(&key.text, key.span)?;
                    self.node(value, depth + 1)
                })
            }
        }
    }

    fn length(&self, text: &str, span: Span) -> Result<(), Box<Finding>> {
        if text.len() > self.limits.text {
            return Err(too_long(self.source, span));
        }
        Ok(())
    }
}

/// A key that stands twice. Where only one earlier key has its name, that is the first.
fn duplicate(source: &SourceText<'_>, places: &HashMap<&str, Vec<Span>>, span: Span) -> Finding {
    let written = source.text.get(span.start as usize..span.end as usize);
    let key = written.unwrap_or_default().trim_matches(['"', '\'']);
    let all = places.get(key).map_or(&[][..], Vec::as_slice);
    let earlier = all.iter().filter(|other| other.start < span.start).take(2);
    let earlier: Vec<Span> = earlier.copied().collect();
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

fn keys<'n, 'a>(node: &'n Node<'a>, each: &mut impl FnMut(&'n Key<'a>)) {
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            each(key);
            keys(value, each);
        }),
        Value::List(items) => items.iter().for_each(|item| keys(item, each)),
        Value::Scalar { .. } => {}
    }
}

/// Makes values of what the parser gives; numbers are only looked at here.
struct Values<'s, 'a> {
    source: &'s SourceText<'a>,
    findings: Findings,
}

impl<'a> Values<'_, 'a> {
    fn table(&mut self, table: Spanned<DeTable<'a>>) -> Node<'a> {
        let span = table.span();
        let entries = table.into_inner().into_iter().map(|(key, value)| {
            let span = key.span();
            let key = Key {
                text: key.into_inner(),
                span: Span::new(span.start, span.end),
            };
            (key, self.value(value))
        });
        Node {
            value: Value::Map(entries.collect()),
            span: Span::new(span.start, span.end),
        }
    }

    fn value(&mut self, value: Spanned<DeValue<'a>>) -> Node<'a> {
        let range = value.span();
        let span = Span::new(range.start, range.end);
        let scalar = |text: Cow<'_, str>, plain: bool| Value::Scalar {
            text: Cow::Owned(text.into_owned()),
            plain,
        };
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Scalar { text, plain: false },
            DeValue::Integer(integer) => {
                let (digits, radix) = (integer.as_str(), integer.radix());
                let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
                self.number(span, unsigned, |c| c.is_digit(radix));
                if radix == 10 {
                    scalar(Cow::Borrowed(digits), true)
                } else {
                    // A number in another base is kept as it was written: no consumer takes it for a decimal.
                    let text = format!("0 in base {radix}: {digits}");
                    scalar(Cow::Owned(text), true)
                }
            }
            DeValue::Float(float) => {
                let text = float.as_str();
                self.number(span, text, |c| c.is_ascii());
                scalar(Cow::Borrowed(text), true)
            }
            DeValue::Boolean(boolean) => {
                scalar(Cow::Borrowed(if boolean { "true" } else { "false" }), true)
            }
            DeValue::Datetime(datetime) => scalar(Cow::Owned(datetime.to_string()), true),
            DeValue::Array(array) => {
                Value::List(array.into_iter().map(|item| self.value(item)).collect())
            }
            DeValue::Table(table) => return self.table(Spanned::new(range, table)),
        };
        Node { span, value }
    }

    /// Refuses what the parser takes for a number and is none: `0x`, digits of other scripts.
    fn number(&mut self, span: Span, digits: &str, is_digit: impl Fn(char) -> bool) {
        if !digits.is_empty() && digits.chars().all(is_digit) {
            return;
        }
        let written = self.source.text.get(span.start as usize..span.end as usize);
        let message = say!(
            "`{written}` is no number",
            written = short(written.unwrap_or(""))
        );
        let finding = self
            .findings
            .error(self.source, span, Code::Syntax, message);
        finding.hint = Some(say!("write only the number, in decimal digits"));
    }
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
    fn what_only_looks_like_a_number_is_refused() {
        for (text, marked) in [
            ("a = 0x", "0x"),
            ("a = [1, 0b]", "0b"),
            ("[a]\nb = { c = 1_0\u{660} }", "1_0\u{660}"),
            ("\u{FEFF}a = 1", "\u{FEFF}"),
        ] {
            let findings = read(&SourceText::new("x.toml", text)).expect_err("invalid");
            let place = findings[0].place.as_ref().expect("a place");
            assert_eq!(&place.excerpt[place.caret.clone()], marked, "{text}");
            assert_eq!(findings.len(), 1);
        }
        for text in [
            "a = 0xFf_0",
            "a = -0",
            "a = +1_0",
            "a = 1e400",
            "a = -inf",
            "a = 1_0.5",
        ] {
            assert!(read(&SourceText::new("x.toml", text)).is_ok(), "{text}");
        }
    }

    #[test]
    fn of_many_duplicates_the_first_are_told_and_the_rest_counted() {
        let keys: String = (0..40_000)
            .map(|key| format!("a{} = 1\n", key % 20_000))
            .collect();
        let findings = read(&SourceText::new("x.toml", &keys)).expect_err("invalid");
        assert_eq!(findings.len(), limits().findings + 1);
        assert!(
            findings[limits().findings].message.contains("19900"),
            "{findings:?}"
        );
        let hint = findings[7].hint.as_deref();
        assert_eq!(hint, Some("the first stands at x.toml:8"));
    }

    #[test]
    fn every_syntax_error_is_reported() {
        let source = SourceText::new("x.toml", "a = \nb = 1\nc = [1,\nd == 2\n");
        let findings = read(&source).expect_err("invalid");
        assert!(findings.len() >= 2, "{findings:?}");
        assert!(findings.iter().all(|finding| finding.place.is_some()));
    }
}
