//! Scores completions of one profile that differ in little: a change of one fact works out anew only
//! what reads it.

use super::live::Live;
use super::point::{MISSING, Point, holds, rubric_score, score_of};
use crate::rubric::condition::{Condition, ScoreRef};
use crate::rubric::fact::cells;
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, share_points};
use crate::rubric::{RubricSet, indexes};

/// Evaluates completions, a fact at a time.
pub(super) struct Walker<'w> {
    live: &'w Live<'w>,
    /// The cells that are left of each variable.
    left: &'w [u64],
    /// Where each variable is read.
    readers: Vec<Readers>,
    /// The completion that the rest is about; none yet.
    at: Vec<u8>,
    criteria: Vec<State>,
    /// The sum and the weight of each dimension.
    sums: Vec<(u64, u64)>,
    steps: Steps,
    point: Point,
}

/// Where open tests of each score change: the least score of every stretch on which they are the same.
struct Steps {
    dimensions: Vec<Vec<u16>>,
    rubrics: Vec<Vec<u16>>,
    worst: Vec<Vec<u16>>,
    /// The rubrics whose scores are looked at.
    live: Vec<bool>,
}

/// Where a variable is read.
#[derive(Clone, Default)]
struct Readers {
    /// Criteria that look up its cell, and what one step of it adds to the index.
    tables: Vec<(usize, u32)>,
    /// Criteria that count it.
    shares: Vec<usize>,
    /// Whether an open condition tests it.
    tested: bool,
}

/// Where a criterion stands.
#[derive(Clone, Copy, Default)]
struct State {
    index: u32,
    /// Options of a share that hold.
    held: usize,
    points: u8,
}

impl<'w> Walker<'w> {
    /// For the completions of what is left; `live` is what that leaves open.
    pub(super) fn new(live: &'w Live<'w>, left: &'w [u64]) -> Self {
        let set = live.set;
        Self {
            live,
            left,
            readers: readers(live),
            at: Vec::new(),
            criteria: vec![State::default(); set.criteria.len()],
            sums: vec![(0, 0); set.dimensions.len()],
            steps: Steps::new(live),
            point: live.point(),
        }
    }

    /// The completion that the walker stands at.
    pub(super) fn at(&self) -> &[u8] {
        &self.at
    }

    /// Goes to a completion; the recommendation that it gets.
    pub(super) fn go(&mut self, to: &[u8]) -> u16 {
        if self.at != to {
            self.start(to);
        }
        self.recommendation()
    }

    /// Whether some value of a fact gets another recommendation than a completion does, all else equal.
    pub(super) fn near(&mut self, fact: u16, at: &[u8]) -> bool {
        self.go(at);
        self.toward(fact, None)
    }

    /// Moves one fact so that a score goes furthest up or down with the recommendation kept; without a
    /// score not at all. Whether some value of the fact does not keep it.
    pub(super) fn toward(&mut self, fact: u16, goal: Option<(ScoreRef, bool)>) -> bool {
        let recommendation = self.recommendation();
        let mut pivotal = false;
        for variable in indexes(&self.live.set.facts[usize::from(fact)].variables) {
            let kept = self.at[variable];
            let mut best: Option<(u16, u8)> = None;
            for cell in cells(self.left[variable]) {
                self.set(variable, cell);
                if self.recommendation() == recommendation {
                    let away = goal.map_or(0, |(of, up)| {
                        let score = self.point.score(of);
                        if up { u16::MAX - score } else { score }
                    });
                    if best.is_none_or(|(least, _)| away < least) {
                        best = Some((away, cell));
                    }
                } else {
                    pivotal = true;
                    if goal.is_none() {
                        break;
                    }
                }
            }
            let best = best.filter(|_| goal.is_some());
            self.set(variable, best.map_or(kept, |(_, cell)| cell));
        }
        pivotal
    }

    /// The rule that fires.
    pub(super) fn rule(&self) -> u16 {
        self.point.rule
    }

    fn recommendation(&self) -> u16 {
        self.live.set.rules[usize::from(self.point.rule)].recommend
    }

    fn start(&mut self, at: &[u8]) {
        at.clone_into(&mut self.at);
        let set = self.live.set;
        self.sums.fill((0, 0));
        for (number, criterion) in set.criteria.iter().enumerate() {
            let (reads, held) = match &criterion.scale {
                Scale::Table { attributes, .. } => (&attributes.reads, 0),
                Scale::Share { variables, applies } => {
                    let held = |variable: &&u16| at[usize::from(**variable)] == 1;
                    (&applies.reads, variables.iter().filter(held).count())
                }
            };
            let step = |read: &Read| read.stride * u32::from(at[usize::from(read.variable)]);
            self.criteria[number] = State {
                index: reads.iter().map(step).sum(),
                held,
                points: NOT_APPLICABLE,
            };
            self.rescore(number);
        }
        for dimension in 0..set.dimensions.len() {
            self.dimension(dimension);
        }
        self.conclude();
    }

