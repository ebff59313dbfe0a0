//! The smallest change of a weight that flips, exactly: against every place where a mean passes a tenth as the weight
//! goes from nothing to ten times what it is.

use crate::generate::model::{Bound, Condition, Of, Rule};
use crate::generate::{Case, cases};
use crate::robustness::{FEW, Mean, Profile};
use crate::same_cases;
use crate::subject::Trial;
use maturity::assess::flip::Flip;
use maturity::assess::robustness::robustness;
use maturity::rubric::{Aggregate, indexes};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A place where a mean passes a tenth as one weight moves away from what it is.
#[derive(Clone, Copy, Debug)]
struct Passing {
    /// What the weight is multiplied by: numerator and denominator.
    factor: (i128, i128),
    /// Whether the weight grows on the way.
    up: bool,
    /// Whether the mean is past the tenth at this very factor, or only at once beyond.
    reached: bool,
    /// The mean past it, in tenths.
    mean: u16,
}

impl Passing {
    /// By how far the weight moves.
    fn compare(&self, other: &Self) -> Ordering {
        let distance =
            |(numerator, denominator): (i128, i128)| ((numerator - denominator).abs(), denominator);
        let ((a, b), (c, d)) = (distance(self.factor), distance(other.factor));
        (a * d).cmp(&(c * b))
    }
}

/// Every passing of a mean Σ weight · points / Σ weight · applying, in tenths, as its `one`th weight moves. A part is
/// `(weight · points, weight · applying)`, with points in tenths.
fn passings(parts: &[(i128, i128)], one: usize) -> Vec<Passing> {
    let mut all = Vec::new();
    for tenth in 1..=1000_u16 {
        // It rounds to this tenth from half a tenth below on.
        let half = 2 * i128::from(tenth) - 1;
        let beyond = |(points, applying): &(i128, i128)| 2 * points - half * applying;
        let own = beyond(&parts[one]);
        let rest = parts.iter().map(beyond).sum::<i128>() - own;
        // own · factor + rest = 0
        let (numerator, denominator) = if own > 0 { (-rest, own) } else { (rest, -own) };
        if denominator == 0 || numerator <= 0 || numerator > 10 * denominator {
            continue;
        }
        let rising = own > 0;
        // At the factor itself the mean rounds up: whoever comes from below is there, whoever leaves is not yet gone.
        for up in [true, false] {
            let outward = if up {
                numerator >= denominator
            } else {
                numerator <= denominator
            };
            let reached = rising == up;
            let moves = !(reached && numerator == denominator);
            if outward && moves {
                all.push(Passing {
                    factor: (numerator, denominator),
                    up,
                    reached,
                    mean: if reached { tenth } else { tenth - 1 },
                });
            }
        }
    }
    all.sort_by(Passing::compare);
    all
}

/// A flip is the first passing after which another recommendation leads; none where none does.
fn check_flip(
    found: Option<Flip>,
    passings: &[Passing],
    mut leads: impl FnMut(u16) -> u16,
    now: u16,
) -> Result<(), TestCaseError> {
    let first = passings.iter().find(|passing| leads(passing.mean) != now);
    prop_assert_eq!(found.is_some(), first.is_some(), "{:?} {:?}", found, first);
    let (Some(found), Some(first)) = (found, first) else {
        return Ok(());
    };
    // Several may be equally near.
    let whole = |number: u128| i128::try_from(number).expect("small");
    let (numerator, denominator) = (whole(found.factor.0), whole(found.factor.1));
    let same = passings.iter().any(|passing| {
        passing.compare(first) == Ordering::Equal
            && passing.factor.0 * denominator == numerator * passing.factor.1
            && (passing.up, passing.reached) == (found.up, found.reached)
            && leads(passing.mean) == found.to
            && found.to != now
    });
    prop_assert!(same, "{found:?}, and not {first:?}");
    Ok(())
}

