//! The difference of two rubric sets: what every format shows of it. Serialized it is the JSON contract.

mod company;
pub mod impact;
mod impact_markdown;
pub mod markdown;
mod words;

pub use company::Company;
pub use words::{PartText, Shown};

use super::names::step;
use super::number::points;
use super::report::SetName;
use super::text::clean;
use crate::compare::bump::Bump;
use crate::compare::change::{Change, Weighs};
use crate::compare::effect::{Recommendations, Scored, Scores};
use crate::compare::rubrics::Difference;
use crate::rubric::RubricSet;
use crate::say;
use serde::Serialize;

/// The difference of two rubric sets.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// The version of this form.
    pub difference: u32,
    /// The old set.
    pub old: Side<'a>,
    /// The new set.
    pub new: Side<'a>,
    /// What the version should do.
    pub version: Version,
    /// What the difference does to recommendations.
    pub recommendations: RecommendationEffect<'a>,
    /// What it does to scores.
    pub scores: ScoreEffect<'a>,
    /// What changed, by kind and id.
    pub changes: Vec<ChangeText<'a>>,
    /// What it does to given profiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<impact::PortfolioText<'a>>,
}

/// One of the two sets.
#[derive(Debug, Serialize)]
pub struct Side<'a> {
    /// As the user named it.
    pub path: String,
    #[serde(flatten)]
    /// Id, version, digest.
    pub set: SetName<'a>,
}

/// What the version should do.
#[derive(Debug, Serialize)]
pub struct Version {
    /// `none`, `patch`, `minor` or `major`.
    pub calls_for: &'static str,
    /// Whether it may call for more, because something is not proved.
    pub at_least: bool,
    /// What the stated versions do; null where the new one is the earlier.
    pub stated: Option<&'static str>,
    /// What is wrong with the stated versions.
    pub warning: Option<String>,
    /// Why it calls for that.
    pub why: String,
}

/// What the difference does to recommendations.
#[derive(Debug, Serialize)]
pub struct RecommendationEffect<'a> {
    /// `same`, proved; `differ`, shown by the witness or, where there is none, by a profile of the portfolio; or `unproved`.
    pub outcome: &'static str,
    /// A company whose recommendation differs.
    pub witness: Option<WitnessText<'a>>,
}

/// A company whose recommendation differs.
#[derive(Debug, Serialize)]
pub struct WitnessText<'a> {
    /// The facts that settle both recommendations, as the new set calls them.
    pub profile: Company<'a>,
    /// The same as the old set calls them, where that is something else.
    pub profile_before: Option<Company<'a>>,
    /// What the old set recommends.
    pub before: Outcome<'a>,
    /// What the new set recommends.
    pub after: Outcome<'a>,
    /// Whether scoring the profile under both sets gives just that.
    pub verified: bool,
}

/// A recommendation and the rule that leads to it.
#[derive(Debug, Serialize)]
pub struct Outcome<'a> {
    /// The recommendation's id.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The rule.
    pub rule: &'a str,
}

/// What the difference does to scores.
#[derive(Debug, Serialize)]
pub struct ScoreEffect<'a> {
    /// `same`, proved; `differ`, shown by the witness or, where there is none, by a profile of the portfolio; or `unproved`.
    pub outcome: &'static str,
    /// A company one of whose scores differs.
    pub witness: Option<ScoreWitnessText<'a>>,
}

/// A company one of whose scores differs.
#[derive(Debug, Serialize)]
pub struct ScoreWitnessText<'a> {
    /// The rubric or dimension.
    pub score: &'a str,
    /// Everything that the score hangs on, as the new set calls it.
    pub profile: Company<'a>,
    /// Under the old set; null where it has no such score, or nothing applies.
    pub before: Option<f64>,
    /// Under the new set.
    pub after: Option<f64>,
}

/// What happened to one part of a set.
#[derive(Debug, Serialize)]
pub struct ChangeText<'a> {
    /// `fact`, `criterion`, `rule`, …
    pub kind: &'static str,
    /// The new id, or the old one of what was removed.
    pub id: &'a str,
    /// The old id, where it was another.
    pub renamed_from: Option<&'a str>,
    /// `added`, `removed`, `renamed` or `changed`.
    pub change: &'static str,
    /// `text`, `logic`, `shown` or `breaks`.
    pub weighs: &'static str,
    /// What of it changed.
    pub parts: Vec<PartText>,
}

