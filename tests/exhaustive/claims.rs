//! What plans, proofs of impossibility and deciding facts claim of all completions, held against random
//! ones: a million of each kind over all examples and recommendations.

use crate::random::Random;
use crate::{Profile, answers, profiles, recommended};
use maturity::assess::outlook::outlook;
use maturity::assess::plan::{Plan, Planned, plan};
use maturity::assess::point::Point;
use maturity::assess::{Assessment, assess};
use maturity::rubric::fact::Variable;
use maturity::rubric::{RubricSet, indexes};
use maturity::source::shipped;
use std::time::Instant;

/// Completions of each kind of claim, over all claims of the kind.
const COMPLETIONS: usize = 1_000_000;

/// What every completion of these cells gets, or what none does.
struct Claim {
    of: String,
    left: Vec<u64>,
    recommendation: u16,
    always: bool,
}

fn check_all(set: &RubricSet, claims: &[Claim]) {
    let mut random = Random::new(7);
    let mut point = Point::new(set);
    let mut cells = vec![0; set.variables.len()];
    let each = COMPLETIONS.div_ceil(claims.len());
    for claim in claims {
        for draw in 0..each {
            random.completion(set, &claim.left, draw % 2 == 0, &mut cells);
            let same = recommended(set, &cells, &mut point) == claim.recommendation;
            assert_eq!(same, claim.always, "{}: {cells:?}", claim.of);
        }
    }
    eprintln!("  {} claims, {each} completions of each", claims.len());
}

/// The cells of a fact.
fn copy(set: &RubricSet, fact: u16, from: &[u64], to: &mut [u64]) {
    let own = indexes(&set.facts[usize::from(fact)].variables);
    to[own.clone()].copy_from_slice(&from[own]);
}

/// Whether a fact is known, at least in part, to something that may be changed to something else.
fn changeable(set: &RubricSet, left: &[u64], fact: usize) -> bool {
    let mut own = indexes(&set.facts[fact].variables).map(|variable| {
        let values = set.variables[variable].values();
        (values & left[variable], values & !left[variable])
    });
    set.facts[fact].effort.is_some()
        && own.clone().all(|(own, _)| own != 0)
        && own.any(|(_, others)| others != 0)
}

/// What a plan says of itself is so.
fn check_plan(set: &RubricSet, of: &str, left: &[u64], plan: &Plan) {
    let mut effort = 0;
    for (number, fact) in set.facts.iter().enumerate() {
        let place = u16::try_from(number).expect("few");
        let mut own = indexes(&fact.variables);
        if plan.changes.contains(&place) {
            effort += u32::from(fact.effort.expect("of what changes"));
            assert!(changeable(set, left, number), "{of}: {}", fact.id);
            assert!(own.any(|variable| plan.cells[variable] & left[variable] == 0));
        } else if plan.provided.contains(&place) {
            assert!(own.clone().all(|it| plan.cells[it] & !left[it] == 0));
            assert!(
                own.any(|it| plan.cells[it] != left[it]),
                "{of}: {}",
                fact.id
            );
        } else {
            assert!(
                own.all(|it| plan.cells[it] == left[it]),
                "{of}: {}",
                fact.id
            );
        }
    }
    assert_eq!(effort, plan.effort, "{of}");
}

