//! `[[tests]]`: a profile, and what must come out.

use super::expects::{self, Expect, Named, nest};
use super::fields::{At, Cx, Fields};
use crate::finding::Code;
use crate::rubric::text::Str;
use crate::rubric::{RubricSet, Site};
use crate::say;
use crate::value::Node;

/// One test of a rubric set.
#[derive(Clone, Debug)]
pub struct Case {
    /// Unique name.
    pub name: Str,
    /// What the case is.
    pub about: Str,
    /// Document and section.
    pub source: Str,
    /// Why what it expects is only judgement; none where a document says it.
    pub judgement: Option<Str>,
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
    /// A file, relative to the file of the test, and where it is named.
    Path(Str, Site),
    /// Facts written in the test, nested as a profile nests them.
    Facts(Node<'static>),
    /// The profile of an earlier test, by its place among the tests, with these facts in place of its own.
    Like(usize, Node<'static>),
}

/// Reads the tests against the finished set.
pub(super) fn read(cx: &mut Cx<'_>, set: &RubricSet, items: &[At<'_>]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    // The tests that others are compared with, by name, and where that is written.
    let mut compared = Named::new();
    for item in items {
        let Some(mut fields) = Fields::new(cx, *item, "test") else {
            continue;
        };
        let name = fields.required_text(cx, "name");
        let about = fields.text(cx, "about").unwrap_or_default();
        let source = fields.text(cx, "source").unwrap_or_default();
        let judgement = fields.said(cx, "judgement");
        let profile = profile(cx, &mut fields, &cases);
        let before = cx.findings.len();
        let expect = expects::read(cx, set, &mut fields, &mut compared);
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
                say!("the test `{name}` expects nothing, so it cannot fail", name),
            );
        }
        if let Some(profile) = profile {
            cases.push(Case {
                name,
                about,
                source,
                judgement,
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

fn profile(cx: &mut Cx<'_>, fields: &mut Fields<'_>, earlier: &[Case]) -> Option<CaseProfile> {
    let like = fields.get("like");
    match (fields.get("profile"), fields.get("facts"), like) {
        (Some(at), None, None) => {
            let path = at.text(cx, "profile")?;
            Some(CaseProfile::Path(path, at.site()))
        }
        (None, Some(at), None) => nest(cx, at).map(CaseProfile::Facts),
        (None, facts, Some(at)) => {
            let name = at.text(cx, "like")?;
            let Some(base) = earlier.iter().position(|case| case.name == name) else {
                let names = earlier.iter().map(|case| &*case.name);
                cx.unknown(at.site(), "earlier test", &name, names);
                return None;
            };
            let facts = match facts {
                Some(facts) => nest(cx, facts)?,
                None => Node {
                    span: at.node.span,
                    value: crate::value::Value::Map(Vec::new()),
                },
            };
            Some(CaseProfile::Like(base, facts))
        }
        (Some(at), Some(_), _) | (Some(at), None, Some(_)) => {
            cx.error(
                at.site(),
                Code::BadCondition,
                say!("a test has a `profile`, or `facts`, or is `like` another with other `facts`"),
            );
            None
        }
        (None, None, None) => {
            cx.error(
                fields.site(),
                Code::MissingField,
                say!("this test has no profile"),
            )
            .hint = Some(say!(
                "give it `profile = \"path.yaml\"` or `facts = {{ \"section.key\" = value }}`"
            ));
            None
        }
    }
}
