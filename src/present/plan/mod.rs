//! What would have to change for a recommendation, and what could still go wrong: what every format shows,
//! with texts and ids in place of numbers. Serialized it is the JSON contract of `plan`; names are added,
//! never renamed.

pub mod markdown;
pub mod table;

use super::left::{Left, left};
use super::report::{AdviceText, FindingText, ProfileName, SetName, or_id, share};
use super::stale::{StaleFact, stale_facts};
use super::stated::StatedValue;
use super::what_if::Supposed;
use super::words::stated_words;
use crate::assess::Assessment;
use crate::assess::plan::risk::Risks;
use crate::assess::plan::{Plan as Figures, Planned};
use crate::assess::reason::Held;
use crate::finding::Finding;
use crate::profile::Answers;
use crate::rubric::RubricSet;
use crate::rubric::fact::{Fact, Order};
use crate::say;
use serde::ser::{Serialize, Serializer};

/// The report of `plan` for one profile.
#[derive(Debug, serde::Serialize)]
pub struct PlanReport<'a> {
    /// The version of this form.
    pub plan: u32,
    /// What it was scored with.
    pub rubric_set: SetName<'a>,
    /// What was scored.
    pub profile: ProfileName,
    /// Facts that were taken otherwise than the profile says.
    pub what_if: Vec<Supposed<'a>>,
    /// What the profile says that is out of date.
    pub stale: Vec<StaleFact<'a>>,
    /// What leads now.
    pub now: Now<'a>,
    /// What would have to change; none where only risks were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Change<'a>>,
    /// What could still go wrong; only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risks: Option<RiskList<'a>>,
    /// Warnings and notes about the profile.
    pub findings: Vec<FindingText>,
}

/// Said where no fact stands in the way of a recommendation that is impossible.
pub(super) fn no_way() -> String {
    say!(
        "Nothing that the profile says rules it out: the rules of the set leave no way to it. `maturity check` may say why."
    )
}

/// What leads before anything changes.
#[derive(Debug, serde::Serialize)]
pub struct Now<'a> {
    /// The recommendation.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// Its share.
    pub share: f64,
    /// Whether no other is possible.
    pub settled: bool,
}

/// What would have to change for one recommendation.
#[derive(Debug, serde::Serialize)]
pub struct Change<'a> {
    /// The recommendation asked for.
    pub id: &'a str,
    /// For people.
    pub title: &'a str,
    /// `settled`: nothing, it comes out whatever is unknown; `plans`; `impossible`: proved, whatever
    /// changes; `undecided`: the search ended without a plan or a proof.
    pub outcome: &'static str,
    /// Whether no plan takes less effort than the first: proved.
    pub least_effort: bool,
    /// Whether no plan of that effort takes fewer unknown answers for granted: proved.
    pub fewest_provided: bool,
    /// The plans, the cheapest first.
    pub plans: Vec<Plan<'a>>,
    /// Where it is impossible: facts that cannot be changed and that alone make it so.
    pub blocking: Vec<FactValue<'a>>,
    /// The advice that changes name, each piece once.
    pub advice: Vec<AdviceText<'a>>,
}

impl Change<'_> {
    /// Whether the first plan, if there is one, is proved to be the least.
    #[must_use]
    pub fn proved(&self) -> bool {
        self.plans.is_empty() || self.least_effort && self.fewest_provided
    }
}

/// One plan.
#[derive(Debug, serde::Serialize)]
pub struct Plan<'a> {
    /// The sum of the efforts.
    pub effort: u32,
    /// What changes, the hardest first.
    pub changes: Vec<Move<'a>>,
    /// Unknown answers that it takes for granted, the weightiest first.
    pub provided: Vec<FactValue<'a>>,
}

/// One change.
#[derive(Debug, serde::Serialize)]
pub struct Move<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What the profile says.
    pub from: Value<'a>,
    /// What it must become.
    pub to: Value<'a>,
    /// What changing it takes, 1 (easy) to 5 (hard); none for a risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<u8>,
    /// Advice that fits: ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<&'a str>,
}

/// A fact and a value.
#[derive(Debug, serde::Serialize)]
pub struct FactValue<'a> {
    /// The fact.
    pub fact: &'a str,
    /// The question, as one would say it to a customer.
    pub ask: &'a str,
    /// The value.
    pub value: Value<'a>,
}

