//! Sets whose scales say why, and have rows alike or out of reach.

use super::never;
use crate::generate::model::{Condition, Kind, Model, Number, Scale, Test, Value};
use crate::generate::{Case, print};
use crate::reference::complete::evaluate;

/// What a criterion says of a complete profile: its points, and whether it gives a reason.
pub(super) type Says = Option<(i64, bool)>;

/// A set with more rows alike, some rows out of reach, and reasons.
pub(super) struct Written {
    pub(super) model: Model,
    pub(super) files: Vec<String>,
    /// Whether the last band and the last case have a reason.
    reasons: bool,
}

impl Written {
    pub(super) fn new(case: &Case) -> Self {
        let mut model = case.model.clone();
        let flat = case.choices[18] % 2 == 1;
        for fact in &mut model.facts {
            fact.allow_na |= flat && !matches!(fact.kind, Kind::Set(_) | Kind::Text);
        }
        let (facts, never) = (model.facts.clone(), never(&model));
        for (number, criterion) in model.criteria.iter_mut().enumerate() {
            let choice = case.choices[8 + number];
            let is_alike = |row: usize| flat || choice >> row & 1 == 1;
            match &mut criterion.scale {
                Scale::Points(_, rows) => {
                    for row in (1..rows.len()).filter(|row| is_alike(*row)) {
                        rows[row] = rows[row - 1];
                    }
                }
                Scale::Bands(fact, rows) => {
                    for row in (1..rows.len()).filter(|row| is_alike(*row)) {
                        rows[row].1 = rows[row - 1].1;
                    }
                    if let (Kind::Number(Number { ends, .. }), true) =
                        (&facts[*fact].kind, choice >= 128)
                    {
                        let end = ends[usize::from(choice / 2) % ends.len()];
                        let below = Condition::Fact(*fact, Test::Number(vec![end]));
                        criterion.applies_when = Some(if choice.is_multiple_of(2) {
                            below
                        } else {
                            Condition::Not(Box::new(below))
                        });
                    }
                }
                Scale::Share(..) if choice >= 128 => criterion.applies_when.clone_from(&never),
                Scale::Share(..) | Scale::Cases(_) => {}
            }
        }
        let reasons = case.choices[17] % 2 == 1;
        let files = print::files(&model).into_iter();
        let files = files.map(|file| if reasons { with_reasons(&file) } else { file });
        Self {
            files: files.collect(),
            model,
            reasons,
        }
    }

    /// What each criterion says of each profile. `rows` is the model with the numbers of rows for points.
    pub(super) fn says(&self, rows: &Model, values: &[Value]) -> Vec<Says> {
        let hit = evaluate(rows, values).points.into_iter();
        let says = |(criterion, hit): (usize, Option<i64>)| {
            let hit = hit?;
            let row = usize::try_from(hit).unwrap_or(0);
            Some(match &self.model.criteria[criterion].scale {
                Scale::Points(fact, points) => {
                    let name = print::value_names(&self.model.facts[*fact].kind)[row];
                    (points[row], print::has_reason(name))
                }
                Scale::Bands(_, bands) => (bands[row].1, self.reasons && row + 1 == bands.len()),
                Scale::Cases(cases) => (cases[row].1, self.reasons && row + 1 == cases.len()),
                Scale::Share(..) => (hit, false),
            })
        };
        hit.enumerate().map(says).collect()
    }
}

/// The last row of each scale says why.
fn with_reasons(file: &str) -> String {
    let line = |line: &str| {
        let of_scale = line.starts_with("bands = ") || line.starts_with("cases = ");
        let line = if of_scale {
            line.replace("{ points", "{ reason = \"Else.\", points")
        } else {
            line.to_owned()
        };
        line + "\n"
    };
    file.lines().map(line).collect()
}

/// The numbers of rows in place of their points.
pub(super) fn numbered(model: &Model) -> Model {
    let mut model = model.clone();
    for criterion in &mut model.criteria {
        let rows: Vec<&mut i64> = match &mut criterion.scale {
            Scale::Points(_, rows) => rows.iter_mut().collect(),
            Scale::Bands(_, rows) => rows.iter_mut().map(|(_, points)| points).collect(),
            Scale::Cases(rows) => rows.iter_mut().map(|(_, points)| points).collect(),
            Scale::Share(..) => Vec::new(),
        };
        (0..)
            .zip(rows)
            .for_each(|(number, points)| *points = number);
    }
    model
}
