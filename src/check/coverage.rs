//! What the tests of a rubric set reach, and what none of them does.

use super::subject::Given;
use crate::assess::outlook::without_questions;
use crate::assess::{Figures, figures};
use crate::rubric::condition::Truth;
use crate::rubric::load::{Case, Expect};
use crate::rubric::{RubricSet, Site, indexes};
use crate::say;

/// The parts of one kind.
#[derive(Clone, Debug)]
pub struct Reach {
    /// What they are, in the plural.
    pub what: &'static str,
    /// How many there are.
    pub all: usize,
    /// Those that no test reaches, in the order of the set.
    pub missed: Vec<Missed>,
}

/// A part that no test reaches.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// The part's id.
    pub part: String,
    /// What of it is not reached.
    pub what: String,
    /// Where it is written; ratings have no place of their own.
    pub site: Option<Site>,
}

impl Reach {
    /// How much of it is reached, in percent, rounded down; all of nothing is 100.
    #[must_use]
    pub fn percent(&self) -> usize {
        (100 * (self.all - self.missed.len()))
            .checked_div(self.all)
            .unwrap_or(100)
    }
}

/// What the tests of a set reach, kind by kind:
///
/// - a rule where it decides, in a test that expects something of the recommendation;
/// - a gate's two outcomes, tripped and clear, each in some test;
/// - an attribute, a row of a criterion's scale, where it is the only one left for some test or for a change
///   whose order a test asserts;
/// - a rating where some estimate of its rubric or of a dimension of it is rated so.
#[must_use]
pub fn coverage(
    set: &RubricSet,
    cases: &[Case],
    given: &[Result<Given<'_>, String>],
) -> Vec<Reach> {
    let mut seen = Seen::new(set);
    for (case, given) in cases.iter().zip(given) {
        let Ok(given) = given else { continue };
        if case.expect.iter().any(Expect::of_recommendation) {
            let rule = without_questions(set, &given.own.cells).rule;
            seen.rules[usize::from(rule)] = true;
        }
        seen.look(set, &given.own.cells);
        for cells in given.orders.iter().flatten().flatten() {
            seen.look(set, cells);
        }
    }
    seen.reach(set)
}

struct Seen {
    rules: Vec<bool>,
    tripped: Vec<bool>,
    clear: Vec<bool>,
    attributes: Vec<Vec<bool>>,
    ratings: Vec<Vec<bool>>,
}

impl Seen {
    fn new(set: &RubricSet) -> Self {
        let criteria = set.criteria.iter();
        let rubrics = set.rubrics.iter();
        Self {
            rules: vec![false; set.rules.len()],
            tripped: vec![false; set.gates.len()],
            clear: vec![false; set.gates.len()],
            attributes: criteria
                .map(|criterion| vec![false; criterion.attributes.len()])
                .collect(),
            ratings: rubrics
                .map(|rubric| vec![false; rubric.ratings.len()])
                .collect(),
        }
    }

    fn look(&mut self, set: &RubricSet, cells: &[u64]) {
        let Figures {
            criteria,
            dimensions,
            rubrics,
            gates,
            ..
        } = figures(set, cells);
        for (number, state) in gates.iter().enumerate() {
            self.tripped[number] |= *state == Truth::True;
            self.clear[number] |= *state == Truth::False;
        }
        for (rows, score) in self.attributes.iter_mut().zip(&criteria) {
            let row = score.attribute.filter(|_| score.applies == Truth::True);
            if let Some(row) = row {
                rows[usize::from(row)] = true;
            }
        }
        for (number, rubric) in set.rubrics.iter().enumerate() {
            let own = dimensions[indexes(&rubric.dimensions)].iter();
            let own = own.chain([&rubrics[number]]);
            for estimate in own.filter_map(|score| score.estimate) {
                let rated = rubric.rating(estimate);
                let place = |rating| rubric.ratings.iter().position(|other| other == rating);
                if let Some(place) = rated.and_then(place) {
                    self.ratings[number][place] = true;
                }
            }
        }
    }

    fn reach(&self, set: &RubricSet) -> Vec<Reach> {
        let missed = |part: &str, what: String, site| Missed {
            part: part.to_owned(),
            what,
            site,
        };
        let rules = set.rules.iter().zip(&self.rules);
        let rules = rules.filter(|(_, seen)| !**seen);
        let rules =
            rules.map(|(rule, _)| missed(&rule.id, say!("decides in no test"), Some(rule.site)));
        let mut gates = Vec::new();
        for (number, gate) in set.gates.iter().enumerate() {
            if !self.tripped[number] {
                gates.push(missed(&gate.id, say!("trips in no test"), Some(gate.site)));
            }
            if !self.clear[number] {
                gates.push(missed(
                    &gate.id,
                    say!("is clear in no test"),
                    Some(gate.site),
                ));
            }
        }
        let mut attributes = Vec::new();
        for (criterion, rows) in set.criteria.iter().zip(&self.attributes) {
            let rows = criterion.attributes.iter().zip(rows);
            for (row, _) in rows.filter(|(_, seen)| !**seen) {
                let what = say!("`{label}` holds in no test", label = row.label);
                attributes.push(missed(&criterion.id, what, Some(criterion.site)));
            }
        }
        let mut ratings = Vec::new();
        for (rubric, seen) in set.rubrics.iter().zip(&self.ratings) {
            let all = rubric.ratings.iter().zip(seen);
            for (rating, _) in all.filter(|(_, seen)| !**seen) {
                let what = say!("is rated `{rating}` in no test", rating = rating.id);
                ratings.push(missed(&rubric.id, what, None));
            }
        }
        let rows = self.attributes.iter().map(Vec::len).sum();
        let rated = self.ratings.iter().map(Vec::len).sum();
        let reach = |what, all, missed| Reach { what, all, missed };
        vec![
            reach("rules", set.rules.len(), rules.collect()),
            reach("gate outcomes", 2 * set.gates.len(), gates),
            reach("attributes", rows, attributes),
            reach("ratings", rated, ratings),
        ]
    }
}
