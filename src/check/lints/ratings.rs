//! Ratings that no complete profile's score reaches.

use super::Cx;
use super::places::Kind;
use crate::finding::Code;
use crate::rubric::condition::{ScoreRef, ScoreTest};
use crate::rubric::indexes;

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
            let stretch = match next {
                Some(next) => format!("from {from} to below {}", f64::from(next.from) / 10.0),
                None => format!("{from} or more"),
            };
            let message = format!(
                "no complete profile's score of `{}` reaches the rating `{}`",
                rubric.id, rating.id
            );
            let hint = format!(
                "it never lies {stretch}, caps included: change `from`, the points or the caps, or leave it out"
            );
            cx.warn(&part, part.span, Code::UnreachableRating, message, hint);
        }
    }
}
