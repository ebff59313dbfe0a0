//! Other names in the text of a profile: keys and options in their places; a fact that goes to another
//! section takes its lines, and the comments directly above it, along.

use super::layout::Layout;
use super::write::key_text;
use super::{Notation, same, sorted_comments};
use crate::finding::{Code, Finding, SourceText};
use crate::say;
use crate::source::yaml;
use crate::value::{Key, Node, Span, Value};
use std::collections::BTreeSet;

/// A place that gets another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A word in its place, a key or an option.
    Word(Span, String),
    /// A fact of one section becomes one of another: its key, from `(section, key)` to `(section, key)`.
    Move(Span, (String, String), (String, String)),
}

/// The text with other names. `expected` is what it then says: a text that says anything else, or has lost
/// a comment, is refused.
///
/// # Errors
/// What is wrong with the text, or a `cannot-edit`.
pub fn rename(
    source: &SourceText<'_>,
    places: &[Place],
    expected: &Node<'_>,
) -> Result<String, Vec<Finding>> {
    let refuse = |span: Span| {
        let message = say!("the new names cannot be written here without changing more than that");
        let finding = Finding::error(source, span, Code::CannotEdit, message);
        vec![finding.hint(say!("write them by hand; anchors, aliases and facts in braces that change their section are the usual reason"))]
    };
    // Until all are where they go, a fact that moves has a name of its own: its new one may still be another's.
    let unused = unused(source.text, places);
    let interim = |number: usize| format!("moving-{unused}-{number}");
    let word = |(number, place): (usize, &Place)| match place {
        Place::Word(span, new) => (*span, new.clone()),
        Place::Move(span, ..) => (*span, interim(number)),
    };
    let mut words: Vec<(Span, String)> = places.iter().enumerate().map(word).collect();
    words.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let notation = Notation::of(source);
    let mut expected = expected.clone();
    let mut text = source.text.to_owned();
    for (span, new) in words {
        let quotes = with_word(&mut text, span, &new, notation).ok_or_else(|| refuse(span))?;
        if quotes {
            quoted_at(&mut expected, span);
        }
    }
    for (number, place) in places.iter().enumerate() {
        if let Place::Move(span, from, to) = place {
            let comes =
                |place: &Place| matches!(place, Place::Move(_, _, home) if home.0 == from.0);
            let stays = places.iter().any(comes);
            text = moved(&text, &interim(number), (&from.0, &to.0), stays)
                .ok_or_else(|| refuse(*span))?;
        }
    }
    for (number, place) in places.iter().enumerate() {
        if let Place::Move(span, _, to) = place {
            text = called(&text, &to.0, (&interim(number), &to.1), notation)
                .ok_or_else(|| refuse(*span))?;
        }
    }
    let edited = SourceText::new("", &text);
    let kept = yaml::read(&edited).is_ok_and(|documents| {
        let says = documents
            .first()
            .is_some_and(|root| same(&root.value, &expected.value));
        let before = yaml::read(source).unwrap_or_default();
        says && sorted_comments(source.text, &before) == sorted_comments(&text, &documents)
    });
    if kept {
        Ok(text)
    } else {
        let span = |place: &Place| match place {
            Place::Word(span, _) | Place::Move(span, ..) => *span,
        };
        // A move changes more than a word does, so it is the likelier reason.
        let moves = places.iter().find(|place| matches!(place, Place::Move(..)));
        let first = moves.or_else(|| places.first()).map(span);
        Err(refuse(first.unwrap_or_default()))
    }
}

/// Another word in place of one, in the same quotes, or in quotes where it needs them; whether only the
/// new one has them.
fn with_word(text: &mut String, span: Span, new: &str, notation: Notation) -> Option<bool> {
    let (start, end) = (span.start as usize, span.end as usize);
    let old = text.get(start..end)?;
    let word = old.trim_end();
    let end = start + word.len();
    let quote = word
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    let word = match quote {
        Some(quote) => format!("{quote}{new}{quote}"),
        None => key_text(new, notation),
    };
    text.replace_range(start..end, &word);
    Some(quote.is_none() && word.starts_with('"'))
}

/// A value that is written in quotes now.
fn quoted_at(node: &mut Node<'_>, at: Span) {
    match &mut node.value {
        Value::Scalar { plain, .. } => *plain &= node.span != at,
        Value::List(items) => items.iter_mut().for_each(|item| quoted_at(item, at)),
        Value::Map(entries) => {
            for (_, node) in entries {
                quoted_at(node, at);
            }
        }
    }
}

/// A number that stands behind `moving-` neither in the text nor in a new name.
fn unused(text: &str, places: &[Place]) -> u64 {
    let names = places.iter().map(|place| match place {
        Place::Word(_, new) | Place::Move(_, _, (_, new)) => new.as_str(),
    });
    let mut taken = BTreeSet::new();
    for part in names
        .chain([text])
        .flat_map(|text| text.split("moving-").skip(1))
    {
        let digits = part.bytes().take_while(u8::is_ascii_digit).take(20).count();
        taken.extend(part[..digits].parse::<u64>());
    }
    (0..).find(|number| !taken.contains(number)).unwrap_or(0)
}

