//! A rubric set's own tests: what came out against what must come out.

use crate::assess::{Assessment, reason};
use crate::finding::ticked;
use crate::rubric::RubricSet;
use crate::rubric::condition::Truth;
use crate::rubric::load::{Case, Expect};

/// What came of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The test.
    pub name: String,
    /// What did not hold; empty where the test passed.
    pub failures: Vec<String>,
}

/// Compares assessments with what their tests expect. `assessments` holds one for each case, or why
/// there is none.
#[must_use]
pub fn outcomes(
    set: &RubricSet,
    cases: &[Case],
    assessments: &[Result<Assessment, String>],
) -> Vec<Outcome> {
    let one = |(case, assessment): (&Case, &Result<Assessment, String>)| {
        let failures = match assessment {
            Err(why) => vec![why.clone()],
            Ok(assessment) => {
                let other = |name: &str| {
                    let number = cases.iter().position(|case| &*case.name == name)?;
                    assessments[number].as_ref().ok()
                };
                case.expect
                    .iter()
                    .filter_map(|expect| failure(set, expect, assessment, other))
                    .collect()
            }
        };
        Outcome {
            name: case.name.to_string(),
            failures,
        }
    };
    cases.iter().zip(assessments).map(one).collect()
}

fn failure<'a>(
    set: &RubricSet,
    expect: &Expect,
    got: &Assessment,
    other: impl Fn(&str) -> Option<&'a Assessment>,
) -> Option<String> {
    let title = |number: u16| &*set.recommendations[usize::from(number)].id;
    let leading = title(got.leading());
    let rule = &set.rules[usize::from(got.outlook.rule)].id;
    let possible = || {
        got.outlook
            .possible
            .iter()
            .map(|possible| title(possible.recommendation))
            .collect::<Vec<_>>()
    };
    match expect {
        Expect::Leads(id) => (leading != &**id)
            .then(|| format!("`{id}` must lead, but `{leading}` does (rule `{rule}`)")),
        Expect::NotLeading(ids) => ids
            .iter()
            .any(|id| leading == &**id)
            .then(|| format!("`{leading}` must not lead (rule `{rule}`)")),
        Expect::Clearly => (!got.clearly()).then(|| {
            format!("`{leading}` must lead clearly, with half of the share and twice the next")
        }),
        Expect::Settled(want) => (got.settled() != *want).then(|| {
            let must = if *want {
                "one recommendation"
            } else {
                "more than one recommendation"
            };
            format!(
                "{must} must be possible, but these are: {}",
                ticked(possible())
            )
        }),
        Expect::Possible(ids) => {
            let mut want: Vec<&str> = ids.iter().map(|id| &**id).collect();
            let mut have = possible();
            want.sort_unstable();
            have.sort_unstable();
            (want != have).then(|| {
                let (want, have) = (ticked(want), ticked(have));
                format!("exactly {want} must be possible, but what is possible is {have}")
            })
        }
        Expect::Deepest { rubric, dimension } => {
            let number = set.rubric(rubric)?;
            let worst = got.worst_dimensions[number]
                .map_or("none", |number| &*set.dimensions[usize::from(number)].id);
            (worst != format!("{rubric}/{dimension}")).then(|| {
                format!("`{rubric}/{dimension}` must be the worst dimension, but `{worst}` is")
            })
        }
        Expect::Tripped(ids) => gates(set, got, ids, Truth::True, "tripped"),
        Expect::Clear(ids) => gates(set, got, ids, Truth::False, "clear"),
        Expect::Advises(ids) => {
            let given: Vec<&str> = reason::advice(set, got)
                .iter()
                .map(|&number| &*set.advice[usize::from(number)].id)
                .collect();
            let missing: Vec<&str> = ids
                .iter()
                .map(|id| &**id)
                .filter(|id| !given.contains(id))
                .collect();
            (!missing.is_empty()).then(|| format!("must advise {}", ticked(missing)))
        }
        Expect::Above { score, than, by } => above(set, got, other(than), score, than, *by),
    }
}

fn gates(
    set: &RubricSet,
    got: &Assessment,
    ids: &[crate::rubric::text::Str],
    want: Truth,
    word: &str,
) -> Option<String> {
    let wrong = |id: &&crate::rubric::text::Str| {
        set.gate(id).is_none_or(|number| got.gates[number] != want)
    };
    let wrong: Vec<&str> = ids.iter().filter(wrong).map(|id| &**id).collect();
    (!wrong.is_empty()).then(|| format!("must be {word}: {}", ticked(wrong)))
}

fn above(
    set: &RubricSet,
    got: &Assessment,
    other: Option<&Assessment>,
    score: &str,
    than: &str,
    by: f64,
) -> Option<String> {
    let estimate = |assessment: &Assessment| {
        let found = set.rubric(score).map(|number| assessment.rubrics[number]);
        found
            .or_else(|| {
                set.dimension(score)
                    .map(|number| assessment.dimensions[number])
            })?
            .estimate
    };
    let Some(other) = other else {
        return Some(format!("`{than}`, to compare with, has no result"));
    };
    let Some((own, other)) = estimate(got).zip(estimate(other)) else {
        return Some(format!("`{score}` has no score here or in `{than}`"));
    };
    let difference = (f64::from(own) - f64::from(other)) / 10.0;
    let side = if difference < 0.0 { "below" } else { "above" };
    (difference < by).then(|| {
        let stands = format!("stands {:.1} {side} it", difference.abs());
        format!("`{score}` must stand {by} above `{than}`, but {stands}")
    })
}
