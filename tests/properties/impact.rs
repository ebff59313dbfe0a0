//! What a difference does to a profile: the causes of another recommendation, sets between two others, and
//! profiles under new names.

use crate::difference::edited;
use crate::generate::model::{Criterion, Fact, Kind, Model, Scale, Statement};
use crate::generate::{Case, cases, print, small_cases};
use crate::subject::{load_files, refused};
use maturity::assess::{assess, glance};
use maturity::compare::effect::Effort;
use maturity::compare::hybrid::{Origin, Unit};
use maturity::compare::impact::{FateKind, Impact, Seen};
use maturity::compare::names::renames;
use maturity::compare::pairs::Pairs;
use maturity::compare::portfolio::Portfolio;
use maturity::compare::rubrics::diff;
use maturity::finding::SourceText;
use maturity::profile::{Options, resolve};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::edit::{Place, rename};
use maturity::source::{toml, yaml};
use maturity::value::Node;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// A set of texts, loaded with its files at hand.
fn with_set<T>(
    texts: &[String],
    then: impl FnOnce(&RubricSet, &[File<'_>]) -> Result<T, TestCaseError>,
) -> Result<T, TestCaseError> {
    let mut files: Vec<File<'_>> = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let source = SourceText::new(format!("{number}.toml"), text);
        let root = toml::read(&source).map_err(|findings| refused(&findings))?;
        files.push(File { source, root });
    }
    let loaded = load(&files).map_err(|findings| refused(&findings))?;
    then(&loaded.set, &files)
}

/// Another set: the edits of differences, and now and then a new fact that a new criterion reads, or an
/// option that goes with what names it.
fn other(model: &Model, choices: &[u8]) -> Model {
    let mut other = edited(model, choices);
    if choices[40] % 2 == 1 {
        let fact = Fact {
            id: "new.fact",
            kind: Kind::Bool,
            order: None,
            allow_na: false,
            prior: None,
            effort: None,
        };
        other.facts.push(fact);
        other.criteria.push(Criterion {
            id: "new-criterion",
            dimension: other.criteria[0].dimension,
            weight: 900,
            applies_when: None,
            scale: Scale::Points(other.facts.len() - 1, vec![0, 100]),
        });
    }
    other
}

/// The files under which some facts go by another name, every second one in another section.
fn renamed(model: &Model, files: Vec<String>, choices: &[u8]) -> Vec<String> {
    let mut files = files;
    for (number, fact) in model.facts.iter().enumerate() {
        if !choices[number].is_multiple_of(3) {
            continue;
        }
        let (section, key) = fact.id.split_once('.').expect("a section");
        let new = if choices[number].is_multiple_of(2) {
            format!("{section}.{key}_now")
        } else {
            format!("elsewhere.{section}_{key}_now")
        };
        for file in &mut files {
            let told = format!("[facts.\"{new}\"]\nrenamed_from = <{}>\n", fact.id);
            *file = file
                .replace(&format!("[facts.\"{}\"]\n", fact.id), &told)
                .replace(&format!("\"{}\"", fact.id), &format!("\"{new}\""))
                .replace(&format!("<{}>", fact.id), &format!("\"{}\"", fact.id));
        }
    }
    files
}

/// The last two rules under other ids, of which nothing says that they are the same: one goes, one comes.
fn exchanged(model: &Model, files: Vec<String>) -> Vec<String> {
    let last = model.rules.len().saturating_sub(1);
    let renamed = |text: String, number: usize| {
        text.replace(
            &format!("\"rule-{number}\""),
            &format!("\"other-{number}\""),
        )
    };
    files
        .into_iter()
        .map(|text| renamed(renamed(text, last), last.saturating_sub(1)))
        .collect()
}

fn leading<'s>(set: &'s RubricSet, source: &SourceText<'_>, root: &Node<'_>) -> Option<&'s str> {
    let (answers, _) = resolve(set, source, root, Options::default()).ok()?;
    let leading = assess(set, &answers).leading();
    Some(&set.recommendations[usize::from(leading)].id)
}

