//! Shares: few ways to fill in the unknown facts are counted one by one, of many a sample is taken that says how far
//! off it is. The sets are of one form, so that a share is known however many ways there are.

use crate::generate::model::{
    Bound, Condition, Criterion, Dimension, Fact, Kind, Model, Of, Prior, Rubric, Rule, Scale,
};
use crate::generate::{Case, print, unknown};
use crate::reference::rounded;
use crate::reference::world::World;
use crate::subject::{assess_statements, load_files};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::Cell;
use std::collections::BTreeMap;

/// The most ways that are counted.
const COUNTED: usize = 8192;

const IDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
const FACTS: [&str; 8] = ["s.a", "s.b", "s.c", "s.d", "s.e", "s.f", "s.g", "s.h"];
const OPTIONS: [&str; 4] = ["no", "some", "most", "all"];

/// A set of a criterion for each fact, all of one weight, and a rule that wants a score. Every fact makes a
/// difference to it: what makes none is not counted.
fn case(facts: &[[u8; 9]], threshold: u8) -> Case {
    let mut model = Model {
        facts: Vec::new(),
        rubrics: vec![Rubric {
            id: "r",
            better: true,
            worst: false,
            ratings: Vec::new(),
            internal: false,
        }],
        dimensions: vec![Dimension {
            id: "d",
            rubric: 0,
            weight: 1,
        }],
        criteria: Vec::new(),
        gates: Vec::new(),
        recommendations: vec!["go", "wait"],
        rules: Vec::new(),
        worded: false,
    };
    for (number, bytes) in facts.iter().enumerate() {
        let count = 2 + usize::from(bytes[0] % 3);
        let is_set = bytes[0] / 3 % 3 == 0;
        let part = |byte: &u8| 1 + i128::from(byte % 5);
        let values = if is_set { 2 } else { count };
        let options = OPTIONS[..count].to_vec();
        let lower = bytes[5..4 + count].iter().map(|byte| i64::from(byte % 100));
        model.criteria.push(Criterion {
            id: IDS[number],
            dimension: 0,
            weight: 1,
            applies_when: None,
            scale: if is_set {
                Scale::Share(number, (0..count).collect())
            } else {
                Scale::Points(number, lower.chain([100]).collect())
            },
        });
        model.facts.push(Fact {
            id: FACTS[number],
            kind: if is_set {
                Kind::Set(options)
            } else {
                Kind::Choice(options)
            },
            order: None,
            allow_na: false,
            prior: Some(Prior::Parts(
                bytes[1..=values].iter().map(part).collect(),
                None,
            )),
            effort: None,
        });
    }
    let wanted = Bound::AtLeast(100 * i64::from(threshold));
    model.rules = vec![
        Rule {
            recommend: 0,
            when: Some(Condition::Score(Of::Rubric(0), vec![wanted])),
        },
        Rule {
            recommend: 1,
            when: None,
        },
    ];
    Case {
        profile: unknown(&model),
        model,
        choices: vec![threshold],
    }
}

/// How much of the ways comes to each sum of points: fact by fact, however many ways there are.
fn sums(model: &Model) -> BTreeMap<i64, i128> {
    let mut sums = BTreeMap::from([(0, 1)]);
    for (fact, criterion) in model.facts.iter().zip(&model.criteria) {
        let Some(Prior::Parts(parts, _)) = &fact.prior else {
            continue;
        };
        let own: Vec<(i64, i128)> = match &criterion.scale {
            Scale::Points(_, points) => points.iter().copied().zip(parts.iter().copied()).collect(),
            Scale::Share(_, options) => {
                let each = |contents: u32| {
                    let held = contents.count_ones();
                    let others = u32::try_from(options.len()).expect("few") - held;
                    let points = rounded((100 * held).into(), (held + others).into());
                    (points, parts[0].pow(others) * parts[1].pow(held))
                };
                (0..1 << options.len()).map(each).collect()
            }
            Scale::Bands(..) | Scale::Cases(_) => Vec::new(),
        };
        let mut longer: BTreeMap<i64, i128> = BTreeMap::new();
        for (sum, weight) in &sums {
            for (points, part) in &own {
                *longer.entry(sum + points).or_default() += weight * part;
            }
        }
        sums = longer;
    }
    sums
}

