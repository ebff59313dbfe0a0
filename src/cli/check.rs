//! `check`: every finding in rubric sets and profiles.

use super::input::{self, is_rubric_path, left_out, load_files, localized, parse, set_files};
use super::output::{allow_closed_pipe, read_once};
use super::paths::path;
use super::subjects::{profile_files, profile_paths};
use super::today::TodayArgs;
use super::{Common, Outcome};
use crate::check::lints::{Lints, STEPS, lint};
use crate::check::subject::subjects;
use crate::finding::{Code, Counted, Finding, Level, SourceText, has_errors};
use crate::language::{Language, spoken};
use crate::present::check::{Checked, Counts};
use crate::present::findings::findings;
use crate::present::json;
use crate::profile::Options;
use crate::rubric::RubricSet;
use crate::rubric::load::{Loaded, load};
use crate::say;
use crate::source::files::{self, TextFile, locale_files};
use crate::source::inputs::Walk;
use crate::source::shipped;
use anyhow::Result;
use clap::{Args, ValueEnum, ValueHint};
use std::io::{IsTerminal as _, Write};
use std::path::Path;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Profiles and folders of them, and rubric sets: folders with TOML files, and TOML files. Without any, the loaded rubric set
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, value_parser = path())]
    paths: Vec<String>,
    #[command(flatten)]
    common: Common,
    /// Take facts that the rubric set does not have as warnings, not as errors
    #[arg(long)]
    allow_unknown_facts: bool,
    #[command(flatten)]
    today: TodayArgs,
    /// Fail where there are warnings, too
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Deny>,
    /// How to print the findings
    #[arg(long, short, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What makes a check fail besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the line of the file, for people
    Text,
    /// One object: the findings, and how many there are
    Json,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    /// Questions of lints that were neither proved nor refuted.
    undecided: usize,
    unreadable: bool,
}

pub(super) fn run(args: &CheckArgs) -> Result<Outcome> {
    let common = &args.common;
    read_once(&args.paths)?;
    let mut found = Found::default();
    let Inputs {
        sets,
        folders,
        profiles,
    } = Inputs::new(&args.paths);
    // Profiles are checked against the loaded set, so that has to be right too.
    let mut loaded = None;
    if !profiles.is_empty() {
        loaded = found.set(common.rubrics(), load_alone);
        // What is wrong with a profile is said in the set's words.
        if let (Some(set), true) = (&mut loaded, spoken() != Language::English) {
            match common.rubrics() {
                None => *set = shipped::rubric_set_in(spoken()),
                Some(path) => drop(input::translate(set, path, spoken().tag())),
            }
        }
    } else if args.paths.is_empty() {
        let shipped = common.rubrics().is_none();
        found.set(common.rubrics(), |files| load_and_lint(files, shipped));
    }
    for path in &sets {
        let mut tested = Vec::new();
        found.set(Some(path), |files| {
            let checked = load_and_lint(files, false)?;
            tested = profile_paths(&checked.0.cases, &parse(files)?);
            Ok(checked)
        });
        if Path::new(path).is_dir() {
            let why = say!("the folder is taken for a rubric set; name the profiles, too");
            found.findings.extend(not_checked(path, &tested, &why));
        }
    }
    if let Some(set) = &loaded {
        let options = Options {
            allow_unknown_facts: args.allow_unknown_facts,
            today: args.today.today(),
        };
        for path in &profiles {
            let before = found.findings.len();
            match path {
                Ok(path) => check_profile(set, path, options, &mut found),
                Err(finding) => {
                    found.unreadable = true;
                    found.findings.push((**finding).clone());
                }
            }
            if let ([rubrics], None) = (sets.as_slice(), common.rubrics()) {
                hint_at_set(&mut found.findings[before..], rubrics);
            }
        }
    }
    for (folder, checked) in &folders {
        let why = say!("`maturity score` reads tables, lists and what is packed");
        found.findings.extend(not_checked(folder, checked, &why));
    }
    let skipped = if loaded.is_none() { profiles.len() } else { 0 };
    let counted = Counted::of(&found.findings);
    let counts = Counts {
        inputs: (sets.len() + profiles.len()).max(1) - skipped,
        skipped,
        errors: counted.errors,
        warnings: counted.warnings,
        notes: counted.notes,
        undecided: found.undecided,
    };
    allow_closed_pipe(print(args, &found.findings, &counts))?;
    let denied = args.deny == Some(Deny::Warnings) && counts.warnings > 0;
    Ok(Outcome {
        failed: found.unreadable,
        refuted: has_errors(&found.findings) || denied,
        ..Outcome::default()
    })
}

