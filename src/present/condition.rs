//! Conditions in words for people: what a test needs, and a whole condition on one line.

use super::number::{plain, score};
use super::words::{bool_words, option_name, with_unit};
use crate::language::list::list_or;
use crate::rubric::RubricSet;
use crate::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest};
use crate::rubric::fact::{Cut, Fact, Interval, Kind, cells};
use crate::say;

/// A condition on one line: `sponsor.level is owner, and readiness is at least 75`.
#[must_use]
pub fn condition_words(set: &RubricSet, condition: &Condition) -> String {
    words(set, condition, true, false)
}

/// `wanted` is false below a `not`, which is turned around: no `not` of a list is left to read.
fn words(set: &RubricSet, condition: &Condition, wanted: bool, inner: bool) -> String {
    match condition {
        Condition::Not(part) => words(set, part, !wanted, inner),
        Condition::All(parts) | Condition::Any(parts) => {
            let all = matches!(condition, Condition::All(_)) == wanted;
            let parts: Vec<String> = parts
                .iter()
                .map(|part| words(set, part, wanted, true))
                .collect();
            let several = parts.len() > 1;
            let joined = if all {
                all_of(parts)
            } else {
                let or = |one, other| say!("{one}, or {other}", one, other);
                parts.into_iter().reduce(or).unwrap_or_default()
            };
            if inner && several {
                say!("({conditions})", conditions = joined)
            } else {
                joined
            }
        }
        Condition::Fact(test) => {
            let fact = fact_of(set, test);
            match set_option(set, test) {
                Some(option) if wanted => say!("{fact} includes {option}", fact = fact.id, option),
                Some(option) => say!("{fact} lacks {option}", fact = fact.id, option),
                None => {
                    let need = fact_need(set, test, wanted);
                    if is_bounded(fact, test) {
                        say!("{fact} is {bounds}", fact = fact.id, bounds = need)
                    } else {
                        say!("{fact} is {value}", fact = fact.id, value = need)
                    }
                }
            }
        }
        Condition::Score(test) => {
            let name = score_name(set, test.of);
            say!(
                "{score} is {value}",
                score = name,
                value = score_need(test, wanted)
            )
        }
        Condition::Gate(gate) => {
            let gate = &set.gates[usize::from(*gate)].id;
            if wanted {
                say!("gate {gate} has tripped", gate)
            } else {
                say!("gate {gate} is clear", gate)
            }
        }
    }
}

/// Conditions of which all must hold, on one line.
pub(super) fn all_of(conditions: impl IntoIterator<Item = String>) -> String {
    let and = |one, other| say!("{one}, and {other}", one, other);
    conditions.into_iter().reduce(and).unwrap_or_default()
}

/// The fact that a test reads.
pub(super) fn fact_of<'s>(set: &'s RubricSet, test: &FactTest) -> &'s Fact {
    let variable = &set.variables[usize::from(test.variable)];
    &set.facts[usize::from(variable.fact)]
}

/// The option that a test of a set fact asks for.
pub(super) fn set_option<'s>(set: &'s RubricSet, test: &FactTest) -> Option<&'s str> {
    let option = set.variables[usize::from(test.variable)].option?;
    Some(option_name(fact_of(set, test), option))
}

/// A score as conditions name it.
#[must_use]
pub fn score_name(set: &RubricSet, of: ScoreRef) -> String {
    match of {
        ScoreRef::Rubric(number) => set.rubrics[usize::from(number)].id.to_string(),
        ScoreRef::Dimension(number) => set.dimensions[usize::from(number)].id.to_string(),
        ScoreRef::Worst(number) => {
            say!(
                "the worst of {rubric}",
                rubric = set.rubrics[usize::from(number)].id
            )
        }
    }
}

