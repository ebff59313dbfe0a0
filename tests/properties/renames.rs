//! Sets under other names: what was renamed is the same, and it changes nothing but names.

use crate::difference::EFFORT;
use crate::generate::model::{Kind, Model};
use crate::generate::{Case, cases, print};
use crate::impact::with_set;
use crate::subject::{Numbers, load_files, with_answers};
use maturity::assess::glance;
use maturity::assess::outlook::Possible;
use maturity::compare::bump::Bump;
use maturity::compare::change::{Change, Subject};
use maturity::compare::effect::{Recommendations, Scores};
use maturity::compare::hybrid::{Hybrids, Origin};
use maturity::compare::pairs::Pairs;
use maturity::compare::rubrics::diff;
use maturity::rubric::RubricSet;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// A set under other names.
pub(crate) struct Renamed {
    pub(crate) model: Model,
    /// Each tells what it was called before.
    pub(crate) files: Vec<String>,
}

/// Gives some parts of a set another name: every kind that can have one, facts and options of their own accord,
/// facts now and then the name that another one had.
pub(crate) fn renamed(model: &Model, choices: &[u8]) -> Renamed {
    let mut now = model.clone();
    let chosen = |kind: usize, number: usize| choices[(9 * kind + number) % choices.len()] / 3;
    for (number, fact) in now.facts.iter_mut().enumerate() {
        let (section, key) = fact.id.split_once('.').expect("a section");
        fact.id = match choices[number] % 6 {
            0 => named(format!("{section}.{key}_now")),
            3 => named(format!("elsewhere.{section}_{key}_now")),
            _ => fact.id,
        };
        if let Kind::Choice(options) | Kind::Set(options) = &mut fact.kind {
            for (place, option) in options.iter_mut().enumerate() {
                if chosen(1 + place, number) % 4 == 3 {
                    *option = named(format!("{option}-now"));
                }
            }
        }
    }
    chain(model, &mut now, choices);
    for (number, criterion) in now.criteria.iter_mut().enumerate() {
        if chosen(2, number) % 3 == 1 {
            criterion.id = named(format!("{}-now", criterion.id));
        }
    }
    for (number, gate) in now.gates.iter_mut().enumerate() {
        if chosen(3, number) % 3 == 1 {
            gate.id = named(format!("{}-now", gate.id));
        }
    }
    for (number, recommendation) in now.recommendations.iter_mut().enumerate() {
        if chosen(4, number) % 3 == 1 {
            *recommendation = named(format!("{recommendation}-now"));
        }
    }
    let rules = (0..model.rules.len()).filter(|&rule| chosen(5, rule) % 3 == 1);
    Renamed {
        files: told(model, &now, &rules.collect::<Vec<_>>()),
        model: now,
    }
}

/// Of two facts the first gets the name of the second, which gets a new one or that of the first.
fn chain(model: &Model, now: &mut Model, choices: &[u8]) {
    let count = model.facts.len();
    let (first, second) = (
        usize::from(choices[43]) % count,
        usize::from(choices[44]) % count,
    );
    if first == second || choices[45].is_multiple_of(3) {
        return;
    }
    now.facts[first].id = model.facts[second].id;
    now.facts[second].id = if choices[45] % 3 == 1 {
        model.facts[first].id
    } else {
        named(format!("{}_then", model.facts[second].id))
    };
}

/// Names of a model last as long as the tests do.
pub(crate) fn named(id: String) -> &'static str {
    id.leak()
}

/// The files of the set under its new names, which say what each was before.
fn told(model: &Model, now: &Model, rules: &[usize]) -> Vec<String> {
    let mut heads: Vec<(String, String)> = Vec::new();
    let mut tell = |head: String, tail: &str, old: &str, new: &str| {
        if old != new {
            let line = format!("{head}\"{new}\"{tail}\n");
            heads.push((line.clone(), format!("{line}renamed_from = \"{old}\"\n")));
        }
    };
    for (old, new) in model.facts.iter().zip(&now.facts) {
        tell("[facts.".to_owned(), "]", old.id, new.id);
    }
    for (old, new) in model.criteria.iter().zip(&now.criteria) {
        tell("[[criteria]]\nid = ".to_owned(), "", old.id, new.id);
    }
    for (old, new) in model.gates.iter().zip(&now.gates) {
        tell("[[gates]]\nid = ".to_owned(), "", old.id, new.id);
    }
    let recommendations = || model.recommendations.iter().zip(&now.recommendations);
    for (old, new) in recommendations() {
        tell("[[recommendations]]\nid = ".to_owned(), "", old, new);
    }
    // Their titles stay.
    for (old, new) in recommendations() {
        heads.push((format!("\"Do {new}\""), format!("\"Do {old}\"")));
    }
    for rule in rules {
        let head = format!("[[rules]]\nid = \"rule-{rule}");
        heads.push((
            format!("{head}\"\n"),
            format!("{head}-now\"\nrenamed_from = \"rule-{rule}\"\n"),
        ));
    }
    let file = |text: String| {
        let text = heads
            .iter()
            .fold(text, |text, (before, after)| text.replace(before, after));
        text.lines().map(|line| options_told(line) + "\n").collect()
    };
    print::files(now).into_iter().map(file).collect()
}

