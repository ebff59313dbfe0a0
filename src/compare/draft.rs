//! A rubric set by its parts as they are written, texts left out: what a set with only some of the
//! changes is put together from. It is checked and compiled like any other.

use super::change::Subject;
use crate::finding::SourceText;
use crate::rubric::RubricSet;
use crate::rubric::load::{File, load};
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;

/// The parts of a rubric set.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    header: Vec<(Key<'a>, Node<'a>)>,
    /// Facts, rubrics, dimensions, criteria, gates, recommendations, rules, in the order of the files.
    pub(super) parts: Vec<Written<'a>>,
}

/// A part as it is written, under its full id, without places: two that say the same are equal.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written<'a> {
    pub(super) subject: Subject,
    pub(super) id: String,
    pub(super) node: Node<'a>,
}

/// The lists of a set's files and what stands in them.
const LISTS: [(&str, Subject); 7] = [
    ("rubric", Subject::Rubric),
    ("rubrics", Subject::Rubric),
    ("dimensions", Subject::Dimension),
    ("criteria", Subject::Criterion),
    ("gates", Subject::Gate),
    ("recommendations", Subject::Recommendation),
    ("rules", Subject::Rule),
];

/// What no score and no recommendation depends on, wherever it stands.
const TEXTS: [&str; 9] = [
    "about",
    "why",
    "source",
    "judgement",
    "meant",
    "because",
    "reason",
    "advice",
    "renamed_from",
];

impl<'a> Draft<'a> {
    /// The parts of a set that loads.
    pub(super) fn of(files: &[File<'a>]) -> Self {
        let mut draft = Self {
            header: Vec::new(),
            parts: Vec::new(),
        };
        let roots = || files.iter().map(|file| &file.root);
        let default = roots().find_map(|root| root.get("aggregate"));
        for root in roots() {
            let home = root.get("rubric").and_then(|rubric| rubric.get("id"));
            let home = home.and_then(Node::text).map(str::to_owned);
            for (key, node) in entries(root) {
                let subject = LISTS.iter().find(|(name, _)| *name == key.text);
                match (&*key.text, subject) {
                    ("id" | "version", _) => draft.header.push((bare_key(key), bare(node))),
                    ("facts", _) => {
                        draft
                            .parts
                            .extend(entries(node).iter().map(|(key, node)| Written {
                                subject: Subject::Fact,
                                id: key.text.to_string(),
                                node: bare(node),
                            }));
                    }
                    (_, Some((_, subject))) => {
                        let items = match &node.value {
                            Value::List(items) => items.as_slice(),
                            Value::Map(_) | Value::Scalar { .. } => std::slice::from_ref(node),
                        };
                        let written = |item| Written::new(*subject, item, home.as_deref(), default);
                        draft.parts.extend(items.iter().map(written));
                    }
                    // Ratings, advice, sources, tests, titles: no recommendation hangs on them.
                    (_, None) => {}
                }
            }
        }
        draft
    }

    /// The part with an id.
    pub(super) fn part(&self, subject: Subject, id: &str) -> Option<&Written<'a>> {
        let same = |part: &&Written<'_>| part.subject == subject && part.id == id;
        self.parts.iter().find(same)
    }

    /// The same set with other parts.
    pub(super) fn with(&self, parts: Vec<Written<'a>>) -> Self {
        Self {
            header: self.header.clone(),
            parts,
        }
    }

    /// The set, if its parts make one.
    pub(super) fn load(&self) -> Option<RubricSet> {
        let mut root = self.header.clone();
        let own = |subject: Subject| {
            self.parts
                .iter()
                .filter(move |part| part.subject == subject)
        };
        let facts = own(Subject::Fact).map(|part| (key(&part.id), part.node.clone()));
        root.push((key("facts"), node(Value::Map(facts.collect()))));
        // `rubric` would give its file a home; full ids need none.
        for (name, subject) in &LISTS[1..] {
            let items = own(*subject).map(|part| part.node.clone());
            root.push((key(name), node(Value::List(items.collect()))));
        }
        let file = File {
            source: SourceText::new("", ""),
            root: node(Value::Map(root)),
        };
        load(&[file]).ok().map(|loaded| loaded.set)
    }
}

