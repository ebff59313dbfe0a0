//! YAML (and so JSON) documents become values with positions, from the parser's events.
//!
//! Serde-based readers lose what profiles need: the position of valid values, duplicate keys, and a
//! bounded time on hostile nesting.

use super::syntax;
use crate::finding::{Code, Finding, Findings, SourceText, short, too_deep, too_long, too_many};
use crate::limits::{Limits, limits};
use crate::say;
use crate::value::{Key, Node, Span, Value};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle};
use std::borrow::Cow;
use std::collections::HashSet;

/// Parses every document of a text. A document that is null (an empty file, `---` alone) is kept.
///
/// # Errors
/// Every duplicate key, and the first syntax error, tag or passed limit, each with its place.
pub fn read<'a>(source: &SourceText<'a>) -> Result<Vec<Node<'a>>, Vec<Finding>> {
    all(read_from(source, 0))
}

/// The same, for who tells duplicate keys together with what else is wrong: documents in which they are, and
/// those findings.
///
/// # Errors
/// As [`read`], but for what is only a duplicate key.
pub fn read_on<'a>(source: &SourceText<'a>) -> Read<Vec<Node<'a>>> {
    read_from(source, 0)
}

/// What was read and the duplicate keys in it, or what is wrong.
pub type Read<T> = Result<(T, Findings), Vec<Finding>>;

/// What was read, where no key stands twice.
///
/// # Errors
/// Each key that does, and what was wrong before.
pub fn all<T>(read: Read<T>) -> Result<T, Vec<Finding>> {
    let (value, duplicates) = read?;
    if duplicates.is_empty() {
        Ok(value)
    } else {
        Err(duplicates.finish())
    }
}

/// Parses the one value that a text holds from a byte on, with its place in the whole text. Where
/// nothing is written it is null.
///
/// # Errors
/// As [`read`], and where more than one document is there.
pub fn read_value<'a>(source: &SourceText<'a>, from: usize) -> Result<Node<'a>, Vec<Finding>> {
    let mut documents = all(read_from(source, from))?.into_iter();
    let nothing = || Node {
        span: Span::new(from, source.text.len()),
        value: Value::Scalar {
            text: Cow::Borrowed(""),
            plain: true,
        },
    };
    let value = documents.next().unwrap_or_else(nothing);
    match documents.next() {
        None => Ok(value),
        Some(second) => {
            let message = say!("a second value begins here");
            let finding = Finding::error(source, second.span, Code::ManyDocuments, message);
            Err(vec![finding.hint(say!("write one value"))])
        }
    }
}

fn read_from<'a>(source: &SourceText<'a>, from: usize) -> Read<Vec<Node<'a>>> {
    let limits = limits();
    let options = granit_parser::options! {
        emit_comments: false,
        strict_indentation: true,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth
    };
    let text = source.text.get(from..).unwrap_or("");
    let parser = Parser::new_from_str_with_options(text, options);
    let mut loader = Loader {
        source,
        from,
        parser,
        anchors: Vec::new(),
        limits,
        nodes: 0,
        duplicates: Findings::default(),
    };
    let documents = loader.documents();
    and_duplicates(documents, loader.duplicates)
}

/// What was read, with the duplicate keys that were found on the way.
pub(super) fn and_duplicates<T>(
    read: Result<T, Box<Finding>>,
    mut duplicates: Findings,
) -> Read<T> {
    match read {
        Ok(value) => Ok((value, duplicates)),
        Err(finding) => {
            duplicates.push(*finding);
            Err(duplicates.finish())
        }
    }
}

type Result1<T> = Result<T, Box<Finding>>;

