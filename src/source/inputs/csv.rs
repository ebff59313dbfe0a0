//! Tables: a header that names a column for each fact, and a row for each profile.

use super::{
    CHUNK, Chunk, Form, Line, MAX_DOCUMENT, Split, Stream, at, read_line, skip_line, too_large,
};
use crate::finding::{Code, Finding, SourceText};
use crate::say;
use crate::value::Span;
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
                say!("this table is empty"),
            );
            let hint =
                say!("the first line names the facts, such as `company.name,company.headcount`");
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
    let message = say!("a quote in this row is not closed");
    let finding = Finding::error(&source, Span::new(0, 0), Code::Syntax, message);
    Box::new(finding.hint(say!(
        "close it before the next separator; a quote within quotes is written twice"
    )))
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
