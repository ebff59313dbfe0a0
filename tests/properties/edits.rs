//! Other sets than a given one: edits that change something, and edits that change only how it is written.

use crate::generate::model::{
    Bound, Condition, Criterion, Fact, Kind, Model, Of, Rule, Scale, Statement, Test,
};
use crate::reference::complete::evaluate;
use crate::reference::world::World;

struct Draw<'b>(std::slice::Iter<'b, u8>);

impl Draw<'_> {
    fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % n
    }
}

/// Another set, by a few edits, some of them without effect.
pub(crate) fn edited(model: &Model, choices: &[u8]) -> Model {
    let mut edited = model.clone();
    let mut draw = Draw(choices.iter());
    for _ in 0..=draw.below(3) {
        edit(&mut edited, &mut draw);
    }
    edited
}

fn edit(model: &mut Model, draw: &mut Draw<'_>) {
    let criterion = draw.below(model.criteria.len());
    let rule = draw.below(model.rules.len());
    match draw.below(17) {
        0 => other_weight(&mut model.criteria[criterion].weight),
        1 => {
            let dimension = draw.below(model.dimensions.len());
            other_weight(&mut model.dimensions[dimension].weight);
        }
        2 => points(&mut model.criteria[criterion].scale, draw),
        3 => {
            if let Some(when) = &mut model.rules[rule].when {
                threshold(when, draw);
            }
        }
        4 => {
            model.rules[rule].recommend = draw.below(model.recommendations.len());
        }
        5 => {
            // The last stays the last.
            if model.rules.len() > 2 {
                let first = draw.below(model.rules.len() - 2);
                model.rules.swap(first, first + 1);
            }
        }
        6 => {
            if model.rules.len() > 1 && rule + 1 < model.rules.len() {
                model.rules.remove(rule);
            }
        }
        7 => {
            if let Some(gate) = model.gates.first_mut() {
                gate.cap = gate.cap.map(|cap| (cap + 10) % 101);
            }
        }
        8 => {
            let rubric = draw.below(model.rubrics.len());
            model.rubrics[rubric].worst ^= true;
        }
        9 => {
            let dimension = model.criteria[criterion].dimension;
            if model.criteria_of(dimension).len() > 1 {
                model.criteria.remove(criterion);
            }
        }
        10 => {
            // Twice all weights of a dimension: the same scores.
            let dimension = model.criteria[criterion].dimension;
            let own = model.criteria_of(dimension);
            if own
                .iter()
                .all(|&number| model.criteria[number].weight <= 500)
            {
                for number in own {
                    model.criteria[number].weight *= 2;
                }
            }
        }
        11 => {
            // In other words: the same rules.
            if let Some(when) = &mut model.rules[rule].when {
                let inner = std::mem::replace(when, Condition::All(Vec::new()));
                *when = Condition::Not(Box::new(Condition::Not(Box::new(inner))));
            }
        }
        12 => {
            if let Some(gate) = model.gates.first_mut() {
                threshold(&mut gate.when, draw);
            }
        }
        _ => fact_edit(model, draw),
    }
}

/// What a profile may say of a fact, or what its figures make of it.
fn fact_edit(model: &mut Model, draw: &mut Draw<'_>) {
    let number = draw.below(model.facts.len());
    let fact = &mut model.facts[number];
    if matches!(fact.kind, Kind::Text) {
        return;
    }
    match draw.below(4) {
        0 => fact.prior = None,
        1 => fact.effort = fact.effort.map_or(Some(1), |_| None),
        2 => fact.order = fact.order.map_or(Some("rising"), |_| None),
        _ if matches!(fact.kind, Kind::Set(_)) => {}
        _ => {
            fact.allow_na ^= true;
            fact.prior = None;
        }
    }
}

fn other_weight(weight: &mut i64) {
    *weight = *weight % 1000 + 1;
}

