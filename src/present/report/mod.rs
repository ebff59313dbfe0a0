//! The report: what every format shows of one assessment, with texts and ids in place of numbers.
//! Serialized it is the JSON contract; names are added, never renamed. No format computes anything.

mod audience;
mod fill;
mod words;

pub use audience::for_customer;
pub use fill::report;
pub(super) use fill::{coverage, gate_word, or_id, own_name, share};
pub use words::{judgment, reason};

use super::deciding::DecidingFact;
use super::stale::StaleFact;
use super::stated::{FactMap, Witness};
use super::trace::TraceText;
use super::what_if::Supposed;
use crate::finding::{Counted, Finding};
use crate::profile::Answers;
use crate::rubric::RubricSet;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The report of one profile.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// The version of this form.
    pub report: u32,
    /// `customer` where it is the one that may be handed over; else it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<&'static str>,
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
    /// What to propose; not there for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Proposal<'a>>,
    /// What costs how much: criteria by cost, then for each rubric the rest.
    pub reasons: Vec<Reason<'a>>,
    /// What to do about it, each piece once.
    pub advice: Vec<AdviceText<'a>>,
    /// What to ask next, most telling first; empty where the recommendation is settled.
    pub next_questions: Vec<NextQuestion<'a>>,
    /// What has become of it since an earlier run; only where it was compared with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<super::since::SinceText<'a>>,
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
    /// The set, and all that the profile says; none where that is nobody's business.
    #[serde(skip)]
    pub stated: Option<(&'a RubricSet, &'a Answers<'a>)>,
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
    /// Its id and its version, as people read them.
    pub(super) fn name_and_version(&self) -> String {
        format!("{} {}", self.id, self.version)
    }

    /// Its name, as every format gives it.
    #[must_use]
    pub fn of(set: &'a RubricSet) -> Self {
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
    /// What the row that holds says, or either of two.
    pub reason: Option<Cow<'a, str>>,
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
    /// The answer: an option's id, `true`, `false` or `n/a`, else in words.
    pub answer: String,
    /// The same for people, who may call options otherwise.
    #[serde(skip)]
    pub words: String,
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
    pub text: Option<Cow<'a, str>>,
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
    /// Which document of the file it is about, from 0, where the file holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<usize>,
    /// For how many findings it stands: one, or as many as are not shown.
    #[serde(skip)]
    pub stands_for: usize,
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
            document: finding.document,
            stands_for: finding.besides.map_or(1, Counted::total),
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

impl Failure {
    /// How many findings there are, shown or not.
    #[must_use]
    pub fn problems(&self) -> usize {
        self.findings.iter().map(|finding| finding.stands_for).sum()
    }
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
