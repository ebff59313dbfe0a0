//! Two rubric sets over one space of facts, so that one company can be scored under both.
//!
//! The common space holds every company that both sets can describe: options, bounds and `n/a` that both
//! have, numbers cut wherever either cuts them. A fact that only one set has is free; the other ignores it.

use super::pairs::{Pair, Pairs, options};
use super::scales::scale;
use crate::rubric::condition::{Condition, FactTest};
use crate::rubric::fact::{Cut, Fact, Kind, MAX_CELLS, Variable};
use crate::rubric::number::{lcm, narrow};
use crate::rubric::{RubricSet, indexes, sections};

/// Two sets over the same facts and variables, matched parts under the new set's ids.
#[derive(Clone, Debug)]
pub struct Aligned {
    /// The old set in the common space.
    pub old: RubricSet,
    /// The new set in the common space.
    pub new: RubricSet,
    /// Each common fact by its number in the two sets as they were.
    pub facts: Vec<Pair>,
    /// How each side's variables relate to the common ones.
    pub old_map: Map,
    /// The same for the new set.
    pub new_map: Map,
    /// The old set as it was.
    pub old_original: RubricSet,
    /// The new set as it was.
    pub new_original: RubricSet,
}

impl Aligned {
    /// The same with the sides exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            old: self.new,
            new: self.old,
            facts: self.facts.into_iter().map(Pair::turned).collect(),
            old_map: self.new_map,
            new_map: self.old_map,
            old_original: self.new_original,
            new_original: self.old_original,
        }
    }

    /// Whether a common fact is one of two that go by one name and have no value in common: no profile
    /// that states it is read by both sets.
    #[must_use]
    pub fn is_split(&self, fact: u16) -> bool {
        let (fact, facts) = (usize::from(fact), &self.new.facts);
        let same = |other: usize| other != fact && facts[other].id == facts[fact].id;
        (0..facts.len()).any(same)
    }
}

/// For each variable of a set as it was: the common variable, and for each of its cells the own one.
/// None for an option of a set fact that the other set does not have: it never holds.
#[derive(Clone, Debug)]
pub struct Map {
    pub(super) variables: Vec<Option<(u16, Vec<u8>)>>,
}

impl Map {
    /// The cells of a set as it was that go with common ones; an option that is not common does not hold.
    #[must_use]
    pub fn cells(&self, common: &[u64]) -> Vec<u64> {
        let own = self.variables.iter();
        own.map(|map| match map {
            Some((to, cells)) => {
                let left = common[usize::from(*to)];
                let held = cells.iter().enumerate();
                held.filter(|(cell, _)| left >> cell & 1 == 1)
                    .fold(0, |all, (_, own)| all | 1 << own)
            }
            None => 0b01,
        })
        .collect()
    }
}

/// Brings two sets together; none where a number is cut into too many cells by both, or a criterion would
/// become too large.
#[must_use]
pub fn align(old: &RubricSet, new: &RubricSet, pairs: &Pairs) -> Option<Aligned> {
    let mut drafts: Vec<(Fact, Pair)> = Vec::new();
    for pair in &pairs.facts {
        let both = pair.old.zip(pair.new);
        if let Some((a, b)) = both
            && let Some(fact) = common(&old.facts[a], &new.facts[b])
        {
            drafts.push((fact, *pair));
            continue;
        }
        let alone = [
            pair.old.map(|number| {
                let one = Pair {
                    old: Some(number),
                    new: None,
                };
                (&old.facts[number], one)
            }),
            pair.new.map(|number| {
                let one = Pair {
                    old: None,
                    new: Some(number),
                };
                (&new.facts[number], one)
            }),
        ];
        drafts.extend(
            alone
                .into_iter()
                .flatten()
                .map(|(fact, one)| (fact.clone(), one)),
        );
    }
    drafts.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let mut start = 0;
    for (fact, _) in &mut drafts {
        if fact.value_cells() + usize::from(fact.allow_na) > MAX_CELLS {
            return None;
        }
        let count = match fact.kind {
            Kind::Text => 0,
            Kind::Set => fact.options.len(),
            Kind::Bool | Kind::Choice | Kind::Integer | Kind::Number => 1,
        };
        fact.variables = start..start + narrow(count);
        start += narrow(count);
    }
    let (facts, of): (Vec<Fact>, Vec<Pair>) = drafts.into_iter().unzip();
    let side = |set: &RubricSet, own: &dyn Fn(&Pair) -> Option<usize>, is_new: bool| {
        let map = map(set, &facts, &of, own, is_new, (old, new));
        let variables = variables(set, &facts, &map);
        (map, variables)
    };
    let (old_map, mut old_variables) = side(old, &|pair| pair.old, false);
    let (new_map, mut new_variables) = side(new, &|pair| pair.new, true);
    // What only one side has is as likely on both.
    for (number, pair) in of.iter().enumerate() {
        let own = indexes(&facts[number].variables);
        if pair.old.is_none() {
            old_variables[own.clone()].clone_from_slice(&new_variables[own]);
        } else if pair.new.is_none() {
            new_variables[own.clone()].clone_from_slice(&old_variables[own]);
        }
    }
    let numbers = |own: &dyn Fn(&Pair) -> Option<usize>, count: usize| {
        let place = |number| of.iter().position(|pair| own(pair) == Some(number));
        (0..count)
            .map(|number| narrow(place(number).unwrap_or(0)))
            .collect::<Vec<u16>>()
    };
    let old_numbers = numbers(&|pair| pair.old, old.facts.len());
    let new_numbers = numbers(&|pair| pair.new, new.facts.len());
    let mut aligned = Aligned {
        old: translate(old, &facts, old_variables, &old_map, &old_numbers)?,
        new: translate(new, &facts, new_variables, &new_map, &new_numbers)?,
        facts: of,
        old_map,
        new_map,
        old_original: old.clone(),
        new_original: new.clone(),
    };
    rename(&mut aligned.old, new, pairs);
    Some(aligned)
}

