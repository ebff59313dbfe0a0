//! Lines as they come, from a file or from whoever writes to standard input.

use super::files::{MAX_BYTES, decode, open, too_large, unreadable};
use crate::finding::Finding;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;

/// The lines of an input, each read only when it is asked for.
pub struct Lines {
    path: String,
    reader: BufReader<Box<dyn Read>>,
    text: String,
}

impl Lines {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// A finding if it cannot be opened.
    pub fn open(path: &str) -> Result<Self, Box<Finding>> {
        Ok(Self {
            path: path.to_owned(),
            reader: BufReader::new(open(path)?),
            text: String::new(),
        })
    }

    /// The path, `-` for standard input.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// All that was read so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Waits for the next line and gives its place in [`Self::text`], without its line break; none at
    /// the end.
    ///
    /// # Errors
    /// A finding if it cannot be read, is not UTF-8, or the whole is too large.
    pub fn next_line(&mut self) -> Result<Option<Range<usize>>, Box<Finding>> {
        let mut bytes = Vec::new();
        let room = MAX_BYTES.saturating_sub(self.text.len() as u64) + 1;
        self.reader
            .by_ref()
            .take(room)
            .read_until(b'\n', &mut bytes)
            .map_err(|error| unreadable(&self.path, &error))?;
        if bytes.len() as u64 >= room {
            return Err(too_large(&self.path));
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = decode(&self.path, bytes)?.text;
        let start = self.text.len();
        self.text.push_str(&line);
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        Ok(Some(start..end))
    }
}
