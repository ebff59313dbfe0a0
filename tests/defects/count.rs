//! What the corpus says of the small set, held against a count of all its profiles.

use super::{Base, Defect, Edit, edited, place};
use maturity::assess::point::{Point, evaluate};
use maturity::finding::SourceText;
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::toml as set_toml;
use std::collections::BTreeSet;

/// The lints that a count of all profiles decides.
const COUNTED: [&str; 6] = [
    "always-trips",
    "dead-rule",
    "idle-fact",
    "never-trips",
    "unreachable-rating",
    "unreachable-recommendation",
];

/// What no profile does, by counting them all: code and id.
fn count(set: &RubricSet) -> BTreeSet<(&'static str, String)> {
    let radix: Vec<u8> = set.variables.iter().map(|one| one.cells).collect();
    let all: usize = radix.iter().map(|&cells| usize::from(cells)).product();
    assert!(all < 1_000_000, "{all} profiles are too many to count");
    let mut point = Point::new(set);
    let mut cells = vec![0_u8; radix.len()];
    let mut recommended = Vec::with_capacity(all);
    let mut fired = vec![false; set.rules.len()];
    let mut tripped = vec![[false; 2]; set.gates.len()];
    let mut scored = vec![BTreeSet::new(); set.rubrics.len()];
    for _ in 0..all {
        evaluate(set, &cells, &mut point);
        let rule = usize::from(point.rule);
        fired[rule] = true;
        recommended.push(set.rules[rule].recommend);
        for (seen, &trips) in tripped.iter_mut().zip(&point.gates) {
            seen[usize::from(trips)] = true;
        }
        for (seen, &score) in scored.iter_mut().zip(&point.rubrics) {
            seen.insert(score);
        }
        for (cell, &cells) in cells.iter_mut().zip(&radix) {
            *cell = (*cell + 1) % cells;
            if *cell > 0 {
                break;
            }
        }
    }
    let mut never = BTreeSet::new();
    for (rule, _) in set.rules.iter().zip(fired).filter(|(_, fired)| !fired) {
        never.insert(("dead-rule", rule.id.to_string()));
    }
    for (number, one) in set.recommendations.iter().enumerate() {
        if !recommended.iter().any(|&got| usize::from(got) == number) {
            never.insert(("unreachable-recommendation", one.id.to_string()));
        }
    }
    for (gate, seen) in set.gates.iter().zip(tripped) {
        match seen {
            [true, true] => continue,
            [true, false] => never.insert(("never-trips", gate.id.to_string())),
            _ => never.insert(("always-trips", gate.id.to_string())),
        };
    }
    for (rubric, seen) in set.rubrics.iter().zip(scored) {
        for rating in &rubric.ratings {
            let above = rubric.ratings.iter().map(|other| other.from);
            let end = above.filter(|&from| from > rating.from).min();
            let reached = seen.range(rating.from..end.unwrap_or(1001)).next();
            if reached.is_none() {
                never.insert(("unreachable-rating", rating.id.to_string()));
            }
        }
    }
    let mut moves = vec![false; set.facts.len()];
    let mut stride = 1;
    for (variable, &cells) in set.variables.iter().zip(&radix) {
        let cells = usize::from(cells);
        // Where two answers differ in outcome, two neighbors do.
        let mut pairs = (0..all).filter(|at| at / stride % cells + 1 < cells);
        if pairs.any(|at| recommended[at] != recommended[at + stride]) {
            moves[usize::from(variable.fact)] = true;
        }
        stride *= cells;
    }
    for variable in &set.variables {
        let number = usize::from(variable.fact);
        if !moves[number] {
            never.insert(("idle-fact", set.facts[number].id.to_string()));
        }
    }
    never
}

/// Where a count of all profiles says other than the corpus; nothing where no count can tell.
pub(crate) fn miscounts(base: Base, _: bool, defect: &Defect) -> Result<Vec<String>, String> {
    let excused = |edit: &Edit| edit.to.contains("meant.") || edit.to.contains("context");
    if defect.edits.iter().any(excused) {
        return Ok(Vec::new());
    }
    let texts = edited(base, &defect.edits)?;
    let (name, text) = texts.iter().next().expect("one file");
    let source = SourceText::new(name.clone(), text);
    let Ok(root) = set_toml::read(&source) else {
        return Ok(Vec::new());
    };
    let Ok(loaded) = load(&[File { source, root }]) else {
        return Ok(Vec::new());
    };
    let mut said = BTreeSet::new();
    for find in &defect.finds {
        if let Some((.., marked)) = place(&texts, find)? {
            let id = marked.trim_start_matches("[facts.").trim_end_matches(']');
            said.insert((find.code.clone(), id.trim_matches('"').to_owned()));
        }
    }
    let counted = count(&loaded.set);
    let counted: BTreeSet<_> = counted
        .into_iter()
        .map(|(code, id)| (code.to_owned(), id))
        .collect();
    said.retain(|(code, _)| COUNTED.contains(&code.as_str()));
    let differ = said.symmetric_difference(&counted);
    Ok(differ
        .filter(|(code, _)| !defect.also.contains(code))
        .map(|(code, id)| {
            let by = if said.contains(&(code.clone(), id.clone())) {
                "the corpus"
            } else {
                "a count"
            };
            format!("only {by} says {code} of {id}")
        })
        .collect())
}
