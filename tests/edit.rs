//! Setting facts in the text of a profile: what changes, and that nothing else does.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::finding::{Code, SourceText};
use maturity::source::{edit, yaml};
use maturity::value::{Node, Value};
use proptest::prelude::*;
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

// ---- random profiles, random edits ----

/// A value as it may stand behind `    key:` at an indentation, with its comments.
fn written_value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just(" ~".to_owned()),
        Just(" unknown".to_owned()),
        "[a-z]{1,8}".prop_map(|word| format!(" w{word}")),
        (0..5000_i32).prop_map(|number| format!(" {number}")),
        Just(" 'it''s # none'".to_owned()),
        Just(" \"a \\\" # none\"".to_owned()),
        Just(" [ a, 'b # none' ]".to_owned()),
        Just(" { value: x, note: \"n: 1\" }".to_owned()),
        Just("\n    value: 7   # C\n    note: hm".to_owned()),
        Just("   # C\n    # C\n    at_least: 3\n\n    at_most: 9".to_owned()),
        Just("\n  - a # C\n  - b".to_owned()),
        Just("\n    - a\n    # C\n    - b".to_owned()),
        Just(" |\n    text # none\n\n    more".to_owned()),
        Just(" >-  # C\n    text".to_owned()),
        Just(" one\n    two".to_owned()),
        Just(" { value: 1, # C\n    note: x }".to_owned()),
        Just(" 甲乙".to_owned()),
    ]
}

/// Lines between entries.
fn between() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => Just("\n"), 1 => Just("# C\n"), 1 => Just("  # C\n\n")]
}

fn trailing() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just(""), 1 => Just("   # C"), 1 => Just(" # C")]
}

fn block_section() -> impl Strategy<Value = String> {
    let fact = (between(), written_value(), trailing());
    proptest::collection::vec(fact, 0..4).prop_map(|facts| {
        let mut text = String::from(":\n");
        for (number, (before, value, comment)) in facts.iter().enumerate() {
            // A comment behind a block scalar would be a part of it.
            let comment = if value.contains("|\n") || value.contains(">-") {
                ""
            } else {
                comment
            };
            text.push_str(&format!("{before}  k{number}:{value}{comment}\n"));
        }
        text
    })
}

fn section() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => block_section(),
        1 => Just(": {}\n".to_owned()),
        1 => Just(":  # C\n".to_owned()),
        1 => Just(": ~  # C\n".to_owned()),
        1 => Just(": { k0: 1, k1: { value: x }, k2 }   # C\n".to_owned()),
        1 => Just(": {\n  k0: 1,   # C\n  k1: [a, b]  # C\n  }\n".to_owned()),
        1 => Just(": { k0: 1,\n  k1: x, }\n".to_owned()),
    ]
}

/// A profile whose comments all differ.
fn profile() -> impl Strategy<Value = String> {
    let start = prop_oneof![3 => Just(""), 1 => Just("# C\n"), 1 => Just("---\n"), 1 => Just("# C\n---  # C\n"), 1 => Just("\u{FEFF}")];
    let sections = proptest::collection::vec((between(), section()), 0..4);
    (start, sections, between(), any::<bool>(), any::<bool>()).prop_map(
        |(start, sections, end, crlf, open)| {
            let mut text = start.to_owned();
            for (number, (before, section)) in sections.iter().enumerate() {
                text.push_str(&format!("{before}s{number}{section}"));
            }
            text.push_str(end);
            // Readers differ on the last line break of a block scalar at the very end.
            let block = ["more", "text"]
                .iter()
                .any(|end| text.trim_end().ends_with(end));
            if open && !block {
                text.truncate(text.trim_end_matches('\n').len());
            }
            let mut parts = text.split("# C");
            let mut numbered = parts.next().unwrap_or("").to_owned();
            for (number, part) in parts.enumerate() {
                numbered.push_str(&format!("# C{number:02}{part}"));
            }
            if crlf {
                numbered.replace('\n', "\r\n")
            } else {
                numbered
            }
        },
    )
}

fn new_value() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("fast"),
        Just("12"),
        Just("unknown"),
        Just("[a, b]"),
        Just("{ at_least: 200, at_most: 300, note: \"two # three: \\\"x\\\"\" }"),
        Just("{ not: [a] }"),
        Just("'a, b'"),
    ]
}

/// The facts by section and key, from an independent reader.
fn facts(text: &str) -> Vec<(String, serde_yaml::Value)> {
    let text = text.trim_start_matches('\u{FEFF}');
    let root: serde_yaml::Value = serde_yaml::from_str(text).expect("valid YAML");
    let mut all = Vec::new();
    for (section, facts) in root.as_mapping().into_iter().flatten() {
        for (key, value) in facts.as_mapping().into_iter().flatten() {
            let name = |key: &serde_yaml::Value| key.as_str().expect("a word").to_owned();
            all.push((format!("{}.{}", name(section), name(key)), value.clone()));
        }
    }
    all
}

fn comments(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text.split("# C").skip(1).map(|rest| &rest[..2]).collect();
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_keeps_all_else(
        profile in profile(),
        edits in proptest::collection::vec((0..4_u8, 0..4_u8, new_value()), 1..5),
    ) {
        let mut text = profile;
        for (section, key, new) in edits {
            let fact = format!("s{section}.k{key}");
            let edited = set_in("x.yaml", &text, &fact, &value(new));
            let edited = edited.unwrap_or_else(|code| panic!("{code:?} for {fact} in\n{text}"));
            let mut expected = facts(&text);
            let wanted = serde_yaml::from_str(new).expect("valid YAML");
            match expected.iter_mut().find(|(name, _)| *name == fact) {
                Some((_, value)) => *value = wanted,
                None => expected.push((fact.clone(), wanted)),
            }
            let mut found = facts(&edited);
            // The order of the others is kept; a new fact may be the last of any section.
            let order = |facts: &[(String, serde_yaml::Value)]| {
                facts.iter().map(|(name, _)| name.clone()).filter(|name| *name != fact).collect::<Vec<_>>()
            };
            prop_assert_eq!(order(&found), order(&expected));
            let sorted = |facts: &mut Vec<(String, serde_yaml::Value)>| facts.sort_by(|a, b| a.0.cmp(&b.0));
            sorted(&mut found);
            sorted(&mut expected);
            prop_assert_eq!(found, expected, "{} in\n{}\ngives\n{}", fact, text, edited);
            prop_assert_eq!(comments(&edited), comments(&text), "{} in\n{}\ngives\n{}", fact, text, edited);
            let breaks = |text: &str, kind: &str| text.matches(kind).count();
            if text.contains("\r\n") {
                prop_assert_eq!(breaks(&edited, "\n"), breaks(&edited, "\r\n"));
            }
            text = edited;
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
