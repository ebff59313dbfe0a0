//! JSON, JSON Lines and YAML: they hold the same value, it is valid under the schema of its set, its figures follow from
//! each other, and what is written there of facts reads back.

use super::judge::{complaints, validator};
use super::{element, folder, formulas, profile, reported, score, written};
use crate::generate::{Case, cases, print, statement};
use crate::listed::restated;
use crate::same_cases;
use crate::subject::{answer_text, refused};
use maturity::assess::{Assessment, assess};
use maturity::finding::SourceText;
use maturity::present::report::Element;
use maturity::present::{json, schema, yaml};
use maturity::rubric::indexes;
use maturity::source::yaml::read;
use maturity::value::{Node, Value as Said};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use serde::Deserialize as _;
use serde_json::{Map, Value};
use std::fs;
use std::process::Command;

/// A value of YAML by our own reader, which takes no word for another thing than it is.
fn value(node: &Node<'_>) -> Value {
    match &node.value {
        Said::List(items) => items.iter().map(value).collect(),
        Said::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, item)| (key.text.clone().into_owned(), value(item)));
            entries.collect::<Map<String, Value>>().into()
        }
        Said::Scalar { text, .. } => {
            let number = node
                .plain()
                .and_then(|text| serde_json::from_str(text).ok());
            let number = number.map(Value::Number);
            let boolean = node.boolean().map(Value::Bool);
            let null = node.is_null().then_some(Value::Null);
            let other = number.or(boolean).or(null);
            other.unwrap_or_else(|| Value::String(text.clone().into_owned()))
        }
    }
}

/// The documents of a stream, by two readers.
fn documents(text: &str) -> Result<[Vec<Value>; 2], TestCaseError> {
    let source = SourceText::new("report.yaml", text);
    let ours = read(&source).map_err(|findings| refused(&findings))?;
    let theirs = serde_yaml::Deserializer::from_str(text).map(Value::deserialize);
    let theirs: Result<Vec<Value>, _> = theirs.collect();
    let theirs = theirs.map_err(|error| TestCaseError::fail(format!("{error} in {text}")))?;
    Ok([ours.iter().map(value).collect(), theirs])
}

