//! Plans, against all that could be changed and taken for granted.

use crate::deciding::fact_weights;
use crate::generate::model::Value;
use crate::generate::{Case, print, small_cases};
use crate::reference::moves::{Candidate, Movable};
use crate::reference::table::{Allowed, Table};
use crate::same_cases;
use crate::subject::{Numbers, assess_statements, load_files, with_answers};
use maturity::assess::plan::{Plan, Planned, plan};
use maturity::rubric::fact::{Kind, cells};
use maturity::rubric::{RubricSet, indexes};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;

/// How many plans are asked for.
const MOST: usize = 4;

/// A case with all that brute force knows of it.
struct Ground<'c> {
    case: &'c Case,
    set: RubricSet,
    numbers: Numbers,
    table: Table,
    movable: Movable,
    /// What the profile leaves, in the crate's cells.
    cells: Vec<u64>,
    candidates: Vec<Candidate>,
}

/// For every recommendation: the plans are the cheapest there are, or there is none. How many sets of moves
/// were gone through.
pub(crate) fn check_plans(case: &Case) -> Result<usize, TestCaseError> {
    let set = load_files(&print::files(&case.model))?;
    let numbers = Numbers::new(&case.model, &set);
    let table = Table::new(&case.model);
    let movable = Movable::new(&case.model, &table, &case.profile);
    let assessment = assess_statements(&set, &case.model, &case.profile)?;
    let mut weights = vec![0.0; set.facts.len()];
    for (fact, weight) in fact_weights(case, &numbers, &assessment)
        .into_iter()
        .enumerate()
    {
        weights[numbers.facts[fact]] = weight;
    }
    let (cells, planned) = with_answers(&set, &case.model, &case.profile, |answers| {
        let planned: Vec<Planned> = numbers
            .recommendations
            .iter()
            .map(|&target| {
                let target = u16::try_from(target).expect("few");
                plan(&set, answers, target, &weights, MOST)
            })
            .collect();
        (answers.cells.clone(), planned)
    })?;
    let ground = Ground {
        case,
        candidates: movable.candidates(&table),
        set,
        numbers,
        table,
        movable,
        cells,
    };
    for (target, planned) in planned.iter().enumerate() {
        ground.check(target, planned, &weights).map_err(|error| {
            let id = case.model.recommendations[target];
            TestCaseError::fail(format!("to {id}: {error}\n{planned:?}"))
        })?;
    }
    Ok(ground.candidates.len())
}

