//! Parts of conditions that always hold, or never.

use super::Cx;
use super::places::{Kind, Part, items};
use crate::assess::search::Found;
use crate::finding::Code;
use crate::rubric::condition::{Condition, ScoreTest};
use crate::say;
use crate::value::Node;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    let mut tests = Tests {
        cx,
        scores: Vec::new(),
    };
    for rule in &set.rules {
        if let (Some(part), Some(when)) = (tests.cx.part(Kind::Rule, &rule.id), &rule.when) {
            tests.below(&part, part.get(&["when"]), when, false);
        }
    }
    for gate in &set.gates {
        if let Some(part) = tests.cx.part(Kind::Gate, &gate.id) {
            tests.below(&part, part.get(&["when"]), &gate.when, false);
        }
    }
    for criterion in &set.criteria {
        let Some(part) = tests.cx.part(Kind::Criterion, &criterion.id) else {
            continue;
        };
        if let Some(applies) = &criterion.applies_when {
            tests.below(&part, part.get(&["applies_when"]), applies, false);
        }
        let rows = part.get(&["cases"]).into_iter().flat_map(items);
        for (row, case) in rows.zip(&criterion.cases) {
            tests.below(&part, row.get("when"), case, false);
        }
    }
}

struct Tests<'c, 'f> {
    cx: &'c mut Cx<'f>,
    /// What came of tests of scores: the same one often stands in several rules.
    scores: Vec<(ScoreTest, Option<bool>)>,
}

impl<'f> Tests<'_, 'f> {
    /// A list of conditions, or the only one; whether any part of it was reported. `apart`: whether the whole
    /// can hold or fail without it, so that nothing else says that it never or always holds.
    fn below(
        &mut self,
        part: &Part<'f>,
        node: Option<&'f Node<'f>>,
        condition: &Condition,
        apart: bool,
    ) -> bool {
        let Some(node) = node else { return false };
        let nodes: Vec<&Node<'_>> = items(node).collect();
        match (nodes.as_slice(), condition) {
            ([only], _) => self.one(part, only, condition, apart),
            (several, Condition::All(conditions)) => {
                let found = self.each(part, several, conditions, false);
                found
                    || apart && {
                        let holds = self.ask(condition);
                        self.say(part, node, holds)
                    }
            }
            _ => false,
        }
    }

    fn each(
        &mut self,
        part: &Part<'f>,
        nodes: &[&'f Node<'f>],
        conditions: &[Condition],
        apart: bool,
    ) -> bool {
        let mut found = false;
        for (node, condition) in nodes.iter().zip(conditions) {
            found |= self.one(part, node, condition, apart);
        }
        found
    }

    fn one(
        &mut self,
        part: &Part<'f>,
        node: &'f Node<'f>,
        condition: &Condition,
        apart: bool,
    ) -> bool {
        let inner = |head| node.get(head);
        match condition {
            _ if inner("all").is_some() => {
                return self.below(part, inner("all"), condition, apart);
            }
            Condition::Not(denied)
                if !matches!(**denied, Condition::Fact(_) | Condition::Score(_)) =>
            {
                return self.below(part, inner("not"), denied, true);
            }
            Condition::Any(parts) => {
                let nodes: Vec<&Node<'_>> = inner("any").into_iter().flat_map(items).collect();
                if self.each(part, &nodes, parts, true) {
                    return true;
                }
            }
            Condition::Not(_)
            | Condition::All(_)
            | Condition::Fact(_)
            | Condition::Score(_)
            | Condition::Gate(_) => {}
        }
        let holds = self.constant(condition);
        self.say(part, node, holds)
    }

    /// Reports what holds always or never; whether it did.
    fn say(&mut self, part: &Part<'f>, node: &Node<'_>, holds: Option<bool>) -> bool {
        let (message, hint) = match holds {
            Some(true) => (
                say!("this condition of `{part}` always holds", part = part.name),
                say!("leave it out, or change what it tests"),
            ),
            Some(false) => (
                say!("this condition of `{part}` never holds", part = part.name),
                say!("change what it tests, or leave out what needs it"),
            ),
            None => return false,
        };
        let code = Code::ConstantTest;
        self.cx.warn(part, node.span, code, message, hint);
        true
    }

    /// What a condition comes to for every profile, if that is the same.
    fn constant(&mut self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Fact(test) => {
                let variable = &self.cx.set.variables[usize::from(test.variable)];
                match (variable.all() & test.cells, variable.all() & !test.cells) {
                    (0, _) => Some(false),
                    (_, 0) => Some(true),
                    _ => None,
                }
            }
            // What is wrong with a gate is said there; a test of several options is not constant.
            Condition::Gate(_) | Condition::All(_) => None,
            Condition::Not(denied) => self.constant(denied).map(|holds| !holds),
            Condition::Any(_) => self.ask(condition),
            Condition::Score(test) => {
                let known = self.scores.iter().find(|(other, _)| other == test);
                if let Some((_, known)) = known {
                    return *known;
                }
                let answer = self.ask(condition);
                self.scores.push((*test, answer));
                answer
            }
        }
    }

    fn ask(&mut self, condition: &Condition) -> Option<bool> {
        let holds = self.cx.prover.holds(condition);
        if self.cx.proved(&holds) {
            return Some(false);
        }
        let fails = Condition::Not(Box::new(condition.clone()));
        let fails: Found = self.cx.prover.holds(&fails);
        self.cx.proved(&fails).then_some(true)
    }
}
