//! What a difference does to given profiles: read and looked at side by side.

use crate::cli::Common;
use crate::cli::input::{only_document, parse, tell_left_out};
use crate::cli::ordered::{ordered, threads};
use crate::cli::output::report_findings;
use crate::compare::hybrid::Origin;
use crate::compare::impact::{Impact, Verdict};
use crate::compare::portfolio::Portfolio;
use crate::compare::rubrics::Difference;
use crate::finding::{Finding, SourceText};
use crate::present::diff::impact::{PortfolioText, portfolio};
use crate::source::files::{self, TextFile};
use crate::source::inputs::{Walk, named};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

/// The profiles that arguments name.
pub(super) struct Subjects {
    /// The path of each.
    pub(super) paths: Vec<String>,
    /// Why some of them cannot be found, beside their places.
    unfound: BTreeMap<usize, Finding>,
}

/// Every profile that the arguments name, folders opened. None where a folder or a pattern comes to nothing, which has
/// been said then.
pub(super) fn subjects(common: &Common, arguments: &[String]) -> Option<Subjects> {
    let (mut paths, mut unfound) = (Vec::new(), BTreeMap::new());
    let mut empty = Vec::new();
    for found in Walk::single(arguments) {
        match found {
            Ok(path) => paths.push(path),
            Err(finding) if is_several(arguments, &finding.path) => empty.push(*finding),
            Err(finding) => {
                unfound.insert(paths.len(), (*finding).clone());
                paths.push(finding.path);
            }
        }
    }
    report_findings(common, &empty);
    tell_left_out(common, arguments, &paths);
    empty.is_empty().then_some(Subjects { paths, unfound })
}

/// Whether a path is one of the folders and patterns that are named.
fn is_several(arguments: &[String], path: &str) -> bool {
    let mut several = arguments.iter().filter(|argument| !named(argument));
    several.any(|argument| argument == path)
}

/// What becomes of each profile, in their order, whatever the number of threads.
pub(super) fn look<'a>(
    difference: &'a Difference,
    (old, new): (&[TextFile], &[TextFile]),
    subjects: &Subjects,
    jobs: Option<NonZeroUsize>,
) -> Option<PortfolioText<'a>> {
    let aligned = &difference.aligned;
    // They have been parsed and loaded before: nothing is wrong with them.
    let (old, new) = (parse(old).ok()?, parse(new).ok()?);
    let impact = Impact::new(
        Origin {
            set: &aligned.old_original,
            files: &old,
        },
        Origin {
            set: &aligned.new_original,
            files: &new,
        },
        &difference.pairs,
        &difference.changes,
    );
    let paths = &subjects.paths;
    let mut verdicts = Vec::with_capacity(paths.len());
    let worker = || {
        |(place, path): (usize, &String)| match subjects.unfound.get(&place) {
            Some(finding) => unread(&impact, finding.clone()),
            None => verdict(&impact, path),
        }
    };
    let looked = ordered(
        threads(jobs).min(paths.len()),
        paths.iter().enumerate(),
        worker,
        |verdict| {
            verdicts.push(verdict);
            Ok(())
        },
    );
    // Nothing but what is done with the verdicts can fail.
    looked.ok()?;
    let summary = Portfolio::new(&impact, &verdicts);
    Some(portfolio(
        &impact,
        &difference.changes,
        (&verdicts, paths),
        &summary,
    ))
}

fn verdict(impact: &Impact<'_, '_>, path: &str) -> Verdict {
    let file = match files::read(path) {
        Ok(file) => file,
        Err(finding) => return unread(impact, *finding),
    };
    let source = SourceText::new(file.path.clone(), &file.text);
    match only_document(&source) {
        Ok(root) => impact.verdict(&source, Ok(&root)),
        Err(findings) => impact.verdict(&source, Err(findings)),
    }
}

fn unread(impact: &Impact<'_, '_>, finding: Finding) -> Verdict {
    let nothing = SourceText::new(finding.path.clone(), "");
    impact.verdict(&nothing, Err(vec![finding]))
}
