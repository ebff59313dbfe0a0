//! The difference of two rubric sets, against every company that both can describe.

use crate::edits::other;
use crate::generate::model::{Fact, Kind, Model, Value};
use crate::generate::{Case, cases, print};
use crate::reference::complete::{Complete, evaluate};
use crate::reference::world;
use crate::subject::{Numbers, load_files};
use maturity::compare::bump::Bump;
use maturity::compare::change::{Change, Subject};
use maturity::compare::effect::{Effort, Recommendations, Scored, Scores};
use maturity::compare::pairs::Pair;
use maturity::compare::rubrics::{Difference, diff};
use maturity::rubric::{RubricSet, indexes};
use proptest::prelude::{prop_assert, prop_assert_eq, prop_assume, proptest};
use proptest::test_runner::TestCaseError;

/// The most companies of a case.
const MAX_COMPANIES: usize = 20_000;

/// Little is sampled, so that the search has to find what there is.
pub(crate) const EFFORT: Effort = Effort {
    samples: 8,
    more_samples: 0,
    steps: 200_000,
};

/// A company, and what comes out of it under both sets.
struct Company {
    values: Vec<Value>,
    before: Complete,
    after: Complete,
}

/// The values of a fact that stand for all that both sets tell apart; what only the new one has is known.
fn values(old: &Model, new: &Model, fact: usize) -> Vec<Value> {
    if fact >= old.facts.len() {
        let cells = world::cells(new, fact).into_iter();
        return cells.map(|cell| cell.members[0].clone()).collect();
    }
    if let Kind::Set(options) = &old.facts[fact].kind {
        let contents = |bits: usize| (0..options.len()).map(|one| bits >> one & 1 == 1).collect();
        return (0..1 << options.len())
            .map(|bits| Value::Options(contents(bits)))
            .collect();
    }
    let place = |cells: &[world::Cell], value: &Value| {
        cells.iter().position(|cell| cell.members.contains(value))
    };
    let (a, b) = (world::cells(old, fact), world::cells(new, fact));
    let mut met = Vec::new();
    let mut all = Vec::new();
    for value in a.iter().flat_map(|cell| &cell.members) {
        let Some(other) = place(&b, value) else {
            continue;
        };
        let cells = (place(&a, value), other);
        if !met.contains(&cells) {
            met.push(cells);
            all.push(value.clone());
        }
    }
    all
}

fn companies(old: &Model, new: &Model) -> Option<Vec<Company>> {
    let facts: Vec<Vec<Value>> = (0..new.facts.len())
        .map(|fact| values(old, new, fact))
        .collect();
    let count = facts.iter().try_fold(1_usize, |count, values| {
        Some(count * values.len()).filter(|count| *count <= MAX_COMPANIES)
    });
    count?;
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for values in &facts {
        let longer = |earlier: &Vec<Value>, value: &Value| {
            let mut longer = earlier.clone();
            longer.push(value.clone());
            longer
        };
        all = all
            .iter()
            .flat_map(|earlier| values.iter().map(move |value| longer(earlier, value)))
            .collect();
    }
    let company = |values: Vec<Value>| Company {
        before: evaluate(old, &values[..old.facts.len()]),
        after: evaluate(new, &values),
        values,
    };
    Some(all.into_iter().map(company).collect())
}

fn recommended(model: &Model, figures: &Complete) -> &'static str {
    model.recommendations[model.rules[figures.rule].recommend]
}

/// The facts that a witness states, over the values of a company: whether the company is one of those.
fn agrees(
    difference: &Difference,
    [old, new]: [(&Numbers, &RubricSet); 2],
    (facts, cells): (&[u16], &[u8]),
    values: &[Value],
) -> bool {
    let left: Vec<u64> = cells.iter().map(|cell| 1 << cell).collect();
    let aligned = &difference.aligned;
    let says = |(numbers, set): (&Numbers, &RubricSet), known: Vec<u64>, fact: usize| {
        let own = numbers.cells(set, &values[..numbers.facts.len()]);
        indexes(&set.facts[fact].variables)
            .all(|variable| known[variable] >> own[variable] & 1 == 1)
    };
    facts.iter().all(|fact| {
        let pair = aligned.facts[usize::from(*fact)];
        match (pair.old, pair.new) {
            (Some(fact), _) => says(old, aligned.old_map.cells(&left), fact),
            (None, fact) => says(new, aligned.new_map.cells(&left), fact.expect("in one")),
        }
    })
}

