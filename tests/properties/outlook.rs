//! What is open: the possible recommendations with their shares and witnesses, and what each question
//! tells, against a count of all completions.

use crate::generate::model::Value;
use crate::generate::{Case, cases};
use crate::subject::Trial;
use maturity::assess::point::{Point, evaluate};
use maturity::assess::search::{Found, reach};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// The crate's number of the recommendation of a rule of the model.
fn recommended(case: &Case, trial: &Trial, rule: usize) -> u16 {
    let number = trial.numbers.recommendations[case.model.rules[rule].recommend];
    u16::try_from(number).expect("few")
}

/// The weight of each recommendation over all completions, those without weight included.
fn weights(case: &Case, trial: &Trial) -> BTreeMap<u16, i128> {
    let mut weights = BTreeMap::new();
    for (_, weight, figures) in &trial.completions {
        *weights
            .entry(recommended(case, trial, figures.rule))
            .or_default() += weight;
    }
    weights
}

/// The float nearest to a part of a whole.
#[expect(clippy::cast_precision_loss, reason = "exact below 2⁵³")]
fn part(weight: i128, total: i128) -> f64 {
    let common = common_divisor(weight, total);
    let (weight, total) = (weight / common, total / common);
    assert!(total < 1 << 53, "sums of a few small parts");
    weight as f64 / total as f64
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// Exactly what some completion reaches is possible, with its exact share and a witness that holds.
fn check_possible(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let outlook = &trial.assessment.outlook;
    let expected = weights(case, &trial);
    let total: i128 = expected.values().sum();
    prop_assert!(
        outlook.exact && outlook.share_exact,
        "a thousand completions are counted"
    );
    let mut listed: Vec<u16> = outlook
        .possible
        .iter()
        .map(|possible| possible.recommendation)
        .collect();
    listed.sort_unstable();
    prop_assert_eq!(&listed, &expected.keys().copied().collect::<Vec<_>>());
    prop_assert_eq!(trial.assessment.settled(), expected.len() == 1);
    let mut point = Point::new(&trial.set);
    for possible in &outlook.possible {
        let share = part(expected[&possible.recommendation], total);
        prop_assert_eq!(
            possible.share.to_bits(),
            share.to_bits(),
            "{} is {}",
            possible.share,
            share
        );
        let witness = possible.witness.as_ref().expect("counted");
        evaluate(&trial.set, witness, &mut point);
        let rule = &trial.set.rules[usize::from(point.rule)];
        prop_assert_eq!(
            rule.recommend,
            possible.recommendation,
            "the witness {:?}",
            witness
        );
    }
    Ok(())
}

/// The largest share leads, ties by the first rule; the rule that is named carries most of it.
fn check_leading(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let expected = weights(case, &trial);
    let first_rule = |recommendation: u16| {
        let own = |&rule: &usize| recommended(case, &trial, rule) == recommendation;
        // Rules that no state excludes: a false one carries nothing.
        let open =
            (0..case.model.rules.len()).filter(|&rule| trial.expected.rules[rule] != Some(false));
        open.filter(own).min()
    };
    let leading = expected
        .iter()
        .max_by_key(|(recommendation, weight)| {
            (**weight, std::cmp::Reverse(first_rule(**recommendation)))
        })
        .map(|(recommendation, _)| *recommendation);
    prop_assert_eq!(Some(trial.assessment.leading()), leading);
    let mut carried: BTreeMap<usize, i128> = BTreeMap::new();
    for (_, weight, figures) in &trial.completions {
        if Some(recommended(case, &trial, figures.rule)) == leading {
            *carried.entry(figures.rule).or_default() += weight;
        }
    }
    let carrier = carried
        .iter()
        .max_by_key(|(rule, weight)| (**weight, std::cmp::Reverse(**rule)))
        .map(|(rule, _)| *rule);
    prop_assert_eq!(Some(usize::from(trial.assessment.outlook.rule)), carrier);
    Ok(())
}

/// Mutual information by its definition, over every value of every fact; and no fact is left out of
/// the questions whose value changes the recommendation of any completion.
fn check_questions(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let columns = weights(case, &trial);
    let total: i128 = columns.values().sum();
    for fact in 0..case.model.facts.len() {
        let mut joint: BTreeMap<(String, u16), i128> = BTreeMap::new();
        let mut rows: BTreeMap<String, i128> = BTreeMap::new();
        for (values, weight, figures) in &trial.completions {
            let row = format!("{:?}", values[fact]);
            *joint
                .entry((row.clone(), recommended(case, &trial, figures.rule)))
                .or_default() += weight;
            *rows.entry(row).or_default() += weight;
        }
        let bits: f64 = joint
            .iter()
            .filter(|(_, weight)| **weight > 0)
            .map(|((row, recommendation), weight)| {
                let p = part(*weight, total);
                p * (p / (part(rows[row], total) * part(columns[recommendation], total))).log2()
            })
            .sum();
        let number = trial.numbers.facts[fact];
        let mut questions = trial.assessment.outlook.questions.iter();
        let asked = questions.find(|question| usize::from(question.fact) == number);
        let told = asked.map_or(0.0, |question| question.bits);
        prop_assert!(
            (told - bits).abs() < 1e-9,
            "fact {fact}: {told}, not {bits}"
        );
        let changes = can_change(case, &trial, fact);
        prop_assert_eq!(
            asked.map(|question| question.can_change),
            changes.then_some(Some(true)),
            "fact {}",
            fact
        );
    }
    Ok(())
}

/// Whether two completions that differ in one fact alone get different recommendations.
fn can_change(case: &Case, trial: &Trial, fact: usize) -> bool {
    let mut seen: BTreeMap<String, u16> = BTreeMap::new();
    trial.completions.iter().any(|(values, _, figures)| {
        let others: Vec<&Value> = values
            .iter()
            .enumerate()
            .filter(|(number, _)| *number != fact)
            .map(|(_, value)| value)
            .collect();
        let recommendation = recommended(case, trial, figures.rule);
        *seen.entry(format!("{others:?}")).or_insert(recommendation) != recommendation
    })
}

/// The search alone, without any counting before it, proves what is possible and what is not.
fn check_search(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let expected = weights(case, &trial);
    let mut point = Point::new(&trial.set);
    for number in 0..trial.set.recommendations.len() {
        let recommendation = u16::try_from(number).expect("few");
        match reach(&trial.set, &trial.left, recommendation, 100_000) {
            Found::Witness(cells) => {
                evaluate(&trial.set, &cells, &mut point);
                prop_assert_eq!(
                    trial.set.rules[usize::from(point.rule)].recommend,
                    recommendation
                );
                let inside = |(cell, left): (&u8, &u64)| left >> cell & 1 == 1;
                prop_assert!(
                    cells.iter().zip(&trial.left).all(inside),
                    "{:?} leaves the profile",
                    cells
                );
            }
            Found::Impossible => prop_assert!(
                !expected.contains_key(&recommendation),
                "{} is possible",
                number
            ),
            Found::Undecided => prop_assert!(false, "{} is left undecided", number),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn possible_is_exactly_what_completions_reach(case in cases()) {
        check_possible(&case)?;
    }

    #[test]
    fn the_largest_share_leads(case in cases()) {
        check_leading(&case)?;
    }

    #[test]
    fn questions_tell_their_mutual_information(case in cases()) {
        check_questions(&case)?;
    }

    #[test]
    fn the_search_proves_what_is_possible(case in cases()) {
        check_search(&case)?;
    }
}
