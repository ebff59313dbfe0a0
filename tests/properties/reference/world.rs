//! What the facts can be: the values that make a difference, how likely each is, which of them a
//! profile leaves, and every way to fill in what is unknown.

use crate::generate::model::{
    Bound, Condition, Fact, Kind, Model, Partly, Prior, Scale, Statement, Test, Value,
};

/// One way to fill in the unknown facts: a value for each, and its weight under the priors.
pub(crate) type Completion = (Vec<Value>, i128);

/// A value of a fact that stands for all those that nothing tells apart from it.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) members: Vec<Value>,
    /// Its part of the prior.
    pub(crate) part: i128,
}

/// The values that each fact may still have, with their weights.
pub(crate) struct World {
    pub(crate) allowed: Vec<Vec<(Value, i128)>>,
}

impl World {
    pub(crate) fn new(model: &Model, profile: &[Statement]) -> Self {
        let allowed = (0..model.facts.len())
            .map(|fact| allowed(model, fact, &profile[fact]))
            .collect();
        Self { allowed }
    }

    /// How many completions there are.
    pub(crate) fn count(&self) -> usize {
        self.allowed.iter().map(Vec::len).product()
    }

    /// Every completion.
    pub(crate) fn completions(&self) -> Vec<Completion> {
        let mut all: Vec<Completion> = vec![(Vec::new(), 1)];
        for values in &self.allowed {
            all = all
                .iter()
                .flat_map(|(earlier, weight)| {
                    values.iter().map(move |(value, part)| {
                        let mut longer = earlier.clone();
                        longer.push(value.clone());
                        (longer, weight * part)
                    })
                })
                .collect();
        }
        all
    }
}

/// The values of a fact that a statement leaves, with weights.
fn allowed(model: &Model, fact: usize, statement: &Statement) -> Vec<(Value, i128)> {
    if let Kind::Set(options) = &model.facts[fact].kind {
        return allowed_contents(&model.facts[fact], options.len(), statement);
    }
    let cells = cells(model, fact);
    let left = cells
        .iter()
        .filter(|cell| cell.members.iter().any(|value| satisfies(statement, value)));
    let left: Vec<(Value, i128)> = left
        .map(|cell| (cell.members[0].clone(), cell.part))
        .collect();
    or_uniform(left)
}

/// Where the prior leaves nothing, everything that is left is equally likely.
fn or_uniform<T>(mut left: Vec<(T, i128)>) -> Vec<(T, i128)> {
    if left.iter().all(|(_, part)| *part == 0) {
        left.iter_mut().for_each(|(_, part)| *part = 1);
    }
    left
}

/// The contents that a statement leaves a set: each option is a question of its own.
fn allowed_contents(fact: &Fact, options: usize, statement: &Statement) -> Vec<(Value, i128)> {
    let parts = match &fact.prior {
        Some(Prior::Parts(parts, _)) => parts.clone(),
        Some(Prior::Bands(_)) | None => vec![1, 1],
    };
    let mut all: Vec<(Vec<bool>, i128)> = vec![(Vec::new(), 1)];
    for option in 0..options {
        let possible = [false, true].into_iter().filter(|&held| match statement {
            Statement::Unknown(_) | Statement::Partly(_) => true,
            Statement::Known(Value::Options(contents)) => contents[option] == held,
            Statement::Known(_) => false,
            Statement::Contents { includes, excludes } => {
                !(if held { excludes } else { includes }).contains(&option)
            }
        });
        let answers = or_uniform(
            possible
                .map(|held| (held, parts[usize::from(held)]))
                .collect(),
        );
        all = all
            .iter()
            .flat_map(|(earlier, weight)| {
                answers.iter().map(move |(held, part)| {
                    ([earlier.as_slice(), &[*held]].concat(), weight * part)
                })
            })
            .collect();
    }
    all.into_iter()
        .map(|(contents, weight)| (Value::Options(contents), weight))
        .collect()
}

/// Whether a value of a fact that is no set agrees with a statement.
pub(crate) fn satisfies(statement: &Statement, value: &Value) -> bool {
    match statement {
        Statement::Unknown(_) | Statement::Contents { .. } => true,
        Statement::Known(known) => value == known,
        Statement::Partly(Partly {
            one_of,
            not,
            at_least,
            at_most,
        }) => {
            let listed =
                one_of.contains(value) || one_of.is_empty() && *value != Value::NotApplicable;
            let within = match value {
                Value::Number(number) => {
                    at_least.is_none_or(|least| *number >= least)
                        && at_most.is_none_or(|most| *number <= most)
                }
                _ => true,
            };
            listed && within && !not.contains(value)
        }
    }
}

