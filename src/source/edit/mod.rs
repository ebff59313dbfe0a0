//! Edits the text of a profile so that one fact changes and nothing else: comments, order and layout stay.
//!
//! Where the value goes follows from the places in the tree that the reader gives. Every edit is read
//! again and compared: a text that differs in anything but the fact, or has lost a comment, is refused.

mod editor;
mod layout;
mod rename;
mod write;

pub use rename::{Place, rename};

use crate::finding::{Code, Finding, SourceText};
use crate::say;
use crate::source::yaml;
use crate::value::{Key, Node, Span, Value};
use editor::Editor;
use layout::Layout;
use std::borrow::Cow;
use write::in_notation;

/// How a text writes its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Words without quotes where that is safe.
    Yaml,
    /// Every text in double quotes.
    Json,
}

impl Notation {
    /// The notation of a file: JSON by its name, or where its outermost map writes keys as JSON does.
    #[must_use]
    pub fn of(source: &SourceText<'_>) -> Self {
        let body = source.text.trim_start_matches('\u{FEFF}').trim_start();
        let quoted = body
            .strip_prefix('{')
            .is_some_and(|rest| rest.trim_start().starts_with('"'));
        let named = std::path::Path::new(&source.path)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if named || quoted {
            Self::Json
        } else {
            Self::Yaml
        }
    }
}

/// The text with the fact `section.key` set to a value: an existing value is replaced, a missing one
/// becomes the last of its section, a missing section the last of the profile. An empty text is an
/// empty profile.
///
/// # Errors
/// What is wrong with the text, or a `cannot-edit` where the edit would change or lose anything else,
/// for example because the value carries an anchor that another place uses.
pub fn set(
    source: &SourceText<'_>,
    section: &str,
    key: &str,
    value: &Value<'_>,
) -> Result<String, Vec<Finding>> {
    let documents = yaml::read(source)?;
    let refuse = |span: Span| {
        let message = say!(
            "`{section}.{key}` cannot be set here without changing more than that",
            section,
            key
        );
        let finding = Finding::error(source, span, Code::CannotEdit, message).hint(say!(
            "write it by hand; anchors, aliases and values over several lines are the usual reason"
        ));
        vec![finding]
    };
    if let [_, second, ..] = documents.as_slice() {
        return Err(refuse(second.span));
    }
    let root = documents.first().filter(|root| !root.is_null());
    let notation = Notation::of(source);
    let value = in_notation(value, notation);
    let place = place_of(root, section, key);
    let layout = Layout::new(source.text, &documents);
    let editor = Editor {
        text: source.text,
        layout: &layout,
        notation,
    };
    let edited = match root {
        None => editor.first_section(documents.first(), section, key, &value),
        Some(root) => editor.edit(root, section, key, &value),
    };
    let edited = edited.ok_or_else(|| refuse(place))?;
    let ends_alike = source.text.lines().next_back() == edited.lines().next_back();
    if (ends_alike || !ends_in_block_text(source.text, root))
        && keeps_all_else(source.text, root, &edited, section, key, &value)
    {
        Ok(edited)
    } else {
        Err(refuse(place))
    }
}

/// Whether a text ends without a line break in a block text that has the last one of its lines (YAML 1.2.2, 8.1.1.2):
/// some readers take one for given, to others it would be new.
fn ends_in_block_text(text: &str, root: Option<&Node<'_>>) -> bool {
    let mut last = root;
    while let Some(inner) = last.and_then(|node| match &node.value {
        Value::Map(entries) => entries.last().map(|(_, value)| value),
        Value::List(items) => items.last(),
        Value::Scalar { .. } => None,
    }) {
        last = Some(inner);
    }
    let Some(Node {
        value: Value::Scalar { plain: false, .. },
        span,
    }) = last
    else {
        return false;
    };
    let Some((before, rest)) = text.split_at_checked(span.start as usize) else {
        return false;
    };
    // Its place may begin with the header or with what is below that.
    let own = rest.lines().next().filter(|_| rest.starts_with(['|', '>']));
    let above = before.trim_end().rsplit(['\n', '\r']).next();
    let headers = [own, above].map(|line| block_header(line.unwrap_or("")));
    let goes_on = |header: &str| !header.is_empty() && !header.contains('-');
    let reaches_the_end = !text.ends_with('\n') && span.end as usize >= text.trim_end().len();
    reaches_the_end && headers.into_iter().any(goes_on)
}

/// The header of a block text that begins at the end of a line, such as `|2+`; nothing where none does.
fn block_header(line: &str) -> &str {
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    let last = line.split_whitespace().next_back().unwrap_or("");
    let is_header = last.len() <= 3 && last.starts_with(['|', '>']);
    if is_header { last } else { "" }
}

/// Where the fact stands or would stand, for an error.
fn place_of(root: Option<&Node<'_>>, section: &str, key: &str) -> Span {
    let Some(section) = root.and_then(|root| root.get(section)) else {
        return root.map_or(Span::new(0, 0), |root| Span {
            end: root.span.start,
            ..root.span
        });
    };
    section.get(key).map_or(section.span, |value| value.span)
}

/// Whether a text says the same as the tree before, but for one fact, and has all its comments.
fn keeps_all_else(
    before: &str,
    root: Option<&Node<'_>>,
    edited: &str,
    section: &str,
    key: &str,
    value: &Value<'_>,
) -> bool {
    let source = SourceText::new("", edited);
    let Ok(documents) = yaml::read(&source) else {
        return false;
    };
    let [now] = documents.as_slice() else {
        return false;
    };
    let empty = Value::Map(Vec::new());
    let mut expected = root.map_or(empty.clone(), |root| root.value.clone());
    let Value::Map(sections) = &mut expected else {
        return false;
    };
    let facts = entry(sections, section);
    if facts.is_null() {
        facts.value = empty;
    }
    let Value::Map(facts) = &mut facts.value else {
        return false;
    };
    entry(facts, key).value = value.clone();
    let old: Vec<Node<'_>> = root.cloned().into_iter().collect();
    same(&now.value, &expected)
        && sorted_comments(before, &old) == sorted_comments(edited, &documents)
}

fn sorted_comments<'t>(text: &'t str, documents: &[Node<'_>]) -> Vec<&'t str> {
    let mut all = Layout::new(text, documents).comment_texts();
    all.sort_unstable();
    all
}

/// The value under a key, added as null where there is none.
fn entry<'m, 'a>(entries: &'m mut Vec<(Key<'a>, Node<'a>)>, key: &'a str) -> &'m mut Node<'a> {
    let found = entries.iter().position(|(name, _)| name.text == key);
    let at = found.unwrap_or_else(|| {
        let span = Span::default();
        let (text, null) = (Cow::Borrowed(key), Cow::Borrowed("~"));
        let value = Value::Scalar {
            text: null,
            plain: true,
        };
        entries.push((Key { text, span }, Node { span, value }));
        entries.len() - 1
    });
    &mut entries[at].1
}

/// Whether two values are equal wherever they stand; quotes matter.
fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(&a.value, &b.value))
        }
        (Value::Map(a), Value::Map(b)) => {
            let equal = |((a, left), (b, right)): (&(Key<'_>, Node<'_>), &(Key<'_>, Node<'_>))| {
                a.text == b.text && same(&left.value, &right.value)
            };
            a.len() == b.len() && a.iter().zip(b).all(equal)
        }
        _ => a == b,
    }
}