/// A glance says what an assessment says.
fn agree(
    set: &RubricSet,
    (source, root): (&SourceText<'_>, &Node<'_>),
    seen: &Seen,
) -> Result<(), TestCaseError> {
    let (answers, _) =
        resolve(set, source, root, Options::default()).map_err(|findings| refused(&findings))?;
    let full = assess(set, &answers);
    prop_assert_eq!(&full.dimensions, &seen.dimensions);
    prop_assert_eq!(&full.rubrics, &seen.rubrics);
    let possible: Vec<(u16, f64)> = full
        .outlook
        .possible
        .iter()
        .map(|one| (one.recommendation, one.share))
        .collect();
    prop_assert_eq!(&possible, &seen.possible);
    prop_assert_eq!(full.outlook.exact, seen.exact);
    Ok(())
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let old = &case.model;
    let new = other(old, &case.choices);
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let text = print::profile(old, &case.profile, &order);
    let source = SourceText::new("profile.yaml", &text);
    let documents = yaml::read(&source).map_err(|findings| refused(&findings))?;
    let root = &documents[0];
    let files = print::files(&new);
    let new_files = if case.choices[41] % 2 == 1 {
        renamed(old, files, &case.choices)
    } else {
        files
    };
    let new_files = if case.choices[42].is_multiple_of(3) {
        exchanged(&new, new_files)
    } else {
        new_files
    };
    with_set(&print::files(old), |old_set, old_files| {
        with_set(&new_files, |new_set, new_files| {
            let difference = diff(old_set, new_set, Effort::NONE).expect("few cells");
            let impact = Impact::new(
                Origin {
                    set: old_set,
                    files: old_files,
                },
                Origin {
                    set: new_set,
                    files: new_files,
                },
                &difference.pairs,
                &difference.changes,
            );
            let hybrids = impact.hybrids();
            let renames = renames(old_set, new_set, &difference.pairs);
            let named = renames.renamed(root);
            let verdict = impact.verdict(&source, Ok(root));
            if let Ok(seen) = &verdict.before {
                agree(old_set, (&source, root), seen)?;
            }
            if let Ok(seen) = &verdict.after {
                agree(new_set, (&source, &named), seen)?;
            }
            let before = leading(old_set, &source, root);
            let after = leading(new_set, &source, &named);
            prop_assert!(before.is_some());
            prop_assert_eq!(after.is_some(), verdict.after.is_ok());

            // No change: the old set. All of them: the new one.
            let (before, after) = (before.map(str::to_owned), after.map(str::to_owned));
            let between = |units: &[usize]| {
                let made = hybrids.set(units);
                let set = made.as_ref().as_ref()?;
                leading(set, &source, &named).map(str::to_owned)
            };
            let all: Vec<usize> = (0..hybrids.units().len()).collect();
            prop_assert_eq!(between(&[]), before.clone());
            // A change that can be made by itself makes a set.
            for unit in &all {
                let made = hybrids.set(&[*unit]);
                prop_assert!(
                    made.is_some(),
                    "{:?}",
                    difference.changes[hybrids.units()[*unit].change]
                );
            }
            if after.is_some() {
                prop_assert_eq!(between(&all), after.clone());
            }
            match (&after, &verdict.fate.cause) {
                (Some(after), Some(cause)) => {
                    prop_assert!(Some(after) != before.as_ref());
                    let place = |unit| hybrids.units().iter().position(|other| other == unit);
                    let units: Vec<usize> = cause
                        .units
                        .iter()
                        .map(|u| place(u).expect("a unit"))
                        .collect();
                    prop_assert!(!units.is_empty());
                    prop_assert_eq!(between(&units), Some(after.clone()));
                    for left_out in 0..units.len() {
                        let mut fewer = units.clone();
                        let left_out = &hybrids.units()[fewer.remove(left_out)];
                        prop_assert!(between(&fewer).as_ref() != Some(after), "{cause:?}");
                        // What it needs may stay, as far as it does not need it in turn.
                        let stays = |unit: &usize| {
                            let unit: &Unit = &hybrids.units()[*unit];
                            left_out.with.contains(&unit.change)
                                && !unit.with.contains(&left_out.change)
                        };
                        fewer.extend((0..hybrids.units().len()).filter(stays));
                        prop_assert!(between(&fewer).as_ref() != Some(after), "{cause:?}");
                    }
                    prop_assert_eq!(verdict.fate.kind, FateKind::Flipped);
                }
                (Some(after), None) => prop_assert_eq!(Some(after), before.as_ref()),
                (None, cause) => prop_assert!(cause.is_none()),
            }
            let summary = Portfolio::new(&impact, &[verdict.clone(), verdict]);
            prop_assert_eq!(summary.fates.values().sum::<usize>(), 2);
            prop_assert_eq!(summary.matrix.values().sum::<usize>(), 2);
            Ok(())
        })
    })
}

