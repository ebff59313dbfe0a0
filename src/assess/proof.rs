//! Questions about a rubric set itself: is there any complete profile at all of which something holds?
//!
//! Each is put to the one search as a rule of its own, so an answer is a witness or a proof.

use super::point::{MISSING, Point, evaluate};
use super::random::SplitMix64;
use super::search::{Found, Search};
use crate::rubric::condition::{Condition, ScoreRef, ScoreTest};
use crate::rubric::fact::Variable;
use crate::rubric::number::narrow;
use crate::rubric::{Effect, HigherIs, RubricSet, Rule};

/// How many ways from one profile to another are tried for a score between theirs.
const WAYS: usize = 16;

/// Asks about one rubric set.
pub struct Prover {
    /// The set, its rules replaced by those of the question.
    probe: RubricSet,
    rules: Vec<Rule>,
    left: Vec<u64>,
    steps: u32,
}

impl Prover {
    /// For a set; each question may take so many steps.
    #[must_use]
    pub fn new(set: &RubricSet, steps: u32) -> Self {
        Self {
            probe: set.clone(),
            rules: set.rules.clone(),
            left: everything(set),
            steps,
        }
    }

    /// For each rule: a complete profile in which it fires.
    #[must_use]
    pub fn firing(&mut self) -> Vec<Found> {
        self.probe.rules.clone_from(&self.rules);
        let mut search = Search::new(&self.probe);
        let bounds = search.bounds(&self.left);
        let found =
            (0..self.rules.len()).map(|rule| search.rule(&bounds, narrow(rule), self.steps));
        let mut found: Vec<Found> = found.collect();
        for (rule, found) in found.iter_mut().enumerate() {
            if *found == Found::Undecided && self.covered_by_facts(rule) {
                *found = Found::Impossible;
            }
        }
        found
    }

    /// Whether those earlier rules that read nothing but facts leave nothing to this one.
    fn covered_by_facts(&mut self, rule: usize) -> bool {
        let alone = |earlier: &usize| {
            let when = self.rules[*earlier].when.as_ref();
            when.is_none_or(Condition::reads_facts_alone)
        };
        let earlier: Vec<usize> = (0..rule).filter(alone).collect();
        !earlier.is_empty() && self.fires_after(&earlier, rule) == Found::Impossible
    }

    /// A complete profile in which this rule holds and none of `earlier` does, whatever else stands before it.
    #[must_use]
    pub fn fires_after(&mut self, earlier: &[usize], rule: usize) -> Found {
        let rules = earlier.iter().chain([&rule]);
        let rules = rules.map(|&number| self.rules[number].clone()).collect();
        self.ask(rules)
    }

    /// A complete profile that reaches this rule and of which a condition holds there.
    #[must_use]
    pub(super) fn reaches(&mut self, rule: usize, condition: Condition) -> Found {
        let mut rules = self.rules[..=rule].to_vec();
        if let Some(last) = rules.last_mut() {
            last.when = Some(condition);
        }
        self.ask(rules)
    }

    /// A complete profile of which a condition holds.
    #[must_use]
    pub fn holds(&mut self, condition: &Condition) -> Found {
        let rule = Rule {
            when: Some(condition.clone()),
            ..self.last()
        };
        self.ask(vec![rule])
    }

    /// A complete profile whose score passes a test.
    #[must_use]
    pub fn scores(&mut self, test: ScoreTest) -> Found {
        let found = self.holds(&Condition::Score(test));
        if found != Found::Undecided {
            return found;
        }
        // Searches are for extremes. What lies between them is passed on the way from one to the other.
        let part = |low, high| Condition::Score(ScoreTest { low, high, ..test });
        let below = self.holds(&part(i32::MIN, test.low.saturating_sub(1)));
        let above = self.holds(&part(test.high.saturating_add(1), i32::MAX));
        let (Found::Witness(below), Found::Witness(above)) = (below, above) else {
            return found;
        };
        let mut point = Point::new(&self.probe);
        let mut order: Vec<usize> = (0..below.len()).collect();
        let mut random = SplitMix64::new(1);
        for _ in 0..WAYS {
            random.shuffle(&mut order);
            let mut at = below.clone();
            for &variable in &order {
                at[variable] = above[variable];
                evaluate(&self.probe, &at, &mut point);
                let score = point.score(test.of);
                if score != MISSING && test.holds(score) {
                    return Found::Witness(at);
                }
            }
        }
        found
    }

    /// A complete profile in which this gate's cap lowers a score (or raises one that is better low).
    /// None for a knock-out.
    #[must_use]
    pub fn caps(&mut self, gate: usize) -> Option<Found> {
        let number = self.probe.gates[gate].rubric;
        let rubric = &mut self.probe.rubrics[usize::from(number)];
        let Effect::Cap(cap) = self.probe.gates[gate].effect else {
            return None;
        };
        let cap = i32::from(cap);
        let (low, high) = match rubric.higher_is {
            HigherIs::Better => (cap + 1, i32::MAX),
            HigherIs::Worse => (i32::MIN, cap - 1),
        };
        let without = rubric.caps.iter().copied();
        let without = without
            .filter(|&other| usize::from(other) != gate)
            .collect();
        let caps = std::mem::replace(&mut rubric.caps, without);
        let beyond = Condition::Score(ScoreTest {
            of: ScoreRef::Rubric(number),
            low,
            high,
        });
        let tripped = Condition::Gate(narrow(gate));
        let found = self.holds(&Condition::All(vec![tripped, beyond]));
        self.probe.rubrics[usize::from(number)].caps = caps;
        Some(found)
    }

    fn last(&self) -> Rule {
        let last = self.rules.last();
        Rule {
            when: None,
            ..last.cloned().unwrap_or_else(|| Rule {
                id: "".into(),
                recommend: 0,
                when: None,
                because: "".into(),
                source: "".into(),
                renamed_from: None,
                site: crate::rubric::Site::default(),
            })
        }
    }

    /// Whether the last of these rules can fire.
    fn ask(&mut self, mut rules: Vec<Rule>) -> Found {
        let asked = narrow(rules.len().saturating_sub(1));
        rules.push(self.last());
        self.probe.rules = rules;
        let mut search = Search::new(&self.probe);
        let bounds = search.bounds(&self.left);
        search.rule(&bounds, asked, self.steps)
    }
}

/// The cells of a profile that states nothing.
pub(super) fn everything(set: &RubricSet) -> Vec<u64> {
    set.variables.iter().map(Variable::all).collect()
}
