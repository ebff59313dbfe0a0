//! What the figures beside the scores promise: weights and costs are what they are defined to be and add up, ratings
//! name the estimate, coverage is full only where all is known, two rows are named only where both cost something,
//! and what leads clearly does.

use crate::generate::model::Scale;
use crate::generate::{Case, cases, print};
use crate::subject::{Trial, with_answers};
use maturity::assess::reason::Held;
use maturity::present::report::{ProfileName, report};
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

/// The best points on a criterion's scale.
fn best(scale: &Scale, better: bool) -> i64 {
    let points: Vec<i64> = match scale {
        Scale::Points(_, points) => points.clone(),
        Scale::Bands(_, bands) => bands.iter().map(|(_, points)| *points).collect(),
        Scale::Cases(cases) => cases.iter().map(|(_, points)| *points).collect(),
        Scale::Share(..) => vec![0, 100],
    };
    let best = points
        .into_iter()
        .max_by_key(|points| if better { *points } else { -points });
    best.expect("a scale has points")
}

/// A criterion weighs its share of the dimension's weight times the dimension's share of the rubric's, over what
/// applies; it costs that times the distance between its mean and the best points on its scale.
#[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
fn check_each_cost(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    let (model, expected) = (&case.model, &trial.expected);
    for (number, criterion) in model.criteria.iter().enumerate() {
        let dimension = &model.dimensions[criterion.dimension];
        let rubric = &model.rubrics[dimension.rubric];
        // Every mean is over the same completions, so how often a criterion applies need not be divided by them.
        let applying = |number: usize| {
            model.criteria[number].weight as f64 * expected.means[number].applying as f64
        };
        let own = model.criteria_of(criterion.dimension).into_iter();
        let siblings = model.dimensions_of(dimension.rubric).into_iter();
        let shown = siblings.filter(|&number| expected.dimensions[number].estimate.is_some());
        let all: i64 = shown.map(|number| model.dimensions[number].weight).sum();
        let mean = expected.means[number];
        let (mut weight, mut cost) = (0.0, 0.0);
        if mean.applying > 0 {
            let part = applying(number) / own.map(applying).sum::<f64>();
            let points = mean.points as f64 / mean.applying as f64;
            let best = best(&criterion.scale, rubric.better) as f64;
            weight = part * dimension.weight as f64 / all as f64;
            cost = 100.0 * weight * (best - points).abs();
        }
        let got = trial.assessment.costs[trial.numbers.criteria[number]];
        let id = model.criterion_id(number);
        prop_assert!(
            (got.effective_weight - weight).abs() < 1e-9,
            "{id} weighs {weight}, not {got:?}"
        );
        prop_assert!(
            (f64::from(got.hundredths) - cost).abs() <= 0.5 + 1e-6,
            "{id} costs {cost}, not {got:?}"
        );
    }
    Ok(())
}

/// The rating of a score is the last that begins at its estimate or below, of a dimension among its rubric's.
fn check_ratings(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    let (model, set) = (&case.model, &trial.set);
    let name = ProfileName {
        path: String::new(),
        index: 0,
        id: None,
        name: None,
    };
    let shown = with_answers(set, model, &case.profile, |answers| {
        let report = report(set, name, answers, &trial.assessment, &[]);
        let mut shown: BTreeMap<String, Option<String>> = BTreeMap::new();
        for score in &report.scores {
            shown.insert(score.id.into(), score.rating.map(Into::into));
            let dimensions = score.dimensions.iter();
            shown.extend(dimensions.map(|one| (one.id.into(), one.rating.map(Into::into))));
        }
        shown
    })?;
    let rating = |rubric: usize, estimate: Option<i64>| {
        let from = model.rubrics[rubric].ratings.iter();
        let below = from.filter(|from| estimate.is_some_and(|estimate| 10 * **from <= estimate));
        below.max().map(|from| print::rating_id(*from))
    };
    for (number, rubric) in model.rubrics.iter().enumerate() {
        let expected = rating(number, trial.expected.rubrics[number].estimate);
        prop_assert_eq!(&shown[rubric.id], &expected, "{}", rubric.id);
    }
    for (number, dimension) in model.dimensions.iter().enumerate() {
        let expected = rating(dimension.rubric, trial.expected.dimensions[number].estimate);
        let id = model.dimension_id(number);
        prop_assert_eq!(&shown[&id], &expected, "{}", &id);
    }
    Ok(())
}

