//! What a scale gives, whatever its form: equal for two criteria of aligned sets that give the same
//! points to everybody.

use super::scales::advance;
use crate::rubric::RubricSet;
use crate::rubric::fact::Variable;
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, share_points};

/// A share over more combinations than this is compared as it is written.
const EXPANDED: usize = 1 << 12;

/// A scale by what it gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Essence {
    /// The variables that matter, and the points for each combination of their cells.
    Table(Vec<u16>, Vec<u8>),
    /// The options that count, and where it applies.
    Share(Vec<u16>, Vec<u16>, Vec<u8>),
}

/// What a scale of a set gives.
#[must_use]
pub fn essence(set: &RubricSet, scale: &Scale) -> Essence {
    let variables = &set.variables;
    match scale {
        Scale::Table { attributes, points } => {
            let (reads, entries) = reduced(variables, &attributes.reads, points);
            Essence::Table(reads, entries)
        }
        Scale::Share {
            variables: listed,
            applies,
        } => {
            let mut all = scale.variables();
            all.dedup();
            let cells = |variable: &u16| usize::from(variables[usize::from(*variable)].cells);
            let size = all.iter().try_fold(1_usize, |size, variable| {
                Some(size * cells(variable)).filter(|size| *size <= EXPANDED)
            });
            if size.is_none() {
                let mut listed = listed.clone();
                listed.sort_unstable();
                let (reads, entries) = reduced(variables, &applies.reads, &applies.entries);
                return Essence::Share(listed, reads, entries);
            }
            let mut stride = 1;
            let reads: Vec<Read> = all
                .iter()
                .map(|variable| {
                    let read = Read {
                        variable: *variable,
                        stride,
                    };
                    stride *= u32::from(variables[usize::from(*variable)].cells);
                    read
                })
                .collect();
            let mut points = Vec::new();
            let mut now = vec![0; variables.len()];
            loop {
                let held = listed.iter().filter(|one| now[usize::from(**one)] == 1);
                points.push(if applies.at(&now) == 1 {
                    share_points(held.count(), listed.len())
                } else {
                    NOT_APPLICABLE
                });
                if !advance(&all, variables, &mut now) {
                    break;
                }
            }
            let (reads, entries) = reduced(variables, &reads, &points);
            Essence::Table(reads, entries)
        }
    }
}

/// A table without the variables that change no entry.
fn reduced(variables: &[Variable], reads: &[Read], entries: &[u8]) -> (Vec<u16>, Vec<u8>) {
    let (mut kept, mut entries) = (Vec::new(), entries.to_vec());
    let mut stride = 1;
    for read in reads {
        let cells = usize::from(variables[usize::from(read.variable)].cells);
        let blocks = || entries.chunks(stride * cells);
        let same = blocks().all(|block| {
            block
                .chunks(stride)
                .all(|column| column == &block[..stride])
        });
        if same {
            entries = blocks()
                .flat_map(|block| block[..stride].to_vec())
                .collect();
        } else {
            kept.push(read.variable);
            stride *= cells;
        }
    }
    (kept, entries)
}
