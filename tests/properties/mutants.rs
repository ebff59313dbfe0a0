//! Mutants of a rubric set: what becomes of each is what its tests and every company show, on any number of threads.

use crate::generate::model::{Kind as FactKind, Model, Value};
use crate::generate::{Case, print, small_cases};
use crate::reference::complete::{Complete, evaluate};
use crate::reference::world::World;
use crate::same_cases;
use crate::subject::{Numbers, evaluate_point, refused};
use maturity::assess::point::Point;
use maturity::check::cases::outcomes;
use maturity::check::mutants::{Bench, EFFORT, Fate, Kind, Mutant, mutants};
use maturity::check::subject::{ProfileFiles, Subject, subjects};
use maturity::finding::SourceText;
use maturity::rubric::load::{File, Loaded, load};
use maturity::rubric::{RubricSet, indexes};
use maturity::source::toml;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};

/// The most companies by which two sets are compared, and the most mutants of a set that are tried.
const MAX_COMPANIES: usize = 2048;
const MAX_MUTANTS: usize = 6;

/// A test of a complete profile, and what it expects.
struct Expected {
    values: Vec<Value>,
    figures: Complete,
    leads: bool,
    scores: bool,
    /// It rests on nothing but judgement.
    judged: bool,
}

impl Expected {
    /// Whether a set gives the profile something else.
    fn fails(&self, model: &Model, numbers: &Numbers, set: &RubricSet) -> bool {
        let point = evaluate_point(set, &numbers.cells(set, &self.values));
        let figures = numbers.figures(&point, &self.figures.points);
        let recommended = &*set.recommendations[recommended(set, &point)].id;
        let expected = model.recommendations[model.rules[self.figures.rule].recommend];
        // A score that is not there cannot be expected.
        let mut scores = self.figures.rubrics.iter().zip(&figures.rubrics);
        self.leads && recommended != expected
            || self.scores && scores.any(|(before, after)| before.is_some() && before != after)
    }

    fn written(&self, model: &Model, number: usize) -> String {
        let facts = self.values.iter().enumerate();
        let facts = facts.map(|(fact, value)| {
            format!(
                "\"{}\" = {}",
                model.facts[fact].id,
                written(model, fact, value)
            )
        });
        let facts: Vec<String> = facts.collect();
        let mut text = format!(
            "[[tests]]\nname = \"t{number}\"\nfacts = {{ {} }}\n",
            facts.join(", ")
        );
        if self.leads {
            let leads = model.recommendations[model.rules[self.figures.rule].recommend];
            text += &format!("leads = \"{leads}\"\n");
        }
        if self.scores {
            let rubrics = model.rubrics.iter().zip(&self.figures.rubrics);
            let scores = rubrics.filter_map(|(rubric, score)| {
                let (whole, tenth) = ((*score)? / 10, (*score)? % 10);
                Some(format!(
                    "{{ score = \"{}\", value = {whole}.{tenth} }}",
                    rubric.id
                ))
            });
            let scores: Vec<String> = scores.collect();
            text += &format!("scores = [{}]\n", scores.join(", "));
        }
        if self.judged {
            text += "judgement = \"So it is.\"\n";
        }
        text
    }
}

/// A value as TOML.
fn written(model: &Model, fact: usize, value: &Value) -> String {
    let name = |option: usize| match &model.facts[fact].kind {
        FactKind::Choice(options) | FactKind::Set(options) => format!("\"{}\"", options[option]),
        FactKind::Bool | FactKind::Number(_) | FactKind::Text => unreachable!("no options"),
    };
    match value {
        Value::NotApplicable => "\"n/a\"".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Option(option) => name(*option),
        Value::Options(held) => {
            let held = (0..held.len()).filter(|option| held[*option]).map(name);
            format!("[{}]", held.collect::<Vec<_>>().join(", "))
        }
        Value::Number(quarters) => print::quarters(*quarters),
        Value::Text => "\"so it is\"".to_owned(),
    }
}

/// Two to four tests of some complete profiles.
fn tests(case: &Case) -> Vec<Expected> {
    let model = &case.model;
    let mut companies = World::new(model, &crate::generate::unknown(model)).completions();
    let mut tests = Vec::new();
    for choice in case.choices[20..]
        .chunks(2)
        .take(2 + usize::from(case.choices[19] % 3))
    {
        let number = usize::from(choice[0]) * 8 + usize::from(choice[1] % 8);
        let (values, _) = companies.swap_remove(number % companies.len());
        let figures = evaluate(model, &values);
        let scores = choice[1] >= 128 && figures.rubrics.iter().any(Option::is_some);
        tests.push(Expected {
            leads: !scores || choice[1].is_multiple_of(2),
            judged: choice[1] % 64 >= 32,
            scores,
            figures,
            values,
        });
        if companies.is_empty() {
            break;
        }
    }
    tests
}

