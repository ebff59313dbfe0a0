//! Two profiles of one company: which facts changed, what moved the scores, and what turned the
//! recommendation.
//!
//! A score's move is shared out among the changed facts by their Shapley values in the game in which a
//! coalition of them has changed and the others have not. Its worth is the score's estimate before rounding
//! and caps. A weighted mean is a sum over criteria, and the values of a sum of games are the sums of their
//! values; so each criterion is a game of its own, between the facts that it reads and those that decide
//! which criteria and dimensions count.

use super::shapley::{MOST_PLAYERS, shapley};
use crate::assess::Assessment;
use crate::assess::outlook::outlook;
use crate::assess::plan::risk::leads;
use crate::assess::range::{Score, criterion};
use crate::profile::Answers;
use crate::rubric::condition::Truth;
use crate::rubric::readers::facts_of_criterion;
use crate::rubric::{Aggregate, HigherIs, RubricSet, indexes};
use std::collections::{BTreeMap, BTreeSet};

/// A profile and its assessment.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a, 's> {
    /// What is known.
    pub answers: &'a Answers<'s>,
    /// What comes of it.
    pub assessment: &'a Assessment,
}

/// What lies between two profiles.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The facts of which they say something else, by number.
    pub changed: Vec<Changed>,
    /// Each rubric's score.
    pub rubrics: Vec<Move>,
    /// Each dimension's score.
    pub dimensions: Vec<Move>,
    /// The gates whose state is another, by number.
    pub gates: Vec<usize>,
    /// What turned the leading recommendation; none where it is the same.
    pub cause: Option<Cause>,
}

/// A fact of which two profiles say something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// By number.
    pub fact: u16,
    /// Whether anything in the rubric set tells the two apart.
    pub told_apart: bool,
}

/// How a score moved, in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// From the shown estimate before to that after; none where one of them has no score.
    pub by: Option<i32>,
    /// What each fact contributed, largest first, ties by number; those that contributed nothing are left out.
    pub contributions: Vec<(u16, i32)>,
    /// Caps, rounding and bounds: with it the contributions add up to the move.
    pub rest: i32,
    /// Whether the move was shared out. It is not where more than 16 changed facts decide together what
    /// counts, or where some of them alone would leave nothing that counts: then all of it is rest.
    pub shared_out: bool,
}

/// Changed facts that turn the recommendation by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// By number: with these as they are after, and all others as they were before, what leads is what leads
    /// after.
    pub facts: Vec<u16>,
    /// Whether it is proved that no part of them does; else none of them can be left out alone.
    pub minimal: bool,
    /// The rule that carries most of it then; it may be another than after all have changed.
    pub rule: u16,
}

/// Compares two profiles.
#[must_use]
pub fn compare(set: &RubricSet, before: Side<'_, '_>, after: Side<'_, '_>) -> Comparison {
    let cells = (&*before.answers.cells, &*after.answers.cells);
    let differ = |fact: usize| {
        let own = indexes(&set.facts[fact].variables);
        cells.0[own.clone()] != cells.1[own]
    };
    let stated =
        |side: Side<'_, '_>, fact: usize| side.answers.stated[fact].value.clone().into_owned();
    let changed: Vec<Changed> = (0_u16..)
        .zip(&set.facts)
        .filter_map(|(number, _)| {
            let fact = usize::from(number);
            let told_apart = differ(fact);
            let other = told_apart || stated(before, fact) != stated(after, fact);
            other.then_some(Changed {
                fact: number,
                told_apart,
            })
        })
        .collect();
    let players: BTreeSet<u16> = changed
        .iter()
        .filter(|changed| changed.told_apart)
        .map(|changed| changed.fact)
        .collect();
    let games = Games::new(set, cells, &players);
    let (was, is) = (before.assessment, after.assessment);
    let rubrics = (0..set.rubrics.len())
        .map(|number| {
            Move::new(
                (&was.rubrics[number], &is.rubrics[number]),
                games.rubric(number),
            )
        })
        .collect();
    let dimensions = (0..set.dimensions.len())
        .map(|number| {
            let scores = (&was.dimensions[number], &is.dimensions[number]);
            Move::new(scores, games.mean(&[number]))
        })
        .collect();
    let gates = |states: &[Truth], number: usize| states[number];
    Comparison {
        rubrics,
        dimensions,
        gates: (0..set.gates.len())
            .filter(|&number| gates(&was.gates, number) != gates(&is.gates, number))
            .collect(),
        cause: (was.leading() != is.leading())
            .then(|| Turning::new(set, cells, is).cause(&players)),
        changed,
    }
}

