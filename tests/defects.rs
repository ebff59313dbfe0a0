//! Defects that somebody put into sound rubric sets and profiles, and what `check` must say of each: no less, no
//! more, and at the right place. Written without a look at the lints; the defects are data, in `tests/defects/`.
//!
//! Lints of the shipped set take long: `cargo test --release --test defects -- --ignored` goes through those.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "defects/count.rs"]
mod count;

use count::miscounts;
use maturity::check::lints::{STEPS, lint};
use maturity::check::subject::{ProfileFiles, subjects};
use maturity::finding::{Finding, SourceText};
use maturity::profile::date::Date;
use maturity::profile::{Options, Today, resolve};
use maturity::rubric::load::{File, load};
use maturity::source::{shipped, toml as set_toml, yaml};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{available_parallelism, scope};
use std::{fs, iter};

/// One file of `tests/defects/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    /// What the defects are put into.
    set: Base,
    /// Whether nothing may be found, since these only look like defects.
    #[serde(default)]
    harmless: bool,
    defects: Vec<Defect>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Base {
    /// The set that ships.
    Shipped,
    /// `tests/defects/sets/bakery.toml`, a small one.
    Bakery,
    /// `examples/complete.yaml`, a profile.
    Profile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defect {
    name: String,
    /// Why it is a defect, or why it is none; for the reader.
    why: String,
    edits: Vec<Edit>,
    #[serde(default)]
    finds: Vec<Find>,
    /// Codes of what else is found, since the defect does more than one thing.
    #[serde(default)]
    also: BTreeSet<String>,
    /// Questions that the lints leave open.
    #[serde(default)]
    undecided: usize,
    /// The day on which a profile is read.
    today: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    /// Which file of the shipped set.
    file: Option<String>,
    /// What stands there exactly once; without it the file is new.
    from: Option<String>,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Find {
    code: String,
    /// Which file of the shipped set.
    file: Option<String>,
    /// Lines that stand in the file exactly once, with the marked place between « and »; without it the
    /// finding has no place.
    at: Option<String>,
    /// Why `check` does not find it, though it should: once it does, this line has to go.
    missed: Option<String>,
}

/// Texts by the name of their file.
type Texts = BTreeMap<String, String>;

fn corpora() -> Vec<(String, Corpus)> {
    let files = fs::read_dir("tests/defects").expect("the folder is there");
    let mut all: Vec<(String, Corpus)> = files
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a text");
            let name = path.display().to_string();
            let corpus = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, corpus)
        })
        .collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}

fn sound(base: Base) -> Texts {
    let read = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let text = fs::read_to_string(path).expect("a text");
        Texts::from([(name.to_owned(), text)])
    };
    match base {
        Base::Shipped => {
            let files = shipped::RUBRICS.iter();
            files
                .map(|(path, text)| {
                    let name = path.rsplit('/').next().unwrap_or(path);
                    (name.to_owned(), (*text).to_owned())
                })
                .collect()
        }
        Base::Bakery => read("tests/defects/sets/bakery.toml"),
        Base::Profile => read("examples/complete.yaml"),
    }
}

/// The texts with the edits, or what is wrong with an edit.
fn edited(base: Base, edits: &[Edit]) -> Result<Texts, String> {
    let mut texts = sound(base);
    for edit in edits {
        let only = texts.keys().next().cloned().unwrap_or_default();
        let file = edit.file.clone().unwrap_or(only);
        let Some(from) = &edit.from else {
            if texts.insert(file.clone(), edit.to.clone()).is_some() {
                return Err(format!("{file} is not new"));
            }
            continue;
        };
        let text = texts.get_mut(&file).ok_or(format!("there is no {file}"))?;
        let times = text.matches(from.as_str()).count();
        if times != 1 {
            return Err(format!("{times} times in {file}: {from}"));
        }
        *text = text.replacen(from.as_str(), &edit.to, 1);
    }
    Ok(texts)
}

/// What `check` finds, and how many questions it leaves open. Profiles that tests name are not read.
fn check(base: Base, texts: &Texts, today: Option<&str>) -> (Vec<Finding>, usize) {
    match base {
        Base::Profile => (check_profile(texts, today), 0),
        Base::Shipped | Base::Bakery => check_set(texts),
    }
}

