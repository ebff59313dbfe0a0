//! Partial profiles from a recipe: known, unknown, and every form of half-knowledge.

use super::model::{Kind, Model, Number, Partly, Statement, Value};
use super::{Draw, Recipe};

/// A statement for each fact.
pub(super) fn statements(recipe: &Recipe, model: &Model) -> Vec<Statement> {
    let each = model.facts.iter().zip(&recipe.statements);
    each.map(|(fact, bytes)| statement(&mut Draw::new(bytes), &fact.kind, fact.allow_na))
        .collect()
}

pub(super) fn statement(draw: &mut Draw<'_>, kind: &Kind, allow_na: bool) -> Statement {
    let says = draw.below(10);
    if says < 5 || says > 6 && matches!(kind, Kind::Text) {
        return Statement::Unknown(draw.below(4));
    }
    // Half-knowledge is drawn around a value, so it never contradicts itself.
    let na = allow_na && draw.one_in(4);
    let value = if na {
        Value::NotApplicable
    } else {
        value(draw, kind)
    };
    if says < 7 {
        return Statement::Known(value);
    }
    match (kind, value) {
        (Kind::Set(_), Value::Options(contents)) => {
            let mentioned = draw.some_of(contents.len());
            let (includes, excludes) = mentioned.into_iter().partition(|&option| contents[option]);
            Statement::Contents { includes, excludes }
        }
        (Kind::Number(number), value) => partly_number(draw, number, allow_na, value),
        (Kind::Bool, value) => partly(
            draw,
            &[Value::Bool(false), Value::Bool(true)],
            allow_na,
            value,
        ),
        (Kind::Choice(options), value) => {
            let all: Vec<Value> = (0..options.len()).map(Value::Option).collect();
            partly(draw, &all, allow_na, value)
        }
        (Kind::Set(_) | Kind::Text, value) => Statement::Known(value),
    }
}

fn value(draw: &mut Draw<'_>, kind: &Kind) -> Value {
    match kind {
        Kind::Bool => Value::Bool(draw.below(2) == 1),
        Kind::Choice(options) => Value::Option(draw.below(options.len())),
        Kind::Set(options) => {
            let held = draw.some_of(options.len());
            Value::Options(
                (0..options.len())
                    .map(|option| held.contains(&option))
                    .collect(),
            )
        }
        Kind::Number(number) => Value::Number(draw.pick(&number.samples())),
        Kind::Text => Value::Text,
    }
}

/// `one_of` and `not`, either or both, that leave `value`.
fn partly(draw: &mut Draw<'_>, all: &[Value], allow_na: bool, value: Value) -> Statement {
    let mut all = all.to_vec();
    if allow_na {
        all.push(Value::NotApplicable);
    }
    let some = |draw: &mut Draw<'_>| -> Vec<Value> {
        draw.some_of(all.len())
            .into_iter()
            .map(|one| all[one].clone())
            .collect()
    };
    let mut partly = Partly::default();
    // Only a list says that n/a is possible.
    let listed = value == Value::NotApplicable || draw.one_in(2);
    if !listed || draw.one_in(4) {
        partly.not = some(draw)
            .into_iter()
            .filter(|other| *other != value)
            .collect();
    }
    if listed || partly.not.is_empty() {
        partly.one_of = some(draw)
            .into_iter()
            .filter(|other| *other != value)
            .collect();
        partly.one_of.push(value);
    }
    Statement::Partly(partly)
}

/// `at_least`, `at_most` and `one_of`, one or more of them, that leave `value`.
fn partly_number(draw: &mut Draw<'_>, number: &Number, allow_na: bool, value: Value) -> Statement {
    let samples = number.samples();
    let mut partly = Partly::default();
    let forms = draw.between(1, 7);
    if let Value::Number(inside) = value {
        if forms & 1 == 1 {
            let below: Vec<i64> = samples
                .iter()
                .copied()
                .filter(|&sample| sample <= inside)
                .collect();
            partly.at_least = Some(draw.pick(&below));
        }
        if forms & 2 == 2 {
            let above: Vec<i64> = samples
                .iter()
                .copied()
                .filter(|&sample| sample >= inside)
                .collect();
            partly.at_most = Some(draw.pick(&above));
        }
    }
    let bounded = partly.at_least.is_some() || partly.at_most.is_some();
    if forms & 4 == 4 || !bounded {
        partly.one_of = vec![Value::Number(draw.pick(&samples)), value];
        if allow_na && !bounded && draw.one_in(4) {
            partly.one_of.push(Value::NotApplicable);
        }
    }
    Statement::Partly(partly)
}

/// Whatever can be written about a fact.
pub(super) fn loosely(draw: &mut Draw<'_>, kind: &Kind, allow_na: bool) -> Statement {
    let mut all = match kind {
        Kind::Text => return Statement::Known(Value::Text),
        Kind::Set(options) => {
            let (includes, excludes) = (draw.some_of(options.len()), draw.some_of(options.len()));
            return Statement::Contents { includes, excludes };
        }
        Kind::Bool => vec![Value::Bool(false), Value::Bool(true)],
        Kind::Choice(options) => (0..options.len()).map(Value::Option).collect(),
        Kind::Number(number) => {
            let mut samples = number.samples();
            let step = if number.whole { 4 } else { 1 };
            if let Some((least, most)) = number.bounds {
                samples.extend([least - step, most + step]);
            }
            samples.into_iter().map(Value::Number).collect()
        }
    };
    if allow_na {
        all.push(Value::NotApplicable);
    }
    let forms = draw.below(8);
    if forms == 0 {
        return Statement::Known(draw.pick(&all));
    }
    let mut some = |wanted: bool| -> Vec<Value> {
        let count = if wanted { draw.between(1, 3) } else { 0 };
        (0..count).map(|_| draw.pick(&all)).collect()
    };
    let mut partly = Partly {
        one_of: some(forms & 1 == 1),
        ..Partly::default()
    };
    let others = some(forms > 1);
    if let Kind::Number(_) = kind {
        let mut bounds = others.into_iter().filter_map(|value| match value {
            Value::Number(quarters) => Some(quarters),
            _ => None,
        });
        partly.at_least = bounds.next().filter(|_| forms & 2 == 2);
        partly.at_most = bounds.next().filter(|_| forms & 4 == 4);
    } else {
        partly.not = others;
    }
    if partly.one_of.is_empty()
        && partly.not.is_empty()
        && partly.at_least.or(partly.at_most).is_none()
    {
        partly.one_of = vec![all[0].clone()];
    }
    Statement::Partly(partly)
}
