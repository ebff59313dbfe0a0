//! What a plan has cost so far, what it can still pay for, and the least that is still to come.

use super::bound::{NEVER, Prices};
use super::scenes::{Node, Scene, Scenes, State};
use crate::rubric::indexes;

impl Scenes<'_> {
    /// Effort spent and facts provided so far.
    pub(super) fn spent(&self, node: &Node) -> (u32, u32) {
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
    pub(super) fn unknown(&self, fact: usize) -> bool {
        let mut own = indexes(&self.task.set.facts[fact].variables);
        own.any(|variable| !self.task.left[variable].is_power_of_two())
    }

    /// Whether a fact that moves leaves what the profile says.
    pub(super) fn changed(&self, node: &Node, fact: usize) -> bool {
        let mut own = indexes(&self.task.set.facts[fact].variables);
        own.any(|variable| node.domain[variable] & self.task.left[variable] == 0)
    }

    /// Whether a fact can still leave what the profile says of it.
    pub(super) fn may_change(&self, node: &Node, fact: usize) -> bool {
        self.task.effort[fact].is_some()
            && indexes(&self.task.set.facts[fact].variables)
                .any(|variable| node.domain[variable] & !self.task.left[variable] != 0)
    }

    /// What the budget does not pay for any more stays.
    pub(super) fn freeze(&mut self, node: &mut Node) {
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
                node.touch(&self.task.set.facts[fact].variables);
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
    pub(super) fn is_barred(&self, node: &Node) -> bool {
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
    pub(super) fn affordable(
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
    pub(super) fn least(&self, scene: &Scene, price: &[u32]) -> u32 {
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
    pub(super) fn prices(&self, node: &Node, in_effort: bool) -> Vec<u32> {
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
}
