//! Two aligned sets in one: what both score alike stands there once, what they do not stands twice, and
//! the new rules stand behind the old ones. What is proved of it is proved of both.

use super::align::Aligned;
use super::logic::{Essence, essence, meaning};
use crate::rubric::condition::{Condition, ScoreRef, ScoreTest};
use crate::rubric::number::{gcd, narrow};
use crate::rubric::{Aggregate, Effect, HigherIs, RubricSet, indexes};

/// Both sets in one.
#[derive(Debug)]
pub struct Product {
    /// The set: its rules up to `split` are the old ones.
    pub set: RubricSet,
    /// How many rules are old.
    pub split: usize,
    /// For each new dimension the one that stands for it.
    pub dimensions: Vec<u16>,
    /// For each new rubric the one whose score is the same; none is the number past all.
    pub rubrics: Vec<u16>,
    /// For each old dimension the first that is computed alike.
    pub old_dimensions: Vec<u16>,
    /// For each old rubric the first that is computed alike.
    pub old_rubrics: Vec<u16>,
}

/// A rubric by what it computes.
#[derive(PartialEq)]
struct RubricLogic {
    higher_is: HigherIs,
    aggregate: Aggregate,
    dimensions: Vec<(u32, u16)>,
    caps: Vec<(u16, u16)>,
}

impl RubricLogic {
    /// The same by what rules can tell: each cap as the number of thresholds up to it, each gate by when it
    /// trips.
    fn classed(&self, bounds: &[i32], whens: &[u16]) -> Self {
        let class = |cap: u16| {
            let below = bounds.iter().filter(|bound| **bound <= i32::from(cap));
            narrow(below.count())
        };
        let caps = self.caps.iter();
        let mut caps: Vec<(u16, u16)> = caps
            .map(|(cap, gate)| (class(*cap), whens[usize::from(*gate)]))
            .collect();
        caps.sort_unstable();
        Self {
            dimensions: self.dimensions.clone(),
            caps,
            ..*self
        }
    }
}

/// Where the rules of a set begin to treat a rubric's score otherwise.
fn tested(set: &RubricSet, rubric: usize) -> impl Iterator<Item = i32> {
    let mut bounds = Vec::new();
    for when in set.rules.iter().filter_map(|rule| rule.when.as_ref()) {
        when.each_score(&mut |test| {
            if test.of == ScoreRef::Rubric(narrow(rubric)) {
                bounds.extend([test.low, test.high.saturating_add(1)]);
            }
        });
    }
    bounds.into_iter()
}

