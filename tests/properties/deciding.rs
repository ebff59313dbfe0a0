//! Deciding facts, against their definition: known facts dropped one by one, the lightest first, and
//! every way to fill in the rest gone through.

use crate::generate::{Case, small_cases};
use crate::reference::complete::scale_facts;
use crate::reference::table::Table;
use crate::subject::{Numbers, assess_statements, load_files, with_answers};
use maturity::assess::Assessment;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// The effective weight of the criteria that score each fact of the model.
pub(crate) fn fact_weights(case: &Case, numbers: &Numbers, assessment: &Assessment) -> Vec<f64> {
    let mut weights = vec![0.0; case.model.facts.len()];
    // In the crate's order: sums of the same parts in another one may differ in the last digit.
    for (number, cost) in assessment.costs.iter().enumerate() {
        let own = numbers.criteria.iter().position(|&other| other == number);
        let criterion = &case.model.criteria[own.expect("as many as in the model")];
        let mut facts = scale_facts(&criterion.scale);
        facts.sort_unstable();
        facts.dedup();
        for fact in facts {
            weights[fact] += cost.effective_weight;
        }
    }
    weights
}

/// Of a settled profile: what is left of the known facts, dropped by ascending weight, ties by id, as
/// long as what remains settles the recommendation; no fewer of them do.
/// How many complete profiles the set has.
pub(crate) fn check_deciding(case: &Case) -> Result<usize, TestCaseError> {
    let set = load_files(&crate::generate::print::files(&case.model))?;
    let numbers = Numbers::new(&case.model, &set);
    let mut assessment = assess_statements(&set, &case.model, &case.profile)?;
    let table = Table::new(&case.model);
    let (left, all) = (table.left(&case.model, &case.profile), table.all());
    let only = table.only(&left);
    prop_assert_eq!(assessment.settled(), only.is_some());
    with_answers(&set, &case.model, &case.profile, |answers| {
        assessment.find_deciding(&set, answers);
    })?;
    let found: Vec<usize> = assessment
        .deciding
        .clone()
        .expect("asked for")
        .iter()
        .map(|&number| {
            let own = numbers.facts.iter();
            own.into_iter()
                .position(|&other| other == usize::from(number))
                .expect("a fact of the model")
        })
        .collect();
    let Some(only) = only else {
        let questions = assessment.outlook.questions.iter();
        let changing = questions.filter(|question| question.can_change == Some(true));
        let changing: Vec<u16> = changing.map(|question| question.fact).collect();
        prop_assert_eq!(
            assessment.deciding.as_ref(),
            Some(&changing),
            "of an open profile"
        );
        return Ok(table.len());
    };
    let mut known: Vec<usize> = (0..all.len())
        .filter(|&fact| left[fact] != all[fact])
        .collect();
    let weights = fact_weights(case, &numbers, &assessment);
    known.sort_by(|&a, &b| {
        let weight = weights[a].total_cmp(&weights[b]);
        weight.then(case.model.facts[a].id.cmp(case.model.facts[b].id))
    });
    let mut remaining = left.clone();
    let mut kept = Vec::new();
    for fact in known {
        remaining[fact].clone_from(&all[fact]);
        if table.only(&remaining) != Some(only) {
            remaining[fact].clone_from(&left[fact]);
            kept.insert(0, fact);
        }
    }
    prop_assert_eq!(&found, &kept, "the heaviest first");
    let with = |facts: &[usize]| {
        let mut allowed = all.clone();
        for &fact in facts {
            allowed[fact].clone_from(&left[fact]);
        }
        table.only(&allowed)
    };
    prop_assert_eq!(with(&found), Some(only), "they do not settle it");
    for fact in &found {
        let others: Vec<usize> = found
            .iter()
            .copied()
            .filter(|other| other != fact)
            .collect();
        prop_assert!(with(&others).is_none(), "fact {fact} can be left out");
    }
    Ok(table.len())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn deciding_facts_are_what_cannot_be_dropped(case in small_cases(7, 4096)) {
        check_deciding(&case)?;
    }
}
