//! Conditions on facts that always hold or never, though each of their tests may come out either way.

use super::decide::{Certain, Scores};
use crate::rubric::RubricSet;
use crate::rubric::condition::{Condition, Truth};
use crate::rubric::fact::cells;

/// The most combinations of values that are tried for one condition.
const COMBINATIONS: usize = 1 << 12;

/// The set with every part of a rule's or gate's condition that is constant in place of what it tests.
pub(super) fn without_constants(set: &RubricSet) -> RubricSet {
    let mut plain = set.clone();
    for gate in &mut plain.gates {
        simplify(set, &mut gate.when);
    }
    for when in plain.rules.iter_mut().filter_map(|rule| rule.when.as_mut()) {
        simplify(set, when);
    }
    plain
}

fn simplify(set: &RubricSet, condition: &mut Condition) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| simplify(set, part));
        }
        Condition::Not(part) => simplify(set, part),
        Condition::Fact(_) | Condition::Score(_) | Condition::Gate(_) => {}
    }
    if condition.reads_facts_alone() {
        match constant(set, condition) {
            Some(true) => *condition = Condition::All(Vec::new()),
            Some(false) => *condition = Condition::Any(Vec::new()),
            None => {}
        }
    }
}

/// What a condition that reads facts alone comes to whatever they are; none if that differs or is too much
/// to try.
fn constant(set: &RubricSet, condition: &Condition) -> Option<bool> {
    let mut read = Vec::new();
    condition.each_fact(&mut |test| read.push(usize::from(test.variable)));
    read.sort_unstable();
    read.dedup();
    let mut left = super::proof::everything(set);
    let count = read.iter().try_fold(1_usize, |count, &variable| {
        let own = left[variable].count_ones() as usize;
        count
            .checked_mul(own)
            .filter(|&count| count <= COMBINATIONS)
    })?;
    let values: Vec<Vec<u8>> = read
        .iter()
        .map(|&variable| cells(left[variable]).collect())
        .collect();
    let scores = Scores::default();
    let mut first = None;
    for combination in 0..count {
        let mut rest = combination;
        for (&variable, values) in read.iter().zip(&values) {
            left[variable] = 1 << values[rest % values.len()];
            rest /= values.len();
        }
        let certain = Certain {
            answers: &left,
            scores: &scores,
            gates: &[],
        };
        let holds = condition.truth(&certain) == Truth::True;
        if *first.get_or_insert(holds) != holds {
            return None;
        }
    }
    first
}
