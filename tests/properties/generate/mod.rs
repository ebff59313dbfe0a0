//! Random small rubric sets and profiles, which shrink.
//!
//! A [`Recipe`] is bytes: each part of a set (a fact, a criterion, a rule, ...) draws its choices from
//! bytes of its own, zero being the plainest choice. So every recipe makes a valid set, whatever is
//! left out of it, and Proptest shrinks a failing one to few parts and plain choices.

pub(crate) mod model;
pub(crate) mod print;
mod profile;
mod set;
pub(crate) mod words;
mod written;

use crate::reference::reads;
use crate::reference::world::{self, World};
use model::{Fact, Kind, Model, Statement, Value};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use std::fmt;
use std::ops::RangeInclusive;

/// The most completions of a case, so that going through all of them is quick.
const MAX_COMPLETIONS: usize = 1024;

/// A rubric set and a profile for it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) model: Model,
    pub(crate) profile: Vec<Statement>,
    /// Bytes for the property's own choices.
    pub(crate) choices: Vec<u8>,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order: Vec<usize> = (0..self.profile.len()).collect();
        let files = print::files(&self.model).join("\n# ----\n");
        let profile = print::profile(&self.model, &self.profile, &order);
        write!(
            f,
            "\n{files}\n# ---- the profile:\n{profile}\n# ---- choices: {:?}",
            self.choices
        )
    }
}

/// How the parts of a set are made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// They read facts as it happens.
    Plain,
    /// Each rubric reads its facts in turn.
    Apart,
    /// Like plain, with facts of a few values.
    Small,
}

/// What a case is made from.
#[derive(Clone, Debug)]
struct Recipe {
    facts: Vec<Vec<u8>>,
    rubrics: Vec<Vec<u8>>,
    criteria: Vec<Vec<u8>>,
    gates: Vec<Vec<u8>>,
    rules: Vec<Vec<u8>>,
    statements: Vec<Vec<u8>>,
    choices: Vec<u8>,
}

/// Choices, drawn from bytes; when those have run out, the plainest.
struct Draw<'b> {
    bytes: std::slice::Iter<'b, u8>,
}

impl<'b> Draw<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes: bytes.iter(),
        }
    }

    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % n
    }

    /// A number from `least` to `most`.
    fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    /// Some of the numbers below `n`, perhaps none.
    fn some_of(&mut self, n: usize) -> Vec<usize> {
        let chosen = self.below(1 << n);
        (0..n).filter(|number| chosen >> number & 1 == 1).collect()
    }
}

/// Sets whose parts read facts as it happens, so that many are read more than once.
pub(crate) fn cases() -> impl Strategy<Value = Case> {
    recipes(2..=7, 8, 4).prop_map(|recipe| case(&recipe, Style::Plain))
}

/// Like [`cases`], with more facts unknown: with up to so many completions, though mostly fewer.
pub(crate) fn wide_cases(completions: usize) -> impl Strategy<Value = Case> {
    recipes(2..=7, 8, 4).prop_map(move |recipe| {
        let model = set::model(&recipe, Style::Plain);
        let mut profile = profile::statements(&recipe, &model);
        for (fact, choice) in recipe.choices[..model.facts.len()].iter().enumerate() {
            if choice % 2 == 1 {
                profile[fact] = Statement::Unknown(0);
            }
        }
        bounded(&recipe, model, profile, completions)
    })
}

/// Sets of a few facts with a few values each, so that every set of statements can be gone through,
/// and profiles that know three facts in four, or nearly all.
pub(crate) fn small_cases(facts: usize, worlds: usize) -> impl Strategy<Value = Case> {
    recipes(2..=facts, 7, 3).prop_map(move |mut recipe| {
        let mut case = case(&recipe, Style::Small);
        while World::new(&case.model, &unknown(&case.model)).count() > worlds {
            recipe.facts.pop();
            case = self::case(&recipe, Style::Small);
        }
        let nearly_all = recipe.choices[63] % 2 == 1;
        for fact in 0..case.model.facts.len() {
            let open = matches!(case.profile[fact], Statement::Unknown(_));
            if open && (nearly_all || recipe.choices[fact] % 2 == 1) {
                let value = usize::from(recipe.choices[fact] / 2);
                state_one(&case.model, &mut case.profile, fact, value);
            }
        }
        case
    })
}

