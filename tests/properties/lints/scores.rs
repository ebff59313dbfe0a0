//! What facts and criteria can change, and which scores come out at all.

use super::{Linted, config, live};
use crate::generate::model::{Condition, Scale};
use crate::generate::{Case, cases, print};
use crate::reference::complete::evaluate;
use maturity::assess::influence::{Influence, influences};
use maturity::assess::point::{Point, evaluate as score};
use maturity::assess::proof::Prover;
use maturity::assess::search::Found;
use maturity::check::lints::STEPS;
use maturity::finding::Code;
use maturity::rubric::condition::{ScoreRef, ScoreTest};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::{BTreeMap, BTreeSet};

/// A fact or a criterion changes some recommendation exactly where it is not proved that it cannot.
fn check_influences(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    let mut prover = Prover::new(&linted.set, STEPS);
    let firing = prover.firing();
    let found = influences(&linted.set, &mut prover, &firing);
    let influence = |can: bool| {
        if can {
            Influence::Some
        } else {
            Influence::None
        }
    };
    for fact in 0..model.facts.len() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let can = linted.all.iter().any(|(values, figures)| {
            let mut others = values.clone();
            others.remove(fact);
            let recommend = model.rules[figures.rule].recommend;
            *seen.entry(format!("{others:?}")).or_insert(recommend) != recommend
        });
        let number = linted.numbers.facts[fact];
        prop_assert_eq!(
            found.facts[number],
            influence(can),
            "{}",
            model.facts[fact].id
        );
        let said = linted.has(Code::IdleFact, &format!("`{}`", model.facts[fact].id));
        prop_assert!(!(said && can), "{} is no idle fact", model.facts[fact].id);
    }
    let live = live(&linted, model);
    for criterion in 0..model.criteria.len() {
        let outcomes: BTreeSet<Option<i64>> = linted
            .all
            .iter()
            .map(|(_, figures)| figures.points[criterion])
            .collect();
        let can = outcomes.into_iter().any(|outcome| {
            let mut given = live.clone();
            given.criteria[criterion].scale = Scale::Cases(vec![(None, outcome.unwrap_or(0))]);
            given.criteria[criterion].applies_when =
                outcome.is_none().then(|| Condition::Any(Vec::new()));
            linted.all.iter().any(|(values, figures)| {
                let rule = &given.rules[evaluate(&given, values).rule];
                rule.recommend != model.rules[figures.rule].recommend
            })
        });
        let id = model.criterion_id(criterion);
        let number = linted.numbers.criteria[criterion];
        prop_assert_eq!(found.criteria[number], influence(can), "{}", &id);
        let said = linted.has(Code::IdleCriterion, &format!("criterion `{id}`"));
        prop_assert!(!(said && can), "{} is no idle criterion", id);
    }
    Ok(())
}

/// A stretch of a rubric's score is reached exactly where a search says so, with a witness that holds.
fn check_stretches(case: &Case) -> Result<(), TestCaseError> {
    let Some(linted) = Linted::new(&case.model) else {
        return Ok(());
    };
    let mut prover = Prover::new(&linted.set, STEPS);
    let mut point = Point::new(&linted.set);
    for (choice, rubric) in case
        .choices
        .chunks(2)
        .zip((0..case.model.rubrics.len()).cycle())
    {
        let low = i64::from(choice[0]) * 4;
        let high = low + i64::from(choice[1] % 64) * 4;
        let of = u16::try_from(linted.numbers.rubrics[rubric]).expect("few");
        let test = ScoreTest {
            of: ScoreRef::Rubric(of),
            low: i32::try_from(low).expect("small"),
            high: i32::try_from(high).expect("small"),
        };
        let inside = |score: Option<i64>| score.is_some_and(|score| (low..=high).contains(&score));
        let reached = linted
            .all
            .iter()
            .any(|(_, figures)| inside(figures.rubrics[rubric]));
        match prover.scores(test) {
            Found::Witness(cells) => {
                score(&linted.set, &cells, &mut point);
                prop_assert!(test.holds(point.rubrics[usize::from(of)]), "{cells:?}");
            }
            Found::Impossible => prop_assert!(!reached, "{low} to {high} of {rubric}"),
            Found::Undecided => prop_assert!(false, "{low} to {high} of {rubric} is left open"),
        }
    }
    Ok(())
}

/// No complete profile's score reaches a rating exactly where a lint says so.
fn check_ratings(case: &Case) -> Result<(), TestCaseError> {
    let Some(linted) = Linted::new(&case.model) else {
        return Ok(());
    };
    for (number, rubric) in case.model.rubrics.iter().enumerate() {
        for (place, &from) in rubric.ratings.iter().enumerate() {
            let next = rubric.ratings.get(place + 1).copied().unwrap_or(101);
            let mut all = linted.all.iter();
            let named = all.any(|(_, figures)| {
                let score = figures.rubrics[number];
                score.is_some_and(|tenths| (10 * from..10 * next).contains(&tenths))
            });
            let name = format!(
                "`{}` reaches the rating `{}`",
                rubric.id,
                print::rating_id(from)
            );
            let said = linted.has(Code::UnreachableRating, &name);
            prop_assert_eq!(said, !named, "{}", name);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn influence_is_what_a_count_says(case in cases()) {
        check_influences(&case)?;
    }

    #[test]
    fn stretches_of_scores_are_reached_or_not(case in cases()) {
        check_stretches(&case)?;
        check_ratings(&case)?;
    }
}