fn check_set(texts: &Texts) -> (Vec<Finding>, usize) {
    let mut files: Vec<File<'_>> = Vec::new();
    let mut broken = Vec::new();
    for (name, text) in texts {
        let source = SourceText::new(name.clone(), text);
        match set_toml::read(&source) {
            Ok(root) => files.push(File { source, root }),
            Err(findings) => broken.extend(findings),
        }
    }
    if !broken.is_empty() {
        return (broken, 0);
    }
    match load(&files) {
        Ok(mut loaded) => {
            let profiles = ProfileFiles::new();
            let subjects = subjects(&loaded, &files, &profiles);
            loaded.findings.extend(subjects.findings);
            let lints = lint(&files, &loaded.set, STEPS);
            loaded.findings.extend(lints.findings);
            (loaded.findings, lints.undecided)
        }
        Err(findings) => (findings, 0),
    }
}

fn check_profile(texts: &Texts, today: Option<&str>) -> Vec<Finding> {
    let (name, text) = texts.iter().next().expect("one profile");
    let source = SourceText::new(name.clone(), text);
    let documents = match yaml::read(&source) {
        Ok(documents) => documents,
        Err(findings) => return findings,
    };
    let options = Options {
        allow_unknown_facts: false,
        today: today.map(|day| Today {
            date: Date::parse(day).expect("a day"),
            stale_is_unknown: false,
        }),
    };
    match resolve(&shipped::rubric_set(), &source, &documents[0], options) {
        Ok((_, findings)) | Err(findings) => findings,
    }
}

/// Line, column and marked text of the place between « and ».
fn place(texts: &Texts, find: &Find) -> Result<Option<(String, usize, usize, String)>, String> {
    let Some(at) = &find.at else { return Ok(None) };
    let only = texts.keys().next().cloned().unwrap_or_default();
    let file = find.file.clone().unwrap_or(only);
    let text = texts.get(&file).ok_or(format!("there is no {file}"))?;
    let (before, rest) = at.split_once('«').ok_or("no « in a place")?;
    let (marked, after) = rest.split_once('»').ok_or("no » in a place")?;
    let plain = [before, marked, after].concat();
    let mut found = text.match_indices(&plain);
    let (Some((start, _)), None) = (found.next(), found.next()) else {
        return Err(format!("not once in {file}: {plain}"));
    };
    let head = &text[..start + before.len()];
    let line = head.matches('\n').count() + 1;
    let column = head.rsplit('\n').next().unwrap_or(head).chars().count() + 1;
    Ok(Some((file, line, column, marked.to_owned())))
}

fn is_at(finding: &Finding, wanted: Option<&(String, usize, usize, String)>) -> bool {
    match (&finding.place, wanted) {
        (None, None) => true,
        (Some(is), Some((file, line, column, marked))) => {
            let shown = &is.excerpt[is.caret.clone()];
            (&is.path, is.line, is.column, shown) == (file, *line, *column, marked.as_str())
        }
        _ => false,
    }
}

/// A finding as a line, for whoever reads why a test failed.
fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref();
    let (line, column) = place.map_or((0, 0), |place| (place.line, place.column));
    let (path, code) = (&finding.path, finding.code.name());
    format!("{path}:{line}:{column} {code}: {}", finding.message)
}

/// What is other than the corpus says.
fn complaints(base: Base, harmless: bool, defect: &Defect) -> Result<Vec<String>, String> {
    let texts = edited(base, &defect.edits)?;
    let (mut left, undecided) = check(base, &texts, defect.today.as_deref());
    let mut complaints = Vec::new();
    if harmless != defect.finds.is_empty() || defect.why.is_empty() {
        complaints.push("needs a why, and finds unless it is harmless".to_owned());
    }
    for find in &defect.finds {
        let wanted = place(&texts, find)?;
        let found = left.iter().position(|finding| {
            finding.code.name() == find.code && is_at(finding, wanted.as_ref())
        });
        match (found, &find.missed) {
            (Some(number), None) => {
                left.remove(number);
            }
            (None, Some(_)) => {}
            (None, None) => complaints.push(format!("not found: {} at {wanted:?}", find.code)),
            (Some(_), Some(_)) => complaints.push(format!(
                "found at last: take `missed` away from {}",
                find.code
            )),
        }
    }
    let codes: BTreeSet<&str> = left.iter().map(|finding| finding.code.name()).collect();
    let others = left
        .iter()
        .filter(|finding| !defect.also.contains(finding.code.name()));
    complaints.extend(others.map(|finding| format!("not expected: {}", line(finding))));
    let absent = defect
        .also
        .iter()
        .filter(|code| !codes.contains(code.as_str()));
    complaints.extend(absent.map(|code| format!("not found, though in `also`: {code}")));
    if undecided != defect.undecided {
        let said = defect.undecided;
        complaints.push(format!("{undecided} questions are open, not {said}"));
    }
    Ok(complaints)
}

