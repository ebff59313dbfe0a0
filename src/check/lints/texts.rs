//! Sources, reasons and advice that are missing.

use super::Cx;
use super::places::{Kind, Part};
use crate::finding::{Code, ticked};
use crate::language::nouns::noun;
use crate::rubric::scale::Scale;
use crate::rubric::{Criterion, RubricSet};
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    sources(cx);
    reasons(cx);
    if !cx.set.advice.is_empty() {
        advice(cx);
    }
}

/// What decides, and what people are told to do, must say where that comes from.
const CLAIMS: [Kind; 5] = [
    Kind::Criterion,
    Kind::Gate,
    Kind::Rule,
    Kind::Recommendation,
    Kind::Advice,
];

/// What a part says under a key, if that is anything.
fn said<'f>(part: &Part<'f>, key: &str) -> Option<&'f str> {
    let text = part.get(&[key]).and_then(|node| node.text());
    text.filter(|text| !text.trim().is_empty())
}

fn sources(cx: &mut Cx<'_>) {
    for part in cx.places.parts.clone() {
        let what = match part.kind {
            Kind::Fact => "fact",
            Kind::Rubric => "rubric",
            Kind::Dimension => "dimension",
            Kind::Criterion => "criterion",
            Kind::Gate => "gate",
            Kind::Advice => "advice",
            Kind::Recommendation => "recommendation",
            Kind::Rule => "rule",
            // A rating only names what the rubric measures.
            Kind::Rating => continue,
        };
        // What gives context decides nothing, and a text is nothing but context.
        let text = part.get(&["type"]).and_then(|node| node.text()) == Some("text");
        if part.kind == Kind::Fact && (text || said(&part, "context").is_some()) {
            continue;
        }
        let judged = said(&part, "judgement").is_some();
        let expected = CLAIMS.contains(&part.kind)
            || cx
                .places
                .parts
                .iter()
                .any(|other| other.kind == part.kind && said(other, "source").is_some());
        match said(&part, "source") {
            None if expected && !judged => {
                let message = say!(
                    "the {what} `{part}` does not say where it comes from",
                    what = noun(what),
                    part = part.name
                );
                let hint = match part.kind {
                    Kind::Criterion => {
                        say!(
                            "add `source = \"document and section\"`, or `judgement = \"why\"` where there is none"
                        )
                    }
                    _ => say!("add `source = \"document and section\"`"),
                };
                cx.warn(&part, part.span, Code::MissingSource, message, hint);
            }
            Some(text) if !cx.set.sources.is_empty() && !names_one(cx.set, text) => {
                let message = say!(
                    "the source of `{part}` names no document of this set",
                    part = part.name
                );
                let known = ticked(cx.set.sources.iter().map(|(name, _)| &**name));
                let hint = say!(
                    "the documents in [sources] are {known}: name one, or add yours there",
                    known
                );
                let span = part.get(&["source"]).map_or(part.span, |node| node.span);
                cx.warn(&part, span, Code::UnknownSource, message, hint);
            }
            None | Some(_) => {}
        }
    }
}

/// Whether a source names a document of the set, as a word of its own.
fn names_one(set: &RubricSet, source: &str) -> bool {
    let within = |name: &str| {
        source.match_indices(name).any(|(at, _)| {
            let before = source[..at].chars().next_back();
            let after = source[at + name.len()..].chars().next();
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !word(before) && !word(after)
        })
    };
    set.sources.iter().any(|(name, _)| within(name))
}

/// The rows that cost points: every one that is not the best of its scale, and the one of a share.
fn costing<'s>(set: &RubricSet, criterion: &'s Criterion) -> impl Iterator<Item = usize> + use<'s> {
    let best = criterion.best(set.rubric_of(criterion).higher_is);
    let share = matches!(criterion.scale, Scale::Share { .. });
    let rows = criterion.attributes.iter().enumerate();
    rows.filter(move |(_, row)| share || row.points != best)
        .map(|(number, _)| number)
}

fn reasons(cx: &mut Cx<'_>) {
    let set = cx.set;
    for criterion in &set.criteria {
        let Some(part) = cx.part(Kind::Criterion, &criterion.id) else {
            continue;
        };
        for number in costing(set, criterion) {
            let row = &criterion.attributes[number];
            if row.reason.as_deref().is_none_or(str::is_empty) {
                let message = say!(
                    "{row} costs points without a reason",
                    row = row_name(criterion, number)
                );
                let hint =
                    say!("add `reason = \"…\"`, one sentence about this customer; reports show it");
                let span = part.row(number, &row.label);
                cx.warn(&part, span, Code::MissingReason, message, hint);
            }
        }
    }
    for gate in &set.gates {
        if let (true, Some(part)) = (gate.reason.is_empty(), cx.part(Kind::Gate, &gate.id)) {
            let message = say!("the gate `{gate}` trips without a reason", gate = gate.id);
            let hint =
                say!("add `reason = \"…\"`, one sentence about this customer; reports show it");
            cx.warn(&part, part.span, Code::MissingReason, message, hint);
        }
    }
    for rule in &set.rules {
        if let (true, Some(part)) = (rule.because.is_empty(), cx.part(Kind::Rule, &rule.id)) {
            let message = say!("the rule `{rule}` does not say why", rule = rule.id);
            let hint = say!(
                "add `because = \"…\"`, one sentence; reports show it under the recommendation"
            );
            cx.warn(&part, part.span, Code::MissingReason, message, hint);
        }
    }
}

fn row_name(criterion: &Criterion, number: usize) -> String {
    let row = &criterion.attributes[number];
    let id = &criterion.id;
    match &criterion.scale {
        Scale::Share { .. } => say!("the share of `{id}`", id),
        Scale::Table { .. } if criterion.cases.is_empty() && criterion.single_fact => {
            say!("`{label}` of `{id}`", label = row.label, id)
        }
        Scale::Table { .. } => say!(
            "{case} of `{id}`",
            case = super::rows::case_name(number, criterion.attributes.len()),
            id
        ),
    }
}

/// In a set that gives advice: gates and recommendations should come with some, and rows that cost points
/// where most of them do.
fn advice(cx: &mut Cx<'_>) {
    let set = cx.set;
    let hint = say!("add `advice = \"…\"`: the id of a piece of advice, or a sentence of its own");
    let (mut without, mut with) = (Vec::new(), 0);
    for criterion in &set.criteria {
        for number in costing(set, criterion) {
            if criterion.attributes[number].advice.is_empty() {
                without.push((criterion, number));
            } else {
                with += 1;
            }
        }
    }
    if without.len() > with {
        without.clear();
    }
    for (criterion, number) in without {
        if let Some(part) = cx.part(Kind::Criterion, &criterion.id) {
            let name = row_name(criterion, number);
            let message = say!("{name} costs points without advice", name);
            let span = part.row(number, &criterion.attributes[number].label);
            cx.warn(&part, span, Code::MissingAdvice, message, hint.clone());
        }
    }
    let gates = set.gates.iter().filter(|gate| gate.advice.is_empty());
    let gates = gates.map(|gate| (Kind::Gate, "gate", &gate.id));
    let recommendations = set.recommendations.iter();
    let recommendations = recommendations.filter(|item| item.advice.is_empty());
    let recommendations =
        recommendations.map(|item| (Kind::Recommendation, "recommendation", &item.id));
    for (kind, what, id) in gates.chain(recommendations) {
        if let Some(part) = cx.part(kind, id) {
            let message = say!(
                "the {what} `{id}` comes without advice",
                what = noun(what),
                id
            );
            cx.warn(&part, part.span, Code::MissingAdvice, message, hint.clone());
        }
    }
}
