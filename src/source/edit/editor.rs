//! The edits, by the form of the profile: values on a line or over lines, entries of block and flow maps.

use super::Notation;
use super::layout::Layout;
use super::write::{flow, key_text};
use crate::value::{Key, Node, Value};

/// What a flow map gets at its end.
#[derive(Clone, Copy)]
enum New<'n> {
    /// `key: value`.
    Fact(&'n str, &'n Value<'n>),
    /// `section: { key: value }`.
    Section(&'n str, &'n str, &'n Value<'n>),
}

/// A text that can be edited. None of its edits is checked here.
pub(super) struct Editor<'e> {
    pub(super) text: &'e str,
    pub(super) layout: &'e Layout<'e>,
    pub(super) notation: Notation,
}

impl Editor<'_> {
    /// An edit of a profile that holds something; none where its form is not one that can be edited.
    pub(super) fn edit(
        &self,
        root: &Node<'_>,
        section: &str,
        key: &str,
        value: &Value<'_>,
    ) -> Option<String> {
        let Value::Map(sections) = &root.value else {
            return None;
        };
        let in_flow = self.layout.is_flow(root);
        let Some((place, node)) = sections.iter().find(|(name, _)| name.text == section) else {
            if in_flow {
                return self.add_to_flow(root, sections, New::Section(section, key, value));
            }
            let column = self.layout.column(sections.first()?.0.span.start as usize);
            return Some(self.append(&self.block(column, section, key, value)));
        };
        if self.layout.is_alias(node) {
            return None;
        }
        match &node.value {
            Value::Map(facts) => match facts.iter().find(|(name, _)| name.text == key) {
                Some((place, old)) => {
                    let new = flow(value, self.notation);
                    self.replace(self.layout.is_flow(node), place, old, &new)
                }
                None if facts.is_empty() && !in_flow => self.first_fact(place, node, key, value),
                None if self.layout.is_flow(node) => {
                    self.add_to_flow(node, facts, New::Fact(key, value))
                }
                None => self.after_last(facts, key, value),
            },
            Value::Scalar { .. } if node.is_null() && in_flow => {
                let new = self.braced(&self.entry(key, value));
                self.replace(true, place, node, &new)
            }
            Value::Scalar { .. } if node.is_null() => self.first_fact(place, node, key, value),
            Value::Scalar { .. } | Value::List(_) => None,
        }
    }

    /// The first section of a profile that is empty but for comments and a document marker.
    pub(super) fn first_section(
        &self,
        null: Option<&Node<'_>>,
        section: &str,
        key: &str,
        value: &Value<'_>,
    ) -> Option<String> {
        if null.is_some_and(|node| node.span.start != node.span.end) || !self.holds_nothing() {
            return None;
        }
        Some(match self.notation {
            Notation::Yaml => self.append(&self.block(0, section, key, value)),
            Notation::Json => {
                let entry = self.in_lines("  ", New::Section(section, key, value));
                let eol = self.layout.eol;
                self.append(&format!("{{{eol}  {entry}{eol}}}{eol}"))
            }
        })
    }

    /// Whether there is no anchor and no tag either, which would come to stand before something.
    fn holds_nothing(&self) -> bool {
        let is_comment = |text: &str| text.is_empty() || text.starts_with('#');
        let mut lines = self.text.trim_start_matches('\u{FEFF}').lines();
        lines.all(|line| {
            let marker = line
                .strip_prefix("---")
                .or_else(|| line.strip_prefix("..."));
            is_comment(marker.unwrap_or(line).trim()) || line.starts_with('%')
        })
    }

    fn entry(&self, key: &str, value: &Value<'_>) -> String {
        format!(
            "{}: {}",
            key_text(key, self.notation),
            flow(value, self.notation)
        )
    }

    /// A section with one fact, as lines.
    fn block(&self, column: usize, section: &str, key: &str, value: &Value<'_>) -> String {
        let (eol, outer) = (self.layout.eol, " ".repeat(column));
        let (section, fact) = (key_text(section, self.notation), self.entry(key, value));
        format!("{outer}{section}:{eol}{outer}  {fact}{eol}")
    }

    /// The text with lines at its end, before a marker that ends the document.
    fn append(&self, lines: &str) -> String {
        let at = self.layout.document_end();
        let (before, after) = self.text.split_at(at);
        let open = !before.trim_start_matches('\u{FEFF}').is_empty() && !before.ends_with('\n');
        let eol = if open { self.layout.eol } else { "" };
        format!("{before}{eol}{lines}{after}")
    }

    /// A line for the first fact of a section that has none: nothing, `~` or `{}` stands behind its key.
    fn first_fact(
        &self,
        place: &Key<'_>,
        node: &Node<'_>,
        key: &str,
        value: &Value<'_>,
    ) -> Option<String> {
        let colon = self.layout.colon(place)?;
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let column = self.layout.column(place.span.start as usize) + 2;
        let rest = if start == end {
            colon + 1
        } else {
            if self.text.get(colon + 1..end)?.contains('\n') {
                return None;
            }
            end
        };
        let line_end = self.layout.line_end(rest);
        // A comment behind the key stays where it is.
        let comment = self.text.get(rest..line_end)?;
        let comment = if start == end {
            comment.to_owned()
        } else if comment.trim().is_empty() {
            String::new()
        } else {
            format!(" {}", comment.trim_start())
        };
        let fact = format!("{}{}", " ".repeat(column), self.entry(key, value));
        Some(self.with_line(&self.text[..=colon], &comment, line_end, &fact))
    }

    /// A line behind the last fact of a section.
    fn after_last(
        &self,
        facts: &[(Key<'_>, Node<'_>)],
        key: &str,
        value: &Value<'_>,
    ) -> Option<String> {
        let (first, _) = facts.first()?;
        let (last, node) = facts.last()?;
        let column = self.layout.column(first.span.start as usize);
        let line_end = self.layout.line_end(self.layout.entry_end(last, node)?);
        let fact = format!("{}{}", " ".repeat(column), self.entry(key, value));
        Some(self.with_line(&self.text[..line_end], "", line_end, &fact))
    }

    /// `before`, the rest of its line, a new line, and what followed that rest.
    fn with_line(&self, before: &str, rest: &str, line_end: usize, line: &str) -> String {
        let after = &self.text[line_end..];
        // Where the file ends without a line break it goes on to do so.
        format!("{before}{rest}{}{line}{after}", self.layout.eol)
    }

    /// An entry at the end of a flow map.
    fn add_to_flow(
        &self,
        map: &Node<'_>,
        entries: &[(Key<'_>, Node<'_>)],
        new: New<'_>,
    ) -> Option<String> {
        let (start, end) = (map.span.start as usize, map.span.end as usize);
        let Some((last, node)) = entries.last() else {
            return self.fill_empty(start, end, new);
        };
        let last_end = self.layout.entry_end(last, node)?;
        let own_line = self.layout.begins_line(last.span.start as usize);
        let after = self.text.get(last_end..end)?;
        // A comma may stand there already; then one stands behind the new entry too.
        let comma = after.trim_start().starts_with(',');
        let split = if comma {
            last_end + after.find(',')? + 1
        } else {
            last_end
        };
        let (head, tail) = self.text.split_at(split);
        let (joint, trailing) = match (comma, head.ends_with(':')) {
            (true, _) => ("", ","),
            // Behind a colon without a value some readers take a comma for text.
            (false, true) => (" ,", ""),
            (false, false) => (",", ""),
        };
        let line = tail.lines().next().unwrap_or("");
        let free = line.trim().is_empty() || line.trim_start().starts_with('#');
        if own_line && free {
            let indent = " ".repeat(self.layout.column(last.span.start as usize));
            let entry = self.in_lines(&indent, new);
            let (rest, tail) = tail.split_at(line.len());
            let eol = self.layout.eol;
            Some(format!(
                "{head}{joint}{rest}{eol}{indent}{entry}{trailing}{tail}"
            ))
        } else {
            let entry = self.in_line(new);
            Some(format!("{head}{joint} {entry}{trailing}{tail}"))
        }
    }

    /// The only entry of an empty flow map; the whole profile, where that map is it, becomes lines.
    fn fill_empty(&self, start: usize, end: usize, new: New<'_>) -> Option<String> {
        let (before, after) = (&self.text[..start], &self.text[end..]);
        if !self.text.get(start + 1..end - 1)?.trim().is_empty() {
            return None;
        }
        let alone = self.layout.begins_line(start)
            && self.text[end..self.layout.line_end(end)].trim().is_empty();
        if !alone {
            let map = self.braced(&self.in_line(new));
            return Some(format!("{before}{map}{after}"));
        }
        let column = self.layout.column(start);
        let eol = self.layout.eol;
        if let (Notation::Yaml, New::Section(section, key, value), 0) = (self.notation, new, column)
        {
            let block = self.block(0, section, key, value);
            return Some(format!("{before}{}{after}", block.trim_end()));
        }
        let outer = " ".repeat(column);
        let inner = format!("{outer}  ");
        let entry = self.in_lines(&inner, new);
        Some(format!(
            "{before}{{{eol}{inner}{entry}{eol}{outer}}}{after}"
        ))
    }

    fn braced(&self, inner: &str) -> String {
        match self.notation {
            Notation::Yaml => format!("{{ {inner} }}"),
            Notation::Json => format!("{{{inner}}}"),
        }
    }

    fn in_line(&self, new: New<'_>) -> String {
        match new {
            New::Fact(key, value) => self.entry(key, value),
            New::Section(section, key, value) => {
                let section = key_text(section, self.notation);
                format!("{section}: {}", self.braced(&self.entry(key, value)))
            }
        }
    }

    /// An entry of a flow map that has its entries on lines: a section's fact gets a line too.
    fn in_lines(&self, indent: &str, new: New<'_>) -> String {
        match new {
            New::Fact(..) => self.in_line(new),
            New::Section(section, key, value) => {
                let eol = self.layout.eol;
                let (section, fact) = (key_text(section, self.notation), self.entry(key, value));
                format!("{section}: {{{eol}{indent}  {fact}{eol}{indent}}}")
            }
        }
    }

    /// Another value for a key.
    fn replace(&self, in_flow: bool, key: &Key<'_>, old: &Node<'_>, new: &str) -> Option<String> {
        let Some(colon) = self.layout.colon(key) else {
            // `{ a, b }`: a key alone has no value. A block map's key always has its colon.
            let at = self.layout.key_end(key);
            let (before, after) = self.text.split_at_checked(at)?;
            let fits = in_flow && self.layout.is_on_one_line(key);
            return fits.then(|| format!("{before}: {new}{after}"));
        };
        let (start, end) = (old.span.start as usize, self.layout.entry_end(key, old)?);
        if start <= colon {
            return Some(self.on_line(colon + 1, colon + 1, &format!(" {new}")));
        }
        if !self.text.get(colon..end)?.contains('\n') {
            return Some(self.on_line(start, end, new));
        }
        self.replace_lines(key, colon, end, new)
    }

    /// Something else in place of a part of a line; a comment behind it keeps its column if it can.
    fn on_line(&self, start: usize, end: usize, new: &str) -> String {
        let (before, after) = (&self.text[..start], &self.text[end..]);
        let gap = after.len() - after.trim_start_matches(' ').len();
        if gap == 0 || !after[gap..].starts_with('#') {
            return format!("{before}{new}{after}");
        }
        let columns = |text: &str| text.chars().count();
        let wanted = columns(&self.text[start..end]) + gap;
        let gap_now = wanted.saturating_sub(columns(new)).max(gap.min(2));
        format!("{before}{new}{}{}", " ".repeat(gap_now), &after[gap..])
    }

    /// A value over several lines becomes one on the line of its key. Comments inside it go above.
    fn replace_lines(&self, key: &Key<'_>, colon: usize, end: usize, new: &str) -> Option<String> {
        let begin = self.layout.line_start(key.span.start as usize);
        let indent = &self.text[begin..key.span.start as usize];
        if !indent.chars().all(|c| c == ' ') {
            return None;
        }
        let line_end = self.layout.line_end(end);
        let key_line_end = self.layout.line_end(colon);
        let mut own = String::new();
        let mut above = String::new();
        let mut rest = &self.text[end..line_end];
        for comment in self.layout.comments_in(colon, line_end) {
            let text = self
                .text
                .get(comment.start as usize..comment.end as usize)?;
            let text = text.trim_end();
            if (comment.start as usize) < key_line_end {
                own = format!("  {text}");
            } else if (comment.start as usize) < end || !own.is_empty() {
                above.push_str(&format!("{indent}{text}{}", self.layout.eol));
                if comment.start as usize >= end {
                    rest = &self.text[end..comment.start as usize];
                }
            }
        }
        let (head, tail) = (&self.text[begin..=colon], &self.text[line_end..]);
        let before = &self.text[..begin];
        let rest = rest.trim_end();
        Some(format!("{before}{above}{head} {new}{rest}{own}{tail}"))
    }
}
