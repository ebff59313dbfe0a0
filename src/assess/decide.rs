//! Gates, rules and the recommendation of a profile of which not everything is known.

use super::range::Score;
use crate::rubric::RubricSet;
use crate::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest, Truth, View};

/// The scores that conditions may name.
#[derive(Default)]
pub(super) struct Scores {
    pub(super) dimensions: Vec<Score>,
    pub(super) rubrics: Vec<Score>,
    pub(super) worst: Vec<Score>,
}

impl Clone for Scores {
    fn clone(&self) -> Self {
        Self {
            dimensions: self.dimensions.clone(),
            rubrics: self.rubrics.clone(),
            worst: self.worst.clone(),
        }
    }

    // The derived one would not keep the room that is there.
    fn clone_from(&mut self, other: &Self) {
        self.dimensions.clone_from(&other.dimensions);
        self.rubrics.clone_from(&other.rubrics);
        self.worst.clone_from(&other.worst);
    }
}

impl Scores {
    pub(super) fn of(&self, of: ScoreRef) -> &Score {
        match of {
            ScoreRef::Rubric(rubric) => &self.rubrics[usize::from(rubric)],
            ScoreRef::Dimension(dimension) => &self.dimensions[usize::from(dimension)],
            ScoreRef::Worst(rubric) => &self.worst[usize::from(rubric)],
        }
    }
}

/// What is certain: true and false hold for every way to fill in the unknown facts.
pub(super) struct Certain<'v> {
    pub(super) answers: &'v [u64],
    pub(super) scores: &'v Scores,
    pub(super) gates: &'v [Truth],
}

impl View for Certain<'_> {
    fn fact(&self, test: &FactTest) -> Truth {
        let allowed = self.answers[usize::from(test.variable)];
        match (allowed & test.cells, allowed & !test.cells) {
            (0, _) => Truth::False,
            (_, 0) => Truth::True,
            _ => Truth::Open,
        }
    }

    fn score(&self, test: &ScoreTest) -> Truth {
        self.scores.of(test.of).truth(test)
    }

    fn gate(&self, gate: u16) -> Truth {
        self.gates[usize::from(gate)]
    }
}

/// The states of the gates: each after those it names.
pub(super) fn gates(set: &RubricSet, answers: &[u64], scores: &Scores) -> Vec<Truth> {
    let mut gates = Vec::new();
    gates_into(set, answers, scores, &mut gates);
    gates
}

/// The states of the gates, in the room of others.
pub(super) fn gates_into(
    set: &RubricSet,
    answers: &[u64],
    scores: &Scores,
    gates: &mut Vec<Truth>,
) {
    gates.clear();
    gates.resize(set.gates.len(), Truth::Open);
    for &gate in &set.gate_order {
        let state = set.gates[usize::from(gate)].when.truth(&Certain {
            answers,
            scores,
            gates,
        });
        gates[usize::from(gate)] = state;
    }
}

/// The states of the rules' conditions; the last, without one, is true.
pub(super) fn rules(set: &RubricSet, view: &impl View) -> Vec<Truth> {
    let mut rules = Vec::new();
    rules_into(set, view, &mut rules);
    rules
}

/// The states of the rules' conditions, in the room of others.
pub(super) fn rules_into(set: &RubricSet, view: &impl View, rules: &mut Vec<Truth>) {
    rules.clear();
    let when = |when: &Condition| when.truth(view);
    rules.extend(
        set.rules
            .iter()
            .map(|rule| rule.when.as_ref().map_or(Truth::True, when)),
    );
}

/// The rules that may fire, in their order: every open one up to and with the first true one.
pub(super) fn may_fire(rules: &[Truth]) -> Vec<u16> {
    let mut fire = Vec::new();
    for (number, state) in rules.iter().enumerate() {
        if *state != Truth::False {
            fire.push(u16::try_from(number).unwrap_or(u16::MAX));
        }
        if *state == Truth::True {
            break;
        }
    }
    fire
}
