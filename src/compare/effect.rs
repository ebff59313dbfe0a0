//! What a difference does: can any company's recommendation change, can any score?
//!
//! First a look at many companies, then a proof: every pair of an old and a new rule with different
//! recommendations is shown not to fire for the same company, or a company is found for which they do.

use super::align::Aligned;
use super::pairs::Pair;
use super::product::Product;
use crate::assess::both::Both;
use crate::assess::point::{MISSING, Point, evaluate};
use crate::assess::random::SplitMix64;
use crate::assess::search::Found;
use crate::rubric::condition::Condition;
use crate::rubric::fact::Variable;
use crate::rubric::{RubricSet, indexes};

/// How hard to look. Counts, never time, so that the answer is the same on every machine.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Companies that are looked at before the search.
    pub samples: u32,
    /// Companies that are looked at where the search ends without proof.
    pub more_samples: u32,
    /// Steps of the search, all pairs of rules together.
    pub steps: u32,
}

impl Effort {
    /// Nothing is looked for: what the texts of the sets do not prove by themselves is not proved.
    pub const NONE: Self = Self {
        samples: 0,
        more_samples: 0,
        steps: 0,
    };
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            samples: 1 << 13,
            more_samples: 1 << 17,
            steps: 400_000,
        }
    }
}

/// What a difference does to recommendations.
#[derive(Clone, Debug, PartialEq)]
pub enum Recommendations {
    /// Proved: every company gets the same.
    Same,
    /// This company gets another.
    Differ(Witness),
    /// The search ended first.
    Unproved,
}

/// A company whose recommendation differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The common facts that settle both recommendations. None was found that can be left out; on a large
    /// set some may be, for what a search does not decide in its steps is kept.
    pub facts: Vec<u16>,
    /// A cell for each common variable.
    pub cells: Vec<u8>,
    /// The rule that fires in the old set.
    pub before: u16,
    /// The rule that fires in the new set.
    pub after: u16,
}

/// What a difference does to scores.
#[derive(Clone, Debug, PartialEq)]
pub enum Scores {
    /// Proved: every score of both sets is the same for every company.
    Same,
    /// A score differs, or only one set has it.
    Differ(ScoreWitness),
    /// The sets compute it otherwise, and no company was found for which it differs.
    Unproved,
}

/// A company one of whose scores differs.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreWitness {
    /// Which score.
    pub of: Scored,
    /// The common facts that it hangs on in either set; none where only one set has the score.
    pub facts: Vec<u16>,
    /// A cell for each common variable.
    pub cells: Vec<u8>,
    /// In tenths; none where there is no such score.
    pub before: Option<u16>,
    /// The same under the new set.
    pub after: Option<u16>,
}

/// A score by its number in each set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scored {
    /// A rubric's.
    Rubric(Pair),
    /// A dimension's.
    Dimension(Pair),
}

/// Looks for companies that the two sets treat differently.
pub(super) struct Look<'a> {
    pub(super) aligned: &'a Aligned,
    product: &'a Product,
    old: Point,
    new: Point,
    /// The new number of each old recommendation.
    same: Vec<Option<u16>>,
    /// The scores that may differ.
    scores: Vec<Scored>,
    most: Option<(u16, ScoreWitness)>,
    /// Whether every company was looked at.
    all: bool,
    /// One company for each pair of rules whose recommendations differ.
    differing: Vec<(u16, u16, Vec<u8>)>,
}

/// The most companies that are shrunk to find the one with the fewest facts.
const SHRUNK: usize = 4;

impl<'a> Look<'a> {
    pub(super) fn new(aligned: &'a Aligned, product: &'a Product, scores: Vec<Scored>) -> Self {
        let (old, new) = (&aligned.old, &aligned.new);
        let place = |id: &str| {
            new.recommendation(id)
                .and_then(|place| u16::try_from(place).ok())
        };
        let same = old.recommendations.iter().map(|one| place(&one.id));
        Self {
            aligned,
            product,
            old: Point::new(old),
            new: Point::new(new),
            same: same.collect(),
            scores,
            most: None,
            all: false,
            differing: Vec::new(),
        }
    }

