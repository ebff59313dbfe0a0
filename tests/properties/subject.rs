//! The crate under test: TOML and YAML in, assessments out, and the numbers it gives to the parts of
//! a model.

use crate::generate::model::{Model, Statement, Value};
use crate::generate::{Case, complete, print};
use crate::reference::complete::{Complete, evaluate};
use crate::reference::ranges::{Expected, expected};
use crate::reference::world::World;
use maturity::assess::point::{self, MISSING, Point};
use maturity::assess::{Assessment, assess};
use maturity::finding::{Finding, SourceText};
use maturity::profile::{Answers, Options, resolve};
use maturity::rubric::RubricSet;
use maturity::rubric::condition::Truth;
use maturity::rubric::load::{File, load};
use maturity::source::{toml, yaml};

/// A case, loaded and assessed by the crate, and worked out by the reference.
pub(crate) struct Trial {
    pub(crate) set: RubricSet,
    pub(crate) numbers: Numbers,
    pub(crate) assessment: Assessment,
    /// Every completion: values, weight, figures.
    pub(crate) completions: Vec<(Vec<Value>, i128, Complete)>,
    pub(crate) expected: Expected,
}

impl Trial {
    pub(crate) fn new(case: &Case) -> Self {
        let model = &case.model;
        let set = load_files(&print::files(model));
        let numbers = Numbers::new(model, &set);
        let assessment = assess_statements(&set, model, &case.profile);
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
        Self {
            set,
            numbers,
            assessment,
            completions,
            expected,
        }
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
    /// Finds every part; panics where one is missing.
    pub(crate) fn new(model: &Model, set: &RubricSet) -> Self {
        let found =
            |what: Option<usize>, id: &str| what.unwrap_or_else(|| panic!("`{id}` is not found"));
        let dimensions = (0..model.dimensions.len()).map(|number| model.dimension_id(number));
        let criteria = (0..model.criteria.len()).map(|number| model.criterion_id(number));
        let gates = (0..model.gates.len()).map(|number| model.gate_id(number));
        Self {
            facts: model
                .facts
                .iter()
                .map(|fact| found(set.fact(fact.id), fact.id))
                .collect(),
            rubrics: model
                .rubrics
                .iter()
                .map(|rubric| found(set.rubric(rubric.id), rubric.id))
                .collect(),
            dimensions: dimensions
                .map(|id| found(set.dimension(&id), &id))
                .collect(),
            criteria: criteria.map(|id| found(set.criterion(&id), &id)).collect(),
            gates: gates.map(|id| found(set.gate(&id), &id)).collect(),
            recommendations: model
                .recommendations
                .iter()
                .map(|id| found(set.recommendation(id), id))
                .collect(),
        }
    }

    /// The crate's cells of a complete profile.
    pub(crate) fn cells(&self, set: &RubricSet, values: &[Value]) -> Vec<u8> {
        let mut cells = vec![0; set.variables.len()];
        for (number, value) in values.iter().enumerate() {
            let fact = &set.facts[self.facts[number]];
            let first = usize::from(fact.variables.start);
            let cell = match value {
                Value::NotApplicable => usize::from(set.variables[first].na.expect("allowed")),
                Value::Bool(value) => usize::from(*value),
                Value::Option(option) => *option,
                Value::Number(quarters) => fact.cell_of(as_number(*quarters)),
                Value::Options(contents) => {
                    for (option, held) in contents.iter().enumerate() {
                        cells[first + option] = u8::from(*held);
                    }
                    continue;
                }
                Value::Text => continue,
            };
            cells[first] = u8::try_from(cell).expect("few cells");
        }
        cells
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

/// Loads a set; panics with the findings where it is refused.
pub(crate) fn load_files(texts: &[String]) -> RubricSet {
    let files: Vec<File<'_>> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let source = SourceText::new(format!("{number}.toml"), text);
            let root =
                toml::read(&source).unwrap_or_else(|findings| panic!("{}", shown(&findings)));
            File { source, root }
        })
        .collect();
    load(&files)
        .unwrap_or_else(|findings| panic!("{}", shown(&findings)))
        .set
}

/// Reads a profile; panics with the findings where it is refused.
pub(crate) fn answers<'a>(set: &RubricSet, text: &'a str) -> Answers<'a> {
    let source = SourceText::new("profile.yaml", text);
    let documents = yaml::read(&source).unwrap_or_else(|findings| panic!("{}", shown(&findings)));
    let resolved = resolve(set, &source, &documents[0], Options::default());
    resolved
        .unwrap_or_else(|findings| panic!("{}", shown(&findings)))
        .0
}

fn shown(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let place = finding.place.as_ref().map_or(String::new(), |place| {
            format!("{}:{}: {}", place.path, place.line, place.excerpt)
        });
        format!("{}\n  {place}\n", finding.message)
    };
    findings.iter().map(line).collect()
}

/// Assesses a profile that is written out as YAML.
pub(crate) fn assess_statements(
    set: &RubricSet,
    model: &Model,
    statements: &[Statement],
) -> Assessment {
    let order: Vec<usize> = (0..statements.len()).collect();
    assess_text(set, &print::profile(model, statements, &order))
}

/// Assesses a profile.
pub(crate) fn assess_text(set: &RubricSet, text: &str) -> Assessment {
    assess(set, &answers(set, text))
}

/// Assesses a complete profile.
pub(crate) fn assess_values(set: &RubricSet, model: &Model, values: &[Value]) -> Assessment {
    assess_statements(set, model, &complete(values))
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