fn mirrored(change: &Change) -> Change {
    let mut change = change.clone();
    std::mem::swap(&mut change.before, &mut change.after);
    for part in &mut change.parts {
        std::mem::swap(&mut part.before, &mut part.after);
    }
    change
}

/// The difference of a set and an edit of it is what every company shows.
pub(crate) fn check(case: &Case) -> Result<(), TestCaseError> {
    let old = &case.model;
    let new = &other(old, &case.choices);
    let companies = companies(old, new);
    prop_assume!(companies.is_some());
    let companies = companies.unwrap_or_default();
    let (old_set, new_set) = (
        load_files(&print::files(old))?,
        load_files(&print::files(new))?,
    );
    let difference = diff(&old_set, &new_set, EFFORT).expect("few cells");
    let numbers = Numbers::new(old, &old_set);
    let new_numbers = Numbers::new(new, &new_set);

    let sides = [(&numbers, &old_set), (&new_numbers, &new_set)];
    let differs =
        |company: &&Company| recommended(old, &company.before) != recommended(new, &company.after);
    let differing = companies.iter().filter(differs).count();
    match &difference.recommendations {
        Recommendations::Same => prop_assert_eq!(differing, 0, "said to be the same"),
        Recommendations::Unproved => prop_assert!(false, "not proved: {} differ", differing),
        Recommendations::Differ(witness) => {
            let met = |facts: &[u16]| -> Vec<&Company> {
                let like = (facts, witness.cells.as_slice());
                let agrees = |company: &&Company| agrees(&difference, sides, like, &company.values);
                companies.iter().filter(agrees).collect()
            };
            let settles = |facts: &[u16]| {
                let met = met(facts);
                let first = met.first().map(|company| {
                    (
                        recommended(old, &company.before),
                        recommended(new, &company.after),
                    )
                });
                first.is_some_and(|(a, b)| {
                    a != b
                        && met.iter().all(|company| {
                            recommended(old, &company.before) == a
                                && recommended(new, &company.after) == b
                        })
                })
            };
            prop_assert!(settles(&witness.facts), "{witness:?}");
            // Left open, a fact may be what only one of the sets knows, and no company here is.
            let alike = |(a, b): (&Fact, &Fact)| a.allow_na == b.allow_na;
            let same_world =
                old.facts.len() == new.facts.len() && old.facts.iter().zip(&new.facts).all(alike);
            let facts = if same_world { witness.facts.len() } else { 0 };
            for left_out in 0..facts {
                let mut fewer = witness.facts.clone();
                fewer.remove(left_out);
                prop_assert!(!settles(&fewer), "one fact too many: {witness:?}");
            }
        }
    }

    let score = |figures: &Complete, of: &Scored, new: bool| {
        let (model, set, numbers) = if new {
            (new_model(case), &new_set, &new_numbers)
        } else {
            (old.clone(), &old_set, &numbers)
        };
        let _ = set;
        let pick = |pair: &Pair| if new { pair.new } else { pair.old };
        match of {
            Scored::Rubric(pair) => pick(pair).and_then(|number| {
                let own = numbers.rubrics.iter().position(|one| *one == number);
                figures.rubrics[own.expect("there")]
            }),
            Scored::Dimension(pair) => pick(pair).and_then(|number| {
                let own = numbers.dimensions.iter().position(|one| *one == number);
                let own = own.expect("there");
                debug_assert!(own < model.dimensions.len());
                figures.dimensions[own]
            }),
        }
    };
    let moved = companies.iter().any(|company| {
        company.before.rubrics != company.after.rubrics
            || company.before.dimensions != company.after.dimensions
    });
    match &difference.scores {
        Scores::Same => prop_assert!(!moved, "scores are said to be the same"),
        Scores::Unproved => {}
        Scores::Differ(witness) => {
            prop_assert!(moved, "scores are said to differ");
            let met = companies.iter().filter(|company| {
                let like = (witness.facts.as_slice(), witness.cells.as_slice());
                agrees(&difference, sides, like, &company.values)
            });
            for company in met {
                let shown = |tenths: Option<u16>| tenths.map(i64::from);
                let (before, after) = (
                    score(&company.before, &witness.of, false),
                    score(&company.after, &witness.of, true),
                );
                prop_assert_eq!(before, shown(witness.before));
                prop_assert_eq!(after, shown(witness.after));
            }
        }
    }

    check_step(&difference, (old, new), (differing > 0, moved))?;
    check_every((&old_set, &new_set), (differing > 0, moved))?;
    // One digest, the same figures.
    if companies
        .iter()
        .any(|company| company.before != company.after)
    {
        prop_assert!(old_set.digest != new_set.digest, "one digest for two sets");
    }

    let back = diff(&new_set, &old_set, EFFORT).expect("few cells");
    let mirror: Vec<Change> = back.changes.iter().map(mirrored).collect();
    prop_assert_eq!(mirror.len(), difference.changes.len());
    for (there, back) in difference.changes.iter().zip(&mirror) {
        prop_assert_eq!(&there.before, &back.before);
        prop_assert_eq!(&there.after, &back.after);
        prop_assert_eq!(&there.parts.len(), &back.parts.len());
    }
    match (&difference.recommendations, &back.recommendations) {
        (Recommendations::Differ(there), Recommendations::Differ(back)) => {
            prop_assert_eq!(&there.facts, &back.facts);
            prop_assert_eq!((there.before, there.after), (back.after, back.before));
        }
        (there, back) => prop_assert_eq!(there, back),
    }
    let none = diff(&old_set, &old_set, EFFORT).expect("few cells");
    prop_assert!(none.changes.is_empty());
    prop_assert_eq!(&none.recommendations, &Recommendations::Same);
    prop_assert_eq!(&none.scores, &Scores::Same);
    Ok(())
}

