//! The files that arguments name: files, folders and patterns, in their order.

use super::{Form, is_packed};
use crate::finding::{Code, Finding};
use crate::say;
use crate::source::files;
use ignore::WalkBuilder;
use std::path::{Component, Path, PathBuf};

/// The files of one argument after the other; folders are read as far as somebody asks.
pub struct Walk {
    arguments: std::vec::IntoIter<String>,
    folder: Option<Folder>,
    wanted: Wanted,
}

/// Which files of a folder are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Whatever may hold profiles; links that lead out of the folder too, if `follow` says so.
    All { follow: bool },
    /// What holds one profile each.
    Single,
}

impl Wanted {
    fn follows(self) -> bool {
        self == Self::All { follow: true }
    }

    fn is(self, path: &str) -> bool {
        match Form::of_name(path) {
            Some(Form::Yaml | Form::Json) => self != Self::Single || !is_packed(path),
            Some(Form::JsonLines | Form::Csv) => self != Self::Single,
            None => false,
        }
    }

    fn names(self) -> String {
        match self {
            Self::All { .. } => {
                say!(
                    "profiles end in .yaml, .yml, .json, .jsonl, .ndjson, .csv or .tsv, packed ones also in .gz or .zst"
                )
            }
            Self::Single => say!("profiles end in `.yaml`, `.yml` or `.json`"),
        }
    }

    fn link_hint(self) -> String {
        match self {
            Self::All { .. } => say!("--follow-links follows it"),
            Self::Single => say!("name the file that it leads to"),
        }
    }
}

struct Folder {
    argument: String,
    root: PathBuf,
    entries: ignore::Walk,
    /// Which of its files are meant; none: those whose names say that they are profiles.
    pattern: Option<globset::GlobMatcher>,
    wanted: Wanted,
    found: bool,
}

/// A file that is named, or why it cannot be found.
pub(super) type Named = Result<String, Box<Finding>>;

/// Whether an argument names one file by its own name, not a folder or a pattern.
#[must_use]
pub fn named(argument: &str) -> bool {
    argument == "-" || !Path::new(argument).is_dir() && !is_pattern(argument)
}

/// A name with `*`, `?` or `[` is a pattern unless a file is called so.
fn is_pattern(argument: &str) -> bool {
    argument.contains(['*', '?', '[']) && !Path::new(argument).exists()
}

impl Walk {
    /// Prepares to walk; links that lead out of a folder are followed if `follow` says so.
    #[must_use]
    pub fn new(arguments: &[String], follow: bool) -> Self {
        Self {
            arguments: Vec::from(arguments).into_iter(),
            folder: None,
            wanted: Wanted::All { follow },
        }
    }

    /// Prepares to walk for files that hold one profile each: in folders, YAML and JSON that is not packed.
    #[must_use]
    pub fn single(arguments: &[String]) -> Self {
        Self {
            wanted: Wanted::Single,
            ..Self::new(arguments, false)
        }
    }

    fn open(&self, argument: String) -> Result<Folder, Box<Finding>> {
        let pattern = is_pattern(&argument)
            .then(|| pattern(&argument))
            .transpose()?;
        let root = match &pattern {
            None => PathBuf::from(&argument),
            Some(_) => fixed_part(&argument),
        };
        let mut entries = WalkBuilder::new(&root);
        // Where no `**` leads deeper, what lies deeper cannot be meant.
        let deep = pattern.is_none() || argument.contains("**");
        let parts = |path: &Path| {
            path.components()
                .filter(|part| *part != Component::CurDir)
                .count()
        };
        let depth = parts(Path::new(&argument)).saturating_sub(parts(&root));
        entries
            .max_depth((!deep).then_some(depth))
            .require_git(false)
            // What is read must not hang on whose machine it is.
            .git_global(false)
            .follow_links(self.wanted.follows())
            // Of one folder: their paths are in the same order.
            .sort_by_file_name(Ord::cmp);
        let folder = Folder {
            entries: entries.build(),
            argument,
            root,
            pattern,
            wanted: self.wanted,
            found: false,
        };
        if folder.pattern.is_some() && !folder.root.exists() {
            return Err(folder.nothing());
        }
        Ok(folder)
    }
}

/// The matcher of a pattern in which `*` stays within a folder and `**` does not.
fn pattern(text: &str) -> Result<globset::GlobMatcher, Box<Finding>> {
    // As the walk names what it finds: `./` and `//` say nothing.
    let parts = Path::new(text)
        .components()
        .filter(|part| *part != Component::CurDir);
    let plain: PathBuf = parts.collect();
    let glob = globset::GlobBuilder::new(&plain.to_string_lossy())
        .literal_separator(true)
        .build();
    glob.map(|glob| glob.compile_matcher()).map_err(|error| {
        let message = say!("cannot be read as a pattern: {kind}", kind = error.kind());
        Box::new(Finding::of_file(text, Code::Unreadable, message))
    })
}

