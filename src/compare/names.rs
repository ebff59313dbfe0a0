//! New names for what was renamed between two sets: in profiles, and in the parts of the old set.

use super::change::Subject;
use super::draft::{Draft, Written, entries};
use super::pairs::{Pair, Pairs, options};
use crate::profile::{Renames, keep_booleans};
use crate::rubric::RubricSet;
use crate::value::{Node, Value};
use std::collections::BTreeMap;

/// What facts and options of the old set are called in the new one, as far as that is something else.
#[must_use]
pub fn renames(old: &RubricSet, new: &RubricSet, pairs: &Pairs) -> Renames {
    let mut renames = Renames::default();
    let both = pairs.facts.iter();
    for (a, b) in both.filter_map(|pair| pair.old.zip(pair.new)) {
        let (a, b) = (&old.facts[a], &new.facts[b]);
        if a.id != b.id {
            renames.facts.insert(a.id.to_string(), b.id.to_string());
        }
        let both = options(a, b).into_iter();
        for (one, other) in both.filter_map(|pair| pair.old.zip(pair.new)) {
            let (one, other) = (&a.options[one].id, &b.options[other].id);
            if one != other {
                let own = renames.options.entry(b.id.to_string()).or_default();
                own.insert(one.to_string(), other.to_string());
            }
        }
        if let Some(own) = renames.options.get_mut(&*b.id) {
            keep_booleans(own, a.options.iter().map(|option| &*option.id));
        }
    }
    renames
}

/// The names of the old set that it uses for what the new one has no more, while the new one calls
/// something else so: each with what that was called before.
#[must_use]
pub fn taken_over(old: &RubricSet, new: &RubricSet, pairs: &Pairs) -> Renames {
    let mut taken = Renames::default();
    for pair in &pairs.facts {
        let Some((a, b)) = pair.old.zip(pair.new) else {
            continue;
        };
        let (a, b) = (&old.facts[a], &new.facts[b]);
        let gone = |number: usize| pairs.facts.iter().any(|pair| *pair == only_old(number));
        if a.id != b.id
            && old
                .facts
                .iter()
                .position(|fact| fact.id == b.id)
                .is_some_and(gone)
        {
            taken.facts.insert(b.id.to_string(), a.id.to_string());
        }
        let both = options(a, b);
        let gone = |number: usize| both.contains(&only_old(number));
        for (one, other) in both.iter().filter_map(|pair| pair.old.zip(pair.new)) {
            let (one, other) = (&a.options[one].id, &b.options[other].id);
            let place = a.options.iter().position(|option| option.id == *other);
            if one != other && place.is_some_and(gone) {
                let own = taken.options.entry(a.id.to_string()).or_default();
                own.insert(other.to_string(), one.to_string());
            }
        }
    }
    taken
}

/// A part that only the old set has.
fn only_old(number: usize) -> Pair {
    Pair {
        old: Some(number),
        new: None,
    }
}

/// New ids by old ones, for everything that has one and can be renamed.
pub(super) struct Names {
    profile: Renames,
    criteria: BTreeMap<String, String>,
    gates: BTreeMap<String, String>,
    recommendations: BTreeMap<String, String>,
    rules: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn new(old: &RubricSet, new: &RubricSet, pairs: &Pairs) -> Self {
        macro_rules! ids {
            ($parts:ident) => {
                other_ids(
                    &pairs.$parts,
                    |number| &old.$parts[number].id,
                    |number| &new.$parts[number].id,
                )
            };
        }
        Self {
            profile: renames(old, new, pairs),
            criteria: ids!(criteria),
            gates: ids!(gates),
            recommendations: ids!(recommendations),
            rules: ids!(rules),
        }
    }

