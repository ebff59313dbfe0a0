//! Tables: a header that names a column for each fact, and a row for each profile.

use super::{
    CHUNK, Chunk, Form, Line, MAX_DOCUMENT, Split, Stream, at, read_line, skip_line, too_large,
};
use crate::finding::{Code, Finding, SourceText};
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::Cursor;
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
    /// The number of the text's first line, from 1.
    pub line: usize,
}

/// The rows of a table.
pub(super) struct Rows {
    path: Arc<str>,
    stream: Stream,
    header: Arc<Header>,
    line: usize,
    index: usize,
    /// The most rows of a chunk.
    documents: usize,
    pending: VecDeque<Box<Finding>>,
    /// Whether nothing has been handed on yet.
    first: bool,
    /// Whether nothing more can be read.
    over: bool,
}

impl Rows {
    /// Reads the header.
    pub(super) fn new(
        path: Arc<str>,
        mut stream: Stream,
        documents: usize,
    ) -> Result<Self, Box<Finding>> {
        let mut bytes = Vec::new();
        let mut lines = 0;
        let above = loop {
            let above = lines;
            match read_record((&path, &mut stream), &mut bytes, &mut lines, None)? {
                Line::Whole if bytes.trim_ascii().is_empty() => bytes.clear(),
                Line::Whole | Line::End => break above,
                Line::Open => return Err(not_closed(&path, above + 1, 0)),
                Line::TooLong => return Err(too_large(&path, above + 1, 0)),
            }
        };
        let text =
            String::from_utf8(bytes).or_else(|error| files_decode(&path, error.into_bytes()))?;
        let source = SourceText::new(&*path, &text);
        if text.trim().is_empty() {
            let finding = Finding::error(
                &source,
                Span::new(0, 0),
                Code::EmptyDocument,
                "this table is empty",
            );
            let hint = "the first line names the facts, such as `company.name,company.headcount`";
            return Err(Box::new(finding.hint(hint)));
        }
        let header = Header::read(text, above + 1);
        Ok(Self {
            path,
            stream,
            header: Arc::new(header),
            line: lines + 1,
            documents,
            index: 0,
            pending: VecDeque::new(),
            first: true,
            over: false,
        })
    }

    fn gather(&mut self, bytes: &mut Vec<u8>) {
        let most = self.index + self.documents;
        while !self.over && bytes.len() < CHUNK && self.index < most {
            let start = bytes.len();
            let delimiter = Some(self.header.delimiter);
            let mut lines = 0;
            let read = read_record((&self.path, &mut self.stream), bytes, &mut lines, delimiter);
            match read {
                Ok(Line::Whole) => {
                    self.line += lines;
                    self.index += usize::from(!is_blank(&bytes[start..]));
                }
                Ok(Line::End) => return,
                Ok(Line::Open) => {
                    // All that follows was taken for a part of the field: it is read again.
                    let first = memchr::memchr(b'\n', &bytes[start..]).map(|end| start + end + 1);
                    let rest = bytes.split_off(first.unwrap_or(bytes.len()));
                    bytes.truncate(start);
                    self.stream = Box::new(Cursor::new(rest));
                    self.pending
                        .push_back(not_closed(&self.path, self.line, self.index));
                    self.line += 1;
                    self.index += 1;
                    return;
                }
                Ok(Line::TooLong) => {
                    bytes.truncate(start);
                    self.pending
                        .push_back(too_large(&self.path, self.line, self.index));
                    // Most likely a quote is not closed: the next line may well be a row again.
                    let skipped = skip_line((&self.path, &mut self.stream));
                    self.line += lines + 1;
                    self.index += 1;
                    self.over = skipped.is_err();
                    self.pending
                        .extend(skipped.err().map(|finding| at(finding, self.index)));
                    return;
                }
                Err(finding) => {
                    bytes.truncate(start);
                    self.over = true;
                    self.pending.push_back(at(finding, self.index));
                    return;
                }
            }
        }
    }
}

/// Says that a row begins a quoted field and does not end it.
fn not_closed(path: &Arc<str>, line: usize, document: usize) -> Box<Finding> {
    let source = SourceText::part(&**path, "", line, document);
    let message = "a quote in this row is not closed";
    let finding = Finding::error(&source, Span::new(0, 0), Code::Syntax, message);
    Box::new(
        finding.hint("close it before the next separator; a quote within quotes is written twice"),
    )
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
            Line::End if bytes.len() > start => return Ok(Line::Open),
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
        if let Some(finding) = self.pending.pop_front() {
            return Err(finding);
        }
        let (line, index) = (self.line, self.index);
        let mut bytes = Vec::with_capacity(CHUNK + CHUNK / 4);
        self.gather(&mut bytes);
        let first = std::mem::take(&mut self.first);
        if bytes.is_empty() && !first {
            return self.pending.pop_front().map_or(Ok(None), Err);
        }
        Ok(Some(Chunk {
            form: Form::Csv,
            line,
            index,
            values: Vec::new(),
            list: true,
            rowless: first && bytes.is_empty() && self.pending.is_empty(),
            bytes,
            header: Some(self.header.clone()),
            first,
        }))
    }
}

