//! Expectations of a score: where it lies, and how far above that of another test.

use super::Draw;
use super::drawn::Expects;
use crate::generate::model::{Bound, Model};
use crate::generate::print::{decimal, rating_id};
use crate::reference::complete::score_passes;
use crate::reference::outlook::Outlook;
use crate::reference::ranges::Range;

/// A score with its digit behind the point.
pub(super) fn tenths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{}", number.abs() / 10, number.abs() % 10)
}

/// A rubric's or a dimension's score.
#[derive(Clone)]
pub(super) struct Score {
    pub(super) id: String,
    pub(super) rubric: usize,
    pub(super) range: Range,
}

pub(super) fn scores(model: &Model, outlook: &Outlook) -> Vec<Score> {
    let rubrics = outlook.expected.rubrics.iter().enumerate();
    let rubrics = rubrics.map(|(rubric, range)| Score {
        id: model.rubrics[rubric].id.to_owned(),
        rubric,
        range: range.clone(),
    });
    let dimensions = outlook.expected.dimensions.iter().enumerate();
    let dimensions = dimensions.map(|(number, range)| Score {
        id: model.dimension_id(number),
        rubric: model.dimensions[number].rubric,
        range: range.clone(),
    });
    rubrics.chain(dimensions).collect()
}

impl Expects<'_> {
    pub(super) fn above(&mut self, draw: &mut Draw<'_>, others: &[(&str, &Outlook)]) {
        let (than, other) = others[draw.below(others.len())];
        let own = scores(self.model, self.outlook);
        let number = draw.below(own.len());
        let (own, other) = (&own[number], &scores(self.model, other)[number]);
        let id = &own.id;
        let estimates = own.range.estimate.zip(other.range.estimate);
        let difference = estimates.map(|(own, other)| own - other);
        // In hundredths.
        let by = 10 * difference.unwrap_or(5) + draw.near();
        let by_text = decimal(by, 100);
        self.keys +=
            &format!("above = {{ score = \"{id}\", than = \"{than}\", by = {by_text} }}\n");
        let Some(difference) = difference else {
            let failure = format!("`{id}` has no score here or in `{than}`");
            self.expect("above no score", false, failure);
            return;
        };
        let far = tenths(difference.abs());
        let where_to = if difference < 0 { "below" } else { "above" };
        let failure =
            format!("`{id}` must stand {by_text} above `{than}`, but stands {far} {where_to} it");
        self.expect("above", 10 * difference >= by, failure);
    }

    /// One entry of `scores`.
    pub(super) fn score(&mut self, draw: &mut Draw<'_>) -> Option<String> {
        let all = scores(self.model, self.outlook);
        let score = all[draw.below(all.len())].clone();
        let (id, range) = (&score.id, &score.range);
        let (low, high) = (range.low, range.high);
        let estimate = range.estimate.unwrap_or(low);
        let shown = [
            ("value", estimate, ""),
            ("low", low, " at its lowest"),
            ("high", high, " at its highest"),
        ];
        let mut entry = format!("{{ score = \"{id}\"");
        let mut first: Option<(&'static str, String)> = None;
        let wrong =
            |first: &mut Option<(&'static str, String)>, kind: &'static str, words: String| {
                first.get_or_insert((kind, words));
            };
        let mut kinds: Vec<&'static str> = Vec::new();
        for (key, have, place) in shown {
            if draw.below(4) > 0 {
                continue;
            }
            let wanted = if draw.below(2) == 0 {
                have
            } else {
                (have + draw.near()).clamp(0, 1000)
            };
            entry += &format!(", {key} = {}", tenths(wanted));
            kinds.push(key);
            if wanted != have {
                let words = format!(
                    "`{id}` must be {}{place}, but is {}",
                    tenths(wanted),
                    tenths(have)
                );
                wrong(&mut first, key, words);
            }
        }
        let mut bounds = Vec::new();
        for end in [low, high] {
            if draw.below(2) == 0 {
                continue;
            }
            let threshold = (10 * end + draw.near()).clamp(0, 10_000);
            bounds.push(
                match (end == low && bounds.is_empty(), draw.below(2) == 0) {
                    (true, true) => Bound::AtLeast(threshold),
                    (true, false) => Bound::Above(threshold),
                    (false, true) => Bound::AtMost(threshold),
                    (false, false) => Bound::Below(threshold),
                },
            );
        }
        for bound in &bounds {
            let (key, threshold) = match *bound {
                Bound::AtLeast(threshold) => ("at_least", threshold),
                Bound::Above(threshold) => ("above", threshold),
                Bound::AtMost(threshold) => ("at_most", threshold),
                Bound::Below(threshold) => ("below", threshold),
                Bound::Is(_) => unreachable!("scores are bounded"),
            };
            entry += &format!(", {key} = {}", decimal(threshold, 100));
            kinds.push("within");
        }
        if !(low..=high).all(|score| score_passes(&bounds, Some(score))) {
            wrong(&mut first, "within", not_within(&score, &bounds));
        }
        let ratings = &self.model.rubrics[score.rubric].ratings;
        if !ratings.is_empty() && (kinds.is_empty() || draw.below(4) == 0) {
            let reached = ratings.iter().rposition(|from| 10 * from <= estimate);
            let reached = reached.expect("the lowest begins at 0");
            let wanted = draw.truth_or(reached, ratings.len());
            let (want, have) = (rating_id(ratings[wanted]), rating_id(ratings[reached]));
            entry += &format!(", rating = \"{want}\"");
            kinds.push("rating");
            if wanted != reached {
                let words = format!("`{id}` must be rated `{want}`, but is rated `{have}`");
                wrong(&mut first, "rating", words);
            }
        }
        if kinds.is_empty() {
            return None;
        }
        if range.estimate.is_none() {
            first = Some(("no score", format!("`{id}` has no score")));
        }
        match first {
            Some((kind, words)) => self.expect(kind, false, words),
            None => kinds
                .into_iter()
                .for_each(|kind| self.made.push((kind, true))),
        }
        Some(entry + " }")
    }
}

fn not_within(score: &Score, bounds: &[Bound]) -> String {
    let below = |hundredths: i64| hundredths.div_euclid(10);
    let from_below = |hundredths: i64| -(-hundredths).div_euclid(10);
    let (mut least, mut most) = (None, None);
    for bound in bounds {
        match *bound {
            Bound::AtLeast(threshold) => least = Some(from_below(threshold)),
            Bound::Above(threshold) => least = Some(below(threshold) + 1),
            Bound::AtMost(threshold) => most = Some(below(threshold)),
            Bound::Below(threshold) => most = Some(from_below(threshold) - 1),
            Bound::Is(_) => unreachable!("scores are bounded"),
        }
    }
    let must = match (least.map(tenths), most.map(tenths)) {
        (Some(least), Some(most)) => format!("between {least} and {most}"),
        (Some(least), None) => format!("at {least} or above"),
        (None, Some(most)) => format!("at {most} or below"),
        (None, None) => unreachable!("something is out of bounds"),
    };
    let (low, high) = (tenths(score.range.low), tenths(score.range.high));
    let lies = if low == high {
        format!("lies at {low}")
    } else {
        format!("may lie between {low} and {high}")
    };
    format!("`{}` must lie {must}, but {lies}", score.id)
}
