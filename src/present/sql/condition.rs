//! Conditions and trees as SQL expressions. SQL's own logic is Kleene's: NULL is open.

use super::{Sql, lined};
use crate::assess::tree::{Tree, presence};
use crate::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest};
use crate::rubric::fact::{Cut, Fact, Kind, cells};
use crate::rubric::indexes;

/// An expression over several lines begins its inner lines with this.
const STEP: &str = "  ";

impl Sql<'_> {
    /// A condition; `outer` says whether it stands alone, so that it needs no parentheses.
    pub(super) fn condition(&self, condition: &Condition, outer: bool) -> String {
        match condition {
            Condition::All(parts) => self.joined(parts, " AND ", "TRUE", outer),
            Condition::Any(parts) => self.joined(parts, " OR ", "FALSE", outer),
            Condition::Not(part) => format!("NOT ({})", self.condition(part, true)),
            Condition::Fact(test) => self.fact_test(test, outer),
            Condition::Score(test) => self.score_test(test),
            Condition::Gate(gate) => {
                let gate = &self.set.gates[usize::from(*gate)];
                self.names.of(&format!("gate {}", gate.id))
            }
        }
    }

    fn joined(&self, parts: &[Condition], word: &str, none: &str, outer: bool) -> String {
        match parts {
            [] => none.to_owned(),
            [only] => self.condition(only, outer),
            _ => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|part| self.condition(part, false))
                    .collect();
                if outer {
                    lined(&parts, word, 2)
                } else {
                    format!("({})", parts.join(word))
                }
            }
        }
    }

    fn fact_test(&self, test: &FactTest, outer: bool) -> String {
        let variable = &self.set.variables[usize::from(test.variable)];
        // Certain whatever the value is.
        if test.cells & variable.all() == variable.all() {
            return "TRUE".to_owned();
        }
        if test.cells & variable.all() == 0 {
            return "FALSE".to_owned();
        }
        let tested = self.cells(test.variable, test.cells);
        if outer || !(tested.contains(" AND ") || tested.contains(" OR ")) {
            tested
        } else {
            format!("({tested})")
        }
    }

    /// A test that the value of a variable lies in some cells, not none and not all of them.
    pub(super) fn cells(&self, number: u16, tested: u64) -> String {
        let variable = &self.set.variables[usize::from(number)];
        let fact = &self.set.facts[usize::from(variable.fact)];
        let name = self.names.variable(number);
        if variable.option.is_some() {
            return if tested & 0b10 == 0 {
                format!("NOT {name}")
            } else {
                name
            };
        }
        match fact.kind {
            Kind::Integer | Kind::Number => {
                let numbers = self.number_cells(&name, fact, tested & variable.values());
                let Some(cell) = variable.na else {
                    return numbers;
                };
                let na = self.names.not_applicable(variable.fact);
                match (tested >> cell & 1 == 1, tested & variable.values()) {
                    (true, 0) => na,
                    (true, _) => format!("({na} OR {numbers})"),
                    (false, left) if left == variable.values() => format!("NOT {na}"),
                    (false, _) => format!("(NOT {na} AND {numbers})"),
                }
            }
            Kind::Bool | Kind::Choice | Kind::Set | Kind::Text => {
                let values: Vec<String> = cells(tested)
                    .map(|cell| self.dialect.text(cell_text(fact, variable.na, cell)))
                    .collect();
                match values.as_slice() {
                    [only] => format!("{name} = {only}"),
                    _ => format!("{name} IN ({})", values.join(", ")),
                }
            }
        }
    }

    /// Runs of cells of a number, by the thresholds at their ends.
    fn number_cells(&self, name: &str, fact: &Fact, tested: u64) -> String {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for cell in cells(tested).map(usize::from) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == cell => *last = cell,
                _ => runs.push((cell, cell)),
            }
        }
        let side = |cut: &Cut, above: bool| {
            let sign = match (above, cut.after) {
                (true, true) => ">",
                (true, false) => ">=",
                (false, true) => "<=",
                (false, false) => "<",
            };
            format!("{name} {sign} {}", number(cut.value))
        };
        let run = |&(first, last): &(usize, usize)| {
            let from = first.checked_sub(1).and_then(|at| fact.cuts.get(at));
            match (from, fact.cuts.get(last)) {
                (None, None) => format!("{name} IS NOT NULL"),
                (Some(cut), None) => side(cut, true),
                (None, Some(cut)) => side(cut, false),
                (Some(from), Some(to)) => format!("{} AND {}", side(from, true), side(to, false)),
            }
        };
        match runs.as_slice() {
            [only] => run(only),
            _ => {
                let runs: Vec<String> = runs.iter().map(|own| format!("({})", run(own))).collect();
                format!("({})", runs.join(" OR "))
            }
        }
    }

    /// A test of a score: a missing one makes it false.
    fn score_test(&self, test: &ScoreTest) -> String {
        let rubric = |number: u16| &self.set.rubrics[usize::from(number)];
        let (id, may_miss, dimensions) = match test.of {
            ScoreRef::Dimension(number) => (
                self.set.dimensions[usize::from(number)].id.to_string(),
                self.dimension_may_miss(usize::from(number)),
                usize::from(number)..usize::from(number) + 1,
            ),
            ScoreRef::Rubric(number) => (
                rubric(number).id.to_string(),
                self.rubric_may_miss(usize::from(number)),
                indexes(&rubric(number).dimensions),
            ),
            ScoreRef::Worst(number) => (
                format!("worst of {}", rubric(number).id),
                self.rubric_may_miss(usize::from(number)),
                indexes(&rubric(number).dimensions),
            ),
        };
        // What can never have a score has no columns.
        if !self.has_score(dimensions) {
            return "FALSE".to_owned();
        }
        let (low, high) = (
            self.names.of(&format!("{id} low")),
            self.names.of(&format!("{id} high")),
        );
        let (mut never, mut always) = (Vec::new(), Vec::new());
        if may_miss {
            let exists = self.names.of(&match test.of {
                ScoreRef::Worst(number) => {
                    format!("{} applies", rubric(number).id)
                }
                ScoreRef::Rubric(_) | ScoreRef::Dimension(_) => format!("{id} applies"),
            });
            never.push(format!("NOT {exists}"));
            always.push(exists);
        }
        if test.low > 0 {
            never.push(format!("{high} < {}", test.low));
            always.push(format!("{low} >= {}", test.low));
        }
        if test.high < 1000 {
            never.push(format!("{low} > {}", test.high));
            always.push(format!("{high} <= {}", test.high));
        }
        match (never.as_slice(), always.as_slice()) {
            ([], []) => "TRUE".to_owned(),
            _ => format!(
                "CASE WHEN {} THEN FALSE WHEN {} THEN TRUE END",
                never.join(" OR "),
                always.join(" AND ")
            ),
        }
    }

    /// A tree of points.
    pub(super) fn points(&self, tree: &Tree, indent: usize) -> String {
        self.tree(tree, indent, &|leaf| leaf.to_string())
    }

    /// A tree of presences.
    pub(super) fn presence(&self, tree: &Tree, indent: usize) -> String {
        self.tree(tree, indent, &|leaf| {
            match leaf {
                presence::IN => "TRUE",
                presence::OUT => "FALSE",
                _ => "NULL",
            }
            .to_owned()
        })
    }

    fn tree(&self, tree: &Tree, indent: usize, leaf: &dyn Fn(u8) -> String) -> String {
        let (variable, branches, otherwise) = match tree {
            Tree::Leaf(value) => return leaf(*value),
            Tree::Split {
                variable,
                branches,
                otherwise,
            } => (*variable, branches, otherwise),
        };
        let inner = STEP.repeat(indent + 1);
        let mut parts: Vec<String> = branches
            .iter()
            .map(|(cells, tree)| {
                let test = self.cells(variable, *cells);
                format!("WHEN {test} THEN {}", self.tree(tree, indent + 1, leaf))
            })
            .collect();
        parts.push(format!("ELSE {}", self.tree(otherwise, indent + 1, leaf)));
        let line = format!("CASE {} END", parts.join(" "));
        if line.len() <= 120 && !line.contains('\n') {
            return line;
        }
        let outer = STEP.repeat(indent);
        format!(
            "CASE\n{inner}{}\n{outer}END",
            parts.join(&format!("\n{inner}"))
        )
    }
}

/// What a column says for a cell of a bool or a choice.
pub(super) fn cell_text(fact: &Fact, na: Option<u8>, cell: u8) -> &str {
    match (fact.kind, cell) {
        _ if na == Some(cell) => "n/a",
        (Kind::Bool, 0) => "false",
        (Kind::Bool, _) => "true",
        _ => fact
            .options
            .get(usize::from(cell))
            .map_or("", |option| &*option.id),
    }
}

/// A number as a literal of 64 bits: with an exponent where it has a fraction.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}
