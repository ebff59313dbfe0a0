//! Profiles of one company in the order of time: what changed from each to the next, with the texts of the set.

pub mod markdown;

use super::number::points;
use super::report::{FindingText, ProfileName, SetName, coverage, gate_word, or_id, reason, share};
use super::stated::StatedValue;
use super::words::stated_words;
use crate::compare::profiles::{Cause, Changed, Comparison, Move, Side};
use crate::finding::Finding;
use crate::language::list::count;
use crate::rubric::condition::Truth;
use crate::rubric::{RubricSet, indexes};
use crate::say;
use serde::Serialize;

/// Snapshots and what lies between them.
#[derive(Debug, Serialize)]
pub struct CompareReport<'a> {
    /// The version of this form: 1.
    pub compare: u32,
    /// The set that scored all of them.
    pub rubric_set: SetName<'a>,
    /// The profiles in their order.
    pub snapshots: Vec<Snapshot<'a>>,
    /// From each to the next: one fewer.
    pub steps: Vec<Step<'a>>,
}

/// One profile and what leads.
#[derive(Debug, Serialize)]
pub struct Snapshot<'a> {
    /// Whose.
    pub profile: ProfileName,
    /// `profile.as_of`.
    pub as_of: Option<&'a str>,
    /// The part of effective weight whose facts are known.
    pub coverage: f64,
    /// What leads.
    pub recommendation: Leading<'a>,
    /// What is to say about the profile.
    pub findings: Vec<FindingText>,
}

/// What leads, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Leading<'a> {
    /// Its id.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// Its share.
    pub share: f64,
    /// Whether nothing else is possible.
    pub settled: bool,
    /// The rule that carries most of it.
    pub rule: &'a str,
    /// Why, for people.
    pub because: &'a str,
    /// Whether it is open if that holds: it does in most cases.
    pub because_open: bool,
    /// Document and section.
    pub source: &'a str,
}

impl Leading<'_> {
    /// Why it leads; where the unknown facts decide that, why in most cases.
    pub(super) fn reason(&self) -> String {
        reason(self.because, self.because_open)
    }
}

/// From one profile to the next.
#[derive(Debug, Serialize)]
pub struct Step<'a> {
    /// The earlier one, by its place among the snapshots, from 0.
    pub from: usize,
    /// The later one.
    pub to: usize,
    /// The facts of which they say something else.
    pub facts: Vec<FactStep<'a>>,
    /// How each rubric's score moved.
    pub scores: Vec<ScoreStep<'a>>,
    /// The gates whose state is another.
    pub gates: Vec<GateStep<'a>>,
    /// The recommendation.
    pub recommendation: Turn<'a>,
}

/// A fact of which two profiles say something else.
#[derive(Debug, Serialize)]
pub struct FactStep<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What the earlier profile says; null where it says nothing.
    pub from: StatedValue<'a>,
    /// What the later one says.
    pub to: StatedValue<'a>,
    /// When the earlier was true, YYYY-MM-DD, where that is written beside it.
    pub from_as_of: Option<&'a str>,
    /// When the later was.
    pub to_as_of: Option<&'a str>,
    /// Whether anything in the rubric set tells the two apart.
    pub told_apart: bool,
}

/// How a score moved.
#[derive(Debug, Serialize)]
pub struct ScoreStep<'a> {
    /// The rubric or dimension.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// `better` or `worse`.
    pub higher_is: &'static str,
    /// The shown estimate before; null where nothing applies.
    pub from: Option<f64>,
    /// The shown estimate after.
    pub to: Option<f64>,
    /// The move; null where one of them is missing.
    pub by: Option<f64>,
    /// What each fact contributed, largest first.
    pub contributions: Vec<Contribution<'a>>,
    /// Caps and rounding: with it the contributions add up to the move.
    pub rest: f64,
    /// Whether the move was shared out among the facts; else all of it is rest.
    pub shared_out: bool,
    /// The dimensions of a rubric that moved, or that were moved by facts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<Self>,
}

/// What a fact contributed to a move.
#[derive(Debug, Serialize)]
pub struct Contribution<'a> {
    /// The fact.
    pub fact: &'a str,
    /// Points, with two decimals.
    pub points: f64,
}

/// A gate whose state is another.
#[derive(Debug, Serialize)]
pub struct GateStep<'a> {
    /// The gate.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// Its state before.
    pub from: &'static str,
    /// Its state after.
    pub to: &'static str,
}

/// Whether and why the recommendation changed.
#[derive(Debug, Serialize)]
pub struct Turn<'a> {
    /// Whether another leads.
    pub changed: bool,
    /// Changed facts that turn it by themselves; null where the same leads.
    pub cause: Option<CauseText<'a>>,
}