impl Ground<'_> {
    fn check(
        &self,
        target: usize,
        planned: &Planned,
        weights: &[f64],
    ) -> Result<(), TestCaseError> {
        let sufficient: Vec<&Candidate> = self
            .candidates
            .iter()
            .filter(|candidate| candidate.leads_to == Some(target))
            .collect();
        match planned {
            Planned::Undecided => prop_assert!(false, "undecided"),
            Planned::Impossible { blocking } => {
                prop_assert!(sufficient.is_empty(), "possible by {:?}", sufficient[0]);
                self.check_blocking(target, blocking, weights)?;
            }
            Planned::Plans {
                plans,
                least_effort,
                fewest_provided,
            } => {
                prop_assert!(*least_effort && *fewest_provided, "not proved");
                let least = sufficient.iter().map(|candidate| cost(candidate)).min();
                let first = &plans[0];
                prop_assert_eq!(
                    Some((first.effort, count(&first.provided))),
                    least,
                    "the least effort, then the fewest provided"
                );
                for plan in plans {
                    self.check_plan(target, plan)?;
                }
                self.check_series(plans, &sufficient)?;
            }
        }
        Ok(())
    }

    /// One plan by itself: what it says is so, it leads to the target, and no part of it does.
    fn check_plan(&self, target: usize, plan: &Plan) -> Result<(), TestCaseError> {
        let allowed = self.allowed(&plan.cells);
        let mut effort = 0;
        for (fact, left) in self.movable.left.iter().enumerate() {
            let number = u16::try_from(self.numbers.facts[fact]).expect("few");
            let own = indexes(&self.set.facts[usize::from(number)].variables);
            let (changed, provided) = (
                plan.changes.contains(&number),
                plan.provided.contains(&number),
            );
            prop_assert!(!(changed && provided), "fact {fact} twice");
            if changed {
                effort += self.movable.efforts[fact];
                prop_assert!(
                    !self.movable.changes[fact].is_empty(),
                    "fact {fact} is fixed"
                );
                prop_assert!(
                    own.clone()
                        .any(|variable| plan.cells[variable] & self.cells[variable] == 0),
                    "fact {fact} need not differ"
                );
                let possible = |place: &usize| self.movable.changes[fact].contains(place);
                prop_assert!(
                    allowed[fact].iter().all(possible),
                    "fact {fact} cannot be so"
                );
                prop_assert!(
                    own.clone().all(|variable| {
                        plan.cells[variable].is_power_of_two()
                            || plan.cells[variable] == self.cells[variable]
                    }),
                    "fact {fact} is changed to this or that"
                );
            } else if provided {
                prop_assert!(left.len() > 1, "fact {fact} is known");
                let within = allowed[fact].iter().all(|place| left.contains(place));
                prop_assert!(
                    within && allowed[fact].len() < left.len(),
                    "fact {fact} is not narrowed"
                );
            } else {
                prop_assert_eq!(&allowed[fact], left, "fact {} stays", fact);
            }
        }
        prop_assert_eq!(effort, plan.effort, "efforts add up");
        prop_assert_eq!(
            self.table.only(&allowed),
            Some(target),
            "some do not get it"
        );
        self.check_near(target, plan)?;
        self.check_wide(target, plan)?;
        let moves: Vec<u16> = plan.changes.iter().chain(&plan.provided).copied().collect();
        // Every part of the plan: the facts that are not in it are as the profile has them.
        for part in 0..(1_u32 << moves.len()) - 1 {
            let mut fewer = plan.cells.clone();
            for (place, &fact) in moves.iter().enumerate() {
                if part >> place & 1 == 0 {
                    let own = indexes(&self.set.facts[usize::from(fact)].variables);
                    fewer[own.clone()].copy_from_slice(&self.cells[own]);
                }
            }
            prop_assert!(
                self.table.only(&self.allowed(&fewer)) != Some(target),
                "part {part:b} of the moves {moves:?} is enough"
            );
        }
        Ok(())
    }

    /// Whether a plan leads to the target with other cells of one variable.
    fn does(&self, target: usize, plan: &Plan, variable: usize, cells: u64) -> bool {
        let mut other = plan.cells.clone();
        other[variable] = cells;
        self.table.only(&self.allowed(&other)) == Some(target)
    }

    /// No change could go to a value nearer to what the profile says; of a set, no option could stay.
    fn check_near(&self, target: usize, plan: &Plan) -> Result<(), TestCaseError> {
        for &number in &plan.changes {
            let fact = &self.set.facts[usize::from(number)];
            for variable in indexes(&fact.variables) {
                let (known, now) = (self.cells[variable], plan.cells[variable]);
                if known == now {
                    continue;
                }
                let steps = |cell: u8| cells(known).map(|known| known.abs_diff(cell)).min();
                let far = steps(u8::try_from(now.trailing_zeros()).expect("few cells"));
                let nearer = if fact.kind == Kind::Set {
                    vec![known]
                } else {
                    cells(self.set.variables[variable].values() & !known)
                        .filter(|&cell| steps(cell) < far)
                        .map(|cell| 1 << cell)
                        .collect()
                };
                for cells in nearer {
                    prop_assert!(
                        !self.does(target, plan, variable, cells),
                        "{} could be {cells:b}",
                        fact.id
                    );
                }
            }
        }
        Ok(())
    }

    /// No answer that is taken for granted could be more open: of a number, by what lies next to it.
    fn check_wide(&self, target: usize, plan: &Plan) -> Result<(), TestCaseError> {
        for &number in &plan.provided {
            let fact = &self.set.facts[usize::from(number)];
            for variable in indexes(&fact.variables) {
                let now = plan.cells[variable];
                let values = self.set.variables[variable].values();
                let mut further = self.cells[variable] & !now & values;
                if fact.kind.is_numeric() {
                    further &= now << 1 | now >> 1;
                }
                for cell in cells(further) {
                    prop_assert!(
                        !self.does(target, plan, variable, now | 1 << cell),
                        "{} could be {cell}, too",
                        fact.id
                    );
                }
            }
        }
        Ok(())
    }

    /// The plans together: each the cheapest of those that do not contain all changes of one before, and
    /// none of them is left out.
    fn check_series(&self, plans: &[Plan], sufficient: &[&Candidate]) -> Result<(), TestCaseError> {
        let changes: Vec<u32> = plans.iter().map(|plan| self.bits(&plan.changes)).collect();
        for (place, one) in changes.iter().enumerate() {
            for other in changes.iter().skip(place + 1) {
                prop_assert!(one & other != *one && one & other != *other, "{changes:?}");
            }
            let next = sufficient
                .iter()
                .filter(|candidate| {
                    let mut earlier = changes[..=place].iter();
                    earlier.all(|earlier| candidate.changes & earlier != *earlier)
                })
                .map(|candidate| candidate.effort)
                .min();
            let got = plans.get(place + 1).map(|plan| plan.effort);
            if place + 1 < MOST {
                prop_assert_eq!(got, next, "the effort of plan {}", place + 2);
            }
        }
        prop_assert!(plans.len() <= MOST);
        Ok(())
    }

    /// Facts that cannot be changed make it impossible by themselves, and each of them is needed for that.
    fn check_blocking(
        &self,
        target: usize,
        blocking: &[u16],
        weights: &[f64],
    ) -> Result<(), TestCaseError> {
        let bits = self.bits(blocking);
        let all = self.table.all();
        let reached = |blocking: u32| {
            let allowed: Allowed = (0..all.len())
                .map(|fact| {
                    let (left, changes) = (&self.movable.left[fact], &self.movable.changes[fact]);
                    if !changes.is_empty() {
                        [left.as_slice(), changes].concat()
                    } else if blocking >> fact & 1 == 1 {
                        left.clone()
                    } else {
                        all[fact].clone()
                    }
                })
                .collect();
            self.table.reaches(&allowed, target)
        };
        prop_assert!(!reached(bits), "they do not block");
        for (fact, left) in self.movable.left.iter().enumerate() {
            if bits >> fact & 1 == 1 {
                prop_assert!(
                    self.movable.changes[fact].is_empty() && *left != all[fact],
                    "fact {fact} can be changed"
                );
                prop_assert!(reached(bits & !(1 << fact)), "fact {fact} is not needed");
            }
        }
        let heaviest_first =
            |pair: &[u16]| weights[usize::from(pair[0])] >= weights[usize::from(pair[1])];
        prop_assert!(blocking.windows(2).all(heaviest_first), "{blocking:?}");
        Ok(())
    }

    /// Facts by the crate's numbers as bits by the model's.
    fn bits(&self, facts: &[u16]) -> u32 {
        let own = |fact: &u16| {
            let mut numbers = self.numbers.facts.iter();
            numbers.position(|&number| number == usize::from(*fact))
        };
        facts
            .iter()
            .map(|fact| 1 << own(fact).expect("a fact of the model"))
            .sum()
    }

    /// The values that the crate's cells stand for.
    fn allowed(&self, cells: &[u64]) -> Allowed {
        let stands = |fact: usize, value: &Value| {
            let own = indexes(&self.set.facts[self.numbers.facts[fact]].variables);
            let at = self.numbers.cells_of(&self.set, fact, value);
            own.zip(at)
                .all(|(variable, cell)| cells[variable] >> cell & 1 == 1)
        };
        (0..self.case.model.facts.len())
            .map(|fact| {
                let values = &self.table.values[fact];
                (0..values.len())
                    .filter(|&place| stands(fact, &values[place]))
                    .collect()
            })
            .collect()
    }
}

