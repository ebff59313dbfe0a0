//! Scales in the common space of two sets.

use super::align::Map;
use crate::rubric::fact::Variable;
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, Table, share_points};

/// The most combinations of cells of one criterion in the common space.
const MAX_ENTRIES: usize = 1 << 20;

/// A scale over the common variables; none where it would become too large.
pub(super) fn scale(scale: &Scale, map: &Map, variables: &[Variable]) -> Option<Scale> {
    match scale {
        Scale::Table { attributes, points } => {
            let (reads, places) = places(&attributes.reads, map, variables)?;
            let pick = |entries: &[u8]| places.iter().map(|place| entries[*place]).collect();
            Some(Scale::Table {
                points: pick(points),
                attributes: Table {
                    entries: pick(&attributes.entries),
                    reads,
                },
            })
        }
        Scale::Share {
            variables: listed,
            applies,
        } => {
            let (reads, places) = places(&applies.reads, map, variables)?;
            let applies = Table {
                entries: places.iter().map(|place| applies.entries[*place]).collect(),
                reads,
            };
            let kept: Vec<u16> = listed
                .iter()
                .filter_map(|variable| map.variables[usize::from(*variable)].as_ref())
                .map(|(to, _)| *to)
                .collect();
            if kept.len() == listed.len() {
                return Some(Scale::Share {
                    variables: kept,
                    applies,
                });
            }
            shrunk_share(&kept, listed.len(), &applies, variables)
        }
    }
}

/// A share of `listed` options of which only some can hold, as a table.
fn shrunk_share(
    kept: &[u16],
    listed: usize,
    applies: &Table,
    variables: &[Variable],
) -> Option<Scale> {
    let mut all: Vec<u16> = kept.to_vec();
    all.extend(applies.reads.iter().map(|read| read.variable));
    all.sort_unstable();
    all.dedup();
    let reads = strides(&all, variables)?;
    let mut points = Vec::new();
    let mut cells = vec![0; variables.len()];
    loop {
        let held = kept.iter().filter(|one| cells[usize::from(**one)] == 1);
        points.push(if applies.at(&cells) == 1 {
            share_points(held.count(), listed)
        } else {
            NOT_APPLICABLE
        });
        if !advance(&all, variables, &mut cells) {
            break;
        }
    }
    let row = |entry: &u8| if *entry == NOT_APPLICABLE { *entry } else { 0 };
    let entries = points.iter().map(row).collect();
    Some(Scale::Table {
        attributes: Table { reads, entries },
        points,
    })
}

/// How a table is read in the common space: its new reads, and for each new entry the old one.
fn places(reads: &[Read], map: &Map, variables: &[Variable]) -> Option<(Vec<Read>, Vec<usize>)> {
    let of = |read: &Read| {
        let (to, cells) = map.variables[usize::from(read.variable)].as_ref()?;
        Some((*to, read.stride, cells))
    };
    let mut kept: Vec<(u16, u32, &Vec<u8>)> = reads.iter().filter_map(of).collect();
    kept.sort_by_key(|(to, _, _)| *to);
    let all: Vec<u16> = kept.iter().map(|(to, _, _)| *to).collect();
    let new_reads = strides(&all, variables)?;
    let mut places = Vec::new();
    let mut cells = vec![0; variables.len()];
    loop {
        let place = kept.iter().map(|(to, stride, own)| {
            *stride as usize * usize::from(own[usize::from(cells[usize::from(*to)])])
        });
        places.push(place.sum());
        if !advance(&all, variables, &mut cells) {
            break;
        }
    }
    Some((new_reads, places))
}

fn strides(all: &[u16], variables: &[Variable]) -> Option<Vec<Read>> {
    let mut size = 1_usize;
    let mut reads = Vec::new();
    for &variable in all {
        reads.push(Read {
            variable,
            stride: u32::try_from(size).ok()?,
        });
        size *= usize::from(variables[usize::from(variable)].cells);
        if size > MAX_ENTRIES {
            return None;
        }
    }
    Some(reads)
}

/// The next combination of the cells of some variables; false after the last.
pub(super) fn advance(all: &[u16], variables: &[Variable], cells: &mut [u8]) -> bool {
    for &variable in all {
        let variable = usize::from(variable);
        cells[variable] += 1;
        if cells[variable] < variables[variable].cells {
            return true;
        }
        cells[variable] = 0;
    }
    false
}