/// The text with another key in a section.
fn called(
    text: &str,
    section: &str,
    (old, new): (&str, &str),
    notation: Notation,
) -> Option<String> {
    let source = SourceText::new("", text);
    let documents = yaml::read(&source).ok()?;
    let (_, own) = section_of(documents.first()?, section)?;
    let Value::Map(facts) = &own.value else {
        return None;
    };
    let (key, _) = facts.iter().find(|(key, _)| key.text == old)?;
    let mut text = text.to_owned();
    with_word(&mut text, key.span, new, notation)?;
    Some(text)
}

/// The text with a fact in another section. The one that it leaves stays even if that was all it said, where
/// another fact goes there.
fn moved(text: &str, key: &str, (from, to): (&str, &str), stays: bool) -> Option<String> {
    let source = SourceText::new("", text);
    let documents = yaml::read(&source).ok()?;
    let root = documents.first()?;
    let layout = Layout::new(text, &documents);
    let (section, own) = section_of(root, from)?;
    let Value::Map(facts) = &own.value else {
        return None;
    };
    if layout.is_flow(root) || layout.is_flow(own) || layout.is_alias(own) {
        return None;
    }
    let (key, value) = facts.iter().find(|(name, _)| name.text == key)?;
    if !layout.begins_line(key.span.start as usize) {
        return None;
    }
    let column = layout.column(key.span.start as usize);
    let start = with_comments_above(text, layout.line_start(key.span.start as usize), column);
    let end = next_line(text, layout.line_end(layout.entry_end(key, value)?));
    let mut lines = text.get(start..end)?.to_owned();
    if !lines.ends_with('\n') {
        lines.push_str(layout.eol);
    }
    // A section without facts says nothing, and the set may no longer have it.
    let alone = facts.len() == 1 && !stays;
    let header = layout.line_start(section.span.start as usize);
    let header_end = next_line(text, layout.line_end(layout.key_end(section)));
    let mut rest = text.to_owned();
    rest.replace_range(start..end, "");
    if alone {
        let colon = layout.colon(section)?;
        let comment = text.get(colon + 1..header_end)?.trim();
        // An anchor or a tag belongs to the section.
        if !comment.is_empty() && !comment.starts_with('#') {
            return None;
        }
        let left = if comment.is_empty() {
            String::new()
        } else {
            format!("{comment}{}", layout.eol)
        };
        rest.replace_range(header..header_end, &left);
    }
    inserted(&rest, to, &lines, column)
}

/// The text with the lines of a fact at the end of a section.
fn inserted(text: &str, section: &str, lines: &str, column: usize) -> Option<String> {
    let source = SourceText::new("", text);
    let documents = yaml::read(&source).ok()?;
    let layout = Layout::new(text, &documents);
    let root = documents.first().filter(|root| !root.is_null());
    let found = root.and_then(|root| section_of(root, section));
    let Some((place, own)) = found else {
        let at = layout.document_end();
        let (before, after) = text.split_at(at);
        let gap = if before.is_empty() || before.ends_with('\n') {
            ""
        } else {
            layout.eol
        };
        let lines = indented(lines, column, 2);
        return Some(format!(
            "{before}{gap}{section}:{}{lines}{after}",
            layout.eol
        ));
    };
    let (at, wanted) = match &own.value {
        Value::Map(facts) if !layout.is_flow(own) && !layout.is_alias(own) => {
            let (first, _) = facts.first()?;
            let (last, node) = facts.last()?;
            let at = layout.line_end(layout.entry_end(last, node)?);
            (at, layout.column(first.span.start as usize))
        }
        Value::Scalar { .. } if own.is_null() && own.span.start == own.span.end => {
            let at = layout.line_end(layout.key_end(place));
            (at, layout.column(place.span.start as usize) + 2)
        }
        Value::Map(_) | Value::Scalar { .. } | Value::List(_) => return None,
    };
    let at = next_line(text, at);
    let (before, after) = text.split_at(at);
    let gap = if before.ends_with('\n') {
        ""
    } else {
        layout.eol
    };
    Some(format!(
        "{before}{gap}{}{after}",
        indented(lines, column, wanted)
    ))
}

fn section_of<'n, 'a>(root: &'n Node<'a>, name: &str) -> Option<(&'n Key<'a>, &'n Node<'a>)> {
    let Value::Map(sections) = &root.value else {
        return None;
    };
    let found = sections.iter().find(|(key, _)| key.text == name);
    found.map(|(key, node)| (key, node))
}

/// The start of the lines directly above that hold only comments as far in.
fn with_comments_above(text: &str, mut start: usize, column: usize) -> usize {
    while let Some(end) = start.checked_sub(1) {
        let above = text[..end].rfind('\n').map_or(0, |line| line + 1);
        let line = &text[above..end];
        let indent = line.len() - line.trim_start().len();
        if !line.trim_start().starts_with('#') || indent != column {
            break;
        }
        start = above;
    }
    start
}

fn next_line(text: &str, line_end: usize) -> usize {
    text[line_end..]
        .find('\n')
        .map_or(text.len(), |found| line_end + found + 1)
}

/// Lines moved from one column to another.
fn indented(lines: &str, from: usize, to: usize) -> String {
    let line = |line: &str| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let kept = (blanks + to).saturating_sub(from);
        if line.trim().is_empty() {
            line.to_owned()
        } else {
            format!("{}{}", " ".repeat(kept), &line[blanks..])
        }
    };
    lines.split_inclusive('\n').map(line).collect()
}
