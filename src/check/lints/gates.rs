//! Gates that never trip, always trip, or trip without effect.

use super::Cx;
use super::places::Kind;
use crate::assess::search::Found;
use crate::finding::Code;
use crate::rubric::condition::Condition;
use crate::rubric::{Effect, HigherIs};
use crate::say;

pub(super) fn check(cx: &mut Cx<'_>) {
    let set = cx.set;
    for (number, gate) in set.gates.iter().enumerate() {
        let Some(part) = cx.part(Kind::Gate, &gate.id) else {
            continue;
        };
        let id = &gate.id;
        let condition = Condition::Gate(u16::try_from(number).unwrap_or(u16::MAX));
        let trips = cx.prover.holds(&condition);
        if cx.proved(&trips) {
            let message = say!("the gate `{id}` can never trip", id);
            let hint =
                say!("its conditions exclude each other: change its `when`, or leave it out");
            cx.warn(&part, part.span, Code::NeverTrips, message, hint);
            continue;
        }
        let clear = cx.prover.holds(&Condition::Not(Box::new(condition)));
        if cx.proved(&clear) {
            let message = say!("the gate `{id}` trips for every profile", id);
            let hint = say!("its `when` always holds: change it, or leave the gate out");
            cx.warn(&part, part.span, Code::AlwaysTrips, message, hint);
        }
        // What it does is another question only where it trips for some and not for others.
        if trips == Found::Undecided || clear == Found::Impossible {
            continue;
        }
        let (message, hint) = match (cx.prover.caps(number), gate.effect) {
            (Some(found), Effect::Cap(cap)) if cx.proved(&found) => {
                let cap = cap / 10;
                let message = say!("the cap of the gate `{id}` never changes a score", id);
                let hint = match set.rubrics[usize::from(gate.rubric)].higher_is {
                    HigherIs::Better => say!(
                        "where it trips, scores lie at or below {cap} without it, other caps included: change `cap`, or leave the gate out",
                        cap
                    ),
                    HigherIs::Worse => say!(
                        "where it trips, scores lie at or above {cap} without it, other caps included: change `cap`, or leave the gate out",
                        cap
                    ),
                };
                (message, hint)
            }
            (None, _) if !cx.influences.gates[number] => {
                let message = say!(
                    "the gate `{id}` knocks out, but no rule that can fire names it",
                    id
                );
                let hint = say!(
                    "add a rule with `when = [{{ gate = \"{id}\" }}]`, or give it a `cap`",
                    id
                );
                (message, hint)
            }
            (Some(_) | None, _) => continue,
        };
        cx.warn(&part, part.span, Code::IdleGate, message, hint);
    }
}
