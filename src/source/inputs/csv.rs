//! Tables: a header that names a column for each fact, and a row for each profile.

use super::{CHUNK, Chunk, Form, Line, MAX_DOCUMENT, Split, Stream, read_line, too_large};
use crate::finding::{Code, Finding, SourceText};
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// The columns of a table.
#[derive(Clone, Debug)]
pub struct Header {
    /// The text of the header's record.
    pub text: String,
    /// What the columns are called, and where that stands in the text.
    pub names: Vec<(String, Span)>,
    /// What stands between fields.
    pub delimiter: u8,
}

/// The rows of a table.
pub(super) struct Rows {
    path: Arc<str>,
    stream: Stream,
    header: Arc<Header>,
    line: usize,
    index: usize,
    pending: Option<Box<Finding>>,
}

impl Rows {
    /// Reads the header.
    pub(super) fn new(path: Arc<str>, mut stream: Stream) -> Result<Self, Box<Finding>> {
        let mut bytes = Vec::new();
        let mut lines = 0;
        loop {
            match read_record((&path, &mut stream), &mut bytes, &mut lines, None)? {
                Line::Whole if bytes.trim_ascii().is_empty() => {}
                Line::Whole | Line::End => break,
                Line::TooLong => return Err(too_large(&path, 1, 0)),
            }
        }
        let text = String::from_utf8(bytes)
            .or_else(|error| files_decode(&path, error.into_bytes()))?;
        let source = SourceText::new(&*path, &text);
        if text.trim().is_empty() {
            let finding = Finding::error(&source, Span::new(0, 0), Code::EmptyDocument, "this table is empty");
            let hint = "the first line names the facts, such as `company.name,company.headcount`";
            return Err(Box::new(finding.hint(hint)));
        }
        let header = Header::read(text);
        Ok(Self {
            path,
            stream,
            header: Arc::new(header),
            line: lines + 1,
            index: 0,
            pending: None,
        })
    }

    fn gather(&mut self, bytes: &mut Vec<u8>) -> Result<(), Box<Finding>> {
        while bytes.len() < CHUNK {
            let start = bytes.len();
            let delimiter = Some(self.header.delimiter);
            let mut lines = 0;
            let read = read_record((&self.path, &mut self.stream), bytes, &mut lines, delimiter);
            match read {
                Ok(Line::Whole) => {
                    self.line += lines;
                    self.index += usize::from(!is_blank(&bytes[start..]));
                }
                Ok(Line::End) => break,
                Ok(Line::TooLong) => {
                    bytes.truncate(start);
                    return Err(too_large(&self.path, self.line, self.index));
                }
                Err(finding) => {
                    bytes.truncate(start);
                    return Err(finding);
                }
            }
        }
        Ok(())
    }
}

fn files_decode(path: &str, bytes: Vec<u8>) -> Result<String, Box<Finding>> {
    crate::source::files::decode(path, bytes).map(|file| file.text)
}

/// Whether a line holds no field.
fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Reads one record with the line breaks that its quotes keep; without a delimiter any of the usual ones.
fn read_record(
    (path, stream): (&Arc<str>, &mut Stream),
    bytes: &mut Vec<u8>,
    lines: &mut usize,
    delimiter: Option<u8>,
) -> Result<Line, Box<Finding>> {
    let start = bytes.len();
    let mut quoted = false;
    let mut from = start;
    loop {
        let room = (MAX_DOCUMENT + start).saturating_sub(bytes.len()) + 1;
        match read_line((path, stream), bytes, room)? {
            Line::Whole => *lines += 1,
            Line::End if bytes.len() > start => return Ok(Line::Whole),
            line => return Ok(line),
        }
        quoted = open_quote(&bytes[from..], quoted, delimiter);
        from = bytes.len();
        if !quoted {
            return Ok(Line::Whole);
        }
    }
}

/// Whether a quoted field is still open at the end of a line.
fn open_quote(line: &[u8], mut quoted: bool, delimiter: Option<u8>) -> bool {
    if memchr::memchr(b'"', line).is_none() {
        return quoted;
    }
    let separates = |byte: u8| match delimiter {
        Some(delimiter) => byte == delimiter,
        None => matches!(byte, b',' | b';' | b'\t'),
    };
    let mut at_start = true;
    let mut bytes = line.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if quoted {
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                quoted = false;
            }
        } else if byte == b'"' && at_start {
            quoted = true;
            at_start = false;
        } else {
            at_start = separates(byte);
        }
    }
    quoted
}

