//! What of a set is for ourselves only: rubrics that say so and what they read.

use super::readers::{Named, facts_of_criterion, names};
use super::{Effect, RubricSet};

/// What the customer is not shown, by number in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Internal {
    /// For each fact: a criterion or a gate of an internal rubric reads it, or a gate that knocks out; by
    /// itself or through a gate that it names.
    pub facts: Vec<bool>,
    /// For each criterion: it belongs to an internal rubric, or reads such a fact.
    pub criteria: Vec<bool>,
}

/// Finds it.
#[must_use]
pub fn internal(set: &RubricSet) -> Internal {
    let ours = |rubric: u16| set.rubrics[usize::from(rubric)].internal;
    let of_ours = |number: usize| {
        let dimension = &set.dimensions[usize::from(set.criteria[number].dimension)];
        ours(dimension.rubric)
    };
    let mut facts = vec![false; set.facts.len()];
    let mut hide = |fact: u16| facts[usize::from(fact)] = true;
    let criteria = 0..set.criteria.len();
    for number in criteria.clone().filter(|&number| of_ours(number)) {
        facts_of_criterion(set, number)
            .into_iter()
            .for_each(&mut hide);
    }
    // A gate stands after those that it names.
    let mut telling = vec![false; set.gates.len()];
    for &number in set.gate_order.iter().rev() {
        let gate = &set.gates[usize::from(number)];
        let tells = ours(gate.rubric) || gate.effect == Effect::KnockOut;
        if !tells && !telling[usize::from(number)] {
            continue;
        }
        for named in names(set, &gate.when) {
            match named {
                Named::Fact(fact) => hide(fact),
                Named::Gate(below) => telling[usize::from(below)] = true,
                Named::Score(_) => {}
            }
        }
    }
    let hidden = |number: usize| {
        let mut read = facts_of_criterion(set, number).into_iter();
        of_ours(number) || read.any(|fact| facts[usize::from(fact)])
    };
    let criteria = criteria.map(hidden).collect();
    Internal { facts, criteria }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    #[test]
    fn what_our_own_rubric_reads_is_hidden_wherever_it_is_read() {
        let set = shipped::rubric_set();
        let hidden = internal(&set);
        let fact = |id: &str| hidden.facts[set.fact(id).expect("a fact")];
        assert!(fact("sponsor.believes"), "read by a criterion of ours");
        assert!(
            fact("goal.conditional_favours"),
            "read by a gate that knocks out"
        );
        assert!(!fact("metrics.tracked") && !fact("company.industry"));
        for (criterion, hidden) in set.criteria.iter().zip(&hidden.criteria) {
            if criterion.id.starts_with("key-person/") {
                assert!(hidden, "{}", criterion.id);
            }
        }
        assert!(hidden.criteria.iter().any(|hidden| !hidden));
    }

    #[test]
    fn what_a_knock_out_reads_through_another_gate_is_hidden() {
        let mut set = shipped::rubric_set();
        for rubric in &mut set.rubrics {
            rubric.internal = false;
        }
        let number = |id: &str| {
            set.gates
                .iter()
                .position(|gate| *gate.id == *id)
                .expect("a gate")
        };
        let (over, below) = (
            number("key-person/cover-story"),
            number("key-person/sponsor-leaving"),
        );
        let stability = set.fact("sponsor.stability").expect("a fact");
        assert!(
            !internal(&set).facts[stability],
            "a cap of a rubric for all"
        );
        let named = u16::try_from(below).expect("few gates");
        set.gates[over].when = crate::rubric::condition::Condition::Gate(named);
        let over = u16::try_from(over).expect("few gates");
        set.gate_order.retain(|gate| *gate != over);
        set.gate_order.push(over);
        assert!(internal(&set).facts[stability]);
    }
}
