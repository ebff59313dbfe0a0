//! Lints of a rubric set: what loads, and is still a mistake in all likelihood. Each is proved, over
//! every complete profile where it is about profiles; what a fixed number of steps neither proves nor
//! refutes is counted, not reported.

mod alike;
mod conditions;
mod facts;
mod gates;
mod idle;
mod monotone;
mod parts;
mod places;
mod ratings;
mod rows;
mod rules;
mod texts;

use crate::assess::influence::{Influences, influences};
use crate::assess::proof::Prover;
use crate::assess::search::Found;
use crate::finding::{Code, Finding, Level};
use crate::rubric::RubricSet;
use crate::rubric::load::File;
use crate::say;
use crate::value::{Node, Span, Value};
use places::{Kind, Part, Places};

/// The steps that one question may take. A bound on work, so that the same set gives the same findings
/// everywhere.
pub const STEPS: u32 = 20_000;

/// What the lints found.
#[derive(Debug)]
pub struct Lints {
    /// Warnings, in the order of the files.
    pub findings: Vec<Finding>,
    /// The questions that were neither proved nor refuted within their steps.
    pub undecided: usize,
}

/// Runs every lint on a set that was loaded from these files. Each question may take `steps`.
#[must_use]
pub fn lint(files: &[File<'_>], set: &RubricSet, steps: u32) -> Lints {
    let mut prover = Prover::new(set, steps);
    let firing = prover.firing();
    let mut cx = Cx {
        set,
        places: Places::new(files),
        influences: influences(set, &mut prover, &firing),
        prover,
        firing,
        found: Vec::new(),
        meant: Vec::new(),
        undecided: 0,
    };
    rules::check(&mut cx);
    ratings::check(&mut cx);
    gates::check(&mut cx);
    conditions::check(&mut cx);
    idle::check(&mut cx);
    alike::check(&mut cx);
    rows::check(&mut cx);
    monotone::check(&mut cx);
    facts::check(&mut cx);
    texts::check(&mut cx);
    parts::check(&mut cx);
    cx.needless();
    cx.found
        .sort_by(|(a, left), (b, right)| (a, &left.message).cmp(&(b, &right.message)));
    Lints {
        findings: cx.found.into_iter().map(|(_, finding)| finding).collect(),
        undecided: cx.undecided,
    }
}

/// A set, what was proved about it, and what was found so far.
struct Cx<'f> {
    set: &'f RubricSet,
    places: Places<'f>,
    prover: Prover,
    /// Whether each rule can fire.
    firing: Vec<Found>,
    influences: Influences,
    /// By file and offset.
    found: Vec<((usize, u32), Finding)>,
    /// What is said to be meant and was found, by the place of its part.
    meant: Vec<(usize, u32, Code)>,
    undecided: usize,
}

impl<'f> Cx<'f> {
    fn part(&self, kind: Kind, id: &str) -> Option<Part<'f>> {
        let part = self.places.find(kind, id);
        debug_assert!(part.is_some(), "no place for {id}");
        part
    }

    /// Reports a finding about a part, unless its author says that it is meant.
    fn warn(&mut self, part: &Part<'f>, span: Span, code: Code, message: String, hint: String) {
        if said_to_be_meant(part).any(|(name, _)| name == code.name()) {
            self.meant.push((part.file, part.span.start, code));
            return;
        }
        let source = &self.places.files[part.file].source;
        let finding = Finding::error(source, span, code, message)
            .level(Level::Warning)
            .hint(hint);
        self.found.push(((part.file, span.start), finding));
    }

    /// Whether a question was answered by a proof that there is no such profile; counts it if by neither.
    fn proved(&mut self, found: &Found) -> bool {
        match found {
            Found::Impossible => true,
            Found::Witness(_) => false,
            Found::Undecided => {
                self.undecided += 1;
                false
            }
        }
    }

    /// What is said to be meant and was not found, where nothing is left undecided.
    fn needless(&mut self) {
        if self.undecided > 0 {
            return;
        }
        for part in self.places.parts.clone() {
            for (name, span) in said_to_be_meant(&part) {
                let known = |(file, start, code): &(usize, u32, Code)| {
                    (*file, *start, code.name()) == (part.file, part.span.start, name)
                };
                if !self.meant.iter().any(known) {
                    let message = say!("`{part}` has no finding `{name}`", part = part.name, name);
                    let hint = say!("leave out `meant.{name}`", name);
                    self.warn(&part, span, Code::NeedlessMeant, message, hint);
                }
            }
        }
    }
}

/// The codes that a part names in `meant`, and where.
fn said_to_be_meant<'f>(part: &Part<'f>) -> impl Iterator<Item = (&'f str, Span)> + use<'f> {
    let entries = match part.get(&["meant"]).map(|node: &'f Node<'f>| &node.value) {
        Some(Value::Map(entries)) => entries.as_slice(),
        Some(Value::Scalar { .. } | Value::List(_)) | None => &[],
    };
    entries.iter().map(|(key, _)| (&*key.text, key.span))
}
