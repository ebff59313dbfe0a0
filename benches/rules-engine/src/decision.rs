//! A rubric set as expressions of the engine: points, then tenths, then gates, rubrics and the rule that fires.

use maturity::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest};
use maturity::rubric::fact::{Cut, Fact, Kind, cells};
use maturity::rubric::scale::{NOT_APPLICABLE, Read, Scale};
use maturity::rubric::{Aggregate, Effect, HigherIs, RubricSet, indexes};
use serde_json::{Value, json};

/// The name of an expression's value: ids have signs that the language reads as operators.
pub fn name(id: &str) -> String {
    format!("x_{}", id.replace(['-', '/', '.'], "_"))
}

/// The value of an earlier expression.
fn value(id: &str) -> String {
    format!("$.{}", name(id))
}

/// The whole decision: input, expressions, output.
pub fn graph(set: &RubricSet) -> Value {
    let writer = Writer { set };
    let expressions: Vec<Value> = writer
        .expressions()
        .into_iter()
        .enumerate()
        .map(|(number, (id, text))| json!({ "id": number.to_string(), "key": name(&id), "value": text }))
        .collect();
    json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode" },
            { "id": "score", "name": "score", "type": "expressionNode", "content": { "expressions": expressions } },
            { "id": "out", "name": "out", "type": "outputNode" },
        ],
        "edges": [
            { "id": "a", "sourceId": "in", "targetId": "score", "type": "edge" },
            { "id": "b", "sourceId": "score", "targetId": "out", "type": "edge" },
        ],
    })
}

struct Writer<'s> {
    set: &'s RubricSet,
}

