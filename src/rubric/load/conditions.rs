//! Conditions as TOML writes them become conditions over numbers.

use super::Names;
use super::facts::Draft;
use super::fields::{At, Cx, Fields};
use crate::finding::{Code, did_you_mean, nearest, ticked};
use crate::language::nouns::with_article;
use crate::rubric::condition::{Condition, FactTest, ScoreRef, ScoreTest};
use crate::rubric::fact::{Cut, Kind, Variable};
use crate::rubric::number::narrow;
use crate::say;
use crate::value::Value;

/// Where a condition stands, and so what it may read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// `applies_when` and `cases`: facts.
    Facts,
    /// Gates: facts, dimension scores, gates.
    Gate,
    /// Rules: everything.
    Rule,
}

/// Reads a condition: a table, or a list that means all of its tables.
pub(super) fn read(
    cx: &mut Cx<'_>,
    names: &Names,
    facts: &mut [Draft],
    at: At<'_>,
    place: Place,
) -> Option<Condition> {
    let mut parts = Vec::new();
    let items = at.items();
    if items.is_empty() {
        cx.error(at.site(), Code::BadCondition, say!("an empty condition"))
            .hint = Some(say!("leave it out: that means always"));
        return None;
    }
    let count = items.len();
    for item in items {
        parts.extend(read_one(cx, names, facts, item, place));
    }
    if parts.len() < count {
        return None;
    }
    Some(if parts.len() == 1 {
        parts.remove(0)
    } else {
        Condition::All(parts)
    })
}

fn read_one(
    cx: &mut Cx<'_>,
    names: &Names,
    facts: &mut [Draft],
    at: At<'_>,
    place: Place,
) -> Option<Condition> {
    let Some(entries) = at.entries() else {
        cx.error(
            at.site(),
            Code::BadCondition,
            say!(
                "a condition is a table, not {what}",
                what = at.node.describe()
            ),
        )
        .hint = Some(say!(
            "for example {{ fact = \"goal.problem\", is = \"none\" }}"
        ));
        return None;
    };
    let heads = ["fact", "score", "worst", "gate", "any", "all", "not"];
    let found: Vec<&str> = heads
        .into_iter()
        .filter(|head| entries.iter().any(|(key, _)| key.text == *head))
        .collect();
    match found.as_slice() {
        ["fact"] => fact(cx, facts, at),
        ["score" | "worst"] => score(cx, names, at, place),
        ["gate"] => gate(cx, names, at, place),
        [head @ ("any" | "all" | "not")] => {
            let mut fields = Fields::new(cx, at, "condition")?;
            let inner = fields.get(head)?;
            fields.finish(cx);
            match *head {
                "not" => {
                    read(cx, names, facts, inner, place).map(|part| Condition::Not(Box::new(part)))
                }
                "all" => read(cx, names, facts, inner, place),
                _ => any(cx, names, facts, inner, place),
            }
        }
        [] => {
            let near = entries.iter().find_map(|(key, _)| {
                let name = nearest(&key.text, heads)?;
                Some(say!(
                    "`{key}`: did you mean `{name}`?",
                    key = key.text,
                    name
                ))
            });
            cx.error(
                at.site(),
                Code::BadCondition,
                say!("this condition tests nothing"),
            )
            .hint = Some(
                near.unwrap_or_else(|| say!("it needs one of {heads}", heads = ticked(heads))),
            );
            None
        }
        _ => {
            cx.error(
                at.site(),
                Code::BadCondition,
                say!("this condition has {found} at once", found = ticked(found)),
            )
            .hint = Some(say!("write one table for each; a list means all of them"));
            None
        }
    }
}

fn any(
    cx: &mut Cx<'_>,
    names: &Names,
    facts: &mut [Draft],
    at: At<'_>,
    place: Place,
) -> Option<Condition> {
    let items = at.items();
    if items.is_empty() {
        cx.error(
            at.site(),
            Code::BadCondition,
            say!("`any` of nothing is never true"),
        );
        return None;
    }
    let parts: Vec<Option<Condition>> = items
        .into_iter()
        .map(|item| read_one(cx, names, facts, item, place))
        .collect();
    parts
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .map(Condition::Any)
}