/// The case with a first rule that tests a mean near where it is.
fn hanging(case: &Case) -> Result<Case, TestCaseError> {
    let expected = Trial::new(case)?.expected;
    let (model, choices) = (&case.model, &case.choices);
    let of = if choices[1] % 2 == 1 {
        let number = usize::from(choices[2]) % model.rubrics.len();
        expected.rubrics[number]
            .estimate
            .map(|tenths| (Of::Rubric(number), tenths))
    } else {
        let number = usize::from(choices[2]) % model.dimensions.len();
        expected.dimensions[number]
            .estimate
            .map(|tenths| (Of::Dimension(number), tenths))
    };
    let mut case = case.clone();
    if let Some((of, tenths)) = of {
        let near = tenths + i64::from(choices[3]) / 4 - 32;
        let last = model.rules.last().map_or(0, |rule| rule.recommend);
        let rule = Rule {
            recommend: (last + 1) % model.recommendations.len(),
            when: Some(Condition::Score(
                of,
                vec![Bound::AtLeast(10 * near.clamp(1, 999))],
            )),
        };
        case.model.rules.insert(0, rule);
    }
    Ok(case)
}

/// Checks the flip of every weight of a set; how many there are.
fn check_flips(case: &Case) -> Result<usize, TestCaseError> {
    let case = &hanging(case)?;
    let trial = Trial::new(case)?;
    let (set, model) = (&trial.set, &case.model);
    let profile = Profile {
        left: &trial.left,
        criteria: &trial.assessment.criteria,
    };
    let found = robustness(set, profile.left, profile.criteria, FEW);
    let now = profile.leading(set);
    for dimension in 0..model.dimensions.len() {
        let number = trial.numbers.dimensions[dimension];
        let own = model.criteria_of(dimension);
        let part = |criterion: &usize| {
            let (weight, mean) = (
                i128::from(model.criteria[*criterion].weight),
                trial.expected.means[*criterion],
            );
            (weight * 10 * mean.points, weight * mean.applying)
        };
        let parts: Vec<(i128, i128)> = own.iter().map(part).collect();
        let mut known = BTreeMap::new();
        let mut leads = |tenths: u16| {
            *known
                .entry(tenths)
                .or_insert_with(|| profile.leading_at(set, Mean::Dimension(number), tenths))
        };
        for (place, criterion) in own.iter().enumerate() {
            let flip = found.criteria[trial.numbers.criteria[*criterion]];
            check_flip(flip, &passings(&parts, place), &mut leads, now)?;
        }
    }
    let (_, estimates) = profile.decided(set, None);
    for (number, rubric) in set.rubrics.iter().enumerate() {
        let own = indexes(&rubric.dimensions);
        let part = |dimension: usize| {
            let weight = i128::from(set.dimensions[dimension].weight);
            let mean = estimates.dimensions[dimension];
            mean.map_or((0, 0), |mean| (weight * i128::from(mean), weight))
        };
        let parts: Vec<(i128, i128)> = own.clone().map(part).collect();
        let mut known = BTreeMap::new();
        let mut leads = |tenths: u16| {
            *known
                .entry(tenths)
                .or_insert_with(|| profile.leading_at(set, Mean::Rubric(number), tenths))
        };
        for (place, dimension) in own.enumerate() {
            // The worst of several does not look at weights.
            let passings = match rubric.aggregate {
                Aggregate::Mean => passings(&parts, place),
                Aggregate::Worst => Vec::new(),
            };
            check_flip(found.dimensions[dimension], &passings, &mut leads, now)?;
        }
    }
    let all = found.criteria.iter().chain(&found.dimensions);
    Ok(all.flatten().count())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn flips_are_at_the_first_tenth_that_matters(case in cases()) {
        check_flips(&case)?;
    }
}

/// The random cases are worth something: weights flip in some of them.
#[test]
fn some_weights_flip() {
    let mut flips = 0;
    for case in same_cases(cases(), 100) {
        flips += check_flips(&case).expect("as above");
    }
    assert!(flips > 50, "{flips}");
}
