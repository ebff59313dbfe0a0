//! Cells that nothing in a rubric set tells apart: of each class a search looks at the likeliest one.

use crate::rubric::RubricSet;
use crate::rubric::fact::{Variable, cells};
use crate::rubric::scale::Scale;

/// The likeliest of these cells, ties to the first.
pub(super) fn likeliest(variable: &Variable, left: u64) -> u8 {
    cells(left)
        .max_by_key(|&cell| (variable.weight(cell, left), std::cmp::Reverse(cell)))
        .unwrap_or(0)
}

/// The cells of each variable in classes: nothing in the set tells those of one class apart.
pub(super) fn classes(set: &RubricSet) -> Vec<Vec<u64>> {
    let mut classes: Vec<Vec<u64>> = set
        .variables
        .iter()
        .map(|variable| vec![variable.all()])
        .collect();
    let refine = |classes: &mut Vec<u64>, apart: &dyn Fn(u8, u8) -> bool| {
        let mut finer: Vec<u64> = Vec::new();
        for &class in &*classes {
            let start = finer.len();
            for cell in cells(class) {
                let same = |other: &&mut u64| {
                    !apart(cell, u8::try_from(other.trailing_zeros()).unwrap_or(0))
                };
                match finer[start..].iter_mut().find(same) {
                    Some(class) => *class |= 1 << cell,
                    None => finer.push(1 << cell),
                }
            }
        }
        *classes = finer;
    };
    let rules = set.rules.iter().filter_map(|rule| rule.when.as_ref());
    for condition in set.gates.iter().map(|gate| &gate.when).chain(rules) {
        condition.each_fact(&mut |test| {
            let own = &mut classes[usize::from(test.variable)];
            refine(own, &|a, b| (test.cells >> a ^ test.cells >> b) & 1 == 1);
        });
    }
    for criterion in &set.criteria {
        let (reads, entries) = match &criterion.scale {
            Scale::Table { attributes, points } => (&attributes.reads, points),
            Scale::Share { variables, applies } => {
                for &variable in variables {
                    refine(&mut classes[usize::from(variable)], &|a, b| a != b);
                }
                (&applies.reads, &applies.entries)
            }
        };
        for read in reads {
            let cells = usize::from(set.variables[usize::from(read.variable)].cells);
            let stride = read.stride as usize;
            let column = |cell: u8| {
                let start = usize::from(cell) * stride;
                let blocks = entries.chunks(stride * cells);
                blocks.flat_map(move |block| &block[start..start + stride])
            };
            refine(&mut classes[usize::from(read.variable)], &|a, b| {
                column(a).ne(column(b))
            });
        }
    }
    classes
}
