//! Who reads what in a rubric set, and how much of a score hangs on it.

use super::condition::{Condition, ScoreRef};
use super::{RubricSet, indexes};
use std::collections::BTreeSet;

/// Something that a condition can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A fact, by number.
    Fact(u16),
    /// A score.
    Score(ScoreRef),
    /// A gate, by number.
    Gate(u16),
}

/// What a condition names, each once: facts, then scores, then gates, as they stand in it.
#[must_use]
pub fn names(set: &RubricSet, condition: &Condition) -> Vec<Named> {
    let mut all = Vec::new();
    condition.each_fact(&mut |test| {
        let fact = set.variables[usize::from(test.variable)].fact;
        all.push(Named::Fact(fact));
    });
    condition.each_score(&mut |test| all.push(Named::Score(test.of)));
    condition.each_gate(&mut |gate| all.push(Named::Gate(gate)));
    let mut seen: Vec<Named> = Vec::new();
    all.retain(|named| {
        let new = !seen.contains(named);
        seen.push(*named);
        new
    });
    all
}

/// How a criterion reads a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Its points follow from it.
    Scale,
    /// Whether it applies follows from it.
    Applies,
    /// Both.
    Both,
}

/// How a criterion reads a fact; none where it does not.
#[must_use]
pub fn reads(set: &RubricSet, criterion: usize, fact: u16) -> Option<Reads> {
    let criterion = &set.criteria[criterion];
    let applies = criterion
        .applies_when
        .as_ref()
        .is_some_and(|when| names(set, when).contains(&Named::Fact(fact)));
    match (criterion.facts.contains(&fact), applies) {
        (true, true) => Some(Reads::Both),
        (true, false) => Some(Reads::Scale),
        (false, true) => Some(Reads::Applies),
        (false, false) => None,
    }
}

/// The gates whose condition names something, by number.
#[must_use]
pub fn gates_naming(set: &RubricSet, named: Named) -> Vec<usize> {
    let naming = |&number: &usize| names(set, &set.gates[number].when).contains(&named);
    (0..set.gates.len()).filter(naming).collect()
}

/// The rules whose condition names something, by number, so in their order.
#[must_use]
pub fn rules_naming(set: &RubricSet, named: Named) -> Vec<usize> {
    let naming = |&number: &usize| {
        let when = set.rules[number].when.as_ref();
        when.is_some_and(|when| names(set, when).contains(&named))
    };
    (0..set.rules.len()).filter(naming).collect()
}

/// Every fact of a criterion, by number, ascending: those of its scale and of `applies_when`.
#[must_use]
pub fn facts_of_criterion(set: &RubricSet, criterion: usize) -> BTreeSet<u16> {
    let variables = set.criteria[criterion].scale.variables();
    let fact = |variable: u16| set.variables[usize::from(variable)].fact;
    variables.into_iter().map(fact).collect()
}

/// Every fact that something hangs on, by number, ascending: through scores, and the gates that cap them, too.
#[must_use]
pub fn facts_below(set: &RubricSet, named: Named) -> BTreeSet<u16> {
    let of_dimension = |number: usize| {
        indexes(&set.dimensions[number].criteria)
            .flat_map(|criterion| facts_of_criterion(set, criterion))
    };
    let of_dimensions =
        |number: u16| indexes(&set.rubrics[usize::from(number)].dimensions).flat_map(of_dimension);
    match named {
        Named::Fact(fact) => BTreeSet::from([fact]),
        Named::Gate(gate) => names(set, &set.gates[usize::from(gate)].when)
            .into_iter()
            .flat_map(|named| facts_below(set, named))
            .collect(),
        Named::Score(ScoreRef::Dimension(number)) => of_dimension(usize::from(number)).collect(),
        Named::Score(ScoreRef::Worst(number)) => of_dimensions(number).collect(),
        Named::Score(ScoreRef::Rubric(number)) => {
            let caps = set.rubrics[usize::from(number)].caps.iter();
            let capping = caps.flat_map(|&gate| facts_below(set, Named::Gate(gate)));
            of_dimensions(number).chain(capping).collect()
        }
    }
}

/// The part of a rubric's weight that a dimension has where everything applies, 0–1.
#[must_use]
pub fn dimension_share(set: &RubricSet, dimension: usize) -> f64 {
    let dimension = &set.dimensions[dimension];
    let own = indexes(&set.rubrics[usize::from(dimension.rubric)].dimensions);
    let all = set.dimensions[own].iter().map(|other| other.weight);
    f64::from(dimension.weight) / f64::from(all.sum::<u32>())
}

/// The part of a rubric's weight that a criterion has where everything applies, 0–1.
#[must_use]
pub fn criterion_share(set: &RubricSet, criterion: usize) -> f64 {
    let criterion = &set.criteria[criterion];
    let dimension = usize::from(criterion.dimension);
    let own = indexes(&set.dimensions[dimension].criteria);
    let all = set.criteria[own].iter().map(|other| other.weight);
    f64::from(criterion.weight) / f64::from(all.sum::<u32>()) * dimension_share(set, dimension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    fn number(found: Option<usize>) -> u16 {
        u16::try_from(found.expect("it is there")).expect("a small number")
    }

    #[test]
    fn the_shares_of_each_rubric_add_up_to_one() {
        let set = shipped::rubric_set();
        for rubric in &set.rubrics {
            let dimensions = indexes(&rubric.dimensions);
            let criteria = dimensions
                .clone()
                .flat_map(|number| indexes(&set.dimensions[number].criteria));
            let sums = [
                dimensions
                    .map(|number| dimension_share(&set, number))
                    .sum::<f64>(),
                criteria
                    .map(|number| criterion_share(&set, number))
                    .sum::<f64>(),
            ];
            assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-9), "{sums:?}");
        }
    }

    #[test]
    fn readers_are_found_through_any_and_not() {
        let set = shipped::rubric_set();
        let headcount = Named::Fact(number(set.fact("company.headcount")));
        let ids: Vec<&str> = rules_naming(&set, headcount)
            .into_iter()
            .map(|rule| &*set.rules[rule].id)
            .collect();
        // The second names it inside an `any`.
        assert_eq!(ids, ["owner-led-small-start", "small-and-ready"]);
        let position = Named::Fact(number(set.fact("company.position")));
        let small = set
            .rules
            .iter()
            .position(|rule| &*rule.id == "small-and-ready");
        // Inside a `not`.
        assert!(rules_naming(&set, position).contains(&usize::from(number(small))));
    }

    #[test]
    fn a_score_hangs_on_what_caps_it() {
        let set = shipped::rubric_set();
        for (number, rubric) in (0_u16..).zip(&set.rubrics) {
            let rubric_facts = facts_below(&set, Named::Score(ScoreRef::Rubric(number)));
            let below = facts_below(&set, Named::Score(ScoreRef::Worst(number)));
            assert!(rubric_facts.is_superset(&below));
            for &gate in &rubric.caps {
                assert!(rubric_facts.is_superset(&facts_below(&set, Named::Gate(gate))));
            }
        }
    }
}
