//! The profiles of a test: its own, and one for each change whose order it asserts. They are kept as they
//! were written, so that they can be read against a changed rubric set, too.

use crate::finding::{Finding, SourceText};
use crate::profile::{Answers, Options, resolve};
use crate::rubric::RubricSet;
use crate::rubric::load::{Case, Expect};
use crate::value::{Node, Span, Value};

/// What a test is about.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The file in which the profile stands, for messages.
    path: &'a str,
    text: &'a str,
    /// The profile.
    node: Node<'static>,
    /// For each order that the test asserts the profiles of its steps.
    orders: Vec<Vec<Vec<Node<'static>>>>,
}

/// The answers of a test's profiles under one rubric set.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// Its own.
    pub own: Answers<'a>,
    /// For each order that the test asserts, for each step and each change the cells that are left.
    pub orders: Vec<Vec<Vec<Vec<u64>>>>,
}

impl<'a> Subject<'a> {
    /// The subject of a test whose profile is `node`, from a file with this path and text.
    #[must_use]
    pub fn new(case: &Case, node: Node<'static>, path: &'a str, text: &'a str) -> Self {
        let orders = case.expect.iter().filter_map(|expect| match expect {
            Expect::Order(order) => Some(&order.steps),
            _ => None,
        });
        let changed = |change: &Node<'static>| changed(&node, change);
        let orders = orders
            .map(|steps| {
                let steps = steps.iter();
                steps
                    .map(|step| step.iter().map(changed).collect())
                    .collect()
            })
            .collect();
        Self {
            path,
            text,
            node,
            orders,
        }
    }

    /// The subject's own profile with some facts in place of its own.
    #[must_use]
    pub fn like(&self, facts: &Node<'static>) -> Node<'static> {
        changed(&self.node, facts)
    }

    /// The answers under a rubric set.
    ///
    /// # Errors
    /// What is wrong with the first of its profiles that cannot be used.
    pub fn given(&self, set: &RubricSet) -> Result<Given<'a>, Vec<Finding>> {
        let source = SourceText::new(self.path, self.text);
        let answers = |node| resolve(set, &source, node, Options::default());
        let (own, _) = answers(&self.node)?;
        let mut orders = Vec::new();
        for steps in &self.orders {
            let mut all = Vec::new();
            for step in steps {
                let cells = step.iter().map(|node| Ok(answers(node)?.0.cells));
                all.push(cells.collect::<Result<_, Vec<Finding>>>()?);
            }
            orders.push(all);
        }
        Ok(Given { own, orders })
    }
}

/// A profile with some facts in place of its own. What stays was read without error, so its place, which
/// may lie in another file, is given up.
fn changed(base: &Node<'static>, facts: &Node<'static>) -> Node<'static> {
    let mut node = base.clone();
    move_to(&mut node, facts.span);
    if !matches!(node.value, Value::Map(_)) {
        return facts.clone();
    }
    for (key, value) in entries(facts) {
        let Value::Map(sections) = &mut node.value else {
            continue;
        };
        let Some((_, section)) = sections
            .iter_mut()
            .find(|(other, _)| other.text == key.text)
        else {
            sections.push((key.clone(), value.clone()));
            continue;
        };
        if !matches!(section.value, Value::Map(_)) {
            *section = value.clone();
            continue;
        }
        for (fact, new) in entries(value) {
            if let Value::Map(stated) = &mut section.value {
                stated.retain(|(other, _)| other.text != fact.text);
                stated.push((fact.clone(), new.clone()));
            }
        }
    }
    node
}

type Entry<'n> = (crate::value::Key<'n>, Node<'n>);

fn entries<'n>(node: &'n Node<'static>) -> &'n [Entry<'static>] {
    match &node.value {
        Value::Map(entries) => entries,
        Value::Scalar { .. } | Value::List(_) => &[],
    }
}

fn move_to(node: &mut Node<'static>, span: Span) {
    node.span = span;
    match &mut node.value {
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter_mut().for_each(|item| move_to(item, span)),
        Value::Map(entries) => entries.iter_mut().for_each(|(key, value)| {
            key.span = span;
            move_to(value, span);
        }),
    }
}