/// Without a search every company is looked at, where there are few, and that decides what becomes of recommendations and
/// of scores.
fn check_every(
    (old, new): (&RubricSet, &RubricSet),
    (differs, moves): (bool, bool),
) -> Result<(), TestCaseError> {
    let effort = Effort {
        samples: 1 << 13,
        more_samples: 0,
        steps: 0,
    };
    let counted = diff(old, new, effort).expect("few cells");
    let cells = counted.aligned.old.variables.iter();
    let count: usize = cells.map(|variable| usize::from(variable.cells)).product();
    let few = count <= 1 << 13;
    match counted.recommendations {
        Recommendations::Same => prop_assert!(!differs, "said to be the same"),
        Recommendations::Differ(_) => prop_assert!(differs, "said to differ"),
        Recommendations::Unproved => prop_assert!(!few || differs, "{count} companies"),
    }
    match counted.scores {
        Scores::Same => prop_assert!(!moves, "scores are said to be the same"),
        Scores::Differ(_) => prop_assert!(moves, "scores are said to differ"),
        Scores::Unproved => prop_assert!(!few, "{count} companies"),
    }
    Ok(())
}

/// The step of the version that a difference calls for, given whether some company gets another recommendation, and
/// whether some score moves.
fn check_step(
    difference: &Difference,
    (old, new): (&Model, &Model),
    (differs, moves): (bool, bool),
) -> Result<(), TestCaseError> {
    let narrower = |(a, b): (&Fact, &Fact)| a.allow_na && !b.allow_na;
    let breaks = old.facts.iter().zip(&new.facts).any(narrower);
    let least = if differs || breaks {
        Bump::Major
    } else if moves {
        Bump::Minor
    } else {
        Bump::None
    };
    prop_assert!(
        difference.bump >= least,
        "{:?}, at least {:?}",
        difference.bump,
        least
    );
    // Logic that is proved to do the same: nothing that profiles say or reports show is another.
    let is_logic = |change: &Change| match change.subject {
        Subject::Rule | Subject::Order => true,
        Subject::Rubric | Subject::Dimension | Subject::Criterion => change.what() == "changed",
        _ => false,
    };
    let proved =
        difference.recommendations == Recommendations::Same && difference.scores == Scores::Same;
    if proved && difference.changes.iter().all(is_logic) {
        let step = if difference.changes.is_empty() {
            Bump::None
        } else {
            Bump::Patch
        };
        prop_assert_eq!(difference.bump, step);
    }
    Ok(())
}

fn new_model(case: &Case) -> Model {
    other(&case.model, &case.choices)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn differences_are_what_every_company_shows(case in cases()) {
        check(&case)?;
    }
}
