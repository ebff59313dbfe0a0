//! Shares: the part of the completions, weighted by the priors, in which each recommendation comes out.
//!
//! Counted where few completions are left, else over a Latin hypercube sample of [`POINTS`] points
//! (McKay, Beckman and Conover 1979): each variable meets every one of as many equal strata once, in an
//! order of its own, at a place within the stratum that is drawn once. Its variance is at most N/(N − 1)
//! times that of plain sampling (Owen 1997), so the stated error holds, for answers that are rarer than a
//! stratum too. Whole numbers, and keys that follow from ids alone: every machine and thread gets the same
//! digits, and what a set says of one fact does not move the points of another.

use super::random::SplitMix64;
use crate::rubric::RubricSet;
use crate::rubric::fact::{Variable, cells};
use crate::rubric::number::gcd;

/// The points of the sample where completions are too many to count; a power of two.
pub const POINTS: u16 = 1 << BITS;
const BITS: u32 = 13;
/// Completions that are made and scored together; a part of [`POINTS`].
pub(super) const BLOCK: usize = 256;
/// The most completions that are counted one by one.
pub const COUNTED: u64 = 8192;

/// The completions of what is left, as far as it can still matter: all of them, or the sample.
pub(super) struct Completions<'c> {
    set: &'c RubricSet,
    /// The variables that can still matter, ascending; the others keep their first cell.
    relevant: &'c [usize],
    first: Vec<u8>,
    choices: Vec<Choices>,
}

/// Some completions side by side: the cells of one variable are a column.
pub(super) struct Block<'b> {
    completions: &'b Completions<'b>,
    /// For each relevant variable and each completion the place of its cell among those that are left.
    pub(super) columns: &'b [[u8; BLOCK]],
    /// The weight of each completion: one of a sample.
    pub(super) weights: &'b [u64],
    /// Whether it is a part of the sample: full.
    pub(super) sampled: bool,
}

impl Block<'_> {
    /// A completion of the block: a cell for each variable.
    pub(super) fn completion(&self, number: usize) -> Vec<u8> {
        let all = self.completions;
        let mut cells = all.first.clone();
        for ((list, column), &variable) in all.choices.iter().zip(self.columns).zip(all.relevant) {
            cells[variable] = list.cells[usize::from(column[number])];
        }
        cells
    }
}

impl<'c> Completions<'c> {
    /// `relevant` are the variables that can still matter, ascending; the others keep their first cell.
    pub(super) fn new(set: &'c RubricSet, allowed: &[u64], relevant: &'c [usize]) -> Self {
        Self {
            set,
            relevant,
            first: allowed.iter().map(|cells| first(*cells)).collect(),
            choices: choices(set, allowed, relevant),
        }
    }

