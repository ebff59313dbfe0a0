//! Profiles: every one in the repository, and every form of a value for every type of fact.

use super::{below, complaints, name, set_at, validator};
use jsonschema::Validator;
use maturity::finding::SourceText;
use maturity::present::questionnaire::questionnaire;
use maturity::present::schema;
use maturity::profile::{Answers, Options, resolve};
use maturity::rubric::RubricSet;
use maturity::source::{shipped, yaml};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Profiles of the tests that the reader refuses and the schema takes, and why it cannot refuse them.
const TAKEN: [(&str, &str); 10] = [
    (
        "annotation-date",
        "the 29th of February depends on the year",
    ),
    ("includes-and-excludes", OPTIONS),
    ("integer-exponent", NUMBERS),
    ("integer-hexadecimal", NUMBERS),
    ("not-everything", OPTIONS),
    ("number-infinite", "JSON has no infinity: it is null there"),
    ("number-nan", "JSON has no such number: it is null there"),
    ("one-of-and-not", OPTIONS),
    ("range-and-one-of", ENDS),
    ("range-reversed", ENDS),
];

const NUMBERS: &str = "editors know the value of a number, not how it is written";
const ENDS: &str = "two values would have to be compared";
const OPTIONS: &str = "it would take a condition for each option, whose message nobody understands";

/// Whether the reader takes a profile; none where it is not even well-formed to it.
fn taken(set: &RubricSet, text: &str) -> Option<bool> {
    let source = SourceText::new("profile.yaml", text);
    let documents = yaml::read(&source).ok()?;
    let [document] = documents.as_slice() else {
        return None;
    };
    Some(resolve(set, &source, document, Options::default()).is_ok())
}

/// A profile as an editor's reader of YAML takes it.
fn as_json(text: &str) -> Option<Value> {
    serde_yaml::from_str(text.trim_start_matches('\u{feff}')).ok()
}

/// A set and the validator of its profiles, by the path that names it.
struct Judges(BTreeMap<String, (RubricSet, Validator)>);

impl Judges {
    fn of(&mut self, path: Option<&str>) -> Option<&(RubricSet, Validator)> {
        let key = path.unwrap_or("").to_owned();
        if !self.0.contains_key(&key) {
            let set = match path {
                None => shipped::rubric_set(),
                Some(path) => set_at(path).ok()?,
            };
            let judge = validator(&schema::profile(&set));
            self.0.insert(key.clone(), (set, judge));
        }
        self.0.get(&key)
    }
}

/// A profile of the repository: what it is called here, its set, its text.
struct Profile {
    name: String,
    set: Option<String>,
    text: String,
}

fn examples() -> Vec<Profile> {
    let of = |set: Option<&str>| {
        let set = set.map(str::to_owned);
        move |path: std::path::PathBuf| Profile {
            name: name(&path),
            set: set.clone(),
            text: fs::read_to_string(path).expect("a profile"),
        }
    };
    let services = "examples/rubrics/small-services";
    let shipped = below("examples", &["yaml"]).into_iter();
    let shipped = shipped.filter(|path| !path.starts_with("examples/rubrics"));
    let other = below(services, &["yaml"]).into_iter();
    shipped
        .map(of(None))
        .chain(other.map(of(Some(services))))
        .collect()
}

/// The profiles that runs of the command line read, from standard input and from files.
fn of_runs() -> Vec<Profile> {
    const FIXTURES: &str = "tests/cmd/fixtures";
    let mut profiles = Vec::new();
    let mut seen = BTreeSet::new();
    for path in below("tests/cmd", &["toml"]) {
        if path.starts_with(FIXTURES) {
            continue;
        }
        let run: toml::Table =
            toml::from_str(&fs::read_to_string(&path).expect("a run")).expect("TOML");
        let args: Vec<String> = match &run["args"] {
            toml::Value::String(args) => args.split_whitespace().map(str::to_owned).collect(),
            toml::Value::Array(args) => args
                .iter()
                .filter_map(|arg| arg.as_str().map(str::to_owned))
                .collect(),
            _ => Vec::new(),
        };
        let scores = ["score", "check", "robustness", "plan"];
        if !args
            .first()
            .is_some_and(|command| scores.contains(&command.as_str()))
        {
            continue;
        }
        let named = args.iter().skip_while(|arg| *arg != "--rubrics").nth(1);
        let from_environment = || {
            run.get("env")?
                .get("add")?
                .get("MATURITY_RUBRICS")?
                .as_str()
                .map(str::to_owned)
        };
        let set = named.cloned().or_else(from_environment);
        let set = set.map(|set| format!("{FIXTURES}/{set}"));
        let mut add = |name: String, text: String| {
            profiles.push(Profile {
                name,
                set: set.clone(),
                text,
            });
        };
        for arg in &args[1..] {
            if arg == "-" {
                if let Some(stdin) = run.get("stdin").and_then(toml::Value::as_str) {
                    add(name(&path), stdin.to_owned());
                }
            } else if arg.ends_with(".yaml") {
                let file = format!("{FIXTURES}/{arg}");
                if let (true, Ok(text)) = (
                    seen.insert((file.clone(), set.clone())),
                    fs::read_to_string(&file),
                ) {
                    add(file, text);
                }
            }
        }
    }
    profiles
}

