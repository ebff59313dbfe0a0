//! Lints and the proofs behind them, against a count of all complete profiles: of [`decisions`], of [`scores`] and what
//! moves them, of [`scales`], the [`order`] of answers and those that are [`alike`], and of [`conditions`]; and those that
//! are said to be [`meant`].

mod alike;
mod conditions;
mod decisions;
mod meant;
mod order;
mod scales;
mod scores;
mod written;

use crate::generate::model::{Condition, Fact, Kind, Model, Statement, Test, Value};
use crate::generate::print;
use crate::reference::complete::{Complete, evaluate};
use crate::reference::world::World;
use crate::subject::{Numbers, refused};
use maturity::check::lints::{Lints, STEPS, lint};
use maturity::finding::{Code, Finding, SourceText};
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::toml;
use proptest::test_runner::{Config, TestCaseError};

/// The most complete profiles of a set that is counted.
const MOST: usize = 1024;

/// A set, its lints, and every complete profile.
struct Linted {
    set: RubricSet,
    numbers: Numbers,
    findings: Vec<Finding>,
    /// The value of the last fact runs fastest.
    all: Vec<(Vec<Value>, Complete)>,
    /// How many values each fact has.
    sizes: Vec<usize>,
}

impl Linted {
    /// None where there are too many complete profiles to count.
    fn new(model: &Model) -> Option<Self> {
        Self::of(model, &print::files(model))
    }

    /// The same of files that say more than the model.
    fn of(model: &Model, texts: &[String]) -> Option<Self> {
        let nothing = vec![Statement::Unknown(0); model.facts.len()];
        let world = World::new(model, &nothing);
        if world.count() > MOST {
            return None;
        }
        let (set, lints) = lints_of(texts).expect("sound");
        assert_eq!(lints.undecided, 0, "a small set is decided");
        let all = world.completions().into_iter().map(|(values, _)| {
            let figures = evaluate(model, &values);
            (values, figures)
        });
        Some(Self {
            numbers: Numbers::new(model, &set),
            all: all.collect(),
            sizes: world.allowed.iter().map(Vec::len).collect(),
            findings: lints.findings,
            set,
        })
    }

    /// Whether there is a finding with this code that says this.
    fn has(&self, code: Code, words: &str) -> bool {
        let mut own = self.findings.iter().filter(|finding| finding.code == code);
        own.any(|finding| finding.message.contains(words))
    }

    /// The complete profiles, by their numbers, in lists of those that differ in a fact alone.
    fn columns(&self, fact: usize) -> Vec<Vec<usize>> {
        let stride: usize = self.sizes[fact + 1..].iter().product();
        let first = |number: &usize| (number / stride).is_multiple_of(self.sizes[fact]);
        let column = |first| {
            (0..self.sizes[fact])
                .map(|place| first + place * stride)
                .collect()
        };
        (0..self.all.len()).filter(first).map(column).collect()
    }

    fn fires(&self, rule: usize) -> bool {
        self.all.iter().any(|(_, figures)| figures.rule == rule)
    }
}

/// A set and its lints.
fn lints_of(texts: &[String]) -> Result<(RubricSet, Lints), TestCaseError> {
    let sources = texts
        .iter()
        .enumerate()
        .map(|(number, text)| SourceText::new(format!("{number}.toml"), text));
    let files: Vec<File<'_>> = sources
        .map(|source| {
            let root = toml::read(&source).expect("well-formed");
            File { source, root }
        })
        .collect();
    let set = load(&files).map_err(|findings| refused(&findings))?.set;
    let lints = lint(&files, &set, STEPS);
    Ok((set, lints))
}

/// The model with only the rules that fire for some profile.
fn live(linted: &Linted, model: &Model) -> Model {
    let mut live = model.clone();
    live.rules = (0..model.rules.len())
        .filter(|&rule| linted.fires(rule))
        .map(|rule| model.rules[rule].clone())
        .collect();
    // The last of them catches all the rest, whatever it tests.
    if let Some(last) = live.rules.last_mut() {
        last.when = None;
    }
    live
}

/// A condition that holds for no profile; none where there is no bool or choice.
fn never(model: &Model) -> Option<Condition> {
    let test = |(number, fact): (usize, &Fact)| match fact.kind {
        Kind::Bool => Some(Condition::Fact(number, Test::Is(true))),
        Kind::Choice(_) => Some(Condition::Fact(number, Test::In(vec![0]))),
        Kind::Set(_) | Kind::Number(_) | Kind::Text => None,
    };
    let test = model.facts.iter().enumerate().find_map(test)?;
    let not = Condition::Not(Box::new(test.clone()));
    Some(Condition::All(vec![test, not]))
}

/// Every case is a count of all profiles many times over: fewer of them say enough.
fn config() -> Config {
    let usual = crate::config();
    Config {
        cases: usual.cases.div_ceil(4),
        ..usual
    }
}