    /// The columns: each with its variable and the cells that its places stand for.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let cells = self.choices.iter().map(|list| &*list.cells);
        self.relevant.iter().copied().zip(cells)
    }

    /// The column of a relevant variable, and the cells that its places stand for.
    pub(super) fn column(&self, variable: usize) -> Option<(usize, &[u8])> {
        let column = self.relevant.binary_search(&variable).ok()?;
        Some((column, &self.choices[column].cells))
    }

    /// The total weight if every completion is counted.
    pub(super) fn counted(&self) -> Option<u64> {
        let lists = self.choices.iter();
        let count = lists.clone().try_fold(1_u64, |count, list| {
            count.checked_mul(list.cells.len() as u64)
        });
        let total = lists.into_iter().try_fold(1_u64, |total, list| {
            total
                .checked_mul(u64::from(list.total))
                .filter(|&total| total < 1 << 53)
        });
        total.filter(|_| count.is_some_and(|count| count <= COUNTED))
    }

    /// Calls `visit` for all completions, or the sample, a block at a time.
    pub(super) fn each_block(&self, visit: impl FnMut(&Block<'_>)) {
        if self.counted().is_some() {
            self.count(visit);
        } else {
            self.sample(visit);
        }
    }

    fn count(&self, mut visit: impl FnMut(&Block<'_>)) {
        let lists = &self.choices;
        let mut places = vec![0_usize; lists.len()];
        let mut columns = vec![[0_u8; BLOCK]; lists.len()];
        let mut weights = Vec::with_capacity(BLOCK);
        loop {
            let mut weight = 1_u64;
            for ((list, &place), column) in lists.iter().zip(&places).zip(&mut columns) {
                column[weights.len()] = u8::try_from(place).unwrap_or(0);
                weight *= u64::from(list.weights[place]);
            }
            weights.push(weight);
            let more = advance(&mut places, lists);
            if !more || weights.len() == BLOCK {
                visit(&Block {
                    completions: self,
                    columns: &columns,
                    weights: &weights,
                    sampled: false,
                });
                weights.clear();
            }
            if !more {
                return;
            }
        }
    }

    fn sample(&self, mut visit: impl FnMut(&Block<'_>)) {
        let orders = orders(self.set, self.relevant);
        let mut columns = vec![[0_u8; BLOCK]; orders.len()];
        for start in (0..POINTS).step_by(BLOCK) {
            for ((list, order), column) in self.choices.iter().zip(&orders).zip(&mut columns) {
                list.places(order, start, column);
            }
            visit(&Block {
                completions: self,
                columns: &columns,
                weights: &[1; BLOCK],
                sampled: true,
            });
        }
    }
}

/// A few completions, spread as the priors are, for a first look.
pub(super) fn some_completions(set: &RubricSet, allowed: &[u64]) -> Vec<Vec<u8>> {
    const EVERY: usize = 16;
    let open = |variable: &usize| !allowed[*variable].is_power_of_two();
    let open: Vec<usize> = (0..allowed.len()).filter(open).collect();
    let lists = choices(set, allowed, &open);
    let orders = orders(set, &open);
    let completion = |number: u16| {
        let mut cells: Vec<u8> = allowed.iter().map(|cells| first(*cells)).collect();
        for ((list, order), &variable) in lists.iter().zip(&orders).zip(&open) {
            cells[variable] = list.cells[usize::from(list.index(order.stratum(number)))];
        }
        cells
    };
    (0..POINTS).step_by(EVERY).map(completion).collect()
}

fn choices(set: &RubricSet, allowed: &[u64], variables: &[usize]) -> Vec<Choices> {
    let choices = |&variable: &usize| {
        let own = &set.variables[variable];
        Choices::new(own, allowed[variable], key(set, own))
    };
    variables.iter().map(choices).collect()
}

fn orders(set: &RubricSet, variables: &[usize]) -> Vec<Order> {
    let order = |&variable: &usize| Order::new(key(set, &set.variables[variable]));
    variables.iter().map(order).collect()
}

/// What sets a variable of a sample apart from all others: a hash of its ids (FNV-1a).
fn key(set: &RubricSet, variable: &Variable) -> u64 {
    let fact = &set.facts[usize::from(variable.fact)];
    let option = variable
        .option
        .map_or("", |option| &*fact.options[usize::from(option)].id);
    let bytes = fact.id.bytes().chain([0]).chain(option.bytes());
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

fn first(allowed: u64) -> u8 {
    cells(allowed).next().unwrap_or(0)
}

/// The next combination; false after the last.
fn advance(places: &mut [usize], lists: &[Choices]) -> bool {
    for (place, list) in places.iter_mut().zip(lists) {
        *place += 1;
        if *place < list.cells.len() {
            return true;
        }
        *place = 0;
    }
    false
}

/// The cells of a variable that are left, with their prior weights.
struct Choices {
    cells: Vec<u8>,
    weights: Vec<u32>,
    /// The stratum with which each cell but the last has ended. A stratum that several cells share goes to
    /// the one at its drawn place. A cell without weight ends where it begins.
    ends: Vec<u16>,
    total: u32,
}

impl Choices {
    fn new(variable: &Variable, allowed: u64, key: u64) -> Self {
        let cells: Vec<u8> = cells(allowed).collect();
        let mut weights: Vec<u32> = cells
            .iter()
            .map(|&cell| variable.weight(cell, allowed))
            .collect();
        let common = weights
            .iter()
            .fold(0, |common, &weight| gcd(common, weight))
            .max(1);
        weights.iter_mut().for_each(|weight| *weight /= common);
        let total: u32 = weights.iter().sum();
        let mut sum = 0_u64;
        let mut ends: Vec<u16> = weights
            .iter()
            .map(|&weight| {
                sum += u64::from(weight);
                let (stratum, part) = (
                    (sum << BITS) / u64::from(total),
                    (sum << BITS) % u64::from(total),
                );
                let place = (place_within(key, stratum) * u64::from(total)) >> 32;
                u16::try_from(stratum + u64::from(place < part)).unwrap_or(POINTS)
            })
            .collect();
        // Ends that are met add up to the place of the cell, and all but those behind the last weight are.
        let last = weights.iter().rposition(|&weight| weight > 0).unwrap_or(0);
        ends.truncate(last);
        Self {
            ends,
            cells,
            weights,
            total,
        }
    }

    /// Which cell a stratum has.
    fn index(&self, stratum: u16) -> u8 {
        let before = self.ends.iter().filter(|&&end| stratum >= end);
        u8::try_from(before.count()).unwrap_or(0)
    }

    /// Which of the cells each point of a block has.
    fn places(&self, order: &Order, start: u16, places: &mut [u8; BLOCK]) {
        let mut strata = [0_u16; BLOCK];
        for (stratum, number) in strata.iter_mut().zip(start..) {
            *stratum = order.stratum(number);
        }
        places.fill(0);
        for &end in &self.ends {
            for (place, &stratum) in places.iter_mut().zip(&strata) {
                *place += u8::from(stratum >= end);
            }
        }
    }
}

/// Where in a stratum a variable's point lies, in 2⁻³² of the stratum.
fn place_within(key: u64, stratum: u64) -> u64 {
    SplitMix64::new(key ^ ((stratum + 1) << 48)).next() >> 32
}

/// The order in which one variable meets its strata: a permutation of the points by a few rounds of
/// steps that can each be undone, under keys of its own.
struct Order {
    keys: [u16; 8],
}

impl Order {
    fn new(key: u64) -> Self {
        let mut stream = SplitMix64::new(key);
        // The low bits of the high half: steps are taken modulo the number of points.
        let keys =
            std::array::from_fn(|_| u16::try_from(stream.next() >> 32 & 0xFFFF).unwrap_or(0));
        Self { keys }
    }

    /// The stratum of a point.
    fn stratum(&self, number: u16) -> u16 {
        const MASK: u16 = POINTS - 1;
        let mut place = number;
        for round in self.keys.chunks_exact(2) {
            place = place.wrapping_mul(round[0] | 1).wrapping_add(round[1]) & MASK;
            place ^= place >> (BITS / 2 + 1);
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_meets_every_stratum_once() {
        for key in 1..200 {
            let order = Order::new(key);
            let mut met: Vec<u16> = (0..POINTS).map(|number| order.stratum(number)).collect();
            met.sort_unstable();
            assert!(met.into_iter().eq(0..POINTS), "{key}");
        }
    }

    #[test]
    fn an_answer_rarer_than_a_stratum_comes_as_often_as_its_prior_says() {
        // One in 40,960: with one variable in five the rare cell has one of the 8192 strata.
        let (rare, of) = (1_u64, 40_960_u64);
        let met = (1..5_001)
            .filter(|&key| (place_within(key, 0) * of) >> 32 < rare << BITS)
            .count();
        assert!((900..1_100).contains(&met), "{met}");
    }

    #[test]
    fn no_two_variables_go_together() {
        // Half and half again: a quarter of the points, within five standard errors.
        let upper = |order: &Order, number| order.stratum(number) >= POINTS / 2;
        let orders: Vec<Order> = (1..40).map(Order::new).collect();
        for (index, one) in orders.iter().enumerate() {
            for other in &orders[index + 1..] {
                let both = (0..POINTS).filter(|&number| upper(one, number) && upper(other, number));
                let both = i64::try_from(both.count()).expect("few");
                assert!((both - i64::from(POINTS / 4)).abs() < 110, "{both}");
            }
        }
    }
}
