//! Counting completions: how often each rule, each recommendation, and each answer with each
//! recommendation; and from that, what a question tells.

use super::outlook::{Answer, Question};
use crate::rubric::RubricSet;
use crate::rubric::scale::Scale;
use std::collections::BTreeMap;

/// Weights by rule, by recommendation, and by what is asked and recommendation.
pub(super) struct Tally {
    pub(super) rules: Vec<u64>,
    pub(super) recommendations: Vec<u64>,
    /// The first completion in which each rule fired.
    pub(super) firing: BTreeMap<u16, Vec<u8>>,
    facts: Vec<FactTally>,
    width: usize,
    /// The first completions, to try changes on.
    pub(super) probes: Vec<Vec<u8>>,
    /// The recommendation of each completion, in the order in which they were visited.
    outcomes: Vec<u16>,
}

/// How many completions are kept to try changes on.
const PROBES: usize = 24;

/// One unknown fact: how its value and the recommendation go together.
struct FactTally {
    fact: u16,
    /// The variables of the fact that can matter, with a histogram each, cell × recommendation, and
    /// the cells that are left.
    variables: Vec<(usize, Vec<u64>, u64)>,
    /// For a set with several: what the criteria see of it × recommendation.
    seen: Option<Seen>,
}

/// How often each combination of counts went with each recommendation.
struct Seen {
    counters: Vec<Counter>,
    histogram: BTreeMap<Vec<u16>, Vec<u64>>,
}

/// What a criterion sees of a set: how many of these options hold.
struct Counter {
    variables: Vec<usize>,
}

