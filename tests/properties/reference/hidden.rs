//! What the customer is not given, in README's words: rubrics that the set calls `internal`, and criteria that read
//! what internal rubrics and knock-outs read.

use crate::generate::model::{Condition, Criterion, Model, Scale};

/// What is for ourselves beside what always is, by place in the model.
pub(crate) struct Hidden {
    pub(crate) facts: Vec<bool>,
    pub(crate) criteria: Vec<bool>,
}

pub(crate) fn hidden(model: &Model) -> Hidden {
    let mut read = Vec::new();
    for number in (0..model.criteria.len()).filter(|&number| of_internal(model, number)) {
        read.extend(facts_of(model, &model.criteria[number]));
    }
    for gate in &model.gates {
        if model.rubrics[gate.rubric].internal || gate.cap.is_none() {
            read.extend(facts_in(model, &gate.when));
        }
    }
    let tells = |fact: &usize| read.contains(fact);
    let criterion = |number: usize| {
        let facts = facts_of(model, &model.criteria[number]);
        of_internal(model, number) || facts.iter().any(tells)
    };
    Hidden {
        facts: (0..model.facts.len()).map(|fact| tells(&fact)).collect(),
        criteria: (0..model.criteria.len()).map(criterion).collect(),
    }
}

/// Whether a criterion belongs to a rubric that is internal.
pub(crate) fn of_internal(model: &Model, criterion: usize) -> bool {
    let dimension = &model.dimensions[model.criteria[criterion].dimension];
    model.rubrics[dimension.rubric].internal
}

/// The facts of a criterion's scale.
pub(crate) fn facts_of_scale(model: &Model, criterion: &Criterion) -> Vec<usize> {
    match &criterion.scale {
        Scale::Points(fact, _) | Scale::Bands(fact, _) | Scale::Share(fact, _) => vec![*fact],
        Scale::Cases(cases) => {
            let conditions = cases.iter().filter_map(|(when, _)| when.as_ref());
            conditions.flat_map(|when| facts_in(model, when)).collect()
        }
    }
}

/// The facts that a criterion reads: also those that say whether it applies.
pub(crate) fn facts_of(model: &Model, criterion: &Criterion) -> Vec<usize> {
    let applies = criterion.applies_when.iter();
    let applies = applies.flat_map(|when| facts_in(model, when));
    facts_of_scale(model, criterion)
        .into_iter()
        .chain(applies)
        .collect()
}

/// The facts that a condition reads, by itself or through a gate that it names. What a score comes from is shown as
/// that score is.
pub(crate) fn facts_in(model: &Model, when: &Condition) -> Vec<usize> {
    let of_atom = |atom: &Condition| match atom {
        Condition::Fact(fact, _) => vec![*fact],
        Condition::Gate(gate) => facts_in(model, &model.gates[*gate].when),
        _ => Vec::new(),
    };
    when.atoms().into_iter().flat_map(of_atom).collect()
}
