//! Chunks of whole lines: JSON Lines.

use super::{CHUNK, Chunk, Form, Line, Split, Stream, at, read_line, skip_line, too_large};
use crate::finding::Finding;
use crate::limits::limits;
use std::collections::VecDeque;
use std::sync::Arc;

/// The lines of a stream.
pub(super) struct Lines {
    path: Arc<str>,
    stream: Stream,
    /// The number of the next line.
    line: usize,
    /// The number of the next document.
    index: usize,
    /// The most documents of a chunk.
    documents: usize,
    /// What to report before anything else is read.
    pending: VecDeque<Box<Finding>>,
    /// Whether nothing more can be read.
    over: bool,
    /// Whether the end has been met.
    ended: bool,
}

impl Lines {
    pub(super) fn new(path: Arc<str>, stream: Stream, documents: usize) -> Self {
        Self {
            path,
            stream,
            line: 1,
            index: 0,
            documents,
            pending: VecDeque::new(),
            over: false,
            ended: false,
        }
    }
}

impl Split for Lines {
    fn next_chunk(&mut self) -> Result<Option<Chunk>, Box<Finding>> {
        if let Some(finding) = self.pending.pop_front() {
            return Err(finding);
        }
        let mut chunk = Chunk {
            form: Form::JsonLines,
            bytes: Vec::with_capacity(CHUNK + CHUNK / 4),
            line: self.line,
            index: self.index,
            values: Vec::new(),
            list: true,
            header: None,
            first: self.line == 1,
            rowless: false,
        };
        let most = self.index + self.documents;
        while !self.over && chunk.bytes.len() < CHUNK && self.index < most {
            let start = chunk.bytes.len();
            let read = read_line(
                (&self.path, &mut self.stream),
                &mut chunk.bytes,
                limits().document + 1,
            );
            match read {
                Ok(Line::Whole) => {
                    self.line += 1;
                    self.index += usize::from(!chunk.bytes[start..].trim_ascii().is_empty());
                    continue;
                }
                // What has no profile at all is told once.
                Ok(Line::End | Line::Open) => {
                    chunk.rowless = !std::mem::replace(&mut self.ended, true) && self.index == 0;
                }
                Ok(Line::TooLong) => {
                    chunk.bytes.truncate(start);
                    self.pending
                        .push_back(too_large(&self.path, self.line, self.index));
                    let skipped = skip_line((&self.path, &mut self.stream));
                    self.line += 1;
                    self.index += 1;
                    self.over = skipped.is_err();
                    self.pending
                        .extend(skipped.err().map(|finding| at(finding, self.index)));
                }
                Err(finding) => {
                    chunk.bytes.truncate(start);
                    self.pending.push_back(at(finding, self.index));
                    self.over = true;
                }
            }
            break;
        }
        if chunk.bytes.is_empty() && !chunk.rowless {
            return self.pending.pop_front().map_or(Ok(None), Err);
        }
        Ok(Some(chunk))
    }
}
