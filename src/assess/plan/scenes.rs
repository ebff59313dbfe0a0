//! The search for the cheapest plan: depth first over what is moved where, under a budget that grows
//! until the first plan fits it (iterative deepening: Korf 1985), so that no cheaper one exists.
//!
//! What a plan does not move stays unknown, and the plan must hold whatever it is. That is tested on
//! scenes: completions of the unknown facts. A plan that holds in all scenes so far is put to the search
//! for counterexamples; one that it finds becomes a new scene (counterexample-guided refinement:
//! Clarke et al. 2000; Janota et al. 2016 for quantified formulas).

use super::super::decide::may_fire;
use super::super::minimal::Claim;
use super::super::point::{Point, evaluate};
use super::super::search::{Bounds, Found, Search};
use super::bound::{NEVER, Prices};
use crate::rubric::condition::{Condition, ScoreRef, ScoreTest, Truth};
use crate::rubric::fact::cells;
use crate::rubric::{RubricSet, indexes};
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
enum State {
    Open,
    Stays,
    Moves,
}

#[derive(Clone)]
struct Node {
    states: Vec<State>,
    domain: Vec<u64>,
    /// As they were when last looked at, here or further up.
    scenes: Vec<Rc<Scene>>,
}

/// One completion of the unknown facts, or all of them at the search's choice.
#[derive(Clone)]
struct Scene {
    /// With everything that can still be moved.
    reach: Bounds,
    /// With nothing further moved.
    home: Bounds,
}

/// What a completion that meets the goal comes to.
enum Attempt {
    /// The cells under a plan within the budget.
    Plan(Vec<u64>),
    /// A change that it needs: the variable, and its cell.
    Change(usize, u64),
    /// There is none.
    Hopeless,
}

pub(super) struct Scenes<'s> {
    task: &'s Task<'s>,
    search: Search<'s>,
    /// What the unknown facts are in each scene.
    scenes: Vec<Vec<u64>>,
    /// The scenes, those first that have ruled out most lately.
    order: Vec<usize>,
    /// For each criterion the facts that it reads.
    facts: Vec<Vec<u16>>,
    budget: Budget,
    /// Looks at a scene that are left.
    pub(super) steps: u32,
    /// The least cost above the budget that was met.
    beyond: u32,
}

/// The steps of one search for a counterexample.
const PROOF_STEPS: u32 = 2_000;

