//! What a difference does to a profile: its fate, the causes of another recommendation, and sets between two others.

use crate::edits::{demanding, other};
use crate::generate::model::{Kind, Model, Statement};
use crate::generate::{Case, cases, print, small_cases};
use crate::renames::{Renamed, renamed};
use crate::same_cases;
use crate::subject::{load_files, refused};
use maturity::assess::assess;
use maturity::assess::range::Score;
use maturity::compare::effect::Effort;
use maturity::compare::hybrid::{Origin, Unit};
use maturity::compare::impact::{FateKind, Impact, Seen, Verdict};
use maturity::compare::names::renames;
use maturity::compare::pairs::Pairs;
use maturity::compare::portfolio::Portfolio;
use maturity::compare::rubrics::diff;
use maturity::finding::SourceText;
use maturity::profile::{Options, resolve};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::{toml, yaml};
use maturity::value::Node;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// A set of texts, loaded with its files at hand.
pub(crate) fn with_set<T>(
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

/// Of so few changes every part is tried.
const PROVED: usize = 6;

/// What came out of a case: the fate, and how many changes cause a flip.
struct Found {
    fate: FateKind,
    changes: usize,
}

/// Every part of a few changes; of more, those that lack one.
fn parts(units: &[usize]) -> Vec<Vec<usize>> {
    let fewest = if units.len() <= PROVED {
        0
    } else {
        units.len() - 1
    };
    let all = (1_u64 << units.len()) - 1;
    let sets = (0..all).filter(|part| part.count_ones() as usize >= fewest);
    let part = |set: u64| {
        let inside = units
            .iter()
            .enumerate()
            .filter(|(place, _)| set >> place & 1 == 1);
        inside.map(|(_, unit)| *unit).collect()
    };
    sets.map(part).collect()
}

/// Exactly one of six things becomes of a profile; `now` gives the new id of a recommendation.
fn check_fate(
    verdict: &Verdict,
    (old, new): (&RubricSet, &RubricSet),
    now: impl Fn(&str) -> String,
) -> Result<(), TestCaseError> {
    let (Ok(before), Ok(after)) = (&verdict.before, &verdict.after) else {
        let kind = if verdict.before.is_ok() {
            FateKind::NoLongerResolves
        } else if verdict.after.is_ok() {
            FateKind::NewlyResolves
        } else {
            FateKind::ResolvesUnderNeither
        };
        prop_assert_eq!(verdict.fate.kind, kind);
        return Ok(());
    };
    let id = |set: &RubricSet, number: u16| set.recommendations[usize::from(number)].id.to_string();
    let was = before.possible.iter();
    let was: BTreeMap<String, f64> = was
        .map(|(one, share)| (now(&id(old, *one)), *share))
        .collect();
    let is = after.possible.iter();
    let is: BTreeMap<String, f64> = is.map(|(one, share)| (id(new, *one), *share)).collect();
    let same_open = was.keys().eq(is.keys());
    prop_assert_eq!(verdict.otherwise_open, !same_open);
    // Neither rubrics nor dimensions come, go or change their names.
    let scores = |set: &RubricSet, seen: &Seen| -> BTreeMap<String, Score> {
        let rubrics = set
            .rubrics
            .iter()
            .map(|rubric| rubric.id.to_string())
            .zip(&seen.rubrics);
        let dimensions = set
            .dimensions
            .iter()
            .map(|dimension| dimension.id.to_string());
        rubrics
            .chain(dimensions.zip(&seen.dimensions))
            .map(|(id, score)| (id, *score))
            .collect()
    };
    let error = 1e-9 + 2.0 * (before.share_error + after.share_error);
    let same_shares = || {
        was.values()
            .zip(is.values())
            .all(|(was, is)| (was - is).abs() <= error)
    };
    let kind = if now(&id(old, before.leading())) != id(new, after.leading()) {
        FateKind::Flipped
    } else if same_open && same_shares() && scores(old, before) == scores(new, after) {
        FateKind::Same
    } else {
        FateKind::Moved
    };
    prop_assert_eq!(verdict.fate.kind, kind);
    Ok(())
}

fn check(case: &Case) -> Result<Found, TestCaseError> {
    let demanding = demanding(&case.model, &case.profile, &case.choices);
    let demanding = demanding.filter(|_| case.choices[48] % 3 == 1);
    let (old, new) =
        demanding.unwrap_or_else(|| (case.model.clone(), other(&case.model, &case.choices)));
    let old = &old;
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let text = print::profile(old, &case.profile, &order);
    let source = SourceText::new("profile.yaml", &text);
    let documents = yaml::read(&source).map_err(|findings| refused(&findings))?;
    let root = &documents[0];
    let (new_model, files) = if case.choices[41] % 2 == 1 {
        let Renamed { model, files } = renamed(&new, &case.choices);
        (model, files)
    } else {
        (new.clone(), print::files(&new))
    };
    let new_files = if case.choices[42].is_multiple_of(3) {
        exchanged(&new, files)
    } else {
        files
    };
    let now = |id: &str| {
        let ids = old.recommendations.iter().zip(&new_model.recommendations);
        let own = ids.clone().find(|(before, _)| **before == id);
        (*own.expect("in both").1).to_owned()
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
            let (before, after) = (before.map(now), after.map(str::to_owned));
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
            check_fate(&verdict, (old_set, new_set), now)?;
            let mut found = Found {
                fate: verdict.fate.kind,
                changes: 0,
            };
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
                    prop_assert_eq!(cause.minimal, units.len() <= PROVED);
                    for part in parts(&units) {
                        prop_assert!(
                            between(&part).as_ref() != Some(after),
                            "{part:?}: {cause:?}"
                        );
                    }
                    // One, if one alone does it.
                    for unit in all.iter().filter(|_| units.len() > 1) {
                        prop_assert!(
                            between(&[*unit]).as_ref() != Some(after),
                            "{unit}: {cause:?}"
                        );
                    }
                    for left_out in 0..units.len() {
                        let mut fewer = units.clone();
                        let left_out = &hybrids.units()[fewer.remove(left_out)];
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
                    found.changes = units.len();
                }
                (Some(after), None) => prop_assert_eq!(Some(after), before.as_ref()),
                (None, cause) => prop_assert!(cause.is_none()),
            }
            let summary = Portfolio::new(&impact, &[verdict.clone(), verdict]);
            prop_assert_eq!(summary.fates.values().sum::<usize>(), 2);
            prop_assert_eq!(summary.matrix.values().sum::<usize>(), 2);
            Ok(found)
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
}

/// The random cases are worth something: fates of every kind, and flips that take one change and several.
#[test]
fn cases_have_every_fate() {
    let mut fates: BTreeMap<FateKind, usize> = BTreeMap::new();
    let (mut single, mut several) = (0, 0);
    for case in same_cases(small_cases(4, 400), 128) {
        let found = check(&complete(case)).expect("as above");
        *fates.entry(found.fate).or_default() += 1;
        single += usize::from(found.changes == 1);
        several += usize::from(found.changes > 1);
    }
    let times = |fate| fates.get(&fate).copied().unwrap_or(0);
    assert!(
        times(FateKind::Flipped) > 10 && times(FateKind::Moved) > 10 && times(FateKind::Same) > 10,
        "{fates:?}"
    );
    assert!(
        times(FateKind::NoLongerResolves) > 0 && single > 5 && several > 2,
        "{fates:?} {single} {several}"
    );
}
