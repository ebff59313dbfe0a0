//! What is left of a fact, as reports write it: read as a profile it leaves the same, and no two are worded
//! alike. What is taken otherwise than a profile says comes to what a profile that says so comes to.

use crate::generate::model::Kind;
use crate::generate::{Case, cases, print, statement, wide_cases};
use crate::subject::{Numbers, answer_text, load_files, refused, with_answers};
use maturity::assess::assess;
use maturity::finding::SourceText;
use maturity::present::left::{Left, left};
use maturity::present::stated::StatedValue;
use maturity::profile::{Answers, Options, Stated, Statement, resolve, restate};
use maturity::rubric::fact::Fact;
use maturity::rubric::{RubricSet, indexes};
use maturity::source::yaml;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// The most ways to leave a fact's cells that are gone through.
const MOST: usize = 300;

/// Every way to leave some of the cells of a fact: within what is known, and, as a change does, outside it.
fn ways(set: &RubricSet, answers: &Answers<'_>, fact: &Fact) -> Vec<Vec<u64>> {
    let mut ways = vec![Vec::new()];
    for number in indexes(&fact.variables) {
        let (known, all) = (answers.cells[number], set.variables[number].all());
        let within = |side: u64| (1..=all).filter(move |cells| cells & !side == 0);
        let own: Vec<u64> = within(known).chain(within(all & !known)).collect();
        let longer = |way: &Vec<u64>| {
            let more = |&cells: &u64| way.iter().copied().chain([cells]).collect::<Vec<_>>();
            own.iter().map(more).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(longer).take(MOST).collect();
    }
    ways
}

/// The numbers, of these samples, that a statement about a fact allows.
fn allowed(answers: &Answers<'_>, number: usize, fact: &Fact, samples: &[f64]) -> Vec<f64> {
    let cells = answers.cells[usize::from(fact.variables.start)];
    let statement = &answers.stated[number];
    let listed: Option<Vec<f64>> = match &statement.value {
        Stated::Number(value) => Some(vec![*value]),
        Stated::Partly(parts) => parts
            .iter()
            .find(|(name, _)| *name == "one_of")
            .map(|part| {
                let number = |value: &Stated<'_>| match value {
                    Stated::Number(value) => Some(*value),
                    _ => None,
                };
                part.1.iter().filter_map(number).collect()
            }),
        _ => None,
    };
    let fits = |value: &f64| {
        cells >> fact.cell_of(*value) & 1 == 1
            && statement
                .interval
                .is_none_or(|interval| interval.contains(*value))
            && listed.as_ref().is_none_or(|listed| listed.contains(value))
    };
    samples.iter().copied().filter(fits).collect()
}

fn written(fact: &Fact, left: &Left) -> String {
    let value = StatedValue {
        fact,
        value: &left.stated,
    };
    let sections = BTreeMap::from([(fact.section(), BTreeMap::from([(fact.key(), value)]))]);
    serde_yaml::to_string(&sections).expect("YAML")
}

fn check_stated(case: &Case) -> Result<(), TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    let numbers = Numbers::new(&case.model, &set);
    with_answers(&set, &case.model, &case.profile, |answers| {
        for (place, &number) in numbers.facts.iter().enumerate() {
            let samples: Vec<f64> = match &case.model.facts[place].kind {
                Kind::Text => continue,
                Kind::Number(kind) => kind.samples().into_iter().map(in_ones).collect(),
                Kind::Bool | Kind::Choice(_) | Kind::Set(_) => Vec::new(),
            };
            check_fact(&set, answers, number, &samples)?;
        }
        Ok(())
    })?
}

