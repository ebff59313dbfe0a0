//! The report: what every format shows of one assessment, with texts and ids in place of numbers.
//! Serialized it is the JSON contract; names are added, never renamed. No format computes anything.

use super::deciding::{DecidingFact, deciding_facts};
use super::number::{points, rounded};
use super::stale::{StaleFact, stale_facts};
use super::stated::{FactMap, StatedValue, Witness, answer_words};
use super::trace::TraceText;
use super::what_if::Supposed;
use crate::assess::range::Score;
use crate::assess::{Assessment, reason};
use crate::finding::Finding;
use crate::profile::Answers;
use crate::rubric::condition::Truth;
use crate::rubric::scale::Scale;
use crate::rubric::{Effect, RubricSet, indexes};
use serde::Serialize;
use std::collections::BTreeMap;

/// The report of one profile.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// The version of this form.
    pub report: u32,
    /// What it was scored with.
    pub rubric_set: SetName<'a>,
    /// What was scored.
    pub profile: ProfileName,
    /// The part of effective weight whose facts are known, 0–1, rounded down to two decimals.
    pub coverage: f64,
    /// The rubrics' scores.
    pub scores: Vec<RubricScore<'a>>,
    /// The gates.
    pub gates: Vec<GateState<'a>>,
    /// What to propose.
    pub recommendation: Proposal<'a>,
    /// What costs how much: criteria by cost, then for each rubric the rest.
    pub reasons: Vec<Reason<'a>>,
    /// What to do about it, each piece once.
    pub advice: Vec<AdviceText<'a>>,
    /// What to ask next, most telling first; empty where the recommendation is settled.
    pub next_questions: Vec<NextQuestion<'a>>,
    /// What was taken otherwise than the profile says, by `--set`.
    pub what_if: Vec<Supposed<'a>>,
    /// What the profile says that is too old for the day that was given.
    pub stale: Vec<StaleFact<'a>>,
    /// How every gate and rule came out, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceText<'a>>,
    /// What would have to change for another recommendation; only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<super::plan::Change<'a>>,
    /// What the profile says about `deciding_facts`.
    #[serde(skip)]
    pub deciding: Vec<DecidingFact<'a>>,
    /// Warnings and notes about the profile.
    pub findings: Vec<FindingText>,
}

/// A rubric set by name.
#[derive(Debug, Serialize)]
pub struct SetName<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The digest of its logic.
    pub digest: &'a str,
    /// The documents that `source` texts name, and their titles.
    pub sources: BTreeMap<&'a str, &'a str>,
}

impl<'a> SetName<'a> {
    pub(in crate::present) fn of(set: &'a RubricSet) -> Self {
        let sources = set.sources.iter();
        Self {
            id: &set.id,
            version: &set.version,
            digest: &set.digest,
            sources: sources.map(|(name, title)| (&**name, &**title)).collect(),
        }
    }
}

/// A profile by name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProfileName {
    /// The file as the user named it, `-` for standard input.
    pub path: String,
    /// The document in the file, from 0.
    pub index: usize,
    /// `profile.id`.
    pub id: Option<String>,
    /// `company.name`.
    pub name: Option<String>,
}

/// A rubric's score.
#[derive(Debug, Serialize)]
pub struct RubricScore<'a> {
    /// The rubric.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// Expected under the priors; none where nothing applies.
    pub estimate: Option<f64>,
    /// The least over every way to fill in the unknown facts.
    pub low: Option<f64>,
    /// The greatest.
    pub high: Option<f64>,
    /// How the estimate is called.
    pub rating: Option<&'a str>,
    /// How the estimate is called, for people.
    pub rating_title: Option<&'a str>,
    /// `better` or `worse`.
    pub higher_is: &'static str,
    /// `mean` or `worst`: how the dimensions' scores make this one, before gates.
    pub aggregate: &'static str,
    /// Its dimensions.
    pub dimensions: Vec<DimensionScore<'a>>,
    /// The worst of them by estimate.
    pub worst_dimension: Option<&'a str>,
}

/// A dimension's score.
#[derive(Debug, Serialize)]
pub struct DimensionScore<'a> {
    /// `rubric/dimension`.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// Its weight in the rubric.
    pub weight: u32,
    /// Expected under the priors.
    pub estimate: Option<f64>,
    /// The least.
    pub low: Option<f64>,
    /// The greatest.
    pub high: Option<f64>,
    /// How the estimate is called.
    pub rating: Option<&'a str>,
    /// How the estimate is called, for people.
    pub rating_title: Option<&'a str>,
    /// Its criteria.
    pub criteria: Vec<CriterionScore<'a>>,
}

