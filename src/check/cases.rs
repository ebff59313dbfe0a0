//! A rubric set's own tests: what came out against what must come out.

use super::subject::Given;
use crate::assess::outlook::{Outlook, without_questions};
use crate::assess::range::Score;
use crate::assess::{Figures, assess, dimension, figures, reason, worst_dimension};
use crate::finding::ticked;
use crate::rubric::condition::Truth;
use crate::rubric::load::{Case, Expect, OrderExpect, ScoreExpect};
use crate::rubric::text::Str;
use crate::rubric::{HigherIs, RubricSet};
use crate::say;
use crate::value::{Key, Node, Value};
use std::cell::OnceCell;

/// What came of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The test.
    pub name: String,
    /// What did not hold; empty where the test passed.
    pub failures: Vec<String>,
}

/// Compares what comes out with what the tests expect. `given` holds the answers for each test, or why
/// there are none.
#[must_use]
pub fn outcomes(
    set: &RubricSet,
    cases: &[Case],
    given: &[Result<Given<'_>, String>],
) -> Vec<Outcome> {
    let one = |(number, case): (usize, &Case)| {
        let failures = match &given[number] {
            Err(why) => vec![why.clone()],
            Ok(_) => failures(set, cases, number, given).collect(),
        };
        Outcome {
            name: case.name.to_string(),
            failures,
        }
    };
    cases.iter().enumerate().map(one).collect()
}

/// What does not hold of one test, found while it is asked for.
pub(super) fn failures<'v>(
    set: &'v RubricSet,
    cases: &'v [Case],
    number: usize,
    given: &'v [Result<Given<'_>, String>],
) -> impl Iterator<Item = String> + 'v {
    let other = move |name: &str| {
        let number = cases.iter().position(|case| &*case.name == name)?;
        given[number].as_ref().ok()
    };
    let own = given[number].as_ref().ok();
    let got = own.map(|own| Got::new(set, own));
    let mut orders = own.map(|own| own.orders.iter());
    cases[number].expect.iter().filter_map(move |expect| {
        if let Expect::Order(order) = expect {
            let cells = orders.as_mut().and_then(Iterator::next)?;
            return ordered(set, order, cells);
        }
        failure(expect, got.as_ref()?, other)
    })
}

/// What comes out for one profile: computed once somebody asks.
struct Got<'v> {
    set: &'v RubricSet,
    given: &'v Given<'v>,
    figures: OnceCell<Figures>,
    outlook: OnceCell<Outlook>,
}

impl<'v> Got<'v> {
    fn new(set: &'v RubricSet, given: &'v Given<'v>) -> Self {
        Self {
            set,
            given,
            figures: OnceCell::new(),
            outlook: OnceCell::new(),
        }
    }

    fn figures(&self) -> &Figures {
        self.figures
            .get_or_init(|| figures(self.set, &self.given.own.cells))
    }

    fn outlook(&self) -> &Outlook {
        self.outlook
            .get_or_init(|| without_questions(self.set, &self.given.own.cells))
    }

    fn title(&self, number: u16) -> &str {
        &self.set.recommendations[usize::from(number)].id
    }

    fn possible(&self) -> Vec<&str> {
        let possible = self.outlook().possible.iter();
        possible
            .map(|possible| self.title(possible.recommendation))
            .collect()
    }

    fn leading(&self) -> &str {
        self.title(self.outlook().leading())
    }

    fn rule(&self) -> &str {
        &self.set.rules[usize::from(self.outlook().rule)].id
    }
}

