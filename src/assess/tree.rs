//! What a criterion gives for every state of knowledge, as a decision tree over its facts, each of which is
//! known or unknown: the form in which a scale becomes SQL.

use crate::rubric::fact::{Variable, cells};
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, Table};
use crate::rubric::{Criterion, RubricSet};

/// A tree that asks for one variable after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Nothing more to ask: points, or a [`presence`].
    Leaf(u8),
    /// The branch of the cell of a variable, where that is known and has one; else the other.
    Split {
        /// The variable, by its number in the set.
        variable: u16,
        /// Sets of cells and what comes out there; no cell is in two.
        branches: Vec<(u64, Self)>,
        /// What comes out where the variable is unknown, and in every cell without a branch.
        otherwise: Box<Self>,
    },
}

impl Tree {
    /// What stands at its leaves, ascending, each once.
    #[must_use]
    pub fn leaves(&self) -> Vec<u8> {
        fn collect(tree: &Tree, found: &mut Vec<u8>) {
            match tree {
                Tree::Leaf(leaf) => found.push(*leaf),
                Tree::Split {
                    branches,
                    otherwise,
                    ..
                } => {
                    branches.iter().for_each(|(_, tree)| collect(tree, found));
                    collect(otherwise, found);
                }
            }
        }
        let mut found = Vec::new();
        collect(self, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What comes out under a state of knowledge: each variable at one cell, or unknown with all cells.
    #[must_use]
    pub fn at(&self, left: &[u64]) -> u8 {
        match self {
            Self::Leaf(leaf) => *leaf,
            Self::Split {
                variable,
                branches,
                otherwise,
            } => {
                let own = left[usize::from(*variable)];
                let known = |(cells, _): &&(u64, Self)| own.is_power_of_two() && own & cells != 0;
                let branch = branches.iter().find(known);
                branch.map_or(&**otherwise, |(_, tree)| tree).at(left)
            }
        }
    }
}

/// What the leaves of [`Ranges::applies`] say.
pub mod presence {
    /// It applies.
    pub const IN: u8 = 1;
    /// It does not apply.
    pub const OUT: u8 = 2;
    /// What is known leaves that open.
    pub const OPEN: u8 = 3;
}

/// What is certain of a criterion, for every state of knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges {
    /// Whether it applies: a [`presence`].
    pub applies: Tree,
    /// The least and the most points where it can apply. None for a share of options: there the points are
    /// counted, from those that are surely in and those that may be.
    pub points: Option<(Tree, Tree)>,
}

/// The most slices of a table that are looked at for one tree.
const STEPS: usize = 10_000;

/// The trees of a criterion; none where it reads so many facts together that they would fill a book.
#[must_use]
pub fn ranges(set: &RubricSet, criterion: &Criterion) -> Option<Ranges> {
    let (reads, entries, table) = match &criterion.scale {
        Scale::Table { attributes, points } => (&attributes.reads, points, true),
        Scale::Share {
            applies: Table { reads, entries },
            ..
        } => (reads, entries, false),
    };
    let dense = dense(&set.variables, reads, entries);
    let of = |entry: fn(u8, bool) -> Option<u8>, join: fn(u8, u8) -> u8| {
        let slice: Vec<Option<u8>> = dense.iter().map(|&found| entry(found, table)).collect();
        let mut steps = STEPS;
        build(&set.variables, reads, slice, join, &mut steps)
    };
    let inside = |found: u8, table: bool| {
        let applies = if table {
            found != NOT_APPLICABLE
        } else {
            found == 1
        };
        Some(if applies { presence::IN } else { presence::OUT })
    };
    let points = |found: u8, _: bool| (found != NOT_APPLICABLE).then_some(found);
    Some(Ranges {
        applies: of(inside, |a, b| a | b)?,
        points: if table {
            Some((of(points, u8::min)?, of(points, u8::max)?))
        } else {
            None
        },
    })
}

/// A table's entries with the first variable slowest.
fn dense(variables: &[Variable], reads: &[Read], entries: &[u8]) -> Vec<u8> {
    let mut indexes = vec![0_usize];
    for read in reads {
        let cells = usize::from(variables[usize::from(read.variable)].cells);
        let stride = read.stride as usize;
        indexes = indexes
            .into_iter()
            .flat_map(|index| (0..cells).map(move |cell| index + cell * stride))
            .collect();
    }
    indexes.into_iter().map(|index| entries[index]).collect()
}

/// A slice of a table: an entry that is none is one where nothing applies.
type Slice = Vec<Option<u8>>;

/// The tree of a slice over the variables of `reads`, the first slowest; `join` is what two entries come to
/// where it is not known which holds.
fn build(
    variables: &[Variable],
    reads: &[Read],
    slice: Slice,
    join: fn(u8, u8) -> u8,
    steps: &mut usize,
) -> Option<Tree> {
    *steps = steps.checked_sub(1)?;
    let Some((first, rest)) = reads.split_first() else {
        return Some(Tree::Leaf(slice.first().copied().flatten().unwrap_or(0)));
    };
    let variable = &variables[usize::from(first.variable)];
    let each = slice.len() / usize::from(variable.cells);
    let parts: Vec<Slice> = slice.chunks(each).map(<[_]>::to_vec).collect();
    let joined = |at: usize| {
        let entries = parts.iter().filter_map(|part| part[at]);
        entries.reduce(join)
    };
    let unknown: Slice = (0..each).map(joined).collect();
    // Cells that can be taken as the same, those that can be taken as unknown first.
    let mut groups: Vec<(u64, Slice)> = vec![(0, unknown)];
    for (cell, part) in cells(variable.all()).zip(&parts) {
        match groups.iter_mut().find(|(_, group)| joins(group, part)) {
            Some((cells, _)) => *cells |= 1 << cell,
            None => groups.push((1 << cell, part.clone())),
        }
    }
    let mut trees = groups.into_iter().map(|(cells, slice)| {
        let tree = build(variables, rest, slice, join, steps)?;
        Some((cells, tree))
    });
    let (_, otherwise) = trees.next()??;
    // Other slices may have come to the same.
    let mut branches: Vec<(u64, Tree)> = Vec::new();
    for tree in trees {
        let (cells, tree) = tree?;
        match branches.iter_mut().find(|(_, other)| *other == tree) {
            _ if tree == otherwise => {}
            Some((others, _)) => *others |= cells,
            None => branches.push((cells, tree)),
        }
    }
    if branches.is_empty() {
        return Some(otherwise);
    }
    Some(Tree::Split {
        variable: first.variable,
        branches,
        otherwise: Box::new(otherwise),
    })
}

/// Whether a slice goes with a group of slices: where nothing at all applies, any will do. Where nothing applies in one
/// place only, the group's entry there will not: with the rest of the facts open, it would be joined with the others.
fn joins(group: &Slice, part: &Slice) -> bool {
    group == part || part.iter().all(Option::is_none)
}

#[cfg(test)]
mod tests {
    use super::{presence, ranges};
    use crate::assess::criterion::criterion_bounds;
    use crate::assess::random::SplitMix64;
    use crate::rubric::condition::Truth;
    use crate::source::shipped;

