//! Setting facts in the text of a profile: what changes, and that nothing else does.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "edit/json.rs"]
mod json;
#[path = "edit/random.rs"]
mod random;

use maturity::finding::{Code, SourceText};
use maturity::source::{edit, yaml};
use maturity::value::{Node, Value};
use std::borrow::Cow;

/// A value as a profile writes it.
fn value(text: &str) -> Value<'_> {
    let documents = yaml::read(&SourceText::new("value", text)).expect("well-formed YAML");
    documents.into_iter().next().expect("a value").value
}

fn set_in(path: &str, text: &str, fact: &str, new: &Value<'_>) -> Result<String, Code> {
    let (section, key) = fact.split_once('.').expect("section.key");
    edit::set(&SourceText::new(path, text), section, key, new).map_err(|findings| findings[0].code)
}

/// `company.growth: fast` set in a text.
fn with(path: &str, text: &str, statement: &str) -> Result<String, Code> {
    let (fact, new) = statement.split_once(": ").expect("a value");
    set_in(path, text, fact, &value(new))
}

/// Each text, what is set, and the text after it.
const EDITS: &[(&str, &str, &str)] = &[
    // A value on its line; comments keep their column where there is room.
    ("a:\n  b: 1\n  c: 2\n", "a.b: 3", "a:\n  b: 3\n  c: 2\n"),
    (
        "a:\n  b: growing   # why\n",
        "a.b: fast",
        "a:\n  b: fast      # why\n",
    ),
    (
        "a:\n  b: 1   # why\n",
        "a.b: shrinking",
        "a:\n  b: shrinking  # why\n",
    ),
    ("a:\n  b: 'x' # why\n", "a.b: y1", "a:\n  b: y1  # why\n"),
    ("a:\n  b:\n", "a.b: 3", "a:\n  b: 3\n"),
    (
        "a:\n  b:   # asked\n  c: 1\n",
        "a.b: 3",
        "a:\n  b: 3  # asked\n  c: 1\n",
    ),
    ("a:\n  b: null\n", "a.b: x", "a:\n  b: x\n"),
    (
        "a:\n  b: unknown # asked\n",
        "a.b: x",
        "a:\n  b: x       # asked\n",
    ),
    (
        "a:\n  b: { at_least: 1, note: \"about\" }  # c\n",
        "a.b: 7",
        "a:\n  b: 7                               # c\n",
    ),
    (
        "a:\n  b: [x, y]\n",
        "a.b: { includes: [x] }",
        "a:\n  b: { includes: [x] }\n",
    ),
    (
        "a: { b: 1, c: 2 } # f\n",
        "a.b: [x]",
        "a: { b: [x], c: 2 } # f\n",
    ),
    // A value over several lines; its comments go above it.
    (
        "a:\n  b:\n    value: 1\n    note: x\n  c: 2\n",
        "a.b: 3",
        "a:\n  b: 3\n  c: 2\n",
    ),
    (
        "a:\n  b:\n    # first\n    value: 1  # second\n    note: x\n\n  # after\n  c: 2\n",
        "a.b: 3",
        "a:\n  # first\n  # second\n  b: 3\n\n  # after\n  c: 2\n",
    ),
    (
        "a:\n  b:  # key\n    value: 1\n    note: x  # last\nc: {}\n",
        "a.b: 3",
        "a:\n  # last\n  b: 3  # key\nc: {}\n",
    ),
    (
        "a:\n  b:\n  - x\n  - y\n  c: 1\n",
        "a.b: [z]",
        "a:\n  b: [z]\n  c: 1\n",
    ),
    (
        "a:\n  b: |\n    # text\n    more\n  c: 1\n",
        "a.b: x",
        "a:\n  b: x\n  c: 1\n",
    ),
    (
        "a:\n  b: one\n    two  # end\n",
        "a.b: x",
        "a:\n  b: x  # end\n",
    ),
    (
        "a:\n  b: {\n    value: 1, # in\n    note: x }\n",
        "a.b: 3",
        "a:\n  # in\n  b: 3\n",
    ),
    // A key that `?` marks.
    ("? a\n: b: 1\n", "a.b: 3", "? a\n: b: 3\n"),
    // A new fact.
    (
        "a:\n  b: 1\n\n# next\nc:\n  d: 1\n",
        "a.z: 3",
        "a:\n  b: 1\n  z: 3\n\n# next\nc:\n  d: 1\n",
    ),
    (
        "a:\n    b: 1 # why\n",
        "a.z: 3",
        "a:\n    b: 1 # why\n    z: 3\n",
    ),
    (
        "a:\n  b:\n    note: x\n    # inside\n",
        "a.z: 3",
        "a:\n  b:\n    note: x\n  z: 3\n    # inside\n",
    ),
    (
        "a:\n  b: |\n    text\n\nc: {}\n",
        "a.z: 3",
        "a:\n  b: |\n    text\n  z: 3\n\nc: {}\n",
    ),
    ("a:\n  b:\n", "a.z: 3", "a:\n  b:\n  z: 3\n"),
    (
        "a: # empty\nc:\n  d: 1\n",
        "a.z: 3",
        "a: # empty\n  z: 3\nc:\n  d: 1\n",
    ),
    ("a: ~   # empty\n", "a.z: 3", "a: # empty\n  z: 3\n"),
    ("a: {}\n", "a.z: 3", "a:\n  z: 3\n"),
    ("a: { b: 1 }\n", "a.z: 3", "a: { b: 1, z: 3 }\n"),
    ("a: { b: 1, }\n", "a.z: 3", "a: { b: 1, z: 3, }\n"),
    ("a: { b }\n", "a.z: 3", "a: { b, z: 3 }\n"),
    ("a: { b }\n", "a.b: 3", "a: { b: 3 }\n"),
    (
        "a: {\n  b: 1, # one\n  c: 2  # two\n  }\n",
        "a.z: 3",
        "a: {\n  b: 1, # one\n  c: 2,  # two\n  z: 3\n  }\n",
    ),
    // A new section.
    ("a:\n  b: 1\n", "s.z: 3", "a:\n  b: 1\ns:\n  z: 3\n"),
    ("a:\n  b: 1", "s.z: 3", "a:\n  b: 1\ns:\n  z: 3\n"),
    (
        "---\na:\n  b: 1\n...\n# end\n",
        "s.z: 3",
        "---\na:\n  b: 1\ns:\n  z: 3\n...\n# end\n",
    ),
    ("", "s.z: 3", "s:\n  z: 3\n"),
    (
        "# only a comment",
        "s.z: 3",
        "# only a comment\ns:\n  z: 3\n",
    ),
    ("# c\n---\n", "s.z: 3", "# c\n---\ns:\n  z: 3\n"),
    ("\u{FEFF}", "s.z: 3", "\u{FEFF}s:\n  z: 3\n"),
    ("{}\n", "s.z: 3", "s:\n  z: 3\n"),
    ("{} # nothing\n", "s.z: 3", "{ s: { z: 3 } } # nothing\n"),
    (
        "{ a: { b: 1 } }\n",
        "s.z: 3",
        "{ a: { b: 1 }, s: { z: 3 } }\n",
    ),
    ("{ a: }\n", "a.z: 3", "{ a: { z: 3 } }\n"),
    (
        "  a:\n    b: 1\n",
        "s.z: 3",
        "  a:\n    b: 1\n  s:\n    z: 3\n",
    ),
    // Line ends and marks of the file stay.
    ("a:\r\n  b: 1\r\n", "a.z: 3", "a:\r\n  b: 1\r\n  z: 3\r\n"),
    (
        "a:\r\n  b:\r\n    note: x # c\r\n",
        "a.b: 3",
        "a:\r\n  b: 3 # c\r\n",
    ),
    (
        "a:\r\n  b: 1\r\n",
        "s.z: 3",
        "a:\r\n  b: 1\r\ns:\r\n  z: 3\r\n",
    ),
    ("\u{FEFF}a:\n  b: 1\n", "a.b: 3", "\u{FEFF}a:\n  b: 3\n"),
    ("a:\n  b: 1", "a.z: 3", "a:\n  b: 1\n  z: 3"),
    ("a:\n  b: 1", "a.b: 3", "a:\n  b: 3"),
    // Other scripts, and a `#` that is none.
    (
        "a:\n  名: 甲#乙 # 丙\n  b: \"# no\"\n",
        "a.b: 3",
        "a:\n  名: 甲#乙 # 丙\n  b: 3\n",
    ),
    // An anchor that nothing else uses, and an alias that is replaced.
    (
        "a:\n  b: &x 1\n  c: 2\n",
        "a.c: 3",
        "a:\n  b: &x 1\n  c: 3\n",
    ),
    (
        "a:\n  b: &x 1\n  c: *x\n",
        "a.c: 3",
        "a:\n  b: &x 1\n  c: 3\n",
    ),
];

