//! `[[tests]]`: a profile, and what must come out.

use super::facts::report_unquoted;
use super::fields::{At, Cx, Fields};
use crate::finding::{Code, did_you_mean, ticked};
use crate::rubric::text::Str;
use crate::rubric::{RubricSet, Site};
use crate::value::{Key, Node, Value};
use std::borrow::Cow;

/// One test of a rubric set.
#[derive(Clone, Debug)]
pub struct Case {
    /// Unique name.
    pub name: Str,
    /// What the case is.
    pub about: Str,
    /// Document and section.
    pub source: Str,
    /// Where it is written.
    pub site: Site,
    /// The profile under test.
    pub profile: CaseProfile,
    /// What must come out.
    pub expect: Vec<Expect>,
}

/// Where a test's profile comes from.
#[derive(Clone, Debug)]
pub enum CaseProfile {
    /// A file, relative to the file of the test.
    Path(Str),
    /// Facts written in the test, nested as a profile nests them.
    Facts(Node<'static>),
}

/// One expectation. Ids are checked against the set.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// The leading recommendation.
    Leads(Str),
    /// It leads clearly: at least half of the share and twice the next.
    Clearly,
    /// Exactly one recommendation is possible, or not.
    Settled(bool),
    /// Recommendations that must not lead.
    NotLeading(Vec<Str>),
    /// Exactly these are possible.
    Possible(Vec<Str>),
    /// A rubric's worst dimension.
    Deepest {
        /// The rubric.
        rubric: Str,
        /// The dimension's own name.
        dimension: Str,
    },
    /// Gates that must have tripped.
    Tripped(Vec<Str>),
    /// Gates that must be clear.
    Clear(Vec<Str>),
    /// Advice that must be given.
    Advises(Vec<Str>),
    /// A score's estimate stands at least `by` points above that of another test.
    Above {
        /// Rubric or dimension.
        score: Str,
        /// The other test.
        than: Str,
        /// Points.
        by: f64,
    },
}

/// Reads the tests against the finished set.
pub(super) fn read(cx: &mut Cx<'_>, set: &RubricSet, items: &[At<'_>]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    // The tests that others are compared with, by name, and where that is written.
    let mut compared: Vec<(Str, Site)> = Vec::new();
    for item in items {
        let Some(mut fields) = Fields::new(cx, *item, "test") else {
            continue;
        };
        let name = fields.required_text(cx, "name");
        let about = fields.text(cx, "about").unwrap_or_default();
        let source = fields.text(cx, "source").unwrap_or_default();
        let profile = profile(cx, &mut fields);
        let before = cx.findings.len();
        let expect = expectations(cx, set, &mut fields, &mut compared);
        fields.finish(cx);
        let broken = cx.findings.len() > before;
        if let Some(earlier) = cases.iter().find(|case| case.name == name) {
            super::facts::report_duplicate(cx, item.site(), "test", &name, earlier.site);
        }
        // An expectation that cannot be read was reported.
        if expect.is_empty() && !broken {
            cx.error(
                item.site(),
                Code::MissingField,
                format!("the test `{name}` expects nothing, so it cannot fail"),
            );
        }
        if let Some(profile) = profile {
            cases.push(Case {
                name,
                about,
                source,
                site: item.site(),
                profile,
                expect,
            });
        }
    }
    let names: Vec<Str> = cases.iter().map(|case| case.name.clone()).collect();
    for (than, site) in compared {
        if !names.contains(&than) {
            cx.unknown(site, "test", &than, names.iter().map(|name| &**name));
        }
    }
    cases
}

fn profile(cx: &mut Cx<'_>, fields: &mut Fields<'_>) -> Option<CaseProfile> {
    match (fields.get("profile"), fields.get("facts")) {
        (Some(at), None) => at.text(cx, "profile").map(CaseProfile::Path),
        (None, Some(at)) => nest(cx, at).map(CaseProfile::Facts),
        (Some(_), Some(at)) => {
            cx.error(
                at.site(),
                Code::BadCondition,
                "a test has a `profile` or `facts`, not both",
            );
            None
        }
        (None, None) => {
            cx.error(
                fields.site(),
                Code::MissingField,
                "this test has no profile",
            )
            .hint = Some(
                "give it `profile = \"path.yaml\"` or `facts = { \"section.key\" = value }`"
                    .to_owned(),
            );
            None
        }
    }
}

/// `{ "section.key" = value }` as a profile would nest it.
fn nest(cx: &mut Cx<'_>, at: At<'_>) -> Option<Node<'static>> {
    let Some(entries) = at.entries() else {
        cx.error(
            at.site(),
            Code::WrongType,
            "`facts` must be a table: \"section.key\" = value",
        );
        return None;
    };
    let mut sections: Vec<(Key<'static>, Node<'static>)> = Vec::new();
    for (key, value) in entries {
        if let (Some(inner), false) = (value.entries(), key.text.contains('.')) {
            for (rest, _) in inner {
                let site = Site::new(at.file, rest.span);
                report_unquoted(cx, site, &key.text, &rest.text);
            }
            continue;
        }
        let (section, rest) = key.text.split_once('.').unwrap_or(("", &key.text));
        let entry = (
            Key {
                text: Cow::Owned(rest.to_owned()),
                span: key.span,
            },
            owned(value.node),
        );
        let home = sections.iter_mut().find(|(name, _)| name.text == section);
        if let Some((
            _,
            Node {
                value: Value::Map(facts),
                ..
            },
        )) = home
        {
            facts.push(entry);
        } else {
            let name = Key {
                text: Cow::Owned(section.to_owned()),
                span: key.span,
            };
            sections.push((
                name,
                Node {
                    span: key.span,
                    value: Value::Map(vec![entry]),
                },
            ));
        }
    }
    Some(Node {
        span: at.node.span,
        value: Value::Map(sections),
    })
}