/// A criterion's points.
#[derive(Debug, Serialize)]
pub struct CriterionScore<'a> {
    /// `rubric/dimension/criterion`.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// What the profile says about the facts of its scale.
    pub facts: FactMap<'a>,
    /// Mean points under the prior where it applies.
    pub estimate: Option<f64>,
    /// The least points where it applies.
    pub low: Option<f64>,
    /// The most points where it applies.
    pub high: Option<f64>,
    /// Its weight in the dimension.
    pub weight: u32,
    /// The part of the rubric's score that hangs on it, 0–1.
    pub effective_weight: f64,
    /// Whether it applies; null while that is open.
    pub applies: Option<bool>,
    /// What it costs the rubric, in points.
    pub cost: f64,
    /// What the one row that can hold says.
    pub reason: Option<&'a str>,
}

/// A gate's state.
#[derive(Debug, Serialize)]
pub struct GateState<'a> {
    /// `rubric/gate`.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// `tripped`, `clear` or `open`.
    pub state: &'static str,
    /// The cap in points; none for a knock-out.
    pub cap: Option<f64>,
    /// What a tripped gate says.
    pub reason: Option<&'a str>,
}

/// The recommendation.
#[derive(Debug, Serialize)]
pub struct Proposal<'a> {
    /// The leading one.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// What it means for the vendor.
    pub means: &'a str,
    /// Whether only one is possible.
    pub settled: bool,
    /// Whether it leads clearly: with at least half of the share and twice the next.
    pub clearly: bool,
    /// Whether `possible` is exact, not only a bound.
    pub exact: bool,
    /// Whether the shares count every completion, not a sample.
    pub share_exact: bool,
    /// The standard error of a share, at most; 0 where they are exact.
    pub share_error: f64,
    /// The rule that carries it.
    pub rule: &'a str,
    /// Why, for people.
    pub because: &'a str,
    /// Whether the unknown facts still decide if that holds: it is then what holds in most of the share.
    pub because_open: bool,
    /// Where the rule comes from.
    pub source: &'a str,
    /// Every possible recommendation, the leading one first.
    pub possible: Vec<Possible<'a>>,
    /// Settled: known facts that settle it by themselves, none of which can be left out. Open: the
    /// unknown facts that can change it. None where a settled profile was not asked for them.
    pub deciding_facts: Option<Vec<&'a str>>,
}

/// A possible recommendation.
#[derive(Debug, Serialize)]
pub struct Possible<'a> {
    /// Its id.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// The part of the completions in which it comes out, weighted by the priors.
    pub share: f64,
    /// Values of the open facts that reach it; none where the search ended without one.
    pub witness: Option<Witness<'a>>,
}

/// What it would tell to know a fact.
#[derive(Debug, Serialize)]
pub struct NextQuestion<'a> {
    /// The fact.
    pub fact: &'a str,
    /// The question, as one would say it to a customer.
    pub ask: &'a str,
    /// Mutual information with the recommendation, in bits.
    pub bits: f64,
    /// True where its value is known to be able to change the recommendation; null where that is not
    /// proved either way. What cannot change it is not asked.
    pub can_change: Option<bool>,
    /// What each answer would lead to.
    pub answers: Vec<NextAnswer<'a>>,
}

/// One answer to a question.
#[derive(Debug, Serialize)]
pub struct NextAnswer<'a> {
    /// The answer, in words.
    pub answer: String,
    /// The recommendation that would lead; none where the priors give the answer no weight.
    pub leads_to: Option<&'a str>,
}

/// What costs how much.
#[derive(Debug, Serialize)]
pub struct Reason<'a> {
    /// The criterion; none for a rubric's rest: caps, `worst` and rounding.
    pub criterion: Option<&'a str>,
    /// The criterion's title.
    pub title: Option<&'a str>,
    /// The rubric.
    pub rubric: &'a str,
    /// Points of the rubric's score.
    pub cost: f64,
    /// What it says about the customer; none while the facts are open.
    pub text: Option<&'a str>,
    /// What to do about it: ids of `advice`.
    pub advice: Vec<&'a str>,
}

