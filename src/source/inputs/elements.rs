//! The profiles of a JSON text: the values that follow each other in it, or the elements of the list that it is.

use super::{CHUNK, Chunk, Form, Split, Stream, at, too_large};
use crate::finding::{Code, Finding, SourceText};
use crate::limits::limits;
use crate::say;
use crate::source::files::unreadable;
use crate::value::Span;
use std::sync::Arc;

/// From so many bytes on between two values the second one begins a chunk of its own.
const FAR: usize = 4096;

/// The values of a stream. What they are is not looked at: only brackets and quotes count here.
pub(super) struct Elements {
    path: Arc<str>,
    stream: Stream,
    /// The line that is read next, from 1.
    line: usize,
    /// The line at which the current chunk begins.
    first_line: usize,
    index: usize,
    /// Whether the stream is one list, whose elements are the profiles.
    list: Option<bool>,
    /// Whether it is or was one.
    is_list: bool,
    /// The elements of the list so far.
    elements: usize,
    /// The commas since the last value.
    commas: usize,
    /// Whether the next value stands too far behind the last one for one chunk.
    far: bool,
    /// The most values of a chunk.
    documents: usize,
    over: bool,
    /// Whether it has been told that there is none, or why.
    told: bool,
    /// What to report after the chunk that was whole before it.
    pending: Option<Box<Finding>>,
}

impl Elements {
    pub(super) fn new(path: Arc<str>, stream: Stream, documents: usize) -> Self {
        Self {
            path,
            stream,
            line: 1,
            first_line: 1,
            index: 0,
            list: None,
            is_list: false,
            elements: 0,
            commas: 0,
            far: false,
            documents,
            over: false,
            told: false,
            pending: None,
        }
    }

    fn fill(&mut self) -> Result<&[u8], Box<Finding>> {
        self.stream.fill_buf().map_err(|error| {
            self.over = true;
            at(unreadable(&self.path, &error), self.index)
        })
    }

    /// Skips what may stand between values: the first byte of the next one, none at the end. Where that is far
    /// away, the chunk ends before it.
    fn skip(&mut self, chunk: &mut Vec<u8>) -> Result<Option<u8>, Box<Finding>> {
        let room = chunk.len() + FAR;
        let mut far = false;
        loop {
            let list = self.list == Some(true);
            let buffer = self.fill()?;
            let between = |byte: &u8| byte.is_ascii_whitespace() || list && *byte == b',';
            let length = buffer
                .iter()
                .position(|byte| !between(byte))
                .unwrap_or(buffer.len());
            let (skipped, next) = (&buffer[..length], buffer.get(length).copied());
            let over = buffer.is_empty();
            let lines = memchr::memchr_iter(b'\n', skipped).count();
            let commas = memchr::memchr_iter(b',', skipped).count();
            // In a chunk that has begun the places of its lines must stay what they are.
            if !chunk.is_empty() && !far {
                chunk.extend_from_slice(skipped);
                far = chunk.len() > room;
            }
            self.stream.consume(length);
            self.line += lines;
            self.commas += commas;
            self.far |= far;
            if over || next.is_some() {
                return Ok(next);
            }
        }
    }

    fn broken_list(&self, line: usize, message: &str, hint: &str) -> Box<Finding> {
        let source = SourceText::part(&*self.path, "", line, self.index);
        let finding = Finding::error(&source, Span::new(0, 0), Code::Syntax, message);
        Box::new(finding.hint(hint))
    }