/// What a test of a fact that is no set asks for, or where not `wanted`, forbids: `owner or executive`,
/// `below 6 months`, `anything but none`.
#[must_use]
pub fn fact_need(set: &RubricSet, test: &FactTest, wanted: bool) -> String {
    let variable = &set.variables[usize::from(test.variable)];
    let fact = fact_of(set, test);
    if let (Some(interval), true) = (&test.interval, fact.kind.is_numeric()) {
        let number = with_unit(fact, &interval_words(fact, interval, wanted));
        return if !wanted && fact.allow_na {
            say!("{value} or n/a", value = number)
        } else {
            number
        };
    }
    let good = if wanted {
        test.cells
    } else {
        variable.all() & !test.cells
    };
    let bad = variable.all() & !good;
    let name = |cell: u8| match fact.kind {
        _ if variable.na == Some(cell) => "n/a".to_owned(),
        Kind::Bool => bool_words(cell == 1),
        _ => option_name(fact, u16::from(cell)).to_owned(),
    };
    let names = |set: u64| list_or(&cells(set).map(name).collect::<Vec<_>>());
    // As the set writes it, unless the other list is much shorter.
    let (kept, left_out) = (good.count_ones(), bad.count_ones());
    let shorter = if wanted {
        3 * left_out <= kept
    } else {
        left_out < kept
    };
    if shorter && left_out > 0 {
        say!("anything but {values}", values = names(bad))
    } else {
        names(good)
    }
}

/// Whether a test asks for a stretch of numbers, and not for one.
fn is_bounded(fact: &Fact, test: &FactTest) -> bool {
    let interval = test.interval.as_ref();
    fact.kind.is_numeric() && interval.is_some_and(|own| the_number(fact, own).is_none())
}

/// The only number in an interval; none where it has several.
fn the_number(fact: &Fact, interval: &Interval) -> Option<f64> {
    let (from, to) = interval.from.as_ref().zip(interval.to.as_ref())?;
    let after = fact.kind != Kind::Integer;
    let value = from.value + if after { 0.0 } else { 1.0 };
    (!from.after && *to == Cut { value, after }).then_some(from.value)
}

fn interval_words(fact: &Fact, interval: &Interval, wanted: bool) -> String {
    if let Some(number) = the_number(fact, interval).map(plain) {
        return if wanted {
            number
        } else {
            say!("anything but {values}", values = number)
        };
    }
    match (&interval.from, &interval.to, wanted) {
        (Some(low), Some(high), true) => say!("{from} and {to}", from = from(low), to = to(high)),
        // Outside: up to where it begins, or from where it ends.
        (Some(low), Some(high), false) => say!("{to} or {from}", to = to(low), from = from(high)),
        (Some(low), None, true) => from(low),
        (Some(low), None, false) => to(low),
        (None, Some(high), true) => to(high),
        (None, Some(high), false) => from(high),
        (None, None, _) => say!("any number"),
    }
}

/// Where a stretch of numbers begins, in words.
pub(super) fn from(cut: &Cut) -> String {
    let bound = plain(cut.value);
    if cut.after {
        say!("above {bound}", bound)
    } else {
        say!("at least {bound}", bound)
    }
}

/// Where it ends.
pub(super) fn to(cut: &Cut) -> String {
    let bound = plain(cut.value);
    if cut.after {
        say!("at most {bound}", bound)
    } else {
        say!("below {bound}", bound)
    }
}

/// What a test of a score asks for, or where not `wanted`, forbids: `at least 75`.
#[must_use]
pub fn score_need(test: &ScoreTest, wanted: bool) -> String {
    // Scores are whole tenths: above 60 is at least 60.1, and reads better.
    let at_least = |tenths: i32| match tenths {
        more if (more - 1) % 10 == 0 && more % 10 != 0 => {
            say!("above {bound}", bound = short(more - 1))
        }
        exact => say!("at least {bound}", bound = short(exact)),
    };
    let at_most = |tenths: i32| match tenths {
        less if (less + 1) % 10 == 0 => say!("below {bound}", bound = short(less + 1)),
        exact => say!("at most {bound}", bound = short(exact)),
    };
    let low = (test.low > 0).then_some(test.low);
    let high = (test.high < 1000).then_some(test.high);
    match (low, high, wanted) {
        (Some(low), Some(high), true) => {
            say!("{from} and {to}", from = at_least(low), to = at_most(high))
        }
        (Some(low), Some(high), false) => {
            say!(
                "{to} or {from}",
                to = at_most(low - 1),
                from = at_least(high + 1)
            )
        }
        (Some(low), None, true) => at_least(low),
        (Some(low), None, false) => at_most(low - 1),
        (None, Some(high), true) => at_most(high),
        (None, Some(high), false) => at_least(high + 1),
        (None, None, true) => say!("any score"),
        (None, None, false) => say!("no score"),
    }
}

