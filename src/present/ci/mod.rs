//! What build servers read of a run over many profiles: one file a format.
//!
//! A run is written as it goes: `head`, then for each [`Verdict`] what `element` appends, which knows nothing of the
//! other profiles, and at last `tail`. Every text of a profile is made harmless first: no format lets one end a line,
//! a tag or a command.

mod fingerprint;
pub mod github;
pub mod junit;
pub mod sarif;
pub mod tap;

use super::text::clean;
use super::verdict::{Outcome, Unmet, Verdict};
use crate::finding::{Finding, Level};
use crate::language::list::count;
use crate::say;

/// How many profiles of a run came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// All of them: `scored` and `failed`.
    pub profiles: usize,
    /// Those that have a result.
    pub scored: usize,
    /// Those that have none.
    pub failed: usize,
    /// Scored ones with a demand that does not hold.
    pub refuted: usize,
    /// Scored ones with an open demand, and none that does not hold.
    pub open: usize,
}

impl Totals {
    /// Counts one profile.
    pub fn add(&mut self, verdict: &Verdict<'_>) {
        self.profiles += 1;
        if verdict.result.is_none() {
            self.failed += 1;
            return;
        }
        self.scored += 1;
        if verdict.unmet.iter().any(|unmet| !unmet.open) {
            self.refuted += 1;
        } else if !verdict.unmet.is_empty() {
            self.open += 1;
        }
    }

    /// Adds what others counted.
    pub fn join(&mut self, other: &Self) {
        self.profiles += other.profiles;
        self.scored += other.scored;
        self.failed += other.failed;
        self.refuted += other.refuted;
        self.open += other.open;
    }

    /// "12 profiles: 10 scored, 2 not scored, 1 fails a demand, 0 open".
    fn words(&self) -> String {
        let profiles = count(self.profiles, "profile", "profiles");
        say!(
            "{profiles}: {scored} scored, {failed} not scored, {refuted}, {open} open",
            profiles,
            scored = self.scored,
            failed = self.failed,
            refuted = count(self.refuted, "fails a demand", "fail a demand"),
            open = self.open
        )
    }
}

/// What the demands of the command line mean, by the name of their flag.
fn demands() -> [(&'static str, String); 5] {
    [
        (
            "deny-unsettled",
            say!("More than one recommendation is possible."),
        ),
        ("fail-on", say!("A recommendation that must not come out.")),
        (
            "fail-on-change",
            say!("Something came out otherwise than in the baseline."),
        ),
        (
            "no-regressions",
            say!("Something came out worse than in the baseline."),
        ),
        ("require", say!("A score that is not as demanded.")),
    ]
}

/// A profile's name among all of a run: its file, and which document of it where it is not the first.
fn name(verdict: &Verdict<'_>) -> String {
    let path = clean(verdict.path);
    match verdict.index {
        0 => path,
        index => say!("{path} (document {number})", path, number = index + 1),
    }
}

/// Where a finding is: `path:line:column`, or the file alone.
fn place(finding: &Finding) -> String {
    let path = clean(&finding.path);
    match &finding.place {
        Some(place) => format!("{path}:{}:{}", place.line, place.column),
        None => path,
    }
}

/// "`id`, settled".
fn outcome(result: &Outcome<'_>) -> String {
    let recommendation = clean(result.recommendation);
    if result.settled {
        say!("{recommendation}, settled", recommendation)
    } else {
        say!("{recommendation}, not settled", recommendation)
    }
}

/// What is told of a demand.
fn demand(unmet: &Unmet) -> String {
    clean(&unmet.message)
}

/// The errors first, for what shows only one of several.
fn by_level(findings: &[Finding]) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = findings.iter().collect();
    all.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    all
}

/// Whether a demand that is not met counts as an error.
fn level(unmet: &Unmet) -> Level {
    if unmet.open {
        Level::Warning
    } else {
        Level::Error
    }
}

