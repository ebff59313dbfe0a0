//! The digest of a set's logic.

use crate::rubric::text::Str;
use crate::rubric::{RubricSet, Site};
use sha2::{Digest as _, Sha256};

/// SHA-256, in hexadecimal, of the compiled set without its id, version, texts and places: two sets
/// with one digest give every profile the same figures.
pub(super) fn digest(set: &RubricSet) -> Str {
    let mut logic = set.clone();
    let none = Str::default;
    (
        logic.id,
        logic.version,
        logic.title,
        logic.digest,
        logic.languages,
    ) = (none(), none(), none(), none(), Vec::new());
    logic.advice.clear();
    logic.sources.clear();
    for fact in &mut logic.facts {
        (
            fact.ask,
            fact.why,
            fact.source,
            fact.unit,
            fact.context,
            fact.position,
        ) = (none(), none(), none(), None, None, 0);
        fact.options
            .iter_mut()
            .for_each(|option| option.means = none());
    }
    for rubric in &mut logic.rubrics {
        (rubric.title, rubric.about, rubric.source) = (none(), none(), none());
        rubric
            .ratings
            .iter_mut()
            .for_each(|rating| rating.title = none());
    }
    for dimension in &mut logic.dimensions {
        (dimension.title, dimension.about, dimension.source) = (none(), none(), none());
    }
    for criterion in &mut logic.criteria {
        (
            criterion.title,
            criterion.source,
            criterion.judgement,
            criterion.site,
        ) = (none(), none(), None, Site::default());
        for attribute in &mut criterion.attributes {
            (attribute.reason, attribute.advice) = (None, Vec::new());
        }
    }
    for gate in &mut logic.gates {
        (gate.title, gate.reason, gate.source, gate.advice, gate.site) =
            (none(), none(), none(), Vec::new(), Site::default());
    }
    for recommendation in &mut logic.recommendations {
        (
            recommendation.title,
            recommendation.means,
            recommendation.source,
            recommendation.advice,
        ) = (none(), none(), none(), Vec::new());
    }
    for rule in &mut logic.rules {
        (rule.because, rule.source, rule.site) = (none(), none(), Site::default());
    }
    // Writing to memory a structure of plain numbers and texts cannot fail.
    let bytes = postcard::to_stdvec(&logic).unwrap_or_default();
    let hash = Sha256::digest(&bytes);
    hash.iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>()
        .into()
}
