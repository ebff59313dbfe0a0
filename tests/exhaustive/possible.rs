//! Profiles of which up to 2²⁰ completions are left: possible recommendations, shares and questions are
//! what going through all of them gives.

use crate::random::Random;
use crate::{Profile, answers, profiles, recommended};
use maturity::assess::assess;
use maturity::assess::point::Point;
use maturity::rubric::fact::cells;
use maturity::rubric::{RubricSet, indexes};
use maturity::source::shipped;
use std::collections::{BTreeMap, BTreeSet};

/// The most completions that are left of a profile, for each of its turns.
const LIMITS: [u64; 4] = [1 << 12, 1 << 14, 1 << 17, 1 << 20];

/// Every completion.
struct Brute {
    /// The recommendation of each; the first open variable runs fastest.
    outcomes: Vec<u16>,
    /// The open variables, with their cells and how likely each is, in whole numbers.
    open: Vec<(usize, Vec<(u8, u128)>)>,
}

impl Brute {
    fn new(set: &RubricSet, left: &[u64]) -> Self {
        let open: Vec<(usize, Vec<(u8, u128)>)> = (0..left.len())
            .filter(|&variable| !left[variable].is_power_of_two())
            .map(|variable| {
                let own = &set.variables[variable];
                let weight = |cell: u8| u128::from(own.weight(cell, left[variable]));
                let common = cells(left[variable]).map(weight).fold(0, common_divisor);
                let parts = cells(left[variable]).map(|cell| (cell, weight(cell) / common));
                (variable, parts.collect())
            })
            .collect();
        let mut at: Vec<u8> = left
            .iter()
            .map(|cells| u8::try_from(cells.trailing_zeros()).expect("at most 64"))
            .collect();
        let mut point = Point::new(set);
        let count: usize = open.iter().map(|(_, cells)| cells.len()).product();
        let outcomes = (0..count)
            .map(|index| {
                let mut rest = index;
                for (variable, cells) in &open {
                    at[*variable] = cells[rest % cells.len()].0;
                    rest /= cells.len();
                }
                recommended(set, &at, &mut point)
            })
            .collect();
        Self { outcomes, open }
    }

    /// The weight of each recommendation, those without weight included.
    fn weights(&self) -> BTreeMap<u16, u128> {
        let mut weights = BTreeMap::new();
        for (index, &recommendation) in self.outcomes.iter().enumerate() {
            let mut rest = index;
            let mut weight = 1;
            for (_, cells) in &self.open {
                weight *= cells[rest % cells.len()].1;
                rest /= cells.len();
            }
            *weights.entry(recommendation).or_default() += weight;
        }
        weights
    }

    /// The facts for which two completions differ in them alone and get different recommendations.
    fn changing(&self, set: &RubricSet) -> BTreeSet<u16> {
        let mut changing = BTreeSet::new();
        let mut stride = 1;
        for own in self
            .open
            .chunk_by(|a, b| set.variables[a.0].fact == set.variables[b.0].fact)
        {
            let size: usize = own.iter().map(|(_, cells)| cells.len()).product();
            let with_first = |index: usize| index - index / stride % size * stride;
            let differs = |index: usize| self.outcomes[index] != self.outcomes[with_first(index)];
            if (0..self.outcomes.len()).any(differs) {
                changing.insert(set.variables[own[0].0].fact);
            }
            stride *= size;
        }
        changing
    }
}

fn common_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// The float nearest to a part of a whole.
#[expect(clippy::cast_precision_loss, reason = "exact below 2⁵³")]
fn part(weight: u128, total: u128) -> f64 {
    let common = common_divisor(weight, total);
    (weight / common) as f64 / (total / common) as f64
}

/// How many completions are left, as far as they can be counted.
fn count(left: &[u64]) -> u64 {
    let sizes = left.iter().map(|cells| u64::from(cells.count_ones()));
    sizes.fold(1, u64::saturating_mul)
}