impl Report<'_> {
    /// How many changes are more than words.
    #[must_use]
    pub fn beyond_words(&self) -> usize {
        let more = |change: &&ChangeText<'_>| change.weighs != Weighs::Text.name();
        self.changes.iter().filter(more).count()
    }
}

impl<'a> Report<'a> {
    /// Takes what the difference does to a portfolio: a profile that is settled otherwise than before shows what no
    /// search may have found.
    pub fn take(&mut self, difference: &Difference, portfolio: Option<impact::PortfolioText<'a>>) {
        self.portfolio = portfolio;
        let results = self.portfolio.as_ref().map_or(&[][..], |own| &own.results);
        let mut flipped = results
            .iter()
            .filter(|result| result.is_settled_otherwise());
        if let ("unproved", Some(shown)) = (self.recommendations.outcome, flipped.next()) {
            self.recommendations.outcome = "differ";
            self.version = version(difference, Some(&shown.profile.path));
        }
        let moved = results.iter().any(impact::ResultText::is_scored_otherwise);
        if self.scores.outcome == "unproved" && moved {
            self.scores.outcome = "differ";
        }
    }
}

/// The difference of two sets, named by their paths.
#[must_use]
pub fn report<'a>(difference: &'a Difference, (old, new): (&str, &str)) -> Report<'a> {
    let aligned = &difference.aligned;
    let (old_set, new_set) = (&aligned.old_original, &aligned.new_original);
    let side = |path: &str, set: &'a RubricSet| Side {
        path: path.to_owned(),
        set: SetName::of(set),
    };
    Report {
        difference: 1,
        old: side(old, old_set),
        new: side(new, new_set),
        version: version(difference, None),
        recommendations: recommendations(difference),
        scores: scores(difference),
        changes: difference
            .changes
            .iter()
            .map(|change| change_text(change, old_set, new_set))
            .collect(),
        portfolio: None,
    }
}

/// `shown` is a profile that is known to get another recommendation, where nothing else shows one.
fn version(difference: &Difference, shown: Option<&str>) -> Version {
    let bump = shown.map_or(difference.bump, |_| Bump::Major);
    let stated = difference.stated;
    let unproved = shown.is_none() && difference.recommendations == Recommendations::Unproved;
    let (old, new) = (
        &difference.aligned.old_original,
        &difference.aligned.new_original,
    );
    let calls = bump.name();
    let warning = match stated {
        // What is not one line of versions has none to compare.
        _ if old.id != new.id => None,
        None => Some(say!(
            "the version goes back, from {old} to {new}",
            old = old.version,
            new = new.version
        )),
        Some(Bump::None) if bump > Bump::None => Some(say!(
            "both say version {version}, but the difference calls for a {step} step",
            version = new.version,
            step = step(calls)
        )),
        Some(stated) if stated < bump => Some(say!(
            "version {old} to {new} is a {stated} step, but the difference calls for a {step} one",
            old = old.version,
            new = new.version,
            stated = step(stated.name()),
            step = step(calls)
        )),
        Some(stated) if stated > bump && !unproved => Some(say!(
            "version {old} to {new} is a {stated} step, where {step} would do",
            old = old.version,
            new = new.version,
            stated = step(stated.name()),
            step = step(calls)
        )),
        Some(_) => None,
    };
    Version {
        calls_for: calls,
        at_least: unproved && bump < Bump::Major,
        stated: stated.map(Bump::name),
        warning,
        why: match shown {
            Some(path) if breaking(difference) => say!(
                "{path} gets another recommendation, and what was valid no longer is.",
                path = clean(path)
            ),
            Some(path) => say!("{path} gets another recommendation.", path = clean(path)),
            None => why(difference),
        },
    }
}

fn breaking(difference: &Difference) -> bool {
    let mut changes = difference.changes.iter();
    changes.any(|change| change.weighs == Weighs::Breaks)
}