    /// Scores one company under both sets.
    fn at(&mut self, cells: &[u8]) {
        let (old, new) = (&self.aligned.old, &self.aligned.new);
        evaluate(old, cells, &mut self.old);
        evaluate(new, cells, &mut self.new);
        let before = old.rules[usize::from(self.old.rule)].recommend;
        let after = new.rules[usize::from(self.new.rule)].recommend;
        if self.same[usize::from(before)] != Some(after) {
            let rules = (self.old.rule, self.new.rule);
            let known = self.differing.iter().any(|(a, b, _)| (*a, *b) == rules);
            if !known {
                self.differing.push((rules.0, rules.1, cells.to_vec()));
            }
        }
        for of in &self.scores {
            let (before, after) = match of {
                Scored::Rubric(pair) => (
                    pair.old.map(|number| self.old.rubrics[number]),
                    pair.new.map(|number| self.new.rubrics[number]),
                ),
                Scored::Dimension(pair) => (
                    pair.old.map(|number| self.old.dimensions[number]),
                    pair.new.map(|number| self.new.dimensions[number]),
                ),
            };
            if before == after {
                continue;
            }
            let shown = |score: Option<u16>| score.filter(|score| *score != MISSING);
            let (before, after) = (shown(before), shown(after));
            let moved = before
                .zip(after)
                .map_or(1001, |(before, after)| before.abs_diff(after));
            if self.most.as_ref().is_none_or(|(most, _)| moved > *most) {
                let witness = ScoreWitness {
                    of: *of,
                    facts: Vec::new(),
                    cells: cells.to_vec(),
                    before,
                    after,
                };
                self.most = Some((moved, witness));
            }
        }
    }

    /// Looks at every company, if there are no more than `most` and those seen so far leave something open.
    pub(super) fn every(&mut self, most: u32) {
        let unmoved = !self.scores.is_empty() && self.most.is_none();
        if !unmoved && !self.differing.is_empty() {
            return;
        }
        let variables = self.aligned.old.variables.iter();
        let counts: Vec<u8> = variables.map(|own| own.cells).collect();
        let count = counts
            .iter()
            .try_fold(1_u32, |all, count| all.checked_mul((*count).into()));
        self.all = count.is_some_and(|count| count <= most);
        let mut cells = vec![0; counts.len()];
        while self.all {
            self.at(&cells);
            // The next one, as a number in mixed radix.
            let Some(next) = (0..cells.len()).find(|&place| cells[place] + 1 < counts[place])
            else {
                break;
            };
            cells[next] += 1;
            cells[..next].fill(0);
        }
    }

    /// Looks at random companies: every second one as the priors of the sets have it, the others with
    /// every value as likely.
    pub(super) fn sample(&mut self, count: u32, seed: u64) {
        let mut random = SplitMix64::new(seed);
        let mut cells = vec![0; self.aligned.old.variables.len()];
        for number in 0..count {
            let set = match number % 4 {
                0 => Some(&self.aligned.old),
                2 => Some(&self.aligned.new),
                _ => None,
            };
            for (place, cell) in cells.iter_mut().enumerate() {
                *cell = match set {
                    Some(set) => likely(&set.variables[place], &mut random),
                    None => {
                        let all = self.aligned.old.variables[place].cells;
                        u8::try_from(random.below(all.into())).unwrap_or(0)
                    }
                };
            }
            self.at(&cells);
        }
    }

    /// What becomes of recommendations.
    pub(super) fn recommendations(&mut self, effort: Effort) -> Recommendations {
        let mut proved = self.all || !self.differing.is_empty();
        if !self.all && self.differing.is_empty() {
            proved = self.search(effort.steps);
        }
        if !proved {
            self.sample(effort.more_samples, 2);
        }
        let mut best: Option<Witness> = None;
        for (before, after, cells) in self.differing.iter().take(SHRUNK) {
            let Some(facts) = self.shrunk(*before, *after, cells) else {
                continue;
            };
            if best
                .as_ref()
                .is_none_or(|best| facts.len() < best.facts.len())
            {
                best = Some(Witness {
                    facts,
                    cells: cells.clone(),
                    before: *before,
                    after: *after,
                });
            }
        }
        match best {
            Some(witness) => Recommendations::Differ(witness),
            None if proved && self.differing.is_empty() => Recommendations::Same,
            None => Recommendations::Unproved,
        }
    }

