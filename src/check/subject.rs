//! The profiles of a test: its own, and one for each change whose order it asserts. They are kept as they
//! were written, so that they can be read against a changed rubric set, too.

use crate::finding::{Finding, SourceText};
use crate::profile::{Answers, Options, resolve};
use crate::rubric::RubricSet;
use crate::rubric::load::{Case, CaseProfile, Expect, File, Loaded};
use crate::say;
use crate::value::{Node, Span, Value};
use std::collections::BTreeMap;

/// A file that a test names as its profile.
#[derive(Clone, Debug)]
pub struct ProfileFile {
    /// Its path, for messages.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its only document.
    pub node: Node<'static>,
}

/// The files that tests name as their profiles, or why there is none, by the number of the test.
pub type ProfileFiles = BTreeMap<usize, Result<ProfileFile, Vec<Finding>>>;

/// What tests are about.
#[derive(Debug)]
pub struct Subjects<'a> {
    /// The subject of each test; none where its profile cannot be used.
    pub all: Vec<Option<Subject<'a>>>,
    /// The answers for each test, or why there are none.
    pub given: Vec<Result<Given<'a>, String>>,
    /// What is wrong with their profiles.
    pub findings: Vec<Finding>,
}

/// The subjects of all tests of a set that was loaded from these files.
#[must_use]
pub fn subjects<'a>(
    loaded: &Loaded,
    files: &'a [File<'_>],
    profiles: &'a ProfileFiles,
) -> Subjects<'a> {
    let mut subjects = Subjects {
        all: Vec::new(),
        given: Vec::new(),
        findings: Vec::new(),
    };
    for (number, case) in loaded.cases.iter().enumerate() {
        let source = &files[usize::from(case.site.file)].source;
        let here = |node| Subject::new(case, node, &source.path, source.text);
        let subject = match (&case.profile, profiles.get(&number)) {
            (CaseProfile::Facts(node), _) => Ok(here(node.clone())),
            (CaseProfile::Like(base, facts), _) => match &subjects.all[*base] {
                Some(base) => Ok(here(base.like(facts))),
                // What is wrong with the other was reported.
                None => Err(Vec::new()),
            },
            (CaseProfile::Path(..), Some(Ok(file))) => {
                let node = file.node.clone();
                Ok(Subject::new(case, node, &file.path, &file.text))
            }
            (CaseProfile::Path(..), Some(Err(errors))) => Err(errors.clone()),
            (CaseProfile::Path(..), None) => Err(Vec::new()),
        };
        let answers = subject.and_then(|subject| Ok((subject.given(&loaded.set)?, subject)));
        match answers {
            Ok((answers, subject)) => {
                subjects.given.push(Ok(answers));
                subjects.all.push(Some(subject));
            }
            Err(errors) => {
                let first = errors.first().map(|finding| finding.message.as_str());
                let why = match first {
                    Some(first) => say!("its profile cannot be used: {first}", first),
                    None => {
                        say!("its profile cannot be used: nor can that of the test that it is like")
                    }
                };
                subjects.given.push(Err(why));
                subjects.all.push(None);
                // Several tests may name one file.
                let new = |finding: &Finding| !subjects.findings.contains(finding);
                let errors: Vec<Finding> = errors.into_iter().filter(new).collect();
                subjects.findings.extend(errors);
            }
        }
    }
    subjects
}

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
