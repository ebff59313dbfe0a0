//! Scales as tables over cells: the last step, when every threshold has been seen.

use super::conditions;
use super::criteria::{Draft, Form};
use super::fields::Cx;
use crate::finding::Code;
use crate::rubric::Criterion;
use crate::rubric::condition::{FactTest, ScoreTest, Truth, View};
use crate::rubric::fact::{Fact, Variable};
use crate::rubric::number::narrow;
use crate::rubric::scale::{MAX_COMBINATIONS, NOT_APPLICABLE, Read, Scale, Table};
use crate::say;

/// Builds the scale once variables and cells are known.
pub(super) fn finish(
    cx: &mut Cx<'_>,
    draft: Draft,
    facts: &[Fact],
    variables: &[Variable],
) -> Criterion {
    let Draft {
        mut criterion,
        form,
        applies_site,
    } = draft;
    if let Some(condition) = &mut criterion.applies_when {
        conditions::finish(condition, facts, variables);
    }
    for condition in &mut criterion.cases {
        conditions::finish(condition, facts, variables);
    }
    let first = |fact: usize| facts[fact].variables.start;
    let mut scale_reads: Vec<u16> = Vec::new();
    match &form {
        Form::Points(fact) | Form::Bands(fact, _) => scale_reads.push(first(*fact)),
        Form::Share(..) | Form::Broken => {}
        Form::Cases => criterion
            .cases
            .iter()
            .for_each(|case| case.each_fact(&mut |test| scale_reads.push(test.variable))),
    }
    let mut applies_reads: Vec<u16> = Vec::new();
    if let Some(condition) = &criterion.applies_when {
        condition.each_fact(&mut |test| applies_reads.push(test.variable));
    }
    criterion.facts = scale_reads
        .iter()
        .map(|&variable| variables[usize::from(variable)].fact)
        .collect();
    let applies = |cells: &Cells<'_>| {
        criterion
            .applies_when
            .as_ref()
            .is_none_or(|condition| condition.truth(cells) == Truth::True)
    };
    let too_large = |cx: &mut Cx<'_>| {
        cx.error(
            criterion.site,
            Code::TooLarge,
            say!(
                "`{criterion}` reads more than {max_combinations} combinations of values",
                criterion = criterion.id,
                max_combinations = MAX_COMBINATIONS
            ),
        )
        .hint = Some(say!("split it into criteria that read fewer facts"));
    };
    let scale = match &form {
        Form::Share(fact, options) => {
            criterion.facts.push(narrow(*fact));
            let own: Vec<u16> = options.iter().map(|option| first(*fact) + option).collect();
            if applies_reads.iter().any(|variable| own.contains(variable)) {
                cx.error(
                    applies_site.unwrap_or(criterion.site),
                    Code::BadCondition,
                    say!("`applies_when` may not read the options that `share_of` counts"),
                )
                .hint = Some(say!("use `cases`"));
            }
            let table = build(applies_reads, variables, |cells| u8::from(applies(cells)));
            table.map(|applies| Scale::Share {
                variables: own,
                applies,
            })
        }
        Form::Broken => None,
        Form::Points(_) | Form::Bands(..) | Form::Cases => {
            let own = scale_reads.clone();
            let mut reads = scale_reads;
            reads.extend(applies_reads);
            let attribute = |cells: &Cells<'_>| match &form {
                Form::Points(fact) => usize::from(cells.cell(first(*fact))),
                Form::Bands(fact, ends) => {
                    let value = facts[*fact].inside(usize::from(cells.cell(first(*fact))));
                    ends.iter()
                        .position(|end| end.is_none_or(|cut| !cut.is_left_of(value)))
                        .unwrap_or(0)
                }
                Form::Cases | Form::Share(..) | Form::Broken => {
                    let hit = criterion
                        .cases
                        .iter()
                        .position(|case| case.truth(cells) == Truth::True);
                    hit.unwrap_or(criterion.cases.len())
                }
            };
            let missing = |cells: &Cells<'_>| {
                own.iter()
                    .any(|&read| variables[usize::from(read)].na == Some(cells.cell(read)))
            };
            let table = build(reads, variables, |cells| {
                if missing(cells) || !applies(cells) {
                    NOT_APPLICABLE
                } else {
                    u8::try_from(attribute(cells)).unwrap_or(NOT_APPLICABLE)
                }
            });
            table.map(|attributes| {
                let points = |&entry: &u8| {
                    criterion
                        .attributes
                        .get(usize::from(entry))
                        .map_or(NOT_APPLICABLE, |row| row.points)
                };
                Scale::Table {
                    points: attributes.entries.iter().map(points).collect(),
                    attributes,
                }
            })
        }
    };
    match scale {
        Some(scale) => criterion.scale = scale,
        None if matches!(form, Form::Broken) => {}
        None => too_large(cx),
    }
    if criterion.attributes.len() >= usize::from(NOT_APPLICABLE) {
        cx.error(
            criterion.site,
            Code::TooLarge,
            say!(
                "`{criterion}` has more than 254 rows",
                criterion = criterion.id
            ),
        );
    }
    criterion.facts.sort_unstable();
    criterion.facts.dedup();
    criterion
}

/// One combination of cells of the variables that a table reads.
struct Cells<'c> {
    reads: &'c [Read],
    cells: &'c [u8],
}

impl Cells<'_> {
    fn cell(&self, variable: u16) -> u8 {
        self.reads
            .iter()
            .position(|read| read.variable == variable)
            .map_or(0, |index| self.cells[index])
    }
}

impl View for Cells<'_> {
    fn fact(&self, test: &FactTest) -> Truth {
        (test.cells >> self.cell(test.variable) & 1 == 1).into()
    }

    fn score(&self, _: &ScoreTest) -> Truth {
        Truth::False
    }

    fn gate(&self, _: u16) -> Truth {
        Truth::False
    }
}

/// A table over every combination of the variables' cells; `None` past the limit.
fn build(
    mut variables: Vec<u16>,
    all: &[Variable],
    entry: impl Fn(&Cells<'_>) -> u8,
) -> Option<Table> {
    variables.sort_unstable();
    variables.dedup();
    let mut reads = Vec::with_capacity(variables.len());
    let mut size: usize = 1;
    for variable in variables {
        reads.push(Read {
            variable,
            stride: u32::try_from(size).ok()?,
        });
        size = size
            .checked_mul(usize::from(all[usize::from(variable)].cells))
            .filter(|&size| size <= MAX_COMBINATIONS)?;
    }
    let mut cells = vec![0_u8; reads.len()];
    let mut entries = Vec::with_capacity(size);
    for _ in 0..size {
        entries.push(entry(&Cells {
            reads: &reads,
            cells: &cells,
        }));
        for (cell, read) in cells.iter_mut().zip(&reads) {
            *cell += 1;
            if *cell < all[usize::from(read.variable)].cells {
                break;
            }
            *cell = 0;
        }
    }
    Some(Table { reads, entries })
}
