//! Rules that can never fire, and recommendations that no profile can get.

use super::Cx;
use super::places::Kind;
use crate::assess::search::Found;
use crate::finding::{Code, ticked};
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    for (number, rule) in set.rules.iter().enumerate() {
        let found = cx.firing[number].clone();
        if !cx.proved(&found) {
            continue;
        }
        let Some(part) = cx.part(Kind::Rule, &rule.id) else {
            continue;
        };
        let impossible = rule
            .when
            .as_ref()
            .is_some_and(|when| cx.prover.holds(when) == Found::Impossible);
        let id = &rule.id;
        let (message, hint) = if impossible {
            (
                say!(
                    "the rule `{id}` can never fire: its conditions exclude each other",
                    id
                ),
                say!("leave it out, or change its `when`: no profile meets all of it"),
            )
        } else {
            (
                say!(
                    "the rule `{id}` can never fire: where it holds, an earlier rule has fired",
                    id
                ),
                remedy(cx, number),
            )
        };
        cx.warn(&part, part.span, Code::DeadRule, message, hint);
    }
    for (number, recommendation) in set.recommendations.iter().enumerate() {
        let own = |rule: &&usize| usize::from(set.rules[**rule].recommend) == number;
        let all: Vec<usize> = (0..set.rules.len()).collect();
        let own: Vec<usize> = all.iter().filter(own).copied().collect();
        if own.iter().any(|&rule| cx.firing[rule] != Found::Impossible) {
            continue;
        }
        let Some(part) = cx.part(Kind::Recommendation, &recommendation.id) else {
            continue;
        };
        let id = &recommendation.id;
        let (message, hint) = if own.is_empty() {
            let hint = say!(
                "add a rule with `recommend = \"{id}\"`, or leave it out",
                id
            );
            (say!("no rule recommends `{id}`", id), hint)
        } else {
            let ids = ticked(own.iter().map(|&rule| &*set.rules[rule].id));
            let message = say!("no profile can get the recommendation `{id}`", id);
            (
                message,
                say!("what recommends it can never fire: {ids}", ids),
            )
        };
        let code = Code::UnreachableRecommendation;
        cx.warn(&part, part.span, code, message, hint);
    }
}

/// What covers a rule that is never reached, and what to do about it.
fn remedy(cx: &mut Cx<'_>, rule: usize) -> String {
    let set = cx.set;
    let covering = covering(cx, rule);
    let ids = ticked(covering.iter().map(|&earlier| &*set.rules[earlier].id));
    let cover = if covering.len() == 1 {
        say!("{ids} covers it", ids)
    } else {
        say!("{ids} together cover it", ids)
    };
    match (&set.rules[rule].when, covering.as_slice()) {
        (Some(_), [_]) => say!("{cover}: move it above that rule, or leave it out", cover),
        (Some(_), _) => say!("{cover}: move it above them, or leave it out", cover),
        (None, _) => say!(
            "{cover}: leave it out, and take the `when` from the rule above it, which then catches all the rest",
            cover
        ),
    }
}

/// Earlier rules that leave nothing to this one, none of which can be missed.
fn covering(cx: &mut Cx<'_>, rule: usize) -> Vec<usize> {
    let live = |earlier: &usize| cx.firing[*earlier] != Found::Impossible;
    let mut covering: Vec<usize> = (0..rule).filter(live).collect();
    let alone = covering.iter().copied();
    if let Some(alone) = alone
        .clone()
        .find(|&earlier| cx.prover.fires_after(&[earlier], rule) == Found::Impossible)
    {
        return vec![alone];
    }
    for earlier in alone.collect::<Vec<_>>() {
        let without: Vec<usize> = covering.iter().copied().filter(|&e| e != earlier).collect();
        if cx.prover.fires_after(&without, rule) == Found::Impossible {
            covering = without;
        }
    }
    covering
}