fn owned(node: &Node<'_>) -> Node<'static> {
    let value = match &node.value {
        Value::Scalar { text, plain } => Value::Scalar {
            text: Cow::Owned(text.clone().into_owned()),
            plain: *plain,
        },
        Value::List(items) => Value::List(items.iter().map(owned).collect()),
        Value::Map(entries) => {
            let entry = |(key, value): &(Key<'_>, Node<'_>)| {
                (
                    Key {
                        text: Cow::Owned(key.text.clone().into_owned()),
                        span: key.span,
                    },
                    owned(value),
                )
            };
            Value::Map(entries.iter().map(entry).collect())
        }
    };
    Node {
        span: node.span,
        value,
    }
}

struct Known<'k> {
    what: &'static str,
    ids: Vec<&'k str>,
}

fn expectations(
    cx: &mut Cx<'_>,
    set: &RubricSet,
    fields: &mut Fields<'_>,
    compared: &mut Vec<(Str, Site)>,
) -> Vec<Expect> {
    let recommendations = Known {
        what: "recommendation",
        ids: set.recommendations.iter().map(|item| &*item.id).collect(),
    };
    let gates = Known {
        what: "gate",
        ids: set.gates.iter().map(|item| &*item.id).collect(),
    };
    let advice = Known {
        what: "advice",
        ids: set.advice.iter().map(|item| &*item.id).collect(),
    };
    let scores = Known {
        what: "rubric or dimension",
        ids: set
            .rubrics
            .iter()
            .map(|item| &*item.id)
            .chain(set.dimensions.iter().map(|item| &*item.id))
            .collect(),
    };
    let mut expect = Vec::new();
    if let Some(at) = fields.get("leads") {
        expect.extend(known_id(cx, at, &recommendations).map(Expect::Leads));
    }
    if fields.boolean(cx, "clearly") {
        expect.push(Expect::Clearly);
    }
    if let Some(at) = fields.get("settled") {
        expect.extend(at.boolean(cx, "settled").map(Expect::Settled));
    }
    type Make = fn(Vec<Str>) -> Expect;
    let lists: [(&'static str, &Known<'_>, Make); 5] = [
        ("not_leading", &recommendations, Expect::NotLeading),
        ("possible", &recommendations, Expect::Possible),
        ("tripped", &gates, Expect::Tripped),
        ("clear", &gates, Expect::Clear),
        ("advises", &advice, Expect::Advises),
    ];
    for (name, known, make) in lists {
        if let Some(at) = fields.get(name) {
            let items = at.items();
            if items.is_empty() {
                cx.error(
                    at.site(),
                    Code::MissingField,
                    format!("`{name}` lists nothing"),
                );
            }
            let ids: Vec<Str> = items
                .into_iter()
                .filter_map(|item| known_id(cx, item, known))
                .collect();
            if !ids.is_empty() {
                expect.push(make(ids));
            }
        }
    }
    if let Some(at) = fields.get("deepest") {
        deepest(cx, set, at, &mut expect);
    }
    if let Some(at) = fields.get("above")
        && let Some(mut above) = Fields::new(cx, at, "comparison")
    {
        let score = above
            .required(cx, "score")
            .and_then(|at| known_id(cx, at, &scores));
        let than = above.required_text(cx, "than");
        if let Some(at) = above.get("than").filter(|_| !than.is_empty()) {
            compared.push((than.clone(), at.site()));
        }
        let by = above.required(cx, "by").and_then(|at| at.number(cx, "by"));
        above.finish(cx);
        if let (Some(score), Some(by)) = (score, by) {
            expect.push(Expect::Above { score, than, by });
        }
    }
    expect
}

fn known_id(cx: &mut Cx<'_>, at: At<'_>, known: &Known<'_>) -> Option<Str> {
    let id = at.text(cx, known.what)?;
    if known.ids.contains(&&*id) {
        return Some(id);
    }
    cx.unknown(at.site(), known.what, &id, known.ids.iter().copied());
    None
}

fn deepest(cx: &mut Cx<'_>, set: &RubricSet, at: At<'_>, expect: &mut Vec<Expect>) {
    let Some(entries) = at.entries() else {
        cx.error(
            at.site(),
            Code::WrongType,
            "`deepest` must be a table: rubric = \"dimension\"",
        );
        return;
    };
    for (key, value) in entries {
        let Some(dimension) = value.text(cx, "deepest") else {
            continue;
        };
        if set
            .dimension(&format!("{}/{dimension}", key.text))
            .is_some()
        {
            expect.push(Expect::Deepest {
                rubric: Str::from(&*key.text),
                dimension,
            });
            continue;
        }
        if !set.rubrics.iter().any(|rubric| *rubric.id == key.text) {
            let site = Site::new(at.file, key.span);
            let known = set.rubrics.iter().map(|rubric| &*rubric.id);
            cx.unknown(site, "rubric", &key.text, known);
            continue;
        }
        let prefix = format!("{}/", key.text);
        let names: Vec<&str> = set
            .dimensions
            .iter()
            .filter_map(|item| item.id.strip_prefix(&prefix))
            .collect();
        let hint = did_you_mean(&dimension, names.iter().copied())
            .unwrap_or_else(|| format!("its dimensions are {}", ticked(names)));
        cx.error_hint(
            value.site(),
            Code::UnknownReference,
            format!("no dimension is called `{prefix}{dimension}`"),
            Some(hint),
        );
    }
}
