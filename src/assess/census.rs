//! What many profiles come to: counts, spreads, the commonest pits and open questions. Its room does not grow
//! with their number.

use super::survey::Survey;
use crate::rubric::{HigherIs, RubricSet};

/// The tenths of a score: 0 to 1000.
const TENTHS: usize = 1001;

/// Counts over many profiles. Two censuses add up whatever the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Census {
    /// How many were scored.
    pub scored: u64,
    /// How many were not.
    pub failed: u64,
    /// How many are settled.
    pub settled: u64,
    /// For each recommendation how often it leads, and how often it is settled.
    pub recommendations: Vec<(u64, u64)>,
    /// For each rubric how often each estimate comes out.
    estimates: Vec<Vec<u64>>,
    /// For each dimension how often it is the deepest pit: the worst one of the rubric in which higher is
    /// worse, else of the first rubric.
    pub pits: Vec<u64>,
    /// For each fact how often it is the most telling question.
    pub questions: Vec<u64>,
}

/// How the estimates of one rubric spread, in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many have one.
    pub count: u64,
    /// The least.
    pub least: u16,
    /// The quarter of which a fourth is below.
    pub lower: u16,
    /// The one in the middle.
    pub median: u16,
    /// The quarter of which a fourth is above.
    pub upper: u16,
    /// The greatest.
    pub greatest: u16,
}

impl Census {
    /// Nobody counted yet.
    #[must_use]
    pub fn new(set: &RubricSet) -> Self {
        Self {
            scored: 0,
            failed: 0,
            settled: 0,
            recommendations: vec![(0, 0); set.recommendations.len()],
            estimates: vec![vec![0; TENTHS]; set.rubrics.len()],
            pits: vec![0; set.dimensions.len()],
            questions: vec![0; set.facts.len()],
        }
    }

    /// Counts a profile that was scored, surveyed with questions.
    pub fn add(&mut self, set: &RubricSet, survey: &Survey) {
        self.scored += 1;
        let settled = survey.settled();
        self.settled += u64::from(settled);
        if let Some(leading) = survey.leading() {
            let (leads, alone) = &mut self.recommendations[usize::from(leading)];
            *leads += 1;
            *alone += u64::from(settled);
        }
        for (counts, score) in self.estimates.iter_mut().zip(&survey.rubrics) {
            if let Some(estimate) = score.estimate {
                counts[usize::from(estimate)] += 1;
            }
        }
        let pits = set
            .rubrics
            .iter()
            .position(|rubric| rubric.higher_is == HigherIs::Worse);
        if let Some(Some(pit)) = survey.worst.get(pits.unwrap_or(0)) {
            self.pits[usize::from(*pit)] += 1;
        }
        if let Some(fact) = survey.question {
            self.questions[usize::from(fact)] += 1;
        }
    }

    /// Adds what others counted.
    pub fn join(&mut self, other: &Self) {
        self.scored += other.scored;
        self.failed += other.failed;
        self.settled += other.settled;
        for ((leads, alone), more) in self.recommendations.iter_mut().zip(&other.recommendations) {
            *leads += more.0;
            *alone += more.1;
        }
        for (counts, more) in self.estimates.iter_mut().zip(&other.estimates) {
            add(counts, more);
        }
        add(&mut self.pits, &other.pits);
        add(&mut self.questions, &other.questions);
    }

    /// How a rubric's estimates spread; none where no profile has one. A quantile is the least estimate that
    /// so large a part of the profiles does not pass.
    #[must_use]
    pub fn spread(&self, rubric: usize) -> Option<Spread> {
        let counts = &self.estimates[rubric];
        let count: u64 = counts.iter().sum();
        let at = |part: u64| {
            // The place from 1, rounded up.
            let place = (count * part).div_ceil(4).max(1);
            let mut seen = 0;
            let found = counts.iter().position(|&own| {
                seen += own;
                seen >= place
            });
            found
                .and_then(|tenths| u16::try_from(tenths).ok())
                .unwrap_or(0)
        };
        (count > 0).then(|| Spread {
            count,
            least: at(0),
            lower: at(1),
            median: at(2),
            upper: at(3),
            greatest: at(4),
        })
    }
}

fn add(counts: &mut [u64], more: &[u64]) {
    for (count, more) in counts.iter_mut().zip(more) {
        *count += more;
    }
}
