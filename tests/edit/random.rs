//! Random profiles and random edits: the fact alone changes, and all else stays as it is, byte for byte.

use crate::{set_in, value};
use proptest::prelude::*;
use std::ops::Range;

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

/// Whether a line holds nothing that is said.
fn is_remark(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// The lines from one that begins with `start` to the next that `ends`, without remarks behind them.
fn lines_of(lines: &[&str], start: &str, ends: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let first = lines.iter().position(|line| line.starts_with(start))?;
    let behind = lines[first + 1..].iter().position(|line| ends(line));
    let mut end = behind.map_or(lines.len(), |behind| first + 1 + behind);
    while is_remark(lines[end - 1]) {
        end -= 1;
    }
    Some(first..end)
}

/// The lines that say a fact, or, of a section in braces, all of that section's: as the profiles here are written.
fn own_lines(lines: &[&str], fact: &str) -> Option<Range<usize>> {
    let (section, key) = fact.split_once('.').expect("section.key");
    let is_section = |line: &str| line.starts_with('s');
    let section = lines_of(lines, &format!("{section}:"), is_section)?;
    if lines[section.start].contains('{') {
        return Some(section);
    }
    let is_key = |line: &str| line.starts_with("  k");
    let own = lines_of(&lines[section.clone()], &format!("  {key}:"), is_key)?;
    Some(section.start + own.start..section.start + own.end)
}

/// A text's lines, without a byte order mark before the first.
fn lines(text: &str) -> Vec<&str> {
    text.trim_start_matches('\u{FEFF}').lines().collect()
}

/// Every line that does not say the fact is the same, and in its place.
fn check_lines(before: &str, after: &str, fact: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(
        before.starts_with('\u{FEFF}'),
        after.starts_with('\u{FEFF}')
    );
    let (before, after) = (lines(before), lines(after));
    if let Some(own) = own_lines(&before, fact) {
        let below = before.len() - own.end;
        prop_assert!(after.len() > own.start + below, "lines are gone");
        let now = own.start..after.len() - below;
        prop_assert_eq!(&before[..own.start], &after[..now.start], "above {}", fact);
        prop_assert_eq!(&before[own.end..], &after[now.end..], "below {}", fact);
        // What was said over several lines is said on one; remarks within it stay.
        let said = |lines: &[&str]| lines.iter().filter(|line| !is_remark(line)).count();
        prop_assert!(
            said(&after[now]) <= said(&before[own]).max(1) + 1,
            "more is said"
        );
        return Ok(());
    }
    // A new fact: its line alone is new, perhaps below one for its section.
    let same = |(a, b): &(&&str, &&str)| a == b;
    let above = before.iter().zip(&after).take_while(same).count();
    let rest = before.len() - above;
    let (section, _) = fact.split_once('.').expect("section.key");
    let is_new = !before
        .iter()
        .any(|line| line.starts_with(&format!("{section}:")));
    let head = before
        .get(above)
        .filter(|line| line.starts_with(&format!("{section}:")));
    // The line of a section without a fact, which loses what says so.
    let replaced = usize::from(head.is_some() && !after[above..].ends_with(&before[above..]));
    let added = if is_new { 2 } else { 1 };
    prop_assert_eq!(after.len(), before.len() + added, "other lines too");
    prop_assert_eq!(
        &after[above + added + replaced..],
        &before[before.len() - rest + replaced..]
    );
    Ok(())
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
            if let Err(error) = check_lines(&text, &edited, &fact) {
                return Err(TestCaseError::fail(format!("{error}: {fact} in\n{text}\ngives\n{edited}")));
            }
            let breaks = |text: &str, kind: &str| text.matches(kind).count();
            if text.contains("\r\n") {
                prop_assert_eq!(breaks(&edited, "\n"), breaks(&edited, "\r\n"));
            }
            text = edited;
        }
    }
}
