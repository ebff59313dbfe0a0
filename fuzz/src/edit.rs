//! Bytes as a profile in which one fact is set, as an interview does.

use super::shown::check_refusal;
use maturity::finding::SourceText;
use maturity::source::{edit, yaml};
use maturity::value::Value;

/// What is set, by the first byte.
const VALUES: [&str; 10] = [
    "7",
    "no",
    "\"no\"",
    "[a, \"b c\", 1]",
    "{ value: 3, note: \"a # b: c\" }",
    "{ one_of: [x, y] }",
    "\"两行\\n甲\"",
    "~",
    "{}",
    "'it''s'",
];
const FACTS: [(&str, &str); 4] = [
    ("a", "b"),
    ("a", "z"),
    ("new one", "b"),
    ("company", "headcount"),
];

/// An edit that is not refused sets this fact and nothing else, and is there to stay.
pub fn run(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (section, key) = FACTS[usize::from(first / 10) % FACTS.len()];
    let new = VALUES[usize::from(first % 10)];
    let new_source = SourceText::new("value", new);
    let new = yaml::read(&new_source).expect("a value").remove(0).value;
    for path in ["profile.yaml", "profile.json"] {
        let source = SourceText::new(path, text);
        let edited = match edit::set(&source, section, key, &new) {
            Ok(edited) => edited,
            Err(found) => {
                check_refusal(&found);
                continue;
            }
        };
        let again = SourceText::new(path, &edited);
        let documents = yaml::read(&again).expect("still YAML");
        let set = documents[0]
            .get(section)
            .and_then(|section| section.get(key))
            .expect("it is set");
        assert!(alike(&set.value, &new), "{set:?} is not {new:?}");
        let twice = edit::set(&again, section, key, &new);
        assert_eq!(twice.as_deref(), Ok(&*edited), "once is twice");
        others_agree(text, &edited, section, key);
    }
}

/// Whether a value is the one that was to be set; JSON has quotes of its own.
fn alike(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Scalar { text: a, .. }, Value::Scalar { text: b, .. }) => {
            a == b || [&**a, &**b] == ["null", "~"]
        }
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(&a.value, &b.value))
        }
        (Value::Map(a), Value::Map(b)) => {
            let mut pairs = a.iter().zip(b);
            a.len() == b.len()
                && pairs.all(|(a, b)| a.0.text == b.0.text && alike(&a.1.value, &b.1.value))
        }
        _ => false,
    }
}

/// Another reader of YAML sees the same before and after but for the fact, where it reads the text at all.
fn others_agree(before: &str, after: &str, section: &str, key: &str) {
    use serde_yaml::{Mapping, Value as Other};
    // It takes long where much is nested, and breaks lines where YAML 1.1 does.
    if before.len() > 4096 || before.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        return;
    }
    // To it a colon ends the name of an anchor, as in YAML 1.1, and so do other signs; in 1.2 they are a part of it (6.9.2).
    let names = before.split(['&', '*']).skip(1);
    let mut names = names.filter_map(|rest| {
        rest.split(|c: char| c.is_whitespace() || ",[]{}".contains(c))
            .next()
    });
    if names.any(|name| name.contains([':', '?', '%', '@', '`'])) {
        return;
    }
    // To it a question mark begins a key within brackets, whatever is behind it; in 1.2 only before a space (7.3.3).
    if before.contains('?') && before.contains(['{', '[']) {
        return;
    }
    // To it a byte order mark takes a column, and ends a document where it begins a line within.
    let [before, after] = [before, after].map(|text| text.trim_start_matches('\u{FEFF}'));
    if before.contains('\u{FEFF}') {
        return;
    }
    let Ok(mut before) = serde_yaml::from_str::<Other>(before) else {
        return;
    };
    let mut after: Other = serde_yaml::from_str(after)
        .unwrap_or_else(|error| panic!("no more YAML to others: {error}: {after:?}"));
    for root in [&mut before, &mut after] {
        if root.is_null() {
            *root = Other::Mapping(Mapping::new());
        }
        let Some(root) = root.as_mapping_mut() else {
            return;
        };
        let facts = root.get_mut(section).and_then(Other::as_mapping_mut);
        let left = facts.map(|facts| {
            facts.remove(key);
            facts.len()
        });
        if left.is_none_or(|left| left == 0) {
            root.remove(section);
        }
    }
    assert_eq!(before, after, "something else has changed");
}