/// Answers questions at random until few enough completions are left, of a profile of which fewer are left
/// after forgetting facts at random; if it can, so that more than one recommendation comes out.
fn narrowed(set: &RubricSet, left: &[u64], most: u64, random: &mut Random) -> Vec<u64> {
    let mut narrowed = left.to_vec();
    for turn in 0..40 {
        narrowed = left.to_vec();
        while count(&narrowed) < most {
            let pick = random.below(set.facts.len() as u64);
            for variable in indexes(&set.facts[usize::try_from(pick).expect("few")].variables) {
                narrowed[variable] = set.variables[variable].all();
            }
        }
        loop {
            let open: Vec<usize> = (0..left.len())
                .filter(|&variable| !narrowed[variable].is_power_of_two())
                .collect();
            if count(&narrowed) <= most {
                break;
            }
            let pick = random.below(open.len() as u64);
            let variable = open[usize::try_from(pick).expect("few")];
            let own = &set.variables[variable];
            narrowed[variable] = 1 << random.cell(own, narrowed[variable], turn % 2 == 0);
        }
        let mut point = Point::new(set);
        let mut at = vec![0; left.len()];
        let mut met = BTreeSet::new();
        for draw in 0..100 {
            random.completion(set, &narrowed, draw % 2 == 0, &mut at);
            met.insert(recommended(set, &at, &mut point));
        }
        if met.len() > 1 {
            break;
        }
    }
    narrowed
}

/// Compares. Says in a word what it was, and how many facts can change the recommendation without the
/// assessment being sure of it.
fn check(set: &RubricSet, name: &str, left: &[u64]) -> (&'static str, usize) {
    let outlook = assess(set, &answers(set, left)).outlook;
    let brute = Brute::new(set, left);
    let weights = brute.weights();
    let total: u128 = weights.values().sum();
    assert!(outlook.exact, "{name}");
    let listed: BTreeSet<u16> = outlook
        .possible
        .iter()
        .map(|it| it.recommendation)
        .collect();
    assert_eq!(listed, weights.keys().copied().collect(), "{name}");
    for possible in &outlook.possible {
        let share = part(weights[&possible.recommendation], total);
        let off = (possible.share - share).abs();
        assert!(
            off <= 5.0 * outlook.share_error,
            "{name}: {} is {share}, not {}",
            set.recommendations[usize::from(possible.recommendation)].id,
            possible.share
        );
    }
    let asked: BTreeSet<u16> = outlook.questions.iter().map(|it| it.fact).collect();
    let sure = outlook
        .questions
        .iter()
        .filter(|it| it.can_change == Some(true));
    let sure: BTreeSet<u16> = sure.map(|it| it.fact).collect();
    let changing = brute.changing(set);
    assert!(sure.is_subset(&changing), "{name}: {sure:?}, {changing:?}");
    if outlook.share_exact {
        assert_eq!(asked, changing, "{name}");
    }
    assert!(
        changing.is_subset(&asked),
        "{name}: {changing:?}, {asked:?}"
    );
    let kind = match (outlook.possible.len(), outlook.share_exact) {
        (1, _) => "settled",
        (_, true) => "counted",
        (_, false) => "sampled",
    };
    (kind, changing.difference(&sure).count())
}

#[test]
#[ignore = "a minute in release: run by .ci/full"]
fn partly_completed_examples_are_what_all_completions_give() {
    let set = shipped::rubric_set();
    let mut random = Random::new(20);
    for Profile { name, left } in profiles(&set) {
        let mut unsure = 0;
        let mut turns = Vec::new();
        for most in LIMITS {
            let left = narrowed(&set, &left, most, &mut random);
            let (kind, facts) = check(&set, &name, &left);
            unsure += facts;
            turns.push(format!("{} {kind}", count(&left)));
        }
        let turns = turns.join(", ");
        eprintln!("  {name}: {turns}; {unsure} facts that change it not proved to");
    }
}