/// A value as a profile writes it.
#[derive(Debug)]
pub struct Value<'a> {
    fact: &'a Fact,
    value: Left,
}

impl Value<'_> {
    /// In words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.value.words
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StatedValue {
            fact: self.fact,
            value: &self.value.stated,
        }
        .serialize(serializer)
    }
}

/// What could still go wrong.
#[derive(Debug, serde::Serialize)]
pub struct RiskList<'a> {
    /// Whether no fewer facts can do it than those of the first set; where there is none, whether that is proved.
    pub fewest: bool,
    /// The most sets that are looked for.
    #[serde(skip)]
    pub most: usize,
    /// Sets of facts that take the lead from the recommendation if all of a set turn for the worse.
    pub sets: Vec<Risk<'a>>,
}

/// One set of facts.
#[derive(Debug, serde::Serialize)]
pub struct Risk<'a> {
    /// What turns for the worse.
    pub changes: Vec<Move<'a>>,
    /// What leads then.
    pub leads_to: &'a str,
    /// What leads then, for people.
    pub leads_to_title: &'a str,
}

/// What the report is made of.
#[derive(Clone, Copy)]
pub struct Subject<'a, 's, 't> {
    /// The set.
    pub set: &'a RubricSet,
    /// The profile's answers.
    pub answers: &'a Answers<'s>,
    /// Its assessment.
    pub assessment: &'t Assessment,
}

/// Joins what planning came to with the texts of the set.
#[must_use]
pub fn report<'a>(
    of: Subject<'a, '_, '_>,
    profile: ProfileName,
    findings: &[Finding],
    to: Option<Change<'a>>,
    risks: Option<RiskList<'a>>,
) -> PlanReport<'a> {
    let leading = &of.set.recommendations[usize::from(of.assessment.leading())];
    let first = of.assessment.outlook.possible.first();
    PlanReport {
        plan: 1,
        rubric_set: SetName::of(of.set),
        profile,
        what_if: Vec::new(),
        stale: stale_facts(of.set, of.answers),
        now: Now {
            id: &leading.id,
            title: or_id(&leading.title, &leading.id),
            share: share(
                first.map_or(0.0, |first| first.share),
                of.assessment.settled(),
            ),
            settled: of.assessment.settled(),
        },
        to,
        risks,
        findings: findings.iter().map(FindingText::from).collect(),
    }
}

/// What would have to change for `target`.
#[must_use]
pub fn change<'a>(of: Subject<'a, '_, '_>, target: u16, planned: &Planned) -> Change<'a> {
    let recommendation = &of.set.recommendations[usize::from(target)];
    let settled = of.assessment.settled() && of.assessment.leading() == target;
    let mut change = Change {
        id: &recommendation.id,
        title: or_id(&recommendation.title, &recommendation.id),
        outcome: "undecided",
        least_effort: false,
        fewest_provided: false,
        plans: Vec::new(),
        blocking: Vec::new(),
        advice: Vec::new(),
    };
    match planned {
        Planned::Plans {
            plans,
            least_effort,
            fewest_provided,
        } => {
            change.outcome = if settled { "settled" } else { "plans" };
            (change.least_effort, change.fewest_provided) = (*least_effort, *fewest_provided);
            change.plans = plans.iter().map(|plan| plan_text(of, plan)).collect();
            let mut named: Vec<u16> = Vec::new();
            for plan in plans {
                for &fact in plan
                    .changes
                    .iter()
                    .filter(|&&fact| !worsens(of, plan, fact))
                {
                    named.extend(advice(of, fact));
                }
            }
            let mut seen = vec![false; of.set.advice.len()];
            named.retain(|&number| !std::mem::replace(&mut seen[usize::from(number)], true));
            change.advice = named
                .into_iter()
                .map(|number| AdviceText::of(&of.set.advice[usize::from(number)]))
                .collect();
        }
        Planned::Impossible { blocking } => {
            change.outcome = "impossible";
            change.blocking = blocking.iter().map(|&fact| known(of, fact)).collect();
        }
        Planned::Undecided => {}
    }
    change
}

