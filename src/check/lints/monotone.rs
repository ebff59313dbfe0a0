//! Better answers that make a score worse, or trip a gate.

use super::Cx;
use super::places::Kind;
use super::rows::each_combination;
use crate::finding::Code;
use crate::language::list::{commas, list};
use crate::rubric::condition::{Condition, FactTest, ScoreTest, Truth, View};
use crate::rubric::fact::{Cut, Fact, Kind as FactKind, Order, Variable};
use crate::rubric::scale::{MAX_COMBINATIONS, NOT_APPLICABLE, Read, Scale, Table};
use crate::rubric::{Criterion, HigherIs, RubricSet};
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    for criterion in &set.criteria {
        let (attributes, points) = match &criterion.scale {
            Scale::Table { attributes, points } => (attributes, points),
            Scale::Share { variables, applies } => {
                // What never applies is said elsewhere.
                if applies.entries.contains(&1) {
                    share(cx, criterion, variables);
                }
                continue;
            }
        };
        let higher_is = set.rubric_of(criterion).higher_is;
        let goodness = |entry: u8, index: usize| match (points[index], higher_is) {
            _ if entry == NOT_APPLICABLE => None,
            (points, HigherIs::Better) => Some(points),
            (points, HigherIs::Worse) => Some(100 - points),
        };
        let mut index = 0;
        let mut values = Vec::with_capacity(points.len());
        each_combination(set, attributes, |_, entry| {
            values.push(goodness(entry, index));
            index += 1;
        });
        for worsening in worsenings(set, &attributes.reads, &values) {
            let Some(part) = cx.part(Kind::Criterion, &criterion.id) else {
                continue;
            };
            let shown = |goodness: u8| match higher_is {
                HigherIs::Better => goodness,
                HigherIs::Worse => 100 - goodness,
            };
            let Worsening { from, to, .. } = &worsening;
            let message = say!(
                "a better answer makes `{criterion}` worse: {before} gives {more} points, {after} gives {less}",
                criterion = criterion.id,
                before = worsening.answer(from.0),
                more = shown(from.1),
                after = worsening.answer(to.0),
                less = shown(to.1)
            );
            let label = |cell: u8| {
                worsening
                    .fact
                    .options
                    .get(usize::from(cell))
                    .map_or("", |option| &*option.id)
            };
            let rows = || criterion.attributes.iter();
            let row = rows().position(|row| *row.label == *label(to.0));
            let span =
                if criterion.single_fact && worsening.variable.option.is_none() && row.is_some() {
                    part.row(row.unwrap_or(0), label(to.0))
                } else {
                    part.span
                };
            let hint = worsening.hint(&say!("change the points"));
            cx.warn(&part, span, Code::NotMonotone, message, hint);
        }
    }
    gates(cx);
}

/// A share: with each option there are more points, which the order of the set must agree with.
fn share(cx: &mut Cx<'_>, criterion: &Criterion, variables: &[u16]) {
    let set = cx.set;
    let Some(&first) = variables.first() else {
        return;
    };
    let fact = &set.facts[usize::from(set.variables[usize::from(first)].fact)];
    let (order, better) = match (fact.order, set.rubric_of(criterion).higher_is) {
        (Order::Rising, HigherIs::Worse) => ("rising", "more"),
        (Order::Falling, HigherIs::Better) => ("falling", "fewer"),
        (Order::Rising | Order::Falling | Order::None, _) => return,
    };
    let Some(part) = cx.part(Kind::Criterion, &criterion.id) else {
        return;
    };
    let message = say!(
        "a better answer makes `{criterion}` worse: its points rise with each option of `{fact}`, of which {better} are better",
        criterion = criterion.id,
        fact = fact.id,
        better
    );
    let hint = say!(
        "the order of `{fact}` is \"{order}\": use `cases`, set `order = \"none\"` for the fact, or say why: `meant.not-monotone = \"why\"`",
        fact = fact.id,
        order
    );
    cx.warn(&part, part.span, Code::NotMonotone, message, hint);
}

