//! Profiles brought to new names: they say the same, and whatever holds no renamed fact stays as it is, where it is.

use crate::generate::model::{Model, Statement};
use crate::generate::{Case, cases, print};
use crate::renames::renamed;
use crate::same_cases;
use crate::subject::{answer_text, load_files, refused};
use maturity::assess::glance;
use maturity::compare::names::renames;
use maturity::compare::pairs::Pairs;
use maturity::finding::SourceText;
use maturity::profile::{Options, Renames, Spot, resolve};
use maturity::rubric::RubricSet;
use maturity::source::edit::{Place, rename};
use maturity::source::yaml;
use maturity::value::Node;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What a profile says of a fact: the fact's number, its section, and the line without comments.
struct Entry {
    fact: usize,
    section: String,
    line: String,
}

fn entries(model: &Model, statements: &[Statement]) -> Vec<Entry> {
    let order: Vec<usize> = (0..statements.len()).collect();
    let mut section = String::new();
    let mut entries = Vec::new();
    for line in print::profile(model, statements, &order).lines() {
        let (key, _) = line.split_once(':').unwrap_or((line, ""));
        let Some(key) = key.strip_prefix("  ") else {
            section = key.to_owned();
            continue;
        };
        let id = format!("{section}.{key}");
        let fact = model.facts.iter().position(|fact| fact.id == id);
        entries.push(Entry {
            fact: fact.expect("a fact"),
            section: section.clone(),
            line: line.trim_start().to_owned(),
        });
    }
    entries
}

/// The lines of a fact: a comment above it and one behind it.
fn lines(fact: usize, line: &str) -> [String; 2] {
    [
        format!("  # above {fact}"),
        format!("  {line} # behind {fact}"),
    ]
}

/// A profile with comments everywhere; the facts of this section in braces.
struct Text<'t> {
    before: &'t [Entry],
    after: &'t [Entry],
    in_braces: Option<&'t str>,
}

impl Text<'_> {
    fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = self.before.iter().map(|entry| &*entry.section).collect();
        sections.dedup();
        sections
    }

    /// What is said of a fact under the new names.
    fn now(&self, entry: &Entry) -> &Entry {
        let same = self.after.iter().find(|other| other.fact == entry.fact);
        same.expect("it is said in both")
    }

    fn moves(&self, entry: &Entry) -> bool {
        self.now(entry).section != entry.section
    }

    /// The profile under the old names or the new ones, without what goes to another section.
    fn lines(&self, new: bool) -> Vec<String> {
        let mut all = vec!["# top".to_owned()];
        for section in self.sections() {
            let own = self.before.iter().filter(|entry| entry.section == section);
            let own: Vec<&Entry> = own.filter(|entry| !new || !self.moves(entry)).collect();
            let line = |entry: &Entry| {
                if new {
                    self.now(entry).line.clone()
                } else {
                    entry.line.clone()
                }
            };
            all.push(format!("# before {section}"));
            if self.in_braces == Some(section) {
                let facts: Vec<String> = own.iter().map(|entry| line(entry)).collect();
                all.push(format!(
                    "{section}: {{ {} }} # head of {section}",
                    facts.join(", ")
                ));
            } else {
                // A section that says nothing any more goes; its comment does not.
                let goes =
                    own.is_empty() && !self.after.iter().any(|entry| entry.section == section);
                let head = if goes {
                    String::new()
                } else {
                    format!("{section}: ")
                };
                all.push(format!("{head}# head of {section}"));
                all.extend(own.iter().flat_map(|entry| lines(entry.fact, &line(entry))));
            }
            all.push(String::new());
        }
        all
    }

    /// Whether a fact goes from or to the section in braces, which no text can do.
    fn must_be_refused(&self) -> bool {
        let braces = |section: &str| self.in_braces == Some(section);
        let touches = |entry: &Entry| braces(&entry.section) || braces(&self.now(entry).section);
        self.before
            .iter()
            .any(|entry| self.moves(entry) && touches(entry))
    }

    /// Takes what moved out of the lines of the new text: each fact with its comments, in one piece.
    fn without_moved(&self, text: &str) -> Result<Vec<String>, TestCaseError> {
        let mut rest: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut sections = self.sections();
        for entry in self.before.iter().filter(|entry| self.moves(entry)) {
            let now = self.now(entry);
            let block = lines(entry.fact, &now.line);
            let place = rest.windows(2).position(|two| two == block);
            prop_assert!(place.is_some(), "{block:?} in {text}");
            let place = place.unwrap_or_default();
            let home = rest[..place]
                .iter()
                .rev()
                .find(|line| !line.starts_with([' ', '#']) && !line.is_empty());
            let head = format!("{}:", now.section);
            prop_assert!(
                home.is_some_and(|home| home.starts_with(&head)),
                "{block:?} in {text}"
            );
            rest.drain(place..place + 2);
            if !sections.contains(&&*now.section) {
                sections.push(&now.section);
            }
        }
        for section in &sections[self.sections().len()..] {
            let place = rest.iter().position(|line| *line == format!("{section}:"));
            prop_assert!(place.is_some(), "{section} in {text}");
            rest.remove(place.unwrap_or_default());
        }
        Ok(rest)
    }
}

