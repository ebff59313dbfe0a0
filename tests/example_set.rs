//! What the rubric set in `examples/rubrics/small-services` promises: its renames are of the shipped set, it
//! names its sources, and its profiles are tested.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::compare::pairs::{Pair, Pairs, options};
use maturity::finding::SourceText;
use maturity::rubric::load::{CaseProfile, File, Loaded, load};
use maturity::source::{files, shipped, toml};
use std::collections::BTreeSet;
use std::fs;

const FOLDER: &str = "examples/rubrics/small-services";

fn example_set() -> Loaded {
    let texts = files::rubric_files(FOLDER).expect("readable");
    let files: Vec<File<'_>> = texts
        .iter()
        .map(|file| {
            let source = SourceText::new(&*file.path, &file.text);
            let root = toml::read(&source).expect("well-formed TOML");
            File { source, root }
        })
        .collect();
    load(&files).expect("a sound rubric set")
}

/// A slip in `renamed_from` is no error in a set by itself: the old name is in another one.
#[test]
fn what_is_renamed_was_in_the_shipped_set() {
    let (old, new) = (shipped::rubric_set(), example_set().set);
    let pairs = Pairs::new(&old, &new);
    let mut renamed = 0;
    let mut check = |id: &str, renamed_from: Option<&str>, former: Option<&str>| {
        if renamed_from.is_some() {
            renamed += 1;
            assert_eq!(renamed_from, former, "{id}");
        }
    };
    for (number, fact) in new.facts.iter().enumerate() {
        let former = former(&pairs.facts, number).map(|old_number| &old.facts[old_number]);
        check(
            &fact.id,
            fact.renamed_from.as_deref(),
            former.map(|fact| &*fact.id),
        );
        let Some(former_fact) = former else { continue };
        let pairs = options(former_fact, fact);
        for (number, option) in fact.options.iter().enumerate() {
            let former = self::former(&pairs, number).map(|number| &former_fact.options[number]);
            check(
                &format!("{}: {}", fact.id, option.id),
                option.renamed_from.as_deref(),
                former.map(|option| &*option.id),
            );
        }
    }
    for (number, criterion) in new.criteria.iter().enumerate() {
        let former = former(&pairs.criteria, number).map(|number| &*old.criteria[number].id);
        check(&criterion.id, criterion.renamed_from.as_deref(), former);
    }
    for (number, recommendation) in new.recommendations.iter().enumerate() {
        let former = former(&pairs.recommendations, number);
        let former = former.map(|number| &*old.recommendations[number].id);
        let renamed_from = recommendation.renamed_from.as_deref();
        check(&recommendation.id, renamed_from, former);
    }
    assert!(renamed > 50, "only {renamed} renames were seen");
}

/// Which part of the old set a part of the new one is.
fn former(pairs: &[Pair], number: usize) -> Option<usize> {
    let pair = pairs.iter().find(|pair| pair.new == Some(number))?;
    pair.old
}

#[test]
fn everything_names_a_document_and_section() {
    let set = example_set().set;
    let sources = (set.facts.iter().map(|item| (&item.id, &item.source)))
        .chain(set.dimensions.iter().map(|item| (&item.id, &item.source)))
        .chain(set.criteria.iter().map(|item| (&item.id, &item.source)))
        .chain(set.gates.iter().map(|item| (&item.id, &item.source)))
        .chain(set.rules.iter().map(|item| (&item.id, &item.source)))
        .chain(set.advice.iter().map(|item| (&item.id, &item.source)));
    for (id, source) in sources {
        let (letter, section) = source.split_at_checked(1).unwrap_or_default();
        assert!(
            set.sources.iter().any(|(name, _)| &**name == letter),
            "{id}: {source}"
        );
        assert!(section.len() > 1, "{id}: `{source}` names no section");
    }
}

#[test]
fn every_case_names_its_document_and_every_profile_is_a_case() {
    let cases = example_set().cases;
    let mut tested = BTreeSet::new();
    for case in &cases {
        assert!(!case.source.is_empty(), "{} names no document", case.name);
        if let CaseProfile::Path(path, _) = &case.profile {
            tested.insert(path.trim_start_matches("profiles/").to_owned());
        }
    }
    let on_disk: BTreeSet<String> = fs::read_dir(format!("{FOLDER}/profiles"))
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(tested, on_disk);
}
