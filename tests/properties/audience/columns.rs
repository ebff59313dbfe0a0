//! Which columns the customer may have, and the program that gives them.

use super::marked::{marked, profile};
use super::told::{FORMATS, Format, PATH, Read, read};
use crate::generate::model::Model;
use crate::generate::{Case, cases, print};
use crate::reference::hidden::{Hidden, hidden};
use crate::subject::load_files;
use maturity::present::fields::{self, Field};
use maturity::rubric::audience::internal;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use std::fs;
use std::process::Command;

/// The columns that the customer may have: who it is and when, scores of what is shown, facts that nothing of ours reads.
fn columns(model: &Model, hidden: &Hidden) -> Vec<String> {
    let mut columns: Vec<String> = ["name", "as_of", "rubric_set", "digest"]
        .map(str::to_owned)
        .into();
    let ends = |id: &str| ["", ".low", ".high", ".rating"].map(|end| format!("{id}{end}"));
    for (number, rubric) in model
        .rubrics
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.internal)
    {
        columns.extend(ends(rubric.id));
        columns.push(format!("{}.worst", rubric.id));
        let dimensions = model.dimensions_of(number).into_iter();
        columns.extend(dimensions.flat_map(|one| ends(&model.dimension_id(one))));
    }
    let facts = model.facts.iter().zip(&hidden.facts);
    columns.extend(
        facts
            .filter(|(_, hidden)| !**hidden)
            .map(|(fact, _)| fact.id.to_owned()),
    );
    columns
}

/// Every column that there is.
fn all_columns(model: &Model) -> Vec<String> {
    let mut open = model.clone();
    open.rubrics
        .iter_mut()
        .for_each(|rubric| rubric.internal = false);
    let nothing = Hidden {
        facts: vec![false; model.facts.len()],
        criteria: Vec::new(),
    };
    let mut all = columns(&open, &nothing);
    all.extend(fields::names().map(str::to_owned));
    all.extend((0..model.gates.len()).map(|gate| model.gate_id(gate)));
    all
}

/// The usual columns are those that are left of our own, with the same in them; which ones may be picked.
pub(super) fn check_columns(
    read: &Read<'_>,
    model: &Model,
    hidden: &Hidden,
) -> Result<(), TestCaseError> {
    let allowed = columns(model, hidden);
    let own = internal(read.set);
    for name in all_columns(model) {
        let field = Field::named(read.set, &name);
        prop_assert!(field.is_some(), "{name}");
        let may = field.is_some_and(|field| field.is_for_customer(read.set, &own));
        prop_assert_eq!(may, allowed.contains(&name), "{}", name);
    }
    let table = |text: &[u8]| -> Vec<(String, String)> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text);
        let mut lines = reader.records().map(|line| line.expect("a line"));
        let (names, row) = (lines.next().expect("names"), lines.next().expect("a row"));
        let pairs = names.iter().zip(&row);
        pairs
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    };
    let mut expected = table(&read.table(&Field::usual(read.set)));
    expected.retain(|(name, _)| allowed.contains(name));
    let told = read.told(Format::Csv).expect("text");
    prop_assert_eq!(table(told.as_bytes()), expected);
    Ok(())
}

/// The program says what the library says, in a format that is drawn, and refuses just the columns that are ours.
fn check_program(case: &Case) -> Result<(), TestCaseError> {
    let case = marked(case);
    let set = load_files(&print::files(&case.model))?;
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("set")).expect("a folder");
    for (number, file) in print::files(&case.model).iter().enumerate() {
        fs::write(folder.path().join(format!("set/{number}.toml")), file).expect("a file");
    }
    let profile = profile(&case);
    fs::write(folder.path().join(PATH), &profile).expect("a file");
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_maturity"));
        let program = program
            .args([
                "score",
                PATH,
                "--rubrics",
                "set",
                "--audience",
                "customer",
                "--quiet",
            ])
            .args(arguments)
            .env("COLUMNS", "200")
            .env("LC_ALL", "C.UTF-8");
        program
            .current_dir(folder.path())
            .output()
            .expect("it runs")
    };
    let format = FORMATS[usize::from(case.choices[50]) % FORMATS.len()];
    let output = run(format.arguments());
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let expected = read(&set, &profile, |read| Ok(read.told(format)))?;
    prop_assert_eq!(said, expected.unwrap_or_default(), "{:?}", format);
    let all = all_columns(&case.model);
    let name = &all[usize::from(case.choices[51]) % all.len()];
    let output = run(&["--format", "csv", "--fields", name]);
    let allowed = columns(&case.model, &hidden(&case.model)).contains(name);
    prop_assert_eq!(
        output.status.code(),
        Some(if allowed { 0 } else { 2 }),
        "{}",
        name
    );
    prop_assert_eq!(output.stdout.is_empty(), !allowed, "{}", name);
    Ok(())
}

proptest! {
    // Each case starts the program twice.
    #![proptest_config(Config { cases: crate::config().cases / 8, ..crate::config() })]

    #[test]
    fn the_program_tells_the_customer_the_same(case in cases()) {
        check_program(&case)?;
    }
}
