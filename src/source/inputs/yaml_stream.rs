//! The documents of a YAML stream, one after the other: a line that begins with `---` begins one, `...` ends
//! one (YAML 1.2, 9.1 and 9.2), whatever stands between.

use super::{CHUNK, Chunk, Form, Line, Split, Stream, at, open, read_line, skip_line, too_large};
use crate::finding::Finding;
use crate::limits::limits;
use crate::source::files;
use std::sync::Arc;

/// The documents of a stream.
pub(super) struct Documents {
    path: Arc<str>,
    stream: Stream,
    /// The number of the line that has been read ahead.
    line: usize,
    index: usize,
    /// The line that begins the next document.
    ahead: Vec<u8>,
    /// Whether nothing more can be read.
    over: bool,
    /// What ended the reading.
    pending: Option<Box<Finding>>,
}

impl Documents {
    pub(super) fn new(path: Arc<str>, stream: Stream) -> Self {
        Self {
            path,
            stream,
            line: 1,
            index: 0,
            ahead: Vec::new(),
            over: false,
            pending: None,
        }
    }

    /// Goes on to where the next document may begin, from within a line of this one.
    fn skip(&mut self, mut line: usize) -> Result<(), Box<Finding>> {
        skip_line((&self.path, &mut self.stream))?;
        loop {
            line += 1;
            self.line = line;
            let mut read = Vec::new();
            match read_line((&self.path, &mut self.stream), &mut read, CHUNK)? {
                Line::End | Line::Open => return Ok(()),
                Line::TooLong => skip_line((&self.path, &mut self.stream))?,
                Line::Whole if is_marker(&read, b"---") => {
                    self.ahead = read;
                    return Ok(());
                }
                Line::Whole if is_marker(&read, b"...") => {
                    self.line += 1;
                    return Ok(());
                }
                Line::Whole => {}
            }
        }
    }

    /// Ends with an error about the document that was being read.
    fn fail(&mut self, finding: Box<Finding>) -> Result<Option<Chunk>, Box<Finding>> {
        self.over = true;
        Err(at(finding, self.index))
    }
}

/// The one document of a small file, as almost every file of profiles has one: it need not be read line by line.
/// `None` where it may be otherwise, is of another size, or cannot be read.
pub(super) fn one_document(path: &str, size: usize) -> Option<Chunk> {
    if size > limits().document {
        return None;
    }
    let mut bytes = files::read_sized(path, size)?;
    if bytes.starts_with("\u{FEFF}".as_bytes()) {
        bytes.drain(..'\u{FEFF}'.len_utf8());
    }
    let marked = |sign: &[u8; 4]| memchr::memmem::find(&bytes, sign).is_some();
    let several = marked(b"\n---") || marked(b"\n...") || bytes.starts_with(b"...");
    let alone = !several && !open::is_packed(&bytes);
    alone.then_some(Chunk {
        form: Form::Yaml,
        bytes,
        line: 1,
        index: 0,
        values: Vec::new(),
        list: false,
        header: None,
        first: true,
        rowless: false,
    })
}

/// Whether a line is a marker of three equal signs.
fn is_marker(line: &[u8], sign: &[u8; 3]) -> bool {
    line.starts_with(sign) && line.get(3).is_none_or(u8::is_ascii_whitespace)
}

/// Whether a document is only begun: the marker, and nothing but comments behind it.
fn is_only_begun(bytes: &[u8]) -> bool {
    let begun = bytes.strip_prefix(b"---");
    begun.is_some_and(|rest| rest.split(|byte| *byte == b'\n').all(is_prologue))
}

/// Whether a line says nothing of a document: it is empty, a comment or a directive.
fn is_prologue(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    matches!(line.first(), None | Some(b'#' | b'%'))
}

impl Split for Documents {
    fn next_chunk(&mut self) -> Result<Option<Chunk>, Box<Finding>> {
        if let Some(finding) = self.pending.take() {
            self.over = true;
            return Err(finding);
        }
        if self.over {
            return Ok(None);
        }
        let first_line = self.line;
        let mut bytes = std::mem::take(&mut self.ahead);
        let mut line = first_line + usize::from(!bytes.is_empty());
        let mut begun = !bytes.is_empty();
        loop {
            let start = bytes.len();
            let room = limits().document.saturating_sub(start) + 1;
            match read_line((&self.path, &mut self.stream), &mut bytes, room) {
                Ok(Line::End | Line::Open) => break,
                Ok(Line::TooLong) => {
                    let finding = too_large(&self.path, first_line, self.index);
                    self.index += 1;
                    self.pending = self.skip(line).err().map(|finding| at(finding, self.index));
                    return Err(finding);
                }
                Ok(Line::Whole) => {}
                Err(finding) => return self.fail(finding),
            }
            let read = &bytes[start..];
            if begun && is_marker(read, b"---") {
                self.ahead = bytes.split_off(start);
                break;
            }
            line += 1;
            if is_marker(read, b"...") {
                if begun {
                    break;
                }
                // It ends nothing; still what comes next stands where it stands.
                bytes.truncate(start);
                bytes.push(b'\n');
                continue;
            }
            begun |= !is_prologue(read);
        }
        self.line = line;
        // Nothing but comments behind a document is none, even after `---`; a file of nothing else is an empty one.
        let last = self.ahead.is_empty() && is_only_begun(&bytes);
        if self.index > 0 && (!begun || last) {
            return Ok(None);
        }
        let index = self.index;
        self.index += 1;
        Ok(Some(Chunk {
            form: Form::Yaml,
            bytes,
            line: first_line,
            index,
            values: Vec::new(),
            list: false,
            header: None,
            first: index == 0,
            rowless: false,
        }))
    }
}
