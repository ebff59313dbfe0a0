//! What has become of a profile since an earlier run.

use crate::assess::survey::Survey;
use crate::rubric::condition::Truth;
use crate::rubric::{HigherIs, RubricSet};

/// A profile as an earlier run had it, by number in the set of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The leading recommendation; none where it was not scored, or where the set has it no more.
    pub recommendation: Option<u16>,
    /// Whether it was scored.
    pub scored: bool,
    /// Whether only one recommendation was possible.
    pub settled: bool,
    /// Each rubric's estimate, low and high, in tenths; none where it had none.
    pub scores: Vec<[Option<u16>; 3]>,
}

/// What has become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    /// The earlier run does not have it.
    New,
    /// Recommendation, settledness, scores and ranges are the same.
    Same,
    /// Something is another, and no rubric's estimate is worse.
    Changed,
    /// A rubric's estimate is worse, or it can no longer be scored.
    Worse,
}

impl Since {
    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Worse => "worse",
        }
    }
}

/// A figure of a rubric that is another than before, in tenths; none where there is no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The rubric, by number.
    pub rubric: usize,
    /// Which figure.
    pub figure: Figure,
    /// Before.
    pub before: Option<u16>,
    /// Now.
    pub now: Option<u16>,
}

/// A figure of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The estimate.
    Estimate,
    /// The least value.
    Low,
    /// The greatest.
    High,
}

/// The figures that moved, by rubric.
#[must_use]
pub fn moves(before: &Earlier, now: &Survey) -> Vec<Move> {
    const FIGURES: [Figure; 3] = [Figure::Estimate, Figure::Low, Figure::High];
    let mut moves = Vec::new();
    for (rubric, (score, earlier)) in now.rubrics.iter().zip(&before.scores).enumerate() {
        let exists = score.exists != Truth::False;
        let [low, high] = [score.low, score.high].map(|bound| exists.then_some(bound));
        let figures = FIGURES.into_iter().zip([score.estimate, low, high]);
        for ((figure, now), &before) in figures.zip(earlier) {
            if now != before {
                moves.push(Move {
                    rubric,
                    figure,
                    before,
                    now,
                });
            }
        }
    }
    moves
}

/// Compares what came out with what came out before; `now` is none where it was not scored.
#[must_use]
pub fn since(set: &RubricSet, before: Option<&Earlier>, now: Option<&Survey>) -> Since {
    let Some(before) = before else {
        return Since::New;
    };
    let Some(now) = now else {
        return if before.scored {
            Since::Worse
        } else {
            Since::Same
        };
    };
    if !before.scored {
        return Since::Changed;
    }
    let moves = moves(before, now);
    let worse = |one: &Move| match (one.figure, one.before, one.now) {
        (Figure::Estimate, Some(before), Some(now)) => match set.rubrics[one.rubric].higher_is {
            HigherIs::Better => now < before,
            HigherIs::Worse => now > before,
        },
        _ => false,
    };
    let stays = now.leading() == before.recommendation && now.settled() == before.settled;
    if moves.iter().any(worse) {
        Since::Worse
    } else if moves.is_empty() && stays {
        Since::Same
    } else {
        Since::Changed
    }
}