    #[test]
    fn trees_give_the_ranges_of_criteria() {
        let set = shipped::rubric_set();
        let mut random = SplitMix64::new(11);
        let all: Vec<_> = set
            .criteria
            .iter()
            .map(|criterion| ranges(&set, criterion).expect("a small table"))
            .collect();
        let mut open = 0;
        for _ in 0..400 {
            let left: Vec<u64> = set
                .variables
                .iter()
                .map(|variable| match random.below(3) {
                    0 => variable.all(),
                    _ => 1 << random.below(u32::from(variable.cells)),
                })
                .collect();
            for (criterion, trees) in set.criteria.iter().zip(&all) {
                let bounds = criterion_bounds(criterion, &left);
                let applies = match trees.applies.at(&left) {
                    presence::IN => Truth::True,
                    presence::OUT => Truth::False,
                    _ => Truth::Open,
                };
                assert_eq!(applies, bounds.applies, "{}", criterion.id);
                open += u32::from(applies == Truth::Open);
                if let (Some((low, high)), true) = (&trees.points, applies != Truth::False) {
                    let found = (low.at(&left), high.at(&left));
                    assert_eq!(found, (bounds.low, bounds.high), "{}", criterion.id);
                }
            }
        }
        assert!(open > 100);
    }

    #[test]
    fn a_tree_does_not_ask_for_what_decides_only_whether_it_applies() {
        let set = shipped::rubric_set();
        let number = set.criterion("pitfalls/leadership/business-it-agreement");
        let criterion = &set.criteria[number.expect("a criterion")];
        let trees = ranges(&set, criterion).expect("a small table");
        let (low, _) = trees.points.expect("points");
        let fact = set
            .fact("leadership.business_it_agreement")
            .expect("a fact");
        match low {
            super::Tree::Split {
                variable, branches, ..
            } => {
                assert_eq!(variable, set.facts[fact].variables.start);
                let leaf = |(_, tree): &(u64, super::Tree)| matches!(tree, super::Tree::Leaf(_));
                assert!(branches.iter().all(leaf));
            }
            super::Tree::Leaf(_) => panic!("it reads a fact"),
        }
    }
}
