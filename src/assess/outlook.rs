//! How open a recommendation is: what is still possible, with a witness for each; how likely each is
//! under the priors; and which question tells most.

use super::search::{Bounds, Found, Search};
use super::share::{POINTS, each_completion};
use crate::rubric::condition::{Condition, ScoreRef, Truth};
use crate::rubric::scale::Scale;
use crate::rubric::{RubricSet, indexes};
use std::collections::BTreeMap;

/// The steps that a search for one recommendation may take. A bound on work, so that the same input
/// gives the same answer everywhere.
pub const STEPS: u32 = 20_000;

/// What the unknown facts leave open.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The possible recommendations, by share, ties by their first rule. The first one leads.
    pub possible: Vec<Possible>,
    /// Whether `possible` is exact: each has a witness, and the others are proved impossible.
    pub exact: bool,
    /// Whether every completion was counted for the shares.
    pub share_exact: bool,
    /// The standard error of a share, at most; 0 where they are exact.
    pub share_error: f64,
    /// The rule that carries most of the leading recommendation.
    pub rule: u16,
    /// The unknown facts that can still matter, most telling first.
    pub questions: Vec<Question>,
}

/// A possible recommendation.
#[derive(Clone, Debug)]
pub struct Possible {
    /// By number.
    pub recommendation: u16,
    /// The part of the completions in which it comes out.
    pub share: f64,
    /// A completion that reaches it: a cell for each variable. None where the search ended first.
    pub witness: Option<Vec<u8>>,
}

/// What it would tell to know a fact.
#[derive(Clone, Debug)]
pub struct Question {
    /// The fact, by number.
    pub fact: u16,
    /// Mutual information of its value and the recommendation. Over a sample, less the bias of
    /// counting: (rows − 1)(columns − 1) / 2N nats (Miller 1955).
    pub bits: f64,
    /// For each of its variables and each cell that is left: the recommendation that would lead.
    pub answers: Vec<Answer>,
}

/// What would lead after one answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The variable: the fact's own, or that of one option of a set.
    pub variable: u16,
    /// The cell.
    pub cell: u8,
    /// The recommendation that would lead; none where no completion has any weight.
    pub leads_to: Option<u16>,
}

/// Looks ahead from the cells that are left. `weights` says how much hangs on each fact, for ties.
#[must_use]
pub fn outlook(set: &RubricSet, left: &[u64], weights: &[f64]) -> Outlook {
    let mut search = Search::new(set);
    let bounds = search.bounds(left);
    let relevant = relevant(set, &bounds);
    let mut tally = Tally::new(set, &relevant);
    let (total, share_exact) = each_completion(set, left, &relevant, |cells, weight, point| {
        tally.add(set, cells, weight, point.rule);
    });
    let mut exact = true;
    let mut possible: Vec<Possible> = Vec::new();
    for rule in super::decide::may_fire(&bounds.rules) {
        let recommendation = set.rules[usize::from(rule)].recommend;
        if possible.iter().any(|earlier| earlier.recommendation == recommendation) {
            continue;
        }
        let witness = match tally.witnesses.remove(&recommendation) {
            Some(cells) => Some(cells),
            // Everything was counted, so what did not come out cannot.
            None if share_exact => continue,
            None => match search.reach(&bounds, recommendation, STEPS) {
                Found::Witness(cells) => Some(cells),
                Found::Impossible => continue,
                Found::Undecided => {
                    exact = false;
                    None
                }
            },
        };
        let share = part(tally.recommendations[usize::from(recommendation)], total);
        possible.push(Possible { recommendation, share, witness });
    }
    // Stable: ties stay in the order of their first rules.
    possible.sort_by(|a, b| b.share.total_cmp(&a.share));
    let leading = possible.first().map_or(0, |first| first.recommendation);
    let questions = if possible.len() > 1 { tally.questions(set, weights, total, !share_exact) } else { Vec::new() };
    Outlook {
        rule: carrier(set, &tally.rules, leading, &bounds),
        possible,
        exact,
        share_exact,
        share_error: if share_exact { 0.0 } else { 0.5 / f64::from(POINTS).sqrt() },
        questions,
    }
}

#[expect(clippy::cast_precision_loss, reason = "weights stay below 2⁵³")]
fn part(weight: u64, total: u64) -> f64 {
    weight as f64 / total as f64
}

/// The rule with most weight among those of a recommendation; where none has any, the first that may fire.
fn carrier(set: &RubricSet, weights: &[u64], recommendation: u16, bounds: &Bounds) -> u16 {
    let own = super::decide::may_fire(&bounds.rules).into_iter().filter(|&rule| set.rules[usize::from(rule)].recommend == recommendation);
    own.min_by_key(|&rule| (std::cmp::Reverse(weights[usize::from(rule)]), rule)).unwrap_or(0)
}

