//! An incomplete profile: ranges by propagation, estimates by the mean over every completion, states
//! by Kleene's logic on the printed ranges, and the rule that leads.

use super::complete::{Complete, mean, passes, score_passes};
use super::world::World;
use super::{State, rounded, worse};
use crate::generate::model::{Condition, Model, Of, Test};

/// What is known of a score, in tenths (of a criterion: in points).
#[derive(Clone, Debug)]
pub(crate) struct Range {
    /// Whether there is a score at all.
    pub(crate) exists: State,
    pub(crate) low: i64,
    pub(crate) high: i64,
    /// Rounded; criteria have a [`Mean`] instead.
    pub(crate) estimate: Option<i64>,
}

/// What an assessment must say.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    /// Points, without estimates.
    pub(crate) criteria: Vec<Range>,
    /// The mean of each criterion's points, and how often it applies, as quotients.
    pub(crate) means: Vec<Mean>,
    pub(crate) dimensions: Vec<Range>,
    /// Each rubric's worst dimension's score.
    pub(crate) worst: Vec<Range>,
    pub(crate) rubrics: Vec<Range>,
    pub(crate) gates: Vec<State>,
    pub(crate) rules: Vec<State>,
}

/// Sums over all completions, each as often as its weight says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mean {
    /// Of the points where the criterion applies.
    pub(crate) points: i128,
    /// Of the completions where it applies.
    pub(crate) applying: i128,
    /// Of all completions.
    pub(crate) all: i128,
}

/// A part of a weighted mean that may be out.
struct Part {
    weight: i64,
    range: Range,
}

/// Works out an assessment. `all` holds the weight and the figures of every completion.
pub(crate) fn expected(model: &Model, world: &World, all: &[(i128, Complete)]) -> Expected {
    let mut out = Expected {
        criteria: (0..model.criteria.len())
            .map(|number| criterion(number, all))
            .collect(),
        means: (0..model.criteria.len())
            .map(|number| criterion_mean(number, all))
            .collect(),
        dimensions: Vec::new(),
        worst: Vec::new(),
        rubrics: Vec::new(),
        gates: Vec::new(),
        rules: Vec::new(),
    };
    for number in 0..model.dimensions.len() {
        out.dimensions.push(dimension(model, &out, number));
    }
    for number in 0..model.rubrics.len() {
        out.worst.push(uncapped(model, &out, number, true));
    }
    out.gates = model
        .gates
        .iter()
        .map(|gate| state(model, world, &out, &gate.when))
        .collect();
    for number in 0..model.rubrics.len() {
        out.rubrics.push(rubric(model, &out, number));
    }
    let rules = model.rules.iter();
    out.rules = rules
        .map(|rule| {
            rule.when
                .as_ref()
                .map_or(Some(true), |when| state(model, world, &out, when))
        })
        .collect();
    out
}

/// The id of the dimension with the worst estimate, ties by id; none where none has one.
pub(crate) fn worst_dimension(model: &Model, out: &Expected, rubric: usize) -> Option<String> {
    let badness = |number: usize| {
        let estimate = out.dimensions[number].estimate?;
        let better = model.rubrics[rubric].better;
        let badness = if better { estimate } else { -estimate };
        Some((badness, model.dimension_id(number)))
    };
    let own = model.dimensions_of(rubric).into_iter();
    own.filter_map(badness).min().map(|(_, id)| id)
}

/// True if all are, false if none is, else open.
fn all_or_none(mut answers: impl Iterator<Item = bool>) -> State {
    let first = answers.next().expect("at least one");
    answers.all(|answer| answer == first).then_some(first)
}

/// A criterion's range over the completions in which it applies.
fn criterion(number: usize, all: &[(i128, Complete)]) -> Range {
    let points = || {
        all.iter()
            .filter_map(|(_, complete)| complete.points[number])
    };
    Range {
        exists: all_or_none(
            all.iter()
                .map(|(_, complete)| complete.points[number].is_some()),
        ),
        low: points().min().unwrap_or(0),
        high: points().max().unwrap_or(0),
        estimate: None,
    }
}

fn criterion_mean(number: usize, all: &[(i128, Complete)]) -> Mean {
    let applying = || {
        all.iter()
            .filter_map(|(weight, complete)| Some((weight, complete.points[number]?)))
    };
    Mean {
        points: applying()
            .map(|(weight, points)| weight * i128::from(points))
            .sum(),
        applying: applying().map(|(weight, _)| weight).sum(),
        all: all.iter().map(|(weight, _)| weight).sum(),
    }
}

fn dimension(model: &Model, out: &Expected, number: usize) -> Range {
    let own = model.criteria_of(number);
    let part = |&number: &usize| {
        let range = &out.criteria[number];
        let range = Range {
            low: 10 * range.low,
            high: 10 * range.high,
            ..range.clone()
        };
        Part {
            weight: model.criteria[number].weight,
            range,
        }
    };
    let mut range = optimum(&own.iter().map(part).collect::<Vec<_>>(), mean);
    let sum_of = |value: fn(&Mean) -> i128| -> i128 {
        own.iter()
            .map(|&number| i128::from(model.criteria[number].weight) * value(&out.means[number]))
            .sum()
    };
    let (points, applying) = (sum_of(|mean| mean.points), sum_of(|mean| mean.applying));
    range.estimate = (applying > 0).then(|| rounded(10 * points, applying));
    range
}

