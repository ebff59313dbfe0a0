//! Everything that can be explained, a line each.

use crate::finding::Code;
use crate::present::report::SetName;
use crate::rubric::RubricSet;
use crate::rubric::part::{Part, parts};
use crate::say;
use serde::Serialize;
use std::borrow::Cow;

/// Everything that can be explained.
#[derive(Debug, Serialize)]
pub struct Index<'a> {
    /// The version of this form: 1.
    pub explain: u32,
    /// The set.
    pub rubric_set: SetName<'a>,
    /// What there is, by kind.
    pub groups: Vec<Group<'a>>,
}

/// All of one kind.
#[derive(Debug, Serialize)]
pub struct Group<'a> {
    /// The kind: `fact`, `gate`, …
    pub kind: &'static str,
    /// For people.
    pub title: String,
    /// What there is, in the order of the set.
    pub items: Vec<Item<'a>>,
}

/// One of them.
#[derive(Debug, Serialize)]
pub struct Item<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is, on one line; empty where the set does not say.
    pub about: Cow<'a, str>,
}

/// Lists everything that can be explained.
#[must_use]
pub fn index(set: &RubricSet) -> Index<'_> {
    let all = parts(set);
    let items = |kind: &str| {
        let own = all.iter().filter(|part| part.kind() == kind);
        let item = |part: &Part| Item {
            id: part.id(set),
            about: Cow::Borrowed(about(set, *part)),
        };
        own.map(item).collect()
    };
    let titles = [
        ("fact", say!("Facts")),
        ("rubric", say!("Rubrics")),
        ("dimension", say!("Dimensions")),
        ("criterion", say!("Criteria")),
        ("gate", say!("Gates")),
        ("rule", say!("Rules")),
        ("recommendation", say!("Recommendations")),
        ("advice", say!("Advice")),
    ];
    let mut groups: Vec<Group<'_>> = titles
        .into_iter()
        .map(|(kind, title)| Group {
            kind,
            title,
            items: items(kind),
        })
        .filter(|group| !group.items.is_empty())
        .collect();
    groups.push(Group {
        kind: "code",
        title: say!("Finding codes"),
        items: Code::ALL
            .iter()
            .map(|code| Item {
                id: code.name(),
                about: super::code::said(*code).into(),
            })
            .collect(),
    });
    Index {
        explain: 1,
        rubric_set: SetName::of(set),
        groups,
    }
}

fn about(set: &RubricSet, part: Part) -> &str {
    match part {
        Part::Fact(number) => &set.facts[number].ask,
        Part::Rubric(number) => &set.rubrics[number].title,
        Part::Dimension(number) => &set.dimensions[number].title,
        Part::Criterion(number) => &set.criteria[number].title,
        Part::Gate(number) => &set.gates[number].title,
        Part::Rule(number) => &set.rules[number].because,
        Part::Recommendation(number) => &set.recommendations[number].title,
        Part::Advice(number) => &set.advice[number].text,
    }
}
