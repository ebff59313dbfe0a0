//! What logic gives, whatever its form: a scale equal for two criteria of aligned sets that give the same
//! points to everybody, a condition for two that say the same in other words.

use super::scales::advance;
use crate::rubric::RubricSet;
use crate::rubric::condition::{Condition, FactTest};
use crate::rubric::fact::Variable;
use crate::rubric::load::canonical;
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

/// A condition by what it says: whatever the order and the nesting of its parts, and wherever it denies.
#[must_use]
pub fn meaning(set: &RubricSet, when: &Condition) -> String {
    canonical(set, &denied(set, when, false))
}

/// A condition or, where it is denied, its opposite, with no `not` around parts.
fn denied(set: &RubricSet, when: &Condition, not: bool) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| denied(set, part, not)).collect();
    match when {
        Condition::Not(part) => denied(set, part, !not),
        Condition::All(parts) if not => Condition::Any(all(parts)),
        Condition::Any(parts) if not => Condition::All(all(parts)),
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Fact(test) if not => {
            let variable = &set.variables[usize::from(test.variable)];
            // Of `n/a` the test is false and its `not` true: the other cells alone would say something else.
            if variable.na.is_some() {
                return Condition::Not(Box::new(when.clone()));
            }
            Condition::Fact(FactTest {
                cells: variable.all() & !test.cells,
                interval: None,
                ..test.clone()
            })
        }
        Condition::Score(_) | Condition::Gate(_) if not => Condition::Not(Box::new(when.clone())),
        Condition::Fact(_) | Condition::Score(_) | Condition::Gate(_) => when.clone(),
    }
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
