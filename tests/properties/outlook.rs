//! What is open: the possible recommendations with their shares and witnesses, and what each question
//! tells, against a count of all completions.

use crate::decisions::check_states;
use crate::generate::model::Value;
use crate::generate::{Case, cases};
use crate::reference::complete::Complete;
use crate::scores::{check_ranges, check_sound};
use crate::subject::{Trial, with_answers};
use maturity::assess::outlook::{Question, leads};
use maturity::assess::point::{Point, evaluate};
use maturity::assess::search::{Found, reach};
use maturity::assess::{Asked, assess_to, glance};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// All that an assessment says of a profile.
pub(crate) fn check_assessment(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    check_possible(case, trial)?;
    if trial.assessment.outlook.share_exact {
        check_leading(case, trial)?;
    }
    check_questions(case, trial)?;
    check_sound(case, trial)?;
    check_ranges(case, trial)?;
    check_states(case, trial)
}

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

/// Exactly what some completion reaches is possible, with its share, exact where the assessment says so,
/// and a witness that holds.
pub(crate) fn check_possible(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    let outlook = &trial.assessment.outlook;
    let expected = weights(case, trial);
    let total: i128 = expected.values().sum();
    prop_assert!(outlook.exact, "so small a set is searched to the end");
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
        let (got, share) = (
            possible.share,
            part(expected[&possible.recommendation], total),
        );
        prop_assert!(
            if outlook.share_exact {
                got.to_bits() == share.to_bits()
            } else {
                (got - share).abs() <= 5.0 * outlook.share_error
            },
            "{got} is {share}"
        );
        let witness = possible.witness.as_ref().expect("exact");
        evaluate(&trial.set, witness, &mut point);
        let rule = &trial.set.rules[usize::from(point.rule)];
        prop_assert_eq!(
            rule.recommend,
            possible.recommendation,
            "the witness {:?}",
            witness
        );
        let mut inside = witness.iter().zip(&trial.left);
        prop_assert!(
            inside.all(|(cell, left)| left >> cell & 1 == 1),
            "the witness {:?} leaves the profile",
            witness
        );
    }
    Ok(())
}

