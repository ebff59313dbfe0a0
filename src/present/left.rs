//! What is left of a fact within some of its cells: a value or half-knowledge, as a profile would write it and
//! in words. Reading what is written leaves the same cells again, and within them the same numbers.

use super::number::plain;
use super::stated::{listed_numbers, value_of};
use super::words::{stated_words, with_unit};
use crate::language::list::{clauses, list_or};
use crate::profile::{Answers, Stated, Statement};
use crate::rubric::fact::{Fact, Interval, Kind, Variable, cells};
use crate::rubric::{RubricSet, indexes};
use crate::say;

/// What is left of a fact.
#[derive(Clone, Debug)]
pub struct Left {
    /// As a profile would write it.
    pub stated: Stated<'static>,
    /// For people.
    pub words: String,
}

/// What is left of the fact with this number within `left`, the cells of every variable of the set. Within
/// what a profile half knows, the numbers that it names bound what is left.
#[must_use]
pub fn left(set: &RubricSet, answers: &Answers<'_>, number: usize, left: &[u64]) -> Left {
    let fact = &set.facts[number];
    let own = &left[indexes(&fact.variables)];
    let variables = &set.variables[indexes(&fact.variables)];
    let single = |cells: &u64| cells.is_power_of_two();
    let stated = match (fact.kind, own, variables) {
        (Kind::Integer | Kind::Number, [cells], [variable]) => {
            let known = answers.cells[usize::from(fact.variables.start)];
            // What is known does not bound what it was changed to.
            let statement = (cells & !known == 0).then(|| &answers.stated[number]);
            return numeric(fact, variable, statement, *cells);
        }
        (_, own, _) if own.iter().all(single) => {
            let cell = |cells: &u64| u8::try_from(cells.trailing_zeros()).unwrap_or(0);
            let complete: Vec<u8> = left.iter().map(cell).collect();
            value_of(fact, set, answers, number, &complete)
        }
        (Kind::Set, own, _) => some_options(own),
        (Kind::Bool | Kind::Choice, [cells], [variable]) => some_values(fact, variable, *cells),
        _ => Stated::Unknown,
    };
    Left {
        words: stated_words(fact, &stated),
        stated,
    }
}

/// A set of which not every option is known.
fn some_options(own: &[u64]) -> Stated<'static> {
    let having = |cell: u64| {
        let held = own.iter().enumerate().filter(|(_, cells)| **cells == cell);
        let options = held.filter_map(|(place, _)| u16::try_from(place).ok());
        options.map(Stated::Option).collect::<Vec<_>>()
    };
    partly([("includes", having(0b10)), ("excludes", having(0b01))])
}

/// Half-knowledge without the parts that list nothing; without any, nothing is known.
fn partly(
    parts: impl IntoIterator<Item = (&'static str, Vec<Stated<'static>>)>,
) -> Stated<'static> {
    let parts = parts.into_iter().filter(|(_, values)| !values.is_empty());
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() {
        Stated::Unknown
    } else {
        Stated::Partly(parts)
    }
}

/// Some values of a choice or a bool, `n/a` perhaps among them.
fn some_values(fact: &Fact, variable: &Variable, left: u64) -> Stated<'static> {
    if left == variable.all() {
        return Stated::Unknown;
    }
    if left == variable.values() {
        return Stated::Partly(vec![("not", vec![Stated::NotApplicable])]);
    }
    let value = |cell: u8| {
        if variable.na == Some(cell) {
            Stated::NotApplicable
        } else if fact.kind == Kind::Bool {
            Stated::Bool(cell == 1)
        } else {
            Stated::Option(u16::from(cell))
        }
    };
    // Whichever is shorter: what it may be, or the one thing that it is not. Saying what it is not says that
    // there is something to ask about.
    let out = variable.values() & !left;
    let (name, listed) =
        if left & !variable.values() == 0 && out.is_power_of_two() && left.count_ones() > 2 {
            ("not", out)
        } else {
            ("one_of", left)
        };
    Stated::Partly(vec![(name, cells(listed).map(value).collect())])
}