struct Loader<'s, 'a> {
    source: &'s SourceText<'a>,
    /// The byte of the text at which the parser begins.
    from: usize,
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    /// Finished anchored values by the parser's number; `None` while the value is still open.
    anchors: Vec<(usize, Option<Node<'a>>)>,
    limits: &'static Limits,
    nodes: usize,
    duplicates: Findings,
}

impl<'a> Loader<'_, 'a> {
    fn documents(&mut self) -> Result1<Vec<Node<'a>>> {
        let mut documents = Vec::new();
        loop {
            match self.event()? {
                (Event::DocumentStart(..), _) => {
                    // What is counted goes on: many documents of copies are no smaller than one.
                    self.anchors.clear();
                    let (event, span) = self.event()?;
                    documents.push(self.node(event, span, 0)?);
                }
                (Event::StreamEnd, _) => {
                    // A `---` at the end begins a document that nobody wrote.
                    if documents.len() > 1 {
                        documents.pop_if(|last: &mut Node<'a>| last.is_null());
                    }
                    return Ok(documents);
                }
                _ => {}
            }
        }
    }

    /// The next event, with its place in bytes: the parser's own spans are large to pass around.
    #[inline]
    fn event(&mut self) -> Result1<(Event<'a>, Span)> {
        match self.parser.next_event() {
            Some(Ok((event, at))) => {
                let start = at.start.byte_offset().unwrap_or(0);
                let end = at.end.byte_offset().unwrap_or(start);
                Ok((event, Span::new(self.from + start, self.from + end)))
            }
            Some(Err(error)) => self.syntax_error(&error),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    #[cold]
    fn syntax_error<T>(&self, error: &granit_parser::ScanError) -> Result1<T> {
        let text = self.source.text;
        let mut at = self.from + error.marker().byte_offset().unwrap_or(0);
        match error.kind() {
            ErrorKind::RecursionLimitExceeded => {
                return Err(too_deep(self.source, Span::new(at, at + 1)));
            }
            // The parser stands at the end of the line above the tab.
            ErrorKind::TabInPlainScalar => {
                at += text.get(at..).and_then(|rest| rest.find('\t')).unwrap_or(0);
            }
            _ => {}
        }
        let message = syntax::yaml(error.kind(), text, at);
        let hint = syntax::yaml_hint(error.kind(), text, at);
        let finding = Finding::error(self.source, Span::new(at, at + 1), Code::Syntax, message);
        Err(Box::new(finding.maybe_hint(hint)))
    }

    fn error<T>(&self, span: Span, code: Code, message: impl Into<String>) -> Result1<T> {
        Err(Box::new(Finding::error(self.source, span, code, message)))
    }

    /// The finished value of an anchor. The parser numbers them as they come.
    fn anchored(&self, id: usize) -> Option<&Node<'a>> {
        let place = self
            .anchors
            .binary_search_by_key(&id, |(anchor, _)| *anchor);
        self.anchors[place.ok()?].1.as_ref()
    }

    fn count(&mut self, more: usize, span: Span) -> Result1<()> {
        self.nodes = self.nodes.saturating_add(more);
        if self.nodes > self.limits.values {
            return Err(too_many(self.source, span));
        }
        Ok(())
    }

    fn length(&self, text: &str, span: Span) -> Result1<()> {
        if text.len() > self.limits.text {
            return Err(too_long(self.source, span));
        }
        Ok(())
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result1<Node<'a>> {
        self.count(1, span)?;
        if depth > self.limits.depth {
            return Err(too_deep(self.source, span));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.no_tag(tag.is_some(), span)?;
                self.length(&text, span)?;
                let plain = style == ScalarStyle::Plain;
                let node = Node {
                    span,
                    value: Value::Scalar { text, plain },
                };
                self.keep(anchor, &node);
                Ok(node)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.no_tag(tag.is_some(), span)?;
                let slot = self.open(anchor);
                let mut items = Vec::new();
                let end = loop {
                    match self.event()? {
                        (Event::SequenceEnd, end) => break end,
                        (event, at) => items.push(self.node(event, at, depth + 1)?),
                    }
                };
                self.close(slot, span, end, Value::List(items))
            }
            Event::MappingStart(_, anchor, tag) => {
                self.no_tag(tag.is_some(), span)?;
                let slot = self.open(anchor);
                let mut entries = Vec::with_capacity(4);
                let end = loop {
                    match self.event()? {
                        (Event::MappingEnd, end) => break end,
                        (event, at) => {
                            let key = self.key(event, at, depth + 1)?;
                            let (event, at) = self.event()?;
                            let value = self.node(event, at, depth + 1)?;
                            entries.push((key, value));
                        }
                    }
                };
                duplicates(self.source, &entries, &mut self.duplicates);
                self.close(slot, span, end, Value::Map(entries))
            }
            Event::Alias(id) => match self.anchored(id) {
                Some(node) => {
                    let node = Node {
                        span,
                        value: node.value.clone(),
                    };
                    let size = size(&node);
                    self.count(size, span)?;
                    Ok(node)
                }
                None => self.error(
                    span,
                    Code::AnchorOrTag,
                    say!("an alias inside the value that it names"),
                ),
            },
            _ => self.error(span, Code::Syntax, say!("expected a value")),
        }
    }

