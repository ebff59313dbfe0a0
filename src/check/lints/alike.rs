//! Answers to a fact that nothing tells apart: no scale by its points or texts, and no test of a gate or a rule.

use super::Cx;
use super::places::{Kind, items};
use crate::finding::{Code, ticked};
use crate::rubric::condition::Condition;
use crate::rubric::fact::{Kind as FactKind, cells};
use crate::rubric::scale::{Attribute, Scale, Table};
use crate::rubric::{RubricSet, indexes};
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    let told = told_apart(set);
    for fact in &set.facts {
        if fact.context.is_some() {
            continue;
        }
        let own = indexes(&fact.variables);
        // Where nothing tells any value apart, the fact as a whole is what is wrong.
        if own.clone().all(|variable| told[variable].len() < 2) {
            continue;
        }
        let Some(part) = cx.part(Kind::Fact, &fact.id) else {
            continue;
        };
        let option = |number: usize| {
            let options = part.get(&["options"]).into_iter().flat_map(items);
            let written = options.map(|option| option.get("id").unwrap_or(option).span);
            written.into_iter().nth(number).unwrap_or(part.span)
        };
        if fact.kind == FactKind::Set {
            for (number, variable) in own.enumerate() {
                if told[variable].len() < 2 {
                    let message = say!(
                        "nothing depends on the option `{option}` of `{fact}`",
                        option = fact.options[number].id,
                        fact = fact.id
                    );
                    let hint = say!("let a scale or a condition depend on it, or leave it out");
                    let code = Code::SameOptions;
                    cx.warn(&part, option(number), code, message, hint);
                }
            }
            continue;
        }
        let values = set.variables[own.start].values();
        if fact.kind != FactKind::Choice {
            if told[own.start].contains(&values) {
                let message = say!(
                    "nothing tells the values of `{fact}` from each other, only from `n/a`",
                    fact = fact.id
                );
                let hint = say!(
                    "give them other points or reasons, or say why it is asked: `meant.same-options = \"why\"`"
                );
                cx.warn(&part, part.span, Code::SameOptions, message, hint);
            }
            continue;
        }
        for class in &told[own.start] {
            let alike: Vec<usize> = cells(class & values).map(usize::from).collect();
            if let [_, second, ..] = alike[..] {
                let names = alike.iter().map(|&number| &*fact.options[number].id);
                let message = say!(
                    "nothing tells {names} of `{fact}` apart",
                    names = ticked(names),
                    fact = fact.id
                );
                let hint = say!(
                    "give them other points or reasons, make them one option, or say why both are asked: `meant.same-options = \"why\"`"
                );
                let code = Code::SameOptions;
                cx.warn(&part, option(second), code, message, hint);
            }
        }
    }
}

/// Whether two rows of a scale say the same: points, reason and advice.
pub(super) fn same(a: &Attribute, b: &Attribute) -> bool {
    a.points == b.points && a.reason == b.reason && a.advice == b.advice
}

/// The cells of each variable in classes: neither figures nor texts tell those of one class apart.
fn told_apart(set: &RubricSet) -> Vec<Vec<u64>> {
    let mut classes: Vec<Vec<u64>> = set
        .variables
        .iter()
        .map(|variable| vec![variable.all()])
        .collect();
    let mut tests: Vec<&Condition> = set.gates.iter().map(|gate| &gate.when).collect();
    tests.extend(set.rules.iter().filter_map(|rule| rule.when.as_ref()));
    for condition in tests {
        condition.each_fact(&mut |test| {
            refine(&mut classes[usize::from(test.variable)], &|a, b| {
                (test.cells >> a ^ test.cells >> b) & 1 == 0
            });
        });
    }
    for criterion in &set.criteria {
        let rows = &criterion.attributes;
        let same_entry = |a: &u8, b: &u8| {
            let row = |entry: &u8| rows.get(usize::from(*entry));
            a == b || row(a).zip(row(b)).is_some_and(|(a, b)| same(a, b))
        };
        match &criterion.scale {
            Scale::Table { attributes, .. } => split(set, attributes, &same_entry, &mut classes),
            Scale::Share { variables, applies } => {
                let counts = applies.entries.contains(&1);
                for &variable in variables.iter().filter(|_| counts) {
                    refine(&mut classes[usize::from(variable)], &|a, b| a == b);
                }
                split(set, applies, &|a, b| a == b, &mut classes);
            }
        }
    }
    classes
}

/// Splits the classes of the variables that a table reads by its columns.
fn split(
    set: &RubricSet,
    table: &Table,
    same: &dyn Fn(&u8, &u8) -> bool,
    classes: &mut [Vec<u64>],
) {
    for read in &table.reads {
        let count = usize::from(set.variables[usize::from(read.variable)].cells);
        let stride = read.stride as usize;
        let column = |cell: u8| {
            let start = usize::from(cell) * stride;
            let blocks = table.entries.chunks(stride * count);
            blocks.flat_map(move |block| &block[start..start + stride])
        };
        refine(&mut classes[usize::from(read.variable)], &|a, b| {
            column(a).zip(column(b)).all(|(a, b)| same(a, b))
        });
    }
}

fn refine(classes: &mut Vec<u64>, same: &dyn Fn(u8, u8) -> bool) {
    let mut finer: Vec<u64> = Vec::new();
    for &class in &*classes {
        let start = finer.len();
        for cell in cells(class) {
            let first = |class: u64| cells(class).next().unwrap_or(0);
            match finer[start..]
                .iter_mut()
                .find(|other| same(cell, first(**other)))
            {
                Some(class) => *class |= 1 << cell,
                None => finer.push(1 << cell),
            }
        }
    }
    *classes = finer;
}
