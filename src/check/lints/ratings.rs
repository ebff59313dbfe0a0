//! Ratings that no complete profile's score reaches.

use super::Cx;
use super::places::Kind;
use crate::finding::Code;
use crate::rubric::condition::{ScoreRef, ScoreTest};
use crate::rubric::indexes;
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    for (number, rubric) in set.rubrics.iter().enumerate() {
        let own = &set.dimensions[indexes(&rubric.dimensions)];
        if own.iter().all(|dimension| dimension.criteria.is_empty()) {
            continue;
        }
        for (place, rating) in rubric.ratings.iter().enumerate() {
            let next = rubric.ratings.get(place + 1);
            let test = ScoreTest {
                of: ScoreRef::Rubric(u16::try_from(number).unwrap_or(u16::MAX)),
                low: i32::from(rating.from),
                high: next.map_or(i32::MAX, |next| i32::from(next.from) - 1),
            };
            let found = cx.prover.scores(test);
            if !cx.proved(&found) {
                continue;
            }
            let id = format!("{}/{}", rubric.id, rating.id);
            let Some(part) = cx.part(Kind::Rating, &id) else {
                continue;
            };
            let from = f64::from(rating.from) / 10.0;
            let message = say!(
                "no complete profile's score of `{rubric}` reaches the rating `{rating}`",
                rubric = rubric.id,
                rating = rating.id
            );
            let hint = match next {
                Some(next) => say!(
                    "it never lies from {from} to below {next}, caps included: change `from`, the points or the caps, or leave it out",
                    from,
                    next = f64::from(next.from) / 10.0
                ),
                None => say!(
                    "it never lies {from} or more, caps included: change `from`, the points or the caps, or leave it out",
                    from
                ),
            };
            cx.warn(&part, part.span, Code::UnreachableRating, message, hint);
        }
    }
}