fn print(args: &CheckArgs, found: &[Finding], counts: &Counts) -> Result<()> {
    let common = &args.common;
    let mut out = std::io::stdout().lock();
    match args.format {
        Format::Json => json::json(&[Checked::new(found, counts)], true, &mut out)?,
        Format::Text => {
            let look = common.look(std::io::stdout().is_terminal());
            findings(found, &look, &mut out)?;
            if !common.quiet {
                counts.write(&mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// What there is to check.
struct Inputs<'p> {
    sets: Vec<&'p String>,
    /// Folders without TOML, each with its profiles.
    folders: Vec<(&'p String, Vec<String>)>,
    /// The files of profiles, or why one that is named or lies in a folder cannot be looked at.
    profiles: Vec<Result<String, Box<Finding>>>,
}

impl<'p> Inputs<'p> {
    /// Each file of a folder without TOML is a profile.
    fn new(paths: &'p [String]) -> Self {
        let mut all = Self {
            sets: Vec::new(),
            folders: Vec::new(),
            profiles: Vec::new(),
        };
        for path in paths {
            let is_folder = files::is_without_rubrics(path);
            if is_rubric_path(path) && !is_folder {
                all.sets.push(path);
                continue;
            }
            let mut own = profiles_in(path, is_folder);
            if is_folder {
                all.folders
                    .push((path, own.iter().flatten().cloned().collect()));
            }
            all.profiles.append(&mut own);
        }
        all
    }
}

/// The profiles of a folder or a pattern, or the file itself.
fn profiles_in(path: &String, is_folder: bool) -> Vec<Result<String, Box<Finding>>> {
    let mut all: Vec<_> = Walk::single(std::slice::from_ref(path)).collect();
    if let [Err(nothing)] = all.as_mut_slice()
        && nothing.path == *path
        && is_folder
    {
        nothing.message = say!("holds neither profiles nor a rubric set");
        nothing.hint = Some(say!(
            "profiles end in `.yaml`, `.yml` or `.json`; a rubric set is a folder with TOML files, or one TOML file"
        ));
    }
    all
}

/// Says of a folder how many files in it are not checked, though they may hold profiles.
fn not_checked(folder: &String, checked: &[String], why: &str) -> Option<Finding> {
    let files = left_out(folder, checked)?;
    let message = say!("{files} not checked: {why}", files, why);
    let finding = Finding::of_file(folder, Code::NotChecked, message);
    Some(finding.level(Level::Note))
}

impl Found {
    /// Loads a set, and takes what is found about it.
    fn set(
        &mut self,
        path: Option<&str>,
        load: impl FnOnce(&[TextFile]) -> Result<(Loaded, Option<Lints>), Vec<Finding>>,
    ) -> Option<RubricSet> {
        match set_files(path).and_then(|files| load(&files)) {
            Ok((mut loaded, lints)) => {
                self.findings.append(&mut loaded.findings);
                if let Some(lints) = lints {
                    self.translations(path, &loaded.set);
                    self.findings.extend(lints.findings);
                    self.undecided += lints.undecided;
                }
                Some(loaded.set)
            }
            Err(findings) => {
                // A file that is there but holds something else is a finding, not a failure to read.
                self.unreadable |= findings
                    .iter()
                    .any(|finding| finding.code == Code::Unreadable);
                self.findings.extend(findings);
                None
            }
        }
    }
}

impl Found {
    /// What is wrong with a set's texts in other languages, and which languages it names and does not have.
    fn translations(&mut self, path: Option<&str>, set: &RubricSet) {
        let files = match path.map_or_else(|| Ok(shipped_locales()), locale_files) {
            Ok(files) => files,
            Err(findings) => {
                self.findings.extend(findings);
                return;
            }
        };
        let language = |file: &TextFile| {
            let stem = Path::new(&file.path).file_stem();
            stem.map_or_else(String::new, |stem| stem.display().to_string())
        };
        for file in &files {
            let found = localized(&mut set.clone(), file);
            // Of a language that the set does not name, nothing is missing.
            let named = set.languages.iter().any(|name| **name == *language(file));
            let is_due = |finding: &Finding| named || finding.code != Code::MissingTranslation;
            self.findings.extend(found.into_iter().filter(is_due));
        }
        let has = |name: &str| files.iter().any(|file| language(file) == name);
        // The first is the language in which the set is written.
        for name in set.languages.iter().skip(1).filter(|name| !has(name)) {
            let path = path.unwrap_or("rubrics");
            let message = say!("no `locales/{name}.toml`, and `languages` names it", name);
            let finding = Finding::of_file(path, Code::MissingTranslation, message);
            self.findings.push(finding.level(Level::Warning));
        }
    }
}

fn shipped_locales() -> Vec<TextFile> {
    let file = |(path, text): &(&str, &str)| TextFile {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    shipped::LOCALES.iter().map(file).collect()
}

/// A set that profiles are checked against: its lints are asked for by its own path.
fn load_alone(files: &[TextFile]) -> Result<(Loaded, Option<Lints>), Vec<Finding>> {
    load_files(files).map(|loaded| (loaded, None))
}

/// A set that is checked itself: what loads without errors is linted, too, and its tests have profiles that
/// can be used.
fn load_and_lint(
    files: &[TextFile],
    shipped: bool,
) -> Result<(Loaded, Option<Lints>), Vec<Finding>> {
    let parsed = parse(files)?;
    let mut loaded = load(&parsed)?;
    let profiles = profile_files(&loaded.cases, &parsed, shipped);
    let found = subjects(&loaded, &parsed, &profiles).findings;
    loaded.findings.extend(found);
    let lints = lint(&parsed, &loaded.set, STEPS);
    Ok((loaded, Some(lints)))
}

/// Says of a profile whose facts nobody knows that the set beside it does not read it.
fn hint_at_set(findings: &mut [Finding], rubrics: &str) {
    let unknown = |finding: &&mut Finding| finding.code == Code::UnknownFact;
    if let Some(finding) = findings.iter_mut().find(unknown) {
        finding.hint = Some(match finding.hint.take() {
            Some(hint) => say!(
                "{hint}; profiles are read by the shipped set: add `--rubrics {rubrics}` to have that one read it",
                hint,
                rubrics
            ),
            None => say!(
                "profiles are read by the shipped set: add `--rubrics {rubrics}` to have that one read it",
                rubrics
            ),
        });
    }
}

fn check_profile(set: &RubricSet, path: &str, options: Options, found: &mut Found) {
    let file = match files::read(path) {
        Ok(file) => file,
        Err(finding) => {
            // A file that is there but holds something else is a finding, not a failure to read.
            found.unreadable |= finding.code == Code::Unreadable;
            found.findings.push(*finding);
            return;
        }
    };
    match input::resolve(
        set,
        &SourceText::new(file.path.clone(), &file.text),
        options,
    ) {
        Ok((_, findings)) | Err(findings) => found.findings.extend(findings),
    }
}
