//! The company that shows a difference, as a profile for either set.

use crate::compare::align::{Aligned, Map};
use crate::present::stated::StatedValue;
use crate::profile::Stated;
use crate::rubric::RubricSet;
use crate::rubric::fact::{Fact, Kind};
use serde::ser::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::io;

/// Facts and their values, in the words of one set. In JSON a map by fact.
#[derive(Debug)]
pub struct Company<'a>(Vec<(&'a Fact, Stated<'static>)>);

impl<'a> Company<'a> {
    /// Some common facts of a company as the old set calls them. A fact that only the other set has is
    /// stated too: it is ignored here.
    #[must_use]
    pub fn old(aligned: &'a Aligned, facts: &[u16], cells: &[u8]) -> Self {
        let sides = [
            (&aligned.old_original, &aligned.old_map),
            (&aligned.new_original, &aligned.new_map),
        ];
        Self::of(aligned, sides, |pair| (pair.old, pair.new), facts, cells)
    }

    /// The same as the new set calls them.
    #[must_use]
    pub fn new(aligned: &'a Aligned, facts: &[u16], cells: &[u8]) -> Self {
        let sides = [
            (&aligned.new_original, &aligned.new_map),
            (&aligned.old_original, &aligned.old_map),
        ];
        Self::of(aligned, sides, |pair| (pair.new, pair.old), facts, cells)
    }

    fn of(
        aligned: &'a Aligned,
        sides: [(&'a RubricSet, &Map); 2],
        own: impl Fn(&crate::compare::pairs::Pair) -> (Option<usize>, Option<usize>),
        facts: &[u16],
        cells: &[u8],
    ) -> Self {
        let left: Vec<u64> = cells.iter().map(|cell| 1 << cell).collect();
        let mut stated: Vec<(&Fact, Stated<'static>)> = Vec::new();
        for &common in facts {
            let (here, there) = own(&aligned.facts[usize::from(common)]);
            let found = here
                .map(|fact| (sides[0], fact))
                .or(there.map(|fact| (sides[1], fact)));
            let Some(((set, map), number)) = found else {
                continue;
            };
            let shared = &aligned.new.facts[usize::from(common)];
            let first = usize::from(shared.variables.start);
            let fact = &set.facts[number];
            let value = value(
                set,
                fact,
                &map.cells(&left),
                (shared, cells.get(first).copied().unwrap_or(0)),
            );
            stated.push((fact, value));
        }
        stated.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        Self(stated)
    }

    /// Whether a profile says the same in the words of another set.
    #[must_use]
    pub fn reads_as(&self, other: &Self) -> bool {
        let text = |company: &Self| company.yaml().unwrap_or_default();
        text(self) == text(other)
    }

    /// How many facts are stated.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The profile as a file.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn yaml(&self) -> io::Result<String> {
        let mut sections: BTreeMap<&str, BTreeMap<&str, StatedValue<'_>>> = BTreeMap::new();
        for (fact, value) in &self.0 {
            let section = sections.entry(fact.section()).or_default();
            section.insert(fact.key(), StatedValue { fact, value });
        }
        serde_yaml::to_string(&sections).map_err(io::Error::other)
    }
}

impl Serialize for Company<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0
                .iter()
                .map(|(fact, value)| (&*fact.id, StatedValue { fact, value })),
        )
    }
}

fn value(
    set: &RubricSet,
    fact: &Fact,
    left: &[u64],
    (shared, cell): (&Fact, u8),
) -> Stated<'static> {
    let first = usize::from(fact.variables.start);
    let narrow = |number: u32| u16::try_from(number).unwrap_or(0);
    let own = left.get(first).map_or(0, |cells| cells.trailing_zeros());
    let variable = set.variables.get(first);
    if variable.is_some_and(|variable| variable.na.is_some_and(|na| u32::from(na) == own)) {
        return Stated::NotApplicable;
    }
    match fact.kind {
        Kind::Bool => Stated::Bool(own == 1),
        Kind::Choice => Stated::Option(narrow(own)),
        Kind::Set => {
            let held = crate::rubric::indexes(&fact.variables).enumerate();
            let held = held.filter(|(_, variable)| left[*variable] == 0b10);
            let options = held.filter_map(|(option, _)| u16::try_from(option).ok());
            Stated::Options(options.collect())
        }
        Kind::Integer | Kind::Number => Stated::Number(shared.inside(usize::from(cell))),
        Kind::Text => Stated::Unknown,
    }
}
