//! Numbers as they are written, so that what is moved shows no noise of binary fractions.

use crate::value::number;
use std::fmt;

/// A decimal number: so many units of its last decimal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decimal {
    units: i128,
    places: u32,
}

/// The least and the greatest value that there is; none where there is no limit.
pub(super) type Limits = (Option<f64>, Option<f64>);

impl Decimal {
    /// Reads a number with the decimals that it is written with; none for what is no number, and for one
    /// of more than 38 digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        let value = number(text)?;
        let text = if text.contains(['e', 'E']) {
            value.to_string()
        } else {
            text.to_owned()
        };
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        Some(Self {
            units: format!("{whole}{part}").parse().ok()?,
            places: u32::try_from(part.len()).ok()?,
        })
    }

    /// A tenth of it, rounded to its own decimals: one unit of the last of them at least.
    pub(super) fn tenth(self) -> Self {
        Self {
            units: (self.units.abs() / 10 + (self.units.abs() % 10) / 5).max(1),
            ..self
        }
    }

    /// A whole number with the same decimals.
    pub(super) fn whole(self, n: u32) -> Option<Self> {
        let units = 10_i128.checked_pow(self.places)?.checked_mul(n.into())?;
        Some(Self { units, ..self })
    }

    /// One step of the same decimals down and one up, each as far as the limits allow.
    pub(super) fn moved(self, step: Self, (min, max): Limits) -> impl Iterator<Item = Self> {
        let to = [
            self.units.checked_sub(step.units),
            self.units.checked_add(step.units),
        ];
        let to = to.into_iter().flatten().map(move |units| {
            let to = Self { units, ..self };
            let limit = min
                .filter(|min| to.value() < *min)
                .or(max.filter(|max| to.value() > *max));
            limit
                .and_then(|limit| Self::read(&limit.to_string()))
                .unwrap_or(to)
        });
        to.filter(move |to| to.value().total_cmp(&self.value()).is_ne())
    }

    fn value(self) -> f64 {
        number(&self.to_string()).unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.places as usize;
        let digits = format!("{:0>1$}", self.units.unsigned_abs(), places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let sign = if self.units < 0 { "-" } else { "" };
        let point = if part.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(text: &str, limits: Limits) -> Vec<String> {
        let now = Decimal::read(text).expect("a number");
        let moved = now.moved(now.tenth(), limits);
        moved.map(|to| to.to_string()).collect()
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        for (text, shown) in [
            ("10.2", "10.2"),
            ("-0.30", "-0.30"),
            ("+5", "5"),
            ("1e3", "1000"),
            ("2.5e-3", "0.0025"),
        ] {
            let read = Decimal::read(text).map(|number| number.to_string());
            assert_eq!(read.as_deref(), Some(shown));
        }
        assert_eq!(Decimal::read("ten"), None);
        assert_eq!(Decimal::read(&"9".repeat(60)), None);
    }

    #[test]
    fn a_step_follows_from_the_decimals() {
        let free = (None, None);
        assert_eq!(moved("0.3", free), ["0.2", "0.4"]);
        assert_eq!(moved("0.25", free), ["0.22", "0.28"]);
        assert_eq!(moved("-0.3", free), ["-0.4", "-0.2"]);
        assert_eq!(moved("12", free), ["11", "13"]);
        assert_eq!(moved("1000.0", free), ["900.0", "1100.0"]);
        let now = Decimal::read("10.2").expect("a number");
        let five = now.whole(5).expect("a small number");
        let moved = now.moved(five, free).map(|to| to.to_string());
        assert_eq!(moved.collect::<Vec<_>>(), ["5.2", "15.2"]);
    }

    #[test]
    fn nothing_moves_past_its_limits() {
        assert_eq!(moved("0.95", (Some(0.0), Some(1.0))), ["0.85", "1"]);
        assert_eq!(moved("1", (Some(0.5), Some(1.0))), ["0.5"]);
    }
}