    /// Gives a variable another cell.
    fn set(&mut self, variable: usize, cell: u8) {
        let was = std::mem::replace(&mut self.at[variable], cell);
        if was == cell {
            return;
        }
        let mut crossed = self.readers[variable].tested;
        for place in 0..self.readers[variable].tables.len() {
            let (criterion, stride) = self.readers[variable].tables[place];
            let state = &mut self.criteria[criterion];
            state.index = state.index + stride * u32::from(cell) - stride * u32::from(was);
            crossed |= self.crosses(criterion);
        }
        for place in 0..self.readers[variable].shares.len() {
            let criterion = self.readers[variable].shares[place];
            let state = &mut self.criteria[criterion];
            state.held = state.held + usize::from(cell == 1) - usize::from(was == 1);
            crossed |= self.crosses(criterion);
        }
        if crossed {
            self.conclude();
        }
    }

    /// Works out a criterion anew, and the scores that it is part of. Whether a test of one comes out
    /// otherwise.
    fn crosses(&mut self, criterion: usize) -> bool {
        if !self.rescore(criterion) {
            return false;
        }
        let live = self.live;
        let number = usize::from(live.set.criteria[criterion].dimension);
        let was = self.point.dimensions[number];
        self.dimension(number);
        let steps = &self.steps;
        let now = self.point.dimensions[number];
        if now == was {
            return false;
        }
        if crosses(&steps.dimensions[number], was, now) {
            return true;
        }
        // No gate changes, so the rubric's score is what it will be.
        let rubric = usize::from(live.set.dimensions[number].rubric);
        if !steps.live[rubric] {
            return false;
        }
        let (score, worst) = (self.point.rubrics[rubric], self.point.worst[rubric]);
        rubric_score(live.set, rubric, &mut self.point);
        crosses(&steps.rubrics[rubric], score, self.point.rubrics[rubric])
            || crosses(&steps.worst[rubric], worst, self.point.worst[rubric])
    }

    /// Works out a criterion's points anew, and its dimension's sums. Whether they change.
    fn rescore(&mut self, number: usize) -> bool {
        let criterion = &self.live.set.criteria[number];
        let state = &mut self.criteria[number];
        let index = state.index as usize;
        let points = match &criterion.scale {
            Scale::Table { points, .. } => points[index],
            Scale::Share { variables, applies } if applies.entries[index] == 1 => {
                share_points(state.held, variables.len())
            }
            Scale::Share { .. } => NOT_APPLICABLE,
        };
        let was = std::mem::replace(&mut state.points, points);
        let weight = u64::from(criterion.weight);
        let (sum, all) = &mut self.sums[usize::from(criterion.dimension)];
        if points != NOT_APPLICABLE {
            *sum += weight * u64::from(points);
            *all += weight;
        }
        if was != NOT_APPLICABLE {
            *sum -= weight * u64::from(was);
            *all -= weight;
        }
        points != was
    }

    fn dimension(&mut self, number: usize) {
        let (sum, weight) = self.sums[number];
        self.point.dimensions[number] = score_of(sum, weight, 10);
    }

    /// Gates, rubrics and the rule from the dimensions.
    fn conclude(&mut self) {
        let (live, point) = (self.live, &mut self.point);
        for (gate, when) in &live.gates {
            point.gates[*gate] = holds(when, &self.at, point);
        }
        for &rubric in &live.rubrics {
            rubric_score(live.set, rubric, point);
        }
        let mut rules = live.rules.iter();
        let fired = rules.find(|(_, when)| holds(when, &self.at, point));
        point.rule = fired.map_or(live.last, |(rule, _)| *rule);
    }
}

impl Steps {
    fn new(live: &Live<'_>) -> Self {
        let set = live.set;
        let mut steps = Self {
            dimensions: vec![Vec::new(); set.dimensions.len()],
            rubrics: vec![Vec::new(); set.rubrics.len()],
            worst: vec![Vec::new(); set.rubrics.len()],
            live: vec![false; set.rubrics.len()],
        };
        live.rubrics
            .iter()
            .for_each(|&rubric| steps.live[rubric] = true);
        let gates = live.gates.iter().map(|(_, when)| when);
        let rules = live.rules.iter().map(|(_, when)| when);
        gates.chain(rules).for_each(|when| steps.add(when));
        steps
    }

