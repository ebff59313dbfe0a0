//! Gates, rules, recommendations and advice.

use super::scoring::{criterion_reader, effect, scale};
use super::{
    Explanation, Property, PropertyValue, Reader, gate_reader, given, levers, lines, named_by,
    rule_reader,
};
use crate::language::list::semicolons;
use crate::present::condition::condition_words;
use crate::present::number::points;
use crate::present::report::{AdviceText, or_id};
use crate::rubric::readers::Named;
use crate::rubric::scale::Scale;
use crate::rubric::{Effect, RubricSet};
use crate::say;

pub(super) fn gate(set: &RubricSet, number: usize) -> Explanation<'_> {
    let gate = &set.gates[number];
    let rubric = &set.rubrics[usize::from(gate.rubric)];
    let named = Named::Gate(u16::try_from(number).unwrap_or(u16::MAX));
    let cap = match gate.effect {
        Effect::Cap(cap) => PropertyValue::Number(points(cap)),
        Effect::KnockOut => PropertyValue::None,
    };
    Explanation {
        title: given(&gate.title),
        what: given(&gate.reason).map(Into::into),
        source: given(&gate.source),
        properties: vec![
            Property::text("rubric", &*rubric.id),
            Property {
                name: "cap",
                value: cap,
                words: effect(rubric.higher_is, gate.effect),
            },
        ],
        when: lines(set, &gate.when),
        changed_by: levers(set, &gate.when),
        read_by: named_by(set, named),
        advice: texts(set, &gate.advice),
        ..Explanation::default()
    }
}

pub(super) fn rule(set: &RubricSet, number: usize) -> Explanation<'_> {
    let rule = &set.rules[number];
    let to = &set.recommendations[usize::from(rule.recommend)];
    let (place, all) = (number + 1, set.rules.len());
    let (when, changed_by) = match &rule.when {
        Some(when) => (lines(set, when), levers(set, when)),
        None => Default::default(),
    };
    let words = match place {
        1 => say!("{place} of {all}; the first that is tried", place, all),
        _ if when.is_empty() => say!(
            "{place} of {all}; the last: it decides where no other holds",
            place,
            all
        ),
        _ => say!(
            "{place} of {all}; it decides where it holds and none above it does",
            place,
            all
        ),
    };
    Explanation {
        what: given(&rule.because).map(Into::into),
        source: given(&rule.source),
        properties: vec![
            Property {
                words: say!(
                    "{title} ({id})",
                    title = or_id(&to.title, &to.id),
                    id = to.id
                ),
                ..Property::text("recommend", &*to.id)
            },
            Property::whole("place", place as u64, words),
        ],
        when,
        changed_by,
        ..Explanation::default()
    }
}

pub(super) fn recommendation(set: &RubricSet, number: usize) -> Explanation<'_> {
    let recommendation = &set.recommendations[number];
    let own = |&rule: &usize| usize::from(set.rules[rule].recommend) == number;
    let reader = |rule: usize| {
        let when = set.rules[rule].when.as_ref();
        let how = when.map_or_else(
            || say!("Where no rule above it holds."),
            |when| say!("Where {condition}.", condition = condition_words(set, when)),
        );
        Reader {
            title: given(&set.rules[rule].because),
            how,
            ..rule_reader(set, rule)
        }
    };
    Explanation {
        title: given(&recommendation.title),
        what: given(&recommendation.means).map(Into::into),
        source: given(&recommendation.source),
        parts: (0..set.rules.len()).filter(own).map(reader).collect(),
        advice: texts(set, &recommendation.advice),
        ..Explanation::default()
    }
}

pub(super) fn advice(set: &RubricSet, number: usize) -> Explanation<'_> {
    let advice = &set.advice[number];
    let gives = |list: &[u16]| list.iter().any(|&one| usize::from(one) == number);
    let criteria = (0..set.criteria.len()).filter_map(|criterion| {
        let rows = set.criteria[criterion].attributes.iter();
        if !rows.clone().any(|row| gives(&row.advice)) {
            return None;
        }
        if matches!(set.criteria[criterion].scale, Scale::Share { .. }) {
            let how = say!("gives it unless its points are at their best");
            return Some(criterion_reader(set, criterion, how));
        }
        let shown = scale(set, criterion).into_iter();
        let values: Vec<String> = shown
            .zip(rows)
            .filter(|(_, row)| gives(&row.advice))
            .map(|(shown, _)| shown.value)
            .collect();
        let how = say!("gives it for {values}", values = semicolons(&values));
        Some(criterion_reader(set, criterion, how))
    });
    let gates = (0..set.gates.len()).filter(|&gate| gives(&set.gates[gate].advice));
    let gates = gates.map(|gate| gate_reader(set, gate, say!("gives it where it has tripped")));
    let recommendations = set.recommendations.iter().filter(|one| gives(&one.advice));
    let recommendations = recommendations.map(|one| Reader {
        kind: "recommendation",
        id: &one.id,
        title: given(&one.title),
        how: say!("gives it where it leads"),
        effective_weight: None,
        place: None,
    });
    Explanation {
        what: given(&advice.text).map(Into::into),
        source: given(&advice.source),
        read_by: recommendations.chain(gates).chain(criteria).collect(),
        ..Explanation::default()
    }
}

fn texts<'a>(set: &'a RubricSet, numbers: &[u16]) -> Vec<AdviceText<'a>> {
    let text = |&number: &u16| AdviceText::of(&set.advice[usize::from(number)]);
    numbers.iter().map(text).collect()
}