impl Writer<'_> {
    fn expressions(&self) -> Vec<(String, String)> {
        let set = self.set;
        let mut all = Vec::new();
        for criterion in &set.criteria {
            all.push((criterion.id.to_string(), self.points(&criterion.scale)));
        }
        for dimension in &set.dimensions {
            let own = &set.criteria[indexes(&dimension.criteria)];
            let parts = own.iter().map(|criterion| {
                (
                    &*criterion.id,
                    criterion.weight,
                    self.may_miss(&criterion.scale),
                )
            });
            all.push((
                dimension.id.to_string(),
                mean(&parts.collect::<Vec<_>>(), 10),
            ));
        }
        for &gate in &set.gate_order {
            let gate = &set.gates[usize::from(gate)];
            all.push((gate.id.to_string(), self.condition(&gate.when)));
        }
        for rubric in &set.rubrics {
            let own = &set.dimensions[indexes(&rubric.dimensions)];
            let worse = match rubric.higher_is {
                HigherIs::Better => "min",
                HigherIs::Worse => "max",
            };
            let scores: Vec<String> = own.iter().map(|dimension| value(&dimension.id)).collect();
            let scores = scores.join(", ");
            let worst = if own.iter().any(|dimension| self.without_score(dimension)) {
                format!("{worse}(filter([{scores}], # != null))")
            } else {
                format!("{worse}([{scores}])")
            };
            all.push((format!("worst/{}", rubric.id), worst));
            let score = match rubric.aggregate {
                Aggregate::Worst => value(&format!("worst/{}", rubric.id)),
                Aggregate::Mean => {
                    let parts = own.iter().map(|dimension| {
                        (
                            &*dimension.id,
                            dimension.weight,
                            self.without_score(dimension),
                        )
                    });
                    mean(&parts.collect::<Vec<_>>(), 1)
                }
            };
            let caps = rubric.caps.iter().fold(score, |score, &gate| {
                let gate = &set.gates[usize::from(gate)];
                match gate.effect {
                    Effect::Cap(cap) => {
                        format!(
                            "({} ? {worse}([{score}, {cap}]) : {score})",
                            value(&gate.id)
                        )
                    }
                    Effect::KnockOut => score,
                }
            });
            all.push((rubric.id.to_string(), caps));
        }
        let fired = set.rules.iter().rev().fold(String::new(), |after, rule| {
            let id = format!(
                "\"{}\"",
                set.recommendations[usize::from(rule.recommend)].id
            );
            match &rule.when {
                Some(when) => format!("({} ? {id} : {after})", self.condition(when)),
                None => id,
            }
        });
        all.push(("recommendation".to_owned(), fired));
        all
    }

    /// A criterion's points, or null where it does not apply.
    fn points(&self, scale: &Scale) -> String {
        match scale {
            Scale::Table { attributes, points } => self.tree(&attributes.reads, points, 0),
            Scale::Share { variables, applies } => {
                let held: Vec<String> = variables
                    .iter()
                    .map(|&variable| format!("({} ? 1 : 0)", self.test(variable, 0b10)))
                    .collect();
                let n = variables.len();
                let share = format!("floor((200 * ({}) + {n}) / {})", held.join(" + "), 2 * n);
                if self.may_miss(scale) {
                    let applies = self.tree(&applies.reads, &applies.entries, 0);
                    format!("({applies} == 1 ? {share} : null)")
                } else {
                    share
                }
            }
        }
    }

    fn may_miss(&self, scale: &Scale) -> bool {
        match scale {
            Scale::Table { points, .. } => points.contains(&NOT_APPLICABLE),
            Scale::Share { applies, .. } => applies.entries.contains(&0),
        }
    }

    fn without_score(&self, dimension: &maturity::rubric::Dimension) -> bool {
        let own = &self.set.criteria[indexes(&dimension.criteria)];
        own.iter().all(|criterion| self.may_miss(&criterion.scale))
    }

    /// A table as questions about one variable after the other; equal answers are asked for once.
    fn tree(&self, reads: &[Read], entries: &[u8], start: usize) -> String {
        let Some((read, rest)) = reads.split_first() else {
            return match entries[start] {
                NOT_APPLICABLE => "null".to_owned(),
                points => points.to_string(),
            };
        };
        let variable = &self.set.variables[usize::from(read.variable)];
        let mut branches: Vec<(u64, String)> = Vec::new();
        // Where a number may be n/a, that is asked first: a text is not to be compared with a number.
        let order = variable.na.into_iter().chain(cells(variable.values()));
        for cell in order {
            let at = start + read.stride as usize * usize::from(cell);
            let branch = self.tree(rest, entries, at);
            match branches.iter_mut().find(|(_, text)| *text == branch) {
                Some((own, _)) => *own |= 1 << cell,
                None => branches.push((1 << cell, branch)),
            }
        }
        let last = branches.pop().map(|(_, text)| text).unwrap_or_default();
        branches.into_iter().rev().fold(last, |after, (own, text)| {
            format!("({} ? {text} : {after})", self.test(read.variable, own))
        })
    }

    /// Whether a variable is in one of some cells.
    fn test(&self, variable: u16, own: u64) -> String {
        let variable = &self.set.variables[usize::from(variable)];
        let fact = &self.set.facts[usize::from(variable.fact)];
        if let Some(option) = variable.option {
            let held = format!(
                "(\"{}\" in {})",
                fact.options[usize::from(option)].id,
                fact.id
            );
            return if own == 0b10 {
                held
            } else {
                format!("(not {held})")
            };
        }
        let mut tests = Vec::new();
        let na = variable.na.filter(|cell| own >> cell & 1 == 1);
        if na.is_some() {
            tests.push(format!("{} == \"n/a\"", fact.id));
        }
        let values = own & variable.values();
        if fact.kind.is_numeric() {
            tests.extend(stretches(fact, values));
        } else {
            tests.extend(cells(values).map(|cell| match fact.kind {
                Kind::Bool => format!("{} == {}", fact.id, cell == 1),
                _ => format!("{} == \"{}\"", fact.id, fact.options[usize::from(cell)].id),
            }));
        }
        let test = match tests.as_slice() {
            [] => return "false".to_owned(),
            tests => format!("({})", tests.join(" or ")),
        };
        if fact.kind.is_numeric() && variable.na.is_some() && na.is_none() {
            format!("({} != \"n/a\" and {test})", fact.id)
        } else {
            test
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        let joined = |parts: &[Condition], word: &str, none: &str| {
            if parts.is_empty() {
                return none.to_owned();
            }
            let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
            format!("({})", parts.join(word))
        };
        match condition {
            Condition::All(parts) => joined(parts, " and ", "true"),
            Condition::Any(parts) => joined(parts, " or ", "false"),
            Condition::Not(part) => format!("(not {})", self.condition(part)),
            Condition::Fact(FactTest {
                variable, cells, ..
            }) => self.test(*variable, *cells),
            Condition::Score(ScoreTest { of, low, high }) => {
                let of = match of {
                    ScoreRef::Rubric(rubric) => value(&self.set.rubrics[usize::from(*rubric)].id),
                    ScoreRef::Dimension(dimension) => {
                        value(&self.set.dimensions[usize::from(*dimension)].id)
                    }
                    ScoreRef::Worst(rubric) => value(&format!(
                        "worst/{}",
                        self.set.rubrics[usize::from(*rubric)].id
                    )),
                };
                format!("({of} != null and {of} >= {low} and {of} <= {high})")
            }
            Condition::Gate(gate) => value(&self.set.gates[usize::from(*gate)].id),
        }
    }
}

