//! The short way from a document to its cells, for profiles in which nothing is half known and nothing is
//! wrong: what a reader hears goes straight into cells, and no tree, no statement and no finding is made.
//! It says of no document anything else than [`resolve`](super::resolve) does: where it would have to, it
//! gives up.

use super::date::Date;
use super::value::{EXACT, exact};
use super::word::{Word, Words};
use crate::rubric::RubricSet;
use crate::rubric::fact::{Fact, Kind, Variable};
use crate::value::{self, FactSink, boolean, is_null};
use std::ops::Range;

/// What one document after the other says, in the same room.
#[derive(Debug)]
pub struct Plain<'s> {
    set: &'s RubricSet,
    /// What is looked at of each fact, close together.
    facts: Vec<Slot<'s>>,
    /// The sections by their names.
    sections: Words<'s>,
    /// The facts of each by their keys.
    keys: Vec<Words<'s>>,
    /// For each variable of the set the cells that are still possible.
    cells: Vec<u64>,
    /// Nothing known.
    blank: Vec<u64>,
    id: Option<String>,
    name: Option<String>,
    /// The fact `company.name`.
    name_fact: Option<u16>,
    /// What has come already, a bit for each fact, for each section behind them, and for the `profile:`
    /// section and its keys behind those.
    seen: Vec<u64>,
    /// The section that has begun; none in `profile:`.
    section: Option<usize>,
    /// The facts of that section behind the last one: most profiles keep their order.
    ahead: Range<u16>,
    /// What the next value is about.
    about: About,
    /// The items of the list that has begun.
    items: usize,
}

/// A list with more items than this is not plain: what is too large is told elsewhere.
const MOST_ITEMS: usize = 1000;

/// A fact, as far as reading its value goes.
#[derive(Debug)]
struct Slot<'s> {
    kind: Kind,
    /// Its first variable.
    start: u16,
    /// What it is called in its section.
    key: &'s str,
    /// Its options but those that mean something for every fact, and the cell of each.
    options: Words<'s>,
    fact: &'s Fact,
}

