//! How far a recommendation depends on the weights: what every format shows, with texts and ids in
//! place of numbers. Serialized it is the JSON contract of `robustness`; names are added, never renamed.

pub mod markdown;
pub mod table;

use super::number::{of_hundred, rounded};
use super::report::{FindingText, ProfileName, SetName, coverage, or_id, own_name, share};
use super::stale::{StaleFact, stale_facts};
use super::what_if::Supposed;
use crate::assess::Assessment;
use crate::assess::flip::Flip;
use crate::assess::robustness::{self as figures, Draws, Weight};
use crate::finding::Finding;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use serde::Serialize;

/// The most criteria that a recommendation is said to hang on.
const HANGS_ON: usize = 5;

/// The robustness of one profile's recommendation.
#[derive(Debug, Serialize)]
pub struct Robustness<'a> {
    /// The version of this form.
    pub robustness: u32,
    /// What it was scored with.
    pub rubric_set: SetName<'a>,
    /// What was scored.
    pub profile: ProfileName,
    /// The part of effective weight whose facts are known, 0–1, rounded down to two decimals.
    pub coverage: f64,
    /// Facts that were taken otherwise than the profile says.
    pub what_if: Vec<Supposed<'a>>,
    /// What the profile says that is out of date.
    pub stale: Vec<StaleFact<'a>>,
    /// How far each weight was varied at most, as a part of it.
    pub spread: f64,
    /// How many times all weights were drawn.
    pub draws: u32,
    /// The seed of the draws.
    pub seed: u64,
    /// What made numbers of the seed.
    pub generator: &'static str,
    /// What leads by the estimates with the weights of the set.
    pub recommendation: ByEstimates<'a>,
    /// What `score` says.
    pub leading: ByShare<'a>,
    /// Whether these two differ.
    pub differs: bool,
    /// The part of the draws in which each recommendation leads, most first.
    pub shares: Vec<Share<'a>>,
    /// The standard error of a share, at most.
    pub share_error: f64,
    /// The criteria with the smallest changes of one weight that flip the recommendation.
    pub hangs_on: Vec<&'a str>,
    /// Every weight, the smallest change that flips first; those that flip nothing last.
    pub weights: Vec<WeightFlip<'a>>,
    /// Warnings and notes about the profile.
    pub findings: Vec<FindingText>,
}

/// What leads by the estimates.
#[derive(Debug, Serialize)]
pub struct ByEstimates<'a> {
    /// Its id.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The rule that fires.
    pub rule: &'a str,
    /// Why, for people.
    pub because: &'a str,
    /// Where the rule comes from.
    pub source: &'a str,
}

/// What leads by its share of the ways to fill in what is unknown.
#[derive(Debug, Serialize)]
pub struct ByShare<'a> {
    /// Its id.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The share.
    pub share: f64,
    /// Whether no other is possible.
    pub settled: bool,
}

/// A recommendation that leads in some draws.
#[derive(Debug, Serialize)]
pub struct Share<'a> {
    /// Its id.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The part of the draws.
    pub share: f64,
}

/// What it takes to flip the recommendation by one weight.
#[derive(Debug, Serialize)]
pub struct WeightFlip<'a> {
    /// The criterion or dimension.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// `criterion` or `dimension`.
    pub of: &'static str,
    /// The weight.
    pub weight: u32,
    /// The smallest relative change of it that flips, others kept; negative for less weight. Rounded
    /// away from zero to four decimals. None where nothing above zero and up to ten times flips.
    pub change: Option<f64>,
    /// What leads then.
    pub to: Option<&'a str>,
    /// What leads then, for people.
    pub to_title: Option<&'a str>,
}

impl WeightFlip<'_> {
    /// The change in words: `+12.5 %`.
    #[must_use]
    pub fn change_words(&self) -> Option<String> {
        self.change_figure().map(of_hundred)
    }

    /// The change in percent: `+12.5`.
    #[must_use]
    pub fn change_figure(&self) -> Option<String> {
        let change = self.change?;
        let percent = away(change, 3) * 100.0;
        let sign = if change < 0.0 { '-' } else { '+' };
        Some(format!("{sign}{:.1}", percent.abs()))
    }
}

impl Robustness<'_> {
    /// The part of the draws in which the recommendation by the estimates leads.
    #[must_use]
    pub fn kept(&self) -> f64 {
        let own = self
            .shares
            .iter()
            .find(|share| share.id == self.recommendation.id);
        own.map_or(0.0, |own| own.share)
    }

    /// The weight with the smallest change that flips, if any does.
    #[must_use]
    pub fn smallest(&self) -> Option<&WeightFlip<'_>> {
        self.weights.first().filter(|first| first.change.is_some())
    }

    /// The criteria that it hangs on.
    pub fn criteria(&self) -> impl Iterator<Item = &WeightFlip<'_>> {
        self.weights
            .iter()
            .filter(|weight| self.hangs_on.contains(&weight.id))
    }

    /// The dimensions whose weight can flip it.
    pub fn dimensions(&self) -> impl Iterator<Item = &WeightFlip<'_>> {
        let flips = |weight: &&WeightFlip<'_>| weight.of == "dimension" && weight.change.is_some();
        self.weights.iter().filter(flips)
    }

    /// How many weights flip it alone.
    #[must_use]
    pub fn flipping(&self) -> usize {
        let flips = |weight: &&WeightFlip<'_>| weight.change.is_some();
        self.weights.iter().filter(flips).count()
    }
}

