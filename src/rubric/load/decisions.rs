//! `[[gates]]`, `[[recommendations]]`, `[[rules]]` and `[advice.*]`.

use super::Names;
use super::advice::AdviceBook;
use super::conditions::{self, Place};
use super::facts::{Draft, report_duplicate};
use super::fields::{At, Cx, Fields, check_id};
use super::places::earlier_id;
use crate::finding::Code;
use crate::rubric::condition::{Condition, MAX_TESTS};
use crate::rubric::number::narrow;
use crate::rubric::{Criterion, Effect, Gate, Recommendation, Rule, Site};
use crate::say;

/// Reads one gate; its id and rubric are already known.
pub(super) fn gate(
    cx: &mut Cx<'_>,
    names: &Names,
    facts: &mut [Draft],
    advice: &mut AdviceBook,
    mut fields: Fields<'_>,
    (id, rubric): (String, u16),
) -> Option<Gate> {
    let site = fields.site();
    let title = fields.filled(cx, "title").unwrap_or_default();
    let source = fields.text(cx, "source").unwrap_or_default();
    let reason = fields.text(cx, "reason").unwrap_or_default();
    let renamed_from = earlier_id(cx, &mut fields, &id);
    let when = fields
        .required(cx, "when")
        .and_then(|at| conditions::read(cx, names, facts, at, Place::Gate));
    let before = cx.findings.len();
    let cap = fields.whole(cx, "cap", 0, 100);
    let knock_out = fields.boolean(cx, "knock_out");
    let effect = match (cap, knock_out) {
        (Some(cap), false) => Effect::Cap(u16::try_from(cap * 10).unwrap_or(1000)),
        (None, true) => Effect::KnockOut,
        (Some(_), true) => {
            cx.error(
                site,
                Code::BadScale,
                say!("the gate `{id}` has a `cap` and knocks out", id),
            )
            .hint = Some(say!("a knock-out caps nothing: rules name it"));
            Effect::KnockOut
        }
        // An effect that cannot be read was reported.
        (None, false) if cx.findings.len() > before => Effect::KnockOut,
        (None, false) => {
            cx.error(
                site,
                Code::MissingField,
                say!("the gate `{id}` does nothing", id),
            )
            .hint = Some(say!("give it `cap = points` or `knock_out = true`"));
            Effect::KnockOut
        }
    };
    let advice = advice.read(cx, &mut fields, &id, &source);
    fields.finish(cx);
    Some(Gate {
        id: id.into(),
        rubric,
        title,
        when: when?,
        effect,
        reason,
        advice,
        source,
        renamed_from,
        site,
    })
}

