//! The difference of two rubric sets: what changed, what that does, and which version it calls for.

use super::align::{Aligned, align};
use super::bump::{Bump, called_for, stated};
use super::change::{Change, Weighs};
use super::changes::changes;
use super::effect::{Effort, Look, Recommendations, ScoreWitness, Scored, Scores, Witness};
use super::pairs::{Pair, Pairs};
use super::product::Product;
use crate::rubric::RubricSet;

/// The difference of two rubric sets.
#[derive(Debug)]
pub struct Difference {
    /// Both sets over one space of facts.
    pub aligned: Aligned,
    /// Which part is which.
    pub pairs: Pairs,
    /// What changed, by kind and id.
    pub changes: Vec<Change>,
    /// What it does to recommendations.
    pub recommendations: Recommendations,
    /// What it does to scores.
    pub scores: Scores,
    /// The step of the version that it calls for; at least this one, where something is not proved.
    pub bump: Bump,
    /// The step that the stated versions make; none where the new one is the earlier.
    pub stated: Option<Bump>,
}

impl Difference {
    /// Adds what changed in texts that are not in the sets, which is worth a patch.
    pub fn add_texts(&mut self, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.bump = self.bump.max(Bump::Patch);
        }
        self.changes.extend(changes);
    }
}

/// Compares two rubric sets; none where their numbers are cut into too many cells to be compared.
#[must_use]
pub fn diff(old: &RubricSet, new: &RubricSet, effort: Effort) -> Option<Difference> {
    let pairs = Pairs::new(old, new);
    // Always looked at from the same side, so that the way back mirrors the way there.
    let is_turned = old.digest > new.digest;
    let (first, second) = if is_turned { (new, old) } else { (old, new) };
    let sides = Pairs::new(first, second);
    let seen = align(first, second, &sides)?;
    let found = changes(&sides, &seen);
    let logic = found.iter().any(|change| change.weighs > Weighs::Text);
    let (recommendations, scores) = if old.digest != new.digest && logic {
        effect(&seen, &sides, effort)
    } else {
        (Recommendations::Same, Scores::Same)
    };
    let (aligned, changes, recommendations, scores) = if is_turned {
        let aligned = seen.turned();
        let changes = changes(&pairs, &aligned);
        (
            aligned,
            changes,
            turned(recommendations),
            turned_score(scores),
        )
    } else {
        (seen, found, recommendations, scores)
    };
    let bump = called_for(&changes, &recommendations, &scores);
    Some(Difference {
        stated: stated(&old.version, &new.version),
        aligned,
        pairs,
        changes,
        recommendations,
        scores,
        bump,
    })
}

fn turned(recommendations: Recommendations) -> Recommendations {
    match recommendations {
        Recommendations::Differ(witness) => Recommendations::Differ(Witness {
            before: witness.after,
            after: witness.before,
            ..witness
        }),
        Recommendations::Same | Recommendations::Unproved => recommendations,
    }
}

fn turned_score(scores: Scores) -> Scores {
    match scores {
        Scores::Differ(witness) => Scores::Differ(ScoreWitness {
            of: match witness.of {
                Scored::Rubric(pair) => Scored::Rubric(pair.turned()),
                Scored::Dimension(pair) => Scored::Dimension(pair.turned()),
            },
            before: witness.after,
            after: witness.before,
            ..witness
        }),
        Scores::Same | Scores::Unproved => scores,
    }
}

fn effect(aligned: &Aligned, pairs: &Pairs, effort: Effort) -> (Recommendations, Scores) {
    let product = Product::new(aligned);
    let alike = |new: &[u16], old: &[u16], pair: &Pair| {
        let both = pair.old.zip(pair.new);
        both.is_some_and(|(a, b)| old[a] == new[b])
    };
    let dimensions = pairs.dimensions.iter();
    let mut scores: Vec<Scored> = dimensions
        .filter(|pair| !alike(&product.dimensions, &product.old_dimensions, pair))
        .map(|pair| Scored::Dimension(*pair))
        .collect();
    let rubrics = pairs.rubrics.iter();
    scores.extend(
        rubrics
            .filter(|pair| !alike(&product.rubrics, &product.old_rubrics, pair))
            .map(|pair| Scored::Rubric(*pair)),
    );
    let mut look = Look::new(aligned, &product, scores);
    look.sample(effort.samples, 1);
    look.every(effort.samples);
    let recommendations = look.recommendations(effort);
    (recommendations, look.scores())
}
