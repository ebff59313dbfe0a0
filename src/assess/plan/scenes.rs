//! The search for the cheapest plan: depth first over what is moved where, under a budget that grows
//! until the first plan fits it (iterative deepening: Korf 1985), so that no cheaper one exists.
//!
//! What a plan does not move stays unknown, and the plan must hold whatever it is. That is tested on
//! scenes: completions of the unknown facts. A plan that holds in all scenes so far is put to the search
//! for counterexamples; one that it finds becomes a new scene (counterexample-guided refinement:
//! Clarke et al. 2000; Janota et al. 2016 for quantified formulas).

use super::super::bounds::Bounds;
use super::super::decide::may_fire;
use super::super::minimal::Claim;
use super::super::search::{Found, Search};
use super::bound::NEVER;
use crate::rubric::{RubricSet, indexes};
use std::ops::Range;
use std::rc::Rc;

/// What is looked for.
pub(super) struct Task<'t> {
    pub(super) set: &'t RubricSet,
    /// What must hold after the plan, whatever else is unknown.
    pub(super) goal: Claim,
    /// The cells that the profile leaves.
    pub(super) left: &'t [u64],
    /// The cells that a plan may bring about or take for granted.
    pub(super) domain: &'t [u64],
    /// The effort of changing each fact; none where it cannot be changed, or nothing is known to be changed.
    pub(super) effort: &'t [Option<u32>],
    /// Sets of facts of which a plan must not change all.
    pub(super) barred: &'t [Vec<u16>],
}

/// What a plan may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// The effort of what is changed.
    pub(super) effort: u32,
    /// How many unknown facts are taken for granted; none where that does not count.
    pub(super) provided: Option<u32>,
}

/// What a search under a budget came to.
pub(super) enum Outcome {
    /// The cells under the plan.
    Plan(Vec<u64>),
    /// None within the budget; the least effort, or number of provided facts, that might do.
    None(u32),
    /// The steps ran out.
    Undecided,
}

/// How a fact stands in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Stays,
    Moves,
}

/// What is decided of each fact, and the cells that are left of each variable.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) states: Vec<State>,
    pub(super) domain: Vec<u64>,
    /// The variables whose state or cells have changed since the root, in that order.
    pub(super) touched: Vec<u16>,
    pub(super) scenes: Vec<Seen>,
}

/// A scene as it was when last looked at, at this node or further up.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) scene: Rc<Scene>,
    /// How many of the changes since the root it knows.
    pub(super) upto: usize,
}

/// One completion of the unknown facts, or all of them at the search's choice.
#[derive(Clone)]
pub(super) struct Scene {
    /// With everything that can still be moved.
    pub(super) reach: Bounds,
    /// With nothing further moved.
    pub(super) home: Bounds,
}

/// What a completion that meets the goal comes to.
pub(super) enum Attempt {
    /// The cells under a plan within the budget.
    Plan(Vec<u64>),
    /// A change that it needs: the variable, and its cell.
    Change(usize, u64),
    /// There is none.
    Hopeless,
}

pub(super) struct Scenes<'s> {
    pub(super) task: &'s Task<'s>,
    pub(super) search: Search<'s>,
    /// What the unknown facts are in each scene.
    pub(super) scenes: Vec<Vec<u64>>,
    /// The scenes, those first that have ruled out most lately.
    pub(super) order: Vec<usize>,
    /// For each criterion the facts that it reads.
    pub(super) facts: Vec<Vec<u16>>,
    pub(super) budget: Budget,
    /// The steps that are left.
    pub(super) steps: u32,
    /// The steps that a look at a scene takes: more in a larger set.
    look_costs: u32,
    /// The least cost above the budget that was met.
    pub(super) beyond: u32,
}

/// The variables and criteria that a look at a scene goes through in one step.
const SIZE_OF_A_STEP: u32 = 500;
/// The steps of one search for a counterexample.
pub(super) const PROOF_STEPS: u32 = 2_000;