/// The unknown variables on which an undecided rule can still turn: read by an open test in an open
/// rule before the first true one, directly, through a gate, or through a score.
fn relevant(set: &RubricSet, bounds: &Bounds) -> Vec<usize> {
    let mut marks = Marks { set, bounds, variables: vec![false; set.variables.len()], gates: vec![false; set.gates.len()] };
    for rule in super::decide::may_fire(&bounds.rules) {
        if let Some(when) = &set.rules[usize::from(rule)].when {
            marks.condition(when);
        }
    }
    let open = |&variable: &usize| marks.variables[variable] && !bounds.cells[variable].is_power_of_two();
    (0..set.variables.len()).filter(open).collect()
}

struct Marks<'m> {
    set: &'m RubricSet,
    bounds: &'m Bounds,
    variables: Vec<bool>,
    gates: Vec<bool>,
}

impl Marks<'_> {
    fn condition(&mut self, condition: &Condition) {
        if condition.truth(&self.bounds.certain()) != Truth::Open {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.condition(part)),
            Condition::Not(part) => self.condition(part),
            Condition::Fact(test) => self.variables[usize::from(test.variable)] = true,
            Condition::Gate(gate) => self.gate(*gate),
            Condition::Score(test) => match test.of {
                ScoreRef::Dimension(dimension) => self.dimension(usize::from(dimension)),
                ScoreRef::Rubric(rubric) | ScoreRef::Worst(rubric) => {
                    let rubric = &self.set.rubrics[usize::from(rubric)];
                    indexes(&rubric.dimensions).for_each(|dimension| self.dimension(dimension));
                    rubric.caps.iter().for_each(|&gate| self.gate(gate));
                }
            },
        }
    }

    fn gate(&mut self, gate: u16) {
        if !std::mem::replace(&mut self.gates[usize::from(gate)], true) {
            let set = self.set;
            self.condition(&set.gates[usize::from(gate)].when);
        }
    }

    fn dimension(&mut self, dimension: usize) {
        for number in indexes(&self.set.dimensions[dimension].criteria) {
            if self.bounds.criteria[number].applies != Truth::False {
                for variable in self.set.criteria[number].scale.variables() {
                    self.variables[usize::from(variable)] = true;
                }
            }
        }
    }
}

/// Weights by rule, by recommendation, and by what is asked and recommendation.
struct Tally {
    rules: Vec<u64>,
    recommendations: Vec<u64>,
    witnesses: BTreeMap<u16, Vec<u8>>,
    facts: Vec<FactTally>,
    width: usize,
}

/// One unknown fact: how its value and the recommendation go together.
struct FactTally {
    fact: u16,
    /// The variables of the fact that can matter, with a histogram each: cell × recommendation.
    variables: Vec<(usize, Vec<u64>)>,
    /// For a set with several: what the criteria see of it × recommendation.
    seen: Option<(Vec<Counter>, BTreeMap<u64, Vec<u64>>)>,
}

/// What a criterion sees of a set: how many of these options hold.
struct Counter {
    variables: Vec<usize>,
}

impl Tally {
    fn new(set: &RubricSet, relevant: &[usize]) -> Self {
        let width = set.recommendations.len();
        let mut facts: Vec<FactTally> = Vec::new();
        for &variable in relevant {
            let fact = set.variables[variable].fact;
            let histogram = vec![0; usize::from(set.variables[variable].cells) * width];
            match facts.last_mut() {
                Some(last) if last.fact == fact => last.variables.push((variable, histogram)),
                _ => facts.push(FactTally { fact, variables: vec![(variable, histogram)], seen: None }),
            }
        }
        for fact in facts.iter_mut().filter(|fact| fact.variables.len() > 1) {
            fact.seen = Some((counters(set, &fact.variables), BTreeMap::new()));
        }
        Self { rules: vec![0; set.rules.len()], recommendations: vec![0; width], witnesses: BTreeMap::new(), facts, width }
    }

    fn add(&mut self, set: &RubricSet, cells: &[u8], weight: u64, rule: u16) {
        let recommendation = set.rules[usize::from(rule)].recommend;
        self.rules[usize::from(rule)] += weight;
        let slot = usize::from(recommendation);
        self.recommendations[slot] += weight;
        self.witnesses.entry(recommendation).or_insert_with(|| cells.to_vec());
        for fact in &mut self.facts {
            for (variable, histogram) in &mut fact.variables {
                histogram[usize::from(cells[*variable]) * self.width + slot] += weight;
            }
            if let Some((counters, seen)) = &mut fact.seen {
                let held = |counter: &Counter| counter.variables.iter().map(|&variable| u64::from(cells[variable])).sum::<u64>();
                let key = counters.iter().fold(0_u64, |key, counter| key * 65 + held(counter));
                seen.entry(key).or_insert_with(|| vec![0; self.width])[slot] += weight;
            }
        }
    }