/// Changed facts that turn the recommendation by themselves, all others as they were.
#[derive(Debug, Serialize)]
pub struct CauseText<'a> {
    /// The facts, heaviest first.
    pub facts: Vec<&'a str>,
    /// Whether no part of them does, by proof; else none can be left out alone.
    pub minimal: bool,
    /// The rule that carries it then.
    pub rule: &'a str,
}

/// A profile on its way into the report.
#[derive(Debug)]
pub struct Seen<'a, 's> {
    /// Its name.
    pub name: ProfileName,
    /// Its answers and their assessment.
    pub side: Side<'a, 's>,
    /// What is to say about it.
    pub findings: &'a [Finding],
}

/// Joins comparisons of each profile with the next with the texts of the set.
#[must_use]
pub fn report<'a>(
    set: &'a RubricSet,
    seen: &[Seen<'a, '_>],
    comparisons: &[Comparison],
) -> CompareReport<'a> {
    let pairs = seen.windows(2).zip(comparisons).enumerate();
    CompareReport {
        compare: 1,
        rubric_set: SetName::of(set),
        snapshots: seen.iter().map(|one| snapshot(set, one)).collect(),
        steps: pairs
            .map(|(place, (pair, comparison))| {
                step(set, place, (pair[0].side, pair[1].side), comparison)
            })
            .collect(),
    }
}

fn snapshot<'a>(set: &'a RubricSet, seen: &Seen<'a, '_>) -> Snapshot<'a> {
    let assessment = seen.side.assessment;
    let rule = &set.rules[usize::from(assessment.outlook.rule)];
    let leading = &set.recommendations[usize::from(assessment.leading())];
    let first = assessment.outlook.possible.first();
    Snapshot {
        profile: seen.name.clone(),
        as_of: seen.side.answers.about.as_of.as_deref(),
        coverage: coverage(assessment.coverage),
        recommendation: Leading {
            id: &leading.id,
            title: or_id(&leading.title, &leading.id),
            share: share(first.map_or(0.0, |first| first.share), assessment.settled()),
            settled: assessment.settled(),
            rule: &rule.id,
            because: &rule.because,
            because_open: assessment.rules[usize::from(assessment.outlook.rule)] == Truth::Open,
            source: &rule.source,
        },
        findings: seen.findings.iter().map(FindingText::from).collect(),
    }
}

fn step<'a>(
    set: &'a RubricSet,
    place: usize,
    sides: (Side<'a, '_>, Side<'a, '_>),
    comparison: &Comparison,
) -> Step<'a> {
    let (before, after) = (sides.0.assessment, sides.1.assessment);
    let changed = comparison.changed.iter();
    let gates = comparison.gates.iter().map(|&number| GateStep {
        id: &set.gates[number].id,
        title: or_id(&set.gates[number].title, &set.gates[number].id),
        from: gate_word(before.gates[number]),
        to: gate_word(after.gates[number]),
    });
    Step {
        from: place,
        to: place + 1,
        facts: changed.map(|one| fact_step(set, sides, one)).collect(),
        scores: (0..set.rubrics.len())
            .map(|number| rubric_step(set, number, sides, comparison))
            .collect(),
        gates: gates.collect(),
        recommendation: Turn {
            changed: comparison.cause.is_some(),
            cause: comparison
                .cause
                .as_ref()
                .map(|cause| cause_text(set, cause)),
        },
    }
}

fn cause_text<'a>(set: &'a RubricSet, cause: &Cause) -> CauseText<'a> {
    let id = |&fact: &u16| &*set.facts[usize::from(fact)].id;
    CauseText {
        facts: cause.facts.iter().map(id).collect(),
        minimal: cause.minimal,
        rule: &set.rules[usize::from(cause.rule)].id,
    }
}

fn fact_step<'a>(
    set: &'a RubricSet,
    (before, after): (Side<'a, '_>, Side<'a, '_>),
    changed: &Changed,
) -> FactStep<'a> {
    let number = usize::from(changed.fact);
    let fact = &set.facts[number];
    let (from, to) = (
        &before.answers.stated[number],
        &after.answers.stated[number],
    );
    FactStep {
        fact: &fact.id,
        from: StatedValue {
            fact,
            value: &from.value,
        },
        to: StatedValue {
            fact,
            value: &to.value,
        },
        from_as_of: from.as_of.as_deref(),
        to_as_of: to.as_of.as_deref(),
        told_apart: changed.told_apart,
    }
}