    fn key(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result1<Key<'a>> {
        // Almost every key: a word without an anchor or a tag.
        if let Event::Scalar(text, _, 0, None) = event {
            self.count(1, span)?;
            self.length(&text, span)?;
            return Ok(Key { text, span });
        }
        let node = self.node(event, span, depth)?;
        match node.value {
            Value::Scalar { text, .. } => Ok(Key {
                text,
                span: node.span,
            }),
            Value::List(_) | Value::Map(_) => self.error(
                node.span,
                Code::WrongType,
                say!("a key must be a word, not a list or a map"),
            ),
        }
    }

    fn no_tag(&self, tagged: bool, span: Span) -> Result1<()> {
        if tagged { self.tag(span) } else { Ok(()) }
    }

    #[cold]
    fn tag(&self, value: Span) -> Result1<()> {
        // The parser tells where the value is; the tag is the word before it.
        let before = self.source.text.get(..value.start as usize);
        let before = before.unwrap_or("").trim_end();
        let word = before
            .rfind(|c: char| c.is_ascii_whitespace())
            .map_or(0, |at| at + 1);
        let span = before[word..]
            .find('!')
            .map_or(value, |at| Span::new(word + at, before.len()));
        let finding = Finding::error(
            self.source,
            span,
            Code::AnchorOrTag,
            say!("a tag before a value"),
        )
        .hint(say!(
            "leave out what starts with `!`: the facts' types say what a value is"
        ));
        Err(Box::new(finding))
    }

    fn keep(&mut self, anchor: usize, node: &Node<'a>) {
        if anchor != 0 {
            self.anchors.push((anchor, Some(node.clone())));
        }
    }

    fn open(&mut self, anchor: usize) -> Option<usize> {
        (anchor != 0).then(|| {
            self.anchors.push((anchor, None));
            self.anchors.len() - 1
        })
    }

    fn close(
        &mut self,
        slot: Option<usize>,
        start: Span,
        end: Span,
        value: Value<'a>,
    ) -> Result1<Node<'a>> {
        let span = Span {
            start: start.start,
            end: end.end,
        };
        let node = Node { span, value };
        if let Some(slot) = slot {
            // The copy for later aliases counts too.
            self.count(size(&node), span)?;
            self.anchors[slot].1 = Some(node.clone());
        }
        Ok(node)
    }
}

/// Reports every key that stands twice in a map.
pub(super) fn duplicates<'a>(
    source: &SourceText<'a>,
    entries: &[(Key<'a>, Node<'a>)],
    findings: &mut Findings,
) {
    let mut report = |key: &Key<'a>| {
        let message = say!("`{key}` stands twice in this map", key = short(&key.text));
        let finding = findings.error(source, key.span, Code::DuplicateKey, message);
        finding.hint = Some(say!(
            "keep one of the two: which one counts would be a guess"
        ));
    };
    // Sections are short: comparing each pair beats hashing.
    if entries.len() <= 24 {
        for (index, (key, _)) in entries.iter().enumerate() {
            let mut earlier = entries[..index].iter();
            if earlier.any(|(earlier, _)| earlier.text == key.text) {
                report(key);
            }
        }
    } else {
        let mut seen: HashSet<&Cow<'a, str>> = HashSet::with_capacity(entries.len());
        for (key, _) in entries {
            if !seen.insert(&key.text) {
                report(key);
            }
        }
    }
}

