//! Interviews drawn at random: whatever is answered, left open and taken back, the text says it and nothing else.

use super::session::{Session, Turn, with_note};
use crate::assess::assess;
use crate::finding::SourceText;
use crate::profile::{Answers, Options, Stated, resolve};
use crate::rubric::RubricSet;
use crate::rubric::load::{File, load};
use crate::source::{toml, yaml};
use crate::value::Value;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::sync::LazyLock;

const SET: &str = r#"
id = "interviews"
version = "1.0.0"
title = "Facts of every kind that is asked for"
facts."a.flag" = { type = "bool", ask = "Is it?" }
facts."a.pick" = { type = "choice", options = ["one", "two", "three"], allow_na = true, ask = "Which?" }
facts."b.some" = { type = "set", options = ["x", "y"], ask = "Which ones?" }
facts."b.whole" = { type = "integer", min = 0, max = 100, ask = "How many?" }
rubric = { id = "ready", title = "Ready", higher_is = "better" }
dimensions = [{ id = "all", weight = 1 }]
recommendations = [{ id = "go", title = "Go" }, { id = "wait", title = "Wait" }]

[[criteria]]
id = "flag"
dimension = "all"
title = "Flag"
weight = 1
fact = "a.flag"
points = { false = 0, true = 100 }

[[criteria]]
id = "pick"
dimension = "all"
title = "Pick"
weight = 1
fact = "a.pick"
points = { one = 0, two = 50, three = 100 }

[[criteria]]
id = "some"
dimension = "all"
title = "Some"
weight = 1
fact = "b.some"
share_of = ["x", "y"]

[[criteria]]
id = "whole"
dimension = "all"
title = "Whole"
weight = 1
fact = "b.whole"
bands = [{ below = 10, points = 0 }, { below = 50, points = 60 }, { points = 100 }]

[[rules]]
id = "ready"
recommend = "go"
when = [{ score = "ready", at_least = 60 }]

[[rules]]
id = "else"
recommend = "wait"
"#;

/// Each fact with what can be said of it.
const FACTS: [(&str, &[&str]); 4] = [
    ("a.flag", &["true", "false"]),
    (
        "a.pick",
        &[
            "one",
            "three",
            "n/a",
            "{ not: two }",
            "{ one_of: [one, two] }",
        ],
    ),
    (
        "b.some",
        &[
            "[]",
            "[y]",
            "[x, y]",
            "{ includes: [x] }",
            "{ excludes: [y] }",
        ],
    ),
    (
        "b.whole",
        &[
            "7",
            "99",
            "{ at_least: 5, at_most: 60 }",
            "{ at_least: 20 }",
        ],
    ),
];

static LOADED: LazyLock<RubricSet> = LazyLock::new(|| {
    let source = SourceText::new("set.toml", SET);
    let root = toml::read(&source).expect("well-formed");
    load(&[File { source, root }]).expect("a valid set").set
});

/// What a profile says of a fact: its cells, and what stands beside its value.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    cells: Vec<u64>,
    known: bool,
    note: Option<String>,
    source: Option<String>,
    as_of: Option<String>,
}

/// What a text says of each fact, in the order of [`FACTS`], and what is worked out of it.
fn read(text: &str) -> (Vec<Said>, String) {
    let set = &*LOADED;
    let source = SourceText::new("p.yaml", text);
    let documents = yaml::read(&source).expect("well-formed");
    let answers = documents.first().filter(|root| !root.is_null());
    let answers = answers.map_or(Answers::unknown(set), |root| {
        resolve(set, &source, root, Options::default())
            .expect("a profile")
            .0
    });
    let said = FACTS.iter().map(|(id, _)| {
        let number = set.fact(id).expect("a fact");
        let own = crate::rubric::indexes(&set.facts[number].variables);
        let statement = &answers.stated[number];
        let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
        Said {
            cells: answers.cells[own].to_vec(),
            known: statement.value != Stated::Unknown,
            note: text(&statement.note),
            source: text(&statement.source),
            as_of: text(&statement.as_of),
        }
    });
    (said.collect(), format!("{:?}", assess(set, &answers)))
}

/// What happens at a question; no fact is the one that is asked.
#[derive(Clone, Debug)]
enum Step {
    Answer(Option<Index>, Index, Option<String>),
    Skip(Option<Index>, Option<String>),
    Back,
    GoOn,
}

fn note() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| format!("n{text}"))
}

fn step() -> impl Strategy<Value = Step> {
    let fact = || option::of(any::<Index>());
    prop_oneof![
        4 => (fact(), any::<Index>(), option::weighted(0.3, note()))
            .prop_map(|(fact, value, note)| Step::Answer(fact, value, note)),
        3 => (fact(), option::weighted(0.3, note())).prop_map(|(fact, note)| Step::Skip(fact, note)),
        2 => Just(Step::Back),
        1 => Just(Step::GoOn),
    ]
}