fn recommended(set: &RubricSet, point: &Point) -> usize {
    usize::from(set.rules[usize::from(point.rule)].recommend)
}

/// What a company may answer to a fact: the cells of the fact's variables in both sets.
fn answers(old: &RubricSet, new: &RubricSet, fact: usize) -> Vec<[Vec<u8>; 2]> {
    let own = &old.facts[fact];
    let mut all: Vec<[Vec<u8>; 2]> = vec![[Vec::new(), Vec::new()]];
    if own.kind.is_numeric() {
        let cell = |set: &RubricSet, value: f64| {
            vec![u8::try_from(set.facts[fact].cell_of(value)).expect("few")]
        };
        // Thresholds are in halves and move by tenths: between any two lies a twentieth.
        let twentieths =
            (-400..=800).filter(|number| own.kind.name() != "integer" || number % 20 == 0);
        let values = twentieths.map(|number| f64::from(number) / 20.0);
        let values = values.filter(|value| {
            own.min.is_none_or(|min| min <= *value) && own.max.is_none_or(|max| *value <= max)
        });
        all = values
            .map(|value| [cell(old, value), cell(new, value)])
            .collect();
        all.dedup();
    } else {
        for variable in indexes(&own.variables) {
            let cells = old.variables[variable].values();
            let cells = (0..64_u8).filter(|cell| cells >> cell & 1 == 1);
            let cells: Vec<u8> = cells.collect();
            let longer = |[before, _]: &[Vec<u8>; 2]| {
                let before = before.clone();
                let cells = cells.clone().into_iter();
                cells.map(move |cell| {
                    let longer = [before.as_slice(), &[cell]].concat();
                    [longer.clone(), longer]
                })
            };
            all = all.iter().flat_map(longer).collect();
        }
    }
    if own.allow_na {
        let na = |set: &RubricSet| {
            let variable = &set.variables[usize::from(set.facts[fact].variables.start)];
            vec![variable.na.expect("allowed")]
        };
        all.push([na(old), na(new)]);
    }
    all
}

/// Every company that can be told from the others, as the cells of both sets; none where there are too many.
fn companies(old: &RubricSet, new: &RubricSet) -> Option<Vec<[Vec<u8>; 2]>> {
    let mut all: Vec<[Vec<u8>; 2]> = vec![[Vec::new(), Vec::new()]];
    for fact in 0..old.facts.len() {
        let answers = answers(old, new, fact);
        if all.len() * answers.len() > MAX_COMPANIES {
            return None;
        }
        let longer = |[before, after]: &[Vec<u8>; 2]| {
            let (before, after) = (before.clone(), after.clone());
            let answers = answers.iter();
            answers.map(move |[one, other]| {
                [
                    [before.as_slice(), one].concat(),
                    [after.as_slice(), other].concat(),
                ]
            })
        };
        all = all.iter().flat_map(longer).collect();
    }
    Some(all)
}

/// What became of a mutant, and by what.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Became {
    Invalid,
    Killed,
    /// An earlier test would have done, too, but rests on judgement.
    KilledByDocument,
    KilledByJudgement,
    Survived,
    /// The logic is the same to the letter.
    SameLogic,
    /// It is proved to do the same.
    SameFigures,
}

fn parsed(texts: &[String]) -> Result<Vec<File<'_>>, TestCaseError> {
    let file = |(number, text)| {
        let source = SourceText::new(format!("{number}.toml"), text);
        let root = toml::read(&source).map_err(|findings| refused(&findings))?;
        Ok(File { source, root })
    };
    texts
        .iter()
        .map(String::as_str)
        .enumerate()
        .map(file)
        .collect()
}