/// What is the cheaper, the less it is: effort, then answers taken for granted.
fn cost(candidate: &Candidate) -> (u32, u32) {
    (candidate.effort, candidate.provided.count_ones())
}

fn count(facts: &[u16]) -> u32 {
    u32::try_from(facts.len()).expect("few")
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn plans_cost_the_least(case in small_cases(6, 1024)) {
        check_plans(&case)?;
    }
}

/// The random cases are worth something: plans of every kind come up among them.
#[test]
fn cases_need_every_kind_of_plan() {
    let mut seen: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut impossible = 0;
    for case in same_cases(small_cases(6, 1024), 800) {
        let table = Table::new(&case.model);
        let candidates = Movable::new(&case.model, &table, &case.profile).candidates(&table);
        for target in 0..case.model.recommendations.len() {
            let mut enough = candidates
                .iter()
                .filter(|candidate| candidate.leads_to == Some(target));
            match enough.by_ref().min_by_key(|candidate| cost(candidate)) {
                Some(least) => {
                    let kind = (least.changes.count_ones(), least.provided.count_ones());
                    *seen.entry(kind).or_default() += 1;
                }
                None => impossible += 1,
            }
        }
    }
    let times = |changes, provided| seen.get(&(changes, provided)).copied().unwrap_or(0);
    assert!(impossible > 100 && times(0, 0) > 100 && times(0, 1) > 50 && times(1, 0) > 50);
    assert!(
        times(2, 0) > 10 && times(1, 1) > 10 && times(0, 2) > 10,
        "{seen:?}"
    );
}