/// Gates that read facts alone, by themselves or through others: over all that they read.
fn gates(cx: &mut Cx<'_>) {
    let set = cx.set;
    for gate in &set.gates {
        let mut variables = Vec::new();
        if !facts_alone(set, &gate.when, &mut variables) {
            continue;
        }
        variables.sort_unstable();
        variables.dedup();
        let runs = |&variable: &u16| {
            let fact = set.variables[usize::from(variable)].fact;
            set.facts[usize::from(fact)].order != Order::None
        };
        if !variables.iter().any(runs) {
            continue;
        }
        let Some(reads) = strides(set, &variables) else {
            cx.undecided += 1;
            continue;
        };
        let size: usize = variables
            .iter()
            .map(|&variable| usize::from(set.variables[usize::from(variable)].cells))
            .product();
        let table = Table {
            reads,
            entries: vec![0; size],
        };
        let mut values = Vec::with_capacity(size);
        each_combination(set, &table, |cells, _| {
            let at = At {
                set,
                variables: &variables,
                cells,
            };
            let trips = gate.when.truth(&at) == Truth::True;
            values.push(Some(u8::from(!trips)));
        });
        for worsening in worsenings(set, &table.reads, &values) {
            let Some(part) = cx.part(Kind::Gate, &gate.id) else {
                continue;
            };
            let message = say!(
                "a better answer trips the gate `{gate}`: {after}, where {before} does not",
                gate = gate.id,
                after = worsening.answer(worsening.to.0),
                before = worsening.answer(worsening.from.0)
            );
            let span = part.key("when").unwrap_or(part.span);
            let hint = worsening.hint(&say!("change its `when`"));
            cx.warn(&part, span, Code::NotMonotone, message, hint);
        }
    }
}

/// A better answer with a worse value; of a set, whether it has one of its options.
struct Worsening<'s> {
    fact: &'s Fact,
    variable: &'s Variable,
    /// The worse answer, a cell, and its value.
    from: (u8, u8),
    /// The better answer and its value.
    to: (u8, u8),
    /// The other facts and their answers.
    others: Vec<String>,
}

impl Worsening<'_> {
    fn answer(&self, cell: u8) -> String {
        stated(self.fact, self.variable, cell)
    }

    fn hint(&self, change: &str) -> String {
        let order = match self.fact.order {
            Order::Falling => "falling",
            Order::Rising | Order::None => "rising",
        };
        let hint = say!(
            "the order of `{fact}` is \"{order}\": {change}, set `order = \"none\"` for the fact, or say why: `meant.not-monotone = \"why\"`",
            fact = self.fact.id,
            order,
            change
        );
        if self.others.is_empty() {
            return hint;
        }
        say!("with {others}; {hint}", others = commas(&self.others), hint)
    }
}

/// For each fact with an order, and each option of a set with one: the first neighboring answers of which the better
/// one has the worse value.
fn worsenings<'s>(set: &'s RubricSet, reads: &[Read], values: &[Option<u8>]) -> Vec<Worsening<'s>> {
    let mut found = Vec::new();
    for read in reads {
        let variable = &set.variables[usize::from(read.variable)];
        let fact = &set.facts[usize::from(variable.fact)];
        if fact.order == Order::None {
            continue;
        }
        let stride = read.stride as usize;
        let count = usize::from(variable.cells);
        let answers = count - usize::from(variable.na.is_some());
        let column = (0..values.len()).filter(|index| (index / stride).is_multiple_of(count));
        let worse = column.filter_map(|start| {
            let cells = (0..answers).filter_map(|cell| {
                Some((u8::try_from(cell).ok()?, values[start + cell * stride]?))
            });
            let mut cells: Vec<(u8, u8)> = cells.collect();
            if fact.order == Order::Falling {
                cells.reverse();
            }
            let pair = cells.windows(2).find(|pair| pair[1].1 < pair[0].1)?;
            Some((start, pair[0], pair[1]))
        });
        // The plainest example: the largest step back, ties to the first.
        let step = |&(start, from, to): &(usize, (u8, u8), (u8, u8))| {
            (from.1 - to.1, std::cmp::Reverse(start))
        };
        if let Some((start, from, to)) = worse.max_by_key(step) {
            let others = reads.iter().filter(|other| other.variable != read.variable);
            found.push(Worsening {
                fact,
                variable,
                from,
                to,
                others: others.map(|other| indexed(set, other, start)).collect(),
            });
        }
    }
    found
}

