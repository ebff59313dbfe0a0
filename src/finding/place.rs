//! Where something stands in a text: line, column, and the line itself.

use crate::value::Span;
use std::sync::OnceLock;

/// A source text with its name; finds lines and columns when a finding needs them.
#[derive(Debug)]
pub struct SourceText<'a> {
    /// The path as the user named it (`-` for standard input).
    pub path: String,
    /// The text: all of it, or a part that begins at the start of a line.
    pub text: &'a str,
    /// The number of the text's first line in its file, from 1.
    pub first_line: usize,
    /// Which document of its file it is, from 0, where there may be several.
    pub document: Option<usize>,
    lines: OnceLock<Vec<u32>>,
}

impl<'a> SourceText<'a> {
    /// Names a text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: &'a str) -> Self {
        Self {
            path: path.into(),
            text,
            first_line: 1,
            document: None,
            lines: OnceLock::new(),
        }
    }

    /// Names a part of a file: its first line there, from 1, and which document it is, from 0.
    #[must_use]
    pub fn part(
        path: impl Into<String>,
        text: &'a str,
        first_line: usize,
        document: usize,
    ) -> Self {
        Self {
            first_line,
            document: Some(document),
            ..Self::new(path, text)
        }
    }

    /// Where `span` stands, with its line. Offsets outside the text or inside a character are moved in.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let text = self.text;
        let clamp = |offset: u32| floor_boundary(text, (offset as usize).min(text.len()));
        let (mut start, end) = (clamp(span.start), clamp(span.end));
        // The end of a file with a final newline is shown behind its last line, not on an empty one.
        if start == text.len() && start > 0 && text.ends_with('\n') {
            start -= 1;
        }
        let lines = self.lines.get_or_init(|| {
            let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
                .collect()
        });
        let line = lines
            .partition_point(|&begin| begin as usize <= start)
            .max(1)
            - 1;
        let begin = lines[line] as usize;
        let stop = lines
            .get(line + 1)
            .map_or(text.len(), |&next| next as usize);
        let whole = text[begin..stop].trim_end_matches(['\n', '\r']);
        let column = text[begin..start].chars().count() + 1;
        // A caret needs a place; what runs over several lines is marked on its first.
        let from = (start - begin).min(whole.len());
        let to = (end.max(start) - begin).min(whole.len());
        let (excerpt, caret) = window(whole, from, to);
        Place {
            path: self.path.clone(),
            line: line + self.first_line,
            column,
            excerpt,
            caret,
        }
    }
}

fn floor_boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The longest excerpt of a source line, in bytes: longer lines are cut around the caret.
const EXCERPT: usize = 400;

fn window(line: &str, from: usize, to: usize) -> (String, std::ops::Range<usize>) {
    if line.len() <= EXCERPT {
        return (line.to_owned(), from..to);
    }
    let begin = floor_boundary(line, from.saturating_sub(EXCERPT / 2));
    let stop = floor_boundary(line, (begin + EXCERPT).min(line.len()));
    (
        line[begin..stop].to_owned(),
        from - begin..to.min(stop).max(from) - begin,
    )
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The source line, or the part of it around the caret.
    pub excerpt: String,
    /// What the caret marks, in bytes of the excerpt.
    pub caret: std::ops::Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_and_lines() {
        let source = SourceText::new("甲.yaml", "a: 1\n公司: 三百\r\nend");
        let start = source.text.find("三").expect("it is there");
        let place = source.place(Span::new(start, start + 6));
        assert_eq!(
            (place.line, place.column, place.excerpt.as_str()),
            (2, 5, "公司: 三百")
        );
        assert_eq!(&place.excerpt[place.caret.clone()], "三百");
    }

    #[test]
    fn a_place_outside_the_text_is_moved_in() {
        for text in ["", "\n", "ab\n", "甲"] {
            let source = SourceText::new("x", text);
            for at in 0..6 {
                let place = source.place(Span::new(at, at + 3));
                assert!(place.excerpt.get(place.caret).is_some(), "{text:?} at {at}");
            }
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_caret() {
        let text = format!("{}here{}", "甲".repeat(5000), "乙".repeat(5000));
        let source = SourceText::new("x", &text);
        let place = source.place(Span::new(15000, 15004));
        assert!(place.excerpt.len() <= EXCERPT);
        assert_eq!(&place.excerpt[place.caret], "here");
        assert_eq!(place.column, 5001);
    }
}
