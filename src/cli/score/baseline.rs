//! `--baseline`: an earlier run, and what has become of its profiles.

use crate::assess::survey::Survey;
use crate::cli::output::same_file;
use crate::compare::since::{Earlier, Since, since};
use crate::finding::{Finding, ticked};
use crate::language::list::{commas, count};
use crate::present::verdict::Unmet;
use crate::rubric::RubricSet;
use crate::say;
use crate::source::baseline::{self, Before};
use anyhow::{Result, bail};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// An earlier run, under the set of today.
pub(super) struct EarlierRun {
    profiles: HashMap<String, (Earlier, AtomicBool)>,
    /// The identity of what stood in a file.
    places: HashMap<String, String>,
    /// The ids that more than one profile has: they tell nobody apart.
    twice: HashSet<String>,
    /// The rubric sets of the earlier run that are not this one, by name.
    other_sets: Vec<String>,
}

impl EarlierRun {
    /// Reads it; the findings where it is no earlier run.
    pub(super) fn read(
        set: &RubricSet,
        path: &str,
        output: Option<&Path>,
    ) -> Result<Result<Self, Vec<Finding>>> {
        if output.is_some_and(|output| same_file(output, Path::new(path))) {
            bail!(say!(
                "--output would overwrite the baseline with only what changed: name another file"
            ));
        }
        let read = match baseline::read(path) {
            Ok(read) => read,
            Err(findings) => return Ok(Err(findings)),
        };
        let others = read
            .sets
            .into_iter()
            .filter(|(digest, _)| *digest != *set.digest);
        let profiles = read.profiles.into_iter();
        Ok(Ok(Self {
            profiles: profiles
                .map(|(identity, before)| {
                    (identity, (earlier(set, before), AtomicBool::new(false)))
                })
                .collect(),
            places: read.places,
            twice: read.twice,
            other_sets: others.map(|(_, name)| name).collect(),
        }))
    }

    /// What has become of a profile; `now` is none where it was not scored.
    pub(super) fn since(
        &self,
        set: &RubricSet,
        (path, index, id): (&str, usize, Option<&str>),
        now: Option<&Survey>,
    ) -> (Since, Option<&Earlier>) {
        let id = id.filter(|id| !self.twice.contains(*id));
        let identity = baseline::identity(path, index, id);
        // What cannot be read does not say its id: its place may be known.
        let stood = if now.is_none() {
            self.places.get(&identity)
        } else {
            None
        };
        // What had no id, perhaps since it could not be read, may have one now.
        let without = || self.profiles.get(&baseline::identity(path, index, None));
        let found = self.profiles.get(stood.unwrap_or(&identity));
        let found = found.or_else(without);
        if let Some((_, seen)) = found {
            seen.store(true, Ordering::Relaxed);
        }
        let before = found.map(|(before, _)| before);
        (since(set, before, now), before)
    }

    /// Whether it has profiles, and none of them came up.
    pub(super) fn is_missed(&self) -> bool {
        let mut seen = self.profiles.values().map(|(_, seen)| seen);
        !self.profiles.is_empty() && !seen.any(|seen| seen.load(Ordering::Relaxed))
    }

    /// What is to be said about the run as a whole.
    pub(super) fn notes(&self, set: &RubricSet) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.other_sets.is_empty() {
            notes.push(say!(
                "the baseline was scored with {earlier} of another digest, this run with {set} {version}: what changed may be the ruler, not the prospect; `maturity diff` says what the change of rubrics does",
                earlier = commas(&self.other_sets),
                set = set.id,
                version = set.version
            ));
        }
        let gone = self
            .profiles
            .iter()
            .filter(|(_, (_, seen))| !seen.load(Ordering::Relaxed));
        let mut gone: Vec<&str> = gone
            .map(|(identity, _)| baseline::shown(identity))
            .collect();
        if !gone.is_empty() {
            gone.sort_unstable();
            let profiles = count(gone.len(), "profile", "profiles");
            notes.push(say!(
                "{profiles} of the baseline did not come up in this run: {gone}",
                profiles,
                gone = ticked(gone)
            ));
        }
        notes
    }
}

fn earlier(set: &RubricSet, before: Before) -> Earlier {
    let score = |id: &str| {
        let found = before.scores.iter().find(|(rubric, _)| rubric == id);
        found.map_or([None; 3], |(_, figures)| *figures)
    };
    let recommendation = before.recommendation.as_deref();
    let number = recommendation.and_then(|id| set.recommendation(id));
    Earlier {
        recommendation: number.and_then(|number| u16::try_from(number).ok()),
        scored: recommendation.is_some(),
        settled: before.settled,
        scores: set.rubrics.iter().map(|rubric| score(&rubric.id)).collect(),
    }
}

/// What the demands on change say about a profile; `words` says what has changed.
pub(super) fn unmet(
    since: Since,
    (on_change, on_worse): (bool, bool),
    words: impl Fn() -> String,
) -> Vec<Unmet> {
    let one = |demand| Unmet {
        demand,
        open: false,
        what: format!("--{demand}"),
        message: say!(
            "{what} does not hold: {found}",
            what = format!("--{demand}"),
            found = words()
        ),
    };
    let mut unmet = Vec::new();
    if on_change && matches!(since, Since::Changed | Since::Worse) {
        unmet.push(one("fail-on-change"));
    }
    if on_worse && since == Since::Worse {
        unmet.push(one("no-regressions"));
    }
    unmet
}
