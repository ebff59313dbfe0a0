//! The inputs of a batch: what arguments name becomes pieces of text, each with one document or more, in
//! the order of the arguments and of the files, read only as far as somebody asks.

pub mod cells;
pub mod csv;
pub mod documents;
#[cfg(test)]
mod drawn;
mod elements;
mod open;
mod records;
mod walk;
mod yaml_stream;

pub use walk::{Walk, named};

use crate::finding::Finding;
use crate::limits::limits;
use crate::source::files;
use crate::value::Span;
use csv::Header;
use documents::too_large;
use std::io::{BufRead, Read};
use std::sync::Arc;

/// How profiles are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// YAML, with one document or more.
    Yaml,
    /// JSON: a profile, several behind each other, or a list of profiles.
    Json,
    /// A profile in JSON on every line.
    JsonLines,
    /// A table with commas, semicolons or tabs: a row for each profile, a column for each fact.
    Csv,
}

impl Form {
    /// The form that a file's name says, whether it is packed or not.
    #[must_use]
    pub fn of_name(path: &str) -> Option<Self> {
        let lower = path.to_ascii_lowercase();
        let packed = [".gz", ".zst"]
            .into_iter()
            .find_map(|end| lower.strip_suffix(end));
        let (_, extension) = packed.unwrap_or(&lower).rsplit_once('.')?;
        match extension {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "csv" | "tsv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// A part of an input that holds whole documents.
#[derive(Debug)]
pub struct Piece {
    /// The file as the user named it, `-` for standard input.
    pub path: Arc<str>,
    /// What is in it.
    pub content: Content,
}

/// The bytes of the files that arguments name; none where that cannot be told without reading them.
#[must_use]
pub fn total_bytes(arguments: &[String], follow: bool) -> Option<u64> {
    let mut total = 0;
    for path in Walk::new(arguments, follow).flatten() {
        if path == "-" || is_packed(&path) {
            return None;
        }
        total += files::size(&path).unwrap_or(0);
    }
    Some(total)
}

/// Whether a file's name says that it is packed.
fn is_packed(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [".gz", ".zst"].iter().any(|end| lower.ends_with(end))
}

/// What a piece holds.
#[derive(Debug)]
pub enum Content {
    /// Text.
    Text(Chunk),
    /// A small file that nobody has opened yet: whoever works on the piece reads it.
    Unread(Unread),
    /// What could not be read.
    Failed(Box<Finding>),
}

/// A small file that nobody has opened yet.
#[derive(Clone, Copy, Debug)]
pub struct Unread {
    /// How its documents are written.
    form: Form,
    /// How large it was when it was found, in bytes: the system is not asked again.
    size: usize,
}

/// Whole documents, one behind the other.
#[derive(Debug)]
pub struct Chunk {
    /// How they are written.
    pub form: Form,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The number of the first line, from 1.
    pub line: usize,
    /// The number of the first document, from 0.
    pub index: usize,
    /// Where the values of a JSON text stand; none for other forms, where it shows.
    pub values: Vec<Span>,
    /// Whether it is of a list, however many profiles that has: of a JSON list, of lines or of rows.
    pub list: bool,
    /// The columns of a table.
    pub header: Option<Arc<Header>>,
    /// Whether it is the first of its file; that of a table or a list may hold no profile.
    pub first: bool,
    /// Whether it is the end of a table that has no row, or of a list that has no profile.
    pub rowless: bool,
}

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The form of everything, whatever the names say.
    pub form: Option<Form>,
    /// Whether links that lead out of a folder are followed.
    pub follow: bool,
    /// The most documents of a piece, where each takes long or shows much.
    pub documents: usize,
}

/// The size from which a chunk of lines is handed on, in bytes.
const CHUNK: usize = 128 * 1024;

/// Up to this size, in bytes, a file is left to whoever works on it.
const SMALL: usize = 1024 * 1024;

/// A size that is small.
fn small(size: u64) -> Option<usize> {
    usize::try_from(size).ok().filter(|size| *size <= SMALL)
}

/// Every piece of what arguments name.
pub struct Pieces {
    walk: Walk,
    reading: Reading,
    current: Option<(Arc<str>, Box<dyn Split>)>,
}

/// Takes chunks off a stream.
trait Split: Send {
    /// The next chunk; none at the end. What stands behind an error comes after it, if that can be told.
    fn next_chunk(&mut self) -> Result<Option<Chunk>, Box<Finding>>;
}

impl Pieces {
    /// Prepares to read; nothing is opened yet.
    #[must_use]
    pub fn new(arguments: &[String], reading: Reading) -> Self {
        Self {
            walk: Walk::new(arguments, reading.follow),
            reading,
            current: None,
        }
    }

    /// Begins with a file: what nobody has to open yet, or else nothing, and its stream is the current one.
    fn begin(&mut self, path: &Arc<str>) -> Result<Option<Content>, Box<Finding>> {
        let form = self.reading.form.or_else(|| Form::of_name(path));
        if let Some(form @ (Form::Yaml | Form::Json)) = form
            && !is_packed(path)
            && let Some(size) = files::size(path).and_then(small)
        {
            return Ok(Some(Content::Unread(Unread { form, size })));
        }
        self.current = Some((
            path.clone(),
            split(path, open::open(path)?, form, self.reading.documents)?,
        ));
        Ok(None)
    }

    /// The next chunk of the current stream; none where there is no stream, or nothing left in it.
    fn go_on(&mut self) -> Option<Piece> {
        let (path, split) = self.current.as_mut()?;
        let path = path.clone();
        let content = match split.next_chunk() {
            Ok(Some(chunk)) => Content::Text(chunk),
            Ok(None) => {
                self.current = None;
                return None;
            }
            Err(finding) => Content::Failed(finding),
        };
        Some(Piece { path, content })
    }
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if let Some(piece) = self.go_on() {
                return Some(piece);
            }
            let (path, content) = match self.walk.next()? {
                Ok(path) => {
                    let path: Arc<str> = path.into();
                    let begun = self.begin(&path);
                    (
                        path,
                        begun.unwrap_or_else(|finding| Some(Content::Failed(finding))),
                    )
                }
                Err(finding) => (finding.path.as_str().into(), Some(Content::Failed(finding))),
            };
            if let Some(content) = content {
                return Some(Piece { path, content });
            }
        }
    }
}