impl Split for Rows {
    fn next_chunk(&mut self) -> Result<Option<Chunk>, Box<Finding>> {
        if let Some(finding) = self.pending.take() {
            return Err(finding);
        }
        let (line, index) = (self.line, self.index);
        let mut bytes = Vec::with_capacity(CHUNK + CHUNK / 4);
        let gathered = self.gather(&mut bytes);
        if bytes.is_empty() {
            return gathered.map(|()| None);
        }
        self.pending = gathered.err();
        Ok(Some(Chunk {
            form: Form::Csv,
            bytes,
            line,
            index,
            values: Vec::new(),
            header: Some(self.header.clone()),
        }))
    }
}

impl Header {
    fn read(text: String) -> Self {
        let line = text.trim_end_matches(['\n', '\r']);
        // Fact ids hold none of them: what stands there most often stands between columns.
        let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
        let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&sign| count(sign));
        let delimiter = delimiter.unwrap_or(b',');
        let names = fields(line, 0, delimiter)
            .map(|(name, span)| (name.trim().to_owned(), span))
            .collect();
        Self {
            names,
            delimiter,
            text,
        }
    }
}

/// The fields of a record, with their places in a text of which it begins at `start`.
pub fn fields(record: &str, start: usize, delimiter: u8) -> impl Iterator<Item = (Cow<'_, str>, Span)> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let begin = at?;
        let rest = &record[begin..];
        let bytes = rest.as_bytes();
        let (length, text) = if bytes.first() == Some(&b'"') {
            let mut end = 1;
            while end < bytes.len() && (bytes[end] != b'"' || bytes.get(end + 1) == Some(&b'"')) {
                end += if bytes[end] == b'"' { 2 } else { 1 };
            }
            let inside = &rest[1..end.min(rest.len())];
            let behind = (end + 1).min(rest.len());
            let length = memchr::memchr(delimiter, &bytes[behind..]).map_or(rest.len(), |more| behind + more);
            // What follows the closing quote belongs to the field, as the reader has it.
            let tail = &rest[behind..length];
            let text = if inside.contains('"') || !tail.is_empty() {
                Cow::Owned(inside.replace("\"\"", "\"") + tail)
            } else {
                Cow::Borrowed(inside)
            };
            (length, text)
        } else {
            let length = memchr::memchr(delimiter, bytes).unwrap_or(rest.len());
            (length, Cow::Borrowed(&rest[..length]))
        };
        let span = Span::new(start + begin, start + begin + length);
        at = (begin + length < record.len()).then_some(begin + length + 1);
        Some((text, span))
    })
}

/// The records of a text: their bytes without the line break, blank lines left out.
pub(super) fn records(text: &[u8], delimiter: u8) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let begin = at;
            let mut quoted = false;
            loop {
                let line = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end + 1);
                quoted = open_quote(&text[at..line], quoted, Some(delimiter));
                at = line;
                if !quoted || at == text.len() {
                    break;
                }
            }
            let breaks = text[begin..at].iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r'));
            let length = at - begin - breaks.count();
            if length > 0 {
                return Some(Span::new(begin, begin + length));
            }
        }
        None
    })
}

/// What a column says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// A fact, as section and key; the values of a set stand between semicolons.
    Fact {
        /// The section.
        section: String,
        /// The key.
        key: String,
        /// Whether it is a set.
        set: bool,
    },
    /// Nothing that counts.
    Ignored,
}

