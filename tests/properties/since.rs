//! What has become of a profile since an earlier run, by definition: from all that came out then and now.

use crate::compare::other;
use crate::generate::{Case, cases, print};
use crate::same_cases;
use crate::subject::{load_files, with_answers};
use maturity::assess::survey::{Depth, Survey, survey};
use maturity::compare::since::{Earlier, Since, since};
use maturity::rubric::condition::Truth;
use maturity::rubric::{HigherIs, RubricSet};
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

fn surveyed(set: &RubricSet, cells: &[u64]) -> Survey {
    let mut found = Survey::new(set);
    survey(set, cells, Depth::Questions, &mut found);
    found
}

/// What an earlier run kept of it.
fn kept(survey: &Survey) -> Earlier {
    let scores = survey.rubrics.iter().map(|score| {
        let exists = score.exists != Truth::False;
        [
            score.estimate,
            exists.then_some(score.low),
            exists.then_some(score.high),
        ]
    });
    Earlier {
        recommendation: survey.leading(),
        scored: true,
        settled: survey.settled(),
        scores: scores.collect(),
    }
}

/// What has become of a case with other cells, and in which ways it is another: what leads, whether that is settled,
/// and figures.
fn check_since(case: &Case) -> Result<(Since, [bool; 3]), TestCaseError> {
    let set = &load_files(&print::files(&case.model))?;
    let left = with_answers(set, &case.model, &case.profile, |answers| {
        answers.cells.clone()
    })?;
    let after = other(set, &left, &case.choices);
    let (before, now) = (surveyed(set, &left), surveyed(set, &after));
    let (earlier, later) = (kept(&before), kept(&now));
    let differs = [
        earlier.recommendation != later.recommendation,
        earlier.settled != later.settled,
        earlier.scores != later.scores,
    ];
    let is_worse = |number: usize| {
        let [was, is] = [&before, &now].map(|survey| survey.rubrics[number].estimate);
        // One that has no score any more is another, not worse.
        was.zip(is)
            .is_some_and(|(was, is)| match set.rubrics[number].higher_is {
                HigherIs::Better => is < was,
                HigherIs::Worse => is > was,
            })
    };
    let expected = if (0..set.rubrics.len()).any(is_worse) {
        Since::Worse
    } else if differs == [false; 3] {
        Since::Same
    } else {
        Since::Changed
    };
    prop_assert_eq!(since(set, Some(&earlier), Some(&now)), expected);
    prop_assert_eq!(since(set, None, Some(&now)), Since::New);
    prop_assert_eq!(since(set, Some(&earlier), None), Since::Worse);
    prop_assert_eq!(since(set, Some(&kept(&now)), Some(&now)), Since::Same);
    Ok((expected, differs))
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn what_has_become_of_a_profile_is_what_came_out_then_and_now(case in cases()) {
        check_since(&case)?;
    }
}

/// Each thing that makes a profile another does so alone in some cases.
#[test]
fn cases_become_everything() {
    let mut seen = [0; 4];
    for case in same_cases(cases(), 400) {
        let (became, differs) = check_since(&case).expect("it holds");
        let alone = |kind: usize| (0..3).all(|other| differs[other] == (other == kind));
        let kinds = [
            became == Since::Worse,
            alone(1),
            alone(2),
            became == Since::Same,
        ];
        for (seen, kind) in seen.iter_mut().zip(kinds) {
            *seen += u32::from(kind);
        }
    }
    assert!(seen.iter().all(|seen| *seen > 3), "{seen:?}");
}
