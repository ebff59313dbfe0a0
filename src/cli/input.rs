//! Loading rubric sets and profiles for the commands.

use super::Common;
use super::output::report_findings;
use super::paths::path;
use super::today::StaleArgs;
use super::what_if::WhatIfArgs;
use crate::finding::{Code, Finding, Level, SourceText};
use crate::language::list::count;
use crate::language::{Language, spoken};
use crate::limits::limits;
use crate::present::report::{Entry, Failure, FindingText, ProfileName};
use crate::profile::{self, Answers, Options, Resolved};
use crate::rubric::RubricSet;
use crate::rubric::load::{File, Loaded, load, localize};
use crate::say;
use crate::source::files::{self, TextFile, rubric_files};
use crate::source::inputs::{Form, Walk, documents, named};
use crate::source::{shipped, toml, yaml};
use crate::value::{Node, Span};
use clap::{Args, ValueHint};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What commands take that read profiles and say something about each.
#[derive(Debug, Args)]
pub(super) struct ProfileArgs {
    /// Profiles in YAML or JSON; `-` reads standard input. `score` also takes folders, patterns, JSON Lines and CSV
    #[arg(required = true, value_name = "PROFILE", value_hint = ValueHint::AnyPath, value_parser = path())]
    pub(super) profiles: Vec<String>,
    #[command(flatten)]
    pub(super) common: Common,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) what_if: WhatIfArgs,
    #[command(flatten)]
    stale: StaleArgs,
    /// Take facts that the rubric set does not have as warnings, not as errors
    #[arg(long)]
    allow_unknown_facts: bool,
}

impl ProfileArgs {
    /// How profiles are read.
    pub(super) fn options(&self) -> Options {
        Options {
            allow_unknown_facts: self.allow_unknown_facts,
            today: self.stale.today(),
        }
    }
}

/// The rubric set to score with.
pub(super) fn rubric_set(path: Option<&str>) -> Result<(RubricSet, Vec<Finding>), Vec<Finding>> {
    match path {
        None => Ok((shipped::rubric_set_in(spoken()), Vec::new())),
        Some(path) => {
            let mut loaded = load_files(&named_files(path)?)?;
            if spoken() != Language::English {
                // `check` says what is wrong with translations; here they are only used.
                let _ = translate(&mut loaded.set, path, spoken().tag());
            }
            Ok((loaded.set, loaded.findings))
        }
    }
}

/// Puts a set's own texts in a language into it, where it has them, and says what is wrong with them.
pub(super) fn translate(
    set: &mut RubricSet,
    path: &str,
    language: &str,
) -> Result<(), Vec<Finding>> {
    let file = files::locale_file(path, language).map_err(|finding| vec![*finding])?;
    let findings = file.map_or_else(Vec::new, |file| localized(set, &file));
    if findings.is_empty() {
        Ok(())
    } else {
        Err(findings)
    }
}

/// Puts the texts of a locale file into a set; what is wrong with them.
pub(super) fn localized(set: &mut RubricSet, file: &TextFile) -> Vec<Finding> {
    let source = SourceText::new(file.path.clone(), &file.text);
    match toml::read(&source) {
        Ok(root) => localize(set, &File { source, root }),
        Err(findings) => findings,
    }
}

/// The files of the set that `--rubrics` or the environment names; which of the two is told where they
/// cannot be read.
fn named_files(path: &str) -> Result<Vec<TextFile>, Vec<Finding>> {
    const NAME: &str = "MATURITY_RUBRICS";
    let flag = |argument: &std::ffi::OsString| {
        let argument = argument.to_string_lossy();
        argument == "--rubrics" || argument.starts_with("--rubrics=")
    };
    let by_environment = std::env::var(NAME).is_ok_and(|set| set == path)
        && !std::env::args_os().any(|argument| flag(&argument));
    rubric_files(path).map_err(|mut findings| {
        let of_path = |finding: &&mut Finding| finding.place.is_none();
        for finding in findings
            .iter_mut()
            .filter(of_path)
            .filter(|_| by_environment)
        {
            finding.hint = Some(say!(
                "{variable} names it: set that to a folder with TOML files, or to one TOML file",
                variable = NAME
            ));
        }
        findings
    })
}

/// The rubric set that a command names; what is wrong with it has been said where there is none.
pub(super) fn load_set(common: &Common) -> Option<RubricSet> {
    match rubric_set(common.rubrics()) {
        Ok((set, warnings)) => {
            if !common.quiet {
                report_findings(common, &warnings);
            }
            Some(set)
        }
        Err(findings) => {
            report_findings(common, &findings);
            None
        }
    }
}

/// The files of a rubric set: those at a path, or those that ship.
pub(super) fn set_files(path: Option<&str>) -> Result<Vec<TextFile>, Vec<Finding>> {
    match path {
        Some(path) => named_files(path),
        None => Ok(shipped::RUBRICS
            .iter()
            .map(|(path, text)| TextFile {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect()),
    }
}

/// Parses and loads the files of a set.
pub(super) fn load_files(files: &[TextFile]) -> Result<Loaded, Vec<Finding>> {
    load(&parse(files)?)
}

/// Parses the files of a set.
pub(super) fn parse(files: &[TextFile]) -> Result<Vec<File<'_>>, Vec<Finding>> {
    let mut parsed = Vec::new();
    let mut findings = Vec::new();
    for file in files {
        let source = SourceText::new(file.path.clone(), &file.text);
        match toml::read(&source) {
            Ok(root) => parsed.push(File { source, root }),
            Err(errors) => findings.extend(errors),
        }
    }
    // What a broken file defines is missing everywhere else: only its own errors would mean anything.
    if findings.is_empty() {
        Ok(parsed)
    } else {
        Err(findings)
    }
}

/// A file whose name says that it belongs to a rubric set.
pub(super) fn is_rubric_path(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "toml")
        || Path::new(path).is_dir()
}

