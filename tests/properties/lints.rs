//! Lints and the proofs behind them, against a count of all complete profiles.

use crate::generate::model::{Condition, Model, Scale, Statement, Test, Value};
use crate::generate::{Case, cases, print};
use crate::reference::complete::{Complete, evaluate, holds, scale_facts};
use crate::reference::world::World;
use crate::subject::Numbers;
use maturity::assess::influence::{Influence, influences};
use maturity::assess::point::{Point, evaluate as score};
use maturity::assess::proof::Prover;
use maturity::assess::search::Found;
use maturity::check::lints::{STEPS, lint};
use maturity::finding::{Code, Finding, SourceText};
use maturity::rubric::RubricSet;
use maturity::rubric::condition::{ScoreRef, ScoreTest};
use maturity::rubric::load::{File, load};
use maturity::source::toml;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::{Config, TestCaseError};
use std::collections::{BTreeMap, BTreeSet};

/// The most complete profiles of a set that is counted.
const MOST: usize = 1024;

/// A set, its lints, and every complete profile.
struct Linted {
    set: RubricSet,
    numbers: Numbers,
    findings: Vec<Finding>,
    all: Vec<(Vec<Value>, Complete)>,
}

impl Linted {
    /// None where there are too many complete profiles to count.
    fn new(model: &Model) -> Option<Self> {
        let nothing = vec![Statement::Unknown(0); model.facts.len()];
        let world = World::new(model, &nothing);
        if world.count() > MOST {
            return None;
        }
        let texts = print::files(model);
        let sources = texts
            .iter()
            .enumerate()
            .map(|(number, text)| SourceText::new(format!("{number}.toml"), text));
        let files: Vec<File<'_>> = sources
            .map(|source| {
                let root = toml::read(&source).expect("well-formed");
                File { source, root }
            })
            .collect();
        let set = load(&files).expect("sound").set;
        let lints = lint(&files, &set, STEPS);
        assert_eq!(lints.undecided, 0, "a small set is decided");
        let all = world.completions().into_iter().map(|(values, _)| {
            let figures = evaluate(model, &values);
            (values, figures)
        });
        Some(Self {
            numbers: Numbers::new(model, &set),
            all: all.collect(),
            findings: lints.findings,
            set,
        })
    }

    /// Whether there is a finding with this code that says this.
    fn has(&self, code: Code, words: &str) -> bool {
        let mut own = self.findings.iter().filter(|finding| finding.code == code);
        own.any(|finding| finding.message.contains(words))
    }

    fn fires(&self, rule: usize) -> bool {
        self.all.iter().any(|(_, figures)| figures.rule == rule)
    }
}

