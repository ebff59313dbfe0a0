//! Which of some facts a proof needs: they are freed one by one, in a given order, as long as the proof
//! still holds. What is left is subset-minimal.

use super::bounds::Bounds;
use super::point::{Point, evaluate};
use super::search::{Found, Search};
use crate::rubric::fact::cells;
use crate::rubric::{RubricSet, indexes};

/// What is proved of every completion, and stays proved when more is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Claim {
    /// Each gets this recommendation.
    Always(u16),
    /// None gets this recommendation.
    Never(u16),
}

impl Claim {
    /// Whether a completion with this recommendation agrees with it.
    pub(super) fn met_by(self, recommendation: u16) -> bool {
        match self {
            Self::Always(only) => recommendation == only,
            Self::Never(barred) => recommendation != barred,
        }
    }

    /// Searches for a completion that agrees with it.
    pub(super) fn example(self, search: &mut Search<'_>, bounds: &Bounds, steps: u32) -> Found {
        match self {
            Self::Always(only) => search.reach(bounds, only, steps),
            Self::Never(barred) => search.another(bounds, barred, steps),
        }
    }

    /// Searches for a completion that refutes it.
    pub(super) fn counterexample(
        self,
        search: &mut Search<'_>,
        bounds: &Bounds,
        steps: u32,
    ) -> Found {
        match self {
            Self::Always(only) => search.another(bounds, only, steps),
            Self::Never(barred) => search.reach(bounds, barred, steps),
        }
    }
}

/// The facts of `order` that remain when each, from the first on, is freed as long as the claim stays
/// proved. `known` are the cells for which it holds; a freed fact has those of `free`.
///
/// Where a search ends within its steps without a proof, the fact is kept: what is returned always proves
/// the claim, and each of them is needed as far as the steps go.
pub(super) fn needed(
    set: &RubricSet,
    known: &[u64],
    free: &[u64],
    order: &[u16],
    claim: Claim,
    steps: u32,
) -> Vec<u16> {
    let mut freeing = Freeing {
        set,
        search: Search::new(set),
        claim,
        steps,
        known,
        free,
        left: known.to_vec(),
        point: Point::new(set),
    };
    let mut kept = Vec::new();
    let mut rest = order;
    // The claim is monotone in what is known, so the first fact that cannot go is found from above: as
    // long as freeing a whole stretch refutes it, a counterexample says which shorter one does too.
    while !rest.is_empty() {
        let mut stretch = rest.len();
        while stretch > 0
            && let Some(last) = freeing.refuting(&rest[..stretch])
        {
            stretch = last;
        }
        freeing.free(&rest[..stretch]);
        kept.extend(rest.get(stretch));
        rest = rest.get(stretch + 1..).unwrap_or_default();
    }
    kept
}

struct Freeing<'d> {
    set: &'d RubricSet,
    search: Search<'d>,
    claim: Claim,
    steps: u32,
    known: &'d [u64],
    free: &'d [u64],
    /// What is known without the facts that have been freed.
    left: Vec<u64>,
    point: Point,
}

impl Freeing<'_> {
    fn free(&mut self, facts: &[u16]) {
        for &fact in facts {
            let own = indexes(&self.set.facts[usize::from(fact)].variables);
            self.left[own.clone()].copy_from_slice(&self.free[own]);
        }
    }

    /// If freeing these facts refutes the claim: the place of one such that already those up to and with it do.
    fn refuting(&mut self, facts: &[u16]) -> Option<usize> {
        let before = self.left.clone();
        self.free(facts);
        let bounds = self.search.bounds(&self.left);
        let found = self
            .claim
            .counterexample(&mut self.search, &bounds, self.steps);
        self.left = before;
        match found {
            Found::Impossible => None,
            Found::Undecided => facts.len().checked_sub(1),
            Found::Witness(witness) => Some(self.last_needed(facts, witness)),
        }
    }

    /// The place of the last of these facts that a counterexample needs, after as many as possible, from
    /// the last on, are set back to what is known.
    fn last_needed(&mut self, facts: &[u16], mut witness: Vec<u8>) -> usize {
        let set = self.set;
        for (place, &fact) in facts.iter().enumerate().rev() {
            let own = indexes(&set.facts[usize::from(fact)].variables);
            let values = witness[own.clone()].to_vec();
            for variable in own.clone() {
                if self.known[variable] >> witness[variable] & 1 == 0 {
                    witness[variable] = cells(self.known[variable]).next().unwrap_or(0);
                }
            }
            evaluate(set, &witness, &mut self.point);
            let reached = set.rules[usize::from(self.point.rule)].recommend;
            if self.claim.met_by(reached) {
                witness[own].copy_from_slice(&values);
                return place;
            }
        }
        // What is known proves the claim, so some fact was needed.
        0
    }
}