impl Product {
    /// Puts two aligned sets together.
    #[must_use]
    pub fn new(aligned: &Aligned) -> Self {
        let (old, new) = (&aligned.old, &aligned.new);
        let mut set = old.clone();
        let mut dimensions: Vec<u16> = Vec::new();
        let known: Vec<_> = (0..old.dimensions.len())
            .map(|number| dimension(old, number))
            .collect();
        for number in 0..new.dimensions.len() {
            let own = dimension(new, number);
            let same = known.iter().position(|other| *other == own);
            dimensions.push(narrow(same.unwrap_or(usize::MAX)));
        }
        // A rubric's dimensions are one stretch, so one that is not shared brings copies of all its own.
        let mut copies: Vec<u16> = dimensions.clone();
        let mut rubrics: Vec<u16> = vec![u16::MAX; new.rubrics.len()];
        let old_dimensions = firsts(&known);
        for (number, rubric) in new.rubrics.iter().enumerate() {
            let own = indexes(&rubric.dimensions);
            if own.clone().all(|place| dimensions[place] != u16::MAX) {
                continue;
            }
            append_dimensions(&mut set, new, number, &mut copies);
            for place in own {
                if dimensions[place] == u16::MAX {
                    dimensions[place] = copies[place];
                }
            }
        }
        // Every score that a gate may test has its number now.
        let mut gates: Vec<u16> = vec![u16::MAX; new.gates.len()];
        let mut texts: Vec<(String, Effect)> = set
            .gates
            .iter()
            .map(|gate| (meaning(&set, &gate.when), gate.effect))
            .collect();
        for &gate in &new.gate_order {
            let gate = usize::from(gate);
            let when = mapped(&new.gates[gate].when, &dimensions, &rubrics, &gates);
            let text = (meaning(&set, &when), new.gates[gate].effect);
            let same = texts.iter().position(|other| *other == text);
            gates[gate] = narrow(same.unwrap_or(set.gates.len()));
            if same.is_none() {
                let mut copy = new.gates[gate].clone();
                copy.when = when;
                // Two different gates may have one id: the canonical text needs one for each.
                copy.id = format!("{} (new)", copy.id).into();
                set.gate_order.push(narrow(set.gates.len()));
                set.gates.push(copy);
                texts.push(text);
            }
        }
        let old_gates = firsts(&texts[..old.gates.len()]);
        let known: Vec<RubricLogic> = (0..old.rubrics.len())
            .map(|rubric| rubric_logic(old, rubric, &old_dimensions, &old_gates))
            .collect();
        let mut decided = rubrics.clone();
        let whens: Vec<&String> = texts.iter().map(|(when, _)| when).collect();
        let whens = firsts(&whens);
        for number in 0..new.rubrics.len() {
            let own = rubric_logic(new, number, &dimensions, &gates);
            if let Some(same) = known.iter().position(|other| *other == own) {
                rubrics[number] = narrow(same);
                decided[number] = rubrics[number];
                continue;
            }
            // Caps that no rule tells apart decide alike, whatever they do to the score.
            let alike = |rubric: &usize| {
                let bounds: Vec<i32> = tested(old, *rubric).chain(tested(new, number)).collect();
                let classed = |logic: &RubricLogic| logic.classed(&bounds, &whens);
                classed(&known[*rubric]) == classed(&own)
            };
            if let Some(alike) = (0..known.len()).find(alike) {
                decided[number] = narrow(alike);
                continue;
            }
            // Its dimensions may all be shared: copies then too, for a rubric's are one stretch.
            let first = indexes(&new.rubrics[number].dimensions)
                .next()
                .map(|place| copies[place]);
            if first.is_some_and(|first| usize::from(first) < old.dimensions.len()) {
                append_dimensions(&mut set, new, number, &mut copies);
            }
            let mut rubric = new.rubrics[number].clone();
            let start = indexes(&rubric.dimensions)
                .next()
                .map_or(0, |place| copies[place]);
            rubric.dimensions = start..start + narrow(rubric.dimensions.len());
            let caps = rubric.caps.iter().map(|gate| gates[usize::from(*gate)]);
            rubric.caps = caps.collect();
            rubric.id = format!("{} (new)", rubric.id).into();
            rubrics[number] = narrow(set.rubrics.len());
            decided[number] = rubrics[number];
            for place in indexes(&rubric.dimensions) {
                set.dimensions[place].rubric = rubrics[number];
            }
            set.rubrics.push(rubric);
        }
        let split = set.rules.len();
        add_recommendations(&mut set, new);
        for rule in &new.rules {
            let mut copy = rule.clone();
            let when = rule.when.as_ref();
            copy.when = when.map(|when| mapped(when, &dimensions, &decided, &gates));
            let id = &new.recommendations[usize::from(rule.recommend)].id;
            let place = set.recommendations.iter().position(|one| one.id == *id);
            copy.recommend = narrow(place.unwrap_or(0));
            set.rules.push(copy);
        }
        Self {
            set,
            split,
            dimensions,
            rubrics,
            old_dimensions,
            old_rubrics: firsts(&known),
        }
    }

    /// Every old rule with every new one that could give the same company another recommendation, as far
    /// as the texts of the rules tell.
    #[must_use]
    pub fn suspects(&self) -> Vec<(usize, usize)> {
        let rules = &self.set.rules;
        let texts: Vec<String> = rules
            .iter()
            .map(|rule| {
                let when = rule.when.as_ref();
                when.map_or_else(String::new, |when| meaning(&self.set, when))
            })
            .collect();
        let (old, new) = texts.split_at(self.split);
        // Where one table has the other's rule, that rule holds too: none before it can be passed over.
        let last_new = |text: &String| new.iter().position(|other| other == text);
        let last_old = |text: &String| old.iter().position(|other| other == text);
        let mut suspects = Vec::new();
        for (first, first_text) in old.iter().enumerate() {
            for (second, second_text) in new.iter().enumerate() {
                let differ = rules[first].recommend != rules[self.split + second].recommend;
                let later = last_new(first_text).is_some_and(|place| second > place)
                    || last_old(second_text).is_some_and(|place| first > place);
                if differ && !later {
                    suspects.push((first, self.split + second));
                }
            }
        }
        suspects
    }
}

