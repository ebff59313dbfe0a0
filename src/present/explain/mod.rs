//! A part of a rubric set or a finding code, explained: what it is, what it reads, and who reads it.

mod code;
pub mod index;
mod judging;
pub mod markdown;
mod scoring;

use super::names;
use super::number::rounded;
use super::report::{AdviceText, SetName, or_id};
use crate::finding::Code;
use crate::language::list::{clauses, sentences};
use crate::rubric::RubricSet;
use crate::rubric::condition::{Condition, ScoreRef};
use crate::rubric::fact::Kind;
use crate::rubric::part::Part;
use crate::rubric::readers::{Named, facts_below, gates_naming, names, rules_naming};
use crate::say;
use serde::ser::Serializer;
use std::borrow::Cow;

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A part of the rubric set.
    Part(Part),
    /// A kind of finding.
    Code(Code),
}

/// An explanation. Every kind of subject has the same fields; those that say nothing of it are null or empty.
#[derive(Debug, Default, serde::Serialize)]
pub struct Explanation<'a> {
    /// The version of this form: 1.
    pub explain: u32,
    /// The set; none for a finding code, which belongs to the program.
    pub rubric_set: Option<SetName<'a>>,
    /// What it is: `fact`, `gate`, …
    pub kind: &'static str,
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// What it asks, measures, says or means.
    pub what: Option<Cow<'a, str>>,
    /// Why it is there.
    pub why: Option<&'a str>,
    /// Document and section.
    pub source: Option<&'a str>,
    /// Single properties, by name.
    #[serde(serialize_with = "as_map")]
    pub properties: Vec<Property<'a>>,
    /// The values of a fact, the rows of a scale, the ratings of a rubric.
    pub scale: Vec<Row<'a>>,
    /// What must hold for a gate to trip, for a rule to hold, for a criterion to apply: all of these.
    pub when: Vec<String>,
    /// What changes it.
    pub changed_by: Vec<Lever<'a>>,
    /// Who reads it.
    pub read_by: Vec<Reader<'a>>,
    /// What it is made of.
    pub parts: Vec<Reader<'a>>,
    /// Advice that goes with it.
    pub advice: Vec<AdviceText<'a>>,
}

/// One property.
#[derive(Debug)]
pub struct Property<'a> {
    /// Its name in JSON; people read it without underscores.
    pub name: &'static str,
    /// Its value.
    pub value: PropertyValue<'a>,
    /// The value in words.
    pub words: String,
}

/// The value of a property.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
pub enum PropertyValue<'a> {
    /// An id or a text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(u64),
    /// Yes or no.
    Truth(bool),
    /// Not there.
    None,
}

fn as_part<S: Serializer>(share: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match share {
        Some(share) => serializer.serialize_f64(part(*share)),
        None => serializer.serialize_none(),
    }
}

fn as_map<S: Serializer>(properties: &[Property<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(properties.iter().map(|one| (one.name, &one.value)))
}

impl<'a> Property<'a> {
    fn text(name: &'static str, text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        Self {
            name,
            words: text.to_string(),
            value: PropertyValue::Text(text),
        }
    }

    fn whole(name: &'static str, value: impl Into<u64>, words: impl Into<String>) -> Self {
        Self {
            name,
            value: PropertyValue::Whole(value.into()),
            words: words.into(),
        }
    }

    fn number(name: &'static str, value: f64, words: impl Into<String>) -> Self {
        Self {
            name,
            value: PropertyValue::Number(value),
            words: words.into(),
        }
    }
}

/// One row of a scale.
#[derive(Debug, Default, serde::Serialize)]
pub struct Row<'a> {
    /// The option, the stretch of numbers, the case, the rating.
    pub value: String,
    /// What reports call an option; null where that is its id.
    pub title: Option<&'a str>,
    /// What an option means, how a rating is called.
    pub means: Option<&'a str>,
    /// The points it gives; where a rating begins.
    pub points: Option<f64>,
    /// How likely it is by the prior, 0–1.
    pub prior: Option<f64>,
    /// What it says about the customer.
    pub reason: Option<&'a str>,
    /// Advice, by id.
    pub advice: Vec<&'a str>,
}

impl Row<'_> {
    /// What it is called, means or says; empty where nothing is said.
    #[must_use]
    pub fn text(&self) -> String {
        let text = self.means.or(self.reason).unwrap_or("");
        match self.title {
            Some(title) if text.is_empty() => title.to_owned(),
            Some(title) => say!("{title}: {text}", title, text),
            None => text.to_owned(),
        }
    }
}

