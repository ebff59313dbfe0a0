//! Rows of a table of profiles for a random set, and the rows that must come out, by the reference.

use crate::generate::model::{Kind, Model, Statement, Value};
use crate::generate::{print, state_one, unknown};
use crate::reference::complete::evaluate;
use crate::reference::ranges::{Expected, Range, expected};
use crate::reference::world::World;
use maturity::assess::random::SplitMix64;
use std::collections::{BTreeMap, BTreeSet};

/// The most ways to fill in what a row leaves unknown.
const MAX_COMPLETIONS: usize = 1024;

/// A profile as a row.
pub(super) struct Row {
    pub(super) id: String,
    /// What each fact's column holds.
    pub(super) texts: Vec<String>,
    /// What that says, where every column holds a value of its fact.
    pub(super) statements: Vec<Statement>,
    /// The facts whose columns hold no value of theirs.
    invalid: BTreeSet<&'static str>,
}

/// Some rows, the first of them complete.
pub(super) fn rows(model: &Model, choices: &[u8], count: usize) -> Vec<Row> {
    let seed = choices.iter().fold(1_u64, |seed, choice| {
        seed.wrapping_mul(0x100_0000_01b3) ^ u64::from(*choice)
    });
    let mut random = SplitMix64::new(seed);
    let one = |number: usize| row(model, &mut random, number);
    (0..count).map(one).collect()
}

fn row(model: &Model, random: &mut SplitMix64, number: usize) -> Row {
    let mut row = Row {
        id: format!("p{number:03}"),
        texts: Vec::new(),
        statements: unknown(model),
        invalid: BTreeSet::new(),
    };
    let open = if number == 0 { 0 } else { random.below(100) };
    for fact in 0..model.facts.len() {
        if random.below(100) >= open {
            state_one(model, &mut row.statements, fact, random.below(256) as usize);
        }
    }
    let mut last = model.facts.len();
    while World::new(model, &row.statements).count() > MAX_COMPLETIONS {
        last -= 1;
        state_one(model, &mut row.statements, last, random.below(256) as usize);
    }
    for fact in 0..model.facts.len() {
        let text = match &row.statements[fact] {
            Statement::Known(value) => written(model, fact, value, random),
            _ => ["", "unknown"][random.below(2) as usize].to_owned(),
        };
        row.texts.push(text);
    }
    // One row in three has a column with something else in it.
    let fact = random.below(3 * u32::try_from(model.facts.len()).expect("few")) as usize;
    if number > 0 && fact < model.facts.len() && !matches!(model.facts[fact].kind, Kind::Text) {
        row.texts[fact] = wrong(model, fact, random);
        row.invalid.insert(model.facts[fact].id);
    }
    row
}

/// A value as a column may write it.
fn written(model: &Model, fact: usize, value: &Value, random: &mut SplitMix64) -> String {
    let options = print::options_of(model, fact);
    match value {
        Value::NotApplicable => "n/a".to_owned(),
        Value::Bool(value) => {
            let spellings = [["false", "False", "FALSE"], ["true", "True", "TRUE"]];
            spellings[usize::from(*value)][random.below(3) as usize].to_owned()
        }
        Value::Option(option) => match (options[*option], random.below(2)) {
            ("no", 0) if !options.contains(&"false") => "false".to_owned(),
            ("yes", 0) if !options.contains(&"true") => "true".to_owned(),
            (id, _) => id.to_owned(),
        },
        Value::Options(contents) => {
            let held = contents.iter().zip(options).filter(|(held, _)| **held);
            let mut held: Vec<&str> = held.map(|(_, id)| *id).collect();
            random.shuffle(&mut held);
            if held.is_empty() {
                "[]".to_owned()
            } else {
                held.join(";")
            }
        }
        Value::Number(number) => {
            let plain = print::quarters(*number);
            if number % 4 == 0 && random.below(3) == 0 {
                format!("{plain}.0")
            } else {
                plain
            }
        }
        Value::Text => "O'Hara; \"Sons\", Ltd.\\".to_owned(),
    }
}

