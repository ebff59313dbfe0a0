//! What the weights decide: draws and flips, against the same figures of sets whose weights are changed.

use crate::generate::{Case, cases};
use crate::subject::{Trial, evaluate_point};
use maturity::assess::criterion::{self, CriterionScore};
use maturity::assess::flip::Flip;
use maturity::assess::range;
use maturity::assess::robustness::{Draws, Weight, robustness};
use maturity::rubric::condition::{Condition, ScoreRef};
use maturity::rubric::{Aggregate, Effect, HigherIs, RubricSet, indexes};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// A profile by what the weights leave as it is.
pub(crate) struct Profile<'p> {
    pub(crate) left: &'p [u64],
    pub(crate) criteria: &'p [CriterionScore],
}

/// A mean that weights make.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mean {
    Dimension(usize),
    Rubric(usize),
}

/// Scores at their estimates, and the gates.
pub(crate) struct Estimates {
    pub(crate) dimensions: Vec<Option<u16>>,
    worst: Vec<Option<u16>>,
    rubrics: Vec<Option<u16>>,
    gates: Vec<Option<bool>>,
}

impl Profile<'_> {
    /// The rule that fires by the estimates.
    fn rule(&self, set: &RubricSet) -> usize {
        self.decided(set, None).0
    }

    /// What leads where a mean comes out at so many tenths.
    pub(crate) fn leading_at(&self, set: &RubricSet, mean: Mean, tenths: u16) -> u16 {
        set.rules[self.decided(set, Some((mean, tenths))).0].recommend
    }

    /// The rule that fires by the estimates, and these; one mean may be taken otherwise.
    pub(crate) fn decided(
        &self,
        set: &RubricSet,
        taken: Option<(Mean, u16)>,
    ) -> (usize, Estimates) {
        let dimensions = set.dimensions.iter().map(|dimension| {
            let own = indexes(&dimension.criteria);
            range::dimension(&set.criteria[own.clone()], &self.criteria[own]).estimate
        });
        let mut out = Estimates {
            dimensions: dimensions.collect(),
            worst: Vec::new(),
            rubrics: Vec::new(),
            gates: Vec::new(),
        };
        if let Some((Mean::Dimension(number), tenths)) = taken {
            out.dimensions[number] = Some(tenths);
        }
        out.gates = (0..set.gates.len())
            .map(|gate| {
                self.truth(
                    set,
                    &out,
                    &Condition::Gate(u16::try_from(gate).expect("few")),
                )
            })
            .collect();
        for (number, rubric) in set.rubrics.iter().enumerate() {
            let own = indexes(&rubric.dimensions);
            let worse = |a: u16, b: u16| match rubric.higher_is {
                HigherIs::Better => a.min(b),
                HigherIs::Worse => a.max(b),
            };
            let present: Vec<(u64, u16)> = own
                .filter_map(|number| {
                    let weight = set.dimensions[number].weight.into();
                    Some((weight, out.dimensions[number]?))
                })
                .collect();
            let worst = present.iter().map(|(_, score)| *score).reduce(worse);
            let (mut sum, mut whole) = (0, 0);
            for (weight, score) in &present {
                sum += weight * u64::from(*score);
                whole += weight;
            }
            let mean = (whole > 0).then(|| (2 * sum + whole) / (2 * whole));
            let mut score = match rubric.aggregate {
                Aggregate::Worst => worst,
                Aggregate::Mean => mean.map(|mean| u16::try_from(mean).expect("a score")),
            };
            if let Some((Mean::Rubric(other), tenths)) = taken
                && other == number
            {
                score = Some(tenths);
            }
            for (gate, tripped) in set.gates.iter().zip(&out.gates) {
                if let (true, Effect::Cap(cap), Some(true)) =
                    (usize::from(gate.rubric) == number, gate.effect, tripped)
                {
                    score = score.map(|score| worse(score, cap));
                }
            }
            out.worst.push(worst);
            out.rubrics.push(score);
        }
        let fires = |rule: usize| {
            let when = set.rules[rule].when.as_ref();
            when.is_none_or(|when| self.truth(set, &out, when) == Some(true))
        };
        let rule = (0..set.rules.len()).find(|&rule| fires(rule));
        (rule.expect("the last always does"), out)
    }

    pub(crate) fn leading(&self, set: &RubricSet) -> u16 {
        set.rules[self.rule(set)].recommend
    }

    /// Three-valued: only facts can be open.
    fn truth(&self, set: &RubricSet, so_far: &Estimates, condition: &Condition) -> Option<bool> {
        let all = |parts: &[Condition], decisive: bool| {
            let states: Vec<_> = parts
                .iter()
                .map(|part| self.truth(set, so_far, part))
                .collect();
            if states.contains(&Some(decisive)) {
                Some(decisive)
            } else {
                (!states.contains(&None)).then_some(!decisive)
            }
        };
        match condition {
            Condition::All(parts) => all(parts, false),
            Condition::Any(parts) => all(parts, true),
            Condition::Not(part) => self.truth(set, so_far, part).map(|state| !state),
            Condition::Fact(test) => {
                let left = self.left[usize::from(test.variable)];
                match (left & test.cells == 0, left & !test.cells == 0) {
                    (true, _) => Some(false),
                    (_, true) => Some(true),
                    (false, false) => None,
                }
            }
            Condition::Score(test) => {
                let score = match test.of {
                    ScoreRef::Rubric(number) => so_far.rubrics[usize::from(number)],
                    ScoreRef::Dimension(number) => so_far.dimensions[usize::from(number)],
                    ScoreRef::Worst(number) => so_far.worst[usize::from(number)],
                };
                Some(score.is_some_and(|score| test.holds(score)))
            }
            Condition::Gate(gate) => self.truth(set, so_far, &set.gates[usize::from(*gate)].when),
        }
    }
}