impl<'s> Slot<'s> {
    fn new(fact: &'s Fact) -> Self {
        let ids: Vec<&str> = match fact.kind {
            Kind::Bool => vec!["false", "true"],
            _ => fact.options.iter().map(|option| &*option.id).collect(),
        };
        let own = |id: &str| !is_null(id) && !matches!(id, "unknown" | "n/a");
        let options = ids.into_iter().zip(0..).filter(|(id, _)| own(id));
        Self {
            kind: fact.kind,
            start: fact.variables.start,
            key: fact.key(),
            options: Words::new(&options.collect::<Vec<_>>()),
            fact,
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum About {
    Nothing,
    Fact(u16),
    Id,
    AsOf,
    PreparedBy,
    Rubrics,
}

impl<'s> Plain<'s> {
    /// Room for the answers to a set.
    #[must_use]
    pub fn new(set: &'s RubricSet) -> Self {
        let blank: Vec<u64> = set.variables.iter().map(Variable::all).collect();
        let name_fact = set
            .fact("company.name")
            .filter(|&fact| set.facts[fact].kind == Kind::Text);
        let names = set.sections.iter().map(|(name, _)| &**name);
        let keys = |(_, facts): &(_, Range<u16>)| {
            let keys = facts
                .clone()
                .map(|fact| (set.facts[usize::from(fact)].key(), fact));
            Words::new(&keys.collect::<Vec<_>>())
        };
        let bits = set.facts.len() + set.sections.len() + 5;
        Self {
            facts: set.facts.iter().map(Slot::new).collect(),
            sections: Words::new(&names.zip(0..).collect::<Vec<_>>()),
            keys: set.sections.iter().map(keys).collect(),
            cells: blank.clone(),
            blank,
            id: None,
            name: None,
            name_fact: name_fact.and_then(|fact| u16::try_from(fact).ok()),
            seen: vec![0; bits.div_ceil(64)],
            section: None,
            ahead: 0..0,
            about: About::Nothing,
            items: 0,
            set,
        }
    }

    /// Forgets the last document.
    pub fn clear(&mut self) {
        self.cells.copy_from_slice(&self.blank);
        self.seen.fill(0);
        self.section = None;
        self.about = About::Nothing;
        self.id = None;
        self.name = None;
    }

    /// For each variable of the set the cells that are left, never none.
    #[must_use]
    pub fn cells(&self) -> &[u64] {
        &self.cells
    }

    /// `profile.id`.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The company's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The next value is about this fact; `None` where it has come already.
    #[inline]
    fn enter(&mut self, fact: u16) -> Option<()> {
        self.first_time(usize::from(fact))?;
        self.about = About::Fact(fact);
        Some(())
    }

    /// The next value is about this fact, of which the caller knows that it has not come yet.
    #[inline]
    pub fn turn_to(&mut self, fact: u16) {
        self.about = About::Fact(fact);
    }

    /// The next value is about a key of `profile:`.
    pub fn enter_about(&mut self, key: &str) -> Option<()> {
        let (about, place) = match key {
            "id" => (About::Id, 1),
            "as_of" => (About::AsOf, 2),
            "prepared_by" => (About::PreparedBy, 3),
            "rubrics" => (About::Rubrics, 4),
            _ => return None,
        };
        self.first_time(self.set.facts.len() + self.set.sections.len() + place)?;
        self.about = about;
        Some(())
    }

    #[inline]
    fn first_time(&mut self, place: usize) -> Option<()> {
        let (word, bit) = (&mut self.seen[place / 64], 1 << (place % 64));
        let first = *word & bit == 0;
        *word |= bit;
        first.then_some(())
    }

    fn text(&mut self, fact: u16, text: &str) {
        if self.name_fact == Some(fact) {
            self.name = Some(text.to_owned());
        }
    }

    fn said_of_profile(&mut self, about: About, text: &str, plain: bool) -> Option<()> {
        if plain && is_null(text) {
            return Some(());
        }
        match about {
            About::Id => self.id = Some(text.to_owned()),
            About::AsOf => {
                Date::parse(text)?;
            }
            About::Rubrics => {
                let (id, version) = text.split_once(' ')?;
                let same = *id == *self.set.id && *version.trim() == *self.set.version;
                return same.then_some(());
            }
            About::PreparedBy => {}
            About::Nothing | About::Fact(_) => return None,
        }
        Some(())
    }

    #[inline]
    fn set_cell(&mut self, variable: u16, cell: usize) {
        self.cells[usize::from(variable)] = 1 << cell;
    }

    /// Answers a choice or a yes-or-no question with a word without quotes, if it is a usual one; the caller knows
    /// that it has no answer yet.
    #[inline]
    pub fn choose(&mut self, fact: u16, word: &Word<'_>) -> Option<()> {
        let slot = &self.facts[usize::from(fact)];
        let cell = slot.options.find(word)?;
        self.set_cell(slot.start, usize::from(cell));
        Some(())
    }

    /// A word that is none of a fact's options.
    fn other_word(&mut self, number: u16, text: &str, plain: bool) -> Option<()> {
        if plain && is_null(text) || text == "unknown" {
            return Some(());
        }
        let set = self.set;
        let slot = &self.facts[usize::from(number)];
        if text == "n/a" && slot.kind != Kind::Text {
            let cell = set.variables.get(usize::from(slot.start))?.na?;
            let allowed = slot.fact.allow_na.then_some(());
            self.set_cell(slot.start, usize::from(cell));
            return allowed;
        }
        match slot.kind {
            Kind::Text => self.text(number, text),
            Kind::Choice => {
                let word = if boolean(text).filter(|_| plain)? {
                    "yes"
                } else {
                    "no"
                };
                let option = slot.options.find(&Word::new(word))?;
                self.set_cell(slot.start, usize::from(option));
            }
            Kind::Bool | Kind::Set | Kind::Integer | Kind::Number => return None,
        }
        Some(())
    }
}

impl FactSink for Plain<'_> {
    fn section(&mut self, key: &str) -> Option<()> {
        self.about = About::Nothing;
        let facts = self.set.facts.len();
        if key == "profile" {
            self.section = None;
            return self.first_time(facts + self.set.sections.len());
        }
        let found = usize::from(self.sections.find(&Word::new(key))?);
        self.section = Some(found);
        self.ahead = self.set.sections[found].1.clone();
        self.first_time(facts + found)
    }

    fn fact(&mut self, key: &str) -> Option<()> {
        let Some(section) = self.section else {
            return self.enter_about(key);
        };
        let next = self.ahead.start;
        let found = if !self.ahead.is_empty() && self.facts[usize::from(next)].key == key {
            next
        } else {
            self.keys[section].find(&Word::new(key))?
        };
        self.ahead.start = found + 1;
        self.enter(found)
    }

    #[inline]
    fn scalar(&mut self, text: &str, plain: bool) -> Option<()> {
        let About::Fact(number) = self.about else {
            return self.said_of_profile(self.about, text, plain);
        };
        let slot = &self.facts[usize::from(number)];
        match slot.kind {
            Kind::Choice => {
                if let Some(option) = slot.options.find(&Word::new(text)) {
                    self.set_cell(slot.start, usize::from(option));
                    return Some(());
                }
            }
            Kind::Bool => {
                if let Some(value) = boolean(text).filter(|_| plain) {
                    self.set_cell(slot.start, usize::from(value));
                    return Some(());
                }
            }
            Kind::Integer if plain => {
                if let Some(value) = value::integer(text) {
                    return self.integer(value);
                }
            }
            Kind::Number if plain => {
                if let Some(value) = value::number(text) {
                    return self.float(value);
                }
            }
            Kind::Integer | Kind::Number | Kind::Set | Kind::Text => {}
        }
        self.other_word(number, text, plain)
    }

    fn integer(&mut self, value: i64) -> Option<()> {
        let About::Fact(number) = self.about else {
            return None;
        };
        let slot = &self.facts[usize::from(number)];
        let (fact, start) = (slot.fact, slot.start);
        let whole = slot.kind.is_numeric() && value.unsigned_abs() <= EXACT.unsigned_abs();
        let value = exact(value);
        let cell = (whole && fact.in_bounds(value)).then(|| fact.cell_of(value))?;
        self.set_cell(start, cell);
        Some(())
    }

    fn float(&mut self, value: f64) -> Option<()> {
        let About::Fact(number) = self.about else {
            return None;
        };
        let slot = &self.facts[usize::from(number)];
        let (fact, start) = (slot.fact, slot.start);
        let fits = fact.kind == Kind::Number && value.is_finite() && fact.in_bounds(value);
        let cell = fits.then(|| fact.cell_of(value))?;
        self.set_cell(start, cell);
        Some(())
    }

    fn list(&mut self) -> Option<()> {
        let About::Fact(number) = self.about else {
            return None;
        };
        let fact = &self.set.facts[usize::from(number)];
        self.items = 0;
        self.cells[crate::rubric::indexes(&fact.variables)].fill(0b01);
        (fact.kind == Kind::Set).then_some(())
    }

    fn item(&mut self, text: &str, _: bool) -> Option<()> {
        let About::Fact(number) = self.about else {
            return None;
        };
        let slot = &self.facts[usize::from(number)];
        self.items += 1;
        let option = slot.options.find(&Word::new(text));
        let option = option.filter(|_| self.items <= MOST_ITEMS)?;
        self.cells[usize::from(slot.start) + usize::from(option)] = 0b10;
        Some(())
    }

    fn details(&mut self) -> Option<()> {
        matches!(self.about, About::Fact(_)).then_some(())
    }

    fn aside(&mut self, key: &str, text: &str, plain: bool) -> Option<()> {
        if key == "as_of" && !(plain && is_null(text)) {
            Date::parse(text)?;
        }
        Some(())
    }
}
