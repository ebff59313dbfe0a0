//! Reports in every format: the JSON is as its schema and its formulas say, and the other formats hold its figures.
//!
//! [`data`] is about JSON, JSON Lines and YAML, [`pages`] about HTML and SVG of one profile, [`many`] about HTML of several,
//! [`rows`] about columns, [`texts`] about Markdown and [`screens`] about the terminal.

mod data;
#[path = "../../figures/formulas.rs"]
mod formulas;
#[path = "../../schemas/judge.rs"]
mod judge;
mod many;
mod pages;
#[path = "../../html/places.rs"]
mod places;
mod rows;
mod screens;
mod texts;

use crate::generate::{Case, print};
use crate::subject::{answer_text, load_files};
use maturity::assess::trace::trace;
use maturity::assess::{assess, plan};
use maturity::present::plan::{Subject, change};
use maturity::present::report::{Element, ProfileName, Report, report};
use maturity::present::{json, trace::trace_text};
use maturity::profile::Answers;
use maturity::rubric::RubricSet;
use proptest::test_runner::TestCaseError;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What a profile may be called: what a format might take for something else.
const IDS: [&str; 10] = [
    "p-1",
    "yes",
    "1e3",
    "0x1f",
    "~",
    "- a: b # c",
    "=1+1",
    "a\\\"b'c,d;e\\n|f",
    "<b>&amp;</b> 甲",
    "",
];

/// A case's profile, which may also say what it is called.
fn profile(case: &Case) -> String {
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let facts = print::profile(&case.model, &case.profile, &order);
    let choice = usize::from(case.choices[60]);
    if choice.is_multiple_of(3) {
        return facts;
    }
    let id = IDS[choice / 3 % IDS.len()];
    let facts = if facts == "{}\n" { "" } else { &facts };
    format!("profile: {{ id: \"{id}\", as_of: 2026-11-03, prepared_by: \"{id}\" }}\n{facts}")
}

fn name(answers: &Answers<'_>) -> ProfileName {
    ProfileName {
        path: "profile.yaml".to_owned(),
        index: 0,
        id: answers.about.id.as_deref().map(str::to_owned),
        name: None,
    }
}

/// What is reported of a case.
struct Reported<'a> {
    set: &'a RubricSet,
    answers: &'a Answers<'a>,
    report: Report<'a>,
}

/// Has the crate report on a case, sometimes with a trace and a plan, and does something with what it says.
fn reported<T>(
    case: &Case,
    then: impl FnOnce(Reported<'_>) -> Result<T, TestCaseError>,
) -> Result<T, TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    answer_text(&set, &profile(case), |answers| {
        let mut assessment = assess(&set, answers);
        if case.choices[61] % 2 == 1 {
            assessment.find_deciding(&set, answers);
        }
        let mut report = report(&set, name(answers), answers, &assessment, &[]);
        if case.choices[61] % 4 > 1 {
            let found = trace(&set, &answers.cells, &assessment);
            report.trace = Some(trace_text(&set, answers, &found));
        }
        if case.choices[62] % 4 == 1 {
            let targets = set.recommendations.len();
            let target = usize::from(case.choices[62] / 4) % targets;
            let target = u16::try_from(target).expect("few");
            let weights = assessment.fact_weights(&set);
            let planned = plan::plan(&set, answers, target, &weights, 3);
            let of = Subject {
                set: &set,
                answers,
                assessment: &assessment,
            };
            report.plan = Some(change(of, target, &planned));
        }
        then(Reported {
            set: &set,
            answers,
            report,
        })
    })?
}

/// Elements as JSON, as the program writes it.
fn written(elements: &[Element<'_>], single: bool) -> Value {
    let mut text = Vec::new();
    json::json(elements, single, &mut text).expect("into memory");
    serde_json::from_slice(&text).expect("JSON")
}

/// A report, to be written, and what is written of it as JSON.
fn element(report: Report<'_>) -> (Element<'_>, Value) {
    let element = Element::Good(Box::new(report));
    let value = written(std::slice::from_ref(&element), true);
    (element, value)
}

/// A folder with the set of a case, `set`.
fn folder(case: &Case) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("set")).expect("a folder");
    for (number, text) in print::files(&case.model).iter().enumerate() {
        fs::write(folder.path().join(format!("set/{number}.toml")), text).expect("a file");
    }
    folder
}

/// Scores in a folder with the set there.
fn score(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_maturity"))
        .env_remove("MATURITY_RUBRICS")
        .args(["score", "--quiet", "--rubrics", "set"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it runs")
}
