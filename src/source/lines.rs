//! Lines as they come, from a file or from whoever writes to standard input.

use super::files::{decode, open, too_large, unreadable};
use crate::finding::Finding;
use crate::limits::limits;
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
        let room = limits().file.saturating_sub(self.text.len()) as u64 + 1;
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
        let line = String::from_utf8(bytes).or_else(|error| {
            // Its place is one in the whole text.
            let all = [self.text.as_bytes(), error.as_bytes()].concat();
            decode(&self.path, all).map(|file| file.text)
        })?;
        let start = self.text.len();
        self.text.push_str(&line);
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        Ok(Some(start..end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn bytes_that_are_no_text_are_placed_in_the_file() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all("一\r\nten: 二\n# \u{fc}".as_bytes())
            .expect("written");
        file.write_all(b" \xfc\n").expect("written");
        let mut lines = Lines::open(file.path().to_str().expect("UTF-8")).expect("a file");
        for expected in ["一", "ten: 二"] {
            let line = lines.next_line().expect("read").expect("a line");
            assert_eq!(&lines.text()[line], expected);
        }
        let finding = lines.next_line().expect_err("no UTF-8");
        let place = finding.place.as_ref().expect("a place");
        assert_eq!((place.line, place.column), (3, 5));
        assert!(
            finding.message.ends_with("byte 20 is invalid"),
            "{}",
            finding.message
        );
    }
}
