//! Our YAML reader against two others: what they write or read, it must read the same.
//!
//! The reader keeps scalars as text, so a plain scalar is first taken for what YAML's core schema
//! takes it for. Tags, NaN, infinities and keys that are no text are left out: profiles have none.

use maturity::finding::SourceText;
use maturity::source::{shipped, yaml};
use maturity::value::{Node, Value as Ours, integer, number};
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

/// The one document of a text, as another reader would give it.
fn read(text: &str) -> Result<Value, String> {
    let source = SourceText::new("test.yaml", text);
    let documents = yaml::read(&source).map_err(|findings| format!("{findings:?}"))?;
    match documents.as_slice() {
        [document] => Ok(value(document)),
        documents => Err(format!("{} documents", documents.len())),
    }
}

fn value(node: &Node<'_>) -> Value {
    match &node.value {
        Ours::Scalar { text, plain: false } => Value::String(text.to_string()),
        Ours::Scalar { text, plain: true } => plain(node, text),
        Ours::List(items) => Value::Sequence(items.iter().map(value).collect()),
        Ours::Map(entries) => {
            let entry = |(key, node): &(maturity::value::Key<'_>, Node<'_>)| {
                (Value::String(key.text.to_string()), value(node))
            };
            Value::Mapping(entries.iter().map(entry).collect())
        }
    }
}

fn plain(node: &Node<'_>, text: &str) -> Value {
    if node.is_null() {
        Value::Null
    } else if let Some(boolean) = node.boolean() {
        Value::Bool(boolean)
    // To serde's readers what has a point is none, whatever stands behind it.
    } else if let Some(whole) = integer(text).filter(|_| !text.contains('.')) {
        Value::Number(whole.into())
    } else if let Some(decimal) = number(text).filter(|_| !is_padded(text)) {
        Value::Number(decimal.into())
    } else {
        Value::String(text.to_owned())
    }
}

/// `017` is a text to YAML 1.2 readers that also know YAML 1.1's octal numbers.
fn is_padded(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Texts that a writer must quote or escape, beside those that it need not.
fn texts() -> impl Strategy<Value = String> {
    let words = "~ null true No yes on 1 -1.5 1e3 017 0x1f .nan -.inf 1_000 12:30 2026-11-03 - ? !x &x \
                 *x @x `x` %x | > 'a' \"a\" [a] , n/a --- ... << = #a a# a:b 甲：乙 😀 \u{feff} a\\b a\u{7}b";
    let spaced = "|| |a: b|a #b|- a|{a: b}|, | a |\ta|\n|a\nb|a\n\nb\n";
    let tricky: Vec<&str> = words.split(' ').chain(spaced.split('|')).collect();
    let tricky = prop::sample::select(tricky);
    // YAML 1.1, which the writer follows, breaks lines at these; YAML 1.2 does not.
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}'];
    let any = prop_oneof![
        tricky.prop_map(str::to_owned),
        "[ -~]{0,20}",
        "\\PC{0,20}",
        "(\\PC|[\n\t\r]){0,20}",
        "[a-z]{1,5}(\n ?[a-z#:-]{1,5}){1,4}",
    ];
    any.prop_map(move |text| text.replace(breaks, " "))
}

fn numbers() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(|number| Value::Number(number.into())),
        any::<f64>()
            .prop_filter("profiles refuse them", |number| number.is_finite())
            .prop_map(|number| Value::Number(number.into())),
    ]
}

/// Nested documents, as deep as a profile can be.
fn documents() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        2 => numbers(),
        4 => texts().prop_map(Value::String),
    ];
    scalar.prop_recursive(6, 40, 5, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Sequence);
        let map = prop::collection::vec((texts(), inner), 0..5).prop_map(|entries| {
            let entries = entries.into_iter();
            let entries: Mapping = entries
                .map(|(key, value)| (Value::String(key), value))
                .collect();
            Value::Mapping(entries)
        });
        prop_oneof![list, map]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_yaml_writes_is_read_back(document in documents()) {
        let text = serde_yaml::to_string(&document).expect("it can be written");
        prop_assert_eq!(read(&text), Ok(document), "{}", text);
    }

    #[test]
    fn what_serde_json_writes_is_read_back(document in documents()) {
        let text = serde_json::to_string(&document).expect("it can be written");
        prop_assert_eq!(read(&text), Ok(document.clone()), "{}", text);
        let text = serde_json::to_string_pretty(&document).expect("it can be written");
        prop_assert_eq!(read(&text), Ok(document), "{}", text);
    }

    /// Whatever a file holds, reading it ends with values or with findings that have a place.
    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|[\n\t\r:\\-\\[\\]{}#&*!|>'\"%@ ]){0,60}") {
        let source = SourceText::new("test.yaml", &text);
        if let Err(findings) = yaml::read(&source) {
            prop_assert!(!findings.is_empty());
            prop_assert!(findings.iter().all(|finding| finding.place.is_some()));
        }
    }
}

#[test]
fn the_examples_are_read_alike() {
    for (path, text) in shipped::EXAMPLES {
        let theirs: Value = serde_yaml::from_str(text).expect(path);
        assert_eq!(read(text), Ok(theirs), "{path}");
    }
}

/// Forms that no writer above produces and people do.
#[test]
fn forms_that_people_write_are_read_alike() {
    for text in [
        "a: >-\n  folded\n  text\n\n  second\nb: |+\n  kept\n\nc: 1\n",
        "a: |2-\n    indented\n   less\n",
        "a:\n  - b: 1\n    c: 2\n  -\n    - d\n    - e\n",
        "a:\n- 1\n- 2\nb: 3\n",
        "{a: 1, b: [x, 'y z', \"q\\\"r\"], c: {d: }}\n",
        "a: plain text\n  over two lines\nb: 'single\n  quoted'\nc: \"double\\\n  quoted\"\n",
        "a: it's fine\nb: 'it''s fine'\nc: \"\\u7532\\x41\\n\\t\"\n",
        "# before\na: 1 # behind\n\n# between\nb: 2\n",
        "a: x#y\nb: x:y\nc: http://x/y?z=1&w\n",
        "? a\n: 1\n? b\n",
        "\"a b\": 1\n'c': 2\n甲: 乙\n",
        "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
        "--- # start\na: 1\n...\n",
        "a: 1\r\nb:\r\n  - 2\r\n",
        "a: 2026-11-03\nb: 12:30\nc: 1.2.3\nd: +5\ne: 007\n",
        "a: yes\nb: No\nc: on\nd: TRUE\ne: False\nf: Null\ng: ~\nh:\n",
        "[[], {}, [[]], '', \"\", ~]\n",
        "a: [1, 2,]\nb: {c: 1,}\n",
        "a: {b: n/a, c: a/b, d: a-b}\n",
    ] {
        let theirs: Value = serde_yaml::from_str(text).expect(text);
        assert_eq!(read(text), Ok(theirs), "{text}");
    }
}

/// JSON writers that keep to ASCII write what lies beyond 16 bits as two halves.
#[test]
fn escaped_pairs_are_one_character() {
    let text = "{\"a\": \"\\ud842\\udfb7\\u7532\\/\"}";
    let theirs: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(read(text), Ok(theirs));
}
