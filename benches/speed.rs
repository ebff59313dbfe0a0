//! The speed that the README states, as ratios within one run: `cargo bench --bench speed`.
//!
//! Each pair is measured in turn, A B A B …, and the median of the ratios is shown, so that a machine
//! that slows down in the middle slows down both.

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
use granit_parser::Parser;
use maturity::assess::plan::plan;
use maturity::assess::point::{Point, evaluate};
use maturity::assess::random::SplitMix64;
use maturity::assess::{Asked, assess, assess_to};
use maturity::finding::SourceText;
use maturity::profile::{Answers, Options, resolve};
use maturity::rubric::{RubricSet, indexes};
use maturity::source::{shipped, yaml};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let set = shipped::rubric_set();
    let text = example("examples/complete.yaml");
    let half = example("examples/nutrition-brand.yaml");

    println!("whole process, 200 pairs");
    let nothing = do_nothing_program();
    let run = |program: &Path, arguments: &[&str]| {
        let status = Command::new(program)
            .args(arguments)
            .stdout(Stdio::null())
            .status();
        assert!(status.expect("the program starts").success());
    };
    let maturity = PathBuf::from(env!("CARGO_BIN_EXE_maturity"));
    let root = env!("CARGO_MANIFEST_DIR");
    let profile = format!("{root}/examples/complete.yaml");
    let (a, b, ratio) = pairs(
        200,
        1,
        || run(&maturity, &["score", &profile, "--format", "json"]),
        || run(&nothing, &[]),
    );
    show(
        "score complete.yaml --format json / a program that does nothing",
        a,
        b,
        ratio,
    );

    println!("\nreading, 300 pairs of 20");
    let source = SourceText::new("complete.yaml", text);
    let read_and_resolve = || {
        let documents = yaml::read(&source).expect("valid");
        black_box(resolve(&set, &source, &documents[0], Options::default()).expect("valid"));
    };
    let events = || {
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            black_box(event.expect("valid"));
        }
    };
    let (a, b, ratio) = pairs(300, 20, read_and_resolve, events);
    show(
        "read and resolve complete.yaml / only its parser's events",
        a,
        b,
        ratio,
    );

    println!("\nassessing, one thread");
    let documents = yaml::read(&source).expect("valid");
    let (answers, _) = resolve(&set, &source, &documents[0], Options::default()).expect("valid");
    let cells = answers.complete().expect("complete.yaml states every fact");
    let mut point = Point::new(&set);
    let exact = time(300, 200, || {
        evaluate(&set, black_box(&cells), &mut point);
        black_box(&point);
    });
    println!(
        "  {:>9.2} µs  scores, gates and rule of a complete profile",
        micros(exact)
    );
    let whole = time(300, 20, || {
        black_box(assess(&set, black_box(&answers)));
    });
    println!(
        "  {:>9.2} µs  the whole assessment of a complete profile",
        micros(whole)
    );
    let few = with_unknown(&set, &answers, 30);
    let third = with_unknown(&set, &answers, set.facts.len() / 3);
    let source = SourceText::new("nutrition-brand.yaml", half);
    let documents = yaml::read(&source).expect("valid");
    let (little, _) = resolve(&set, &source, &documents[0], Options::default()).expect("valid");
    let nothing = Answers::unknown(&set);
    for (profile, what) in [
        (&few, "with 30 unknown facts"),
        (&third, "with a third of the facts unknown"),
        (&little, "of which little is known"),
        (&nothing, "of which nothing is known"),
    ] {
        let (a, b, ratio) = pairs(
            30,
            1,
            || {
                black_box(assess_to(&set, black_box(profile), Asked::Possible));
            },
            || {
                black_box(assess(&set, black_box(profile)));
            },
        );
        let what = format!("without questions / the whole assessment of a profile {what}");
        show(&what, a, b, ratio);
    }
    for (percent, what) in [(33, "a third"), (80, "most")] {
        let profiles = partly(&set, percent);
        let (mut one, mut other) = (profiles.iter(), profiles.iter());
        let (a, b, ratio) = pairs(
            profiles.len(),
            1,
            || {
                let profile = one.next().expect("as many");
                black_box(assess_to(&set, black_box(profile), Asked::Possible));
            },
            || {
                let profile = other.next().expect("as many");
                black_box(assess(&set, black_box(profile)));
            },
        );
        let count = profiles.len();
        let what = format!("the same of {count} drawn profiles with {what} of the facts unknown");
        show(&what, a, b, ratio);
    }
    let assessment = assess(&set, &answers);
    let deciding = time(20, 1, || {
        assessment.clone().find_deciding(&set, black_box(&answers));
    });
    println!(
        "  {:>9.2} ms  what decides a complete profile",
        micros(deciding) / 1000.0
    );
    plans(&set);
    let start = time(300, 5, || {
        black_box(shipped::rubric_set());
    });
    println!(
        "  {:>9.2} µs  the shipped rubric set at start-up",
        micros(start)
    );
}

