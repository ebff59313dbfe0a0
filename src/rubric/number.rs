//! Arithmetic on the numbers of a set's parts and on weights.

use std::ops::Rem;

/// A number that fits: the loader refuses sets with more than 65,535 parts of a kind.
pub(crate) fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The greatest common divisor; of 0 and another number that number.
pub(crate) fn gcd<T>(mut a: T, mut b: T) -> T
where
    T: Copy + Default + PartialEq + Rem<Output = T>,
{
    while b != T::default() {
        (a, b) = (b, a % b);
    }
    a
}

/// The least common multiple of two numbers above 0, or the largest number where that is too large.
pub(crate) fn lcm(a: u64, b: u64) -> u64 {
    (a / gcd(a, b)).saturating_mul(b)
}
