//! Scores: sound and tight ranges, equal to the reference's; exact estimates; complete profiles.

use crate::generate::model::Model;
use crate::generate::{Case, cases, cases_that_read_apart, complete};
use crate::reference::complete::Complete;
use crate::reference::ranges::{Range, worst_dimension};
use crate::reference::reads;
use crate::subject::{Trial, assess_statements, evaluate_point, state};
use maturity::assess::Assessment;
use maturity::assess::range::Score;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// A completion's scores with the crate's and the reference's range of each, and its name.
fn scores<'t>(
    model: &Model,
    trial: &'t Trial,
    figures: &Complete,
) -> Vec<(String, Option<i64>, &'t Score, &'t Range)> {
    let assessment = &trial.assessment;
    let dimensions = (0..model.dimensions.len()).map(|number| {
        let score = &assessment.dimensions[trial.numbers.dimensions[number]];
        (
            model.dimension_id(number),
            figures.dimensions[number],
            score,
            &trial.expected.dimensions[number],
        )
    });
    let rubrics = (0..model.rubrics.len()).map(|number| {
        let score = &assessment.rubrics[trial.numbers.rubrics[number]];
        (
            model.rubrics[number].id.to_owned(),
            figures.rubrics[number],
            score,
            &trial.expected.rubrics[number],
        )
    });
    dimensions.chain(rubrics).collect()
}

/// No completion leaves the ranges.
pub(crate) fn check_sound(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    for (values, _, figures) in &trial.completions {
        for (id, score, range, _) in scores(&case.model, trial, figures) {
            let fits = match score {
                Some(score) => {
                    state(range.exists) != Some(false)
                        && (i64::from(range.low)..=i64::from(range.high)).contains(&score)
                }
                None => state(range.exists) != Some(true),
            };
            prop_assert!(fits, "{id} is {score:?}, outside {range:?}, for {values:?}");
        }
    }
    Ok(())
}

/// Where no unknown fact is read twice, both ends are some completion's.
fn check_tight(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let (model, assessment, all) = (&case.model, &trial.assessment, &trial.completions);
    let is_open = |&(fact, _): &reads::Unknown| {
        all.iter()
            .any(|(values, ..)| values[fact] != all[0].0[fact])
    };
    let apart = |readings: &[reads::Unknown]| !reads::repeated(readings).iter().any(is_open);
    prop_assert!(
        apart(&reads::of_rubric(model, 0)),
        "the generator keeps facts apart"
    );
    for (number, &counterpart) in trial.numbers.dimensions.iter().enumerate() {
        if apart(&reads::of_dimension(model, number)) {
            let scores = all.iter().map(|(.., figures)| figures.dimensions[number]);
            check_attained(
                &model.dimension_id(number),
                &assessment.dimensions[counterpart],
                scores,
            )?;
        }
    }
    for (number, &counterpart) in trial.numbers.rubrics.iter().enumerate() {
        if apart(&reads::of_rubric(model, number)) {
            let scores = all.iter().map(|(.., figures)| figures.rubrics[number]);
            check_attained(
                model.rubrics[number].id,
                &assessment.rubrics[counterpart],
                scores,
            )?;
        }
    }
    Ok(())
}

fn check_attained(
    id: &str,
    range: &Score,
    all: impl Iterator<Item = Option<i64>> + Clone,
) -> Result<(), TestCaseError> {
    let present = all.clone().flatten();
    prop_assert_eq!(
        state(range.exists) == Some(true),
        all.clone().all(|score| score.is_some()),
        "{} exists",
        id
    );
    prop_assert_eq!(
        state(range.exists) == Some(false),
        all.clone().all(|score| score.is_none()),
        "{} exists",
        id
    );
    if state(range.exists) != Some(false) {
        prop_assert_eq!(
            present.clone().min(),
            Some(range.low.into()),
            "the low end of {}",
            id
        );
        prop_assert_eq!(
            present.max(),
            Some(range.high.into()),
            "the high end of {}",
            id
        );
    }
    Ok(())
}

/// Ranges are the reference's.
pub(crate) fn check_ranges(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    for (number, range) in trial.expected.criteria.iter().enumerate() {
        let id = case.model.criterion_id(number);
        let got = &trial.assessment.criteria[trial.numbers.criteria[number]];
        prop_assert_eq!(state(got.applies), range.exists, "whether {} applies", id);
        if range.exists != Some(false) {
            prop_assert_eq!(
                (i64::from(got.low), i64::from(got.high)),
                (range.low, range.high),
                "{}",
                id
            );
        }
    }
    for (id, _, got, range) in scores(&case.model, trial, &trial.completions[0].2) {
        prop_assert_eq!(state(got.exists), range.exists, "whether {} exists", id);
        if range.exists != Some(false) {
            prop_assert_eq!(
                (i64::from(got.low), i64::from(got.high)),
                (range.low, range.high),
                "{}",
                id
            );
        }
    }
    Ok(())
}

