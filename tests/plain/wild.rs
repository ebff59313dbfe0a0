//! Random documents as people write them, right and wrong, for the facts of a rubric set.

use maturity::rubric::RubricSet;
use maturity::rubric::fact::{Fact, Kind};

/// Choices, drawn from bytes; when those have run out, the plainest.
pub(crate) struct Draw<'b>(pub(crate) std::slice::Iter<'b, u8>);

impl Draw<'_> {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % n
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    pub(crate) fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

/// A value as somebody may write it.
#[derive(Clone, Debug)]
pub(crate) enum Raw {
    /// Without quotes.
    Bare(String),
    Quoted(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

pub(crate) fn bare(text: &str) -> Raw {
    Raw::Bare(text.to_owned())
}

/// Numbers in all the ways to write some.
const NUMBERS: [&str; 24] = [
    "1",
    "12",
    "0",
    "7.5",
    "100",
    "1.0",
    "1e3",
    "1E1",
    "+5",
    "-5",
    "007",
    "0.5",
    ".5",
    "5.",
    "-0",
    "-0.0",
    "9007199254740992",
    "9007199254740993",
    "-9007199254740993",
    "99999999999999999999",
    "1e400",
    "1_000",
    "0x1f",
    ".nan",
];

const WORDS: [&str; 26] = [
    "yes",
    "no",
    "true",
    "false",
    "True",
    "FALSE",
    "null",
    "~",
    "Null",
    "unknown",
    "Unknown",
    "n/a",
    "N/A",
    "",
    "on",
    "weak",
    "partly",
    "2026-11-03",
    "2026-13-03",
    "2026-02-29",
    "2028-02-29",
    "甲",
    "a b",
    "x: y",
    "# x",
    "- x",
];

/// A value that a fact takes, and most often its only one.
pub(crate) fn fitting(draw: &mut Draw<'_>, fact: &Fact) -> Raw {
    if draw.one_in(10) {
        return bare(draw.pick(&["unknown", "~", "null"]));
    }
    if fact.allow_na && draw.one_in(10) {
        return bare("n/a");
    }
    let option = |draw: &mut Draw<'_>| {
        let id = fact.options[draw.below(fact.options.len())].id.to_string();
        // In a list JSON's literals are no options: an option called so is a text there.
        if draw.one_in(4) || matches!(&*id, "true" | "false") && fact.kind == Kind::Set {
            Raw::Quoted(id)
        } else {
            Raw::Bare(id)
        }
    };
    match fact.kind {
        Kind::Bool => bare(draw.pick(&["true", "false"])),
        Kind::Choice => option(draw),
        Kind::Set => {
            let count = draw.below(4);
            Raw::List((0..count).map(|_| option(draw)).collect())
        }
        Kind::Integer => {
            let most = fact.max.unwrap_or(40.0).min(200.0);
            let least = fact.min.unwrap_or(0.0);
            let steps = u8::try_from(draw.below(200)).expect("small");
            Raw::Bare(format!("{}", (least + f64::from(steps)).min(most).trunc()))
        }
        Kind::Number => {
            let steps = u8::try_from(draw.below(200)).expect("small");
            let value = fact.min.unwrap_or(0.0) + f64::from(steps) / 4.0;
            Raw::Bare(format!("{}", value.min(fact.max.unwrap_or(value))))
        }
        Kind::Text => Raw::Quoted(draw.pick(&["Acme", "甲乙", "a, b", "12"]).to_owned()),
    }
}

/// Anything.
pub(crate) fn wild(draw: &mut Draw<'_>, fact: &Fact, depth: usize) -> Raw {
    match draw.below(12) {
        0..=3 => fitting(draw, fact),
        4 | 5 => bare(draw.pick(&NUMBERS)),
        6 | 7 => bare(draw.pick(&WORDS)),
        8 => Raw::Quoted(draw.pick(&WORDS).to_owned()),
        9 => {
            let count = draw.below(3);
            Raw::List((0..count).map(|_| wild(draw, fact, depth + 1)).collect())
        }
        _ if depth > 1 => bare("1"),
        10 => {
            let key = draw.pick(&[
                "one_of", "not", "at_least", "at_most", "includes", "excludes",
            ]);
            Raw::Map(vec![(key.to_owned(), wild(draw, fact, depth + 1))])
        }
        _ => {
            let count = draw.below(4);
            let keys = ["value", "note", "source", "as_of", "note", "vlaue"];
            let entry = |draw: &mut Draw<'_>| {
                let key = draw.pick(&keys);
                (key.to_owned(), wild(draw, fact, depth + 1))
            };
            Raw::Map((0..count).map(|_| entry(draw)).collect())
        }
    }
}

