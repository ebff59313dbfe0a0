//! Which unknown facts can change the recommendation, where completions are too many to count.
//!
//! Walks begin where a rule fires and lead a score that it tests towards where the test fails, a fact at a
//! time. A step that would get another recommendation is not taken: its fact changes it, all else equal.
//! In the end the score stands close to the threshold, and what has not been moved yet tips it.

use super::bounds::Bounds;
use super::live::Live;
use super::random::SplitMix64;
use super::walker::Walker;
use crate::rubric::condition::{Condition, ScoreRef};
use crate::rubric::{RubricSet, indexes};

/// How long walks go on.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// Rounds over all rules and tests, at most.
    rounds: usize,
    /// Rounds without a new find, after which they end.
    fruitless: usize,
    /// Whether walks first lead what is sought the other way.
    steps_back: bool,
}

/// Where an answer is waited for.
const HURRIED: Patience = Patience {
    rounds: 24,
    fruitless: 3,
    steps_back: false,
};

/// Where a rubric set is looked through once.
pub(super) const PATIENT: Patience = Patience {
    rounds: 24,
    fruitless: 6,
    steps_back: true,
};

/// What walks look for.
pub(super) trait Sought {
    /// The facts that it hangs on: walks move them last.
    fn facts(&self) -> Vec<u16>;
    /// Some value of a fact gets another recommendation than `at` does, all else equal.
    fn pivot(&mut self, fact: u16, at: &[u8]);
    /// A walk has ended here, close to where the recommendation changes.
    fn end(&mut self, walker: &mut Walker<'_>, at: &[u8]);
}

/// Facts that are not known to change the recommendation.
pub(super) struct Undecided<'f>(pub(super) &'f mut Vec<u16>);

impl Sought for Undecided<'_> {
    fn facts(&self) -> Vec<u16> {
        self.0.clone()
    }

    fn pivot(&mut self, fact: u16, _: &[u8]) {
        self.0.retain(|&other| other != fact);
    }

    fn end(&mut self, walker: &mut Walker<'_>, at: &[u8]) {
        self.0.retain(|&fact| !walker.near(fact, at));
    }
}

/// Where walks may go.
pub(super) struct Ground<'g> {
    live: Live<'g>,
    left: &'g [u64],
}

impl<'g> Ground<'g> {
    /// What is left of a set's cells, with its bounds; `fires` are the rules that can fire, in order.
    pub(super) fn new(
        set: &'g RubricSet,
        left: &'g [u64],
        bounds: &'g Bounds,
        fires: &[u16],
    ) -> Self {
        let mut goals = Vec::new();
        let tested = fires
            .iter()
            .filter_map(|&rule| set.rules[usize::from(rule)].when.as_ref());
        tested.for_each(|when| scores(set, when, true, &mut goals));
        let goals: Vec<ScoreRef> = goals.into_iter().map(|(of, _)| of).collect();
        Self {
            live: Live::new(set, bounds, fires, &goals),
            left,
        }
    }

    /// A walker on it.
    pub(super) fn walker(&self) -> Walker<'_> {
        Walker::new(&self.live, self.left)
    }
}

/// Takes out of `facts` those for which two completions were found that differ in them alone and get
/// different recommendations. `completions` are tried as they are; walks begin at each of `firing`, a
/// completion for each rule that can fire.
pub(super) fn without_pivotal(
    ground: &Ground<'_>,
    facts: &mut Vec<u16>,
    completions: &[&Vec<u8>],
    firing: &[&Vec<u8>],
) {
    let mut walker = ground.walker();
    for at in completions {
        facts.retain(|&fact| !walker.near(fact, at));
    }
    walk(ground, firing, HURRIED, &mut Undecided(facts));
}

/// Walks from each of `firing` until nothing more is sought, or nothing more comes of it.
pub(super) fn walk(
    ground: &Ground<'_>,
    firing: &[&Vec<u8>],
    patience: Patience,
    sought: &mut impl Sought,
) {
    let (set, left) = (ground.live.set, ground.left);
    let mut walker = ground.walker();
    let mut walks = Vec::new();
    for &from in firing {
        walker.go(from);
        if let Some(when) = &set.rules[usize::from(walker.rule())].when {
            let mut tests = Vec::new();
            scores(set, when, true, &mut tests);
            let walk = |(of, up)| (from, of, up, readable(set, left, of));
            walks.extend(tests.into_iter().map(walk));
        }
    }
    let mut random = SplitMix64::new(1);
    let mut fruitless = 0;
    for _ in 0..patience.rounds {
        let before = sought.facts().len();
        for (from, of, up, readable) in &walks {
            let facts = sought.facts();
            let (mut last, mut order): (Vec<u16>, Vec<u16>) =
                readable.iter().partition(|fact| facts.contains(fact));
            if last.is_empty() {
                continue;
            }
            random.shuffle(&mut order);
            random.shuffle(&mut last);
            walker.go(from);
            // What is sought begins as far from the threshold as it can, so that it has a way to go.
            let back = patience.steps_back.then(|| last.clone());
            for fact in back.into_iter().flatten() {
                if walker.toward(fact, Some((*of, !up))) {
                    sought.pivot(fact, walker.at());
                }
            }
            order.append(&mut last);
            for fact in order {
                if walker.toward(fact, Some((*of, *up))) {
                    sought.pivot(fact, walker.at());
                }
            }
            let end = walker.at().to_vec();
            sought.end(&mut walker, &end);
        }
        let after = sought.facts().len();
        fruitless = if after < before { 0 } else { fruitless + 1 };
        if after == 0 || fruitless == patience.fruitless {
            return;
        }
    }
}

/// The scores that a condition tests, directly or through its gates, and whether each must rise for the
/// condition to come out otherwise than `holds`.
fn scores(set: &RubricSet, condition: &Condition, holds: bool, found: &mut Vec<(ScoreRef, bool)>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts
                .iter()
                .for_each(|part| scores(set, part, holds, found));
        }
        Condition::Not(part) => scores(set, part, !holds, found),
        Condition::Gate(gate) => scores(set, &set.gates[usize::from(*gate)].when, holds, found),
        Condition::Fact(_) => {}
        Condition::Score(test) => {
            if test.low > 0 {
                found.push((test.of, !holds));
            }
            if test.high < 1000 {
                found.push((test.of, holds));
            }
        }
    }
}

/// The open facts behind a score.
fn readable(set: &RubricSet, left: &[u64], of: ScoreRef) -> Vec<u16> {
    let dimensions = match of {
        ScoreRef::Dimension(dimension) => usize::from(dimension)..usize::from(dimension) + 1,
        ScoreRef::Rubric(rubric) | ScoreRef::Worst(rubric) => {
            indexes(&set.rubrics[usize::from(rubric)].dimensions)
        }
    };
    let mut facts: Vec<u16> = dimensions
        .flat_map(|dimension| indexes(&set.dimensions[dimension].criteria))
        .flat_map(|criterion| set.criteria[criterion].scale.variables())
        .filter(|&variable| !left[usize::from(variable)].is_power_of_two())
        .map(|variable| set.variables[usize::from(variable)].fact)
        .collect();
    facts.sort_unstable();
    facts.dedup();
    facts
}