/// What a table's index says about one variable.
fn indexed(set: &RubricSet, read: &Read, index: usize) -> String {
    let variable = &set.variables[usize::from(read.variable)];
    let cell = index / read.stride as usize % usize::from(variable.cells);
    let cell = u8::try_from(cell).unwrap_or(0);
    stated(&set.facts[usize::from(variable.fact)], variable, cell)
}

/// What a cell of a variable says about its fact.
fn stated(fact: &Fact, variable: &Variable, cell: u8) -> String {
    if variable.na == Some(cell) {
        return format!("`{}` n/a", fact.id);
    }
    match variable.option {
        Some(option) => {
            let option = &fact.options[usize::from(option)].id;
            if cell == 1 {
                say!("`{fact}` with {option}", fact = fact.id, option)
            } else {
                say!("`{fact}` without {option}", fact = fact.id, option)
            }
        }
        None => format!("`{}` {}", fact.id, answer(fact, cell)),
    }
}

/// A cell as a person would say it.
fn answer(fact: &Fact, cell: u8) -> String {
    let cell = usize::from(cell);
    match fact.kind {
        FactKind::Bool => (cell == 1).to_string(),
        FactKind::Choice => fact
            .options
            .get(cell)
            .map_or_else(String::new, |option| option.id.to_string()),
        FactKind::Integer | FactKind::Number => {
            let above = |cut: &Cut| match cut.after {
                true => say!("above {value}", value = cut.value),
                false => say!("at least {value}", value = cut.value),
            };
            let below = |cut: &Cut| match cut.after {
                true => say!("at most {value}", value = cut.value),
                false => say!("below {value}", value = cut.value),
            };
            let left = cell.checked_sub(1).and_then(|left| fact.cuts.get(left));
            match (left, fact.cuts.get(cell)) {
                (Some(left), Some(right)) => list(&[above(left), below(right)]),
                (Some(left), None) => above(left),
                (None, Some(right)) => below(right),
                (None, None) => say!("any"),
            }
        }
        FactKind::Set | FactKind::Text => String::new(),
    }
}

/// Whether a condition reads facts alone, through gates too; collects their variables.
fn facts_alone(set: &RubricSet, condition: &Condition, variables: &mut Vec<u16>) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().all(|part| facts_alone(set, part, variables))
        }
        Condition::Not(part) => facts_alone(set, part, variables),
        Condition::Gate(gate) => facts_alone(set, &set.gates[usize::from(*gate)].when, variables),
        Condition::Fact(test) => {
            variables.push(test.variable);
            true
        }
        Condition::Score(_) => false,
    }
}

/// The steps of each variable in a table of all their combinations; none past the limit of scales.
fn strides(set: &RubricSet, variables: &[u16]) -> Option<Vec<Read>> {
    let mut size: usize = 1;
    let mut reads = Vec::new();
    for &variable in variables {
        reads.push(Read {
            variable,
            stride: u32::try_from(size).ok()?,
        });
        size = size
            .checked_mul(usize::from(set.variables[usize::from(variable)].cells))
            .filter(|&size| size <= MAX_COMBINATIONS)?;
    }
    Some(reads)
}

/// One combination of cells, for conditions that read facts alone.
struct At<'c> {
    set: &'c RubricSet,
    variables: &'c [u16],
    cells: &'c [u8],
}

impl View for At<'_> {
    fn fact(&self, test: &FactTest) -> Truth {
        let own = self
            .variables
            .iter()
            .position(|&variable| variable == test.variable);
        own.is_some_and(|own| test.cells >> self.cells[own] & 1 == 1)
            .into()
    }

    fn score(&self, _: &ScoreTest) -> Truth {
        Truth::False
    }

    fn gate(&self, gate: u16) -> Truth {
        self.set.gates[usize::from(gate)].when.truth(self)
    }
}
