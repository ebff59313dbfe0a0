//! TOML values become a checked rubric set. Every problem of every file is reported, not only the first.
//!
//! Two passes: names first, so that anything may refer to anything; then facts, conditions, scales,
//! gates and rules. Numeric facts are cut into cells last, when every threshold has been seen.

mod advice;
mod bands;
mod cases;
mod conditions;
mod criteria;
mod decisions;
mod digest;
mod expects;
mod facts;
mod fields;
mod header;
mod locale;
mod places;
mod priors;
mod rubrics;
mod tables;

pub use cases::{Case, CaseProfile};
pub use conditions::tenths;
pub use digest::condition as canonical;
pub use expects::{Expect, OrderExpect, ScoreExpect};
pub use fields::File;
pub use locale::{locale_texts, localize};

use crate::finding::{Code, Finding, Findings, ticked_or};
use crate::language::list::count;
use crate::rubric::number::narrow;
use crate::rubric::text::Str;
use crate::rubric::{Effect, RubricSet, Site, sections};
use crate::say;
use crate::value::Span;
use advice::AdviceBook;
use facts::report_duplicate;
use fields::{At, Cx, Fields};
use header::{HEADER, read_header, read_sources};
use places::{Placed, criterion_ids, placed_ids};
use rubrics::{read_dimensions, read_rubrics};
use std::collections::BTreeMap;
use std::path::Path;

/// A loaded set.
#[derive(Debug)]
pub struct Loaded {
    /// The set.
    pub set: RubricSet,
    /// Its own tests.
    pub cases: Vec<Case>,
    /// Warnings and notes.
    pub findings: Vec<Finding>,
}

/// The numbers of what has an id, for references.
#[derive(Default)]
struct Names {
    rubrics: BTreeMap<String, u16>,
    dimensions: BTreeMap<String, u16>,
    gates: BTreeMap<String, u16>,
}