/// Elements in the three formats are what they are as JSON.
fn check_alike(elements: &[Element<'_>], values: &[Value]) -> Result<(), TestCaseError> {
    let (mut lines, mut stream) = (Vec::new(), Vec::new());
    json::jsonl(elements, &mut lines).expect("into memory");
    yaml::yaml(elements, &mut stream).expect("into memory");
    let texts = [lines, stream].map(|text| String::from_utf8(text).expect("UTF-8"));
    check_texts(values, &texts[0], &texts[1])
}

fn check_texts(values: &[Value], lines: &str, stream: &str) -> Result<(), TestCaseError> {
    let lines: Result<Vec<Value>, _> = lines.lines().map(serde_json::from_str).collect();
    prop_assert_eq!(lines.expect("JSON on each line"), values);
    for documents in documents(stream)? {
        prop_assert_eq!(documents, values, "{}", stream);
    }
    Ok(())
}

/// How many figures the formulas had something to say of.
#[derive(Default)]
struct Counts {
    known: usize,
    open: usize,
    capped: usize,
    hanging: usize,
    rests: usize,
    several: usize,
    questions: usize,
}

fn check_formulas(report: &Value, said: &mut Counts) {
    said.known += formulas::known_dimensions(report);
    said.open += formulas::open_dimensions(report);
    said.capped += formulas::rubrics(report);
    said.hanging += formulas::ranges(report);
    said.rests += formulas::costs(report);
    said.several += usize::from(formulas::shares(report) > 1);
    said.questions += formulas::questions(report);
    formulas::estimates_lie_in_their_ranges(report);
    formulas::worst_dimensions(report);
    formulas::effective_weights(report);
    formulas::coverage(report);
}

fn check_report(case: &Case) -> Result<(), TestCaseError> {
    reported(case, |of| {
        let judge = validator(&schema::report(of.set));
        let (element, value) = element(of.report);
        let complaints = complaints(&judge, &value);
        prop_assert!(complaints.is_empty(), "{:#?} in {}", complaints, value);
        check_formulas(&value, &mut Counts::default());
        let elements = [element];
        prop_assert_eq!(
            &written(&elements, false),
            &Value::Array(vec![value.clone()])
        );
        check_alike(&elements, &[value])
    })
}

/// A profile with other values for some of its facts.
fn with_values(profile: &str, values: &Map<String, Value>) -> String {
    let mut profile: Value = serde_yaml::from_str(profile).expect("YAML");
    for (fact, value) in values {
        let (section, key) = fact.split_once('.').expect("a section");
        profile[section][key] = value.clone();
    }
    profile.to_string()
}

/// Who takes over a witness comes to what it witnesses, and who takes over what is said of the facts of a criterion
/// says the same. Says how many witnesses have a value, and how many facts are half-known.
fn check_values(case: &Case) -> Result<(usize, usize), TestCaseError> {
    let text = profile(case);
    let value = reported(case, |of| Ok(element(of.report).1))?;
    reported(case, |of| {
        let mut counts = (0, 0);
        for possible in formulas::list(&value["recommendation"], "possible") {
            let Some(witness) = possible["witness"].as_object() else {
                continue;
            };
            counts.0 += usize::from(!witness.is_empty());
            let taken = with_values(&text, witness);
            let assessment: Assessment =
                answer_text(of.set, &taken, |answers| assess(of.set, answers))?;
            prop_assert!(assessment.settled(), "{}", taken);
            let leading = &of.set.recommendations[usize::from(assessment.leading())];
            prop_assert_eq!(&*leading.id, formulas::text(possible, "id"), "{}", taken);
        }
        let rubrics = formulas::list(&value, "scores").iter();
        let criteria = rubrics.flat_map(formulas::criteria);
        for facts in criteria.filter_map(|criterion| criterion["facts"].as_object()) {
            let taken = with_values("{}", facts);
            answer_text(of.set, &taken, |answers| {
                for (id, stated) in facts {
                    let fact = &of.set.facts[of.set.fact(id).expect("known")];
                    let own = indexes(&fact.variables);
                    prop_assert_eq!(&answers.cells[own.clone()], &of.answers.cells[own]);
                    counts.1 += usize::from(stated.is_object());
                }
                Ok(())
            })??;
        }
        Ok(counts)
    })
}

/// What a run is asked for besides.
fn flags(case: &Case) -> Vec<String> {
    let (model, choices) = (&case.model, &case.choices);
    if choices[50].is_multiple_of(5) {
        return vec!["--audience".to_owned(), "customer".to_owned()];
    }
    let mut flags = Vec::new();
    for (choice, flag) in choices[50..].iter().zip(["--trace", "--deciding"]) {
        flags.extend((choice % 2 == 1).then(|| flag.to_owned()));
    }
    if choices[52] % 2 == 1 {
        let id = model.recommendations[usize::from(choices[52] / 2) % model.recommendations.len()];
        flags.extend(["--plan-to".to_owned(), id.to_owned()]);
    }
    let fact = usize::from(choices[53]) % model.facts.len();
    let said = statement(&model.facts[fact], &choices[54..]);
    if let Some(said) = print::statement(model, fact, &said) {
        flags.extend([
            "--set".to_owned(),
            format!("{}={said}", model.facts[fact].id),
        ]);
    }
    flags
}

/// The program prints the same in the three formats, whatever is asked for, and as its own schema says. Says whether it
/// printed one report, several of which one is bad, or those that a baseline leaves.
fn check_printed(case: &Case) -> Result<usize, TestCaseError> {
    let folder = folder(case);
    let path = folder.path();
    fs::write(path.join("profile.yaml"), profile(case)).expect("a file");
    let mut flags = flags(case);
    let kind = usize::from(case.choices[49]) % 3;
    let mut inputs = vec!["profile.yaml"];
    if kind > 0 {
        let other = restated(case);
        fs::write(path.join("other.yaml"), profile(&other)).expect("a file");
        fs::write(path.join("bad.yaml"), "profile: { id: [] }\nnowhere: 1\n").expect("a file");
        inputs.extend(["bad.yaml", "other.yaml"]);
        if kind == 2 && flags.first().is_none_or(|flag| flag != "--audience") {
            let before = score(
                path,
                &[
                    "--format",
                    "jsonl",
                    "--output",
                    "before.jsonl",
                    "other.yaml",
                ],
            );
            prop_assert!(before.status.success(), "{before:?}");
            flags.extend(["--baseline", "before.jsonl"].map(str::to_owned));
        }
    }
    let printed = |format: &str| {
        let flags = flags.iter().map(String::as_str);
        let arguments: Vec<&str> = ["--format", format].into_iter().chain(flags).collect();
        let output = score(path, &[&*arguments, &inputs].concat());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let text = printed("json");
    let document: Value = serde_json::from_str(&text)
        .map_err(|error| TestCaseError::fail(format!("{error} in {text} with {flags:?}")))?;
    prop_assert_eq!(document.is_object(), kind == 0, "{}", document);
    let elements = match document.clone() {
        Value::Array(elements) => elements,
        one => vec![one],
    };
    check_texts(&elements, &printed("jsonl"), &printed("yaml"))?;
    let schema = Command::new(env!("CARGO_BIN_EXE_maturity"))
        .args(["schema", "report", "--rubrics", "set"])
        .current_dir(path)
        .output()
        .expect("it runs");
    let judge = validator(&serde_json::from_slice(&schema.stdout).expect("JSON"));
    let complaints = complaints(&judge, &document);
    prop_assert!(complaints.is_empty(), "{:#?} in {}", complaints, document);
    for report in elements
        .iter()
        .filter(|one| one.get("recommendation").is_some())
    {
        check_formulas(report, &mut Counts::default());
    }
    Ok(kind)
}

proptest! {
    // A schema takes as long to be read as all the rest.
    #![proptest_config(Config { cases: crate::config().cases / 2, ..crate::config() })]

    #[test]
    fn a_report_is_as_its_schema_and_its_formulas_say(case in cases()) {
        check_report(&case)?;
    }
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn what_a_report_says_of_facts_reads_back(case in cases()) {
        check_values(&case)?;
    }
}

proptest! {
    // Each case starts the program four or five times.
    #![proptest_config(Config { cases: crate::config().cases / 16, ..crate::config() })]

    #[test]
    fn three_formats_are_printed_alike(case in cases()) {
        check_printed(&case)?;
    }
}

/// One report is printed, several are, and those that a baseline leaves.
#[test]
fn reports_are_printed_in_every_way() {
    let mut seen = [0; 3];
    for case in same_cases(cases(), 16) {
        seen[check_printed(&case).expect("checked above")] += 1;
    }
    assert!(seen.iter().all(|times| *times > 2), "{seen:?}");
}

/// The random reports are worth something: the formulas have figures to speak of, and there are values to take over.
#[test]
fn reports_have_something_to_recompute() {
    let mut counts = Counts::default();
    let mut values = (0, 0);
    for case in same_cases(cases(), 256) {
        let report = reported(&case, |of| Ok(element(of.report).1));
        check_formulas(&report.expect("checked above"), &mut counts);
        let found = check_values(&case).expect("checked above");
        values = (values.0 + found.0, values.1 + found.1);
    }
    let found = [
        (counts.known, 200),
        (counts.open, 500),
        (counts.capped, 25),
        (counts.hanging, 150),
        (counts.rests, 200),
        (counts.several, 40),
        (counts.questions, 70),
        (values.0, 150),
        (values.1, 250),
    ];
    assert!(found.iter().all(|(some, least)| some > least), "{found:?}");
}
