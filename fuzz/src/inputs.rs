//! Bytes as a file of many profiles, in every form, packed or not, by the way that batches go.

use super::shown::{check, check_refusal, tiny};
use maturity::finding::Finding;
use maturity::finding::SourceText;
use maturity::profile::{Options, resolve_on};
use maturity::rubric::RubricSet;
use maturity::rubric::fact::Kind;
use maturity::source::inputs::cells::Column;
use maturity::source::inputs::documents::node;
use maturity::source::inputs::{Chunk, Content, Form, Pieces, Reading, chunks_of_small};
use maturity::value::Span;
use std::fs;
use std::sync::LazyLock;
use tempfile::NamedTempFile;

static SET: LazyLock<RubricSet> = LazyLock::new(tiny);
static FILE: LazyLock<NamedTempFile> = LazyLock::new(|| NamedTempFile::new().expect("a file"));

/// The first byte says the form and how many profiles make a piece.
pub fn run(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let forms = [Form::Yaml, Form::Json, Form::JsonLines, Form::Csv];
    let form = forms.get(usize::from(first % 5)).copied();
    let whole = chunks(bytes, form, 1000);
    let parts = chunks(bytes, form, 1 + usize::from(first / 5 % 3));
    let all = said(&whole);
    assert_eq!(all, said(&parts), "it depends on the size of the pieces");
    // What was taken for one document must not be another's number.
    let numbers: Vec<usize> = all.iter().map(|(number, _)| *number).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
}

/// Reads a file in pieces of at most so many documents.
pub(super) fn chunks(
    bytes: &[u8],
    form: Option<Form>,
    documents: usize,
) -> Vec<Result<Chunk, Box<Finding>>> {
    fs::write(FILE.path(), bytes).expect("written");
    let path = FILE.path().to_str().expect("UTF-8").to_owned();
    let reading = Reading {
        form,
        follow: false,
        documents,
    };
    let mut found = Vec::new();
    for piece in Pieces::new(&[path], reading) {
        match piece.content {
            Content::Text(chunk) => found.push(Ok(chunk)),
            Content::Failed(finding) => found.push(Err(finding)),
            Content::Unread(unread) => {
                let chunks = chunks_of_small(&piece.path, unread, documents);
                found.extend(chunks);
            }
        }
    }
    found
}

/// A document's number, and its cells or how its findings read.
type Said = (usize, Result<Vec<u64>, Vec<String>>);

/// What each document comes to.
fn said(chunks: &[Result<Chunk, Box<Finding>>]) -> Vec<Said> {
    let mut all = Vec::new();
    let words = |found: &[Finding]| {
        check_refusal(found);
        let line = |finding: &Finding| finding.place.as_ref().map_or(0, |place| place.line);
        let word = |finding: &Finding| format!("{}: {}", line(finding), finding.message);
        found.iter().map(word).collect::<Vec<_>>()
    };
    for chunk in chunks {
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(finding) => {
                let number = finding.document.unwrap_or(0);
                all.push((number, Err(words(std::slice::from_ref(&**finding)))));
                continue;
            }
        };
        let columns = chunk.header.as_ref().map(|header| {
            let columns: Vec<Option<Column>> =
                header.names.iter().map(|(name, _)| column(name)).collect();
            (header, columns)
        });
        for document in chunk.documents() {
            let (text, line) = match chunk.alone("file", document) {
                Ok(alone) => alone,
                Err(finding) => {
                    all.push((document.index, Err(words(&[*finding]))));
                    continue;
                }
            };
            let source = SourceText::part("file", text, line, document.index);
            let columns = columns
                .as_ref()
                .map(|(header, columns)| (&***header, &columns[..]));
            let read = node(&source, chunk.form, Span::new(0, text.len()), columns);
            let resolved = read.and_then(|(root, found)| {
                let (answers, found) = resolve_on(&SET, &source, &root, found, Options::default())?;
                check(&found);
                Ok(answers.cells)
            });
            all.push((document.index, resolved.map_err(|found| words(&found))));
        }
    }
    all
}

/// The fact that a column is called by.
fn column(name: &str) -> Option<Column> {
    let (section, key) = name.split_once('.')?;
    let fact = SET.fact(name).map(|fact| SET.facts[fact].kind);
    Some(Column {
        section: section.to_owned(),
        key: key.to_owned(),
        set: fact == Some(Kind::Set),
        wording: None,
    })
}