/// What could still go wrong.
#[must_use]
pub fn risk_list<'a>(
    of: Subject<'a, '_, '_>,
    risks: &Risks,
    most: usize,
    leads_to: impl Fn(&[u64]) -> u16,
) -> RiskList<'a> {
    let risk = |plan: &Figures| {
        let then = &of.set.recommendations[usize::from(leads_to(&plan.cells))];
        Risk {
            changes: plan
                .changes
                .iter()
                .map(|&fact| moved(of, plan, fact))
                .collect(),
            leads_to: &then.id,
            leads_to_title: or_id(&then.title, &then.id),
        }
    };
    RiskList {
        fewest: risks.fewest,
        most,
        sets: risks.risks.iter().map(risk).collect(),
    }
}

fn plan_text<'a>(of: Subject<'a, '_, '_>, plan: &Figures) -> Plan<'a> {
    let helps = |fact: u16| {
        if worsens(of, plan, fact) {
            Vec::new()
        } else {
            advice(of, fact)
        }
    };
    let with_effort = |&fact: &u16| Move {
        effort: of.set.facts[usize::from(fact)].effort,
        advice: helps(fact)
            .into_iter()
            .map(|number| &*of.set.advice[usize::from(number)].id)
            .collect(),
        ..moved(of, plan, fact)
    };
    let mut changes: Vec<Move<'a>> = plan.changes.iter().map(with_effort).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.effort));
    let provided = |&fact: &u16| FactValue {
        value: value(of, fact, &plan.cells),
        ..known(of, fact)
    };
    Plan {
        effort: plan.effort,
        changes,
        provided: plan.provided.iter().map(provided).collect(),
    }
}

fn moved<'a>(of: Subject<'a, '_, '_>, plan: &Figures, fact: u16) -> Move<'a> {
    Move {
        fact: &of.set.facts[usize::from(fact)].id,
        from: known(of, fact).value,
        to: value(of, fact, &plan.cells),
        effort: None,
        advice: Vec::new(),
    }
}

fn value<'a>(of: Subject<'a, '_, '_>, fact: u16, cells: &[u64]) -> Value<'a> {
    Value {
        fact: &of.set.facts[usize::from(fact)],
        value: left(of.set, of.answers, usize::from(fact), cells),
    }
}

/// A fact as the profile states it.
fn known<'a>(of: Subject<'a, '_, '_>, fact: u16) -> FactValue<'a> {
    let number = usize::from(fact);
    let own = &of.set.facts[number];
    let stated = &of.answers.stated[number].value;
    FactValue {
        fact: &own.id,
        ask: &own.ask,
        value: Value {
            fact: own,
            value: Left {
                words: stated_words(own, stated),
                stated: stated.clone().into_owned(),
            },
        },
    }
}

/// Whether a change goes to a worse value: advice would help against it.
fn worsens(of: Subject<'_, '_, '_>, plan: &Figures, fact: u16) -> bool {
    let fact = &of.set.facts[usize::from(fact)];
    let sum = |cells: &[u64]| -> u32 {
        let own = cells[crate::rubric::indexes(&fact.variables)].iter();
        own.map(|cells| cells.trailing_zeros()).sum()
    };
    let (now, then) = (sum(&of.answers.cells), sum(&plan.cells));
    match fact.order {
        Order::Rising => then < now,
        Order::Falling => then > now,
        Order::None => false,
    }
}

/// The advice, by number, of what reads a fact and does not stand at its best: the rows that hold of its
/// criteria, and its gates that have tripped.
fn advice(of: Subject<'_, '_, '_>, fact: u16) -> Vec<u16> {
    let set = of.set;
    let mut advice = Vec::new();
    for (number, criterion) in set.criteria.iter().enumerate() {
        if criterion.facts.contains(&fact) {
            advice.extend(Held::by(set, of.assessment, number).advice());
        }
    }
    for (gate, state) in set.gates.iter().zip(&of.assessment.gates) {
        let mut reads = false;
        gate.when.each_fact(&mut |test| {
            reads |= set.variables[usize::from(test.variable)].fact == fact;
        });
        if reads && *state == crate::rubric::condition::Truth::True {
            advice.extend(&gate.advice);
        }
    }
    let mut seen = vec![false; set.advice.len()];
    advice.retain(|&number: &u16| !std::mem::replace(&mut seen[usize::from(number)], true));
    advice
}