fn points(scale: &mut Scale, draw: &mut Draw<'_>) {
    let other = |points: &mut i64| *points = (*points + 10) % 101;
    match scale {
        Scale::Points(_, rows) => {
            let row = draw.below(rows.len());
            other(&mut rows[row]);
        }
        Scale::Bands(_, rows) => {
            let row = draw.below(rows.len());
            other(&mut rows[row].1);
        }
        Scale::Cases(rows) => {
            let row = draw.below(rows.len());
            other(&mut rows[row].1);
        }
        Scale::Share(..) => {}
    }
}

/// Moves the first threshold of a score in a condition, by a tenth or by ten points.
fn threshold(when: &mut Condition, draw: &mut Draw<'_>) {
    match when {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| threshold(part, draw));
        }
        Condition::Not(part) => threshold(part, draw),
        Condition::Score(Of::Rubric(_) | Of::Dimension(_) | Of::Worst(_), bounds) => {
            let by = [10, 1000][draw.below(2)];
            if let [Bound::Below(n) | Bound::AtMost(n) | Bound::AtLeast(n) | Bound::Above(n)] =
                bounds.as_mut_slice()
            {
                // No further: a threshold beyond all scores is refused.
                *n = (*n + by).min(9_000);
            }
        }
        Condition::Fact(..) | Condition::Gate(_) => {}
    }
}

/// Like [`edited`], and now and then with a new fact that a new criterion reads.
pub(crate) fn other(model: &Model, choices: &[u8]) -> Model {
    let mut other = edited(model, choices);
    if choices[40] % 2 == 1 {
        let fact = Fact {
            id: "new.fact",
            kind: Kind::Bool,
            order: None,
            allow_na: false,
            prior: None,
            effort: None,
        };
        other.facts.push(fact);
        other.criteria.push(Criterion {
            id: "new-criterion",
            dimension: other.criteria[0].dimension,
            weight: 900,
            applies_when: None,
            scale: Scale::Points(other.facts.len() - 1, vec![0, 100]),
        });
    }
    other
}

/// Two sets between which it takes several changes for another recommendation: from a score of a dimension on that only
/// the better points of all its criteria reach, the first rule fires.
pub(crate) fn demanding(
    model: &Model,
    profile: &[Statement],
    choices: &[u8],
) -> Option<(Model, Model)> {
    let (mut old, mut new) = (model.clone(), model.clone());
    let dimension = model.criteria[usize::from(choices[49]) % model.criteria.len()].dimension;
    for number in model.criteria_of(dimension) {
        all_points(&mut new.criteria[number].scale, |points| {
            (points + 20).min(100)
        });
    }
    let (values, _) = World::new(model, profile).completions().swap_remove(0);
    let reached = |model: &Model| evaluate(model, &values).dimensions[dimension];
    let (before, after) = (reached(&old)?, reached(&new)?);
    let last = old.rules.last().map_or(0, |rule| rule.recommend);
    let first = Rule {
        recommend: (last + 1) % model.recommendations.len(),
        when: Some(Condition::Score(
            Of::Dimension(dimension),
            vec![Bound::AtLeast(10 * after)],
        )),
    };
    old.rules.insert(0, first.clone());
    new.rules.insert(0, first);
    (before < after).then_some((old, new))
}

fn all_points(scale: &mut Scale, better: impl Fn(i64) -> i64) {
    let better = |points: &mut i64| *points = better(*points);
    match scale {
        Scale::Points(_, rows) => rows.iter_mut().for_each(better),
        Scale::Bands(_, rows) => rows.iter_mut().map(|(_, points)| points).for_each(better),
        Scale::Cases(rows) => rows.iter_mut().map(|(_, points)| points).for_each(better),
        Scale::Share(..) => {}
    }
}

/// The same set in another form: points and bands as cases, conditions in other words.
pub(crate) fn reformed(model: &Model) -> Model {
    let mut reformed = model.clone();
    let plain: Vec<bool> = model.facts.iter().map(|fact| !fact.allow_na).collect();
    for criterion in &mut reformed.criteria {
        criterion.scale = as_cases(model, &criterion.scale, &plain);
        if let Some(when) = &mut criterion.applies_when {
            *when = turned(model, when);
        }
    }
    reformed
        .gates
        .iter_mut()
        .for_each(|gate| gate.when = turned(model, &gate.when));
    reformed
        .rules
        .iter_mut()
        .filter_map(|rule| rule.when.as_mut())
        .for_each(|when| *when = turned(model, when));
    reformed
}

