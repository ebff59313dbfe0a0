//! Facts, and what scores are made of: criteria, dimensions and rubrics.

use super::{
    Explanation, Lever, Property, PropertyValue, Reader, Row, fact_lever, gate_reader, given,
    lines, named_by, part,
};
use crate::language::list::count;
use crate::present::condition::condition_words;
use crate::present::interview::bounds;
use crate::present::names;
use crate::present::number::{percent, percent_finer, plain, points, score};
use crate::present::report::or_id;
use crate::present::stated::{For, answer};
use crate::present::words::with_unit;
use crate::rubric::condition::ScoreRef;
use crate::rubric::fact::{Fact, Kind, Order, cells};
use crate::rubric::readers::{
    Named, Reads, criterion_share, dimension_share, facts_of_criterion, reads,
};
use crate::rubric::scale::{Attribute, Scale, share_points};
use crate::rubric::{Aggregate, Effect, HigherIs, Rubric, RubricSet, indexes};
use crate::say;

pub(super) fn fact(set: &RubricSet, number: usize) -> Explanation<'_> {
    let fact = &set.facts[number];
    let mut properties = vec![Property::text("type", fact.kind.name())];
    if fact.kind.is_numeric() {
        properties.push(Property::text("bounds", bounds(fact)));
    }
    let runs = match fact.order {
        Order::Rising => ("rising", say!("later and higher values are better")),
        Order::Falling => ("falling", say!("later and higher values are worse")),
        Order::None => ("none", say!("no value is better than another")),
    };
    if fact.kind != Kind::Text {
        properties.push(Property {
            words: runs.1,
            ..Property::text("order", runs.0)
        });
    }
    if fact.kind != Kind::Text {
        properties.push(effort(fact));
    }
    if let Some(months) = fact.stale_after_months {
        let words = say!(
            "{months}, then --today calls it out of date",
            months = count(months.into(), "month", "months")
        );
        properties.push(Property::whole("stale_after_months", months, words));
    }
    if fact.allow_na {
        properties.push(Property {
            name: "allow_na",
            value: PropertyValue::Truth(true),
            words: say!("a profile may say n/a"),
        });
    }
    if let Some(context) = &fact.context {
        properties.push(Property::text("context", &**context));
    }
    let named = u16::try_from(number).unwrap_or(u16::MAX);
    let mut read_by: Vec<Reader<'_>> = (0..set.criteria.len())
        .filter_map(|criterion| {
            let how = match reads(set, criterion, named)? {
                Reads::Scale => say!("gives its points"),
                Reads::Applies => say!("says whether it applies"),
                Reads::Both => say!("gives its points, and says whether it applies"),
            };
            Some(criterion_reader(set, criterion, how))
        })
        .collect();
    read_by.extend(named_by(set, Named::Fact(named)));
    Explanation {
        what: given(&fact.ask).map(Into::into),
        why: given(&fact.why),
        source: given(&fact.source),
        properties,
        scale: values(set, fact),
        read_by,
        ..Explanation::default()
    }
}

fn effort(fact: &Fact) -> Property<'_> {
    match fact.effort {
        Some(effort) => {
            let words = say!(
                "{effort}, of 1 (easy) to 5 (hard), to change it before a project",
                effort
            );
            Property::whole("effort", effort, words)
        }
        None => Property {
            name: "effort",
            value: PropertyValue::None,
            words: say!("none: it cannot be changed before a project"),
        },
    }
}

/// What a fact may be, and how likely that is by the prior.
fn values<'a>(set: &'a RubricSet, fact: &'a Fact) -> Vec<Row<'a>> {
    let means = |option: usize| {
        let option = fact.options.get(option)?;
        given(&option.means)
    };
    let share = |variable: usize, cell: u8| {
        let variable = &set.variables[variable];
        let all: u32 = variable.prior.iter().sum();
        Some(part(
            f64::from(variable.prior[usize::from(cell)]) / f64::from(all),
        ))
    };
    let own = indexes(&fact.variables);
    match fact.kind {
        Kind::Text => Vec::new(),
        Kind::Set => own
            .enumerate()
            .map(|(option, variable)| Row {
                value: fact.options[option].id.to_string(),
                title: fact.options[option].title.as_deref(),
                means: means(option),
                prior: share(variable, 1),
                ..Row::default()
            })
            .collect(),
        Kind::Bool | Kind::Choice | Kind::Integer | Kind::Number => {
            let variable = own.start;
            let row = |cell: u8| {
                let option = fact.options.get(usize::from(cell));
                let words = answer(set, fact.variables.start, cell, For::Scripts);
                let words = if words.is_empty() { say!("any") } else { words };
                let number = fact.kind.is_numeric() && set.variables[variable].na != Some(cell);
                Row {
                    value: if number {
                        with_unit(fact, &words)
                    } else {
                        words
                    },
                    title: option.and_then(|option| option.title.as_deref()),
                    means: means(usize::from(cell)),
                    prior: share(variable, cell),
                    ..Row::default()
                }
            };
            cells(set.variables[variable].all()).map(row).collect()
        }
    }
}