/// The answers of the one profile that a file holds, with its warnings.
pub(super) fn resolve<'a>(
    set: &RubricSet,
    source: &SourceText<'a>,
    options: Options,
) -> Resolved<'a> {
    let (node, found) = document(source)?;
    profile::resolve_on(set, source, &node, found, options)
}

/// The one document that a profile's file holds.
pub(super) fn only_document<'a>(source: &SourceText<'a>) -> Result<Node<'a>, Vec<Finding>> {
    yaml::all(document(source))
}

fn document<'a>(source: &SourceText<'a>) -> yaml::Read<Node<'a>> {
    // As in a stream of documents, the line feed that ends one is none of it.
    let text = source.text.strip_suffix('\n').unwrap_or(source.text);
    if text.len() > limits().document {
        return Err(vec![*documents::too_large(&source.path, 1, None)]);
    }
    let form = Form::of_name(&source.path).unwrap_or(Form::Yaml);
    if matches!(form, Form::Csv | Form::JsonLines) {
        let message = say!("this is a table or a list of profiles, and one profile is wanted");
        let finding = Finding::error(source, Span::new(0, 0), Code::ManyDocuments, message);
        return Err(vec![finding.hint(say!(
            "`maturity score` takes tables and lists; put one profile into a file of its own"
        ))]);
    }
    let whole = Span::new(0, source.text.len());
    documents::node(source, form, whole, None).map_err(|mut findings| {
        let many = |finding: &&mut Finding| finding.code == Code::ManyDocuments;
        if let Some(finding) = findings.iter_mut().find(many) {
            finding.hint = Some(say!("put each profile into a file of its own; `maturity score` also takes many in one file"));
        }
        findings
    })
}

/// A file, or why it cannot be read.
pub(super) type ReadFile = Result<TextFile, Box<Finding>>;

/// Reads every profile.
pub(super) fn read_all(paths: &[String]) -> Vec<ReadFile> {
    paths.iter().map(|path| files::read(path)).collect()
}

/// The answers of each profile that was read.
pub(super) fn resolve_all<'a>(
    set: &RubricSet,
    files: &'a [ReadFile],
    options: Options,
) -> Vec<Resolved<'a>> {
    let resolved = |file: &'a ReadFile| match file {
        Ok(file) => resolve(
            set,
            &SourceText::new(file.path.clone(), &file.text),
            options,
        ),
        Err(finding) => Err(vec![(**finding).clone()]),
    };
    files.iter().map(resolved).collect()
}

/// An element of the output for each profile: what `good` makes of one, or its findings, which are
/// reported too. Whether any is bad.
pub(super) fn elements<'p, T>(
    common: &Common,
    set: &RubricSet,
    (paths, resolved): (&[String], &'p [Resolved<'_>]),
    mut good: impl FnMut(usize, ProfileName, &'p Answers<'_>, &'p [Finding]) -> T,
) -> (Vec<Entry<T>>, bool) {
    let mut failed = false;
    let mut elements = Vec::new();
    for (number, (path, profile)) in paths.iter().zip(resolved).enumerate() {
        let mut name = ProfileName {
            path: files::shown(path).to_owned(),
            ..ProfileName::default()
        };
        elements.push(match profile {
            Ok((answers, findings)) => {
                if !common.quiet {
                    report_findings(common, findings);
                }
                name.id = answers.about.id.as_deref().map(str::to_owned);
                name.name = answers.name(set).map(str::to_owned);
                Entry::Good(Box::new(good(number, name, answers, findings)))
            }
            Err(findings) => {
                report_findings(common, findings);
                failed = true;
                Entry::Bad(Failure {
                    profile: name,
                    findings: findings.iter().map(FindingText::from).collect(),
                })
            }
        });
    }
    (elements, failed)
}

/// How many files of a folder, or of a pattern, may hold profiles and are none of those that are read, in words.
pub(super) fn left_out(folder: &String, read: &[String]) -> Option<String> {
    let real = |path: &String| Path::new(path).canonicalize().ok();
    let read: HashSet<PathBuf> = read.iter().filter_map(real).collect();
    let all = Walk::new(std::slice::from_ref(folder), false).flatten();
    let others = all.filter(|path| real(path).is_some_and(|path| !read.contains(&path)));
    match others.count() {
        0 => None,
        others => Some(count(others, "file", "files")),
    }
}

/// Says of each folder and pattern among the arguments how many files it has that only `score` reads.
pub(super) fn tell_left_out(common: &Common, arguments: &[String], read: &[String]) {
    let note = |argument: &String| {
        let files = left_out(argument, read)?;
        let why = say!("`maturity score` reads tables, lists and what is packed");
        let message = say!("{files} left out: {why}", files, why);
        let finding = Finding::of_file(argument, Code::NotChecked, message);
        Some(finding.level(Level::Note))
    };
    let several = arguments.iter().filter(|argument| !named(argument));
    let notes: Vec<Finding> = several.filter_map(note).collect();
    report_findings(common, &notes);
}
