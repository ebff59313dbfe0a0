//! Which changes make sense only with others: a criterion with the new fact that it reads, an option that
//! goes with the rows that name it.
//!
//! What may need what follows from the names that parts speak of. A change that can be made by itself,
//! because the old set with it alone is sound, needs nothing, whatever it names.

use super::change::{Change, Subject, Weighs};
use super::draft::{Draft, Written, entries};
use super::names::words;
use crate::value::{Node, Value};
use std::collections::BTreeSet;

/// A part that is written otherwise in the two sets.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) subject: Subject,
    pub(super) id: String,
    /// Its place in the list of changes, unless only its form changed.
    pub(super) listed: Option<usize>,
}

/// The kinds of parts on which recommendations hang, in the order of the list of changes.
const KINDS: [Subject; 7] = [
    Subject::Fact,
    Subject::Rubric,
    Subject::Dimension,
    Subject::Criterion,
    Subject::Gate,
    Subject::Recommendation,
    Subject::Rule,
];

/// Every part that differs; the old set goes by the new names.
pub(super) fn elements(old: &Draft<'_>, new: &Draft<'_>, changes: &[Change]) -> Vec<Element> {
    let listed = |subject, id: &str| {
        let same = |change: &Change| {
            change.subject == subject && change.id() == id && change.weighs > Weighs::Text
        };
        changes.iter().position(same)
    };
    let mut all = Vec::new();
    for subject in KINDS {
        let ids: BTreeSet<&String> = [old, new]
            .into_iter()
            .flat_map(|draft| &draft.parts)
            .filter(|part| part.subject == subject)
            .map(|part| &part.id)
            .collect();
        let differs = |id: &&String| old.part(subject, id) != new.part(subject, id);
        all.extend(ids.into_iter().filter(differs).map(|id| Element {
            subject,
            id: id.clone(),
            listed: listed(subject, id),
        }));
    }
    if let Some(order) = listed(Subject::Order, "rules") {
        all.push(Element {
            subject: Subject::Order,
            id: "rules".to_owned(),
            listed: Some(order),
        });
    }
    all
}

/// For each element all those without which it makes no sense, itself among them, ascending.
/// `alone` says whether the old set with just this one changed is sound.
pub(super) fn needs(
    (old, new): (&Draft<'_>, &Draft<'_>),
    elements: &[Element],
    alone: impl Fn(usize) -> bool,
) -> Vec<Vec<usize>> {
    let sides: Vec<Sides<'_>> = elements
        .iter()
        .map(|element| Sides {
            element,
            old: Words::of(old.part(element.subject, &element.id)),
            new: Words::of(new.part(element.subject, &element.id)),
        })
        .collect();
    let direct: Vec<Vec<usize>> = (0..sides.len())
        .map(|one| {
            let others = (0..sides.len()).filter(|other| *other != one);
            let needed: Vec<usize> = others
                .filter(|other| sides[one].needs(&sides[*other]))
                .collect();
            if needed.is_empty() || alone(one) {
                Vec::new()
            } else {
                needed
            }
        })
        .collect();
    (0..sides.len()).map(|one| closure(&direct, one)).collect()
}

fn closure(direct: &[Vec<usize>], from: usize) -> Vec<usize> {
    let (mut met, mut open) = (BTreeSet::from([from]), vec![from]);
    while let Some(one) = open.pop() {
        open.extend(direct[one].iter().filter(|other| met.insert(**other)));
    }
    met.into_iter().collect()
}

/// An element on both sides.
struct Sides<'n> {
    element: &'n Element,
    old: Option<Words<'n>>,
    new: Option<Words<'n>>,
}

/// A part and what it speaks of.
struct Words<'n> {
    node: &'n Node<'n>,
    all: BTreeSet<&'n str>,
}

impl<'n> Words<'n> {
    fn of(part: Option<&'n Written<'_>>) -> Option<Self> {
        let part = part?;
        let mut all = Vec::new();
        words(&part.node, &mut all);
        // The owner stands in the id.
        if let (Subject::Dimension | Subject::Gate, Some((rubric, _))) =
            (part.subject, part.id.split_once('/'))
        {
            all.push(rubric);
        }
        Some(Self {
            node: &part.node,
            all: all.into_iter().collect(),
        })
    }

    fn field(&self, name: &str) -> Option<&Node<'n>> {
        self.node.get(name)
    }

    /// The options of a fact.
    fn options(&self) -> BTreeSet<&str> {
        let items = match self.field("options").map(|list| &list.value) {
            Some(Value::List(items)) => items.as_slice(),
            Some(Value::Map(_) | Value::Scalar { .. }) | None => &[],
        };
        items
            .iter()
            .filter_map(|item| item.get("id").unwrap_or(item).text())
            .collect()
    }
}

impl Sides<'_> {
    fn needs(&self, other: &Self) -> bool {
        let speaks = |words: &Option<Words<'_>>, id: &str| {
            words.as_ref().is_some_and(|words| words.all.contains(id))
        };
        let id = &*other.element.id;
        match (&other.old, &other.new) {
            // What is new must be there for what names it.
            (None, Some(_)) if speaks(&self.new, id) => return true,
            _ => {}
        }
        let own = &*self.element.id;
        // What goes must not be named any more.
        if self.new.is_none() && speaks(&other.old, own) {
            return true;
        }
        let rules = self.element.subject == Subject::Rule && other.element.subject == Subject::Rule;
        if rules && self.is_default() && other.is_default() {
            return true;
        }
        self.follows(other) || other.is_followed_by(self)
    }

    /// A rule that always holds, on either side: there is one.
    fn is_default(&self) -> bool {
        let always = |words: &Option<Words<'_>>| {
            words
                .as_ref()
                .is_some_and(|words| words.field("when").is_none())
        };
        always(&self.old) || always(&self.new)
    }

    /// Whether this reads a fact as only its new form can be read.
    fn follows(&self, fact: &Self) -> bool {
        let (Subject::Fact, Some(was), Some(is), Some(mine)) =
            (fact.element.subject, &fact.old, &fact.new, &self.new)
        else {
            return false;
        };
        mine.all.contains(&*fact.element.id) && fits_only(mine, &fact.element.id, is, was)
    }

    /// Whether a fact can take its new form only where this has its own: the old one would not fit.
    fn is_followed_by(&self, fact: &Self) -> bool {
        let (Subject::Fact, Some(was), Some(is), Some(mine)) =
            (fact.element.subject, &fact.old, &fact.new, &self.old)
        else {
            return false;
        };
        mine.all.contains(&*fact.element.id) && fits_only(mine, &fact.element.id, was, is)
    }
}

/// Whether a reader of a fact may fit the one form of it and not the other.
fn fits_only(reader: &Words<'_>, id: &str, one: &Words<'_>, other: &Words<'_>) -> bool {
    let (mine, theirs) = (one.options(), other.options());
    let named = mine
        .difference(&theirs)
        .any(|option| reader.all.contains(option));
    let has_points = reader.field("fact").and_then(Node::text) == Some(id)
        && reader.field("points").is_some_and(|points| {
            let names = entries(points).iter();
            let names: BTreeSet<&str> = names.map(|(key, _)| &*key.text).collect();
            theirs.iter().any(|option| !names.contains(option))
        });
    let form = ["type", "min", "max", "allow_na"]
        .iter()
        .any(|name| one.field(name) != other.field(name));
    named || has_points || form
}