/// A set and its tests, all of which hold, against its mutants.
fn check_mutants(case: &Case, threads: &[usize]) -> Result<Vec<(Kind, Became)>, TestCaseError> {
    let model = &case.model;
    let tests = tests(case);
    let mut texts = print::files(model);
    let written = tests.iter().enumerate();
    texts.push(
        written
            .map(|(number, test)| test.written(model, number))
            .collect(),
    );
    let files = parsed(&texts)?;
    let loaded = load(&files).map_err(|findings| refused(&findings))?;
    let profiles = ProfileFiles::new();
    let subjects = subjects(&loaded, &files, &profiles);
    let Loaded { set, cases, .. } = &loaded;
    for outcome in outcomes(set, cases, &subjects.given) {
        prop_assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    }
    let all: Vec<Subject<'_>> = subjects.all.into_iter().flatten().collect();
    let bench = Bench {
        files: &files,
        set,
        cases,
        subjects: &all,
        given: &subjects.given,
    };
    let made = mutants(&files, set);
    let step = made.len().div_ceil(MAX_MUTANTS).max(1);
    let first = usize::from(case.choices[18]) % step;
    let chosen: Vec<Mutant> = made.into_iter().skip(first).step_by(step).collect();
    let fates = bench.run(&chosen, 1, EFFORT);
    for &threads in threads {
        prop_assert_eq!(&fates, &bench.run(&chosen, threads, EFFORT));
    }
    let mut became = Vec::new();
    for (mutant, fate) in chosen.iter().zip(fates) {
        // What the tests say is no part of the set.
        let mut changed = parsed(&texts[..texts.len() - 1])?;
        prop_assert!(mutant.edit.clone().exchange(&mut changed));
        let Ok(changed) = load(&changed) else {
            prop_assert_eq!(fate, Fate::Invalid, "{:?}", mutant);
            became.push((mutant.kind, Became::Invalid));
            continue;
        };
        let what = check_fate(model, &tests, [set, &changed.set], fate);
        let what = what.map_err(|error| TestCaseError::fail(format!("{mutant:?}: {error}")))?;
        became.push((mutant.kind, what));
    }
    Ok(became)
}

/// What becomes of a mutant that is a set: it is killed by the first test that fails, those of judgement last; else it is
/// equivalent where no company gets another recommendation or score, and survives where one does.
fn check_fate(
    model: &Model,
    tests: &[Expected],
    [old, new]: [&RubricSet; 2],
    fate: Fate,
) -> Result<Became, TestCaseError> {
    let numbers = Numbers::new(model, old);
    let companies = companies(old, new).expect("a small set");
    let mut points = companies
        .iter()
        .map(|[before, after]| [evaluate_point(old, before), evaluate_point(new, after)]);
    if old.digest == new.digest {
        prop_assert_eq!(fate, Fate::Equivalent);
        let same = points.all(|[before, after]| before == after);
        prop_assert!(same, "the same logic gives other figures");
        return Ok(Became::SameLogic);
    }
    let failing = (0..tests.len()).filter(|test| tests[*test].fails(model, &numbers, new));
    let failing: Vec<usize> = failing.collect();
    if let Some(&test) = failing
        .iter()
        .min_by_key(|test| (tests[**test].judged, **test))
    {
        prop_assert_eq!(fate, Fate::Killed(test));
        return Ok(match tests[test].judged {
            true => Became::KilledByJudgement,
            false if test > failing[0] => Became::KilledByDocument,
            false => Became::Killed,
        });
    }
    let differ = points.any(|[before, after]| {
        recommended(old, &before) != recommended(new, &after)
            || (before.rubrics, before.dimensions) != (after.rubrics, after.dimensions)
    });
    Ok(if differ {
        prop_assert_eq!(fate, Fate::Survived);
        Became::Survived
    } else {
        prop_assert_eq!(fate, Fate::Equivalent);
        Became::SameFigures
    })
}

proptest! {
    // Each case tries a dozen sets.
    #![proptest_config(Config { cases: crate::config().cases / 8, ..crate::config() })]

    #[test]
    fn what_becomes_of_mutants_is_what_every_company_shows(case in small_cases(5, 128)) {
        check_mutants(&case, &[3])?;
    }
}

/// The random sets are worth something: there are mutants of each kind, and each fate is met.
#[test]
fn mutants_meet_every_fate() {
    let (mut kinds, mut fates) = ([0; Kind::ALL.len()], [0; 7]);
    for case in same_cases(small_cases(5, 128), 64) {
        for (kind, became) in check_mutants(&case, &[]).expect("checked above") {
            kinds[kind as usize] += 1;
            fates[became as usize] += 1;
        }
    }
    let all = || kinds.iter().chain(&fates);
    assert!(all().all(|times| *times > 3), "{kinds:?} {fates:?}");
}
