//! Tables: a header that names a column for each fact, and a row for each profile.

use super::{CHUNK, Chunk, Form, Line, Split, Stream, at, read_line, skip_line, too_large};
use crate::finding::{Code, Finding, SourceText};
use crate::limits::limits;
use crate::say;
use crate::value::Span;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, Cursor, Read};
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
    stream: Again,
    /// The bytes to come in which no line closes a quote that one above it opens: each line is a row there.
    alone: usize,
    header: Arc<Header>,
    line: usize,
    index: usize,
    /// The most rows of a chunk.
    documents: usize,
    pending: VecDeque<Box<Finding>>,
    /// Whether nothing has been handed on yet.
    first: bool,
    /// Whether the end has been met.
    ended: bool,
    /// Whether nothing more can be read.
    over: bool,
}

impl Rows {
    /// Reads the header.
    pub(super) fn new(
        path: Arc<str>,
        stream: Stream,
        documents: usize,
    ) -> Result<Self, Box<Finding>> {
        let mut stream = Again {
            rest: Cursor::default(),
            stream,
        };
        let mut bytes = Vec::new();
        let mut lines = 0;
        let above = loop {
            let above = lines;
            match read_record((&path, &mut stream), &mut bytes, &mut lines, None, false)? {
                Line::Whole if bytes.trim_ascii().is_empty() => bytes.clear(),
                Line::Whole | Line::End => break above,
                Line::Open => return Err(not_closed(&path, &bytes, above + 1, 0, None)),
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
            alone: 0,
            documents,
            index: 0,
            pending: VecDeque::new(),
            first: true,
            ended: false,
            over: false,
        })
    }

    /// Whether this is the end of a table that has no row, which is told once.
    fn gather(&mut self, bytes: &mut Vec<u8>) -> bool {
        let most = self.index + self.documents;
        while !self.over && bytes.len() < CHUNK && self.index < most {
            let start = bytes.len();
            let delimiter = Some(self.header.delimiter);
            let mut lines = 0;
            let alone = self.alone > 0;
            let input = (&self.path, &mut self.stream);
            let read = read_record(input, bytes, &mut lines, delimiter, alone);
            self.alone = self.alone.saturating_sub(bytes.len() - start);
            match read {
                Ok(Line::Whole) => {
                    self.line += lines;
                    self.index += usize::from(!is_blank(&bytes[start..]));
                }
                Ok(Line::End) => {
                    return !std::mem::replace(&mut self.ended, true) && self.index == 0;
                }
                Ok(Line::Open) => {
                    // What follows was taken for a part of the field: it is read again. None of its lines
                    // closes a quote from above, so no row of it is looked for beyond its line.
                    let first = memchr::memchr(b'\n', &bytes[start..]).map(|end| start + end + 1);
                    let rest = bytes.split_off(first.unwrap_or(bytes.len()));
                    let row = &bytes[start..];
                    let (line, index) = (self.line, self.index);
                    self.pending
                        .push_back(not_closed(&self.path, row, line, index, delimiter));
                    bytes.truncate(start);
                    if !alone {
                        self.alone = rest.len();
                        self.stream.rest = Cursor::new(rest);
                    }
                    self.line += 1;
                    self.index += 1;
                    return false;
                }
                Ok(Line::TooLong) => {
                    bytes.truncate(start);
                    self.pending
                        .push_back(too_large(&self.path, self.line, self.index));
                    let skipped = skip_line((&self.path, &mut self.stream));
                    self.line += lines + 1;
                    self.index += 1;
                    self.over = skipped.is_err();
                    self.pending
                        .extend(skipped.err().map(|finding| at(finding, self.index)));
                    return false;
                }
                Err(finding) => {
                    bytes.truncate(start);
                    self.over = true;
                    self.pending.push_back(at(finding, self.index));
                    return false;
                }
            }
        }
        false
    }
}

/// A stream of which a part is read again.
struct Again {
    rest: Cursor<Vec<u8>>,
    stream: Stream,
}

impl Again {
    fn is_rest(&self) -> bool {
        self.rest.position() < self.rest.get_ref().len() as u64
    }
}

impl Read for Again {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.is_rest() {
            self.rest.read(into)
        } else {
            self.stream.read(into)
        }
    }
}

