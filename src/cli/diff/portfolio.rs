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
use crate::source::inputs::Walk;
use std::num::NonZeroUsize;

/// Every profile that the arguments name, folders opened; what is wrong with folders has been said where
/// there is none.
pub(super) fn paths(common: &Common, arguments: &[String]) -> Option<Vec<String>> {
    let (mut paths, mut findings): (Vec<String>, Vec<Finding>) = Default::default();
    for named in Walk::single(arguments) {
        match named {
            Ok(path) => paths.push(path),
            Err(finding) => findings.push(*finding),
        }
    }
    report_findings(common, &findings);
    tell_left_out(common, arguments, &paths);
    findings.is_empty().then_some(paths)
}

/// What becomes of each profile, in their order, whatever the number of threads.
pub(super) fn look<'a>(
    difference: &'a Difference,
    (old, new): (&[TextFile], &[TextFile]),
    paths: &[String],
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
    let mut verdicts = Vec::with_capacity(paths.len());
    let worker = || |path: &String| verdict(&impact, path);
    let looked = ordered(
        threads(jobs).min(paths.len()),
        paths.iter(),
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
        Err(finding) => {
            return impact.verdict(&SourceText::new(path, ""), Err(vec![*finding]));
        }
    };
    let source = SourceText::new(file.path.clone(), &file.text);
    match only_document(&source) {
        Ok(root) => impact.verdict(&source, Ok(&root)),
        Err(findings) => impact.verdict(&source, Err(findings)),
    }
}