/// Tenths without a decimal that says nothing.
fn short(tenths: i32) -> String {
    let text = score(u16::try_from(tenths).unwrap_or(0));
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    #[test]
    fn bounds_of_scores_read_as_they_are_written() {
        let of = ScoreRef::Rubric(0);
        for (low, high, wanted, words) in [
            (750, i32::MAX, true, "at least 75"),
            (750, i32::MAX, false, "below 75"),
            (i32::MIN, 849, true, "below 85"),
            (i32::MIN, 849, false, "at least 85"),
            (601, i32::MAX, true, "above 60"),
            (601, i32::MAX, false, "at most 60"),
            (i32::MIN, 625, true, "at most 62.5"),
            (626, i32::MAX, true, "at least 62.6"),
            (400, 599, true, "at least 40 and below 60"),
            (400, 599, false, "below 40 or at least 60"),
            (0, i32::MAX, true, "any score"),
        ] {
            let test = ScoreTest { of, low, high };
            assert_eq!(score_need(&test, wanted), words, "{low} {high} {wanted}");
        }
    }

    #[test]
    fn conditions_of_the_shipped_set_read_well() {
        let set = shipped::rubric_set();
        let words = |id: &str| {
            let rule = set.rules.iter().find(|rule| &*rule.id == id);
            let when = rule.and_then(|rule| rule.when.as_ref());
            when.map(|when| condition_words(&set, when))
        };
        assert_eq!(
            words("new-sponsor-in-a-hurry").as_deref(),
            Some(
                "sponsor.tenure_months is below 6 months, and sponsor.must_show_result_within is months-3 or months-6, \
                 and sponsor.commitment is anything but leads-in-person"
            )
        );
        assert_eq!(
            words("no-problem").as_deref(),
            Some("gate readiness/no-problem has tripped")
        );
        // Denied twice is not denied, and lists turn around.
        let (first, second) = (Condition::Gate(0), Condition::Gate(1));
        let not = |condition| Condition::Not(Box::new(condition));
        let both = Condition::All(vec![first.clone(), not(second)]);
        let ids = [&set.gates[0].id, &set.gates[1].id];
        assert_eq!(
            condition_words(&set, &not(both.clone())),
            format!("gate {} is clear, or gate {} has tripped", ids[0], ids[1])
        );
        assert_eq!(
            condition_words(&set, &Condition::Any(vec![both, not(not(first))])),
            format!(
                "(gate {} has tripped, and gate {} is clear), or gate {} has tripped",
                ids[0], ids[1], ids[0]
            )
        );
    }

    #[test]
    fn intervals_turn_around() {
        let set = shipped::rubric_set();
        let number = set.fact("sponsor.tenure_months").expect("it is there");
        let fact = &set.facts[number];
        let cut = |value, after| Some(Cut { value, after });
        for (from, to, yes, no) in [
            (None, cut(6.0, false), "below 6", "at least 6"),
            (None, cut(6.0, true), "at most 6", "above 6"),
            (cut(3.0, false), None, "at least 3", "below 3"),
            (cut(3.0, true), None, "above 3", "at most 3"),
            (
                cut(3.0, false),
                cut(6.0, false),
                "at least 3 and below 6",
                "below 3 or at least 6",
            ),
            (cut(3.0, false), cut(3.0, true), "3", "anything but 3"),
        ] {
            let interval = Interval { from, to };
            assert_eq!(interval_words(fact, &interval, true), yes);
            assert_eq!(interval_words(fact, &interval, false), no);
        }
    }
}
