//! How open a recommendation is: what is still possible, with a witness for each; how likely each is
//! under the priors; and which question tells most.

use super::live::Live;
use super::point::{Point, evaluate};
use super::search::{Bounds, Found, Search};
use super::share::{POINTS, each_completion};
use super::tally::{Tally, part};
use crate::rubric::condition::{Condition, ScoreRef, Truth};
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

impl Outlook {
    /// The leading recommendation, by number: the one with the largest share.
    #[must_use]
    pub fn leading(&self) -> u16 {
        self.possible
            .first()
            .map_or(0, |first| first.recommendation)
    }

    /// Whether it leads clearly: with at least half of the share and twice the next.
    #[must_use]
    pub fn clearly(&self) -> bool {
        let share = |place: usize| {
            self.possible
                .get(place)
                .map_or(0.0, |possible| possible.share)
        };
        share(0) >= 0.5 && share(0) >= 2.0 * share(1)
    }
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
    /// Whether its value can change the recommendation: of a completion, all else equal. None where the
    /// completions are too many to count and none of those that were tried shows it.
    pub can_change: Option<bool>,
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
    look(set, left, Some(weights))
}

/// The same without questions, which take most of the time.
#[must_use]
pub fn without_questions(set: &RubricSet, left: &[u64]) -> Outlook {
    look(set, left, None)
}

fn look(set: &RubricSet, left: &[u64], weights: Option<&[f64]>) -> Outlook {
    if left.iter().all(|cells| cells.is_power_of_two()) {
        return complete(set, left);
    }
    let mut search = Search::new(set);
    let bounds = search.bounds(left);
    let mut fires = firing(&mut search, &bounds);
    let relevant_variables = tested_variables(set, &bounds, &fires);
    let asked = weights.map_or(&[][..], |_| &relevant_variables[..]);
    let mut tally = Tally::new(set, left, asked);
    let firing: Vec<u16> = fires.iter().map(|fire| fire.rule).collect();
    let mut live = Live::new(set, &bounds, &firing);
    let (total, share_exact) = each_completion(set, left, &relevant_variables, |cells, weight| {
        tally.add(set, cells, weight, live.rule(cells));
    });
    let firing = |rule| tally.firing.remove(&rule);
    let possible = ranked(
        set,
        &mut fires,
        firing,
        (&tally.recommendations, total, share_exact),
    );
    let exact = possible.iter().all(|possible| possible.witness.is_some());
    let leading = possible.first().map_or(0, |first| first.recommendation);
    let mut questions = Vec::new();
    if let Some(weights) = weights.filter(|_| possible.len() > 1) {
        questions = tally.questions(set, weights, total, !share_exact);
        let witnesses = possible
            .iter()
            .filter_map(|possible| possible.witness.as_ref());
        // Where several last rules recommend the same, which of them fires makes no difference.
        let recommends = |fire: &Fire| set.rules[usize::from(fire.rule)].recommend;
        let last = fires.last().map(recommends);
        let differing = fires
            .iter()
            .rposition(|fire| Some(recommends(fire)) != last);
        let decisive = relevant(
            set,
            &bounds,
            &fires[..differing.map_or(0, |place| place + 1)],
        );
        questions.retain(|question| {
            decisive
                .iter()
                .any(|&variable| set.variables[variable].fact == question.fact)
        });
        let completions: Vec<&Vec<u8>> = witnesses.chain(&tally.probes).collect();
        let open = questions
            .iter()
            .filter(|question| question.can_change.is_none());
        let mut undecided: Vec<u16> = open.map(|question| question.fact).collect();
        if !undecided.is_empty() {
            let firing: Vec<&Vec<u8>> = fires
                .iter()
                .filter_map(|fire| fire.witness.as_ref())
                .collect();
            super::pivot::without_pivotal(set, left, &mut undecided, &completions, &firing);
        }
        for question in &mut questions {
            let decided = !undecided.contains(&question.fact);
            question.can_change = question.can_change.or(decided.then_some(true));
        }
    }
    Outlook {
        rule: carrier(set, &tally.rules, leading, &fires),
        possible,
        exact,
        share_exact,
        share_error: share_error(share_exact),
        questions,
    }
}

