//! The one search: is there a completion of the unknown facts in which a given rule fires?
//!
//! Depth first over sets of cells. At each node the ranges and three-valued states of the rules are
//! known for everything that is left; what they decide is pruned, what they leave open is split on
//! the cells of one variable, first towards what the goal needs. Ranges are sound, so a search that
//! ends without a hit is a proof; it is bounded by a number of steps, never by time.

use super::bounds::Bounds;
use super::classes::{classes, likeliest};
use super::criterion::criterion_bounds;
use super::decide;
use crate::rubric::condition::{Condition, ScoreRef, ScoreTest, Truth};
use crate::rubric::fact::cells;
use crate::rubric::scale::{NOT_APPLICABLE, Scale};
use crate::rubric::{RubricSet, indexes};

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A completion: a cell for each variable.
    Witness(Vec<u8>),
    /// No completion reaches the goal: proved.
    Impossible,
    /// The steps ran out first.
    Undecided,
}

/// Searches for a completion of the cells that are left that gets a recommendation.
#[must_use]
pub fn reach(set: &RubricSet, left: &[u64], recommendation: u16, steps: u32) -> Found {
    let mut search = Search::new(set);
    let bounds = search.bounds(left);
    search.reach(&bounds, recommendation, steps)
}

/// A rule that is to fire: the first that holds of those from `from` on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub(super) from: usize,
    pub(super) rule: usize,
}

impl Target {
    /// A rule of the whole list.
    fn of(rule: u16) -> Self {
        Self {
            from: 0,
            rule: usize::from(rule),
        }
    }
}

/// Searches in one rubric set.
pub(super) struct Search<'s> {
    set: &'s RubricSet,
    /// The criteria that read each variable.
    readers: Vec<Vec<u16>>,
    /// For each variable its cells in classes that nothing tells apart.
    classes: Vec<Vec<u64>>,
    /// The steps that are left.
    pub(super) steps: u32,
    /// Bounds that are done with, for their room.
    spare: Vec<Bounds>,
}

impl<'s> Search<'s> {
    pub(super) fn new(set: &'s RubricSet) -> Self {
        let mut readers = vec![Vec::new(); set.variables.len()];
        for (number, criterion) in set.criteria.iter().enumerate() {
            for variable in criterion.scale.variables() {
                readers[usize::from(variable)].push(u16::try_from(number).unwrap_or(u16::MAX));
            }
        }
        Self {
            set,
            readers,
            classes: classes(set),
            steps: 0,
            spare: Vec::new(),
        }
    }

    /// Of cells that nothing tells apart only the likeliest one is looked at.
    pub(super) fn bounds(&self, cells: &[u64]) -> Bounds {
        let set = self.set;
        let cells: Vec<u64> = cells
            .iter()
            .enumerate()
            .map(|(variable, &left)| self.representatives(variable, left))
            .collect();
        Bounds::new(set, cells)
    }

    /// Of the cells that nothing tells apart the likeliest one.
    pub(super) fn representatives(&self, variable: usize, left: u64) -> u64 {
        let likeliest = |class: &u64| 1 << likeliest(&self.set.variables[variable], class & left);
        let met = |class: &&u64| *class & left != 0;
        self.classes[variable]
            .iter()
            .filter(met)
            .map(likeliest)
            .sum()
    }

    /// The cells that something tells apart from each of these.
    pub(super) fn told_apart(&self, variable: usize, these: u64) -> u64 {
        let classes = self.classes[variable].iter();
        classes.filter(|&class| class & these == 0).sum()
    }

    /// The bounds after a variable is restricted.
    pub(super) fn restrict(&self, bounds: &Bounds, variable: usize, cells: u64) -> Bounds {
        let mut next = bounds.clone();
        self.set_cells(&mut next, &[(variable, cells)]);
        next
    }

    /// Gives variables other cells, of each class one, and works out what that changes.
    pub(super) fn set_cells(&self, bounds: &mut Bounds, changes: &[(usize, u64)]) {
        for &(variable, cells) in changes {
            bounds.cells[variable] = cells;
        }
        let mut dimensions = 0_u64;
        for &(variable, _) in changes {
            for &criterion in &self.readers[variable] {
                let criterion = usize::from(criterion);
                let own = &self.set.criteria[criterion];
                bounds.criteria[criterion] = criterion_bounds(own, &bounds.cells);
                let dimension = usize::from(own.dimension);
                if dimension < 64 {
                    dimensions |= 1 << dimension;
                } else {
                    bounds.dimension(self.set, dimension);
                }
            }
        }
        for dimension in cells(dimensions) {
            bounds.dimension(self.set, usize::from(dimension));
        }
        bounds.conclude(self.set);
    }

