//! Rows: every column holds what the JSON of the report holds there, in CSV, in JSON and in JSON Lines, alone and beside
//! others; and what a table says of facts is a table of profiles.

use super::formulas::{criteria, list, text};
use super::{element, folder, profile, reported, score};
use crate::generate::model::Model;
use crate::generate::{Case, cases};
use crate::listed::restated;
use crate::same_cases;
use maturity::assess::survey::{Depth, Survey, survey};
use maturity::present::csv;
use maturity::present::fields::{Field, Flat, Subject, names};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The columns that are no parts of a set, as the README lists them.
const NAMED: [&str; 25] = [
    "path",
    "index",
    "id",
    "name",
    "as_of",
    "prepared_by",
    "rubric_set",
    "digest",
    "findings",
    "recommendation",
    "title",
    "settled",
    "exact",
    "share",
    "share_error",
    "clearly",
    "possible",
    "rule",
    "because",
    "next_question",
    "coverage",
    "possible_bound",
    "recommendation_bound",
    "settled_bound",
    "since",
];

/// Every column of a set.
fn columns(model: &Model) -> Vec<String> {
    let mut all = NAMED.map(str::to_owned).to_vec();
    let ends = ["", ".low", ".high", ".rating", ".worst"];
    let mut add = |id: &str, ends: &[&str]| {
        all.extend(ends.iter().map(|end| format!("{id}{end}")));
    };
    for rubric in &model.rubrics {
        add(rubric.id, &ends);
    }
    for dimension in 0..model.dimensions.len() {
        add(&model.dimension_id(dimension), &ends[..4]);
    }
    for gate in 0..model.gates.len() {
        add(&model.gate_id(gate), &ends[..1]);
    }
    for fact in &model.facts {
        add(fact.id, &ends[..1]);
    }
    all
}

/// Something with this id in a list.
fn with_id<'v>(items: impl IntoIterator<Item = &'v Value>, id: &str) -> Option<&'v Value> {
    items.into_iter().find(|one| one["id"] == id)
}

/// What a column shows of a report; none where the JSON has no such thing.
fn expected(report: &Value, column: &str) -> Option<Value> {
    let proposal = &report["recommendation"];
    let found = match column {
        "path" | "index" | "id" | "name" => report["profile"][column].clone(),
        "rubric_set" => {
            let set = &report["rubric_set"];
            json!(format!("{} {}", text(set, "id"), text(set, "version")))
        }
        "digest" => report["rubric_set"]["digest"].clone(),
        "findings" => json!(list(report, "findings").len()),
        "since" => Value::Null,
        "coverage" => report["coverage"].clone(),
        "recommendation" => proposal["id"].clone(),
        "title" | "settled" | "exact" | "share_error" | "clearly" | "rule" | "because" => {
            proposal[column].clone()
        }
        "share" => proposal["possible"][0]["share"].clone(),
        "possible" => {
            let possible = list(proposal, "possible").iter();
            possible.map(|one| one["id"].clone()).collect()
        }
        "next_question" => report["next_questions"][0]["fact"].clone(),
        column => {
            let rubrics = list(report, "scores");
            let dimensions = rubrics.iter().flat_map(|one| list(one, "dimensions"));
            let scores: Vec<&Value> = rubrics.iter().chain(dimensions).collect();
            let (id, key) = match column.rsplit_once('.') {
                Some((id, "worst")) => (id, "worst_dimension"),
                Some((id, key @ ("low" | "high" | "rating"))) => (id, key),
                _ => (column, "estimate"),
            };
            let score = with_id(scores, id).map(|score| score[key].clone());
            let gate = || with_id(list(report, "gates"), column).map(|gate| gate["state"].clone());
            let fact = || {
                let mut criteria = rubrics.iter().flat_map(criteria);
                criteria.find_map(|criterion| criterion["facts"].get(column).cloned())
            };
            return score.or_else(gate).or_else(fact);
        }
    };
    Some(found)
}

