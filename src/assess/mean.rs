//! Exact means under the priors, as fractions of whole numbers; floats only where those overflow.

use crate::rubric::number;
use crate::rubric::scale::share_points;

/// Points and applying of a criterion, weighted by the prior: three sums over its completions.
#[derive(Clone, Debug, Default)]
pub(super) struct Moments {
    /// Σ weight · points where it applies.
    points: u128,
    /// Σ weight where it applies.
    applying: u128,
    /// Σ weight.
    total: u128,
    /// The same as floats where the sums did not fit: points and applying as parts of the total.
    float: Option<(f64, f64)>,
}

impl Moments {
    /// A criterion of which everything is known.
    pub(super) fn certain(points: Option<u8>) -> Self {
        let (points, applying) = points.map_or((0, 0), |points| (u128::from(points), 1));
        Self {
            points,
            applying,
            total: 1,
            float: None,
        }
    }

    /// Weights that add up to less than this leave room for a hundred points each.
    pub(super) const ROOM: u128 = 1 << 120;

    /// Adds completions of some weight; all weights together stay below [`Self::ROOM`].
    pub(super) fn add(&mut self, weight: u128, points: Option<u8>) {
        self.total += weight;
        if let Some(points) = points {
            self.applying += weight;
            self.points += weight * u128::from(points);
        }
    }

    /// Adds a part of all completions, where whole numbers would not hold them.
    pub(super) fn add_part(&mut self, part: f64, points: Option<u8>) {
        let (sum, applying) = self.float.get_or_insert((0.0, 0.0));
        if let Some(points) = points {
            *applying += part;
            *sum += part * f64::from(points);
        }
    }

    /// Divides out what the three sums have in common.
    pub(super) fn reduce(&mut self) {
        let common = gcd(gcd(self.points, self.applying), self.total);
        if common > 1 {
            self.points /= common;
            self.applying /= common;
            self.total /= common;
        }
    }

    /// Where `self` says how likely it applies: the points of a share of `n` options, each absent or
    /// present with the given weights, independent of the applying.
    pub(super) fn times_share(
        self,
        n: usize,
        options: impl Iterator<Item = (u32, u32)> + Clone,
    ) -> Self {
        let mut result = self.exact_share(n, options.clone()).unwrap_or_else(|| {
            let mut shares = vec![1.0_f64];
            for (absent, present) in options {
                let p = f64::from(present) / f64::from(absent + present);
                shares = convolve(&shares, 1.0 - p, p);
            }
            let mean: f64 = shares
                .iter()
                .enumerate()
                .map(|(k, p)| p * f64::from(share_points(k, n)))
                .sum();
            let applying = self.probability();
            Self {
                float: Some((mean * applying, applying)),
                ..self.clone()
            }
        });
        result.reduce();
        result
    }

    fn exact_share(&self, n: usize, options: impl Iterator<Item = (u32, u32)>) -> Option<Self> {
        let mut shares: Vec<u128> = vec![1];
        for (absent, present) in options {
            let mut next = vec![0_u128; shares.len() + 1];
            for (k, &weight) in shares.iter().enumerate() {
                next[k] = next[k].checked_add(weight.checked_mul(u128::from(absent))?)?;
                next[k + 1] = next[k + 1].checked_add(weight.checked_mul(u128::from(present))?)?;
            }
            shares = next;
        }
        if self.float.is_some() {
            return None;
        }
        let mut all = 0_u128;
        let mut points = 0_u128;
        for (k, &weight) in shares.iter().enumerate() {
            all = all.checked_add(weight)?;
            points = points.checked_add(weight.checked_mul(u128::from(share_points(k, n)))?)?;
        }
        Some(Self {
            points: points.checked_mul(self.applying)?,
            applying: all.checked_mul(self.applying)?,
            total: all.checked_mul(self.total)?,
            float: None,
        })
    }

    /// The mean points where it applies.
    pub(super) fn mean(&self) -> Option<f64> {
        match self.float {
            Some((points, applying)) => (applying > 0.0).then(|| points / applying),
            None => (self.applying > 0).then(|| ratio(self.points, self.applying)),
        }
    }

    /// The probability that it applies.
    pub(super) fn probability(&self) -> f64 {
        self.float.map_or_else(
            || ratio(self.applying, self.total),
            |(_, applying)| applying,
        )
    }

    fn parts(&self) -> (f64, f64) {
        self.float.unwrap_or_else(|| {
            (
                ratio(self.points, self.total),
                ratio(self.applying, self.total),
            )
        })
    }
}