    /// Whether some completion gets `recommendation`, in at most `steps`.
    pub(super) fn reach(&mut self, bounds: &Bounds, recommendation: u16, steps: u32) -> Found {
        self.steps = steps;
        self.any_rule(bounds, |other| other == recommendation)
    }

    /// Whether some completion gets another recommendation than this one, in at most `steps`.
    pub(super) fn another(&mut self, bounds: &Bounds, recommendation: u16, steps: u32) -> Found {
        self.steps = steps;
        self.any_rule(bounds, |other| other != recommendation)
    }

    /// Whether some completion makes this rule fire, in at most `steps`.
    pub(super) fn rule(&mut self, bounds: &Bounds, rule: u16, steps: u32) -> Found {
        self.steps = steps;
        self.fire(bounds, &[Target::of(rule)])
    }

    /// Whether some completion makes each of these rules fire in its own list, in at most `steps`.
    pub(super) fn rules(&mut self, bounds: &Bounds, goal: &[Target], steps: u32) -> Found {
        self.steps = steps;
        self.fire(bounds, goal)
    }

    /// Whether some completion makes a rule fire whose recommendation is wanted.
    fn any_rule(&mut self, bounds: &Bounds, wanted: impl Fn(u16) -> bool) -> Found {
        let rules = decide::may_fire(&bounds.rules).into_iter().map(usize::from);
        let set = self.set;
        let wanted = rules.filter(|&rule| wanted(set.rules[rule].recommend));
        self.one_of(wanted, |search, rule| {
            search.fire(bounds, &[Target { from: 0, rule }])
        })
    }

    /// The first witness of several searches; without one, proved if each of them is.
    fn one_of<T>(
        &mut self,
        parts: impl IntoIterator<Item = T>,
        mut attempt: impl FnMut(&mut Self, T) -> Found,
    ) -> Found {
        let mut all = Found::Impossible;
        for part in parts {
            match attempt(self, part) {
                Found::Witness(cells) => return Found::Witness(cells),
                Found::Undecided => all = Found::Undecided,
                Found::Impossible => {}
            }
        }
        all
    }

    /// Whether some completion makes these very rules fire.
    fn fire(&mut self, bounds: &Bounds, goal: &[Target]) -> Found {
        if self.steps == 0 {
            return Found::Undecided;
        }
        self.steps -= 1;
        let earlier = |target: &Target| &bounds.rules[target.from..target.rule];
        let barred = |target: &Target| {
            bounds.rules[target.rule] == Truth::False || earlier(target).contains(&Truth::True)
        };
        if goal.iter().any(barred) || !bounds.feasible {
            return Found::Impossible;
        }
        // First make the rules themselves true, then the open ones before them false.
        let is_open = |target: &&Target| bounds.rules[target.rule] == Truth::Open;
        let own = goal.iter().find(is_open).map(|target| (target.rule, true));
        let before = |target: &Target| {
            let place = earlier(target)
                .iter()
                .position(|state| *state == Truth::Open);
            place.map(|place| (target.from + place, false))
        };
        if let Some((open, want)) = own.or_else(|| goal.iter().find_map(before)) {
            let when = self.set.rules[open].when.as_ref();
            return match when.and_then(|when| self.steer(bounds, when, want)) {
                Some(Split::Cells(variable, first)) => self.branch(bounds, goal, variable, first),
                Some(Split::Score(test)) => self.assume(bounds, goal, test, want),
                None => self.last_split(bounds, goal),
            };
        }
        // Every rule is decided, if the scores are what was assumed: now make them so.
        let Some(unmet) = bounds.unmet else {
            return Found::Witness(self.likeliest(&bounds.cells));
        };
        match self.steer_score(bounds, unmet) {
            Some((variable, first)) => self.branch(bounds, goal, variable, first),
            None => self.last_split(bounds, goal),
        }
    }

    /// Splits on a score before any fact that makes it up: it holds what the test asks, or lies below
    /// or above. Rules that test one score at one threshold then decide each other at once.
    fn assume(&mut self, bounds: &Bounds, goal: &[Target], test: ScoreTest, want: bool) -> Found {
        let part = |low: i32, high: i32| ScoreTest {
            of: test.of,
            low,
            high,
        };
        let inside = part(test.low, test.high);
        let below = part(i32::MIN, test.low.saturating_sub(1));
        let above = part(test.high.saturating_add(1), i32::MAX);
        let parts = if want {
            [inside, below, above]
        } else {
            [below, above, inside]
        };
        // Nothing lies beyond a test with one bound.
        let parts = parts
            .into_iter()
            .filter(|part| part.low <= 1000 && part.high >= 0);
        self.one_of(parts, |search, assumed| {
            let mut next = search.copy(bounds);
            next.assumed.push(assumed);
            next.conclude(search.set);
            search.fire_and_drop(next, goal)
        })
    }

