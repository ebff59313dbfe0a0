//! The range of a weighted mean, where it may be open which of its items are in.
//!
//! The least mean takes in, besides what is surely in, every open item up to some value: one that is lower than
//! the mean pulls it down. So the least over all values at which one could stop is exact. The greatest likewise.

use super::{Sql, lined};

/// An item of a mean.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) weight: u32,
    /// The columns of its least and greatest value.
    pub(super) low: String,
    pub(super) high: String,
    /// The column that says whether it is in, where that can be otherwise.
    pub(super) applies: Option<String>,
    /// The values that it can have, at either end, where they are few and known.
    pub(super) values: Option<[Vec<u8>; 2]>,
}

impl Item {
    fn end(&self, least: bool) -> &str {
        if least { &self.low } else { &self.high }
    }
}

/// The expressions of a mean.
pub(super) struct Mean {
    /// Columns of a stage before it: the weight of each item that may be out, where it is in, and where that
    /// is open.
    pub(super) weights: Vec<String>,
    /// Columns of the stage after that: weights and values added up over what is surely in.
    pub(super) sums: Vec<String>,
    pub(super) low: String,
    pub(super) high: String,
    /// Whether there is one at all; none where there always is.
    pub(super) exists: Option<String>,
}

impl Sql<'_> {
    /// The least and greatest mean, rounded half away from zero; `scale` tenths a unit of the values. `id` is
    /// what it is the score of. Weights are at most 1000, so that the sums over a thousand items fit 32 bits.
    pub(super) fn mean(&self, id: &str, items: &[Item], scale: u64) -> Mean {
        Sums {
            sql: self,
            id,
            items,
            scale,
        }
        .mean()
    }
}

struct Sums<'s> {
    sql: &'s Sql<'s>,
    id: &'s str,
    items: &'s [Item],
    scale: u64,
}

