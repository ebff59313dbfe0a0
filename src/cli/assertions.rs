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
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};
    use std::sync::LazyLock;

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

    static SET: LazyLock<RubricSet> = LazyLock::new(shipped::rubric_set);

    /// What a state demands of the exit code: 1 where it does not hold, 3 where it is open.
    fn code(state: Truth) -> u8 {
        match state {
            Truth::True => 0,
            Truth::False => 1,
            Truth::Open => 3,
        }
    }

    /// Whether all, none or some hold.
    fn of_all(mut all: impl Iterator<Item = bool> + Clone) -> Truth {
        match (all.clone().all(|one| one), all.any(|one| one)) {
            (true, _) => Truth::True,
            (false, false) => Truth::False,
            (false, true) => Truth::Open,
        }
    }

    fn judged_code(args: AssertionArgs, judged: &Judged<'_>) -> u8 {
        let assertions = Assertions::new(&SET, &args).expect("valid");
        outcome(&assertions.judge(&SET, judged)).code()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Every score of the range is compared with the number as it is written.
        #[test]
        fn a_required_score_holds_for_all_of_its_range_or_fails_for_all(
            (threshold, below) in (0..=10_000_i32, 0..80_i32),
            width in prop_oneof![0..8_i32, 0..=1000_i32],
            exists in select(&[Truth::True, Truth::True, Truth::Open, Truth::False][..]),
            operator in select(&[">=", ">", "<=", "<"][..]),
            rubric in any::<bool>(),
        ) {
            let low = (threshold - below + 40).div_euclid(10).clamp(0, 1000);
            let high = (low + width).min(1000);
            let meets = |tenths: i32| match operator {
                ">=" => 10 * tenths >= threshold,
                ">" => 10 * tenths > threshold,
                "<=" => 10 * tenths <= threshold,
                _ => 10 * tenths < threshold,
            };
            let some = (exists != Truth::False).then_some(low..=high).into_iter().flatten().map(meets);
            // Where there may be no score, that is one of the ways not to meet it.
            let none = (exists != Truth::True).then_some(false);
            let expected = of_all(some.chain(none));
            let tenths = |tenths: i32| u16::try_from(tenths).expect("0 to 1000");
            let score = Score { exists, low: tenths(low), high: tenths(high), estimate: None };
            let (mut rubrics, mut dimensions) =
                (vec![Score::NONE; SET.rubrics.len()], vec![Score::NONE; SET.dimensions.len()]);
            let (name, place) = if rubric {
                ("readiness", &mut rubrics[SET.rubric("readiness").expect("there")])
            } else {
                ("pitfalls/interests", &mut dimensions[SET.dimension("pitfalls/interests").expect("there")])
            };
            *place = score;
            let number = format!("{}.{:02}", threshold / 100, threshold % 100);
            let args = AssertionArgs {
                fail_on: Vec::new(),
                require: vec![format!("{name} {operator} {number}")],
                deny_unsettled: false,
            };
            let judged = Judged { possible: &[], exact: true, rubrics: &rubrics, dimensions: &dimensions };
            prop_assert_eq!(judged_code(args, &judged), code(expected), "{:?}", expected);
        }

        /// Several demands and bad input: 2 comes before 1 and 1 before 3.
        #[test]
        fn demands_on_what_is_possible_and_the_order_of_codes(
            possible in subsequence((0..SET.recommendations.len()).collect::<Vec<_>>(), 1..4),
            listed in subsequence((0..SET.recommendations.len()).collect::<Vec<_>>(), 0..4),
            deny_unsettled in any::<bool>(),
            exact in any::<bool>(),
            failed in any::<bool>(),
        ) {
            let mut codes = Vec::new();
            if !listed.is_empty() {
                // It holds where none that is possible is listed.
                codes.push(code(of_all(possible.iter().map(|one| !listed.contains(one)))));
            }
            if deny_unsettled && possible.len() > 1 {
                codes.push(if exact { 1 } else { 3 });
            }
            if failed {
                codes.push(2);
            }
            let first = [2, 1, 3].into_iter().find(|code| codes.contains(code));
            let args = AssertionArgs {
                fail_on: listed.iter().map(|one| SET.recommendations[*one].id.to_string()).collect(),
                require: Vec::new(),
                deny_unsettled,
            };
            let of = |number: &usize| Possible {
                recommendation: u16::try_from(*number).expect("few"),
                share: 0.0,
                witness: None,
            };
            let possible: Vec<Possible> = possible.iter().map(of).collect();
            let judged = Judged { possible: &possible, exact, rubrics: &[], dimensions: &[] };
            let unmet = Assertions::new(&SET, &args).expect("valid").judge(&SET, &judged);
            let bad = Outcome { failed, ..Outcome::default() };
            prop_assert_eq!(outcome(&unmet).with(bad).code(), first.unwrap_or(0));
        }
    }
}