/// What the files hold, by kind, in the order of the files.
#[derive(Default)]
struct Parts<'n> {
    header: [Option<At<'n>>; 5],
    sources: Vec<At<'n>>,
    facts: Vec<At<'n>>,
    rubrics: Vec<At<'n>>,
    ratings: Vec<(At<'n>, Option<String>)>,
    dimensions: Vec<(At<'n>, Option<String>)>,
    criteria: Vec<(At<'n>, Option<String>)>,
    gates: Vec<(At<'n>, Option<String>)>,
    advice: Vec<At<'n>>,
    recommendations: Vec<At<'n>>,
    rules: Vec<At<'n>>,
    tests: Vec<At<'n>>,
}

/// Loads a rubric set from the TOML files that make it up.
///
/// # Errors
/// Every problem found, with file, line, column and a hint, if any of them is an error.
pub fn load(files: &[File<'_>]) -> Result<Loaded, Vec<Finding>> {
    let mut cx = Cx {
        files,
        findings: Findings::default(),
        missing: Vec::new(),
        left_out: Vec::new(),
    };
    let parts = collect(&mut cx);
    let header = read_header(&mut cx, &parts);
    let mut facts = facts::read(&mut cx, &parts.facts);
    let mut advice = AdviceBook::read_all(&mut cx, &parts.advice);
    let mut rubrics = read_rubrics(&mut cx, &parts, header.aggregate);
    let mut names = Names::default();
    names.rubrics.extend(
        rubrics
            .iter()
            .enumerate()
            .map(|(number, rubric)| (rubric.id.to_string(), narrow(number))),
    );
    let mut dimensions = read_dimensions(&mut cx, &parts, &names);
    names.dimensions.extend(
        dimensions
            .iter()
            .enumerate()
            .map(|(number, dimension)| (dimension.id.to_string(), narrow(number))),
    );
    let gate_ids = placed_ids(&mut cx, &parts.gates, &names.rubrics, "gate");
    names.gates.extend(
        gate_ids
            .iter()
            .enumerate()
            .map(|(number, placed)| (placed.id.clone(), narrow(number))),
    );

    let criterion_ids = criterion_ids(&mut cx, &parts.criteria, &names);
    let mut drafts = Vec::new();
    for Placed { id, parent, fields } in criterion_ids {
        let site = fields.site();
        drafts.push(criteria::read(
            &mut cx,
            &names,
            &mut facts,
            &mut advice,
            fields,
            (id, parent, site),
        ));
    }
    let mut gates = Vec::new();
    for Placed { id, parent, fields } in gate_ids {
        gates.extend(decisions::gate(
            &mut cx,
            &names,
            &mut facts,
            &mut advice,
            fields,
            (id, parent),
        ));
    }
    let mut recommendations =
        decisions::recommendations(&mut cx, &mut advice, &parts.recommendations);
    let mut rules = decisions::rules(&mut cx, &names, &mut facts, &recommendations, &parts.rules);
    require_parts(&mut cx, &parts);

    check_counts(&mut cx, &facts, &parts);
    if cx.findings.has_errors() {
        return Err(cx.findings.finish());
    }
    let (facts, variables) = facts::finish(&mut cx, facts);
    let mut criteria: Vec<_> = drafts
        .into_iter()
        .map(|draft| tables::finish(&mut cx, draft, &facts, &variables))
        .collect();
    for gate in &mut gates {
        conditions::finish(&mut gate.when, &facts, &variables);
    }
    for rule in &mut rules {
        if let Some(when) = &mut rule.when {
            conditions::finish(when, &facts, &variables);
        }
    }
    let gate_order = decisions::gate_order(&mut cx, &gates);
    decisions::report_sizes(&mut cx, &criteria, (&gates, &gate_order), &rules);
    if cx.findings.has_errors() {
        return Err(cx.findings.finish());
    }

    let (advice, renumber) = advice.finish();
    let each = |numbers: &mut Vec<u16>| {
        numbers
            .iter_mut()
            .for_each(|number| *number = renumber[usize::from(*number)]);
    };
    criteria
        .iter_mut()
        .flat_map(|criterion| &mut criterion.attributes)
        .for_each(|attribute| each(&mut attribute.advice));
    gates.iter_mut().for_each(|gate| each(&mut gate.advice));
    recommendations
        .iter_mut()
        .for_each(|recommendation| each(&mut recommendation.advice));

    for (number, dimension) in dimensions.iter_mut().enumerate() {
        dimension.criteria = run(criteria.iter().map(|criterion| criterion.dimension), number);
    }
    for (number, rubric) in rubrics.iter_mut().enumerate() {
        rubric.dimensions = run(dimensions.iter().map(|dimension| dimension.rubric), number);
        let caps = gates.iter().enumerate().filter(|(_, gate)| {
            usize::from(gate.rubric) == number && matches!(gate.effect, Effect::Cap(_))
        });
        rubric.caps = caps.map(|(gate, _)| narrow(gate)).collect();
    }
    let mut set = RubricSet {
        id: header.id,
        version: header.version,
        title: header.title,
        languages: header.languages,
        sources: read_sources(&mut cx, &parts.sources),
        digest: Str::default(),
        sections: sections(&facts),
        facts,
        variables,
        rubrics,
        dimensions,
        criteria,
        gates,
        gate_order,
        recommendations,
        rules,
        advice,
    };
    set.digest = digest::digest(&set);
    let cases = cases::read(&mut cx, &set, &parts.tests);
    if cx.findings.has_errors() {
        Err(cx.findings.finish())
    } else {
        Ok(Loaded {
            set,
            cases,
            findings: cx.findings.finish(),
        })
    }
}

/// The stretch of a sorted list that belongs to one owner.
fn run(owners: impl Iterator<Item = u16>, owner: usize) -> std::ops::Range<u16> {
    let mut range = 0..0;
    for (number, other) in owners.enumerate() {
        if usize::from(other) == owner {
            if range.end == 0 {
                range.start = narrow(number);
            }
            range.end = narrow(number + 1);
        }
    }
    range
}

fn collect<'n>(cx: &mut Cx<'n>) -> Parts<'n> {
    let mut parts = Parts::default();
    let files = cx.files;
    for (number, file) in files.iter().enumerate() {
        let root = At {
            file: narrow(number),
            node: &file.root,
        };
        let Some(mut fields) = Fields::new(cx, root, "rubric file") else {
            continue;
        };
        for (slot, name) in parts.header.iter_mut().zip(HEADER) {
            let Some(at) = fields.get(name) else { continue };
            if let Some(earlier) = slot.replace(at) {
                report_duplicate(cx, at.site(), "value for", name, earlier.site());
            }
        }
        let rubric = fields.get("rubric");
        let home = rubric
            .and_then(|at| at.node.get("id"))
            .and_then(|id| id.text())
            .map(str::to_owned);
        parts.rubrics.extend(rubric);
        let mut list = |name| fields.get(name).map_or_else(Vec::new, |at| at.items());
        parts.rubrics.extend(list("rubrics"));
        for (name, target) in [
            ("ratings", &mut parts.ratings),
            ("dimensions", &mut parts.dimensions),
            ("criteria", &mut parts.criteria),
            ("gates", &mut parts.gates),
        ] {
            target.extend(list(name).into_iter().map(|at| (at, home.clone())));
        }
        parts.recommendations.extend(list("recommendations"));
        parts.rules.extend(list("rules"));
        parts.tests.extend(list("tests"));
        parts.facts.extend(fields.get("facts"));
        parts.advice.extend(fields.get("advice"));
        parts.sources.extend(fields.get("sources"));
        fields.finish(cx);
    }
    parts
}

/// Parts are numbered in 16 bits; nobody writes a set that comes near that.
fn check_counts(cx: &mut Cx<'_>, facts: &[facts::Draft], parts: &Parts<'_>) {
    let options: usize = facts
        .iter()
        .map(|draft| draft.fact.options.len().max(1))
        .sum();
    type Words = fn(usize) -> String;
    let counts: [(usize, Words); 6] = [
        (cx.files.len(), |n| count(n, "file", "files")),
        (options, |n| count(n, "fact or option", "facts and options")),
        (parts.criteria.len(), |n| count(n, "criterion", "criteria")),
        (parts.gates.len(), |n| count(n, "gate", "gates")),
        (parts.rules.len(), |n| count(n, "rule", "rules")),
        (parts.tests.len(), |n| count(n, "test", "tests")),
    ];
    for (number, words) in counts.into_iter().filter(|(number, _)| *number > MAX_PARTS) {
        let message = say!(
            "the rubric set has {parts}; at most {most} fit",
            parts = words(number),
            most = MAX_PARTS
        );
        let first = Site::new(0, Span::new(0, 0));
        cx.error(first, Code::TooLarge, message);
    }
}

/// The most parts of one kind.
pub const MAX_PARTS: usize = 10_000;

/// What the set as a whole lacks, in one finding: no place in a file is the wrong one.
fn require_parts(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    for (name, empty) in [
        ("[facts]", parts.facts.is_empty()),
        ("[rubric]", parts.rubrics.is_empty()),
        ("[[criteria]]", parts.criteria.is_empty()),
        ("[[recommendations]]", parts.recommendations.is_empty()),
        ("[[rules]]", parts.rules.is_empty()),
    ] {
        if empty {
            cx.missing.push(name);
        }
    }
    let path = match cx.files {
        [] => say!("the rubric set"),
        [only] => only.source.path.clone(),
        [first, ..] => Path::new(&first.source.path)
            .parent()
            .map_or_else(String::new, |folder| folder.display().to_string()),
    };
    if cx.missing.is_empty() {
        return;
    }
    let message = say!(
        "the rubric set has no {parts}",
        parts = ticked_or(cx.missing.iter().copied())
    );
    let finding = Finding::of_file(path, Code::MissingField, message);
    let header = cx.missing.iter().any(|name| !name.starts_with('['));
    cx.findings.push(finding.maybe_hint(
        header.then(|| say!("`id` and `version` stand at the top of one of its files")),
    ));
}