/// A record as the profile that it states: sections with facts, empty fields unknown.
///
/// # Errors
/// Where a field that begins with a bracket is not well-formed.
pub fn profile<'a>(
    source: &SourceText<'a>,
    cells: impl Iterator<Item = (Cow<'a, str>, Span)>,
    columns: &[Column],
) -> Result<Node<'a>, Vec<Finding>> {
    let mut sections: Vec<(Key<'a>, Vec<(Key<'a>, Node<'a>)>)> = Vec::new();
    let mut findings = Vec::new();
    for ((text, span), column) in cells.zip(columns) {
        let Column::Fact { section, key, set } = column else {
            continue;
        };
        let node = match field(source, text, span, *set) {
            Ok(Some(node)) => node,
            Ok(None) => continue,
            Err(errors) => {
                findings.extend(errors);
                continue;
            }
        };
        let named = |text: &str| Key {
            text: Cow::Owned(text.to_owned()),
            span,
        };
        let place = sections.iter().position(|(name, _)| *name.text == **section);
        let place = place.unwrap_or_else(|| {
            sections.push((named(section), Vec::new()));
            sections.len() - 1
        });
        sections[place].1.push((named(key), node));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let whole = Span::new(0, source.text.len());
    let section = |(key, facts): (Key<'a>, Vec<_>)| {
        let value = Value::Map(facts);
        (
            key.clone(),
            Node {
                span: key.span,
                value,
            },
        )
    };
    let value = Value::Map(sections.into_iter().map(section).collect());
    Ok(Node { span: whole, value })
}

fn field<'a>(
    source: &SourceText<'a>,
    text: Cow<'a, str>,
    span: Span,
    set: bool,
) -> Result<Option<Node<'a>>, Vec<Finding>> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    if trimmed.starts_with('{') || set && trimmed.starts_with('[') {
        // Half-knowledge and what stands beside a value is written as in YAML.
        let own = SourceText::new(source.path.clone(), trimmed);
        return match crate::source::yaml::read_value(&own, 0) {
            Ok(node) => Ok(Some(all_at(node.owned(), span))),
            Err(errors) => Err(errors
                .into_iter()
                .map(|error| {
                    let finding = Finding::error(source, span, error.code, error.message);
                    finding.maybe_hint(error.hint)
                })
                .collect()),
        };
    }
    let scalar = |text: Cow<'a, str>| Node {
        span,
        value: Value::Scalar { text, plain: true },
    };
    let node = scalar(Cow::Owned(trimmed.to_owned()));
    if !set || node.is_null() || matches!(trimmed, "unknown" | "n/a") {
        return Ok(Some(node));
    }
    let items = trimmed.split(';').map(str::trim).filter(|item| !item.is_empty());
    let value = Value::List(items.map(|item| scalar(Cow::Owned(item.to_owned()))).collect());
    Ok(Some(Node { span, value }))
}

/// A value of a field: its parts stand where the field stands.
fn all_at(node: Node<'static>, span: Span) -> Node<'static> {
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| all_at(item, span)).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (Key { span, ..key }, all_at(value, span)))
                .collect(),
        ),
        scalar @ Value::Scalar { .. } => scalar,
    };
    Node { span, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_what_the_reader_makes_of_them() {
        for record in [
            "a,b,c",
            "a,\"b,\"\"x\"\"\",c",
            "\"\",,",
            "\"a\nb\",2",
            "a\"b,\"c\"d,",
            "甲,\"乙\"",
            "\"open",
        ] {
            let mut reader = ::csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(record.as_bytes());
            let mut read = ::csv::StringRecord::new();
            assert!(reader.read_record(&mut read).expect("text"));
            let own: Vec<Cow<'_, str>> = fields(record, 0, b',').map(|(text, _)| text).collect();
            assert_eq!(own, read.iter().collect::<Vec<_>>(), "{record:?}");
        }
    }

    #[test]
    fn records_keep_the_line_breaks_in_quotes() {
        let text = "a,b\r\n\n\"x\ny\",\"z\"\n5\" pipe,q\nend";
        let found: Vec<&str> = records(text.as_bytes(), b',')
            .map(|span| &text[span.start as usize..span.end as usize])
            .collect();
        assert_eq!(found, ["a,b", "\"x\ny\",\"z\"", "5\" pipe,q", "end"]);
    }

    #[test]
    fn the_delimiter_is_what_separates_the_header() {
        for (header, delimiter) in [("a.b,c.d\n", b','), ("a.b;c.d", b';'), ("a.b\tc.d", b'\t'), ("a.b", b',')] {
            assert_eq!(Header::read(header.to_owned()).delimiter, delimiter, "{header:?}");
        }
    }
}