/// The set with one weight multiplied by a fraction: it by the numerator, those beside it by the
/// denominator. None where a weight does not fit.
fn scaled(
    set: &RubricSet,
    weight: Weight,
    (numerator, denominator): (u128, u128),
) -> Option<RubricSet> {
    let mut set = set.clone();
    let times = |weight: &mut u32, factor: u128| {
        *weight = u32::try_from(u128::from(*weight) * factor).ok()?;
        Some(())
    };
    let factor = |one: bool| if one { numerator } else { denominator };
    match weight {
        Weight::Criterion(one) => {
            let dimension = usize::from(set.criteria[one].dimension);
            for number in indexes(&set.dimensions[dimension].criteria) {
                times(&mut set.criteria[number].weight, factor(number == one))?;
            }
        }
        Weight::Dimension(one) => {
            let rubric = usize::from(set.dimensions[one].rubric);
            for number in indexes(&set.rubrics[rubric].dimensions) {
                times(&mut set.dimensions[number].weight, factor(number == one))?;
            }
        }
    }
    Some(set)
}

/// How large a change it takes; none is large enough where nothing flips.
fn size(flip: Option<Flip>) -> f64 {
    flip.map_or(f64::INFINITY, |flip| flip.change().abs())
}

pub(crate) const FEW: Draws = Draws {
    spread: 900_000,
    count: 12,
    seed: 5,
};

