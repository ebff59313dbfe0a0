//! A row of a batch, and the bound of what is possible: code of their own that says what the whole assessment says,
//! however often its room is used again.

use crate::generate::model::Statement;
use crate::generate::{Case, cases, complete};
use crate::subject::{Trial, with_answers};
use maturity::assess::bounded::{Bounded, bounded};
use maturity::assess::outlook::Prospects;
use maturity::assess::range::Score;
use maturity::assess::survey::{Depth, Survey, survey};
use maturity::assess::{Assessment, assess};
use maturity::rubric::condition::Truth;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};

const DEPTHS: [Depth; 5] = [
    Depth::Names,
    Depth::Bounds,
    Depth::Figures,
    Depth::Prospects,
    Depth::Questions,
];

/// The profile, one of its completions, what is left when some of its statements are taken back, and the profile
/// again: what one leaves behind in a survey is not the next one's.
fn profiles(case: &Case, trial: &Trial) -> Vec<Vec<Statement>> {
    let chosen = usize::from(case.choices[0]) * trial.completions.len() / 256;
    let fewer = case
        .profile
        .iter()
        .zip(&case.choices)
        .map(|(said, choice)| {
            if choice % 2 == 1 {
                Statement::Unknown(0)
            } else {
                said.clone()
            }
        });
    vec![
        case.profile.clone(),
        complete(&trial.completions[chosen].0),
        fewer.collect(),
        case.profile.clone(),
    ]
}

fn ranges(scores: &[Score]) -> Vec<(Truth, u16, u16)> {
    let range = |score: &Score| (score.exists, score.low, score.high);
    scores.iter().map(range).collect()
}

/// What is possible, without the witnesses: a row does not show them.
fn shown(prospects: &Prospects) -> String {
    let possible = prospects.possible.iter();
    let shares: Vec<_> = possible
        .map(|one| (one.recommendation, one.share))
        .collect();
    format!("{shares:?} {} {}", prospects.exact, prospects.share_error)
}

fn check_survey(
    found: &Survey,
    depth: Depth,
    assessment: &Assessment,
) -> Result<(), TestCaseError> {
    if depth >= Depth::Bounds {
        prop_assert_eq!(ranges(&found.dimensions), ranges(&assessment.dimensions));
        prop_assert_eq!(ranges(&found.rubrics), ranges(&assessment.rubrics));
        prop_assert_eq!(&found.gates, &assessment.gates);
        for possible in &assessment.outlook.possible {
            prop_assert!(
                found.bound.contains(&possible.recommendation),
                "{:?}",
                found.bound
            );
        }
    }
    if depth >= Depth::Figures {
        prop_assert_eq!(&found.dimensions, &assessment.dimensions);
        prop_assert_eq!(&found.rubrics, &assessment.rubrics);
        prop_assert_eq!(&found.worst, &assessment.worst_dimensions);
        prop_assert_eq!(found.coverage.to_bits(), assessment.coverage.to_bits());
    }
    let prospects = found.prospects.as_ref().map(shown);
    let expected = (depth >= Depth::Prospects).then(|| shown(&assessment.outlook.prospects()));
    prop_assert_eq!(prospects, expected);
    let leading = (depth >= Depth::Prospects).then(|| assessment.leading());
    prop_assert_eq!(found.leading(), leading);
    prop_assert_eq!(
        found.settled(),
        depth >= Depth::Prospects && assessment.settled()
    );
    if depth == Depth::Questions {
        let first = assessment.outlook.questions.first();
        prop_assert_eq!(found.rule, Some(assessment.outlook.rule));
        prop_assert_eq!(found.question, first.map(|question| question.fact));
    }
    Ok(())
}

/// The ranges and states of the bound are those of the assessment; it leaves every recommendation that is possible,
/// and where it leaves only one, that is the one.
fn check_bound(found: &Bounded, assessment: &Assessment) -> Result<(), TestCaseError> {
    prop_assert_eq!(ranges(found.dimensions()), ranges(&assessment.dimensions));
    prop_assert_eq!(ranges(found.rubrics()), ranges(&assessment.rubrics));
    prop_assert_eq!(&found.gates, &assessment.gates);
    prop_assert_eq!(&found.rules, &assessment.rules);
    let possible = assessment.outlook.possible.iter();
    let possible: Vec<u16> = possible.map(|one| one.recommendation).collect();
    let left = possible.iter().all(|one| found.possible.contains(one));
    prop_assert!(left, "{:?} of {:?}", found.possible, possible);
    let only = found.recommendation();
    prop_assert!(
        only.is_none_or(|only| possible == [only]),
        "{only:?} of {possible:?}"
    );
    Ok(())
}

fn check_rows(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let set = &trial.set;
    let (mut row, mut bound) = (Survey::new(set), Bounded::default());
    for (number, profile) in profiles(case, &trial).iter().enumerate() {
        let (cells, assessment) = with_answers(set, &case.model, profile, |answers| {
            (answers.cells.clone(), assess(set, answers))
        })?;
        // From another depth on for each case, so that a shallow look comes after a deep one too.
        for step in 0..DEPTHS.len() {
            let depth = DEPTHS[(usize::from(case.choices[number]) + 2 * step) % DEPTHS.len()];
            survey(set, &cells, depth, &mut row);
            check_survey(&row, depth, &assessment)
                .map_err(|error| TestCaseError::fail(format!("{depth:?} of {number}: {error}")))?;
        }
        row.take(set, &cells, &assessment);
        check_survey(&row, Depth::Questions, &assessment)?;
        bounded(set, &cells, &mut bound);
        check_bound(&bound, &assessment)?;
    }
    // The last of the profiles is the case's own, whose completions are known.
    for (values, _, figures) in &trial.completions {
        let recommendation = set.rules[figures.rule].recommend;
        let left = bound.possible.contains(&recommendation);
        prop_assert!(left, "{recommendation} is left out: {values:?}");
    }
    Ok(())
}

/// Every case is a few profiles, each looked at five times: fewer cases say enough.
fn config() -> Config {
    let usual = crate::config();
    Config {
        cases: usual.cases.div_ceil(2),
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rows_and_bounds_say_what_the_report_says(case in cases()) {
        check_rows(&case)?;
    }
}
