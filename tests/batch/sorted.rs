//! `--sort` and `--top`, by definition: rows in the order of what a column shows, those that show nothing at the end.

use crate::alike::prospect;
use crate::folder::{Folder, Ran};
use crate::prospect::forms;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use std::cmp::Ordering;

/// Columns of every kind.
const SORTED: [&str; 9] = [
    "fit",
    "risk.high",
    "share",
    "name",
    "index",
    "settled",
    "next_question",
    "goal.driver",
    "company.staff",
];

/// The rows of a run.
fn rows(run: &Ran) -> Vec<Value> {
    let lines = run.out.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// What a row is sorted by; none where it shows nothing that has a place.
fn key(row: &Value, column: &str) -> Option<Value> {
    let value = row.get(column)?;
    match (column, value) {
        // Options stand in the set's order, numbers within bounds at the lower one.
        ("goal.driver", Value::String(text)) => {
            let order = ["cost", "growth", "fashion"];
            order.iter().position(|one| one == text).map(Value::from)
        }
        (_, Value::Object(parts)) => {
            let bound = parts.get("at_least").or_else(|| parts.get("at_most"));
            bound.filter(|bound| bound.is_number()).cloned()
        }
        (_, Value::String(text)) if text == "n/a" => None,
        (_, Value::Null) => None,
        (_, value) => Some(value.clone()),
    }
}

fn by_value(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (a, b) => {
            let number = |value: &Value| value.as_f64().expect("a number");
            number(a).total_cmp(&number(b))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    })]

    /// Those that are equal stay in the order of the input, falling too, and bad ones are equal to those that show
    /// nothing.
    #[test]
    fn sorting_is_stable_with_nothing_at_the_end(
        prospects in vec(prospect(), 1..8),
        form in any::<Index>(),
        column in select(&SORTED[..]),
        falling in any::<bool>(),
        jobs in 1..4_u8,
        top in 1..18_usize,
    ) {
        let folder = Folder::new();
        let forms = forms(&prospects);
        let (name, text) = form.get(&forms);
        folder.write(name, text);
        // The same ones again, so that many are equal.
        folder.write("again.jsonl", &forms[4].1);
        let fields = if column == "index" { "path,index".to_owned() } else { format!("path,index,{column}") };
        let run = |more: &[&str]| {
            let always = [*name, "again.jsonl", "--quiet", "--format", "jsonl", "--fields", &fields];
            rows(&folder.score(&[&always[..], more].concat()))
        };
        let plain = run(&[]);
        prop_assert_eq!(plain.len(), 2 * prospects.len());
        let mut expected: Vec<&Value> = plain.iter().collect();
        expected.sort_by(|a, b| match (key(a, column), key(b, column)) {
            (None, None) => Ordering::Equal,
            (None, _) => Ordering::Greater,
            (_, None) => Ordering::Less,
            (Some(a), Some(b)) if falling => by_value(&b, &a),
            (Some(a), Some(b)) => by_value(&a, &b),
        });
        let sort = if falling { format!("{column}:desc") } else { column.to_owned() };
        let (jobs, most) = (jobs.to_string(), top.to_string());
        let sorted = run(&["--sort", &sort, "--jobs", &jobs]);
        prop_assert_eq!(sorted.iter().collect::<Vec<_>>(), expected, "{}", sort);
        let first = run(&["--sort", &sort, "--jobs", &jobs, "--top", &most]);
        prop_assert_eq!(&first[..], &sorted[..top.min(sorted.len())], "{}", sort);
        prop_assert_eq!(&run(&["--top", &most])[..], &plain[..top.min(plain.len())]);
    }
}
