//! Random profiles in JSON: an edit writes the fact alone, and JSON in JSON's own notation.

use crate::{set_in, value};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// How a text is laid out: what stands before an entry, after a key and at the end of a map, by depth.
#[derive(Clone, Copy, Debug)]
enum Layout {
    /// Everything on a line, with these signs behind a comma, around a colon and inside braces.
    Line(&'static str, &'static str, &'static str),
    /// Each entry on a line of its own, indented by so much, down to this depth.
    Lines(&'static str, usize),
}

const LAYOUTS: [Layout; 8] = [
    Layout::Line(",", ":", ""),
    Layout::Line(", ", ": ", ""),
    Layout::Line(", ", ": ", " "),
    Layout::Line(" , ", " : ", "  "),
    Layout::Lines("  ", 9),
    Layout::Lines("    ", 2),
    Layout::Lines("\t", 2),
    Layout::Lines("", 1),
];

/// What a profile may say of a fact, and a little more.
fn said() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z]{1,8}".prop_map(String::from),
        any::<String>(),
        select(
            &[
                "", "unknown", "true", "3", "{", "# none", "a: b", "\"", "甲"
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        3 => text.prop_map(Value::from),
        1 => (-5000..5000_i32).prop_map(Value::from),
        1 => (-400..400_i32).prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    prop_oneof![
        4 => leaf.clone(),
        1 => vec(leaf.clone(), 0..3).prop_map(Value::from),
        1 => btree_map("[a-c]", leaf, 0..3).prop_map(|map| Value::from(Map::from_iter(map))),
    ]
}

type Sections = Vec<Option<Vec<Value>>>;

/// Sections with the facts `k0`, `k1`, …; null where there is none.
fn sections() -> impl Strategy<Value = Sections> {
    let section = proptest::option::weighted(0.9, vec(said(), 0..4));
    vec(section, 0..4)
}

/// Both the name of the section or fact and its value.
fn named<T>(lead: &str, values: &[T], of: impl Fn(&T, usize) -> String) -> Vec<(String, String)> {
    let named = |(number, value)| (format!("{lead}{number}"), of(value, number));
    values.iter().enumerate().map(named).collect()
}

impl Layout {
    fn map(self, entries: &[(String, String)], depth: usize) -> String {
        if entries.is_empty() {
            return "{}".to_owned();
        }
        match self {
            Self::Lines(indent, deepest) if depth <= deepest => {
                let (outer, inner) = (indent.repeat(depth - 1), indent.repeat(depth));
                let entries = entries.iter();
                let entries = entries.map(|(key, value)| format!("{inner}\"{key}\": {value}"));
                let entries = entries.collect::<Vec<_>>().join(",\n");
                format!("{{\n{entries}\n{outer}}}")
            }
            Self::Lines(..) => Self::Line(", ", ": ", "").map(entries, depth),
            Self::Line(comma, colon, inside) => {
                let entries = entries.iter();
                let entries = entries.map(|(key, value)| format!("\"{key}\"{colon}{value}"));
                let entries = entries.collect::<Vec<_>>().join(comma);
                format!("{{{inside}{entries}{inside}}}")
            }
        }
    }

    /// The whole profile, with another text for the value of one fact, if it is there.
    fn profile(self, sections: &Sections, other: Option<(usize, usize, &str)>) -> String {
        let section = |section: &Option<Vec<Value>>, at: usize| match section {
            None => "null".to_owned(),
            Some(facts) => {
                let fact = |fact: &Value, key: usize| match other {
                    Some((section, own, text)) if (section, own) == (at, key) => text.to_owned(),
                    _ => fact.to_string(),
                };
                self.map(&named("k", facts, fact), 2)
            }
        };
        self.map(&named("s", sections, section), 1) + "\n"
    }
}

/// What is set, as a profile in YAML writes it, as JSON has it, and as text.
const NEW: [(&str, &str); 8] = [
    ("fast", "\"fast\""),
    ("12", "12"),
    ("-0.5", "-0.5"),
    ("true", "true"),
    ("~", "null"),
    ("[a, 'b c']", "[\"a\", \"b c\"]"),
    (
        "{ at_least: 200, note: \"two # three: \\\"x\\\"\" }",
        "{\"at_least\": 200, \"note\": \"two # three: \\\"x\\\"\"}",
    ),
    ("'12'", "\"12\""),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_of_json_changes_that_fact_only(
        sections in sections(),
        layout in select(&LAYOUTS[..]),
        section in 0..4_usize,
        key in 0..4_usize,
        new in any::<Index>(),
    ) {
        let (new, written) = *new.get(&NEW);
        let before = layout.profile(&sections, None);
        let edited = set_in("x.json", &before, &format!("s{section}.k{key}"), &value(new));
        let edited = edited.unwrap_or_else(|code| panic!("{code:?} in\n{before}"));
        let mut expected: Value = serde_json::from_str(&before).expect("JSON");
        let wanted: Value = serde_json::from_str(written).expect("JSON");
        let facts = &mut expected[format!("s{section}")];
        if facts.is_null() {
            *facts = json!({});
        }
        facts[format!("k{key}")] = wanted;
        let found: Value = serde_json::from_str(&edited).expect("still JSON");
        prop_assert_eq!(found, expected, "{}", edited);
        let stated = sections.get(section).and_then(Option::as_ref);
        if stated.is_some_and(|facts| key < facts.len()) {
            // Its value alone is another, wherever all else stands.
            let expected = layout.profile(&sections, Some((section, key, written)));
            prop_assert_eq!(edited, expected);
        } else {
            // Something is put into the text, in the place of a section's `null` if that is all that there was.
            let at = before.bytes().zip(edited.bytes()).take_while(|(a, b)| a == b).count();
            let rest = before.get(at..).expect("before a sign").trim_start_matches("null");
            prop_assert!(edited.ends_with(rest), "{before}\ngives\n{edited}");
        }
    }
}