/// A file's path as systems of version control name it, without a leading `./`; none for standard input.
fn file(path: &str) -> Option<&str> {
    if path == "-" {
        return None;
    }
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::{Totals, demands, file, name};
    use crate::finding::{Code, Finding, Level, SourceText};
    use crate::present::report::SetName;
    use crate::present::verdict::{Outcome, Unmet, Verdict};
    use crate::value::Span;
    use std::collections::BTreeMap;

    /// What a name could do to a format: its quotes, its brackets, its lines, its commands, a terminal, a reader.
    pub(super) const HOSTILE: &str =
        "\"'&]]></failure>\n::error::x%0A \u{1b}[31m\u{202e},# TODO \\ \u{fffe}甲🦀";

    /// The characters that must not come out of any format.
    pub(super) fn is_harmful(c: char) -> bool {
        matches!(c, '\u{1b}' | '\u{202e}' | '\u{fffe}' | '\r' | '\t')
    }

    pub(super) fn set() -> SetName<'static> {
        SetName {
            id: "small",
            version: "1.2.0",
            digest: "abc",
            sources: BTreeMap::new(),
        }
    }

    pub(super) fn verdict(path: &str) -> Verdict<'_> {
        Verdict {
            path,
            index: 0,
            line: 1,
            id: None,
            name: None,
            findings: &[],
            result: Some(Outcome {
                recommendation: "sell",
                title: "Sell it",
                settled: true,
            }),
            unmet: &[],
        }
    }

    pub(super) fn failed<'a>(path: &'a str, findings: &'a [Finding]) -> Verdict<'a> {
        Verdict {
            findings,
            result: None,
            ..verdict(path)
        }
    }

    /// A finding at line 2, column 4.
    pub(super) fn finding(path: &str, level: Level, message: &str) -> Finding {
        let text = SourceText::new(path, "a: 1\nb: 2\n");
        let span = Span { start: 8, end: 9 };
        let finding = Finding::error(&text, span, Code::UnknownFact, message);
        finding.level(level).hint("look")
    }

    pub(super) fn unmet(demand: &'static str, open: bool, message: &str) -> Unmet {
        let message = message.to_owned();
        Unmet {
            demand,
            open,
            what: format!("--{demand}"),
            message,
        }
    }

    /// Everything that one profile can have, each text hostile.
    pub(super) fn worst() -> (Vec<Finding>, Vec<Unmet>) {
        let findings = [Level::Note, Level::Warning, Level::Error];
        let findings = findings.map(|level| finding(HOSTILE, level, HOSTILE).hint(HOSTILE));
        let unmet = [
            unmet("require", true, HOSTILE),
            unmet("fail-on", false, HOSTILE),
        ];
        (findings.to_vec(), unmet.to_vec())
    }

    #[test]
    fn each_profile_is_counted_once() {
        let both = [unmet("require", true, "r"), unmet("fail-on", false, "f")];
        let mut totals = Totals::default();
        totals.add(&verdict("a"));
        for unmet in [&both[..], &both[..1], &both[1..]] {
            totals.add(&Verdict {
                unmet,
                ..verdict("a")
            });
        }
        totals.add(&failed("a", &[]));
        let expected = Totals {
            profiles: 5,
            scored: 4,
            failed: 1,
            refuted: 2,
            open: 1,
        };
        assert_eq!(totals, expected);
        assert_eq!(
            totals.words(),
            "5 profiles: 4 scored, 1 not scored, 2 fail a demand, 1 open"
        );
    }

    #[test]
    fn names_tell_documents_apart() {
        assert_eq!(name(&verdict("a.yaml")), "a.yaml");
        let third = Verdict {
            index: 2,
            ..verdict("a\n.yaml")
        };
        assert_eq!(name(&third), "a .yaml (document 3)");
    }

    #[test]
    fn files_lose_what_version_control_does_not_say() {
        let files = ["-", "./-", ".//././a.yaml", "../a.yaml", "/a.yaml"].map(file);
        let expected = [
            None,
            Some("-"),
            Some("a.yaml"),
            Some("../a.yaml"),
            Some("/a.yaml"),
        ];
        assert_eq!(files, expected);
    }

    #[test]
    fn demands_and_codes_share_no_name() {
        assert!(demands().is_sorted_by_key(|(name, _)| *name));
        for (demand, _) in demands() {
            assert!(Code::ALL.iter().all(|code| code.name() != demand));
        }
    }
}
