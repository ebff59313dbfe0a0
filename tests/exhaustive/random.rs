//! Random completions from fixed seeds (`SplitMix64`).

use maturity::rubric::RubricSet;
use maturity::rubric::fact::{Variable, cells};

pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// One of the cells that are left: by the prior, or each equally likely.
    pub(crate) fn cell(&mut self, variable: &Variable, left: u64, by_prior: bool) -> u8 {
        let weight = |cell: u8| {
            u64::from(if by_prior {
                variable.weight(cell, left)
            } else {
                1
            })
        };
        let total: u64 = cells(left).map(weight).sum();
        let mut at = self.below(total);
        for cell in cells(left) {
            match at.checked_sub(weight(cell)) {
                Some(rest) => at = rest,
                None => return cell,
            }
        }
        unreachable!("below the total")
    }

    /// Fills in what is left open.
    pub(crate) fn completion(
        &mut self,
        set: &RubricSet,
        left: &[u64],
        by_prior: bool,
        into: &mut [u8],
    ) {
        for (variable, &own) in left.iter().enumerate() {
            into[variable] = if own.is_power_of_two() {
                u8::try_from(own.trailing_zeros()).expect("at most 64")
            } else {
                self.cell(&set.variables[variable], own, by_prior)
            };
        }
    }
}