/// Rules never fire, recommendations are never given, gates never or always trip, where a lint says so
/// and nowhere else; a gate without a cap is said to do nothing where neither a rule that fires
/// nor a gate with a cap names it.
fn check_decisions(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    for rule in 0..model.rules.len() {
        let said = linted.has(Code::DeadRule, &format!("the rule `rule-{rule}` can never"));
        prop_assert_eq!(said, !linted.fires(rule), "rule {}", rule);
        check_covering(&linted, model, rule)?;
    }
    for (number, id) in model.recommendations.iter().enumerate() {
        let given = (0..model.rules.len())
            .any(|rule| model.rules[rule].recommend == number && linted.fires(rule));
        let said = linted.has(Code::UnreachableRecommendation, &format!("`{id}`"));
        prop_assert_eq!(said, !given, "{}", id);
    }
    for gate in 0..model.gates.len() {
        let id = model.gate_id(gate);
        let trips = |wanted: bool| {
            linted
                .all
                .iter()
                .any(|(_, figures)| figures.gates[gate] == wanted)
        };
        let name = format!("`{id}`");
        prop_assert_eq!(linted.has(Code::NeverTrips, &name), !trips(true), "{}", &id);
        prop_assert_eq!(
            linted.has(Code::AlwaysTrips, &name),
            !trips(false),
            "{}",
            &id
        );
        if !trips(true) || !trips(false) {
            continue;
        }
        let said = linted.has(Code::IdleGate, &name);
        if model.gates[gate].cap.is_some() {
            let mut without = model.clone();
            without.gates[gate].cap = None;
            let rubric = model.gates[gate].rubric;
            let changes = linted.all.iter().any(|(values, figures)| {
                evaluate(&without, values).rubrics[rubric] != figures.rubrics[rubric]
            });
            prop_assert_eq!(said, !changes, "the cap of {}", &id);
            continue;
        }
        let rules = model.rules.iter().enumerate();
        let rules = rules.filter(|(rule, _)| linted.fires(*rule));
        let capped = model.gates.iter().filter(|gate| gate.cap.is_some());
        let mut read = BTreeSet::new();
        rules
            .filter_map(|(_, rule)| rule.when.as_ref())
            .chain(capped.map(|gate| &gate.when))
            .for_each(|when| gates_below(model, when, &mut read));
        prop_assert!(said || read.contains(&gate), "nothing reads {}", &id);
        if said {
            let mut turned = live(&linted, model);
            let when = turned.gates[gate].when.clone();
            turned.gates[gate].when = Condition::Not(Box::new(when));
            for (values, figures) in &linted.all {
                let rule = &turned.rules[evaluate(&turned, values).rule];
                let usual = &model.rules[figures.rule];
                prop_assert_eq!(rule.recommend, usual.recommend, "{} matters", &id);
            }
        }
    }
    Ok(())
}

/// Earlier rules that are said to cover one that never fires do, none of them can be missed, and it is one where one that fires
/// does.
fn check_covering(linted: &Linted, model: &Model, rule: usize) -> Result<(), TestCaseError> {
    let name = format!("the rule `rule-{rule}` can never fire: where");
    let own = |finding: &&Finding| finding.message.starts_with(&name);
    let Some(finding) = linted.findings.iter().find(own) else {
        return Ok(());
    };
    let hint = finding.hint.as_deref().unwrap_or("");
    let named = hint
        .split('`')
        .filter_map(|word| word.strip_prefix("rule-")?.parse().ok());
    let named: Vec<usize> = named.collect();
    let meets = |rule: usize, (values, figures): &(Vec<Value>, Complete)| {
        let when = model.rules[rule].when.as_ref();
        when.is_none_or(|when| holds(model, values, figures, when))
    };
    let cover = |rules: &[usize]| {
        let mut own = linted.all.iter().filter(|profile| meets(rule, profile));
        own.all(|profile| rules.iter().any(|earlier| meets(*earlier, profile)))
    };
    prop_assert!(named.iter().all(|earlier| *earlier < rule), "{hint}");
    prop_assert!(cover(&named), "{hint}");
    for earlier in &named {
        let others: Vec<usize> = named
            .iter()
            .copied()
            .filter(|other| other != earlier)
            .collect();
        prop_assert!(!cover(&others), "rule-{earlier} can be missed: {hint}");
    }
    let alone = (0..rule).any(|earlier| linted.fires(earlier) && cover(&[earlier]));
    prop_assert_eq!(named.len() == 1, alone, "{}", hint);
    Ok(())
}

/// The gates that a condition names, and those that they name.
fn gates_below(model: &Model, condition: &Condition, gates: &mut BTreeSet<usize>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts
                .iter()
                .for_each(|part| gates_below(model, part, gates));
        }
        Condition::Not(part) => gates_below(model, part, gates),
        Condition::Gate(gate) => {
            if gates.insert(*gate) {
                gates_below(model, &model.gates[*gate].when, gates);
            }
        }
        Condition::Fact(..) | Condition::Score(..) => {}
    }
}

/// The model with only the rules that fire for some profile.
fn live(linted: &Linted, model: &Model) -> Model {
    let mut live = model.clone();
    live.rules = (0..model.rules.len())
        .filter(|&rule| linted.fires(rule))
        .map(|rule| model.rules[rule].clone())
        .collect();
    // The last of them catches all the rest, whatever it tests.
    if let Some(last) = live.rules.last_mut() {
        last.when = None;
    }
    live
}

