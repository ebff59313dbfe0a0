//! The one search: is there a completion of the unknown facts in which a given rule fires?
//!
//! Depth first over sets of cells. At each node the ranges and three-valued states of the rules are
//! known for everything that is left; what they decide is pruned, what they leave open is split on
//! the cells of one variable, first towards what the goal needs. Ranges are sound, so a search that
//! ends without a hit is a proof; it is bounded by a number of steps, never by time.

use super::decide::{self, Certain, Scores};
use super::range::{self, CriterionBounds};
use crate::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest, Truth};
use crate::rubric::fact::cells;
use crate::rubric::scale::{NOT_APPLICABLE, Scale};
use crate::rubric::{HigherIs, RubricSet, indexes};

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A completion: a cell for each variable.
    Witness(Vec<u8>),
    /// No completion reaches the goal: proved.
    Impossible,
    /// The steps ran out first.
    Undecided,
}

/// What is certain of everything that a set of cells leaves.
#[derive(Clone)]
pub(super) struct Bounds {
    pub(super) cells: Vec<u64>,
    pub(super) criteria: Vec<CriterionBounds>,
    pub(super) scores: Scores,
    pub(super) gates: Vec<Truth>,
    pub(super) rules: Vec<Truth>,
}

/// Searches in one rubric set. Holds which criteria read a variable.
pub(super) struct Search<'s> {
    set: &'s RubricSet,
    readers: Vec<Vec<u16>>,
    steps: u32,
}

impl<'s> Search<'s> {
    pub(super) fn new(set: &'s RubricSet) -> Self {
        let mut readers = vec![Vec::new(); set.variables.len()];
        for (number, criterion) in set.criteria.iter().enumerate() {
            for variable in criterion.scale.variables() {
                readers[usize::from(variable)].push(u16::try_from(number).unwrap_or(u16::MAX));
            }
        }
        Self { set, readers, steps: 0 }
    }

    pub(super) fn bounds(&self, cells: &[u64]) -> Bounds {
        let set = self.set;
        let criteria: Vec<CriterionBounds> =
            set.criteria.iter().map(|criterion| range::criterion_bounds(criterion, cells)).collect();
        let dimensions = set.dimensions.iter().map(|dimension| {
            let own = indexes(&dimension.criteria);
            range::dimension_bounds(&set.criteria[own.clone()], &criteria[own])
        });
        let scores = Scores { dimensions: dimensions.collect(), rubrics: Vec::new(), worst: Vec::new() };
        let mut bounds = Bounds { cells: cells.to_vec(), scores, criteria, gates: Vec::new(), rules: Vec::new() };
        bounds.conclude(set);
        bounds
    }

    /// The bounds after a variable is restricted.
    fn restrict(&self, bounds: &Bounds, variable: usize, cells: u64) -> Bounds {
        let mut next = bounds.clone();
        next.cells[variable] = cells;
        let mut dimension = usize::MAX;
        for &criterion in &self.readers[variable] {
            let criterion = usize::from(criterion);
            next.criteria[criterion] = range::criterion_bounds(&self.set.criteria[criterion], &next.cells);
            let home = usize::from(self.set.criteria[criterion].dimension);
            if dimension != usize::MAX && dimension != home {
                next.dimension(self.set, dimension);
            }
            dimension = home;
        }
        if dimension != usize::MAX {
            next.dimension(self.set, dimension);
        }
        next.conclude(self.set);
        next
    }

    /// Whether some completion makes a rule fire that recommends `recommendation`, in at most `steps`.
    pub(super) fn reach(&mut self, bounds: &Bounds, recommendation: u16, steps: u32) -> Found {
        self.steps = steps;
        let mut undecided = false;
        for (number, rule) in self.set.rules.iter().enumerate() {
            if bounds.rules[number] == Truth::False || rule.recommend != recommendation {
                if bounds.rules[number] == Truth::True {
                    break;
                }
                continue;
            }
            match self.fire(bounds, number) {
                Found::Witness(cells) => return Found::Witness(cells),
                Found::Undecided => undecided = true,
                Found::Impossible => {}
            }
            if bounds.rules[number] == Truth::True {
                break;
            }
        }
        if undecided { Found::Undecided } else { Found::Impossible }
    }

