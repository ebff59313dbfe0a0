//! The results of a rubric set's own tests: what passed, what no test reaches, which mistakes none notices.

mod junit;
mod lines;

pub use junit::junit;
pub use lines::lines;

use crate::check::cases::Outcome;
use crate::check::coverage::Reach;
use crate::check::mutants::{Fate, Kind, Mutant};
use crate::present::report::SetName;
use crate::rubric::load::{Case, File};
use crate::rubric::{RubricSet, Site};
use serde::Serialize;

/// A run of the tests: the JSON's names are added, never renamed.
#[derive(Debug, Serialize)]
pub struct TestRun<'s> {
    /// The version of this form.
    pub test: u32,
    /// The set under test.
    pub rubric_set: SetName<'s>,
    /// How many tests there are.
    pub tests: usize,
    /// How many of them passed.
    pub passed: usize,
    /// How many did not.
    pub failed: usize,
    /// Each test.
    pub results: Vec<TestResult>,
    /// What the tests reach, kind by kind; none where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Vec<Reached>>,
    /// What became of small changes to the set; none where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutants: Option<Mutation>,
    /// Which demands do not hold, or could not be judged, and why: `--min-coverage`, `--min-killed`.
    pub unmet: Vec<String>,
}

/// One test.
#[derive(Debug, Serialize)]
pub struct TestResult {
    /// Its name.
    pub name: String,
    /// What it is about; empty where the set does not say.
    pub about: String,
    /// Document and section; empty where the set does not say.
    pub source: String,
    /// Whether everything holds that it expects.
    pub passed: bool,
    /// What does not.
    pub failures: Vec<String>,
}

/// How much of one kind of part is reached.
#[derive(Debug, Serialize)]
pub struct Reached {
    /// The kind.
    pub what: &'static str,
    /// How many are reached.
    pub reached: usize,
    /// How many there are.
    pub all: usize,
    /// The part that is reached, in percent, rounded down.
    pub percent: usize,
    /// Those that no test reaches.
    pub missed: Vec<MissedPart>,
}

/// A part that no test reaches.
#[derive(Debug, Serialize)]
pub struct MissedPart {
    /// The part's id.
    pub part: String,
    /// What of it is not reached.
    pub what: String,
    /// Where it is written; none for a rating.
    #[serde(flatten)]
    pub place: Option<Spot>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The file.
    pub path: String,
    /// Its line, from 1.
    pub line: usize,
    /// The column in it, from 1.
    pub column: usize,
}

/// What became of mutants.
#[derive(Debug, Serialize)]
pub struct Mutation {
    /// How many were made.
    pub made: usize,
    /// How many are no rubric set.
    pub invalid: usize,
    /// How many are proved to change no recommendation and no score.
    pub equivalent: usize,
    /// How many some test noticed.
    pub killed: usize,
    /// How many of these only tests noticed that state a judgement.
    pub killed_by_judgement: usize,
    /// How many no test noticed.
    pub survived: usize,
    /// The part of those that count that was killed, in percent, rounded down.
    pub percent: usize,
    /// The same for each kind that has any.
    pub kinds: Vec<KindOfMutants>,
    /// Those that no test noticed, in the order of the files.
    pub survivors: Vec<Survivor>,
}

/// What became of the mutants of one kind.
#[derive(Debug, Serialize)]
pub struct KindOfMutants {
    /// The kind.
    pub kind: &'static str,
    /// How many count: neither invalid nor equivalent.
    pub all: usize,
    /// How many of these were killed.
    pub killed: usize,
    /// In percent, rounded down.
    pub percent: usize,
    /// How many are proved to change nothing.
    pub equivalent: usize,
}

/// A mutant that no test noticed.
#[derive(Debug, Serialize)]
pub struct Survivor {
    /// What kind of part it changes.
    pub kind: &'static str,
    /// The part's id.
    pub part: String,
    /// Where.
    #[serde(flatten)]
    pub place: Spot,
    /// What is written there.
    pub original: String,
    /// What the mutant has instead.
    pub changed: String,
    /// Whether a company is known that it scores otherwise.
    pub proved: bool,
}

