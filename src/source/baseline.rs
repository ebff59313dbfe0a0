//! An earlier run's reports, one a line, as far as a later run is compared with them.

use super::inputs::Form;
use crate::finding::{Code, Finding, SourceText};
use crate::say;
use crate::value::Span;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What an earlier run said.
#[derive(Debug, Default)]
pub struct Baseline {
    /// What it said of each profile, by identity.
    pub profiles: HashMap<String, Before>,
    /// The identity of what stood at a place, as [`identity`] calls a profile without an id there.
    pub places: HashMap<String, String>,
    /// The ids that more than one profile has.
    pub twice: HashSet<String>,
    /// The digests of the rubric sets that it used, with their names, each once.
    pub sets: Vec<(String, String)>,
    /// The place of the first profile of each identity.
    first: HashMap<String, String>,
    /// The digests in `sets`.
    digests: HashSet<String>,
}

/// What was said of one profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// The leading recommendation's id; none where it was not scored.
    pub recommendation: Option<String>,
    /// Whether only one was possible.
    pub settled: bool,
    /// For each rubric its id, estimate, low and high, in tenths.
    pub scores: Vec<(String, [Option<u16>; 3])>,
}

/// What a profile is called from run to run: its id, or where it has none, its file and its number in it.
#[must_use]
pub fn identity(path: &str, index: usize, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("id\0{id}"),
        None => {
            // However the file is named from here.
            let parts = Path::new(path).components();
            let own: PathBuf = parts.filter(|part| *part != Component::CurDir).collect();
            format!("at\0{}\0{index}", own.display())
        }
    }
}

/// An identity for people: the id, or the file.
#[must_use]
pub fn shown(identity: &str) -> &str {
    identity.split('\0').nth(1).unwrap_or(identity)
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Line {
    profile: Profile,
    rubric_set: Option<Set>,
    recommendation: Option<Recommendation>,
    #[serde(default)]
    scores: Vec<Score>,
}

#[derive(Deserialize)]
struct Profile {
    path: String,
    index: usize,
    id: Option<String>,
}

#[derive(Deserialize)]
struct Set {
    id: String,
    version: String,
    digest: String,
}

#[derive(Deserialize)]
struct Recommendation {
    id: String,
    settled: bool,
}

#[derive(Deserialize)]
struct Score {
    id: String,
    estimate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

fn write_one() -> String {
    say!("write one with `maturity score … --format jsonl --output FILE`, without --fields")
}

/// So many lines that are no reports show that a file is none of an earlier run.
const ENOUGH: usize = 5;

/// Reads reports, one a line, packed or not.
///
/// # Errors
/// A finding for each of the first lines that are no report, and of the profiles that stand there twice.
pub fn read(path: &str) -> Result<Baseline, Vec<Finding>> {
    let shared: Arc<str> = path.into();
    let mut baseline = Baseline::default();
    let mut findings = Vec::new();
    for chunk in super::inputs::chunks_of_file(&shared, Form::JsonLines, 64) {
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(finding) => {
                findings.push(*finding);
                break;
            }
        };
        for document in chunk.documents() {
            if findings.len() >= ENOUGH {
                break;
            }
            let (text, line) = match chunk.alone(path, document) {
                Ok(text) => text,
                Err(finding) => {
                    findings.push(*finding);
                    continue;
                }
            };
            if let Err(message) = baseline.add(text) {
                let mut source = SourceText::new(path, text);
                source.first_line = line;
                let finding = Finding::error(
                    &source,
                    Span::new(0, text.len()),
                    Code::BadBaseline,
                    message,
                );
                findings.push(finding.hint(write_one()));
            }
        }
    }
    if findings.is_empty() && baseline.profiles.is_empty() {
        let finding = Finding::of_file(path, Code::BadBaseline, say!("holds no report"));
        findings.push(finding.hint(write_one()));
    }
    if findings.is_empty() {
        Ok(baseline)
    } else {
        Err(findings)
    }
}

impl Baseline {
    fn add(&mut self, text: &str) -> Result<(), String> {
        let line: Line =
            serde_json::from_str(text).map_err(|_| say!("this line is no report of a profile"))?;
        if let Some(set) = line.rubric_set {
            let name = format!("{} {}", set.id, set.version);
            if self.digests.insert(set.digest.clone()) {
                self.sets.push((set.digest, name));
            }
        }
        let score = |score: Score| {
            (
                score.id,
                [score.estimate, score.low, score.high].map(|points| points.and_then(tenths)),
            )
        };
        let before = Before {
            settled: line
                .recommendation
                .as_ref()
                .is_some_and(|recommendation| recommendation.settled),
            recommendation: line.recommendation.map(|recommendation| recommendation.id),
            scores: line.scores.into_iter().map(score).collect(),
        };
        let Profile { path, index, id } = line.profile;
        let place = identity(&path, index, None);
        let mut own = identity(&path, index, id.as_deref());
        // An id that two profiles have tells neither apart: their places do.
        if let Some(id) = id.as_ref().filter(|_| self.profiles.contains_key(&own)) {
            self.twice.insert(id.clone());
            let first = self.first.remove(&own);
            if let Some((first, before)) = first.zip(self.profiles.remove(&own)) {
                self.places.insert(first.clone(), first.clone());
                self.profiles.insert(first, before);
            }
        }
        if id.is_some_and(|id| self.twice.contains(&id)) {
            own.clone_from(&place);
        }
        self.first
            .entry(own.clone())
            .or_insert_with(|| place.clone());
        self.places.insert(place, own.clone());
        match self.profiles.insert(own, before) {
            None => Ok(()),
            Some(_) => Err(say!("`{path}` stands above already", path)),
        }
    }
}

/// Points with one decimal, in tenths.
fn tenths(points: f64) -> Option<u16> {
    let tenths = (points * 10.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1000"
    )]
    (0.0..=1000.0).contains(&tenths).then_some(tenths as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_found_by_identity() {
        let mut baseline = Baseline::default();
        let report = r#"{"report":1,"rubric_set":{"id":"standard","version":"1.0.0","digest":"abc"},
            "profile":{"path":"a.yaml","index":0,"id":"a","name":null},
            "scores":[{"id":"readiness","estimate":61.2,"low":50.0,"high":null}],
            "recommendation":{"id":"go-big","settled":true}}"#;
        baseline.add(report).expect("a report");
        let failed =
            r#"{"profile":{"path":"b.yaml","index":2,"id":null,"name":null},"findings":[]}"#;
        baseline.add(failed).expect("a failure");
        let before = &baseline.profiles[&identity("", 0, Some("a"))];
        assert_eq!(
            before.scores,
            [("readiness".to_owned(), [Some(612), Some(500), None])]
        );
        assert_eq!(
            baseline.profiles[&identity("./b.yaml", 2, None)].recommendation,
            None
        );
        assert_eq!(baseline.places[&identity("a.yaml", 0, None)], "id\0a");
        assert_eq!(
            baseline.sets,
            [("abc".to_owned(), "standard 1.0.0".to_owned())]
        );
        assert!(
            baseline
                .add(report)
                .expect_err("twice")
                .contains("`a.yaml`")
        );
        let other = report.replace("a.yaml", "c.yaml");
        baseline.add(&other).expect("another one with the same id");
        let places = ["a.yaml", "c.yaml"]
            .map(|path| baseline.profiles.contains_key(&identity(path, 0, None)));
        assert_eq!((places, baseline.twice.len()), ([true, true], 1));
        assert!(
            baseline
                .add("{}")
                .expect_err("no report")
                .contains("profile")
        );
    }
}
