//! Facts and options that have other names now: a profile read as if it were written with them.

use crate::rubric::RubricSet;
use crate::value::{Key, Node, Span, Value};
use std::collections::BTreeMap;

/// New names by old ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Facts: `section.key` by `section.key`.
    pub facts: BTreeMap<String, String>,
    /// Options, by the fact's new id.
    pub options: BTreeMap<String, BTreeMap<String, String>>,
}

/// A name in a profile that is another now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The key of a fact, or an option.
    pub span: Span,
    /// For an option the fact, by its new id.
    pub fact: Option<String>,
    /// What stands there: of a fact the whole id.
    pub from: String,
    /// What belongs there.
    pub to: String,
}

impl Renames {
    /// The renames that a set itself tells of. A name that it still uses is none, for it may mean what it
    /// says.
    #[must_use]
    pub fn of(set: &RubricSet) -> Self {
        let mut renames = Self::default();
        for fact in &set.facts {
            if let Some(from) = &fact.renamed_from
                && set.fact(from).is_none()
            {
                renames.facts.insert(from.to_string(), fact.id.to_string());
            }
            for option in &fact.options {
                if let Some(from) = &option.renamed_from
                    && fact.option(from).is_none()
                {
                    let own = renames.options.entry(fact.id.to_string()).or_default();
                    own.insert(from.to_string(), option.id.to_string());
                }
            }
            if let Some(own) = renames.options.get_mut(&*fact.id) {
                keep_booleans(own, fact.options.iter().map(|option| &*option.id));
            }
        }
        renames
    }

    /// The names that a set uses and that something else in it had before, each with what had it: a
    /// profile that uses one may mean either.
    #[must_use]
    pub fn either(set: &RubricSet) -> Self {
        let mut either = Self::default();
        for fact in &set.facts {
            if let Some(from) = &fact.renamed_from
                && *from != fact.id
                && set.fact(from).is_some()
            {
                either.facts.insert(from.to_string(), fact.id.to_string());
            }
            for option in &fact.options {
                if let Some(from) = &option.renamed_from
                    && *from != option.id
                    && fact.option(from).is_some()
                {
                    let own = either.options.entry(fact.id.to_string()).or_default();
                    own.insert(from.to_string(), option.id.to_string());
                }
            }
        }
        either
    }

