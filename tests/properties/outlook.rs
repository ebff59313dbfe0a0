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
use maturity::assess::{Asked, assess_to, glance};
use maturity::rubric::indexes;
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
    let leading = expected
        .iter()
        .max_by_key(|(recommendation, weight)| {
            (
                **weight,
                std::cmp::Reverse(first_rule(trial, **recommendation)),
            )
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
    let told: Vec<f64> = outlook
        .questions
        .iter()
        .map(|question| question.bits)
        .collect();
    prop_assert!(
        told.is_sorted_by(|a, b| a >= b),
        "not the most telling first: {told:?}"
    );
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
            check_listed(trial, question, &outcomes)?;
        }
    }
    Ok(())
}

/// Every answer that is left is listed once: to the question for a value, or of a set to that for each of its options
/// that is open, the others of which change nothing.
fn check_listed(trial: &Trial, question: &Question, outcomes: &[u16]) -> Result<(), TestCaseError> {
    let own = indexes(&trial.set.facts[usize::from(question.fact)].variables);
    let several = own.len() > 1;
    let completions = completed(trial);
    for variable in own {
        let left = trial.left[variable];
        let number = u16::try_from(variable).expect("few");
        let answers = question.answers.iter();
        let listed = answers.filter(|answer| answer.variable == number);
        let mut listed: Vec<u8> = listed.map(|answer| answer.cell).collect();
        listed.sort_unstable();
        if listed.is_empty() && several {
            let mut seen: BTreeMap<Vec<u8>, u16> = BTreeMap::new();
            for (cells, outcome) in completions.iter().zip(outcomes) {
                let mut others = cells.clone();
                others.remove(variable);
                let same = *seen.entry(others).or_insert(*outcome) == *outcome;
                prop_assert!(
                    same,
                    "an option changes something and is not asked: {question:?}"
                );
            }
            continue;
        }
        let wanted: Vec<u8> = (0..64).filter(|cell| left >> cell & 1 == 1).collect();
        prop_assert_eq!(listed, wanted, "{:?}", question);
        prop_assert!(!left.is_power_of_two(), "nothing to ask: {question:?}");
    }
    Ok(())
}

/// The crate's cells of every completion.
fn completed(trial: &Trial) -> Vec<Vec<u8>> {
    let cells =
        |(values, ..): &(Vec<Value>, i128, Complete)| trial.numbers.cells(&trial.set, values);
    trial.completions.iter().map(cells).collect()
}

/// What is said to lead after an answer has the largest share of the completions with it, ties by the first rule that
/// fires in any of these.
fn check_answers(
    trial: &Trial,
    question: &Question,
    outcomes: &[u16],
) -> Result<(), TestCaseError> {
    let cells = completed(trial);
    for answer in &question.answers {
        let mut weights: BTreeMap<u16, i128> = BTreeMap::new();
        let mut first: BTreeMap<u16, usize> = BTreeMap::new();
        for (index, (_, weight, figures)) in trial.completions.iter().enumerate() {
            if cells[index][usize::from(answer.variable)] == answer.cell {
                *weights.entry(outcomes[index]).or_default() += weight;
                let rule = first.entry(outcomes[index]).or_insert(figures.rule);
                *rule = figures.rule.min(*rule);
            }
        }
        let most = weights.values().copied().max().unwrap_or(0);
        let tied = weights
            .iter()
            .filter(|(_, weight)| **weight == most && most > 0);
        let leads = tied.map(|(one, _)| *one).min_by_key(|one| first[one]);
        prop_assert_eq!(answer.leads_to, leads, "{:?} of {:?}", answer, weights);
    }
    Ok(())
}

/// The first rule that gives a recommendation, of those that fire in some completion: one that is only open where
/// nothing is looked at together, and never fires, comes before none.
fn first_rule(trial: &Trial, recommendation: u16) -> Option<usize> {
    let fired = trial.completions.iter().map(|(.., figures)| figures.rule);
    let own = fired.filter(|&rule| trial.set.rules[rule].recommend == recommendation);
    own.min()
}

/// Whether two completions that differ in one fact alone get different recommendations.
fn can_change(trial: &Trial, outcomes: &[u16], fact: usize) -> bool {
    let mut all = 0..outcomes.len();
    all.any(|index| outcomes[index] != outcomes[trial.with_first_value(index, fact)])
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
}
