//! The speed of batches that the README states, as ratios of whole processes on one thread within one run, in
//! processor time: `cargo bench --bench batches`. `MATURITY_BENCH_PROFILES` sets how many profiles there are.
//!
//! What is compared with runs as a process of its own, too: this program, called with the name of a task.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    missing_docs,
    dead_code,
    reason = "the result of a benchmark is what it prints, one that cannot run should say so, and parsing is all that its structs are for"
)]

#[path = "../drawn/mod.rs"]
mod drawn;
mod typed;

use granit_parser::Parser;
use maturity::assess::random::SplitMix64;
use maturity::rubric::RubricSet;
use maturity::rubric::fact::{Fact, Kind};
use maturity::source::shipped;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TASK: &str = "MATURITY_BENCH_TASK";

fn main() {
    if let Ok(task) = std::env::var(TASK) {
        let file = std::env::args().nth(1).expect("a file");
        return work(&task, Path::new(&file));
    }
    let count = std::env::var("MATURITY_BENCH_PROFILES").ok();
    let count: usize = count.map_or(20_000, |count| count.parse().expect("a number"));
    let set = shipped::rubric_set();
    let complete = Files::new(&set, "complete", count, 0);
    let third = Files::new(&set, "third", count, 333);
    let few = Files::new(&set, "third", count / 10, 333);
    println!("{count} complete profiles, one thread, --format csv / what only reads them");
    let score = |input: &Path, more: &[&str]| {
        let input = input.to_str().expect("UTF-8");
        let arguments = [&["score", input, "--format", "csv", "--jobs", "1"], more].concat();
        run(Command::new(env!("CARGO_BIN_EXE_maturity")).args(arguments));
    };
    let only = |task: &str, input: &Path| {
        let own = std::env::current_exe().expect("a path");
        run(Command::new(own).arg(input).env(TASK, task));
    };
    pair(
        processor_time,
        "YAML files / their parser's events",
        count / 2,
        || score(&complete.yaml, &[]),
        || only("events", &complete.yaml),
    );
    pair(
        processor_time,
        "JSON Lines / serde_json into a typed struct",
        count,
        || score(&complete.jsonl, &[]),
        || only("typed", &complete.jsonl),
    );
    pair(
        processor_time,
        "CSV / the csv crate's raw records",
        count,
        || score(&complete.csv, &[]),
        || only("records", &complete.csv),
    );

    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = parts(&complete.jsonl, threads);
    println!("\nthe same JSON Lines in {threads} files, wall-clock time");
    pair(
        wall_clock,
        &format!("{threads} processes side by side / one process, {threads} threads"),
        count,
        || side_by_side(&parts),
        || {
            let threads = threads.to_string();
            let mut command = Command::new(env!("CARGO_BIN_EXE_maturity"));
            run(command
                .arg("score")
                .args(&parts)
                .args(["--format", "csv", "--jobs", &threads]));
        },
    );

    println!("\nprofiles of which a third is unknown, JSON Lines, one thread, a profile");
    let all = time(5, || score(&few.jsonl, &[]));
    let bounds = [
        "--fields",
        "path,id,readiness.low,readiness.high,pitfalls.low,pitfalls.high,possible_bound",
    ];
    let bounded = time(5, || score(&third.jsonl, &bounds));
    let each = |time: Duration, count: usize| time.as_secs_f64() * 1e6 / number(count);
    println!(
        "  {:>9.2} µs  with shares and everything that is possible, of {}",
        each(all, count / 10),
        count / 10
    );
    println!(
        "  {:>9.2} µs  only bounds, of {count}",
        each(bounded, count)
    );
}

/// The profiles in three forms.
struct Files {
    yaml: PathBuf,
    jsonl: PathBuf,
    csv: PathBuf,
}