/// What both facts can hold; none where they have no value in common.
fn common(old: &Fact, new: &Fact) -> Option<Fact> {
    let numeric = old.kind.is_numeric() && new.kind.is_numeric();
    if old.kind != new.kind && !numeric {
        return None;
    }
    let mut fact = new.clone();
    fact.allow_na = old.allow_na && new.allow_na;
    if matches!(fact.kind, Kind::Choice | Kind::Set) {
        let both = options(old, new).into_iter();
        let both = both.filter_map(|pair| pair.old.and(pair.new));
        fact.options = both.map(|option| new.options[option].clone()).collect();
        if fact.options.is_empty() {
            return None;
        }
    }
    if numeric {
        let whole = old.kind == Kind::Integer || new.kind == Kind::Integer;
        if whole {
            fact.kind = Kind::Integer;
        }
        let either = |a: Option<f64>, b: Option<f64>, pick: fn(f64, f64) -> f64| match (a, b) {
            (Some(a), Some(b)) => Some(pick(a, b)),
            (a, b) => a.or(b),
        };
        fact.min = either(old.min, new.min, f64::max);
        fact.max = either(old.max, new.max, f64::min);
        if whole {
            (fact.min, fact.max) = (fact.min.map(f64::ceil), fact.max.map(f64::floor));
        }
        if let (Some(min), Some(max)) = (fact.min, fact.max)
            && min > max
        {
            return None;
        }
        let mut cuts: Vec<Cut> = old.cuts.iter().chain(&new.cuts).copied().collect();
        if whole {
            for cut in &mut cuts {
                let value = if cut.after {
                    cut.value.floor() + 1.0
                } else {
                    cut.value.ceil()
                };
                *cut = Cut {
                    value,
                    after: false,
                };
            }
        }
        let nothing_left = |cut: &Cut| fact.min.is_some_and(|min| cut.is_left_of(min));
        let nothing_right = |cut: &Cut| fact.max.is_some_and(|max| !cut.is_left_of(max));
        cuts.retain(|cut| !nothing_left(cut) && !nothing_right(cut));
        cuts.sort_by(|a, b| a.value.total_cmp(&b.value).then(a.after.cmp(&b.after)));
        cuts.dedup();
        fact.cuts = cuts;
    }
    Some(fact)
}

fn map(
    set: &RubricSet,
    facts: &[Fact],
    of: &[Pair],
    own: &dyn Fn(&Pair) -> Option<usize>,
    is_new: bool,
    (old, new): (&RubricSet, &RubricSet),
) -> Map {
    let mut variables = vec![None; set.variables.len()];
    for (number, pair) in of.iter().enumerate() {
        let Some(here) = own(pair) else { continue };
        let (common, mine) = (&facts[number], &set.facts[here]);
        // The own place of each common option: the common ones carry the new set's ids.
        let own_option = |id: &str| match (is_new, pair.old.zip(pair.new)) {
            (false, Some((a, b))) => {
                let (a, b) = (&old.facts[a], &new.facts[b]);
                let place = b.option(id);
                let pairs = options(a, b);
                pairs
                    .iter()
                    .find(|pair| pair.new == place)
                    .and_then(|pair| pair.old)
            }
            _ => mine.option(id),
        };
        let first = usize::from(mine.variables.start);
        if common.kind == Kind::Set {
            for (place, option) in common.options.iter().enumerate() {
                if let Some(option) = own_option(&option.id) {
                    let to = common.variables.start + narrow(place);
                    variables[first + option] = Some((to, vec![0, 1]));
                }
            }
            continue;
        }
        if mine.variables.is_empty() {
            continue;
        }
        let cell = |cell: usize| match common.kind {
            Kind::Choice => own_option(&common.options[cell].id).unwrap_or(0),
            Kind::Integer | Kind::Number => mine.cell_of(common.inside(cell)),
            Kind::Bool | Kind::Set | Kind::Text => cell,
        };
        let mut cells: Vec<u8> = (0..common.value_cells())
            .map(|place| u8::try_from(cell(place)).unwrap_or(0))
            .collect();
        if common.allow_na {
            cells.extend(set.variables[first].na);
        }
        variables[first] = Some((common.variables.start, cells));
    }
    Map { variables }
}