/// A scale as cases that give the same. Where a fact may not apply there are none: the last case would hold.
fn as_cases(model: &Model, scale: &Scale, plain: &[bool]) -> Scale {
    // The last row holds where no other does.
    let cases = |fact: usize, tests: Vec<Test>, points: Vec<i64>| {
        let last = points.len() - 1;
        let whens = tests
            .into_iter()
            .take(last)
            .map(|test| Some(Condition::Fact(fact, test)));
        Scale::Cases(whens.chain([None]).zip(points).collect())
    };
    match scale {
        Scale::Points(fact, points) if plain[*fact] && points.len() > 1 => {
            let test = |row: usize| match model.facts[*fact].kind {
                Kind::Bool => Test::Is(row == 1),
                Kind::Choice(_) | Kind::Set(_) | Kind::Number(_) | Kind::Text => {
                    Test::In(vec![row])
                }
            };
            cases(*fact, (0..points.len()).map(test).collect(), points.clone())
        }
        Scale::Bands(fact, bands) if plain[*fact] && bands.len() > 1 => {
            let ends = bands.iter().filter_map(|(end, _)| *end);
            let tests = ends.map(|end| Test::Number(vec![end])).collect();
            cases(
                *fact,
                tests,
                bands.iter().map(|(_, points)| *points).collect(),
            )
        }
        Scale::Cases(rows) => {
            let mut rows = rows.clone();
            rows.iter_mut()
                .filter_map(|(when, _)| when.as_mut())
                .for_each(|when| *when = turned(model, when));
            Scale::Cases(rows)
        }
        Scale::Points(..) | Scale::Bands(..) | Scale::Share(..) => scale.clone(),
    }
}

/// The same condition in other words: its lists the other way round, denied twice or by their opposites.
fn turned(model: &Model, when: &Condition) -> Condition {
    let not = |part: Condition| Condition::Not(Box::new(part));
    let opposites = |parts: &[Condition]| -> Vec<Condition> {
        parts
            .iter()
            .rev()
            .map(|part| not(turned(model, part)))
            .collect()
    };
    match when {
        Condition::All(parts) => not(Condition::Any(opposites(parts))),
        Condition::Any(parts) => not(Condition::All(opposites(parts))),
        Condition::Not(part) => Condition::All(vec![not(turned(model, part))]),
        Condition::Fact(fact, test) if !model.facts[*fact].allow_na => {
            let others = match (test, &model.facts[*fact].kind) {
                (Test::Is(value), _) => Test::Is(!value),
                (Test::In(options), Kind::Choice(all)) if options.len() < all.len() => Test::In(
                    (0..all.len())
                        .filter(|option| !options.contains(option))
                        .collect(),
                ),
                _ => return not(not(when.clone())),
            };
            not(Condition::Fact(*fact, others))
        }
        Condition::Fact(..) | Condition::Score(..) | Condition::Gate(_) => not(not(when.clone())),
    }
}

/// The same set with other weights: a common factor for all criteria of each dimension, and for all dimensions of each
/// rubric.
pub(crate) fn factored(model: &Model, choices: &[u8]) -> Model {
    let mut factored = model.clone();
    let factor = |place: usize, most: i64| (1 + i64::from(choices[place]) % 5).min(1000 / most);
    for dimension in 0..model.dimensions.len() {
        let own = model.criteria_of(dimension);
        let most = own
            .iter()
            .map(|&number| model.criteria[number].weight)
            .max();
        for number in own {
            factored.criteria[number].weight *= factor(dimension, most.unwrap_or(1));
        }
    }
    for rubric in 0..model.rubrics.len() {
        let own = model.dimensions_of(rubric);
        let most = own
            .iter()
            .map(|&number| model.dimensions[number].weight)
            .max();
        for number in own {
            factored.dimensions[number].weight *= factor(16 + rubric, most.unwrap_or(1));
        }
    }
    factored
}
