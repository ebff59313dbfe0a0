//! Scenes: completions of the unknown facts in which a plan must hold, each looked at again under every
//! node of the search, as far as it has changed.

use super::super::point::{Point, evaluate};
use super::scenes::{Node, Scene, Scenes, Seen, State};
use crate::rubric::condition::{Condition, ScoreTest};
use crate::rubric::fact::cells;
use std::rc::Rc;

impl Scenes<'_> {
    /// A scene as it is under a node.
    pub(super) fn sync(&self, node: &mut Node, place: usize) -> Rc<Scene> {
        while node.scenes.len() < self.scenes.len() {
            let scene = Rc::new(self.scene(node, node.scenes.len()));
            let upto = node.touched.len();
            node.scenes.push(Seen { scene, upto });
        }
        let (mut reach, mut home) = (Vec::new(), Vec::new());
        let seen = &node.scenes[place];
        for &variable in &node.touched[seen.upto..] {
            let variable = usize::from(variable);
            let (reached, at_home) = self.scene_cells(node, place, variable);
            if seen.scene.reach.cells[variable] != reached {
                reach.push((variable, reached));
            }
            if seen.scene.home.cells[variable] != at_home {
                home.push((variable, at_home));
            }
        }
        let upto = node.touched.len();
        let seen = &mut node.scenes[place];
        seen.upto = upto;
        if !reach.is_empty() || !home.is_empty() {
            let scene = Rc::make_mut(&mut seen.scene);
            if !reach.is_empty() {
                self.search.set_cells(&mut scene.reach, &reach);
            }
            if !home.is_empty() {
                self.search.set_cells(&mut scene.home, &home);
            }
        }
        debug_assert!((0..node.domain.len()).all(|variable| {
            let scene = &node.scenes[place].scene;
            let at = (scene.reach.cells[variable], scene.home.cells[variable]);
            self.scene_cells(node, place, variable) == at
        }));
        Rc::clone(&node.scenes[place].scene)
    }

    pub(super) fn look(&self, node: &mut Node) {
        for place in 0..self.scenes.len() {
            self.sync(node, place);
        }
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
    pub(super) fn adverse(&mut self, node: &Node, plan: &[u64], mut witness: Vec<u8>) -> usize {
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