fn failure<'a>(
    expect: &Expect,
    got: &Got<'_>,
    other: impl Fn(&str) -> Option<&'a Given<'a>>,
) -> Option<String> {
    let set = got.set;
    match expect {
        Expect::Leads(id) => (got.leading() != &**id).then(|| {
            let (leading, rule) = (got.leading(), got.rule());
            say!(
                "`{id}` must lead, but `{leading}` does (rule `{rule}`)",
                id,
                leading,
                rule
            )
        }),
        Expect::NotLeading(ids) => ids.iter().any(|id| got.leading() == &**id).then(|| {
            say!(
                "`{leading}` must not lead (rule `{rule}`)",
                leading = got.leading(),
                rule = got.rule()
            )
        }),
        Expect::Rule(id) => (got.rule() != &**id).then(|| {
            let (leading, rule) = (got.leading(), got.rule());
            say!(
                "the rule `{id}` must decide, but `{rule}` does (for `{leading}`)",
                id,
                rule,
                leading
            )
        }),
        Expect::Clearly => (!got.outlook().clearly()).then(|| {
            let leading = got.leading();
            say!(
                "`{leading}` must lead clearly, with half of the share and twice the next",
                leading
            )
        }),
        Expect::Settled(want) => ((got.outlook().possible.len() == 1) != *want).then(|| {
            let possible = ticked(got.possible());
            if *want {
                say!(
                    "one recommendation must be possible, but these are: {possible}",
                    possible
                )
            } else {
                say!(
                    "more than one recommendation must be possible, but these are: {possible}",
                    possible
                )
            }
        }),
        Expect::Possible(ids) => {
            let mut want: Vec<&str> = ids.iter().map(|id| &**id).collect();
            let mut have = got.possible();
            want.sort_unstable();
            have.sort_unstable();
            (want != have).then(|| {
                let (want, have) = (ticked(want), ticked(have));
                say!(
                    "exactly {want} must be possible, but what is possible is {have}",
                    want,
                    have
                )
            })
        }
        Expect::Deepest { rubric, dimension } => {
            let number = set.rubric(rubric)?;
            let worst = worst_dimension(set, number, &got.figures().dimensions)
                .map_or("none", |number| &*set.dimensions[usize::from(number)].id);
            (worst != format!("{rubric}/{dimension}")).then(|| {
                say!(
                    "`{rubric}/{dimension}` must be the worst dimension, but `{worst}` is",
                    rubric,
                    dimension,
                    worst
                )
            })
        }
        Expect::Tripped(ids) => gates(got, ids, Truth::True),
        Expect::Clear(ids) => gates(got, ids, Truth::False),
        Expect::Open(ids) => gates(got, ids, Truth::Open),
        Expect::Advises(ids) => {
            let all = assess(set, &got.given.own);
            let given: Vec<&str> = reason::advice(set, &all)
                .iter()
                .map(|&number| &*set.advice[usize::from(number)].id)
                .collect();
            let missing: Vec<&str> = ids
                .iter()
                .map(|id| &**id)
                .filter(|id| !given.contains(id))
                .collect();
            (!missing.is_empty()).then(|| say!("must advise {missing}", missing = ticked(missing)))
        }
        Expect::Above { score, than, by } => above(got, other(than), score, than, *by),
        Expect::Score(expect) => score(got, expect),
        // Compared where its profiles are.
        Expect::Order(_) => None,
    }
}

fn gates(got: &Got<'_>, ids: &[Str], want: Truth) -> Option<String> {
    let states = &got.figures().gates;
    let wrong = |id: &&Str| got.set.gate(id).is_none_or(|number| states[number] != want);
    let wrong: Vec<&str> = ids.iter().filter(wrong).map(|id| &**id).collect();
    (!wrong.is_empty()).then(|| {
        let gates = ticked(wrong);
        match want {
            Truth::True => say!("must be tripped: {gates}", gates),
            Truth::False => say!("must be clear: {gates}", gates),
            Truth::Open => say!("must be open: {gates}", gates),
        }
    })
}

/// A rubric's or a dimension's score.
fn named<'f>(set: &RubricSet, figures: &'f Figures, score: &str) -> Option<&'f Score> {
    let rubric = set.rubric(score).map(|number| &figures.rubrics[number]);
    let dimension = || Some(&figures.dimensions[set.dimension(score)?]);
    rubric.or_else(dimension)
}

fn points(tenths: u16) -> f64 {
    f64::from(tenths) / 10.0
}

fn above(
    got: &Got<'_>,
    other: Option<&Given<'_>>,
    score: &str,
    than: &str,
    by: f64,
) -> Option<String> {
    let Some(other) = other else {
        return Some(say!("`{than}`, to compare with, has no result", than));
    };
    let estimate = |figures: &Figures| named(got.set, figures, score)?.estimate;
    let other = figures(got.set, &other.own.cells);
    let Some((own, other)) = estimate(got.figures()).zip(estimate(&other)) else {
        return Some(say!(
            "`{score}` has no score here or in `{than}`",
            score,
            than
        ));
    };
    // Taken in tenths: 25.3 less 21.1 is not exactly 4.2 in binary.
    let difference = f64::from(i32::from(own) - i32::from(other)) / 10.0;
    (difference < by).then(|| {
        let far = format!("{:.1}", difference.abs());
        if difference < 0.0 {
            say!(
                "`{score}` must stand {by} above `{than}`, but stands {far} below it",
                score,
                by,
                than,
                far
            )
        } else {
            say!(
                "`{score}` must stand {by} above `{than}`, but stands {far} above it",
                score,
                by,
                than,
                far
            )
        }
    })
}