#[test]
#[ignore = "minutes in release: run by .ci/full"]
fn plans_hold() {
    let set = shipped::rubric_set();
    let (mut plans, mut impossible) = (Vec::new(), Vec::new());
    let mut slowest = Vec::new();
    for Profile { name, left } in profiles(&set) {
        let answers = answers(&set, &left);
        let weights = assess(&set, &answers).fact_weights(&set);
        let mut kinds = Vec::new();
        for target in 0..u16::try_from(set.recommendations.len()).expect("few") {
            let of = format!("{name} to {}", set.recommendations[usize::from(target)].id);
            let start = Instant::now();
            let planned = plan(&set, &answers, target, &weights, 3);
            slowest.push((start.elapsed(), of.clone()));
            match planned {
                Planned::Undecided => kinds.push("undecided".to_owned()),
                Planned::Impossible { blocking } => {
                    kinds.push("impossible".to_owned());
                    impossible.push(blocked(&set, of, &left, &blocking, target));
                }
                Planned::Plans {
                    plans: found,
                    least_effort,
                    fewest_provided,
                } => {
                    let first = &found[0];
                    let proof = |proved| if proved { "" } else { "?" };
                    let (effort, provided) = (proof(least_effort), proof(fewest_provided));
                    kinds.push(format!(
                        "{}{effort}+{}{provided}",
                        first.effort,
                        first.provided.len()
                    ));
                    for plan in found {
                        check_plan(&set, &of, &left, &plan);
                        plans.push(Claim {
                            of: of.clone(),
                            left: plan.cells,
                            recommendation: target,
                            always: true,
                        });
                    }
                }
            }
        }
        eprintln!("  {name}: {}", kinds.join(", "));
    }
    slowest.sort();
    for (time, of) in slowest.iter().rev().take(5) {
        eprintln!("  {time:.1?} for {of}");
    }
    check_all(&set, &plans);
    check_all(&set, &impossible);
}

/// What facts that block a recommendation claim: nothing else that is known, and no change, matters.
fn blocked(set: &RubricSet, of: String, left: &[u64], blocking: &[u16], target: u16) -> Claim {
    let mut freed: Vec<u64> = set.variables.iter().map(Variable::all).collect();
    for number in 0..set.facts.len() {
        let fact = u16::try_from(number).expect("few");
        if changeable(set, left, number) {
            for variable in indexes(&set.facts[number].variables) {
                freed[variable] = left[variable] | set.variables[variable].values();
            }
        } else if blocking.contains(&fact) {
            copy(set, fact, left, &mut freed);
        }
    }
    Claim {
        of,
        left: freed,
        recommendation: target,
        always: false,
    }
}

/// Whether something else than `recommendation` is possible, shown by a completion.
fn unsettled(set: &RubricSet, left: &[u64], weights: &[f64], recommendation: u16) -> bool {
    let mut point = Point::new(set);
    outlook(set, left, weights).possible.iter().any(|possible| {
        let witness = possible.witness.as_ref().expect("exact");
        possible.recommendation != recommendation
            && witness
                .iter()
                .zip(left)
                .all(|(cell, left)| left >> cell & 1 == 1)
            && recommended(set, witness, &mut point) == possible.recommendation
    })
}

#[test]
#[ignore = "minutes in release: run by .ci/full"]
fn deciding_facts_decide() {
    let set = shipped::rubric_set();
    let all: Vec<u64> = set.variables.iter().map(Variable::all).collect();
    let mut claims = Vec::new();
    let mut random = Random::new(11);
    for Profile { name, left } in profiles(&set) {
        let mut counts = Vec::new();
        // As it is where that is settled, and completed at random, by the priors and uniformly.
        for turn in 0..5 {
            let mut cells = vec![0; left.len()];
            random.completion(&set, &left, turn % 2 == 0, &mut cells);
            let complete = cells.iter().map(|cell| 1 << cell).collect();
            let left: Vec<u64> = if turn == 0 { left.clone() } else { complete };
            let answers = answers(&set, &left);
            let mut assessment: Assessment = assess(&set, &answers);
            if !assessment.settled() {
                continue;
            }
            assessment.find_deciding(&set, &answers);
            let recommendation = assessment.leading();
            let deciding = assessment.deciding.clone().expect("settled");
            let with = |facts: &[u16]| {
                let mut freed = all.clone();
                facts
                    .iter()
                    .for_each(|&fact| copy(&set, fact, &left, &mut freed));
                freed
            };
            let weights = assessment.fact_weights(&set);
            for fact in &deciding {
                let others: Vec<u16> = deciding.iter().copied().filter(|it| it != fact).collect();
                assert!(
                    unsettled(&set, &with(&others), &weights, recommendation),
                    "{name} does not need {}",
                    set.facts[usize::from(*fact)].id
                );
            }
            counts.push(deciding.len());
            claims.push(Claim {
                of: name.clone(),
                left: with(&deciding),
                recommendation,
                always: true,
            });
        }
        eprintln!("  {name}: {counts:?} facts decide");
    }
    check_all(&set, &claims);
}
