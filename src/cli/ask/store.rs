//! Where the profile of an interview is kept: a file that is whole after every answer, or standard output.

use crate::cli::output::{Output, may_write};
use crate::finding::{Code, Finding};
use crate::present::text::clean;
use crate::rubric::RubricSet;
use crate::say;
use crate::source::files;
use anyhow::{Result, bail};
use std::io::Write as _;
use std::path::Path;

/// A profile's place.
pub(super) struct Store {
    /// The file; none for standard output.
    path: Option<String>,
    name: String,
    /// What the file holds as far as we know; none before it is there.
    on_disk: Option<String>,
}

impl Store {
    /// Reads the profile, or begins one for a rubric set where there is none.
    ///
    /// # Errors
    /// A finding if it is there and cannot be read.
    pub(super) fn open(
        path: Option<&str>,
        set: &RubricSet,
    ) -> Result<(Self, String), Box<Finding>> {
        let file = path.filter(|path| *path != "-");
        let is_new = file.is_some_and(|path| Path::new(path).symlink_metadata().is_err());
        let on_disk = match path {
            Some(path) if !is_new => {
                let text = files::read_whole(path)?.text;
                // Before the first question, not behind its answer.
                let writable = may_write(Path::new(path));
                writable.map_err(|error| {
                    Finding::of_file(path, Code::Unwritable, format!("{error:#}"))
                })?;
                Some(text)
            }
            _ => None,
        };
        let name = path.unwrap_or("profile").to_owned();
        let text = on_disk.clone().unwrap_or_else(|| beginning(&name, set));
        let store = Self {
            path: file.map(str::to_owned),
            name,
            on_disk: on_disk.filter(|_| file.is_some()),
        };
        Ok((store, text))
    }

    /// How messages call the profile.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the profile goes to standard output.
    pub(super) fn is_printed(&self) -> bool {
        self.path.is_none()
    }

    /// Keeps the text in the file, if there is one.
    ///
    /// # Errors
    /// If the file cannot be written, or someone else has changed it meanwhile.
    pub(super) fn save(&mut self, text: &str) -> Result<()> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        if self.on_disk.as_deref() == Some(text) {
            return Ok(());
        }
        let now = files::read_whole(path).ok().map(|file| file.text);
        if now != self.on_disk {
            bail!(say!(
                "`{path}` was changed by someone else meanwhile; the last answer is not in it: run this again to go on",
                path = clean(path)
            ));
        }
        let mut output = Output::open(Some(Path::new(path)))?;
        output.write_all(text.as_bytes())?;
        output.finish()?;
        self.on_disk = Some(text.to_owned());
        Ok(())
    }

    /// What happens to the answers, for people.
    pub(super) fn greeting(&self) -> String {
        match (&self.path, &self.on_disk) {
            (Some(path), Some(_)) => say!("Every answer goes into {path} at once.", path),
            (Some(path), None) => say!("{path} is new: it is made at the first answer.", path),
            (None, _) => say!("The profile is printed at the end."),
        }
    }

    /// Where the answers are, for people.
    pub(super) fn kept(&self) -> String {
        match (&self.path, &self.on_disk) {
            (Some(path), Some(_)) => say!("Everything is in {path}.", path),
            (Some(_), None) => say!("Nothing was answered, and nothing is written."),
            (None, _) => String::new(),
        }
    }

    /// Prints the profile, if no file has it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn finish(self, text: &str) -> Result<()> {
        if self.path.is_some() {
            return Ok(());
        }
        let mut output = Output::open(None)?;
        output.write_all(text.as_bytes())?;
        output.finish()
    }
}

/// A profile that says only which rubric set it is written for.
fn beginning(path: &str, set: &RubricSet) -> String {
    let rubrics = set.name_and_version();
    let json = Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "json");
    if json {
        format!("{{\n  \"profile\": {{\n    \"rubrics\": \"{rubrics}\"\n  }}\n}}\n")
    } else {
        format!("profile:\n  rubrics: {rubrics}\n")
    }
}
