//! Sets in which some rubrics are internal and every id and text can be told from all others, and the same sets with
//! something else wherever it is hidden.

use crate::generate::model::{Condition, Kind, Model, Of, Scale};
use crate::generate::{Case, print, statement};
use crate::reference::hidden::{Hidden, facts_in, facts_of, of_internal};
use crate::renames::named;

/// What stands in a profile beside its facts. No text of it is for the customer.
const ABOUT: &str =
    "profile:\n  id: «PROFILE»\n  prepared_by: «PREPARED»\n  rubrics: generated 0.9.0\n";

/// The profile of a case as it is written.
pub(super) fn profile(case: &Case) -> String {
    let order: Vec<usize> = (0..case.profile.len()).collect();
    let facts = print::profile(&case.model, &case.profile, &order);
    format!("{ABOUT}{}", facts.trim_start_matches("{}\n"))
}

/// Gives every part an id that is found in no word, and makes some rubrics internal.
pub(super) fn marked(case: &Case) -> Case {
    let mut case = case.clone();
    let model = &mut case.model;
    model.worded = true;
    for (number, fact) in model.facts.iter_mut().enumerate() {
        fact.id = named(format!("zq{}.f_{number}", number % 2));
        if let Kind::Choice(options) | Kind::Set(options) = &mut fact.kind {
            for (place, option) in options.iter_mut().enumerate() {
                *option = named(format!("zq-o{place}"));
            }
        }
    }
    for (number, rubric) in model.rubrics.iter_mut().enumerate() {
        rubric.id = named(format!("zq-r{number}"));
        rubric.internal = case.choices[40 + number] % 5 < 2;
    }
    let ids = |letter: char, number: usize| named(format!("zq-{letter}{number}"));
    for (number, dimension) in model.dimensions.iter_mut().enumerate() {
        dimension.id = ids('d', number);
    }
    for (number, criterion) in model.criteria.iter_mut().enumerate() {
        criterion.id = ids('c', number);
    }
    for (number, gate) in model.gates.iter_mut().enumerate() {
        gate.id = ids('g', number);
    }
    for (number, recommendation) in model.recommendations.iter_mut().enumerate() {
        *recommendation = ids('p', number);
    }
    case
}

/// What is another in a case that the customer cannot tell from the first.
#[derive(Default)]
pub(super) struct Altered {
    /// Points, weights, caps, ratings and the aggregate of internal rubrics.
    pub(super) figures: bool,
    /// What the profile says.
    pub(super) facts: bool,
}

/// The same case for the customer: another recommendation, other names of all that is hidden with other texts and
/// other advice, other figures where only internal rubrics have them, other statements about what they alone read.
pub(super) fn other(case: &Case, hidden: &Hidden) -> (Case, Altered) {
    let mut other = case.clone();
    let model = &mut other.model;
    let else_named = |id: &mut &'static str| *id = named(format!("{id}-else"));
    for rule in &mut model.rules {
        rule.recommend = (rule.recommend + 1) % model.recommendations.len();
    }
    model.recommendations.iter_mut().for_each(else_named);
    let gates = model.gates.iter_mut().map(|gate| &mut gate.id);
    gates.for_each(else_named);
    let rubrics = model.rubrics.iter_mut().filter(|rubric| rubric.internal);
    rubrics.map(|rubric| &mut rubric.id).for_each(else_named);
    let criteria = model.criteria.iter_mut().zip(&hidden.criteria);
    let criteria = criteria.filter(|(_, hidden)| **hidden);
    criteria.for_each(|(criterion, _)| else_named(&mut criterion.id));
    let facts = model.facts.iter_mut().zip(&hidden.facts);
    let facts = facts.filter(|(_, hidden)| **hidden);
    facts.for_each(|(fact, _)| fact.id = named(format!("{}_else", fact.id)));
    let mut altered = Altered::default();
    // A score for the customer may hang on one of ours: where a gate that caps it tests that.
    if shown_gates(&case.model).any(|when| tests_ours(&case.model, when)) {
        return (other, altered);
    }
    altered.figures = figures(model);
    let read = |fact: usize| {
        let criteria = (0..case.model.criteria.len()).filter(|&one| !of_internal(&case.model, one));
        let mut criteria = criteria.map(|one| &case.model.criteria[one]);
        let mut gates = shown_gates(&case.model);
        criteria.any(|one| facts_of(&case.model, one).contains(&fact))
            || gates.any(|when| facts_in(&case.model, when).contains(&fact))
    };
    for fact in (0..case.profile.len()).filter(|&fact| !read(fact)) {
        other.profile[fact] = statement(&case.model.facts[fact], &case.choices[4 * fact..]);
        altered.facts = true;
    }
    (other, altered)
}

/// The conditions of the gates that cap what the customer is shown.
fn shown_gates(model: &Model) -> impl Iterator<Item = &Condition> {
    let gates = model.gates.iter().filter(|gate| gate.cap.is_some());
    let gates = gates.filter(|gate| !model.rubrics[gate.rubric].internal);
    gates.map(|gate| &gate.when)
}

/// Whether a condition tests a score of an internal rubric, by itself or through a gate that it names.
fn tests_ours(model: &Model, when: &Condition) -> bool {
    when.atoms().into_iter().any(|atom| match atom {
        Condition::Score(Of::Dimension(number), _) => {
            model.rubrics[model.dimensions[*number].rubric].internal
        }
        Condition::Gate(gate) => tests_ours(model, &model.gates[*gate].when),
        _ => false,
    })
}

/// Gives internal rubrics other figures; whether there is one.
fn figures(model: &mut Model) -> bool {
    let ours: Vec<bool> = model.rubrics.iter().map(|rubric| rubric.internal).collect();
    let homes: Vec<usize> = model.dimensions.iter().map(|one| one.rubric).collect();
    for rubric in model.rubrics.iter_mut().filter(|rubric| rubric.internal) {
        rubric.worst ^= true;
        rubric.ratings.clear();
    }
    for dimension in model.dimensions.iter_mut().filter(|one| ours[one.rubric]) {
        dimension.weight = 1 + dimension.weight % 1000;
    }
    for criterion in &mut model.criteria {
        if !ours[homes[criterion.dimension]] {
            continue;
        }
        criterion.weight = 1 + criterion.weight % 1000;
        match &mut criterion.scale {
            Scale::Points(_, points) => points.reverse(),
            Scale::Bands(_, bands) => bands
                .iter_mut()
                .for_each(|(_, points)| *points = 100 - *points),
            Scale::Cases(cases) => cases
                .iter_mut()
                .for_each(|(_, points)| *points = 100 - *points),
            Scale::Share(..) => {}
        }
    }
    for gate in model.gates.iter_mut().filter(|gate| ours[gate.rubric]) {
        gate.cap = gate.cap.map(|cap| 100 - cap);
    }
    ours.contains(&true)
}
