//! Two profiles of one company: which facts changed, what moved the scores, and what turned the
//! recommendation.

pub use super::cause::Cause;
use super::cause::Turning;
use super::games::Games;
use crate::assess::Assessment;
use crate::assess::range::Score;
use crate::profile::Answers;
use crate::rubric::{RubricSet, indexes};
use std::collections::{BTreeMap, BTreeSet};

/// A profile and its assessment.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a, 's> {
    /// What is known.
    pub answers: &'a Answers<'s>,
    /// What comes of it.
    pub assessment: &'a Assessment,
}

/// What lies between two profiles.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The facts of which they say something else, by number.
    pub changed: Vec<Changed>,
    /// Each rubric's score.
    pub rubrics: Vec<Move>,
    /// Each dimension's score.
    pub dimensions: Vec<Move>,
    /// The gates whose state is another, by number.
    pub gates: Vec<usize>,
    /// What turned the leading recommendation; none where it is the same.
    pub cause: Option<Cause>,
}

/// A fact of which two profiles say something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// By number.
    pub fact: u16,
    /// Whether anything in the rubric set tells the two apart.
    pub told_apart: bool,
}

/// How a score moved, in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// From the shown estimate before to that after; none where one of them has no score.
    pub by: Option<i32>,
    /// What each fact contributed, largest first, ties by number; those that contributed nothing are left out.
    pub contributions: Vec<(u16, i32)>,
    /// Caps, rounding and bounds: with it the contributions add up to the move.
    pub rest: i32,
    /// Whether the move was shared out. It is not where more than 16 changed facts decide together what
    /// counts, or where some of them alone would leave nothing that counts: then all of it is rest.
    pub shared_out: bool,
}

/// Compares two profiles.
#[must_use]
pub fn compare(set: &RubricSet, before: Side<'_, '_>, after: Side<'_, '_>) -> Comparison {
    let cells = (&*before.answers.cells, &*after.answers.cells);
    let differ = |fact: usize| {
        let own = indexes(&set.facts[fact].variables);
        cells.0[own.clone()] != cells.1[own]
    };
    let stated =
        |side: Side<'_, '_>, fact: usize| side.answers.stated[fact].value.clone().into_owned();
    let changed: Vec<Changed> = (0_u16..)
        .zip(&set.facts)
        .filter_map(|(number, _)| {
            let fact = usize::from(number);
            let told_apart = differ(fact);
            let other = told_apart || stated(before, fact) != stated(after, fact);
            other.then_some(Changed {
                fact: number,
                told_apart,
            })
        })
        .collect();
    let players: BTreeSet<u16> = changed
        .iter()
        .filter(|changed| changed.told_apart)
        .map(|changed| changed.fact)
        .collect();
    let games = Games::new(set, cells, &players);
    let (was, is) = (before.assessment, after.assessment);
    let rubrics = (0..set.rubrics.len())
        .map(|number| {
            Move::new(
                (&was.rubrics[number], &is.rubrics[number]),
                games.rubric(number),
            )
        })
        .collect();
    let dimensions = (0..set.dimensions.len())
        .map(|number| {
            let scores = (&was.dimensions[number], &is.dimensions[number]);
            Move::new(scores, games.mean(&[number]))
        })
        .collect();

    Comparison {
        rubrics,
        dimensions,
        gates: (0..set.gates.len())
            .filter(|&number| was.gates[number] != is.gates[number])
            .collect(),
        cause: (was.leading() != is.leading())
            .then(|| Turning::new(set, cells, is).cause(&players)),
        changed,
    }
}

impl Move {
    fn new((before, after): (&Score, &Score), values: Option<BTreeMap<u16, f64>>) -> Self {
        let (Some(from), Some(to)) = (before.estimate, after.estimate) else {
            return Self {
                by: None,
                contributions: Vec::new(),
                rest: 0,
                shared_out: true,
            };
        };
        let by = (i32::from(to) - i32::from(from)) * 10;
        let shared_out = values.is_some();
        let mut contributions: Vec<(u16, i32)> = values
            .unwrap_or_default()
            .into_iter()
            .map(|(fact, points)| (fact, hundredths(points)))
            .filter(|(_, points)| *points != 0)
            .collect();
        contributions.sort_by_key(|&(fact, points)| (-points.abs(), fact));
        let explained: i32 = contributions.iter().map(|(_, points)| points).sum();
        Self {
            by: Some(by),
            contributions,
            rest: by - explained,
            shared_out,
        }
    }
}

fn hundredths(points: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 100 points")]
    let whole = (points * 100.0).round() as i32;
    whole
}
