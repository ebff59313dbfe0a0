//! Facts and criteria that can never change a recommendation.

use super::Cx;
use super::places::Kind;
use crate::assess::influence::{Influence, outcomes};
use crate::finding::{Code, ticked};
use crate::rubric::fact::Kind as FactKind;
use crate::rubric::{Criterion, indexes};
use crate::say;
use std::collections::BTreeSet;

pub(super) fn check(cx: &mut Cx<'_>) {
    let undecided = |all: &[Influence]| {
        let undecided = |influence: &&Influence| **influence == Influence::Undecided;
        all.iter().filter(undecided).count()
    };
    cx.undecided += undecided(&cx.influences.facts) + undecided(&cx.influences.criteria);
    let grouped = unread_scores(cx);
    criteria(cx, &grouped);
    facts(cx, &grouped);
}

fn is_idle(cx: &Cx<'_>, criterion: usize) -> bool {
    cx.influences.criteria[criterion] == Influence::None
}

/// Rubrics and dimensions none of whose criteria matters: said once for all of them. Returns those criteria.
fn unread_scores(cx: &mut Cx<'_>) -> BTreeSet<usize> {
    let set = cx.set;
    let mut grouped = BTreeSet::new();
    let mut groups = Vec::new();
    for rubric in &set.rubrics {
        let dimensions = &set.dimensions[indexes(&rubric.dimensions)];
        let criteria = dimensions.iter().flat_map(|own| indexes(&own.criteria));
        groups.push((Kind::Rubric, &rubric.id, criteria.collect::<Vec<_>>()));
    }
    for dimension in &set.dimensions {
        let criteria = indexes(&dimension.criteria).collect();
        groups.push((Kind::Dimension, &dimension.id, criteria));
    }
    for (kind, id, criteria) in groups {
        let idle = |&criterion: &usize| is_idle(cx, criterion) && !grouped.contains(&criterion);
        if criteria.len() < 2 || !criteria.iter().all(idle) {
            continue;
        }
        let Some(part) = cx.part(kind, id) else {
            continue;
        };
        let message = say!(
            "none of the {count} criteria of `{id}` can ever change a recommendation",
            count = criteria.len(),
            id
        );
        let hint = say!(
            "let a rule or a gate test the score of `{id}`, or say that it is only shown: `meant.idle-criterion = \"why\"`",
            id
        );
        cx.warn(&part, part.span, Code::IdleCriterion, message, hint);
        grouped.extend(criteria);
    }
    grouped
}

fn criteria(cx: &mut Cx<'_>, grouped: &BTreeSet<usize>) {
    let set = cx.set;
    for (number, criterion) in set.criteria.iter().enumerate() {
        if !is_idle(cx, number) || grouped.contains(&number) {
            continue;
        }
        let Some(part) = cx.part(Kind::Criterion, &criterion.id) else {
            continue;
        };
        let id = &criterion.id;
        let (message, hint) = match outcomes(criterion).as_slice() {
            [None] => (
                say!("the criterion `{id}` never applies", id),
                say!("change its `applies_when`, or leave it out"),
            ),
            [Some(points)] => (
                say!(
                    "the criterion `{id}` gives {points} points whatever is answered",
                    id,
                    points
                ),
                say!("give better answers better points, or leave it out"),
            ),
            _ => {
                let dimension = &set.dimensions[usize::from(criterion.dimension)].id;
                (
                    say!("the criterion `{id}` can never change a recommendation", id),
                    say!(
                        "no rule that can fire hangs on what it adds to `{dimension}`: test that score, or say that it is only shown: `meant.idle-criterion = \"why\"`",
                        dimension
                    ),
                )
            }
        };
        cx.warn(&part, part.span, Code::IdleCriterion, message, hint);
    }
}

fn facts(cx: &mut Cx<'_>, grouped: &BTreeSet<usize>) {
    let set = cx.set;
    for (number, fact) in set.facts.iter().enumerate() {
        let idle = cx.influences.facts[number] == Influence::None;
        if !idle || fact.kind == FactKind::Text || fact.context.is_some() {
            continue;
        }
        let reads = |criterion: &Criterion| {
            let variables = criterion.scale.variables();
            variables
                .into_iter()
                .any(|variable| indexes(&fact.variables).contains(&usize::from(variable)))
        };
        let readers: Vec<usize> = (0..set.criteria.len())
            .filter(|&criterion| reads(&set.criteria[criterion]))
            .collect();
        let conditions = super::facts::in_conditions(set, number);
        // What nothing reads, and what only serves scores that were reported as a whole, is said there.
        let said = |id: &&str| {
            grouped
                .iter()
                .any(|&criterion| *set.criteria[criterion].id == **id)
        };
        let mut names: Vec<&str> = readers
            .iter()
            .map(|&reader| &*set.criteria[reader].id)
            .collect();
        names.extend(conditions);
        names.sort_unstable();
        names.dedup();
        if names.iter().all(said) {
            continue;
        }
        let Some(part) = cx.part(Kind::Fact, &fact.id) else {
            continue;
        };
        let readers = ticked(names);
        let message = say!(
            "no answer to `{fact}` can ever change a recommendation",
            fact = fact.id
        );
        let hint = say!(
            "it is read by {readers}: let that matter, or say that it is only shown: `meant.idle-fact = \"why\"`",
            readers
        );
        cx.warn(&part, part.span, Code::IdleFact, message, hint);
    }
}
