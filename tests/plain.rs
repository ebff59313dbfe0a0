//! The short way from a document to its cells against the long one, on random documents: where it does not give
//! up it says the same, and what people write goes the short way. And JSON against YAML: the same trees.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "plain/sets.rs"]
mod sets;
#[path = "plain/wild.rs"]
mod wild;

use maturity::finding::SourceText;
use maturity::profile::plain::Plain;
use maturity::profile::{Options, resolve};
use maturity::rubric::RubricSet;
use maturity::source::{files, json, json_plain, shipped, yaml, yaml_plain};
use maturity::value::{Node, Span, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use sets::{loaded, small_set};
use wild::{Document, Draw, Raw, document, in_json, whole};

/// A value in YAML's flow style; a word that YAML would take for something else is quoted by its writer.
fn flow(draw: &mut Draw<'_>, value: &Raw, tame: bool) -> String {
    let decoration = if tame || !draw.one_in(150) {
        ""
    } else {
        draw.pick(&["!!str ", "&a ", "!x ", "*a "])
    };
    let text = match value {
        Raw::Bare(text) if matches!(&**text, "x: y" | "# x" | "- x") && tame => {
            format!("'{text}'")
        }
        Raw::Bare(text) => text.clone(),
        Raw::Quoted(text) if draw.one_in(2) => format!("'{}'", text.replace('\'', "''")),
        Raw::Quoted(text) => format!("{text:?}"),
        Raw::List(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(draw, item, tame)).collect();
            format!("[{}]", items.join(", "))
        }
        Raw::Map(entries) => {
            let entry =
                |(key, value): &(String, Raw)| format!("{key}: {}", flow(draw, value, tame));
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    };
    format!("{decoration}{text}")
}

fn in_yaml(draw: &mut Draw<'_>, document: &Document, tame: bool) -> String {
    let mut text = draw
        .pick(&["", "", "", "# a note\n", "---\n", "%YAML 1.2\n---\n", "\n"])
        .to_owned();
    if document
        .iter()
        .all(|(_, entries)| entries.as_ref().is_none_or(Vec::is_empty))
        && document.is_empty()
    {
        text += "{}\n";
    }
    for (name, entries) in document {
        let comment = if draw.one_in(6) { " # said" } else { "" };
        match entries {
            None => text += &format!("{name}: {}{comment}\n", draw.pick(&["", "~", "null"])),
            Some(entries) if entries.is_empty() || draw.one_in(5) => {
                let whole = Raw::Map(entries.clone());
                text += &format!("{name}: {}{comment}\n", flow(draw, &whole, tame));
            }
            Some(entries) => {
                text += &format!("{name}:{comment}\n");
                for (key, value) in entries {
                    let comment = if draw.one_in(9) { "  # 甲" } else { "" };
                    match value {
                        Raw::List(items) if !items.is_empty() && draw.one_in(2) => {
                            text += &format!("  {key}:{comment}\n");
                            for item in items {
                                text += &format!("    - {}\n", flow(draw, item, tame));
                            }
                        }
                        Raw::Map(parts) if !parts.is_empty() && draw.one_in(2) => {
                            text += &format!("  {key}:{comment}\n");
                            for (key, value) in parts {
                                text += &format!("    {key}: {}\n", flow(draw, value, tame));
                            }
                        }
                        value => {
                            text += &format!("  {key}: {}{comment}\n", flow(draw, value, tame));
                        }
                    }
                }
            }
        }
    }
    text += draw.pick(&["", "", "", "...\n", "# end\n", "\n\n"]);
    if draw.one_in(6) {
        text = text.replace('\n', "\r\n");
    }
    text
}

/// Compares the two ways; whether the document went the short one.
fn agree(
    set: &RubricSet,
    plain: &mut Plain<'_>,
    text: &str,
    tell: fn(&str, &mut Plain<'_>) -> Option<()>,
    read: fn(&SourceText<'_>) -> Result<Node<'static>, String>,
) -> Result<bool, TestCaseError> {
    plain.clear();
    if tell(text, plain).is_none() {
        return Ok(false);
    }
    let source = SourceText::new("a", text);
    let node = read(&source);
    prop_assert!(node.is_ok(), "{:?} is told of\n{}", node, text);
    let node = node.expect("it is");
    let resolved = resolve(set, &source, &node, Options::default());
    prop_assert!(resolved.is_ok(), "{:?} of\n{}", resolved.err(), text);
    let (answers, findings) = resolved.expect("it is");
    prop_assert!(findings.is_empty(), "{:?} of\n{}", findings, text);
    prop_assert_eq!(plain.cells(), &answers.cells[..], "{}", text);
    prop_assert_eq!(plain.id(), answers.about.id.as_deref(), "{}", text);
    prop_assert_eq!(plain.name(), answers.name(set), "{}", text);
    Ok(true)
}

fn tell_yaml(text: &str, plain: &mut Plain<'_>) -> Option<()> {
    yaml_plain::tell(text, plain)
}

fn tell_json(text: &str, plain: &mut Plain<'_>) -> Option<()> {
    json_plain::tell(text, plain)
}

fn read_yaml(source: &SourceText<'_>) -> Result<Node<'static>, String> {
    let documents = yaml::read(source).map_err(|findings| format!("{findings:?}"))?;
    match documents.as_slice() {
        [one] => Ok(one.owned()),
        several => Err(format!("{} documents", several.len())),
    }
}

fn read_json(source: &SourceText<'_>) -> Result<Node<'static>, String> {
    let whole = Span::new(0, source.text.len());
    let node = json::read(source, whole).map_err(|findings| format!("{findings:?}"))?;
    Ok(node.owned())
}

/// Documents of one set after each other, in the same room: what one said must not linger. How many of them went
/// the short way.
fn compare(set: &RubricSet, bytes: &[u8], tame: bool) -> Result<(), TestCaseError> {
    let mut draw = Draw(bytes.iter());
    let mut plain = Plain::new(set);
    for _ in 0..3 {
        let document = document(&mut draw, set, tame);
        let text = in_yaml(&mut draw, &document, tame);
        let short = agree(set, &mut plain, &text, tell_yaml, read_yaml)?;
        prop_assert!(short || !tame, "not the short way:\n{}", text);
        let text = in_json(&mut draw, &whole(&document));
        let short = agree(set, &mut plain, &text, tell_json, read_json)?;
        prop_assert!(
            short || !tame || !is_json(&text),
            "not the short way:\n{}",
            text
        );
    }
    Ok(())
}

/// Whether a writer of JSON slipped on purpose.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

fn tiny() -> RubricSet {
    let files = files::rubric_files("tests/cmd/fixtures/tiny").expect("a readable set");
    let texts: Vec<(String, String)> = files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect();
    loaded(&texts).expect("a sound set")
}

fn config(cases: u32) -> Config {
    Config {
        failure_persistence: None,
        cases,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn of_a_small_set_the_short_way_says_the_same(set in vec(any::<u8>(), 60), bytes in vec(any::<u8>(), 400)) {
        let set = small_set(&set);
        compare(&set, &bytes, false)?;
        compare(&set, &bytes, true)?;
    }

    #[test]
    fn of_the_tiny_set_the_short_way_says_the_same(bytes in vec(any::<u8>(), 400)) {
        let set = tiny();
        compare(&set, &bytes, false)?;
        compare(&set, &bytes, true)?;
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn of_the_shipped_set_the_short_way_says_the_same(bytes in vec(any::<u8>(), 2000)) {
        let set = shipped::rubric_set();
        compare(&set, &bytes, false)?;
        compare(&set, &bytes, true)?;
    }
}

/// What slipped through a reader once, or could: each is told the same or not at all, and never as something else.
#[test]
fn words_with_two_meanings() {
    let set = tiny();
    let mut plain = Plain::new(&set);
    for (text, short) in [
        ("", false),
        ("{}", true),
        ("goal: { clear: yes }", true),
        ("goal: { clear: true }", true),
        ("goal: { clear: \"true\" }", false),
        ("goal: { urgent: yes }", false),
        ("goal: { urgent: \"true\" }", false),
        ("goal: { urgent: { value: true } }", true),
        ("goal: { urgent: { note: asked } }", true),
        ("goal: { urgent: { value: true, value: false } }", false),
        ("goal: { urgent: { not: true } }", false),
        ("goal: { urgent: true, urgent: true }", false),
        ("goal: { urgent: true }\ngoal: {}", false),
        ("goal: { urgent: *x }", false),
        ("goal: { urgent: !!bool true }", false),
        ("company: { staff: 500 }", true),
        ("company: { staff: 501 }", false),
        ("company: { staff: 1.0 }", true),
        ("company: { staff: 1.5 }", false),
        ("company: { staff: 017 }", false),
        ("company: { staff: \"17\" }", false),
        ("company: { turnover: 1e1 }", true),
        ("company: { turnover: -0 }", true),
        ("company: { turnover: -0.1 }", false),
        ("company: { name: n/a }", true),
        ("company: { name: 12 }", true),
        ("company: { name: \"\" }", true),
        ("company: { name: [a] }", false),
        ("team: { last_tool: n/a }", true),
        ("team: { skills: n/a }", false),
        ("team: { skills: [] }", true),
        ("team: { skills: [data, data] }", true),
        ("team: { skills: data }", false),
        ("team: { skills: { includes: [data] } }", false),
        ("team: ~\ngoal:", true),
        ("team: []", false),
        ("profile: { id: 7, as_of: 2026-02-29 }", false),
        (
            "profile: { id: 7, as_of: 2028-02-29, rubrics: tiny 1.2.3 }",
            true,
        ),
        ("profile: { rubrics: tiny 1.2.4 }", false),
        ("profile: { idd: 7 }", false),
        ("goal: { urgent: true }\n---\ngoal: {}", false),
        ("goal: { urgent: true }\n...\n", true),
        ("- goal", false),
    ] {
        let found = agree(&set, &mut plain, text, tell_yaml, read_yaml);
        let found = found.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(found, short, "{text}");
    }
}

/// JSON texts, some of them wrong, with every kind of escape.
fn json_value(draw: &mut Draw<'_>, depth: usize) -> String {
    let space = draw.pick(&["", "", " ", "\n", "\r\n  ", "  "]);
    match draw.below(if depth > 3 { 6 } else { 9 }) {
        0 => draw.pick(&["null", "true", "false"]).to_owned(),
        1 => draw
            .pick(&[
                "0",
                "-0",
                "12",
                "-1.5e-3",
                "1E+2",
                "9007199254740993",
                "1e400",
                "123456789012345678901234567890",
            ])
            .to_owned(),
        2..=5 => json_text(draw),
        6 => {
            let count = draw.below(4);
            let items: Vec<String> = (0..count).map(|_| json_value(draw, depth + 1)).collect();
            format!("[{space}{}{space}]", items.join(&format!(",{space}")))
        }
        _ => {
            let count = draw.below(4);
            let entry = |draw: &mut Draw<'_>| {
                format!("{}{space}:{}", json_text(draw), json_value(draw, depth + 1))
            };
            let entries: Vec<String> = (0..count).map(|_| entry(draw)).collect();
            format!("{{{space}{}{space}}}", entries.join(&format!("{space},")))
        }
    }
}

fn json_text(draw: &mut Draw<'_>) -> String {
    let parts = [
        "a",
        "b",
        "key",
        " ",
        "甲",
        "😀",
        "\\n",
        "\\t",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b\\f\\r",
        "\\u0041",
        "\\u7532",
        "\\ud83d\\ude00",
        "\\u00e9",
        "'",
        "#",
        ": ",
        "{",
        "]",
        ",",
        "~",
        "null",
        "&",
        "*",
        "%",
        "\\u0000",
    ];
    let count = draw.below(5);
    let text: String = (0..count).map(|_| draw.pick(&parts)).collect();
    format!("\"{text}\"")
}

fn same(text: &str, json: &Node<'_>, yaml: &Node<'_>) -> Result<(), TestCaseError> {
    let written = &text[json.span.start as usize..json.span.end as usize];
    prop_assert_eq!(json.span, yaml.span, "{:?} in {:?}", written, text);
    match (&json.value, &yaml.value) {
        (Value::Scalar { text: a, plain: p }, Value::Scalar { text: b, plain: q }) => {
            prop_assert_eq!((a, p), (b, q), "{:?}", text);
            let meant = if *p {
                a.to_string()
            } else {
                serde_json::Value::from(&**a).to_string()
            };
            if !written.contains('\\') {
                prop_assert_eq!(written, meant, "{:?}", text);
            }
        }
        (Value::List(a), Value::List(b)) => {
            prop_assert_eq!(a.len(), b.len(), "{:?}", text);
            for (a, b) in a.iter().zip(b) {
                same(text, a, b)?;
            }
        }
        (Value::Map(a), Value::Map(b)) => {
            prop_assert_eq!(a.len(), b.len(), "{:?}", text);
            for ((key_a, a), (key_b, b)) in a.iter().zip(b) {
                prop_assert_eq!(key_a, key_b, "{:?}", text);
                same(text, a, b)?;
            }
        }
        _ => prop_assert!(false, "two kinds of value in {:?}", text),
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn json_read_as_yaml_is_the_same_tree(bytes in vec(any::<u8>(), 120)) {
        let text = json_value(&mut Draw(bytes.iter()), 0);
        let source = SourceText::new("a.json", &text);
        let json = json::read(&source, Span::new(0, text.len()));
        let yaml = yaml::read(&source);
        match (json, yaml) {
            (Ok(json), Ok(yaml)) => same(&text, &json, &yaml[0])?,
            (Err(json), Err(yaml)) => prop_assert_eq!(json[0].code, yaml[0].code, "{:?}", text),
            (json, yaml) => prop_assert!(false, "{:?} and {:?} of {:?}", json, yaml, text),
        }
        // In the middle of a larger text the same stands in another place.
        let around = format!("甲 {text} ]");
        let shift = "甲 ".len();
        let source = SourceText::new("a.json", &around);
        if let Ok(inner) = json::read(&source, Span::new(shift, shift + text.len())) {
            let at = inner.span;
            prop_assert_eq!(&around[at.start as usize..at.end as usize], text.trim());
        }
    }
}
