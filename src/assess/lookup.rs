//! What a criterion gives for a block of completions: one look-up for each, in a table of what is open.

use super::columns::Points;
use super::share::{BLOCK, Block, Completions};
use crate::rubric::scale::{Read, Scale, share_points};

/// A table over the places of some columns.
pub(super) struct Lookup {
    /// The columns, and what one step of the place adds to the index.
    reads: Vec<(usize, u16)>,
    /// As many entries as an index of a byte can name, if these are enough.
    entries: Vec<u8>,
    /// How many of the entries are met.
    count: usize,
}

/// The entries that an index of a byte can name.
const SMALL: usize = 256;
/// With so few entries, comparing is quicker than looking up.
const FEW: usize = 4;

impl Lookup {
    /// The points of a scale under what is left; of a share as if it applied.
    pub(super) fn points(scale: &Scale, left: &[u64], completions: &Completions<'_>) -> Self {
        match scale {
            Scale::Table { attributes, points } => {
                Self::table(&attributes.reads, points, left, completions)
            }
            Scale::Share { variables, .. } => {
                let own = || variables.iter().map(|&variable| usize::from(variable));
                let sure = own().filter(|&variable| left[variable] == 0b10).count();
                let open = own().filter(|&variable| left[variable] == 0b11);
                let reads: Vec<(usize, u16)> = open
                    .filter_map(|variable| Some((completions.column(variable)?.0, 1)))
                    .collect();
                let held = sure..=sure + reads.len();
                let points = held.map(|held| share_points(held, variables.len()));
                Self::new(reads, points.collect())
            }
        }
    }

    /// Where a share applies, 1; none for a scale whose points say so.
    pub(super) fn applies(
        scale: &Scale,
        left: &[u64],
        completions: &Completions<'_>,
    ) -> Option<Self> {
        match scale {
            Scale::Table { .. } => None,
            Scale::Share { applies, .. } => Some(Self::table(
                &applies.reads,
                &applies.entries,
                left,
                completions,
            )),
        }
    }

    /// What is left of a table.
    fn table(reads: &[Read], entries: &[u8], left: &[u64], completions: &Completions<'_>) -> Self {
        let mut own = Vec::new();
        let mut indexes = vec![0_u32];
        for read in reads {
            let variable = usize::from(read.variable);
            let step = |cell: u32| move |index: &u32| index + read.stride * cell;
            let left = left[variable];
            let open = completions.column(variable);
            if let Some((column, cells)) = open.filter(|_| !left.is_power_of_two()) {
                own.push((column, u16::try_from(indexes.len()).unwrap_or(u16::MAX)));
                let steps = cells.iter().map(|&cell| step(u32::from(cell)));
                indexes = steps.flat_map(|step| indexes.iter().map(step)).collect();
            } else {
                indexes = indexes.iter().map(step(left.trailing_zeros())).collect();
            }
        }
        let entries = indexes.iter().map(|&index| entries[index as usize]);
        Self::new(own, entries.collect())
    }

    fn new(reads: Vec<(usize, u16)>, mut entries: Vec<u8>) -> Self {
        let count = entries.len();
        entries.resize(count.max(SMALL), 0);
        Self {
            reads,
            entries,
            count,
        }
    }

    /// The entry for each completion of a block.
    pub(super) fn find(&self, block: &Block<'_>, found: &mut Points) {
        let column = |read: &(usize, u16)| &block.columns[read.0];
        match (self.entries.first_chunk::<SMALL>(), self.reads.as_slice()) {
            (Some(entries), [only]) if self.count <= SMALL => {
                look_up(entries, self.count, column(only), found);
            }
            (Some(entries), reads) if self.count <= SMALL => {
                let mut indexes = [0_u8; BLOCK];
                for read in reads {
                    let stride = u8::try_from(read.1).unwrap_or(0);
                    for (index, &place) in indexes.iter_mut().zip(column(read)) {
                        *index = index.wrapping_add(place.wrapping_mul(stride));
                    }
                }
                look_up(entries, self.count, &indexes, found);
            }
            (_, reads) => {
                let mut indexes = [0_u16; BLOCK];
                for read in reads {
                    for (index, &place) in indexes.iter_mut().zip(column(read)) {
                        *index = index.wrapping_add(u16::from(place).wrapping_mul(read.1));
                    }
                }
                for (found, &index) in found.iter_mut().zip(&indexes) {
                    *found = self.entries[usize::from(index)];
                }
            }
        }
    }
}

fn look_up(entries: &[u8; SMALL], count: usize, indexes: &[u8; BLOCK], found: &mut Points) {
    if count > FEW {
        for (found, &index) in found.iter_mut().zip(indexes) {
            *found = entries[usize::from(index)];
        }
        return;
    }
    found.fill(entries[0]);
    for (place, &entry) in (0_u8..).zip(&entries[..count]).skip(1) {
        let differs = entry ^ entries[0];
        for (found, &index) in found.iter_mut().zip(indexes) {
            *found ^= if index == place { differs } else { 0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lookup;
    use crate::assess::random::SplitMix64;
    use crate::assess::share::{BLOCK, Completions};
    use crate::rubric::fact::Variable;
    use crate::rubric::scale::{Read, Table};
    use crate::source::shipped;

    #[test]
    fn a_table_of_any_size_is_looked_up() {
        let set = shipped::rubric_set();
        let left: Vec<u64> = set.variables.iter().map(Variable::all).collect();
        let mut random = SplitMix64::new(1);
        let mut sizes = [0; 3];
        for count in [1, 2, 3, 4, 5].repeat(8) {
            let (mut reads, mut stride) = (Vec::new(), 1);
            let mut relevant: Vec<usize> = (0..left.len()).collect();
            random.shuffle(&mut relevant);
            relevant.truncate(count);
            relevant.sort_unstable();
            let completions = Completions::new(&set, &left, &relevant);
            for &variable in &relevant {
                let read = u16::try_from(variable).expect("few");
                let cells = u32::from(set.variables[variable].cells);
                reads.push(Read {
                    variable: read,
                    stride,
                });
                stride *= cells;
            }
            let entry = |_| u8::try_from(random.below(101)).expect("points");
            let entries: Vec<u8> = (0..stride).map(entry).collect();
            sizes[if stride <= 4 {
                0
            } else {
                usize::from(stride > 256) + 1
            }] += 1;
            let lookup = Lookup::table(&reads, &entries, &left, &completions);
            let table = Table { reads, entries };
            let mut found = [0; BLOCK];
            completions.each_block(|block| {
                lookup.find(block, &mut found);
                for number in (0..block.weights.len()).step_by(101) {
                    assert_eq!(found[number], table.at(&block.completion(number)));
                }
            });
        }
        assert!(sizes.iter().all(|&met| met > 2), "{sizes:?}");
    }
}