impl<'a> Written<'a> {
    fn new(
        subject: Subject,
        item: &Node<'a>,
        home: Option<&str>,
        aggregate: Option<&Node<'a>>,
    ) -> Self {
        let mut part = Self {
            subject,
            id: String::new(),
            node: bare(item),
        };
        let below = |id: &str| match home {
            Some(home) if !id.contains('/') => format!("{home}/{id}"),
            Some(_) | None => id.to_owned(),
        };
        let written = |name: &str| item.get(name).and_then(Node::text).unwrap_or_default();
        let id = match subject {
            Subject::Dimension | Subject::Gate => below(written("id")),
            Subject::Criterion => format!("{}/{}", below(written("dimension")), written("id")),
            _ => written("id").to_owned(),
        };
        if let (Subject::Rubric, None, Some(aggregate)) =
            (subject, item.get("aggregate"), aggregate)
        {
            part.set("aggregate", bare(aggregate));
        }
        part.call(id);
        part
    }

    /// Gives the part another id.
    pub(super) fn call(&mut self, id: String) {
        match (self.subject, id.rsplit_once('/')) {
            (Subject::Fact, _) => {}
            (Subject::Criterion, Some((dimension, own))) => {
                self.set("dimension", text(dimension));
                self.set("id", text(own));
            }
            _ => self.set("id", text(&id)),
        }
        self.id = id;
    }

    fn set(&mut self, name: &str, value: Node<'a>) {
        let Value::Map(entries) = &mut self.node.value else {
            return;
        };
        match entries.iter_mut().find(|(key, _)| key.text == name) {
            Some((_, old)) => *old = value,
            None => entries.push((key(name), value)),
        }
    }
}

/// The entries of a map; of anything else, none.
pub(super) fn entries<'n, 'a>(node: &'n Node<'a>) -> &'n [(Key<'a>, Node<'a>)] {
    match &node.value {
        Value::Map(entries) => entries,
        Value::Scalar { .. } | Value::List(_) => &[],
    }
}

/// A node without places and texts.
fn bare<'a>(node: &Node<'a>) -> Node<'a> {
    stripped(node, true)
}

fn stripped<'a>(node: &Node<'a>, fields: bool) -> Node<'a> {
    let value = match &node.value {
        Value::Scalar { .. } => node.value.clone(),
        Value::List(items) => Value::List(items.iter().map(bare).collect()),
        Value::Map(entries) => {
            let told = |(key, _): &&(Key<'a>, Node<'a>)| !fields || !TEXTS.contains(&&*key.text);
            let entry = |(key, node): &(Key<'a>, Node<'a>)| {
                // Below these stand options, which may be called anything.
                let fields = !matches!(&*key.text, "points" | "prior");
                let node = match &*key.text {
                    // A set asks for them; what they say decides nothing.
                    "ask" | "title" | "means" if told_name(&node.value) => text("-"),
                    _ => stripped(node, fields),
                };
                (bare_key(key), node)
            };
            Value::Map(entries.iter().filter(told).map(entry).collect())
        }
    };
    Node {
        value,
        span: Span::default(),
    }
}

fn told_name(value: &Value<'_>) -> bool {
    matches!(value, Value::Scalar { plain: false, .. })
}

fn bare_key<'a>(key: &Key<'a>) -> Key<'a> {
    Key {
        text: key.text.clone(),
        span: Span::default(),
    }
}

fn key<'a>(name: &str) -> Key<'a> {
    Key {
        text: Cow::Owned(name.to_owned()),
        span: Span::default(),
    }
}

fn text<'a>(text: &str) -> Node<'a> {
    node(Value::Scalar {
        text: Cow::Owned(text.to_owned()),
        plain: false,
    })
}

fn node(value: Value<'_>) -> Node<'_> {
    Node {
        value,
        span: Span::default(),
    }
}
