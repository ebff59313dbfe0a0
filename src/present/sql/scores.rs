//! Criteria, dimensions, gates and rubrics: whole points, then whole tenths, low and high.

use super::mean::{Item, Mean};
use super::{Sql, lined};
use crate::assess::tree::{Tree, presence};
use crate::rubric::condition::Condition;
use crate::rubric::scale::Scale;
use crate::rubric::{Aggregate, Criterion, Dimension, Effect, HigherIs, Rubric, indexes};

/// Columns of three stages: weights of what may be in or out, sums over what is in, and scores.
pub(super) type Staged = (Vec<String>, Vec<String>, Vec<String>);

/// Whether something is in a score.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Always,
    Never,
    Maybe,
}

impl Sql<'_> {
    /// Each criterion's least and most points, and whether it applies where it need not.
    pub(super) fn criteria(&self) -> Vec<String> {
        let mut columns = Vec::new();
        for (number, criterion) in self.set.criteria.iter().enumerate() {
            if self.presence_of(number) == Presence::Never {
                continue;
            }
            let [low, high, applies] = self.ends(&criterion.id);
            if self.presence_of(number) == Presence::Maybe {
                let tree = self.presence(&self.ranges[number].applies, 2);
                columns.push(format!("{tree} AS {applies}"));
            }
            let (least, most) = match (&self.ranges[number].points, &criterion.scale) {
                (Some((least, most)), _) => (self.points(least, 2), self.points(most, 2)),
                (None, Scale::Share { variables, .. }) => self.share(variables),
                (None, Scale::Table { .. }) => ("0".to_owned(), "100".to_owned()),
            };
            columns.push(format!("{least} AS {low}"));
            columns.push(format!("{most} AS {high}"));
        }
        columns
    }

    /// A share: 100·k/n of the options that are in, rounded half away from zero; an unknown one either way.
    fn share(&self, variables: &[u16]) -> (String, String) {
        let n = variables.len();
        let counted = |value: bool| {
            let count = variables.iter().map(|&variable| {
                let held = self.names.variable(variable);
                if value {
                    format!("CASE WHEN {held} THEN 1 ELSE 0 END")
                } else {
                    format!("CASE WHEN NOT {held} THEN 0 ELSE 1 END")
                }
            });
            let count: Vec<String> = count.collect();
            let dividend = format!("200 * ({}) + {n}", lined(&count, " + ", 2));
            self.dialect.quotient(&dividend, &(2 * n).to_string())
        };
        (counted(true), counted(false))
    }

    /// Each dimension's range in tenths, after the two stages that it needs.
    pub(super) fn dimensions(&self) -> Staged {
        let (mut weights, mut sums, mut columns) = (Vec::new(), Vec::new(), Vec::new());
        for (number, dimension) in self.set.dimensions.iter().enumerate() {
            if self.dimension_presence(number) == Presence::Never {
                continue;
            }
            let own = indexes(&dimension.criteria);
            let items: Vec<Item> = own
                .filter(|&criterion| self.presence_of(criterion) != Presence::Never)
                .map(|criterion| self.item_of_criterion(criterion))
                .collect();
            let mut mean = self.mean(&dimension.id, &items, 10);
            weights.append(&mut mean.weights);
            sums.append(&mut mean.sums);
            self.scored(&dimension.id, mean, &mut columns);
        }
        (weights, sums, columns)
    }

    fn item_of_criterion(&self, number: usize) -> Item {
        let criterion: &Criterion = &self.set.criteria[number];
        let [low, high, applies] = self.ends(&criterion.id);
        let trees = self.ranges[number].points.as_ref();
        Item {
            id: criterion.id.to_string(),
            weight: criterion.weight,
            low,
            high,
            applies: (self.presence_of(number) == Presence::Maybe).then_some(applies),
            values: trees.map(|(least, most)| [least.leaves(), most.leaves()]),
        }
    }

    fn scored(&self, id: &str, mean: Mean, columns: &mut Vec<String>) {
        let [low, high, applies] = self.ends(id);
        columns.push(format!("{} AS {low}", mean.low));
        columns.push(format!("{} AS {high}", mean.high));
        if let Some(exists) = mean.exists {
            columns.push(format!("{exists} AS {applies}"));
        }
    }

    /// The gates in stages: each after those it names.
    pub(super) fn gates(&self) -> Vec<Vec<String>> {
        let gates = &self.set.gates;
        let mut levels = vec![0_usize; gates.len()];
        for &gate in &self.set.gate_order {
            let mut level = 0;
            gates[usize::from(gate)].when.each_gate(&mut |named| {
                level = level.max(levels[usize::from(named)] + 1);
            });
            levels[usize::from(gate)] = level;
        }
        let last = levels.iter().max().copied();
        let stage = |level: usize| {
            let own = gates.iter().zip(&levels).filter(|(_, own)| **own == level);
            own.map(|(gate, _)| {
                let name = self.names.of(&format!("gate {}", gate.id));
                format!("{} AS {name}", self.condition(&gate.when, true))
            })
            .collect()
        };
        last.map_or_else(Vec::new, |last| (0..=last).map(stage).collect())
    }

    /// The worst dimension of the rubrics that need it: by their aggregate, or because a rule asks for it.
    pub(super) fn worst(&self) -> Vec<String> {
        let mut needed: Vec<bool> = self
            .set
            .rubrics
            .iter()
            .map(|rubric| rubric.aggregate == Aggregate::Worst)
            .collect();
        for when in self.set.rules.iter().filter_map(|rule| rule.when.as_ref()) {
            mark_worst(when, &mut needed);
        }
        let rubrics = self.set.rubrics.iter().zip(needed);
        let mut columns = Vec::new();
        let has_score = |rubric: &Rubric| self.has_score(indexes(&rubric.dimensions));
        for (rubric, _) in rubrics.filter(|(rubric, needed)| *needed && has_score(rubric)) {
            let [low, high, _] = self.ends(&format!("worst of {}", rubric.id));
            let (least, most) = self.worst_of(rubric);
            columns.push(format!("{least} AS {low}"));
            columns.push(format!("{most} AS {high}"));
        }
        columns
    }

    fn worst_of(&self, rubric: &Rubric) -> (String, String) {
        let own = || {
            indexes(&rubric.dimensions)
                .filter(|&number| self.dimension_presence(number) != Presence::Never)
        };
        let column = |number: usize, least: bool| {
            let [low, high, _] = self.ends(&self.set.dimensions[number].id);
            if least { low } else { high }
        };
        let all = |least: bool| {
            own()
                .map(|number| column(number, least))
                .collect::<Vec<_>>()
        };
        // The end that only dimensions decide that surely have a score, or where none has, any of them.
        let sure = |least: bool, best: &str, other: &str| {
            let sure: Vec<String> = own()
                .map(|number| {
                    let end = column(number, least);
                    match self.dimension_presence(number) {
                        Presence::Maybe => {
                            let [_, _, applies] = self.ends(&self.set.dimensions[number].id);
                            format!("CASE WHEN {applies} THEN {end} END")
                        }
                        Presence::Always | Presence::Never => end,
                    }
                })
                .collect();
            let certain = own().any(|number| self.dimension_presence(number) == Presence::Always);
            if certain {
                of(best, &sure)
            } else {
                format!("COALESCE({}, {})", of(best, &sure), of(other, &all(least)))
            }
        };
        match rubric.higher_is {
            HigherIs::Better => (of("LEAST", &all(true)), sure(false, "LEAST", "GREATEST")),
            HigherIs::Worse => (sure(true, "GREATEST", "LEAST"), of("GREATEST", &all(false))),
        }
    }

    /// Each rubric's range in tenths, gates applied, after the two stages that it needs.
    pub(super) fn rubrics(&self) -> Staged {
        let (mut weights, mut sums, mut columns) = (Vec::new(), Vec::new(), Vec::new());
        for (number, rubric) in self.set.rubrics.iter().enumerate() {
            let own = || {
                indexes(&rubric.dimensions)
                    .filter(|&number| self.dimension_presence(number) != Presence::Never)
            };
            if own().next().is_none() {
                continue;
            }
            let items: Vec<Item> = own()
                .map(|number| {
                    let dimension: &Dimension = &self.set.dimensions[number];
                    let [low, high, applies] = self.ends(&dimension.id);
                    Item {
                        id: dimension.id.to_string(),
                        weight: dimension.weight,
                        low,
                        high,
                        applies: (self.dimension_presence(number) == Presence::Maybe)
                            .then_some(applies),
                        values: None,
                    }
                })
                .collect();
            let mut mean = self.mean(&rubric.id, &items, 1);
            if rubric.aggregate == Aggregate::Worst {
                let [low, high, _] = self.ends(&format!("worst of {}", rubric.id));
                (mean.low, mean.high) = (low, high);
            } else {
                weights.append(&mut mean.weights);
                sums.append(&mut mean.sums);
            }
            let may_miss = self.rubric_may_miss(number);
            mean.low = self.capped(rubric, mean.low, true, may_miss);
            mean.high = self.capped(rubric, mean.high, false, may_miss);
            self.scored(&rubric.id, mean, &mut columns);
        }
        (weights, sums, columns)
    }

    /// One end of a score with its caps: tripped gates bound both ends, open ones the worse.
    fn capped(&self, rubric: &Rubric, score: String, is_low: bool, may_miss: bool) -> String {
        let (best, none) = match rubric.higher_is {
            HigherIs::Better => ("LEAST", 1000),
            HigherIs::Worse => ("GREATEST", 0),
        };
        let worse_end = is_low == (rubric.higher_is == HigherIs::Better);
        let mut bounds = vec![score.clone()];
        for &number in &rubric.caps {
            let gate = &self.set.gates[usize::from(number)];
            if let Effect::Cap(cap) = gate.effect {
                let name = self.names.of(&format!("gate {}", gate.id));
                bounds.push(if worse_end {
                    format!("CASE WHEN NOT {name} THEN {none} ELSE {cap} END")
                } else {
                    format!("CASE WHEN {name} THEN {cap} ELSE {none} END")
                });
            }
        }
        if bounds.len() == 1 {
            return score;
        }
        let capped = format!("{best}(\n      {})", bounds.join(",\n      "));
        if may_miss {
            format!("CASE WHEN {score} IS NOT NULL THEN {capped} END")
        } else {
            capped
        }
    }

    /// The columns of a score: low, high, and whether there is one.
    pub(super) fn ends(&self, id: &str) -> [String; 3] {
        ["low", "high", "applies"].map(|end| self.names.of(&format!("{id} {end}")))
    }

    fn presence_of(&self, criterion: usize) -> Presence {
        match &self.ranges[criterion].applies {
            Tree::Leaf(presence::IN) => Presence::Always,
            Tree::Leaf(presence::OUT) => Presence::Never,
            Tree::Leaf(_) | Tree::Split { .. } => Presence::Maybe,
        }
    }

    fn dimension_presence(&self, number: usize) -> Presence {
        let own = indexes(&self.set.dimensions[number].criteria);
        any_of(own.map(|criterion| self.presence_of(criterion)))
    }

    /// Whether a dimension can be without a score.
    pub(super) fn dimension_may_miss(&self, number: usize) -> bool {
        self.dimension_presence(number) != Presence::Always
    }

    /// Whether a dimension or a rubric can have a score at all.
    pub(super) fn has_score(&self, dimensions: std::ops::Range<usize>) -> bool {
        any_of(dimensions.map(|number| self.dimension_presence(number))) != Presence::Never
    }

    /// Whether a rubric can be without a score.
    pub(super) fn rubric_may_miss(&self, number: usize) -> bool {
        let own = indexes(&self.set.rubrics[number].dimensions);
        any_of(own.map(|number| self.dimension_presence(number))) != Presence::Always
    }
}

/// Whether at least one of several is in.
fn any_of(parts: impl Iterator<Item = Presence>) -> Presence {
    let mut found = Presence::Never;
    for part in parts {
        match part {
            Presence::Always => return Presence::Always,
            Presence::Maybe => found = Presence::Maybe,
            Presence::Never => {}
        }
    }
    found
}

/// A function of several values, or the only one.
fn of(function: &str, values: &[String]) -> String {
    match values {
        [only] => only.clone(),
        _ => format!("{function}({})", values.join(", ")),
    }
}

fn mark_worst(condition: &Condition, needed: &mut [bool]) {
    condition.each_score(&mut |test| {
        if let crate::rubric::condition::ScoreRef::Worst(rubric) = test.of {
            needed[usize::from(rubric)] = true;
        }
    });
}
