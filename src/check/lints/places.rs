//! Where the parts of a rubric set stand in its files: lints point at keys that the loaded set no
//! longer has.

use crate::rubric::load::File;
use crate::value::{Key, Node, Span, Value};

/// A kind of part, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Fact,
    Rubric,
    Rating,
    Dimension,
    Criterion,
    Gate,
    Advice,
    Recommendation,
    Rule,
}

/// A part of a rubric set, where it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'f> {
    /// The file, by number.
    pub(super) file: usize,
    pub(super) kind: Kind,
    /// The rubric that it belongs to, where the file says so.
    home: Option<&'f str>,
    /// Its name: the key of a table, or the value of `id`.
    pub(super) name: &'f str,
    /// Where the name stands.
    pub(super) span: Span,
    /// Its keys.
    pub(super) node: &'f Node<'f>,
}

impl<'f> Part<'f> {
    /// The value below some keys.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&'f Node<'f>> {
        keys.iter()
            .try_fold(self.node, |node, key| get(node, key).map(|(_, node)| node))
    }

    /// Where a key stands, by its own name.
    pub(super) fn key(&self, key: &str) -> Option<Span> {
        get(self.node, key).map(|(key, _)| key.span)
    }

    /// Where a row of a scale stands: that of an option by its key, else by number.
    pub(super) fn row(&self, number: usize, label: &str) -> Span {
        let numbered = |name| {
            let node = items(self.get(&[name])?).nth(number)?;
            Some(get(node, "points").map_or(node.span, |(_, points)| points.span))
        };
        let option = || get(self.get(&["points"])?, label).map(|(key, _)| key.span);
        let row = option().or_else(|| numbered("cases").or_else(|| numbered("bands")));
        row.unwrap_or(self.span)
    }

    /// The id within the whole set, of a part below a rubric.
    fn is_called(&self, id: &str) -> bool {
        let below = |home: &str, name: &str| {
            id.strip_prefix(home)
                .and_then(|rest| rest.strip_prefix('/'))
                == Some(name)
        };
        let home = self.home.unwrap_or_default();
        match self.kind {
            Kind::Dimension | Kind::Gate => self.name == id || below(home, self.name),
            Kind::Criterion => {
                let dimension = self.get(&["dimension"]).and_then(Node::text);
                let dimension = dimension.unwrap_or_default();
                id.rsplit_once('/').is_some_and(|(parent, name)| {
                    name == self.name && (parent == dimension || self.below(parent, dimension))
                })
            }
            Kind::Rating => below(self.rubric(), self.name),
            Kind::Fact | Kind::Rubric | Kind::Advice | Kind::Recommendation | Kind::Rule => {
                self.name == id
            }
        }
    }

    fn below(&self, id: &str, name: &str) -> bool {
        let home = self.home.unwrap_or_default();
        id.strip_prefix(home)
            .and_then(|rest| rest.strip_prefix('/'))
            == Some(name)
    }

    fn rubric(&self) -> &'f str {
        let named = self.get(&["rubric"]).and_then(Node::text);
        named.or(self.home).unwrap_or_default()
    }
}

/// Every part of a set, in the order of its files.
pub(super) struct Places<'f> {
    pub(super) files: &'f [File<'f>],
    pub(super) parts: Vec<Part<'f>>,
}

impl<'f> Places<'f> {
    pub(super) fn new(files: &'f [File<'f>]) -> Self {
        let mut parts = Vec::new();
        for (number, file) in files.iter().enumerate() {
            read(&mut parts, number, &file.root);
        }
        Self { files, parts }
    }

    /// The part with this id; for a rating, `rubric/rating`.
    pub(super) fn find(&self, kind: Kind, id: &str) -> Option<Part<'f>> {
        let own = self.parts.iter().filter(|part| part.kind == kind);
        own.copied().find(|part| part.is_called(id))
    }
}

fn read<'f>(parts: &mut Vec<Part<'f>>, file: usize, root: &'f Node<'f>) {
    let own = get(root, "rubric").map(|(_, node)| node);
    let home = own.and_then(|node| node.get("id")).and_then(Node::text);
    for (key, kind) in [("facts", Kind::Fact), ("advice", Kind::Advice)] {
        let table = get(root, key).map(|(_, node)| &node.value);
        let Some(Value::Map(entries)) = table else {
            continue;
        };
        parts.extend(entries.iter().map(|(key, node)| Part {
            file,
            kind,
            home,
            name: &key.text,
            span: key.span,
            node,
        }));
    }
    for (key, kind) in [
        ("rubric", Kind::Rubric),
        ("rubrics", Kind::Rubric),
        ("ratings", Kind::Rating),
        ("dimensions", Kind::Dimension),
        ("criteria", Kind::Criterion),
        ("gates", Kind::Gate),
        ("recommendations", Kind::Recommendation),
        ("rules", Kind::Rule),
    ] {
        let Some((_, list)) = get(root, key) else {
            continue;
        };
        for node in items(list) {
            if let Some(id) = node.get("id") {
                parts.push(Part {
                    file,
                    kind,
                    home,
                    name: id.text().unwrap_or_default(),
                    span: id.span,
                    node,
                });
            }
        }
    }
}

/// The items of a list, or the value itself as the only one.
pub(super) fn items<'f>(node: &'f Node<'f>) -> impl Iterator<Item = &'f Node<'f>> {
    match &node.value {
        Value::List(items) => items.iter(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node).iter(),
    }
}

/// A key of a map and its value.
fn get<'f>(node: &'f Node<'f>, key: &str) -> Option<(&'f Key<'f>, &'f Node<'f>)> {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .find(|(other, _)| other.text == key)
            .map(|(key, node)| (key, node)),
        Value::Scalar { .. } | Value::List(_) => None,
    }
}
