//! What build servers are told of one profile: what is wrong with it, and which demands do not hold.

use crate::finding::Finding;

/// One profile of a run.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// The file as the user named it, `-` for standard input.
    pub path: &'a str,
    /// The document in the file, from 0.
    pub index: usize,
    /// The line at which the document begins, from 1.
    pub line: usize,
    /// `profile.id`.
    pub id: Option<&'a str>,
    /// The company's name.
    pub name: Option<&'a str>,
    /// What is wrong: where one of them is an error, the profile was not scored.
    pub findings: &'a [Finding],
    /// What came out; none where it was not scored.
    pub result: Option<Outcome<'a>>,
    /// The demands that do not hold, and those that are open.
    pub unmet: &'a [Unmet],
}

/// What came out.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    /// The leading recommendation's id.
    pub recommendation: &'a str,
    /// For people.
    pub title: &'a str,
    /// Whether only one is possible.
    pub settled: bool,
}

/// A demand of the command line that a profile does not meet, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The flag without its dashes: `fail-on`, `require`, `deny-unsettled`, `no-regressions`, `fail-on-change`.
    pub demand: &'static str,
    /// Whether the unknown facts could still decide either way; else it does not hold.
    pub open: bool,
    /// The flag with what it demands, as it is written: `--require 'readiness >= 60'`.
    pub what: String,
    /// What was demanded and what was found, one sentence without a final stop.
    pub message: String,
}
