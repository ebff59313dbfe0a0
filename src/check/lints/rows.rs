//! Rows of a scale that no answers reach, or that could be left out without effect.

use super::Cx;
use super::alike::same;
use super::places::{Kind, Part};
use crate::finding::Code;
use crate::rubric::condition::{FactTest, ScoreTest, Truth, View};
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, Table};
use crate::rubric::{Criterion, RubricSet};
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    for criterion in &set.criteria {
        let Scale::Table { attributes, .. } = &criterion.scale else {
            continue;
        };
        // What never applies is said elsewhere.
        if attributes
            .entries
            .iter()
            .all(|&entry| entry == NOT_APPLICABLE)
        {
            continue;
        }
        let Some(part) = cx.part(Kind::Criterion, &criterion.id) else {
            continue;
        };
        let id = &criterion.id;
        let rows = &criterion.attributes;
        if !criterion.cases.is_empty() {
            let (reached, needed) = cases(set, criterion, attributes);
            for (number, row) in rows.iter().enumerate() {
                let span = part.row(number, &row.label);
                let name = case_name(number, rows.len());
                if !reached[number] {
                    let message = say!("no answers reach {name} of `{id}`", name, id);
                    let hint = say!(
                        "the cases above it take all that it describes: move it up, or leave it out"
                    );
                    cx.warn(&part, span, Code::DeadRow, message, hint);
                } else if !needed[number] {
                    let message = say!(
                        "{name} of `{id}` changes nothing: without it the cases below give the same",
                        name,
                        id
                    );
                    let hint =
                        say!("leave it out, or give it points, a reason or advice of its own");
                    cx.warn(&part, span, Code::RedundantRow, message, hint);
                }
            }
        } else if part.get(&["bands"]).is_some() {
            bands(cx, criterion, attributes, &part);
        }
    }
}

/// Bands that could be left out, so that the one behind them takes their place.
fn bands<'f>(cx: &mut Cx<'f>, criterion: &Criterion, table: &Table, part: &Part<'f>) {
    let (id, rows) = (&criterion.id, &criterion.attributes);
    let mut reached = vec![false; rows.len()];
    for &entry in &table.entries {
        if let Some(reached) = reached.get_mut(usize::from(entry)) {
            *reached = true;
        }
    }
    for (number, row) in rows.iter().enumerate() {
        let (code, message, hint) = match rows.get(number + 1) {
            _ if !reached[number] => (
                Code::DeadRow,
                say!(
                    "no answers reach the band `{band}` of `{id}`",
                    band = row.label,
                    id
                ),
                say!("`applies_when` leaves out what it describes: leave out the band, too"),
            ),
            Some(next) if same(row, next) => (
                Code::RedundantRow,
                say!(
                    "the bands `{first}` and `{second}` of `{id}` say the same",
                    first = row.label,
                    second = next.label,
                    id
                ),
                say!(
                    "leave out the upper one of them in the file, or give it points, a reason or advice of its own"
                ),
            ),
            Some(_) | None => continue,
        };
        cx.warn(part, part.row(number, ""), code, message, hint);
    }
}

pub(super) fn case_name(number: usize, count: usize) -> String {
    if number + 1 == count {
        say!("the last case")
    } else {
        say!("case {number}", number = number + 1)
    }
}

/// For each case: whether any answers reach it, and whether it makes a difference to what stands below it.
fn cases(set: &RubricSet, criterion: &Criterion, table: &Table) -> (Vec<bool>, Vec<bool>) {
    let rows = &criterion.attributes;
    let (mut reached, mut needed) = (vec![false; rows.len()], vec![false; rows.len()]);
    let Some(last) = needed.last_mut() else {
        return (reached, needed);
    };
    // What catches all the rest has to be there.
    *last = true;
    each_combination(set, table, |cells, entry| {
        let hit = usize::from(entry);
        if hit >= rows.len() {
            return;
        }
        reached[hit] = true;
        if !needed[hit] {
            let at = At {
                reads: &table.reads,
                cells,
            };
            let below = criterion.cases.iter().enumerate().skip(hit + 1);
            let next = below
                .filter(|(_, case)| case.truth(&at) == Truth::True)
                .map(|(number, _)| number)
                .next()
                .unwrap_or(rows.len() - 1);
            needed[hit] = !same(&rows[hit], &rows[next]);
        }
    });
    (reached, needed)
}

/// Calls `visit` with every combination of cells that a table reads, and its entry.
pub(super) fn each_combination(set: &RubricSet, table: &Table, mut visit: impl FnMut(&[u8], u8)) {
    let mut cells = vec![0_u8; table.reads.len()];
    for &entry in &table.entries {
        visit(&cells, entry);
        for (cell, read) in cells.iter_mut().zip(&table.reads) {
            *cell += 1;
            if *cell < set.variables[usize::from(read.variable)].cells {
                break;
            }
            *cell = 0;
        }
    }
}

/// One combination of the cells that a table reads; conditions of scales read nothing else.
struct At<'c> {
    reads: &'c [Read],
    cells: &'c [u8],
}

impl View for At<'_> {
    fn fact(&self, test: &FactTest) -> Truth {
        let own = self
            .reads
            .iter()
            .position(|read| read.variable == test.variable);
        own.is_some_and(|own| test.cells >> self.cells[own] & 1 == 1)
            .into()
    }

    fn score(&self, _: &ScoreTest) -> Truth {
        Truth::False
    }

    fn gate(&self, _: u16) -> Truth {
        Truth::False
    }
}