impl Move {
    fn new((before, after): (&Score, &Score), values: Option<BTreeMap<u16, f64>>) -> Self {
        let (Some(from), Some(to)) = (before.estimate, after.estimate) else {
            return Self {
                by: None,
                contributions: Vec::new(),
                rest: 0,
                shared_out: true,
            };
        };
        let by = (i32::from(to) - i32::from(from)) * 10;
        let shared_out = values.is_some();
        let mut contributions: Vec<(u16, i32)> = values
            .unwrap_or_default()
            .into_iter()
            .map(|(fact, points)| (fact, hundredths(points)))
            .filter(|(_, points)| *points != 0)
            .collect();
        contributions.sort_by_key(|&(fact, points)| (-points.abs(), fact));
        let explained: i32 = contributions.iter().map(|(_, points)| points).sum();
        Self {
            by: Some(by),
            contributions,
            rest: by - explained,
            shared_out,
        }
    }
}

fn hundredths(points: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 100 points")]
    let whole = (points * 100.0).round() as i32;
    whole
}

/// One criterion between two profiles: its part in a score for every coalition of the changed facts that it
/// reads.
struct Game {
    /// The changed facts that it reads, ascending.
    players: Vec<u16>,
    /// By coalition: the probability that it applies, and its mean points where it does.
    states: Vec<(f64, f64)>,
    weight: f64,
    /// The players that decide whether it applies.
    deciding: BTreeSet<u16>,
}

/// Every criterion's game; none where too many changed facts meet in it.
struct Games<'s> {
    set: &'s RubricSet,
    criteria: Vec<Option<Game>>,
}

/// The coalition of `own` players within one of `all`, both ascending.
fn project(coalition: u32, all: &[u16], own: &[u16]) -> usize {
    let mut projected = 0;
    for (bit, fact) in own.iter().enumerate() {
        if let Ok(place) = all.binary_search(fact) {
            projected |= (coalition as usize >> place & 1) << bit;
        }
    }
    projected
}

impl Game {
    fn new(
        set: &RubricSet,
        number: usize,
        (before, after): (&[u64], &[u64]),
        changed: &BTreeSet<u16>,
    ) -> Option<Self> {
        let reads = facts_of_criterion(set, number);
        let players: Vec<u16> = reads.intersection(changed).copied().collect();
        if players.len() > MOST_PLAYERS {
            return None;
        }
        let state = |coalition: usize| {
            let mut cells = before.to_vec();
            for (bit, &fact) in players.iter().enumerate() {
                if coalition >> bit & 1 == 1 {
                    let own = indexes(&set.facts[usize::from(fact)].variables);
                    cells[own.clone()].copy_from_slice(&after[own]);
                }
            }
            let score = criterion(&set.criteria[number], &set.variables, &cells);
            (score.probability(), score.estimate().unwrap_or(0.0))
        };
        let states: Vec<(f64, f64)> = (0..1 << players.len()).map(state).collect();
        let decides = |bit: usize| {
            (0..states.len()).any(|coalition| {
                let (with, without) = (states[coalition | 1 << bit].0, states[coalition].0);
                with.total_cmp(&without).is_ne()
            })
        };
        let deciding = (0..players.len()).filter(|&bit| decides(bit));
        Some(Self {
            deciding: deciding.map(|bit| players[bit]).collect(),
            weight: f64::from(set.criteria[number].weight),
            players,
            states,
        })
    }
}

/// The criteria of one dimension.
struct Group<'g> {
    games: Vec<&'g Game>,
    weight: f64,
    /// The changed facts that decide which of its criteria count.
    deciding: BTreeSet<u16>,
}