    fn branch(&mut self, bounds: &Bounds, goal: &[Target], variable: usize, first: u64) -> Found {
        let parts = [first, bounds.cells[variable] & !first];
        let parts = parts.into_iter().filter(|&part| part != 0);
        self.one_of(parts, |search, part| {
            let mut next = search.copy(bounds);
            search.set_cells(&mut next, &[(variable, part)]);
            search.fire_and_drop(next, goal)
        })
    }

    /// The same bounds, in the room of others that are done with.
    fn copy(&mut self, bounds: &Bounds) -> Bounds {
        let Some(mut copy) = self.spare.pop() else {
            return bounds.clone();
        };
        copy.clone_from(bounds);
        copy
    }

    fn fire_and_drop(&mut self, bounds: Bounds, goal: &[Target]) -> Found {
        let found = self.fire(&bounds, goal);
        self.spare.push(bounds);
        found
    }

    /// Splits any variable that is left; with none left the bounds are exact and nothing is open.
    fn last_split(&mut self, bounds: &Bounds, goal: &[Target]) -> Found {
        let left = bounds
            .cells
            .iter()
            .position(|cells| !cells.is_power_of_two());
        let Some(variable) = left else {
            return Found::Impossible;
        };
        let cells = bounds.cells[variable];
        self.branch(bounds, goal, variable, cells & cells.wrapping_neg())
    }

    /// The likeliest cell of each variable within what is left.
    fn likeliest(&self, left: &[u64]) -> Vec<u8> {
        let variables = self.set.variables.iter().zip(left);
        variables
            .map(|(variable, &left)| likeliest(variable, left))
            .collect()
    }

