//! The rubric set: facts, rubrics, gates, rules and recommendations, checked once and held in dense
//! form. Facts, criteria, gates and rules are numbered; conditions and scales speak in numbers.
//!
//! `load` makes a set from TOML values; everything downstream can rely on what it checked.

pub mod audience;
pub mod condition;
pub mod fact;
pub mod load;
pub(crate) mod number;
pub mod part;
pub mod readers;
pub mod scale;
pub mod text;
pub mod texts;

use crate::value::Span;
use condition::Condition;
use fact::{Fact, Variable};
use number::narrow;
use scale::{Attribute, Scale};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use text::Str;

/// A whole rubric set. Everything but rules stands in the order of its ids (criteria within their
/// dimension), so that the order of files and entries changes nothing; rules stand in the order of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct RubricSet {
    /// Names the set in reports and in a profile's `profile.rubrics`.
    pub id: Str,
    /// Semantic version.
    pub version: Str,
    /// For people.
    pub title: Str,
    /// The languages of its texts.
    pub languages: Vec<Str>,
    /// The documents that `source` texts name by a letter or word, and their titles.
    pub sources: Vec<(Str, Str)>,
    /// SHA-256 of the logic in canonical form, texts left out, in hexadecimal.
    pub digest: Str,
    /// The questionnaire, by id.
    pub facts: Vec<Fact>,
    /// Each section of the facts and the facts in it.
    pub sections: Vec<(Str, Range<u16>)>,
    /// The finite unknowns of the facts, in the order of the facts.
    pub variables: Vec<Variable>,
    /// The rubrics, by id.
    pub rubrics: Vec<Rubric>,
    /// The dimensions of all rubrics, by id.
    pub dimensions: Vec<Dimension>,
    /// The criteria of all dimensions, by id.
    pub criteria: Vec<Criterion>,
    /// The gates, by id.
    pub gates: Vec<Gate>,
    /// The gates in an order in which each stands after those it names.
    pub gate_order: Vec<u16>,
    /// The recommendations, by id.
    pub recommendations: Vec<Recommendation>,
    /// The first-hit decision table; the last rule has no condition.
    pub rules: Vec<Rule>,
    /// Pieces of advice, by id.
    pub advice: Vec<Advice>,
}

/// Whether high scores are good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HigherIs {
    /// 100 is the best score.
    Better,
    /// 100 is the worst score.
    Worse,
}

impl HigherIs {
    /// The name in files and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
        }
    }
}

/// How a rubric's score comes from its dimensions'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aggregate {
    /// The weighted mean.
    Mean,
    /// The worst dimension's score.
    Worst,
}

impl Aggregate {
    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Worst => "worst",
        }
    }
}

/// Dimensions of criteria giving one score, 0–100.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rubric {
    /// Kebab-case.
    pub id: Str,
    /// For people.
    pub title: Str,
    /// What it measures.
    pub about: Str,
    /// Document and section.
    pub source: Str,
    /// Whether high scores are good.
    pub higher_is: HigherIs,
    /// How the dimensions' scores make the rubric's.
    pub aggregate: Aggregate,
    /// Its dimensions.
    pub dimensions: Range<u16>,
    /// How its scores are called, ascending; the first begins at 0.
    pub ratings: Vec<Rating>,
    /// The gates that cap it.
    pub caps: Vec<u16>,
    /// Whether it is for ourselves only, and left out of what the customer is given.
    pub internal: bool,
}

impl Rubric {
    /// The rating of a shown score, in tenths.
    #[must_use]
    pub fn rating(&self, tenths: u16) -> Option<&Rating> {
        self.ratings
            .iter()
            .rev()
            .find(|rating| rating.from <= tenths)
    }
}

/// A name for a stretch of scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rating {
    /// Kebab-case.
    pub id: Str,
    /// For people.
    pub title: Str,
    /// The least score, in tenths.
    pub from: u16,
}

/// A group of criteria inside a rubric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Dimension {
    /// `rubric/dimension`.
    pub id: Str,
    /// The rubric.
    pub rubric: u16,
    /// For people.
    pub title: Str,
    /// What it measures.
    pub about: Str,
    /// Document and section.
    pub source: Str,
    /// Weight in the rubric, at least 1.
    pub weight: u32,
    /// Its criteria.
    pub criteria: Range<u16>,
}

/// Reads facts, gives points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Criterion {
    /// `rubric/dimension/criterion`.
    pub id: Str,
    /// The dimension.
    pub dimension: u16,
    /// For people.
    pub title: Str,
    /// Document and section.
    pub source: Str,
    /// Why a weight or points are only judgement.
    pub judgement: Option<Str>,
    /// Weight in the dimension, at least 1.
    pub weight: u32,
    /// When it applies; reads facts only.
    pub applies_when: Option<Condition>,
    /// The rows of its scale.
    pub attributes: Vec<Attribute>,
    /// How facts become points.
    pub scale: Scale,
    /// The facts of the scale, by number.
    pub facts: Vec<u16>,
    /// The conditions of a `cases` scale in order; the last row has none.
    pub cases: Vec<Condition>,
    /// Whether attributes run over all values of one fact, so that its order says which is better.
    pub single_fact: bool,
    /// What it was called in an earlier version of the set: its id there.
    pub renamed_from: Option<Str>,
    /// Where it is written.
    pub site: Site,
}