impl Group<'_> {
    /// The summed weights of what applies for a coalition.
    fn applying(&self, coalition: u32, players: &[u16]) -> f64 {
        let part = |game: &&Game| {
            let state = project(coalition, players, &game.players);
            game.weight * game.states[state].0
        };
        self.games.iter().map(part).sum()
    }

    /// The mean for a coalition, if anything applies.
    fn mean(&self, coalition: u32, players: &[u16]) -> Option<f64> {
        let part = |game: &&Game| {
            let (applies, points) = game.states[project(coalition, players, &game.players)];
            game.weight * applies * points
        };
        let all = self.applying(coalition, players);
        (all > 0.0).then(|| self.games.iter().map(part).sum::<f64>() / all)
    }

    /// Whether something applies for each coalition of the facts that decide about it; none where they
    /// are too many.
    fn existence(&self) -> Option<(bool, bool)> {
        let players: Vec<u16> = self.deciding.iter().copied().collect();
        if players.len() > MOST_PLAYERS {
            return None;
        }
        let exists = |coalition: u32| self.applying(coalition, &players) > 0.0;
        let mut all = (0..1_u32 << players.len()).map(exists);
        let first = all.next().unwrap_or(false);
        Some((first, all.all(|other| other == first)))
    }
}

impl<'s> Games<'s> {
    fn new(set: &'s RubricSet, cells: (&[u64], &[u64]), changed: &BTreeSet<u16>) -> Self {
        let game = |number: usize| Game::new(set, number, cells, changed);
        Self {
            set,
            criteria: (0..set.criteria.len()).map(game).collect(),
        }
    }

    fn group(&self, dimension: usize) -> Option<Group<'_>> {
        let dimension = &self.set.dimensions[dimension];
        let games: Option<Vec<&Game>> = self.criteria[indexes(&dimension.criteria)]
            .iter()
            .map(Option::as_ref)
            .collect();
        let games = games?;
        Some(Group {
            weight: f64::from(dimension.weight),
            deciding: games
                .iter()
                .flat_map(|game| game.deciding.clone())
                .collect(),
            games,
        })
    }

    /// What each changed fact contributes to a rubric.
    fn rubric(&self, number: usize) -> Option<BTreeMap<u16, f64>> {
        let rubric = &self.set.rubrics[number];
        let dimensions: Vec<usize> = indexes(&rubric.dimensions).collect();
        match rubric.aggregate {
            Aggregate::Mean => self.mean(&dimensions),
            Aggregate::Worst => self.worst(&dimensions, rubric.higher_is),
        }
    }

    /// What each changed fact contributes to the weighted mean of some dimensions; none where that cannot
    /// be shared out.
    fn mean(&self, dimensions: &[usize]) -> Option<BTreeMap<u16, f64>> {
        let groups: Option<Vec<Group<'_>>> = dimensions
            .iter()
            .map(|&number| self.group(number))
            .collect();
        let groups = groups?;
        // The facts that decide which dimensions count.
        let mut joint: BTreeSet<u16> = BTreeSet::new();
        let (mut always, mut sometimes) = (0.0, Vec::new());
        for group in &groups {
            match group.existence()? {
                (true, true) => always += group.weight,
                (false, true) => {}
                (_, false) => {
                    joint.extend(&group.deciding);
                    sometimes.push(group);
                }
            }
        }
        let weight = |coalition: u32, players: &[u16]| {
            let counts = |group: &&&Group<'_>| group.applying(coalition, players) > 0.0;
            let more = sometimes.iter().filter(counts).map(|group| group.weight);
            always + more.sum::<f64>()
        };
        let all: Vec<u16> = joint.iter().copied().collect();
        if all.len() > MOST_PLAYERS || (0..1_u32 << all.len()).any(|one| weight(one, &all) <= 0.0) {
            return None;
        }
        let mut values: BTreeMap<u16, f64> = BTreeMap::new();
        for group in &groups {
            for game in &group.games {
                let mut players: BTreeSet<u16> = &joint | &group.deciding;
                players.extend(&game.players);
                let players: Vec<u16> = players.into_iter().collect();
                if players.len() > MOST_PLAYERS {
                    return None;
                }
                let own = shapley(players.len(), |coalition| {
                    let (applies, points) =
                        game.states[project(coalition, &players, &game.players)];
                    let applying = group.applying(coalition, &players);
                    if applying > 0.0 {
                        let part = game.weight * applies * points / applying;
                        part * group.weight / weight(coalition, &players)
                    } else {
                        0.0
                    }
                });
                for (fact, value) in players.into_iter().zip(own) {
                    *values.entry(fact).or_default() += value;
                }
            }
        }
        Some(values)
    }

    /// What each changed fact contributes to the worst of some dimensions; none where that cannot be
    /// shared out.
    fn worst(&self, dimensions: &[usize], higher_is: HigherIs) -> Option<BTreeMap<u16, f64>> {
        let groups: Option<Vec<Group<'_>>> = dimensions
            .iter()
            .map(|&number| self.group(number))
            .collect();
        let groups = groups?;
        let games = groups.iter().flat_map(|group| &group.games);
        let players: BTreeSet<u16> = games.flat_map(|game| game.players.clone()).collect();
        let players: Vec<u16> = players.into_iter().collect();
        if players.len() > MOST_PLAYERS {
            return None;
        }
        let worth = |coalition: u32| {
            let means = groups
                .iter()
                .filter_map(|group| group.mean(coalition, &players));
            match higher_is {
                HigherIs::Better => means.reduce(f64::min),
                HigherIs::Worse => means.reduce(f64::max),
            }
        };
        if (0..1_u32 << players.len()).any(|coalition| worth(coalition).is_none()) {
            return None;
        }
        let own = shapley(players.len(), |coalition| worth(coalition).unwrap_or(0.0));
        Some(players.into_iter().zip(own).collect())
    }
}

