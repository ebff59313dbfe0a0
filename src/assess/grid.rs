//! What is certain of each criterion where each fact is either known or unknown, worked out once and looked up.

use super::criterion::{CriterionBounds, criterion_bounds, existence, share_range};
use crate::rubric::condition::Truth;
use crate::rubric::fact::Variable;
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale};
use crate::rubric::{Criterion, RubricSet};
use std::ops::Range;

/// The bounds of all criteria of a set, close together in memory.
#[derive(Clone, Debug)]
pub(super) struct Grids {
    grids: Vec<Grid>,
    /// What each criterion reads, one criterion behind the other.
    reads: Vec<Read>,
    /// Its bounds for every cell of that, and for what is unknown of it, likewise.
    entries: Vec<CriterionBounds>,
    /// For each variable its cell, the number of its cells where all are left, or [`SOME`].
    places: Vec<u8>,
    all: Vec<u64>,
}

/// Where a criterion's bounds stand.
#[derive(Clone, Copy, Debug)]
struct Grid {
    weight: u32,
    /// Whether it is a share, whose entries only say whether it applies; beside them, so that for all others the
    /// criterion itself is not looked at.
    is_share: bool,
    /// Where its reads begin and end.
    reads: (usize, usize),
    /// Where its entries begin; none where there would be too many.
    entries: Option<usize>,
}

/// The place of a variable of which some cells are left, not all.
const SOME: u8 = u8::MAX;

/// The most entries of a grid.
const MOST: usize = 1 << 12;

impl Grids {
    pub(super) fn new(set: &RubricSet) -> Self {
        let mut grids = Self {
            grids: Vec::with_capacity(set.criteria.len()),
            reads: Vec::new(),
            entries: Vec::new(),
            places: Vec::new(),
            all: set.variables.iter().map(Variable::all).collect(),
        };
        for criterion in &set.criteria {
            grids.add(&set.variables, criterion);
        }
        grids
    }

    fn add(&mut self, variables: &[Variable], criterion: &Criterion) {
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
        let (reads, entries) = (self.reads.len(), self.entries.len());
        if !many {
            // One variable after the other gets its place for what is unknown; the last is the fastest.
            let mut own = Vec::new();
            fill(table, &cells, 0, &entry, &mut own);
            self.entries.append(&mut own);
            let mut stride = 1;
            for read in table.iter().rev() {
                self.reads.push(Read {
                    variable: read.variable,
                    stride,
                });
                stride *= u32::try_from(cells(read) + 1).unwrap_or(u32::MAX);
            }
        }
        self.grids.push(Grid {
            weight: criterion.weight,
            is_share: matches!(criterion.scale, Scale::Share { .. }),
            reads: (reads, self.reads.len()),
            entries: (!many).then_some(entries),
        });
    }

    /// The weights of some criteria.
    pub(super) fn weights(&self, criteria: Range<usize>) -> impl Iterator<Item = u32> + Clone {
        self.grids[criteria].iter().map(|grid| grid.weight)
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
        let of = |(number, grid): (usize, &Grid)| {
            let Some(bounds) = self.find(grid) else {
                return criterion_bounds(&set.criteria[number], cells);
            };
            if !grid.is_share {
                return bounds;
            }
            let Scale::Share { variables, .. } = &set.criteria[number].scale else {
                return bounds;
            };
            let (low, high) = share_range(variables, cells);
            bounds.of_share(low, high)
        };
        found.extend(self.grids.iter().enumerate().map(of));
    }

    #[inline]
    fn find(&self, grid: &Grid) -> Option<CriterionBounds> {
        let (mut index, mut some) = (grid.entries?, false);
        for read in &self.reads[grid.reads.0..grid.reads.1] {
            let place = self.places[usize::from(read.variable)];
            some |= place == SOME;
            index += read.stride as usize * usize::from(place);
        }
        // With a place that is none, the index may lie among the entries of another criterion.
        self.entries.get(index).filter(|_| !some).copied()
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