    /// Whether some completion makes this very rule fire.
    fn fire(&mut self, bounds: &Bounds, rule: usize) -> Found {
        if self.steps == 0 {
            return Found::Undecided;
        }
        self.steps -= 1;
        let earlier = &bounds.rules[..rule];
        if bounds.rules[rule] == Truth::False || earlier.contains(&Truth::True) {
            return Found::Impossible;
        }
        // First make the rule itself true, then the open ones before it false.
        let own = (bounds.rules[rule] == Truth::Open).then_some((rule, true));
        let goal = own.or_else(|| earlier.iter().position(|state| *state == Truth::Open).map(|rule| (rule, false)));
        let Some((open, want)) = goal else { return Found::Witness(self.likeliest(&bounds.cells)) };
        let when = self.set.rules[open].when.as_ref();
        let Some((variable, first)) = when.and_then(|when| self.steer(bounds, when, want)) else {
            // Nothing is left to split although the state is open: the bounds are only bounds.
            return self.last_split(bounds, rule);
        };
        self.branch(bounds, rule, variable, first)
    }

    fn branch(&mut self, bounds: &Bounds, rule: usize, variable: usize, first: u64) -> Found {
        let mut undecided = false;
        for part in [first, bounds.cells[variable] & !first] {
            if part == 0 {
                continue;
            }
            let next = self.restrict(bounds, variable, part);
            match self.fire(&next, rule) {
                Found::Witness(cells) => return Found::Witness(cells),
                Found::Undecided => undecided = true,
                Found::Impossible => {}
            }
        }
        if undecided { Found::Undecided } else { Found::Impossible }
    }

    /// Splits any variable that is left; with none left the bounds are exact and nothing is open.
    fn last_split(&mut self, bounds: &Bounds, rule: usize) -> Found {
        let left = bounds.cells.iter().position(|cells| !cells.is_power_of_two());
        let Some(variable) = left else { return Found::Impossible };
        let cells = bounds.cells[variable];
        self.branch(bounds, rule, variable, cells & cells.wrapping_neg())
    }

    /// The likeliest cell of each variable within what is left, ties to the first.
    fn likeliest(&self, left: &[u64]) -> Vec<u8> {
        let likeliest = |(variable, &allowed): (&crate::rubric::fact::Variable, &u64)| {
            cells(allowed).max_by_key(|&cell| (variable.weight(cell, allowed), std::cmp::Reverse(cell))).unwrap_or(0)
        };
        self.set.variables.iter().zip(left).map(likeliest).collect()
    }

