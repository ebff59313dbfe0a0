//! The difference of two rubric sets, against every company that both can describe.

use crate::generate::model::{Bound, Condition, Fact, Kind, Model, Of, Scale, Value};
use crate::generate::{Case, cases, print};
use crate::reference::complete::{Complete, evaluate};
use crate::reference::world;
use crate::subject::{Numbers, load_files};
use maturity::compare::change::Change;
use maturity::compare::effect::{Effort, Recommendations, Scored, Scores};
use maturity::compare::pairs::Pair;
use maturity::compare::rubrics::{Difference, diff};
use maturity::rubric::{RubricSet, indexes};
use proptest::prelude::{prop_assert, prop_assert_eq, prop_assume, proptest};
use proptest::test_runner::TestCaseError;

/// The most companies of a case.
const MAX_COMPANIES: usize = 20_000;

/// Little is sampled, so that the search has to find what there is.
const EFFORT: Effort = Effort {
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

struct Draw<'b>(std::slice::Iter<'b, u8>);

impl Draw<'_> {
    fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % n
    }
}

/// Another set, by a few edits; some of them without effect.
pub(crate) fn edited(model: &Model, choices: &[u8]) -> Model {
    let mut edited = model.clone();
    let mut draw = Draw(choices.iter());
    for _ in 0..=draw.below(3) {
        edit(&mut edited, &mut draw);
    }
    edited
}

fn edit(model: &mut Model, draw: &mut Draw<'_>) {
    let criterion = draw.below(model.criteria.len());
    let rule = draw.below(model.rules.len());
    match draw.below(14) {
        0 => other_weight(&mut model.criteria[criterion].weight),
        1 => {
            let dimension = draw.below(model.dimensions.len());
            other_weight(&mut model.dimensions[dimension].weight);
        }
        2 => points(&mut model.criteria[criterion].scale, draw),
        3 => {
            if let Some(when) = &mut model.rules[rule].when {
                threshold(when, draw);
            }
        }
        4 => {
            model.rules[rule].recommend = draw.below(model.recommendations.len());
        }
        5 => {
            // The last stays the last.
            if model.rules.len() > 2 {
                let first = draw.below(model.rules.len() - 2);
                model.rules.swap(first, first + 1);
            }
        }
        6 => {
            if model.rules.len() > 1 && rule + 1 < model.rules.len() {
                model.rules.remove(rule);
            }
        }
        7 => {
            if let Some(gate) = model.gates.first_mut() {
                gate.cap = gate.cap.map(|cap| (cap + 10) % 101);
            }
        }
        8 => {
            let rubric = draw.below(model.rubrics.len());
            model.rubrics[rubric].worst ^= true;
        }
        9 => {
            let dimension = model.criteria[criterion].dimension;
            if model.criteria_of(dimension).len() > 1 {
                model.criteria.remove(criterion);
            }
        }
        10 => {
            // Twice all weights of a dimension: the same scores.
            let dimension = model.criteria[criterion].dimension;
            let own = model.criteria_of(dimension);
            if own
                .iter()
                .all(|&number| model.criteria[number].weight <= 500)
            {
                for number in own {
                    model.criteria[number].weight *= 2;
                }
            }
        }
        11 => {
            // In other words: the same rules.
            if let Some(when) = &mut model.rules[rule].when {
                let inner = std::mem::replace(when, Condition::All(Vec::new()));
                *when = Condition::Not(Box::new(Condition::Not(Box::new(inner))));
            }
        }
        12 => {
            if let Some(gate) = model.gates.first_mut() {
                threshold(&mut gate.when, draw);
            }
        }
        _ => {
            let fact = draw.below(model.facts.len());
            let fact = &mut model.facts[fact];
            if !matches!(fact.kind, Kind::Set(_) | Kind::Text) {
                fact.allow_na ^= true;
                fact.prior = None;
            }
        }
    }
}

fn other_weight(weight: &mut i64) {
    *weight = *weight % 1000 + 1;
}

fn points(scale: &mut Scale, draw: &mut Draw<'_>) {
    let other = |points: &mut i64| *points = (*points + 10) % 101;
    match scale {
        Scale::Points(_, rows) => {
            let row = draw.below(rows.len());
            other(&mut rows[row]);
        }
        Scale::Bands(_, rows) => {
            let row = draw.below(rows.len());
            other(&mut rows[row].1);
        }
        Scale::Cases(rows) => {
            let row = draw.below(rows.len());
            other(&mut rows[row].1);
        }
        Scale::Share(..) => {}
    }
}

/// Moves the first threshold of a score in a condition, by a tenth or by ten points.
fn threshold(when: &mut Condition, draw: &mut Draw<'_>) {
    match when {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| threshold(part, draw));
        }
        Condition::Not(part) => threshold(part, draw),
        Condition::Score(Of::Rubric(_) | Of::Dimension(_) | Of::Worst(_), bounds) => {
            let by = [10, 1000][draw.below(2)];
            if let [Bound::Below(n) | Bound::AtMost(n) | Bound::AtLeast(n) | Bound::Above(n)] =
                bounds.as_mut_slice()
            {
                // No further: a threshold beyond all scores is refused.
                *n = (*n + by).min(9_000);
            }
        }
        Condition::Fact(..) | Condition::Gate(_) => {}
    }
}

/// The values of a fact that stand for all that both sets tell apart.
fn values(old: &Model, new: &Model, fact: usize) -> Vec<Value> {
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
    let facts: Vec<Vec<Value>> = (0..old.facts.len())
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
        before: evaluate(old, &values),
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
    (numbers, set): (&Numbers, &RubricSet),
    (facts, cells): (&[u16], &[u8]),
    values: &[Value],
) -> bool {
    let own = numbers.cells(set, values);
    let left: Vec<u64> = cells.iter().map(|cell| 1 << cell).collect();
    let known = difference.aligned.old_map.cells(&left);
    facts.iter().all(|fact| {
        let fact = difference.aligned.facts[usize::from(*fact)]
            .old
            .expect("in both");
        indexes(&set.facts[fact].variables)
            .all(|variable| known[variable] >> own[variable] & 1 == 1)
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
    let new = &edited(old, &case.choices);
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

    let differs =
        |company: &&Company| recommended(old, &company.before) != recommended(new, &company.after);
    let differing = companies.iter().filter(differs).count();
    match &difference.recommendations {
        Recommendations::Same => prop_assert_eq!(differing, 0, "said to be the same"),
        Recommendations::Unproved => prop_assert!(false, "not proved: {} differ", differing),
        Recommendations::Differ(witness) => {
            let met = |facts: &[u16]| -> Vec<&Company> {
                let like = (facts, witness.cells.as_slice());
                let agrees = |company: &&Company| {
                    agrees(&difference, (&numbers, &old_set), like, &company.values)
                };
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
            let same_world = old.facts.iter().zip(&new.facts).all(alike);
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
                agrees(&difference, (&numbers, &old_set), like, &company.values)
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

fn new_model(case: &Case) -> Model {
    edited(&case.model, &case.choices)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn differences_are_what_every_company_shows(case in cases()) {
        check(&case)?;
    }
}