    /// What to split on so that an open condition comes out as wanted.
    fn steer(&self, bounds: &Bounds, condition: &Condition, want: bool) -> Option<Split> {
        let open = |part: &&Condition| part.truth(&bounds.certain()) == Truth::Open;
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                let mut open = parts.iter().filter(open).collect::<Vec<_>>();
                // A test of a fact is decided by one split, a score by many: facts first.
                open.sort_by_key(|part| !matches!(part, Condition::Fact(_)));
                open.into_iter()
                    .find_map(|part| self.steer(bounds, part, want))
            }
            Condition::Not(part) => self.steer(bounds, part, !want),
            Condition::Gate(gate) => {
                self.steer(bounds, &self.set.gates[usize::from(*gate)].when, want)
            }
            Condition::Fact(test) => {
                let variable = usize::from(test.variable);
                let left = bounds.cells[variable];
                let first = if want {
                    left & test.cells
                } else {
                    left & !test.cells
                };
                (first != 0 && first != left).then_some(Split::Cells(variable, first))
            }
            Condition::Score(test) if bounds.scores.of(test.of).exists == Truth::True => {
                Some(Split::Score(*test))
            }
            // A score that may be missing cannot be assumed; the facts behind it decide.
            Condition::Score(test) => self
                .steer_score(bounds, *test)
                .map(|(variable, first)| Split::Cells(variable, first)),
        }
    }

    /// A variable that moves a score, and its cells that move it most towards where `test` holds.
    fn steer_score(&self, bounds: &Bounds, test: ScoreTest) -> Option<(usize, u64)> {
        let up = i32::from(bounds.real.of(test.of).low) < test.low;
        self.toward(bounds, test.of, up, &|_| 1)
            .or_else(|| self.steer_cap(bounds, test))
    }

    /// A variable that moves a score up or down, and its cells that move it most: one that several
    /// criteria read before others, then by what it moves for its `price`, which is at least 1.
    pub(super) fn toward(
        &self,
        bounds: &Bounds,
        of: ScoreRef,
        up: bool,
        price: &dyn Fn(usize) -> u64,
    ) -> Option<(usize, u64)> {
        let set = self.set;
        let mut best: Option<((bool, u64), usize, u64)> = None;
        let range = match of {
            ScoreRef::Dimension(dimension) => usize::from(dimension)..usize::from(dimension) + 1,
            ScoreRef::Rubric(rubric) | ScoreRef::Worst(rubric) => {
                indexes(&set.rubrics[usize::from(rubric)].dimensions)
            }
        };
        for number in range {
            let dimension = &set.dimensions[number];
            for criterion in indexes(&dimension.criteria) {
                let own = &bounds.criteria[criterion];
                let spread =
                    u64::from(own.high - own.low) + if own.applies == Truth::Open { 50 } else { 0 };
                if own.applies == Truth::False || spread == 0 {
                    continue;
                }
                let pull = spread
                    * u64::from(set.criteria[criterion].weight)
                    * u64::from(dimension.weight);
                // Ranges take what several criteria read for independent. Once it is decided they are
                // exact, so it goes first, or else the search would try everything else for each value.
                let shared = self.shared(bounds, criterion);
                if best.is_some_and(|(earlier, _, _)| (shared, pull << 8) <= earlier) {
                    continue;
                }
                if let Some((variable, first)) = self.split(bounds, criterion, up) {
                    let rank = (shared, (pull << 8) / price(variable).max(1));
                    if best.is_none_or(|(earlier, _, _)| rank > earlier) {
                        best = Some((rank, variable, first));
                    }
                }
            }
        }
        best.map(|(_, variable, first)| (variable, first))
    }

    /// Whether a criterion reads an open variable that others read too.
    fn shared(&self, bounds: &Bounds, criterion: usize) -> bool {
        let variables = match &self.set.criteria[criterion].scale {
            Scale::Table { attributes, .. } => &attributes.reads,
            Scale::Share { applies, .. } => &applies.reads,
        };
        variables
            .iter()
            .any(|read| self.is_shared(bounds, usize::from(read.variable)))
    }

    fn is_shared(&self, bounds: &Bounds, variable: usize) -> bool {
        self.readers[variable].len() > 1 && !bounds.cells[variable].is_power_of_two()
    }

    /// Where only the cap of a gate is open, the gate is what to split on.
    fn steer_cap(&self, bounds: &Bounds, test: ScoreTest) -> Option<(usize, u64)> {
        let ScoreRef::Rubric(rubric) = test.of else {
            return None;
        };
        let caps = &self.set.rubrics[usize::from(rubric)].caps;
        let open = caps
            .iter()
            .find(|&&gate| bounds.gates[usize::from(gate)] == Truth::Open)?;
        match self.steer(bounds, &self.set.gates[usize::from(*open)].when, false)? {
            Split::Cells(variable, first) => Some((variable, first)),
            Split::Score(test) => self.steer_score(bounds, test),
        }
    }

    /// A variable of a criterion that moves its points, and its cells that move them `up` (or down) most.
    fn split(&self, bounds: &Bounds, criterion: usize, up: bool) -> Option<(usize, u64)> {
        let criterion = &self.set.criteria[criterion];
        if let Scale::Share { variables, applies } = &criterion.scale {
            let open = |variable: &&u16| !bounds.cells[usize::from(**variable)].is_power_of_two();
            let reads = applies.reads.iter().map(|read| &read.variable);
            let variable = usize::from(*reads.chain(variables).find(open)?);
            let cells = bounds.cells[variable];
            let highest = 1_u64 << (63 - cells.leading_zeros());
            return Some((
                variable,
                if up {
                    highest
                } else {
                    cells & cells.wrapping_neg()
                },
            ));
        }
        let Scale::Table { attributes, points } = &criterion.scale else {
            return None;
        };
        let mut best: Option<((bool, u32), usize, u64)> = None;
        for read in &attributes.reads {
            let variable = usize::from(read.variable);
            let left = bounds.cells[variable];
            if left.is_power_of_two() {
                continue;
            }
            let mut restricted = bounds.cells.clone();
            let mut value = |cell: u8| {
                restricted[variable] = 1 << cell;
                let bounds = criterion_bounds(criterion, &restricted);
                if bounds.applies == Truth::False {
                    return None;
                }
                Some(u32::from(if up {
                    bounds.high
                } else {
                    u8::MAX - bounds.low
                }))
            };
            let values: Vec<(u8, Option<u32>)> =
                cells(left).map(|cell| (cell, value(cell))).collect();
            let top = values.iter().filter_map(|(_, value)| *value).max()?;
            let first: u64 = values
                .iter()
                .filter(|(_, value)| *value == Some(top))
                .map(|(cell, _)| 1_u64 << cell)
                .sum();
            let first = if first == left {
                left & left.wrapping_neg()
            } else {
                first
            };
            let bottom = values
                .iter()
                .filter_map(|(_, value)| *value)
                .min()
                .unwrap_or(top);
            let rank = (self.is_shared(bounds, variable), top - bottom);
            if best.is_none_or(|(earlier, _, _)| rank > earlier) {
                best = Some((rank, variable, first));
            }
        }
        debug_assert!(points.iter().any(|&entry| entry != NOT_APPLICABLE) || best.is_none());
        best.map(|(_, variable, first)| (variable, first))
    }
}

/// What a search splits on.
enum Split {
    /// A variable: these cells first, then the others.
    Cells(usize, u64),
    /// A score: where the test holds, and where it does not.
    Score(ScoreTest),
}
