//! The parts of a rubric set that have an id of their own.

use super::RubricSet;

/// One part, by its number in the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A fact.
    Fact(usize),
    /// A rubric.
    Rubric(usize),
    /// A dimension.
    Dimension(usize),
    /// A criterion.
    Criterion(usize),
    /// A gate.
    Gate(usize),
    /// A rule.
    Rule(usize),
    /// A recommendation.
    Recommendation(usize),
    /// A piece of advice.
    Advice(usize),
}

impl Part {
    /// What it is, in one word.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Fact(_) => "fact",
            Self::Rubric(_) => "rubric",
            Self::Dimension(_) => "dimension",
            Self::Criterion(_) => "criterion",
            Self::Gate(_) => "gate",
            Self::Rule(_) => "rule",
            Self::Recommendation(_) => "recommendation",
            Self::Advice(_) => "advice",
        }
    }

    /// Its id in the set; two parts of different kinds may have the same.
    #[must_use]
    pub fn id(self, set: &RubricSet) -> &str {
        match self {
            Self::Fact(number) => &set.facts[number].id,
            Self::Rubric(number) => &set.rubrics[number].id,
            Self::Dimension(number) => &set.dimensions[number].id,
            Self::Criterion(number) => &set.criteria[number].id,
            Self::Gate(number) => &set.gates[number].id,
            Self::Rule(number) => &set.rules[number].id,
            Self::Recommendation(number) => &set.recommendations[number].id,
            Self::Advice(number) => &set.advice[number].id,
        }
    }

    /// What reports call it; none for parts without a title.
    #[must_use]
    pub fn title(self, set: &RubricSet) -> Option<&str> {
        let title = match self {
            Self::Rubric(number) => &set.rubrics[number].title,
            Self::Dimension(number) => &set.dimensions[number].title,
            Self::Criterion(number) => &set.criteria[number].title,
            Self::Gate(number) => &set.gates[number].title,
            Self::Recommendation(number) => &set.recommendations[number].title,
            Self::Fact(_) | Self::Rule(_) | Self::Advice(_) => return None,
        };
        Some(&**title).filter(|title| !title.is_empty())
    }

    /// What it was called in an earlier version of the set.
    #[must_use]
    pub fn renamed_from(self, set: &RubricSet) -> Option<&str> {
        match self {
            Self::Fact(number) => set.facts[number].renamed_from.as_deref(),
            Self::Criterion(number) => set.criteria[number].renamed_from.as_deref(),
            Self::Gate(number) => set.gates[number].renamed_from.as_deref(),
            Self::Rule(number) => set.rules[number].renamed_from.as_deref(),
            Self::Recommendation(number) => set.recommendations[number].renamed_from.as_deref(),
            Self::Rubric(_) | Self::Dimension(_) | Self::Advice(_) => None,
        }
    }
}

/// Every part: by kind, and within it in the order of the set.
#[must_use]
pub fn parts(set: &RubricSet) -> Vec<Part> {
    let of = |count: usize, part: fn(usize) -> Part| (0..count).map(part);
    of(set.facts.len(), Part::Fact)
        .chain(of(set.rubrics.len(), Part::Rubric))
        .chain(of(set.dimensions.len(), Part::Dimension))
        .chain(of(set.criteria.len(), Part::Criterion))
        .chain(of(set.gates.len(), Part::Gate))
        .chain(of(set.rules.len(), Part::Rule))
        .chain(of(set.recommendations.len(), Part::Recommendation))
        .chain(of(set.advice.len(), Part::Advice))
        .collect()
}
