//! Answers that nothing tells apart, and bands that could be left out.

use super::written::{Says, Written, numbered};
use super::{Linted, config};
use crate::generate::model::{Condition, Kind, Scale, Value};
use crate::generate::{Case, cases};
use crate::reference::complete::{evaluate, passes};
use crate::same_cases;
use maturity::finding::{Code, Finding};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

/// What came of two answers, or of a band.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    /// A lint names the two options of a choice.
    SameOptions,
    /// It says that the values of a fact are told from `n/a` alone.
    SameValues,
    /// It says that nothing depends on an option of a set.
    IdleOption,
    /// The same of one that a share lists which never applies.
    UncountedOption,
    /// Nothing tells any answer to the fact apart, which is said otherwise.
    Nothing,
    /// A test of a gate or a rule tells them apart, though no figure and no text of any profile does.
    TestedInVain,
    /// A figure or a text of some profile tells them apart.
    Apart,
    SameBands,
    NoSuchBand,
    /// The last one.
    NoSuchRest,
    Needed,
}

/// A set, and what all complete profiles are told.
struct Told<'w> {
    written: &'w Written,
    linted: Linted,
    says: Vec<Vec<Says>>,
}

impl<'w> Told<'w> {
    fn new(written: &'w Written) -> Option<Self> {
        let linted = Linted::of(&written.model, &written.files)?;
        let rows = numbered(&written.model);
        let all = linted.all.iter();
        Some(Self {
            says: all.map(|(values, _)| written.says(&rows, values)).collect(),
            written,
            linted,
        })
    }

    /// The complete profiles in pairs that differ in a fact alone, whose values are these.
    fn pairs(&self, fact: usize, wanted: impl Fn(&Value, &Value) -> bool) -> Vec<(usize, usize)> {
        let value = |profile: usize| &self.linted.all[profile].0[fact];
        let mut pairs = Vec::new();
        for column in self.linted.columns(fact) {
            for &one in &column {
                let others = column.iter();
                let others = others.filter(|&&other| wanted(value(one), value(other)));
                pairs.extend(others.map(|&other| (one, other)));
            }
        }
        pairs
    }

    /// What tells the profiles of some pair apart, as they differ in this fact.
    fn difference(&self, fact: usize, pairs: &[(usize, usize)]) -> Difference {
        let model = &self.written.model;
        let mut conditions: Vec<&Condition> = model.gates.iter().map(|gate| &gate.when).collect();
        conditions.extend(model.rules.iter().filter_map(|rule| rule.when.as_ref()));
        let tests = conditions.into_iter().flat_map(Condition::atoms);
        let all = &self.linted.all;
        let tested = |test: &Condition| {
            let Condition::Fact(of, test) = test else {
                return false;
            };
            let passes = |profile: usize| passes(test, &all[profile].0[fact]);
            *of == fact
                && pairs
                    .iter()
                    .any(|&(one, other)| passes(one) != passes(other))
        };
        let mut each = pairs.iter();
        Difference {
            rows: each.any(|&(one, other)| self.says[one] != self.says[other]),
            tests: tests.into_iter().any(tested),
            figures: pairs.iter().any(|&(one, other)| all[one].1 != all[other].1),
        }
    }

    /// Whether it is said that answers are alike: exactly where no row and no test tells them apart. Then no figure does.
    fn check_said(
        &self,
        said: bool,
        nothing: bool,
        difference: Difference,
        what: (&str, Seen),
    ) -> Result<Seen, TestCaseError> {
        let Difference {
            rows,
            tests,
            figures,
        } = difference;
        prop_assert_eq!(said, !(rows || tests || nothing), "{} alike", what.0);
        prop_assert!(!(said && figures), "{} apart", what.0);
        Ok(match difference {
            _ if said => what.1,
            _ if rows || figures => Seen::Apart,
            _ if tests => Seen::TestedInVain,
            _ => Seen::Nothing,
        })
    }

    fn has(&self, words: &str) -> bool {
        self.linted.has(Code::SameOptions, words)
    }