fn score(got: &Got<'_>, expect: &ScoreExpect) -> Option<String> {
    let name = &expect.score;
    let found = named(got.set, got.figures(), name).copied();
    let Some((found, estimate)) = found.and_then(|found| Some((found, found.estimate?))) else {
        return Some(say!("`{name}` has no score", name));
    };
    let misses = |want: Option<u16>, have: u16| {
        let want = want.filter(|want| *want != have)?;
        Some((
            format!("{:.1}", points(want)),
            format!("{:.1}", points(have)),
        ))
    };
    if let Some((want, have)) = misses(expect.value, estimate) {
        return Some(say!(
            "`{name}` must be {want}, but is {have}",
            name,
            want,
            have
        ));
    }
    if let Some((want, have)) = misses(expect.low, found.low) {
        return Some(say!(
            "`{name}` must be {want} at its lowest, but is {have}",
            name,
            want,
            have
        ));
    }
    if let Some((want, have)) = misses(expect.high, found.high) {
        return Some(say!(
            "`{name}` must be {want} at its highest, but is {have}",
            name,
            want,
            have
        ));
    }
    let (low, high) = expect.within;
    if i32::from(found.low) < low || i32::from(found.high) > high {
        let bound = |tenths: i32, none: i32| (tenths != none).then(|| f64::from(tenths) / 10.0);
        let must = match (bound(low, i32::MIN), bound(high, i32::MAX)) {
            (Some(low), Some(high)) => say!(
                "between {low} and {high}",
                low = format!("{low:.1}"),
                high = format!("{high:.1}")
            ),
            (Some(low), None) => say!("at {low} or above", low = format!("{low:.1}")),
            (None, Some(high)) => say!("at {high} or below", high = format!("{high:.1}")),
            (None, None) => return None,
        };
        let (low, high) = (points(found.low), points(found.high));
        let lies = if found.low == found.high {
            say!("lies at {low}", low = format!("{low:.1}"))
        } else {
            say!(
                "may lie between {low} and {high}",
                low = format!("{low:.1}"),
                high = format!("{high:.1}")
            )
        };
        return Some(say!(
            "`{name}` must lie {must}, but {lies}",
            name,
            must,
            lies
        ));
    }
    let rubric = name.split('/').next().and_then(|id| got.set.rubric(id))?;
    let rating = got.set.rubrics[rubric].rating(estimate);
    let rating = rating.map_or("none", |rating| &*rating.id);
    let want = expect.rating.as_deref().filter(|want| *want != rating)?;
    Some(say!(
        "`{name}` must be rated `{want}`, but is rated `{rating}`",
        name,
        want,
        rating
    ))
}

/// The first change that is not better than the step before it, or not the same as the others of its step.
fn ordered(set: &RubricSet, order: &OrderExpect, cells: &[Vec<Vec<u64>>]) -> Option<String> {
    let name = &order.score;
    let rubric = name.split('/').next().and_then(|id| set.rubric(id))?;
    let estimate = |cells: &Vec<u64>| match set.dimension(name) {
        Some(number) => dimension(set, cells, number).estimate,
        None => figures(set, cells).rubrics[rubric].estimate,
    };
    let better = |own: u16, other: u16| match set.rubrics[rubric].higher_is {
        HigherIs::Better => own > other,
        HigherIs::Worse => own < other,
    };
    let mut before: Option<(u16, &Node<'static>)> = None;
    for (changes, step) in order.steps.iter().zip(cells) {
        let mut first: Option<(u16, &Node<'static>)> = None;
        for (change, cells) in changes.iter().zip(step) {
            let Some(own) = estimate(cells) else {
                return Some(say!(
                    "`{name}` has no score with {stated}",
                    name,
                    stated = stated(change)
                ));
            };
            let (same, (other, with)) = match (first, before) {
                (Some(same), _) if same.0 != own => (true, same),
                (None, Some(worse)) if !better(own, worse.0) => (false, worse),
                _ => {
                    first = first.or(Some((own, change)));
                    continue;
                }
            };
            let (change, with) = (stated(change), stated(with));
            let own = format!("{:.1}", points(own));
            let other = format!("{:.1}", points(other));
            return Some(if same {
                say!(
                    "`{name}` must stay the same, but is {other} with {with} and {own} with {change}",
                    name,
                    other,
                    with,
                    own,
                    change
                )
            } else {
                say!(
                    "`{name}` must get better, but is {other} with {with} and {own} with {change}",
                    name,
                    other,
                    with,
                    own,
                    change
                )
            });
        }
        before = first;
    }
    None
}

/// The facts of a change, as a test writes them.
fn stated(change: &Node<'static>) -> String {
    let Value::Map(sections) = &change.value else {
        return String::new();
    };
    let mut all = Vec::new();
    for (section, facts) in sections {
        if let Value::Map(facts) = &facts.value {
            let fact = |(key, value): &(Key<'_>, Node<'_>)| {
                format!("{}.{} = {}", section.text, key.text, written(value))
            };
            all.extend(facts.iter().map(fact));
        }
    }
    format!("`{}`", all.join(", "))
}

fn written(value: &Node<'_>) -> String {
    match &value.value {
        Value::Scalar { text, .. } => text.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entry =
                |(key, value): &(Key<'_>, Node<'_>)| format!("{} = {}", key.text, written(value));
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}