impl Tally {
    pub(super) fn new(set: &RubricSet, allowed: &[u64], relevant: &[usize]) -> Self {
        let width = set.recommendations.len();
        let mut facts: Vec<FactTally> = Vec::new();
        for &variable in relevant {
            let fact = set.variables[variable].fact;
            let left = allowed[variable];
            let histogram = vec![0; usize::from(set.variables[variable].cells) * width];
            match facts.last_mut() {
                Some(last) if last.fact == fact => last.variables.push((variable, histogram, left)),
                _ => facts.push(FactTally {
                    fact,
                    variables: vec![(variable, histogram, left)],
                    seen: None,
                }),
            }
        }
        for fact in facts.iter_mut().filter(|fact| fact.variables.len() > 1) {
            fact.seen = Some(Seen {
                counters: counters(set, &fact.variables),
                histogram: BTreeMap::new(),
            });
        }
        Self {
            rules: vec![0; set.rules.len()],
            recommendations: vec![0; width],
            firing: BTreeMap::new(),
            facts,
            width,
            probes: Vec::new(),
            outcomes: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, set: &RubricSet, cells: &[u8], weight: u64, rule: u16) {
        let recommendation = set.rules[usize::from(rule)].recommend;
        if self.probes.len() < PROBES {
            self.probes.push(cells.to_vec());
        }
        self.outcomes.push(recommendation);
        self.rules[usize::from(rule)] += weight;
        let slot = usize::from(recommendation);
        self.recommendations[slot] += weight;
        self.firing.entry(rule).or_insert_with(|| cells.to_vec());
        for fact in &mut self.facts {
            for (variable, histogram, _) in &mut fact.variables {
                histogram[usize::from(cells[*variable]) * self.width + slot] += weight;
            }
            if let Some(Seen {
                counters,
                histogram,
            }) = &mut fact.seen
            {
                let held = |counter: &Counter| -> u16 {
                    counter
                        .variables
                        .iter()
                        .map(|&variable| u16::from(cells[variable]))
                        .sum()
                };
                let key: Vec<u16> = counters.iter().map(held).collect();
                histogram.entry(key).or_insert_with(|| vec![0; self.width])[slot] += weight;
            }
        }
    }

    pub(super) fn questions(
        &self,
        set: &RubricSet,
        weights: &[f64],
        total: u64,
        sampled: bool,
    ) -> Vec<Question> {
        let changing = self.changing(sampled);
        let mut questions: Vec<Question> = self
            .facts
            .iter()
            .zip(changing)
            .filter(|(_, changes)| *changes)
            .map(|(fact, _)| {
                let bits = match (&fact.seen, fact.variables.as_slice()) {
                    (Some(seen), _) => information(
                        seen.histogram.values().map(Vec::as_slice),
                        &self.recommendations,
                        total,
                        sampled,
                    ),
                    (None, [(_, histogram, _)]) => information(
                        histogram.chunks(self.width),
                        &self.recommendations,
                        total,
                        sampled,
                    ),
                    (None, _) => 0.0,
                };
                Question {
                    fact: fact.fact,
                    bits,
                    can_change: (!sampled).then_some(true),
                    answers: self.answers(set, fact),
                }
            })
            .collect();
        let weight = |question: &Question| weights[usize::from(question.fact)];
        questions.sort_by(|a, b| {
            let bits = b.bits.total_cmp(&a.bits);
            bits.then(weight(b).total_cmp(&weight(a)))
                .then(a.fact.cmp(&b.fact))
        });
        questions
    }

    /// Whether each fact's value changes the recommendation of some completion: where all were counted,
    /// by comparing those that differ in it alone; of a sample it is taken for granted.
    fn changing(&self, sampled: bool) -> Vec<bool> {
        let mut stride = 1;
        let mut changing = Vec::with_capacity(self.facts.len());
        for fact in &self.facts {
            // Completions are counted in mixed radix, so a fact's values are `size` steps of `stride`.
            let left = |(_, _, left): &(usize, Vec<u64>, u64)| left.count_ones() as usize;
            let size: usize = fact.variables.iter().map(left).product();
            let same = |index: usize| index - (index / stride % size) * stride;
            let differs = |(index, outcome): (usize, &u16)| self.outcomes[same(index)] != *outcome;
            changing.push(sampled || self.outcomes.iter().enumerate().any(differs));
            stride = stride.saturating_mul(size);
        }
        changing
    }

    fn answers(&self, set: &RubricSet, fact: &FactTally) -> Vec<Answer> {
        let first_rule = |recommendation: usize| {
            set.rules
                .iter()
                .position(|rule| usize::from(rule.recommend) == recommendation)
        };
        let mut answers = Vec::new();
        for (variable, histogram, left) in &fact.variables {
            let cells = histogram.chunks(self.width).enumerate();
            for (cell, weights) in cells.filter(|(cell, _)| left >> cell & 1 == 1) {
                let leads = (0..self.width)
                    .filter(|&recommendation| weights[recommendation] > 0)
                    .min_by_key(|&recommendation| {
                        (
                            std::cmp::Reverse(weights[recommendation]),
                            first_rule(recommendation),
                        )
                    });
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
fn counters(set: &RubricSet, variables: &[(usize, Vec<u64>, u64)]) -> Vec<Counter> {
    let own = |variable: &u16| {
        variables
            .iter()
            .any(|(other, ..)| *other == usize::from(*variable))
    };
    let mut counters: Vec<Counter> = Vec::new();
    let mut single: Vec<usize> = Vec::new();
    for criterion in &set.criteria {
        match &criterion.scale {
            Scale::Share { variables, applies } => {
                let counted: Vec<usize> = variables
                    .iter()
                    .filter(|variable| own(variable))
                    .map(|&variable| usize::from(variable))
                    .collect();
                if !counted.is_empty() {
                    counters.push(Counter { variables: counted });
                }
                single.extend(
                    applies
                        .reads
                        .iter()
                        .map(|read| &read.variable)
                        .filter(|variable| own(variable))
                        .map(|&variable| usize::from(variable)),
                );
            }
            Scale::Table { attributes, .. } => {
                single.extend(
                    attributes
                        .reads
                        .iter()
                        .map(|read| &read.variable)
                        .filter(|variable| own(variable))
                        .map(|&variable| usize::from(variable)),
                );
            }
        }
    }
    let conditions = set
        .gates
        .iter()
        .map(|gate| &gate.when)
        .chain(set.rules.iter().filter_map(|rule| rule.when.as_ref()));
    for condition in conditions {
        condition.each_fact(&mut |test| {
            if own(&test.variable) {
                single.push(usize::from(test.variable));
            }
        });
    }
    single.sort_unstable();
    single.dedup();
    counters.extend(single.into_iter().map(|variable| Counter {
        variables: vec![variable],
    }));
    counters
}

/// Mutual information in bits of a joint histogram's rows and columns.
fn information<'h>(
    rows: impl Iterator<Item = &'h [u64]>,
    columns: &[u64],
    total: u64,
    sampled: bool,
) -> f64 {
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
        let columns = columns
            .iter()
            .map(|&column| f64::from(u8::from(column > 0)))
            .sum::<f64>();
        bits -= f64::from(seen.saturating_sub(1)) * (columns - 1.0)
            / (2.0 * part(total, 1) * std::f64::consts::LN_2);
    }
    // Equal by the mathematics, equal in the order: sums of logarithms differ in their last digits.
    (bits.max(0.0) * 1e9).round() / 1e9
}

/// A part of a whole.
#[expect(clippy::cast_precision_loss, reason = "weights stay below 2⁵³")]
pub(super) fn part(weight: u64, total: u64) -> f64 {
    weight as f64 / total as f64
}
