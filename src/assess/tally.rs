//! Counting completions: how often each rule, each recommendation, and each answer with each
//! recommendation; and from that, what a question tells.

use super::outlook::{Answer, Question};
use super::share::{BLOCK, Block, Completions};
use crate::rubric::number::narrow;
use crate::rubric::scale::Scale;
use crate::rubric::{RubricSet, Rule};
use std::collections::BTreeMap;

/// Weights by rule, by recommendation, and by what is asked and recommendation.
pub(super) struct Tally {
    pub(super) rules: Vec<u64>,
    pub(super) recommendations: Vec<u64>,
    /// The first completion in which each rule fired.
    pub(super) firing: BTreeMap<u16, Vec<u8>>,
    fired: Vec<bool>,
    facts: Vec<FactTally>,
    width: usize,
    /// The first completions, to try changes on.
    pub(super) probes: Vec<Vec<u8>>,
    /// The recommendation of each completion, in the order in which they were visited, and its weight.
    outcomes: Vec<u16>,
    weights: Vec<u64>,
}

/// How many completions are kept to try changes on.
const PROBES: usize = 24;

/// How many combinations of counts are told apart by their place in a table.
const NUMBERS: u32 = 1 << 16;

/// One unknown fact: how its value and the recommendation go together.
struct FactTally {
    fact: u16,
    /// The variables of the fact that can matter.
    variables: Vec<VariableTally>,
    /// For a set with several: what the criteria see of it.
    seen: Vec<Counter>,
}

/// How the value of a variable and the recommendation go together.
struct VariableTally {
    variable: usize,
    column: usize,
    /// The cells that are left.
    cells: Vec<u8>,
    /// Weights, cell × recommendation.
    histogram: Vec<u64>,
    /// The first rule of each that fires, where all completions are counted.
    first: Vec<u16>,
}

/// What a criterion sees of a set: how many of these options hold.
struct Counter {
    columns: Vec<usize>,
    /// In each completion.
    held: Vec<u8>,
}

