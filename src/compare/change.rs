//! A change of one part of a set, as data.

use crate::rubric::condition::Condition;

/// What kind of part of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The set itself: title, languages, sources.
    Set,
    /// A fact.
    Fact,
    /// A rubric.
    Rubric,
    /// A dimension.
    Dimension,
    /// A criterion.
    Criterion,
    /// A gate.
    Gate,
    /// A recommendation.
    Recommendation,
    /// A rule.
    Rule,
    /// The order of the rules.
    Order,
    /// A piece of advice.
    Advice,
    /// The texts in another language.
    Translation,
}

impl Subject {
    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Fact => "fact",
            Self::Rubric => "rubric",
            Self::Dimension => "dimension",
            Self::Criterion => "criterion",
            Self::Gate => "gate",
            Self::Recommendation => "recommendation",
            Self::Rule => "rule",
            Self::Order => "rule-order",
            Self::Advice => "advice",
            Self::Translation => "translation",
        }
    }
}

/// How much a changed part can matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weighs {
    /// Texts, sources, advice.
    Text,
    /// Points, weights, rules: what they do to scores and recommendations has to be proved.
    Logic,
    /// Something that reports show, or that profiles may newly say.
    Shown,
    /// A profile, or a script that names an id, that was right no longer is.
    Breaks,
}

impl Weighs {
    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Logic => "logic",
            Self::Shown => "shown",
            Self::Breaks => "breaks",
        }
    }
}

/// What a part is on one side.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    None,
    /// A text, or an id.
    Text(String),
    /// A number as it is written.
    Number(f64),
    /// A score in tenths.
    Tenths(u16),
    /// A part of a whole, 0–1.
    Share(f64),
    /// Several ids.
    List(Vec<String>),
    /// A number for each of several names.
    Parts(Vec<(String, u32)>),
    /// A condition of the set of its side.
    When(Condition),
    /// The scale of this criterion of the set of its side.
    Scale(usize),
}

/// A part that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// As the files call it.
    pub name: String,
    /// In the old set.
    pub before: Value,
    /// In the new set.
    pub after: Value,
    /// How much it can matter.
    pub weighs: Weighs,
}

/// What happened to one part of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it is.
    pub subject: Subject,
    /// Its id in the old set; none where it was added.
    pub before: Option<String>,
    /// Its id in the new set; none where it was removed.
    pub after: Option<String>,
    /// What of it changed. Where it was added or removed: what it is, as far as that decides something.
    pub parts: Vec<Part>,
    /// How much it can matter: the most of what changed.
    pub weighs: Weighs,
}

impl Change {
    /// The id by which to name it: the new one, where there is one.
    #[must_use]
    pub fn id(&self) -> &str {
        let id = self.after.as_ref().or(self.before.as_ref());
        id.map_or("", String::as_str)
    }

    /// `added`, `removed`, `renamed` or `changed`.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(before), Some(after)) if before != after => "renamed",
            (Some(_), Some(_)) => "changed",
        }
    }
}

/// The parts of one thing that differ.
#[derive(Default)]
pub(super) struct Parts(pub(super) Vec<Part>);

impl Parts {
    pub(super) fn push(&mut self, name: &str, before: Value, after: Value, weighs: Weighs) {
        self.0.push(Part {
            name: name.to_owned(),
            before,
            after,
            weighs,
        });
    }

    pub(super) fn differ(&mut self, name: &str, before: Value, after: Value, weighs: Weighs) {
        if before != after {
            self.push(name, before, after, weighs);
        }
    }

    pub(super) fn text(&mut self, name: &str, before: &str, after: &str) {
        self.differ(name, text(before), text(after), Weighs::Text);
    }
}

pub(super) fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::None
    } else {
        Value::Text(text.to_owned())
    }
}

pub(super) fn optional(written: Option<&str>) -> Value {
    written.map_or(Value::None, text)
}

pub(super) fn number(value: Option<f64>) -> Value {
    value.map_or(Value::None, Value::Number)
}