/// Something that changes what is explained.
#[derive(Debug, serde::Serialize)]
pub struct Lever<'a> {
    /// `fact`, `score` or `gate`.
    pub kind: &'static str,
    /// Its id; for the worst dimension of a rubric, the rubric's.
    pub id: &'a str,
    /// Whether it is the rubric's worst dimension that counts.
    pub worst: bool,
    /// What a fact may be: its options, or its bounds in words.
    pub values: Vec<String>,
    /// How many facts hang below it.
    pub facts: usize,
    /// The effort of changing a fact before a project starts, 1–5; null where that cannot be done.
    pub effort: Option<u8>,
}

/// Something that reads what is explained, or that it is made of.
#[derive(Debug, serde::Serialize)]
pub struct Reader<'a> {
    /// What it is: `criterion`, `rule`, …
    pub kind: &'static str,
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// How it reads, or what it does, in words.
    pub how: String,
    /// The part of its rubric's weight, 0–1, where everything applies.
    #[serde(serialize_with = "as_part")]
    pub effective_weight: Option<f64>,
    /// The place among the rules, from 1.
    pub place: Option<usize>,
}

/// Explains a subject.
#[must_use]
pub fn explain(set: &RubricSet, subject: Subject) -> Explanation<'_> {
    let part = match subject {
        Subject::Code(code) => return code_alone(code),
        Subject::Part(part) => part,
    };
    let mut explanation = match part {
        Part::Fact(number) => scoring::fact(set, number),
        Part::Rubric(number) => scoring::rubric(set, number),
        Part::Dimension(number) => scoring::dimension(set, number),
        Part::Criterion(number) => scoring::criterion(set, number),
        Part::Gate(number) => judging::gate(set, number),
        Part::Rule(number) => judging::rule(set, number),
        Part::Recommendation(number) => judging::recommendation(set, number),
        Part::Advice(number) => judging::advice(set, number),
    };
    explanation.explain = 1;
    explanation.rubric_set = Some(SetName::of(set));
    explanation.kind = part.kind();
    explanation.id = part.id(set);
    explanation
}

/// Explains a finding code, for which no rubric set is needed.
#[must_use]
pub fn code_alone(code: Code) -> Explanation<'static> {
    Explanation {
        explain: 1,
        kind: "code",
        id: code.name(),
        what: Some(code::said(code).into()),
        properties: vec![Property::text("what_to_do", code::remedy(code))],
        ..Explanation::default()
    }
}

/// A text, or none where the set gives none.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The parts of a condition of which all must hold, in words.
fn lines(set: &RubricSet, condition: &Condition) -> Vec<String> {
    let words = |part| super::condition::condition_words(set, part);
    match condition {
        Condition::All(parts) => parts.iter().map(words).collect(),
        other => vec![words(other)],
    }
}

/// What a condition hangs on.
fn levers<'a>(set: &'a RubricSet, condition: &Condition) -> Vec<Lever<'a>> {
    let named = names(set, condition);
    named.into_iter().map(|named| lever(set, named)).collect()
}

fn lever(set: &RubricSet, named: Named) -> Lever<'_> {
    let below = || facts_below(set, named).len();
    let (kind, id) = match named {
        Named::Fact(number) => return fact_lever(set, number),
        Named::Gate(number) => ("gate", &set.gates[usize::from(number)].id),
        Named::Score(ScoreRef::Dimension(number)) => {
            ("score", &set.dimensions[usize::from(number)].id)
        }
        Named::Score(ScoreRef::Rubric(number) | ScoreRef::Worst(number)) => {
            ("score", &set.rubrics[usize::from(number)].id)
        }
    };
    Lever {
        kind,
        id,
        worst: matches!(named, Named::Score(ScoreRef::Worst(_))),
        values: Vec::new(),
        facts: below(),
        effort: None,
    }
}

fn fact_lever(set: &RubricSet, number: u16) -> Lever<'_> {
    let fact = &set.facts[usize::from(number)];
    let mut values: Vec<String> = match fact.kind {
        Kind::Bool => vec!["false".to_owned(), "true".to_owned()],
        Kind::Choice | Kind::Set => fact.options.iter().map(|one| one.id.to_string()).collect(),
        Kind::Integer | Kind::Number => vec![super::interview::bounds(fact)],
        Kind::Text => Vec::new(),
    };
    if fact.allow_na {
        values.push("n/a".to_owned());
    }
    Lever {
        kind: "fact",
        id: &fact.id,
        worst: false,
        values,
        facts: 1,
        effort: fact.effort,
    }
}

/// The gates and rules that name something.
fn named_by(set: &RubricSet, named: Named) -> Vec<Reader<'_>> {
    let gates = gates_naming(set, named).into_iter();
    let rules = rules_naming(set, named).into_iter();
    gates
        .map(|number| gate_reader(set, number, String::new()))
        .chain(rules.map(|number| rule_reader(set, number)))
        .collect()
}