    /// The old set under the new names.
    pub(super) fn applied<'a>(&self, draft: &Draft<'a>) -> Draft<'a> {
        let parts = draft.parts.iter().map(|part| self.part(part.clone()));
        draft.with(parts.collect())
    }

    fn part<'a>(&self, mut part: Written<'a>) -> Written<'a> {
        let ids = match part.subject {
            Subject::Fact => &self.profile.facts,
            Subject::Criterion => &self.criteria,
            Subject::Gate => &self.gates,
            Subject::Recommendation => &self.recommendations,
            Subject::Rule => &self.rules,
            _ => return part,
        };
        if let Some(id) = ids.get(&part.id) {
            part.call(id.clone());
        }
        let subject = part.subject;
        let id = part.id.clone();
        let Value::Map(fields) = &mut part.node.value else {
            return part;
        };
        let mut fact = None;
        // That of a set is how likely no and yes are, whatever its options are called.
        let is_set = fields
            .iter()
            .any(|(key, node)| key.text == "type" && node.text() == Some("set"));
        for (key, node) in fields.iter_mut() {
            match (&*key.text, subject) {
                ("options", Subject::Fact) => self.option_list(&id, node),
                ("prior", Subject::Fact) if !is_set => self.option_keys(&id, node),
                ("fact", _) => {
                    rename(&self.profile.facts, node);
                    fact = node.text().map(str::to_owned);
                }
                ("recommend", _) => rename(&self.recommendations, node),
                ("when" | "applies_when", _) => self.condition(node),
                ("cases", _) => each_item(node, &mut |case| {
                    each_field(case, "when", &mut |when| self.condition(when));
                }),
                _ => {}
            }
        }
        // Only now: the fact may stand below.
        if let Some(fact) = fact {
            for (key, node) in fields {
                match &*key.text {
                    "points" => self.option_keys(&fact, node),
                    "share_of" => self.option_list(&fact, node),
                    _ => {}
                }
            }
        }
        part
    }

    /// Options in a list, as texts or tables.
    fn option_list(&self, fact: &str, list: &mut Node<'_>) {
        each_item(list, &mut |item| match &item.value {
            Value::Map(_) => each_field(item, "id", &mut |id| self.option(fact, id)),
            Value::Scalar { .. } | Value::List(_) => self.option(fact, item),
        });
    }

    fn option_keys(&self, fact: &str, map: &mut Node<'_>) {
        let Value::Map(entries) = &mut map.value else {
            return;
        };
        for (key, _) in entries {
            if let Some(new) = self.profile.option(fact, &key.text) {
                key.text = new.to_owned().into();
            }
        }
    }

    fn option(&self, fact: &str, node: &mut Node<'_>) {
        if let Value::Scalar { text, .. } = &mut node.value
            && let Some(new) = self.profile.option(fact, text)
        {
            *text = new.to_owned().into();
        }
    }

    fn condition(&self, node: &mut Node<'_>) {
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.condition(item)),
            Value::Map(_) => {
                each_field(node, "fact", &mut |fact| rename(&self.profile.facts, fact));
                each_field(node, "gate", &mut |gate| rename(&self.gates, gate));
                let fact = node.get("fact").and_then(Node::text).map(str::to_owned);
                for name in ["is", "in", "includes"] {
                    let Some(fact) = &fact else { continue };
                    each_field(node, name, &mut |test| {
                        each_item(test, &mut |item| self.option(fact, item));
                        self.option(fact, test);
                    });
                }
                for name in ["any", "all", "not"] {
                    each_field(node, name, &mut |inner| self.condition(inner));
                }
            }
            Value::Scalar { .. } => {}
        }
    }
}

