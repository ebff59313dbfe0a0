//! `migrate`: profiles under the names of a newer rubric set, comments and layout kept.

use super::diff::load;
use super::input::{load_set, only_document};
use super::output::{Output, allow_closed_pipe, report_findings};
use super::{Common, Outcome};
use crate::compare::names::renames;
use crate::compare::pairs::Pairs;
use crate::finding::{Code, Finding, SourceText, quoted};
use crate::present::migrate::{Migrated, migrate};
use crate::profile::{Options, Renames, Spot, resolve};
use crate::rubric::RubricSet;
use crate::source::edit::{Place, rename};
use crate::source::files;
use crate::value::{Node, Value};
use anyhow::{Result, bail};
use clap::Args;
use std::io::Write as _;
use std::path::Path;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// Profiles in YAML or JSON: files, and folders with all that is below them
    #[arg(required = true, value_name = "PROFILE")]
    profiles: Vec<String>,
    /// The rubric set that the profiles were written for, as `maturity diff` takes it; without it only
    /// renames that the new set tells of are followed
    #[arg(long, value_name = "OLD")]
    from: Option<String>,
    /// Write nothing, and exit with 1 if something would change; --dry-run is the same
    #[arg(long, alias = "dry-run")]
    check: bool,
    #[command(flatten)]
    common: Common,
}

/// What profiles are brought from and to.
struct Ways {
    from: Option<RubricSet>,
    to: RubricSet,
    renames: Renames,
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
    let renames = match &from {
        Some(from) => renames(from, &to, &Pairs::new(from, &to)),
        None => Renames::of(&to),
    };
    let ways = Ways { from, to, renames };
    let mut paths = Vec::new();
    let mut outcome = Outcome::default();
    for argument in &args.profiles {
        if argument == "-" {
            bail!("standard input cannot be written back: name a file");
        }
        match files::profile_paths(argument) {
            Ok(own) => paths.extend(own),
            Err(finding) => {
                report_findings(common, &[*finding]);
                outcome.failed = true;
            }
        }
    }
    let mut migrated = Vec::new();
    for path in &paths {
        let (changes, findings) = one(&ways, path, args.check)?;
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

/// Brings one profile over; what cannot be carried are findings. The stated version follows only where all
/// was carried: a profile that the new set cannot read still says what it was written for.
fn one(ways: &Ways, path: &str, check: bool) -> Result<(Vec<Change>, Vec<Finding>)> {
    let file = match files::read_whole(path) {
        Ok(file) => file,
        Err(finding) => return Ok((Vec::new(), vec![*finding])),
    };
    let source = SourceText::new(path, &file.text);
    let root = match only_document(&source) {
        Ok(root) => root,
        Err(findings) => return Ok((Vec::new(), findings)),
    };
    if let Some(finding) = other_set(ways, &source, &root) {
        return Ok((Vec::new(), vec![finding]));
    }
    let spots = ways.renames.spots(&root);
    let mut renamed = ways.renames.renamed(&root);
    let findings = match resolve(&ways.to, &source, &renamed, Options::default()) {
        Ok(_) => Vec::new(),
        Err(findings) => findings
            .into_iter()
            .map(|finding| told(ways, &source, &root, finding))
            .collect(),
    };
    let mut places: Vec<Place> = spots.iter().map(place).collect();
    let mut changes: Vec<Change> = spots.iter().map(|spot| change(&source, spot)).collect();
    if findings.is_empty()
        && let Some(stamp) = stamp(&ways.to, &mut renamed)
    {
        let (span, before, after) = stamp;
        let line = source.place(span).line;
        changes.insert(
            0,
            (
                Some(line),
                format!("profile.rubrics {before}"),
                after.clone(),
            ),
        );
        places.push(Place::Word(span, after));
    }
    if places.is_empty() {
        return Ok((Vec::new(), findings));
    }
    let text = match rename(&source, &places, &renamed) {
        Ok(text) => text,
        Err(refused) => {
            let all = findings.into_iter().chain(refused).collect();
            return Ok((Vec::new(), all));
        }
    };
    if !check {
        let mut output = Output::open(Some(Path::new(path)))?;
        output.write_all(text.as_bytes())?;
        output.finish()?;
    }
    Ok((changes, findings))
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
        None => Place::Move(from, to),
    }
}

fn change(source: &SourceText<'_>, spot: &Spot) -> Change {
    let line = Some(source.place(spot.span).line);
    match &spot.fact {
        Some(fact) => (line, format!("{fact} {}", spot.from), spot.to.clone()),
        None => (line, spot.from.clone(), spot.to.clone()),
    }
}

/// A profile that says it was written for another set than those at hand.
fn other_set(ways: &Ways, source: &SourceText<'_>, root: &Node<'_>) -> Option<Finding> {
    let node = root.get("profile")?.get("rubrics")?;
    let written = node.text().filter(|_| !node.is_null())?;
    let id = written.split_once(' ').map_or(written, |(id, _)| id);
    let known = id == &*ways.to.id || ways.from.as_ref().is_some_and(|from| id == &*from.id);
    if known {
        return None;
    }
    let message = format!(
        "this profile was written for {}, not for `{}`",
        quoted(written),
        ways.to.id
    );
    let finding = Finding::error(source, node.span, Code::OtherRubrics, message);
    Some(finding.hint("name the set that it was written for with --from"))
}

/// Writes the new set's id and version where a profile names an earlier one: where, from what, to what.
fn stamp(to: &RubricSet, renamed: &mut Node<'_>) -> Option<(crate::value::Span, String, String)> {
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
    let after = if text.contains(' ') {
        format!("{} {}", to.id, to.version)
    } else {
        to.id.to_string()
    };
    if *text == after {
        return None;
    }
    let before = std::mem::replace(text, after.clone().into()).into_owned();
    Some((span, before, after))
}

/// A finding with what the earlier set knows of it.
fn told(ways: &Ways, source: &SourceText<'_>, root: &Node<'_>, mut finding: Finding) -> Finding {
    let Some(from) = &ways.from else {
        return finding;
    };
    let was_read = resolve(from, source, root, Options::default()).is_ok();
    if was_read && finding.code == Code::UnknownFact {
        let (id, version) = (&ways.to.id, &ways.to.version);
        finding.hint = Some(format!("`{id} {version}` no longer has it: take it out"));
    }
    finding
}
