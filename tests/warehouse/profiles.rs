//! Random profiles as rows of a table, and the cells that they state.

use maturity::assess::random::SplitMix64;
use maturity::profile::Answers;
use maturity::rubric::RubricSet;
use maturity::rubric::fact::{Fact, Kind};

/// A profile: what its columns say, and what that leaves of each variable.
pub(crate) struct Row {
    pub(crate) id: String,
    /// A text for each fact of the set.
    pub(crate) texts: Vec<String>,
    /// None where a column holds no value of its fact: that fact.
    pub(crate) left: Result<Vec<u64>, String>,
}

/// Profiles of every kind: the first half complete, the others with up to all facts unknown. Each leans
/// to one end of the scales, so that scores and recommendations of all sizes come out.
pub(crate) fn rows(set: &RubricSet, count: u32, seed: u64) -> Vec<Row> {
    let mut random = SplitMix64::new(seed);
    (0..count)
        .map(|number| {
            let unknown = if number < count / 2 {
                0
            } else {
                // Mostly few: there the states are mixed.
                let most = random.below(100);
                random.below(most + 1).max(1)
            };
            let lean = random.below(100);
            let mut left = Answers::unknown(set).cells;
            let texts = set
                .facts
                .iter()
                .map(|fact| {
                    if random.below(100) < unknown {
                        ["", "unknown"][random.below(2) as usize].to_owned()
                    } else {
                        value(set, fact, lean, &mut random, &mut left)
                    }
                })
                .collect();
            Row {
                id: format!("p{number:06}"),
                texts,
                left: Ok(left),
            }
        })
        .collect()
}

/// A value as a column may write it; says in `left` which cells it is.
fn value(
    set: &RubricSet,
    fact: &Fact,
    lean: u32,
    random: &mut SplitMix64,
    left: &mut [u64],
) -> String {
    let start = usize::from(fact.variables.start);
    if fact.kind == Kind::Text {
        return "O'Hara; \"Sons\", Ltd.\\".to_owned();
    }
    if fact.kind == Kind::Set {
        let mut held = Vec::new();
        for (place, option) in fact.options.iter().enumerate() {
            let holds = random.below(100) < lean;
            left[start + place] = if holds { 0b10 } else { 0b01 };
            if holds {
                held.push(&*option.id);
            }
        }
        random.shuffle(&mut held);
        return if held.is_empty() {
            "[]".to_owned()
        } else {
            held.join(";")
        };
    }
    let variable = &set.variables[start];
    let cells = u32::from(variable.cells);
    // Of two draws the higher one or the lower one.
    let (one, other) = (random.below(cells), random.below(cells));
    let cell = if random.below(100) < lean {
        one.max(other)
    } else {
        one.min(other)
    };
    left[start] = 1 << cell;
    let cell = cell as usize;
    if variable.na.map(usize::from) == Some(cell) {
        return "n/a".to_owned();
    }
    match fact.kind {
        Kind::Bool => {
            let spellings = [["false", "False", "FALSE"], ["true", "True", "TRUE"]];
            // Mostly as engines write it.
            spellings[cell][random.below(12).saturating_sub(9) as usize].to_owned()
        }
        Kind::Choice => {
            let id = &*fact.options[cell].id;
            match (id, random.below(8)) {
                ("no", 0) => "false".to_owned(),
                ("yes", 0) => "TRUE".to_owned(),
                _ => id.to_owned(),
            }
        }
        Kind::Integer | Kind::Number | Kind::Set | Kind::Text => number(fact, cell, random),
    }
}

/// A number in a cell: where it lies by itself, or at the cell's very ends.
fn number(fact: &Fact, cell: usize, random: &mut SplitMix64) -> String {
    let mut candidates = vec![fact.inside(cell)];
    candidates.extend(fact.min);
    candidates.extend(fact.max);
    for cut in &fact.cuts {
        let step = if fact.kind == Kind::Integer {
            1.0
        } else {
            0.25
        };
        candidates.extend([cut.value - step, cut.value, cut.value + step]);
    }
    candidates.retain(|&value| {
        let whole = fact.kind != Kind::Integer || value.fract() == 0.0;
        whole && fact.in_bounds(value) && fact.cell_of(value) == cell
    });
    let value = candidates[random.below(u32::try_from(candidates.len()).unwrap_or(1)) as usize];
    value.to_string()
}

/// For each fact that anything can test a profile in which its column holds nothing that it can be.
pub(crate) fn invalid(set: &RubricSet) -> Vec<Row> {
    let facts = set.facts.iter().enumerate();
    let facts = facts.filter(|(_, fact)| fact.kind != Kind::Text);
    let mut rows = Vec::new();
    for (number, fact) in facts {
        let mut wrong: Vec<String> = match fact.kind {
            Kind::Bool => vec!["yes".to_owned(), "1".to_owned()],
            Kind::Choice => vec!["nonsense".to_owned(), " unknown".to_owned()],
            Kind::Set => vec![
                format!("{};nonsense", fact.options[0].id),
                "n/a".to_owned(),
                format!("{0}{0}", fact.options[0].id),
            ],
            Kind::Integer => vec!["1.5".to_owned(), "1e999".to_owned(), "NaN".to_owned()],
            Kind::Number => vec!["1,5".to_owned(), "1e999".to_owned(), "-".to_owned()],
            Kind::Text => Vec::new(),
        };
        wrong.extend(fact.min.map(|min| (min - 1.0).to_string()));
        wrong.extend(fact.max.map(|max| (max + 1.0).to_string()));
        if !fact.allow_na {
            wrong.push("n/a".to_owned());
        }
        for text in wrong {
            let mut texts = vec![String::new(); set.facts.len()];
            texts[number] = text;
            rows.push(Row {
                id: format!("w{:06}", rows.len()),
                texts,
                left: Err(fact.id.to_string()),
            });
        }
    }
    rows
}