/// A criterion, with the part of its rubric's weight.
pub(super) fn criterion_reader(set: &RubricSet, number: usize, how: String) -> Reader<'_> {
    let criterion = &set.criteria[number];
    Reader {
        kind: "criterion",
        id: &criterion.id,
        title: given(&criterion.title),
        how,
        effective_weight: Some(criterion_share(set, number)),
        place: None,
    }
}

/// How much hangs on a part of a rubric: its weight, of all weights in its home, what share of the rubric
/// that is, and which way the scores run.
fn weighing<'a>(
    rubric: &'a Rubric,
    (weight, all, home): (u32, u32, &str),
    share: f64,
) -> [Property<'a>; 3] {
    [
        Property::whole(
            "weight",
            weight,
            say!("{weight} of {all} in {home}", weight, all, home),
        ),
        Property::number(
            "effective_weight",
            part(share),
            say!(
                "{share} of the weight in {rubric}, where everything applies",
                share = precise(share),
                rubric = rubric.id
            ),
        ),
        Property {
            words: direction(rubric.higher_is),
            ..Property::text("higher_is", rubric.higher_is.name())
        },
    ]
}

pub(super) fn criterion(set: &RubricSet, number: usize) -> Explanation<'_> {
    let criterion = &set.criteria[number];
    let dimension = &set.dimensions[usize::from(criterion.dimension)];
    let rubric = set.rubric_of(criterion);
    let own = &set.criteria[indexes(&dimension.criteria)];
    let all: u32 = own.iter().map(|other| other.weight).sum();
    let weight = (criterion.weight, all, &*dimension.id);
    let mut properties = vec![Property::text("dimension", &*dimension.id)];
    properties.extend(weighing(rubric, weight, criterion_share(set, number)));
    if let Some(judgement) = &criterion.judgement {
        properties.push(Property::text("judgement", &**judgement));
    }
    let facts = facts_of_criterion(set, number);
    let levers: Vec<Lever<'_>> = facts
        .into_iter()
        .map(|fact| fact_lever(set, fact))
        .collect();
    let when = criterion.applies_when.as_ref();
    Explanation {
        title: given(&criterion.title),
        source: given(&criterion.source),
        properties,
        scale: scale(set, number),
        when: when.map_or_else(Vec::new, |when| lines(set, when)),
        changed_by: levers,
        ..Explanation::default()
    }
}

/// The rows of a criterion's scale.
pub(super) fn scale(set: &RubricSet, number: usize) -> Vec<Row<'_>> {
    let criterion = &set.criteria[number];
    if let Scale::Share { variables, .. } = &criterion.scale {
        let best = criterion.best(set.rubric_of(criterion).higher_is);
        let row = |held: usize| {
            let points = share_points(held, variables.len());
            // At its best there is nothing to say.
            let says = criterion.attributes.first().filter(|_| points != best);
            Row {
                value: say!("{held} of {all}", held, all = variables.len()),
                points: Some(f64::from(points)),
                ..says.map_or_else(Row::default, |row| attribute(set, row))
            }
        };
        return (0..=variables.len()).map(row).collect();
    }
    let fact = criterion.facts.first().filter(|_| criterion.single_fact);
    let fact = fact.map(|&fact| &set.facts[usize::from(fact)]);
    let rows = criterion.attributes.iter().enumerate();
    rows.map(|(place, row)| Row {
        value: match (fact, criterion.cases.get(place)) {
            (Some(fact), _) if fact.kind.is_numeric() => with_unit(fact, &names::row(&row.label)),
            (Some(_), _) => row.label.to_string(),
            (None, Some(case)) => condition_words(set, case),
            (None, None) => say!("otherwise"),
        },
        points: Some(f64::from(row.points)),
        ..attribute(set, row)
    })
    .collect()
}

