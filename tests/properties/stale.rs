//! Statements that are too old for a day: exactly those are named, and taken as unknown where that is asked for.

use crate::generate::model::{Model, Statement};
use crate::generate::{Case, cases, print};
use crate::reference::calendar::Day;
use crate::subject::{load_files, refused};
use maturity::assess::assess;
use maturity::finding::{Code, Finding, SourceText};
use maturity::profile::date::Date;
use maturity::profile::{Answers, Options, Today, resolve};
use maturity::rubric::RubricSet;
use maturity::source::yaml;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A profile that is read on a day.
struct Dated<'c> {
    case: &'c Case,
    today: Day,
    /// For each fact after how many months it is out of date, if ever.
    limits: Vec<Option<u32>>,
    /// For each fact the day of what is said about it, if that is written.
    days: Vec<Option<Day>>,
    /// The day of all others, if one is written.
    whole: Option<Day>,
    /// The order in which the facts are written.
    order: Vec<usize>,
}

/// What is so of a fact on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    /// Nothing is said of it, or it never goes out of date.
    Timeless,
    Undated,
    /// It still holds, on its last day too.
    Good {
        last_day: bool,
    },
    /// It is this many months old.
    Stale {
        months: u32,
    },
}

impl<'c> Dated<'c> {
    fn new(case: &'c Case) -> Self {
        let choice = |place: usize| u32::from(case.choices[place % case.choices.len()]);
        let years = [2024, 2025, 2026, 2023, 2000, 1900, 2100];
        let days = [31, 28, 1, 30, 29, 15, 27, 2];
        let today = Day::within(
            years[choice(0) as usize % years.len()],
            1 + choice(1) % 12,
            days[choice(2) as usize % days.len()],
        );
        let facts = 0..case.model.facts.len();
        let limit = |fact: usize| {
            const MONTHS: [u32; 8] = [1, 3, 1, 2, 12, 6, 48, 120];
            (choice(10 + fact) % 4 > 0).then_some(MONTHS[choice(20 + fact) as usize % 8])
        };
        let limits: Vec<Option<u32>> = facts.clone().map(limit).collect();
        let around = |limit: Option<u32>, when: u32| {
            let months = match when % 8 {
                0..=4 => i64::from(limit.unwrap_or(1)),
                5 => 0,
                6 => i64::from(when / 8),
                _ => -i64::from(when % 3),
            };
            day_before(today, months, i64::from(when / 8 % 9) - 4)
        };
        let day = |fact: usize| {
            (choice(30 + fact) % 4 > 0).then(|| around(limits[fact], choice(40 + fact)))
        };
        let mut order: Vec<usize> = facts.clone().collect();
        order.sort_by_key(|fact| choice(50 + fact));
        Self {
            case,
            today,
            days: facts.map(day).collect(),
            whole: (choice(3) % 2 == 1).then(|| around(limits[0], choice(4))),
            limits,
            order,
        }
    }

    fn model(&self) -> &Model {
        &self.case.model
    }

    fn files(&self) -> Vec<String> {
        let mut files = print::files(self.model());
        for (fact, limit) in self.model().facts.iter().zip(&self.limits) {
            if let Some(months) = limit {
                let header = format!("[facts.\"{}\"]\n", fact.id);
                let limited = format!("{header}stale_after_months = {months}\n");
                files[1] = files[1].replace(&header, &limited);
            }
        }
        files
    }

    /// The profile without some of its facts.
    fn text(&self, without: &[usize]) -> String {
        let show = |fact: usize| {
            let statement = &self.case.profile[fact];
            let shown = print::statement(self.model(), fact, statement);
            let shown = shown.filter(|_| !without.contains(&fact))?;
            Some(match (self.days[fact], shown.strip_prefix("{ ")) {
                (None, _) => shown,
                (Some(day), Some(rest)) => format!("{{ as_of: {day}, {rest}"),
                (Some(day), None) => format!("{{ value: {shown}, as_of: {day} }}"),
            })
        };
        let facts = print::profile_of(self.model(), &self.order, show);
        match (self.whole, &*facts) {
            (None, _) => facts,
            (Some(day), "{}\n") => format!("profile:\n  as_of: {day}\n"),
            (Some(day), _) => format!("profile:\n  as_of: {day}\n{facts}"),
        }
    }

    fn age(&self, fact: usize) -> Age {
        let said = !matches!(self.case.profile[fact], Statement::Unknown(_));
        let (Some(limit), true) = (self.limits[fact], said) else {
            return Age::Timeless;
        };
        let Some(day) = self.days[fact].or(self.whole) else {
            return Age::Undated;
        };
        let (months, on_the_day) = day.months_until(self.today).unwrap_or((0, false));
        let last_day = months == limit && on_the_day;
        if months < limit || last_day {
            return Age::Good { last_day };
        }
        Age::Stale { months }
    }

    /// The facts that the file mentions, in its order.
    fn written(&self) -> Vec<usize> {
        let mentioned = |fact: &usize| {
            let statement = &self.case.profile[*fact];
            print::statement(self.model(), *fact, statement).is_some()
        };
        let order: Vec<usize> = self.order.iter().copied().filter(mentioned).collect();
        let id = |fact: usize| self.model().facts[fact].id;
        let section = |fact: usize| id(fact).split_once('.').map(|(section, _)| section);
        let first = |fact: usize| {
            order
                .iter()
                .position(|&other| section(other) == section(fact))
        };
        let mut written = order.clone();
        written.sort_by_key(|&fact| first(fact));
        written
    }
}

/// A day some months before another, and some days from there, but within that month.
fn day_before(day: Day, months: i64, days: i64) -> Day {
    let month = i64::from(day.year * 12 + day.month - 1) - months;
    let number = |number: i64| u32::try_from(number).expect("after the year 0");
    Day::within(
        number(month / 12),
        number(month % 12) + 1,
        number((i64::from(day.day) + days).max(1)),
    )
}

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
    let ages: Vec<Age> = (0..case.model.facts.len())
        .map(|fact| dated.age(fact))
        .collect();
    let too_old = |fact: &usize| matches!(ages[*fact], Age::Stale { .. });
    let too_old: Vec<usize> = written.iter().copied().filter(too_old).collect();
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
    let too_old = |fact: &usize| matches!(dated.age(*fact), Age::Stale { .. });
    let too_old: Vec<usize> = dated.written().into_iter().filter(too_old).collect();
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
    let mut runner = TestRunner::deterministic();
    let mut seen = [0; 6];
    for _ in 0..256 {
        let case = cases().new_tree(&mut runner).expect("no filter").current();
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
