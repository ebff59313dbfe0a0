//! Random sets and wild values: what is wrong with type, option or bounds both refuse, and nothing else.

use crate::sets::small_set;
use crate::validator;
use crate::wild::{Draw, Raw, bare, document, fitting, in_json, whole, wild};
use maturity::finding::{Code, SourceText};
use maturity::present::schema;
use maturity::profile::{Options, resolve};
use maturity::rubric::RubricSet;
use maturity::rubric::fact::{Fact, Kind};
use maturity::source::json as reader;
use maturity::value::Span;
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The codes of what is wrong with a profile.
fn errors(set: &RubricSet, text: &str) -> BTreeSet<Code> {
    let source = SourceText::new("profile.json", text);
    let root = match reader::read(&source, Span::new(0, text.len())) {
        Ok(root) => root,
        Err(findings) => return findings.iter().map(|finding| finding.code).collect(),
    };
    match resolve(set, &source, &root, Options::default()) {
        Ok(_) => BTreeSet::new(),
        Err(findings) => findings.iter().map(|finding| finding.code).collect(),
    }
}

/// Why reader and schema may differ about what stands behind a fact: a reason for each thing that only one of them finds.
/// None where they may not.
fn excuses(
    fact: &Fact,
    said: &Value,
    codes: &BTreeSet<Code>,
    valid: bool,
) -> Option<Vec<&'static str>> {
    let entry = |name: &str| said.as_object().and_then(|entries| entries.get(name));
    if codes.is_empty() {
        let foreign = HALF
            .into_iter()
            .filter(|name| !forms(fact.kind).contains(name));
        let mut foreign = foreign.filter_map(entry);
        return (!valid && foreign.any(|said| said.is_null() || said == "unknown")).then_some(
            vec!["half-knowledge of another type of fact that says nothing"],
        );
    }
    let reason = |code: &Code| match code {
        Code::DuplicateKey => Some("of a key that stands twice an editor keeps one"),
        Code::Contradiction => (valid && entry("value").is_none())
            .then_some("several statements would have to be taken together"),
        Code::WrongType => (valid && fact.kind == Kind::Integer && holds_float(said))
            .then_some("editors know the value of a number, not how it is written"),
        Code::BadDate => {
            let day = entry("as_of").and_then(Value::as_str);
            (valid && day.is_some_and(is_leap_day))
                .then_some("the 29th of February depends on the year")
        }
        _ => None,
    };
    codes.iter().map(reason).collect()
}

/// Whether a number is written as one with a fraction or an exponent.
fn holds_float(said: &Value) -> bool {
    match said {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(holds_float),
        Value::Object(entries) => entries.values().any(holds_float),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

const HALF: [&str; 6] = [
    "one_of", "not", "at_least", "at_most", "includes", "excludes",
];

/// The forms of half-knowledge that a fact can have.
fn forms(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Bool | Kind::Choice => &["one_of", "not"],
        Kind::Set => &["includes", "excludes"],
        Kind::Integer | Kind::Number => &["at_least", "at_most", "one_of"],
        Kind::Text => &[],
    }
}

/// Numbers at the ends of what facts allow, and at those of what a float tells apart.
const EDGES: [&str; 16] = [
    "-4",
    "-3",
    "-1",
    "0",
    "0.5",
    "1",
    "1.0",
    "1e1",
    "12",
    "12.5",
    "13",
    "40",
    "41",
    "9007199254740992",
    "9007199254740993",
    "-9007199254740993",
];

/// One value: mostly of the right type.
fn value(draw: &mut Draw<'_>, fact: &Fact) -> Raw {
    match draw.below(4) {
        0 => wild(draw, fact, 1),
        1 if fact.kind.is_numeric() => bare(draw.pick(&EDGES)),
        _ => fitting(draw, fact),
    }
}

/// What may be written behind a fact.
fn said(draw: &mut Draw<'_>, fact: &Fact) -> Raw {
    match draw.below(4) {
        0 => half(draw, fact),
        1 => wild(draw, fact, 0),
        2 => {
            let value = ("value".to_owned(), value(draw, fact));
            Raw::Map(vec![value, annotation(draw)])
        }
        _ => value(draw, fact),
    }
}

/// Half-knowledge in one or two forms, mostly those of the fact.
fn half(draw: &mut Draw<'_>, fact: &Fact) -> Raw {
    let names = match forms(fact.kind) {
        [] => HALF.as_slice(),
        _ if draw.one_in(8) => HALF.as_slice(),
        own => own,
    };
    let first = draw.below(names.len());
    let mut entries = Vec::new();
    for number in 0..=draw.below(2) {
        let said = if draw.one_in(2) && fact.kind != Kind::Set {
            Raw::List((0..draw.below(4)).map(|_| value(draw, fact)).collect())
        } else {
            value(draw, fact)
        };
        entries.push((names[(first + number) % names.len()].to_owned(), said));
    }
    if draw.one_in(4) {
        entries.push(annotation(draw));
    }
    if draw.one_in(16) {
        entries.push(("value".to_owned(), value(draw, fact)));
    }
    Raw::Map(entries)
}

/// What may stand beside a value.
fn annotation(draw: &mut Draw<'_>) -> (String, Raw) {
    let name = draw.pick(&["note", "source", "as_of", "vlaue"]);
    let said = match name {
        "as_of" => draw.pick(&[
            "2026-11-03",
            "2026-02-29",
            "2028-02-29",
            "2026-04-31",
            "soon",
        ]),
        _ => "said so",
    };
    (name.to_owned(), bare(said))
}

/// How often something was judged: by the code for which both refuse it, or by the excuse.
type Judged = BTreeMap<&'static str, usize>;

/// What is behind a fact alone in a profile both take or both refuse, but for the excuses.
fn check_values(set: &[u8], bytes: &[u8]) -> Result<Judged, TestCaseError> {
    let set = small_set(set);
    let judge = validator(&schema::profile(&set));
    let mut draw = Draw(bytes.iter());
    let mut judged = Judged::new();
    for fact in set.facts.iter().cycle().take(24) {
        let said = said(&mut draw, fact);
        let alone = Raw::Map(vec![(fact.key().to_owned(), said)]);
        let alone = Raw::Map(vec![(fact.section().to_owned(), alone)]);
        let text = in_json(&mut draw, &alone);
        // A writer of JSON may slip.
        let Ok(document) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        let codes = errors(&set, &text);
        let valid = judge.is_valid(&document);
        let names: Vec<&'static str> = if valid == codes.is_empty() {
            let refused = codes.iter().map(|code| code.name());
            if valid {
                vec!["taken"]
            } else {
                refused.collect()
            }
        } else {
            let said = &document[fact.section()][fact.key()];
            let excuses = excuses(fact, said, &codes, valid);
            prop_assert!(
                excuses.is_some(),
                "valid: {valid}, but {codes:?}: {text} of {fact:?}"
            );
            excuses.unwrap_or_default()
        };
        for name in names {
            *judged.entry(name).or_default() += 1;
        }
    }
    Ok(judged)
}

