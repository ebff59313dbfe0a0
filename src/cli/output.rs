//! Where output goes: standard output, or a file that appears whole or not at all.

use super::{Common, Look, interrupt};
use crate::finding::Finding;
use crate::present::findings::findings;
use crate::present::report::Entry;
use crate::present::text::clean;
use crate::present::{json, yaml};
use crate::say;
use crate::source::files::plain_reason;
use crate::source::inputs::{Form, Walk};
use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use serde::Serialize;
use std::fs::{File, Metadata};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The full report for one profile, a row each for several
    Table,
    /// One object for one profile, else an array
    Json,
    /// One object a line
    Jsonl,
    /// The JSON's names as YAML, a document each
    Yaml,
    /// For a wiki, a ticket or a pull request
    Markdown,
}

/// How a result is printed that is about no list of profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PageFormat {
    /// A page for people
    Table,
    /// One object
    Json,
    /// For a wiki, a ticket or a pull request
    Markdown,
}

/// The output of a command.
pub(super) enum Output {
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// A file, written beside its target and renamed at the end.
    File(BufWriter<NamedTempFile>, PathBuf),
    /// What is there and is no regular file, such as a device or a pipe: it is written to, not replaced.
    Direct(BufWriter<File>),
}

impl Output {
    /// Opens the output; a path that cannot be written fails before any work. On an interrupt the file that is being
    /// written goes away, and the program ends at once.
    pub(super) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout())));
        };
        let refused = || refused(path);
        // Through a link the file behind it is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let existing = target.metadata().ok();
        if existing.is_none() && target.is_symlink() {
            bail!(say!(
                "{refused}: it is a link to what is not there",
                refused = refused()
            ));
        }
        if existing.as_ref().is_some_and(Metadata::is_dir) {
            bail!(say!("{refused}: it is a folder", refused = refused()));
        }
        if existing
            .as_ref()
            .is_some_and(|existing| !existing.is_file())
        {
            let file = File::options()
                .write(true)
                .open(&target)
                .with_context(refused)?;
            return Ok(Self::Direct(BufWriter::new(file)));
        }
        if let Some(file) = existing.as_ref().and_then(stream) {
            return Ok(Self::Direct(BufWriter::new(file)));
        }
        may_write(&target)?;
        let folder = folder_of(&target);
        if !folder.is_dir() {
            bail!(say!(
                "{refused}: there is no folder `{folder}`",
                refused = refused(),
                folder = clean(&folder.display().to_string())
            ));
        }
        let mut builder = tempfile::Builder::new();
        match &existing {
            Some(existing) => {
                builder.permissions(existing.permissions());
            }
            None => public_permissions(&mut builder),
        }
        let file = builder.tempfile_in(folder).with_context(refused)?;
        if let Some(existing) = existing {
            keep_owner(file.as_file(), &existing).with_context(refused)?;
        }
        if !interrupt::are_hangups_ignored() {
            let unfinished = file.path().to_owned();
            interrupt::does(move || {
                // It may have got its name just now.
                let _ = std::fs::remove_file(&unfinished);
                interrupt::end();
            })?;
        }
        Ok(Self::File(BufWriter::new(file), target))
    }

    pub(super) fn look(&self, common: &Common) -> Look {
        common.look(matches!(self, Self::Stdout(_)) && io::stdout().is_terminal())
    }

    /// Writes out everything; a file gets its name only now.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush()?,
            Self::Direct(mut out) => out.flush()?,
            Self::File(out, target) => {
                let failed = |error: io::Error| unwritable(&target, &error);
                let file = out.into_inner();
                let file = file.map_err(|error| failed(error.into_error()))?;
                file.as_file().sync_all().map_err(failed)?;
                file.persist(&target)
                    .with_context(|| say!("cannot write `{path}`", path = target.display()))?;
            }
        }
        Ok(())
    }
}

/// A standard stream that goes to this very file, as `/dev/stdout` names it: what others have written there stays.
#[cfg(unix)]
fn stream(target: &Metadata) -> Option<File> {
    use std::os::fd::AsFd as _;
    let (out, err) = (io::stdout(), io::stderr());
    let mut streams = [out.as_fd(), err.as_fd()].into_iter();
    streams.find_map(|stream| behind(stream, target))
}

/// What a stream goes to or comes from, if it is this very file.
#[cfg(unix)]
fn behind(stream: std::os::fd::BorrowedFd<'_>, target: &Metadata) -> Option<File> {
    use std::os::unix::fs::MetadataExt as _;
    let file = File::from(stream.try_clone_to_owned().ok()?);
    let own = file.metadata().ok()?;
    ((own.dev(), own.ino()) == (target.dev(), target.ino())).then_some(file)
}