/// What is possible and how likely, without questions.
#[derive(Clone, Debug)]
pub struct Prospects {
    /// As in [`Outlook`], to the digit.
    pub possible: Vec<Possible>,
    /// Whether `possible` is exact.
    pub exact: bool,
    /// The standard error of a share, at most; 0 where they are exact, and where only one is possible.
    pub share_error: f64,
}

/// A part of the outlook, in a fraction of the time.
#[must_use]
pub fn prospects(set: &RubricSet, left: &[u64]) -> Prospects {
    if left.iter().all(|cells| cells.is_power_of_two()) {
        return Prospects {
            possible: complete(set, left).possible,
            exact: true,
            share_error: 0.0,
        };
    }
    let mut search = Search::new(set);
    let bounds = search.bounds(left);
    let mut fires = firing(&mut search, &bounds);
    let recommends = |fire: &Fire| set.rules[usize::from(fire.rule)].recommend;
    let undecided = fires.iter().any(|fire| fire.witness.is_none());
    if let (Some(first), false) = (fires.first(), undecided)
        && fires
            .iter()
            .all(|fire| recommends(fire) == recommends(first))
    {
        return Prospects {
            possible: vec![Possible {
                recommendation: recommends(first),
                share: 1.0,
                witness: first.witness.clone(),
            }],
            exact: true,
            share_error: 0.0,
        };
    }
    let relevant_variables = tested_variables(set, &bounds, &fires);
    let numbers: Vec<u16> = fires.iter().map(|fire| fire.rule).collect();
    let mut live = Live::new(set, &bounds, &numbers);
    let mut recommendations = vec![0; set.recommendations.len()];
    let mut firing: BTreeMap<u16, Vec<u8>> = BTreeMap::new();
    let (total, share_exact) = each_completion(set, left, &relevant_variables, |cells, weight| {
        let rule = live.rule(cells);
        recommendations[usize::from(set.rules[usize::from(rule)].recommend)] += weight;
        if undecided {
            firing.entry(rule).or_insert_with(|| cells.to_vec());
        }
    });
    let possible = ranked(
        set,
        &mut fires,
        |rule| firing.remove(&rule),
        (&recommendations, total, share_exact),
    );
    Prospects {
        exact: possible.iter().all(|possible| possible.witness.is_some()),
        possible,
        share_error: share_error(share_exact),
    }
}

fn share_error(share_exact: bool) -> f64 {
    if share_exact {
        0.0
    } else {
        0.5 / f64::from(POINTS - 1).sqrt()
    }
}

/// The unknown variables that decide which of these rules fires.
fn tested_variables(set: &RubricSet, bounds: &Bounds, fires: &[Fire]) -> Vec<usize> {
    // The last rule fires where no earlier one does, whatever it tests.
    relevant(set, bounds, &fires[..fires.len().saturating_sub(1)])
}

/// The possible recommendations by share, from the rules that can fire and the weight of each
/// recommendation; `firing` gives a completion in which a rule came out.
fn ranked(
    set: &RubricSet,
    fires: &mut Vec<Fire>,
    mut firing: impl FnMut(u16) -> Option<Vec<u8>>,
    (recommendations, total, share_exact): (&[u64], u64, bool),
) -> Vec<Possible> {
    // What the search left undecided may have come out; where everything was counted, else it cannot.
    for fire in fires.iter_mut().filter(|fire| fire.witness.is_none()) {
        fire.witness = firing(fire.rule);
    }
    if share_exact {
        fires.retain(|fire| fire.witness.is_some());
    }
    let mut possible: Vec<Possible> = Vec::new();
    for fire in fires.iter() {
        let recommendation = set.rules[usize::from(fire.rule)].recommend;
        let earlier = possible
            .iter_mut()
            .find(|earlier| earlier.recommendation == recommendation);
        if let Some(earlier) = earlier {
            earlier.witness = earlier.witness.take().or_else(|| fire.witness.clone());
            continue;
        }
        possible.push(Possible {
            recommendation,
            share: part(recommendations[usize::from(recommendation)], total),
            witness: fire.witness.clone(),
        });
    }
    // Stable: ties stay in the order of their first rules.
    possible.sort_by(|a, b| b.share.total_cmp(&a.share));
    possible
}

