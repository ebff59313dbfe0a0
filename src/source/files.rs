//! Bytes from files and standard input, as text. Nothing else in the program reads a file.

use crate::finding::{Code, Finding, SourceText, raise};
use crate::limits::{bytes, limits};
use crate::say;
use crate::value::Span;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file's path, as the user named it, and its text.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// The path, `-` for standard input.
    pub path: String,
    /// The text.
    pub text: String,
}

/// Reads a file, or standard input for `-`, without the byte order mark that may begin it.
///
/// # Errors
/// A finding if it cannot be opened, is too large or is not UTF-8.
pub fn read(path: &str) -> Result<TextFile, Box<Finding>> {
    let mut file = read_whole(path)?;
    if file.text.starts_with('\u{FEFF}') {
        file.text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(file)
}

/// The same with the byte order mark, for a text that is written back.
///
/// # Errors
/// As for [`read`].
pub fn read_whole(path: &str) -> Result<TextFile, Box<Finding>> {
    let mut bytes = Vec::new();
    open(path)?
        .take(limits().file as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() > limits().file {
        return Err(too_large(path));
    }
    decode(path, bytes)
}

/// The bytes of a regular file; none for what is not there or something else.
pub(super) fn size(path: &str) -> Option<u64> {
    let file = fs::metadata(path).ok()?;
    file.is_file().then_some(file.len())
}

/// The bytes of a file of which the size is known; none where it is of another size, or comes in parts, or cannot be
/// read.
pub(super) fn read_sized(path: &str, size: usize) -> Option<Vec<u8>> {
    let mut file = fs::File::open(path).ok()?;
    // One more, in which the end is seen: what fills less of it at once, and all of the size, ends there.
    // `read_to_end` would ask the system for the size and the end again.
    let mut bytes = vec![0; size + 1];
    let whole = file.read(&mut bytes).ok()? == size;
    bytes.truncate(size);
    whole.then_some(bytes)
}

/// A file, or standard input for `-`.
pub(super) fn open(path: &str) -> Result<Box<dyn Read + Send>, Box<Finding>> {
    if path == "-" {
        return Ok(Box::new(std::io::stdin()));
    }
    match fs::File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// What no path can hold: it ends one that is not UTF-8, so that what can be read of it names no other file.
const BAD_NAME: char = '\0';

/// A path as text; one that is not UTF-8 as far as it can be read, and marked.
#[must_use]
pub fn marked(path: &OsStr) -> String {
    let bad = |path: &OsStr| path.to_string_lossy().into_owned() + BAD_NAME.encode_utf8(&mut [0]);
    path.to_str().map_or_else(|| bad(path), str::to_owned)
}

/// A path as it is shown, without the mark.
#[must_use]
pub fn shown(path: &str) -> &str {
    path.trim_end_matches(BAD_NAME)
}

/// That a marked path cannot be read; none for one that is not marked.
pub(super) fn badly_named(path: &str) -> Option<Box<Finding>> {
    let readable = path.strip_suffix(BAD_NAME)?;
    let message = say!("the file's name is not UTF-8 text");
    let finding = Finding::of_file(readable, Code::Unreadable, message);
    Some(Box::new(finding.hint(say!("rename the file"))))
}

pub(super) fn unreadable(path: &str, error: &std::io::Error) -> Box<Finding> {
    if let Some(finding) = badly_named(path) {
        return finding;
    }
    let message = say!("cannot read: {reason}", reason = plain_reason(error));
    let finding = Finding::of_file(path, Code::Unreadable, message);
    Box::new(match error.kind() {
        std::io::ErrorKind::NotFound => finding.maybe_hint(near_file(path)),
        std::io::ErrorKind::IsADirectory => finding.hint(say!("name a file")),
        _ => finding,
    })
}

pub(super) fn too_large(path: &str) -> Box<Finding> {
    let message = say!("larger than {limit}", limit = bytes(limits().file));
    let finding = Finding::of_file(path, Code::TooLarge, message);
    Box::new(finding.hint(raise("file")))
}

pub(super) fn decode(path: &str, bytes: Vec<u8>) -> Result<TextFile, Box<Finding>> {
    String::from_utf8(bytes)
        .map(|text| TextFile {
            path: path.to_owned(),
            text,
        })
        .map_err(|error| {
            let readable = String::from_utf8_lossy(error.as_bytes());
            invalid_byte(&SourceText::new(path, &readable), error.as_bytes())
        })
}

/// Says where bytes of a part of a file are no text.
pub(super) fn not_utf8(path: &str, bytes: &[u8], line: usize, document: usize) -> Box<Finding> {
    let readable = String::from_utf8_lossy(bytes);
    invalid_byte(&SourceText::part(path, &readable, line, document), bytes)
}

/// The same, with the text as far as it is readable.
fn invalid_byte(source: &SourceText<'_>, bytes: &[u8]) -> Box<Finding> {
    let valid_up_to = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let message = say!(
        "not UTF-8 text: byte {number} is invalid",
        number = valid_up_to + 1
    );
    let hint = if wide {
        say!("this looks like UTF-16: save it as UTF-8")
    } else {
        say!("save the file as UTF-8")
    };
    let span = Span::new(valid_up_to, valid_up_to + '\u{FFFD}'.len_utf8());
    Box::new(Finding::error(source, span, Code::NotUtf8, message).hint(hint))
}

/// The operating system's reason without Rust's "(os error 2)" and what follows it.
#[must_use]
pub fn plain_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = reason.chars();
    let reason = chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + chars.as_str()
    });
    match &*reason {
        "no such file or directory" => say!("no such file or directory"),
        "permission denied" => say!("permission denied"),
        "is a directory" => say!("is a directory"),
        "not a directory" => say!("not a directory"),
        // Of a link that leads nowhere, and of packed data.
        "entity not found" => say!("no such file or directory"),
        "unexpected end of file" | "incomplete deflate stream" | "failed to fill whole buffer" => {
            say!("what is packed is cut off")
        }
        "corrupt deflate stream"
        | "invalid gzip header"
        | "corrupt gzip stream does not have a matching checksum" => {
            say!("what is packed is damaged")
        }
        "no space left on device" => say!("no space left on device"),
        _ => reason,
    }
}