impl<'s> Scenes<'s> {
    pub(super) fn new(task: &'s Task<'s>, steps: u32) -> Self {
        let set = task.set;
        let fact = |variable: u16| set.variables[usize::from(variable)].fact;
        let facts = set.criteria.iter().map(|criterion| {
            let mut facts: Vec<u16> = criterion.scale.variables().into_iter().map(fact).collect();
            facts.dedup();
            facts
        });
        let size = u32::try_from(set.variables.len() + set.criteria.len()).unwrap_or(u32::MAX);
        Self {
            task,
            search: Search::new(set),
            scenes: Vec::new(),
            order: Vec::new(),
            facts: facts.collect(),
            budget: Budget {
                effort: 0,
                provided: None,
            },
            steps,
            look_costs: 1 + size / SIZE_OF_A_STEP,
            beyond: NEVER,
        }
    }

    /// Looks for a plan within a budget.
    pub(super) fn within(&mut self, budget: Budget) -> Outcome {
        self.budget = budget;
        self.beyond = NEVER;
        let task = self.task;
        let state = |fact: usize| match (self.unknown(fact), budget.provided) {
            // Where it does not count, everything unknown is at the plan's choice.
            (true, None) => State::Moves,
            (true, Some(_)) => State::Open,
            (false, _) if task.effort[fact].is_some() => State::Open,
            (false, _) => State::Stays,
        };
        let states = (0..task.set.facts.len()).map(state).collect();
        if budget.provided.is_none() {
            (self.scenes, self.order) = (vec![task.left.to_vec()], vec![0]);
        }
        let mut node = Node {
            states,
            domain: task.domain.to_vec(),
            touched: Vec::new(),
            scenes: Vec::new(),
        };
        self.look(&mut node);
        // Before anything is out of reach, the bound says best how large a budget must be.
        let (efforts, counts) = (self.prices(&node, true), self.prices(&node, false));
        for seen in node.scenes.clone() {
            if !self.affordable(&seen.scene, (0, 0), &efforts, &counts) {
                return Outcome::None(self.beyond);
            }
        }
        match self.solve(node) {
            Some(Some(plan)) => Outcome::Plan(plan),
            Some(None) => Outcome::None(self.beyond),
            None => Outcome::Undecided,
        }
    }