fn gate_reader(set: &RubricSet, number: usize, how: String) -> Reader<'_> {
    let gate = &set.gates[number];
    Reader {
        kind: "gate",
        id: &gate.id,
        title: given(&gate.title),
        how,
        effective_weight: None,
        place: None,
    }
}

fn rule_reader(set: &RubricSet, number: usize) -> Reader<'_> {
    let rule = &set.rules[number];
    let to = &set.recommendations[usize::from(rule.recommend)];
    Reader {
        kind: "rule",
        id: &rule.id,
        title: None,
        how: say!("to {title}", title = or_id(&to.title, &to.id)),
        effective_weight: None,
        place: Some(number + 1),
    }
}

/// A part of a whole as JSON shows it.
fn part(share: f64) -> f64 {
    rounded(share, 4)
}

impl Explanation<'_> {
    /// What the rows of the scale are, and a remark.
    #[must_use]
    pub fn scale_title(&self) -> (String, String) {
        match self.kind {
            "fact" => (say!("Values"), say!("and how likely each is by the prior")),
            "rubric" => (say!("Ratings"), say!("of the shown score")),
            _ if self.scale.iter().any(|row| row.value == say!("otherwise")) => {
                (say!("Points"), say!("the first row that holds"))
            }
            _ => (say!("Points"), String::new()),
        }
    }

    /// What the conditions are for.
    #[must_use]
    pub fn when_title(&self) -> String {
        match (self.kind, self.when.len()) {
            ("criterion", _) => say!("Applies only where"),
            ("gate", 1) => say!("Trips where"),
            ("gate", _) => say!("Trips where all of these hold"),
            (_, 1) => say!("Holds where"),
            _ => say!("Holds where all of these hold"),
        }
    }

    /// What the parts are.
    #[must_use]
    pub fn parts_title(&self) -> (String, String) {
        match self.kind {
            "recommendation" => (
                say!("Rules that lead to it"),
                say!("of all rules the first that holds decides"),
            ),
            "rubric" => (
                say!("Made of"),
                say!("dimensions, with their part of its weight, and gates"),
            ),
            _ => (
                say!("Made of"),
                say!("criteria, with their part of the rubric's weight"),
            ),
        }
    }

    /// What those are that have to do with it.
    #[must_use]
    pub fn readers_title(&self) -> String {
        match self.kind {
            "advice" => say!("Who gives it"),
            _ => say!("Who reads it"),
        }
    }

    /// Each property as people read it.
    pub fn property_lines(&self) -> impl Iterator<Item = (String, &str)> {
        let properties = self.properties.iter();
        properties.map(|one| (property_name(one.name), one.words.as_str()))
    }
}

/// What people read in place of a property's name.
fn property_name(name: &str) -> String {
    match name {
        "type" => say!("type"),
        "bounds" => say!("bounds"),
        "order" => say!("order"),
        "effort" => say!("effort"),
        "stale_after_months" => say!("stale after months"),
        "allow_na" => say!("allow na"),
        "context" => say!("context"),
        "weight" => say!("weight"),
        "effective_weight" => say!("effective weight"),
        "higher_is" => say!("higher is"),
        "aggregate" => say!("aggregate"),
        "judgement" => say!("judgement"),
        "cap" => say!("cap"),
        "recommend" => say!("recommend"),
        "place" => say!("place"),
        "what_to_do" => say!("what to do"),
        other => names::kind(other),
    }
}

impl Lever<'_> {
    /// What it may be, or how much hangs below it.
    #[must_use]
    pub fn words(&self) -> String {
        let facts = crate::language::list::count(self.facts, "fact", "facts");
        match (self.kind, self.worst) {
            ("fact", _) => clauses(&self.values),
            ("gate", _) => say!("gate, over {facts}", facts),
            (_, true) => say!("its worst dimension, over {facts}", facts),
            (_, false) => say!("score, over {facts}", facts),
        }
    }
}

impl Reader<'_> {
    /// What it is: its place for a rule, its weight for what has one.
    #[must_use]
    pub fn lead(&self) -> String {
        match (self.place, self.effective_weight) {
            (Some(place), _) => say!("rule {place}", place),
            (None, Some(weight)) => scoring::precise(weight),
            (None, None) => names::kind(self.kind),
        }
    }

    /// Its title and how it reads.
    #[must_use]
    pub fn words(&self) -> String {
        let title = self.title.unwrap_or("");
        if title.is_empty() || self.how.is_empty() || title.ends_with(['.', '。']) {
            sentences(&[title, &self.how])
        } else {
            say!("{title}: {how}", title, how = self.how)
        }
    }
}
