//! Facts that nothing reads, that are read though they say otherwise, or that are scored without a prior.

use super::Cx;
use super::places::Kind;
use crate::finding::{Code, ticked};
use crate::rubric::RubricSet;
use crate::rubric::condition::Condition;
use crate::rubric::fact::{Cut, Fact, Kind as FactKind};
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    for (number, fact) in set.facts.iter().enumerate() {
        let Some(part) = cx.part(Kind::Fact, &fact.id) else {
            continue;
        };
        let id = &fact.id;
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        let scored: Vec<&str> = set
            .criteria
            .iter()
            .filter(|criterion| criterion.facts.contains(&number))
            .map(|criterion| &*criterion.id)
            .collect();
        let mut readers = scored.clone();
        readers.extend(in_conditions(set, usize::from(number)));
        readers.dedup();
        if readers.is_empty() && fact.context.is_none() {
            let message = say!("nothing reads the fact `{id}`", id);
            let hint = if fact.kind == FactKind::Text {
                say!("texts are never read: say why it is asked: `context = \"why\"`")
            } else {
                say!(
                    "read it in a criterion, a gate or a rule, or say why it is asked: `context = \"why\"`"
                )
            };
            cx.warn(&part, part.span, Code::UnreadFact, message, hint);
        }
        if let (Some(span), false) = (part.key("context"), readers.is_empty()) {
            let message = say!(
                "the fact `{id}` says that it is only context, and is read",
                id
            );
            let hint = say!(
                "{readers} reads it: leave out `context`",
                readers = ticked(readers)
            );
            cx.warn(&part, span, Code::ReadContext, message, hint);
        }
        if fact.kind.is_numeric() && !scored.is_empty() && part.key("prior").is_none() {
            let message = say!("the number `{id}` is scored and has no prior", id);
            let hint = say!(
                "its estimate takes each stretch between thresholds for equally likely: say how likely each is, such as `{prior}`",
                prior = skeleton(fact)
            );
            cx.warn(&part, part.span, Code::MissingPrior, message, hint);
        }
    }
}

/// A prior that says what the lack of one means.
fn skeleton(fact: &Fact) -> String {
    let band = |cut: &Cut| {
        let end = if cut.after { "at_most" } else { "below" };
        format!("{{ {end} = {}, parts = 1 }}", cut.value)
    };
    let bands = fact.cuts.iter().map(band);
    let bands: Vec<String> = bands.chain(["{ parts = 1 }".to_owned()]).collect();
    format!("prior = [{}]", bands.join(", "))
}

/// What tests a fact in a condition: criteria by `applies_when`, gates and rules, each once.
pub(super) fn in_conditions(set: &RubricSet, fact: usize) -> Vec<&str> {
    let tests = |condition: &Condition| {
        let mut found = false;
        condition.each_fact(&mut |test| {
            let variable = &set.variables[usize::from(test.variable)];
            found |= usize::from(variable.fact) == fact;
        });
        found
    };
    let mut names: Vec<&str> = Vec::new();
    for criterion in &set.criteria {
        if criterion.applies_when.as_ref().is_some_and(tests) {
            names.push(&criterion.id);
        }
    }
    names.extend(
        set.gates
            .iter()
            .filter(|gate| tests(&gate.when))
            .map(|gate| &*gate.id),
    );
    let rules = set.rules.iter();
    names.extend(
        rules
            .filter(|rule| rule.when.as_ref().is_some_and(tests))
            .map(|rule| &*rule.id),
    );
    names
}
