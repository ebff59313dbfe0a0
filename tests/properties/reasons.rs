//! What the figures beside the scores promise: costs add up, weights share one rubric, coverage is full only where
//! all is known, and what leads clearly does.

use crate::generate::{Case, cases};
use crate::subject::Trial;
use maturity::rubric::condition::Truth;
use maturity::rubric::{HigherIs, indexes};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// With the line of the rest, costs come to the distance of the shown score from a perfect one; the weights behind
/// them to one, as long as there is a score.
fn check_costs(trial: &Trial) -> Result<(), TestCaseError> {
    let (set, assessment) = (&trial.set, &trial.assessment);
    for (number, rubric) in set.rubrics.iter().enumerate() {
        let dimensions = set.dimensions[indexes(&rubric.dimensions)].iter();
        let own = dimensions.flat_map(|dimension| indexes(&dimension.criteria));
        let own: Vec<_> = own.map(|criterion| assessment.costs[criterion]).collect();
        prop_assert!(own.iter().all(|cost| cost.hundredths >= 0), "{own:?}");
        let costs: i32 = own.iter().map(|cost| cost.hundredths).sum();
        let weights: f64 = own.iter().map(|cost| cost.effective_weight).sum();
        let (lost, whole) = match (assessment.rubrics[number].estimate, rubric.higher_is) {
            (None, _) => (0, 0.0),
            (Some(tenths), HigherIs::Better) => (10_000 - 10 * i32::from(tenths), 1.0),
            (Some(tenths), HigherIs::Worse) => (10 * i32::from(tenths), 1.0),
        };
        prop_assert_eq!(costs + assessment.rests[number], lost, "{}", rubric.id);
        prop_assert!((weights - whole).abs() < 1e-9, "{}: {weights}", rubric.id);
    }
    Ok(())
}

/// Coverage is 1 just where every fact is known that the scale of a criterion reads which may apply.
fn check_coverage(trial: &Trial) -> Result<(), TestCaseError> {
    let (set, assessment) = (&trial.set, &trial.assessment);
    let mut applying = set.criteria.iter().zip(&assessment.criteria);
    let all = applying.all(|(criterion, score)| {
        let variables = criterion.scale.variables();
        let mut left = variables
            .iter()
            .map(|&variable| trial.left[usize::from(variable)]);
        score.applies == Truth::False || left.all(|cells| cells.count_ones() == 1)
    });
    prop_assert!((0.0..=1.0).contains(&assessment.coverage));
    prop_assert_eq!(assessment.coverage >= 1.0, all, "{}", assessment.coverage);
    Ok(())
}

/// A lead is clear with half of the ways to fill in what is open, and twice as many as the next.
fn check_clearly(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    if !trial.assessment.outlook.share_exact {
        return Ok(());
    }
    let mut weights: BTreeMap<usize, i128> = BTreeMap::new();
    for (_, weight, figures) in &trial.completions {
        let recommended = case.model.rules[figures.rule].recommend;
        *weights.entry(recommended).or_default() += weight;
    }
    let mut weights: Vec<i128> = weights.into_values().collect();
    weights.sort_unstable_by(|a, b| b.cmp(a));
    let (first, total): (i128, i128) = (weights[0], weights.iter().sum());
    let next = weights.get(1).copied().unwrap_or(0);
    let clear = 2 * first >= total && first >= 2 * next;
    prop_assert_eq!(trial.assessment.clearly(), clear, "{:?}", weights);
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn figures_beside_the_scores_keep_their_word(case in cases()) {
        let trial = Trial::new(&case)?;
        check_costs(&trial)?;
        check_coverage(&trial)?;
        check_clearly(&case, &trial)?;
    }
}
