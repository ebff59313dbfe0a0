//! Rubrics and dimensions without criteria, and advice that nothing gives.

use super::Cx;
use super::places::Kind;
use crate::finding::Code;
use crate::language::nouns::noun;
use crate::rubric::indexes;
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    for rubric in &set.rubrics {
        let own = &set.dimensions[indexes(&rubric.dimensions)];
        if own.iter().all(|dimension| dimension.criteria.is_empty()) {
            empty(cx, Kind::Rubric, &rubric.id, "rubric");
            continue;
        }
        for dimension in own.iter().filter(|dimension| dimension.criteria.is_empty()) {
            empty(cx, Kind::Dimension, &dimension.id, "dimension");
        }
    }
    let rows = set
        .criteria
        .iter()
        .flat_map(|criterion| &criterion.attributes);
    let mut given: Vec<u16> = rows.flat_map(|row| row.advice.iter().copied()).collect();
    given.extend(
        set.gates
            .iter()
            .flat_map(|gate| gate.advice.iter().copied()),
    );
    let recommendations = set.recommendations.iter();
    given.extend(recommendations.flat_map(|item| item.advice.iter().copied()));
    for (number, advice) in set.advice.iter().enumerate() {
        let unused = !given.iter().any(|&given| usize::from(given) == number);
        if let (true, Some(part)) = (unused, cx.places.find(Kind::Advice, &advice.id)) {
            let message = say!("nothing gives the advice `{advice}`", advice = advice.id);
            let hint = say!(
                "name it in the `advice` of a row, a gate or a recommendation, or leave it out"
            );
            cx.warn(&part, part.span, Code::UnusedAdvice, message, hint);
        }
    }
}

fn empty(cx: &mut Cx<'_>, kind: Kind, id: &str, what: &str) {
    if let Some(part) = cx.part(kind, id) {
        let message = say!(
            "the {what} `{id}` has no criteria, so it never has a score",
            what = noun(what),
            id
        );
        let hint = say!("every test of its score is false: add criteria, or leave it out");
        cx.warn(&part, part.span, Code::EmptyPart, message, hint);
    }
}
