//! Chunks of whole lines: JSON Lines.

use super::{
    CHUNK, Chunk, Form, Line, MAX_DOCUMENT, Split, Stream, at, read_line, skip_line, too_large,
};
use crate::finding::Finding;
use std::sync::Arc;

/// The lines of a stream.
pub(super) struct Lines {
    path: Arc<str>,
    stream: Stream,
    /// The number of the next line.
    line: usize,
    /// The number of the next document.
    index: usize,
    /// What to report before anything else is read.
    pending: Option<Box<Finding>>,
    /// Whether nothing more can be read.
    over: bool,
}

impl Lines {
    pub(super) fn new(path: Arc<str>, stream: Stream) -> Self {
        Self {
            path,
            stream,
            line: 1,
            index: 0,
            pending: None,
            over: false,
        }
    }
}

impl Split for Lines {
    fn next_chunk(&mut self) -> Result<Option<Chunk>, Box<Finding>> {
        if let Some(finding) = self.pending.take() {
            return Err(finding);
        }
        let mut chunk = Chunk {
            form: Form::JsonLines,
            bytes: Vec::with_capacity(CHUNK + CHUNK / 4),
            line: self.line,
            index: self.index,
            values: Vec::new(),
            header: None,
            first: self.line == 1,
        };
        while !self.over && chunk.bytes.len() < CHUNK {
            let start = chunk.bytes.len();
            let read = read_line(
                (&self.path, &mut self.stream),
                &mut chunk.bytes,
                MAX_DOCUMENT,
            );
            match read {
                Ok(Line::Whole) => {
                    self.line += 1;
                    self.index += usize::from(!chunk.bytes[start..].trim_ascii().is_empty());
                    continue;
                }
                Ok(Line::End) => {}
                Ok(Line::TooLong) => {
                    chunk.bytes.truncate(start);
                    self.pending = Some(too_large(&self.path, self.line, self.index));
                    self.over = skip_line((&self.path, &mut self.stream)).is_err();
                    self.line += 1;
                    self.index += 1;
                }
                Err(finding) => {
                    chunk.bytes.truncate(start);
                    self.pending = Some(at(finding, self.index));
                    self.over = true;
                }
            }
            break;
        }
        match (
            chunk.bytes.is_empty(),
            self.pending.take_if(|_| chunk.bytes.is_empty()),
        ) {
            (true, Some(finding)) => Err(finding),
            (true, None) => Ok(None),
            (false, _) => Ok(Some(chunk)),
        }
    }
}