/// A text that is copied with its value counts as several where it is long.
#[expect(clippy::ptr_arg, reason = "what is borrowed is not copied")]
fn text_size(text: &Cow<'_, str>) -> usize {
    match text {
        Cow::Borrowed(_) => 1,
        Cow::Owned(text) => 1 + text.len() / 64,
    }
}

/// How many values a copy of one makes.
fn size(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Scalar { text, .. } => text_size(text),
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Map(entries) => {
            1 + entries
                .iter()
                .map(|(key, value)| text_size(&key.text) + size(value))
                .sum::<usize>()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<Code> {
        read(&SourceText::new("x.yaml", text))
            .expect_err("refused")
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn values_keep_their_places() {
        let text = "公司:\n  名: 甲 # note\n  list: [1, 'two']\n";
        let documents = read(&SourceText::new("x.yaml", text)).expect("valid");
        let section = documents[0].get("公司").expect("it is there");
        let name = section.get("名").expect("it is there");
        assert_eq!(
            &text[name.span.start as usize..name.span.end as usize],
            "甲"
        );
        let list = section.get("list").expect("it is there");
        assert_eq!(
            &text[list.span.start as usize..list.span.end as usize],
            "[1, 'two']"
        );
    }

    #[test]
    fn duplicates_are_all_reported() {
        assert_eq!(
            codes("a: 1\nb: {c: 1, c: 2}\na: 2\n"),
            [Code::DuplicateKey, Code::DuplicateKey]
        );
        let many: String = (0..30).map(|n| format!("k{n}: 1\n")).collect();
        assert_eq!(codes(&format!("{many}k3: 2\n")), [Code::DuplicateKey]);
    }

    #[test]
    fn hostile_documents_are_refused() {
        assert_eq!(codes("a: !!int 3\n"), [Code::AnchorOrTag]);
        assert_eq!(codes("a: &x [*x]\n"), [Code::AnchorOrTag]);
        assert_eq!(codes(&"[".repeat(100_000)), [Code::TooLarge]);
        assert_eq!(codes(&"- ".repeat(100_000)), [Code::TooLarge]);
        let bomb: String = (1..9)
            .map(|n| {
                format!(
                    "a{n}: &a{n} [{}]\n",
                    vec![format!("*a{}", n - 1); 9].join(", ")
                )
            })
            .collect();
        assert_eq!(
            codes(&format!("a0: &a0 [x, x, x, x, x, x, x, x, x]\n{bomb}")),
            [Code::TooLarge]
        );
        // Many small ones, and one long text many times, come to gigabytes, too.
        let copies = format!(
            "a: &a [{}]\nb: &b [{}]\n",
            "x, ".repeat(99),
            "*a, ".repeat(99)
        );
        assert_eq!(
            codes(&format!("---\n{copies}").repeat(20)),
            [Code::TooLarge]
        );
        let long = format!("a: &a \"\\t{}\"\n", "x".repeat(30_000));
        let aliases = format!("{long}b: [{}]\n", "*a, ".repeat(5_000));
        assert_eq!(codes(&aliases), [Code::TooLarge]);
        assert_eq!(codes("a: [1\nb: 2\n"), [Code::Syntax]);
        assert_eq!(codes("? [a]\n: 1\n"), [Code::WrongType]);
    }

    #[test]
    fn a_value_behind_something_else_keeps_its_place() {
        let text = "甲.b={at_least: 5, at_most: [}";
        let source = SourceText::new("x", text);
        let error = |from| {
            let findings = read_value(&source, from).expect_err("a bracket too few");
            findings[0].place.clone().map(|place| place.column)
        };
        assert_eq!(error(6), Some(text.chars().count() - 1));
        let source = SourceText::new("x", "a=two");
        let node = read_value(&source, 2).expect("a word");
        assert_eq!((node.text(), node.span), (Some("two"), Span::new(2, 5)));
        assert!(read_value(&source, 5).expect("nothing").is_null());
    }

    #[test]
    fn documents_are_kept_apart() {
        assert_eq!(
            read(&SourceText::new("x", "a: 1\n---\nb: 2\n"))
                .expect("valid")
                .len(),
            2
        );
        assert_eq!(read(&SourceText::new("x", "")).expect("valid").len(), 0);
    }
}