/// A piece of advice.
#[derive(Debug, Serialize)]
pub struct AdviceText<'a> {
    /// Its id.
    pub id: &'a str,
    /// What to do.
    pub text: &'a str,
    /// Document and section.
    pub source: &'a str,
}

impl<'a> AdviceText<'a> {
    pub(super) fn of(advice: &'a crate::rubric::Advice) -> Self {
        Self {
            id: &advice.id,
            text: &advice.text,
            source: &advice.source,
        }
    }
}

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingText {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// Its code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The file.
    pub path: String,
    /// Line, from 1; none where the file could not be read.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl From<&Finding> for FindingText {
    fn from(finding: &Finding) -> Self {
        Self {
            level: finding.level.name(),
            code: finding.code.name(),
            message: finding.message.clone(),
            path: finding.path.clone(),
            line: finding.place.as_ref().map(|place| place.line),
            column: finding.place.as_ref().map(|place| place.column),
            hint: finding.hint.clone(),
        }
    }
}

/// A profile that could not be used.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// Which one.
    pub profile: ProfileName,
    /// Why.
    pub findings: Vec<FindingText>,
}

/// One element of the output: what is said of a good profile, or why there is nothing.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Entry<T> {
    /// A good profile.
    Good(Box<T>),
    /// A bad one.
    Bad(Failure),
}

/// One element of the output of scores.
pub type Element<'a> = Entry<Report<'a>>;

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
        let answer = |answer: &crate::assess::outlook::Answer| NextAnswer {
            answer: answer_words(set, answer.variable, answer.cell),
            leads_to: answer.leads_to.map(title),
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
        rubric_set: SetName::of(set),
        profile,
        coverage: coverage(assessment),
        scores: (0..set.rubrics.len())
            .map(|number| rubric_score(set, answers, assessment, number))
            .collect(),
        gates: set
            .gates
            .iter()
            .zip(&assessment.gates)
            .map(|(gate, state)| gate_state(gate, *state))
            .collect(),
        recommendation: Proposal {
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
        },
        reasons: reasons(set, assessment),
        advice: reason::advice(set, assessment)
            .into_iter()
            .map(|number| AdviceText::of(&set.advice[usize::from(number)]))
            .collect(),
        next_questions: questions.collect(),
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
        findings: findings.iter().map(FindingText::from).collect(),
    }
}

/// What is known, rounded down to two decimals.
pub(super) fn coverage(assessment: &Assessment) -> f64 {
    (assessment.coverage * 100.0 + 1e-6).floor() / 100.0
}

/// A share to four decimals: what is open never shows as certain, what has a share never as none.
pub(super) fn share(part: f64, settled: bool) -> f64 {
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
pub(super) fn or_id<'a>(title: &'a str, id: &'a str) -> &'a str {
    if title.is_empty() { id } else { title }
}

/// The last part of an id.
pub(super) fn own_name(id: &str) -> &str {
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

/// What the row that holds says; a share says something only where it is not whole.
fn row_reason<'a>(set: &'a RubricSet, assessment: &Assessment, number: usize) -> Option<&'a str> {
    let criterion = &set.criteria[number];
    let score = &assessment.criteria[number];
    let row = &criterion.attributes[usize::from(score.attribute?)];
    let best = criterion.best(set.rubric_of(criterion).higher_is);
    let whole = matches!(criterion.scale, Scale::Share { .. }) && score.low == best;
    row.reason.as_deref().filter(|_| !whole)
}

/// The word for a gate's state.
pub(super) fn gate_word(state: Truth) -> &'static str {
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
            let rows = assessment.criteria[number]
                .attribute
                .map(|row| &criterion.attributes[usize::from(row)]);
            let advice = rows.into_iter().flat_map(|row| &row.advice);
            Reason {
                criterion: Some(&criterion.id),
                title: Some(or_id(&criterion.title, own_name(&criterion.id))),
                rubric: &set.rubric_of(criterion).id,
                cost: f64::from(assessment.costs[number].hundredths) / 100.0,
                // Without a reason of its own, what is known is named by the criterion.
                text: rows.map(|row| {
                    row.reason
                        .as_deref()
                        .unwrap_or(or_id(&criterion.title, own_name(&criterion.id)))
                }),
                advice: advice
                    .map(|&number| &*set.advice[usize::from(number)].id)
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
                text: Some("gates, the worst dimension, rounding, and points that no answer gives"),
                advice: Vec::new(),
            }),
    );
    reasons
}