/// A fact or a criterion changes some recommendation exactly where it is not proved that it cannot.
fn check_influences(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    let mut prover = Prover::new(&linted.set, STEPS);
    let firing = prover.firing();
    let found = influences(&linted.set, &mut prover, &firing);
    let influence = |can: bool| {
        if can {
            Influence::Some
        } else {
            Influence::None
        }
    };
    for fact in 0..model.facts.len() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let can = linted.all.iter().any(|(values, figures)| {
            let mut others = values.clone();
            others.remove(fact);
            let recommend = model.rules[figures.rule].recommend;
            *seen.entry(format!("{others:?}")).or_insert(recommend) != recommend
        });
        let number = linted.numbers.facts[fact];
        prop_assert_eq!(
            found.facts[number],
            influence(can),
            "{}",
            model.facts[fact].id
        );
        let said = linted.has(Code::IdleFact, &format!("`{}`", model.facts[fact].id));
        prop_assert!(!(said && can), "{} is no idle fact", model.facts[fact].id);
    }
    let live = live(&linted, model);
    for criterion in 0..model.criteria.len() {
        let outcomes: BTreeSet<Option<i64>> = linted
            .all
            .iter()
            .map(|(_, figures)| figures.points[criterion])
            .collect();
        let can = outcomes.into_iter().any(|outcome| {
            let mut given = live.clone();
            given.criteria[criterion].scale = Scale::Cases(vec![(None, outcome.unwrap_or(0))]);
            given.criteria[criterion].applies_when =
                outcome.is_none().then(|| Condition::Any(Vec::new()));
            linted.all.iter().any(|(values, figures)| {
                let rule = &given.rules[evaluate(&given, values).rule];
                rule.recommend != model.rules[figures.rule].recommend
            })
        });
        let id = model.criterion_id(criterion);
        let number = linted.numbers.criteria[criterion];
        prop_assert_eq!(found.criteria[number], influence(can), "{}", &id);
        let said = linted.has(Code::IdleCriterion, &format!("criterion `{id}`"));
        prop_assert!(!(said && can), "{} is no idle criterion", id);
    }
    Ok(())
}

/// A stretch of a rubric's score is reached exactly where a search says so, with a witness that holds.
fn check_stretches(case: &Case) -> Result<(), TestCaseError> {
    let Some(linted) = Linted::new(&case.model) else {
        return Ok(());
    };
    let mut prover = Prover::new(&linted.set, STEPS);
    let mut point = Point::new(&linted.set);
    for (choice, rubric) in case
        .choices
        .chunks(2)
        .zip((0..case.model.rubrics.len()).cycle())
    {
        let low = i64::from(choice[0]) * 4;
        let high = low + i64::from(choice[1] % 64) * 4;
        let of = u16::try_from(linted.numbers.rubrics[rubric]).expect("few");
        let test = ScoreTest {
            of: ScoreRef::Rubric(of),
            low: i32::try_from(low).expect("small"),
            high: i32::try_from(high).expect("small"),
        };
        let inside = |score: Option<i64>| score.is_some_and(|score| (low..=high).contains(&score));
        let reached = linted
            .all
            .iter()
            .any(|(_, figures)| inside(figures.rubrics[rubric]));
        match prover.scores(test) {
            Found::Witness(cells) => {
                score(&linted.set, &cells, &mut point);
                prop_assert!(test.holds(point.rubrics[usize::from(of)]), "{cells:?}");
            }
            Found::Impossible => prop_assert!(!reached, "{low} to {high} of {rubric}"),
            Found::Undecided => prop_assert!(false, "{low} to {high} of {rubric} is left open"),
        }
    }
    Ok(())
}