/// The same set twice.
fn check_same(case: &Case) -> Result<(), TestCaseError> {
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let text = print::profile(&case.model, &case.profile, &order);
    let source = SourceText::new("profile.yaml", &text);
    let documents = yaml::read(&source).map_err(|findings| refused(&findings))?;
    with_set(&print::files(&case.model), |set, files| {
        let pairs = Pairs::new(set, set);
        let origin = Origin { set, files };
        let impact = Impact::new(origin, origin, &pairs, &[]);
        prop_assert!(impact.hybrids().units().is_empty());
        let verdict = impact.verdict(&source, Ok(&documents[0]));
        prop_assert_eq!(verdict.fate.kind, FateKind::Same);
        // The parts as they are written make the set that they were taken from, but for the ratings: no
        // recommendation hangs on them.
        let made = impact.hybrids().set(&[]);
        let again = made.as_ref().as_ref().expect("a sound set");
        let mut unrated = case.model.clone();
        let rubrics = unrated.rubrics.iter_mut();
        rubrics.for_each(|rubric| rubric.ratings.clear());
        let unrated = load_files(&print::files(&unrated))?;
        prop_assert_eq!(&again.digest, &unrated.digest);
        Ok(())
    })
}

/// A profile brought to new names: read by the new set it says what it said, and keeps its comments.
fn check_migrated(case: &Case) -> Result<(), TestCaseError> {
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let text = print::profile(&case.model, &case.profile, &order);
    // A comment above every fact and one behind every value on a line of its own.
    let commented: String = text
        .lines()
        .enumerate()
        .map(|(number, line)| match line.strip_prefix("  ") {
            Some(fact) if !fact.starts_with(' ') && !fact.starts_with('#') => {
                format!("  # above {number}\n{line} # behind {number}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    let source = SourceText::new("profile.yaml", &commented);
    let Ok(documents) = yaml::read(&source) else {
        // A text over several lines takes no comments.
        return Ok(());
    };
    let root = &documents[0];
    let files = print::files(&case.model);
    let new_files = renamed(&case.model, files.clone(), &case.choices);
    with_set(&files, |old_set, _| {
        with_set(&new_files, |new_set, _| {
            let renames = renames(old_set, new_set, &Pairs::new(old_set, new_set));
            let pair = |id: &str| {
                let (section, key) = id.split_once('.').expect("a section");
                (section.to_owned(), key.to_owned())
            };
            let places: Vec<Place> = renames
                .spots(root)
                .iter()
                .map(|spot| {
                    let (from, to) = (pair(&spot.from), pair(&spot.to));
                    if from.0 == to.0 {
                        Place::Word(spot.span, to.1)
                    } else {
                        Place::Move(spot.span, from, to)
                    }
                })
                .collect();
            let named = renames.renamed(root);
            // Facts in braces stay with their section, and it is said so.
            let Ok(edited) = rename(&source, &places, &named) else {
                prop_assert!(commented.contains('{'), "{commented}");
                return Ok(());
            };
            for comment in commented.lines().filter_map(|line| line.split_once('#')) {
                prop_assert!(edited.contains(comment.1), "{edited}");
            }
            let after = SourceText::new("profile.yaml", &edited);
            let again = yaml::read(&after).map_err(|findings| refused(&findings))?;
            let read = |set, source: &SourceText<'_>, root: &Node<'_>| {
                resolve(set, source, root, Options::default())
                    .map(|(answers, _)| glance(set, &answers.cells))
                    .map_err(|findings| refused(&findings))
            };
            let was = read(old_set, &source, root)?;
            let is = read(new_set, &after, &again[0])?;
            prop_assert_eq!(was.rubrics, is.rubrics);
            prop_assert_eq!(was.dimensions, is.dimensions);
            prop_assert_eq!(
                was.prospects.possible.first().map(|one| one.recommendation),
                is.prospects.possible.first().map(|one| one.recommendation)
            );
            // Once is enough.
            prop_assert!(renames.spots(&again[0]).is_empty());
            Ok(())
        })
    })
}

/// A complete profile flips more often than one that says little.
fn complete(mut case: Case) -> Case {
    for (fact, statement) in case.profile.iter_mut().enumerate() {
        if matches!(statement, Statement::Unknown(_))
            && matches!(case.model.facts[fact].kind, Kind::Bool)
        {
            *statement = Statement::Known(crate::generate::model::Value::Bool(
                case.choices[fact] % 2 == 1,
            ));
        }
    }
    case
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn causes_do_it_and_no_part_of_them_does(case in cases()) {
        check(&case)?;
    }

    #[test]
    fn causes_hold_for_settled_profiles_too(case in small_cases(4, 400)) {
        check(&complete(case))?;
    }

    #[test]
    fn a_set_does_nothing_to_itself(case in cases()) {
        check_same(&case)?;
    }

    #[test]
    fn a_profile_under_new_names_says_the_same(case in cases()) {
        check_migrated(&case)?;
    }
}