    /// Reads one value to its end, of one that is too large no more than is needed to find it.
    fn value(&mut self, chunk: &mut Vec<u8>) -> Result<(), Box<Finding>> {
        let begin = chunk.len();
        let line = self.line;
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        let mut lost = false;
        // Brackets that close nothing are one broken value, up to where the next one may begin.
        let mut stray = false;
        loop {
            let list = self.list == Some(true);
            let buffer = self.fill()?;
            let over = buffer.is_empty();
            let mut end = None;
            for (at, &byte) in buffer.iter().enumerate() {
                if quoted {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => {
                            quoted = false;
                            if depth == 0 {
                                end = Some(at + 1);
                            }
                        }
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => quoted = true,
                        b'{' | b'[' if stray => end = Some(at),
                        b'{' | b'[' => depth += 1,
                        b']' if depth == 0 && list => end = Some(at),
                        b'}' | b']' if depth == 0 => stray = true,
                        b'}' | b']' => {
                            depth -= 1;
                            if depth == 0 {
                                end = Some(at + 1);
                            }
                        }
                        b',' if depth == 0 && list => end = Some(at),
                        _ if depth == 0 && byte.is_ascii_whitespace() => end = Some(at),
                        _ => {}
                    }
                }
                if end.is_some() {
                    break;
                }
            }
            let length = end.unwrap_or(buffer.len());
            if !lost {
                chunk.extend_from_slice(&buffer[..length]);
            }
            let lines = memchr::memchr_iter(b'\n', &buffer[..length]).count();
            self.stream.consume(length);
            self.line += lines;
            if chunk.len() - begin > limits().document {
                lost = true;
                chunk.truncate(begin);
            }
            if lost && (over || end.is_some()) {
                return Err(too_large(&self.path, line, self.index));
            }
            if over || end.is_some() {
                return Ok(());
            }
        }
    }

    /// Adds values to a chunk until it is large enough or nothing is left.
    fn gather(&mut self, bytes: &mut Vec<u8>, values: &mut Vec<Span>) -> Result<(), Box<Finding>> {
        let most = self.index + self.documents;
        while !self.over && bytes.len() < CHUNK && self.index < most {
            let next = self.skip(bytes)?;
            if std::mem::take(&mut self.far) {
                break;
            }
            let commas = std::mem::take(&mut self.commas);
            let in_list = self.list == Some(true);
            let Some(next) = next else {
                self.over = true;
                if in_list {
                    let hint = say!("the file may be cut off: close the list with `]`");
                    let message = say!("the list of profiles is not closed");
                    return Err(self.broken_list(self.line, &message, &hint));
                }
                // A text with nothing in it is an empty document, one that is told.
                if self.list.is_none() {
                    values.push(Span::new(0, 0));
                    self.index += 1;
                }
                break;
            };
            let due = usize::from(self.elements > 0 && next != b']');
            // Whoever stands behind a wrong comma is refused for it, and nobody else.
            let misplaced = (in_list && commas != due).then(|| {
                let message = say!("profiles of a list stand between single commas");
                self.broken_list(self.line, &message, &say!("write `[{{…}}, {{…}}]`"))
            });
            match next {
                b'[' if self.list.is_none() => {
                    self.list = Some(true);
                    self.is_list = true;
                    self.stream.consume(1);
                    continue;
                }
                b']' if in_list => {
                    // What follows the list is read like any text of values.
                    self.list = Some(false);
                    self.stream.consume(1);
                    if let Some(finding) = misplaced {
                        self.index += 1;
                        return Err(finding);
                    }
                    continue;
                }
                _ => {}
            }
            self.list = self.list.or(Some(false));
            self.elements += 1;
            let begin = bytes.len();
            if begin == 0 {
                self.first_line = self.line;
            }
            let read = self.value(bytes).and(misplaced.map_or(Ok(()), Err));
            if read.is_err() {
                bytes.truncate(begin);
                self.index += 1;
                return read;
            }
            values.push(Span::new(begin, bytes.len()));
            self.index += 1;
        }
        Ok(())
    }
}

impl Split for Elements {
    fn next_chunk(&mut self) -> Result<Option<Chunk>, Box<Finding>> {
        if let Some(finding) = self.pending.take() {
            return Err(finding);
        }
        let mut bytes = Vec::new();
        let mut values = Vec::new();
        let index = self.index;
        self.first_line = self.line;
        let gathered = self.gather(&mut bytes, &mut values);
        match (gathered, values.is_empty()) {
            // A list with nothing in it is told once.
            (Ok(()), true) if self.index > 0 || std::mem::replace(&mut self.told, true) => Ok(None),
            (Err(finding), true) => {
                self.told = true;
                Err(finding)
            }
            (gathered, rowless) => {
                self.pending = gathered.err();
                Ok(Some(Chunk {
                    form: Form::Json,
                    bytes,
                    line: self.first_line,
                    index,
                    values,
                    list: self.is_list,
                    header: None,
                    first: index == 0,
                    rowless,
                }))
            }
        }
    }
}
