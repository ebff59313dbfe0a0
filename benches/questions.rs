//! How many questions the order saves that the README states: `cargo bench --bench questions`.
//!
//! Complete profiles are drawn from the shipped set's priors, and every answer is hidden until it is
//! asked for. For each order the questions are counted until the recommendation that comes out in the
//! end has a share of at least 0.9, and until it is settled. Every fact that the set reads is a
//! question; only maturity's own order leaves out what cannot matter any more.

#![allow(
    clippy::print_stdout,
    reason = "the result of a benchmark is what it prints"
)]
#![allow(
    clippy::expect_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

mod drawn;

use drawn::drawn;
use maturity::assess::assess;
use maturity::assess::outlook::{Outlook, outlook};
use maturity::assess::point::{Point, evaluate};
use maturity::assess::random::SplitMix64;
use maturity::finding::SourceText;
use maturity::profile::{Answers, Options, resolve};
use maturity::rubric::{RubricSet, indexes};
use maturity::source::{shipped, yaml};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const PROFILES: usize = 300;
/// Orders that are drawn for each profile.
const RANDOM: usize = 3;
const SEED: u64 = 1;
/// The share at which a recommendation counts as found.
const FOUND: f64 = 0.9;
/// The completions for a rough share, and how far off it is at most: more than six standard errors.
const POOL: usize = 400;
const ROUGH_ERROR: f64 = 0.1;
/// What the project demands: the mean of maturity's own order in percent of that of file order.
const MOST_UNTIL_FOUND: f64 = 50.0;
const MOST_UNTIL_SETTLED: f64 = 80.0;

/// Questions asked until the recommendation has a share of 0.9, and until it is settled.
#[derive(Clone, Copy, Default)]
struct Asked {
    found: f64,
    settled: f64,
}

fn main() -> ExitCode {
    let set = shipped::rubric_set();
    let text = SourceText::new("nothing.yaml", "{}");
    let documents = yaml::read(&text).expect("well-formed");
    let resolved = resolve(&set, &text, &documents[0], Options::default());
    let (nothing, _) = resolved.expect("a valid profile");
    let bench = Bench::new(&set, nothing);
    let mut stream = SplitMix64::new(SEED);
    let profiles: Vec<(Vec<u8>, u64)> = (0..PROFILES)
        .map(|_| (drawn(&set, &mut stream), stream.next()))
        .collect();

    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((cells, seed)) = profiles.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(bench.profile(cells, *seed));
        }
        done
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let counts: Vec<[Asked; 4]> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter();
        done.flat_map(|worker| worker.join().expect("no panic"))
            .collect()
    });

    println!(
        "questions out of {}, means over {PROFILES} profiles",
        bench.questions.len()
    );
    println!("order                  until 0.9   of file order   until settled   of file order");
    let mean = |order: usize, of: fn(&Asked) -> f64| {
        counts.iter().map(|count| of(&count[order])).sum::<f64>() / float(PROFILES)
    };
    let means: Vec<(f64, f64)> = (0..4)
        .map(|order| {
            (
                mean(order, |asked| asked.found),
                mean(order, |asked| asked.settled),
            )
        })
        .collect();
    let (found_by_file, settled_by_file) = means[FILE];
    let percent = |(found, settled): (f64, f64)| {
        (
            100.0 * found / found_by_file,
            100.0 * settled / settled_by_file,
        )
    };
    for (name, means) in NAMES.iter().zip(&means) {
        let (found, settled) = percent(*means);
        println!(
            "{name:<20} {:>11.1} {found:>13.0} % {:>15.1} {settled:>13.0} %",
            means.0, means.1
        );
    }
    let (found, settled) = percent(means[OWN]);
    if found <= MOST_UNTIL_FOUND && settled <= MOST_UNTIL_SETTLED {
        return ExitCode::SUCCESS;
    }
    println!("demanded: at most {MOST_UNTIL_FOUND} % and {MOST_UNTIL_SETTLED} % of file order");
    ExitCode::FAILURE
}

const NAMES: [&str; 4] = [
    "maturity's own",
    "file order",
    "random order",
    "by effective weight",
];
const OWN: usize = 0;
const FILE: usize = 1;

struct Bench<'b> {
    set: &'b RubricSet,
    nothing: Answers<'b>,
    /// The facts that the set reads, in file order.
    questions: Vec<usize>,
    /// The same by effective weight where nothing is known.
    by_weight: Vec<usize>,
    /// Some complete profiles from the priors.
    pool: Vec<Vec<u8>>,
}