fn convolve(shares: &[f64], absent: f64, present: f64) -> Vec<f64> {
    let mut next = vec![0.0; shares.len() + 1];
    for (k, weight) in shares.iter().enumerate() {
        next[k] += weight * absent;
        next[k + 1] += weight * present;
    }
    next
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a quotient for display, or past the range of exact sums"
)]
fn ratio(a: u128, b: u128) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}

/// Σ w·P(applies)·E[points | applies] / Σ w·P(applies) in tenths, rounded half away from zero; none
/// where nothing can apply. Exact, as long as the common denominator fits 127 bits.
pub(super) fn mean_tenths<'m>(
    items: impl Iterator<Item = (u32, &'m Moments)> + Clone,
) -> Option<u16> {
    let rounded = match exact_sums(items.clone()) {
        Some((_, 0)) => return None,
        Some((points, weight)) => {
            points.checked_mul(20)?.checked_add(weight)? / weight.checked_mul(2)?
        }
        None => {
            let (mut points, mut weight) = (0.0, 0.0);
            for (w, moments) in items {
                let (own_points, own_weight) = moments.parts();
                points += f64::from(w) * own_points;
                weight += f64::from(w) * own_weight;
            }
            if weight <= 0.0 {
                return None;
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 1000"
            )]
            let tenths = (points / weight * 10.0).round() as u128;
            tenths
        }
    };
    u16::try_from(rounded).ok()
}

/// What one criterion adds to its dimension's sums for each unit of its weight: points and applying,
/// over a denominator that the whole dimension shares.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Term {
    pub(super) points: i128,
    pub(super) applying: i128,
}

impl Term {
    /// Terms stay below this, so that their products with weights, their factors and a thousand tenths
    /// fit for as many criteria as a set can have.
    const ROOM: u128 = 1 << 72;
    /// Where exact terms would pass it, they are rounded to parts of this.
    const PARTS: f64 = (1_u64 << 60) as f64;

    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most a hundred times the parts"
    )]
    fn rounded(moments: &Moments) -> Self {
        let (points, applying) = moments.parts();
        Self {
            points: (points * Self::PARTS) as i128,
            applying: (applying * Self::PARTS) as i128,
        }
    }
}

/// The terms of a dimension's criteria.
pub(super) fn terms<'m>(criteria: impl Iterator<Item = &'m Moments> + Clone) -> Vec<Term> {
    let fitting = |value: u128, factor: u128| {
        let product = value.checked_mul(factor).filter(|&it| it < Term::ROOM)?;
        i128::try_from(product).ok()
    };
    let exact = common_total(criteria.clone()).and_then(|common| {
        let term = |moments: &Moments| {
            let factor = common / moments.total;
            Some(Term {
                points: fitting(moments.points, factor)?,
                applying: fitting(moments.applying, factor)?,
            })
        };
        criteria.clone().map(term).collect()
    });
    exact.unwrap_or_else(|| criteria.map(Term::rounded).collect())
}

/// The least common multiple of the totals; none where one is no whole number or it does not fit.
fn common_total<'m>(items: impl Iterator<Item = &'m Moments>) -> Option<u128> {
    let mut common: u128 = 1;
    for moments in items {
        if moments.float.is_some() || moments.total == 0 {
            return None;
        }
        common = (common / gcd(common, moments.total)).checked_mul(moments.total)?;
    }
    Some(common)
}

/// The sums over a common denominator; none where they do not fit.
fn exact_sums<'m>(items: impl Iterator<Item = (u32, &'m Moments)> + Clone) -> Option<(u128, u128)> {
    let common = common_total(items.clone().map(|(_, moments)| moments))?;
    // Twenty times a hundred points must still fit.
    let room = |value: u128| (value < 1 << 110).then_some(value);
    let (mut points, mut weight) = (0_u128, 0_u128);
    for (w, moments) in items {
        let factor = u128::from(w).checked_mul(common / moments.total)?;
        points = room(points.checked_add(moments.points.checked_mul(factor)?)?)?;
        weight = room(weight.checked_add(moments.applying.checked_mul(factor)?)?)?;
    }
    Some((points, weight))
}

