//! What the difference of two rubric sets does to many profiles together.

use super::impact::{Cause, FateKind, Impact, Verdict};
use super::pairs::Pair;
use std::collections::BTreeMap;

/// Many profiles together.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// How many profiles met each fate; together all of them.
    pub fates: BTreeMap<FateKind, usize>,
    /// How many profiles went from which leading recommendation to which, by number in the old and in the
    /// new set; none where the set cannot read the profile. Together all of them.
    pub matrix: BTreeMap<(Option<u16>, Option<u16>), usize>,
    /// How the score of each rubric moved that both sets have.
    pub scores: Vec<ScoreMoves>,
    /// The causes of flips, each with the profiles that it flips, most profiles first.
    pub causes: Vec<(Cause, Vec<usize>)>,
}

/// How a rubric's score moved, over the profiles that have it under both sets.
#[derive(Clone, Debug)]
pub struct ScoreMoves {
    /// The rubric in each set.
    pub rubric: Pair,
    /// How many profiles have it under both sets.
    pub profiles: usize,
    /// Those whose estimate moved, by place, with the move in tenths: largest first, ties by place.
    pub moved: Vec<(usize, i32)>,
    /// The least move, the 10th, 50th and 90th percentile and the greatest, in tenths, over all
    /// profiles: each is the move of some profile. None where there is no profile.
    pub quantiles: Option<[i32; 5]>,
}

impl Portfolio {
    /// Sums up the verdicts.
    #[must_use]
    pub fn new(impact: &Impact<'_, '_>, verdicts: &[Verdict]) -> Self {
        let mut fates: BTreeMap<FateKind, usize> =
            FateKind::ALL.into_iter().map(|kind| (kind, 0)).collect();
        let mut matrix = BTreeMap::new();
        let mut causes: BTreeMap<&Cause, Vec<usize>> = BTreeMap::new();
        for (place, verdict) in verdicts.iter().enumerate() {
            *fates.entry(verdict.fate.kind).or_default() += 1;
            let leading = [&verdict.before, &verdict.after]
                .map(|seen| seen.as_ref().ok().map(super::impact::Seen::leading));
            *matrix.entry((leading[0], leading[1])).or_default() += 1;
            if let Some(cause) = &verdict.fate.cause {
                causes.entry(cause).or_default().push(place);
            }
        }
        let mut causes: Vec<(Cause, Vec<usize>)> = causes
            .into_iter()
            .map(|(cause, places)| (cause.clone(), places))
            .collect();
        causes.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
        let scores = impact.pairs().rubrics.iter();
        let scores = scores.filter_map(|pair| ScoreMoves::new(*pair, verdicts));
        Self {
            fates,
            matrix,
            scores: scores.collect(),
            causes,
        }
    }
}

impl ScoreMoves {
    fn new(rubric: Pair, verdicts: &[Verdict]) -> Option<Self> {
        let (old, new) = rubric.old.zip(rubric.new)?;
        let by = |verdict: &Verdict| {
            let was = verdict.before.as_ref().ok()?.rubrics[old].estimate?;
            let is = verdict.after.as_ref().ok()?.rubrics[new].estimate?;
            Some(i32::from(is) - i32::from(was))
        };
        let all: Vec<(usize, i32)> = verdicts
            .iter()
            .enumerate()
            .filter_map(|(place, verdict)| Some((place, by(verdict)?)))
            .collect();
        let mut sorted: Vec<i32> = all.iter().map(|(_, by)| *by).collect();
        sorted.sort_unstable();
        // The nearest rank: the least move that so many in a hundred do not exceed.
        let rank = |percent: usize| (sorted.len() * percent).div_ceil(100).max(1) - 1;
        let quantiles =
            (!sorted.is_empty()).then(|| [0, 10, 50, 90, 100].map(|at| sorted[rank(at)]));
        let profiles = all.len();
        let mut moved: Vec<(usize, i32)> = all.into_iter().filter(|(_, by)| *by != 0).collect();
        moved.sort_by_key(|(place, by)| (std::cmp::Reverse(by.abs()), *place));
        Some(Self {
            rubric,
            profiles,
            moved,
            quantiles,
        })
    }
}