impl<'b> Bench<'b> {
    fn new(set: &'b RubricSet, nothing: Answers<'b>) -> Self {
        let mut questions: Vec<usize> = (0..set.facts.len())
            .filter(|&fact| set.facts[fact].context.is_none())
            .collect();
        questions.sort_by_key(|&fact| set.facts[fact].position);
        let mut weights = vec![0.0; set.facts.len()];
        for (criterion, cost) in set.criteria.iter().zip(&assess(set, &nothing).costs) {
            for &fact in &criterion.facts {
                weights[usize::from(fact)] += cost.effective_weight;
            }
        }
        let mut by_weight = questions.clone();
        by_weight.sort_by(|&a, &b| f64::total_cmp(&weights[b], &weights[a]));
        let mut stream = SplitMix64::new(!SEED);
        Self {
            set,
            nothing,
            questions,
            by_weight,
            pool: (0..POOL).map(|_| drawn(set, &mut stream)).collect(),
        }
    }

    /// Counts for one profile, in the order of [`NAMES`].
    fn profile(&self, cells: &[u8], seed: u64) -> [Asked; 4] {
        let mut point = Point::new(self.set);
        evaluate(self.set, cells, &mut point);
        let end = self.set.rules[usize::from(point.rule)].recommend;
        let mut stream = SplitMix64::new(seed);
        let mut random = Asked::default();
        for _ in 0..RANDOM {
            let one = self.in_order(&shuffled(&self.questions, &mut stream), cells, end);
            random.found += one.found / float(RANDOM);
            random.settled += one.settled / float(RANDOM);
        }
        [
            self.own(cells, end),
            self.in_order(&self.questions, cells, end),
            random,
            self.in_order(&self.by_weight, cells, end),
        ]
    }

    /// Asks what tells most, as `next_questions` has it.
    fn own(&self, cells: &[u8], end: u16) -> Asked {
        let mut answers = self.nothing.clone();
        let mut found = None;
        for asked in 0.. {
            let outlook = assess(self.set, &answers).outlook;
            if share(&outlook, end) >= FOUND {
                found.get_or_insert(asked);
            }
            let Some(question) = outlook.questions.first() else {
                assert_eq!(outlook.possible.len(), 1, "open, and nothing to ask");
                return Asked {
                    found: float(found.expect("settled is all")),
                    settled: float(asked),
                };
            };
            answer(self.set, &mut answers.cells, cells, question.fact.into());
        }
        unreachable!("a set has as many questions as facts")
    }

    /// Asks one after the other, whatever the answers are.
    fn in_order(&self, order: &[usize], cells: &[u8], end: u16) -> Asked {
        let look = |asked: usize| {
            let mut left = self.nothing.cells.clone();
            for &fact in &order[..asked] {
                answer(self.set, &mut left, cells, fact);
            }
            outlook(self.set, &left, &vec![0.0; self.set.facts.len()])
        };
        let is_found = |&asked: &usize| {
            self.rough_share(&order[..asked], cells, end) >= FOUND - ROUGH_ERROR
                && share(&look(asked), end) >= FOUND
        };
        // A share may fall again, so one by one; what is settled stays so.
        let found = (0..order.len()).find(is_found).unwrap_or(order.len());
        let is_open = |asked: usize| {
            self.rough_share(&order[..asked], cells, end) < 1.0 || look(asked).possible.len() > 1
        };
        let (mut open, mut settled) = (found, order.len());
        if !is_open(found) {
            settled = found;
        }
        while open + 1 < settled {
            let middle = usize::midpoint(open, settled);
            if is_open(middle) {
                open = middle;
            } else {
                settled = middle;
            }
        }
        Asked {
            found: float(found),
            settled: float(settled),
        }
    }

    /// The share in a few completions of what is known: enough to see where maturity's own, which
    /// costs much more, is far from 0.9, or where another recommendation is possible.
    fn rough_share(&self, known: &[usize], cells: &[u8], end: u16) -> f64 {
        let mut point = Point::new(self.set);
        let variables = || {
            known
                .iter()
                .map(|&fact| indexes(&self.set.facts[fact].variables))
        };
        let leads = |pooled: &&Vec<u8>| {
            let mut completion = (*pooled).clone();
            for own in variables() {
                completion[own.clone()].copy_from_slice(&cells[own]);
            }
            evaluate(self.set, &completion, &mut point);
            self.set.rules[usize::from(point.rule)].recommend == end
        };
        float(self.pool.iter().filter(leads).count()) / float(self.pool.len())
    }
}

fn share(outlook: &Outlook, recommendation: u16) -> f64 {
    let mut possible = outlook.possible.iter();
    let own = possible.find(|possible| possible.recommendation == recommendation);
    own.map_or(0.0, |possible| possible.share)
}

/// Gives the answer to a question.
fn answer(set: &RubricSet, left: &mut [u64], cells: &[u8], fact: usize) {
    for variable in indexes(&set.facts[fact].variables) {
        left[variable] = 1 << cells[variable];
    }
}

fn shuffled(facts: &[usize], stream: &mut SplitMix64) -> Vec<usize> {
    let mut facts = facts.to_vec();
    for last in (1..facts.len()).rev() {
        let bound = u32::try_from(last + 1).expect("few facts");
        facts.swap(last, stream.below(bound) as usize);
    }
    facts
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn float(number: usize) -> f64 {
    number as f64
}