impl<'s> Scenes<'s> {
    pub(super) fn new(task: &'s Task<'s>, steps: u32) -> Self {
        let set = task.set;
        let fact = |variable: u16| set.variables[usize::from(variable)].fact;
        let facts = set.criteria.iter().map(|criterion| {
            let mut facts: Vec<u16> = criterion.scale.variables().into_iter().map(fact).collect();
            facts.dedup();
            facts
        });
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
            scenes: Vec::new(),
        };
        self.look(&mut node);
        // Before anything is out of reach, the bound says best how large a budget must be.
        let (efforts, counts) = (self.prices(&node, true), self.prices(&node, false));
        for scene in node.scenes.clone() {
            if !self.affordable(&scene, (0, 0), &efforts, &counts) {
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
            self.steps = self.steps.checked_sub(1)?;
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
                Found::Impossible => return Some(Some(plan)),
                Found::Undecided => return None,
                Found::Witness(witness) => {
                    let place = self.adverse(&node, &plan, witness);
                    self.steps = self.steps.checked_sub(1)?;
                    let scene = self.sync(&mut node, place);
                    if !self.affordable(&scene, spent, &efforts, &counts) {
                        return Some(None);
                    }
                    unsettled = (!self.certain(&scene.home)).then_some((place, scene));
                }
            }
        }
    }

    /// A scene as it is under a node.
    fn sync(&self, node: &mut Node, place: usize) -> Rc<Scene> {
        while node.scenes.len() < self.scenes.len() {
            let scene = self.scene(node, node.scenes.len());
            node.scenes.push(Rc::new(scene));
        }
        for variable in 0..node.domain.len() {
            let (reach, home) = self.scene_cells(node, place, variable);
            let scene = &node.scenes[place];
            let same = (
                scene.reach.cells[variable] == reach,
                scene.home.cells[variable] == home,
            );
            if same == (true, true) {
                continue;
            }
            let scene = Rc::make_mut(&mut node.scenes[place]);
            if !same.0 {
                scene.reach = self.search.restrict(&scene.reach, variable, reach);
            }
            if !same.1 {
                scene.home = self.search.restrict(&scene.home, variable, home);
            }
        }
        Rc::clone(&node.scenes[place])
    }

    fn look(&self, node: &mut Node) {
        for place in 0..self.scenes.len() {
            self.sync(node, place);
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
            let mut next = node.clone();
            next.states[fact] = state;
            next.domain[variable] = cells;
            if let Some(plan) = self.solve(next)? {
                return Some(Some(plan));
            }
        }
        Some(None)
    }

    /// Effort spent and facts provided so far.
    fn spent(&self, node: &Node) -> (u32, u32) {
        let (mut effort, mut provided) = (0, 0);
        for fact in 0..node.states.len() {
            if node.states[fact] == State::Moves {
                if self.changed(node, fact) {
                    effort += self.task.effort[fact].unwrap_or(0);
                } else if self.unknown(fact) && !self.may_change(node, fact) {
                    provided += 1;
                }
            }
        }
        (effort, provided)
    }

    /// Whether the profile leaves a fact open, wholly or in part.
    fn unknown(&self, fact: usize) -> bool {
        let mut own = indexes(&self.task.set.facts[fact].variables);
        own.any(|variable| !self.task.left[variable].is_power_of_two())
    }

    /// Whether a fact that moves leaves what the profile says.
    fn changed(&self, node: &Node, fact: usize) -> bool {
        let mut own = indexes(&self.task.set.facts[fact].variables);
        own.any(|variable| node.domain[variable] & self.task.left[variable] == 0)
    }

    /// Whether a fact can still leave what the profile says of it.
    fn may_change(&self, node: &Node, fact: usize) -> bool {
        self.task.effort[fact].is_some()
            && indexes(&self.task.set.facts[fact].variables)
                .any(|variable| node.domain[variable] & !self.task.left[variable] != 0)
    }

    /// What the budget does not pay for any more stays.
    fn freeze(&mut self, node: &mut Node) {
        let (effort, provided) = self.spent(node);
        let effort_left = self.budget.effort.saturating_sub(effort);
        let none_left = self.budget.provided.is_some_and(|most| provided >= most);
        for fact in 0..node.states.len() {
            let own = indexes(&self.task.set.facts[fact].variables);
            if own.is_empty() || node.states[fact] == State::Stays {
                continue;
            }
            let payable = self.task.effort[fact].is_some_and(|effort| effort <= effort_left);
            let changeable = payable && !self.last_barred(node, fact);
            let mut touched = false;
            if node.states[fact] == State::Open && !changeable && (none_left || !self.unknown(fact))
            {
                node.states[fact] = State::Stays;
                touched = true;
            } else if !changeable && !self.changed(node, fact) {
                for variable in own {
                    let within = node.domain[variable] & self.task.left[variable];
                    touched |= within != node.domain[variable];
                    node.domain[variable] = within;
                }
            }
            if touched {
                if let (false, Some(own)) = (payable, self.task.effort[fact]) {
                    self.note(effort + own, None);
                }
                if none_left && self.unknown(fact) {
                    self.note(0, Some(provided + 1));
                }
            }
        }
    }

    /// Whether changing this fact too would change all of a barred set.
    fn last_barred(&self, node: &Node, fact: usize) -> bool {
        let moved = |other: &u16| {
            let other = usize::from(*other);
            other == fact || node.states[other] == State::Moves && self.changed(node, other)
        };
        self.task
            .barred
            .iter()
            .any(|barred| barred.iter().all(moved))
    }

    /// Whether a plan changes all of a barred set.
    fn is_barred(&self, node: &Node) -> bool {
        let changed = |&fact: &u16| {
            let fact = usize::from(fact);
            node.states[fact] == State::Moves && self.changed(node, fact)
        };
        self.task
            .barred
            .iter()
            .any(|barred| barred.iter().all(changed))
    }

    /// Whether the budget can still pay for the goal in a scene.
    fn affordable(
        &mut self,
        scene: &Scene,
        spent: (u32, u32),
        efforts: &[u32],
        counts: &[u32],
    ) -> bool {
        let (effort, provided) = spent;
        let more = self.least(scene, efforts);
        if more == NEVER || effort + more > self.budget.effort {
            self.note(effort.saturating_add(more), None);
            return false;
        }
        let Some(most) = self.budget.provided else {
            return true;
        };
        let more = self.least(scene, counts);
        if more == NEVER || provided + more > most {
            self.note(0, Some(provided.saturating_add(more)));
            return false;
        }
        true
    }

    /// The least that the goal can still cost in a scene.
    fn least(&self, scene: &Scene, price: &[u32]) -> u32 {
        let prices = Prices {
            set: self.task.set,
            reach: &scene.reach,
            home: &scene.home,
            price,
            facts: &self.facts,
        };
        prices.goal(self.task.goal)
    }

    /// Remembers the least that a larger budget would have to be, of the kind that grows.
    fn note(&mut self, effort: u32, provided: Option<u32>) {
        let cost = match (self.budget.provided, provided) {
            (None, None) => effort,
            (None, Some(_)) => return,
            (Some(_), Some(provided)) => provided,
            (Some(_), None) => return,
        };
        self.beyond = self.beyond.min(cost);
    }

    /// What moving each fact costs in effort, or in provided facts.
    fn prices(&self, node: &Node, in_effort: bool) -> Vec<u32> {
        let price = |fact: usize| {
            let open = node.states[fact] == State::Open;
            match node.states[fact] {
                State::Stays => NEVER,
                State::Moves if self.changed(node, fact) => 0,
                State::Open | State::Moves => match (in_effort, self.unknown(fact)) {
                    (true, false) => self.task.effort[fact].unwrap_or(NEVER),
                    // What is half known may be taken for granted within what is known.
                    (true, true) => 0,
                    (false, false) => 0,
                    (false, true) if open && self.task.effort[fact].is_none() => 1,
                    (false, true) => 0,
                },
            }
        };
        (0..node.states.len()).map(price).collect()
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

    fn scene_cells(&self, node: &Node, place: usize, variable: usize) -> (u64, u64) {
        let (at, domain) = (self.scenes[place][variable], node.domain[variable]);
        let within = domain & self.task.left[variable];
        let (reach, home) = match node.states[usize::from(self.task.set.variables[variable].fact)] {
            State::Open => (domain | at, at),
            State::Stays => (at, at),
            State::Moves => (domain, if within == 0 { domain } else { within }),
        };
        let distinct = |cells| self.search.representatives(variable, cells);
        (distinct(reach), distinct(home))
    }

    fn scene(&self, node: &Node, place: usize) -> Scene {
        let (reach, home): (Vec<u64>, Vec<u64>) = (0..node.domain.len())
            .map(|variable| self.scene_cells(node, place, variable))
            .unzip();
        Scene {
            reach: self.search.bounds(&reach),
            home: self.search.bounds(&home),
        }
    }

    /// A new scene from a completion that refutes a plan, made worse: each unknown fact that the plan leaves
    /// open gets the value that makes the goal dearest, or else brings the scores furthest from what the
    /// goal's rules test. Its place.
    fn adverse(&mut self, node: &Node, plan: &[u64], mut witness: Vec<u8>) -> usize {
        let set = self.task.set;
        let mut tests = Vec::new();
        for rule in set
            .rules
            .iter()
            .filter(|rule| self.task.goal.met_by(rule.recommend))
        {
            rule.when
                .iter()
                .for_each(|when| score_tests(when, true, &mut tests));
        }
        let mut point = Point::new(set);
        let mut distance = |cells: &[u8]| {
            evaluate(set, cells, &mut point);
            let refutes = !self
                .task
                .goal
                .met_by(set.rules[usize::from(point.rule)].recommend);
            let miss = |(test, want): &(ScoreTest, bool)| {
                let score = i32::from(point.score(test.of));
                let outside = (test.low.max(-1) - score).max(score - test.high.min(1001));
                i64::from(if *want { outside } else { -outside })
            };
            refutes.then(|| tests.iter().map(miss).sum::<i64>())
        };
        let place = self.scenes.len();
        let counts = self.prices(node, false);
        self.scenes.push(self.at(&witness));
        let mut scene = self.scene(node, place);
        let mut worst = (
            self.least(&scene, &counts),
            distance(&witness).unwrap_or(i64::MIN),
        );
        for variable in 0..witness.len() {
            if plan[variable].is_power_of_two() || plan[variable] != self.task.left[variable] {
                continue;
            }
            let mut best = witness[variable];
            for cell in cells(self.search.representatives(variable, plan[variable])) {
                if cell == best {
                    continue;
                }
                witness[variable] = cell;
                let Some(further) = distance(&witness) else {
                    continue;
                };
                self.scenes[place][variable] = 1 << cell;
                let (reach, home) = self.scene_cells(node, place, variable);
                let other = Scene {
                    reach: self.search.restrict(&scene.reach, variable, reach),
                    home: self.search.restrict(&scene.home, variable, home),
                };
                let now = (self.least(&other, &counts), further);
                if now > worst {
                    (worst, best, scene) = (now, cell, other);
                }
            }
            witness[variable] = best;
            self.scenes[place] = self.at(&witness);
        }
        self.order.insert(0, place);
        place
    }

    /// A completion as a scene: what the profile says of each variable, where the completion does not say
    /// something else about what is unknown.
    fn at(&self, completion: &[u8]) -> Vec<u64> {
        let cell = |(&left, &cell): (&u64, &u8)| {
            let own = left & 1 << cell;
            if own == 0 {
                left & left.wrapping_neg()
            } else {
                own
            }
        };
        self.task.left.iter().zip(completion).map(cell).collect()
    }

    /// Whether something unknown is still at the plan's choice.
    fn chooses(&self, node: &Node) -> bool {
        (0..node.states.len()).any(|fact| {
            let mut own = indexes(&self.task.set.facts[fact].variables);
            node.states[fact] == State::Moves
                && own.any(|variable| !node.domain[variable].is_power_of_two())
        })
    }

    /// Asks the search for the goal among everything in reach. What it finds changes more than it need:
    /// as much as possible is set back, the dearest first. Within the budget that is a plan; if not, one
    /// of its changes is what to decide next.
    fn by_witness(&mut self, node: &Node, scene: &Scene) -> Option<Attempt> {
        let set = self.task.set;
        let reach = &scene.reach;
        let mut witness = match self.task.goal.example(&mut self.search, reach, PROOF_STEPS) {
            Found::Impossible => return Some(Attempt::Hopeless),
            Found::Undecided => return None,
            Found::Witness(witness) => witness,
        };
        let mut point = Point::new(set);
        let effort = |fact: &usize| self.task.effort[*fact].unwrap_or(0);
        let outside = |fact: usize, witness: &[u8]| {
            indexes(&set.facts[fact].variables)
                .find(|&variable| self.task.left[variable] >> witness[variable] & 1 == 0)
        };
        // What is half known moves from the start, and is not changed as long as it need not be.
        let half_known = |fact: usize| {
            let moves = node.states[fact] == State::Moves && self.task.effort[fact].is_some();
            moves && !self.changed(node, fact)
        };
        let mut open: Vec<usize> = (0..node.states.len())
            .filter(|&fact| node.states[fact] == State::Open || half_known(fact))
            .collect();
        open.sort_by_key(|fact| std::cmp::Reverse(effort(fact)));
        for &fact in &open {
            let own = indexes(&set.facts[fact].variables);
            let kept = witness[own.clone()].to_vec();
            for variable in own.clone() {
                let left = self.task.left[variable];
                if left >> witness[variable] & 1 == 0 {
                    let home = left & node.domain[variable];
                    witness[variable] = cells(home).next().unwrap_or(0);
                }
            }
            evaluate(set, &witness, &mut point);
            if !self
                .task
                .goal
                .met_by(set.rules[usize::from(point.rule)].recommend)
            {
                witness[own].copy_from_slice(&kept);
            }
        }
        let spent: u32 = (0..node.states.len())
            .filter(|&fact| outside(fact, &witness).is_some())
            .map(|fact| effort(&fact))
            .sum();
        let changed = open.iter().find_map(|&fact| outside(fact, &witness));
        let changes = |fact: &u16| outside(usize::from(*fact), &witness).is_some();
        let barred = self
            .task
            .barred
            .iter()
            .any(|barred| barred.iter().all(changes));
        match changed {
            Some(variable) if barred || spent > self.budget.effort => {
                Some(Attempt::Change(variable, !self.task.left[variable]))
            }
            _ => Some(Attempt::Plan(
                witness.iter().map(|cell| 1 << cell).collect(),
            )),
        }
    }

    /// A variable to move for the goal in a scene, and the cells that serve it.
    fn pick(&self, node: &Node, scene: &Scene) -> Option<(usize, u64)> {
        let set = self.task.set;
        let rule = may_fire(&scene.reach.rules)
            .into_iter()
            .map(usize::from)
            .find(|&rule| self.task.goal.met_by(set.rules[rule].recommend))?;
        let prices: Vec<u64> = self
            .prices(node, self.budget.provided.is_none())
            .into_iter()
            .map(u64::from)
            .collect();
        let price =
            |variable: usize| prices[usize::from(set.variables[variable].fact)].saturating_add(1);
        let own = set.rules[rule]
            .when
            .as_ref()
            .and_then(|when| self.lever(scene, when, true, &price));
        let earlier = || {
            let before = set.rules[..rule]
                .iter()
                .filter_map(|rule| rule.when.as_ref());
            before
                .into_iter()
                .find_map(|when| self.lever(scene, when, false, &price))
        };
        let any = || {
            let open = |cells: &u64| !cells.is_power_of_two();
            let variable = scene.reach.cells.iter().position(open)?;
            let cells = scene.reach.cells[variable];
            Some((variable, cells & cells.wrapping_neg()))
        };
        own.or_else(earlier).or_else(any)
    }

    /// What can make a condition come out as wanted that does not yet with nothing further moved.
    fn lever(
        &self,
        scene: &Scene,
        condition: &Condition,
        want: bool,
        price: &dyn Fn(usize) -> u64,
    ) -> Option<(usize, u64)> {
        let wanted = Truth::from(want);
        let now = condition.truth(&scene.home.certain());
        if now == wanted || condition.truth(&scene.reach.certain()) == !wanted {
            return None;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts
                .iter()
                .find_map(|part| self.lever(scene, part, want, price)),
            Condition::Not(part) => self.lever(scene, part, !want, price),
            Condition::Gate(gate) => self.lever(
                scene,
                &self.task.set.gates[usize::from(*gate)].when,
                want,
                price,
            ),
            Condition::Fact(test) => {
                let variable = usize::from(test.variable);
                let reach = scene.reach.cells[variable];
                let serving = reach & if want { test.cells } else { !test.cells };
                (serving != 0 && serving != reach).then_some((variable, serving))
            }
            Condition::Score(test) => {
                let score = scene.home.scores.of(test.of);
                let up = match want {
                    true => i32::from(score.low) < test.low,
                    false => test.high < 1000,
                };
                let towards = |up: bool| self.search.toward(&scene.reach, test.of, up, price);
                towards(up)
                    .or_else(|| self.cap(scene, test.of, price))
                    .or_else(|| towards(!up))
            }
        }
    }

    /// Where only the cap of a gate holds a score back, or could.
    fn cap(
        &self,
        scene: &Scene,
        of: ScoreRef,
        price: &dyn Fn(usize) -> u64,
    ) -> Option<(usize, u64)> {
        let ScoreRef::Rubric(rubric) = of else {
            return None;
        };
        let set = self.task.set;
        set.rubrics[usize::from(rubric)]
            .caps
            .iter()
            .find_map(|&gate| {
                let when = &set.gates[usize::from(gate)].when;
                self.lever(scene, when, false, price)
                    .or_else(|| self.lever(scene, when, true, price))
            })
    }
}

/// The tests of scores in a condition, and how each should come out.
fn score_tests(condition: &Condition, want: bool, tests: &mut Vec<(ScoreTest, bool)>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| score_tests(part, want, tests));
        }
        Condition::Not(part) => score_tests(part, !want, tests),
        Condition::Score(test) => tests.push((*test, want)),
        Condition::Fact(_) | Condition::Gate(_) => {}
    }
}