/// Coverage is 1 just where every fact is known that the scale of a criterion reads which may apply; else the mean
/// over the rubrics that may have a score of what their known criteria weigh.
pub(crate) fn coverage(trial: &Trial, rubrics: &[usize]) -> f64 {
    let (set, assessment) = (&trial.set, &trial.assessment);
    let known = |number: usize| {
        let variables = set.criteria[number].scale.variables();
        let mut left = variables
            .iter()
            .map(|&variable| trial.left[usize::from(variable)]);
        left.all(|cells| cells.count_ones() == 1)
    };
    let own = |number: usize| {
        let dimensions = set.dimensions[indexes(&set.rubrics[number].dimensions)].iter();
        dimensions.flat_map(|dimension| indexes(&dimension.criteria))
    };
    let may_apply = |&number: &usize| assessment.criteria[number].applies != Truth::False;
    let scored = |number: &&usize| own(**number).any(|one| may_apply(&one));
    let rubrics: Vec<usize> = rubrics.iter().filter(scored).copied().collect();
    let mut all = rubrics.iter().flat_map(|&number| own(number));
    if all.all(|number| assessment.criteria[number].applies == Truth::False || known(number)) {
        return 1.0;
    }
    let weight = |number: usize| assessment.costs[number].effective_weight;
    let weights = |&number: &usize| {
        own(number)
            .filter(|&one| known(one))
            .map(weight)
            .sum::<f64>()
    };
    let sum: f64 = rubrics.iter().map(weights).sum::<f64>();
    (sum / f64::from(u32::try_from(rubrics.len()).expect("few"))).min(0.999)
}

fn check_coverage(trial: &Trial) -> Result<(), TestCaseError> {
    let (set, assessment) = (&trial.set, &trial.assessment);
    let all: Vec<usize> = (0..set.rubrics.len()).collect();
    let (found, expected) = (assessment.coverage, coverage(trial, &all));
    prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    prop_assert_eq!(found >= 1.0, expected >= 1.0, "{}", found);
    for (number, rubric) in set.rubrics.iter().enumerate() {
        let found = assessment.coverage_of(set, &trial.left, |one| one.id == rubric.id);
        let expected = coverage(trial, &[number]);
        prop_assert!(
            (found - expected).abs() < 1e-9,
            "{}: {found} {expected}",
            rubric.id
        );
    }
    Ok(())
}

/// A row is named where only one can hold; two where just these can, and no completion meets the best of the scale.
fn check_held(trial: &Trial) -> Result<(), TestCaseError> {
    let (set, assessment) = (&trial.set, &trial.assessment);
    for (model, &number) in trial.numbers.criteria.iter().enumerate() {
        let criterion = &set.criteria[number];
        let best = i64::from(criterion.best(set.rubric_of(criterion).higher_is));
        let mut points = trial
            .completions
            .iter()
            .filter_map(|(_, _, figures)| figures.points[model]);
        let score = &assessment.criteria[number];
        let id = &criterion.id;
        match Held::by(set, assessment, number) {
            Held::One(_) => prop_assert!(score.attribute.is_some(), "{id}"),
            Held::Either(one, other) => {
                prop_assert!(score.either.is_some() && one.label != other.label, "{id}");
                prop_assert!(points.all(|points| points != best), "{id}");
            }
            Held::Nothing => {
                prop_assert!(score.attribute.is_none(), "{id}");
                let named = score.either.is_some() && points.all(|points| points != best);
                prop_assert!(!named, "{id}");
            }
        }
    }
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
        check_each_cost(&case, &trial)?;
        check_ratings(&case, &trial)?;
        check_coverage(&trial)?;
        check_held(&trial)?;
        check_clearly(&case, &trial)?;
    }
}
