//! The trace in words: for every gate and every rule how it came out, and what it was missed by.

use super::condition::{fact_need, fact_of, score_name, score_need, set_option};
use super::number::score as tenths;
use super::words::{stated_words, without_unit};
use crate::assess::range::Score;
use crate::assess::trace::{Fires, Part, RuleTrace, Test, Trace};
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::rubric::condition::{FactTest, ScoreRef, ScoreTest, Truth};
use crate::say;
use serde::Serialize;

/// How every gate and every rule came out.
#[derive(Debug, Serialize)]
pub struct TraceText<'a> {
    /// The gates.
    pub gates: Vec<GateLine<'a>>,
    /// The rules, in their order.
    pub rules: Vec<RuleLine<'a>>,
}

/// How a gate came out.
#[derive(Debug, Serialize)]
pub struct GateLine<'a> {
    /// `rubric/gate`.
    pub id: &'a str,
    /// `tripped`, `clear` or `open`.
    pub state: &'static str,
    /// What it tests: all of these.
    pub parts: Vec<PartLine<'a>>,
}

/// How a rule came out.
#[derive(Debug, Serialize)]
pub struct RuleLine<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it recommends.
    pub recommend: &'a str,
    /// `true`, `false` or `open`.
    pub state: &'static str,
    /// Whether it decides; null while that is open.
    pub fires: Option<bool>,
    /// Whether the rules above it leave anything to decide.
    pub reached: bool,
    /// What it tests: all of these.
    pub parts: Vec<PartLine<'a>>,
}

/// A part of a condition.
#[derive(Debug, Serialize)]
pub struct PartLine<'a> {
    /// `all`, `any`, `fact`, `score`, `worst` or `gate`.
    pub kind: &'static str,
    /// What is tested; none for `all` and `any`.
    pub id: Option<&'a str>,
    /// `true`, `false` or `open`.
    pub state: &'static str,
    /// What was found, and what is needed.
    pub text: String,
    /// The parts of `all` and `any`.
    pub parts: Vec<Self>,
}

impl RuleLine<'_> {
    /// Whether its condition holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.state == "true"
    }
}

/// How a rule came out, in words.
#[must_use]
pub fn outcome(rule: &RuleLine<'_>) -> String {
    let open = match (rule.fires, rule.reached, rule.state) {
        (Some(true), ..) => return say!("fires"),
        (None, _, "true") => return say!("fires unless one above does"),
        (None, ..) => say!("may fire"),
        (_, false, "true") => return say!("not reached, would fire"),
        (_, false, "open") => say!("not reached, may hold"),
        (_, false, _) => say!("not reached, missed"),
        (_, _, "true") => return say!("holds, but one above always fires"),
        (_, _, "open") => say!("open, but proved not to fire"),
        _ => say!("missed"),
    };
    let held = rule
        .parts
        .iter()
        .filter(|part| part.state == "true")
        .count();
    match rule.parts.len() {
        0 | 1 => open,
        all => say!("{outcome}, {held} of {all} hold", outcome = open, held, all),
    }
}

/// The parts that tell why something holds, or what it was missed by.
pub fn told<'t, 'a>(
    parts: &'t [PartLine<'a>],
    holds: bool,
) -> impl Iterator<Item = &'t PartLine<'a>> {
    parts
        .iter()
        .filter(move |part| (part.state == "true") == holds)
}

/// The name of a state.
fn name(state: Truth) -> &'static str {
    match state {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Open => "open",
    }
}

/// Puts a trace into words.
#[must_use]
pub fn trace_text<'a>(
    set: &'a RubricSet,
    answers: &Answers<'_>,
    trace: &Trace<'a>,
) -> TraceText<'a> {
    let gate = |(gate, part): (&'a crate::rubric::Gate, &Part<'a>)| GateLine {
        id: &gate.id,
        state: super::report::gate_word(part.state),
        parts: top(set, answers, Some(part)),
    };
    let rule = |(rule, traced): (&'a crate::rubric::Rule, &RuleTrace<'a>)| RuleLine {
        id: &rule.id,
        recommend: &set.recommendations[usize::from(rule.recommend)].id,
        state: name(traced.when.as_ref().map_or(Truth::True, |when| when.state)),
        fires: match traced.fires {
            Fires::Yes => Some(true),
            Fires::Maybe => None,
            Fires::No | Fires::NotReached => Some(false),
        },
        reached: traced.fires != Fires::NotReached,
        parts: top(set, answers, traced.when.as_ref()),
    };
    TraceText {
        gates: set.gates.iter().zip(&trace.gates).map(gate).collect(),
        rules: set.rules.iter().zip(&trace.rules).map(rule).collect(),
    }
}

/// The parts of a whole condition, of which all must hold.
fn top<'a>(
    set: &'a RubricSet,
    answers: &Answers<'_>,
    when: Option<&Part<'a>>,
) -> Vec<PartLine<'a>> {
    match when {
        Some(Part {
            test: Test::All(parts),
            ..
        }) => lines(set, answers, parts),
        Some(part) => vec![line(set, answers, part)],
        None => Vec::new(),
    }
}