    /// Goes through the pairs of rules, those that are quickly decided first. Whether that found a company
    /// or proved that there is none.
    fn search(&mut self, steps: u32) -> bool {
        let product = self.product;
        let mut pairs = product.suspects();
        if pairs.is_empty() {
            return true;
        }
        let mut both = Both::new(&product.set, product.split);
        pairs.retain(|(first, second)| both.may_fire(*first) && both.may_fire(*second));
        let (mut each, mut left) = (100, steps);
        while !pairs.is_empty() {
            let mut open = Vec::new();
            for (first, second) in pairs {
                let budget = each.min(left);
                if budget == 0 {
                    return false;
                }
                match both.fire(first, second, budget) {
                    Found::Impossible => {}
                    Found::Undecided => {
                        left -= budget;
                        open.push((first, second));
                    }
                    Found::Witness(cells) => {
                        self.at(&cells);
                        return true;
                    }
                }
            }
            pairs = open;
            each = each.saturating_mul(10);
        }
        true
    }

    /// What becomes of scores: those that may differ were looked at.
    pub(super) fn scores(&mut self) -> Scores {
        let Some((_, mut witness)) = self.most.take() else {
            return if self.all || self.scores.is_empty() {
                Scores::Same
            } else {
                Scores::Unproved
            };
        };
        witness.facts = self.read(witness.of);
        Scores::Differ(witness)
    }

    /// The facts that a score hangs on in either set.
    fn read(&self, of: Scored) -> Vec<u16> {
        let mut facts: Vec<u16> = Vec::new();
        let sides = [(&self.aligned.old, true), (&self.aligned.new, false)];
        for (set, is_old) in sides {
            let side = |pair: &Pair| if is_old { pair.old } else { pair.new };
            let mut dimensions = Vec::new();
            match &of {
                Scored::Dimension(pair) => dimensions.extend(side(pair)),
                Scored::Rubric(pair) => {
                    if let Some(rubric) = side(pair) {
                        let rubric = &set.rubrics[rubric];
                        dimensions.extend(indexes(&rubric.dimensions));
                        for gate in &rubric.caps {
                            let when = &set.gates[usize::from(*gate)].when;
                            gate_facts(set, when, &mut facts, &mut dimensions);
                        }
                    }
                }
            }
            for dimension in dimensions {
                for criterion in &set.criteria[indexes(&set.dimensions[dimension].criteria)] {
                    let fact = |variable: u16| set.variables[usize::from(variable)].fact;
                    facts.extend(criterion.scale.variables().into_iter().map(fact));
                }
            }
        }
        facts.sort_unstable();
        facts.dedup();
        facts
    }
}

fn gate_facts(
    set: &RubricSet,
    when: &Condition,
    facts: &mut Vec<u16>,
    dimensions: &mut Vec<usize>,
) {
    when.each_fact(&mut |test| facts.push(set.variables[usize::from(test.variable)].fact));
    when.each_gate(&mut |gate| {
        gate_facts(set, &set.gates[usize::from(gate)].when, facts, dimensions);
    });
    when.each_score(&mut |test| {
        if let crate::rubric::condition::ScoreRef::Dimension(number) = test.of {
            dimensions.push(usize::from(number));
        }
    });
}

/// A cell as likely as the prior says.
fn likely(variable: &Variable, random: &mut SplitMix64) -> u8 {
    let total = variable.prior.iter().sum::<u32>().max(1);
    let mut place = random.below(total);
    for (cell, weight) in variable.prior.iter().enumerate() {
        if place < *weight {
            return u8::try_from(cell).unwrap_or(0);
        }
        place -= weight;
    }
    0
}
