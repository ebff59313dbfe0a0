//! The crate under test: TOML and YAML in, assessments out, and the numbers it gives to the parts of
//! a model.

use crate::generate::model::{Model, Statement, Value};
use crate::generate::{Case, print};
use crate::reference::complete::{Complete, evaluate};
use crate::reference::ranges::{Expected, expected};
use crate::reference::world::World;
use maturity::assess::point::{self, MISSING, Point};
use maturity::assess::{Assessment, assess};
use maturity::finding::{Finding, SourceText};
use maturity::profile::{Answers, Options, resolve};
use maturity::rubric::condition::Truth;
use maturity::rubric::load::{File, load};
use maturity::rubric::{RubricSet, indexes};
use maturity::source::{toml, yaml};
use proptest::test_runner::TestCaseError;

/// A case, loaded and assessed by the crate, and worked out by the reference.
pub(crate) struct Trial {
    pub(crate) set: RubricSet,
    pub(crate) numbers: Numbers,
    pub(crate) assessment: Assessment,
    /// The cells that the profile leaves, for each variable.
    pub(crate) left: Vec<u64>,
    /// Every completion: values, weight, figures. The last fact's value runs fastest.
    pub(crate) completions: Vec<(Vec<Value>, i128, Complete)>,
    /// How many values each fact may still have.
    sizes: Vec<usize>,
    pub(crate) expected: Expected,
}

impl Trial {
    pub(crate) fn new(case: &Case) -> Result<Self, TestCaseError> {
        let model = &case.model;
        let set = load_files(&print::files(model))?;
        let numbers = Numbers::new(model, &set);
        let assessment = assess_statements(&set, model, &case.profile)?;
        let left = left(&set, model, &case.profile)?;
        let world = World::new(model, &case.profile);
        let scored = |(values, weight): (Vec<Value>, i128)| {
            let figures = evaluate(model, &values);
            (values, weight, figures)
        };
        let completions: Vec<_> = world.completions().into_iter().map(scored).collect();
        let weighted: Vec<_> = completions
            .iter()
            .map(|(_, weight, figures)| (*weight, figures.clone()))
            .collect();
        let expected = expected(model, &world, &weighted);
        Ok(Self {
            set,
            numbers,
            assessment,
            left,
            completions,
            sizes: world.allowed.iter().map(Vec::len).collect(),
            expected,
        })
    }

    /// Which of its values a fact has in a completion.
    pub(crate) fn value_at(&self, completion: usize, fact: usize) -> usize {
        completion / self.stride(fact) % self.sizes[fact]
    }

    /// The completion that differs from another in this fact alone, and there has its first value.
    pub(crate) fn with_first_value(&self, completion: usize, fact: usize) -> usize {
        completion - self.value_at(completion, fact) * self.stride(fact)
    }

    fn stride(&self, fact: usize) -> usize {
        self.sizes[fact + 1..].iter().product()
    }
}

/// The crate's numbers of a model's parts, by id.
pub(crate) struct Numbers {
    pub(crate) facts: Vec<usize>,
    pub(crate) rubrics: Vec<usize>,
    pub(crate) dimensions: Vec<usize>,
    pub(crate) criteria: Vec<usize>,
    pub(crate) gates: Vec<usize>,
    pub(crate) recommendations: Vec<usize>,
}

impl Numbers {
    /// Looks through the lists, since looking up is a matter of its own.
    pub(crate) fn new(model: &Model, set: &RubricSet) -> Self {
        macro_rules! numbers {
            ($parts:ident, $id:expr) => {
                (0..model.$parts.len())
                    .map($id)
                    .map(|id| {
                        set.$parts
                            .iter()
                            .position(|part| *part.id == *id)
                            .expect("loaded")
                    })
                    .collect()
            };
        }
        Self {
            facts: numbers!(facts, |number| model.facts[number].id),
            rubrics: numbers!(rubrics, |number| model.rubrics[number].id),
            dimensions: numbers!(dimensions, |number| model.dimension_id(number)),
            criteria: numbers!(criteria, |number| model.criterion_id(number)),
            gates: numbers!(gates, |number| model.gate_id(number)),
            recommendations: numbers!(recommendations, |number| model.recommendations[number]),
        }
    }

    /// The crate's cells of a complete profile.
    pub(crate) fn cells(&self, set: &RubricSet, values: &[Value]) -> Vec<u8> {
        let mut cells = vec![0; set.variables.len()];
        for (number, value) in values.iter().enumerate() {
            let own = indexes(&set.facts[self.facts[number]].variables);
            cells[own].copy_from_slice(&self.cells_of(set, number, value));
        }
        cells
    }