fn lines<'a>(set: &'a RubricSet, answers: &Answers<'_>, parts: &[Part<'a>]) -> Vec<PartLine<'a>> {
    parts.iter().map(|part| line(set, answers, part)).collect()
}

fn line<'a>(set: &'a RubricSet, answers: &Answers<'_>, part: &Part<'a>) -> PartLine<'a> {
    let (kind, id, text, parts): (_, Option<&'a str>, _, _) = match &part.test {
        Test::All(parts) => ("all", None, say!("all of these"), &parts[..]),
        Test::Any(parts) => ("any", None, say!("one of these"), &parts[..]),
        Test::Fact { test, wanted } => {
            let text = fact_line(set, answers, test, *wanted);
            ("fact", Some(&*fact_of(set, test).id), text, &[][..])
        }
        Test::Score {
            test,
            wanted,
            score,
        } => {
            let (kind, id): (_, &'a str) = match test.of {
                ScoreRef::Rubric(number) => ("score", &set.rubrics[usize::from(number)].id),
                ScoreRef::Dimension(number) => ("score", &set.dimensions[usize::from(number)].id),
                ScoreRef::Worst(number) => ("worst", &set.rubrics[usize::from(number)].id),
            };
            (
                kind,
                Some(id),
                score_line(set, test, *wanted, score),
                &[][..],
            )
        }
        Test::Gate { gate, wanted } => {
            let id: &'a str = &set.gates[usize::from(*gate)].id;
            // Turned back: whether the gate has tripped.
            let tripped = if *wanted { part.state } else { !part.state };
            let text = match (tripped, wanted) {
                (Truth::True, true) => say!("gate {gate} has tripped", gate = id),
                (Truth::True, false) => say!("gate {gate} has tripped, and must not", gate = id),
                (Truth::False, _) => say!("gate {gate} is clear", gate = id),
                (Truth::Open, true) => say!("gate {gate} may have tripped", gate = id),
                (Truth::Open, false) => {
                    say!("gate {gate} may have tripped, and must not", gate = id)
                }
            };
            ("gate", Some(id), text, &[][..])
        }
    };
    let text = if part.state == Truth::Open {
        say!("{text}: open", text)
    } else {
        text
    };
    PartLine {
        kind,
        id,
        state: name(part.state),
        text,
        parts: lines(set, answers, parts),
    }
}

/// `sponsor.level is senior-manager, needs owner`.
fn fact_line(set: &RubricSet, answers: &Answers<'_>, test: &FactTest, wanted: bool) -> String {
    let variable = usize::from(test.variable);
    let fact = fact_of(set, test);
    if let Some(option) = set_option(set, test) {
        let fact = &fact.id;
        return match (answers.cells[variable], wanted) {
            (0b10, true) => say!("{fact} includes {option}", fact, option),
            (0b10, false) => say!("{fact} includes {option}, and must not", fact, option),
            (0b01, true) => say!("{fact} lacks {option}", fact, option),
            (0b01, false) => say!("{fact} lacks {option}, as it must", fact, option),
            (_, true) => say!("{fact} may lack {option}", fact, option),
            (_, false) => say!("{fact} may include {option}, and must not", fact, option),
        };
    }
    let stated = &answers.stated[usize::from(set.variables[variable].fact)];
    let found = stated_words(fact, &stated.value);
    let need = fact_need(set, test, wanted);
    // The unit once.
    let found = if found == need {
        found.as_str()
    } else {
        without_unit(fact, &found)
    };
    let fact = &fact.id;
    if found == need {
        say!("{fact} is {value}", fact, value = found)
    } else if need == say!("anything but {values}", values = found) {
        say!("{fact} is {value}, and must not be", fact, value = found)
    } else {
        say!("{fact} is {value}, needs {need}", fact, value = found, need)
    }
}

/// `readiness 61.2, needs at least 75`.
fn score_line(set: &RubricSet, test: &ScoreTest, wanted: bool, score: &Score) -> String {
    let figures = if score.low == score.high {
        tenths(score.low)
    } else {
        format!("{}–{}", tenths(score.low), tenths(score.high))
    };
    let need = score_need(test, wanted);
    // Without a score a test fails, and so what must fail holds.
    let need = if !wanted && score.exists != Truth::True {
        say!("{need} or no score", need)
    } else {
        need
    };
    let score_name = score_name(set, test.of);
    match score.exists {
        Truth::True => say!(
            "{score} {figures}, needs {need}",
            score = score_name,
            figures,
            need
        ),
        Truth::Open => say!(
            "{score} {figures} or no score, needs {need}",
            score = score_name,
            figures,
            need
        ),
        Truth::False => say!(
            "{score} has no score, needs {need}",
            score = score_name,
            need
        ),
    }
}
