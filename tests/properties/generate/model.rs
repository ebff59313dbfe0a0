//! A rubric set and a profile as plain data: what the generator makes, the printer writes as TOML
//! and YAML, and the reference reads. Everything refers to everything else by its place in a list.

/// A rubric set.
#[derive(Clone)]
pub(crate) struct Model {
    pub(crate) facts: Vec<Fact>,
    pub(crate) rubrics: Vec<Rubric>,
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) gates: Vec<Gate>,
    /// The ids of the recommendations.
    pub(crate) recommendations: Vec<&'static str>,
    pub(crate) rules: Vec<Rule>,
    /// Whether each part has texts of its own, by which it can be told from all others.
    pub(crate) worded: bool,
}

/// One typed thing that a profile may state.
#[derive(Clone)]
pub(crate) struct Fact {
    /// `section.key`.
    pub(crate) id: &'static str,
    pub(crate) kind: Kind,
    /// `rising`, `falling`, `none`, or not written.
    pub(crate) order: Option<&'static str>,
    pub(crate) allow_na: bool,
    pub(crate) prior: Option<Prior>,
    /// 1–5, or none where it cannot be changed.
    pub(crate) effort: Option<u32>,
}

impl Fact {
    /// Whether later options, true, higher numbers or more options are better; none where a fact has no order.
    pub(crate) fn rises(&self) -> Option<bool> {
        match (self.order, &self.kind) {
            (_, Kind::Text) | (Some("none"), _) => None,
            (Some(order), _) => Some(order == "rising"),
            (None, kind) => matches!(kind, Kind::Choice(_)).then_some(true),
        }
    }
}

/// The type of a fact, with its options or bounds.
#[derive(Clone)]
pub(crate) enum Kind {
    Bool,
    Choice(Vec<&'static str>),
    Set(Vec<&'static str>),
    Number(Number),
    Text,
}

/// A numeric fact. All its numbers are in quarters: exact in binary, and finer than its thresholds,
/// which are in halves, so that there is a number between any two of them.
#[derive(Clone)]
pub(crate) struct Number {
    /// Whether it is an integer.
    pub(crate) whole: bool,
    /// `min` and `max`, if written.
    pub(crate) bounds: Option<(i64, i64)>,
    /// Where bands may end, ascending: each admits at least one number more than the one before.
    pub(crate) ends: Vec<Bound>,
}

impl Number {
    /// The numbers that stand for all: every quarter, or every integer, within the bounds or, where
    /// there are none, from below the least threshold to above the greatest.
    pub(crate) fn samples(&self) -> Vec<i64> {
        let (least, most) = self.bounds.unwrap_or((-16, 48));
        (least..=most)
            .filter(|quarters| !self.whole || quarters % 4 == 0)
            .collect()
    }
}

/// How likely the values of a fact are, in parts.
#[derive(Clone)]
pub(crate) enum Prior {
    /// A part for each value in order (for a set: for no and yes), and one for `n/a` if written.
    Parts(Vec<i128>, Option<i128>),
    /// Bands of a number, the last without an end.
    Bands(Vec<(Option<Bound>, i128)>),
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    NotApplicable,
    Bool(bool),
    Option(usize),
    /// Of a set: which options hold.
    Options(Vec<bool>),
    /// In quarters.
    Number(i64),
    /// Of a text, which nothing reads.
    Text,
}

#[derive(Clone)]
pub(crate) struct Rubric {
    pub(crate) id: &'static str,
    /// Whether higher is better.
    pub(crate) better: bool,
    /// Whether the aggregate is `worst`, not `mean`.
    pub(crate) worst: bool,
    /// Where each rating begins, in points, ascending from 0; none where it has no ratings.
    pub(crate) ratings: Vec<i64>,
    /// Whether it is for ourselves only.
    pub(crate) internal: bool,
}

#[derive(Clone)]
pub(crate) struct Dimension {
    /// The id below its rubric's.
    pub(crate) id: &'static str,
    pub(crate) rubric: usize,
    pub(crate) weight: i64,
}

#[derive(Clone)]
pub(crate) struct Criterion {
    /// The id below its dimension's.
    pub(crate) id: &'static str,
    pub(crate) dimension: usize,
    pub(crate) weight: i64,
    pub(crate) applies_when: Option<Condition>,
    pub(crate) scale: Scale,
}

/// How facts become points.
#[derive(Clone)]
pub(crate) enum Scale {
    /// Points for each option of a choice, or for false and true.
    Points(usize, Vec<i64>),
    /// Points for each band of a number, the last without an end.
    Bands(usize, Vec<(Option<Bound>, i64)>),
    /// The share of these options of a set.
    Share(usize, Vec<usize>),
    /// Points of the first case that holds, the last without a condition.
    Cases(Vec<(Option<Condition>, i64)>),
}

#[derive(Clone)]
pub(crate) struct Gate {
    /// The id below its rubric's.
    pub(crate) id: &'static str,
    pub(crate) rubric: usize,
    pub(crate) when: Condition,
    /// In points; a knock-out has none.
    pub(crate) cap: Option<i64>,
}

#[derive(Clone)]
pub(crate) struct Rule {
    pub(crate) recommend: usize,
    /// Only the last has none.
    pub(crate) when: Option<Condition>,
}

#[derive(Clone)]
pub(crate) enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Fact(usize, Test),
    /// Bounds in hundredths.
    Score(Of, Vec<Bound>),
    Gate(usize),
}

/// A test of a fact's value, which `n/a` never passes.
#[derive(Clone)]
pub(crate) enum Test {
    Is(bool),
    In(Vec<usize>),
    Includes(usize),
    /// Bounds in quarters: all of them.
    Number(Vec<Bound>),
}

/// Which score a condition tests.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Rubric(usize),
    Dimension(usize),
    /// The worst dimension of a rubric.
    Worst(usize),
}