impl Tally {
    /// Room for what comes of completions; with `questions` for what goes with which answer too.
    pub(super) fn new(set: &RubricSet, completions: &Completions<'_>, questions: bool) -> Self {
        let width = set.recommendations.len();
        let mut facts: Vec<FactTally> = Vec::new();
        let columns = completions.columns().enumerate();
        for (column, (variable, cells)) in columns.filter(|_| questions) {
            let fact = set.variables[variable].fact;
            let own = VariableTally {
                variable,
                column,
                cells: cells.to_vec(),
                histogram: vec![0; cells.len() * width],
                first: vec![u16::MAX; cells.len() * width],
            };
            match facts.last_mut() {
                Some(last) if last.fact == fact => last.variables.push(own),
                _ => facts.push(FactTally {
                    fact,
                    variables: vec![own],
                    seen: Vec::new(),
                }),
            }
        }
        for fact in facts.iter_mut().filter(|fact| fact.variables.len() > 1) {
            fact.seen = counters(set, &fact.variables);
        }
        Self {
            rules: vec![0; set.rules.len()],
            recommendations: vec![0; width],
            firing: BTreeMap::new(),
            fired: vec![false; set.rules.len()],
            facts,
            width,
            probes: Vec::new(),
            outcomes: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// Adds a block of completions and the rule that fires in each.
    pub(super) fn add(&mut self, set: &RubricSet, block: &Block<'_>, rules: &[u16; BLOCK]) {
        let rules = &rules[..block.weights.len()];
        for (number, (&rule, &weight)) in rules.iter().zip(block.weights).enumerate() {
            let place = usize::from(rule);
            self.rules[place] += weight;
            if !std::mem::replace(&mut self.fired[place], true) {
                self.firing.insert(rule, block.completion(number));
            }
        }
        if self.facts.is_empty() {
            return;
        }
        let probes = PROBES.saturating_sub(self.probes.len()).min(rules.len());
        self.probes
            .extend((0..probes).map(|number| block.completion(number)));
        let start = self.outcomes.len();
        let recommends = |&rule: &u16| set.rules[usize::from(rule)].recommend;
        self.outcomes.extend(rules.iter().map(recommends));
        self.weights.extend(block.weights);
        let outcomes = &self.outcomes[start..];
        for fact in &mut self.facts {
            for own in &mut fact.variables {
                own.add(block, outcomes, self.width);
                own.look_for_first(block, rules, outcomes, self.width);
            }
            for counter in &mut fact.seen {
                counter.add(block);
            }
        }
    }

    /// When all completions are added: the weight of each recommendation.
    pub(super) fn finish(&mut self, set: &RubricSet) {
        for (rule, &weight) in set.rules.iter().zip(&self.rules) {
            self.recommendations[usize::from(rule.recommend)] += weight;
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
                let seen;
                let histogram = match fact.variables.as_slice() {
                    [only] => &only.histogram,
                    _ => {
                        seen = self.seen(&fact.seen);
                        &seen
                    }
                };
                let rows = histogram.chunks(self.width);
                let bits = information(rows, &self.recommendations, total, sampled);
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
            let left = |own: &VariableTally| own.cells.len();
            let size = fact
                .variables
                .iter()
                .map(left)
                .fold(1, usize::saturating_mul);
            let same = |index: usize| index - (index / stride % size) * stride;
            let differs = |(index, outcome): (usize, &u16)| self.outcomes[same(index)] != *outcome;
            changing.push(sampled || self.outcomes.iter().enumerate().any(differs));
            stride = stride.saturating_mul(size);
        }
        changing
    }

    /// How often each combination of counts went with each recommendation, ascending.
    fn seen(&self, counters: &[Counter]) -> Vec<u64> {
        let mut keys = vec![0_u32; self.outcomes.len()];
        let mut count = 1;
        for counter in counters {
            let steps = u32::try_from(counter.columns.len() + 1).unwrap_or(u32::MAX);
            // There are few completions: only those combinations that are met keep a number.
            if count * steps > NUMBERS {
                count = number(&mut keys, count);
            }
            for (key, &held) in keys.iter_mut().zip(&counter.held) {
                *key = *key * steps + u32::from(held);
            }
            count *= steps;
        }
        let count = number(&mut keys, count);
        let mut histogram = vec![0; count as usize * self.width];
        for ((&key, &outcome), &weight) in keys.iter().zip(&self.outcomes).zip(&self.weights) {
            histogram[key as usize * self.width + usize::from(outcome)] += weight;
        }
        histogram
    }

    fn answers(&self, set: &RubricSet, fact: &FactTally) -> Vec<Answer> {
        // A rule that never fires comes before none.
        let first_rule = |recommendation: usize| {
            let mut rules = set.rules.iter().zip(&self.fired);
            let own = |(rule, fired): (&Rule, &bool)| {
                *fired && usize::from(rule.recommend) == recommendation
            };
            rules.position(own).map_or(u16::MAX, narrow)
        };
        let mut answers = Vec::new();
        for own in &fact.variables {
            let rows = own.histogram.chunks(self.width);
            for (&cell, (weights, first)) in
                own.cells.iter().zip(rows.zip(own.first.chunks(self.width)))
            {
                let leads = (0..self.width)
                    .filter(|&recommendation| weights[recommendation] > 0)
                    .min_by_key(|&recommendation| {
                        let weight = std::cmp::Reverse(weights[recommendation]);
                        // Of a sample nobody knows which is the first of all that could fire.
                        let first = match first[recommendation] {
                            u16::MAX => first_rule(recommendation),
                            first => first,
                        };
                        (weight, first)
                    });
                answers.push(Answer {
                    variable: narrow(own.variable),
                    cell,
                    leads_to: leads.and_then(|recommendation| u16::try_from(recommendation).ok()),
                });
            }
        }
        answers
    }
}

/// Gives those of the keys below `count` that are met numbers in their order; how many these are.
fn number(keys: &mut [u32], count: u32) -> u32 {
    let mut met = vec![0_u32; count as usize];
    keys.iter().for_each(|&key| met[key as usize] = 1);
    let mut next = 0;
    for met in &mut met {
        next += std::mem::replace(met, next);
    }
    keys.iter_mut().for_each(|key| *key = met[*key as usize]);
    next
}

/// The slots of a histogram that a byte can name.
const SLOTS: usize = 256;

impl VariableTally {
    fn look_for_first(&mut self, block: &Block<'_>, rules: &[u16], outcomes: &[u16], width: usize) {
        if block.sampled {
            return;
        }
        let places = &block.columns[self.column];
        for ((&place, &outcome), &rule) in places.iter().zip(outcomes).zip(rules) {
            let first = &mut self.first[usize::from(place) * width + usize::from(outcome)];
            *first = rule.min(*first);
        }
    }

    fn add(&mut self, block: &Block<'_>, outcomes: &[u16], width: usize) {
        let places = &block.columns[self.column];
        let few = block.sampled && self.histogram.len() <= SLOTS;
        let Some(width) = u8::try_from(width).ok().filter(|_| few) else {
            let both = places.iter().zip(outcomes);
            for ((&place, &outcome), &weight) in both.zip(block.weights) {
                self.histogram[usize::from(place) * width + usize::from(outcome)] += weight;
            }
            return;
        };
        // Neighbors go to different tables: to add to one number again and again takes time.
        let mut tables = [[0_u16; SLOTS]; 2];
        let mut slots = [0_u8; BLOCK];
        for ((slot, &place), &outcome) in slots.iter_mut().zip(places).zip(outcomes) {
            *slot = place * width + outcome.to_le_bytes()[0];
        }
        let [even, odd] = &mut tables;
        for pair in slots.as_chunks::<2>().0 {
            even[usize::from(pair[0])] += 1;
            odd[usize::from(pair[1])] += 1;
        }
        for ((all, &even), &odd) in self.histogram.iter_mut().zip(&*even).zip(&*odd) {
            *all += u64::from(even + odd);
        }
    }
}

impl Counter {
    fn new(own: &[VariableTally], variables: &[u16]) -> Option<Self> {
        let of = |variable: &u16| {
            let mut own = own.iter();
            own.find(|own| own.variable == usize::from(*variable))
        };
        let columns: Vec<usize> = variables
            .iter()
            .filter_map(of)
            .map(|own| own.column)
            .collect();
        (!columns.is_empty()).then(|| Self {
            columns,
            held: Vec::new(),
        })
    }

    fn add(&mut self, block: &Block<'_>) {
        let mut held = [0_u8; BLOCK];
        for &column in &self.columns {
            let options = held.iter_mut().zip(&block.columns[column]);
            options.for_each(|(held, &option)| *held += option);
        }
        self.held.extend(&held[..block.weights.len()]);
    }
}

/// What the set's criteria and conditions can see of a set fact: counts of options that share a
/// criterion, and single options that anything else reads.
fn counters(set: &RubricSet, own: &[VariableTally]) -> Vec<Counter> {
    let mut counters: Vec<Counter> = Vec::new();
    let mut single: Vec<u16> = Vec::new();
    for criterion in &set.criteria {
        let reads = match &criterion.scale {
            Scale::Share { variables, applies } => {
                counters.extend(Counter::new(own, variables));
                &applies.reads
            }
            Scale::Table { attributes, .. } => &attributes.reads,
        };
        single.extend(reads.iter().map(|read| read.variable));
    }
    let conditions = set
        .gates
        .iter()
        .map(|gate| &gate.when)
        .chain(set.rules.iter().filter_map(|rule| rule.when.as_ref()));
    for condition in conditions {
        condition.each_fact(&mut |test| single.push(test.variable));
    }
    single.sort_unstable();
    single.dedup();
    let single = single
        .iter()
        .map(|&variable| Counter::new(own, &[variable]));
    counters.extend(single.flatten());
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

#[cfg(test)]
mod tests {
    use super::information;

    #[test]
    fn bits_are_those_of_the_histogram_less_what_few_samples_add() {
        // Rows and columns that tell the same, and one that nobody was in.
        let same: [&[u64]; 3] = [&[30, 0], &[0, 0], &[0, 10]];
        let quarter = 0.25_f64;
        let entropy = -(quarter * quarter.log2() + 0.75 * 0.75_f64.log2());
        let exact = information(same.into_iter(), &[30, 10], 40, false);
        assert!((exact - entropy).abs() < 1e-8, "{exact}");
        // Two rows and two columns: (2 − 1)(2 − 1) / (2 · 40 · ln 2) bits too much on average (Miller, 1955).
        let bias = 1.0 / (80.0 * std::f64::consts::LN_2);
        let sampled = information(same.into_iter(), &[30, 10], 40, true);
        assert!((sampled - (entropy - bias)).abs() < 1e-8, "{sampled}");
        // A third column of which nothing came adds nothing.
        let wide: [&[u64]; 2] = [&[30, 0, 0], &[0, 10, 0]];
        let sampled = information(wide.into_iter(), &[30, 10, 0], 40, true);
        assert!((sampled - (entropy - bias)).abs() < 1e-8, "{sampled}");
        // What tells nothing tells nothing, less the bias too.
        let apart: [&[u64]; 2] = [&[10, 10], &[5, 5]];
        for sampled in [false, true] {
            let bits = information(apart.into_iter(), &[15, 15], 30, sampled);
            assert!(bits.abs() < 1e-8, "{bits}");
        }
    }
}