impl BufRead for Again {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_rest() {
            self.rest.fill_buf()
        } else {
            self.stream.fill_buf()
        }
    }

    fn consume(&mut self, length: usize) {
        if self.is_rest() {
            self.rest.consume(length);
        } else {
            self.stream.consume(length);
        }
    }
}

/// Says that a row begins a quoted field and does not end it: where the quote stands.
fn not_closed(
    path: &Arc<str>,
    row: &[u8],
    line: usize,
    document: usize,
    delimiter: Option<u8>,
) -> Box<Finding> {
    let end = memchr::memchr(b'\n', row).unwrap_or(row.len());
    let (row, _) = row.split_at(end);
    let quote = opening(row, false, delimiter).unwrap_or(0);
    let (before, behind) = row.split_at(quote);
    let mut text = String::from_utf8_lossy(before).into_owned();
    let span = Span::new(text.len(), text.len() + 1);
    text += &String::from_utf8_lossy(behind);
    let source = SourceText::part(&**path, &text, line, document);
    let message = say!("a quote in this row is not closed, or not within the limit of a document");
    let finding = Finding::error(&source, span, Code::Syntax, message);
    Box::new(finding.hint(say!(
        "close it before the next separator, and write a quote within quotes twice; this row is left out, and what follows is read on line by line"
    )))
}

fn files_decode(path: &str, bytes: Vec<u8>) -> Result<String, Box<Finding>> {
    crate::source::files::decode(path, bytes).map(|file| file.text)
}

/// Whether a line holds no field.
fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Reads one record with the line breaks that its quotes keep; without a delimiter any of the usual ones. One that
/// stands `alone` ends with its line.
fn read_record(
    (path, stream): (&Arc<str>, &mut Again),
    bytes: &mut Vec<u8>,
    lines: &mut usize,
    delimiter: Option<u8>,
    alone: bool,
) -> Result<Line, Box<Finding>> {
    let start = bytes.len();
    let mut quoted = false;
    let mut from = start;
    // What a header is separated by shows in the header itself, all of it only at its end.
    let (mut own, mut guesses) = (delimiter, 0);
    loop {
        let room = (limits().document + start).saturating_sub(bytes.len()) + 1;
        match read_line((path, stream), bytes, room)? {
            Line::Whole => *lines += 1,
            Line::End if bytes.len() > start => return Ok(Line::Open),
            Line::TooLong if from > start => return Ok(Line::Open),
            line => return Ok(line),
        }
        let separator = *own.get_or_insert_with(|| separator(&bytes[start..]));
        quoted = open_quote(&bytes[from..], quoted, Some(separator));
        from = bytes.len();
        if !quoted && delimiter.is_none() && guesses < SIGNS.len() {
            let better = self::separator(&bytes[start..]);
            if better != separator {
                guesses += 1;
                own = Some(better);
                quoted = open_quote(&bytes[start..], false, own);
            }
        }
        if !quoted {
            return Ok(Line::Whole);
        }
        if alone {
            return Ok(Line::Open);
        }
    }
}

/// Whether a quoted field is still open at the end of a line.
fn open_quote(line: &[u8], quoted: bool, delimiter: Option<u8>) -> bool {
    opening(line, quoted, delimiter).is_some()
}

/// Where the quote stands that is still open at the end of a line; at its beginning for one from above.
fn opening(line: &[u8], quoted: bool, delimiter: Option<u8>) -> Option<usize> {
    let mut open = quoted.then_some(0);
    if memchr::memchr(b'"', line).is_none() {
        return open;
    }
    let separates = |byte: u8| match delimiter {
        Some(delimiter) => byte == delimiter,
        None => matches!(byte, b',' | b';' | b'\t'),
    };
    let mut at_start = true;
    let mut bytes = line.iter().copied().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if open.is_some() {
            if byte == b'"' && bytes.next_if(|(_, next)| *next == b'"').is_none() {
                open = None;
            }
        } else if byte == b'"' && at_start {
            open = Some(at);
            at_start = false;
        } else {
            at_start = separates(byte);
        }
    }
    open
}

impl Split for Rows {
    fn next_chunk(&mut self) -> Result<Option<Chunk>, Box<Finding>> {
        if let Some(finding) = self.pending.pop_front() {
            return Err(finding);
        }
        let (line, index) = (self.line, self.index);
        let mut bytes = Vec::with_capacity(CHUNK + CHUNK / 4);
        let rowless = self.gather(&mut bytes);
        let first = std::mem::take(&mut self.first);
        if bytes.is_empty() && !first && !rowless {
            return self.pending.pop_front().map_or(Ok(None), Err);
        }
        Ok(Some(Chunk {
            form: Form::Csv,
            line,
            index,
            values: Vec::new(),
            list: true,
            rowless,
            bytes,
            header: Some(self.header.clone()),
            first,
        }))
    }
}