impl Files {
    /// Draws profiles from the set's own priors; each fact is unknown with so many chances of a thousand.
    fn new(set: &RubricSet, name: &str, count: usize, unknown: u32) -> Self {
        let folder =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("profiles-{name}-{count}"));
        let files = Self {
            yaml: folder.join("yaml"),
            jsonl: folder.join("profiles.jsonl"),
            csv: folder.join("profiles.csv"),
        };
        if files.csv.exists() {
            return files;
        }
        std::fs::create_dir_all(&files.yaml).expect("the target folder is writable");
        let mut random = SplitMix64::new(7);
        let ids: Vec<&str> = set.facts.iter().map(|fact| &*fact.id).collect();
        let (mut jsonl, mut csv) = (String::new(), format!("profile.id,{}\n", ids.join(",")));
        for number in 0..count {
            let cells = drawn::drawn(set, &mut random);
            let values: Vec<Option<Value>> = set
                .facts
                .iter()
                .map(|fact| {
                    let known = fact.kind == Kind::Text || random.below(1000) >= unknown;
                    known.then(|| value(set, fact, &cells))
                })
                .collect();
            let (mut yaml, mut json) = (
                format!("profile:\n  id: p{number}\n"),
                format!("{{\"profile\":{{\"id\":\"p{number}\"}}"),
            );
            let _ = write!(csv, "p{number}");
            for (section, facts) in &set.sections {
                let _ = writeln!(yaml, "{section}:");
                let mut first = true;
                let own = maturity::rubric::indexes(facts);
                for (fact, value) in set.facts[own.clone()].iter().zip(&values[own]) {
                    let Some(value) = value else { continue };
                    let key = fact.key();
                    let _ = writeln!(yaml, "  {key}: {}", value.yaml());
                    let before = if first {
                        format!(",\"{section}\":{{")
                    } else {
                        ",".to_owned()
                    };
                    let _ = write!(json, "{before}\"{key}\":{}", value.json());
                    first = false;
                }
                if !first {
                    json.push('}');
                }
            }
            for value in &values {
                let _ = write!(
                    csv,
                    ",{}",
                    value.as_ref().map_or_else(String::new, Value::csv)
                );
            }
            csv.push('\n');
            jsonl.push_str(&json);
            jsonl.push_str("}\n");
            if number < count / 2 {
                std::fs::write(files.yaml.join(format!("p{number}.yaml")), yaml).expect("written");
            }
        }
        std::fs::write(&files.jsonl, jsonl).expect("written");
        std::fs::write(&files.csv, csv).expect("written");
        files
    }
}

enum Value {
    Word(String),
    Number(f64),
    Bool(bool),
    List(Vec<String>),
}

impl Value {
    fn yaml(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::List(items) => format!("[{}]", items.join(", ")),
        }
    }

    fn json(&self) -> String {
        match self {
            Self::Word(word) => format!("\"{word}\""),
            Self::Number(_) | Self::Bool(_) => self.yaml(),
            Self::List(items) if items.is_empty() => "[]".to_owned(),
            Self::List(items) => format!("[\"{}\"]", items.join("\",\"")),
        }
    }

    fn csv(&self) -> String {
        match self {
            Self::List(items) if items.is_empty() => "[]".to_owned(),
            Self::List(items) => items.join(";"),
            Self::Word(_) | Self::Number(_) | Self::Bool(_) => self.yaml(),
        }
    }
}

/// The value of a fact in the cells of its variables.
fn value(set: &RubricSet, fact: &Fact, cells: &[u8]) -> Value {
    let start = usize::from(fact.variables.start);
    let option = |place: usize| fact.options[place].id.to_string();
    let cell = || usize::from(cells[start]);
    if fact.kind != Kind::Text && set.variables[start].na == Some(cells[start]) {
        return Value::Word("n/a".to_owned());
    }
    match fact.kind {
        Kind::Text => Value::Word("Company".to_owned()),
        Kind::Set => {
            let held = (0..fact.options.len()).filter(|place| cells[start + place] == 1);
            Value::List(held.map(option).collect())
        }
        Kind::Bool => Value::Bool(cell() == 1),
        Kind::Choice => Value::Word(option(cell())),
        Kind::Integer => Value::Number(fact.inside(cell()).ceil()),
        Kind::Number => Value::Number(fact.inside(cell())),
    }
}