/// What a cell of a table shows of a value.
fn check_cell(column: &str, cell: &str, value: &Value) -> Result<(), TestCaseError> {
    let is_it = match value {
        Value::Null => cell.is_empty(),
        Value::Bool(value) => cell == value.to_string(),
        // No spreadsheet takes a text for a formula.
        Value::String(text) => cell == text || cell.strip_prefix('\'') == Some(text),
        Value::Number(number) => {
            let found = cell.parse::<f64>().ok();
            found.is_some() && found == number.as_f64()
        }
        Value::Array(items) if items.is_empty() => cell == "[]",
        Value::Array(items) => cell
            .split(';')
            .map(Some)
            .eq(items.iter().map(Value::as_str)),
        Value::Object(_) => serde_json::from_str(cell).ok().as_ref() == Some(value),
    };
    prop_assert!(is_it, "{} is {:?}, not {}", column, cell, value);
    Ok(())
}

/// The rows of a table below its header.
fn table(text: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = ::csv::Reader::from_reader(text);
    let cells = |record: &::csv::StringRecord| record.iter().map(str::to_owned).collect();
    let header = cells(reader.headers().expect("a header"));
    let rows = reader.records().map(|row| cells(&row.expect("a row")));
    (header, rows.collect())
}

/// What three-valued evaluation alone leaves is never less than what is possible.
fn check_bounds(row: &Value, report: &Value) -> Result<(), TestCaseError> {
    let ids = |value: &Value| -> Vec<String> {
        let items = value.as_array().into_iter().flatten();
        items
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect()
    };
    let bound = ids(&row["possible_bound"]);
    for possible in list(&report["recommendation"], "possible") {
        let id = text(possible, "id");
        prop_assert!(bound.iter().any(|one| one == id), "{} of {:?}", id, bound);
    }
    let only = if let [only] = bound.as_slice() {
        json!(only)
    } else {
        Value::Null
    };
    prop_assert_eq!(&row["settled_bound"], &json!(!only.is_null()));
    prop_assert_eq!(&row["recommendation_bound"], &only);
    Ok(())
}

/// Every column of a row, as JSON and as CSV. How many of them the JSON has something of.
fn check_row(case: &Case) -> Result<usize, TestCaseError> {
    reported(case, |of| {
        let columns = columns(&case.model);
        prop_assert!(names().all(|name| NAMED.contains(&name)));
        let fields = columns.iter().map(|name| Field::named(of.set, name));
        let fields: Option<Vec<Field>> = fields.collect();
        let fields = fields.expect("every column is known");
        let mut found = Survey::new(of.set);
        survey(of.set, &of.answers.cells, Depth::Questions, &mut found);
        let subject = Subject {
            set: of.set,
            path: &of.report.profile.path,
            index: 0,
            id: of.answers.about.id.as_deref(),
            name: None,
            survey: &found,
            answers: Some(of.answers),
            findings: 0,
            since: None,
        };
        let mut text = csv::header(&fields);
        csv::row(&fields, &subject, &mut text);
        let flat = serde_json::to_value(Flat(&fields, subject)).expect("JSON");
        let about = &of.answers.about;
        let said = [("as_of", &about.as_of), ("prepared_by", &about.prepared_by)];
        let (_, report) = element(of.report);
        let (header, rows) = table(&text);
        prop_assert_eq!(&header, &columns);
        prop_assert_eq!(rows.len(), 1);
        let mut compared = 0;
        for (column, cell) in columns.iter().zip(&rows[0]) {
            let value = &flat[column];
            check_cell(column, cell, value)?;
            // A score always shows one decimal.
            let is_fact = case.model.facts.iter().any(|fact| fact.id == column);
            if value.is_number() && !is_fact && !NAMED.contains(&&**column) {
                prop_assert_eq!(cell, &format!("{:.1}", value.as_f64().unwrap_or(0.0)));
            }
            let wanted = said.iter().find(|(name, _)| name == column);
            let wanted = wanted.map(|(_, said)| json!(said.as_deref()));
            if let Some(wanted) = wanted.or_else(|| expected(&report, column)) {
                prop_assert_eq!(value, &wanted, "{}", column);
                compared += usize::from(!wanted.is_null());
            }
        }
        check_bounds(&flat, &report)?;
        Ok(compared)
    })
}