fn near_file(path: &str) -> Option<String> {
    let path = Path::new(path);
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    let wanted = path.file_name()?.to_str()?;
    // A link that leads nowhere is called just so.
    let others = names
        .iter()
        .map(String::as_str)
        .filter(|name| *name != wanted);
    let near = crate::finding::nearest(wanted, others)?;
    Some(say!(
        "did you mean `{name}`?",
        name = path.with_file_name(near).display()
    ))
}

/// The TOML files of a rubric set: the file itself, or every `*.toml` of a folder and of its
/// subfolders except `locales`, in the order of their paths.
///
/// # Errors
/// A finding if the path does not exist, cannot be listed, or holds no TOML file.
pub fn rubric_files(path: &str) -> Result<Vec<TextFile>, Vec<Finding>> {
    let root = Path::new(path);
    if root.is_file() {
        return read(path)
            .map(|file| vec![file])
            .map_err(|finding| vec![*finding]);
    }
    let mut paths = Vec::new();
    collect((root, root), Kind::Own, false, &mut paths).map_err(|error| {
        vec![
            Finding::of_file(
                path,
                Code::Unreadable,
                say!("cannot read: {reason}", reason = plain_reason(&error)),
            )
            .hint(say!(
                "`--rubrics` takes a folder with TOML files, or one TOML file"
            )),
        ]
    })?;
    if paths.is_empty() {
        return Err(vec![
            Finding::of_file(path, Code::Unreadable, say!("holds no TOML file")).hint(say!(
                "a rubric set is a folder with TOML files, or one TOML file"
            )),
        ]);
    }
    paths.sort();
    read_all(paths)
}