/// The stretches of numbers that some neighbouring cells make.
fn stretches(fact: &Fact, own: u64) -> Vec<String> {
    let mut tests = Vec::new();
    let mut cell = 0;
    let last = fact.cuts.len();
    let held = |cell: usize| own >> cell & 1 == 1;
    while cell <= last {
        if !held(cell) {
            cell += 1;
            continue;
        }
        let first = cell;
        while cell < last && held(cell + 1) {
            cell += 1;
        }
        let from = first
            .checked_sub(1)
            .map(|cut| &fact.cuts[cut])
            .map(|cut: &Cut| {
                format!(
                    "{} {} {}",
                    fact.id,
                    if cut.after { ">" } else { ">=" },
                    cut.value
                )
            });
        let to = fact.cuts.get(cell).map(|cut| {
            format!(
                "{} {} {}",
                fact.id,
                if cut.after { "<=" } else { "<" },
                cut.value
            )
        });
        let parts: Vec<String> = from.into_iter().chain(to).collect();
        tests.push(match parts.as_slice() {
            [] => "true".to_owned(),
            parts => format!("({})", parts.join(" and ")),
        });
        cell += 1;
    }
    tests
}

/// A weighted mean of what has a value, rounded half away from zero; null where nothing has.
fn mean(parts: &[(&str, u32, bool)], scale: u32) -> String {
    let sum: Vec<String> = parts
        .iter()
        .map(|(id, weight, may_miss)| {
            let own = value(id);
            if *may_miss {
                format!("({own} == null ? 0 : {weight} * {own})")
            } else {
                format!("{weight} * {own}")
            }
        })
        .collect();
    let sum = sum.join(" + ");
    if parts.iter().all(|(_, _, may_miss)| !may_miss) {
        let weight: u32 = parts.iter().map(|(_, weight, _)| weight).sum();
        return format!(
            "floor(({} * ({sum}) + {weight}) / {})",
            2 * scale,
            2 * weight
        );
    }
    let weights: Vec<String> = parts
        .iter()
        .map(|(id, weight, may_miss)| {
            if *may_miss {
                format!("({} == null ? 0 : {weight})", value(id))
            } else {
                weight.to_string()
            }
        })
        .collect();
    let weight = format!("({})", weights.join(" + "));
    format!(
        "({weight} == 0 ? null : floor(({} * ({sum}) + {weight}) / (2 * {weight})))",
        2 * scale
    )
}
