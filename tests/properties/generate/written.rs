//! A profile as YAML, as people write it.

use super::model::{Model, Partly, Statement, Value};
use super::print::{list, options_of, quarters};

/// A profile; `order` is a permutation of the facts.
pub(crate) fn profile(model: &Model, statements: &[Statement], order: &[usize]) -> String {
    profile_of(model, order, |fact| {
        statement(model, fact, &statements[fact])
    })
}

/// A profile in which each fact has what is shown for it, or is not there.
pub(crate) fn profile_of(
    model: &Model,
    order: &[usize],
    show: impl Fn(usize) -> Option<String>,
) -> String {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for &number in order {
        let (section, key) = model.facts[number]
            .id
            .split_once('.')
            .expect("facts have sections");
        let Some(shown) = show(number) else {
            continue;
        };
        let line = format!("  {key}: {shown}\n");
        match sections.iter_mut().find(|(name, _)| *name == section) {
            Some((_, lines)) => *lines += &line,
            None => sections.push((section, line)),
        }
    }
    if sections.is_empty() {
        return "{}\n".to_owned();
    }
    sections
        .iter()
        .map(|(section, lines)| format!("{section}:\n{lines}"))
        .collect()
}

/// What is written about one fact; none where the way to say nothing is to write nothing.
pub(crate) fn statement(model: &Model, fact: usize, statement: &Statement) -> Option<String> {
    let values = |values: &[Value]| list(values, |one| value(model, fact, one));
    let options = |options: &[usize]| {
        list(options, |&option| {
            options_of(model, fact)[option].to_owned()
        })
    };
    let mut parts = Vec::new();
    match statement {
        Statement::Unknown(way) => {
            return [
                None,
                Some("unknown"),
                Some("null"),
                Some("{ value: unknown, note: \"asked twice\" }"),
            ][*way]
                .map(str::to_owned);
        }
        Statement::Known(one) => return Some(value(model, fact, one)),
        Statement::Partly(Partly {
            one_of,
            not,
            at_least,
            at_most,
        }) => {
            if !one_of.is_empty() {
                parts.push(format!("one_of: [{}]", values(one_of)));
            }
            match not.as_slice() {
                [] => {}
                [only] => parts.push(format!("not: {}", value(model, fact, only))),
                more => parts.push(format!("not: [{}]", values(more))),
            }
            parts.extend(at_least.map(|least| format!("at_least: {}", quarters(least))));
            parts.extend(at_most.map(|most| format!("at_most: {}", quarters(most))));
        }
        Statement::Contents { includes, excludes } => {
            parts.push(format!("includes: [{}]", options(includes)));
            parts.push(format!("excludes: [{}]", options(excludes)));
        }
    }
    Some(format!(
        "{{ {}, note: \"on the phone\" }}",
        parts.join(", ")
    ))
}

fn value(model: &Model, fact: usize, value: &Value) -> String {
    match value {
        Value::NotApplicable => "n/a".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Option(option) => options_of(model, fact)[*option].to_owned(),
        Value::Options(contents) => {
            let held = contents
                .iter()
                .zip(options_of(model, fact))
                .filter(|(held, _)| **held);
            format!("[{}]", list(held, |(_, id)| (*id).to_owned()))
        }
        Value::Number(number) => quarters(*number),
        Value::Text => "so it is".to_owned(),
    }
}