fn rubric_step<'a>(
    set: &'a RubricSet,
    number: usize,
    (before, after): (Side<'_, '_>, Side<'_, '_>),
    comparison: &Comparison,
) -> ScoreStep<'a> {
    let rubric = &set.rubrics[number];
    let (was, is) = (before.assessment, after.assessment);
    let dimensions = indexes(&rubric.dimensions).map(|number| {
        let dimension = &set.dimensions[number];
        let shown = (
            was.dimensions[number].estimate,
            is.dimensions[number].estimate,
        );
        ScoreStep {
            id: &dimension.id,
            title: or_id(&dimension.title, &dimension.id),
            higher_is: rubric.higher_is.name(),
            ..score_step(set, shown, &comparison.dimensions[number])
        }
    });
    let moved = |step: &ScoreStep<'_>| {
        let (from, to) = (step.from.unwrap_or(-1.0), step.to.unwrap_or(-1.0));
        from.total_cmp(&to).is_ne() || !step.contributions.is_empty()
    };
    let shown = (was.rubrics[number].estimate, is.rubrics[number].estimate);
    ScoreStep {
        id: &rubric.id,
        title: or_id(&rubric.title, &rubric.id),
        higher_is: rubric.higher_is.name(),
        dimensions: dimensions.filter(moved).collect(),
        ..score_step(set, shown, &comparison.rubrics[number])
    }
}

fn score_step<'a>(
    set: &'a RubricSet,
    (from, to): (Option<u16>, Option<u16>),
    moved: &Move,
) -> ScoreStep<'a> {
    let contribution = |&(fact, hundredths): &(u16, i32)| Contribution {
        fact: &set.facts[usize::from(fact)].id,
        points: in_points(hundredths),
    };
    ScoreStep {
        id: "",
        title: "",
        higher_is: "",
        from: from.map(points),
        to: to.map(points),
        by: moved.by.map(in_points),
        contributions: moved.contributions.iter().map(contribution).collect(),
        rest: in_points(moved.rest),
        shared_out: moved.shared_out,
        dimensions: Vec::new(),
    }
}

/// Hundredths of a point as points.
fn in_points(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

impl FactStep<'_> {
    /// What each of the two says, with its date where one is written.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        let words = |value: &StatedValue<'_>, as_of: Option<&str>| {
            let words = stated_words(value.fact, value.value);
            as_of.map_or(words.clone(), |date| {
                say!("{value} ({date})", value = words, date)
            })
        };
        (
            words(&self.from, self.from_as_of),
            words(&self.to, self.to_as_of),
        )
    }
}

impl ScoreStep<'_> {
    /// Whether a person has anything to see here.
    #[must_use]
    pub fn stands_still(&self) -> bool {
        self.by.is_none_or(|by| by.abs() < 0.005) && self.contributions.is_empty()
    }

    /// Whether the move is for the worse; none where it stands still.
    #[must_use]
    pub fn for_the_worse(&self) -> Option<bool> {
        let by = self.by.filter(|by| by.abs() >= 0.005)?;
        Some((by < 0.0) == (self.higher_is == "better"))
    }

    /// What the rest line holds.
    #[must_use]
    pub fn rest_words(&self) -> String {
        if self.shared_out {
            say!("caps and rounding")
        } else {
            say!("not shared out: too much hangs together")
        }
    }
}

impl Leading<'_> {
    /// How firmly it leads: `settled`, `92 %`.
    #[must_use]
    pub fn standing(&self) -> String {
        if self.settled {
            say!("settled")
        } else {
            super::number::share(self.share)
        }
    }
}

impl CauseText<'_> {
    /// How little is enough, and the rule that then decides, if it is not the one that decides `after`.
    #[must_use]
    pub fn words(&self, after: &Leading<'_>) -> String {
        let facts = count(self.facts.len(), "changed fact", "changed facts");
        let proof = match (self.facts.len(), self.minimal) {
            (1, _) => say!("{facts}, all else as it was", facts),
            (_, true) => say!("{facts}, all else as it was; no part of them does", facts),
            (_, false) => say!(
                "{facts}, all else as it was; none can be left out alone",
                facts
            ),
        };
        if self.rule == after.rule {
            proof
        } else {
            say!(
                "{cause}; then by the rule {rule}",
                cause = proof,
                rule = self.rule
            )
        }
    }
}

/// A number of points with its sign, `+2.5` and `−0.12`; `decimals` after the point.
#[must_use]
pub fn signed(points: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", points.abs());
    let sign = match points {
        none if none.abs() < 0.005 => " ",
        less if less < 0.0 => "−",
        _ => "+",
    };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn points_have_a_sign_unless_there_are_none() {
        assert_eq!(signed(2.5, 1), "+2.5");
        assert_eq!(signed(-0.12, 2), "−0.12");
        assert_eq!(signed(-0.0, 2), " 0.00");
    }
}
