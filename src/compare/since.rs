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
    let mut same = true;
    for ((rubric, score), earlier) in set.rubrics.iter().zip(&now.rubrics).zip(&before.scores) {
        let exists = score.exists != Truth::False;
        let shown = [
            score.estimate,
            exists.then_some(score.low),
            exists.then_some(score.high),
        ];
        same &= shown == *earlier;
        let worse = match (shown[0], earlier[0], rubric.higher_is) {
            (Some(now), Some(before), HigherIs::Better) => now < before,
            (Some(now), Some(before), HigherIs::Worse) => now > before,
            _ => false,
        };
        if worse {
            return Since::Worse;
        }
    }
    let settled = now
        .prospects
        .as_ref()
        .is_some_and(|found| found.possible.len() == 1);
    let stays = now.leading() == before.recommendation && settled == before.settled;
    if same && stays {
        Since::Same
    } else {
        Since::Changed
    }
}
