//! Expectations, each drawn from what comes out or against it, with what must be said where it does not hold.

use super::Draw;
use crate::generate::model::{Model, Statement};
use crate::reference::outlook::Outlook;
use crate::reference::ranges::worst_dimension;

/// What is expected of a profile.
pub(super) struct Expects<'m> {
    pub(super) model: &'m Model,
    pub(super) profile: &'m [Statement],
    pub(super) outlook: &'m Outlook,
    /// The keys of the test.
    pub(super) keys: String,
    /// What must be said of those that do not hold, in the order in which they are looked at.
    pub(super) failures: Vec<String>,
    /// Each kind of expectation, and whether it holds.
    pub(super) made: Vec<(&'static str, bool)>,
}

/// Names, as messages list them.
fn ticked(names: &[String]) -> String {
    let ticked: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match ticked.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, most)) => format!("{} and {last}", most.join(", ")),
    }
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

impl<'m> Expects<'m> {
    pub(super) fn new(model: &'m Model, profile: &'m [Statement], outlook: &'m Outlook) -> Self {
        Self {
            model,
            profile,
            outlook,
            keys: String::new(),
            failures: Vec::new(),
            made: Vec::new(),
        }
    }

    /// Some expectations, in the order in which they are looked at.
    pub(super) fn draw(&mut self, draw: &mut Draw<'_>, others: &[(&str, &Outlook)]) {
        self.leading(draw);
        self.possible(draw);
        self.gates(draw);
        self.advice(draw);
        self.deepest(draw);
        if draw.below(2) == 0 {
            self.above(draw, others);
        }
        let lists: [(&str, Drawn<'m>); 2] = [("scores", Self::score), ("orders", Self::order)];
        for (key, one) in lists {
            let entries: Vec<String> = (0..draw.below(3)).filter_map(|_| one(self, draw)).collect();
            if !entries.is_empty() {
                self.keys += &format!("{key} = [{}]\n", entries.join(", "));
            }
        }
        if self.keys.is_empty() {
            self.settled(draw);
        }
    }

    /// Expects something; `failure` says what is there instead, and is said where it does not hold.
    pub(super) fn expect(&mut self, kind: &'static str, holds: bool, failure: String) {
        self.made.push((kind, holds));
        if !holds {
            self.failures.push(failure);
        }
    }

    fn recommendation(&self, number: usize) -> String {
        self.model.recommendations[number].to_owned()
    }

    fn settled(&mut self, draw: &mut Draw<'_>) {
        let wanted = draw.below(2) == 0;
        let possible = self.possible_ids();
        let how_many = if wanted { "one" } else { "more than one" };
        let listed = ticked(&possible);
        self.keys += &format!("settled = {wanted}\n");
        self.expect(
            "settled",
            (possible.len() == 1) == wanted,
            format!("{how_many} recommendation must be possible, but these are: {listed}"),
        );
    }

    fn possible_ids(&self) -> Vec<String> {
        let possible = self.outlook.possible.iter();
        possible
            .map(|one| self.recommendation(one.recommendation))
            .collect()
    }

    fn leading(&mut self, draw: &mut Draw<'_>) {
        let own = self.outlook.leading();
        let (rule, leading) = (own.rule, own.recommendation);
        let (rule_id, leading_id) = (format!("rule-{rule}"), self.recommendation(leading));
        if draw.below(2) == 0 {
            let wanted = draw.truth_or(leading, self.model.recommendations.len());
            let id = self.recommendation(wanted);
            self.keys += &format!("leads = \"{id}\"\n");
            let failure = format!("`{id}` must lead, but `{leading_id}` does (rule `{rule_id}`)");
            self.expect("leads", wanted == leading, failure);
        }
        if draw.below(4) == 0 {
            self.keys += "clearly = true\n";
            let failure = format!(
                "`{leading_id}` must lead clearly, with half of the share and twice the next"
            );
            self.expect("clearly", self.outlook.clearly(), failure);
        }
        if draw.below(4) == 0 {
            self.settled(draw);
        }
        if draw.below(2) == 0 {
            let wanted = draw.truth_or(rule, self.model.rules.len());
            self.keys += &format!("rule = \"rule-{wanted}\"\n");
            let failure = format!(
                "the rule `rule-{wanted}` must decide, but `{rule_id}` does (for `{leading_id}`)"
            );
            self.expect("rule", wanted == rule, failure);
        }
        let all = self.model.recommendations.len();
        let others: Vec<usize> = draw.some_below(all);
        if !others.is_empty() {
            let ids: Vec<String> = others.iter().map(|&one| self.recommendation(one)).collect();
            self.keys += &format!("not_leading = {}\n", quoted(&ids));
            let failure = format!("`{leading_id}` must not lead (rule `{rule_id}`)");
            self.expect("not_leading", !others.contains(&leading), failure);
        }
    }

    fn possible(&mut self, draw: &mut Draw<'_>) {
        let mut have = self.possible_ids();
        let mut wanted = match draw.below(4) {
            0..=1 => return,
            2 => have.clone(),
            _ => {
                let some = draw.some_below(self.model.recommendations.len());
                some.into_iter()
                    .map(|one| self.recommendation(one))
                    .collect()
            }
        };
        if wanted.is_empty() {
            return;
        }
        self.keys += &format!("possible = {}\n", quoted(&wanted));
        wanted.sort_unstable();
        have.sort_unstable();
        let failure = format!(
            "exactly {} must be possible, but what is possible is {}",
            ticked(&wanted),
            ticked(&have)
        );
        self.expect("possible", wanted == have, failure);
    }

    fn gates(&mut self, draw: &mut Draw<'_>) {
        let all = self.model.gates.len();
        for (key, words, state) in [
            ("tripped", "tripped", Some(true)),
            ("clear", "clear", Some(false)),
            ("open", "open", None),
        ] {
            let truly = draw.below(2) == 0;
            let is_so = |gate: &usize| self.outlook.expected.gates[*gate] == state;
            let some = draw.some_below(all).into_iter();
            let some: Vec<usize> = some.filter(|gate| !truly || is_so(gate)).collect();
            if some.is_empty() {
                continue;
            }
            let wrong = some.iter().filter(|gate| !is_so(gate));
            let wrong: Vec<String> = wrong.map(|&gate| self.model.gate_id(gate)).collect();
            let ids: Vec<String> = some.iter().map(|&gate| self.model.gate_id(gate)).collect();
            self.keys += &format!("{key} = {}\n", quoted(&ids));
            let failure = format!("must be {words}: {}", ticked(&wrong));
            self.expect(key, wrong.is_empty(), failure);
        }
    }

    /// Every recommendation and every gate gives a piece of advice.
    fn advice(&mut self, draw: &mut Draw<'_>) {
        let leading = self.outlook.leading().recommendation;
        let given = |recommendation: usize| recommendation == leading;
        let recommendations = draw
            .some_below(self.model.recommendations.len())
            .into_iter();
        let mut some: Vec<(String, bool)> = recommendations
            .map(|one| {
                (
                    format!("do-{}", self.model.recommendations[one]),
                    given(one),
                )
            })
            .collect();
        some.extend(
            draw.some_below(self.model.gates.len())
                .into_iter()
                .map(|gate| {
                    let tripped = self.outlook.expected.gates[gate] == Some(true);
                    (format!("at-{}", self.model.gates[gate].id), tripped)
                }),
        );
        if draw.below(2) == 0 {
            some.retain(|(_, given)| *given);
        }
        if some.is_empty() {
            return;
        }
        let ids: Vec<String> = some.iter().map(|(id, _)| id.clone()).collect();
        let missing = some.into_iter().filter(|(_, given)| !given);
        let missing: Vec<String> = missing.map(|(id, _)| id).collect();
        self.keys += &format!("advises = {}\n", quoted(&ids));
        let failure = format!("must advise {}", ticked(&missing));
        self.expect("advises", missing.is_empty(), failure);
    }

    fn deepest(&mut self, draw: &mut Draw<'_>) {
        let mut entries = Vec::new();
        for rubric in draw.some_below(self.model.rubrics.len()) {
            let own = self.model.dimensions_of(rubric);
            let worst = worst_dimension(self.model, &self.outlook.expected, rubric);
            let truth = own
                .iter()
                .position(|&one| Some(self.model.dimension_id(one)) == worst);
            let wanted = own[draw.truth_or(truth.unwrap_or(0), own.len())];
            let id = self.model.dimension_id(wanted);
            let dimension = self.model.dimensions[wanted].id;
            entries.push(format!(
                "{} = \"{dimension}\"",
                self.model.rubrics[rubric].id
            ));
            let is = worst.as_deref().unwrap_or("none");
            let failure = format!("`{id}` must be the worst dimension, but `{is}` is");
            self.expect("deepest", worst.as_ref() == Some(&id), failure);
        }
        if !entries.is_empty() {
            self.keys += &format!("deepest = {{ {} }}\n", entries.join(", "));
        }
    }
}

type Drawn<'m> = fn(&mut Expects<'m>, &mut Draw<'_>) -> Option<String>;