#[cfg(not(unix))]
fn stream(_: &Metadata) -> Option<File> {
    None
}

/// Refuses a file that may not be written: its folder may let us replace it all the same.
///
/// # Errors
/// That it is read-only, or what the system says.
pub(super) fn may_write(path: &Path) -> Result<()> {
    let Some(existing) = path.metadata().ok().filter(Metadata::is_file) else {
        return Ok(());
    };
    let opened = File::options().append(true).open(path);
    opened.map_err(|error| unwritable(path, &error))?;
    if existing.permissions().readonly() {
        let path = clean(&path.display().to_string());
        bail!(say!("cannot write `{path}`: it is read-only", path));
    }
    Ok(())
}

/// Gives a file the owner, the group and the permissions of the one that it replaces, as far as the system lets us.
#[cfg(unix)]
fn keep_owner(file: &File, existing: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let own = file.metadata()?;
    let mut mode = existing.permissions();
    if (own.uid(), own.gid()) != (existing.uid(), existing.gid()) {
        let (owner, group) = (Some(existing.uid()), Some(existing.gid()));
        let kept = fchown(file, owner, group).or_else(|_| fchown(file, None, group));
        if kept.is_err() {
            // What one group was allowed is not another's to have.
            mode = std::fs::Permissions::from_mode(mode.mode() & !0o070);
        }
    }
    file.set_permissions(mode)
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// That a path cannot be written; why comes behind it.
fn refused(path: &Path) -> String {
    let path = clean(&path.display().to_string());
    say!("cannot write `{path}`", path)
}

/// The folder in which a file lies.
fn folder_of(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new("."))
}

/// Refuses to read standard input twice: the second one would find nothing there.
pub(super) fn read_once<'p>(paths: impl IntoIterator<Item = &'p String>) -> Result<()> {
    if paths.into_iter().filter(|path| *path == "-").count() > 1 {
        bail!(say!("standard input, `-`, can be read only once"));
    }
    Ok(())
}

/// Refuses what would lose something: standard input read twice, an input overwritten by the output.
pub(super) fn check_paths(
    profiles: &[String],
    output: Option<&Path>,
    common: &Common,
) -> Result<()> {
    read_once(profiles)?;
    let Some(path) = output else {
        return Ok(());
    };
    let Ok(output) = path.canonicalize() else {
        return check_new(profiles, path);
    };
    if profiles.iter().any(|path| path == "-") && is_input(&output) {
        bail!(say!("--output would overwrite what standard input reads"));
    }
    let same = |path: &String| {
        Path::new(path)
            .canonicalize()
            .is_ok_and(|input| input == output)
    };
    // Folders and patterns may hold it, too, if its name is that of a profile.
    let found = || {
        Form::of_name(&output.to_string_lossy())?;
        Walk::new(profiles, true).flatten().find(same)
    };
    let named = profiles.iter().find(|path| same(path)).cloned();
    if let Some(profile) = &named.or_else(found) {
        bail!(say!(
            "--output would overwrite the profile `{profile}`",
            profile = clean(profile)
        ));
    }
    let set = common
        .rubrics()
        .and_then(|path| Path::new(path).canonicalize().ok());
    let is_toml = output
        .extension()
        .is_some_and(|extension| extension == "toml");
    if set.is_some_and(|set| output == set || is_toml && output.starts_with(set)) {
        bail!(say!("--output would overwrite a file of the rubric set"));
    }
    Ok(())
}

/// Refuses a new file that the next run would take for a profile.
fn check_new(profiles: &[String], output: &Path) -> Result<()> {
    let folder = folder_of(output).canonicalize().ok();
    let Some(folder) = folder.filter(|_| Form::of_name(&output.to_string_lossy()).is_some()) else {
        return Ok(());
    };
    let holds = |path: &&String| {
        let own = Path::new(path).canonicalize();
        own.is_ok_and(|own| own.is_dir() && folder.starts_with(own))
    };
    if let Some(profiles) = profiles.iter().find(holds) {
        bail!(say!(
            "--output would be a profile for the next run, since it lies in `{folder}`",
            folder = clean(profiles)
        ));
    }
    Ok(())
}

/// Whether standard input reads a file.
#[cfg(unix)]
fn is_input(path: &Path) -> bool {
    use std::os::fd::AsFd as _;
    let target = path.metadata().ok().filter(Metadata::is_file);
    target.is_some_and(|target| behind(io::stdin().as_fd(), &target).is_some())
}

#[cfg(not(unix))]
fn is_input(_: &Path) -> bool {
    false
}

/// Whether two paths name one file that is there.
pub(super) fn same_file(a: &Path, b: &Path) -> bool {
    let both = a.canonicalize().ok().zip(b.canonicalize().ok());
    both.is_some_and(|(a, b)| a == b)
}