/// What the program prints of some inputs.
fn printed(folder: &Path, inputs: &[&str], arguments: &[&str]) -> String {
    let output = score(folder, &[arguments, inputs].concat());
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Some columns, in another order for each case; nothing is computed that no column shows.
fn some_columns(case: &Case) -> Vec<String> {
    let all = columns(&case.model).into_iter();
    let mut some: Vec<(u8, String)> = all
        .zip(case.choices.iter().cycle())
        .map(|(name, choice)| (*choice, name))
        .collect();
    some.sort();
    let keep = 1 + usize::from(case.choices[48]) % 8;
    some.into_iter().map(|(_, name)| name).take(keep).collect()
}

/// Rows of two profiles and a bad one, as the program prints them.
fn check_printed(case: &Case) -> Result<(), TestCaseError> {
    let folder = folder(case);
    let path = folder.path();
    let inputs = ["profile.yaml", "bad.yaml", "other.yaml"];
    let bad = "profile: { id: p-9 }\nnowhere: 1\n".to_owned();
    let texts = [profile(case), bad, profile(&restated(case))];
    for (name, text) in inputs.iter().zip(texts) {
        fs::write(path.join(name), text).expect("a file");
    }
    let reports = printed(path, &inputs, &["--format", "json"]);
    let reports: Vec<Value> = serde_json::from_str(&reports).expect("JSON");
    let columns = some_columns(case);
    let fields = columns.join(",");
    let rows = |format: &str| printed(path, &inputs, &["--fields", &fields, "--format", format]);
    let flat: Vec<Value> = serde_json::from_str(&rows("json")).expect("JSON");
    let lines = rows("jsonl");
    let lines: Result<Vec<Value>, _> = lines.lines().map(serde_json::from_str).collect();
    prop_assert_eq!(&lines.expect("JSON on each line"), &flat);
    let (header, cells) = table(rows("csv").as_bytes());
    prop_assert_eq!(&header, &columns);
    prop_assert_eq!((flat.len(), cells.len()), (reports.len(), reports.len()));
    for ((report, flat), cells) in reports.iter().zip(&flat).zip(&cells) {
        let failed = report.get("scores").is_none();
        if failed {
            prop_assert_eq!(flat, report);
        }
        for (column, cell) in columns.iter().zip(cells) {
            let of_failed = ["path", "index", "id", "name", "findings"].contains(&&**column);
            let wanted = if failed && !of_failed {
                Some(Value::Null)
            } else {
                expected(report, column)
            };
            let shown = if failed { None } else { flat.get(column) };
            if let Some(wanted) = shown.or(wanted.as_ref()) {
                check_cell(column, cell, wanted)?;
            }
            if let Some((shown, wanted)) = shown.zip(wanted.as_ref()) {
                prop_assert_eq!(shown, wanted, "{}", column);
            }
        }
    }
    Ok(())
}

/// The facts of two profiles in a table are two profiles.
fn check_table(case: &Case) -> Result<(), TestCaseError> {
    let folder = folder(case);
    let path = folder.path();
    let inputs = ["profile.yaml", "other.yaml"];
    for (name, case) in inputs.iter().zip([case, &restated(case)]) {
        fs::write(path.join(name), profile(case)).expect("a file");
    }
    let facts: Vec<&str> = case.model.facts.iter().map(|fact| fact.id).collect();
    let facts = facts.join(",");
    let arguments = [
        "--fields",
        &facts,
        "--format",
        "csv",
        "--output",
        "facts.csv",
    ];
    let said = printed(path, &inputs, &arguments);
    prop_assert_eq!(said, "");
    let scored = |inputs: &[&str]| -> Vec<Value> {
        let reports = printed(path, inputs, &["--format", "jsonl"]);
        let reports = reports.lines().map(serde_json::from_str);
        let reports: Result<Vec<Value>, _> = reports.collect();
        let mut reports = reports.expect("JSON on each line");
        for report in &mut reports {
            report["profile"].take();
            report["findings"].take();
        }
        reports
    };
    prop_assert_eq!(scored(&["facts.csv"]), scored(&inputs));
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn every_column_holds_what_the_report_holds(case in cases()) {
        check_row(&case)?;
    }
}

proptest! {
    // Each case starts the program three or four times.
    #![proptest_config(Config { cases: crate::config().cases / 16, ..crate::config() })]

    #[test]
    fn rows_are_printed_as_reports_say(case in cases()) {
        check_printed(&case)?;
    }

    #[test]
    fn a_table_of_facts_is_a_table_of_profiles(case in cases()) {
        check_table(&case)?;
    }
}

/// The rows are worth something: the JSON knows nearly all that they hold.
#[test]
fn rows_have_something_to_hold() {
    let mut compared = 0;
    for case in same_cases(cases(), 64) {
        compared += check_row(&case).expect("checked above");
    }
    assert!(compared > 64 * 25, "{compared}");
}
