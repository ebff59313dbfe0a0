//! Shares: the part of the completions, weighted by the priors, in which each recommendation comes out.
//!
//! Counted where few completions are left, else over the first [`POINTS`] points of the Richtmyer
//! sequence: the multiples of the square roots of the primes, modulo one (Richtmyer 1951; Niederreiter
//! 1992, ch. 4). Whole numbers throughout, so every machine and thread gets the same digits.

use super::point::{Point, evaluate};
use crate::rubric::RubricSet;
use crate::rubric::fact::cells;

/// The points of the sequence where completions are too many to count.
pub const POINTS: u32 = 8192;
/// The most completions that are counted one by one.
pub const COUNTED: u64 = 8192;

/// Calls `visit` for each counted or sampled completion with its weight and the figures there.
/// Returns the total weight and whether every completion was counted.
///
/// `relevant` are the variables that can still matter; the others keep their first cell.
pub(super) fn each_completion(
    set: &RubricSet,
    allowed: &[u64],
    relevant: &[usize],
    mut visit: impl FnMut(&[u8], u64, &Point),
) -> (u64, bool) {
    let mut cells: Vec<u8> = allowed.iter().map(|cells| first(*cells)).collect();
    let lists: Vec<Choices> = relevant
        .iter()
        .map(|&variable| Choices::new(set, variable, allowed[variable]))
        .collect();
    let mut point = Point::new(set);
    let count = lists.iter().try_fold(1_u64, |count, list| {
        count.checked_mul(list.cells.len() as u64)
    });
    let total = lists.iter().try_fold(1_u64, |total, list| {
        total
            .checked_mul(u64::from(list.total))
            .filter(|&total| total < 1 << 53)
    });
    if let (Some(..=COUNTED), Some(total)) = (count, total) {
        let mut places = vec![0_usize; lists.len()];
        loop {
            let mut weight = 1_u64;
            for ((list, place), &variable) in lists.iter().zip(&places).zip(relevant) {
                cells[variable] = list.cells[*place];
                weight *= u64::from(list.weights[*place]);
            }
            evaluate(set, &cells, &mut point);
            visit(&cells, weight, &point);
            if !advance(&mut places, &lists) {
                return (total, true);
            }
        }
    }
    let mut generators: Vec<u64> = Vec::with_capacity(relevant.len());
    let mut primes = Primes::default();
    generators.resize_with(relevant.len(), || root_fraction(primes.next_prime()));
    for number in 1..=u64::from(POINTS) {
        for ((list, generator), &variable) in lists.iter().zip(&generators).zip(relevant) {
            cells[variable] = list.at(number.wrapping_mul(*generator));
        }
        evaluate(set, &cells, &mut point);
        visit(&cells, 1, &point);
    }
    (u64::from(POINTS), false)
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
    /// Where each cell ends on the unit interval, in 2⁻⁶⁴; one without weight ends where it begins.
    ends: Vec<u128>,
    total: u32,
}

impl Choices {
    fn new(set: &RubricSet, variable: usize, allowed: u64) -> Self {
        let variable = &set.variables[variable];
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
        let mut sum = 0_u128;
        let ends = weights.iter().map(|&weight| {
            sum += u128::from(weight);
            (sum << 64) / u128::from(total)
        });
        Self {
            ends: ends.collect(),
            cells,
            weights,
            total,
        }
    }

    /// The cell at a place on the unit interval, in 2⁻⁶⁴.
    fn at(&self, place: u64) -> u8 {
        let index = self
            .ends
            .iter()
            .position(|&end| u128::from(place) < end)
            .unwrap_or(0);
        self.cells[index]
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The fraction of a prime's square root, in 2⁻⁶⁴.
fn root_fraction(prime: u64) -> u64 {
    // √(p·2¹¹²) is √p in 2⁻⁵⁶; what is left of whole numbers, moved up, is the fraction.
    let root = (u128::from(prime) << 112).isqrt();
    u64::try_from((root << 8) & u128::from(u64::MAX)).unwrap_or(0)
}

#[derive(Default)]
struct Primes {
    found: Vec<u64>,
}

impl Primes {
    fn next_prime(&mut self) -> u64 {
        let mut candidate = self.found.last().map_or(2, |last| last + 1);
        while self
            .found
            .iter()
            .take_while(|prime| *prime * *prime <= candidate)
            .any(|prime| candidate.is_multiple_of(*prime))
        {
            candidate += 1;
        }
        self.found.push(candidate);
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primes_are_prime() {
        let mut primes = Primes::default();
        let first: Vec<u64> = (0..10).map(|_| primes.next_prime()).collect();
        assert_eq!(first, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    }

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
    fn fractions_of_roots() {
        for (prime, fraction) in [
            (2_u64, 0.414_213_562_373_095),
            (3, 0.732_050_807_568_877),
            (13, 0.605_551_275_463_989),
        ] {
            let found = root_fraction(prime) as f64 / 2_f64.powi(64);
            assert!((found - fraction).abs() < 1e-12, "{prime}: {found}");
        }
    }
}