    fn check_fact(&self, fact: usize, seen: &mut Vec<Seen>) -> Result<(), TestCaseError> {
        let id = self.written.model.facts[fact].id;
        let differs = |pairs: &[(usize, usize)]| {
            let Difference { rows, tests, .. } = self.difference(fact, pairs);
            rows || tests
        };
        let nothing = !differs(&self.pairs(fact, |_, _| true));
        let name = format!("`{id}`");
        let idle = self.linted.has(Code::UnreadFact, &name)
            || self.linted.has(Code::IdleFact, &name)
            || self.linted.has(Code::IdleCriterion, "none of the");
        prop_assert!(idle || !nothing, "{} is idle", id);
        match &self.written.model.facts[fact].kind {
            Kind::Choice(options) => {
                for (one, other) in
                    (0..options.len()).flat_map(|other| (0..other).map(move |one| (one, other)))
                {
                    let pairs = self.pairs(fact, |value, with| {
                        (value, with) == (&Value::Option(one), &Value::Option(other))
                    });
                    let end = format!(" of `{id}` apart");
                    let names = |name: &str| {
                        let named = |finding: &Finding| {
                            let named = finding.message.strip_suffix(&end);
                            named.is_some_and(|named| named.contains(&format!("`{name}`")))
                        };
                        self.linted.findings.iter().position(named)
                    };
                    let said = names(options[one]);
                    let said = said.is_some() && said == names(options[other]);
                    let what = (id, Seen::SameOptions);
                    seen.push(self.check_said(
                        said,
                        nothing,
                        self.difference(fact, &pairs),
                        what,
                    )?);
                }
            }
            Kind::Set(options) => {
                for (place, option) in options.iter().enumerate() {
                    let with = |value: &Value| match value {
                        Value::Options(held) => {
                            let mut held = held.clone();
                            held[place] = true;
                            Value::Options(held)
                        }
                        _ => unreachable!("a set holds options"),
                    };
                    let pairs =
                        self.pairs(fact, |value, other| value != other && with(value) == *other);
                    let said = self.has(&format!("the option `{option}` of `{id}`"));
                    let mut criteria = self.written.model.criteria.iter();
                    let listed = criteria.any(|criterion| {
                        matches!(&criterion.scale, Scale::Share(of, listed) if *of == fact && listed.contains(&place))
                    });
                    let seen_as = if listed {
                        Seen::UncountedOption
                    } else {
                        Seen::IdleOption
                    };
                    let what = (*option, seen_as);
                    seen.push(self.check_said(
                        said,
                        nothing,
                        self.difference(fact, &pairs),
                        what,
                    )?);
                }
            }
            Kind::Bool | Kind::Number(_) => {
                let na = Value::NotApplicable;
                let pairs = self.pairs(fact, |value, other| *value != na && *other != na);
                let said = self.has(&format!("the values of `{id}` from each other"));
                let what = (id, Seen::SameValues);
                seen.push(self.check_said(said, nothing, self.difference(fact, &pairs), what)?);
            }
            Kind::Text => {}
        }
        Ok(())
    }

    /// A band can be left out exactly where a lint says so: the next one takes its place. The last one is said to be out of
    /// reach where it is.
    fn check_bands(&self, criterion: usize, seen: &mut Vec<Seen>) -> Result<(), TestCaseError> {
        let Scale::Bands(_, bands) = &self.written.model.criteria[criterion].scale else {
            return Ok(());
        };
        let applies = |says: &Vec<Says>| says[criterion].is_some();
        if !self.says.iter().any(applies) {
            return Ok(());
        }
        let id = self.written.model.criterion_id(criterion);
        let number = self.linted.numbers.criteria[criterion];
        let labels: Vec<&str> = self.linted.set.criteria[number]
            .attributes
            .iter()
            .map(|row| &*row.label)
            .collect();
        let rows = numbered(&self.written.model);
        for band in 0..bands.len() {
            let none = format!("reach the band `{}` of `{id}`", labels[band]);
            let none = self.linted.has(Code::DeadRow, &none);
            if band + 1 == bands.len() {
                let last = Some(i64::try_from(band).unwrap_or(0));
                let mut all = self.linted.all.iter();
                let hit = all.any(|(values, _)| evaluate(&rows, values).points[criterion] == last);
                prop_assert_eq!(none, !hit, "the last band of {}", id);
                seen.extend(none.then_some(Seen::NoSuchRest));
                break;
            }
            let mut without = rows.clone();
            if let Scale::Bands(_, bands) = &mut without.criteria[criterion].scale {
                bands.remove(band);
            }
            let mut all = self.linted.all.iter().zip(&self.says);
            let same = all.all(|((values, _), says)| self.written.says(&without, values) == *says);
            let alike = format!(
                "the bands `{}` and `{}` of `{id}`",
                labels[band],
                labels[band + 1]
            );
            let alike = self.linted.has(Code::RedundantRow, &alike);
            prop_assert_eq!(none || alike, same, "band {} of {}", band, id);
            seen.push(match () {
                () if none => Seen::NoSuchBand,
                () if alike => Seen::SameBands,
                () => Seen::Needed,
            });
        }
        Ok(())
    }
}

/// What tells answers to a fact apart.
#[derive(Clone, Copy)]
struct Difference {
    /// Points or a reason of some criterion.
    rows: bool,
    /// A test of some gate or rule.
    tests: bool,
    /// Any figure.
    figures: bool,
}

fn check_alike(case: &Case) -> Result<Vec<Seen>, TestCaseError> {
    let mut seen = Vec::new();
    let written = Written::new(case);
    let Some(told) = Told::new(&written) else {
        return Ok(seen);
    };
    for fact in 0..written.model.facts.len() {
        told.check_fact(fact, &mut seen)?;
    }
    for criterion in 0..written.model.criteria.len() {
        told.check_bands(criterion, &mut seen)?;
    }
    Ok(seen)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_nothing_tells_apart_is_found(case in cases()) {
        check_alike(&case)?;
    }
}

/// The random sets are worth something: answers and bands are alike in every way, and often apart.
#[test]
fn answers_are_alike_in_every_way() {
    let mut seen = [0; 11];
    for case in same_cases(cases(), 256) {
        for what in check_alike(&case).expect("checked above") {
            seen[what as usize] += 1;
        }
    }
    assert!(seen.iter().all(|times| *times > 5), "{seen:?}");
}
