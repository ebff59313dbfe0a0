//! Words for people in place of the names that JSON and scripts know.

use crate::say;

/// A state of a gate or of a part of a condition.
#[must_use]
pub fn state(name: &str) -> String {
    match name {
        "tripped" => say!("tripped"),
        "clear" => say!("clear"),
        "open" => say!("open"),
        other => other.to_owned(),
    }
}

/// A kind of part of a rubric set, or a finding code.
#[must_use]
pub fn kind(name: &str) -> String {
    match name {
        "set" => say!("rubric set"),
        "fact" => say!("fact"),
        "rubric" => say!("rubric"),
        "dimension" => say!("dimension"),
        "criterion" => say!("criterion"),
        "gate" => say!("gate"),
        "score" => say!("score"),
        "rule" => say!("rule"),
        "rule-order" => say!("rule-order"),
        "recommendation" => say!("recommendation"),
        "advice" => say!("advice"),
        "translation" => say!("translation"),
        "code" => say!("code"),
        other => other.to_owned(),
    }
}

/// What became of a part of a rubric set.
#[must_use]
pub fn change(name: &str) -> String {
    match name {
        "added" => say!("added"),
        "removed" => say!("removed"),
        other => other.to_owned(),
    }
}

/// A part of what a change touches: a key of the files as it is, what is no key in words.
#[must_use]
pub fn part(name: &str) -> String {
    match name {
        "share of the rubric" => say!("share of the rubric"),
        "effective weight" => say!("effective weight"),
        "order of options" => say!("order of options"),
        "place" => say!("place"),
        "texts" => say!("texts"),
        other => match other.split_once(" of ") {
            Some(("points", label)) => say!("points of {row}", row = row(label)),
            Some(("reason", label)) => say!("reason of {row}", row = row(label)),
            Some(("advice", label)) => say!("advice of {row}", row = row(label)),
            _ => other.to_owned(),
        },
    }
}

/// What has become of a profile since an earlier run.
#[must_use]
pub fn since(name: &str) -> String {
    match name {
        "new" => say!("new"),
        "same" => say!("same"),
        "changed" => say!("changed"),
        "worse" => say!("worse"),
        other => other.to_owned(),
    }
}

/// A level of a finding.
#[must_use]
pub fn level(name: &str) -> String {
    match name {
        "error" => say!("error"),
        "warning" => say!("warning"),
        "note" => say!("note"),
        other => other.to_owned(),
    }
}

/// Parts that tests reach, and kinds of mutants.
#[must_use]
pub fn group(name: &str) -> String {
    match name {
        "rules" => say!("rules"),
        "gates" => say!("gates"),
        "gate outcomes" => say!("gate outcomes"),
        "attributes" => say!("attributes"),
        "ratings" => say!("ratings"),
        "thresholds" => say!("thresholds"),
        "conditions" => say!("conditions"),
        "points" => say!("points"),
        "weights" => say!("weights"),
        other => other.to_owned(),
    }
}

/// What a row of a scale is for: a band of a number, a case, or what is left.
#[must_use]
pub fn row(label: &str) -> String {
    match label.rsplit_once(' ') {
        Some(("below", bound)) => say!("below {bound}", bound),
        Some(("at most", bound)) => say!("at most {bound}", bound),
        Some(("above", bound)) => say!("above {bound}", bound),
        Some(("at least", bound)) => say!("at least {bound}", bound),
        Some(("case", number)) => say!("case {number}", number),
        _ => match label {
            "any" => say!("any"),
            "otherwise" => say!("otherwise"),
            other => other.to_owned(),
        },
    }
}

/// A step of a version.
#[must_use]
pub fn step(name: &str) -> String {
    match name {
        "none" => say!("none"),
        "patch" => say!("patch"),
        "minor" => say!("minor"),
        "major" => say!("major"),
        other => other.to_owned(),
    }
}
