//! Who reads what: ranges are tight where no unknown fact is read twice, so the tests must know.

use crate::generate::model::{Condition, Model, Of, Scale, Test};

/// A fact, or one option of a set fact: options are unknown one by one.
pub(crate) type Unknown = (usize, Option<usize>);

/// What is read more than once in a list of readings.
pub(crate) fn repeated(readings: &[Unknown]) -> Vec<Unknown> {
    let count = |unknown: &Unknown| readings.iter().filter(|&other| other == unknown).count();
    readings
        .iter()
        .filter(|unknown| count(unknown) > 1)
        .copied()
        .collect()
}

/// What the criteria of a dimension read; each criterion is exact over its own facts, so it counts
/// as one reader however often it names a fact.
pub(crate) fn of_dimension(model: &Model, number: usize) -> Vec<Unknown> {
    let mut all = Vec::new();
    for number in model.criteria_of(number) {
        let criterion = &model.criteria[number];
        let mut own: Vec<Unknown> = criterion
            .applies_when
            .iter()
            .flat_map(|when| of_condition(model, when))
            .collect();
        match &criterion.scale {
            Scale::Points(fact, _) | Scale::Bands(fact, _) => own.push((*fact, None)),
            Scale::Share(fact, options) => {
                own.extend(options.iter().map(|&option| (*fact, Some(option))));
            }
            Scale::Cases(cases) => {
                let conditions = cases.iter().filter_map(|(when, _)| when.as_ref());
                own.extend(conditions.flat_map(|when| of_condition(model, when)));
            }
        }
        own.sort_unstable();
        own.dedup();
        all.extend(own);
    }
    all
}

/// What a rubric's criteria and the gates that cap it read, through whatever those name.
pub(crate) fn of_rubric(model: &Model, number: usize) -> Vec<Unknown> {
    let dimensions = model
        .dimensions_of(number)
        .into_iter()
        .flat_map(|number| of_dimension(model, number));
    let gates = model
        .caps_of(number)
        .into_iter()
        .flat_map(|(gate, _)| of_condition(model, &model.gates[gate].when));
    dimensions.chain(gates).collect()
}

fn of_condition(model: &Model, condition: &Condition) -> Vec<Unknown> {
    let of_atom = |atom: &Condition| match atom {
        Condition::Fact(fact, Test::Includes(option)) => vec![(*fact, Some(*option))],
        Condition::Fact(fact, Test::Is(_) | Test::In(_) | Test::Number(_)) => vec![(*fact, None)],
        Condition::Score(Of::Dimension(number), bounds) => {
            // A range may lie across two bounds though no score lies between them: the state is open
            // and the gate is not, so whatever such a test reads counts as if it were read twice.
            of_dimension(model, *number).repeat(bounds.len())
        }
        Condition::Gate(gate) => of_condition(model, &model.gates[*gate].when),
        Condition::Score(Of::Rubric(_) | Of::Worst(_), _) => unreachable!("only rules test these"),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {
            unreachable!("these are no atoms")
        }
    };
    condition.atoms().into_iter().flat_map(of_atom).collect()
}