/// What is compared with: reading alone.
fn work(task: &str, input: &Path) {
    match task {
        "events" => {
            let mut names: Vec<PathBuf> = std::fs::read_dir(input)
                .expect("a folder")
                .map(|entry| entry.expect("an entry").path())
                .collect();
            names.sort();
            for name in names {
                let text = std::fs::read_to_string(name).expect("text");
                let mut parser = Parser::new_from_str(&text);
                while let Some(event) = parser.next_event() {
                    black_box(event.expect("valid"));
                }
            }
        }
        "typed" => {
            let mut lines = std::io::BufReader::with_capacity(
                128 * 1024,
                std::fs::File::open(input).expect("a file"),
            );
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line).expect("read") > 0 {
                let profile: typed::Profile<'_> = serde_json::from_slice(&line).expect("a profile");
                black_box(profile.profile.is_some());
                line.clear();
            }
        }
        _ => {
            let mut rows = csv::ReaderBuilder::new().from_path(input).expect("a file");
            let mut row = csv::ByteRecord::new();
            while rows.read_byte_record(&mut row).expect("a row") {
                black_box(row.len());
            }
        }
    }
}

/// The lines of a file, as many in each of some files beside it.
fn parts(lines: &Path, count: usize) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(lines).expect("text");
    let all: Vec<&str> = text.lines().collect();
    let part = |(number, lines_of): (usize, &[&str])| {
        let path = lines.with_file_name(format!("part-{number}.jsonl"));
        std::fs::write(&path, lines_of.join("\n")).expect("written");
        path
    };
    let size = all.len().div_ceil(count).max(1);
    all.chunks(size).enumerate().map(part).collect()
}

/// A process on one thread for each file.
fn side_by_side(files: &[PathBuf]) {
    let start = |file: &PathBuf| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maturity"));
        let command = command.arg("score").arg(file);
        command
            .args(["--format", "csv", "--jobs", "1"])
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts")
    };
    let running: Vec<_> = files.iter().map(start).collect();
    for mut process in running {
        assert!(process.wait().expect("it ends").success());
    }
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).status();
    assert!(status.expect("the program starts").success());
}

/// How a time is taken.
type Clock = fn(&mut dyn FnMut()) -> Duration;

fn pair(clock: Clock, what: &str, count: usize, mut a: impl FnMut(), mut b: impl FnMut()) {
    let (mut times_a, mut times_b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..15 {
        let (one, other) = (clock(&mut a), clock(&mut b));
        ratios.push(one.as_secs_f64() / other.as_secs_f64());
        times_a.push(one);
        times_b.push(other);
    }
    ratios.sort_by(f64::total_cmp);
    let each = |times: Vec<Duration>| median(times).as_secs_f64() * 1e6 / number(count);
    println!(
        "  {:>9.2} ×   {what} ({:.1} µs / {:.1} µs a profile)",
        ratios[ratios.len() / 2],
        each(times_a),
        each(times_b)
    );
}

fn time(times: usize, mut run: impl FnMut()) -> Duration {
    median((0..times).map(|_| processor_time(&mut run)).collect())
}

#[expect(clippy::cast_precision_loss, reason = "few")]
fn number(count: usize) -> f64 {
    count as f64
}

fn wall_clock(run: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// What the processes that it waits for take of the processor; where nobody tells that, the wall-clock time.
#[cfg(unix)]
fn processor_time(run: &mut dyn FnMut()) -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;
    let used = || {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system tells");
        let micros = (usage.user_time() + usage.system_time()).num_microseconds();
        Duration::from_micros(u64::try_from(micros).expect("a time"))
    };
    let before = used();
    run();
    used() - before
}

#[cfg(not(unix))]
fn processor_time(run: &mut dyn FnMut()) -> Duration {
    wall_clock(run)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