/// A line in which options say what they were before.
fn options_told(line: &str) -> String {
    if !line.starts_with("options = ") {
        return line.to_owned();
    }
    let told = |item: &str| match item.strip_suffix("-now") {
        Some(old) => format!("{item}\", renamed_from = \"{old}"),
        None => item.to_owned(),
    };
    let table = line.contains('{');
    let items = line
        .split('"')
        .enumerate()
        .map(|(place, item)| match place % 2 {
            0 => item.to_owned(),
            _ if table => format!("\"{}\"", told(item)),
            _ => format!("{{ id = \"{}\" }}", told(item)),
        });
    items.collect()
}

/// New names change names, and nothing else: no figure, and no part of the set.
fn check_renamed(case: &Case) -> Result<(), TestCaseError> {
    let renamed = renamed(&case.model, &case.choices);
    let (old, new) = (
        load_files(&print::files(&case.model))?,
        load_files(&renamed.files)?,
    );
    let difference = diff(&old, &new, EFFORT).expect("few cells");
    for change in &difference.changes {
        // An option is part of its fact.
        let names = change.parts.iter().all(|part| part.name == "option");
        let renames = change.what() == "renamed"
            || change.subject == Subject::Fact && !change.parts.is_empty();
        prop_assert!(renames && names, "{change:?}");
    }
    let count = |subject| {
        let of = |change: &&Change| change.subject == subject && change.what() == "renamed";
        difference.changes.iter().filter(of).count()
    };
    let ids = |one: &[&str], other: &[&str]| one.iter().zip(other).filter(|(a, b)| a != b).count();
    let facts = |model: &Model| model.facts.iter().map(|fact| fact.id).collect::<Vec<_>>();
    prop_assert_eq!(
        count(Subject::Fact),
        ids(&facts(&case.model), &facts(&renamed.model))
    );
    prop_assert_eq!(
        count(Subject::Recommendation),
        ids(&case.model.recommendations, &renamed.model.recommendations)
    );
    prop_assert_eq!(&difference.recommendations, &Recommendations::Same);
    prop_assert!(!matches!(difference.scores, Scores::Differ(_)));
    // A fact, an option or a recommendation that goes by another name breaks what names it.
    let breaks =
        |change: &Change| matches!(change.subject, Subject::Fact | Subject::Recommendation);
    let step = match difference.changes.as_slice() {
        [] => Bump::None,
        changes if changes.iter().any(breaks) => Bump::Major,
        _ => Bump::Minor,
    };
    // Nor is the proof always found where several dimensions are the same.
    if difference.scores == Scores::Same {
        prop_assert_eq!(difference.bump, step);
    }

    let seen = |set: &RubricSet, model: &Model| {
        with_answers(set, model, &case.profile, |answers| {
            glance(set, &answers.cells)
        })
    };
    let (was, is) = (seen(&old, &case.model)?, seen(&new, &renamed.model)?);
    prop_assert_eq!(was.dimensions, is.dimensions);
    prop_assert_eq!(was.rubrics, is.rubrics);
    prop_assert_eq!(was.prospects.exact, is.prospects.exact);
    let shares = |set: &RubricSet, model: &Model, possible: &[Possible]| -> BTreeMap<usize, f64> {
        let numbers = Numbers::new(model, set).recommendations;
        let place = |one: u16| {
            numbers
                .iter()
                .position(|number| *number == usize::from(one))
        };
        let share = |one: &Possible| (place(one.recommendation).expect("there"), one.share);
        possible.iter().map(share).collect()
    };
    let was = shares(&old, &case.model, &was.prospects.possible);
    let is = shares(&new, &renamed.model, &is.prospects.possible);
    prop_assert!(was.keys().eq(is.keys()), "{was:?} {is:?}");
    for (was, is) in was.values().zip(is.values()) {
        prop_assert!((was - is).abs() < 1e-9, "{was} {is}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn other_names_change_nothing_but_names(case in cases()) {
        check_renamed(&case)?;
    }
}

/// The prior of a set speaks of no and yes, also where options of it are called so and get other names.
#[test]
fn a_prior_is_not_renamed_with_the_options() {
    let old = r#"
        id = "g"
        version = "1.0.0"
        title = "G"
        languages = ["en"]
        facts."s.a" = { type = "set", ask = "Which?", options = [{ id = "no", means = "it" }], prior = { no = 0, yes = 1 } }
        rubrics = [{ id = "r", higher_is = "better" }]
        dimensions = [{ id = "r/a", weight = 1 }]
        criteria = [{ id = "k", dimension = "r/a", weight = 1, fact = "s.a", share_of = ["no"] }]
        recommendations = [{ id = "wait", title = "Wait" }]
        rules = [{ id = "rest", recommend = "wait" }]
    "#;
    let new = old
        .replace("id = \"no\"", "id = \"none\", renamed_from = \"no\"")
        .replace("share_of = [\"no\"]", "share_of = [\"none\"]");
    with_set(&[old.to_owned()], |old, old_files| {
        with_set(&[new], |new, new_files| {
            let pairs = Pairs::new(old, new);
            let (old, new) = (
                Origin {
                    set: old,
                    files: old_files,
                },
                Origin {
                    set: new,
                    files: new_files,
                },
            );
            let between = Hybrids::new(old, new, &pairs, &[]).set(&[]);
            let digest = between.as_ref().as_ref().map(|set| set.digest.clone());
            prop_assert_eq!(digest, Some(new.set.digest.clone()));
            Ok(())
        })
    })
    .expect("sound sets");
}
