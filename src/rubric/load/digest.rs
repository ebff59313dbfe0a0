//! The digest of a set's logic, over a canonical text: one line a part, by id, texts left out. It
//! does not depend on how this program holds a set in memory, nor on the order of files and entries.

use crate::rubric::condition::{Condition, FactTest, ScoreRef};
use crate::rubric::fact::{Cut, Fact, Variable, cells};
use crate::rubric::scale::{Scale, Table};
use crate::rubric::text::Str;
use crate::rubric::{Criterion, Effect, RubricSet};
use sha2::{Digest as _, Sha256};

/// SHA-256, in hexadecimal: two sets with one digest give every profile the same figures.
pub(super) fn digest(set: &RubricSet) -> Str {
    let hash = Sha256::digest(canonical(set).as_bytes());
    hash.iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>()
        .into()
}

fn canonical(set: &RubricSet) -> String {
    let mut lines: Vec<String> = set.facts.iter().map(|fact| fact_line(set, fact)).collect();
    for rubric in &set.rubrics {
        let (higher, aggregate) = (rubric.higher_is.name(), rubric.aggregate.name());
        lines.push(format!("rubric {} {higher} {aggregate}", rubric.id));
        let ratings = rubric.ratings.iter();
        lines.extend(
            ratings.map(|rating| format!("rating {} {} {}", rubric.id, rating.id, rating.from)),
        );
    }
    let dimensions = set.dimensions.iter();
    lines.extend(
        dimensions.map(|dimension| format!("dimension {} {}", dimension.id, dimension.weight)),
    );
    lines.extend(
        set.criteria
            .iter()
            .map(|criterion| criterion_line(set, criterion)),
    );
    for gate in &set.gates {
        let effect = match gate.effect {
            Effect::Cap(cap) => format!("cap {cap}"),
            Effect::KnockOut => "knock-out".to_owned(),
        };
        lines.push(format!(
            "gate {} {effect} {}",
            gate.id,
            condition(set, &gate.when)
        ));
    }
    let recommendations = set.recommendations.iter();
    lines.extend(
        recommendations.map(|recommendation| format!("recommendation {}", recommendation.id)),
    );
    for rule in &set.rules {
        let when = rule
            .when
            .as_ref()
            .map_or("always".to_owned(), |when| condition(set, when));
        let recommendation = &set.recommendations[usize::from(rule.recommend)].id;
        lines.push(format!("rule {} {recommendation} {when}", rule.id));
    }
    lines.join("\n")
}

fn fact_line(set: &RubricSet, fact: &Fact) -> String {
    let options: Vec<&str> = fact.options.iter().map(|option| &*option.id).collect();
    let cuts: Vec<String> = fact.cuts.iter().map(cut).collect();
    let prior = set
        .variables
        .get(usize::from(fact.variables.start))
        .filter(|_| !fact.variables.is_empty());
    // Logic, for it decides what is unknown on a given day; said only where it is there.
    let stale = fact
        .stale_after_months
        .map_or_else(String::new, |months| format!(" stale {months}"));
    format!(
        "fact {} {} {:?} options {options:?} bounds {:?} {:?} effort {:?}{stale} n/a {} cuts {cuts:?} prior {:?}",
        fact.id,
        fact.kind.name(),
        fact.order,
        fact.min,
        fact.max,
        fact.effort,
        fact.allow_na,
        prior.map(|variable| &variable.prior),
    )
}

fn cut(cut: &Cut) -> String {
    format!(
        "{}{}",
        if cut.after { "after " } else { "before " },
        cut.value
    )
}

/// A criterion by what it gives, not by the form in which its scale is written.
fn criterion_line(set: &RubricSet, criterion: &Criterion) -> String {
    let scale = match &criterion.scale {
        Scale::Table { attributes, points } => {
            format!("points {} {points:?}", reads(set, attributes))
        }
        Scale::Share { variables, applies } => {
            let mut names: Vec<String> = variables
                .iter()
                .map(|&variable| variable_name(set, variable))
                .collect();
            names.sort_unstable();
            format!(
                "share {names:?} applies {} {:?}",
                reads(set, applies),
                applies.entries
            )
        }
    };
    format!("criterion {} {} {scale}", criterion.id, criterion.weight)
}

fn reads(set: &RubricSet, table: &Table) -> String {
    let names: Vec<String> = table
        .reads
        .iter()
        .map(|read| variable_name(set, read.variable))
        .collect();
    format!("{names:?}")
}

fn variable_name(set: &RubricSet, variable: u16) -> String {
    let Variable { fact, option, .. } = &set.variables[usize::from(variable)];
    let fact = &set.facts[usize::from(*fact)];
    match option.and_then(|option| fact.options.get(usize::from(option))) {
        Some(option) => format!("{} includes {}", fact.id, option.id),
        None => fact.id.to_string(),
    }
}

/// A condition in canonical form: two that say the same in another order or nesting are equal.
#[must_use]
pub fn condition(set: &RubricSet, when: &Condition) -> String {
    // The order of parts, and lists within lists of the same kind, change nothing.
    let joined = |name: &str, mut parts: Vec<String>| {
        parts.sort_unstable();
        parts.dedup();
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            format!("{name}({})", parts.join(", "))
        }
    };
    match when {
        Condition::All(_) => joined("all", flat(set, when, true)),
        Condition::Any(_) => joined("any", flat(set, when, false)),
        Condition::Not(part) => format!("not({})", condition(set, part)),
        Condition::Gate(gate) => format!("gate {}", set.gates[usize::from(*gate)].id),
        Condition::Fact(FactTest {
            variable,
            cells: held,
            ..
        }) => {
            format!(
                "{} {:?}",
                variable_name(set, *variable),
                cells(*held).collect::<Vec<_>>()
            )
        }
        Condition::Score(test) => {
            let of = match test.of {
                ScoreRef::Rubric(number) => {
                    format!("score {}", set.rubrics[usize::from(number)].id)
                }
                ScoreRef::Dimension(number) => {
                    format!("score {}", set.dimensions[usize::from(number)].id)
                }
                ScoreRef::Worst(number) => format!("worst {}", set.rubrics[usize::from(number)].id),
            };
            // Bounds beyond all scores are the same bound.
            format!("{of} {}..={}", test.low.max(0), test.high.min(1000))
        }
    }
}

/// The parts of a list of one kind, lists of that kind within it opened.
fn flat(set: &RubricSet, when: &Condition, all: bool) -> Vec<String> {
    match when {
        Condition::All(parts) if all => {
            parts.iter().flat_map(|part| flat(set, part, all)).collect()
        }
        Condition::Any(parts) if !all => {
            parts.iter().flat_map(|part| flat(set, part, all)).collect()
        }
        other => vec![condition(set, other)],
    }
}
