//! Days of the calendar. Nothing here knows what day it is.

use std::fmt;

/// A day that exists, of the years 0–9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads YYYY-MM-DD; `None` for anything else, and for a day that no month has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut digits = |count: usize| {
            let part = parts.next()?;
            let good = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
            good.then(|| part.parse::<u16>().ok()).flatten()
        };
        let (year, month, day) = (digits(4)?, digits(2)?, digits(2)?);
        let month = u8::try_from(month).ok()?;
        let day = u8::try_from(day).ok()?;
        let exists = (1..=12).contains(&month) && (1..=last_day(year, month)).contains(&day);
        (parts.next().is_none() && exists).then_some(Self { year, month, day })
    }

    /// The same day some months later; the last day of that month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: u16) -> Self {
        let count = u32::from(self.month) - 1 + u32::from(months);
        let year = u32::from(self.year) + count / 12;
        let year = u16::try_from(year).unwrap_or(u16::MAX);
        let month = u8::try_from(count % 12 + 1).unwrap_or(12);
        Self {
            year,
            month,
            day: self.day.min(last_day(year, month)),
        }
    }

    /// The whole calendar months from this day to a later one: the most that can be added to this day
    /// without passing the other. 0 where the other is not later.
    #[must_use]
    pub fn months_until(self, later: Self) -> u16 {
        let index = |date: Self| u32::from(date.year) * 12 + u32::from(date.month);
        let months = index(later).saturating_sub(index(self));
        let months = u16::try_from(months).unwrap_or(u16::MAX);
        if self.plus_months(months) > later {
            months.saturating_sub(1)
        } else {
            months
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn last_day(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|| panic!("{text} is a date"))
    }

    #[test]
    fn dates_exist() {
        for good in ["2026-11-03", "2024-02-29", "2000-02-29", "0000-01-01"] {
            assert_eq!(date(good).to_string(), good);
        }
        for bad in [
            "2026-1-3",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-11-31",
            "03.11.2026",
            "",
            "2026-11-03T00:00",
            "2026-11-03-",
            "2026-11",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        for (from, months, to) in [
            ("2026-01-15", 0, "2026-01-15"),
            ("2026-01-15", 1, "2026-02-15"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2026-03-31", 1, "2026-04-30"),
            ("2026-11-30", 3, "2027-02-28"),
            ("2026-12-31", 2, "2027-02-28"),
            ("2026-02-28", 1, "2026-03-28"),
            ("2026-06-30", 120, "2036-06-30"),
        ] {
            assert_eq!(
                date(from).plus_months(months),
                date(to),
                "{from} + {months}"
            );
        }
    }

    #[test]
    fn whole_months_are_counted() {
        for (from, to, months) in [
            ("2026-01-15", "2026-01-15", 0),
            ("2026-01-15", "2026-02-14", 0),
            ("2026-01-15", "2026-02-15", 1),
            ("2026-01-15", "2027-01-14", 11),
            ("2026-01-15", "2027-01-15", 12),
            ("2026-01-31", "2026-02-27", 0),
            ("2026-01-31", "2026-02-28", 1),
            ("2024-01-31", "2024-02-28", 0),
            ("2024-01-31", "2024-02-29", 1),
            ("2026-01-31", "2026-03-30", 1),
            ("2026-01-31", "2026-03-31", 2),
            ("2024-02-29", "2025-02-28", 12),
            ("2026-12-31", "2027-01-01", 0),
            ("2026-03-01", "2026-02-01", 0),
            ("2026-03-15", "2026-03-01", 0),
        ] {
            assert_eq!(date(from).months_until(date(to)), months, "{from} to {to}");
        }
    }

    #[test]
    fn counting_and_adding_agree() {
        let days = [
            "2023-12-31",
            "2024-01-30",
            "2024-02-29",
            "2025-02-28",
            "2026-08-15",
        ];
        for from in days {
            for to in days.into_iter().filter(|to| *to >= from) {
                let months = date(from).months_until(date(to));
                assert!(date(from).plus_months(months) <= date(to), "{from} {to}");
                assert!(date(from).plus_months(months + 1) > date(to), "{from} {to}");
            }
        }
    }
}
