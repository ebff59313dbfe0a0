//! Fills the report from an assessment: numbers become texts and ids, tenths become points.

use super::{
    AdviceText, CriterionScore, DimensionScore, FindingText, GateState, NextAnswer, NextQuestion,
    Possible, ProfileName, Proposal, Reason, Report, RubricScore, SetName,
};
use crate::assess::Assessment;
use crate::assess::range::Score;
use crate::assess::reason::{self, Held};
use crate::finding::Finding;
use crate::present::deciding::deciding_facts;
use crate::present::number::{points, rounded};
use crate::present::stale::stale_facts;
use crate::present::stated::{self, FactMap, For, StatedValue, Witness};
use crate::profile::Answers;
use crate::rubric::condition::Truth;
use crate::rubric::scale::Scale;
use crate::rubric::{Effect, RubricSet, indexes};
use crate::say;
use std::borrow::Cow;

/// Joins an assessment with the texts of its set.
#[must_use]
pub fn report<'a>(
    set: &'a RubricSet,
    profile: ProfileName,
    answers: &'a Answers<'_>,
    assessment: &Assessment,
    findings: &[Finding],
) -> Report<'a> {
    let rule = &set.rules[usize::from(assessment.outlook.rule)];
    let leading = &set.recommendations[usize::from(rule.recommend)];
    let outlook = &assessment.outlook;
    let possible = outlook.possible.iter().map(|possible| {
        let recommendation = &set.recommendations[usize::from(possible.recommendation)];
        Possible {
            id: &recommendation.id,
            title: or_id(&recommendation.title, &recommendation.id),
            share: share(possible.share, assessment.settled()),
            witness: possible
                .witness
                .as_ref()
                .map(|cells| Witness::new(set, answers, cells)),
        }
    });
    let questions = outlook.questions.iter().map(|question| {
        let fact = &set.facts[usize::from(question.fact)];
        let title = |number: u16| &*set.recommendations[usize::from(number)].id;
        let answer = |answer: &crate::assess::outlook::Answer| {
            let said = |reader| stated::answer(set, answer.variable, answer.cell, reader);
            NextAnswer {
                answer: said(For::Scripts),
                words: said(For::People),
                leads_to: answer.leads_to.map(title),
            }
        };
        NextQuestion {
            fact: &fact.id,
            ask: &fact.ask,
            bits: rounded(question.bits, 4),
            can_change: question.can_change,
            answers: question.answers.iter().map(answer).collect(),
        }
    });
    Report {
        report: 1,
        audience: None,
        rubric_set: SetName::of(set),
        profile,
        coverage: coverage(assessment.coverage),
        scores: (0..set.rubrics.len())
            .map(|number| rubric_score(set, answers, assessment, number))
            .collect(),
        gates: set
            .gates
            .iter()
            .zip(&assessment.gates)
            .map(|(gate, state)| gate_state(gate, *state))
            .collect(),
        recommendation: Some(Proposal {
            id: &leading.id,
            title: or_id(&leading.title, &leading.id),
            means: &leading.means,
            settled: assessment.settled(),
            clearly: assessment.clearly(),
            exact: outlook.exact,
            share_exact: outlook.share_exact,
            share_error: rounded(outlook.share_error, 4),
            rule: &rule.id,
            because: &rule.because,
            because_open: assessment.rules[usize::from(outlook.rule)] == Truth::Open,
            source: &rule.source,
            possible: possible.collect(),
            deciding_facts: assessment.deciding.as_ref().map(|facts| {
                let id = |&fact: &u16| &*set.facts[usize::from(fact)].id;
                facts.iter().map(id).collect()
            }),
        }),
        reasons: reasons(set, assessment),
        advice: reason::advice(set, assessment)
            .into_iter()
            .map(|number| AdviceText::of(&set.advice[usize::from(number)]))
            .collect(),
        next_questions: questions.collect(),
        since: None,
        what_if: Vec::new(),
        stale: stale_facts(set, answers),
        trace: None,
        plan: None,
        deciding: if assessment.settled() {
            deciding_facts(
                set,
                answers,
                assessment.deciding.as_deref().unwrap_or_default(),
            )
        } else {
            Vec::new()
        },
        stated: Some((set, answers)),
        findings: findings.iter().map(FindingText::from).collect(),
    }
}

/// What is known, rounded down to two decimals.
pub(in crate::present) fn coverage(known: f64) -> f64 {
    (known * 100.0 + 1e-6).floor() / 100.0
}

/// A share to four decimals: what is open never shows as certain, what has a share never as none.
pub(in crate::present) fn share(part: f64, settled: bool) -> f64 {
    let shown = rounded(part, 4);
    if settled {
        shown
    } else if part > 0.0 {
        shown.clamp(0.0001, 0.9999)
    } else {
        0.0
    }
}

/// A title, or the id where a set gives none.
pub(in crate::present) fn or_id<'a>(title: &'a str, id: &'a str) -> &'a str {
    if title.is_empty() { id } else { title }
}