/// The chunks of a small file that nobody has opened yet.
///
/// # Errors
/// A finding if it cannot be read.
pub fn chunks_of_small(
    path: &Arc<str>,
    unread: Unread,
    documents: usize,
) -> impl Iterator<Item = Result<Chunk, Box<Finding>>> {
    let whole = (unread.form == Form::Yaml)
        .then(|| yaml_stream::one_document(path, unread.size))
        .flatten();
    let rest = whole
        .is_none()
        .then(|| chunks_of_file(path, unread.form, documents));
    whole.map(Ok).into_iter().chain(rest.into_iter().flatten())
}

/// The chunks of a file.
///
/// # Errors
/// A finding if it cannot be read.
pub fn chunks_of_file(
    path: &Arc<str>,
    form: Form,
    documents: usize,
) -> impl Iterator<Item = Result<Chunk, Box<Finding>>> {
    let opened = open::open(path).and_then(|stream| split(path, stream, Some(form), documents));
    let (mut split, mut first) = match opened {
        Ok(split) => (Some(split), None),
        Err(finding) => (None, Some(Err(finding))),
    };
    std::iter::from_fn(move || {
        first.take().or_else(|| {
            let next = split.as_mut()?.next_chunk().transpose();
            if next.is_none() {
                split = None;
            }
            next
        })
    })
}

type Stream = Box<dyn BufRead + Send>;

fn split(
    path: &Arc<str>,
    mut stream: Stream,
    form: Option<Form>,
    documents: usize,
) -> Result<Box<dyn Split>, Box<Finding>> {
    let form = match form {
        Some(form) => form,
        None => {
            let form;
            (form, stream) = sniffed(stream).map_err(|error| files::unreadable(path, &error))?;
            form
        }
    };
    Ok(match form {
        Form::Yaml => Box::new(yaml_stream::Documents::new(path.clone(), stream)),
        Form::Json => Box::new(elements::Elements::new(path.clone(), stream, documents)),
        Form::JsonLines => Box::new(records::Lines::new(path.clone(), stream, documents)),
        Form::Csv => Box::new(csv::Rows::new(path.clone(), stream, documents)?),
    })
}

/// The form of a text that has no name, and the text from its beginning on. JSON begins with a bracket and, in it,
/// a quote or nothing; where the next line begins so, too, they are JSON Lines.
fn sniffed(mut stream: Stream) -> std::io::Result<(Form, Stream)> {
    let mut head = Vec::new();
    let mut blank = true;
    while blank {
        let before = head.len();
        let room = limits().document.saturating_sub(head.len());
        let read = stream
            .by_ref()
            .take(room as u64)
            .read_until(b'\n', &mut head)?;
        if read == 0 {
            break;
        }
        blank = head[before..].trim_ascii().is_empty();
    }
    let mut signs = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    let form = match (signs.next(), signs.next()) {
        (Some(b'{'), Some(b'"' | b'}')) if stream.fill_buf()?.starts_with(b"{") => Form::JsonLines,
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b']') | None) => Form::Json,
        _ => Form::Yaml,
    };
    Ok((form, Box::new(std::io::Cursor::new(head).chain(stream))))
}

/// Reads on to the end of a line, or to where a document is too large; what was read so far stays.
fn read_line(
    (path, stream): (&Arc<str>, &mut impl BufRead),
    into: &mut Vec<u8>,
    room: usize,
) -> Result<Line, Box<Finding>> {
    let mut read = 0;
    // `read_until` does the same, but looks for the end byte by byte.
    while read < room {
        let bytes = match stream.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(files::unreadable(path, &error)),
        };
        let bytes = &bytes[..bytes.len().min(room - read)];
        let end = memchr::memchr(b'\n', bytes);
        let taken = end.map_or(bytes.len(), |end| end + 1);
        into.extend_from_slice(&bytes[..taken]);
        stream.consume(taken);
        read += taken;
        if end.is_some() || taken == 0 {
            break;
        }
    }
    Ok(match into.last() {
        _ if read == 0 => Line::End,
        Some(b'\n') => Line::Whole,
        _ if read >= room => Line::TooLong,
        _ => Line::Whole,
    })
}

/// Goes on to the next line.
fn skip_line((path, stream): (&Arc<str>, &mut impl BufRead)) -> Result<(), Box<Finding>> {
    stream
        .skip_until(b'\n')
        .map(drop)
        .map_err(|error| files::unreadable(path, &error))
}

/// A finding about the document that would have come next.
fn at(mut finding: Box<Finding>, document: usize) -> Box<Finding> {
    finding.document = Some(document);
    finding
}

/// What came of reading a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Whole,
    /// Nothing is left.
    End,
    /// A quote is still open, where the stream or the limit ends.
    Open,
    /// The limit came before its end.
    TooLong,
}