impl<'s> TestRun<'s> {
    /// For these outcomes.
    #[must_use]
    pub fn new(set: &'s RubricSet, cases: &[Case], outcomes: Vec<Outcome>) -> Self {
        let failed = outcomes
            .iter()
            .filter(|outcome| !outcome.failures.is_empty())
            .count();
        let results = cases.iter().zip(outcomes);
        let results = results.map(|(case, outcome)| TestResult {
            name: outcome.name,
            about: case.about.to_string(),
            source: case.source.to_string(),
            passed: outcome.failures.is_empty(),
            failures: outcome.failures,
        });
        Self {
            test: 1,
            rubric_set: SetName::of(set),
            tests: cases.len(),
            passed: cases.len() - failed,
            failed,
            results: results.collect(),
            coverage: None,
            mutants: None,
            unmet: Vec::new(),
        }
    }
}

impl Reached {
    /// One kind of part; `files` are those of the set.
    #[must_use]
    pub fn new(reach: Reach, files: &[File<'_>]) -> Self {
        let (percent, reached) = (reach.percent(), reach.all - reach.missed.len());
        let missed = reach.missed.into_iter().map(|missed| MissedPart {
            place: missed.site.map(|site| spot(files, site)),
            part: missed.part,
            what: missed.what,
        });
        Self {
            what: reach.what,
            reached,
            all: reach.all,
            percent,
            missed: missed.collect(),
        }
    }
}

impl Mutation {
    /// What became of the mutants of a set with these tests; `files` are those of the set.
    #[must_use]
    pub fn new(mutants: &[Mutant], fates: &[Fate], cases: &[Case], files: &[File<'_>]) -> Self {
        let count = |keep: &dyn Fn(&Mutant, Fate) -> bool| {
            let all = mutants.iter().zip(fates);
            all.filter(|(mutant, fate)| keep(mutant, **fate)).count()
        };
        let killed = |fate: Fate| matches!(fate, Fate::Killed(_));
        let counts = |fate: Fate| !matches!(fate, Fate::Invalid | Fate::Equivalent);
        let kinds = Kind::ALL.into_iter().filter_map(|kind| {
            let of = |keep: &dyn Fn(Fate) -> bool| {
                count(&|mutant, fate| mutant.kind == kind && keep(fate))
            };
            let (all, killed) = (of(&counts), of(&killed));
            let equivalent = of(&|fate| fate == Fate::Equivalent);
            (all + equivalent > 0).then(|| KindOfMutants {
                kind: kind.name(),
                all,
                killed,
                percent: percent(killed, all),
                equivalent,
            })
        });
        let by_judgement = |fate: Fate| match fate {
            Fate::Killed(case) => cases[case].judgement.is_some(),
            _ => false,
        };
        let all = mutants.iter().zip(fates);
        let survivors = all
            .filter(|(_, fate)| matches!(fate, Fate::Survived | Fate::Undecided))
            .map(|(mutant, fate)| Survivor {
                kind: mutant.kind.name(),
                part: mutant.part.clone(),
                place: spot(files, mutant.site),
                original: mutant.original.clone(),
                changed: mutant.changed.clone(),
                proved: *fate == Fate::Survived,
            });
        let survivors: Vec<Survivor> = survivors.collect();
        let all_killed = count(&|_, fate| killed(fate));
        Self {
            made: mutants.len(),
            invalid: count(&|_, fate| fate == Fate::Invalid),
            equivalent: count(&|_, fate| fate == Fate::Equivalent),
            killed: all_killed,
            killed_by_judgement: count(&|_, fate| by_judgement(fate)),
            survived: survivors.len(),
            percent: percent(all_killed, all_killed + survivors.len()),
            kinds: kinds.collect(),
            survivors,
        }
    }
}

/// A part of a whole in percent, rounded down; all of nothing is 100.
#[must_use]
pub fn percent(part: usize, whole: usize) -> usize {
    (100 * part).checked_div(whole).unwrap_or(100)
}

fn spot(files: &[File<'_>], site: Site) -> Spot {
    let source = &files[usize::from(site.file)].source;
    let place = source.place(site.span());
    Spot {
        path: place.path,
        line: place.line,
        column: place.column,
    }
}
