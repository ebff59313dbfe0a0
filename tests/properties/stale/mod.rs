//! Statements that are too old for a day: exactly those are named, and taken as unknown where that is asked for.

mod dated;

use crate::generate::{Case, cases};
use crate::same_cases;
use crate::subject::{load_files, refused};
use dated::{Age, Dated};
use maturity::assess::assess;
use maturity::finding::{Code, Finding, SourceText};
use maturity::profile::date::Date;
use maturity::profile::{Answers, Options, Today, resolve};
use maturity::rubric::RubricSet;
use maturity::source::yaml;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What the crate reads of a profile on a day, if one is given.
fn read<T>(
    set: &RubricSet,
    text: &str,
    today: Option<Today>,
    then: impl FnOnce(&Answers<'_>, &[Finding]) -> T,
) -> Result<T, TestCaseError> {
    let source = SourceText::new("profile.yaml", text);
    let documents = yaml::read(&source).map_err(|findings| refused(&findings))?;
    let options = Options {
        today,
        ..Options::default()
    };
    resolve(set, &source, &documents[0], options)
        .map(|(answers, findings)| then(&answers, &findings))
        .map_err(|findings| refused(&findings))
}

/// The cells that are left, and all that is worked out from them.
fn figures(set: &RubricSet, answers: &Answers<'_>) -> String {
    format!("{:?} {:?}", answers.cells, assess(set, answers))
}

/// What is said of each fact that is too old.
fn told(set: &RubricSet, answers: &Answers<'_>) -> Vec<(String, String, u16, bool)> {
    let told = answers.stale.iter().map(|stale| {
        (
            set.facts[stale.fact].id.to_string(),
            stale.as_of.to_string(),
            stale.months,
            stale.taken_as_unknown,
        )
    });
    told.collect()
}

fn months(number: u32) -> String {
    format!("{number} month{}", if number == 1 { "" } else { "s" })
}

/// Exactly what is older than its fact allows is named, and taken as unknown where that is asked for; nothing else
/// changes a figure.
fn check_stale(case: &Case) -> Result<Vec<Age>, TestCaseError> {
    let dated = Dated::new(case);
    let set = &load_files(&dated.files())?;
    let text = dated.text(&[]);
    let undated = read(set, &text, None, |answers, findings| {
        (figures(set, answers), answers.stale.len() + findings.len())
    })?;
    prop_assert_eq!(undated.1, 0, "no day is given");
    let written = dated.written();
    let facts = 0..case.model.facts.len();
    let ages: Vec<Age> = facts.map(|fact| dated.age(fact)).collect();
    let too_old = dated.too_old();
    for stale_is_unknown in [false, true] {
        let date = Date::parse(&dated.today.to_string()).expect("a day");
        let today = Today {
            date,
            stale_is_unknown,
        };
        let (got, stale, findings) = read(set, &text, Some(today), |answers, findings| {
            let (figures, stale) = (figures(set, answers), told(set, answers));
            (figures, stale, findings.to_vec())
        })?;
        let expected = if stale_is_unknown {
            read(set, &dated.text(&too_old), None, |answers, _| {
                figures(set, answers)
            })?
        } else {
            undated.0.clone()
        };
        prop_assert_eq!(got, expected, "on {}:\n{}", dated.today, text);
        let mut names = Vec::new();
        let mut warnings = Vec::new();
        for &fact in &too_old {
            let Age::Stale { months: age } = ages[fact] else {
                unreachable!("it is too old");
            };
            let id = case.model.facts[fact].id;
            let day = dated.days[fact].or(dated.whole).expect("it has an age");
            let limit = months(dated.limits[fact].expect("it has a limit"));
            let taken = if stale_is_unknown {
                "; taken as unknown"
            } else {
                ""
            };
            warnings.push(format!(
                "`{id}` is of {day}, {} ago, and holds for {limit}{taken}",
                months(age)
            ));
            let age = u16::try_from(age).expect("a few");
            names.push((id.to_owned(), day.to_string(), age, stale_is_unknown));
        }
        prop_assert_eq!(stale, names, "on {}:\n{}", dated.today, text);
        let messages = |code: Code| -> Vec<String> {
            let own = findings.iter().filter(|finding| finding.code == code);
            own.map(|finding| finding.message.clone()).collect()
        };
        prop_assert_eq!(
            messages(Code::Stale),
            warnings,
            "on {}:\n{}",
            dated.today,
            text
        );
        let dates = written.iter().map(|&fact| dated.days[fact]);
        let dates = [dated.whole].into_iter().chain(dates);
        let ahead = dates.flatten().filter(|day| *day > dated.today);
        let ahead = ahead.map(|day| format!("{day} lies ahead: today is {}", dated.today));
        prop_assert_eq!(
            messages(Code::DateAhead),
            ahead.collect::<Vec<_>>(),
            "{}",
            text
        );
        let undated = written.iter().filter(|fact| ages[**fact] == Age::Undated);
        let undated: Vec<&str> = undated.map(|&fact| case.model.facts[fact].id).collect();
        let note = messages(Code::Undated);
        prop_assert_eq!(note.len(), usize::from(!undated.is_empty()), "{}", text);
        let named = note
            .iter()
            .flat_map(|note| note.split('`').skip(1).step_by(2));
        prop_assert!(
            named.eq(undated.iter().take(3).copied()),
            "{note:?}: {undated:?}"
        );
        let all = messages(Code::Stale).len() + messages(Code::DateAhead).len() + note.len();
        prop_assert_eq!(findings.len(), all, "{:?}", findings);
    }
    Ok(ages)
}

/// What the program prints of a profile, as JSON.
fn run(folder: &Path, arguments: &[&str]) -> Json {
    let output = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args([
            "score",
            "--rubrics",
            "../set",
            "--format",
            "json",
            "profile.yaml",
        ])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The program prints the same: with what is too old as unknown all that it prints without it.
fn check_run(case: &Case) -> Result<(), TestCaseError> {
    let dated = Dated::new(case);
    let too_old = dated.too_old();
    let folder = tempfile::tempdir().expect("a folder");
    let inside = |name: &str| folder.path().join(name);
    for name in ["set", "whole", "without"] {
        fs::create_dir(inside(name)).expect("a folder");
    }
    for (number, file) in dated.files().iter().enumerate() {
        fs::write(inside(&format!("set/{number}.toml")), file).expect("a file");
    }
    fs::write(inside("whole/profile.yaml"), dated.text(&[])).expect("a file");
    fs::write(inside("without/profile.yaml"), dated.text(&too_old)).expect("a file");
    let today = dated.today.to_string();
    let mut unknown = run(&inside("whole"), &["--today", &today, "--stale", "unknown"]);
    let mut warned = run(&inside("whole"), &["--today", &today]);
    let ids: Vec<&str> = too_old
        .iter()
        .map(|&fact| case.model.facts[fact].id)
        .collect();
    for (printed, taken) in [(&unknown, true), (&warned, false)] {
        let stale = printed["stale"].as_array().expect("a list");
        let facts = stale
            .iter()
            .map(|fact| fact["fact"].as_str().expect("an id"));
        prop_assert!(facts.eq(ids.iter().copied()), "{stale:?}");
        prop_assert!(stale.iter().all(|fact| fact["taken_as_unknown"] == taken));
    }
    let mut without = run(&inside("without"), &[]);
    let mut plain = run(&inside("whole"), &[]);
    for printed in [&mut unknown, &mut warned, &mut without, &mut plain] {
        let printed = printed.as_object_mut().expect("an object");
        printed.retain(|name, _| name != "stale" && name != "findings");
    }
    prop_assert_eq!(unknown, without, "on {}:\n{}", &today, dated.text(&[]));
    prop_assert_eq!(warned, plain);
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn what_is_too_old_is_named_and_taken_as_unknown(case in cases()) {
        check_stale(&case)?;
    }
}

proptest! {
    // Each case starts the program four times.
    #![proptest_config(Config { cases: crate::config().cases / 16, ..crate::config() })]

    #[test]
    fn what_is_too_old_prints_as_unknown(case in cases()) {
        check_run(&case)?;
    }
}

/// The random days are worth something: facts are on their last day, a few days older, years older, and without a date.
#[test]
fn facts_are_of_every_age() {
    let mut seen = [0; 6];
    for case in same_cases(cases(), 256) {
        let ages = check_stale(&case).expect("checked above");
        let limits = Dated::new(&case).limits;
        for (age, limit) in ages.into_iter().zip(limits) {
            let kind = match age {
                Age::Timeless => 0,
                Age::Undated => 1,
                Age::Good { last_day: false } => 2,
                Age::Good { last_day: true } => 3,
                Age::Stale { months } if Some(months) == limit => 4,
                Age::Stale { .. } => 5,
            };
            seen[kind] += 1;
        }
    }
    assert!(seen.iter().all(|times| *times > 20), "{seen:?}");
}
