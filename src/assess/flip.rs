//! The smallest change of one weight that flips a recommendation: exact, in closed form.
//!
//! A weighted mean moves one way as one of its weights grows, and passes every tenth on its way. So the
//! recommendation flips where the mean comes to the nearest tenth, above or below, at which another one
//! leads, and "the mean is at least t" is linear in the weight.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

/// The most by which a weight is multiplied in the search for a flip.
pub const MOST: u16 = 10;

/// A change of one weight, all others kept, after which another recommendation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flip {
    /// What the weight is multiplied by: numerator and denominator, above zero, at most [`MOST`].
    pub factor: (u128, u128),
    /// Whether the weight grows; it may be at the very threshold, with a factor of one.
    pub up: bool,
    /// Whether it flips at this very factor; else at once beyond it.
    pub reached: bool,
    /// What leads then, by number.
    pub to: u16,
}

impl Flip {
    /// The relative change of the weight: 0.25 is a quarter more, −0.25 a quarter less.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a quotient for display")]
    pub fn change(&self) -> f64 {
        let (distance, whole) = self.distance();
        let size = distance as f64 / whole as f64;
        if self.up { size } else { -size }
    }

    fn distance(&self) -> (u128, u128) {
        let (numerator, denominator) = self.factor;
        (numerator.abs_diff(denominator), denominator)
    }

    /// By the size of the change, whichever way it goes; of two equal ones that which is reached.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        compare(self.distance(), other.distance())
            .then(other.reached.cmp(&self.reached))
            .then(other.up.cmp(&self.up))
    }
}

/// Compares two fractions by their whole parts, then what is left of them, upside down.
fn compare((a, b): (u128, u128), (c, d): (u128, u128)) -> Ordering {
    match ((a / b).cmp(&(c / d)), a % b, c % d) {
        (Ordering::Equal, 0, 0) => Ordering::Equal,
        (Ordering::Equal, 0, _) => Ordering::Less,
        (Ordering::Equal, _, 0) => Ordering::Greater,
        (Ordering::Equal, left, other) => compare((d, other), (b, left)),
        (order, ..) => order,
    }
}

/// The tenths next to a mean, below and above, at which another recommendation leads.
pub(super) struct Neighbors {
    below: Option<(u16, u16)>,
    above: Option<(u16, u16)>,
}

impl Neighbors {
    /// Looks from a mean to both ends of its reach; `leads` gives what leads at a tenth.
    pub(super) fn new(
        mean: u16,
        reach: &RangeInclusive<u16>,
        mut leads: impl FnMut(u16) -> u16,
    ) -> Self {
        let now = leads(mean);
        let mut other = |tenth| {
            let to = leads(tenth);
            (to != now).then_some((tenth, to))
        };
        Self {
            below: (*reach.start()..mean).rev().find_map(&mut other),
            above: (mean + 1..=*reach.end()).find_map(&mut other),
        }
    }

    /// The smallest flip by one weight. `excess` splits what the mean has beyond a tenth: Σ weight ·
    /// (2 · value − (2 · tenth − 1)) in tenths, into the part of that weight and the rest.
    pub(super) fn flip(&self, excess: impl Fn(u16) -> (i128, i128)) -> Option<Flip> {
        let flip = |tenth, to, reached| {
            let (own, rest) = excess(tenth);
            Some(Flip {
                factor: crossing(own, rest)?,
                up: (own > 0) == reached,
                reached,
                to,
            })
        };
        let above = self.above.and_then(|(tenth, to)| flip(tenth, to, true));
        // Below a tenth is what is not at least the next one.
        let below = self
            .below
            .and_then(|(tenth, to)| flip(tenth + 1, to, false));
        above.into_iter().chain(below).min_by(Flip::compare)
    }
}

/// The factor of a weight at which `own · factor + rest` becomes zero.
fn crossing(own: i128, rest: i128) -> Option<(u128, u128)> {
    if own == 0 || rest == 0 || (own > 0) == (rest > 0) {
        return None;
    }
    let (numerator, denominator) = (rest.unsigned_abs(), own.unsigned_abs());
    (numerator / u128::from(MOST) <= denominator && numerator <= u128::from(MOST) * denominator)
        .then_some((numerator, denominator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_compare_exactly() {
        let huge = 1_u128 << 120;
        for (a, b, order) in [
            ((1, 3), (2, 6), Ordering::Equal),
            ((0, 3), (1, 1 << 100), Ordering::Less),
            ((huge, huge + 1), (huge + 1, huge + 2), Ordering::Less),
            ((huge + 1, huge), (huge, huge - 1), Ordering::Less),
            ((7, 2), (10, 3), Ordering::Greater),
        ] {
            assert_eq!(compare(a, b), order, "{a:?} {b:?}");
            assert_eq!(compare(b, a), order.reverse(), "{b:?} {a:?}");
        }
    }

    /// Values in points and weights; the first weight is the one that changes. From 50 another leads.
    fn flip_of(values: [(i128, i128); 2]) -> Option<Flip> {
        let [(v, w), (u, x)] = values;
        let tenths = |sum: i128, weight: i128| (20 * sum + weight) / (2 * weight);
        let mean = u16::try_from(tenths(v * w + u * x, w + x)).unwrap_or(0);
        Neighbors::new(mean, &(0..=1000), |tenth| u16::from(tenth >= 500)).flip(|tenth| {
            let excess = |value: i128| 20 * value - (2 * i128::from(tenth) - 1);
            (w * excess(v), x * excess(u))
        })
    }

    #[test]
    fn a_mean_flips_where_it_rounds_over_the_threshold() {
        // 49.95 rounds to 50: 80 w + 20 · 3 = 49.95 (w + 3) at w = 89.85 / 30.05.
        let up = flip_of([(80, 2), (20, 3)]).expect("a flip");
        assert_eq!((up.reached, up.to), (true, 1));
        assert!((up.change() - (89.85 / 30.05 / 2.0 - 1.0)).abs() < 1e-12);
        // The other way round: less of it, and only beyond.
        let down = flip_of([(80, 4), (20, 3)]).expect("a flip");
        assert_eq!((down.reached, down.to), (false, 0));
        assert!((down.change() - (89.85 / 30.05 / 4.0 - 1.0)).abs() < 1e-12);
    }

    #[test]
    fn no_weight_reaches_beyond_its_own_value_or_ten_times() {
        assert_eq!(flip_of([(49, 1), (20, 3)]), None);
        assert_eq!(flip_of([(10, 1), (20, 3)]), None);
        // 11 times would do, 10 do not.
        assert_eq!(flip_of([(51, 1), (40, 95)]), None);
    }
}
