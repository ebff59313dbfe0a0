//! Where things stand in a text: lines, columns, comments, and the ends of values.

use crate::value::{Key, Node, Span, Value};

/// A text with the places of its comments.
pub(super) struct Layout<'t> {
    text: &'t str,
    comments: Vec<Span>,
    /// The end of the last value; where nothing is stated, 0.
    content_end: usize,
    /// How its lines end.
    pub(super) eol: &'static str,
}

impl<'t> Layout<'t> {
    /// The layout of a text and of what was read from it.
    pub(super) fn new(text: &'t str, documents: &[Node<'_>]) -> Self {
        let mut scalars = Vec::new();
        for document in documents {
            collect_scalars(document, &mut scalars);
        }
        scalars.sort_by_key(|span| span.start);
        let crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
        let mut layout = Self {
            text,
            comments: comments(text, &scalars),
            content_end: 0,
            eol: if crlf { "\r\n" } else { "\n" },
        };
        let ends = documents.iter().filter_map(|root| layout.content_end(root));
        layout.content_end = ends.max().unwrap_or(0);
        layout
    }

    /// The start of the line of a byte.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |line| line + 1);
        let mark = '\u{FEFF}'.len_utf8();
        if start == 0 && self.text.starts_with('\u{FEFF}') && at >= mark {
            mark
        } else {
            start
        }
    }

    /// The end of the line of a byte, before its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let line = self.text[at..].lines().next().unwrap_or("");
        at + line.len()
    }

    /// How many characters stand before a byte on its line.
    pub(super) fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// Whether only spaces stand before a byte on its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].trim().is_empty()
    }

    /// Whether a collection is written with brackets.
    pub(super) fn is_flow(&self, node: &Node<'_>) -> bool {
        self.text[node.span.start as usize..].starts_with(['{', '['])
    }

    /// Whether a value is taken from an anchor elsewhere.
    pub(super) fn is_alias(&self, node: &Node<'_>) -> bool {
        let start = node.span.start as usize;
        node.span.end as usize > start && self.text[start..].starts_with('*')
    }

    /// The end of a key, without spaces that the parser counts to it.
    pub(super) fn key_end(&self, key: &Key<'_>) -> usize {
        let (start, end) = (key.span.start as usize, key.span.end as usize);
        start + self.text[start..end].trim_end().len()
    }

    /// Whether a key stands on one line with its anchor and its tag: over several lines, many readers take none that
    /// has a value.
    pub(super) fn is_on_one_line(&self, key: &Key<'_>) -> bool {
        let (start, end) = (key.span.start as usize, self.key_end(key));
        let mut before = &self.text[..start];
        loop {
            let nearer = before.trim_ascii_end();
            let token = nearer.rfind(|c: char| c.is_ascii_whitespace() || matches!(c, '{' | ','));
            let token = token.map_or(0, |at| at + 1);
            if !nearer[token..].starts_with(['&', '!']) {
                return !self.text[before.len()..end].contains(['\n', '\r']);
            }
            before = &nearer[..token];
        }
    }

    /// The colon behind a key; none for a key alone in a flow map, and for a key that `?` marks.
    pub(super) fn colon(&self, key: &Key<'_>) -> Option<usize> {
        let end = self.key_end(key);
        let rest = &self.text[end..];
        let gap = rest.len() - rest.trim_start().len();
        let same_line = !rest[..gap].contains('\n');
        (same_line && rest[gap..].starts_with(':')).then_some(end + gap)
    }

    /// The end of an entry: of its value, or of the colon where no value is written.
    pub(super) fn entry_end(&self, key: &Key<'_>, node: &Node<'_>) -> Option<usize> {
        let bare = || {
            let colon = self.colon(key);
            colon.map_or(self.key_end(key), |colon| colon + 1)
        };
        if node.span.start == node.span.end {
            Some(bare())
        } else {
            self.content_end(node)
        }
    }

    /// The end of a value, without the blank lines and comments that the parser counts to it.
    fn content_end(&self, node: &Node<'_>) -> Option<usize> {
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        if self.is_alias(node) {
            return Some(end);
        }
        match &node.value {
            Value::Scalar { .. } => Some(start + self.text.get(start..end)?.trim_end().len()),
            Value::List(_) | Value::Map(_) if self.is_flow(node) => Some(end),
            Value::List(items) => {
                let ends = items.iter().map(|item| self.content_end(item));
                ends.collect::<Option<Vec<_>>>()?.into_iter().max()
            }
            Value::Map(entries) => {
                let ends = entries.iter().map(|(key, node)| self.entry_end(key, node));
                ends.collect::<Option<Vec<_>>>()?.into_iter().max()
            }
        }
    }

    /// Where lines can be added to the document: before `...`, else the end of the text.
    pub(super) fn document_end(&self) -> usize {
        let mut at = self.line_end(self.content_end);
        while let Some(next) = self.text[at..].find('\n').map(|found| at + found + 1) {
            if self.text[next..].starts_with("...") {
                return next;
            }
            at = next;
        }
        self.text.len()
    }

    /// The comments that begin within a stretch.
    pub(super) fn comments_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Span> {
        let within = move |span: &&Span| (start..end).contains(&(span.start as usize));
        self.comments.iter().filter(within)
    }

    /// The text of every comment.
    pub(super) fn comment_texts(&self) -> Vec<&'t str> {
        let text = |span: &Span| self.text[span.start as usize..span.end as usize].trim_end();
        self.comments.iter().map(text).collect()
    }
}

fn collect_scalars(node: &Node<'_>, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar { .. } => spans.push(node.span),
        Value::List(items) => items.iter().for_each(|item| collect_scalars(item, spans)),
        Value::Map(entries) => {
            for (key, value) in entries {
                spans.push(key.span);
                collect_scalars(value, spans);
            }
        }
    }
}

/// The comments of a text: from every `#` that begins a line or follows a space, outside scalars.
fn comments(text: &str, scalars: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut at, mut next) = (0, 0);
    while let Some(hash) = text[at..].find('#').map(|found| at + found) {
        while scalars
            .get(next)
            .is_some_and(|span| span.end as usize <= hash)
        {
            next += 1;
        }
        let inside = scalars[next..]
            .iter()
            .take_while(|span| span.start as usize <= hash)
            .any(|span| span.end as usize > hash);
        let before = text[..hash].chars().next_back();
        let begins = before.is_none_or(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{FEFF}'));
        at = hash + 1;
        if !inside && begins {
            let end = text[hash..]
                .find('\n')
                .map_or(text.len(), |line| hash + line);
            found.push(Span::new(hash, end));
            at = end;
        }
    }
    found
}
