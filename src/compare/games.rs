//! What each changed fact contributes to a score's move: its Shapley value in the game in which a coalition
//! of them has changed and the others have not. Its worth is the score's estimate before rounding and caps.
//!
//! A weighted mean is a sum over criteria, and the values of a sum of games are the sums of their values; so
//! each criterion is a game of its own, between the facts that it reads and those that decide which criteria
//! and dimensions count.

use super::shapley::{MOST_PLAYERS, shapley};
use crate::assess::criterion::criterion;
use crate::rubric::readers::facts_of_criterion;
use crate::rubric::{Aggregate, HigherIs, RubricSet, indexes};
use std::collections::{BTreeMap, BTreeSet};

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
pub(super) struct Games<'s> {
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
    pub(super) fn new(
        set: &'s RubricSet,
        cells: (&[u64], &[u64]),
        changed: &BTreeSet<u16>,
    ) -> Self {
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
    pub(super) fn rubric(&self, number: usize) -> Option<BTreeMap<u16, f64>> {
        let rubric = &self.set.rubrics[number];
        let dimensions: Vec<usize> = indexes(&rubric.dimensions).collect();
        match rubric.aggregate {
            Aggregate::Mean => self.mean(&dimensions),
            Aggregate::Worst => self.worst(&dimensions, rubric.higher_is),
        }
    }

    /// What each changed fact contributes to the weighted mean of some dimensions; none where that cannot
    /// be shared out.
    pub(super) fn mean(&self, dimensions: &[usize]) -> Option<BTreeMap<u16, f64>> {
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
