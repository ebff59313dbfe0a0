//! The tests of a rubric set: one passes exactly where the reference agrees with all that it expects, and one that does
//! not says what is there instead.

mod drawn;
mod orders;
mod scores;

use crate::generate::model::{Model, Statement};
use crate::generate::{Case, cases, print};
use crate::listed::restated;
use crate::reference::outlook::Outlook;
use crate::reference::world::World;
use crate::same_cases;
use crate::subject::refused;
use drawn::Expects;
use maturity::check::cases::outcomes;
use maturity::check::subject::{ProfileFile, ProfileFiles, subjects};
use maturity::finding::SourceText;
use maturity::rubric::load::{File, load};
use maturity::source::{toml, yaml};
use proptest::prelude::{prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The most completions of a profile that is tested.
const MOST: usize = 1024;

/// Choices of a case, which never end.
struct Draw<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Draw<'_> {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        let round = self.at / self.bytes.len();
        let byte = usize::from(self.bytes[self.at % self.bytes.len()]);
        self.at += 1;
        byte * (1 + 2 * round) / 4 % n
    }

    /// Some of the numbers below `n`: none half of the time.
    fn some_below(&mut self, n: usize) -> Vec<usize> {
        let chosen = match self.below(2) {
            0 => 0,
            _ => self.below(1 << n),
        };
        (0..n).filter(|number| chosen >> number & 1 == 1).collect()
    }

    /// This number below `n`, or another one.
    fn truth_or(&mut self, truth: usize, n: usize) -> usize {
        (truth + self.below(2) * self.below(n)) % n
    }

    /// A small number, mostly.
    fn near(&mut self) -> i64 {
        const STEPS: [i64; 16] = [
            0, 0, 1, -1, 10, -10, 0, 5, -5, 100, -100, 0, 9, -9, 1000, -1000,
        ];
        STEPS[self.below(STEPS.len())]
    }
}

/// What is written about a fact, in TOML; what says nothing is `unknown`.
fn in_toml(model: &Model, fact: usize, statement: &Statement) -> String {
    fn written(value: &Json) -> String {
        match value {
            Json::Null => "\"unknown\"".to_owned(),
            Json::Bool(_) | Json::Number(_) | Json::String(_) => value.to_string(),
            Json::Array(items) => format!(
                "[{}]",
                items.iter().map(written).collect::<Vec<_>>().join(", ")
            ),
            Json::Object(entries) => {
                let entry = |(key, value): (&String, &Json)| format!("{key} = {}", written(value));
                format!(
                    "{{ {} }}",
                    entries.iter().map(entry).collect::<Vec<_>>().join(", ")
                )
            }
        }
    }
    let shown = print::statement(model, fact, statement).unwrap_or_default();
    written(&serde_yaml::from_str(&shown).expect("YAML"))
}

fn facts(model: &Model, statements: &[Statement], some: impl Fn(usize) -> bool) -> String {
    let some = (0..statements.len()).filter(|fact| some(*fact));
    let entries = some.map(|fact| {
        let id = model.facts[fact].id;
        format!("\"{id}\" = {}", in_toml(model, fact, &statements[fact]))
    });
    format!("facts = {{ {} }}\n", entries.collect::<Vec<_>>().join(", "))
}

/// The files of a set in which every recommendation and every gate gives a piece of advice.
fn advising(model: &Model) -> Vec<String> {
    let mut files = print::files(model);
    let mut advice = String::new();
    let gates = model.gates.iter().map(|gate| ("gates", "at", gate.id));
    let recommendations = model.recommendations.iter();
    let recommendations = recommendations.map(|id| ("recommendations", "do", *id));
    for (table, word, id) in gates.chain(recommendations) {
        let header = format!("[[{table}]]\nid = \"{id}\"\n");
        let advised = format!("{header}advice = \"{word}-{id}\"\n");
        files
            .iter_mut()
            .for_each(|file| *file = file.replace(&header, &advised));
        advice += &format!("[advice.{word}-{id}]\ntext = \"So it goes.\"\n");
    }
    files.push(advice);
    files
}

/// What does not hold of each test of a set.
fn failures(files: &[String], profiles: &ProfileFiles) -> Result<Vec<Vec<String>>, TestCaseError> {
    let mut parsed = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let source = SourceText::new(format!("{number}.toml"), file);
        let root = toml::read(&source).map_err(|findings| refused(&findings))?;
        parsed.push(File { source, root });
    }
    let loaded = load(&parsed).map_err(|findings| refused(&findings))?;
    let subjects = subjects(&loaded, &parsed, profiles);
    let outcomes = outcomes(&loaded.set, &loaded.cases, &subjects.given);
    Ok(outcomes
        .into_iter()
        .map(|outcome| outcome.failures)
        .collect())
}