/// A complete profile with some of its facts unknown, spread over the questionnaire.
fn with_unknown<'a>(set: &RubricSet, answers: &Answers<'a>, count: usize) -> Answers<'a> {
    let nothing = Answers::unknown(set);
    let mut partial = answers.clone();
    for number in 0..count {
        let fact = number * set.facts.len() / count;
        let own = indexes(&set.facts[fact].variables);
        partial.cells[own.clone()].copy_from_slice(&nothing.cells[own]);
        partial.stated[fact] = nothing.stated[fact].clone();
    }
    partial
}

/// Profiles drawn from the priors, each fact unknown with so many chances in a hundred.
fn partly(set: &RubricSet, percent: u32) -> Vec<Answers<'_>> {
    let mut stream = SplitMix64::new(1);
    let mut profile = || {
        let mut answers = Answers::unknown(set);
        let cells = drawn(set, &mut stream);
        for fact in &set.facts {
            if stream.below(100) >= percent {
                for variable in indexes(&fact.variables) {
                    answers.cells[variable] = 1 << cells[variable];
                }
            }
        }
        answers
    };
    (0..200).map(|_| profile()).collect()
}

/// Every example and the empty profile, to every recommendation.
fn plans(set: &RubricSet) {
    let mut times = Vec::new();
    for (path, text) in shipped::EXAMPLES.iter().chain(&[("{}", "{}")]) {
        let source = SourceText::new(*path, text);
        let documents = yaml::read(&source).expect("valid");
        let (answers, _) = resolve(set, &source, &documents[0], Options::default()).expect("valid");
        let weights = assess(set, &answers).fact_weights(set);
        for target in 0..set.recommendations.len() {
            let target = u16::try_from(target).expect("few");
            let start = Instant::now();
            black_box(plan(set, &answers, target, &weights, 3));
            times.push(start.elapsed());
        }
    }
    let worst = times.iter().max().copied().unwrap_or_default();
    println!(
        "  {:>9.2} ms  a plan, of {} the median; {:.0} ms the longest",
        micros(median(times.clone())) / 1000.0,
        times.len(),
        micros(worst) / 1000.0
    );
}

fn example(path: &str) -> &'static str {
    shipped::EXAMPLES
        .iter()
        .find(|(name, _)| *name == path)
        .expect("it ships")
        .1
}

/// A Rust program that does nothing, built now with the compiler that built this.
fn do_nothing_program() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (source, program) = (folder.join("nothing.rs"), folder.join("nothing"));
    std::fs::write(&source, "fn main() {}\n").expect("the target folder is writable");
    let compiler = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let status = Command::new(compiler)
        .arg("-O")
        .arg("-o")
        .arg(&program)
        .arg(&source)
        .status();
    assert!(status.expect("rustc runs").success());
    program
}

/// The medians of A, of B and of their ratio, over pairs of `batch` runs each.
fn pairs(
    count: usize,
    batch: u32,
    mut a: impl FnMut(),
    mut b: impl FnMut(),
) -> (Duration, Duration, f64) {
    let (mut times_a, mut times_b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..count {
        let (one, other) = (batch_time(batch, &mut a), batch_time(batch, &mut b));
        ratios.push(one.as_secs_f64() / other.as_secs_f64());
        times_a.push(one);
        times_b.push(other);
    }
    ratios.sort_by(f64::total_cmp);
    (median(times_a), median(times_b), ratios[ratios.len() / 2])
}

fn time(count: usize, batch: u32, mut run: impl FnMut()) -> Duration {
    median((0..count).map(|_| batch_time(batch, &mut run)).collect())
}

fn batch_time(batch: u32, run: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..batch {
        run();
    }
    start.elapsed() / batch
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn show(what: &str, a: Duration, b: Duration, ratio: f64) {
    println!(
        "  {ratio:>9.2} ×   {what} ({:.0} µs / {:.0} µs)",
        micros(a),
        micros(b)
    );
}
