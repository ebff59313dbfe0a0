//! Expectations of the order in which answers make a score better.

use super::Draw;
use super::drawn::Expects;
use super::scores::{scores, tenths};
use crate::generate::model::{Statement, Value};
use crate::generate::unknown;
use crate::reference::outlook::Outlook;
use crate::reference::world::World;

/// The estimate with an answer, and the answer.
type Change = (Option<i64>, Value);

impl Expects<'_> {
    /// One entry of `orders`, with or without `fact`.
    pub(super) fn order(&mut self, draw: &mut Draw<'_>) -> Option<String> {
        let fact = draw.below(self.model.facts.len());
        let every = World::new(self.model, &unknown(self.model));
        let mut values: Vec<Value> = every.allowed[fact]
            .iter()
            .map(|(value, _)| value.clone())
            .collect();
        values.truncate(4);
        if values.len() < 2 {
            return None;
        }
        let all = scores(self.model, self.outlook);
        let number = draw.below(all.len());
        let (id, better) = (
            all[number].id.clone(),
            self.model.rubrics[all[number].rubric].better,
        );
        let mut changes: Vec<Change> = values
            .into_iter()
            .map(|value| {
                let mut profile = self.profile.to_vec();
                profile[fact] = Statement::Known(value.clone());
                let outlook = Outlook::new(self.model, &profile);
                (scores(self.model, &outlook)[number].range.estimate, value)
            })
            .collect();
        let truly = draw.below(2) == 0;
        if truly {
            changes.sort_by_key(|(estimate, _)| {
                estimate.map(|estimate| if better { estimate } else { -estimate })
            });
        } else {
            let by = draw.below(changes.len());
            changes.rotate_left(by);
        }
        let mut steps: Vec<Vec<Change>> = Vec::new();
        for change in changes {
            match steps.last_mut() {
                Some(step) if truly && step[0].0 == change.0 || !truly && draw.below(3) == 2 => {
                    step.push(change);
                }
                _ => steps.push(vec![change]),
            }
        }
        let name = self.model.facts[fact].id;
        let written =
            |value: &Value| super::in_toml(self.model, fact, &Statement::Known(value.clone()));
        let whole = draw.below(2) == 0;
        let one = |(_, value): &Change| match whole {
            true => written(value),
            false => format!("{{ \"{name}\" = {} }}", written(value)),
        };
        // A set is written as a list: one as a step of its own is a list inside of one.
        let listed = steps.iter().map(|step| match step.as_slice() {
            [only] if !one(only).starts_with('[') => one(only),
            several => format!(
                "[{}]",
                several.iter().map(one).collect::<Vec<_>>().join(", ")
            ),
        });
        let listed: Vec<String> = listed.collect();
        let of = if whole {
            format!("fact = \"{name}\", ")
        } else {
            String::new()
        };
        let entry = format!(
            "{{ score = \"{id}\", {of}worse_to_better = [{}] }}",
            listed.join(", ")
        );
        let failure = disorder(&id, better, &steps, |value| {
            format!("`{name} = {}`", plain(&written(value)))
        });
        let kind = if whole { "orders of a fact" } else { "orders" };
        self.expect(kind, failure.is_none(), failure.unwrap_or_default());
        Some(entry)
    }
}

/// A value as messages write it.
fn plain(written: &str) -> String {
    written.replace('"', "")
}

/// What is said of the first answer that is out of order.
fn disorder(
    id: &str,
    better: bool,
    steps: &[Vec<Change>],
    stated: impl Fn(&Value) -> String,
) -> Option<String> {
    let mut before: Option<&Change> = None;
    for step in steps {
        for change in step {
            let Some(own) = change.0 else {
                return Some(format!("`{id}` has no score with {}", stated(&change.1)));
            };
            let first = &step[0];
            let at = |(estimate, value): &Change| {
                let estimate = estimate.expect("looked at before");
                format!("{} with {}", tenths(estimate), stated(value))
            };
            if first.0 != change.0 {
                return Some(format!(
                    "`{id}` must stay the same, but is {} and {}",
                    at(first),
                    at(change)
                ));
            }
            if let Some(worse) = before {
                let other = worse.0.expect("looked at before");
                if if better { own <= other } else { own >= other } {
                    return Some(format!(
                        "`{id}` must get better, but is {} and {}",
                        at(worse),
                        at(change)
                    ));
                }
            }
        }
        before = step.first();
    }
    None
}
