//! `--fail-on`, `--require` and `--deny-unsettled`: what a script demands of an assessment.

use super::Outcome;
use super::completions::candidates;
use crate::assess::outlook::Possible;
use crate::assess::range::Score;
use crate::finding::{did_you_mean, ticked};
use crate::language::list::list;
use crate::present::number;
use crate::present::verdict::Unmet;
use crate::rubric::RubricSet;
use crate::rubric::condition::{ScoreRef, ScoreTest, Truth};
use crate::say;
use anyhow::{Result, bail};
use clap::Args;

/// The flags.
#[derive(Debug, Args)]
pub(super) struct AssertionArgs {
    /// Fail where only these recommendations are possible; open where some of them are
    #[arg(long, value_name = "ID,…", value_delimiter = ',', add = candidates::recommendations())]
    fail_on: Vec<String>,
    /// Demand a score, such as 'readiness >= 60' or 'pitfalls/interests < 70'; repeatable
    #[arg(long, value_name = "SCORE OP NUMBER", add = candidates::scores())]
    require: Vec<String>,
    /// Fail where more than one recommendation is possible
    #[arg(long)]
    deny_unsettled: bool,
}

impl AssertionArgs {
    /// Whether anything is demanded.
    pub(super) fn is_asked(&self) -> bool {
        !self.fail_on.is_empty() || !self.require.is_empty() || self.deny_unsettled
    }
}

/// The flags, checked against a rubric set.
pub(super) struct Assertions {
    fail_on: Vec<u16>,
    require: Vec<(String, ScoreTest)>,
    deny_unsettled: bool,
}

impl Assertions {
    /// Resolves the ids; a usage error where one is unknown.
    pub(super) fn new(set: &RubricSet, args: &AssertionArgs) -> Result<Self> {
        let mut fail_on = Vec::new();
        for id in &args.fail_on {
            let Some(number) = set.recommendation(id) else {
                let ids = || {
                    set.recommendations
                        .iter()
                        .map(|recommendation| &*recommendation.id)
                };
                let near = did_you_mean(id, ids())
                    .or_else(|| Some(say!("there are {ids}", ids = ticked(ids()))));
                bail!(say!(
                    "--fail-on: no recommendation is called `{id}`{hint}",
                    id,
                    hint = in_brackets(near)
                ));
            };
            fail_on.push(u16::try_from(number)?);
        }
        let require = args
            .require
            .iter()
            .map(|text| Ok((text.clone(), requirement(set, text)?)))
            .collect::<Result<_>>()?;
        Ok(Self {
            fail_on,
            require,
            deny_unsettled: args.deny_unsettled,
        })
    }

    /// Whether nothing is demanded.
    pub(super) fn is_empty(&self) -> bool {
        self.fail_on.is_empty() && self.require.is_empty() && !self.deny_unsettled
    }

    /// The demands that one profile does not meet, or may not.
    pub(super) fn judge(&self, set: &RubricSet, judged: &Judged<'_>) -> Vec<Unmet> {
        let mut unmet = Vec::new();
        let mut note = |state: Truth, demand: &'static str, what: &str, found: String| {
            let open = match state {
                Truth::True => return,
                Truth::False => false,
                Truth::Open => true,
            };
            let message = if open {
                say!("{what} is open: {found}", what, found)
            } else {
                say!("{what} does not hold: {found}", what, found)
            };
            unmet.push(Unmet {
                demand,
                open,
                what: what.to_owned(),
                message,
            });
        };
        let possible = || {
            let id = |possible: &Possible| {
                let number = usize::from(possible.recommendation);
                format!("`{}`", set.recommendations[number].id)
            };
            let ids: Vec<String> = judged.possible.iter().map(id).collect();
            match ids.as_slice() {
                [one] => say!("only {one} is possible", one),
                several => say!("{several} are possible", several = list(several)),
            }
        };
        if !self.fail_on.is_empty() {
            let listed = |possible: &&Possible| self.fail_on.contains(&possible.recommendation);
            let state = match judged.possible.iter().filter(listed).count() {
                0 => Truth::True,
                all if all == judged.possible.len() => Truth::False,
                _ => Truth::Open,
            };
            note(state, "fail-on", "--fail-on", possible());
        }
        for (text, test) in &self.require {
            let score = match test.of {
                ScoreRef::Rubric(number) | ScoreRef::Worst(number) => {
                    judged.rubrics[usize::from(number)]
                }
                ScoreRef::Dimension(number) => judged.dimensions[usize::from(number)],
            };
            let (low, high) = (number::score(score.low), number::score(score.high));
            let found = match score.exists {
                Truth::False => say!("there is no score, nothing applies"),
                _ if low == high => say!("it is {low}", low),
                Truth::Open | Truth::True => say!("it lies between {low} and {high}", low, high),
            };
            let what = format!("--require '{text}'");
            note(score.truth(test), "require", &what, found);
        }
        if self.deny_unsettled {
            // More than one within a mere bound proves nothing.
            let state = match (judged.possible.len() == 1, judged.exact) {
                (true, _) => Truth::True,
                (false, true) => Truth::False,
                (false, false) => Truth::Open,
            };
            note(state, "deny-unsettled", "--deny-unsettled", possible());
        }
        unmet
    }
}