/// A profile to begin with: some facts, each with something beside its value perhaps, and remarks.
fn profile() -> impl Strategy<Value = String> {
    let beside = select(
        &[
            "",
            "note: old",
            "note: old, source: call, as_of: 2026-01-02",
            "source: mail",
        ][..],
    );
    let fact = option::of((any::<Index>(), beside, any::<bool>()));
    vec(fact, FACTS.len()).prop_map(|facts| {
        let mut text = String::new();
        for ((id, values), fact) in FACTS.iter().zip(facts) {
            let Some((value, beside, is_unknown)) = fact else {
                continue;
            };
            let (section, key) = id.split_once('.').expect("section.key");
            let value = *value.get(values);
            let value = match (value.strip_prefix('{'), beside, is_unknown) {
                (_, _, true) => "{ value: unknown, note: asked }".to_owned(),
                (_, "", _) => value.to_owned(),
                (Some(parts), _, _) => format!("{{ {beside},{parts}"),
                (None, _, _) => format!("{{ value: {value}, {beside} }}"),
            };
            if !text.contains(&format!("{section}:\n")) {
                text += &format!("# about {section}\n{section}:\n");
            }
            text += &format!("  # about {key}\n  {key}: {value}\n");
        }
        text
    })
}

fn value(text: &str) -> Value<'_> {
    let documents = yaml::read(&SourceText::new("value", text)).expect("well-formed");
    documents.into_iter().next().expect("a value").value
}

fn remarks(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with("# about")).collect()
}

/// What must be said after a step that deals with a fact, by its place in [`FACTS`].
fn take(session: &mut Session<'_>, step: &Step, place: usize, said: &mut Said) {
    let (id, values) = FACTS[place];
    let fact = u16::try_from(LOADED.fact(id).expect("a fact")).expect("few");
    let (section, key) = id.split_once('.').expect("section.key");
    match step {
        Step::Answer(_, new, note) => {
            let new = *new.get(values);
            let answer = with_note(&value(new), note.as_deref());
            session.answer(fact, &answer).expect("an answer");
            let (alone, _) = read(&format!("{section}: {{ {key}: {new} }}"));
            *said = Said {
                note: note.clone().or(said.note.take()),
                ..alone[place].clone()
            };
        }
        Step::Skip(_, note) => {
            let before = session.text().to_owned();
            session.skip(fact, note.as_deref()).expect("skipped");
            if said.known && note.is_none() {
                assert_eq!(
                    session.text(),
                    before,
                    "what is known stays as it is written"
                );
            }
            said.note = note.clone().or(said.note.take());
            let documents = yaml::read(&SourceText::new("p.yaml", session.text()));
            let documents = documents.expect("well-formed");
            let written = documents[0]
                .get(section)
                .and_then(|section| section.get(key));
            let written = written.expect("it is written");
            let value = written.get("value").unwrap_or(written);
            assert_eq!(said.known, value.text() != Some("unknown"));
        }
        Step::Back | Step::GoOn => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_text_says_all_that_was_answered_and_going_back_restores_it(
        profile in profile(),
        steps in vec(step(), 1..10),
    ) {
        let (mut said, _) = read(&profile);
        let mut session = Session::new(&LOADED, "p.yaml", profile.clone(), Options::default())
            .expect("a profile");
        let mut past = Vec::new();
        let mut dealt_with: Vec<u16> = Vec::new();
        for step in steps {
            let state = (session.text().to_owned(), session.turn(), said.clone(), dealt_with.clone());
            let asked = match state.1 {
                Turn::Ask { fact, .. } => Some(usize::from(fact)),
                Turn::Pause { .. } | Turn::End => None,
            };
            match &step {
                Step::Answer(named, ..) | Step::Skip(named, _) => {
                    let place = |id: &str| FACTS.iter().position(|(own, _)| *own == id);
                    let asked = asked.and_then(|fact| place(&LOADED.facts[fact].id));
                    let Some(place) = named.map(|index| index.index(FACTS.len())).or(asked) else {
                        continue;
                    };
                    take(&mut session, &step, place, &mut said[place]);
                    let fact = LOADED.fact(FACTS[place].0).expect("a fact");
                    dealt_with.push(u16::try_from(fact).expect("few"));
                    past.push(state);
                }
                Step::Back => {
                    prop_assert_eq!(session.back(), !past.is_empty());
                    if let Some((text, turn, earlier, dealt)) = past.pop() {
                        prop_assert_eq!((session.text(), session.turn()), (&*text, turn));
                        (said, dealt_with) = (earlier, dealt);
                    }
                }
                Step::GoOn => session.go_on(),
            }
            let (found, assessed) = read(session.text());
            prop_assert_eq!(&found, &said, "{}", session.text());
            prop_assert_eq!(format!("{:?}", session.assessment()), assessed);
            prop_assert_eq!(remarks(session.text()), remarks(&profile));
            if let Turn::Ask { fact, .. } = session.turn() {
                prop_assert!(!dealt_with.contains(&fact), "asked again");
            }
        }
    }
}