#[test]
fn edits() {
    for (before, statement, after) in EDITS {
        assert_eq!(
            with("x.yaml", before, statement).as_deref(),
            Ok(*after),
            "{before:?} {statement}"
        );
    }
}

const JSON_EDITS: &[(&str, &str, &str)] = &[
    ("", "s.z: x", "{\n  \"s\": {\n    \"z\": \"x\"\n  }\n}\n"),
    ("{}", "s.z: 3", "{\n  \"s\": {\n    \"z\": 3\n  }\n}"),
    ("{\"a\": {\"b\": 1}}", "a.b: x", "{\"a\": {\"b\": \"x\"}}"),
    (
        "{\"a\": {\"b\": 1}}",
        "a.z: { value: no, note: 'a \"b\"' }",
        "{\"a\": {\"b\": 1, \"z\": {\"value\": \"no\", \"note\": \"a \\\"b\\\"\"}}}",
    ),
    (
        "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n",
        "a.z: [x, y]",
        "{\n  \"a\": {\n    \"b\": 1,\n    \"z\": [\"x\", \"y\"]\n  }\n}\n",
    ),
    (
        "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n",
        "s.z: true",
        "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"s\": {\n    \"z\": true\n  }\n}\n",
    ),
    ("{\"a\": null}", "a.z: +5", "{\"a\": {\"z\": 5}}"),
    ("{\"a\": {}}", "a.z: ~", "{\"a\": {\"z\": null}}"),
];