/// What demands are made of.
pub(super) struct Judged<'a> {
    pub(super) possible: &'a [Possible],
    /// Whether `possible` is exact.
    pub(super) exact: bool,
    pub(super) rubrics: &'a [Score],
    pub(super) dimensions: &'a [Score],
}

/// What unmet demands come to.
pub(super) fn outcome(unmet: &[Unmet]) -> Outcome {
    Outcome {
        refuted: unmet.iter().any(|unmet| !unmet.open),
        open: unmet.iter().any(|unmet| unmet.open),
        ..Outcome::default()
    }
}

/// A hint behind a message, if there is one.
pub(super) fn in_brackets(hint: Option<String>) -> String {
    hint.map_or_else(String::new, |hint| say!(" ({hint})", hint))
}

/// `readiness >= 60`: a score, an operator and a number.
fn requirement(set: &RubricSet, text: &str) -> Result<ScoreTest> {
    let usage = || {
        say!(
            "write it as 'readiness >= 60': a rubric or dimension, one of >= > <= <, a number from 0 to 100"
        )
    };
    let Some(at) = text.find(['<', '>']) else {
        bail!(say!("--require '{text}': {usage}", text, usage = usage()))
    };
    let (name, rest) = text.split_at(at);
    let name = name.trim();
    let (operator, number) = rest.split_at(if rest.as_bytes().get(1) == Some(&b'=') {
        2
    } else {
        1
    });
    if name.ends_with('=') {
        bail!(say!("--require '{text}': {usage}", text, usage = usage()))
    }
    let of = if let Some(number) = set.rubric(name) {
        ScoreRef::Rubric(u16::try_from(number)?)
    } else if let Some(number) = set.dimension(name) {
        ScoreRef::Dimension(u16::try_from(number)?)
    } else {
        let names = set
            .rubrics
            .iter()
            .map(|rubric| &*rubric.id)
            .chain(set.dimensions.iter().map(|dimension| &*dimension.id));
        bail!(say!(
            "--require '{text}': no rubric or dimension is called `{name}`{hint}",
            text,
            name,
            hint = in_brackets(did_you_mean(name, names))
        ));
    };
    let value = crate::value::number(number.trim()).filter(|value| (0.0..=100.0).contains(value));
    let Some(value) = value else {
        bail!(say!("--require '{text}': {usage}", text, usage = usage()))
    };
    let (low, high) = match operator {
        ">=" => (crate::rubric::load::tenths(value, true), i32::MAX),
        ">" => (crate::rubric::load::tenths(value, false) + 1, i32::MAX),
        "<=" => (i32::MIN, crate::rubric::load::tenths(value, false)),
        _ => (i32::MIN, crate::rubric::load::tenths(value, true) - 1),
    };
    Ok(ScoreTest { of, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    #[test]
    fn requirements_are_parsed_or_explained() {
        let set = shipped::rubric_set();
        let bounds = |text: &str| {
            requirement(&set, text)
                .map(|test| (test.low, test.high))
                .ok()
        };
        assert_eq!(bounds("readiness >= 60"), Some((600, i32::MAX)));
        assert_eq!(bounds("readiness>60"), Some((601, i32::MAX)));
        assert_eq!(bounds("pitfalls/interests<70.25"), Some((i32::MIN, 702)));
        assert_eq!(bounds("pitfalls <= 70.25"), Some((i32::MIN, 702)));
        for wrong in [
            "readiness",
            "readiness = 60",
            "readiness >= 101",
            "readiness >= x",
            "redness >= 5",
            ">= 5",
            "readiness => 5",
        ] {
            assert!(requirement(&set, wrong).is_err(), "{wrong}");
        }
    }
}