fn attribute<'a>(set: &'a RubricSet, row: &'a Attribute) -> Row<'a> {
    let id = |&number: &u16| &*set.advice[usize::from(number)].id;
    Row {
        reason: row.reason.as_deref(),
        advice: row.advice.iter().map(id).collect(),
        ..Row::default()
    }
}

pub(super) fn dimension(set: &RubricSet, number: usize) -> Explanation<'_> {
    let dimension = &set.dimensions[number];
    let rubric = &set.rubrics[usize::from(dimension.rubric)];
    let own = &set.dimensions[indexes(&rubric.dimensions)];
    let all: u32 = own.iter().map(|other| other.weight).sum();
    let weight = (dimension.weight, all, &*rubric.id);
    let mut properties = vec![Property::text("rubric", &*rubric.id)];
    properties.extend(weighing(rubric, weight, dimension_share(set, number)));
    let of = Named::Score(ScoreRef::Dimension(
        u16::try_from(number).unwrap_or(u16::MAX),
    ));
    Explanation {
        title: given(&dimension.title),
        what: given(&dimension.about).map(Into::into),
        source: given(&dimension.source),
        properties,
        read_by: named_by(set, of),
        parts: indexes(&dimension.criteria)
            .map(|number| criterion_reader(set, number, String::new()))
            .collect(),
        ..Explanation::default()
    }
}

pub(super) fn rubric(set: &RubricSet, number: usize) -> Explanation<'_> {
    let rubric = &set.rubrics[number];
    let aggregate = match rubric.aggregate {
        Aggregate::Mean => say!("the weighted mean of its dimensions"),
        Aggregate::Worst => say!("the score of its worst dimension"),
    };
    let own = u16::try_from(number).unwrap_or(u16::MAX);
    let mut read_by = named_by(set, Named::Score(ScoreRef::Rubric(own)));
    let worst = named_by(set, Named::Score(ScoreRef::Worst(own))).into_iter();
    read_by.extend(worst.map(|mut reader| {
        reader.how = say!("{how}, by its worst dimension", how = reader.how);
        reader
    }));
    read_by.sort_by_key(|reader| reader.place);
    let caps = rubric.caps.iter().map(|&gate| usize::from(gate));
    let caps =
        caps.map(|gate| gate_reader(set, gate, effect(rubric.higher_is, set.gates[gate].effect)));
    let dimensions = indexes(&rubric.dimensions).map(|number| {
        let dimension = &set.dimensions[number];
        Reader {
            kind: "dimension",
            id: &dimension.id,
            title: given(&dimension.title),
            how: String::new(),
            effective_weight: Some(dimension_share(set, number)),
            place: None,
        }
    });
    Explanation {
        title: given(&rubric.title),
        what: given(&rubric.about).map(Into::into),
        source: given(&rubric.source),
        properties: vec![
            Property {
                words: direction(rubric.higher_is),
                ..Property::text("higher_is", rubric.higher_is.name())
            },
            Property {
                words: aggregate,
                ..Property::text("aggregate", rubric.aggregate.name())
            },
        ],
        scale: rubric
            .ratings
            .iter()
            .map(|rating| Row {
                value: say!("from {points}", points = plain(points(rating.from))),
                means: Some(or_id(&rating.title, &rating.id)),
                points: Some(points(rating.from)),
                ..Row::default()
            })
            .collect(),
        read_by,
        parts: dimensions.chain(caps).collect(),
        ..Explanation::default()
    }
}

/// What a tripped gate does to its rubric.
pub(super) fn effect(higher_is: HigherIs, effect: Effect) -> String {
    match (effect, higher_is) {
        (Effect::KnockOut, _) => say!("caps nothing: rules name it"),
        (Effect::Cap(cap), HigherIs::Better) => {
            say!("holds the score at {points} at most", points = score(cap))
        }
        (Effect::Cap(cap), HigherIs::Worse) => {
            say!("holds the score at {points} at least", points = score(cap))
        }
    }
}

fn direction(higher_is: HigherIs) -> String {
    match higher_is {
        HigherIs::Better => say!("better: 100 is the best score"),
        HigherIs::Worse => say!("worse: 100 is the worst score"),
    }
}

/// A part in percent with one decimal, as effective weights need.
pub(in crate::present) fn precise(share: f64) -> String {
    if share >= 1.0 {
        percent(share)
    } else {
        percent_finer(share)
    }
}