impl Header {
    fn read(text: String, first_line: usize) -> Self {
        let line = text.trim_end_matches(['\n', '\r']);
        // What stands outside quotes most often stands between columns.
        let count = |sign: u8| {
            let mut quoted = false;
            let between = |byte: &u8| {
                quoted ^= *byte == b'"';
                !quoted && *byte == sign
            };
            line.as_bytes().iter().copied().filter(between).count()
        };
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .rev()
            .max_by_key(|&sign| count(sign));
        let delimiter = delimiter.unwrap_or(b',');
        let names = fields(line, 0, delimiter)
            .map(|(name, span)| (name.trim().to_owned(), span))
            .collect();
        Self {
            names,
            delimiter,
            line: first_line,
            text,
        }
    }
}

/// The fields of a record, with their places in a text of which it begins at `start`.
pub fn fields(
    record: &str,
    start: usize,
    delimiter: u8,
) -> impl Iterator<Item = (Cow<'_, str>, Span)> {
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
            let length = memchr::memchr(delimiter, &bytes[behind..])
                .map_or(rest.len(), |more| behind + more);
            // What follows the closing quote belongs to the field, as the reader has it.
            let tail = &rest[behind..length];
            let text = if inside.contains('"') || !tail.is_empty() {
                Cow::Owned(inside.replace("\"\"", "\"") + tail)
            } else {
                Cow::Borrowed(inside)
            };
            (length, text)
        } else {
            // Fields are short: a search that takes long to begin would be slower.
            let end = bytes.iter().position(|byte| *byte == delimiter);
            let length = end.unwrap_or(rest.len());
            (length, Cow::Borrowed(&rest[..length]))
        };
        let span = Span::new(start + begin, start + begin + length);
        at = (begin + length < record.len()).then_some(begin + length + 1);
        Some((text, span))
    })
}

/// A field without the spaces around it.
#[must_use]
pub fn trimmed(field: &str) -> &str {
    let ends = [field.as_bytes().first(), field.as_bytes().last()];
    let tight = |end: Option<&u8>| end.is_none_or(u8::is_ascii_graphic);
    if ends.into_iter().all(tight) {
        field
    } else {
        field.trim()
    }
}

/// The records of a text: their bytes without the line break, blank lines left out.
pub(super) fn records(text: &[u8], delimiter: u8) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let begin = at;
            let mut quoted = false;
            loop {
                let line =
                    memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end + 1);
                quoted = open_quote(&text[at..line], quoted, Some(delimiter));
                at = line;
                if !quoted || at == text.len() {
                    break;
                }
            }
            let breaks = text[begin..at]
                .iter()
                .rev()
                .take_while(|byte| matches!(byte, b'\n' | b'\r'));
            let length = at - begin - breaks.count();
            if length > 0 {
                return Some(Span::new(begin, begin + length));
            }
        }
        None
    })
}

/// What a column says: a fact, or a key of `profile:`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// The section.
    pub section: String,
    /// The key.
    pub key: String,
    /// Whether it is a set: its options stand between separators.
    pub set: bool,
    /// How its fields are written, where that is not how a profile writes them.
    pub wording: Option<Wording>,
}

/// How fields are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// What a field says, and the value that it stands for.
    pub values: Vec<(String, String)>,
    /// What a number is multiplied by to be in the fact's unit.
    pub factor: Option<f64>,
    /// What groups the digits of a number, to be left out.
    pub thousands: Option<String>,
    /// What stands before the decimals.
    pub decimal: Option<String>,
    /// What stands between the options of a set, where it is no semicolon.
    pub separator: Option<String>,
}

impl Wording {
    /// The value that a field stands for.
    fn value(&self, text: &str) -> String {
        let known = self.values.iter().find(|(written, _)| written == text);
        if let Some((_, value)) = known {
            return value.clone();
        }
        let numeric = self.factor.is_some() || self.thousands.is_some() || self.decimal.is_some();
        if !numeric {
            return text.to_owned();
        }
        let mut digits = text.to_owned();
        if let Some(thousands) = &self.thousands {
            digits = digits.replace(thousands.as_str(), "");
        }
        if let Some(decimal) = &self.decimal {
            digits = digits.replace(decimal.as_str(), ".");
        }
        match crate::value::number(&digits) {
            Some(number) => in_unit(number, self.factor.unwrap_or(1.0)),
            None => text.to_owned(),
        }
    }
}

