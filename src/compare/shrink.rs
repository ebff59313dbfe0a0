//! The company that shows a difference, with as few facts as settle what both sets recommend.

use super::effect::Look;
use super::pairs::Pair;
use crate::assess::both::{settled, sufficient};
use crate::rubric::fact::{Kind, Variable};
use crate::rubric::{RubricSet, indexes};

impl Look<'_> {
    /// The facts of a company that settle what both sets recommend; none where they do not, for what
    /// only one set has cannot be left open.
    pub(super) fn shrunk(&self, before: u16, after: u16, cells: &[u8]) -> Option<Vec<u16>> {
        let aligned = self.aligned;
        let (old, new) = (&aligned.old_original, &aligned.new_original);
        let left: Vec<u64> = cells.iter().map(|cell| 1 << cell).collect();
        let (old_known, new_known) = (aligned.old_map.cells(&left), aligned.new_map.cells(&left));
        let recommend = |set: &RubricSet, rule: u16| set.rules[usize::from(rule)].recommend;
        let own = |set: &RubricSet,
                   pick: &dyn Fn(&Pair) -> Option<usize>,
                   order: &[u16],
                   known: &[u64],
                   rule: u16| {
            let here = |fact: &u16| {
                pick(&aligned.facts[usize::from(*fact)]).and_then(|fact| u16::try_from(fact).ok())
            };
            let facts: Vec<u16> = order.iter().filter_map(here).collect();
            // What is not in the order is unknown.
            let mut free: Vec<u64> = set.variables.iter().map(Variable::all).collect();
            for fact in &facts {
                let own = indexes(&set.facts[usize::from(*fact)].variables);
                free[own.clone()].copy_from_slice(&known[own]);
            }
            let kept = sufficient(set, &free, &facts, recommend(set, rule));
            let mut common: Vec<u16> = order.to_vec();
            common.retain(|fact| here(fact).is_some_and(|fact| kept.contains(&fact)));
            common
        };
        let (is_old, is_new) = (|pair: &Pair| pair.old, |pair: &Pair| pair.new);
        let first = |keep: &[u16]| {
            // What may be kept anyway goes last, so that everything else is forgotten before it.
            let mut order = self.order();
            order.sort_by_key(|fact| keep.contains(fact));
            order
        };
        let mine = own(old, &is_old, &first(&[]), &old_known, before);
        let theirs = own(new, &is_new, &first(&mine), &new_known, after);
        let mut both = mine;
        both.extend(&theirs);
        both.sort_unstable();
        both.dedup();
        let mut order: Vec<u16> = both.clone();
        order.sort_by_key(|fact| theirs.contains(fact));
        let mut kept = own(old, &is_old, &order, &old_known, before);
        kept.extend(own(new, &is_new, &order, &new_known, after));
        kept.sort_unstable();
        kept.dedup();
        let settles =
            |facts: &[u16]| self.settles(facts, (&old_known, before), (&new_known, after));
        if !settles(&kept) {
            return None;
        }
        // What one set needs may spare what the other was left with.
        for fact in self.order() {
            let fewer: Vec<u16> = kept.iter().copied().filter(|one| *one != fact).collect();
            if fewer.len() < kept.len() && settles(&fewer) {
                kept = fewer;
            }
        }
        Some(kept)
    }

    fn settles(
        &self,
        facts: &[u16],
        (old_known, before): (&[u64], u16),
        (new_known, after): (&[u64], u16),
    ) -> bool {
        let aligned = self.aligned;
        let stated = |fact: &u16| !aligned.is_split(*fact);
        let one =
            |set: &RubricSet, known: &[u64], pick: &dyn Fn(&Pair) -> Option<usize>, rule: u16| {
                let mut left: Vec<u64> = set.variables.iter().map(Variable::all).collect();
                for fact in facts {
                    if let Some(fact) = pick(&aligned.facts[usize::from(*fact)]) {
                        let own = indexes(&set.facts[fact].variables);
                        left[own.clone()].copy_from_slice(&known[own]);
                    }
                }
                settled(set, &left, set.rules[usize::from(rule)].recommend)
            };
        facts.iter().all(stated)
            && one(&aligned.old_original, old_known, &|pair| pair.old, before)
            && one(&aligned.new_original, new_known, &|pair| pair.new, after)
    }

    /// The facts in the order in which they are best forgotten: what no rule or gate reads by itself first.
    fn order(&self) -> Vec<u16> {
        let aligned = self.aligned;
        let mut named = vec![0_u32; aligned.facts.len()];
        for set in [&aligned.old, &aligned.new] {
            let rules = set.rules.iter().filter_map(|rule| rule.when.as_ref());
            for when in rules.chain(set.gates.iter().map(|gate| &gate.when)) {
                when.each_fact(&mut |test| {
                    named[usize::from(set.variables[usize::from(test.variable)].fact)] += 1;
                });
            }
        }
        let readable = |fact: &u16| {
            let fact = usize::from(*fact);
            aligned.new.facts[fact].kind != Kind::Text
        };
        let count = u16::try_from(aligned.facts.len()).unwrap_or(u16::MAX);
        let mut order: Vec<u16> = (0..count).filter(readable).collect();
        order.sort_by_key(|fact| (!aligned.is_split(*fact), named[usize::from(*fact)]));
        order
    }
}