/// Most numbers are small, and those divide much faster.
fn gcd(a: u128, b: u128) -> u128 {
    match (u64::try_from(a), u64::try_from(b)) {
        (Ok(a), Ok(b)) => u128::from(number::gcd(a, b)),
        _ if b == 0 => a,
        _ => gcd(b, a % b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(weights: &[(u128, Option<u8>)]) -> Moments {
        let mut moments = Moments::default();
        weights
            .iter()
            .for_each(|&(weight, points)| moments.add(weight, points));
        moments.reduce();
        moments
    }

    #[test]
    fn divisors_of_numbers_beyond_64_bits_are_found() {
        let large = 1_u128 << 70;
        for (a, b, expected) in [
            (large, 0, large),
            (3 * large, large, large),
            (15 * large, 9 * large, 3 * large),
            (large, 24, 8),
            (7, 5 * large, 1),
        ] {
            assert_eq!(gcd(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn thirds_round_exactly_at_the_half() {
        // Means 100/3, 200/3 and 50.25·… add up to exactly 50.05 → 50.1; floats give 50.0.
        let third = of(&[(1, Some(100)), (2, Some(0))]);
        let rest = of(&[(1, Some(67)), (2, Some(100)), (97, Some(66))]);
        let exact = mean_tenths([(3, &third), (3, &rest)].into_iter());
        // (100/3 + 6669/100) / 2 = 50.0116…
        assert_eq!(exact, Some(500));
        let half = of(&[(1, Some(50)), (9, Some(0))]);
        // 5.0 and 95.1 weigh the same: 50.05 exactly.
        let other = of(&[(9, Some(95)), (1, Some(96))]);
        assert_eq!(
            mean_tenths([(1, &half), (1, &other)].into_iter()),
            Some(501)
        );
    }

    #[test]
    fn what_may_not_apply_weighs_less() {
        let sometimes = of(&[(1, Some(100)), (3, None)]);
        let always = Moments::certain(Some(0));
        assert_eq!(
            mean_tenths([(1, &sometimes), (1, &always)].into_iter()),
            Some(200)
        );
        assert_eq!(
            mean_tenths([(1, &Moments::certain(None))].into_iter()),
            None
        );
    }

    #[test]
    fn shares_have_their_mean_also_where_whole_numbers_do_not_hold_it() {
        let mut sometimes = Moments::default();
        sometimes.add_part(0.5, Some(0));
        sometimes.add_part(0.5, None);
        // One option in three of four cases, one in every other: 50 points in a half of all, 100 in three of eight.
        let moments = sometimes.times_share(2, [(1, 3), (1, 1)].into_iter());
        assert!(moments.float.is_some());
        let mean = moments.mean().expect("it may apply");
        assert!((mean - 62.5).abs() < 1e-9, "{mean}");
        assert!((moments.probability() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn shares_have_the_mean_of_their_rounded_points() {
        // Two options, each half likely: points 0, 50, 50, 100.
        let moments = Moments::certain(Some(0)).times_share(2, [(1, 1), (1, 1)].into_iter());
        assert_eq!(moments.mean(), Some(50.0));
        // 7 options surely absent but one: 14 points.
        let one = [(1, 0), (1, 0), (0, 1), (1, 0), (1, 0), (1, 0), (1, 0)];
        assert_eq!(
            Moments::certain(Some(0))
                .times_share(7, one.into_iter())
                .mean(),
            Some(14.0)
        );
    }

    #[test]
    fn parts_add_up_where_they_apply() {
        let mut moments = Moments::default();
        moments.add_part(0.25, Some(80));
        moments.add_part(0.5, None);
        moments.add_part(0.25, Some(40));
        assert_eq!(moments.parts(), (30.0, 0.5));
        assert_eq!(moments.mean(), Some(60.0));
    }

    #[test]
    fn terms_are_whole_over_a_common_total_where_that_has_room() {
        let criteria = [
            of(&[(1, Some(100)), (2, Some(0))]),
            of(&[(1, Some(30)), (1, None)]),
        ];
        let terms: Vec<(i128, i128)> = terms(criteria.iter())
            .iter()
            .map(|term| (term.points, term.applying))
            .collect();
        // A third of 100 and half of 30, in sixths.
        assert_eq!(terms, [(200, 6), (90, 3)]);
    }

    #[test]
    fn sums_that_do_not_fit_fall_back_to_floats() {
        let options = vec![(9_999_u32, 1_u32); 40];
        let moments = Moments::certain(Some(0)).times_share(40, options.into_iter());
        assert!(moments.float.is_some());
        let mean = moments.mean().unwrap_or_default();
        assert!((0.0..0.1).contains(&mean), "{mean}");
    }
}