/// No complete profile's score reaches a rating exactly where a lint says so.
fn check_ratings(case: &Case) -> Result<(), TestCaseError> {
    let Some(linted) = Linted::new(&case.model) else {
        return Ok(());
    };
    for (number, rubric) in case.model.rubrics.iter().enumerate() {
        for (place, &from) in rubric.ratings.iter().enumerate() {
            let next = rubric.ratings.get(place + 1).copied().unwrap_or(101);
            let mut all = linted.all.iter();
            let named = all.any(|(_, figures)| {
                let score = figures.rubrics[number];
                score.is_some_and(|tenths| (10 * from..10 * next).contains(&tenths))
            });
            let name = format!(
                "`{}` reaches the rating `{}`",
                rubric.id,
                print::rating_id(from)
            );
            let said = linted.has(Code::UnreachableRating, &name);
            prop_assert_eq!(said, !named, "{}", name);
        }
    }
    Ok(())
}

/// A case can be left out exactly where a lint says so; the last cannot, and is said to be dead where it is.
fn check_rows(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    for criterion in 0..model.criteria.len() {
        let points = |model: &Model| -> Vec<Option<i64>> {
            let all = linted.all.iter();
            all.map(|(values, _)| evaluate(model, values).points[criterion])
                .collect()
        };
        let usual = points(model);
        let Scale::Cases(rows) = &model.criteria[criterion].scale else {
            continue;
        };
        let id = model.criterion_id(criterion);
        if usual.iter().all(Option::is_none) || rows.len() == 1 {
            continue;
        }
        for row in 0..rows.len() - 1 {
            let mut without = model.clone();
            if let Scale::Cases(rows) = &mut without.criteria[criterion].scale {
                rows.remove(row);
            }
            // Whether a scale applies hangs on all facts that it names, so one with fewer may apply more often.
            let facts = |model: &Model| -> BTreeSet<usize> {
                scale_facts(&model.criteria[criterion].scale)
                    .into_iter()
                    .collect()
            };
            if facts(model) != facts(&without) {
                continue;
            }
            let name = format!("case {} of `{id}`", row + 1);
            let said = linted.has(Code::DeadRow, &name) || linted.has(Code::RedundantRow, &name);
            prop_assert_eq!(said, points(&without) == usual, "{}", name);
        }
    }
    Ok(())
}

/// The values of a fact from the worst to the best; none where it has no order.
fn worst_to_best(model: &Model, fact: usize) -> Option<bool> {
    use crate::generate::model::Kind;
    match (model.facts[fact].order, &model.facts[fact].kind) {
        (_, Kind::Set(_) | Kind::Text) | (Some("none"), _) => None,
        (Some(order), _) => Some(order == "rising"),
        (None, kind) => matches!(kind, Kind::Choice(_)).then_some(true),
    }
}

/// Where a value stands among those of its fact; none for `n/a`.
fn rank(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(value) => Some((*value).into()),
        Value::Option(option) => i64::try_from(*option).ok(),
        Value::Number(quarters) => Some(*quarters),
        Value::NotApplicable | Value::Options(_) | Value::Text => None,
    }
}

/// A better answer makes a criterion worse exactly where a lint says so.
fn check_better_answers(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    for (number, criterion) in model.criteria.iter().enumerate() {
        let id = model.criterion_id(number);
        let better = model.rubrics[model.dimensions[criterion.dimension].rubric].better;
        for fact in 0..model.facts.len() {
            let Some(rising) = worst_to_best(model, fact) else {
                continue;
            };
            let mut columns: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
            for (values, figures) in &linted.all {
                let (Some(rank), Some(points)) = (rank(&values[fact]), figures.points[number])
                else {
                    continue;
                };
                let mut others = values.clone();
                others.remove(fact);
                let (rank, points) = (
                    if rising { rank } else { -rank },
                    if better { points } else { -points },
                );
                columns
                    .entry(format!("{others:?}"))
                    .or_default()
                    .push((rank, points));
            }
            let worsens = columns.into_values().any(|mut column| {
                column.sort_unstable();
                !column.iter().map(|(_, points)| points).is_sorted()
            });
            let name = format!("makes `{id}` worse: `{}`", model.facts[fact].id);
            let said = linted.has(Code::NotMonotone, &name);
            prop_assert_eq!(said, worsens, "{} by {}", &id, model.facts[fact].id);
        }
    }
    Ok(())
}

