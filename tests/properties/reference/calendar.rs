//! A calendar that is walked through day by day.

use std::fmt;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    pub(crate) year: u32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

impl Day {
    /// The day of a month, or its last day where it is shorter.
    pub(crate) fn within(year: u32, month: u32, day: u32) -> Self {
        let day = day.clamp(1, length(year, month));
        Self { year, month, day }
    }

    fn next(self) -> Self {
        let (year, month, day) = (self.year, self.month, self.day);
        if day < length(year, month) {
            Self::within(year, month, day + 1)
        } else if month < 12 {
            Self::within(year, month + 1, 1)
        } else {
            Self::within(year + 1, 1, 1)
        }
    }

    /// How many months end from this day to a later one, and whether one ends on that very day: each on the day of this
    /// number, or on the last day of a month without it. None where the other is not later.
    pub(crate) fn months_until(self, later: Self) -> Option<(u32, bool)> {
        let ends = |day: Self| {
            let last = day.day == length(day.year, day.month);
            day.day == self.day || last && day.day < self.day
        };
        let mut day = self;
        let mut months = 0;
        while day < later {
            day = day.next();
            months += u32::from(ends(day));
        }
        (self < later).then(|| (months, ends(later)))
    }
}

fn length(year: u32, month: u32) -> u32 {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = match (year % 400, year % 100, year % 4) {
        (0, ..) => true,
        (_, 0, _) => false,
        (.., rest) => rest == 0,
    };
    LENGTHS[month as usize - 1] + u32::from(leap && month == 2)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
