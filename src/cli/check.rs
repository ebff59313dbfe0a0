//! `check`: every finding in rubric sets and profiles.

use super::input::{self, is_rubric_path, load_files, set_files};
use super::output::allow_closed_pipe;
use super::today::TodayArgs;
use super::{Common, Outcome};
use crate::finding::{Code, Finding, Level, SourceText, has_errors};
use crate::present::findings::findings;
use crate::present::text::count;
use crate::profile::Options;
use crate::rubric::RubricSet;
use crate::source::files;
use anyhow::Result;
use clap::Args;
use std::io::{IsTerminal as _, Write};

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Profiles, and rubric sets: folders and TOML files. Without any, the loaded rubric set
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    #[command(flatten)]
    common: Common,
    /// Take facts that the rubric set does not have as warnings, not as errors
    #[arg(long)]
    allow_unknown_facts: bool,
    #[command(flatten)]
    today: TodayArgs,
}

pub(super) fn run(args: &CheckArgs) -> Result<Outcome> {
    let common = &args.common;
    let (sets, profiles): (Vec<&String>, Vec<&String>) =
        args.paths.iter().partition(|path| is_rubric_path(path));
    let mut found: Vec<Finding> = Vec::new();
    let mut unreadable = false;
    // Profiles are checked against the loaded set, so that has to be right too.
    let mut loaded = None;
    if sets.is_empty() || !profiles.is_empty() {
        loaded = check_set(common.rubrics(), &mut found, &mut unreadable);
    }
    for path in &sets {
        check_set(Some(path), &mut found, &mut unreadable);
    }
    if let Some(set) = &loaded {
        let options = Options {
            allow_unknown_facts: args.allow_unknown_facts,
            today: args.today.today(),
        };
        for path in &profiles {
            check_profile(set, path, options, &mut found, &mut unreadable);
        }
    }
    let skipped = if loaded.is_none() { profiles.len() } else { 0 };
    let checked = args.paths.len().max(1) - skipped;
    allow_closed_pipe(print(common, &found, checked, skipped))?;
    Ok(Outcome {
        failed: unreadable,
        refuted: has_errors(&found),
        ..Outcome::default()
    })
}

fn print(common: &Common, found: &[Finding], checked: usize, skipped: usize) -> Result<()> {
    let look = common.look(std::io::stdout().is_terminal());
    let mut out = std::io::stdout().lock();
    findings(found, &look, &mut out)?;
    if !common.quiet {
        let of = |level: Level| {
            found
                .iter()
                .filter(|finding| finding.level == level)
                .count()
        };
        if skipped > 0 {
            let skipped = count(skipped, "profile", "profiles");
            writeln!(out, "{skipped} not checked: the rubric set has errors")?;
        }
        let checked = count(checked, "input", "inputs");
        let errors = count(of(Level::Error), "error", "errors");
        let warnings = count(of(Level::Warning), "warning", "warnings");
        writeln!(out, "{checked} checked: {errors}, {warnings}")?;
    }
    out.flush()?;
    Ok(())
}

fn check_set(
    path: Option<&str>,
    found: &mut Vec<Finding>,
    unreadable: &mut bool,
) -> Option<RubricSet> {
    match set_files(path).and_then(|files| load_files(&files)) {
        Ok(loaded) => {
            found.extend(loaded.findings);
            Some(loaded.set)
        }
        Err(findings) => {
            // A file that is there but holds something else is a finding, not a failure to read.
            *unreadable |= findings
                .iter()
                .any(|finding| finding.code == Code::Unreadable);
            found.extend(findings);
            None
        }
    }
}

fn check_profile(
    set: &RubricSet,
    path: &str,
    options: Options,
    found: &mut Vec<Finding>,
    unreadable: &mut bool,
) {
    let file = match files::read(path) {
        Ok(file) => file,
        Err(finding) => {
            // A file that is there but holds something else is a finding, not a failure to read.
            *unreadable |= finding.code == Code::Unreadable;
            found.push(*finding);
            return;
        }
    };
    match input::resolve(
        set,
        &SourceText::new(file.path.clone(), &file.text),
        options,
    ) {
        Ok((_, findings)) | Err(findings) => found.extend(findings),
    }
}