/// The cells of a fact that is no set, in order, `n/a` last.
pub(crate) fn cells(model: &Model, number: usize) -> Vec<Cell> {
    let fact = &model.facts[number];
    let members: Vec<Vec<Value>> = match &fact.kind {
        Kind::Bool => vec![vec![Value::Bool(false)], vec![Value::Bool(true)]],
        Kind::Choice(options) => (0..options.len())
            .map(|option| vec![Value::Option(option)])
            .collect(),
        Kind::Number(range) => stretches(&range.samples(), &thresholds(model, number)),
        Kind::Text => vec![vec![Value::Text]],
        Kind::Set(_) => unreachable!("a set has contents, not cells"),
    };
    let parts = parts(fact, &members);
    let mut cells: Vec<Cell> = members
        .into_iter()
        .zip(&parts)
        .map(|(members, &part)| Cell { members, part })
        .collect();
    if fact.allow_na {
        let count = i128::try_from(parts.len()).expect("a few");
        let average = (parts.iter().sum::<i128>() + count - 1) / count;
        let part = match &fact.prior {
            Some(Prior::Parts(_, Some(part))) => *part,
            Some(Prior::Parts(_, None) | Prior::Bands(_)) | None => average,
        };
        cells.push(Cell {
            members: vec![Value::NotApplicable],
            part,
        });
    }
    cells
}

/// Neighboring numbers that no threshold separates, together.
fn stretches(samples: &[i64], thresholds: &[Bound]) -> Vec<Vec<Value>> {
    let mut stretches: Vec<Vec<Value>> = Vec::new();
    let mut before: Option<Vec<bool>> = None;
    for &sample in samples {
        let sides: Vec<bool> = thresholds
            .iter()
            .map(|bound| bound.admits(sample))
            .collect();
        match stretches.last_mut() {
            Some(stretch) if before.as_ref() == Some(&sides) => stretch.push(Value::Number(sample)),
            _ => stretches.push(vec![Value::Number(sample)]),
        }
        before = Some(sides);
    }
    stretches
}

/// Every comparison that anything makes with a number.
fn thresholds(model: &Model, fact: usize) -> Vec<Bound> {
    let mut all = Vec::new();
    if let Some(Prior::Bands(bands)) = &model.facts[fact].prior {
        all.extend(bands.iter().filter_map(|(end, _)| *end));
    }
    for criterion in &model.criteria {
        if let Scale::Bands(read, bands) = &criterion.scale
            && *read == fact
        {
            all.extend(bands.iter().filter_map(|(end, _)| *end));
        }
    }
    for atom in model.conditions().into_iter().flat_map(Condition::atoms) {
        if let Condition::Fact(read, Test::Number(bounds)) = atom
            && *read == fact
        {
            all.extend(bounds);
        }
    }
    all
}

/// The prior's part of each value, in whole numbers.
fn parts(fact: &Fact, members: &[Vec<Value>]) -> Vec<i128> {
    match &fact.prior {
        None => vec![1; members.len()],
        Some(Prior::Parts(parts, _)) => parts.clone(),
        Some(Prior::Bands(bands)) => {
            let band_of = |values: &Vec<Value>| {
                let Value::Number(number) = values[0] else {
                    unreachable!("bands are of numbers")
                };
                bands
                    .iter()
                    .position(|(end, _)| end.is_none_or(|end| end.admits(number)))
                    .expect("the last is open")
            };
            let homes: Vec<usize> = members.iter().map(band_of).collect();
            let sharers = |band: usize| {
                i128::try_from(homes.iter().filter(|&&home| home == band).count()).expect("a few")
            };
            // The smallest whole number of shares into which every band can be cut evenly.
            let shares = (1..)
                .find(|shares| homes.iter().all(|&home| shares % sharers(home) == 0))
                .expect("their product");
            homes
                .iter()
                .map(|&home| bands[home].1 * shares / sharers(home))
                .collect()
        }
    }
}
