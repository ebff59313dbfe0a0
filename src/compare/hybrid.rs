//! The old set with some of the changes: put together from the parts of both as they are written,
//! checked and compiled like any other set.

use super::change::{Change, Subject};
use super::draft::{Draft, Written};
use super::names::{Names, renames};
use super::needs::{Element, elements, needs};
use super::pairs::Pairs;
use crate::profile::Renames;
use crate::rubric::RubricSet;
use crate::rubric::load::File;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// A rubric set and the files that it was loaded from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'s, 'f> {
    /// The set.
    pub set: &'s RubricSet,
    /// Its files.
    pub files: &'f [File<'f>],
}

/// A change that can be made by itself, with those that it needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// By its place in the list of changes.
    pub change: usize,
    /// Changes without which it makes no sense: the new fact that a criterion reads, the criteria that read
    /// an option which goes.
    pub with: Vec<usize>,
}

/// Every set between an old and a new one.
pub struct Hybrids<'a> {
    old: Draft<'a>,
    new: Draft<'a>,
    elements: Vec<Element>,
    /// For each element all those that are needed for it, itself among them.
    needs: Vec<Vec<usize>>,
    units: Vec<Unit>,
    /// The element of each unit.
    roots: Vec<usize>,
    renames: Renames,
    made: Mutex<BTreeMap<Vec<usize>, Made>>,
}

/// A set that was put together; none where its parts make none.
type Made = Arc<Option<RubricSet>>;

/// The most sets that are kept.
const KEPT: usize = 256;

impl<'a> Hybrids<'a> {
    /// Everything between two sets whose changes are listed.
    #[must_use]
    pub fn new(
        old: Origin<'_, 'a>,
        new: Origin<'_, 'a>,
        pairs: &Pairs,
        changes: &[Change],
    ) -> Self {
        let names = Names::new(old.set, new.set, pairs);
        let renames = renames(old.set, new.set, pairs);
        let old = names.applied(&Draft::of(old.files));
        let new = Draft::of(new.files);
        let elements = elements(&old, &new, changes);
        let alone = |one: usize| {
            old.with(parts(&old, &new, &elements, &[one]))
                .load()
                .is_some()
        };
        let needs = needs((&old, &new), &elements, alone);
        let mut roots: Vec<usize> = (0..elements.len())
            .filter(|one| elements[*one].listed.is_some())
            .collect();
        roots.sort_by_key(|one| elements[*one].listed);
        let unit = |root: &usize| {
            let others = needs[*root].iter().filter(|other| *other != root);
            let mut with: Vec<usize> = others.filter_map(|other| elements[*other].listed).collect();
            with.sort_unstable();
            elements[*root].listed.map(|change| Unit { change, with })
        };
        Self {
            units: roots.iter().filter_map(unit).collect(),
            old,
            new,
            elements,
            needs,
            roots,
            renames,
            made: Mutex::default(),
        }
    }

    /// Every change that can be made by itself, in the order of the list of changes. Texts are none.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Some units with those of what they need, each once.
    pub(super) fn opened(&self, units: &[usize]) -> Vec<usize> {
        let needed: BTreeSet<usize> = units
            .iter()
            .flat_map(|unit| &self.needs[self.roots[*unit]])
            .copied()
            .collect();
        let own = |place: &usize| needed.contains(&self.roots[*place]);
        (0..self.roots.len()).filter(own).collect()
    }

    /// What facts and options of the old set are called in the new one and in every set between.
    #[must_use]
    pub fn renames(&self) -> &Renames {
        &self.renames
    }

    /// The old set, under the new names, with some of the units: by their places in [`Self::units`].
    /// None where that is no sound set.
    #[must_use]
    pub fn set(&self, units: &[usize]) -> Made {
        let applied: BTreeSet<usize> = units
            .iter()
            .flat_map(|unit| &self.needs[self.roots[*unit]])
            .copied()
            .collect();
        let applied: Vec<usize> = applied.into_iter().collect();
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made().get(&applied) {
            return Arc::clone(known);
        }
        let parts = parts(&self.old, &self.new, &self.elements, &applied);
        let set = Arc::new(self.old.with(parts).load());
        let mut made = made();
        if made.len() < KEPT {
            made.insert(applied, Arc::clone(&set));
        }
        set
    }
}

/// The parts of the old set with some of the elements as the new one has them.
fn parts<'a>(
    old: &Draft<'a>,
    new: &Draft<'a>,
    elements: &[Element],
    applied: &[usize],
) -> Vec<Written<'a>> {
    let applies = |subject: Subject, id: &str| {
        applied
            .iter()
            .any(|one| elements[*one].subject == subject && elements[*one].id == id)
    };
    let mut all: Vec<Written<'a>> = Vec::new();
    for part in &old.parts {
        if applies(part.subject, &part.id) {
            all.extend(new.part(part.subject, &part.id).cloned());
        } else {
            all.push(part.clone());
        }
    }
    let added = |part: &&Written<'a>| {
        old.part(part.subject, &part.id).is_none() && applies(part.subject, &part.id)
    };
    let (rules, others): (Vec<_>, Vec<_>) = new
        .parts
        .iter()
        .filter(added)
        .cloned()
        .partition(|part| part.subject == Subject::Rule);
    all.extend(others);
    let order = ids(new);
    if applies(Subject::Order, "rules") {
        reorder(&mut all, &order);
    }
    for rule in rules {
        insert_rule(&mut all, rule, &order);
    }
    // Nothing may stand behind a rule without a condition, wherever it comes from.
    all.sort_by_key(|part| part.subject == Subject::Rule && part.node.get("when").is_none());
    all
}

fn ids(draft: &Draft<'_>) -> Vec<String> {
    let rules = draft
        .parts
        .iter()
        .filter(|part| part.subject == Subject::Rule);
    rules.map(|rule| rule.id.clone()).collect()
}

/// The rules that both sets have change places among themselves; one that only the old set has stays
/// where it is.
fn reorder(parts: &mut [Written<'_>], order: &[String]) {
    let place = |part: &Written<'_>| order.iter().position(|id| *id == part.id);
    let slots: Vec<usize> = (0..parts.len())
        .filter(|slot| parts[*slot].subject == Subject::Rule && place(&parts[*slot]).is_some())
        .collect();
    let mut common: Vec<Written<'_>> = slots.iter().map(|slot| parts[*slot].clone()).collect();
    common.sort_by_key(place);
    for (slot, rule) in slots.into_iter().zip(common) {
        parts[slot] = rule;
    }
}

/// A new rule goes behind the nearest of those before it that is there already, else before all.
fn insert_rule<'a>(parts: &mut Vec<Written<'a>>, rule: Written<'a>, order: &[String]) {
    let own = order.iter().position(|id| *id == rule.id).unwrap_or(0);
    let is_rule = |part: &Written<'_>| part.subject == Subject::Rule;
    let before = order[..own].iter().rev();
    let behind = before
        .filter_map(|id| {
            parts
                .iter()
                .position(|part| is_rule(part) && part.id == *id)
        })
        .next();
    let first = parts.iter().position(is_rule).unwrap_or(parts.len());
    parts.insert(behind.map_or(first, |place| place + 1), rule);
}
