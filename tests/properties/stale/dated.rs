//! Profiles with dates, that are read on a day.

use crate::generate::model::{Model, Statement};
use crate::generate::{Case, print};
use crate::reference::calendar::Day;

/// A profile that is read on a day.
pub(super) struct Dated<'c> {
    case: &'c Case,
    pub(super) today: Day,
    /// For each fact after how many months it is out of date, if ever.
    pub(super) limits: Vec<Option<u32>>,
    /// For each fact the day of what is said about it, if that is written.
    pub(super) days: Vec<Option<Day>>,
    /// The day of all others, if one is written.
    pub(super) whole: Option<Day>,
    /// The order in which the facts are written.
    order: Vec<usize>,
}

/// What is so of a fact on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// Nothing is said of it, or it never goes out of date.
    Timeless,
    Undated,
    /// It still holds, on its last day too.
    Good {
        last_day: bool,
    },
    /// It is this many months old.
    Stale {
        months: u32,
    },
}

impl<'c> Dated<'c> {
    pub(super) fn new(case: &'c Case) -> Self {
        let choice = |place: usize| u32::from(case.choices[place % case.choices.len()]);
        let years = [2024, 2025, 2026, 2023, 2000, 1900, 2100];
        let days = [31, 28, 1, 30, 29, 15, 27, 2];
        let today = Day::within(
            years[choice(0) as usize % years.len()],
            1 + choice(1) % 12,
            days[choice(2) as usize % days.len()],
        );
        let facts = 0..case.model.facts.len();
        let limit = |fact: usize| {
            const MONTHS: [u32; 8] = [1, 3, 1, 2, 12, 6, 48, 120];
            (choice(10 + fact) % 4 > 0).then_some(MONTHS[choice(20 + fact) as usize % 8])
        };
        let limits: Vec<Option<u32>> = facts.clone().map(limit).collect();
        let around = |limit: Option<u32>, when: u32| {
            let months = match when % 8 {
                0..=4 => i64::from(limit.unwrap_or(1)),
                5 => 0,
                6 => i64::from(when / 8),
                _ => -i64::from(when % 3),
            };
            day_before(today, months, i64::from(when / 8 % 9) - 4)
        };
        let day = |fact: usize| {
            (choice(30 + fact) % 4 > 0).then(|| around(limits[fact], choice(40 + fact)))
        };
        let mut order: Vec<usize> = facts.clone().collect();
        order.sort_by_key(|fact| choice(50 + fact));
        Self {
            case,
            today,
            days: facts.map(day).collect(),
            whole: (choice(3) % 2 == 1).then(|| around(limits[0], choice(4))),
            limits,
            order,
        }
    }

    fn model(&self) -> &Model {
        &self.case.model
    }

    pub(super) fn files(&self) -> Vec<String> {
        let mut files = print::files(self.model());
        for (fact, limit) in self.model().facts.iter().zip(&self.limits) {
            if let Some(months) = limit {
                let header = format!("[facts.\"{}\"]\n", fact.id);
                let limited = format!("{header}stale_after_months = {months}\n");
                files[1] = files[1].replace(&header, &limited);
            }
        }
        files
    }

    /// The profile without some of its facts.
    pub(super) fn text(&self, without: &[usize]) -> String {
        let show = |fact: usize| {
            let statement = &self.case.profile[fact];
            let shown = print::statement(self.model(), fact, statement);
            let shown = shown.filter(|_| !without.contains(&fact))?;
            Some(match (self.days[fact], shown.strip_prefix("{ ")) {
                (None, _) => shown,
                (Some(day), Some(rest)) => format!("{{ as_of: {day}, {rest}"),
                (Some(day), None) => format!("{{ value: {shown}, as_of: {day} }}"),
            })
        };
        let facts = print::profile_of(self.model(), &self.order, show);
        match (self.whole, &*facts) {
            (None, _) => facts,
            (Some(day), "{}\n") => format!("profile:\n  as_of: {day}\n"),
            (Some(day), _) => format!("profile:\n  as_of: {day}\n{facts}"),
        }
    }

    pub(super) fn age(&self, fact: usize) -> Age {
        let said = !matches!(self.case.profile[fact], Statement::Unknown(_));
        let (Some(limit), true) = (self.limits[fact], said) else {
            return Age::Timeless;
        };
        let Some(day) = self.days[fact].or(self.whole) else {
            return Age::Undated;
        };
        let (months, on_the_day) = day.months_until(self.today).unwrap_or((0, false));
        let last_day = months == limit && on_the_day;
        if months < limit || last_day {
            return Age::Good { last_day };
        }
        Age::Stale { months }
    }

    /// The facts that are stale, in the order of the file.
    pub(super) fn too_old(&self) -> Vec<usize> {
        let stale = |fact: &usize| matches!(self.age(*fact), Age::Stale { .. });
        self.written().into_iter().filter(stale).collect()
    }

    /// The facts that the file mentions, in its order.
    pub(super) fn written(&self) -> Vec<usize> {
        let mentioned = |fact: &usize| {
            let statement = &self.case.profile[*fact];
            print::statement(self.model(), *fact, statement).is_some()
        };
        let order: Vec<usize> = self.order.iter().copied().filter(mentioned).collect();
        let id = |fact: usize| self.model().facts[fact].id;
        let section = |fact: usize| id(fact).split_once('.').map(|(section, _)| section);
        let first = |fact: usize| {
            order
                .iter()
                .position(|&other| section(other) == section(fact))
        };
        let mut written = order.clone();
        written.sort_by_key(|&fact| first(fact));
        written
    }
}

/// A day some months before another, and some days from there, but within that month.
fn day_before(day: Day, months: i64, days: i64) -> Day {
    let month = i64::from(day.year * 12 + day.month - 1) - months;
    let number = |number: i64| u32::try_from(number).expect("after the year 0");
    Day::within(
        number(month / 12),
        number(month % 12) + 1,
        number((i64::from(day.day) + days).max(1)),
    )
}