fn fact(cx: &mut Cx<'_>, facts: &mut [Draft], at: At<'_>) -> Option<Condition> {
    let mut fields = Fields::new(cx, at, "condition on a fact")?;
    let name_at = fields.get("fact")?;
    let name = name_at.text(cx, "fact")?;
    let Ok(number) = facts.binary_search_by(|draft| (*draft.fact.id).cmp(&name)) else {
        let known = facts.iter().map(|draft| &*draft.fact.id);
        cx.unknown(name_at.site(), "fact", &name, known);
        return None;
    };
    let draft = &mut facts[number];
    if !draft.typed {
        return None;
    }
    let kind = draft.fact.kind;
    let tests = [
        "is", "in", "includes", "below", "at_most", "at_least", "above",
    ];
    let given: Vec<(&'static str, At<'_>)> = tests
        .into_iter()
        .filter_map(|test| Some((test, fields.get(test)?)))
        .collect();
    let unknown = fields.has_unknown();
    fields.finish(cx);
    let [(first, value), rest @ ..] = given.as_slice() else {
        // The test may be there with another name, which was reported.
        if !unknown {
            cx.error(
                at.site(),
                Code::BadCondition,
                say!("this condition tests no value"),
            )
            .hint = Some(say!("add {fitting}", fitting = fitting(kind)));
        }
        return None;
    };
    let is_bound = |test: &str| matches!(test, "below" | "at_most" | "at_least" | "above");
    let bounds = rest.len() == 1 && is_bound(first) && is_bound(rest[0].0);
    if !(rest.is_empty() || bounds) {
        cx.error(
            at.site(),
            Code::BadCondition,
            say!("too many tests in one condition"),
        )
        .hint = Some(say!("only a lower and an upper bound go together"));
        return None;
    }
    let test = |cells: u64| {
        Condition::Fact(FactTest {
            variable: narrow(number),
            cells,
            interval: None,
        })
    };
    match (*first, kind) {
        ("is", Kind::Bool) => value
            .boolean(cx, "is")
            .map(|value| test(1 << u32::from(value))),
        ("is" | "in", Kind::Choice) => option_cells(cx, draft, *value, *first == "is").map(test),
        ("includes", Kind::Set) => {
            let mut parts = Vec::new();
            for item in value.items() {
                let option = option_number(cx, draft, item)?;
                // The option's own variable is not numbered yet: `option + 1` in `cells` keeps it until `finish`.
                parts.push(test(u64::from(option) + 1));
            }
            if parts.is_empty() {
                let message = say!("`includes` of no option is always true");
                cx.error(value.site(), Code::BadCondition, message);
                return None;
            }
            Some(if parts.len() == 1 {
                parts.remove(0)
            } else {
                Condition::All(parts)
            })
        }
        ("is", Kind::Integer | Kind::Number) => {
            let n = value.number(cx, "is")?;
            let bounds = (
                Cut {
                    value: n,
                    after: false,
                },
                Cut {
                    value: n,
                    after: true,
                },
            );
            // A bound of the fact needs no cut on its outer side.
            let from = (draft.fact.min != Some(n)).then_some((*value, bounds.0));
            let to = (draft.fact.max != Some(n)).then_some((*value, bounds.1));
            numeric(cx, draft, number, from, to)
        }
        (_, Kind::Integer | Kind::Number) if is_bound(first) => {
            let mut from = None;
            let mut to = None;
            for (test, value) in &given {
                let cut = Cut {
                    value: value.number(cx, test)?,
                    after: matches!(*test, "at_most" | "above"),
                };
                let slot = if matches!(*test, "below" | "at_most") {
                    &mut to
                } else {
                    &mut from
                };
                if slot.replace((*value, cut)).is_some() {
                    cx.error(
                        value.site(),
                        Code::BadCondition,
                        say!("two bounds on the same side"),
                    );
                    return None;
                }
            }
            numeric(cx, draft, number, from, to)
        }
        _ => {
            let message = say!(
                "`{first}` does not fit `{name}`, {kind}",
                first,
                name,
                kind = with_article(kind.name())
            );
            cx.error(value.site(), Code::BadCondition, message).hint =
                Some(say!("use {fitting}", fitting = fitting(kind)));
            None
        }
    }
}