    fn add(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.add(part));
            }
            Condition::Not(part) => self.add(part),
            Condition::Fact(_) | Condition::Gate(_) => {}
            Condition::Score(test) => {
                let own = match test.of {
                    ScoreRef::Dimension(dimension) => &mut self.dimensions[usize::from(dimension)],
                    ScoreRef::Rubric(rubric) => &mut self.rubrics[usize::from(rubric)],
                    ScoreRef::Worst(rubric) => &mut self.worst[usize::from(rubric)],
                };
                // The last: a score that is missing passes no test.
                let ends = [test.low, test.high.saturating_add(1), 1001];
                own.extend(ends.map(|end| u16::try_from(end.clamp(0, 1001)).unwrap_or(MISSING)));
                own.sort_unstable();
                own.dedup();
            }
        }
    }
}

/// Whether a step lies between two scores.
fn crosses(steps: &[u16], was: u16, now: u16) -> bool {
    steps.iter().any(|&step| (was < step) != (now < step))
}

fn readers(live: &Live<'_>) -> Vec<Readers> {
    let set: &RubricSet = live.set;
    let mut readers = vec![Readers::default(); set.variables.len()];
    for (number, criterion) in set.criteria.iter().enumerate() {
        let reads = match &criterion.scale {
            Scale::Table { attributes, .. } => &attributes.reads,
            Scale::Share { variables, applies } => {
                for &variable in variables {
                    readers[usize::from(variable)].shares.push(number);
                }
                &applies.reads
            }
        };
        for read in reads {
            let own = &mut readers[usize::from(read.variable)];
            own.tables.push((number, read.stride));
        }
    }
    let rules = live.rules.iter().map(|(_, when)| when);
    let conditions: Vec<&Condition> = live
        .gates
        .iter()
        .map(|(_, when)| when)
        .chain(rules)
        .collect();
    for condition in conditions {
        condition.each_fact(&mut |test| readers[usize::from(test.variable)].tested = true);
    }
    readers
}

#[cfg(test)]
mod tests {
    use super::{Walker, crosses};
    use crate::assess::live::Live;
    use crate::assess::live::made::{open, partly};
    use crate::assess::point::{Point, evaluate};
    use crate::assess::random::SplitMix64;
    use crate::assess::search::Search;
    use crate::rubric::condition::ScoreRef;
    use crate::rubric::fact::cells;
    use crate::source::shipped;

    #[test]
    fn a_step_is_crossed_by_reaching_it_and_by_leaving_it_downward() {
        let steps = [100, 500];
        for (one, other, expected) in [
            (499, 500, true),
            (500, 501, false),
            (400, 499, false),
            (100, 100, false),
            (99, 501, true),
            (0, 99, false),
        ] {
            assert_eq!(crosses(&steps, one, other), expected, "{one} {other}");
            assert_eq!(crosses(&steps, other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn step_by_step_the_figures_are_those_of_the_whole() {
        let set = shipped::rubric_set();
        let mut random = SplitMix64::new(1);
        let mut point = Point::new(&set);
        let rubrics = 0..u16::try_from(set.rubrics.len()).expect("few");
        let goals: Vec<ScoreRef> = rubrics
            .flat_map(|rubric| [ScoreRef::Rubric(rubric), ScoreRef::Worst(rubric)])
            .collect();
        let (mut rules, mut steps) = (vec![false; set.rules.len()], 0);
        for unknown in [20, 40, 60, 100].repeat(5) {
            let left = partly(&set, unknown, &mut random);
            let bounds = Search::new(&set).bounds(&left);
            let (fires, variables) = open(&set, &bounds);
            let live = Live::new(&set, &bounds, &fires, &goals);
            let mut walker = Walker::new(&live, &left);
            let first = |left: &u64| cells(*left).next().expect("one is left");
            walker.go(&left.iter().map(first).collect::<Vec<u8>>());
            for _ in 0..300 {
                let Some(most) = u32::try_from(variables.len()).ok().filter(|&most| most > 0)
                else {
                    break;
                };
                let variable = variables[random.below(most) as usize];
                let kept: Vec<u8> = cells(left[variable]).collect();
                let cell = random.below(u32::try_from(kept.len()).expect("few"));
                walker.set(variable, kept[cell as usize]);
                evaluate(&set, &walker.at, &mut point);
                assert_eq!(walker.rule(), point.rule);
                for &goal in &goals {
                    assert_eq!(walker.point.score(goal), point.score(goal));
                }
                rules[usize::from(point.rule)] = true;
                steps += 1;
            }
        }
        assert!(steps > 1000 && rules.iter().filter(|met| **met).count() > 5);
    }
}
