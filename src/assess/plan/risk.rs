//! What could still go wrong: the fewest known facts that, moved to a worse value, take the lead from the
//! recommendation.

use super::super::minimal::Claim;
use super::super::outlook::{self, STEPS};
use super::super::point::{Point, evaluate};
use super::super::search::{Found, Search};
use super::super::share::some_completions;
use super::{Plan, cheapest_first, parts};
use crate::rubric::fact::{Fact, Order, cells};
use crate::rubric::{RubricSet, indexes};

/// Sets of facts whose turn for the worse takes the lead from the recommendation.
#[derive(Clone, Debug)]
pub struct Risks {
    /// Each with the cells after it, fewest facts first; none contains another. Empty where none was found.
    pub risks: Vec<Plan>,
    /// Whether no fewer facts can do it than those of the first; where there is none, whether that is proved.
    pub fewest: bool,
}

/// A first look at shares, over a few hundred completions, errs by some twenty of them: turns for the worse that seem to
/// leave the recommendation a lead of no more than this are looked at closely. A guess, not a bound.
const SLACK: i64 = 32;

/// The facts that a turn for the worse may take together, where the unknown ones are too many for a proof.
const TOGETHER: usize = 5;

/// What could take the lead from the recommendation `leading`, at most `most` sets of facts. `left` are the
/// cells of the profile; `weights` say how much hangs on each fact.
///
/// Of a complete profile this is exact. Where something is unknown, the lead is by share: single facts are
/// tried one by one, each by the smallest step that does it, and if none of them does, the worst are taken together.
#[must_use]
pub fn risks(set: &RubricSet, left: &[u64], leading: u16, weights: &[f64], most: usize) -> Risks {
    let worse: Vec<Vec<(usize, u64)>> = set
        .facts
        .iter()
        .map(|fact| worse(set, fact, left))
        .collect();
    if left.iter().all(|cells| cells.is_power_of_two()) {
        return complete(set, left, leading, weights, most, &worse);
    }
    open(set, left, leading, most, &worse)
}

/// What leads by share within the cells that are left.
#[must_use]
pub fn leads(set: &RubricSet, left: &[u64]) -> u16 {
    let possible = outlook::prospects(set, left).possible;
    possible.first().map_or(0, |first| first.recommendation)
}

/// The variables of a fact of which something is known that have cells worse than any that is left, and
/// those cells. Only facts whose values run one way have any.
fn worse(set: &RubricSet, fact: &Fact, left: &[u64]) -> Vec<(usize, u64)> {
    let worse = |variable: usize| {
        let values = set.variables[variable].values();
        let at = left[variable] & values;
        if at == 0 {
            return 0;
        }
        let (lowest, highest) = (at & at.wrapping_neg(), 1_u64 << (63 - at.leading_zeros()));
        match fact.order {
            Order::Rising => values & (lowest - 1),
            Order::Falling => values & !(highest | (highest - 1)),
            Order::None => 0,
        }
    };
    indexes(&fact.variables)
        .map(|variable| (variable, worse(variable)))
        .filter(|(_, cells)| *cells != 0)
        .collect()
}

fn complete(
    set: &RubricSet,
    left: &[u64],
    leading: u16,
    weights: &[f64],
    most: usize,
    worse: &[Vec<(usize, u64)>],
) -> Risks {
    let mut domain = left.to_vec();
    for &(variable, cells) in worse.iter().flatten() {
        domain[variable] |= cells;
    }
    let price: Vec<Option<u32>> = worse
        .iter()
        .map(|worse| (!worse.is_empty()).then_some(1))
        .collect();
    let mut search = Search::new(set);
    let reach = search.bounds(&domain);
    if search.another(&reach, leading, STEPS) == Found::Impossible {
        return Risks {
            risks: Vec::new(),
            fewest: true,
        };
    }
    match cheapest_first(
        set,
        left,
        (&domain, &domain),
        &price,
        Claim::Never(leading),
        weights,
        most,
    ) {
        Some((risks, fewest, _)) => Risks { risks, fewest },
        None => Risks {
            risks: Vec::new(),
            fewest: false,
        },
    }
}

