//! How every gate and every rule came out, part by part: what held, and what it was missed by.

use super::Assessment;
use super::decide::{Certain, Scores};
use super::range::{self, Score};
use crate::rubric::condition::{Condition, FactTest, ScoreTest, Truth, View as _};
use crate::rubric::{RubricSet, indexes};

/// The trace of one profile.
#[derive(Clone, Debug)]
pub struct Trace<'s> {
    /// Each gate's condition.
    pub gates: Vec<Part<'s>>,
    /// Each rule, in the order of the rules.
    pub rules: Vec<RuleTrace<'s>>,
}

/// How one rule came out.
#[derive(Clone, Debug)]
pub struct RuleTrace<'s> {
    /// Its condition; none for a rule that always holds.
    pub when: Option<Part<'s>>,
    /// Whether it decides.
    pub fires: Fires,
}

/// Whether a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fires {
    /// It does, whatever the unknown facts are.
    Yes,
    /// The unknown facts may make it decide.
    Maybe,
    /// It does not hold, or is proved not to decide.
    No,
    /// A rule above it holds.
    NotReached,
}

/// A part of a condition. What the condition denies is turned around: there is no `not` left.
#[derive(Clone, Debug)]
pub struct Part<'s> {
    /// Whether it holds, as it stands here.
    pub state: Truth,
    /// What it tests.
    pub test: Test<'s>,
}

/// What a part tests. `wanted` is false where the test must fail for the part to hold.
#[derive(Clone, Debug)]
pub enum Test<'s> {
    /// All of these hold.
    All(Vec<Part<'s>>),
    /// One of these holds.
    Any(Vec<Part<'s>>),
    /// A fact.
    Fact {
        /// The test.
        test: &'s FactTest,
        /// Whether it must hold.
        wanted: bool,
    },
    /// A score.
    Score {
        /// The test.
        test: &'s ScoreTest,
        /// Whether it must hold.
        wanted: bool,
        /// What the score is.
        score: Score,
    },
    /// A gate.
    Gate {
        /// Its number in the set.
        gate: u16,
        /// Whether it must have tripped.
        wanted: bool,
    },
}

/// Traces every gate and every rule of an assessment, made from these answers' cells.
#[must_use]
pub fn trace<'s>(set: &'s RubricSet, cells: &[u64], assessment: &Assessment) -> Trace<'s> {
    let worst = set.rubrics.iter().map(|rubric| {
        let own = &assessment.dimensions[indexes(&rubric.dimensions)];
        range::worst(rubric.higher_is, own)
    });
    let scores = Scores {
        dimensions: assessment.dimensions.clone(),
        rubrics: assessment.rubrics.clone(),
        worst: worst.collect(),
    };
    let view = Certain {
        answers: cells,
        scores: &scores,
        gates: &assessment.gates,
    };
    let conditions = set.gates.iter().map(|gate| &gate.when);
    let possible = &assessment.outlook.possible;
    let states: Vec<(Truth, bool)> = set
        .rules
        .iter()
        .zip(&assessment.rules)
        .map(|(rule, state)| {
            let mut possible = possible.iter();
            (
                *state,
                possible.any(|one| one.recommendation == rule.recommend),
            )
        })
        .collect();
    let rules = set.rules.iter().zip(fires(&states));
    Trace {
        gates: conditions.map(|when| part(when, true, &view)).collect(),
        rules: rules
            .map(|(rule, fires)| RuleTrace {
                when: rule.when.as_ref().map(|when| part(when, true, &view)),
                fires,
            })
            .collect(),
    }
}

/// Which rules decide, by their states in their order, and by whether what they recommend is possible.
fn fires(rules: &[(Truth, bool)]) -> Vec<Fires> {
    let (mut open, mut decided) = (false, false);
    let each = rules.iter().map(|&(state, possible)| {
        let fires = match state {
            _ if decided => Fires::NotReached,
            Truth::True if !open => Fires::Yes,
            // The search proves more than the parts of a condition show.
            Truth::True | Truth::Open if possible => Fires::Maybe,
            Truth::True | Truth::Open | Truth::False => Fires::No,
        };
        decided |= state == Truth::True;
        open |= state == Truth::Open;
        fires
    });
    let mut fires: Vec<Fires> = each.collect();
    // One rule decides in any case: the only one that may.
    if let [only] = positions(&fires, Fires::Maybe)[..] {
        fires[only] = Fires::Yes;
    }
    fires
}

fn positions(fires: &[Fires], wanted: Fires) -> Vec<usize> {
    let found = fires
        .iter()
        .enumerate()
        .filter(|(_, fires)| **fires == wanted);
    found.map(|(number, _)| number).collect()
}

fn part<'s>(condition: &'s Condition, wanted: bool, view: &Certain<'_>) -> Part<'s> {
    let turned = |truth: Truth| if wanted { truth } else { !truth };
    match condition {
        Condition::Not(inner) => part(inner, !wanted, view),
        Condition::All(inner) | Condition::Any(inner) => {
            let parts: Vec<Part<'s>> = inner
                .iter()
                .map(|inner| part(inner, wanted, view))
                .collect();
            let states = parts.iter().map(|part| part.state);
            // Denied, "all of them" is "not one of them, at least".
            if matches!(condition, Condition::All(_)) == wanted {
                Part {
                    state: states.fold(Truth::True, Truth::and),
                    test: Test::All(parts),
                }
            } else {
                Part {
                    state: states.fold(Truth::False, Truth::or),
                    test: Test::Any(parts),
                }
            }
        }
        Condition::Fact(test) => Part {
            state: turned(view.fact(test)),
            test: Test::Fact { test, wanted },
        },
        Condition::Score(test) => Part {
            state: turned(view.score(test)),
            test: Test::Score {
                test,
                wanted,
                score: *view.scores.of(test.of),
            },
        },
        Condition::Gate(gate) => Part {
            state: turned(view.gate(*gate)),
            test: Test::Gate {
                gate: *gate,
                wanted,
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::Fires::{Maybe, No, NotReached, Yes};
    use super::Truth::{False, Open, True};
    use super::fires;

    #[test]
    fn the_first_rule_that_holds_decides() {
        let all = |states: &[super::Truth]| {
            let possible: Vec<_> = states.iter().map(|state| (*state, true)).collect();
            fires(&possible)
        };
        assert_eq!(
            all(&[False, True, False, True]),
            [No, Yes, NotReached, NotReached]
        );
        assert_eq!(
            all(&[False, Open, False, True, Open]),
            [No, Maybe, No, Maybe, NotReached]
        );
        assert_eq!(all(&[Open, True]), [Maybe, Maybe]);
    }

    #[test]
    fn what_is_impossible_does_not_decide() {
        assert_eq!(
            fires(&[(Open, true), (Open, false), (True, true)]),
            [Maybe, No, Maybe]
        );
        // The only one that is left decides, whatever its parts show.
        assert_eq!(
            fires(&[(Open, true), (False, true), (True, false), (True, true)]),
            [Yes, No, No, NotReached]
        );
    }
}
