//! A complete profile: points, scores, gates and the rule, by plain recursion.

use super::{rounded, worse};
use crate::generate::model::{Bound, Condition, Model, Of, Scale, Test, Value};

/// What comes out of one complete profile. Scores are in tenths; `None` where nothing applies.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Complete {
    /// Points of each criterion, 0–100.
    pub(crate) points: Vec<Option<i64>>,
    pub(crate) dimensions: Vec<Option<i64>>,
    /// Each rubric's worst dimension's score.
    pub(crate) worst: Vec<Option<i64>>,
    pub(crate) rubrics: Vec<Option<i64>>,
    /// Whether each gate has tripped.
    pub(crate) gates: Vec<bool>,
    /// The rule that fires.
    pub(crate) rule: usize,
}

/// Scores one complete profile.
pub(crate) fn evaluate(model: &Model, values: &[Value]) -> Complete {
    let mut out = Complete {
        points: (0..model.criteria.len())
            .map(|criterion| points(model, criterion, values))
            .collect(),
        dimensions: Vec::new(),
        worst: Vec::new(),
        rubrics: Vec::new(),
        gates: Vec::new(),
        rule: 0,
    };
    for dimension in 0..model.dimensions.len() {
        let applying = model.criteria_of(dimension).into_iter();
        let weighted = applying
            .filter_map(|number| Some((model.criteria[number].weight, 10 * out.points[number]?)));
        out.dimensions.push(mean(&weighted.collect::<Vec<_>>()));
    }
    out.gates = model
        .gates
        .iter()
        .map(|gate| holds(model, values, &out, &gate.when))
        .collect();
    for (number, rubric) in model.rubrics.iter().enumerate() {
        let own = model.dimensions_of(number).into_iter();
        let weighted: Vec<(i64, i64)> = own
            .filter_map(|number| Some((model.dimensions[number].weight, out.dimensions[number]?)))
            .collect();
        let worst = weighted
            .iter()
            .map(|&(_, score)| score)
            .reduce(|a, b| worse(rubric.better, a, b));
        let mut score = if rubric.worst { worst } else { mean(&weighted) };
        for (gate, cap) in model.caps_of(number) {
            if out.gates[gate] {
                score = score.map(|score| worse(rubric.better, score, cap));
            }
        }
        out.worst.push(worst);
        out.rubrics.push(score);
    }
    let fires = |rule: usize| {
        model.rules[rule]
            .when
            .as_ref()
            .is_none_or(|when| holds(model, values, &out, when))
    };
    out.rule = (0..model.rules.len())
        .find(|&rule| fires(rule))
        .expect("the last always does");
    out
}

/// The weighted mean, rounded; of nothing, nothing.
pub(crate) fn mean(weighted: &[(i64, i64)]) -> Option<i64> {
    let weight: i64 = weighted.iter().map(|(weight, _)| weight).sum();
    let sum: i64 = weighted.iter().map(|(weight, value)| weight * value).sum();
    (weight > 0).then(|| rounded(sum.into(), weight.into()))
}

/// A criterion's points; `None` where it does not apply.
fn points(model: &Model, number: usize, values: &[Value]) -> Option<i64> {
    let criterion = &model.criteria[number];
    if scale_facts(&criterion.scale)
        .iter()
        .any(|&fact| values[fact] == Value::NotApplicable)
    {
        return None;
    }
    if !criterion
        .applies_when
        .as_ref()
        .is_none_or(|when| holds_for(values, when))
    {
        return None;
    }
    Some(match &criterion.scale {
        Scale::Points(fact, points) => match &values[*fact] {
            Value::Bool(value) => points[usize::from(*value)],
            Value::Option(option) => points[*option],
            other => unreachable!("{other:?} has no points"),
        },
        Scale::Bands(fact, bands) => match &values[*fact] {
            Value::Number(number) => {
                bands
                    .iter()
                    .find(|(end, _)| end.is_none_or(|end| end.admits(*number)))
                    .expect("the last is open")
                    .1
            }
            other => unreachable!("{other:?} is in no band"),
        },
        Scale::Share(fact, options) => match &values[*fact] {
            Value::Options(contents) => {
                let held = options.iter().filter(|&&option| contents[option]).count();
                let whole = |count: usize| i128::try_from(count).expect("a few");
                rounded(100 * whole(held), whole(options.len()))
            }
            other => unreachable!("{other:?} is no set"),
        },
        Scale::Cases(cases) => {
            let first = cases
                .iter()
                .find(|(when, _)| when.as_ref().is_none_or(|when| holds_for(values, when)));
            first.expect("the last has no condition").1
        }
    })
}

/// The facts that a scale reads.
pub(crate) fn scale_facts(scale: &Scale) -> Vec<usize> {
    match scale {
        Scale::Points(fact, _) | Scale::Bands(fact, _) | Scale::Share(fact, _) => vec![*fact],
        Scale::Cases(cases) => {
            let atoms = cases
                .iter()
                .filter_map(|(when, _)| when.as_ref())
                .flat_map(Condition::atoms);
            atoms
                .filter_map(|atom| {
                    if let Condition::Fact(fact, _) = atom {
                        Some(*fact)
                    } else {
                        None
                    }
                })
                .collect()
        }
    }
}

/// Whether a value passes a test of it.
pub(crate) fn passes(test: &Test, value: &Value) -> bool {
    match (test, value) {
        (_, Value::NotApplicable) => false,
        (Test::Is(wanted), Value::Bool(value)) => value == wanted,
        (Test::In(wanted), Value::Option(option)) => wanted.contains(option),
        (Test::Includes(option), Value::Options(contents)) => contents[*option],
        (Test::Number(bounds), Value::Number(number)) => {
            bounds.iter().all(|bound| bound.admits(*number))
        }
        (_, other) => unreachable!("{other:?} cannot be tested so"),
    }
}

/// Whether a score in tenths passes bounds in hundredths; a missing one does not.
pub(crate) fn score_passes(bounds: &[Bound], tenths: Option<i64>) -> bool {
    tenths.is_some_and(|tenths| bounds.iter().all(|bound| bound.admits(10 * tenths)))
}

/// Whether a condition on facts alone holds.
fn holds_for(values: &[Value], condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds_for(values, part)),
        Condition::Any(parts) => parts.iter().any(|part| holds_for(values, part)),
        Condition::Not(part) => !holds_for(values, part),
        Condition::Fact(fact, test) => passes(test, &values[*fact]),
        Condition::Score(..) | Condition::Gate(_) => unreachable!("criteria read facts only"),
    }
}

/// Whether a condition holds, given the scores so far.
pub(crate) fn holds(
    model: &Model,
    values: &[Value],
    so_far: &Complete,
    condition: &Condition,
) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(model, values, so_far, part)),
        Condition::Any(parts) => parts.iter().any(|part| holds(model, values, so_far, part)),
        Condition::Not(part) => !holds(model, values, so_far, part),
        Condition::Fact(fact, test) => passes(test, &values[*fact]),
        Condition::Score(of, bounds) => {
            let score = match of {
                Of::Rubric(number) => so_far.rubrics[*number],
                Of::Dimension(number) => so_far.dimensions[*number],
                Of::Worst(number) => so_far.worst[*number],
            };
            score_passes(bounds, score)
        }
        Condition::Gate(gate) => holds(model, values, so_far, &model.gates[*gate].when),
    }
}