/// A rule that can fire, or is not proved unable to.
struct Fire {
    rule: u16,
    /// A completion in which it does; none where the search ended first.
    witness: Option<Vec<u8>>,
}

/// Every rule but those that are proved unable to fire.
fn firing(search: &mut Search<'_>, bounds: &Bounds) -> Vec<Fire> {
    let rules = super::decide::may_fire(&bounds.rules).into_iter();
    rules
        .filter_map(|rule| match search.rule(bounds, rule, STEPS) {
            Found::Witness(cells) => Some(Fire {
                rule,
                witness: Some(cells),
            }),
            Found::Undecided => Some(Fire {
                rule,
                witness: None,
            }),
            Found::Impossible => None,
        })
        .collect()
}

/// Nothing is unknown: the one completion says it all, without bounds or a search.
fn complete(set: &RubricSet, left: &[u64]) -> Outlook {
    let cell = |cells: &u64| u8::try_from(cells.trailing_zeros()).unwrap_or(0);
    let cells: Vec<u8> = left.iter().map(cell).collect();
    let mut point = Point::new(set);
    evaluate(set, &cells, &mut point);
    Outlook {
        possible: vec![Possible {
            recommendation: set.rules[usize::from(point.rule)].recommend,
            share: 1.0,
            witness: Some(cells),
        }],
        exact: true,
        share_exact: true,
        share_error: 0.0,
        rule: point.rule,
        questions: Vec::new(),
    }
}

/// The rule with most weight among those of a recommendation, ties to the first.
fn carrier(set: &RubricSet, weights: &[u64], recommendation: u16, fires: &[Fire]) -> u16 {
    let rules = fires.iter().map(|fire| fire.rule);
    let own = rules.filter(|&rule| set.rules[usize::from(rule)].recommend == recommendation);
    own.min_by_key(|&rule| (std::cmp::Reverse(weights[usize::from(rule)]), rule))
        .unwrap_or(0)
}

/// The unknown variables that open tests of these rules read.
fn relevant(set: &RubricSet, bounds: &Bounds, rules: &[Fire]) -> Vec<usize> {
    Marks::new(set, bounds, rules.iter().map(|fire| usize::from(fire.rule))).open()
}

/// What open tests of some rules read, directly, through a gate, or through a score.
pub(super) struct Marks<'m> {
    set: &'m RubricSet,
    bounds: &'m Bounds,
    variables: Vec<bool>,
    pub(super) dimensions: Vec<bool>,
    pub(super) gates: Vec<bool>,
}

impl<'m> Marks<'m> {
    /// Marks what these rules read. One that cannot fire need not be among them: it holds only where an
    /// earlier one does.
    pub(super) fn new(
        set: &'m RubricSet,
        bounds: &'m Bounds,
        rules: impl Iterator<Item = usize>,
    ) -> Self {
        let mut marks = Self {
            set,
            bounds,
            variables: vec![false; set.variables.len()],
            dimensions: vec![false; set.dimensions.len()],
            gates: vec![false; set.gates.len()],
        };
        let conditions = rules.map(|rule| &set.rules[rule].when);
        conditions.flatten().for_each(|when| marks.condition(when));
        marks
    }

    /// The variables that are read and unknown.
    pub(super) fn open(&self) -> Vec<usize> {
        let open = |&variable: &usize| {
            self.variables[variable] && !self.bounds.cells[variable].is_power_of_two()
        };
        (0..self.set.variables.len()).filter(open).collect()
    }

    fn condition(&mut self, condition: &Condition) {
        if condition.truth(&self.bounds.certain()) != Truth::Open {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
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
        self.dimensions[dimension] = true;
        for number in indexes(&self.set.dimensions[dimension].criteria) {
            if self.bounds.criteria[number].applies != Truth::False {
                for variable in self.set.criteria[number].scale.variables() {
                    self.variables[usize::from(variable)] = true;
                }
            }
        }
    }
}
