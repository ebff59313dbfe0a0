//! Gates, rules, recommendations and advice.

use super::scoring::{criterion_reader, effect, scale};
use super::{
    Explanation, Property, PropertyValue, Reader, gate_reader, given, levers, lines, named_by,
    rule_reader,
};
use crate::present::condition::condition_words;
use crate::present::number::points;
use crate::present::report::{AdviceText, or_id};
use crate::rubric::readers::Named;
use crate::rubric::scale::Scale;
use crate::rubric::{Effect, RubricSet};

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
        what: given(&gate.reason),
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
    let first = match place {
        1 => "the first that is tried",
        _ if when.is_empty() => "the last: it decides where no other holds",
        _ => "it decides where it holds and none above it does",
    };
    Explanation {
        what: given(&rule.because),
        source: given(&rule.source),
        properties: vec![
            Property {
                words: format!("{} ({})", or_id(&to.title, &to.id), to.id),
                ..Property::text("recommend", &*to.id)
            },
            Property::whole("place", place as u64, format!("{place} of {all}; {first}")),
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
            || "Where no rule above it holds.".to_owned(),
            |when| format!("Where {}.", condition_words(set, when)),
        );
        Reader {
            title: given(&set.rules[rule].because),
            how,
            ..rule_reader(set, rule)
        }
    };
    Explanation {
        title: given(&recommendation.title),
        what: given(&recommendation.means),
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
            let how = "gives it unless its points are at their best".to_owned();
            return Some(criterion_reader(set, criterion, how));
        }
        let shown = scale(set, criterion).into_iter();
        let values: Vec<String> = shown
            .zip(rows)
            .filter(|(_, row)| gives(&row.advice))
            .map(|(shown, _)| shown.value)
            .collect();
        let how = format!("gives it for {}", values.join("; "));
        Some(criterion_reader(set, criterion, how))
    });
    let gates = (0..set.gates.len()).filter(|&gate| gives(&set.gates[gate].advice));
    let gates =
        gates.map(|gate| gate_reader(set, gate, "gives it where it has tripped".to_owned()));
    let recommendations = set.recommendations.iter().filter(|one| gives(&one.advice));
    let recommendations = recommendations.map(|one| Reader {
        kind: "recommendation",
        id: &one.id,
        title: given(&one.title),
        how: "gives it where it leads".to_owned(),
        effective_weight: None,
        place: None,
    });
    Explanation {
        what: given(&advice.text),
        source: given(&advice.source),
        read_by: recommendations.chain(gates).chain(criteria).collect(),
        ..Explanation::default()
    }
}

fn texts<'a>(set: &'a RubricSet, numbers: &[u16]) -> Vec<AdviceText<'a>> {
    let text = |&number: &u16| AdviceText::of(&set.advice[usize::from(number)]);
    numbers.iter().map(text).collect()
}