/// Writes every element in a format; the two for people are the command's own.
pub(super) fn write<T: Serialize>(
    elements: &[Entry<T>],
    (format, single): (Format, bool),
    mut output: Output,
    people: impl FnOnce(&[Entry<T>], &mut Output) -> io::Result<()>,
    markdown: impl FnOnce(&[Entry<T>], &mut Output) -> io::Result<()>,
) -> Result<()> {
    let written = match (format, elements) {
        // What is wrong with a single bad profile has been said: a report of it would be empty.
        (Format::Table, [Entry::Bad(_)]) => return Ok(()),
        (Format::Table, _) => people(elements, &mut output),
        (Format::Json, _) => json::json(elements, single, &mut output),
        (Format::Jsonl, _) => json::jsonl(elements, &mut output),
        (Format::Yaml, _) => yaml::yaml(elements, &mut output),
        (Format::Markdown, _) => markdown(elements, &mut output),
    };
    allow_closed_pipe(written.map_err(Into::into).and_then(|()| output.finish()))
}

/// Writes files that are not there yet, below folders that are made for them. Where one is there, or one of them
/// cannot be written whole, none is written.
pub(super) fn write_new(files: &[(PathBuf, &str)]) -> Result<()> {
    for (path, _) in files {
        if path.symlink_metadata().is_ok() {
            bail!(say!(
                "`{path}` is there already, and nothing is overwritten: name another folder",
                path = clean(&path.display().to_string())
            ));
        }
        let in_the_way = |folder: &&Path| folder.metadata().is_ok_and(|found| !found.is_dir());
        if let Some(file) = path.ancestors().skip(1).find(in_the_way) {
            bail!(say!(
                "cannot write `{path}`: `{file}` is a file, not a folder",
                path = clean(&path.display().to_string()),
                file = clean(&file.display().to_string())
            ));
        }
    }
    let mut written = Vec::new();
    for (path, text) in files {
        let folder = folder_of(path);
        std::fs::create_dir_all(folder).with_context(|| refused(path))?;
        let mut builder = tempfile::Builder::new();
        public_permissions(&mut builder);
        let file = builder.tempfile_in(folder);
        let mut file = file.with_context(|| refused(path))?;
        let whole = file.write_all(text.as_bytes());
        whole
            .and_then(|()| file.as_file().sync_all())
            .map_err(|error| unwritable(path, &error))?;
        written.push((path, file));
    }
    for (number, (path, file)) in written.into_iter().enumerate() {
        if let Err(error) = file.persist_noclobber(path) {
            for (path, _) in &files[..number] {
                // Nothing more can be done for one that cannot be removed.
                let _ = std::fs::remove_file(path);
            }
            return Err(error).with_context(|| refused(path));
        }
    }
    Ok(())
}

/// Makes a folder and those above it, where they are not there.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).with_context(|| refused(path))
}

/// A new file is readable as any file that the user makes; the system's mask still applies.
#[cfg(unix)]
fn public_permissions(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn public_permissions(_: &mut tempfile::Builder<'_, '_>) {}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Direct(out) => out.write(bytes),
            Self::File(out, target) => out.write(bytes).map_err(|error| unwritable(target, &error)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Direct(out) => out.flush(),
            Self::File(out, target) => out.flush().map_err(|error| unwritable(target, &error)),
        }
    }
}

/// Why a file cannot be written, by the name that it will have: the one that it has until then says nothing.
fn unwritable(target: &Path, error: &io::Error) -> io::Error {
    let path = clean(&target.display().to_string());
    let reason = plain_reason(error);
    io::Error::new(
        error.kind(),
        say!("cannot write `{path}`: {reason}", path, reason),
    )
}

/// Whoever read our output may have seen enough: no error, and no reason for another exit code.
pub(super) fn allow_closed_pipe(result: Result<()>) -> Result<()> {
    result.or_else(|error| {
        if is_closed_pipe(&error) {
            Ok(())
        } else {
            Err(error)
        }
    })
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().map(io::Error::kind)
    };
    error
        .chain()
        .any(|cause| kind(cause) == Some(io::ErrorKind::BrokenPipe))
}

/// Says on standard error what was done; where nobody listens, nothing is wrong.
pub(super) fn tell(text: &str) -> Result<()> {
    let said = io::stderr().write_all(text.as_bytes());
    allow_closed_pipe(said.map_err(Into::into))
}

/// Shows findings on standard error.
pub(super) fn report_findings(common: &Common, list: &[Finding]) {
    let mut err = BufWriter::new(io::stderr());
    // Where standard error is closed there is nobody to tell.
    let _ = findings(list, &common.stderr_look(), &mut err).and_then(|()| err.flush());
}