#[test]
fn json_stays_json() {
    for (before, statement, after) in JSON_EDITS {
        let edited = with("x.json", before, statement);
        assert_eq!(edited.as_deref(), Ok(*after), "{before:?} {statement}");
        serde_json::from_str::<serde_json::Value>(after).expect("valid JSON");
    }
    // Keys in quotes say so too, whatever the file is called.
    let edited = with("x.yaml", "{\"a\": {\"b\": 1}}", "a.b: x");
    assert_eq!(edited.as_deref(), Ok("{\"a\": {\"b\": \"x\"}}"));
}

/// What cannot be edited without changing more is refused.
#[test]
fn refusals() {
    for (text, statement, code) in [
        ("a:\n  b: &x 1\n  c: *x\n", "a.b: 3", Code::CannotEdit),
        ("a: {&x\n  b}\n", "a.b: 3", Code::CannotEdit),
        ("a: &x { b: 1 }\nc: *x\n", "a.z: 3", Code::CannotEdit),
        ("a: &x { b: 1 }\nc: *x\n", "c.z: 3", Code::CannotEdit),
        ("a: 1\n", "a.z: 3", Code::CannotEdit),
        ("[1]\n", "a.z: 3", Code::CannotEdit),
        ("~\n", "a.z: 3", Code::CannotEdit),
        ("a: { # c\n  }\n", "a.z: 3", Code::CannotEdit),
        ("a:\n  b: 1\n---\nc:\n  d: 1\n", "a.b: 3", Code::CannotEdit),
        ("a: [\n", "a.b: 3", Code::Syntax),
        ("a:\n  b: 1\n  b: 2\n", "a.b: 3", Code::DuplicateKey),
    ] {
        let result = with("x.yaml", text, statement);
        assert_eq!(result, Err(code), "{text:?} {statement}");
    }
}

/// Texts come back as they went in, from our reader and from an independent one.
#[test]
fn texts_are_quoted_for_every_reader() {
    for text in [
        "no",
        "NO",
        "on",
        "y",
        "~",
        "null",
        "1_000",
        "0x1f",
        "12:30",
        "1.0",
        "2026-11-03",
        "a: b",
        "a #b",
        "- a",
        "[a",
        "{a",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "\"a\"",
        "'a'",
        "a\\b",
        "a\nb",
        "a\tb",
        "",
        " a ",
        "\u{1b}[31m",
        "\u{85}",
        "\u{2028}",
        "\u{FEFF}",
        "\u{202e}x",
        "两行\n甲",
        "🙂",
        "a,b]",
        "---",
        "...",
        "?",
        "a:",
    ] {
        for path in ["x.yaml", "x.json"] {
            let new = Value::Scalar {
                text: Cow::Borrowed(text),
                plain: false,
            };
            let edited = set_in(path, "", "a.note", &new).expect("an edit");
            let other: serde_yaml::Value = serde_yaml::from_str(&edited).expect("valid YAML");
            assert_eq!(other["a"]["note"].as_str(), Some(text), "{edited}");
            assert!(edited.contains('"'), "{edited}");
            assert!(
                !edited.chars().any(|c| c.is_control() && c != '\n'),
                "{edited:?}"
            );
        }
    }
}

/// The same value again changes nothing that was read.
#[test]
fn shipped_examples_can_be_edited_everywhere() {
    for (path, text) in maturity::source::shipped::EXAMPLES {
        let source = SourceText::new(*path, text);
        let documents = yaml::read(&source).expect("well-formed YAML");
        let Value::Map(sections) = &documents[0].value else {
            panic!("sections")
        };
        for (section, node) in sections {
            let Value::Map(facts) = &node.value else {
                panic!("facts")
            };
            for (key, _) in facts {
                let new = Node {
                    span: node.span,
                    value: value("{ not: [a, b], note: 'x' }"),
                };
                edit::set(&source, &section.text, &key.text, &new.value).expect("an edit");
            }
        }
    }
}