#[test]
fn what_the_reader_takes_the_schema_takes_and_no_more() {
    let mut judges = Judges(BTreeMap::new());
    let reasons: BTreeMap<&str, &str> = TAKEN.into();
    let mut wrong = String::new();
    let (mut good, mut bad, mut met) = (0, 0, BTreeSet::new());
    let examples = examples();
    let count = examples.len();
    for (number, profile) in examples.into_iter().chain(of_runs()).enumerate() {
        let Some((set, judge)) = judges.of(profile.set.as_deref()) else {
            continue;
        };
        let Some(taken) = taken(set, &profile.text) else {
            continue;
        };
        assert!(taken || number >= count, "{} is an example", profile.name);
        let Some(document) = as_json(&profile.text) else {
            continue;
        };
        let complaints = complaints(judge, &document);
        if taken {
            good += 1;
        } else {
            bad += 1;
        }
        let short = profile.name.strip_prefix("tests/cmd/profile/");
        let short = short.and_then(|name| name.strip_suffix(".toml"));
        let excused = short.filter(|name| reasons.contains_key(name));
        match (taken, complaints.is_empty()) {
            (true, false) => {
                wrong += &format!("good, but refused: {}\n  {complaints:#?}\n", profile.name);
            }
            (false, true) if excused.is_some() => {
                met.extend(excused.map(str::to_owned));
            }
            (false, true) => {
                wrong += &format!("bad, but taken: {}\n{}\n", profile.name, profile.text);
            }
            _ => {}
        }
    }
    for (name, reason) in TAKEN {
        if !met.contains(name) {
            wrong += &format!("{name} is refused after all ({reason}): strike it from the list\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(good > 50 && bad > 100, "{good} good ones, {bad} bad ones");
}

/// A profile to fill in states every fact, is as the schema says, and nothing is wrong with it.
#[test]
fn a_profile_to_fill_in_is_a_good_one() {
    for path in [
        None,
        Some("examples/rubrics/small-services"),
        Some("tests/cmd/fixtures/tiny"),
    ] {
        let mut judges = Judges(BTreeMap::new());
        let (set, judge) = judges.of(path).expect("a sound set");
        let text = questionnaire(set, "x.json");
        let document = as_json(&text).expect("YAML");
        assert_eq!(complaints(judge, &document), Vec::<String>::new());
        for fact in &set.facts {
            assert_eq!(
                document[fact.section()][fact.key()],
                "unknown",
                "{}",
                fact.id
            );
        }
        let source = SourceText::new("profile.yaml", &text);
        let documents = yaml::read(&source).expect("YAML");
        let (answers, findings) =
            resolve(set, &source, &documents[0], Options::default()).expect("good");
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(answers.cells, Answers::unknown(set).cells);
    }
}

/// A fact of each type, with and without `n/a` and bounds.
const KINDS: &str = r#"
id = "kinds"
version = "1.0.0"
facts."k.bool" = { type = "bool", ask = "?" }
facts."k.bool_na" = { type = "bool", ask = "?", allow_na = true }
facts."k.choice" = { type = "choice", ask = "?", options = ["low", "high"] }
facts."k.choice_na" = { type = "choice", ask = "?", options = ["low", "mid", "high"], allow_na = true }
facts."k.words" = { type = "choice", ask = "?", options = ["no", "partly", "yes"] }
facts."k.half_word" = { type = "choice", ask = "?", options = ["no", "some"] }
facts."k.digits" = { type = "choice", ask = "?", options = ["1", "2.5", "true", "-3"] }
facts."k.set" = { type = "set", ask = "?", options = ["low", "high", "no", "2"] }
facts."k.whole" = { type = "integer", ask = "?" }
facts."k.whole_na" = { type = "integer", ask = "?", min = 1, max = 9, allow_na = true }
facts."k.number" = { type = "number", ask = "?" }
facts."k.number_na" = { type = "number", ask = "?", min = 0.5, max = 99, allow_na = true }
facts."k.text" = { type = "text", ask = "?" }
rubric = { id = "r", higher_is = "better" }
dimensions = [{ id = "d" }]
recommendations = [{ id = "a", title = "A" }]
rules = [{ id = "otherwise", recommend = "a" }]
[[criteria]]
id = "c"
dimension = "d"
weight = 1
fact = "k.bool"
points = { false = 0, true = 100 }
"#;

/// What somebody may write where a value stands.
const VALUES: &str = r#"
~ null unknown "unknown" Unknown n/a "n/a" N/A true false "true" yes no "no" on partly low high "low" mid some other
1 2 2.5 -3 0.4 9 10 99.5 100 1e2 1.0 "1" -1 9007199254740992 9007199254740993 1e400 .5 +1 2026-11-03 text "" {} [] [~]
[low] [low,high] [low,low] [other] [[low]] [{}] [unknown] [n/a] [true] [false,true] [1] [2] [1,2] [no] [true,low] [""]
"#;

/// What somebody may write beside or in place of a value, `V` standing for one of the values.
const FORMS: [&str; 19] = [
    "V",
    "{ value: V }",
    "{ value: V, note: n }",
    "{ value: V, note: [n] }",
    "{ value: V, source: 12, as_of: 2026-11-03 }",
    "{ value: V, as_of: 2026-11-31 }",
    "{ value: V, as_of: soon }",
    "{ value: V, vlaue: 1 }",
    "{ value: { value: V } }",
    "{ note: V }",
    "{ as_of: V }",
    "{ one_of: V }",
    "{ not: V }",
    "{ at_least: V }",
    "{ at_most: V }",
    "{ includes: V }",
    "{ excludes: V }",
    "{ value: low, one_of: V }",
    "{ at_least: V, at_most: 10 }",
];

/// Why reader and schema differ about a value; none where they should not.
fn excuse(fact: &str, value: &str, form: &str, taken: bool) -> Option<&'static str> {
    let numeric = fact.starts_with("whole") || fact.starts_with("number");
    let nothing = matches!(value, "~" | "null" | "unknown" | "\"unknown\"");
    if taken {
        let half = [
            "one_of", "not", "at_least", "at_most", "includes", "excludes",
        ];
        let half = half.iter().any(|name| form == format!("{{ {name}: V }}"));
        return (half && nothing)
            .then_some("half-knowledge that does not fit the fact, and says nothing");
    }
    let by_writing = fact.starts_with("whole") || fact == "digits";
    if by_writing && matches!(value, "1.0" | "1e2" | "+1") {
        return Some(NUMBERS);
    }
    if form.contains("at_most: 10") && numeric {
        return Some(ENDS);
    }
    let everything = ["[false,true]", "[low,high]", "[no]", "[true,low]"];
    if form.starts_with("{ not:") && everything.contains(&value) {
        return Some(OPTIONS);
    }
    None
}

#[test]
fn every_form_of_a_value_is_judged_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kinds.toml");
    fs::write(&path, KINDS).expect("written");
    let set = set_at(&path.display().to_string()).expect("a sound set");
    let judge = validator(&schema::profile(&set));
    let (mut wrong, mut excused, mut good, mut bad) = (String::new(), BTreeSet::new(), 0, 0);
    for fact in &set.facts {
        for form in FORMS {
            for value in VALUES.split_whitespace() {
                let text = format!("k:\n  {}: {}\n", fact.key(), form.replace('V', value));
                let Some(taken) = taken(&set, &text) else {
                    panic!("not well-formed: {text}");
                };
                let Some(document) = as_json(&text) else {
                    panic!("not well-formed: {text}");
                };
                let valid = judge.is_valid(&document);
                match (taken == valid, excuse(fact.key(), value, form, taken)) {
                    (true, _) if taken => good += 1,
                    (true, _) => bad += 1,
                    (false, Some(reason)) => {
                        excused.insert(reason);
                    }
                    (false, None) => wrong += &format!("taken: {taken}, valid: {valid}: {text}"),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(
        excused.len(),
        4,
        "an excuse that nothing needs: {excused:?}"
    );
    assert!(
        good > 1000 && bad > 1000,
        "{good} good ones, {bad} bad ones"
    );
}