/// For each item the place of the first that equals it.
fn firsts<T: PartialEq>(items: &[T]) -> Vec<u16> {
    let first = |item: &T| items.iter().position(|other| other == item);
    items
        .iter()
        .map(|item| narrow(first(item).unwrap_or(0)))
        .collect()
}

/// A dimension by what it computes: criteria with their weights, in no order, without a common factor.
fn dimension(set: &RubricSet, number: usize) -> Vec<(u32, Essence)> {
    let own = &set.criteria[indexes(&set.dimensions[number].criteria)];
    let common = own
        .iter()
        .fold(0, |common, criterion| gcd(common, criterion.weight))
        .max(1);
    let mut logic: Vec<(u32, Essence)> = own
        .iter()
        .map(|criterion| (criterion.weight / common, essence(set, &criterion.scale)))
        .collect();
    logic.sort();
    logic
}

fn rubric_logic(set: &RubricSet, rubric: usize, dimensions: &[u16], gates: &[u16]) -> RubricLogic {
    let rubric = &set.rubrics[rubric];
    let own = indexes(&rubric.dimensions);
    let common = set.dimensions[own.clone()]
        .iter()
        .fold(0, |common, dimension| gcd(common, dimension.weight))
        .max(1);
    // The worst of several does not look at weights.
    let weight = |place: usize| match rubric.aggregate {
        Aggregate::Mean => set.dimensions[place].weight / common,
        Aggregate::Worst => 1,
    };
    let mut logic = RubricLogic {
        higher_is: rubric.higher_is,
        aggregate: rubric.aggregate,
        dimensions: own
            .map(|place| (weight(place), dimensions[place]))
            .collect(),
        caps: Vec::new(),
    };
    for &gate in &rubric.caps {
        if let Effect::Cap(cap) = set.gates[usize::from(gate)].effect {
            logic.caps.push((cap, gates[usize::from(gate)]));
        }
    }
    logic.dimensions.sort_unstable();
    logic.caps.sort_unstable();
    logic
}

/// Adds a rubric's dimensions and criteria behind all others.
fn append_dimensions(set: &mut RubricSet, new: &RubricSet, rubric: usize, copies: &mut [u16]) {
    for place in indexes(&new.rubrics[rubric].dimensions) {
        let mut dimension = new.dimensions[place].clone();
        let number = narrow(set.dimensions.len());
        let start = narrow(set.criteria.len());
        for criterion in &new.criteria[indexes(&dimension.criteria)] {
            let mut criterion = criterion.clone();
            criterion.dimension = number;
            set.criteria.push(criterion);
        }
        dimension.criteria = start..narrow(set.criteria.len());
        dimension.id = format!("{} (new)", dimension.id).into();
        copies[place] = number;
        set.dimensions.push(dimension);
    }
}

fn add_recommendations(set: &mut RubricSet, new: &RubricSet) {
    for recommendation in &new.recommendations {
        let known = set.recommendations.iter();
        if known.clone().all(|one| one.id != recommendation.id) {
            set.recommendations.push(recommendation.clone());
        }
    }
}

/// A condition of the new set over the numbers of the product.
fn mapped(when: &Condition, dimensions: &[u16], rubrics: &[u16], gates: &[u16]) -> Condition {
    let all = |parts: &[Condition]| {
        parts
            .iter()
            .map(|part| mapped(part, dimensions, rubrics, gates))
            .collect()
    };
    match when {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(part) => Condition::Not(Box::new(mapped(part, dimensions, rubrics, gates))),
        Condition::Fact(test) => Condition::Fact(test.clone()),
        Condition::Gate(gate) => Condition::Gate(gates[usize::from(*gate)]),
        Condition::Score(test) => Condition::Score(ScoreTest {
            of: match test.of {
                ScoreRef::Rubric(number) => ScoreRef::Rubric(rubrics[usize::from(number)]),
                ScoreRef::Dimension(number) => ScoreRef::Dimension(dimensions[usize::from(number)]),
                ScoreRef::Worst(number) => ScoreRef::Worst(rubrics[usize::from(number)]),
            },
            ..*test
        }),
    }
}