/// Joins figures with the texts of their set.
#[must_use]
pub fn robustness<'a>(
    set: &'a RubricSet,
    profile: ProfileName,
    answers: &'a Answers<'_>,
    assessment: &Assessment,
    (draws, figures): (Draws, &figures::Robustness),
    findings: &[Finding],
) -> Robustness<'a> {
    let named = |number: u16| {
        let recommendation = &set.recommendations[usize::from(number)];
        let id = &*recommendation.id;
        (id, or_id(&recommendation.title, id))
    };
    let rule = &set.rules[usize::from(figures.rule)];
    let (id, title) = named(rule.recommend);
    let recommendation = ByEstimates {
        id,
        title,
        rule: &rule.id,
        because: &rule.because,
        source: &rule.source,
    };
    let settled = assessment.settled();
    let (id, title) = named(assessment.leading());
    let part = assessment.outlook.possible.first();
    let leading = ByShare {
        id,
        title,
        share: part.map_or(0.0, |first| share(first.share, settled)),
        settled,
    };
    let all = f64::from(draws.count);
    let shares = figures.leads.iter().map(|&(number, count)| {
        let (id, title) = named(number);
        let part = share(f64::from(count) / all, count == draws.count);
        Share {
            id,
            title,
            share: part,
        }
    });
    let ranked = figures.ranked().into_iter();
    let weights: Vec<WeightFlip<'a>> = ranked
        .map(|(weight, flip)| weight_flip(set, weight, flip))
        .collect();
    let flipping = weights
        .iter()
        .filter(|weight| weight.of == "criterion" && weight.change.is_some());
    Robustness {
        robustness: 1,
        rubric_set: SetName::of(set),
        profile,
        coverage: coverage(assessment.coverage),
        what_if: Vec::new(),
        stale: stale_facts(set, answers),
        spread: f64::from(draws.spread) / 1e6,
        draws: draws.count,
        seed: draws.seed,
        generator: "SplitMix64",
        differs: recommendation.id != leading.id,
        recommendation,
        leading,
        shares: shares.collect(),
        share_error: rounded(0.5 / all.sqrt(), 4),
        hangs_on: flipping.take(HANGS_ON).map(|weight| weight.id).collect(),
        weights,
        findings: findings.iter().map(FindingText::from).collect(),
    }
}

fn weight_flip(set: &RubricSet, weight: Weight, flip: Option<Flip>) -> WeightFlip<'_> {
    let (id, title, of, weight) = match weight {
        Weight::Criterion(number) => {
            let criterion = &set.criteria[number];
            (
                &criterion.id,
                &criterion.title,
                "criterion",
                criterion.weight,
            )
        }
        Weight::Dimension(number) => {
            let dimension = &set.dimensions[number];
            (
                &dimension.id,
                &dimension.title,
                "dimension",
                dimension.weight,
            )
        }
    };
    let to = flip.map(|flip| &set.recommendations[usize::from(flip.to)]);
    WeightFlip {
        id,
        title: or_id(title, own_name(id)),
        of,
        weight,
        change: flip.map(|flip| shown_change(&flip)),
        to: to.map(|to| &*to.id),
        to_title: to.map(|to| or_id(&to.title, &to.id)),
    }
}

/// The change away from zero to four decimals, so that what is shown flips; no weight is taken away.
fn shown_change(flip: &Flip) -> f64 {
    let least = if flip.up { 0.0001 } else { -0.0001 };
    let change = away(flip.change(), 4).max(-0.9999);
    if change.abs() < 0.0001 { least } else { change }
}

/// A number rounded away from zero to some decimals.
fn away(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    let size = (value.abs() * scale - 1e-7).ceil() / scale;
    size.copysign(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_large_enough() {
        let flip = |factor, up| Flip {
            factor,
            up,
            reached: true,
            to: 0,
        };
        for (factor, up, shown) in [
            ((5, 4), true, 0.25),
            ((4, 3), true, 0.3334),
            ((2, 3), false, -0.3334),
            ((1, 1), false, -0.0001),
            ((1, 1), true, 0.0001),
            ((1, 1_000_000), false, -0.9999),
        ] {
            let change = shown_change(&flip(factor, up));
            assert!((change - shown).abs() < 1e-9, "{change} {shown}");
        }
    }
}