impl Sums<'_> {
    fn mean(&self) -> Mean {
        let fixed = self.items.iter().filter(|item| item.applies.is_none());
        let fixed: u64 = fixed.map(|item| u64::from(item.weight)).sum();
        let open: Vec<&Item> = self
            .items
            .iter()
            .filter(|item| item.applies.is_some())
            .collect();
        if open.is_empty() {
            return Mean {
                weights: Vec::new(),
                sums: Vec::new(),
                low: self.rounded(&self.values(true), &fixed.to_string(), Some(fixed)),
                high: self.rounded(&self.values(false), &fixed.to_string(), Some(fixed)),
                exists: None,
            };
        }
        let mut weight: Vec<String> = open.iter().map(|item| self.of(&item.id, "in")).collect();
        if fixed > 0 {
            weight.insert(0, fixed.to_string());
        }
        let sum = |end: &str, parts: &[String]| {
            let name = self.of(self.id, end);
            format!("{} AS {name}", lined(parts, " + ", 2))
        };
        let all: Vec<String> = open
            .iter()
            .filter_map(|item| item.applies.clone())
            .collect();
        let mut sums = vec![
            sum("weight in", &weight),
            sum("low in", &self.values(true)),
            sum("high in", &self.values(false)),
        ];
        let low = self.end(&open, true, &mut sums);
        let high = self.end(&open, false, &mut sums);
        Mean {
            weights: open.iter().flat_map(|item| self.weights(item)).collect(),
            sums,
            low,
            high,
            exists: (fixed == 0).then(|| all.join(" OR ")),
        }
    }

    fn of(&self, id: &str, end: &str) -> String {
        self.sql.names.of(&format!("{id} {end}"))
    }

    /// The weight of an item where it is in, and where that is open; else 0.
    fn weights(&self, item: &Item) -> Vec<String> {
        let Some(applies) = &item.applies else {
            return Vec::new();
        };
        let weight = item.weight.to_string();
        let (surely, open) = (self.of(&item.id, "in"), self.of(&item.id, "open"));
        vec![
            format!("CASE WHEN {applies} THEN {weight} ELSE 0 END AS {surely}"),
            format!("CASE WHEN {applies} IS NULL THEN {weight} ELSE 0 END AS {open}"),
        ]
    }

    /// The values of what is surely in, times their weights.
    fn values(&self, least: bool) -> Vec<String> {
        let items = self.items.iter();
        items
            .map(|item| {
                let value = item.end(least);
                match &item.applies {
                    // What has no score at all has no value either.
                    Some(_) if item.values.is_none() => {
                        format!("{} * COALESCE({value}, 0)", self.of(&item.id, "in"))
                    }
                    Some(_) => format!("{} * {value}", self.of(&item.id, "in")),
                    None if item.weight == 1 => value.to_owned(),
                    None => format!("{} * {value}", item.weight),
                }
            })
            .collect()
    }

    /// One end of the mean where `open` items may be out, and the sums that it needs.
    fn end(&self, open: &[&Item], least: bool, sums: &mut Vec<String>) -> String {
        let sum = self.of(self.id, if least { "low in" } else { "high in" });
        let weight = self.of(self.id, "weight in");
        let surely = self.rounded(std::slice::from_ref(&sum), &weight, None);
        let mut stops = vec![surely.clone()];
        let taken = match values(open, least) {
            Some(values) => self.taken_by_value(open, least, &values, sums),
            None => self.taken_by_item(open, least, sums),
        };
        for (more, weights) in taken {
            let all = |first: &String, more: Vec<String>| -> Vec<String> {
                std::iter::once(first.clone()).chain(more).collect()
            };
            let weights = all(&weight, weights).join(" + ");
            stops.push(self.rounded(&all(&sum, more), &weights, None));
        }
        let undecided: Vec<String> = open
            .iter()
            .filter_map(|item| Some(format!("{} IS NULL", item.applies.as_ref()?)))
            .collect();
        let best = if least { "LEAST" } else { "GREATEST" };
        format!(
            "CASE WHEN {}\n      THEN {best}(\n        {})\n      ELSE {surely} END",
            lined(&undecided, " OR ", 2),
            stops.join(",\n        ")
        )
    }

    /// The sums and weights that open items add, up to each of the few values that they can have.
    fn taken_by_value(
        &self,
        open: &[&Item],
        least: bool,
        values: &[u8],
        sums: &mut Vec<String>,
    ) -> Vec<(Vec<String>, Vec<String>)> {
        let end = if least { "low" } else { "high" };
        let (mut more, mut weights) = (Vec::new(), Vec::new());
        let mut taken = Vec::new();
        for &value in values {
            let column = self.of(self.id, &format!("open at {end} {value}"));
            let own: Vec<String> = open
                .iter()
                .filter(|item| {
                    let ends = item.values.as_ref().map(|ends| &ends[usize::from(!least)]);
                    ends.is_some_and(|ends| ends.contains(&value))
                })
                .map(|item| {
                    let (at, open) = (item.end(least), self.of(&item.id, "open"));
                    format!("CASE WHEN {at} = {value} THEN {open} ELSE 0 END")
                })
                .collect();
            sums.push(format!("{} AS {column}", lined(&own, " + ", 2)));
            if value > 0 {
                more.push(format!("{value} * {column}"));
            }
            weights.push(column);
            taken.push((more.clone(), weights.clone()));
        }
        taken
    }

    /// The same where one could stop at the value of each of them.
    fn taken_by_item(
        &self,
        open: &[&Item],
        least: bool,
        sums: &mut Vec<String>,
    ) -> Vec<(Vec<String>, Vec<String>)> {
        let (end, sign) = if least { ("low", "<=") } else { ("high", ">=") };
        let mut taken = Vec::new();
        for last in open {
            let until = last.end(least);
            let part = |item: &&Item, factor: &str| {
                let (at, open) = (item.end(least), self.of(&item.id, "open"));
                format!("CASE WHEN {at} {sign} {until} THEN {open}{factor} ELSE 0 END")
            };
            let parts = |times: bool| -> Vec<String> {
                let factor = |item: &Item| match times {
                    true => format!(" * {}", item.end(least)),
                    false => String::new(),
                };
                open.iter().map(|item| part(item, &factor(item))).collect()
            };
            let name = |what: &str| self.of(&last.id, &format!("open {what} by {end}"));
            let (sum, weight) = (name("sum"), name("weight"));
            sums.push(format!("{} AS {sum}", lined(&parts(true), " + ", 2)));
            sums.push(format!("{} AS {weight}", lined(&parts(false), " + ", 2)));
            taken.push((vec![sum], vec![weight]));
        }
        taken
    }

    /// The mean from a sum and a weight, which is 0 where nothing is in unless it is `fixed`.
    fn rounded(&self, sum: &[String], weight: &str, fixed: Option<u64>) -> String {
        let dividend = format!("{} * ({}) + {weight}", 2 * self.scale, lined(sum, " + ", 2));
        let divisor = match fixed {
            Some(weight) => (2 * weight).max(1).to_string(),
            None => format!("NULLIF(2 * ({weight}), 0)"),
        };
        self.sql.dialect.quotient(&dividend, &divisor)
    }
}

/// The few values that items can have at one end, in the order in which an optimum takes them; none where they
/// are not known.
fn values(open: &[&Item], least: bool) -> Option<Vec<u8>> {
    let mut values: Vec<u8> = Vec::new();
    for item in open {
        values.extend(&item.values.as_ref()?[usize::from(!least)]);
    }
    values.sort_unstable();
    values.dedup();
    if !least {
        values.reverse();
    }
    Some(values)
}
