//! What to decide next: what serves the goal in a scene where it does not hold yet.

use super::super::decide::may_fire;
use super::super::point::{Point, evaluate};
use super::super::search::Found;
use super::scenes::{Attempt, Node, PROOF_STEPS, Scene, Scenes, State};
use crate::rubric::condition::{Condition, ScoreRef, Truth};
use crate::rubric::fact::cells;
use crate::rubric::indexes;

impl Scenes<'_> {
    /// Whether something unknown is still at the plan's choice.
    pub(super) fn chooses(&self, node: &Node) -> bool {
        (0..node.states.len()).any(|fact| {
            let mut own = indexes(&self.task.set.facts[fact].variables);
            node.states[fact] == State::Moves
                && own.any(|variable| !node.domain[variable].is_power_of_two())
        })
    }

    /// Asks the search for the goal among everything in reach. What it finds changes more than it need:
    /// as much as possible is set back, the dearest first. Within the budget that is a plan; if not, one
    /// of its changes is what to decide next.
    pub(super) fn by_witness(&mut self, node: &Node, scene: &Scene) -> Option<Attempt> {
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
    pub(super) fn pick(&self, node: &Node, scene: &Scene) -> Option<(usize, u64)> {
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