/// What the shares rest on.
enum Rest {
    /// On nothing: only one recommendation is possible.
    Settled,
    Counted,
    Sampled,
}

#[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
fn check_shares(case: &Case) -> Result<Rest, TestCaseError> {
    let (model, threshold) = (&case.model, case.choices[0]);
    let set = load_files(&print::files(model))?;
    let ways = World::new(model, &case.profile).count();
    let assessment = assess_statements(&set, model, &case.profile)?;
    let outlook = &assessment.outlook;
    let sums = sums(model);
    let count = i128::try_from(model.criteria.len()).expect("few");
    let (mut go, mut all) = (0, 0);
    for (sum, weight) in &sums {
        all += weight;
        if rounded(i128::from(10 * sum), count) >= 10 * i64::from(threshold) {
            go += weight;
        }
    }
    let settled = go == 0 || go == all;
    prop_assert_eq!(assessment.settled(), settled);
    let counted = ways <= COUNTED || settled;
    prop_assert_eq!(outlook.share_exact, counted, "{} ways", ways);
    prop_assert_eq!(outlook.share_error > 0.0, !counted, "{} ways", ways);
    for possible in &outlook.possible {
        let go_or_wait = &*set.recommendations[usize::from(possible.recommendation)].id;
        let weight = if go_or_wait == "go" { go } else { all - go };
        let share = weight as f64 / all as f64;
        let off = (possible.share - share).abs();
        prop_assert!(
            off <= 1e-12_f64.max(5.0 * outlook.share_error),
            "{go_or_wait}: {share}, not {}, of {ways} ways",
            possible.share
        );
    }
    Ok(match outlook.share_exact {
        true if settled => Rest::Settled,
        true => Rest::Counted,
        false => Rest::Sampled,
    })
}

/// Both sides of the bound come up among the cases.
#[test]
fn few_ways_are_counted_and_of_many_a_sample_is_taken() {
    let usual = crate::config();
    let wanted = usual.cases / 32;
    let config = Config {
        cases: usual.cases.div_ceil(4),
        ..usual
    };
    let seen: Cell<(u32, u32)> = Cell::default();
    let cases = (vec(any::<[u8; 9]>(), 3..=8), 20_u8..80);
    let cases = cases.prop_map(|(facts, threshold)| case(&facts, threshold));
    let checked = TestRunner::new(config).run(&cases, |case| {
        let (counted, sampled) = seen.get();
        seen.set(match check_shares(&case)? {
            Rest::Settled => (counted, sampled),
            Rest::Counted => (counted + 1, sampled),
            Rest::Sampled => (counted, sampled + 1),
        });
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    let (counted, sampled) = seen.get();
    assert!(
        counted >= wanted && sampled >= wanted,
        "{counted} {sampled}"
    );
}

/// Parts of priors are counted as whole numbers that a float holds: of four facts with parts in ten thousand there
/// are sixteen ways, and a sample is taken.
#[test]
fn priors_with_many_parts_are_not_counted() {
    for (part, exact) in [(5_000, true), (4_999, false)] {
        let mut case = case(&[[3, 0, 0, 0, 0, 0, 0, 0, 0]; 4], 50);
        for fact in &mut case.model.facts {
            fact.prior = Some(Prior::Parts(vec![part, 10_000 - part], None));
        }
        let set = load_files(&print::files(&case.model)).expect("sound");
        let assessment = assess_statements(&set, &case.model, &case.profile).expect("sound");
        assert_eq!(assessment.outlook.share_exact, exact, "{part}");
    }
}
