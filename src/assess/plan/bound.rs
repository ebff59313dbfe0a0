//! The least that it can still cost to reach a recommendation: a bound that prunes the search for plans.
//!
//! A test of a fact costs what moving the fact does. A score that stands short of a threshold must gain
//! the rest from facts that can move, and no choice gives more for the price than taking the best gain a
//! unit of cost first, the last in part (Dantzig 1957). Parts of a condition that all must hold add up,
//! as long as no fact is paid for twice; of parts of which one must hold the cheapest counts.

use super::super::bounds::Bounds;
use super::super::criterion::CriterionBounds;
use super::super::minimal::Claim;
use crate::rubric::condition::{Condition, ScoreRef, ScoreTest, Truth};
use crate::rubric::{Aggregate, Criterion, Effect, HigherIs, RubricSet, indexes};

/// The cost of what cannot be had.
pub(super) const NEVER: u32 = u32::MAX;

/// What a bound looks at.
pub(super) struct Prices<'p> {
    pub(super) set: &'p RubricSet,
    /// Everything that can still be reached.
    pub(super) reach: &'p Bounds,
    /// What holds if nothing further is moved.
    pub(super) home: &'p Bounds,
    /// What moving each fact costs; [`NEVER`] where it cannot be moved any more, 0 where that is paid for.
    pub(super) price: &'p [u32],
    /// For each criterion the facts that it reads.
    pub(super) facts: &'p [Vec<u16>],
}

/// The facts that another part has paid for.
type Paid = Vec<bool>;