/// Some cells of a number, `n/a` perhaps among them. `statement` is what is known, where that bounds it.
fn numeric(fact: &Fact, variable: &Variable, statement: Option<&Statement<'_>>, left: u64) -> Left {
    let na = left & !variable.values() != 0;
    let interval = statement.and_then(|statement| statement.interval);
    let interval = interval.unwrap_or_default();
    let named = statement.and_then(|statement| match &statement.value {
        Stated::Number(value) => Some(vec![*value]),
        other => listed_numbers(other),
    });
    if let Some(named) = named {
        let inside =
            |value: &f64| interval.contains(*value) && left >> fact.cell_of(*value) & 1 == 1;
        return listed(fact, named.into_iter().filter(inside).collect(), na);
    }
    if left == variable.all() && interval == Interval::default() {
        return worded(fact, Stated::Unknown);
    }
    let runs: Vec<Run> = runs(left & variable.values())
        .map(|(first, last)| Run::new(fact, &interval, first, last))
        .collect();
    match runs.as_slice() {
        [] => worded(fact, Stated::NotApplicable),
        [run] if !na => {
            let stated = run.stated(fact);
            let words = match (&stated, run.words()) {
                (Stated::Number(value), _) => with_unit(fact, &plain(*value)),
                (Stated::Partly(_), Some(words)) => with_unit(fact, &words),
                // Every number, so what is said is that there is one.
                (Stated::Partly(_), None) => say!("not n/a"),
                (other, _) => stated_words(fact, other),
            };
            Left { stated, words }
        }
        several => {
            // A profile cannot join stretches: a number of each cell says as much to all that reads it.
            let inside = |cell: u8| {
                let inside = fact.inside(usize::from(cell));
                let ends = [interval.from, interval.to].into_iter().flatten();
                let fits = |value: &f64| {
                    interval.contains(*value) && fact.cell_of(*value) == usize::from(cell)
                };
                let mut own = std::iter::once(inside).chain(ends.map(|cut| cut.value));
                own.find(fits).unwrap_or(inside)
            };
            let numbers = cells(left & variable.values()).map(inside).collect();
            let mut words: Vec<String> = several.iter().filter_map(Run::words).collect();
            if let Some(last) = words.last_mut() {
                *last = with_unit(fact, last);
            }
            words.extend(na.then(|| "n/a".to_owned()));
            Left {
                words: list_or(&words),
                ..listed(fact, numbers, na)
            }
        }
    }
}

/// Single numbers.
fn listed(fact: &Fact, numbers: Vec<f64>, na: bool) -> Left {
    let mut values: Vec<Stated<'static>> = numbers.into_iter().map(Stated::Number).collect();
    values.extend(na.then_some(Stated::NotApplicable));
    let stated = match values.len() {
        1 => values.swap_remove(0),
        _ => partly([("one_of", values)]),
    };
    worded(fact, stated)
}

fn worded(fact: &Fact, stated: Stated<'static>) -> Left {
    Left {
        words: stated_words(fact, &stated),
        stated,
    }
}

/// Cells that lie next to each other: the first and the last of each stretch.
fn runs(left: u64) -> impl Iterator<Item = (usize, usize)> {
    let has = move |cell: usize| cell < 64 && left >> cell & 1 == 1;
    let starts = (0..64).filter(move |&cell| has(cell) && (cell == 0 || !has(cell - 1)));
    starts.map(move |first| {
        let behind = (first..=64).find(|&cell| !has(cell)).unwrap_or(64);
        (first, behind - 1)
    })
}

/// Where a stretch of numbers ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct End {
    value: f64,
    /// Whether the value itself belongs to the stretch.
    included: bool,
}

/// The numbers of cells that lie next to each other.
struct Run {
    from: Option<End>,
    to: Option<End>,
}

impl Run {
    fn new(fact: &Fact, known: &Interval, first: usize, last: usize) -> Self {
        let whole = fact.kind == Kind::Integer;
        let included = |value| End {
            value,
            included: true,
        };
        let cut = first.checked_sub(1).and_then(|left| fact.cuts.get(left));
        let from = cut.map(|cut| match (cut.after, whole) {
            (false, false) => included(cut.value),
            (false, true) => included(cut.value.ceil()),
            (true, true) => included(cut.value.floor() + 1.0),
            (true, false) => End {
                value: cut.value,
                included: false,
            },
        });
        let to = fact.cuts.get(last).map(|cut| match (cut.after, whole) {
            (true, false) => included(cut.value),
            (true, true) => included(cut.value.floor()),
            (false, true) => included(cut.value.ceil() - 1.0),
            (false, false) => End {
                value: cut.value,
                included: false,
            },
        });
        let (least, most) = (
            known.from.map(|cut| cut.value),
            known.to.map(|cut| cut.value),
        );
        Self {
            from: match (from, least) {
                (Some(end), Some(least)) if least <= end.value => Some(end),
                (end, least) => least.map(included).or(end),
            },
            to: match (to, most) {
                (Some(end), Some(most)) if most >= end.value => Some(end),
                (end, most) => most.map(included).or(end),
            },
        }
    }