fn other_ids<'s>(
    pairs: &[Pair],
    old: impl Fn(usize) -> &'s str,
    new: impl Fn(usize) -> &'s str,
) -> BTreeMap<String, String> {
    let both = pairs.iter().filter_map(|pair| pair.old.zip(pair.new));
    let ids = both.map(|(a, b)| (old(a), new(b)));
    let other = ids.filter(|(a, b)| a != b);
    other.map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

fn rename(names: &BTreeMap<String, String>, node: &mut Node<'_>) {
    if let Value::Scalar { text, .. } = &mut node.value
        && let Some(new) = names.get(&**text)
    {
        *text = new.clone().into();
    }
}

fn each_item<'a>(node: &mut Node<'a>, visit: &mut impl FnMut(&mut Node<'a>)) {
    if let Value::List(items) = &mut node.value {
        items.iter_mut().for_each(visit);
    }
}

fn each_field<'a>(node: &mut Node<'a>, name: &str, visit: &mut impl FnMut(&mut Node<'a>)) {
    if let Value::Map(entries) = &mut node.value {
        let own = entries.iter_mut().filter(|(key, _)| key.text == name);
        own.for_each(|(_, node)| visit(node));
    }
}

/// The ids and options that a part speaks of: every word of it.
pub(super) fn words<'n>(node: &'n Node<'_>, found: &mut Vec<&'n str>) {
    match &node.value {
        Value::Scalar { text, .. } => found.push(text),
        Value::List(items) => items.iter().for_each(|item| words(item, found)),
        Value::Map(_) => {
            for (key, node) in entries(node) {
                found.push(&key.text);
                words(node, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{renames, taken_over};
    use crate::compare::pairs::Pairs;
    use crate::source::shipped;

    #[test]
    fn a_name_is_taken_over_only_from_what_is_gone() {
        let old = shipped::rubric_set();
        let mut new = old.clone();
        let id = |number: usize| old.facts[number].id.to_string();
        // Another name for the first, and nothing else.
        new.facts[0].renamed_from = Some(old.facts[0].id.clone());
        new.facts[0].id = "company.called_otherwise".into();
        // The third is gone, and the second is called so now: a note of long ago tells of another that it went to.
        new.facts[5].renamed_from = Some(old.facts[2].id.clone());
        new.facts[1].renamed_from = Some(old.facts[1].id.clone());
        new.facts[1].id = old.facts[2].id.clone();
        new.facts[2].id = "company.something_new".into();
        // Two that change places: neither is gone.
        for (one, other) in [(3, 4), (4, 3)] {
            new.facts[one].renamed_from = Some(old.facts[one].id.clone());
            new.facts[one].id = old.facts[other].id.clone();
        }
        let pairs = Pairs::new(&old, &new);
        let renamed = renames(&old, &new, &pairs).facts;
        assert_eq!(renamed.len(), 4);
        assert_eq!(renamed[&id(1)], id(2));
        let taken = taken_over(&old, &new, &pairs).facts;
        assert_eq!(taken.into_iter().collect::<Vec<_>>(), [(id(2), id(1))]);
    }

    #[test]
    fn options_are_taken_over_within_their_fact() {
        let old = shipped::rubric_set();
        let choice = old.facts.iter().position(|fact| fact.options.len() > 3);
        let choice = choice.expect("one with some options");
        let id = |number: usize| old.facts[choice].options[number].id.to_string();
        let mut new = old.clone();
        let options = &mut new.facts[choice].options;
        options[0].renamed_from = Some(options[0].id.clone());
        options[0].id = "called-otherwise".into();
        options[1].renamed_from = Some(options[1].id.clone());
        options[1].id = old.facts[choice].options[2].id.clone();
        options[2].id = "something-new".into();
        options[3].renamed_from = Some(old.facts[choice].options[2].id.clone());
        let pairs = Pairs::new(&old, &new);
        let taken = taken_over(&old, &new, &pairs);
        assert!(taken.facts.is_empty());
        let own = taken.options.into_iter().collect::<Vec<_>>();
        let [(fact, options)] = own.as_slice() else {
            panic!("{own:?}");
        };
        assert_eq!(*fact, *old.facts[choice].id);
        let options: Vec<_> = options.clone().into_iter().collect();
        assert_eq!(options, [(id(2), id(1))]);
    }
}
