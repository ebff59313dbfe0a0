//! The documents of a chunk, and what each says: as values with positions, or told to a sink.

use super::cells::{self, Column};
use super::csv::{self, Header};
use super::{Chunk, Form};
use crate::finding::{Code, Finding, SourceText};
use crate::limits::{bytes, limits};
use crate::say;
use crate::source::yaml::Read;
use crate::source::{files, json, json_plain, yaml, yaml_plain};
use crate::value::{FactSink, Node, Span};

/// Where one document stands in its chunk, and which one of its file it is, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its bytes in the chunk.
    pub span: Span,
    /// Its number in the file.
    pub index: usize,
}

impl Chunk {
    /// The documents, in their order.
    #[must_use]
    pub fn documents(&self) -> Vec<Document> {
        let spans: Vec<Span> = match (self.form, &self.header) {
            (Form::Yaml, _) => vec![Span::new(0, self.bytes.len())],
            (Form::Json, _) => self.values.clone(),
            (Form::Csv, Some(header)) => csv::records(&self.bytes, header.delimiter).collect(),
            (Form::JsonLines | Form::Csv, _) => lines(&self.bytes).collect(),
        };
        let numbered = spans.into_iter().zip(self.index..);
        numbered
            .map(|(span, index)| Document { span, index })
            .collect()
    }

    /// The text, or where it is not UTF-8 throughout, nothing: each document is then looked at by itself.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// The text of one document alone, and the number of its first line.
    ///
    /// # Errors
    /// A finding if it is not UTF-8.
    pub fn alone(&self, path: &str, document: Document) -> Result<(&str, usize), Box<Finding>> {
        let (start, end) = (document.span.start as usize, document.span.end as usize);
        let line = self.line + memchr::memchr_iter(b'\n', &self.bytes[..start]).count();
        match std::str::from_utf8(&self.bytes[start..end]) {
            Ok(text) => Ok((text, line)),
            Err(_) => Err(files::not_utf8(
                path,
                &self.bytes[start..end],
                line,
                document.index,
            )),
        }
    }
}

/// The lines that are not blank, without their line breaks.
fn lines(bytes: &[u8]) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let begin = at;
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
            at = end + 1;
            let line = bytes[begin..end].trim_ascii();
            if !line.is_empty() {
                let end = begin + bytes[begin..end].trim_ascii_end().len();
                return Some(Span::new(begin, end));
            }
        }
        None
    })
}

/// What one document of a text says, with positions, and the keys that stand twice in it: nothing can be made of such
/// a document, but the rest of it can be checked.
///
/// # Errors
/// Every finding of its syntax.
pub fn node<'a>(
    source: &SourceText<'a>,
    form: Form,
    span: Span,
    columns: Option<(&Header, &[Option<Column>])>,
) -> Read<Node<'a>> {
    let text = source
        .text
        .get(span.start as usize..span.end as usize)
        .unwrap_or("");
    match (form, columns) {
        (Form::Yaml, _) => yaml_document(source),
        (Form::Csv, Some((header, columns))) => {
            let fields = csv::fields(text, span.start as usize, header.delimiter);
            cells::profile(source, fields, columns)
        }
        (Form::Json | Form::JsonLines | Form::Csv, _) if text.trim().is_empty() => {
            Err(vec![empty(source)])
        }
        (Form::Json | Form::JsonLines | Form::Csv, _) => json::read_on(source, span),
    }
}

fn yaml_document<'a>(source: &SourceText<'a>) -> Read<Node<'a>> {
    let (mut documents, duplicates) = yaml::read_on(source)?;
    match documents.as_slice() {
        [_] => Ok((documents.remove(0), duplicates)),
        [] => Err(vec![empty(source)]),
        [_, second, ..] => {
            let message = say!("a second document begins here");
            let finding = Finding::error(source, second.span, Code::ManyDocuments, message);
            Err(vec![
                finding.hint(say!("begin it on a line of its own, after `---`")),
            ])
        }
    }
}

/// Says that a document holds nothing.
pub fn empty(source: &SourceText<'_>) -> Finding {
    let finding = Finding::error(
        source,
        Span::new(0, 0),
        Code::EmptyDocument,
        say!("this profile is empty"),
    );
    finding.hint(
        say!("state what is known as `section:` and, below it, `  fact: value`; `{{}}` for nothing at all"),
    )
}

/// Says that a document is too large: the line at which it begins and its number, from 0, where there may be several.
#[must_use]
pub fn too_large(path: &str, line: usize, document: impl Into<Option<usize>>) -> Box<Finding> {
    let mut source = SourceText::new(path, "");
    source.first_line = line;
    source.document = document.into();
    let message = say!(
        "a document larger than {limit}",
        limit = bytes(limits().document)
    );
    let finding = Finding::error(&source, Span::new(0, 0), Code::TooLarge, message);
    Box::new(finding.hint(say!(
        "a profile holds a few kilobytes; is this another file? `--limit document=…` raises the limit"
    )))
}

/// Tells a sink what one document says; `None` where it is not plain enough. Rows of tables are told by
/// [`csv::fields`].
pub fn tell(text: &str, form: Form, sink: &mut impl FactSink) -> Option<()> {
    match form {
        Form::Yaml => yaml_plain::tell(text, sink),
        Form::Json | Form::JsonLines => json_plain::tell(text, sink),
        Form::Csv => None,
    }
}
