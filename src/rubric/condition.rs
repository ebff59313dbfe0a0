//! Conditions: data, not an expression language. Three-valued: true, false, or open (Kleene, 1952).

use super::fact::Interval;
use serde::{Deserialize, Serialize};

/// Kleene's strong three-valued logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Truth {
    /// False, whatever the unknown facts are.
    False,
    /// Not decided by what is known.
    Open,
    /// True, whatever the unknown facts are.
    True,
}

impl Truth {
    /// Both: the lesser.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either: the greater.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    /// The opposite; open stays open.
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Open => Self::Open,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// A condition with every name resolved to a number in the rubric set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// All of them.
    All(Vec<Self>),
    /// Any of them.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// A test of a fact's value.
    Fact(FactTest),
    /// A test of a score.
    Score(ScoreTest),
    /// A gate has tripped.
    Gate(u16),
}

/// A fact's value lies in a set of cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactTest {
    /// The variable, by its number in the set.
    pub variable: u16,
    /// The cells in which the test holds; never `n/a`'s.
    pub cells: u64,
    /// The interval as written, for a number.
    pub interval: Option<Interval>,
}

/// A score lies between two bounds, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreTest {
    /// Which score.
    pub of: ScoreRef,
    /// The least score that passes, in tenths.
    pub low: i32,
    /// The greatest score that passes, in tenths.
    pub high: i32,
}

impl ScoreTest {
    /// Whether a score in tenths passes.
    #[must_use]
    pub fn holds(&self, tenths: u16) -> bool {
        (self.low..=self.high).contains(&i32::from(tenths))
    }
}

/// The most tests of one condition, with those of the gates that it names in place of their names. A search looks at
/// them one by one.
pub const MAX_TESTS: usize = 1 << 12;

/// Which score a condition names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScoreRef {
    /// A rubric's score, gates applied.
    Rubric(u16),
    /// A dimension's score.
    Dimension(u16),
    /// The score of a rubric's worst dimension.
    Worst(u16),
}

/// What a condition is evaluated against.
pub trait View {
    /// The state of a test of a fact.
    fn fact(&self, test: &FactTest) -> Truth;
    /// The state of a test of a score; a missing score makes it false.
    fn score(&self, test: &ScoreTest) -> Truth;
    /// Whether a gate has tripped.
    fn gate(&self, gate: u16) -> Truth;
}

impl Condition {
    /// The state of the condition in a view.
    pub fn truth(&self, view: &impl View) -> Truth {
        match self {
            Self::All(parts) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.and(part.truth(view));
                    if all == Truth::False {
                        break;
                    }
                }
                all
            }
            Self::Any(parts) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.or(part.truth(view));
                    if any == Truth::True {
                        break;
                    }
                }
                any
            }
            Self::Not(part) => !part.truth(view),
            Self::Fact(test) => view.fact(test),
            Self::Score(test) => view.score(test),
            Self::Gate(gate) => view.gate(*gate),
        }
    }

    /// Whether it tests nothing but facts.
    #[must_use]
    pub fn reads_facts_alone(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::reads_facts_alone),
            Self::Not(part) => part.reads_facts_alone(),
            Self::Fact(_) => true,
            Self::Score(_) | Self::Gate(_) => false,
        }
    }

    /// Calls `visit` for every test of a fact.
    pub fn each_fact<'c>(&'c self, visit: &mut impl FnMut(&'c FactTest)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.each_fact(visit));
            }
            Self::Not(part) => part.each_fact(visit),
            Self::Fact(test) => visit(test),
            Self::Score(_) | Self::Gate(_) => {}
        }
    }

    /// Calls `visit` for every test of a fact, to change it.
    pub fn each_fact_mut(&mut self, visit: &mut impl FnMut(&mut FactTest)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter_mut().for_each(|part| part.each_fact_mut(visit));
            }
            Self::Not(part) => part.each_fact_mut(visit),
            Self::Fact(test) => visit(test),
            Self::Score(_) | Self::Gate(_) => {}
        }
    }

    /// Calls `visit` for every test of a score.
    pub fn each_score(&self, visit: &mut impl FnMut(&ScoreTest)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.each_score(visit));
            }
            Self::Not(part) => part.each_score(visit),
            Self::Score(test) => visit(test),
            Self::Fact(_) | Self::Gate(_) => {}
        }
    }

    /// Calls `visit` for every gate that is named.
    pub fn each_gate(&self, visit: &mut impl FnMut(u16)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.each_gate(visit));
            }
            Self::Not(part) => part.each_gate(visit),
            Self::Gate(gate) => visit(*gate),
            Self::Fact(_) | Self::Score(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{False, Open, True};

    #[test]
    fn kleene_tables() {
        for (a, b, and, or) in [
            (True, True, True, True),
            (True, Open, Open, True),
            (True, False, False, True),
            (Open, Open, Open, Open),
            (Open, False, False, Open),
            (False, False, False, False),
        ] {
            assert_eq!(
                (a.and(b), b.and(a), a.or(b), b.or(a)),
                (and, and, or, or),
                "{a:?} {b:?}"
            );
        }
        assert_eq!((!True, !Open, !False), (False, Open, True));
    }
}