    /// The best plan under a node, if there is one; none where the steps run out.
    #[expect(
        clippy::option_option,
        reason = "out of steps, and no plan, are two things"
    )]
    fn solve(&mut self, mut node: Node) -> Option<Option<Vec<u64>>> {
        self.freeze(&mut node);
        let spent = self.spent(&node);
        if spent.0 > self.budget.effort || self.is_barred(&node) {
            return Some(None);
        }
        let (efforts, counts) = (self.prices(&node, true), self.prices(&node, false));
        let mut unsettled = None;
        for turn in 0.. {
            let Some(&place) = self.order.get(turn) else {
                break;
            };
            self.steps = self.steps.checked_sub(self.look_costs)?;
            let scene = self.sync(&mut node, place);
            if !self.affordable(&scene, spent, &efforts, &counts) {
                self.order[..=turn].rotate_right(1);
                return Some(None);
            }
            if unsettled.is_none() && !self.certain(&scene.home) {
                unsettled = Some((place, scene));
            }
        }
        loop {
            if let Some((place, scene)) = unsettled {
                return self.branch(node, place, &scene);
            }
            let plan = self.plan(&node);
            let bounds = self.search.bounds(&plan);
            match self
                .task
                .goal
                .counterexample(&mut self.search, &bounds, PROOF_STEPS)
            {
                Found::Impossible => match self.mixed(&node) {
                    Some(variable) => return self.decide_where(&node, variable),
                    None => return Some(Some(plan)),
                },
                Found::Undecided => return None,
                Found::Witness(witness) => {
                    let place = self.adverse(&node, &plan, witness);
                    self.steps = self.steps.checked_sub(self.look_costs)?;
                    let scene = self.sync(&mut node, place);
                    if !self.affordable(&scene, spent, &efforts, &counts) {
                        return Some(None);
                    }
                    unsettled = (!self.certain(&scene.home)).then_some((place, scene));
                }
            }
        }
    }

    #[expect(
        clippy::option_option,
        reason = "out of steps, and no plan, are two things"
    )]
    fn branch(&mut self, node: Node, place: usize, scene: &Scene) -> Option<Option<Vec<u64>>> {
        let mut pick = self.pick(&node, scene);
        if self.budget.provided.is_none() && self.chooses(&node) {
            match self.by_witness(&node, scene)? {
                Attempt::Plan(plan) => return Some(Some(plan)),
                Attempt::Hopeless => return Some(None),
                Attempt::Change(variable, first) => pick = Some((variable, first)),
            }
        }
        let Some((variable, first)) = pick else {
            return Some(None);
        };
        let fact = usize::from(self.task.set.variables[variable].fact);
        let domain = node.domain[variable];
        let left = self.task.left[variable];
        // What is known is changed only to something else; a set perhaps by another of its options.
        let single = self.task.set.facts[fact].variables.len() == 1;
        let elsewhere = node.states[fact] == State::Open && single && left.is_power_of_two();
        let settable = if elsewhere { domain & !left } else { domain };
        let moves = |cells: u64| (cells != 0).then_some((State::Moves, cells));
        let (towards, rest) = (moves(settable & first), moves(settable & !first));
        let stays = (node.states[fact] == State::Open).then_some((State::Stays, domain));
        let at_home = self.scenes[place][variable] & first != 0;
        let order = if at_home {
            [stays, towards, rest]
        } else {
            [towards, stays, rest]
        };
        for (state, cells) in order.into_iter().flatten() {
            if (state, cells) == (node.states[fact], domain) {
                continue;
            }
            if let Some(plan) = self.solve(self.child(&node, variable, state, cells))? {
                return Some(Some(plan));
            }
        }
        Some(None)
    }

    /// A node at which one variable's fact has another state, and the variable these cells.
    fn child(&self, node: &Node, variable: usize, state: State, cells: u64) -> Node {
        let fact = &self.task.set.variables[variable].fact;
        let fact = usize::from(*fact);
        let mut child = node.clone();
        child.states[fact] = state;
        child.domain[variable] = cells;
        child.touch(&self.task.set.facts[fact].variables);
        child
    }

    /// A variable of a half-known fact of which it is still open whether the plan changes it or takes it for
    /// granted, if the budget does not pay for taking all such facts for granted.
    fn mixed(&self, node: &Node) -> Option<usize> {
        let most = self.budget.provided?;
        let set = self.task.set;
        let is_mixed = |&fact: &usize| {
            node.states[fact] == State::Moves
                && self.unknown(fact)
                && !self.changed(node, fact)
                && self.may_change(node, fact)
        };
        let mut mixed = (0..set.facts.len()).filter(is_mixed);
        let first = mixed.next()?;
        let count = 1 + u32::try_from(mixed.count()).unwrap_or(NEVER - 1);
        if self.spent(node).1.saturating_add(count) <= most {
            return None;
        }
        indexes(&set.facts[first].variables)
            .find(|&variable| node.domain[variable] & !self.task.left[variable] != 0)
    }

    /// The two ways for a half-known fact: within what the profile leaves, and outside.
    #[expect(
        clippy::option_option,
        reason = "out of steps, and no plan, are two things"
    )]
    fn decide_where(&mut self, node: &Node, variable: usize) -> Option<Option<Vec<u64>>> {
        let left = self.task.left[variable];
        for cells in [node.domain[variable] & left, node.domain[variable] & !left] {
            if cells == 0 {
                continue;
            }
            if let Some(plan) = self.solve(self.child(node, variable, State::Moves, cells))? {
                return Some(Some(plan));
            }
        }
        Some(None)
    }

    /// Whether every rule that may fire meets the goal.
    fn certain(&self, bounds: &Bounds) -> bool {
        may_fire(&bounds.rules).into_iter().all(|rule| {
            self.task
                .goal
                .met_by(self.task.set.rules[usize::from(rule)].recommend)
        })
    }

    /// The cells under the plan of a node: what is open stays.
    fn plan(&self, node: &Node) -> Vec<u64> {
        let cell = |variable: usize| {
            let (left, domain) = (self.task.left[variable], node.domain[variable]);
            let fact = usize::from(self.task.set.variables[variable].fact);
            match node.states[fact] {
                State::Moves if domain & left != 0 => domain & left,
                State::Moves => domain,
                State::Open | State::Stays => left,
            }
        };
        (0..node.domain.len()).map(cell).collect()
    }
}

impl Node {
    /// Notes that something of a fact with these variables has changed.
    pub(super) fn touch(&mut self, variables: &Range<u16>) {
        self.touched.extend(variables.clone());
    }
}