fn numeric(
    cx: &mut Cx<'_>,
    draft: &mut Draft,
    number: usize,
    from: Option<(At<'_>, Cut)>,
    to: Option<(At<'_>, Cut)>,
) -> Option<Condition> {
    let site = from.as_ref().or(to.as_ref()).map(|(at, _)| at.site());
    let interval = draft.interval(cx, from, to)?;
    if let (Some(from), Some(to)) = (interval.from, interval.to)
        && !super::bands::precedes(&from, &to)
    {
        cx.error(
            site?,
            Code::BadCondition,
            say!("no value lies between these bounds"),
        );
        return None;
    }
    Some(Condition::Fact(FactTest {
        variable: narrow(number),
        cells: 0,
        interval: Some(interval),
    }))
}

fn fitting(kind: Kind) -> String {
    match kind {
        Kind::Bool => say!("`is = true` or `is = false`"),
        Kind::Choice => say!("`is = \"option\"` or `in = [\"option\", …]`"),
        Kind::Set => say!("`includes = \"option\"`"),
        Kind::Integer | Kind::Number => {
            say!("`below`, `at_most`, `at_least`, `above` or `is` with a number")
        }
        Kind::Text => say!("another fact: texts are never tested"),
    }
}

fn option_cells(cx: &mut Cx<'_>, draft: &Draft, value: At<'_>, single: bool) -> Option<u64> {
    if single && matches!(value.node.value, Value::List(_)) {
        cx.error(
            value.site(),
            Code::BadCondition,
            say!("`is` takes one option"),
        )
        .hint = Some(say!("use `in` for several"));
        return None;
    }
    let mut cells = 0;
    for item in value.items() {
        cells |= 1 << option_number(cx, draft, item)?;
    }
    if cells == 0 {
        cx.error(
            value.site(),
            Code::BadCondition,
            say!("`in` of no option is never true"),
        );
        return None;
    }
    Some(cells)
}

fn option_number(cx: &mut Cx<'_>, draft: &Draft, at: At<'_>) -> Option<u16> {
    let written = at.text(cx, "an option")?;
    let found = draft.fact.option(&written);
    if found.is_none() {
        let names = || draft.fact.options.iter().map(|option| &*option.id);
        let hint = match &*written {
            "n/a" => {
                say!("every test of `n/a` is false: use `not` around a test of all options")
            }
            _ => did_you_mean(&written, names())
                .unwrap_or_else(|| say!("its options are {names}", names = ticked(names()))),
        };
        cx.error_hint(
            at.site(),
            Code::UnknownOption,
            say!(
                "`{written}` is no option of `{fact}`",
                written,
                fact = draft.fact.id
            ),
            Some(hint),
        );
    }
    found.map(narrow)
}

/// What is wrong with such a test where only facts are read, and what to do.
fn facts_only() -> (String, String) {
    (
        say!("`applies_when` and `cases` read facts only"),
        say!("put this test into a gate or a rule"),
    )
}

fn score(cx: &mut Cx<'_>, names: &Names, at: At<'_>, place: Place) -> Option<Condition> {
    let mut fields = Fields::new(cx, at, "condition on a score")?;
    let worst = fields.get("worst");
    let name_at = worst.or_else(|| fields.get("score"))?;
    let name = name_at.text(cx, "score")?;
    let of = match (
        names.rubrics.get(&*name),
        names.dimensions.get(&*name),
        worst.is_some(),
    ) {
        (Some(rubric), _, true) => ScoreRef::Worst(*rubric),
        (Some(rubric), _, false) => ScoreRef::Rubric(*rubric),
        (None, Some(dimension), false) => ScoreRef::Dimension(*dimension),
        (None, Some(_), true) => {
            let message = say!("`worst` takes a rubric, not the dimension `{name}`", name);
            cx.error(name_at.site(), Code::BadCondition, message).hint =
                Some(say!("test a dimension with `score`"));
            return None;
        }
        (None, None, _) => {
            let rubrics = names.rubrics.keys().map(String::as_str);
            if worst.is_some() {
                cx.unknown(name_at.site(), "rubric", &name, rubrics);
            } else {
                let known = rubrics.chain(names.dimensions.keys().map(String::as_str));
                cx.unknown(name_at.site(), "rubric or dimension", &name, known);
            }
            return None;
        }
    };
    let allowed = match (place, of) {
        (Place::Rule, _) | (Place::Gate, ScoreRef::Dimension(_)) => true,
        (Place::Facts, _) | (Place::Gate, ScoreRef::Rubric(_) | ScoreRef::Worst(_)) => false,
    };
    if !allowed {
        let (message, hint) = match place {
            Place::Facts => facts_only(),
            Place::Gate | Place::Rule => (
                say!("a gate reads dimension scores, not rubric scores: gates cap those"),
                say!("test a dimension, `rubric/dimension`, or put this test into a rule"),
            ),
        };
        cx.error(name_at.site(), Code::BadCondition, message).hint = Some(hint);
    }
    let mut test = ScoreTest {
        of,
        low: i32::MIN,
        high: i32::MAX,
    };
    let mut bounds = 0;
    for name in ["below", "at_most", "at_least", "above"] {
        let Some(value) = fields.get(name) else {
            continue;
        };
        bounds += 1;
        let n = value.number(cx, name)?;
        if !(0.0..=100.0).contains(&n) {
            cx.error(
                value.site(),
                Code::OutOfBounds,
                say!(
                    "scores lie between 0 and 100, so `{name}` cannot be {points}",
                    name,
                    points = n
                ),
            );
            return None;
        }
        match name {
            "below" => test.high = test.high.min(tenths(n, true) - 1),
            "at_most" => test.high = test.high.min(tenths(n, false)),
            "at_least" => test.low = test.low.max(tenths(n, true)),
            _ => test.low = test.low.max(tenths(n, false) + 1),
        }
    }
    let unknown = fields.has_unknown();
    fields.finish(cx);
    if bounds == 0 {
        if !unknown {
            let message = say!("this condition tests no value");
            cx.error(at.site(), Code::BadCondition, message).hint =
                Some(say!("add `below`, `at_most`, `at_least` or `above`"));
        }
        return None;
    }
    if test.low > test.high || test.low > 1000 || test.high < 0 {
        let message = say!("no score lies between these bounds");
        cx.error(at.site(), Code::BadCondition, message);
        return None;
    }
    allowed.then_some(Condition::Score(test))
}

/// A threshold between 0 and 100 in tenths, rounded up or down: scores are whole tenths, so 62.55
/// separates 62.5 from 62.6.
#[must_use]
pub fn tenths(n: f64, up: bool) -> i32 {
    let scaled = n * 10.0;
    let nearest = scaled.round();
    // 70.1 × 10 is not exactly 701 in binary.
    let exact = (scaled - nearest).abs() < 1e-9;
    let whole = match (exact, up) {
        (true, _) => nearest,
        (false, true) => scaled.ceil(),
        (false, false) => scaled.floor(),
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "between 0 and 1000, checked by the caller"
    )]
    let whole = whole as i32;
    whole
}

fn gate(cx: &mut Cx<'_>, names: &Names, at: At<'_>, place: Place) -> Option<Condition> {
    let mut fields = Fields::new(cx, at, "condition on a gate")?;
    let name_at = fields.get("gate")?;
    fields.finish(cx);
    let name = name_at.text(cx, "gate")?;
    if place == Place::Facts {
        let (message, hint) = facts_only();
        cx.error(name_at.site(), Code::BadCondition, message).hint = Some(hint);
        return None;
    }
    let found = names.gates.get(&*name);
    if found.is_none() {
        let known = names.gates.keys().map(String::as_str);
        cx.unknown(name_at.site(), "gate", &name, known);
    }
    found.map(|gate| Condition::Gate(*gate))
}

/// Fills in variables and cells, once both are known: until then a test names its fact.
pub(super) fn finish(
    condition: &mut Condition,
    facts: &[crate::rubric::fact::Fact],
    variables: &[Variable],
) {
    condition.each_fact_mut(&mut |test| {
        let fact = &facts[usize::from(test.variable)];
        test.variable = fact.variables.start;
        if fact.kind == Kind::Set {
            test.variable += u16::try_from(test.cells - 1).unwrap_or(0);
            test.cells = 0b10;
        }
        if let Some(interval) = test.interval {
            let cells = 0..fact
                .value_cells()
                .min(usize::from(variables[usize::from(test.variable)].cells));
            test.cells = cells
                .filter(|&cell| interval.contains(fact.inside(cell)))
                .map(|cell| 1 << cell)
                .sum();
        }
    });
}
