//! Files of a rubric set as a revision of the git repository around the current folder has them.
//!
//! `git` is run without a shell, and only reads. What the user typed reaches it once, behind
//! `--end-of-options`; after that only the names of objects that git gave back.

use super::files::{LOCALES, TextFile, decode, too_large};
use crate::finding::{Code, Finding};
use crate::limits::limits;
use crate::say;
use std::process::{Command, Stdio};

/// The revision and the path of `REV:PATH`, for a text that can be one.
#[must_use]
pub fn split(written: &str) -> Option<(&str, &str)> {
    written.split_once(':').filter(|(rev, _)| !rev.is_empty())
}

/// The TOML files below `REV:PATH`, or that one file: as for a folder, without `locales`. A path begins at
/// the top of the repository, one with `./` in the current folder, as git has it.
///
/// # Errors
/// A finding if git is not there, or finds no such revision or path, or what it finds is no rubric set.
pub fn rubric_files(written: &str) -> Result<Vec<TextFile>, Vec<Finding>> {
    let files = read(written, false).map_err(|finding| vec![*finding])?;
    if files.is_empty() {
        let finding = Finding::of_file(written, Code::Unreadable, say!("holds no TOML file"));
        return Err(vec![finding.hint(say!(
            "a rubric set is a folder with TOML files, or one TOML file"
        ))]);
    }
    Ok(files)
}

/// The TOML files in a folder `locales` below `REV:PATH`; of one file, none.
///
/// # Errors
/// As for [`rubric_files`].
pub fn locale_files(written: &str) -> Result<Vec<TextFile>, Vec<Finding>> {
    read(written, true).map_err(|finding| vec![*finding])
}

fn read(written: &str, locales: bool) -> Result<Vec<TextFile>, Box<Finding>> {
    let found = git(
        written,
        &["rev-parse", "--verify", "--end-of-options", written],
    );
    let object = text(written, found.map_err(|error| explain(written, error))?)?;
    let object = object.lines().last().unwrap_or_default().to_owned();
    if object.is_empty() || !object.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(unreadable(written, &say!("git names no object for this")));
    }
    let kind = text(written, git(written, &["cat-file", "-t", &object])?)?;
    if kind.trim() == "blob" && locales {
        return Ok(Vec::new());
    }
    if kind.trim() == "blob" {
        check_size(
            written,
            text(written, git(written, &["cat-file", "-s", &object])?)?.trim(),
        )?;
        let bytes = git(written, &["cat-file", "blob", &object])?;
        return Ok(vec![file(written, bytes)?]);
    }
    let listing = git(
        written,
        &["ls-tree", "-r", "-z", "-l", "--full-tree", &object],
    )?;
    let listing = text(written, listing)?;
    let mut files = Vec::new();
    for entry in listing.split('\0').filter(|entry| !entry.is_empty()) {
        // mode, type, object, size, then a tab and the path.
        let Some((head, path)) = entry.split_once('\t') else {
            continue;
        };
        let head: Vec<&str> = head.split_ascii_whitespace().collect();
        let [mode, "blob", object, size] = head.as_slice() else {
            continue;
        };
        let in_locales = path.split('/').rev().skip(1).any(|part| part == LOCALES);
        if in_locales != locales || !path.ends_with(".toml") {
            continue;
        }
        let name = format!("{}/{path}", written.trim_end_matches('/'));
        if *mode == "120000" {
            let finding = unreadable(&name, &say!("a link: links in a revision are not followed"));
            return Err(Box::new(
                finding.hint(say!("put the file itself into the folder")),
            ));
        }
        check_size(&name, size)?;
        files.push(file(&name, git(written, &["cat-file", "blob", object])?)?);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn check_size(name: &str, size: &str) -> Result<(), Box<Finding>> {
    match size.parse::<u64>() {
        Ok(size) if size > limits().file as u64 => Err(too_large(name)),
        _ => Ok(()),
    }
}

fn file(path: &str, bytes: Vec<u8>) -> Result<TextFile, Box<Finding>> {
    let mut file = decode(path, bytes)?;
    if file.text.starts_with('\u{FEFF}') {
        file.text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(file)
}

fn text(written: &str, bytes: Vec<u8>) -> Result<String, Box<Finding>> {
    let text = String::from_utf8(bytes);
    text.map_err(|_| unreadable(written, &say!("git names a file that is not UTF-8")))
}

fn git(written: &str, arguments: &[&str]) -> Result<Vec<u8>, Box<Finding>> {
    let output = Command::new("git")
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .output()
        .map_err(|_| {
            let finding = unreadable(written, &say!("git cannot be started"));
            Box::new(finding.hint(say!(
                "`REV:PATH` is read by git; name a path for what is on disk"
            )))
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let reason = said.lines().next().map_or_else(
        || say!("no reason given"),
        |first| first.strip_prefix("fatal: ").unwrap_or(first).to_owned(),
    );
    Err(unreadable(written, &say!("git: {reason}", reason)))
}

/// What git says where it finds nothing, in words that fit what was typed.
fn explain(written: &str, error: Box<Finding>) -> Box<Finding> {
    if error.hint.is_some() {
        return error;
    }
    let (rev, path) = split(written).unwrap_or((written, ""));
    let found = |rev: &str| {
        let commit = format!("{rev}^{{commit}}");
        git(
            written,
            &["rev-parse", "--verify", "--end-of-options", &commit],
        )
        .is_ok()
    };
    if error.message.contains("not a git repository") {
        let finding = unreadable(
            written,
            &say!("there is no git repository around this folder"),
        );
        return Box::new(finding.hint(say!("there is no file or folder of this name either")));
    }
    if found(rev) {
        let message = say!("`{path}` is not in `{rev}`", path, rev);
        let finding = unreadable(written, &message);
        return Box::new(finding.hint(say!(
            "a path begins at the top of the repository; one with `./` in the current folder"
        )));
    }
    if error.message.contains("Needed a single revision")
        || error.message.contains("invalid object name")
        || error.message.contains("ambiguous argument")
    {
        let message = say!("no revision is called `{rev}`", rev);
        let finding = unreadable(written, &message);
        return Box::new(finding.hint(say!("a branch, a tag or a commit, such as `HEAD~1`")));
    }
    error
}

fn unreadable(written: &str, message: &str) -> Box<Finding> {
    Box::new(Finding::of_file(written, Code::Unreadable, message))
}