    /// A variable to split, and the part of its cells to try first, so that `condition` becomes `want`.
    fn steer(&self, bounds: &Bounds, condition: &Condition, want: bool) -> Option<(usize, u64)> {
        let open = |part: &&Condition| part.truth(&bounds.certain()) == Truth::Open;
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                let mut open = parts.iter().filter(open).collect::<Vec<_>>();
                // A test of a fact is decided by one split, a score by many: facts first.
                open.sort_by_key(|part| !matches!(part, Condition::Fact(_)));
                open.into_iter().find_map(|part| self.steer(bounds, part, want))
            }
            Condition::Not(part) => self.steer(bounds, part, !want),
            Condition::Gate(gate) => self.steer(bounds, &self.set.gates[usize::from(*gate)].when, want),
            Condition::Fact(test) => Some(steer_fact(bounds, test, want)).filter(|(variable, first)| *first != 0 && *first != bounds.cells[*variable]),
            Condition::Score(test) => self.steer_score(bounds, test, want),
        }
    }

    fn steer_score(&self, bounds: &Bounds, test: &ScoreTest, want: bool) -> Option<(usize, u64)> {
        let set = self.set;
        let score = bounds.scores.of(test.of);
        // Towards the side on which the test comes out as wanted.
        let middle = (i32::from(score.low) + i32::from(score.high)) / 2;
        let inside_above = i32::from(score.high) >= test.low && middle < test.low;
        let inside_below = i32::from(score.low) <= test.high && middle > test.high;
        let up = match (want, test.low > i32::from(score.low), test.high < i32::from(score.high)) {
            (true, true, false) => true,
            (true, false, true) => false,
            (true, _, _) => inside_above || !inside_below,
            (false, true, false) => false,
            (false, false, true) => true,
            (false, _, _) => !inside_above,
        };
        let mut best: Option<(u64, usize, u64)> = None;
        let range = match test.of {
            ScoreRef::Dimension(dimension) => usize::from(dimension)..usize::from(dimension) + 1,
            ScoreRef::Rubric(rubric) | ScoreRef::Worst(rubric) => indexes(&set.rubrics[usize::from(rubric)].dimensions),
        };
        for number in range {
            let dimension = &set.dimensions[number];
            for criterion in indexes(&dimension.criteria) {
                let own = &bounds.criteria[criterion];
                let spread = u64::from(own.high - own.low) + if own.applies == Truth::Open { 50 } else { 0 };
                if own.applies == Truth::False || spread == 0 {
                    continue;
                }
                let pull = spread * u64::from(set.criteria[criterion].weight) * u64::from(dimension.weight);
                if best.is_none_or(|(earlier, _, _)| pull > earlier)
                    && let Some((variable, first)) = self.split(bounds, criterion, up)
                {
                    best = Some((pull, variable, first));
                }
            }
        }
        best.map(|(_, variable, first)| (variable, first)).or_else(|| self.steer_cap(bounds, test, want))
    }

    /// Where only a gate's cap is open, the gate is what to split on.
    fn steer_cap(&self, bounds: &Bounds, test: &ScoreTest, want: bool) -> Option<(usize, u64)> {
        let ScoreRef::Rubric(rubric) = test.of else { return None };
        let rubric = &self.set.rubrics[usize::from(rubric)];
        let good = match rubric.higher_is {
            HigherIs::Better => test.low > i32::MIN,
            HigherIs::Worse => test.high < i32::MAX,
        };
        let open = rubric.caps.iter().find(|&&gate| bounds.gates[usize::from(gate)] == Truth::Open)?;
        self.steer(bounds, &self.set.gates[usize::from(*open)].when, good != want)
    }

    /// A variable of a criterion that moves its points, and its cells that move them `up` (or down) most.
    fn split(&self, bounds: &Bounds, criterion: usize, up: bool) -> Option<(usize, u64)> {
        let criterion = &self.set.criteria[criterion];
        if let Scale::Share { variables, applies } = &criterion.scale {
            let open = |variable: &&u16| !bounds.cells[usize::from(**variable)].is_power_of_two();
            let reads = applies.reads.iter().map(|read| &read.variable);
            let variable = usize::from(*reads.chain(variables).find(open)?);
            let cells = bounds.cells[variable];
            let highest = 1_u64 << (63 - cells.leading_zeros());
            return Some((variable, if up { highest } else { cells & cells.wrapping_neg() }));
        }
        let Scale::Table { attributes, points } = &criterion.scale else { return None };
        let mut best: Option<(u32, usize, u64)> = None;
        for read in &attributes.reads {
            let variable = usize::from(read.variable);
            let left = bounds.cells[variable];
            if left.is_power_of_two() {
                continue;
            }
            let value = |cell: u8| {
                let mut restricted = bounds.cells.clone();
                restricted[variable] = 1 << cell;
                let bounds = range::criterion_bounds(criterion, &restricted);
                if bounds.applies == Truth::False {
                    return None;
                }
                Some(u32::from(if up { bounds.high } else { u8::MAX - bounds.low }))
            };
            let values: Vec<(u8, Option<u32>)> = cells(left).map(|cell| (cell, value(cell))).collect();
            let top = values.iter().filter_map(|(_, value)| *value).max()?;
            let first: u64 = values.iter().filter(|(_, value)| *value == Some(top)).map(|(cell, _)| 1_u64 << cell).sum();
            let first = if first == left { left & left.wrapping_neg() } else { first };
            let bottom = values.iter().filter_map(|(_, value)| *value).min().unwrap_or(top);
            if best.is_none_or(|(spread, _, _)| top - bottom > spread) {
                best = Some((top - bottom, variable, first));
            }
        }
        debug_assert!(points.iter().any(|&entry| entry != NOT_APPLICABLE) || best.is_none());
        best.map(|(_, variable, first)| (variable, first))
    }
}

fn steer_fact(bounds: &Bounds, test: &FactTest, want: bool) -> (usize, u64) {
    let variable = usize::from(test.variable);
    let left = bounds.cells[variable];
    (variable, if want { left & test.cells } else { left & !test.cells })
}

impl Bounds {
    fn dimension(&mut self, set: &RubricSet, number: usize) {
        let own = indexes(&set.dimensions[number].criteria);
        self.scores.dimensions[number] = range::dimension_bounds(&set.criteria[own.clone()], &self.criteria[own]);
    }

    /// Gates, rubrics and rules from the dimensions.
    fn conclude(&mut self, set: &RubricSet) {
        let scores = &mut self.scores;
        let worst = |rubric: &crate::rubric::Rubric| range::worst(rubric.higher_is, &scores.dimensions[indexes(&rubric.dimensions)]);
        scores.worst = set.rubrics.iter().map(worst).collect();
        self.gates = decide::gates(set, &self.cells, scores);
        let rubric = |number| range::rubric(set, number, &scores.dimensions, scores.worst[number], &self.gates);
        scores.rubrics = (0..set.rubrics.len()).map(rubric).collect();
        self.rules = decide::rules(set, &self.certain());
    }

    pub(super) fn certain(&self) -> Certain<'_> {
        Certain { answers: &self.cells, scores: &self.scores, gates: &self.gates }
    }
}