    /// The cell of each variable of a fact.
    pub(crate) fn cells_of(&self, set: &RubricSet, number: usize, value: &Value) -> Vec<u8> {
        let fact = &set.facts[self.facts[number]];
        let cell = match value {
            Value::NotApplicable => {
                let variable = &set.variables[usize::from(fact.variables.start)];
                usize::from(variable.na.expect("allowed"))
            }
            Value::Bool(value) => usize::from(*value),
            Value::Option(option) => *option,
            Value::Number(quarters) => fact.cell_of(as_number(*quarters)),
            Value::Options(contents) => return contents.iter().copied().map(u8::from).collect(),
            Value::Text => return Vec::new(),
        };
        vec![u8::try_from(cell).expect("few cells")]
    }

    /// The crate's figures of a complete profile, in the order and the words of the reference, which
    /// alone has points.
    pub(crate) fn figures(&self, point: &Point, points: &[Option<i64>]) -> Complete {
        let score = |tenths: u16| (tenths != MISSING).then(|| i64::from(tenths));
        let all = |numbers: &[usize], scores: &[u16]| {
            numbers
                .iter()
                .map(|&number| score(scores[number]))
                .collect()
        };
        Complete {
            points: points.to_vec(),
            dimensions: all(&self.dimensions, &point.dimensions),
            worst: all(&self.rubrics, &point.worst),
            rubrics: all(&self.rubrics, &point.rubrics),
            gates: self.gates.iter().map(|&gate| point.gates[gate]).collect(),
            rule: point.rule.into(),
        }
    }
}

/// Loads a set; fails with the findings where it is refused.
pub(crate) fn load_files(texts: &[String]) -> Result<RubricSet, TestCaseError> {
    let mut files: Vec<File<'_>> = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let source = SourceText::new(format!("{number}.toml"), text);
        let root = toml::read(&source).map_err(|findings| refused(&findings))?;
        files.push(File { source, root });
    }
    load(&files)
        .map(|loaded| loaded.set)
        .map_err(|findings| refused(&findings))
}

/// Assesses a profile; fails with the findings where it is refused.
pub(crate) fn assess_text(set: &RubricSet, text: &str) -> Result<Assessment, TestCaseError> {
    answer_text(set, text, |answers| assess(set, answers))
}

fn answer<'a>(set: &RubricSet, source: &SourceText<'a>) -> Result<Answers<'a>, TestCaseError> {
    let documents = yaml::read(source).map_err(|findings| refused(&findings))?;
    let resolved = resolve(set, source, &documents[0], Options::default());
    resolved
        .map(|(answers, _)| answers)
        .map_err(|findings| refused(&findings))
}

/// Reads statements, written out as YAML, and does something with the answers.
pub(crate) fn with_answers<T>(
    set: &RubricSet,
    model: &Model,
    statements: &[Statement],
    then: impl FnOnce(&Answers<'_>) -> T,
) -> Result<T, TestCaseError> {
    let order: Vec<usize> = (0..statements.len()).collect();
    answer_text(set, &print::profile(model, statements, &order), then)
}

/// Reads a profile, and does something with the answers.
pub(crate) fn answer_text<T>(
    set: &RubricSet,
    text: &str,
    then: impl FnOnce(&Answers<'_>) -> T,
) -> Result<T, TestCaseError> {
    let source = SourceText::new("profile.yaml", text);
    answer(set, &source).map(|answers| then(&answers))
}

/// The cells that a profile leaves, for each variable.
fn left(
    set: &RubricSet,
    model: &Model,
    statements: &[Statement],
) -> Result<Vec<u64>, TestCaseError> {
    with_answers(set, model, statements, |answers| answers.cells.clone())
}

pub(crate) fn refused(findings: &[Finding]) -> TestCaseError {
    let line = |finding: &Finding| {
        let excerpt = finding.place.as_ref().map_or("", |place| &place.excerpt);
        format!("{} in {}: {excerpt}\n", finding.message, finding.path)
    };
    TestCaseError::fail(findings.iter().map(line).collect::<String>())
}

/// Assesses statements, written out as YAML.
pub(crate) fn assess_statements(
    set: &RubricSet,
    model: &Model,
    statements: &[Statement],
) -> Result<Assessment, TestCaseError> {
    let order: Vec<usize> = (0..statements.len()).collect();
    assess_text(set, &print::profile(model, statements, &order))
}

/// Scores a complete profile by the crate's own short cut.
pub(crate) fn evaluate_point(set: &RubricSet, cells: &[u8]) -> Point {
    let mut point = Point::new(set);
    point::evaluate(set, cells, &mut point);
    point
}

/// The crate's state in the reference's words.
pub(crate) fn state(truth: Truth) -> Option<bool> {
    match truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Open => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
fn as_number(quarters: i64) -> f64 {
    quarters as f64 / 4.0
}
