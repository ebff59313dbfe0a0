//! What one profile leaves open of a rubric set: what the profile decides is worked out once, and what
//! no rule reads that can fire is left out.

use super::bounds::Bounds;
use super::point::Point;
use crate::rubric::condition::{Condition, ScoreRef, Truth};
use crate::rubric::{RubricSet, indexes};

/// A rubric set as far as one profile leaves it open.
pub(super) struct Live<'l> {
    pub(super) set: &'l RubricSet,
    pub(super) bounds: &'l Bounds,
    /// The dimensions that something reads.
    pub(super) dimensions: Vec<usize>,
    /// The open gates that something reads, each after those it names, with what is open of their conditions.
    pub(super) gates: Vec<(usize, Condition)>,
    /// The rubrics that something reads.
    pub(super) rubrics: Vec<usize>,
    /// The rules that can fire but the last, with what is open of their conditions.
    pub(super) rules: Vec<(u16, Condition)>,
    /// The rule that fires where none of these does.
    pub(super) last: u16,
}

impl<'l> Live<'l> {
    /// What is open under `bounds`; `fires` are the rules that can fire, in order, at least one. `scores`
    /// are looked at besides.
    pub(super) fn new(
        set: &'l RubricSet,
        bounds: &'l Bounds,
        fires: &[u16],
        scores: &[ScoreRef],
    ) -> Self {
        let mut needs = Needs {
            set,
            bounds,
            dimensions: vec![false; set.dimensions.len()],
            rubrics: vec![false; set.rubrics.len()],
            gates: vec![None; set.gates.len()],
        };
        let (last, tested) = fires
            .split_last()
            .map_or((0, fires), |(last, rest)| (*last, rest));
        let mut rules = Vec::new();
        for &rule in tested {
            if let Some(when) = &set.rules[usize::from(rule)].when {
                let open = open_part(when, bounds);
                needs.read(&open);
                rules.push((rule, open));
            }
        }
        scores.iter().for_each(|&of| needs.score(of));
        let needed = |flags: &[bool]| -> Vec<usize> {
            (0..flags.len()).filter(|&number| flags[number]).collect()
        };
        Self {
            set,
            bounds,
            dimensions: needed(&needs.dimensions),
            rubrics: needed(&needs.rubrics),
            gates: set
                .gate_order
                .iter()
                .filter_map(|&gate| {
                    Some((usize::from(gate), needs.gates[usize::from(gate)].take()?))
                })
                .collect(),
            rules,
            last,
        }
    }

    /// Room for figures, with the gates that have tripped for certain.
    pub(super) fn point(&self) -> Point {
        let mut point = Point::new(self.set);
        for (tripped, state) in point.gates.iter_mut().zip(&self.bounds.gates) {
            *tripped = *state == Truth::True;
        }
        point
    }
}

/// What is open of a condition: parts that are certain are left out.
fn open_part(condition: &Condition, bounds: &Bounds) -> Condition {
    let open = |parts: &[Condition]| -> Vec<Condition> {
        let undecided = parts
            .iter()
            .filter(|part| part.truth(&bounds.certain()) == Truth::Open);
        undecided.map(|part| open_part(part, bounds)).collect()
    };
    match (condition.truth(&bounds.certain()), condition) {
        (Truth::True, _) => Condition::All(Vec::new()),
        (Truth::False, _) => Condition::Any(Vec::new()),
        (Truth::Open, Condition::All(parts)) => Condition::All(open(parts)),
        (Truth::Open, Condition::Any(parts)) => Condition::Any(open(parts)),
        (Truth::Open, Condition::Not(part)) => Condition::Not(Box::new(open_part(part, bounds))),
        (Truth::Open, test) => test.clone(),
    }
}

/// What open conditions read.
struct Needs<'n> {
    set: &'n RubricSet,
    bounds: &'n Bounds,
    dimensions: Vec<bool>,
    rubrics: Vec<bool>,
    gates: Vec<Option<Condition>>,
}

impl Needs<'_> {
    fn read(&mut self, open: &Condition) {
        match open {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.read(part));
            }
            Condition::Not(part) => self.read(part),
            Condition::Fact(_) => {}
            Condition::Gate(gate) => self.gate(usize::from(*gate)),
            Condition::Score(test) => self.score(test.of),
        }
    }

    fn score(&mut self, of: ScoreRef) {
        match of {
            ScoreRef::Dimension(dimension) => self.dimensions[usize::from(dimension)] = true,
            ScoreRef::Rubric(rubric) | ScoreRef::Worst(rubric) => {
                let rubric = usize::from(rubric);
                self.rubrics[rubric] = true;
                self.dimensions[indexes(&self.set.rubrics[rubric].dimensions)].fill(true);
                let set = self.set;
                set.rubrics[rubric]
                    .caps
                    .iter()
                    .for_each(|&gate| self.gate(usize::from(gate)));
            }
        }
    }

    fn gate(&mut self, gate: usize) {
        if self.gates[gate].is_none() && self.bounds.gates[gate] == Truth::Open {
            let open = open_part(&self.set.gates[gate].when, self.bounds);
            self.gates[gate] = Some(open.clone());
            self.read(&open);
        }
    }
}

/// Profiles for the tests of what works on what is open.
#[cfg(test)]
pub(super) mod made {
    use crate::assess::bounds::Bounds;
    use crate::assess::decide::may_fire;
    use crate::assess::outlook::Marks;
    use crate::assess::random::SplitMix64;
    use crate::rubric::RubricSet;

    /// What is left of a profile of which so many in a hundred variables are unknown.
    pub(in crate::assess) fn partly(
        set: &RubricSet,
        unknown: u32,
        random: &mut SplitMix64,
    ) -> Vec<u64> {
        let mut left = Vec::new();
        for variable in &set.variables {
            let cell = random.below(u32::from(variable.cells));
            let known = random.below(100) >= unknown;
            left.push(if known { 1 << cell } else { variable.all() });
        }
        left
    }

    /// The rules that are not ruled out, and the variables that they read.
    pub(in crate::assess) fn open(set: &RubricSet, bounds: &Bounds) -> (Vec<u16>, Vec<usize>) {
        let fires = may_fire(&bounds.rules);
        let read = fires.iter().map(|&rule| usize::from(rule));
        let variables = Marks::new(set, bounds, read).open();
        (fires, variables)
    }
}
