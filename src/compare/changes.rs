//! What changed between two rubric sets, by id and never by line: added, removed, changed, and which part
//! from what to what. Logic is compared by what it gives, texts as they are written.

use super::align::Aligned;
use super::change::{Change, Parts, Subject, Value, Weighs, number, optional, text};
use super::facts::{cell_label, fact_parts};
use super::logic::{essence, meaning};
use super::pairs::{Pair, Pairs};
use crate::rubric::condition::Condition;
use crate::rubric::number::gcd;
use crate::rubric::readers::{criterion_share, dimension_share};
use crate::rubric::{Criterion, Effect, RubricSet, indexes};

/// Everything that changed, by kind, then by id. Without `aligned` sets logic that stands in other
/// cells cannot be told apart, and every scale and condition over numbers counts as changed.
#[must_use]
pub fn changes(pairs: &Pairs, aligned: &Aligned) -> Vec<Change> {
    let all = Changes {
        old: &aligned.old_original,
        new: &aligned.new_original,
        aligned,
        found: Vec::new(),
    };
    all.run(pairs)
}

struct Changes<'a> {
    old: &'a RubricSet,
    new: &'a RubricSet,
    aligned: &'a Aligned,
    found: Vec<Change>,
}

impl Changes<'_> {
    fn run(mut self, pairs: &Pairs) -> Vec<Change> {
        self.set();
        for pair in &pairs.facts {
            self.fact(*pair);
        }
        for pair in &pairs.rubrics {
            self.rubric(*pair);
        }
        for pair in &pairs.dimensions {
            self.dimension(*pair);
        }
        for pair in &pairs.criteria {
            self.criterion(*pair);
        }
        for pair in &pairs.gates {
            self.gate(*pair);
        }
        for pair in &pairs.recommendations {
            self.recommendation(*pair);
        }
        for pair in &pairs.rules {
            self.rule(*pair);
        }
        self.order(&pairs.rules);
        for pair in &pairs.advice {
            self.advice(*pair);
        }
        self.found
            .sort_by(|a, b| (a.subject, a.id()).cmp(&(b.subject, b.id())));
        self.found
    }

    /// Notes a change, if there is one. `alone` is what an addition or a removal weighs.
    fn note(
        &mut self,
        subject: Subject,
        ids: (Option<&str>, Option<&str>),
        parts: Parts,
        alone: (Weighs, Weighs),
        renamed: Weighs,
    ) {
        let own = |id: Option<&str>| id.map(str::to_owned);
        let (before, after) = (own(ids.0), own(ids.1));
        let most = parts.0.iter().map(|part| part.weighs).max();
        let kind = match ids {
            (None, _) => Some(alone.0),
            (_, None) => Some(alone.1),
            (Some(before), Some(after)) if before != after => Some(renamed),
            (Some(_), Some(_)) => None,
        };
        if let Some(weighs) = most.max(kind) {
            self.found.push(Change {
                subject,
                before,
                after,
                parts: parts.0,
                weighs,
            });
        }
    }

    fn set(&mut self) {
        let (old, new) = (self.old, self.new);
        let mut parts = Parts::default();
        parts.differ("id", text(&old.id), text(&new.id), Weighs::Shown);
        parts.text("title", &old.title, &new.title);
        let words = |set: &RubricSet| {
            let languages = set.languages.iter();
            Value::List(languages.map(ToString::to_string).collect())
        };
        parts.differ("languages", words(old), words(new), Weighs::Text);
        for (name, title) in &old.sources {
            let other = new.sources.iter().find(|(other, _)| other == name);
            let other = optional(other.map(|(_, title)| &**title));
            parts.differ(&format!("sources.{name}"), text(title), other, Weighs::Text);
        }
        for (name, title) in &new.sources {
            if old.sources.iter().all(|(other, _)| other != name) {
                let name = format!("sources.{name}");
                parts.differ(&name, Value::None, text(title), Weighs::Text);
            }
        }
        let ids = (Some(&*old.id), Some(&*new.id));
        self.note(
            Subject::Set,
            ids,
            parts,
            (Weighs::Shown, Weighs::Shown),
            Weighs::Shown,
        );
    }

    fn fact(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|fact| &self.old.facts[fact]),
            pair.new.map(|fact| &self.new.facts[fact]),
        );
        let mut parts = Parts::default();
        if let (Some(a), Some(b)) = (old, new) {
            fact_parts(a, b, &mut parts);
            self.prior(pair, &mut parts);
        }
        let ids = (old.map(|fact| &*fact.id), new.map(|fact| &*fact.id));
        let alone = (Weighs::Shown, Weighs::Breaks);
        self.note(Subject::Fact, ids, parts, alone, Weighs::Breaks);
    }

    fn prior(&self, pair: Pair, parts: &mut Parts) {
        let aligned = self.aligned;
        let Some(place) = aligned.facts.iter().position(|other| *other == pair) else {
            return;
        };
        let fact = &aligned.new.facts[place];
        let own = indexes(&fact.variables);
        let (Some(a), Some(b)) = (
            aligned.old.variables[own.clone()].first(),
            aligned.new.variables[own].first(),
        ) else {
            return;
        };
        let total = |prior: &[u32]| prior.iter().map(|weight| u64::from(*weight)).sum::<u64>();
        let (all_a, all_b) = (total(&a.prior), total(&b.prior));
        let same = a.prior.iter().zip(&b.prior);
        let same = same
            .clone()
            .all(|(x, y)| u64::from(*x) * all_b == u64::from(*y) * all_a);
        if !same {
            let words = |prior: &[u32]| {
                let common = prior.iter().fold(0, |common, weight| gcd(common, *weight));
                let weights = prior.iter().enumerate();
                let label = |(cell, weight): (usize, &u32)| {
                    (cell_label(fact, cell), weight / common.max(1))
                };
                Value::Parts(weights.map(label).collect())
            };
            parts.push("prior", words(&a.prior), words(&b.prior), Weighs::Shown);
        }
    }

    fn rubric(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|number| &self.old.rubrics[number]),
            pair.new.map(|number| &self.new.rubrics[number]),
        );
        let mut parts = Parts::default();
        if let (Some(a), Some(b)) = (old, new) {
            let words = |word: &str| Value::Text(word.to_owned());
            let (before, after) = (words(a.higher_is.name()), words(b.higher_is.name()));
            parts.differ("higher_is", before, after, Weighs::Shown);
            let (before, after) = (words(a.aggregate.name()), words(b.aggregate.name()));
            parts.differ("aggregate", before, after, Weighs::Logic);
            let ratings = |rubric: &crate::rubric::Rubric| {
                let ratings = rubric.ratings.iter();
                Value::Parts(
                    ratings
                        .map(|rating| (rating.id.to_string(), u32::from(rating.from / 10)))
                        .collect(),
                )
            };
            parts.differ("ratings", ratings(a), ratings(b), Weighs::Shown);
            for rating in &b.ratings {
                let other = a.ratings.iter().find(|other| other.id == rating.id);
                if let Some(other) = other {
                    let name = format!("ratings.{}.title", rating.id);
                    parts.text(&name, &other.title, &rating.title);
                }
            }
            parts.text("title", &a.title, &b.title);
            parts.text("about", &a.about, &b.about);
            parts.text("source", &a.source, &b.source);
        }
        let ids = (old.map(|part| &*part.id), new.map(|part| &*part.id));
        let alone = (Weighs::Shown, Weighs::Shown);
        self.note(Subject::Rubric, ids, parts, alone, Weighs::Shown);
    }

    fn dimension(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|number| &self.old.dimensions[number]),
            pair.new.map(|number| &self.new.dimensions[number]),
        );
        let mut parts = Parts::default();
        let weight = |weight: Option<u32>| number(weight.map(f64::from));
        let weights = (
            weight(old.map(|dimension| dimension.weight)),
            weight(new.map(|dimension| dimension.weight)),
        );
        if weights.0 != weights.1 {
            parts.push("weight", weights.0, weights.1, Weighs::Logic);
            let share = |set, number: Option<usize>| {
                number.map_or(Value::None, |number| {
                    Value::Share(dimension_share(set, number))
                })
            };
            parts.push(
                "share of the rubric",
                share(self.old, pair.old),
                share(self.new, pair.new),
                Weighs::Logic,
            );
        }
        if let (Some(a), Some(b)) = (old, new) {
            parts.text("title", &a.title, &b.title);
            parts.text("about", &a.about, &b.about);
            parts.text("source", &a.source, &b.source);
        }
        let ids = (old.map(|part| &*part.id), new.map(|part| &*part.id));
        let alone = (Weighs::Shown, Weighs::Shown);
        self.note(Subject::Dimension, ids, parts, alone, Weighs::Shown);
    }

    fn criterion(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|number| &self.old.criteria[number]),
            pair.new.map(|number| &self.new.criteria[number]),
        );
        let mut parts = Parts::default();
        let weight = |weight: Option<u32>| number(weight.map(f64::from));
        let weights = (
            weight(old.map(|criterion| criterion.weight)),
            weight(new.map(|criterion| criterion.weight)),
        );
        if weights.0 != weights.1 {
            parts.push("weight", weights.0, weights.1, Weighs::Logic);
            let share = |set, number: Option<usize>| {
                number.map_or(Value::None, |number| {
                    Value::Share(criterion_share(set, number))
                })
            };
            parts.push(
                "effective weight",
                share(self.old, pair.old),
                share(self.new, pair.new),
                Weighs::Logic,
            );
        }
        match (pair.old, pair.new) {
            (Some(a), Some(b)) => {
                self.scale(a, b, &mut parts);
                criterion_texts(
                    (self.old, &self.old.criteria[a]),
                    (self.new, &self.new.criteria[b]),
                    &mut parts,
                );
            }
            (a, b) => {
                let scale = |number: Option<usize>| number.map_or(Value::None, Value::Scale);
                parts.push("scale", scale(a), scale(b), Weighs::Logic);
            }
        }
        let ids = (old.map(|part| &*part.id), new.map(|part| &*part.id));
        let alone = (Weighs::Shown, Weighs::Shown);
        self.note(Subject::Criterion, ids, parts, alone, Weighs::Shown);
    }

    /// The scale, row by row where the rows are the same.
    fn scale(&self, a: usize, b: usize, parts: &mut Parts) {
        let (old, new) = (&self.aligned.old, &self.aligned.new);
        let (one, other) = (&old.criteria[a], &new.criteria[b]);
        if essence(old, &one.scale) == essence(new, &other.scale) {
            return;
        }
        let before = parts.0.len();
        let text = |set: &RubricSet, when: &Option<Condition>| {
            when.as_ref().map(|when| meaning(set, when))
        };
        if text(old, &one.applies_when) != text(new, &other.applies_when) {
            let when = |criterion: &Criterion| {
                let when = criterion.applies_when.clone();
                when.map_or(Value::None, Value::When)
            };
            let (a, b) = (&self.old.criteria[a], &self.new.criteria[b]);
            parts.push("applies_when", when(a), when(b), Weighs::Logic);
        }
        let cases = |set: &RubricSet, criterion: &Criterion| -> Vec<String> {
            let cases = criterion.cases.iter();
            cases.map(|when| meaning(set, when)).collect()
        };
        let labels = |criterion: &Criterion| -> Vec<String> {
            let rows = criterion.attributes.iter();
            rows.map(|row| row.label.to_string()).collect()
        };
        let same_rows = one.single_fact == other.single_fact
            && one.facts == other.facts
            && labels(one) == labels(other)
            && cases(old, one) == cases(new, other);
        let is_table = |criterion: &Criterion| {
            matches!(criterion.scale, crate::rubric::scale::Scale::Table { .. })
        };
        if same_rows && is_table(one) && is_table(other) {
            for (row, other) in one.attributes.iter().zip(&other.attributes) {
                parts.differ(
                    &format!("points of {}", row.label),
                    Value::Number(row.points.into()),
                    Value::Number(other.points.into()),
                    Weighs::Logic,
                );
            }
        }
        // Only what else changed is in the scale as a whole.
        if parts.0.len() == before {
            let (before, after) = (Value::Scale(a), Value::Scale(b));
            parts.push("scale", before, after, Weighs::Logic);
        } else if !same_rows {
            parts.push("scale", Value::Scale(a), Value::Scale(b), Weighs::Logic);
        }
    }

    fn gate(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|number| &self.old.gates[number]),
            pair.new.map(|number| &self.new.gates[number]),
        );
        let when = |part: Option<&crate::rubric::Gate>| {
            part.map_or(Value::None, |gate| Value::When(gate.when.clone()))
        };
        let effect = |part: Option<&crate::rubric::Gate>| match part.map(|gate| gate.effect) {
            Some(Effect::Cap(cap)) => Value::Tenths(cap),
            Some(Effect::KnockOut) => Value::Text("knock_out".to_owned()),
            None => Value::None,
        };
        let mut parts = Parts::default();
        let same = pair.old.zip(pair.new).is_some_and(|(a, b)| {
            let (old, new) = (&self.aligned.old, &self.aligned.new);
            meaning(old, &old.gates[a].when) == meaning(new, &new.gates[b].when)
        });
        if !same {
            parts.push("when", when(old), when(new), Weighs::Shown);
        }
        parts.differ("cap", effect(old), effect(new), Weighs::Shown);
        if let (Some(a), Some(b)) = (old, new) {
            parts.text("title", &a.title, &b.title);
            parts.text("reason", &a.reason, &b.reason);
            parts.text("source", &a.source, &b.source);
            let (before, after) = (ids(self.old, &a.advice), ids(self.new, &b.advice));
            parts.differ("advice", before, after, Weighs::Text);
        }
        let ids = (old.map(|part| &*part.id), new.map(|part| &*part.id));
        let alone = (Weighs::Shown, Weighs::Shown);
        self.note(Subject::Gate, ids, parts, alone, Weighs::Shown);
    }

    fn recommendation(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|number| &self.old.recommendations[number]),
            pair.new.map(|number| &self.new.recommendations[number]),
        );
        let mut parts = Parts::default();
        if let (Some(a), Some(b)) = (old, new) {
            parts.text("title", &a.title, &b.title);
            parts.text("means", &a.means, &b.means);
            parts.text("source", &a.source, &b.source);
            let (before, after) = (ids(self.old, &a.advice), ids(self.new, &b.advice));
            parts.differ("advice", before, after, Weighs::Text);
        }
        let ids = (old.map(|part| &*part.id), new.map(|part| &*part.id));
        let alone = (Weighs::Shown, Weighs::Shown);
        self.note(Subject::Recommendation, ids, parts, alone, Weighs::Breaks);
    }

    fn rule(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|number| &self.old.rules[number]),
            pair.new.map(|number| &self.new.rules[number]),
        );
        let (alike_old, alike_new) = (&self.aligned.old, &self.aligned.new);
        let mut parts = Parts::default();
        let recommend = |set: &RubricSet, rule: Option<&crate::rubric::Rule>| {
            rule.map_or(Value::None, |rule| {
                text(&set.recommendations[usize::from(rule.recommend)].id)
            })
        };
        let aligned = (
            pair.old.map(|number| &alike_old.rules[number]),
            pair.new.map(|number| &alike_new.rules[number]),
        );
        if recommend(alike_old, aligned.0) != recommend(alike_new, aligned.1) {
            let (before, after) = (recommend(self.old, old), recommend(self.new, new));
            parts.push("recommend", before, after, Weighs::Logic);
        }
        let canon = |set: &RubricSet, rule: Option<&crate::rubric::Rule>| {
            let when = rule.and_then(|rule| rule.when.as_ref());
            when.map(|when| meaning(set, when))
        };
        if canon(alike_old, aligned.0) != canon(alike_new, aligned.1) {
            let when = |rule: Option<&crate::rubric::Rule>| {
                let when = rule.and_then(|rule| rule.when.clone());
                when.map_or(Value::None, Value::When)
            };
            parts.push("when", when(old), when(new), Weighs::Logic);
        }
        if let (Some(a), Some(b)) = (old, new) {
            parts.text("because", &a.because, &b.because);
            parts.text("source", &a.source, &b.source);
        } else {
            let place = |number: Option<usize>| {
                let place = number.and_then(|number| u32::try_from(number + 1).ok());
                place.map_or(Value::None, |place| Value::Number(place.into()))
            };
            parts.push("place", place(pair.old), place(pair.new), Weighs::Logic);
        }
        let ids = (old.map(|part| &*part.id), new.map(|part| &*part.id));
        let alone = (Weighs::Logic, Weighs::Logic);
        self.note(Subject::Rule, ids, parts, alone, Weighs::Shown);
    }

    /// The rules that both sets have, as far as one stands otherwise to another.
    fn order(&mut self, rules: &[Pair]) {
        let mut both: Vec<(usize, usize)> = rules
            .iter()
            .filter_map(|pair| pair.old.zip(pair.new))
            .collect();
        let all = both.clone();
        let turned =
            |(a, b): &(usize, usize)| all.iter().any(|(c, d)| (a < c) != (b < d) && a != c);
        both.retain(turned);
        if both.is_empty() {
            return;
        }
        let mut parts = Parts::default();
        both.sort_by_key(|(a, _)| *a);
        let before = both.iter().map(|(a, _)| self.old.rules[*a].id.to_string());
        let before = Value::List(before.collect());
        both.sort_by_key(|(_, b)| *b);
        let after = both.iter().map(|(_, b)| self.new.rules[*b].id.to_string());
        let after = Value::List(after.collect());
        parts.push("order", before, after, Weighs::Logic);
        let ids = (Some("rules"), Some("rules"));
        let alone = (Weighs::Logic, Weighs::Logic);
        self.note(Subject::Order, ids, parts, alone, Weighs::Logic);
    }

    fn advice(&mut self, pair: Pair) {
        let (old, new) = (
            pair.old.map(|number| &self.old.advice[number]),
            pair.new.map(|number| &self.new.advice[number]),
        );
        let mut parts = Parts::default();
        if let (Some(a), Some(b)) = (old, new) {
            parts.text("text", &a.text, &b.text);
            parts.text("source", &a.source, &b.source);
        }
        let ids = (old.map(|part| &*part.id), new.map(|part| &*part.id));
        let alone = (Weighs::Text, Weighs::Text);
        self.note(Subject::Advice, ids, parts, alone, Weighs::Text);
    }
}