/// What is no value of a fact.
fn wrong(model: &Model, fact: usize, random: &mut SplitMix64) -> String {
    let options = print::options_of(model, fact);
    let mut all = match &model.facts[fact].kind {
        Kind::Bool => vec!["yes".to_owned(), "1".to_owned()],
        Kind::Choice(_) => vec!["nonsense".to_owned(), format!("{};", options[0])],
        Kind::Set(_) => vec![
            format!("{};nonsense", options[0]),
            format!("{0}{0}", options[0]),
        ],
        Kind::Number(number) => {
            let mut all = vec!["1,5".to_owned(), "1e999".to_owned(), "NaN".to_owned()];
            all.extend(number.bounds.map(|(least, _)| print::quarters(least - 4)));
            all.extend(number.bounds.map(|(_, most)| print::quarters(most + 4)));
            all.extend(number.whole.then(|| "2.5".to_owned()));
            all
        }
        Kind::Text => Vec::new(),
    };
    if !model.facts[fact].allow_na {
        all.push("n/a".to_owned());
    }
    let number = random.below(u32::try_from(all.len()).expect("few"));
    all.swap_remove(number as usize)
}

/// What must stand under each column of the result but the key.
pub(super) fn result(model: &Model, row: &Row) -> BTreeMap<String, String> {
    let invalid: Vec<&str> = row.invalid.iter().copied().collect();
    let mut cells = BTreeMap::from([("invalid".to_owned(), invalid.join(";"))]);
    // All figures of such a row are NULL.
    if !invalid.is_empty() {
        return cells;
    }
    let expected = assessed(model, row);
    for (number, rubric) in model.rubrics.iter().enumerate() {
        let [low, high] = ends(&expected.rubrics[number]);
        if low == high {
            cells.insert(rubric.id.to_owned(), low.clone());
        }
        cells.insert(format!("{}.low", rubric.id), low);
        cells.insert(format!("{}.high", rubric.id), high);
    }
    for number in 0..model.dimensions.len() {
        let id = model.dimension_id(number);
        let [low, high] = ends(&expected.dimensions[number]);
        cells.insert(format!("{id}.low"), low);
        cells.insert(format!("{id}.high"), high);
    }
    for (number, state) in expected.gates.iter().enumerate() {
        let word = match state {
            Some(true) => "tripped",
            Some(false) => "clear",
            None => "open",
        };
        cells.insert(model.gate_id(number), word.to_owned());
    }
    let possible = possible(model, &expected);
    cells.insert("possible_bound".to_owned(), possible.join(";"));
    cells.insert("settled".to_owned(), (possible.len() == 1).to_string());
    if let [only] = possible.as_slice() {
        cells.insert("recommendation".to_owned(), (*only).to_owned());
    }
    cells
}

/// What the reference says of a row.
pub(super) fn assessed(model: &Model, row: &Row) -> Expected {
    let world = World::new(model, &row.statements);
    let completions = world.completions().into_iter();
    let scored: Vec<_> = completions
        .map(|(values, weight)| (weight, evaluate(model, &values)))
        .collect();
    expected(model, &world, &scored)
}

fn ends(range: &Range) -> [String; 2] {
    if range.exists == Some(false) {
        return [String::new(), String::new()];
    }
    [range.low, range.high].map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

/// The recommendations of the rules that are not false, up to the first that is true, each once.
fn possible(model: &Model, expected: &Expected) -> Vec<&'static str> {
    let mut possible = Vec::new();
    for (rule, state) in model.rules.iter().zip(&expected.rules) {
        let id = model.recommendations[rule.recommend];
        if *state != Some(false) && !possible.contains(&id) {
            possible.push(id);
        }
        if *state == Some(true) {
            break;
        }
    }
    possible
}