/// A whole profile both take or both refuse, but where there is an excuse for one of its parts. Whether they take it; none
/// where there is one.
fn check_documents(set: &[u8], bytes: &[u8]) -> Result<Option<bool>, TestCaseError> {
    let set = small_set(set);
    let judge = validator(&schema::profile(&set));
    let mut draw = Draw(bytes.iter());
    let document = whole(&document(&mut draw, &set, false));
    let text = in_json(&mut draw, &document);
    let Ok(Value::Object(document)) = serde_json::from_str::<Value>(&text) else {
        return Ok(None);
    };
    let excused = |(section, key, said): (&String, &String, &Value)| {
        let Some(fact) = set.fact(&format!("{section}.{key}")) else {
            return said.as_str().is_some_and(is_leap_day);
        };
        let fact = &set.facts[fact];
        let alone = json!({ section: { key: said } });
        let codes = errors(&set, &alone.to_string());
        // How a number was written is lost there.
        let rewritten = fact.kind == Kind::Integer && holds_float(said);
        rewritten || excuses(fact, said, &codes, judge.is_valid(&alone)).is_some()
    };
    let facts = document.iter().flat_map(|(section, facts)| {
        let facts = facts.as_object().into_iter().flatten();
        facts.map(move |(key, said)| (section, key, said))
    });
    let codes = errors(&set, &text);
    if codes.contains(&Code::DuplicateKey) || facts.into_iter().any(excused) {
        return Ok(None);
    }
    let valid = judge.is_valid(&Value::Object(document));
    prop_assert_eq!(valid, codes.is_empty(), "{:?}: {}", codes, text);
    Ok(Some(valid))
}

/// Whether a date is one of those that only some years have.
fn is_leap_day(date: &str) -> bool {
    date.ends_with("-02-29")
}

proptest! {
    // A validator for each set takes its time.
    #![proptest_config(Config { failure_persistence: None, cases: Config::default().cases / 2, ..Config::default() })]

    #[test]
    fn values_of_random_sets_are_judged_alike(set in vec(any::<u8>(), 60), bytes in vec(any::<u8>(), 600)) {
        check_values(&set, &bytes)?;
    }

    #[test]
    fn profiles_of_random_sets_are_judged_alike(set in vec(any::<u8>(), 60), bytes in vec(any::<u8>(), 400)) {
        check_documents(&set, &bytes)?;
    }
}

/// The random values are worth something: many are taken, many refused for each reason, and each excuse is needed.
#[test]
fn values_are_wrong_in_every_way() {
    let mut runner = TestRunner::deterministic();
    let bytes = (vec(any::<u8>(), 60), vec(any::<u8>(), 600));
    let mut seen = Judged::new();
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..128 {
        let (set, bytes) = bytes.new_tree(&mut runner).expect("no filter").current();
        for (name, times) in check_values(&set, &bytes).expect("checked above") {
            *seen.entry(name).or_default() += times;
        }
        match check_documents(&set, &bytes).expect("checked above") {
            Some(true) => taken += 1,
            Some(false) => refused += 1,
            None => {}
        }
    }
    for name in [
        "taken",
        "bad-date",
        "contradiction",
        "out-of-bounds",
        "unknown-key",
        "unknown-option",
        "wrong-type",
    ] {
        assert!(seen.remove(name).is_some_and(|times| times > 20), "{name}");
    }
    seen.remove("duplicate-key");
    assert_eq!(seen.len(), 5, "an excuse that nothing needs: {seen:?}");
    assert!(seen.values().all(|times| *times > 2), "{seen:?}");
    assert!(taken > 40 && refused > 5, "{taken} {refused}");
}