impl Prices<'_> {
    /// The least cost of any rule firing that meets the goal.
    pub(super) fn goal(&self, goal: Claim) -> u32 {
        let mut least = NEVER;
        for (number, rule) in self.set.rules.iter().enumerate() {
            if goal.met_by(rule.recommend) && self.reach.rules[number] != Truth::False {
                least = least.min(self.rule(number));
            }
            if self.reach.rules[number] == Truth::True {
                break;
            }
        }
        least
    }

    fn rule(&self, number: usize) -> u32 {
        let mut paid = vec![false; self.set.facts.len()];
        let own = self.set.rules[number].when.iter().map(|when| (when, true));
        let earlier = self.set.rules[..number]
            .iter()
            .filter_map(|rule| rule.when.as_ref());
        let mut parts: Vec<(&Condition, bool)> = own.collect();
        parts.extend(earlier.map(|when| (when, false)));
        self.every(&parts, &mut paid)
    }

    /// All of several conditions coming out as wanted: costs add up, each fact paid for once.
    fn every(&self, parts: &[(&Condition, bool)], paid: &mut Paid) -> u32 {
        let mut sum = 0_u32;
        for &(part, want) in parts {
            let cost = self.condition(part, want, paid);
            if cost == NEVER {
                return NEVER;
            }
            sum = sum.saturating_add(cost);
        }
        sum
    }

    /// One of several conditions coming out as wanted: the cheapest, and what any of them may have paid
    /// for counts as paid.
    fn any(&self, parts: &[(&Condition, bool)], paid: &mut Paid) -> u32 {
        let before = paid.clone();
        let mut least = NEVER;
        for &(part, want) in parts {
            let mut own = before.clone();
            least = least.min(self.condition(part, want, &mut own));
            paid.iter_mut()
                .zip(own)
                .for_each(|(paid, own)| *paid |= own);
        }
        least
    }

    fn condition(&self, condition: &Condition, want: bool, paid: &mut Paid) -> u32 {
        let wanted = Truth::from(want);
        if condition.truth(&self.reach.certain()) == !wanted {
            return NEVER;
        }
        if condition.truth(&self.home.certain()) != !wanted {
            return 0;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                let wants: Vec<(&Condition, bool)> =
                    parts.iter().map(|part| (part, want)).collect();
                if matches!(condition, Condition::All(_)) == want {
                    self.every(&wants, paid)
                } else {
                    self.any(&wants, paid)
                }
            }
            Condition::Not(part) => self.condition(part, !want, paid),
            Condition::Gate(gate) => {
                self.condition(&self.set.gates[usize::from(*gate)].when, want, paid)
            }
            Condition::Fact(test) => {
                self.pay(self.set.variables[usize::from(test.variable)].fact, paid)
            }
            Condition::Score(test) => self.score(test, want, paid),
        }
    }

    /// Moving a fact, if that is not paid for yet.
    fn pay(&self, fact: u16, paid: &mut Paid) -> u32 {
        if std::mem::replace(&mut paid[usize::from(fact)], true) {
            0
        } else {
            self.price[usize::from(fact)]
        }
    }

    fn score(&self, test: &ScoreTest, want: bool, paid: &mut Paid) -> u32 {
        let home = self.home.scores.of(test.of);
        if self.reach.scores.of(test.of).exists != Truth::True || home.exists != Truth::True {
            if let ScoreRef::Rubric(number) = test.of
                && !self.set.rubrics[usize::from(number)].caps.is_empty()
            {
                return 0;
            }
            return self.cheapest(test.of, paid);
        }
        // What is short at home: the score must rise to `low` or fall to `high`.
        let rise = |to: i32, paid: &mut Paid| self.rise(test.of, to, true, paid);
        let fall = |to: i32, paid: &mut Paid| self.rise(test.of, to, false, paid);
        if want {
            if i32::from(home.high) < test.low {
                rise(test.low, paid)
            } else {
                fall(test.high, paid)
            }
        } else {
            let (mut up, mut down) = (paid.clone(), paid.clone());
            let above = if test.high >= 1000 {
                NEVER
            } else {
                rise(test.high + 1, &mut up)
            };
            let below = if test.low <= 0 {
                NEVER
            } else {
                fall(test.low - 1, &mut down)
            };
            for (paid, (up, down)) in paid.iter_mut().zip(up.into_iter().zip(down)) {
                *paid |= up || down;
            }
            above.min(below)
        }
    }

    /// The least cost of a score getting to `to`, upwards or downwards.
    fn rise(&self, of: ScoreRef, to: i32, up: bool, paid: &mut Paid) -> u32 {
        match of {
            ScoreRef::Dimension(number) => self.dimension(usize::from(number), to, up, paid),
            ScoreRef::Worst(number) => self.worst(usize::from(number), to, up, paid),
            ScoreRef::Rubric(number) => {
                let rubric = &self.set.rubrics[usize::from(number)];
                let better = up == (rubric.higher_is == HigherIs::Better);
                let by_facts = |paid: &mut Paid| match rubric.aggregate {
                    Aggregate::Mean => self.mean(usize::from(number), to, up, paid),
                    Aggregate::Worst => self.worst(usize::from(number), to, up, paid),
                };
                let bars = |gate: &&u16| match self.set.gates[usize::from(**gate)].effect {
                    Effect::Cap(cap) if up => i32::from(cap) < to,
                    Effect::Cap(cap) => i32::from(cap) > to,
                    Effect::KnockOut => false,
                };
                let gate = |gate: &u16| &self.set.gates[usize::from(*gate)].when;
                if better {
                    // Caps bound towards worse: those that stand in the way must be clear.
                    let parts: Vec<_> = rubric
                        .caps
                        .iter()
                        .filter(bars)
                        .map(|cap| (gate(cap), false))
                        .collect();
                    let gates = self.every(&parts, paid);
                    gates.saturating_add(by_facts(paid))
                } else {
                    // A cap on the other side brings the score there at once.
                    let parts: Vec<_> = rubric
                        .caps
                        .iter()
                        .filter(|cap| !bars(cap))
                        .map(|cap| (gate(cap), true))
                        .collect();
                    let mut other = paid.clone();
                    let least = self.any(&parts, &mut other).min(by_facts(paid));
                    paid.iter_mut()
                        .zip(other)
                        .for_each(|(paid, other)| *paid |= other);
                    least
                }
            }
        }
    }

    /// The worst dimension of a rubric getting to `to`: towards better all must, towards worse one.
    fn worst(&self, rubric: usize, to: i32, up: bool, paid: &mut Paid) -> u32 {
        let rubric = &self.set.rubrics[rubric];
        let better = up == (rubric.higher_is == HigherIs::Better);
        let before = paid.clone();
        let (mut sum, mut least) = (0_u32, NEVER);
        for number in indexes(&rubric.dimensions) {
            if better {
                sum = sum.saturating_add(self.dimension(number, to, up, paid));
            } else {
                let mut own = before.clone();
                least = least.min(self.dimension(number, to, up, &mut own));
                paid.iter_mut()
                    .zip(own)
                    .for_each(|(paid, own)| *paid |= own);
            }
        }
        if better { sum } else { least }
    }

    /// A dimension getting to `to`: what its criteria are worth beyond the threshold must add up to nothing
    /// less than zero, with those that may not apply in or out as it suits.
    fn dimension(&self, number: usize, to: i32, up: bool, paid: &mut Paid) -> u32 {
        if self.reach.scores.dimensions[number].exists != Truth::True {
            return 0;
        }
        // In twentieths of a point, so that the half tenth of rounding is whole.
        let threshold = if up {
            2 * i64::from(to) - 1
        } else {
            2 * (1000 - i64::from(to)) - 1
        };
        let worth = |criterion: &Criterion, bounds: &CriterionBounds| {
            let points = i64::from(if up { bounds.high } else { 100 - bounds.low });
            let own = i64::from(criterion.weight) * (20 * points - threshold);
            match bounds.applies {
                Truth::True => own,
                Truth::Open => own.max(0),
                Truth::False => 0,
            }
        };
        let mut items = Items::new(self);
        let mut short = 0_i64;
        for criterion in indexes(&self.set.dimensions[number].criteria) {
            let own = &self.set.criteria[criterion];
            let home = worth(own, &self.home.criteria[criterion]);
            short -= home;
            items.add(
                criterion,
                real(worth(own, &self.reach.criteria[criterion]) - home),
            );
        }
        items.least(real(short), paid)
    }

    /// A rubric's mean getting to `to`.
    fn mean(&self, rubric: usize, to: i32, up: bool, paid: &mut Paid) -> u32 {
        let rubric = &self.set.rubrics[rubric];
        let mut items = Items::new(self);
        let (mut all, mut at) = (0.0, 0.0);
        for number in indexes(&rubric.dimensions) {
            let (reach, home) = (
                &self.reach.scores.dimensions[number],
                &self.home.scores.dimensions[number],
            );
            if reach.exists == Truth::Open || home.exists == Truth::Open {
                return 0;
            }
            if reach.exists == Truth::False {
                continue;
            }
            let weight = f64::from(self.set.dimensions[number].weight);
            all += weight;
            let value = |score: &super::super::range::Score| {
                f64::from(if up { score.high } else { 1000 - score.low })
            };
            let own = indexes(&self.set.dimensions[number].criteria);
            let fixed = own.clone().all(|criterion| {
                self.reach.criteria[criterion].applies != Truth::Open
                    && self.home.criteria[criterion].applies
                        == self.reach.criteria[criterion].applies
            });
            // A tenth for rounding the dimension, there and back.
            at += weight * (value(home) + 1.0);
            if !fixed {
                for criterion in own {
                    items.add(criterion, weight * (value(reach) - value(home)));
                }
                continue;
            }
            let applying =
                |criterion: &usize| self.reach.criteria[*criterion].applies == Truth::True;
            let total: u32 = own
                .clone()
                .filter(applying)
                .map(|criterion| self.set.criteria[criterion].weight)
                .sum();
            for criterion in own.filter(applying) {
                let (reach, home) = (
                    &self.reach.criteria[criterion],
                    &self.home.criteria[criterion],
                );
                let gain = if up {
                    reach.high - home.high
                } else {
                    home.low - reach.low
                };
                let part = f64::from(self.set.criteria[criterion].weight) / f64::from(total);
                items.add(criterion, weight * part * 10.0 * f64::from(gain));
            }
        }
        let to = f64::from(if up { to } else { 1000 - to });
        items.least(all * (to - 0.5) - at, paid)
    }

    /// The cheapest of all facts behind a score: where it must change, one of them must.
    fn cheapest(&self, of: ScoreRef, paid: &mut Paid) -> u32 {
        let dimensions = match of {
            ScoreRef::Dimension(dimension) => usize::from(dimension)..usize::from(dimension) + 1,
            ScoreRef::Rubric(_) | ScoreRef::Worst(_) => 0..self.set.dimensions.len(),
        };
        let criteria =
            dimensions.flat_map(|dimension| indexes(&self.set.dimensions[dimension].criteria));
        let mut least = NEVER;
        for &fact in criteria.flat_map(|criterion| &self.facts[criterion]) {
            let price = if paid[usize::from(fact)] {
                0
            } else {
                self.price[usize::from(fact)]
            };
            least = least.min(price);
        }
        // Which of them it was is not said, so none may be paid for again.
        paid.fill(true);
        if least == NEVER { 0 } else { least }
    }
}