/// A fitting value with something beside it.
pub(crate) fn annotated(draw: &mut Draw<'_>, value: Raw) -> Raw {
    let mut entries = vec![("value".to_owned(), value)];
    for (key, text) in [
        ("note", "said so"),
        ("source", "call"),
        ("as_of", "2026-11-03"),
    ] {
        if draw.one_in(2) {
            entries.push((key.to_owned(), Raw::Quoted(text.to_owned())));
        }
    }
    Raw::Map(entries)
}

/// Sections with their facts; nothing wrong and nothing half known in it if it is `tame`.
pub(crate) type Document = Vec<(String, Option<Vec<(String, Raw)>>)>;

pub(crate) fn document(draw: &mut Draw<'_>, set: &RubricSet, tame: bool) -> Document {
    let mut sections: Document = Vec::new();
    if draw.one_in(2) {
        let entries = [
            ("id", "a-1"),
            ("as_of", "2026-11-03"),
            ("prepared_by", "me"),
            ("rubrics", &*format!("{} {}", set.id, set.version)),
        ];
        let mut about: Vec<(String, Raw)> = Vec::new();
        for (key, text) in entries {
            if draw.one_in(2) {
                about.push((key.to_owned(), Raw::Quoted(text.to_owned())));
            }
        }
        if !tame && draw.one_in(4) {
            let key = draw.pick(&["id", "as_of", "prepared_by", "rubrics", "idd"]);
            about.push((key.to_owned(), wild(draw, &set.facts[0], 0)));
        }
        sections.push(("profile".to_owned(), Some(about)));
    }
    for (name, facts) in &set.sections {
        if draw.one_in(3) {
            continue;
        }
        if draw.one_in(8) {
            sections.push((name.to_string(), None));
            continue;
        }
        let mut entries = Vec::new();
        for fact in &set.facts[maturity::rubric::indexes(facts)] {
            if draw.one_in(3) {
                continue;
            }
            let strange = !tame && draw.one_in(12);
            let mut value = if strange {
                wild(draw, fact, 0)
            } else {
                fitting(draw, fact)
            };
            let is_null = matches!(&value, Raw::Bare(text) if ["~", "null"].contains(&&**text));
            if !matches!(value, Raw::Map(_)) && !is_null && draw.one_in(5) {
                value = annotated(draw, value);
            }
            entries.push((fact.key().to_owned(), value.clone()));
            if !tame && draw.one_in(60) {
                entries.push((fact.key().to_owned(), value));
            }
        }
        if draw.one_in(2) {
            entries.reverse();
        }
        if !tame && draw.one_in(40) {
            entries.push(("no_such_fact".to_owned(), bare("1")));
        }
        sections.push((name.to_string(), Some(entries)));
    }
    if !tame && draw.one_in(30) && !sections.is_empty() {
        let again = sections[draw.below(sections.len())].clone();
        sections.push(again);
    }
    if !tame && draw.one_in(40) {
        sections.push(("no-section".to_owned(), None));
    }
    sections
}

pub(crate) fn in_json(draw: &mut Draw<'_>, value: &Raw) -> String {
    let space = if draw.one_in(5) { " " } else { "" };
    match value {
        // What is no literal of JSON is there only as text, or by mistake.
        Raw::Bare(text) => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => text.clone(),
            Err(_) if text == "~" => "null".to_owned(),
            Err(_) if draw.one_in(50) => text.clone(),
            Err(_) => quoted(draw, text),
        },
        Raw::Quoted(text) => quoted(draw, text),
        Raw::List(items) => {
            let items: Vec<String> = items.iter().map(|item| in_json(draw, item)).collect();
            format!("[{space}{}{space}]", items.join(","))
        }
        Raw::Map(entries) => {
            let entry = |(key, value): &(String, Raw)| {
                format!("{}:{space}{}", quoted(draw, key), in_json(draw, value))
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(","))
        }
    }
}

/// A JSON string, some of whose signs are escaped without need.
pub(crate) fn quoted(draw: &mut Draw<'_>, text: &str) -> String {
    if !draw.one_in(5) {
        return serde_json::Value::from(text).to_string();
    }
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    format!("\"{}\"", units.collect::<String>())
}

pub(crate) fn whole(document: &Document) -> Raw {
    let section = |(name, entries): &(String, Option<Vec<(String, Raw)>>)| {
        let value = entries.clone().map_or_else(|| bare("null"), Raw::Map);
        (name.clone(), value)
    };
    Raw::Map(document.iter().map(section).collect())
}
