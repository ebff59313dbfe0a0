//! What is certain of each criterion where each fact is either known or unknown, worked out once and looked up.

use super::criterion::{CriterionBounds, criterion_bounds, existence, share_range};
use crate::rubric::condition::Truth;
use crate::rubric::fact::Variable;
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale};
use crate::rubric::{Criterion, RubricSet};

/// The bounds of all criteria of a set.
#[derive(Clone, Debug)]
pub(super) struct Grids {
    criteria: Vec<Grid>,
    /// For each variable its cell, the number of its cells where all are left, or [`SOME`].
    places: Vec<u8>,
    all: Vec<u64>,
}

/// The bounds of one criterion for every cell of what it reads, and for those that are unknown.
#[derive(Clone, Debug)]
struct Grid {
    reads: Vec<Read>,
    /// None where there would be too many.
    entries: Vec<CriterionBounds>,
}

/// The place of a variable of which some cells are left, not all.
const SOME: u8 = u8::MAX;

/// The most entries of a grid.
const MOST: usize = 1 << 12;

impl Grids {
    pub(super) fn new(set: &RubricSet) -> Self {
        let grid = |criterion| Grid::new(&set.variables, criterion);
        Self {
            criteria: set.criteria.iter().map(grid).collect(),
            places: Vec::new(),
            all: set.variables.iter().map(Variable::all).collect(),
        }
    }

    /// The bounds of every criterion, of the cells that are left of each variable.
    pub(super) fn bounds(
        &mut self,
        set: &RubricSet,
        cells: &[u64],
        found: &mut Vec<CriterionBounds>,
    ) {
        let place = |(&left, &all): (&u64, &u64)| {
            let whole = if left == all {
                all.count_ones()
            } else {
                u32::from(SOME)
            };
            let place = if left.is_power_of_two() {
                left.trailing_zeros()
            } else {
                whole
            };
            u8::try_from(place).unwrap_or(SOME)
        };
        self.places.clear();
        self.places.extend(cells.iter().zip(&self.all).map(place));
        found.clear();
        let of = |(grid, criterion): (&Grid, &Criterion)| {
            let looked_up = grid.find(&self.places);
            match (looked_up, &criterion.scale) {
                (None, _) => criterion_bounds(criterion, cells),
                (Some(bounds), Scale::Table { .. }) => bounds,
                (Some(bounds), Scale::Share { variables, .. }) => {
                    let (low, high) = share_range(variables, cells);
                    bounds.of_share(low, high)
                }
            }
        };
        found.extend(self.criteria.iter().zip(&set.criteria).map(of));
    }
}

impl Grid {
    fn new(variables: &[Variable], criterion: &Criterion) -> Self {
        let (table, points) = match &criterion.scale {
            Scale::Table { attributes, points } => (&attributes.reads, points),
            Scale::Share { applies, .. } => (&applies.reads, &applies.entries),
        };
        let entry = |index: usize| {
            let applies = match &criterion.scale {
                Scale::Table { .. } => points[index] != NOT_APPLICABLE,
                Scale::Share { .. } => points[index] == 1,
            };
            let points = if applies { points[index] } else { 0 };
            CriterionBounds {
                applies: existence(applies, !applies),
                low: points,
                high: points,
            }
        };
        let cells = |read: &Read| usize::from(variables[usize::from(read.variable)].cells);
        let many = table.iter().map(|read| cells(read) + 1).product::<usize>() > MOST;
        if many {
            return Self {
                reads: Vec::new(),
                entries: Vec::new(),
            };
        }
        // One variable after the other gets its place for what is unknown; the last is the fastest.
        let mut reads: Vec<Read> = Vec::new();
        let mut entries: Vec<CriterionBounds> = Vec::new();
        fill(table, &cells, 0, &entry, &mut entries);
        let mut stride = 1;
        for read in table.iter().rev() {
            reads.push(Read {
                variable: read.variable,
                stride,
            });
            stride *= u32::try_from(cells(read) + 1).unwrap_or(u32::MAX);
        }
        Self { reads, entries }
    }

    #[inline]
    fn find(&self, places: &[u8]) -> Option<CriterionBounds> {
        let (mut index, mut some) = (0, false);
        for read in &self.reads {
            let place = places[usize::from(read.variable)];
            some |= place == SOME;
            index += read.stride * u32::from(place);
        }
        self.entries.get(index as usize).filter(|_| !some).copied()
    }
}

/// The entries for every place of the variables of `reads`: each cell, and behind them all together.
fn fill(
    reads: &[Read],
    cells: &impl Fn(&Read) -> usize,
    index: usize,
    entry: &impl Fn(usize) -> CriterionBounds,
    entries: &mut Vec<CriterionBounds>,
) {
    let Some((first, rest)) = reads.split_first() else {
        entries.push(entry(index));
        return;
    };
    let begin = entries.len();
    for cell in 0..cells(first) {
        fill(
            rest,
            cells,
            index + cell * first.stride as usize,
            entry,
            entries,
        );
    }
    let count = cells(first).max(1);
    let each = (entries.len() - begin) / count;
    for place in begin..begin + each {
        let parts = entries[place..].iter().step_by(each).take(count);
        let all = parts.copied().reduce(CriterionBounds::join);
        entries.extend(all);
    }
}

impl CriterionBounds {
    /// What is certain where either may be.
    fn join(self, other: Self) -> Self {
        let applies = if self.applies == other.applies {
            self.applies
        } else {
            Truth::Open
        };
        let (low, high) = match (self.applies, other.applies) {
            (_, Truth::False) => (self.low, self.high),
            (Truth::False, _) => (other.low, other.high),
            _ => (self.low.min(other.low), self.high.max(other.high)),
        };
        Self { applies, low, high }
    }

    /// The same with the points of a share.
    fn of_share(self, low: u8, high: u8) -> Self {
        match self.applies {
            Truth::False => self,
            Truth::Open | Truth::True => Self { low, high, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Grids;
    use crate::assess::criterion::criterion_bounds;
    use crate::assess::random::SplitMix64;
    use crate::source::shipped;

    #[test]
    fn what_is_looked_up_is_what_counting_finds() {
        let set = shipped::rubric_set();
        let mut grids = Grids::new(&set);
        let mut random = SplitMix64::new(3);
        let mut found = Vec::new();
        for _ in 0..500 {
            let left: Vec<u64> = set
                .variables
                .iter()
                .map(|variable| match random.below(5) {
                    0 | 1 => variable.all(),
                    // Some of its cells.
                    2 => variable.all() & !1,
                    _ => 1 << random.below(u32::from(variable.cells)),
                })
                .collect();
            grids.bounds(&set, &left, &mut found);
            for (criterion, found) in set.criteria.iter().zip(&found) {
                assert_eq!(
                    *found,
                    criterion_bounds(criterion, &left),
                    "{}",
                    criterion.id
                );
            }
        }
    }
}