/// A comparison with a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    Below(i64),
    AtMost(i64),
    AtLeast(i64),
    Above(i64),
    Is(i64),
}

impl Bound {
    /// Whether a number in the same unit passes.
    pub(crate) fn admits(self, number: i64) -> bool {
        match self {
            Self::Below(threshold) => number < threshold,
            Self::AtMost(threshold) => number <= threshold,
            Self::AtLeast(threshold) => number >= threshold,
            Self::Above(threshold) => number > threshold,
            Self::Is(threshold) => number == threshold,
        }
    }
}

/// What a profile says about one fact.
#[derive(Clone)]
pub(crate) enum Statement {
    /// Nothing, in one of the ways to say so.
    Unknown(usize),
    Known(Value),
    /// Half-knowledge of anything but a set.
    Partly(Partly),
    /// Half-knowledge of a set, by options.
    Contents {
        includes: Vec<usize>,
        excludes: Vec<usize>,
    },
}

/// Statements that hold together; what is empty or `None` is not made.
#[derive(Clone, Default)]
pub(crate) struct Partly {
    pub(crate) one_of: Vec<Value>,
    pub(crate) not: Vec<Value>,
    pub(crate) at_least: Option<i64>,
    pub(crate) at_most: Option<i64>,
}

impl Model {
    /// A dimension's full id.
    pub(crate) fn dimension_id(&self, number: usize) -> String {
        let dimension = &self.dimensions[number];
        format!("{}/{}", self.rubrics[dimension.rubric].id, dimension.id)
    }

    /// A criterion's full id.
    pub(crate) fn criterion_id(&self, number: usize) -> String {
        let criterion = &self.criteria[number];
        format!(
            "{}/{}",
            self.dimension_id(criterion.dimension),
            criterion.id
        )
    }

    /// A gate's full id.
    pub(crate) fn gate_id(&self, number: usize) -> String {
        let gate = &self.gates[number];
        format!("{}/{}", self.rubrics[gate.rubric].id, gate.id)
    }

    /// The dimensions of a rubric.
    pub(crate) fn dimensions_of(&self, rubric: usize) -> Vec<usize> {
        (0..self.dimensions.len())
            .filter(|&number| self.dimensions[number].rubric == rubric)
            .collect()
    }

    /// The criteria of a dimension.
    pub(crate) fn criteria_of(&self, dimension: usize) -> Vec<usize> {
        (0..self.criteria.len())
            .filter(|&number| self.criteria[number].dimension == dimension)
            .collect()
    }

    /// The gates that cap a rubric, with their caps in tenths.
    pub(crate) fn caps_of(&self, rubric: usize) -> Vec<(usize, i64)> {
        let own = (0..self.gates.len()).filter(|&number| self.gates[number].rubric == rubric);
        own.filter_map(|number| Some((number, 10 * self.gates[number].cap?)))
            .collect()
    }

    /// Every condition of the set.
    pub(crate) fn conditions(&self) -> Vec<&Condition> {
        let mut all = Vec::new();
        for criterion in &self.criteria {
            all.extend(&criterion.applies_when);
            if let Scale::Cases(cases) = &criterion.scale {
                all.extend(cases.iter().filter_map(|(when, _)| when.as_ref()));
            }
        }
        all.extend(self.gates.iter().map(|gate| &gate.when));
        all.extend(self.rules.iter().filter_map(|rule| rule.when.as_ref()));
        all
    }
}

impl Condition {
    /// Its tests of facts, scores and gates.
    pub(crate) fn atoms(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::atoms).collect(),
            Self::Not(part) => part.atoms(),
            Self::Fact(..) | Self::Score(..) | Self::Gate(_) => vec![self],
        }
    }
}