/// Estimates are the exact means, to the last digit that is shown.
fn check_estimates(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    for (id, _, got, range) in scores(&case.model, &trial, &trial.completions[0].2) {
        prop_assert_eq!(got.estimate.map(i64::from), range.estimate, "{}", id);
    }
    for (number, mean) in trial.expected.means.iter().enumerate() {
        let id = case.model.criterion_id(number);
        let got = &trial.assessment.criteria[trial.numbers.criteria[number]];
        prop_assert!(
            close(got.probability(), mean.applying, mean.all),
            "{id} applies with {}, not {mean:?}",
            got.probability()
        );
        match got.estimate() {
            Some(estimate) => prop_assert!(
                close(estimate, mean.points, mean.applying),
                "{id} is {estimate}, not {mean:?}"
            ),
            None => prop_assert_eq!(mean.applying, 0, "{} has no estimate", id),
        }
    }
    check_worst_dimensions(&case.model, &trial)
}

/// The worst dimension is the one with the worst estimate, ties by id.
fn check_worst_dimensions(model: &Model, trial: &Trial) -> Result<(), TestCaseError> {
    for (number, rubric) in model.rubrics.iter().enumerate() {
        let worst = worst_dimension(model, &trial.expected, number);
        let got = trial.assessment.worst_dimensions[trial.numbers.rubrics[number]];
        let got = got.map(|number| trial.set.dimensions[usize::from(number)].id.to_string());
        prop_assert_eq!(got, worst, "the worst dimension of {}", rubric.id);
    }
    Ok(())
}

/// Whether a float is a quotient, to what a float can hold; the quotient is not zero by zero.
#[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
fn close(got: f64, sum: i128, weight: i128) -> bool {
    weight > 0 && (got - sum as f64 / weight as f64).abs() < 1e-9
}

/// Complete profiles: the short cut, the assessment and the reference agree.
fn check_complete(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    // Reading YAML is slow, so only some completions go the whole way.
    let step = trial.completions.len().div_ceil(6);
    for (count, (values, _, figures)) in trial.completions.iter().enumerate() {
        let point = evaluate_point(&trial.set, &trial.numbers.cells(&trial.set, values));
        prop_assert_eq!(
            &trial.numbers.figures(&point, &figures.points),
            figures,
            "for {:?}",
            values
        );
        if count % step == 0 {
            let assessment = assess_statements(&trial.set, &case.model, &complete(values))?;
            check_settled_figures(&trial, &assessment, figures)?;
        }
    }
    Ok(())
}

fn check_settled_figures(
    trial: &Trial,
    assessment: &Assessment,
    figures: &Complete,
) -> Result<(), TestCaseError> {
    let numbers = &trial.numbers;
    let dimensions = numbers
        .dimensions
        .iter()
        .map(|&number| &assessment.dimensions[number])
        .zip(&figures.dimensions);
    let rubrics = numbers
        .rubrics
        .iter()
        .map(|&number| &assessment.rubrics[number])
        .zip(&figures.rubrics);
    for (got, &score) in dimensions.chain(rubrics) {
        let (low, high) = (i64::from(got.low), i64::from(got.high));
        prop_assert_eq!(state(got.exists), Some(score.is_some()));
        prop_assert_eq!(got.estimate.map(i64::from), score);
        prop_assert!(
            score.is_none_or(|score| (low, high) == (score, score)),
            "{got:?} is not {score:?}"
        );
    }
    for (number, &points) in figures.points.iter().enumerate() {
        let got = &assessment.criteria[numbers.criteria[number]];
        prop_assert_eq!(state(got.applies), Some(points.is_some()));
        prop_assert!(
            points
                .is_none_or(|points| (i64::from(got.low), i64::from(got.high)) == (points, points))
        );
    }
    let gates: Vec<_> = numbers
        .gates
        .iter()
        .map(|&gate| state(assessment.gates[gate]))
        .collect();
    prop_assert_eq!(
        gates,
        figures
            .gates
            .iter()
            .map(|&gate| Some(gate))
            .collect::<Vec<_>>()
    );
    prop_assert_eq!(usize::from(assessment.outlook.rule), figures.rule);
    prop_assert!(assessment.settled() && assessment.outlook.exact);
    prop_assert_eq!(
        assessment
            .outlook
            .possible
            .iter()
            .map(|possible| possible.recommendation)
            .collect::<Vec<_>>(),
        [trial.set.rules[figures.rule].recommend]
    );
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn no_completion_leaves_the_ranges(case in cases()) {
        check_sound(&case, &Trial::new(&case)?)?;
    }

    #[test]
    fn ranges_are_tight_where_no_unknown_fact_is_read_twice(case in cases_that_read_apart()) {
        check_tight(&case)?;
    }

    #[test]
    fn ranges_are_what_propagation_gives(case in cases()) {
        check_ranges(&case, &Trial::new(&case)?)?;
    }

    #[test]
    fn estimates_are_exact_means(case in cases()) {
        check_estimates(&case)?;
    }

    #[test]
    fn complete_profiles_have_one_figure_each(case in cases()) {
        check_complete(&case)?;
    }
}