/// What facts can add to a score, each at its price.
struct Items<'i, 'p> {
    prices: &'i Prices<'p>,
    /// By fact.
    gains: Vec<f64>,
}

impl<'i, 'p> Items<'i, 'p> {
    fn new(prices: &'i Prices<'p>) -> Self {
        Self {
            prices,
            gains: vec![0.0; prices.set.facts.len()],
        }
    }

    /// What a criterion can add; each fact that it reads may be the one that brings it.
    fn add(&mut self, criterion: usize, gain: f64) {
        if gain > 0.0 {
            for &fact in &self.prices.facts[criterion] {
                if self.prices.price[usize::from(fact)] != NEVER {
                    self.gains[usize::from(fact)] += gain;
                }
            }
        }
    }

    /// The least cost of adding what is short.
    fn least(self, mut short: f64, paid: &mut Paid) -> u32 {
        const ROUNDING: f64 = 1e-6;
        let mut offers: Vec<(f64, f64, usize)> = Vec::new();
        for (fact, &gain) in self.gains.iter().enumerate() {
            if gain > 0.0 && (paid[fact] || self.prices.price[fact] == 0) {
                short -= gain;
            } else if gain > 0.0 {
                let price = f64::from(self.prices.price[fact]);
                offers.push((gain / price, gain, fact));
            }
        }
        if short <= ROUNDING {
            return 0;
        }
        offers.iter().for_each(|&(_, _, fact)| paid[fact] = true);
        offers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        let mut cost = 0.0;
        for (a_unit, gain, _) in offers {
            if gain >= short {
                cost += short / a_unit;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a sum of prices, each a small whole number"
                )]
                return (cost - ROUNDING).ceil().max(0.0) as u32;
            }
            short -= gain;
            cost += gain / a_unit;
        }
        NEVER
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "weights and points stay far below 2⁵³"
)]
fn real(value: i64) -> f64 {
    value as f64
}
