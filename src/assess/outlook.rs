//! How open a recommendation is: what is still possible, with a witness for each; how likely each is
//! under the priors; and which question tells most.

use super::bounds::Bounds;
use super::columns::Columns;
use super::decide::may_fire;
use super::live::Live;
use super::pivot::{Ground, without_pivotal};
use super::point::{Point, evaluate};
use super::search::{Found, Search};
use super::share::{BLOCK, Completions, POINTS};
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
        clearly(&self.possible)
    }

    /// What [`prospects`] gives, to the digit.
    #[must_use]
    pub fn prospects(&self) -> Prospects {
        Prospects {
            possible: self.possible.clone(),
            exact: self.exact,
            share_error: self.share_error,
        }
    }
}

/// Whether the first leads clearly: with at least half of the share and twice the next.
fn clearly(possible: &[Possible]) -> bool {
    let share = |place: usize| possible.get(place).map_or(0.0, |possible| possible.share);
    share(0) >= 0.5 && share(0) >= 2.0 * share(1)
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
    let mut ahead = Ahead::new(set, left);
    let (tally, count) = ahead.count(weights.is_some());
    let possible = ahead.ranked(&tally, &count);
    let exact = possible.iter().all(|possible| possible.witness.is_some());
    let leading = possible.first().map_or(0, |first| first.recommendation);
    let mut questions = Vec::new();
    if let Some(weights) = weights.filter(|_| possible.len() > 1) {
        questions = tally.questions(set, weights, count.total, !count.exact);
        ahead.keep_decisive(&mut questions);
        let witnesses = possible
            .iter()
            .filter_map(|possible| possible.witness.as_ref());
        let completions: Vec<&Vec<u8>> = witnesses.chain(&tally.probes).collect();
        let open = questions
            .iter()
            .filter(|question| question.can_change.is_none());
        let mut undecided: Vec<u16> = open.map(|question| question.fact).collect();
        if !undecided.is_empty() {
            let firing: Vec<&Vec<u8>> = ahead
                .fires
                .iter()
                .filter_map(|fire| fire.witness.as_ref())
                .collect();
            let rules: Vec<u16> = ahead.fires.iter().map(|fire| fire.rule).collect();
            let ground = Ground::new(set, left, &ahead.bounds, &rules);
            without_pivotal(&ground, &mut undecided, &completions, &firing);
        }
        for question in &mut questions {
            let decided = !undecided.contains(&question.fact);
            question.can_change = question.can_change.or(decided.then_some(true));
        }
    }
    Outlook {
        rule: carrier(set, &tally.rules, leading, &ahead.fires),
        exact,
        share_exact: count.is_exact_for(&possible),
        share_error: count.error_for(&possible),
        possible,
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

impl Prospects {
    /// Whether the first leads clearly: with at least half of the share and twice the next.
    #[must_use]
    pub fn clearly(&self) -> bool {
        clearly(&self.possible)
    }
}

/// A part of the outlook, in a fraction of the time: what is proved to be settled is not counted.
#[must_use]
pub fn prospects(set: &RubricSet, left: &[u64]) -> Prospects {
    if left.iter().all(|cells| cells.is_power_of_two()) {
        return Prospects::settled(complete(set, left).possible.remove(0));
    }
    Ahead::new(set, left).prospects()
}

impl Prospects {
    fn settled(only: Possible) -> Self {
        Self {
            possible: vec![only],
            exact: true,
            share_error: 0.0,
        }
    }
}

/// Whether a recommendation leads: as [`prospects`] has it, but where the ranges of the scores alone say
/// so, nothing is searched and counted.
#[must_use]
pub fn leads(set: &RubricSet, left: &[u64], recommendation: u16) -> bool {
    if left.iter().all(|cells| cells.is_power_of_two()) {
        return complete(set, left).leading() == recommendation;
    }
    let rules = may_fire(&Bounds::new(set, left.to_vec()).rules);
    let own = |rule: &&u16| set.rules[usize::from(**rule)].recommend == recommendation;
    match rules.iter().filter(own).count() {
        0 => false,
        all if all == rules.len() => true,
        _ => {
            let possible = Ahead::new(set, left).prospects().possible;
            let first = possible.first();
            first.is_some_and(|first| first.recommendation == recommendation)
        }
    }
}

/// What can be said before completions are counted.
struct Ahead<'a> {
    set: &'a RubricSet,
    left: &'a [u64],
    bounds: Bounds,
    /// The rules that can fire.
    fires: Vec<Fire>,
}

/// How completions were counted.
struct Count {
    total: u64,
    /// Whether it was all of them.
    exact: bool,
}

impl Count {
    /// Whether the shares are exact: all was counted, or there is only one, which has all.
    fn is_exact_for(&self, possible: &[Possible]) -> bool {
        self.exact || possible.len() == 1
    }

    fn error_for(&self, possible: &[Possible]) -> f64 {
        if self.is_exact_for(possible) {
            0.0
        } else {
            0.5 / f64::from(POINTS - 1).sqrt()
        }
    }
}

impl<'a> Ahead<'a> {
    fn new(set: &'a RubricSet, left: &'a [u64]) -> Self {
        let mut search = Search::new(set);
        let bounds = search.bounds(left);
        let fires = firing(&mut search, &bounds);
        Self {
            set,
            left,
            bounds,
            fires,
        }
    }

    fn prospects(mut self) -> Prospects {
        if let Some(only) = self.only() {
            return Prospects::settled(only);
        }
        let (tally, count) = self.count(false);
        let possible = self.ranked(&tally, &count);
        Prospects {
            exact: possible.iter().all(|possible| possible.witness.is_some()),
            share_error: count.error_for(&possible),
            possible,
        }
    }

    fn recommends(&self, fire: &Fire) -> u16 {
        self.set.rules[usize::from(fire.rule)].recommend
    }

    /// The one recommendation that is left, if every rule that can fire gives it and none is in doubt.
    fn only(&self) -> Option<Possible> {
        let first = self.fires.first()?;
        let recommendation = self.recommends(first);
        let agrees =
            |fire: &Fire| fire.witness.is_some() && self.recommends(fire) == recommendation;
        self.fires.iter().all(agrees).then(|| Possible {
            recommendation,
            share: 1.0,
            witness: first.witness.clone(),
        })
    }

    /// Counts completions, and for questions what goes with which answer.
    fn count(&self, questions: bool) -> (Tally, Count) {
        let set = self.set;
        // The last rule fires where no earlier one does, whatever it tests.
        let tested = &self.fires[..self.fires.len().saturating_sub(1)];
        let variables = relevant(set, &self.bounds, tested);
        let completions = Completions::new(set, self.left, &variables);
        let mut tally = Tally::new(set, &completions, questions);
        let rules: Vec<u16> = self.fires.iter().map(|fire| fire.rule).collect();
        let live = Live::new(set, &self.bounds, &rules, &[]);
        let mut columns = Columns::new(&live, &completions);
        let mut fired = [0; BLOCK];
        completions.each_block(|block| {
            columns.rules(block, &mut fired);
            tally.add(set, block, &fired);
        });
        tally.finish(set);
        let counted = completions.counted();
        let count = Count {
            total: counted.unwrap_or(u64::from(POINTS)),
            exact: counted.is_some(),
        };
        (tally, count)
    }

    /// The possible recommendations by share. What the search left undecided is settled by what came out.
    fn ranked(&mut self, tally: &Tally, count: &Count) -> Vec<Possible> {
        for fire in self.fires.iter_mut().filter(|fire| fire.witness.is_none()) {
            fire.witness = tally.firing.get(&fire.rule).cloned();
        }
        // Where everything was counted, what did not come out cannot.
        if count.exact {
            self.fires.retain(|fire| fire.witness.is_some());
        }
        let mut possible: Vec<Possible> = Vec::new();
        for fire in &self.fires {
            let recommendation = self.recommends(fire);
            let earlier = possible
                .iter_mut()
                .find(|earlier| earlier.recommendation == recommendation);
            if let Some(earlier) = earlier {
                earlier.witness = earlier.witness.take().or_else(|| fire.witness.clone());
                continue;
            }
            let weight = tally.recommendations[usize::from(recommendation)];
            possible.push(Possible {
                recommendation,
                share: part(weight, count.total),
                witness: fire.witness.clone(),
            });
        }
        // Stable: ties stay in the order of their first rules.
        possible.sort_by(|a, b| b.share.total_cmp(&a.share));
        possible
    }

    /// Keeps the questions about what the decisive rules read: where several last rules recommend the
    /// same, which of them fires makes no difference.
    fn keep_decisive(&self, questions: &mut Vec<Question>) {
        let last = self.fires.last().map(|fire| self.recommends(fire));
        let differs = |fire: &Fire| Some(self.recommends(fire)) != last;
        let decisive = self
            .fires
            .iter()
            .rposition(differs)
            .map_or(0, |place| place + 1);
        let decisive = relevant(self.set, &self.bounds, &self.fires[..decisive]);
        let read = |&variable: &usize| self.set.variables[variable].fact;
        let facts: Vec<u16> = decisive.iter().map(read).collect();
        questions.retain(|question| facts.contains(&question.fact));
    }
}

/// A rule that can fire, or is not proved unable to.
struct Fire {
    rule: u16,
    /// A completion in which it does; none where the search ended first.
    witness: Option<Vec<u8>>,
}

/// Every rule but those that are proved unable to fire.
fn firing(search: &mut Search<'_>, bounds: &Bounds) -> Vec<Fire> {
    let rules = may_fire(&bounds.rules).into_iter();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    /// Half a standard deviation at most, over the points but one: the variance of a Latin hypercube sample of N
    /// points is at most that of a plain one of N − 1.
    #[expect(clippy::float_cmp, reason = "every machine gets the same digits")]
    #[test]
    fn sampled_shares_state_the_error_of_their_points() {
        let set = shipped::rubric_set();
        let unknown: Vec<u64> = set.variables.iter().map(|one| one.all()).collect();
        let found = prospects(&set, &unknown);
        assert!(found.possible.len() > 1 && found.exact);
        assert_eq!(found.share_error, 0.5 / 8191_f64.sqrt());
        assert_eq!(
            without_questions(&set, &unknown).share_error,
            found.share_error
        );
        let known: Vec<u64> = set.variables.iter().map(|_| 1).collect();
        assert_eq!(prospects(&set, &known).share_error, 0.0);
    }

    /// Leading clearly takes half of the share, and twice the next.
    #[test]
    fn half_and_twice_the_next_is_clear() {
        let shared = |shares: &[f64]| {
            let possible = shares.iter().map(|share| Possible {
                recommendation: 0,
                share: *share,
                witness: None,
            });
            clearly(&possible.collect::<Vec<_>>())
        };
        for (shares, clear) in [
            (&[1.0][..], true),
            (&[0.5, 0.25, 0.25], true),
            (&[0.6, 0.4], false),
            (&[0.49, 0.2, 0.2], false),
            (&[0.5, 0.26], false),
        ] {
            assert_eq!(shared(shares), clear, "{shares:?}");
        }
    }
}
