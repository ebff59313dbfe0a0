//! The rule that fires, for many completions of one profile: what the profile decides is worked out once,
//! and what no rule reads that can fire is left out.

use super::bounds::Bounds;
use super::decide::Certain;
use super::point::{MISSING, Point, holds, rounded_mean, rubric_score};
use crate::rubric::condition::{Condition, ScoreRef, Truth};
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, share_points};
use crate::rubric::{Criterion, RubricSet, indexes};

/// A rubric set as far as one profile leaves it open.
pub(super) struct Live<'l> {
    set: &'l RubricSet,
    dimensions: Vec<Dimension<'l>>,
    /// The open gates that something reads, each after those it names.
    gates: Vec<(usize, Condition)>,
    rubrics: Vec<usize>,
    /// The rules that can fire but the last, with what is open of their conditions.
    rules: Vec<(u16, Condition)>,
    last: u16,
    point: Point,
}

/// A dimension: what is certain of its sum and weight, and its open criteria.
struct Dimension<'l> {
    number: usize,
    sum: u64,
    weight: u64,
    open: Vec<Open<'l>>,
}

/// A criterion of which not everything is known.
struct Open<'l> {
    weight: u64,
    /// The entry for what is known, the open variables, and the entries: points, or for a share 1 where it applies.
    base: usize,
    reads: Vec<Read>,
    entries: &'l [u8],
    share: Option<Share>,
}

/// A share of options: how many surely hold, which are open, and of how many.
struct Share {
    sure: usize,
    open: Vec<usize>,
    of: usize,
}

impl<'l> Live<'l> {
    /// What is open under `bounds`; `fires` are the rules that can fire, in order, at least one.
    pub(super) fn new(set: &'l RubricSet, bounds: &Bounds, fires: &[u16]) -> Self {
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
                let open = open_part(when, &bounds.certain());
                needs.read(&open);
                rules.push((rule, open));
            }
        }
        let mut point = Point::new(set);
        for (tripped, state) in point.gates.iter_mut().zip(&bounds.gates) {
            *tripped = *state == Truth::True;
        }
        let needed = |flags: &[bool]| -> Vec<usize> {
            (0..flags.len()).filter(|&number| flags[number]).collect()
        };
        let dimensions = needed(&needs.dimensions);
        Self {
            set,
            dimensions: dimensions
                .into_iter()
                .map(|number| Dimension::new(set, bounds, number))
                .collect(),
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
            point,
        }
    }

    /// The rule that fires for complete cells within the bounds.
    pub(super) fn rule(&mut self, cells: &[u8]) -> u16 {
        let point = &mut self.point;
        for dimension in &self.dimensions {
            point.dimensions[dimension.number] = dimension.score(cells);
        }
        for (gate, when) in &self.gates {
            point.gates[*gate] = holds(when, cells, point);
        }
        for &rubric in &self.rubrics {
            rubric_score(self.set, rubric, point);
        }
        let fired = self
            .rules
            .iter()
            .find(|(_, when)| holds(when, cells, point));
        fired.map_or(self.last, |(rule, _)| *rule)
    }
}

impl<'l> Dimension<'l> {
    fn new(set: &'l RubricSet, bounds: &Bounds, number: usize) -> Self {
        let mut dimension = Self {
            number,
            sum: 0,
            weight: 0,
            open: Vec::new(),
        };
        for criterion in indexes(&set.dimensions[number].criteria) {
            let own = &set.criteria[criterion];
            let known = &bounds.criteria[criterion];
            match known.applies {
                Truth::False => {}
                Truth::True if known.low == known.high => {
                    dimension.sum += u64::from(own.weight) * u64::from(known.low);
                    dimension.weight += u64::from(own.weight);
                }
                Truth::True | Truth::Open => dimension.open.push(Open::new(own, &bounds.cells)),
            }
        }
        dimension
    }

    fn score(&self, cells: &[u8]) -> u16 {
        let (mut sum, mut weight) = (self.sum, self.weight);
        for open in &self.open {
            if let Some(points) = open.points(cells) {
                sum += open.weight * u64::from(points);
                weight += open.weight;
            }
        }
        if weight == 0 {
            MISSING
        } else {
            rounded_mean(sum, weight, 10)
        }
    }
}

impl<'l> Open<'l> {
    fn new(criterion: &'l Criterion, left: &[u64]) -> Self {
        let (reads, entries, share) = match &criterion.scale {
            Scale::Table { attributes, points } => (&attributes.reads, &points[..], None),
            Scale::Share { variables, applies } => {
                let variables = || variables.iter().map(|&variable| usize::from(variable));
                let share = Share {
                    sure: variables()
                        .filter(|&variable| left[variable] == 0b10)
                        .count(),
                    open: variables()
                        .filter(|&variable| left[variable] == 0b11)
                        .collect(),
                    of: variables().count(),
                };
                (&applies.reads, &applies.entries[..], Some(share))
            }
        };
        let (known, open): (Vec<Read>, Vec<Read>) = reads
            .iter()
            .partition(|read| left[usize::from(read.variable)].is_power_of_two());
        let step = |read: &Read| read.stride * left[usize::from(read.variable)].trailing_zeros();
        Self {
            weight: u64::from(criterion.weight),
            base: known.iter().map(step).sum::<u32>() as usize,
            reads: open,
            entries,
            share,
        }
    }

    fn points(&self, cells: &[u8]) -> Option<u8> {
        let step =
            |read: &Read| (read.stride * u32::from(cells[usize::from(read.variable)])) as usize;
        let entry = self.entries[self.base + self.reads.iter().map(step).sum::<usize>()];
        match &self.share {
            None => (entry != NOT_APPLICABLE).then_some(entry),
            Some(share) => (entry == 1).then(|| {
                let held = share
                    .open
                    .iter()
                    .filter(|&&variable| cells[variable] == 1)
                    .count();
                share_points(share.sure + held, share.of)
            }),
        }
    }
}

/// What is open of a condition: parts that are certain are left out.
fn open_part(condition: &Condition, certain: &Certain<'_>) -> Condition {
    let open = |parts: &[Condition]| -> Vec<Condition> {
        let undecided = parts
            .iter()
            .filter(|part| part.truth(certain) == Truth::Open);
        undecided.map(|part| open_part(part, certain)).collect()
    };
    match (condition.truth(certain), condition) {
        (Truth::True, _) => Condition::All(Vec::new()),
        (Truth::False, _) => Condition::Any(Vec::new()),
        (Truth::Open, Condition::All(parts)) => Condition::All(open(parts)),
        (Truth::Open, Condition::Any(parts)) => Condition::Any(open(parts)),
        (Truth::Open, Condition::Not(part)) => Condition::Not(Box::new(open_part(part, certain))),
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
            Condition::Score(test) => match test.of {
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
            },
        }
    }

    fn gate(&mut self, gate: usize) {
        if self.gates[gate].is_none() && self.bounds.gates[gate] == Truth::Open {
            let open = open_part(&self.set.gates[gate].when, &self.bounds.certain());
            self.gates[gate] = Some(open.clone());
            self.read(&open);
        }
    }
}