fn open(
    set: &RubricSet,
    left: &[u64],
    leading: u16,
    most: usize,
    worse: &[Vec<(usize, u64)>],
) -> Risks {
    let mut look = Look {
        set,
        leading,
        sample: some_completions(set, left),
        point: Point::new(set),
    };
    let leads = |cells: &[u64]| outlook::leads(set, cells, leading);
    let effort: Vec<Option<u32>> = worse.iter().map(|_| Some(1)).collect();
    let moved = |from: &[u64], cells: &[(usize, u8)]| {
        let mut moved = from.to_vec();
        cells
            .iter()
            .for_each(|&(variable, cell)| moved[variable] = 1 << cell);
        moved
    };
    // The turns of each fact, smaller steps first.
    let mut singles: Vec<Vec<Turn>> = Vec::new();
    for fact in worse.iter().filter(|worse| !worse.is_empty()) {
        let steps = |&(variable, cell): &(usize, u8)| {
            let known = cells(left[variable] & set.variables[variable].values());
            known.map(|known| known.abs_diff(cell)).min()
        };
        let mut turns: Vec<(usize, u8)> = fact
            .iter()
            .flat_map(|&(variable, worse)| cells(worse).map(move |cell| (variable, cell)))
            .collect();
        turns.sort_by_key(steps);
        singles.push(
            turns
                .into_iter()
                .map(|at| (look.margin(&[at]), at))
                .collect(),
        );
    }
    let worst = |turns: &Vec<Turn>| turns.iter().copied().min_by_key(|(margin, _)| *margin);
    singles.sort_by_key(worst);
    let mut risks: Vec<Plan> = Vec::new();
    for turns in &singles {
        let near = turns.iter().filter(|(margin, _)| *margin <= SLACK);
        let takes = near
            .map(|(_, at)| moved(left, &[*at]))
            .find(|cells| !leads(cells));
        risks.extend(takes.map(|cells| parts(set, left, &effort, cells)));
        if risks.len() == most {
            break;
        }
    }
    if !risks.is_empty() {
        return Risks {
            risks,
            fewest: true,
        };
    }
    // None does it alone: the worst ones together, until the lead is lost.
    let mut together: Vec<(usize, u8)> = Vec::new();
    while together.len() < TOGETHER {
        let fact_of = |at: &(usize, u8)| set.variables[at.0].fact;
        let taken: Vec<u16> = together.iter().map(fact_of).collect();
        let next = singles
            .iter()
            .filter_map(worst)
            .filter(|(_, at)| !taken.contains(&fact_of(at)))
            .map(|(_, at)| {
                let both = [together.as_slice(), &[at]].concat();
                (look.margin(&both), both)
            })
            .min();
        let Some((margin, both)) = next else { break };
        together = both;
        let cells = moved(left, &together);
        if margin <= SLACK && !leads(&cells) {
            // What was taken first may have become needless.
            for at in together.clone() {
                let mut fewer = together.clone();
                fewer.retain(|other| *other != at);
                if !leads(&moved(left, &fewer)) {
                    together = fewer;
                }
            }
            let plan = parts(set, left, &effort, moved(left, &together));
            return Risks {
                risks: vec![plan],
                fewest: false,
            };
        }
    }
    Risks {
        risks: Vec::new(),
        fewest: false,
    }
}

/// What a first look says of a turn for the worse, and the turn: a variable and its cell.
type Turn = (i64, (usize, u8));

/// A first look at shares, over a few completions.
struct Look<'l> {
    set: &'l RubricSet,
    leading: u16,
    sample: Vec<Vec<u8>>,
    point: Point,
}

impl Look<'_> {
    /// By how many of the completions the recommendation leads the next one when some variables have these
    /// cells; below zero where it does not.
    fn margin(&mut self, at: &[(usize, u8)]) -> i64 {
        let mut counts = vec![0_i64; self.set.recommendations.len()];
        for cells in &mut self.sample {
            let before: Vec<u8> = at.iter().map(|&(variable, _)| cells[variable]).collect();
            at.iter()
                .for_each(|&(variable, cell)| cells[variable] = cell);
            evaluate(self.set, cells, &mut self.point);
            counts[usize::from(self.set.rules[usize::from(self.point.rule)].recommend)] += 1;
            at.iter()
                .zip(before)
                .for_each(|(&(variable, _), cell)| cells[variable] = cell);
        }
        let own = std::mem::take(&mut counts[usize::from(self.leading)]);
        let next = counts.into_iter().max().unwrap_or(0);
        own - next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    #[test]
    fn worse_lies_where_the_order_says() {
        let set = shipped::rubric_set();
        for fact in &set.facts {
            let mut left: Vec<u64> = set.variables.iter().map(|_| 1).collect();
            for variable in indexes(&fact.variables) {
                left[variable] = 0b10;
            }
            let values = |variable: usize| set.variables[variable].values();
            let found = worse(&set, fact, &left);
            match fact.order {
                Order::None => assert!(found.is_empty(), "{}", fact.id),
                Order::Rising => {
                    assert!(found.iter().all(|(_, cells)| *cells == 1), "{}", fact.id);
                    assert_eq!(found.len(), fact.variables.len(), "{}", fact.id);
                }
                Order::Falling => {
                    assert!(
                        found
                            .iter()
                            .all(|&(variable, cells)| cells == values(variable) & !0b11),
                        "{}",
                        fact.id
                    );
                }
            }
        }
    }
}
