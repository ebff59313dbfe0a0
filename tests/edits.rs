//! Many small edits of the rubric set that ships: whatever a difference says of one, companies must show.
//!
//! Slow, so it runs when asked: `cargo test --release --test edits -- --ignored`.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use maturity::assess::point::{Point, evaluate};
use maturity::assess::random::SplitMix64;
use maturity::compare::bump::Bump;
use maturity::compare::effect::{Effort, Recommendations};
use maturity::compare::rubrics::{Difference, diff};
use maturity::finding::SourceText;
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::{shipped, toml};

/// Companies that are drawn for each edit.
const COMPANIES: u32 = 100_000;

/// The set with some files in other words; none where that is no set.
fn set(texts: &[(String, String)]) -> Option<RubricSet> {
    let mut files: Vec<File<'_>> = Vec::new();
    for (path, text) in texts {
        let source = SourceText::new(path.clone(), text);
        let root = toml::read(&source).ok()?;
        files.push(File { source, root });
    }
    load(&files).ok().map(|loaded| loaded.set)
}

fn shipped_texts() -> Vec<(String, String)> {
    let files = shipped::RUBRICS.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// Every whole number behind one of these keys, changed in a few ways; and words.
fn edits() -> Vec<(String, Vec<(String, String)>)> {
    let texts = shipped_texts();
    let keys = [
        "weight = ",
        "points = ",
        "at_least = ",
        "below = ",
        "cap = ",
    ];
    let mut random = SplitMix64::new(7);
    let mut all = Vec::new();
    for (file, (path, text)) in texts.iter().enumerate() {
        if path.ends_with("tests.toml") {
            continue;
        }
        for key in keys {
            for (place, _) in text.match_indices(key) {
                let start = place + key.len();
                let digits: String = text[start..]
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect();
                let Ok(number) = digits.parse::<u32>() else {
                    continue;
                };
                let other = match random.below(3) {
                    0 => number + 1,
                    1 => number.saturating_sub(1),
                    _ => number + 10,
                };
                let mut edited = texts.clone();
                edited[file]
                    .1
                    .replace_range(start..start + digits.len(), &other.to_string());
                let line = text[..place].lines().count();
                all.push((format!("{path}:{line} {key}{digits} to {other}"), edited));
            }
        }
        let mut edited = texts.clone();
        edited[file].1 = edited[file].1.replace("title = \"", "title = \"New: ");
        all.push((format!("{path}: titles"), edited));
    }
    random.shuffle(&mut all);
    all
}

/// A random company whose recommendation differs.
fn changes(difference: &Difference, random: &mut SplitMix64) -> bool {
    let (old, new) = (&difference.aligned.old, &difference.aligned.new);
    let (mut before, mut after) = (Point::new(old), Point::new(new));
    let mut cells = vec![0_u8; old.variables.len()];
    (0..COMPANIES).any(|_| {
        for (cell, variable) in cells.iter_mut().zip(&old.variables) {
            *cell = u8::try_from(random.below(variable.cells.into())).expect("few cells");
        }
        evaluate(old, &cells, &mut before);
        evaluate(new, &cells, &mut after);
        let id = |set: &RubricSet, rule: u16| {
            let recommend = set.rules[usize::from(rule)].recommend;
            set.recommendations[usize::from(recommend)].id.clone()
        };
        id(old, before.rule) != id(new, after.rule)
    })
}

#[test]
#[ignore = "takes minutes: 300 edits with 100,000 companies each"]
fn no_company_contradicts_what_a_difference_says() {
    let old = set(&shipped_texts()).expect("the set that ships");
    let mut random = SplitMix64::new(11);
    let mut met = [0_u32; 3];
    for (name, texts) in edits().into_iter().take(300) {
        let Some(new) = set(&texts) else { continue };
        let difference = diff(&old, &new, Effort::default()).expect("few cells");
        let changed = changes(&difference, &mut random);
        match &difference.recommendations {
            Recommendations::Differ(_) => {
                met[0] += 1;
                assert_eq!(difference.bump, Bump::Major, "{name}");
            }
            Recommendations::Same => {
                met[1] += 1;
                assert!(!changed, "{name}: said to be the same");
            }
            Recommendations::Unproved => {
                met[2] += 1;
                assert!(!changed, "{name}: a company was there to be found");
            }
        }
        if name.ends_with("titles") {
            assert!(difference.bump <= Bump::Patch, "{name}");
        }
    }
    let [differ, same, unproved] = met;
    println!("{differ} differ, {same} are the same, {unproved} are not proved");
    assert!(differ > 100 && same > 0);
}
