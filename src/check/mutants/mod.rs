//! Mutation testing: small changes to a rubric set, and whether its tests notice each of them.
//!
//! A mutant is one change of one value, as a slip of the pen would make it. It goes through the same loader as
//! the set itself, so it is judged as the changed files would be.

mod decimal;
mod edit;
mod make;

pub use edit::{Edit, Path};
pub use make::mutants;

use super::cases::failures;
use super::subject::{Given, Subject};
use crate::compare::effect::{Effort, Recommendations, Scores};
use crate::compare::rubrics::diff;
use crate::finding::SourceText;
use crate::rubric::load::{Case, Expect, File, load};
use crate::rubric::{RubricSet, Site};
use crate::value::Value;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What kind of part a mutant changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// When a gate trips, and what it does.
    Gates,
    /// What a rule tests, and the order of rules.
    Rules,
    /// Where numbers and scores are cut, wherever that is.
    Thresholds,
    /// When a criterion applies, and when a case of its scale holds.
    Conditions,
    /// The points of a scale's rows, and the options of a share.
    Points,
    /// The weights of criteria and dimensions.
    Weights,
}

impl Kind {
    /// Every kind, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Gates,
        Self::Rules,
        Self::Thresholds,
        Self::Conditions,
        Self::Points,
        Self::Weights,
    ];

    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gates => "gates",
            Self::Rules => "rules",
            Self::Thresholds => "thresholds",
            Self::Conditions => "conditions",
            Self::Points => "points",
            Self::Weights => "weights",
        }
    }
}

/// One change of a rubric set.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutant {
    /// What kind of part it changes.
    pub kind: Kind,
    /// The id of the part.
    pub part: String,
    /// What it changes.
    pub site: Site,
    /// What is written there, in short.
    pub original: String,
    /// What the mutant has instead, in short.
    pub changed: String,
    /// The change.
    pub edit: Edit,
}

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// This test fails, by number: the first of those that rest on a document, else the first.
    Killed(usize),
    /// No test fails, and some company is scored otherwise.
    Survived,
    /// No test fails, and it is not proved either way whether any company is scored otherwise.
    Undecided,
    /// Proved: no company's recommendation or score changes. Such a mutant does not count.
    Equivalent,
    /// What is left is no rubric set. Such a mutant does not count either.
    Invalid,
}

/// How hard to look for a company that tells a surviving mutant from its set.
pub const EFFORT: Effort = Effort {
    samples: 1 << 11,
    more_samples: 1 << 12,
    steps: 5_000,
};

/// The tests of a set, ready to be run against its mutants.
#[derive(Debug)]
pub struct Bench<'b> {
    /// The files of the set.
    pub files: &'b [File<'b>],
    /// The set.
    pub set: &'b RubricSet,
    /// Its tests, all of which pass.
    pub cases: &'b [Case],
    /// What each is about.
    pub subjects: &'b [Subject<'b>],
    /// The answers of each.
    pub given: &'b [Result<Given<'b>, String>],
}

impl Bench<'_> {
    /// What becomes of each mutant. The number of threads changes nothing but the time.
    #[must_use]
    pub fn run(&self, mutants: &[Mutant], threads: usize, effort: Effort) -> Vec<Fate> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut files = self.without_tests();
            let mut fates = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(mutant) = mutants.get(number) else {
                    return fates;
                };
                fates.push((number, self.fate(&mut files, mutant, effort)));
            }
        };
        let mut fates = std::thread::scope(|scope| {
            let begin = || std::thread::Builder::new().spawn_scoped(scope, work);
            // The system may give no more: this thread and those that it gave do it.
            let workers: Vec<_> = (1..threads).map_while(|_| begin().ok()).collect();
            let mut fates = work();
            for worker in workers {
                match worker.join() {
                    Ok(more) => fates.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            fates
        });
        fates.sort_by_key(|(number, _)| *number);
        fates.into_iter().map(|(_, fate)| fate).collect()
    }

    /// The files, to be changed. What the tests themselves say is kept from the loader, which has read it.
    fn without_tests(&self) -> Vec<File<'_>> {
        let mut files = Vec::new();
        for file in self.files {
            let mut root = file.root.owned();
            if let Value::Map(entries) = &mut root.value {
                for (_, value) in entries.iter_mut().filter(|(key, _)| key.text == "tests") {
                    value.value = Value::List(Vec::new());
                }
            }
            files.push(File {
                source: SourceText::new(file.source.path.clone(), file.source.text),
                root,
            });
        }
        files
    }

    fn fate(&self, files: &mut [File<'_>], mutant: &Mutant, effort: Effort) -> Fate {
        let mut edit = mutant.edit.clone();
        if !edit.exchange(files) {
            return Fate::Invalid;
        }
        let loaded = load(files);
        edit.exchange(files);
        let Ok(loaded) = loaded else {
            return Fate::Invalid;
        };
        let set = loaded.set;
        if set.digest == self.set.digest {
            return Fate::Equivalent;
        }
        if let Some(killer) = self.killer(&set) {
            return Fate::Killed(killer);
        }
        match diff(self.set, &set, effort).map(|found| (found.recommendations, found.scores)) {
            Some((Recommendations::Same, Scores::Same)) => Fate::Equivalent,
            Some((Recommendations::Differ(_), _) | (_, Scores::Differ(_))) => Fate::Survived,
            _ => Fate::Undecided,
        }
    }

    /// The test that fails for a changed set.
    fn killer(&self, set: &RubricSet) -> Option<usize> {
        // A moved threshold cuts facts elsewhere, so that answers have to be read again.
        let same = set.variables == self.set.variables && set.facts == self.set.facts;
        let again: Vec<Result<Given<'_>, String>>;
        let given = if same {
            self.given
        } else {
            let subjects = self.subjects.iter();
            again = subjects
                .map(|subject| subject.given(set).map_err(|_| String::new()))
                .collect();
            &again
        };
        let fails = |&number: &usize| {
            given[number].is_err() || failures(set, self.cases, number, given).next().is_some()
        };
        self.order().into_iter().find(fails)
    }

    /// The tests in the order in which they are tried: those that rest on a document first, and of these
    /// those first that do not look ahead from an open profile, which takes long.
    fn order(&self) -> Vec<usize> {
        let open = |number: usize| {
            let cells = self.given[number].as_ref().map(|given| &given.own.cells);
            cells.is_ok_and(|cells| !cells.iter().all(|left| left.is_power_of_two()))
        };
        let looks = |case: &Case| case.expect.iter().any(Expect::of_recommendation);
        let mut order: Vec<usize> = (0..self.cases.len()).collect();
        order.sort_by_key(|&number| {
            let case = &self.cases[number];
            (case.judgement.is_some(), looks(case) && open(number))
        });
        order
    }
}