/// Where a name stands, as it is to be written.
fn place(spot: &Spot) -> Place {
    let pair = |id: &str| {
        let (section, key) = id.split_once('.').expect("a section");
        (section.to_owned(), key.to_owned())
    };
    if spot.fact.is_some() {
        return Place::Word(spot.span, spot.to.clone());
    }
    let (from, to) = (pair(&spot.from), pair(&spot.to));
    if from.0 == to.0 {
        Place::Word(spot.span, to.1)
    } else {
        Place::Move(spot.span, from, to)
    }
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Became {
    Same,
    Renamed,
    Moved,
    Refused,
}

fn check_migrated(case: &Case) -> Result<Became, TestCaseError> {
    let renamed = renamed(&case.model, &case.choices);
    let before = entries(&case.model, &case.profile);
    let after = entries(&renamed.model, &case.profile);
    if before.is_empty() {
        return Ok(Became::Same);
    }
    let text = Text {
        in_braces: (case.choices[46] % 4 == 3).then_some(&*before[0].section),
        before: &before,
        after: &after,
    };
    let commented = text.lines(false).join("\n") + "\n";
    let source = SourceText::new("profile.yaml", &commented);
    let documents = yaml::read(&source).map_err(|findings| refused(&findings))?;
    let root = &documents[0];
    let (old_set, new_set) = (
        load_files(&print::files(&case.model))?,
        load_files(&renamed.files)?,
    );
    let renames = renames(&old_set, &new_set, &Pairs::new(&old_set, &new_set));
    let places: Vec<Place> = renames.spots(root).iter().map(place).collect();
    let edited = rename(&source, &places, &renames.renamed(root));
    prop_assert_eq!(edited.is_err(), text.must_be_refused(), "{}", commented);
    let Ok(edited) = edited else {
        return Ok(Became::Refused);
    };
    prop_assert_eq!(text.without_moved(&edited)?, text.lines(true), "{}", edited);
    let new_source = SourceText::new("profile.yaml", &edited);
    let again = yaml::read(&new_source).map_err(|findings| refused(&findings))?;
    let read = |set: &RubricSet, source: &SourceText<'_>, root: &Node<'_>| {
        resolve(set, source, root, Options::default())
            .map(|(answers, _)| glance(set, &answers.cells))
            .map_err(|findings| refused(&findings))
    };
    let (was, is) = (
        read(&old_set, &source, root)?,
        read(&new_set, &new_source, &again[0])?,
    );
    prop_assert_eq!(was.rubrics, is.rubrics);
    prop_assert_eq!(was.dimensions, is.dimensions);
    Ok(
        match places.iter().any(|place| matches!(place, Place::Move(..))) {
            true => Became::Moved,
            false if places.is_empty() => Became::Same,
            false => Became::Renamed,
        },
    )
}

/// What a profile of the old set states of its version, or one of the new set.
const STATED: [(&str, &str); 4] = [
    ("bare", ""),
    ("named", "generated"),
    ("old", "generated 1.0.0"),
    ("new", "generated 2.0.0"),
];

fn stated(version: &str, facts: &str) -> String {
    match (version, facts) {
        ("", _) => format!("# facts\n{facts}"),
        (_, "{}\n") => format!("profile:\n  rubrics: {version}\n"),
        _ => format!("profile:\n  rubrics: {version}\n{facts}"),
    }
}

/// Runs the program in a folder; what is then written in the profiles, and what it says.
fn run(folder: &Path, from: bool) -> (Vec<String>, Output) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_maturity"));
    program
        .args(["migrate", "profiles", "--rubrics", "new"])
        .current_dir(folder);
    if from {
        program.args(["--from", "old"]);
    }
    let output = program.output().expect("it runs");
    let text = |(name, _): &(&str, &str)| {
        fs::read_to_string(folder.join(format!("profiles/{name}.yaml"))).expect("a profile")
    };
    (STATED.iter().map(text).collect(), output)
}