/// The largest share leads, ties by the first rule; the rule that is named carries most of it.
pub(crate) fn check_leading(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    let expected = weights(case, trial);
    let first_rule = |recommendation: u16| {
        // Of the rules that fire in some completion: one that is only open where nothing is looked at together,
        // and never fires, comes before none.
        let fired = trial.completions.iter().map(|(_, _, figures)| figures.rule);
        let own = fired.filter(|&rule| recommended(case, trial, rule) == recommendation);
        own.min()
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
        if Some(recommended(case, trial, figures.rule)) == leading {
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

/// Mutual information by its definition, over every value of every fact; what leads after each answer; and no fact is left out of
/// the questions whose value changes the recommendation of any completion. Of a sample, neither bits nor
/// proofs are complete, but what is said to change something does.
pub(crate) fn check_questions(case: &Case, trial: &Trial) -> Result<(), TestCaseError> {
    let outlook = &trial.assessment.outlook;
    let outcomes: Vec<u16> = trial
        .completions
        .iter()
        .map(|(.., figures)| recommended(case, trial, figures.rule))
        .collect();
    let columns = weights(case, trial);
    let total: i128 = columns.values().sum();
    for fact in 0..case.model.facts.len() {
        let number = trial.numbers.facts[fact];
        let mut questions = outlook.questions.iter();
        let asked = questions.find(|question| usize::from(question.fact) == number);
        let told = asked.map(|question| question.can_change);
        let changes = can_change(trial, &outcomes, fact);
        if !outlook.share_exact {
            prop_assert!(
                changes || told != Some(Some(true)),
                "fact {fact} changes nothing"
            );
            prop_assert!(!changes || asked.is_some(), "fact {fact} is not asked");
            continue;
        }
        prop_assert_eq!(told, changes.then_some(Some(true)), "fact {}", fact);
        let mut joint: BTreeMap<(usize, u16), i128> = BTreeMap::new();
        let mut rows: BTreeMap<usize, i128> = BTreeMap::new();
        for (index, (_, weight, _)) in trial.completions.iter().enumerate() {
            let row = trial.value_at(index, fact);
            *joint.entry((row, outcomes[index])).or_default() += weight;
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
        let told = asked.map_or(0.0, |question| question.bits);
        prop_assert!(
            (told - bits).abs() < 1e-9,
            "fact {fact}: {told}, not {bits}"
        );
        if let Some(question) = asked {
            check_answers(trial, question, &outcomes)?;
        }
    }
    Ok(())
}

/// What is said to lead after an answer has the largest share of the completions with it.
fn check_answers(
    trial: &Trial,
    question: &Question,
    outcomes: &[u16],
) -> Result<(), TestCaseError> {
    let cells =
        |(values, ..): &(Vec<Value>, i128, Complete)| trial.numbers.cells(&trial.set, values);
    let cells: Vec<Vec<u8>> = trial.completions.iter().map(cells).collect();
    for answer in &question.answers {
        let mut weights: BTreeMap<u16, i128> = BTreeMap::new();
        for (index, (_, weight, _)) in trial.completions.iter().enumerate() {
            if cells[index][usize::from(answer.variable)] == answer.cell {
                *weights.entry(outcomes[index]).or_default() += weight;
            }
        }
        let most = weights.values().copied().max().unwrap_or(0);
        let told = answer
            .leads_to
            .map_or(0, |leads| weights.get(&leads).copied().unwrap_or(0));
        prop_assert_eq!(told, most, "{:?} of {:?}", answer, weights);
        prop_assert_eq!(answer.leads_to.is_some(), most > 0, "{:?}", answer);
    }
    Ok(())
}

/// Whether two completions that differ in one fact alone get different recommendations.
fn can_change(trial: &Trial, outcomes: &[u16], fact: usize) -> bool {
    let mut all = 0..outcomes.len();
    all.any(|index| outcomes[index] != outcomes[trial.with_first_value(index, fact)])
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

/// What is asked for alone is what the whole says of it.
fn check_parts(case: &Case) -> Result<(), TestCaseError> {
    let trial = Trial::new(case)?;
    let set = &trial.set;
    let part = with_answers(set, &case.model, &case.profile, |answers| {
        assess_to(set, answers, Asked::Possible)
    })?;
    let mut whole = trial.assessment;
    let glance = glance(set, &trial.left);
    prop_assert_eq!(&glance.dimensions, &whole.dimensions);
    prop_assert_eq!(&glance.rubrics, &whole.rubrics);
    let prospects = format!("{:?}", glance.prospects.possible);
    prop_assert_eq!(prospects, format!("{:?}", whole.outlook.possible));
    prop_assert_eq!(glance.prospects.exact, whole.outlook.exact);
    for number in 0..set.recommendations.len() {
        let recommendation = u16::try_from(number).expect("few");
        prop_assert_eq!(
            leads(set, &trial.left, recommendation),
            whole.leading() == recommendation
        );
    }
    whole.outlook.questions.clear();
    if !whole.settled() {
        whole.deciding = None;
    }
    prop_assert_eq!(format!("{part:?}"), format!("{whole:?}"));
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn possible_is_exactly_what_completions_reach(case in cases()) {
        let trial = Trial::new(&case)?;
        prop_assert!(trial.assessment.outlook.share_exact, "a thousand completions are counted");
        check_possible(&case, &trial)?;
    }

    #[test]
    fn the_largest_share_leads(case in cases()) {
        check_leading(&case, &Trial::new(&case)?)?;
    }

    #[test]
    fn questions_tell_their_mutual_information(case in cases()) {
        check_questions(&case, &Trial::new(&case)?)?;
    }

    #[test]
    fn parts_asked_alone_equal_the_whole(case in cases()) {
        check_parts(&case)?;
    }

    #[test]
    fn the_search_proves_what_is_possible(case in cases()) {
        check_search(&case)?;
    }
}