/// The expectations that were made, by kind and whether they held.
type Made = Vec<(&'static str, bool)>;

/// Two tests: one of the profile of the case, in a file or in the test itself, and one like it with other statements.
fn check_tests(case: &Case) -> Result<Made, TestCaseError> {
    let model = &case.model;
    let other = restated(case).profile;
    let few = World::new(model, &other).count() <= MOST;
    let profiles = [&case.profile, if few { &other } else { &case.profile }];
    let outlooks = profiles.map(|profile| Outlook::new(model, profile));
    let named = [("own", &outlooks[0]), ("other", &outlooks[1])];
    let mut draw = Draw {
        bytes: &case.choices,
        at: 8,
    };
    let order: Vec<usize> = (0..model.facts.len()).collect();
    let in_file = draw.below(2) == 1;
    let text = print::profile(model, &case.profile, &order);
    let differs = |fact: usize| {
        let written = profiles.map(|profile| in_toml(model, fact, &profile[fact]));
        written[0] != written[1]
    };
    let mut keys = [
        if in_file {
            "profile = \"own.yaml\"\n".to_owned()
        } else {
            facts(model, &case.profile, |_| true)
        },
        format!("like = \"own\"\n{}", facts(model, profiles[1], differs)),
    ];
    let (mut expected, mut made) = (Vec::new(), Vec::new());
    for (test, (name, outlook)) in named.into_iter().enumerate() {
        let mut expects = Expects::new(model, profiles[test], outlook);
        expects.draw(&mut draw, &named);
        keys[test] = format!(
            "[[tests]]\nname = \"{name}\"\n{}{}",
            keys[test], expects.keys
        );
        expected.push(expects.failures);
        made.append(&mut expects.made);
    }
    let mut files = advising(model);
    files.push(keys.concat());
    let source = SourceText::new("own.yaml", &text);
    let node = yaml::read(&source).expect("YAML").remove(0).owned();
    let file = ProfileFile {
        path: "own.yaml".to_owned(),
        text: text.clone(),
        node,
    };
    let mut profiles = ProfileFiles::new();
    if in_file {
        profiles.insert(0, Ok(file));
    }
    let got = failures(&files, &profiles)?;
    prop_assert_eq!(got, expected, "{}", keys.concat());
    Ok(made)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn a_test_passes_exactly_where_the_reference_agrees(case in cases()) {
        check_tests(&case)?;
    }
}

/// The random tests are worth something: each kind of expectation holds in some, and in some it does not.
#[test]
fn every_expectation_holds_and_fails() {
    let mut seen: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for case in same_cases(cases(), 256) {
        for (kind, holds) in check_tests(&case).expect("checked above") {
            seen.entry(kind).or_default()[usize::from(holds)] += 1;
        }
    }
    for (kind, [failed, held]) in seen {
        let never_holds = matches!(kind, "no score" | "above no score");
        assert!(failed > 10, "{kind} fails {failed} times");
        assert!(never_holds || held > 10, "{kind} holds {held} times");
    }
}

/// Two scores stand exactly as far apart as they read, which their difference in binary does not say.
#[test]
fn scores_stand_as_far_apart_as_they_read() {
    let set = r#"
id = "apart"
version = "1.0.0"
facts."s.a" = { type = "bool", ask = "?" }
facts."s.b" = { type = "bool", ask = "?" }
rubric = { id = "r", higher_is = "better" }
dimensions = [{ id = "d" }]
criteria = [
    { id = "a", dimension = "d", weight = 9, fact = "s.a", points = { false = 23, true = 28 } },
    { id = "b", dimension = "d", weight = 1, fact = "s.b", points = { false = 4, true = 1 } },
]
recommendations = [{ id = "go", title = "Go" }]
rules = [{ id = "always", recommend = "go" }]
[[tests]]
name = "low"
facts = { "s.a" = false, "s.b" = false }
scores = [{ score = "r", value = 21.1 }]
[[tests]]
name = "high"
facts = { "s.a" = true, "s.b" = true }
scores = [{ score = "r", value = 25.3 }]
above = { score = "r", than = "low", by = 4.2 }
[[tests]]
name = "higher"
like = "high"
above = { score = "r", than = "low", by = 4.21 }
"#;
    let failures = failures(&[set.to_owned()], &ProfileFiles::new()).expect("sound");
    let too_far = "`r` must stand 4.21 above `low`, but stands 4.2 above it";
    assert_eq!(failures, [vec![], vec![], vec![too_far.to_owned()]]);
}