/// The common variables with the priors of one set.
fn variables(set: &RubricSet, facts: &[Fact], map: &Map) -> Vec<Variable> {
    let mut all: Vec<Variable> = Vec::new();
    for (number, fact) in facts.iter().enumerate() {
        for place in 0..fact.variables.len() {
            let values = fact.value_cells();
            let na = fact
                .allow_na
                .then(|| u8::try_from(values).unwrap_or(u8::MAX));
            let cells = values + usize::from(fact.allow_na);
            all.push(Variable {
                fact: narrow(number),
                option: (fact.kind == Kind::Set).then(|| narrow(place)),
                cells: u8::try_from(cells).unwrap_or(u8::MAX),
                na,
                prior: vec![1; cells],
            });
        }
    }
    for (mine, to) in set.variables.iter().zip(&map.variables) {
        let Some((to, cells)) = to else { continue };
        let parts = |own: u8| cells.iter().filter(|cell| **cell == own).count() as u64;
        let whole = cells
            .iter()
            .fold(1, |whole, cell| lcm(whole, parts(*cell).max(1)).min(5040));
        let weight = |own: u8| {
            let parts = parts(own).max(1);
            let weight = u64::from(mine.prior[usize::from(own)]) * whole / parts;
            u32::try_from(weight).unwrap_or(u32::MAX)
        };
        let prior: Vec<u32> = cells.iter().map(|cell| weight(*cell)).collect();
        if prior.iter().any(|weight| *weight > 0) {
            all[usize::from(*to)].prior = prior;
        }
    }
    all
}

/// A set in the common space.
fn translate(
    set: &RubricSet,
    facts: &[Fact],
    variables: Vec<Variable>,
    map: &Map,
    numbers: &[u16],
) -> Option<RubricSet> {
    let mut out = set.clone();
    out.facts = facts.to_vec();
    out.variables = variables;
    out.sections = sections(facts);
    for gate in &mut out.gates {
        gate.when = condition(&gate.when, map);
    }
    for rule in &mut out.rules {
        rule.when = rule.when.as_ref().map(|when| condition(when, map));
    }
    for criterion in &mut out.criteria {
        let when = criterion.applies_when.as_ref();
        criterion.applies_when = when.map(|when| condition(when, map));
        for case in &mut criterion.cases {
            *case = condition(case, map);
        }
        for fact in &mut criterion.facts {
            *fact = numbers[usize::from(*fact)];
        }
        criterion.scale = scale(&criterion.scale, map, &out.variables)?;
    }
    Some(out)
}

fn condition(when: &Condition, map: &Map) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| condition(part, map)).collect();
    match when {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(part) => Condition::Not(Box::new(condition(part, map))),
        Condition::Score(test) => Condition::Score(*test),
        Condition::Gate(gate) => Condition::Gate(*gate),
        Condition::Fact(test) => match &map.variables[usize::from(test.variable)] {
            Some((to, cells)) => {
                let held = cells.iter().enumerate();
                let held = held.filter(|(_, own)| test.cells >> **own & 1 == 1);
                Condition::Fact(FactTest {
                    variable: *to,
                    cells: held.fold(0, |all, (cell, _)| all | 1 << cell),
                    interval: test.interval,
                })
            }
            // It never holds.
            None => Condition::Any(Vec::new()),
        },
    }
}

/// Gives what was renamed its new id.
fn rename(old: &mut RubricSet, new: &RubricSet, pairs: &Pairs) {
    macro_rules! rename {
        ($parts:ident) => {
            for pair in &pairs.$parts {
                if let Some((a, b)) = pair.old.zip(pair.new) {
                    old.$parts[a].id = new.$parts[b].id.clone();
                }
            }
        };
    }
    rename!(criteria);
    rename!(gates);
    rename!(recommendations);
    rename!(rules);
}