/// Nothing nearer than the flip leads to another recommendation, and the flip does.
fn check_flips(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let profile = Profile {
        left: &trial.left,
        criteria: &trial.assessment.criteria,
    };
    let found = robustness(&trial.set, profile.left, profile.criteria, FEW);
    let now = profile.leading(&trial.set);
    prop_assert_eq!(usize::from(found.rule), profile.rule(&trial.set));
    let grid = (1..1000_u128)
        .step_by(51)
        .chain((1001..=10_000).step_by(303));
    let grid: Vec<u128> = grid.chain([999, 10_000]).collect();
    let ranked = found.ranked();
    prop_assert_eq!(
        ranked.len(),
        trial.set.criteria.len() + trial.set.dimensions.len()
    );
    let changes: Vec<f64> = ranked.iter().map(|(_, flip)| size(*flip)).collect();
    prop_assert!(changes.is_sorted(), "{changes:?}");
    for (weight, flip) in ranked {
        let limit = size(flip);
        for &thousandths in &grid {
            #[expect(clippy::cast_precision_loss, reason = "a small number")]
            let distance = (thousandths as f64 / 1000.0 - 1.0).abs();
            if distance < limit - 1e-9 {
                let set = scaled(&trial.set, weight, (thousandths, 1000)).expect("small");
                prop_assert_eq!(
                    profile.leading(&set),
                    now,
                    "{:?} times {} / 1000, said to flip at {:?}",
                    weight,
                    thousandths,
                    flip
                );
            }
        }
        let Some(flip) = flip else { continue };
        let (numerator, denominator) = flip.factor;
        let at = scaled(&trial.set, weight, flip.factor);
        let expected = if flip.reached { flip.to } else { now };
        if let Some(at) = at {
            prop_assert_eq!(profile.leading(&at), expected, "{:?} at {:?}", weight, flip);
        }
        // Weights are at most a thousand, and fit in 32 bits.
        let finer = 4_000_000 / numerator.max(denominator);
        if finer > 1 {
            let step = |n: u128| if flip.up { n + 1 } else { n - 1 };
            let beyond = (step(numerator * finer), denominator * finer);
            let beyond = scaled(&trial.set, weight, beyond).expect("small");
            prop_assert_eq!(
                profile.leading(&beyond),
                flip.to,
                "{:?} past {:?}",
                weight,
                flip
            );
        }
    }
    Ok(())
}

/// Each draw is a set with other weights, from the stream of the seed.
fn check_draws(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let profile = Profile {
        left: &trial.left,
        criteria: &trial.assessment.criteria,
    };
    let found = robustness(&trial.set, profile.left, profile.criteria, FEW);
    let mut state = FEW.seed;
    let mut factor = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = u128::from(mixed ^ (mixed >> 31));
        100_000 + u32::try_from((number * 1_800_001) >> 64).expect("below the bound")
    };
    let mut expected: BTreeMap<u16, u32> = BTreeMap::new();
    for _ in 0..FEW.count {
        let mut set = trial.set.clone();
        set.criteria
            .iter_mut()
            .for_each(|criterion| criterion.weight *= factor());
        set.dimensions
            .iter_mut()
            .for_each(|dimension| dimension.weight *= factor());
        *expected.entry(profile.leading(&set)).or_default() += 1;
    }
    let counted: BTreeMap<u16, u32> = found.leads.iter().copied().collect();
    prop_assert_eq!(counted, expected);
    prop_assert!(found.leads.iter().rev().map(|(_, draws)| draws).is_sorted());
    Ok(())
}

/// A complete profile's recommendation by the estimates is its recommendation.
fn check_complete(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let set = &trial.set;
    for (values, ..) in trial.completions.iter().take(20) {
        let cells = trial.numbers.cells(set, values);
        let left: Vec<u64> = cells.iter().map(|cell| 1 << cell).collect();
        let criteria = set.criteria.iter();
        let criteria: Vec<CriterionScore> = criteria
            .map(|criterion| criterion::criterion(criterion, &set.variables, &left))
            .collect();
        let found = robustness(set, &left, &criteria, Draws { count: 1, ..FEW });
        prop_assert_eq!(found.rule, evaluate_point(set, &cells).rule, "{:?}", values);
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn flips_are_the_nearest_and_exact(case in cases()) {
        check_flips(&case)?;
    }

    #[test]
    fn draws_are_other_weights(case in cases()) {
        check_draws(&case)?;
    }

    #[test]
    fn complete_profiles_lead_to_their_recommendation(case in cases()) {
        check_complete(&case)?;
    }
}