/// A second run changes nothing, whatever version a profile states. With the old set at hand the first one carries all.
fn check_twice(case: &Case) -> Result<(), TestCaseError> {
    let renamed = renamed(&case.model, &case.choices);
    let newer = |file: &String| file.replace("version = \"1.0.0\"", "version = \"2.0.0\"");
    let new_files: Vec<String> = renamed.files.iter().map(newer).collect();
    let old_files = print::files(&case.model);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, files) in [("old", &old_files), ("new", &new_files)] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
        for (number, file) in files.iter().enumerate() {
            fs::write(folder.path().join(format!("{name}/{number}.toml")), file).expect("a file");
        }
    }
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let facts = print::profile(&case.model, &case.profile, &order);
    let facts_now = print::profile(&renamed.model, &case.profile, &order);
    fs::create_dir(folder.path().join("profiles")).expect("a folder");
    for (name, version) in STATED {
        let facts = if name == "new" { &facts_now } else { &facts };
        let text = stated(version, facts);
        fs::write(folder.path().join(format!("profiles/{name}.yaml")), text).expect("a file");
    }
    let from = !case.choices[51].is_multiple_of(3);
    let (once, output) = run(folder.path(), from);
    let said = String::from_utf8_lossy(&output.stderr);
    prop_assert_eq!(&once[3], &stated(STATED[3].1, &facts_now));
    prop_assert!(!from || output.status.success(), "{said}");
    let (twice, again) = run(folder.path(), from);
    prop_assert_eq!(&once, &twice);
    prop_assert_eq!(output.status.code(), again.status.code());
    if from {
        let (old_set, new_set) = (load_files(&old_files)?, load_files(&new_files)?);
        let read = |set: &RubricSet, text: &str| {
            answer_text(set, text, |answers| glance(set, &answers.cells))
                .map(|seen| (seen.rubrics, seen.dimensions))
        };
        let was = read(&old_set, &facts)?;
        for text in &once {
            prop_assert_eq!(&read(&new_set, text)?, &was, "{}", text);
        }
    }
    Ok(())
}

proptest! {
    // Each case starts the program twice.
    #![proptest_config(Config { cases: crate::config().cases / 8, ..crate::config() })]

    #[test]
    fn a_second_run_changes_nothing(case in cases()) {
        check_twice(&case)?;
    }
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn a_profile_under_new_names_says_the_same(case in cases()) {
        check_migrated(&case)?;
    }
}

/// What changes places with another, and what takes a name that another gives up, stays with its section's lines.
#[test]
fn names_may_go_around() {
    let text = "s: # head\n  b: 1 # one\nt:\n  # two\n  c: 2\n";
    let source = SourceText::new("profile.yaml", text);
    let documents = yaml::read(&source).expect("well-formed");
    for (names, after) in [
        (
            [("s.b", "t.c"), ("t.c", "s.b")],
            "s: # head\n  # two\n  b: 2\nt:\n  c: 1 # one\n",
        ),
        (
            [("s.b", "t.c"), ("t.c", "t.d")],
            "# head\nt:\n  # two\n  d: 2\n  c: 1 # one\n",
        ),
    ] {
        let names = names.map(|(old, new)| (old.to_owned(), new.to_owned()));
        let renames = Renames {
            facts: names.into(),
            ..Renames::default()
        };
        let places: Vec<Place> = renames.spots(&documents[0]).iter().map(place).collect();
        let edited = rename(&source, &places, &renames.renamed(&documents[0]));
        assert_eq!(edited.expect("it can be written"), after);
    }
}

/// The random profiles are worth something: in some nothing has another name, in some a fact moves, some are refused.
#[test]
fn profiles_are_renamed_in_every_way() {
    let mut seen = [0; 4];
    for case in same_cases(cases(), 256) {
        seen[check_migrated(&case).expect("checked above") as usize] += 1;
    }
    assert!(seen.iter().all(|times| *times > 10), "{seen:?}");
}