/// The folders of a pattern before its first sign that stands for something else.
fn fixed_part(pattern: &str) -> PathBuf {
    let parts = Path::new(pattern).components();
    let fixed = parts.take_while(|part| {
        !part
            .as_os_str()
            .to_string_lossy()
            .contains(['*', '?', '[', '{'])
    });
    let root: PathBuf = fixed.collect();
    if root.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        root
    }
}

impl Folder {
    fn next(&mut self) -> Option<Named> {
        loop {
            let entry = match self.entries.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(unlisted(&self.argument, &error))),
            };
            let path = entry.path();
            // Standing in `.`, the walk begins every path with it.
            let shown = path.strip_prefix("./").unwrap_or(path);
            let meant = match &self.pattern {
                Some(pattern) => pattern.is_match(shown),
                None => self.wanted.is(&path.to_string_lossy()),
            };
            let kind = entry.file_type();
            if !meant || kind.is_none_or(|kind| kind.is_dir()) {
                continue;
            }
            self.found = true;
            if !self.wanted.follows()
                && kind.is_some_and(|kind| kind.is_symlink())
                && !stays_inside(path, &self.root)
            {
                if !path.exists() {
                    let message = say!("a link to what is not there");
                    let finding =
                        Finding::of_file(shown.display().to_string(), Code::Unreadable, message);
                    return Some(Err(Box::new(finding)));
                }
                let message = say!("a link that leads out of its folder is not followed");
                let finding =
                    Finding::of_file(shown.display().to_string(), Code::Unreadable, message);
                return Some(Err(Box::new(finding.hint(self.wanted.link_hint()))));
            }
            // Whoever opened a pipe would wait for somebody to write into it.
            if path
                .metadata()
                .is_ok_and(|found| !found.is_file() && !found.is_dir())
            {
                let message = say!("neither a file nor a folder");
                let finding =
                    Finding::of_file(shown.display().to_string(), Code::Unreadable, message);
                return Some(Err(Box::new(finding)));
            }
            let path = files::marked(shown.as_os_str());
            return Some(files::badly_named(&path).map_or(Ok(path), Err));
        }
    }

    fn nothing(&self) -> Box<Finding> {
        let (message, hint) = if self.pattern.is_some() {
            (
                say!("no file matches the pattern"),
                say!("`*` stands for any part of a name, `**` for any folders between"),
            )
        } else {
            (say!("holds no profile"), self.wanted.names())
        };
        Box::new(Finding::of_file(&*self.argument, Code::Unreadable, message).hint(hint))
    }
}

/// Whether a link leads to something within the folder that is read.
fn stays_inside(link: &Path, root: &Path) -> bool {
    let ends = link.canonicalize().ok().zip(root.canonicalize().ok());
    ends.is_some_and(|(target, root)| target.starts_with(root))
}

/// What an error of the walk is about, if it says so, and the error itself.
fn parts(error: &ignore::Error) -> (Option<&Path>, &ignore::Error) {
    match error {
        ignore::Error::WithPath { path, err } => (Some(path), parts(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            parts(err)
        }
        ignore::Error::Loop { child, .. } => (Some(child), error),
        _ => (None, error),
    }
}

fn unlisted(argument: &str, error: &ignore::Error) -> Box<Finding> {
    let (path, error) = parts(error);
    let path = path.map(|path| path.display().to_string());
    let path = path.as_deref().unwrap_or(argument);
    if let ignore::Error::Loop { .. } = error {
        let message = say!("a link leads back to a folder above it");
        return Box::new(Finding::of_file(path, Code::Unreadable, message));
    }
    match error.io_error() {
        Some(io) => files::unreadable(path, &io.kind().into()),
        None => Box::new(Finding::of_file(
            path,
            Code::Unreadable,
            say!("cannot be listed: {error}", error),
        )),
    }
}

impl Iterator for Walk {
    type Item = Named;

    fn next(&mut self) -> Option<Named> {
        loop {
            if let Some(folder) = &mut self.folder {
                if let Some(path) = folder.next() {
                    return Some(path);
                }
                let nothing = (!folder.found).then(|| folder.nothing());
                self.folder = None;
                if let Some(finding) = nothing {
                    return Some(Err(finding));
                }
            }
            let argument = self.arguments.next()?;
            if let Some(finding) = files::badly_named(&argument) {
                return Some(Err(finding));
            }
            if named(&argument) {
                return Some(Ok(argument));
            }
            match self.open(argument) {
                Ok(folder) => self.folder = Some(folder),
                Err(finding) => return Some(Err(finding)),
            }
        }
    }
}