/// The last part of an id.
pub(in crate::present) fn own_name(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Estimate, low and high as JSON shows them.
fn shown(score: &Score) -> (Option<f64>, Option<f64>, Option<f64>) {
    let some = score.exists != Truth::False;
    (
        score.estimate.map(points),
        some.then(|| points(score.low)),
        some.then(|| points(score.high)),
    )
}

fn rubric_score<'a>(
    set: &'a RubricSet,
    answers: &'a Answers<'_>,
    assessment: &Assessment,
    number: usize,
) -> RubricScore<'a> {
    let rubric = &set.rubrics[number];
    let rating = |score: &Score| score.estimate.and_then(|estimate| rubric.rating(estimate));
    let (estimate, low, high) = shown(&assessment.rubrics[number]);
    let own = rating(&assessment.rubrics[number]);
    let dimensions = indexes(&rubric.dimensions).map(|number| {
        let dimension = &set.dimensions[number];
        let score = &assessment.dimensions[number];
        let (estimate, low, high) = shown(score);
        DimensionScore {
            id: &dimension.id,
            title: or_id(&dimension.title, own_name(&dimension.id)),
            weight: dimension.weight,
            estimate,
            low,
            high,
            rating: rating(score).map(|rating| &*rating.id),
            rating_title: rating(score).map(|rating| &*rating.title),
            criteria: indexes(&dimension.criteria)
                .map(|number| criterion_score(set, answers, assessment, number))
                .collect(),
        }
    });
    RubricScore {
        id: &rubric.id,
        title: or_id(&rubric.title, &rubric.id),
        estimate,
        low,
        high,
        rating: own.map(|rating| &*rating.id),
        rating_title: own.map(|rating| &*rating.title),
        higher_is: rubric.higher_is.name(),
        aggregate: rubric.aggregate.name(),
        dimensions: dimensions.collect(),
        worst_dimension: assessment.worst_dimensions[number]
            .map(|number| &*set.dimensions[usize::from(number)].id),
    }
}

fn criterion_score<'a>(
    set: &'a RubricSet,
    answers: &'a Answers<'_>,
    assessment: &Assessment,
    number: usize,
) -> CriterionScore<'a> {
    let criterion = &set.criteria[number];
    let score = &assessment.criteria[number];
    let cost = assessment.costs[number];
    let applicable = score.applies != Truth::False;
    let fact = |&fact: &u16| {
        let fact = usize::from(fact);
        (
            &*set.facts[fact].id,
            StatedValue {
                fact: &set.facts[fact],
                value: &answers.stated[fact].value,
            },
        )
    };
    CriterionScore {
        id: &criterion.id,
        title: or_id(&criterion.title, own_name(&criterion.id)),
        facts: FactMap(criterion.facts.iter().map(fact).collect()),
        estimate: score.estimate().map(|estimate| rounded(estimate, 1)),
        low: applicable.then(|| f64::from(score.low)),
        high: applicable.then(|| f64::from(score.high)),
        weight: criterion.weight,
        effective_weight: rounded(cost.effective_weight, 4),
        applies: match score.applies {
            Truth::False => Some(false),
            Truth::Open => None,
            Truth::True => Some(true),
        },
        cost: f64::from(cost.hundredths) / 100.0,
        reason: row_reason(set, assessment, number),
    }
}

/// What the row that holds says, or either of two; a share says something only where it is not whole.
fn row_reason<'a>(
    set: &'a RubricSet,
    assessment: &Assessment,
    number: usize,
) -> Option<Cow<'a, str>> {
    match Held::by(set, assessment, number) {
        Held::Nothing => None,
        Held::One(row) => {
            let criterion = &set.criteria[number];
            let best = criterion.best(set.rubric_of(criterion).higher_is);
            let is_whole = assessment.criteria[number].low == best;
            let is_share = matches!(criterion.scale, Scale::Share { .. });
            let said = row.reason.as_deref().filter(|_| !(is_share && is_whole));
            said.map(Cow::Borrowed)
        }
        Held::Either(one, other) => {
            let (one, other) = one.reason.as_deref().zip(other.reason.as_deref())?;
            Some(Cow::Owned(say!("{one} Or: {other}", one, other)))
        }
    }
}

/// The word for a gate's state.
pub(in crate::present) fn gate_word(state: Truth) -> &'static str {
    match state {
        Truth::True => "tripped",
        Truth::False => "clear",
        Truth::Open => "open",
    }
}

fn gate_state(gate: &crate::rubric::Gate, state: Truth) -> GateState<'_> {
    GateState {
        id: &gate.id,
        title: or_id(&gate.title, own_name(&gate.id)),
        state: gate_word(state),
        cap: match gate.effect {
            Effect::Cap(cap) => Some(points(cap)),
            Effect::KnockOut => None,
        },
        reason: (state == Truth::True).then_some(&*gate.reason),
    }
}

fn reasons<'a>(set: &'a RubricSet, assessment: &Assessment) -> Vec<Reason<'a>> {
    let mut reasons: Vec<Reason<'a>> = reason::dearest(assessment)
        .into_iter()
        .map(|number| {
            let criterion = &set.criteria[number];
            let advice = Held::by(set, assessment, number).advice();
            let title = or_id(&criterion.title, own_name(&criterion.id));
            let held = assessment.criteria[number].attribute;
            let said = row_reason(set, assessment, number);
            Reason {
                criterion: Some(&criterion.id),
                title: Some(title),
                rubric: &set.rubric_of(criterion).id,
                cost: f64::from(assessment.costs[number].hundredths) / 100.0,
                // Without a reason of its own, what is known is named by the criterion.
                text: said.or_else(|| held.map(|_| Cow::Borrowed(title))),
                advice: advice
                    .map(|number| &*set.advice[usize::from(number)].id)
                    .collect(),
            }
        })
        .collect();
    reasons.extend(
        set.rubrics
            .iter()
            .zip(&assessment.rests)
            .map(|(rubric, rest)| Reason {
                criterion: None,
                title: None,
                rubric: &rubric.id,
                cost: f64::from(*rest) / 100.0,
                text: Some(Cow::Owned(say!(
                    "gates, the worst dimension, rounding, and points that no answer gives"
                ))),
                advice: Vec::new(),
            }),
    );
    reasons
}