/// A number in another unit, to fifteen significant digits: what a float cannot hold is no decimal of the field.
fn in_unit(number: f64, factor: f64) -> String {
    let product: f64 = format!("{:.14e}", number * factor)
        .parse()
        .unwrap_or(f64::NAN);
    format!("{product}")
}

/// A record as the profile that it states: sections with facts, empty fields unknown.
///
/// # Errors
/// Where a field that begins with a bracket is not well-formed.
pub fn profile<'a>(
    source: &SourceText<'a>,
    cells: impl Iterator<Item = (Cow<'a, str>, Span)>,
    columns: &[Option<Column>],
) -> Result<Node<'a>, Vec<Finding>> {
    let cells: Vec<(Cow<'a, str>, Span)> = cells.collect();
    if cells.len() != columns.len() {
        let last = cells.last().map_or(Span::new(0, 0), |(_, span)| *span);
        let fields = if cells.len() == 1 { "field" } else { "fields" };
        let message = format!(
            "this row has {} {fields}, the header has {}",
            cells.len(),
            columns.len()
        );
        let finding = Finding::error(source, last, Code::Syntax, message);
        let hint = "put text that contains a separator or a line break into double quotes";
        return Err(vec![finding.hint(hint)]);
    }
    let mut sections: Vec<(Key<'a>, Vec<(Key<'a>, Node<'a>)>)> = Vec::new();
    let mut findings = Vec::new();
    for ((text, span), column) in cells.into_iter().zip(columns) {
        let Some(column) = column else { continue };
        let node = match field(source, text, span, column) {
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
        let place = sections
            .iter()
            .position(|(name, _)| *name.text == *column.section);
        let place = place.unwrap_or_else(|| {
            sections.push((named(&column.section), Vec::new()));
            sections.len() - 1
        });
        sections[place].1.push((named(&column.key), node));
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
    column: &Column,
) -> Result<Option<Node<'a>>, Vec<Finding>> {
    let set = column.set;
    let one = |text: &str| match &column.wording {
        Some(wording) => wording.value(text),
        None => text.to_owned(),
    };
    let trimmed = trimmed(&text);
    if trimmed.is_empty()
        && column
            .wording
            .as_ref()
            .is_none_or(|wording| wording.value("").is_empty())
    {
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
    let node = scalar(Cow::Owned(one(trimmed)));
    if !set || node.is_null() || matches!(node.text(), Some("unknown" | "n/a")) {
        return Ok(Some(node));
    }
    let separator = column
        .wording
        .as_ref()
        .and_then(|wording| wording.separator.as_deref());
    let items = trimmed.split(separator.unwrap_or(";")).map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    let value = Value::List(items.map(|item| scalar(Cow::Owned(one(item)))).collect());
    Ok(Some(Node { span, value }))
}

/// A value of a field: its parts stand where the field stands.
fn all_at(node: Node<'static>, span: Span) -> Node<'static> {
    let value = match node.value {
        Value::List(items) => {
            Value::List(items.into_iter().map(|item| all_at(item, span)).collect())
        }
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
    fn wordings_become_values() {
        let own = |text: &str| Some(text.to_owned());
        let money = Wording {
            factor: Some(0.001),
            thousands: own("."),
            decimal: own(","),
            ..Wording::default()
        };
        for (written, value) in [
            ("1.234,5", "1.2345"),
            ("0,3", "0.0003"),
            ("300", "0.3"),
            ("about 3", "about 3"),
        ] {
            assert_eq!(money.value(written), value);
        }
        let words = Wording {
            values: vec![("VP".to_owned(), "executive".to_owned())],
            ..Wording::default()
        };
        assert_eq!(
            (words.value("VP"), words.value("owner")),
            ("executive".to_owned(), "owner".to_owned())
        );
    }

    #[test]
    fn the_delimiter_is_what_separates_the_header() {
        for (header, delimiter) in [
            ("a.b,c.d\n", b','),
            ("a.b;c.d", b';'),
            ("a.b\tc.d", b'\t'),
            ("a.b", b','),
            ("\"Name, legal, short\";a.b", b';'),
        ] {
            assert_eq!(
                Header::read(header.to_owned(), 1).delimiter,
                delimiter,
                "{header:?}"
            );
        }
    }
}