    /// Whether nothing has another name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.options.is_empty()
    }

    /// Back from the new names to the old ones.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let back = |names: &BTreeMap<String, String>| -> BTreeMap<String, String> {
            let pairs = names.iter();
            pairs.map(|(old, new)| (new.clone(), old.clone())).collect()
        };
        let facts = back(&self.facts);
        let old = |fact: &String| facts.get(fact).unwrap_or(fact).clone();
        let options = self.options.iter();
        let options = options.map(|(fact, names)| (old(fact), back(names)));
        Self {
            options: options.collect(),
            facts,
        }
    }

    /// The id under which a fact goes now.
    #[must_use]
    pub fn fact<'r>(&'r self, id: &'r str) -> &'r str {
        self.facts.get(id).map_or(id, String::as_str)
    }

    /// The name under which an option goes now, if it has another one; `fact` is the fact's new id.
    #[must_use]
    pub fn option(&self, fact: &str, option: &str) -> Option<&str> {
        Some(self.options.get(fact)?.get(option)?.as_str())
    }

    /// The name of the option that a value states, if it goes under another one now. YAML 1.1 writers turn
    /// the words no and yes into booleans.
    fn stated_option(&self, fact: &str, node: &Node<'_>) -> Option<&str> {
        let text = node.text()?;
        let word = match node.boolean() {
            Some(true) => "yes",
            Some(false) => "no",
            None => text,
        };
        let new = self
            .option(fact, text)
            .or_else(|| self.option(fact, word))?;
        (new != text).then_some(new)
    }

    /// The id under which a stated fact goes now: its own where the profile states the new one as well.
    fn stated_fact<'r>(&'r self, root: &Node<'_>, id: &'r str) -> &'r str {
        let new = self.fact(id);
        let (section, key) = new.split_once('.').unwrap_or((new, ""));
        let stated = root.get(section).and_then(|node| node.get(key)).is_some();
        // What stands there may go elsewhere itself.
        let taken = new != id && stated && self.fact(new) == new;
        if taken { id } else { new }
    }

    /// Every name in a profile that is another now, in the order of the file.
    #[must_use]
    pub fn spots(&self, root: &Node<'_>) -> Vec<Spot> {
        self.places(root, |id| {
            let new = self.stated_fact(root, id).to_owned();
            (new.clone(), new)
        })
    }

    /// Every name in a profile that is one of these old ones, whatever else the profile states; options
    /// below the id that stands there.
    #[must_use]
    pub fn mentions(&self, root: &Node<'_>) -> Vec<Spot> {
        self.places(root, |id| (self.fact(id).to_owned(), id.to_owned()))
    }

    /// The places of names; `ids` gives the new id of a fact, and that below which its options are.
    fn places(&self, root: &Node<'_>, ids: impl Fn(&str) -> (String, String)) -> Vec<Spot> {
        let mut spots = Vec::new();
        let Value::Map(sections) = &root.value else {
            return spots;
        };
        for (section, node) in sections.iter().filter(|(key, _)| key.text != "profile") {
            let Value::Map(facts) = &node.value else {
                continue;
            };
            for (key, value) in facts {
                let id = format!("{}.{}", section.text, key.text);
                let (new, home) = ids(&id);
                if new != id {
                    spots.push(Spot {
                        span: key.span,
                        fact: None,
                        from: id.clone(),
                        to: new,
                    });
                }
                each_option(&mut value.clone(), &mut |node| {
                    if let Some(option) = self.stated_option(&home, node) {
                        spots.push(Spot {
                            span: node.span,
                            fact: Some(home.clone()),
                            from: node.text().unwrap_or_default().to_owned(),
                            to: option.to_owned(),
                        });
                    }
                });
            }
        }
        spots
    }

    /// A profile with the new names; what it says stands where it stood. A section that two places
    /// would share is one, and a fact that is stated twice afterwards is left as it is written.
    #[must_use]
    pub fn renamed<'a>(&self, root: &Node<'a>) -> Node<'a> {
        let Value::Map(sections) = &root.value else {
            return root.clone();
        };
        let mut all: Vec<(Key<'a>, Node<'a>)> = Vec::new();
        let mut moved: Vec<(String, Key<'a>, Node<'a>)> = Vec::new();
        for (section, node) in sections {
            let (Value::Map(facts), false) = (&node.value, section.text == "profile") else {
                all.push((section.clone(), node.clone()));
                continue;
            };
            let mut kept = Vec::new();
            for (key, value) in facts {
                let id = format!("{}.{}", section.text, key.text);
                let new = self.stated_fact(root, &id);
                let mut value = value.clone();
                each_option(&mut value, &mut |node| {
                    if let Some(option) = self.stated_option(new, node)
                        && let Value::Scalar { text, .. } = &mut node.value
                    {
                        *text = option.to_owned().into();
                    }
                });
                let (home, name) = new.split_once('.').unwrap_or((&section.text, new));
                let key = Key {
                    text: name.to_owned().into(),
                    span: key.span,
                };
                if home == section.text {
                    kept.push((key, value));
                } else {
                    moved.push((home.to_owned(), key, value));
                }
            }
            let node = Node {
                value: Value::Map(kept),
                span: node.span,
            };
            all.push((section.clone(), node));
        }
        for (home, key, value) in moved {
            let found = all.iter_mut().find(|(section, _)| section.text == *home);
            match found {
                Some((_, node)) => match &mut node.value {
                    Value::Map(facts) => facts.push((key, value)),
                    Value::Scalar { .. } | Value::List(_) => {
                        node.value = Value::Map(vec![(key, value)]);
                    }
                },
                None => {
                    let section = Key {
                        text: home.into(),
                        span: key.span,
                    };
                    let node = Node {
                        span: value.span,
                        value: Value::Map(vec![(key, value)]),
                    };
                    all.push((section, node));
                }
            }
        }
        // A section that has lost all its facts may be one that the set no longer has.
        let lost = |section: &Key<'_>, node: &Node<'_>| {
            let had = root
                .get(&section.text)
                .is_some_and(|node| match &node.value {
                    Value::Map(facts) => !facts.is_empty(),
                    Value::Scalar { .. } | Value::List(_) => false,
                });
            had && matches!(&node.value, Value::Map(facts) if facts.is_empty())
        };
        all.retain(|(section, node)| !lost(section, node));
        Node {
            value: Value::Map(all),
            span: root.span,
        }
    }
}

/// Options that are called as a boolean is written stay what they are, and are not taken for no and yes.
pub(crate) fn keep_booleans<'o>(
    names: &mut BTreeMap<String, String>,
    options: impl Iterator<Item = &'o str>,
) {
    for option in options {
        if matches!(
            option,
            "true" | "True" | "TRUE" | "false" | "False" | "FALSE"
        ) {
            names
                .entry(option.to_owned())
                .or_insert_with(|| option.to_owned());
        }
    }
}

/// Every place of a fact's value where an option may stand: the value itself, the items of a list, and
/// those of half-knowledge; not notes, sources or dates.
fn each_option<'a>(value: &mut Node<'a>, visit: &mut impl FnMut(&mut Node<'a>)) {
    match &mut value.value {
        Value::Scalar { .. } => visit(value),
        Value::List(items) => items.iter_mut().for_each(visit),
        Value::Map(entries) => {
            for (key, node) in entries {
                if !matches!(&*key.text, "note" | "source" | "as_of") {
                    each_option(node, visit);
                }
            }
        }
    }
}
