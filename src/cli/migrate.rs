//! `migrate`: profiles under the names of a newer rubric set, comments and layout kept.

use super::diff::load;
use super::input::{load_set, only_document, tell_left_out};
use super::output::{Output, allow_closed_pipe, report_findings};
use super::paths::path;
use super::written_for::Ways;
use super::{Common, Outcome};
use crate::finding::{Code, Finding, SourceText};
use crate::present::migrate::{Migrated, migrate};
use crate::profile::Spot;
use crate::rubric::RubricSet;
use crate::say;
use crate::source::edit::{Place, rename, set};
use crate::source::files;
use crate::source::inputs::Walk;
use crate::value::{Node, Span, Value};
use anyhow::{Result, bail};
use clap::{Args, ValueHint};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// Profiles in YAML or JSON: files, and folders with all that is below them
    #[arg(required = true, value_name = "PROFILE", value_hint = ValueHint::AnyPath, value_parser = path())]
    profiles: Vec<String>,
    /// The rubric set that the profiles were written for, as `maturity diff` takes it; without it only
    /// renames that the new set tells of are followed
    #[arg(long, value_name = "OLD", value_hint = ValueHint::AnyPath)]
    from: Option<String>,
    /// Write nothing, and exit with 1 if something would change; --dry-run is the same
    #[arg(long, alias = "dry-run")]
    check: bool,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(args: &MigrateArgs) -> Result<Outcome> {
    let common = &args.common;
    let Some(to) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    let from = match &args.from {
        Some(written) => match load(common, written) {
            Some(side) => Some(side.set),
            None => return Ok(Outcome::FAILED),
        },
        None => None,
    };
    let ways = Ways::new(from, to);
    let (mut paths, mut taken) = (Vec::new(), BTreeSet::new());
    let mut outcome = Outcome::default();
    if args.profiles.iter().any(|argument| argument == "-") {
        bail!(say!("standard input cannot be written back: name a file"));
    }
    for named in Walk::single(&args.profiles) {
        match named {
            Ok(path) => {
                // Whatever names a file, it is one.
                let file = Path::new(&path).canonicalize();
                if taken.insert(file.unwrap_or_else(|_| PathBuf::from(&path))) {
                    paths.push(path);
                }
            }
            Err(finding) => {
                report_findings(common, &[*finding]);
                outcome.failed = true;
            }
        }
    }
    tell_left_out(common, &args.profiles, &paths);
    let mut migrated = Vec::new();
    for path in &paths {
        let (changes, findings) = match one(&ways, path, args.check) {
            Ok(changes) => (changes, Vec::new()),
            Err(findings) => (Vec::new(), findings),
        };
        if !findings.is_empty() {
            report_findings(common, &findings);
            outcome.failed = true;
        }
        outcome.refuted |= args.check && !changes.is_empty();
        migrated.push(Migrated {
            path: path.clone(),
            changes,
            carried: findings.is_empty(),
        });
    }
    let mut out = Output::open(None)?;
    let look = out.look(common);
    let how = (!args.check, common.quiet);
    let written = migrate(&migrated, how, &look, &mut out);
    allow_closed_pipe(written.map_err(Into::into).and_then(|()| out.finish()))?;
    Ok(outcome)
}

/// The line, what stood there, what stands there now.
type Change = (Option<usize>, String, String);

/// Brings one profile over, or says what cannot be carried: then nothing of it is written, for half of the
/// names under either version would be taken for what they are not.
fn one(ways: &Ways, path: &str, check: bool) -> Result<Vec<Change>, Vec<Finding>> {
    let file = files::read_whole(path).map_err(|finding| vec![*finding])?;
    let source = SourceText::new(path, &file.text);
    let root = only_document(&source)?;
    if ways.is_done(&source, &root)? {
        let findings = ways.against(&source, (&root, &root));
        return if findings.is_empty() {
            Ok(Vec::new())
        } else {
            Err(findings)
        };
    }
    let spots = ways.renames.spots(&root);
    let mut renamed = ways.renames.renamed(&root);
    let mut findings = ways.unclear(&source, (&root, &renamed), &spots);
    findings.extend(ways.against(&source, (&root, &renamed)));
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut places: Vec<Place> = spots.iter().map(place).collect();
    let mut changes: Vec<Change> = spots.iter().map(|spot| change(&source, spot)).collect();
    let looks_old = ways.looks_old(&source, &renamed);
    let stamped = stamp(&ways.to, &mut renamed, looks_old);
    let unstamped = looks_old && stamped.is_none();
    if let Some((span, before, after)) = stamped {
        let line = source.place(span).line;
        let from = format!("profile.rubrics {before}");
        changes.insert(0, (Some(line), from, after.clone()));
        places.push(Place::Word(span, after));
    }
    if places.is_empty() {
        return Ok(changes);
    }
    let mut text = rename(&source, &places, &renamed)?;
    if unstamped {
        let after = ways.to.name_and_version();
        let value = Value::Scalar {
            text: after.clone().into(),
            plain: true,
        };
        text = set(&SourceText::new(path, &text), "profile", "rubrics", &value)?;
        changes.push((None, "profile.rubrics".to_owned(), after));
    }
    if !check {
        write(path, &text).map_err(|error| {
            let message = format!("{error:#}");
            vec![Finding::of_file(path, Code::Unwritable, message)]
        })?;
    }
    Ok(changes)
}

fn write(path: &str, text: &str) -> Result<()> {
    let mut output = Output::open(Some(Path::new(path)))?;
    output.write_all(text.as_bytes())?;
    output.finish()
}

/// Where a name stands in the text: a fact that changes its section is moved.
fn place(spot: &Spot) -> Place {
    let pair = |id: &str| {
        let (section, key) = id.split_once('.').unwrap_or((id, ""));
        (section.to_owned(), key.to_owned())
    };
    let (from, to) = (pair(&spot.from), pair(&spot.to));
    match &spot.fact {
        Some(_) => Place::Word(spot.span, spot.to.clone()),
        None if from.0 == to.0 => Place::Word(spot.span, to.1),
        None => Place::Move(spot.span, from, to),
    }
}

fn change(source: &SourceText<'_>, spot: &Spot) -> Change {
    let line = Some(source.place(spot.span).line);
    match &spot.fact {
        Some(fact) => (line, format!("{fact} {}", spot.from), spot.to.clone()),
        None => (line, spot.from.clone(), spot.to.clone()),
    }
}

/// Writes the new set's id, and its version where one was stated or is needed, where a profile names an
/// earlier set: where, from what, to what.
fn stamp(to: &RubricSet, renamed: &mut Node<'_>, needed: bool) -> Option<(Span, String, String)> {
    let Value::Map(sections) = &mut renamed.value else {
        return None;
    };
    let (_, profile) = sections.iter_mut().find(|(key, _)| key.text == "profile")?;
    let Value::Map(entries) = &mut profile.value else {
        return None;
    };
    let (_, node) = entries.iter_mut().find(|(key, _)| key.text == "rubrics")?;
    if node.is_null() {
        return None;
    }
    let span = node.span;
    let Value::Scalar { text, .. } = &mut node.value else {
        return None;
    };
    let after = if needed || text.contains(' ') {
        to.name_and_version()
    } else {
        to.id.to_string()
    };
    if *text == after {
        return None;
    }
    let before = std::mem::replace(text, after.clone().into()).into_owned();
    Some((span, before, after))
}