fn check_fact(
    set: &RubricSet,
    answers: &Answers<'_>,
    number: usize,
    samples: &[f64],
) -> Result<(), TestCaseError> {
    let fact = &set.facts[number];
    let own = indexes(&fact.variables);
    let mut worded: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for way in ways(set, answers, fact) {
        let mut cells = answers.cells.clone();
        cells[own.clone()].copy_from_slice(&way);
        let left = left(set, answers, number, &cells);
        let text = written(fact, &left);
        let source = SourceText::new("left.yaml", &text);
        let documents = yaml::read(&source).expect("well-formed");
        let (again, _) = resolve(set, &source, &documents[0], Options::default())
            .map_err(|findings| TestCaseError::fail(format!("{text}: {}", findings[0].message)))?;
        prop_assert_eq!(&again.cells[own.clone()], &way[..], "{}", text);
        prop_assert!(!left.words.is_empty() && !text.contains("{}"), "{}", text);
        if let Some(before) = worded.insert(left.words.clone(), way.clone()) {
            prop_assert!(before == way, "{}: {:?} and {:?}", left.words, before, way);
        }
        let [own] = way[..] else { continue };
        // Where it is one stretch, or single numbers, it is the same numbers too.
        let values = set.variables[usize::from(fact.variables.start)].values();
        let own = own & values;
        let stretch = own >> own.trailing_zeros().min(63);
        if samples.is_empty() || own != way[0] || stretch & (stretch + 1) != 0 {
            continue;
        }
        let inside = own & !answers.cells[usize::from(fact.variables.start)] == 0;
        let before = if inside {
            allowed(answers, number, fact, samples)
        } else {
            samples.to_vec()
        };
        let want: Vec<f64> = before
            .into_iter()
            .filter(|value| own >> fact.cell_of(*value) & 1 == 1 && fact.in_bounds(*value))
            .collect();
        prop_assert_eq!(&allowed(&again, number, fact, samples), &want, "{}", text);
    }
    Ok(())
}

/// A profile of which one fact is taken otherwise comes out like one that says so.
fn check_taken(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let set = load_files(&print::files(model))?;
    let numbers = Numbers::new(model, &set);
    let fact = usize::from(case.choices[0]) % model.facts.len();
    let mut rewritten = case.profile.clone();
    rewritten[fact] = statement(&model.facts[fact], &case.choices[1..]);
    let said = print::statement(model, fact, &rewritten[fact]);
    let text = said.unwrap_or_else(|| "unknown".to_owned());
    let source = SourceText::new("--set", &text);
    let node = yaml::read_value(&source, 0).map_err(|findings| refused(&findings))?;
    let number = numbers.facts[fact];
    let taken = restate(&set, &source, number, &node).map_err(|findings| refused(&findings))?;
    let order: Vec<usize> = (0..model.facts.len()).collect();
    let profile = print::profile(model, &case.profile, &order);
    let (cells, stated, assessment, change) = answer_text(&set, &profile, |answers| {
        let mut answers = answers.clone();
        let before = answers.stated[number].value.clone();
        let change = answers.replace(&set, &taken);
        let after = answers.stated[number].value.clone();
        let told = change.from == before && change.to == after && change.fact == number;
        let assessment = format!("{:?}", assess(&set, &answers));
        (answers.cells.clone(), values(&answers), assessment, told)
    })?;
    prop_assert!(change, "what it was and what it is are told");
    with_answers(&set, model, &rewritten, |answers| {
        prop_assert_eq!(&cells, &answers.cells);
        prop_assert_eq!(&stated, &values(answers));
        prop_assert_eq!(&assessment, &format!("{:?}", assess(&set, answers)));
        Ok(())
    })?
}

/// What is stated of each fact, wherever it is written.
fn values(answers: &Answers<'_>) -> Vec<(Stated<'static>, String)> {
    let value = |one: &Statement<'_>| {
        let beside = format!("{:?} {:?}", one.interval, one.note);
        (one.value.clone().into_owned(), beside)
    };
    answers.stated.iter().map(value).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
fn in_ones(quarters: i64) -> f64 {
    quarters as f64 / 4.0
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn what_is_left_reads_back_as_the_same(case in wide_cases(4096)) {
        check_stated(&case)?;
    }

    #[test]
    fn what_is_taken_otherwise_is_as_if_the_profile_said_so(case in cases()) {
        check_taken(&case)?;
    }
}