/// The conditions of a set, and what their files call the rules, gates and criteria that hold them.
fn conditions(model: &Model) -> Vec<(String, &Condition)> {
    let rules = model.rules.iter().enumerate();
    let rules = rules.filter_map(|(number, rule)| {
        let when = rule.when.as_ref()?;
        Some((format!("rule-{number}"), when))
    });
    let gates = model.gates.iter();
    let gates = gates.map(|gate| (gate.id.to_owned(), &gate.when));
    let mut all: Vec<(String, &Condition)> = rules.chain(gates).collect();
    for criterion in &model.criteria {
        let own = |condition| (criterion.id.to_owned(), condition);
        all.extend(criterion.applies_when.as_ref().map(own));
        if let Scale::Cases(rows) = &criterion.scale {
            all.extend(rows.iter().filter_map(|(when, _)| when.as_ref()).map(own));
        }
    }
    all
}

/// A test of a fact or a score comes out the same for every profile exactly where a lint says so of the rule, gate or
/// criterion that it belongs to.
fn check_constants(case: &Case) -> Result<(), TestCaseError> {
    let model = &case.model;
    let Some(linted) = Linted::new(model) else {
        return Ok(());
    };
    let mut constant: BTreeMap<String, bool> = BTreeMap::new();
    for (name, when) in conditions(model) {
        let mut parts = Vec::new();
        below(when, false, &mut parts);
        let same = |part: &&Condition| {
            let all = linted.all.iter();
            let mut states = all.map(|(values, figures)| holds(model, values, figures, part));
            let first = states.next();
            states.all(|state| Some(state) == first)
        };
        *constant.entry(name).or_default() |= parts.iter().any(same);
    }
    for (name, constant) in constant {
        let said = linted.has(Code::ConstantTest, &format!("of `{name}`"));
        prop_assert_eq!(said, constant, "{}", name);
    }
    Ok(())
}

/// What is looked at of a condition: tests, lists of alternatives, and other lists `apart`, which the whole can
/// hold or fail without.
fn below<'m>(condition: &'m Condition, apart: bool, parts: &mut Vec<&'m Condition>) {
    match condition {
        Condition::All(all) => {
            if apart {
                parts.push(condition);
            }
            let apart = apart && all.len() == 1;
            all.iter().for_each(|part| below(part, apart, parts));
        }
        Condition::Any(any) => {
            parts.push(condition);
            any.iter().for_each(|part| below(part, true, parts));
        }
        Condition::Not(part) => below(part, true, parts),
        Condition::Fact(_, Test::Includes(_) | Test::Is(_) | Test::In(_) | Test::Number(_))
        | Condition::Score(..) => parts.push(condition),
        // What is wrong with a gate is said of the gate.
        Condition::Gate(_) => {}
    }
}

/// Every case is a count of all profiles many times over: fewer of them say enough.
fn config() -> Config {
    let usual = crate::config();
    Config {
        cases: usual.cases.div_ceil(4),
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn dead_decisions_are_exactly_those_that_are_found(case in cases()) {
        check_decisions(&case)?;
    }

    #[test]
    fn influence_is_what_a_count_says(case in cases()) {
        check_influences(&case)?;
    }

    #[test]
    fn stretches_of_scores_are_reached_or_not(case in cases()) {
        check_stretches(&case)?;
        check_ratings(&case)?;
    }

    #[test]
    fn rows_without_effect_are_found(case in cases()) {
        check_rows(&case)?;
    }

    #[test]
    fn worse_points_for_better_answers_are_found(case in cases()) {
        check_better_answers(&case)?;
    }

    #[test]
    fn constant_tests_are_found(case in cases()) {
        check_constants(&case)?;
    }
}