fn why(difference: &Difference) -> String {
    match (difference.bump, &difference.recommendations) {
        (Bump::None, _) => say!("Nothing changed."),
        (Bump::Patch, _) => {
            say!("Proved: no score and no recommendation changes, for whatever company.")
        }
        (Bump::Minor, Recommendations::Unproved) => {
            say!("Whether some company gets another recommendation is not proved either way.")
        }
        (Bump::Minor, _) if difference.scores == Scores::Unproved => {
            say!(
                "Proved: no complete profile gets another recommendation. Whether a score moves is not proved either way."
            )
        }
        (Bump::Minor, _) => {
            say!(
                "Proved: no complete profile gets another recommendation. Scores move, or there is something new to say."
            )
        }
        (Bump::Major, Recommendations::Differ(_)) if breaking(difference) => {
            say!("Some company gets another recommendation, and what was valid no longer is.")
        }
        (Bump::Major, Recommendations::Differ(_)) => {
            say!("Some company gets another recommendation.")
        }
        (Bump::Major, Recommendations::Same) => {
            say!(
                "Profiles that were valid, or ids that scripts name, no longer are. Proved: no company that both sets can describe gets another recommendation."
            )
        }
        (Bump::Major, Recommendations::Unproved) => {
            say!("Profiles that were valid, or ids that scripts name, no longer are.")
        }
    }
}

fn recommendations(difference: &Difference) -> RecommendationEffect<'_> {
    let aligned = &difference.aligned;
    let witness = match &difference.recommendations {
        Recommendations::Same => {
            return RecommendationEffect {
                outcome: "same",
                witness: None,
            };
        }
        Recommendations::Unproved => {
            return RecommendationEffect {
                outcome: "unproved",
                witness: None,
            };
        }
        Recommendations::Differ(witness) => witness,
    };
    let profile = Company::new(aligned, &witness.facts, &witness.cells);
    let before = Company::old(aligned, &witness.facts, &witness.cells);
    RecommendationEffect {
        outcome: "differ",
        witness: Some(WitnessText {
            profile_before: (!before.reads_as(&profile)).then_some(before),
            profile,
            before: outcome(&aligned.old_original, witness.before),
            after: outcome(&aligned.new_original, witness.after),
            verified: false,
        }),
    }
}

fn outcome(set: &RubricSet, rule: u16) -> Outcome<'_> {
    let rule = &set.rules[usize::from(rule)];
    let recommendation = &set.recommendations[usize::from(rule.recommend)];
    Outcome {
        id: &recommendation.id,
        title: &recommendation.title,
        rule: &rule.id,
    }
}

fn scores(difference: &Difference) -> ScoreEffect<'_> {
    let aligned = &difference.aligned;
    let (old, new) = (&aligned.old_original, &aligned.new_original);
    let (outcome, witness) = match &difference.scores {
        Scores::Same => ("same", None),
        Scores::Unproved => ("unproved", None),
        Scores::Differ(witness) => {
            let score: Option<&str> = match witness.of {
                Scored::Rubric(pair) => match (pair.new, pair.old) {
                    (Some(number), _) => Some(&*new.rubrics[number].id),
                    (None, Some(number)) => Some(&*old.rubrics[number].id),
                    (None, None) => None,
                },
                Scored::Dimension(pair) => match (pair.new, pair.old) {
                    (Some(number), _) => Some(&*new.dimensions[number].id),
                    (None, Some(number)) => Some(&*old.dimensions[number].id),
                    (None, None) => None,
                },
            };
            let text = ScoreWitnessText {
                score: score.unwrap_or_default(),
                profile: Company::new(aligned, &witness.facts, &witness.cells),
                before: witness.before.map(points),
                after: witness.after.map(points),
            };
            ("differ", Some(text))
        }
    };
    ScoreEffect { outcome, witness }
}

fn change_text<'a>(change: &'a Change, old: &RubricSet, new: &RubricSet) -> ChangeText<'a> {
    let renamed = change.what() == "renamed";
    let before = change.before.as_deref();
    ChangeText {
        kind: change.subject.name(),
        id: change.id(),
        renamed_from: before.filter(|_| renamed),
        change: change.what(),
        weighs: change.weighs.name(),
        parts: change
            .parts
            .iter()
            .map(|part| PartText::new(part, old, new))
            .collect(),
    }
}