impl Criterion {
    /// The best points of its scale, where `higher_is` says what is good.
    #[must_use]
    pub fn best(&self, higher_is: HigherIs) -> u8 {
        let points = self.attributes.iter().map(|attribute| attribute.points);
        match (&self.scale, higher_is) {
            (Scale::Share { .. }, HigherIs::Better) => 100,
            (Scale::Share { .. }, HigherIs::Worse) => 0,
            (Scale::Table { .. }, HigherIs::Better) => points.max().unwrap_or(100),
            (Scale::Table { .. }, HigherIs::Worse) => points.min().unwrap_or(0),
        }
    }
}

/// What a tripped gate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Bounds the rubric's score towards worse, in tenths.
    Cap(u16),
    /// Caps nothing; rules name it.
    KnockOut,
}

/// A named condition that caps a rubric or knocks out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Gate {
    /// `rubric/gate`.
    pub id: Str,
    /// The rubric.
    pub rubric: u16,
    /// For people.
    pub title: Str,
    /// When it trips; reads facts, dimension scores and other gates.
    pub when: Condition,
    /// What it does.
    pub effect: Effect,
    /// What it says about the customer.
    pub reason: Str,
    /// Advice, by number.
    pub advice: Vec<u16>,
    /// Document and section.
    pub source: Str,
    /// What it was called in an earlier version of the set: its id there.
    pub renamed_from: Option<Str>,
    /// Where it is written.
    pub site: Site,
}

/// What to propose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Recommendation {
    /// Kebab-case.
    pub id: Str,
    /// For people.
    pub title: Str,
    /// What it means for the vendor.
    pub means: Str,
    /// Document and section.
    pub source: Str,
    /// Advice, by number.
    pub advice: Vec<u16>,
    /// What it was called in an earlier version of the set: its id there.
    pub renamed_from: Option<Str>,
}

/// One row of the first-hit decision table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rule {
    /// Kebab-case.
    pub id: Str,
    /// The recommendation, by number.
    pub recommend: u16,
    /// When it fires; none for the last.
    pub when: Option<Condition>,
    /// Why, for people.
    pub because: Str,
    /// Document and section.
    pub source: Str,
    /// What it was called in an earlier version of the set: its id there.
    pub renamed_from: Option<Str>,
    /// Where it is written.
    pub site: Site,
}

/// A piece of advice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Advice {
    /// Kebab-case.
    pub id: Str,
    /// What to do.
    pub text: Str,
    /// Document and section.
    pub source: Str,
}

/// A place in the files of a rubric set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The file, by its number among the files that were loaded.
    pub file: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Site {
    /// A span in a file.
    #[must_use]
    pub fn new(file: u16, span: Span) -> Self {
        Self {
            file,
            start: span.start,
            end: span.end,
        }
    }

    /// The span in the file.
    #[must_use]
    pub fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }
}

macro_rules! lookups {
    ($($name:ident, $field:ident, $what:literal;)*) => {
        impl RubricSet {
            $(
                #[doc = concat!("The number of the ", $what, " with this id.")]
                #[must_use]
                pub fn $name(&self, id: &str) -> Option<usize> {
                    self.$field.binary_search_by(|item| (*item.id).cmp(id)).ok()
                }
            )*
        }
    };
}

lookups! {
    fact, facts, "fact";
    rubric, rubrics, "rubric";
    dimension, dimensions, "dimension";
    gate, gates, "gate";
    recommendation, recommendations, "recommendation";
}

impl RubricSet {
    /// Its id and its version, as people read them.
    #[must_use]
    pub fn name_and_version(&self) -> String {
        format!("{} {}", self.id, self.version)
    }

    /// The number of the criterion with this id.
    #[must_use]
    pub fn criterion(&self, id: &str) -> Option<usize> {
        // Criteria stand by dimension first, so that each dimension's are one stretch.
        let (dimension, _) = id.rsplit_once('/')?;
        let own = indexes(&self.dimensions[self.dimension(dimension)?].criteria);
        let found = self.criteria[own.clone()]
            .binary_search_by(|criterion| (*criterion.id).cmp(id))
            .ok()?;
        Some(own.start + found)
    }

    /// The facts of a section.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<Range<u16>> {
        let found = self
            .sections
            .binary_search_by(|(section, _)| (**section).cmp(name))
            .ok()?;
        Some(self.sections[found].1.clone())
    }

    /// The rubric of a criterion.
    #[must_use]
    pub fn rubric_of(&self, criterion: &Criterion) -> &Rubric {
        &self.rubrics[usize::from(self.dimensions[usize::from(criterion.dimension)].rubric)]
    }
}

/// A range of numbers as indexes.
#[must_use]
pub fn indexes(range: &Range<u16>) -> Range<usize> {
    usize::from(range.start)..usize::from(range.end)
}

/// The sections of some facts, which stand in the order of their ids, with the facts of each by number.
pub(crate) fn sections(facts: &[Fact]) -> Vec<(Str, Range<u16>)> {
    let mut sections: Vec<(Str, Range<u16>)> = Vec::new();
    for (number, fact) in facts.iter().enumerate() {
        match sections.last_mut() {
            Some((name, range)) if **name == *fact.section() => range.end = narrow(number + 1),
            _ => sections.push((fact.section().into(), narrow(number)..narrow(number + 1))),
        }
    }
    sections
}