/// The folder of a rubric set's texts in other languages.
pub(super) const LOCALES: &str = "locales";

/// Whether a folder can be listed, and what can be listed of it holds no file of a rubric set.
#[must_use]
pub fn is_without_rubrics(path: &str) -> bool {
    let root = Path::new(path);
    let mut paths = Vec::new();
    // What cannot be listed below it is told by who reads its profiles.
    let listed = collect((root, root), Kind::Own, false, &mut paths);
    paths.is_empty() && (listed.is_ok() || fs::read_dir(root).is_ok())
}

/// The texts of a rubric set in other languages: every TOML file in a folder `locales` of the set, by path. A set in
/// one file has none.
///
/// # Errors
/// A finding for the folder, or for each file, that cannot be read.
pub fn locale_files(path: &str) -> Result<Vec<TextFile>, Vec<Finding>> {
    read_all(locale_paths(path).map_err(|finding| vec![*finding])?)
}

/// The locale file of one language, where the set has it; of several, the first by path.
///
/// # Errors
/// A finding where it is there and cannot be read.
pub fn locale_file(path: &str, language: &str) -> Result<Option<TextFile>, Box<Finding>> {
    let named = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == language);
    let file = locale_paths(path)?.into_iter().find(named);
    file.map(|file| read(&file.display().to_string()))
        .transpose()
}

fn locale_paths(path: &str) -> Result<Vec<PathBuf>, Box<Finding>> {
    let mut paths = Vec::new();
    if Path::new(path).is_dir() {
        let root = Path::new(path);
        let collected = collect((root, root), Kind::Translation, false, &mut paths);
        collected.map_err(|error| unreadable(path, &error))?;
    }
    paths.sort();
    Ok(paths)
}

fn read_all(paths: Vec<PathBuf>) -> Result<Vec<TextFile>, Vec<Finding>> {
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for path in paths {
        match read(&path.display().to_string()) {
            Ok(file) => files.push(file),
            Err(finding) => findings.push(*finding),
        }
    }
    if findings.is_empty() {
        Ok(files)
    } else {
        Err(findings)
    }
}

/// What a TOML file of a set is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own,
    Translation,
}

/// The TOML files of one kind below a folder; where a part of it cannot be listed, those of all others too.
fn collect(
    (folder, root): (&Path, &Path),
    kind: Kind,
    in_locales: bool,
    paths: &mut Vec<PathBuf>,
) -> std::io::Result<()> {
    let unlisted = |error: std::io::Error| {
        if folder == root {
            return error;
        }
        let folder = folder.display();
        let reason = plain_reason(&error);
        std::io::Error::new(error.kind(), say!("`{folder}`: {reason}", folder, reason))
    };
    let mut all = Ok(());
    for entry in fs::read_dir(folder).map_err(unlisted)? {
        let entry = entry?;
        let path = entry.path();
        // Hidden files are other programs', as in folders of profiles.
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // A linked folder may lead in a circle, so only real ones are entered.
        let about = entry.file_type()?;
        if about.is_dir() {
            let in_locales = in_locales || entry.file_name() == LOCALES;
            all = all.and(collect((&path, root), kind, in_locales, paths));
        } else if in_locales == (kind == Kind::Translation)
            && path
                .extension()
                .is_some_and(|extension| extension == "toml")
        {
            if about.is_symlink() && leads_out(&path, root) {
                all = all.and(Err(std::io::Error::other(say!(
                    "`{path}` is a link that leads out of the folder",
                    path = path.display()
                ))));
            }
            paths.push(path);
        }
    }
    all
}

/// Whether what a link names is not below a folder. What is not there leads nowhere, and is told when it is read.
fn leads_out(link: &Path, root: &Path) -> bool {
    let below = |target: PathBuf| {
        root.canonicalize()
            .is_ok_and(|root| target.starts_with(root))
    };
    link.canonicalize().is_ok_and(|target| !below(target))
}
