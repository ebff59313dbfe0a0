//! What has become of a profile since an earlier run.

use super::number::{points, score};
use super::report::or_id;
use super::text::list;
use crate::assess::survey::Survey;
use crate::compare::since::{Earlier, Since};
use crate::rubric::RubricSet;
use crate::rubric::condition::Truth;
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
    let scores = before
        .filter(|before| before.scored)
        .map_or(&[][..], |before| &before.scores);
    let moved = scores.iter().zip(&now.rubrics).zip(&set.rubrics);
    let moved = moved.filter(|((earlier, now), _)| earlier[0] != now.estimate);
    SinceText {
        change: since.name(),
        recommendation: before.and_then(|before| before.recommendation).map(id),
        settled: before.is_some_and(|before| before.settled),
        scores: moved
            .map(|((earlier, now), rubric)| Moved {
                id: &rubric.id,
                before: earlier[0].map(points),
                now: now.estimate.map(points),
            })
            .collect(),
    }
}

/// What is another than before, in words: recommendation, settledness, estimates, else ranges.
#[must_use]
pub fn changed_words(set: &RubricSet, before: Option<&Earlier>, now: Option<&Survey>) -> String {
    let (Some(before), Some(now)) = (before.filter(|before| before.scored), now) else {
        return match now {
            Some(_) => "it was not scored before".to_owned(),
            None => "it can no longer be scored".to_owned(),
        };
    };
    let mut words = Vec::new();
    let id = |number: u16| &*set.recommendations[usize::from(number)].id;
    if let (Some(was), Some(is)) = (before.recommendation, now.leading())
        && was != is
    {
        words.push(format!("`{}` led, now `{}`", id(was), id(is)));
    }
    let settled = now
        .prospects
        .as_ref()
        .is_some_and(|found| found.possible.len() == 1);
    if settled != before.settled {
        let state = |settled: bool| if settled { "settled" } else { "open" };
        words.push(format!(
            "it was {}, now {}",
            state(before.settled),
            state(settled)
        ));
    }
    let shown = |tenths: Option<u16>| tenths.map_or("nothing".to_owned(), score);
    let moves = |figure: usize, name: &'static str| {
        let pairs = before.scores.iter().zip(&now.rubrics).zip(&set.rubrics);
        pairs.filter_map(move |((earlier, score), rubric)| {
            let exists = score.exists != Truth::False;
            let own =
                [score.estimate, Some(score.low), Some(score.high)][figure].filter(|_| exists);
            let moved = own != earlier[figure];
            moved.then(|| {
                format!(
                    "{}{name} was {}, now {}",
                    rubric.id,
                    shown(earlier[figure]),
                    shown(own)
                )
            })
        })
    };
    words.extend(moves(0, ""));
    if words.is_empty() {
        words.extend(moves(1, ".low").chain(moves(2, ".high")));
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
            format!("{}, was {}", since.name(), or_id(&found.title, &found.id))
        }
        None => since.name().to_owned(),
    }
}