/// Sets whose rubrics read each fact once as far as there are enough. In the first rubric nothing
/// unknown is read more than once: what it still reads again is known.
pub(crate) fn cases_that_read_apart() -> impl Strategy<Value = Case> {
    recipes(5..=7, 5, 4).prop_map(|recipe| {
        let mut case = case(&recipe, Style::Apart);
        for (fact, _) in reads::repeated(&reads::of_rubric(&case.model, 0)) {
            make_known(&case.model, &mut case.profile, fact);
        }
        case
    })
}

/// The case that bytes make, for a fuzzer: the first say how many parts of each kind there are, and what is
/// missing at the end is the plainest choice.
pub(crate) fn from_bytes(bytes: &[u8]) -> Case {
    let mut rest = bytes.iter().copied().chain(std::iter::repeat(0));
    let counts: Vec<usize> = rest.by_ref().take(5).map(usize::from).collect();
    let mut parts = |length: usize, count: usize| -> Vec<Vec<u8>> {
        (0..count)
            .map(|_| rest.by_ref().take(length).collect())
            .collect()
    };
    let recipe = Recipe {
        choices: parts(64, 1).remove(0),
        statements: parts(8, 7),
        rules: parts(24, counts[0] % 5),
        gates: parts(20, counts[1] % 5),
        rubrics: parts(8, 1 + counts[2] % 3),
        facts: parts(24, 2 + counts[3] % 6),
        criteria: parts(32, 1 + counts[4] % 8),
    };
    case(&recipe, Style::Plain)
}

fn recipes(
    facts: RangeInclusive<usize>,
    criteria: usize,
    gates: usize,
) -> impl Strategy<Value = Recipe> {
    let parts = |bytes: usize, count: RangeInclusive<usize>| vec(vec(any::<u8>(), bytes), count);
    (
        parts(24, facts),
        parts(8, 1..=3),
        parts(32, 1..=criteria),
        parts(20, 0..=gates),
        parts(24, 0..=4),
        parts(8, 7..=7),
        vec(any::<u8>(), 64),
    )
        .prop_map(
            |(facts, rubrics, criteria, gates, rules, statements, choices)| Recipe {
                facts,
                rubrics,
                criteria,
                gates,
                rules,
                statements,
                choices,
            },
        )
}

fn case(recipe: &Recipe, style: Style) -> Case {
    let model = set::model(recipe, style);
    let profile = profile::statements(recipe, &model);
    bounded(recipe, model, profile, MAX_COMPLETIONS)
}

/// States facts until few enough completions are left, from the last one on.
fn bounded(recipe: &Recipe, model: Model, mut profile: Vec<Statement>, completions: usize) -> Case {
    let mut last = model.facts.len();
    while World::new(&model, &profile).count() > completions {
        last -= 1;
        make_known(&model, &mut profile, last);
    }
    Case {
        model,
        profile,
        choices: recipe.choices.clone(),
    }
}

/// States the first value that a profile leaves a fact.
fn make_known(model: &Model, profile: &mut [Statement], fact: usize) {
    state_one(model, profile, fact, 0);
}

/// States one of the values that a profile leaves a fact.
pub(crate) fn state_one(model: &Model, profile: &mut [Statement], fact: usize, number: usize) {
    let value = match &model.facts[fact].kind {
        Kind::Set(_) => {
            let allowed = &World::new(model, profile).allowed[fact];
            allowed[number % allowed.len()].0.clone()
        }
        Kind::Bool | Kind::Choice(_) | Kind::Number(_) | Kind::Text => {
            let values = world::cells(model, fact)
                .into_iter()
                .flat_map(|cell| cell.members);
            let left: Vec<Value> = values
                .filter(|value| world::satisfies(&profile[fact], value))
                .collect();
            left[number % left.len()].clone()
        }
    };
    profile[fact] = Statement::Known(value);
}

/// A statement about a fact, drawn from bytes, that leaves a value.
pub(crate) fn statement(fact: &Fact, bytes: &[u8]) -> Statement {
    profile::statement(&mut Draw::new(bytes), &fact.kind, fact.allow_na)
}

/// A statement about a fact, drawn from bytes, that may leave no value and name numbers just outside its bounds.
pub(crate) fn loosely(fact: &Fact, bytes: &[u8]) -> Statement {
    profile::loosely(&mut Draw::new(bytes), &fact.kind, fact.allow_na)
}

/// A profile that states nothing.
pub(crate) fn unknown(model: &Model) -> Vec<Statement> {
    vec![Statement::Unknown(0); model.facts.len()]
}

/// A profile that states everything.
pub(crate) fn complete(values: &[Value]) -> Vec<Statement> {
    values.iter().cloned().map(Statement::Known).collect()
}
