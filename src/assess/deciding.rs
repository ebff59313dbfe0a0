//! Deciding facts of a settled profile: known facts that settle the recommendation by themselves, none
//! of which can be left out (a sufficient reason: Shih, Choi and Darwiche 2018). A fact is kept where the
//! search that would drop it runs out of steps.

use super::minimal::{Claim, needed};
use super::outlook::STEPS;
use crate::rubric::fact::Variable;
use crate::rubric::number::narrow;
use crate::rubric::{RubricSet, indexes};

/// The known facts that remain when they are dropped by ascending weight, ties by id, as long as the
/// recommendation stays settled; heaviest first. `left` are the cells of a profile settled on `recommendation`.
pub(super) fn deciding(
    set: &RubricSet,
    left: &[u64],
    recommendation: u16,
    weights: &[f64],
) -> Vec<u16> {
    let all: Vec<u64> = set.variables.iter().map(Variable::all).collect();
    let known = |fact: &usize| {
        indexes(&set.facts[*fact].variables).any(|variable| left[variable] != all[variable])
    };
    let mut order: Vec<u16> = (0..set.facts.len()).filter(known).map(narrow).collect();
    let weight = |fact: &u16| weights[usize::from(*fact)];
    order.sort_by(|a, b| weight(a).total_cmp(&weight(b)).then(a.cmp(b)));
    let mut kept = needed(
        set,
        left,
        &all,
        &order,
        Claim::Always(recommendation),
        STEPS,
    );
    kept.reverse();
    kept
}
