//! What has become of a profile since an earlier run.

use super::names;
use super::number::{points, score};
use super::report::or_id;
use crate::assess::survey::Survey;
use crate::compare::since::{Earlier, Figure, Move, Since, moves};
use crate::language::list::list;
use crate::rubric::RubricSet;
use crate::say;
use serde::Serialize;

/// A profile compared with an earlier run.
#[derive(Clone, Debug, Serialize)]
pub struct SinceText<'a> {
    /// `new`, `same`, `changed` or `worse`.
    pub change: &'static str,
    /// What led before; null where it was not scored, or where the set has that recommendation no more.
    pub recommendation: Option<&'a str>,
    /// Whether it was settled before.
    pub settled: bool,
    /// The estimates that moved.
    pub scores: Vec<Moved<'a>>,
}

/// A rubric's estimate before and now.
#[derive(Clone, Debug, Serialize)]
pub struct Moved<'a> {
    /// The rubric.
    pub id: &'a str,
    /// Before.
    pub before: Option<f64>,
    /// Now.
    pub now: Option<f64>,
}

/// Joins a comparison with the texts of the set.
#[must_use]
pub fn since_text<'a>(
    set: &'a RubricSet,
    since: Since,
    before: Option<&Earlier>,
    now: &Survey,
) -> SinceText<'a> {
    let id = |number: u16| &*set.recommendations[usize::from(number)].id;
    let moved = before
        .filter(|before| before.scored)
        .map_or_else(Vec::new, |before| moves(before, now));
    let estimates = moved.iter().filter(|one| one.figure == Figure::Estimate);
    SinceText {
        change: since.name(),
        recommendation: before.and_then(|before| before.recommendation).map(id),
        settled: before.is_some_and(|before| before.settled),
        scores: estimates
            .map(|one| Moved {
                id: &set.rubrics[one.rubric].id,
                before: one.before.map(points),
                now: one.now.map(points),
            })
            .collect(),
    }
}

/// What is another than before, in words: recommendation, settledness, estimates, else ranges.
#[must_use]
pub fn changed_words(set: &RubricSet, before: Option<&Earlier>, now: Option<&Survey>) -> String {
    let (Some(before), Some(now)) = (before.filter(|before| before.scored), now) else {
        return match now {
            Some(_) => say!("it was not scored before"),
            None => say!("it can no longer be scored"),
        };
    };
    let mut words = Vec::new();
    let id = |number: u16| &*set.recommendations[usize::from(number)].id;
    match (before.recommendation, now.leading()) {
        (Some(was), Some(is)) if was != is => {
            words.push(say!(
                "`{before}` led, now `{now}`",
                before = id(was),
                now = id(is)
            ));
        }
        (None, Some(is)) => {
            words.push(say!(
                "what led is no more in the set, now `{now}`",
                now = id(is)
            ));
        }
        _ => {}
    }
    if now.settled() != before.settled {
        words.push(if before.settled {
            say!("it was settled, now open")
        } else {
            say!("it was open, now settled")
        });
    }
    let moved = moves(before, now);
    let shown = |tenths: Option<u16>| tenths.map_or_else(|| say!("nothing"), score);
    let told = |one: &Move| {
        let end = match one.figure {
            Figure::Estimate => "",
            Figure::Low => ".low",
            Figure::High => ".high",
        };
        let rubric = &set.rubrics[one.rubric].id;
        say!(
            "{figure} was {before}, now {now}",
            figure = format!("{rubric}{end}"),
            before = shown(one.before),
            now = shown(one.now)
        )
    };
    words.extend(
        moved
            .iter()
            .filter(|one| one.figure == Figure::Estimate)
            .map(told),
    );
    if words.is_empty() {
        words.extend(moved.iter().map(told));
    }
    list(&words)
}

/// The same in a few words, for a row.
#[must_use]
pub fn since_words(
    set: &RubricSet,
    since: Since,
    before: Option<&Earlier>,
    now: &Survey,
) -> String {
    let was = before.and_then(|before| before.recommendation);
    match was.filter(|was| Some(*was) != now.leading()) {
        Some(was) => {
            let found = &set.recommendations[usize::from(was)];
            say!(
                "{change}, was {before}",
                change = names::since(since.name()),
                before = or_id(&found.title, &found.id)
            )
        }
        None => names::since(since.name()),
    }
}