    fn questions(&self, set: &RubricSet, weights: &[f64], total: u64, sampled: bool) -> Vec<Question> {
        let mut questions: Vec<Question> = self
            .facts
            .iter()
            .map(|fact| {
                let bits = match (&fact.seen, fact.variables.as_slice()) {
                    (Some((_, seen)), _) => information(seen.values().map(Vec::as_slice), &self.recommendations, total, sampled),
                    (None, [(_, histogram)]) => information(histogram.chunks(self.width), &self.recommendations, total, sampled),
                    (None, _) => 0.0,
                };
                Question { fact: fact.fact, bits, answers: self.answers(set, fact) }
            })
            .collect();
        let weight = |question: &Question| weights[usize::from(question.fact)];
        questions.sort_by(|a, b| {
            let bits = b.bits.total_cmp(&a.bits);
            bits.then(weight(b).total_cmp(&weight(a))).then(a.fact.cmp(&b.fact))
        });
        questions
    }

    fn answers(&self, set: &RubricSet, fact: &FactTally) -> Vec<Answer> {
        let first_rule = |recommendation: usize| set.rules.iter().position(|rule| usize::from(rule.recommend) == recommendation);
        let mut answers = Vec::new();
        for (variable, histogram) in &fact.variables {
            for (cell, weights) in histogram.chunks(self.width).enumerate() {
                let leads = (0..self.width)
                    .filter(|&recommendation| weights[recommendation] > 0)
                    .min_by_key(|&recommendation| (std::cmp::Reverse(weights[recommendation]), first_rule(recommendation)));
                answers.push(Answer {
                    variable: u16::try_from(*variable).unwrap_or(u16::MAX),
                    cell: u8::try_from(cell).unwrap_or(u8::MAX),
                    leads_to: leads.and_then(|recommendation| u16::try_from(recommendation).ok()),
                });
            }
        }
        answers
    }
}

/// What the set's criteria and conditions can see of a set fact: counts of options that share a
/// criterion, and single options that anything else reads.
fn counters(set: &RubricSet, variables: &[(usize, Vec<u64>)]) -> Vec<Counter> {
    let own = |variable: &u16| variables.iter().any(|(other, _)| *other == usize::from(*variable));
    let mut counters: Vec<Counter> = Vec::new();
    let mut single: Vec<usize> = Vec::new();
    for criterion in &set.criteria {
        match &criterion.scale {
            Scale::Share { variables, applies } => {
                let counted: Vec<usize> = variables.iter().filter(|variable| own(variable)).map(|&variable| usize::from(variable)).collect();
                if !counted.is_empty() {
                    counters.push(Counter { variables: counted });
                }
                single.extend(applies.reads.iter().map(|read| &read.variable).filter(|variable| own(variable)).map(|&variable| usize::from(variable)));
            }
            Scale::Table { attributes, .. } => {
                single.extend(attributes.reads.iter().map(|read| &read.variable).filter(|variable| own(variable)).map(|&variable| usize::from(variable)));
            }
        }
    }
    let conditions = set.gates.iter().map(|gate| &gate.when).chain(set.rules.iter().filter_map(|rule| rule.when.as_ref()));
    for condition in conditions {
        condition.each_fact(&mut |test| {
            if own(&test.variable) {
                single.push(usize::from(test.variable));
            }
        });
    }
    single.sort_unstable();
    single.dedup();
    counters.extend(single.into_iter().map(|variable| Counter { variables: vec![variable] }));
    counters
}

/// Mutual information in bits of a joint histogram's rows and columns.
fn information<'h>(rows: impl Iterator<Item = &'h [u64]>, columns: &[u64], total: u64, sampled: bool) -> f64 {
    let mut bits = 0.0;
    let mut seen = 0_u32;
    for row in rows {
        let weight: u64 = row.iter().sum();
        seen += u32::from(weight > 0);
        for (&joint, &column) in row.iter().zip(columns) {
            if joint > 0 {
                let p = part(joint, total);
                bits += p * (p / (part(weight, total) * part(column, total))).log2();
            }
        }
    }
    if sampled {
        let columns = columns.iter().map(|&column| f64::from(u8::from(column > 0))).sum::<f64>();
        bits -= f64::from(seen.saturating_sub(1)) * (columns - 1.0) / (2.0 * part(total, 1) * std::f64::consts::LN_2);
    }
    bits.max(0.0)
}