/// A rubric's score before gates, or its worst dimension's.
fn uncapped(model: &Model, out: &Expected, number: usize, worst: bool) -> Range {
    let better = model.rubrics[number].better;
    let own = model.dimensions_of(number);
    let part = |&number: &usize| Part {
        weight: model.dimensions[number].weight,
        range: out.dimensions[number].clone(),
    };
    let combine = |weighted: &[(i64, i64)]| {
        if worst {
            weighted
                .iter()
                .map(|&(_, score)| score)
                .reduce(|a, b| worse(better, a, b))
        } else {
            mean(weighted)
        }
    };
    let mut range = optimum(&own.iter().map(part).collect::<Vec<_>>(), combine);
    let shown = own.iter().filter_map(|&number| {
        Some((
            model.dimensions[number].weight,
            out.dimensions[number].estimate?,
        ))
    });
    range.estimate = combine(&shown.collect::<Vec<_>>());
    range
}

fn rubric(model: &Model, out: &Expected, number: usize) -> Range {
    let rubric = &model.rubrics[number];
    let mut range = uncapped(model, out, number, rubric.worst);
    for (gate, cap) in model.caps_of(number) {
        let state = out.gates[gate];
        // The worse end goes down (or up) where the gate may trip, the better end where it has.
        if state == Some(true) || state.is_none() && rubric.better {
            range.low = worse(rubric.better, range.low, cap);
        }
        if state == Some(true) || state.is_none() && !rubric.better {
            range.high = worse(rubric.better, range.high, cap);
        }
        if state == Some(true) {
            range.estimate = range
                .estimate
                .map(|estimate| worse(rubric.better, estimate, cap));
        }
    }
    range.estimate = range
        .estimate
        .map(|estimate| estimate.max(range.low).min(range.high));
    range
}

/// The least and the greatest combination over every way to have parts in or out.
fn optimum(parts: &[Part], combine: impl Fn(&[(i64, i64)]) -> Option<i64>) -> Range {
    let mut exists = Vec::new();
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for chosen in 0_u32..1 << parts.len() {
        let is_in = |number: usize| chosen >> number & 1 == 1;
        if (0..parts.len()).any(|number| {
            parts[number]
                .range
                .exists
                .is_some_and(|exists| exists != is_in(number))
        }) {
            continue;
        }
        let with = |end: fn(&Range) -> i64| -> Option<i64> {
            let inside = (0..parts.len()).filter(|&number| is_in(number));
            combine(
                &inside
                    .map(|number| (parts[number].weight, end(&parts[number].range)))
                    .collect::<Vec<_>>(),
            )
        };
        exists.push(chosen != 0);
        lows.extend(with(|range| range.low));
        highs.extend(with(|range| range.high));
    }
    Range {
        exists: all_or_none(exists.into_iter()),
        low: lows.into_iter().min().unwrap_or(0),
        high: highs.into_iter().max().unwrap_or(0),
        estimate: None,
    }
}

/// The score that a condition names.
fn score<'o>(out: &'o Expected, of: &Of) -> &'o Range {
    match of {
        Of::Rubric(number) => &out.rubrics[*number],
        Of::Dimension(number) => &out.dimensions[*number],
        Of::Worst(number) => &out.worst[*number],
    }
}

/// The state of a test of a fact, over the values that are left.
fn fact_state(world: &World, fact: usize, test: &Test) -> State {
    all_or_none(
        world.allowed[fact]
            .iter()
            .map(|(value, _)| passes(test, value)),
    )
}

/// The state of a condition, by Kleene's logic.
pub(crate) fn state(model: &Model, world: &World, out: &Expected, condition: &Condition) -> State {
    let each = |parts: &[Condition]| -> Vec<State> {
        parts
            .iter()
            .map(|part| state(model, world, out, part))
            .collect()
    };
    match condition {
        Condition::All(parts) => {
            let states = each(parts);
            if states.contains(&Some(false)) {
                Some(false)
            } else if states.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        Condition::Any(parts) => {
            let states = each(parts);
            if states.contains(&Some(true)) {
                Some(true)
            } else if states.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        Condition::Not(part) => state(model, world, out, part).map(|state| !state),
        Condition::Fact(fact, test) => fact_state(world, *fact, test),
        Condition::Score(of, bounds) => {
            let range = score(out, of);
            let missing = (range.exists != Some(true)).then_some(false);
            let present = (range.low..=range.high).map(|tenths| score_passes(bounds, Some(tenths)));
            all_or_none(
                missing
                    .into_iter()
                    .chain(present.filter(|_| range.exists != Some(false))),
            )
        }
        Condition::Gate(gate) => state(model, world, out, &model.gates[*gate].when),
    }
}
