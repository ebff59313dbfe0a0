//! How open a recommendation is: what is still possible, with a witness for each; how likely each is
//! under the priors; and which question tells most.

use super::point::{Point, evaluate};
use super::search::{Bounds, Found, Search};
use super::share::{POINTS, each_completion};
use super::tally::{Tally, part};
use crate::rubric::condition::{Condition, ScoreRef, Truth};
use crate::rubric::{RubricSet, indexes};

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
    if left.iter().all(|cells| cells.is_power_of_two()) {
        return complete(set, left);
    }
    let mut search = Search::new(set);
    let bounds = search.bounds(left);
    let relevant = relevant(set, &bounds);
    let mut tally = Tally::new(set, left, &relevant);
    let (total, share_exact) = each_completion(set, left, &relevant, |cells, weight, point| {
        tally.add(set, cells, weight, point.rule);
    });
    let mut exact = true;
    let mut possible: Vec<Possible> = Vec::new();
    for rule in super::decide::may_fire(&bounds.rules) {
        let recommendation = set.rules[usize::from(rule)].recommend;
        if possible
            .iter()
            .any(|earlier| earlier.recommendation == recommendation)
        {
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
        possible.push(Possible {
            recommendation,
            share,
            witness,
        });
    }
    // Stable: ties stay in the order of their first rules.
    possible.sort_by(|a, b| b.share.total_cmp(&a.share));
    let leading = possible.first().map_or(0, |first| first.recommendation);
    let mut questions = Vec::new();
    if possible.len() > 1 {
        questions = tally.questions(set, weights, total, !share_exact);
        let witnesses = possible
            .iter()
            .filter_map(|possible| possible.witness.as_ref());
        let probes: Vec<&Vec<u8>> = witnesses.chain(&tally.probes).collect();
        for question in questions
            .iter_mut()
            .filter(|question| question.can_change.is_none())
        {
            let changes = |probe: &&&Vec<u8>| changes(set, left, question.fact, probe);
            question.can_change = probes.iter().find(changes).map(|_| true);
        }
    }
    Outlook {
        rule: carrier(set, &tally.rules, leading, &bounds),
        possible,
        exact,
        share_exact,
        share_error: if share_exact {
            0.0
        } else {
            0.5 / f64::from(POINTS - 1).sqrt()
        },
        questions,
    }
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

/// Whether another value of a fact gives a completion another recommendation.
fn changes(set: &RubricSet, left: &[u64], fact: u16, completion: &[u8]) -> bool {
    let mut point = Point::new(set);
    let mut recommended = |cells: &[u8]| {
        evaluate(set, cells, &mut point);
        set.rules[usize::from(point.rule)].recommend
    };
    let mut cells = completion.to_vec();
    let before = recommended(&cells);
    for variable in indexes(&set.facts[usize::from(fact)].variables) {
        let kept = cells[variable];
        for cell in crate::rubric::fact::cells(left[variable]).filter(|cell| *cell != kept) {
            cells[variable] = cell;
            if recommended(&cells) != before {
                return true;
            }
        }
        cells[variable] = kept;
    }
    false
}

/// The rule with most weight among those of a recommendation; where none has any, the first that may fire.
fn carrier(set: &RubricSet, weights: &[u64], recommendation: u16, bounds: &Bounds) -> u16 {
    let own = super::decide::may_fire(&bounds.rules)
        .into_iter()
        .filter(|&rule| set.rules[usize::from(rule)].recommend == recommendation);
    own.min_by_key(|&rule| (std::cmp::Reverse(weights[usize::from(rule)]), rule))
        .unwrap_or(0)
}

/// The unknown variables on which an undecided rule can still turn: read by an open test in an open
/// rule before the first true one, directly, through a gate, or through a score.
fn relevant(set: &RubricSet, bounds: &Bounds) -> Vec<usize> {
    let mut marks = Marks {
        set,
        bounds,
        variables: vec![false; set.variables.len()],
        gates: vec![false; set.gates.len()],
    };
    for rule in super::decide::may_fire(&bounds.rules) {
        if let Some(when) = &set.rules[usize::from(rule)].when {
            marks.condition(when);
        }
    }
    let open =
        |&variable: &usize| marks.variables[variable] && !bounds.cells[variable].is_power_of_two();
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
        for number in indexes(&self.set.dimensions[dimension].criteria) {
            if self.bounds.criteria[number].applies != Truth::False {
                for variable in self.set.criteria[number].scale.variables() {
                    self.variables[usize::from(variable)] = true;
                }
            }
        }
    }
}
