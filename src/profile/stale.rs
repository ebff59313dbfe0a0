//! Statements that are too old for the day on which a profile is read.

use super::date::Date;
use super::{Reader, Stated, Statement};
use crate::finding::{Code, Finding, Level};
use crate::language::list::{count, list};
use crate::rubric::fact::{Fact, Variable};
use crate::rubric::indexes;
use crate::say;
use crate::value::Span;

/// The day on which a profile is read.
#[derive(Clone, Copy, Debug)]
pub struct Today {
    /// The day.
    pub date: Date,
    /// Whether what is too old counts as unknown; else it counts as it is, with a warning.
    pub stale_is_unknown: bool,
}

/// A statement that is older than its fact allows.
#[derive(Clone, Debug)]
pub struct Stale<'a> {
    /// The fact, by its number in the set.
    pub fact: usize,
    /// When it was true.
    pub as_of: Date,
    /// Its age in whole calendar months.
    pub months: u16,
    /// What the profile says.
    pub value: Stated<'a>,
    /// Whether it was taken as unknown.
    pub taken_as_unknown: bool,
}

/// Whether a finding is the warning that what a profile says about a fact is too old.
#[must_use]
pub fn is_stale(finding: &Finding, fact: &Fact) -> bool {
    finding.code == Code::Stale && finding.fact.as_deref() == Some(&*fact.id)
}

impl<'a> Reader<'_, 'a> {
    /// Looks at the dates of all statements, once the whole profile is read.
    pub(super) fn review_dates(&mut self, today: Today) {
        let whole = self.answers.about.as_of.as_deref().and_then(Date::parse);
        self.dates_ahead(today.date);
        let mut undated: Vec<(Span, usize)> = Vec::new();
        let mut stale: Vec<(Span, Stale<'a>)> = Vec::new();
        for (number, fact) in self.set.facts.iter().enumerate() {
            let statement = &self.answers.stated[number];
            let (Some(limit), Some(span)) = (fact.stale_after_months, statement.span) else {
                continue;
            };
            if statement.value == Stated::Unknown {
                continue;
            }
            let own = statement.as_of.as_deref().and_then(Date::parse);
            let Some(as_of) = own.or(whole) else {
                undated.push((span, number));
                continue;
            };
            if as_of.plus_months(u16::from(limit)) < today.date {
                let span = own.and_then(|_| self.date_of(Some(number))).unwrap_or(span);
                let found = Stale {
                    fact: number,
                    as_of,
                    months: as_of.months_until(today.date),
                    value: statement.value.clone(),
                    taken_as_unknown: today.stale_is_unknown,
                };
                stale.push((span, found));
            }
        }
        // In the order of the file.
        stale.sort_by_key(|(span, _)| span.start);
        undated.sort_by_key(|(span, _)| span.start);
        for (span, found) in stale {
            self.report_stale(span, &found);
            if found.taken_as_unknown {
                self.forget(found.fact);
            }
            self.answers.stale.push(found);
        }
        self.report_undated(&undated);
    }

    /// Dates after today: of the profile, and of single statements.
    fn dates_ahead(&mut self, today: Date) {
        let ahead: Vec<(Date, Span)> = self
            .dates
            .iter()
            .filter_map(|(fact, span)| {
                let text = match fact {
                    Some(fact) => &self.answers.stated[*fact].as_of,
                    None => &self.answers.about.as_of,
                };
                Some((Date::parse(text.as_deref()?)?, *span))
            })
            .filter(|(date, _)| *date > today)
            .collect();
        for (date, span) in ahead {
            let message = say!("{date} lies ahead: today is {today}", date, today);
            let finding = self.error(span, Code::DateAhead, message);
            finding.level = Level::Warning;
            finding.hint = Some(say!("check the year, and the day that was given as today"));
        }
    }

    fn date_of(&self, fact: Option<usize>) -> Option<Span> {
        let own = self.dates.iter().find(|(dated, _)| *dated == fact);
        own.map(|(_, span)| *span)
    }

    fn report_stale(&mut self, span: Span, found: &Stale<'a>) {
        let fact = &self.set.facts[found.fact];
        let months = |number: u16| count(usize::from(number), "month", "months");
        let limit = u16::from(fact.stale_after_months.unwrap_or(0));
        let (age, limit) = (months(found.months), months(limit));
        let message = if found.taken_as_unknown {
            say!(
                "`{fact}` is of {as_of}, {age} ago, and holds for {limit}; taken as unknown",
                fact = fact.id,
                as_of = found.as_of,
                age,
                limit
            )
        } else {
            say!(
                "`{fact}` is of {as_of}, {age} ago, and holds for {limit}",
                fact = fact.id,
                as_of = found.as_of,
                age,
                limit
            )
        };
        let finding = self.error(span, Code::Stale, message);
        finding.level = Level::Warning;
        finding.hint = Some(say!("ask again, and write the new date as `as_of`"));
        finding.fact = Some(fact.id.to_string());
    }

    /// One note for all: a date for the whole profile would do.
    fn report_undated(&mut self, undated: &[(Span, usize)]) {
        const NAMED: usize = 3;
        let Some((span, _)) = undated.first() else {
            return;
        };
        let ids = undated.iter().take(NAMED);
        let mut ids: Vec<String> = ids
            .map(|(_, fact)| format!("`{}`", self.set.facts[*fact].id))
            .collect();
        let more = undated.len().saturating_sub(NAMED);
        if more > 0 {
            ids.push(say!("{more} more", more));
        }
        let message = match ids.as_slice() {
            [one] => say!("{one} can go out of date, but has no date", one),
            all => say!(
                "{facts} can go out of date, but have no date",
                facts = list(all)
            ),
        };
        let finding = self.error(*span, Code::Undated, message);
        finding.level = Level::Note;
        finding.hint = Some(say!(
            "write `as_of` beside a value, or in `profile:` for all of them"
        ));
    }

    /// Takes a fact as unknown.
    fn forget(&mut self, fact: usize) {
        let variables = indexes(&self.set.facts[fact].variables);
        let all = self.set.variables[variables.clone()]
            .iter()
            .map(Variable::all);
        self.answers.cells.splice(variables, all);
        self.answers.stated[fact] = Statement::default();
    }
}
