//! `test`: runs a rubric set's own tests.

use super::input::{self, load_files, set_files};
use super::output::{allow_closed_pipe, report_findings};
use super::{Common, Outcome};
use crate::assess::{Assessment, assess};
use crate::check::cases::{self, outcomes};
use crate::finding::{Code, Finding, SourceText};
use crate::present::tests::tests;
use crate::profile::{Options, resolve};
use crate::rubric::RubricSet;
use crate::rubric::load::{Case, CaseProfile};
use crate::source::files::{self, TextFile};
use crate::source::shipped;
use anyhow::Result;
use clap::Args;
use std::io::{IsTerminal as _, Write};
use std::path::{Component, Path, PathBuf};

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct TestArgs {
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(args: &TestArgs) -> Result<Outcome> {
    let common = &args.common;
    let loaded = set_files(common.rubrics()).and_then(|files| Ok((load_files(&files)?, files)));
    let (loaded, files) = match loaded {
        Ok(loaded) => loaded,
        Err(findings) => {
            report_findings(common, &findings);
            return Ok(Outcome {
                failed: true,
                ..Outcome::default()
            });
        }
    };
    let mut findings = Vec::new();
    let mut assessments = Vec::new();
    for case in &loaded.cases {
        let test_file = &files[usize::from(case.site.file)];
        match assess_case(&loaded.set, case, test_file, common.rubrics().is_none()) {
            Ok(assessment) => assessments.push(Ok(assessment)),
            Err(errors) => {
                let first = errors.first().map_or("", |finding| &finding.message);
                assessments.push(Err(format!("its profile cannot be used: {first}")));
                findings.extend(errors);
            }
        }
    }
    report_findings(common, &findings);
    let outcomes = outcomes(&loaded.set, &loaded.cases, &assessments);
    let refuted = outcomes.iter().any(|outcome| !outcome.failures.is_empty());
    allow_closed_pipe(print(common, &outcomes))?;
    Ok(Outcome {
        failed: !findings.is_empty(),
        refuted,
        ..Outcome::default()
    })
}

fn print(common: &Common, outcomes: &[cases::Outcome]) -> Result<()> {
    let look = common.look(std::io::stdout().is_terminal());
    let mut out = std::io::stdout().lock();
    tests(outcomes, common.quiet, &look, &mut out)?;
    out.flush()?;
    if outcomes.is_empty() && !common.quiet {
        let hint = "this rubric set has no tests: add `[[tests]]` to one of its files";
        writeln!(std::io::stderr(), "{hint}")?;
    }
    Ok(())
}

fn assess_case(
    set: &RubricSet,
    case: &Case,
    test_file: &TextFile,
    shipped: bool,
) -> Result<Assessment, Vec<Finding>> {
    match &case.profile {
        CaseProfile::Facts(node) => {
            let source = SourceText::new(test_file.path.clone(), &test_file.text);
            resolve(set, &source, node, Options::default())
                .map(|(answers, _)| assess(set, &answers))
        }
        CaseProfile::Path(path) => {
            let file = profile_file(path, test_file, shipped)?;
            let source = SourceText::new(file.path.clone(), &file.text);
            input::resolve(set, &source, Options::default())
                .map(|(answers, _)| assess(set, &answers))
        }
    }
}

/// The profile that a test names, relative to the test's own file.
fn profile_file(path: &str, test_file: &TextFile, shipped: bool) -> Result<TextFile, Vec<Finding>> {
    let beside = Path::new(&test_file.path)
        .parent()
        .unwrap_or_else(|| Path::new(""))
        .join(path);
    let path = shortened(&beside).display().to_string();
    if !shipped {
        return files::read(&path).map_err(|finding| vec![*finding]);
    }
    let name = path.replace('\\', "/");
    let found = shipped::EXAMPLES
        .iter()
        .find(|(example, _)| *example == name);
    found
        .map(|(path, text)| TextFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .ok_or_else(|| {
            vec![Finding::of_file(
                &name,
                Code::Unreadable,
                "no such example ships",
            )]
        })
}

/// `a/../b` as `b`, so that messages show the path as one would type it.
fn shortened(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        let before = short.components().next_back();
        if part == Component::ParentDir && matches!(before, Some(Component::Normal(_))) {
            short.pop();
        } else {
            short.push(part);
        }
    }
    short
}