impl Header {
    fn read(text: String, first_line: usize) -> Self {
        let line = text.trim_end_matches(['\n', '\r']);
        let delimiter = separator(line.as_bytes());
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

/// What may stand between columns; of two that do so as often, the first.
const SIGNS: [u8; 3] = [b',', b';', b'\t'];

/// What stands between the columns of a header: what stands outside quotes most often.
fn separator(header: &[u8]) -> u8 {
    let count = |sign: u8| {
        let mut quoted = false;
        let between = |byte: &&u8| {
            quoted ^= **byte == b'"';
            !quoted && **byte == sign
        };
        header.iter().filter(between).count()
    };
    let sign = SIGNS.into_iter().rev().max_by_key(|&sign| count(sign));
    sign.unwrap_or(b',')
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

/// The fields of a record without quotes, which is a part of a text: where each begins and ends in it.
#[inline]
pub fn plain_fields(
    text: &str,
    record: Span,
    delimiter: u8,
    mut say: impl FnMut(usize, usize) -> Option<()>,
) -> Option<()> {
    let (mut begin, end) = (record.start as usize, record.end as usize);
    let (blocks, rest) = text.as_bytes().get(begin..end)?.as_chunks::<BLOCK>();
    let mut last = [!delimiter; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let mut start = begin;
    for block in blocks.iter().chain([&last]) {
        let mut ends = places(block, delimiter);
        while ends != 0 {
            let end = start + ends.trailing_zeros() as usize;
            say(begin, end)?;
            begin = end + 1;
            ends &= ends - 1;
        }
        start += BLOCK;
    }
    say(begin, end)
}

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// Where a byte stands: a bit for each place. Fields are short: a search that begins anew for each would take longer.
#[inline]
fn places(block: &[u8; BLOCK], sign: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const LOW: u64 = ONES * 0x7f;
    let mut found = 0;
    for (number, word) in block.as_chunks::<8>().0.iter().enumerate() {
        // The highest bit of each byte that is the sign, and of no other (Warren, Hacker's Delight, 6-1).
        let differs = u64::from_le_bytes(*word) ^ (ONES * u64::from(sign));
        let same = !(((differs & LOW) + LOW) | differs | LOW);
        // They come together in the topmost byte.
        let bits = (same >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        found |= bits << (8 * number);
    }
    found
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

/// Whether every field of a record may be empty. One without any ASCII sign may, too: whoever asks looks closer then.
#[must_use]
pub fn may_be_bare(record: &str, delimiter: u8) -> bool {
    let mut bytes = record.bytes();
    bytes.all(|byte| byte == delimiter || byte == b'"' || !byte.is_ascii_graphic())
}

/// The records of a text: their bytes without the line break, blank lines left out.
pub(super) fn records(text: &[u8], delimiter: u8) -> impl Iterator<Item = Span> {
    let mut at = 0;
    let quotes = memchr::memchr(b'"', text).is_some();
    std::iter::from_fn(move || {
        while at < text.len() {
            let begin = at;
            let mut quoted = false;
            loop {
                let line =
                    memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end + 1);
                quoted = quotes && open_quote(&text[at..line], quoted, Some(delimiter));
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
    fn fields_without_quotes_are_the_same() {
        for count in [1, 2, 7, 63, 64, 65, 200] {
            for lengths in [[0, 0, 0], [1, 8, 13], [63, 64, 65], [200, 0, 1]] {
                let field = |number: usize| "é;+x甲".repeat(lengths[number % 3]);
                let record = (0..count).map(field).collect::<Vec<_>>().join(",");
                let text = format!("before\n{record}\nbehind,");
                let mut found = Vec::new();
                let span = Span::new(7, 7 + record.len());
                let all = plain_fields(&text, span, b',', |begin, end| {
                    found.push(Span::new(begin, end));
                    Some(())
                });
                let expected = fields(&record, 7, b',').map(|(_, span)| span);
                assert_eq!(found, expected.collect::<Vec<_>>());
                assert!(all.is_some());
            }
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