/// The most facts of a cause of which every part is tried.
const PROVED: usize = 6;

/// The search for the facts that turn the recommendation.
struct Turning<'c> {
    set: &'c RubricSet,
    before: &'c [u64],
    after: &'c [u64],
    /// The weight that hangs on each fact after, over all rubrics.
    weights: Vec<f64>,
    /// What leads after.
    target: u16,
}

impl<'c> Turning<'c> {
    fn new(set: &'c RubricSet, (before, after): (&'c [u64], &'c [u64]), is: &Assessment) -> Self {
        Self {
            set,
            before,
            after,
            weights: is.fact_weights(set),
            target: is.leading(),
        }
    }

    /// Whether it turns where only these facts have changed.
    fn turns(&self, facts: &[u16]) -> bool {
        leads(self.set, &self.mixed(facts), &self.weights) == self.target
    }

    /// What is known where only these facts have changed.
    fn mixed(&self, facts: &[u16]) -> Vec<u64> {
        let mut cells = self.before.to_vec();
        for &fact in facts {
            let own = indexes(&self.set.facts[usize::from(fact)].variables);
            cells[own.clone()].copy_from_slice(&self.after[own]);
        }
        cells
    }

    /// Changed facts are left out, the lightest first, as long as the others turn it: half of them together,
    /// then less and less, down to single ones. Again and again, since what was needed once may not be
    /// needed when others are gone.
    fn cause(&self, changed: &BTreeSet<u16>) -> Cause {
        let mut facts: Vec<u16> = changed.iter().copied().collect();
        let weight = |fact: &u16| self.weights[usize::from(*fact)];
        facts.sort_by(|a, b| weight(a).total_cmp(&weight(b)).then(a.cmp(b)));
        let mut stretch = facts.len().div_ceil(2);
        loop {
            let left_out = self.leave_out(&mut facts, stretch);
            if stretch > 1 {
                stretch = stretch.div_ceil(2);
            } else if !left_out {
                match self.smaller(&facts) {
                    Some(smaller) => facts = smaller,
                    None => break,
                }
            }
        }
        let minimal = facts.len() <= PROVED;
        let rule = outlook(self.set, &self.mixed(&facts), &self.weights).rule;
        facts.reverse();
        Cause {
            facts,
            minimal,
            rule,
        }
    }

    /// Leaves out every stretch of facts that is not needed; whether there was one.
    fn leave_out(&self, facts: &mut Vec<u16>, stretch: usize) -> bool {
        let (before, mut place) = (facts.len(), 0);
        while place < facts.len() {
            let end = (place + stretch).min(facts.len());
            let others: Vec<u16> = [&facts[..place], &facts[end..]].concat();
            if self.turns(&others) {
                *facts = others;
            } else {
                place = end;
            }
        }
        facts.len() < before
    }

    /// The smallest part of a few facts that turns it by itself, the first by place. That none of them can
    /// be left out alone is known.
    fn smaller(&self, facts: &[u16]) -> Option<Vec<u16>> {
        if facts.len() > PROVED {
            return None;
        }
        let part = |coalition: u32| -> Vec<u16> {
            let inside = |place: &usize| coalition >> place & 1 == 1;
            let places = (0..facts.len()).filter(inside);
            places.map(|place| facts[place]).collect()
        };
        let sizes = 1..facts.len().saturating_sub(1);
        sizes
            .flat_map(|size| {
                let all = 0..1_u32 << facts.len();
                all.filter(move |coalition| coalition.count_ones() as usize == size)
            })
            .map(part)
            .find(|facts| self.turns(facts))
    }
}