fn criterion_texts(
    (old, a): (&RubricSet, &Criterion),
    (new, b): (&RubricSet, &Criterion),
    parts: &mut Parts,
) {
    let shown = |text: &Option<crate::rubric::text::Str>| optional(text.as_deref());
    parts.text("title", &a.title, &b.title);
    parts.text("source", &a.source, &b.source);
    let (before, after) = (shown(&a.judgement), shown(&b.judgement));
    parts.differ("judgement", before, after, Weighs::Text);
    for row in &b.attributes {
        let other = a.attributes.iter().find(|other| other.label == row.label);
        let Some(other) = other else { continue };
        let (before, after) = (shown(&other.reason), shown(&row.reason));
        let name = |part: &str| {
            if row.label.is_empty() {
                part.to_owned()
            } else {
                format!("{part} of {}", row.label)
            }
        };
        parts.differ(&name("reason"), before, after, Weighs::Text);
        let (before, after) = (ids(old, &other.advice), ids(new, &row.advice));
        parts.differ(&name("advice"), before, after, Weighs::Text);
    }
}

fn ids(set: &RubricSet, advice: &[u16]) -> Value {
    let id = |number: &u16| set.advice[usize::from(*number)].id.to_string();
    Value::List(advice.iter().map(id).collect())
}
