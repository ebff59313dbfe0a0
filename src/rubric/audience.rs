//! What of a set is for ourselves only: rubrics that say so, the gates that knock out, and every fact and
//! criterion that would give their questions away.

use super::readers::{Named, names};
use super::{Effect, RubricSet};

/// What the customer is not shown, by number in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Internal {
    /// For each fact: a rubric of ours reads it, or a gate that knocks out.
    pub facts: Vec<bool>,
    /// For each criterion: it belongs to a rubric of ours, or reads such a fact.
    pub criteria: Vec<bool>,
}

/// Finds it.
#[must_use]
pub fn internal(set: &RubricSet) -> Internal {
    let of_rubric = |dimension: u16| {
        let rubric = set.dimensions[usize::from(dimension)].rubric;
        set.rubrics[usize::from(rubric)].internal
    };
    let mut facts = vec![false; set.facts.len()];
    let mut hide = |named: Vec<Named>| {
        for named in named {
            if let Named::Fact(fact) = named {
                facts[usize::from(fact)] = true;
            }
        }
    };
    for criterion in &set.criteria {
        if of_rubric(criterion.dimension) {
            hide(criterion.facts.iter().copied().map(Named::Fact).collect());
            if let Some(when) = &criterion.applies_when {
                hide(names(set, when));
            }
        }
    }
    for gate in &set.gates {
        let ours = set.rubrics[usize::from(gate.rubric)].internal;
        if ours && gate.effect == Effect::KnockOut {
            hide(names(set, &gate.when));
        }
    }
    let criteria = set.criteria.iter().map(|criterion| {
        let mut read = criterion.facts.clone();
        for named in criterion
            .applies_when
            .iter()
            .flat_map(|when| names(set, when))
        {
            if let Named::Fact(fact) = named {
                read.push(fact);
            }
        }
        of_rubric(criterion.dimension) || read.iter().any(|&fact| facts[usize::from(fact)])
    });
    let criteria = criteria.collect();
    Internal { facts, criteria }
}