    /// As a profile would write it, which knows no ends that are left out: the next number stands for one.
    fn stated(&self, fact: &Fact) -> Stated<'static> {
        let from = self.from.map(|end| {
            if end.included {
                end.value
            } else {
                end.value.next_up()
            }
        });
        let to = self.to.map(|end| {
            if end.included {
                end.value
            } else {
                end.value.next_down()
            }
        });
        let (least, most) = (from.or(fact.min), to.or(fact.max));
        if let (Some(least), Some(most)) = (least, most)
            && least >= most
        {
            return Stated::Number(least);
        }
        let mut ends = [("at_least", from), ("at_most", to)];
        if from.is_none() && to.is_none() {
            // Every number: the bounds say so, or where there are none, the least number that can be written.
            ends = match (fact.min, fact.max) {
                (None, Some(max)) => [("at_least", None), ("at_most", Some(max))],
                (min, _) => [
                    ("at_least", Some(min.unwrap_or(least_of(fact.kind)))),
                    ("at_most", None),
                ],
            };
        }
        let part = |(name, end): (_, Option<f64>)| Some((name, vec![Stated::Number(end?)]));
        Stated::Partly(ends.into_iter().filter_map(part).collect())
    }

    /// Without a unit; none where it has no ends.
    fn words(&self) -> Option<String> {
        let from = |end: End| match (end.included, plain(end.value)) {
            (true, bound) => say!("at least {bound}", bound),
            (false, bound) => say!("above {bound}", bound),
        };
        let to = |end: End| match (end.included, plain(end.value)) {
            (true, bound) => say!("at most {bound}", bound),
            (false, bound) => say!("below {bound}", bound),
        };
        match (self.from, self.to) {
            (None, None) => None,
            (Some(from), Some(to)) if from == to => Some(plain(from.value)),
            (low, high) => {
                let ends = [low.map(from), high.map(to)].into_iter().flatten();
                Some(clauses(&ends.collect::<Vec<_>>()))
            }
        }
    }
}

/// The least number that a fact without bounds can have.
fn least_of(kind: Kind) -> f64 {
    if kind == Kind::Integer {
        -9_007_199_254_740_992.0
    } else {
        f64::MIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::SourceText;
    use crate::profile::{Options, resolve};
    use crate::rubric::fact::Cut;
    use crate::source::{shipped, yaml};

    /// What is left of a fact of the shipped set, half known so, within the cells of these numbers.
    fn words(id: &str, known: &str, cuts: &[(f64, bool)], within: &[f64]) -> String {
        let mut set = shipped::rubric_set();
        let number = set.fact(id).expect("a fact");
        let cuts: Vec<Cut> = cuts
            .iter()
            .map(|&(value, after)| Cut { value, after })
            .collect();
        let variable = usize::from(set.facts[number].variables.start);
        set.variables[variable].cells = u8::try_from(cuts.len() + 1).expect("few");
        set.facts[number].cuts = cuts;
        let fact = &set.facts[number];
        let text = format!("{}: {{ {}: {known} }}\n", fact.section(), fact.key());
        let source = SourceText::new("x.yaml", &text);
        let documents = yaml::read(&source).expect("well-formed");
        let (answers, _) =
            resolve(&set, &source, &documents[0], Options::default()).expect("a profile");
        let mut cells = answers.cells.clone();
        let cell = |value: &f64| 1 << fact.cell_of(*value);
        cells[variable] = within.iter().map(cell).fold(0, |all, cell: u64| all | cell);
        left(&set, &answers, number, &cells).words
    }

    const HEADCOUNT: &str = "company.headcount";
    const TENURE: &str = "sponsor.tenure_months";
    const CUTS: [(f64, bool); 3] = [(1.0, false), (3.5, false), (12.0, true)];

    #[test]
    fn a_change_leaves_what_was_known_behind() {
        let half = "{ at_least: 200, at_most: 300 }";
        let cuts = [(100.0, false), (250.0, false), (500.0, false)];
        let left = |within: &[f64]| words(HEADCOUNT, half, &cuts, within);
        assert_eq!(left(&[500.0]), "at least 500 people");
        assert_eq!(left(&[50.0]), "at most 99 people");
        assert_eq!(left(&[120.0]), "at least 200, at most 249 people");
        assert_eq!(left(&[120.0, 300.0]), "at least 200, at most 300 people");
        let half = "{ one_of: [40, 220, 600] }";
        let left = |within: &[f64]| words(HEADCOUNT, half, &cuts, within);
        assert_eq!(left(&[40.0, 600.0]), "40 or 600 people");
        assert_eq!(left(&[220.0]), "220 people");
        assert_eq!(left(&[300.0]), "at least 250, at most 499 people");
    }

    #[test]
    fn decimals_keep_their_ends() {
        let left = |within: &[f64]| words(TENURE, "unknown", &CUTS, within);
        assert_eq!(left(&[0.5]), "below 1 month");
        assert_eq!(left(&[1.0]), "at least 1, below 3.5 months");
        assert_eq!(left(&[4.0]), "at least 3.5, at most 12 months");
        assert_eq!(left(&[13.0]), "above 12 months");
        assert_eq!(left(&[0.5, 13.0]), "below 1 or above 12 months");
        assert_eq!(left(&[0.5, 1.0, 4.0, 13.0]), "not known");
    }
}