/// Looks at the defects that are chosen, on all cores; fails with every complaint. How many there were.
fn go_through(
    chosen: impl Fn(&str, &Corpus) -> bool,
    look: impl Fn(Base, bool, &Defect) -> Result<Vec<String>, String> + Sync,
) -> usize {
    let corpora = corpora();
    let mut work = Vec::new();
    for (file, corpus) in &corpora {
        if chosen(file, corpus) {
            work.extend(corpus.defects.iter().map(|defect| (file, corpus, defect)));
        }
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut complained = Vec::new();
        while let Some((file, corpus, defect)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
            let said = look(corpus.set, corpus.harmless, defect);
            let said = said.unwrap_or_else(|problem| vec![problem]);
            complained.extend(
                said.iter()
                    .map(|what| format!("{file} {}: {what}", defect.name)),
            );
        }
        complained
    };
    let threads = available_parallelism().map_or(1, usize::from);
    let mut complained: Vec<String> = scope(|scope| {
        let running: Vec<_> = iter::repeat_with(|| scope.spawn(worker))
            .take(threads)
            .collect();
        let done = running.into_iter();
        done.flat_map(|thread| thread.join().expect("a thread ends"))
            .collect()
    });
    complained.sort();
    assert!(complained.is_empty(), "\n{}", complained.join("\n"));
    work.len()
}

/// Whether the lints of the shipped set run, each a second or more: not where a set does not load.
fn slow(file: &str, corpus: &Corpus) -> bool {
    corpus.set == Base::Shipped && !file.contains("errors")
}

#[test]
fn every_defect_of_the_small_set_and_of_profiles_is_found_where_it_is() {
    let number = go_through(|file, corpus| !slow(file, corpus), complaints);
    assert!(number > 300, "{number}");
}

#[test]
#[ignore = "takes minutes: every lint of the shipped set is proved for each defect"]
fn every_defect_of_the_shipped_set_is_found_where_it_is() {
    let number = go_through(slow, complaints);
    println!("{number} defects and near misses");
    assert!(number > 100, "{number}");
}

#[test]
#[ignore = "takes minutes: counts all 41,472 profiles of the small set for each defect"]
fn what_the_corpus_says_of_the_small_set_is_what_a_count_of_all_profiles_says() {
    let loose = ["errors", "meant", "missing"];
    let number = go_through(
        |file, corpus| corpus.set == Base::Bakery && !loose.iter().any(|one| file.contains(one)),
        miscounts,
    );
    assert!(number > 150, "{number}");
}

/// Other words in the sets would leave a defect behind, and only `.ci/full` would see it.
#[test]
fn every_defect_finds_the_text_that_it_changes() {
    let applies = |base: Base, _: bool, defect: &Defect| {
        let texts = edited(base, &defect.edits)?;
        for find in &defect.finds {
            place(&texts, find)?;
        }
        Ok(Vec::new())
    };
    let number = go_through(|_, _| true, applies);
    assert!(number > 400, "{number}");
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    for base in [Base::Shipped, Base::Bakery, Base::Profile] {
        let (findings, undecided) = check(base, &sound(base), Some("2026-11-22"));
        let lines: Vec<String> = findings.iter().map(line).collect();
        assert!(lines.is_empty() && undecided == 0, "{undecided} {lines:?}");
    }
}

#[test]
fn the_corpus_is_large_and_every_defect_has_a_name_of_its_own() {
    let corpora = corpora();
    let all = || corpora.iter().flat_map(|(_, corpus)| &corpus.defects);
    let names: BTreeSet<&str> = all().map(|defect| defect.name.as_str()).collect();
    assert_eq!(names.len(), all().count());
    let harmless = corpora.iter().filter(|(_, corpus)| corpus.harmless);
    let harmless: usize = harmless.map(|(_, corpus)| corpus.defects.len()).sum();
    assert!(harmless >= 30 && names.len() - harmless >= 200);
}