/// Reads the recommendations, in the order of their ids.
pub(super) fn recommendations(
    cx: &mut Cx<'_>,
    advice: &mut AdviceBook,
    items: &[At<'_>],
) -> Vec<Recommendation> {
    let mut all: Vec<(Recommendation, Site)> = Vec::new();
    for item in items {
        let Some(mut fields) = Fields::new(cx, *item, "recommendation") else {
            continue;
        };
        let id = fields.required_text(cx, "id");
        let title = fields.required_text(cx, "title");
        let means = fields.text(cx, "means").unwrap_or_default();
        let source = fields.text(cx, "source").unwrap_or_default();
        let advice = advice.read(cx, &mut fields, &id, &source);
        let renamed_from = fields.text(cx, "renamed_from");
        fields.finish(cx);
        check_id(cx, item.site(), &id);
        if let Some((_, earlier)) = all.iter().find(|(other, _)| other.id == id) {
            report_duplicate(cx, item.site(), "recommendation", &id, *earlier);
            continue;
        }
        all.push((
            Recommendation {
                id,
                title,
                means,
                source,
                advice,
                renamed_from,
            },
            item.site(),
        ));
    }
    all.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    all.into_iter()
        .map(|(recommendation, _)| recommendation)
        .collect()
}

/// Reads the rules: one list, in one file, that ends with a rule without `when`.
pub(super) fn rules(
    cx: &mut Cx<'_>,
    names: &Names,
    facts: &mut [Draft],
    recommendations: &[Recommendation],
    items: &[At<'_>],
) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    let stray = items.iter().find(|item| item.file != items[0].file);
    if let Some(stray) = stray {
        cx.error(
            stray.site(),
            Code::RuleOrder,
            say!("rules stand in two files, so their order is not clear"),
        )
        .hint = Some(say!("put all `[[rules]]` into one file"));
    }
    let last = items.len().saturating_sub(1);
    for (index, item) in items.iter().enumerate() {
        let Some(mut fields) = Fields::new(cx, *item, "rule") else {
            continue;
        };
        let id = fields.required_text(cx, "id");
        check_id(cx, item.site(), &id);
        let because = fields.text(cx, "because").unwrap_or_default();
        let renamed_from = fields.text(cx, "renamed_from");
        let source = fields.text(cx, "source").unwrap_or_default();
        let recommend = fields.required(cx, "recommend").and_then(|at| {
            let name = at.text(cx, "recommend")?;
            let found = recommendations
                .iter()
                .position(|recommendation| recommendation.id == name);
            if found.is_none() {
                let known = recommendations
                    .iter()
                    .map(|recommendation| &*recommendation.id);
                cx.unknown(at.site(), "recommendation", &name, known);
            }
            found
        });
        let when_at = fields.get("when");
        let when = when_at.and_then(|at| conditions::read(cx, names, facts, at, Place::Rule));
        fields.finish(cx);
        match (when_at, index == last) {
            // Without an order none is the last.
            _ if stray.is_some() => {}
            (None, false) => {
                cx.error(
                    item.site(),
                    Code::RuleOrder,
                    say!(
                        "the rule `{id}` has no `when`, so those below it never fire",
                        id
                    ),
                )
                .hint = Some(say!("move it to the end, or give it a `when`"));
            }
            (Some(at), true) => {
                cx.error(at.site(), Code::RuleOrder, say!("the last rule, `{id}`, has a `when`: other profiles would get no recommendation", id))
                    .hint = Some(say!("add a last rule without `when`"));
            }
            (None, true) | (Some(_), false) => {}
        }
        if let Some(earlier) = rules.iter().find(|rule| rule.id == id) {
            report_duplicate(cx, item.site(), "rule", &id, earlier.site);
            continue;
        }
        if let (Some(recommend), true) = (recommend, when.is_some() == when_at.is_some()) {
            rules.push(Rule {
                id,
                recommend: narrow(recommend),
                when,
                because,
                source,
                renamed_from,
                site: item.site(),
            });
        }
    }
    rules
}

/// An order of the gates in which each stands after those it names; an error for a circle.
pub(super) fn gate_order(cx: &mut Cx<'_>, gates: &[Gate]) -> Vec<u16> {
    let mut order: Vec<u16> = Vec::new();
    let mut placed = vec![false; gates.len()];
    let mut waiting: Vec<u16> = (0..gates.len()).map(narrow).collect();
    loop {
        let ready = |gate: &u16| {
            let mut ready = true;
            gates[usize::from(*gate)]
                .when
                .each_gate(&mut |named| ready &= placed[usize::from(named)]);
            ready
        };
        let (now, later): (Vec<u16>, Vec<u16>) = waiting.into_iter().partition(ready);
        if now.is_empty() {
            report_rings(cx, gates, &later);
            return order;
        }
        now.iter()
            .for_each(|gate| placed[usize::from(*gate)] = true);
        order.extend(now);
        waiting = later;
    }
}

/// Reports conditions that test more than [`MAX_TESTS`] in all: of gates that name a gate twice each has twice as many
/// as the one before. Of several in a row only the first is reported.
pub(super) fn report_sizes(
    cx: &mut Cx<'_>,
    criteria: &[Criterion],
    (gates, order): (&[Gate], &[u16]),
    rules: &[Rule],
) {
    let mut sizes = vec![0_usize; gates.len()];
    let tests = |when: &Condition, sizes: &[usize]| {
        let mut tests = 0_usize;
        when.each_fact(&mut |_| tests += 1);
        when.each_score(&mut |_| tests += 1);
        when.each_gate(&mut |named| tests = tests.saturating_add(sizes[usize::from(named)]));
        tests
    };
    let mut report = |site, id: &str| {
        let message = say!(
            "a condition of `{id}` tests more than {max_tests} facts and scores; those of a gate count each time it is named",
            id,
            max_tests = MAX_TESTS
        );
        cx.error(site, Code::TooLarge, message).hint = Some(say!("split it, or name fewer gates"));
    };
    for &gate in order {
        let own = &gates[usize::from(gate)];
        let size = tests(&own.when, &sizes);
        if size > MAX_TESTS {
            report(own.site, &own.id);
        }
        sizes[usize::from(gate)] = if size > MAX_TESTS { 1 } else { size };
    }
    for criterion in criteria {
        let mut conditions = criterion.applies_when.iter().chain(&criterion.cases);
        if conditions.any(|when| tests(when, &sizes) > MAX_TESTS) {
            report(criterion.site, &criterion.id);
        }
    }
    for rule in rules {
        let when = rule.when.as_ref();
        if when.is_some_and(|when| tests(when, &sizes) > MAX_TESTS) {
            report(rule.site, &rule.id);
        }
    }
}

/// Reports each circle once. Every waiting gate names another, so whoever follows the names comes round.
fn report_rings(cx: &mut Cx<'_>, gates: &[Gate], waiting: &[u16]) {
    let mut seen: Vec<u16> = Vec::new();
    for &start in waiting {
        let mut path: Vec<u16> = Vec::new();
        let mut next = Some(start);
        while let Some(gate) = next.filter(|gate| !seen.contains(gate)) {
            seen.push(gate);
            path.push(gate);
            next = None;
            gates[usize::from(gate)].when.each_gate(&mut |named| {
                next = next.or(waiting.contains(&named).then_some(named));
            });
        }
        let Some(begin) = path.iter().position(|gate| Some(*gate) == next) else {
            continue;
        };
        let ring = path[begin..].iter().chain(&path[begin..=begin]);
        let ids: Vec<String> = ring
            .map(|gate| format!("`{}`", gates[usize::from(*gate)].id))
            .collect();
        let site = gates[usize::from(path[begin])].site;
        let message = say!(
            "gates wait for each other: {gates}",
            gates = ids.join(" -> ")
        );
        cx.error(site, Code::Cycle, message).hint = Some(say!(
            "test facts or dimension scores in place of one of these gates"
        ));
    }
}
