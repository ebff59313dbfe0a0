//! What the `[[tests]]` expect: ids are checked against the set, numbers against what scores can be.

use super::conditions::tenths;
use super::facts::report_unquoted;
use super::fields::{At, Cx, Fields};
use crate::finding::{Code, did_you_mean, ticked};
use crate::rubric::text::Str;
use crate::rubric::{RubricSet, Site};
use crate::say;
use crate::value::{Key, Node, Value};
use std::borrow::Cow;

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
    /// The rule that carries most of the leading recommendation.
    Rule(Str),
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
    /// Gates that the unknown facts decide.
    Open(Vec<Str>),
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
    /// Where a score lies.
    Score(ScoreExpect),
    /// How changes of the profile order a score.
    Order(OrderExpect),
}

/// Where a score must lie.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreExpect {
    /// Rubric or dimension.
    pub score: Str,
    /// Its estimate, in tenths.
    pub value: Option<u16>,
    /// Its lowest possible value, in tenths.
    pub low: Option<u16>,
    /// Its highest possible value, in tenths.
    pub high: Option<u16>,
    /// The least and the greatest tenths between which the whole range lies.
    pub within: (i32, i32),
    /// The rating of its estimate.
    pub rating: Option<Str>,
}

/// How changes of the profile order a score, worst first.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderExpect {
    /// Rubric or dimension.
    pub score: Str,
    /// Each step is better than the one before it; within a step the score is the same. A change is a
    /// profile of those facts that replace the test's own.
    pub steps: Vec<Vec<Node<'static>>>,
}

impl Expect {
    /// Whether it looks at the recommendation.
    #[must_use]
    pub fn of_recommendation(&self) -> bool {
        match self {
            Self::Leads(_)
            | Self::Clearly
            | Self::Settled(_)
            | Self::NotLeading(_)
            | Self::Possible(_)
            | Self::Rule(_)
            | Self::Advises(_) => true,
            Self::Deepest { .. }
            | Self::Tripped(_)
            | Self::Clear(_)
            | Self::Open(_)
            | Self::Above { .. }
            | Self::Score(_)
            | Self::Order(_) => false,
        }
    }
}

/// Something that must be there by a name, and where that is written.
pub(super) type Named = Vec<(Str, Site)>;

struct Known<'k> {
    what: &'static str,
    ids: Vec<&'k str>,
}

impl<'k> Known<'k> {
    fn new(what: &'static str, ids: impl Iterator<Item = &'k Str>) -> Self {
        Self {
            what,
            ids: ids.map(|id| &**id).collect(),
        }
    }

    fn id(&self, cx: &mut Cx<'_>, at: At<'_>) -> Option<Str> {
        let id = at.text(cx, self.what)?;
        if self.ids.contains(&&*id) {
            return Some(id);
        }
        cx.unknown(at.site(), self.what, &id, self.ids.iter().copied());
        None
    }
}

/// Reads what one test expects. The tests that it names go into `compared`.
pub(super) fn read(
    cx: &mut Cx<'_>,
    set: &RubricSet,
    fields: &mut Fields<'_>,
    compared: &mut Named,
) -> Vec<Expect> {
    let recommendations = set.recommendations.iter().map(|item| &item.id);
    let recommendations = Known::new("recommendation", recommendations);
    let rules = Known::new("rule", set.rules.iter().map(|item| &item.id));
    let gates = Known::new("gate", set.gates.iter().map(|item| &item.id));
    let advice = Known::new("advice", set.advice.iter().map(|item| &item.id));
    let all = set.rubrics.iter().map(|item| &item.id);
    let all = all.chain(set.dimensions.iter().map(|item| &item.id));
    let scores = Known::new("rubric or dimension", all);
    let mut expect = Vec::new();
    if let Some(at) = fields.get("leads") {
        expect.extend(recommendations.id(cx, at).map(Expect::Leads));
    }
    if fields.boolean(cx, "clearly") {
        expect.push(Expect::Clearly);
    }
    if let Some(at) = fields.get("settled") {
        expect.extend(at.boolean(cx, "settled").map(Expect::Settled));
    }
    if let Some(at) = fields.get("rule") {
        expect.extend(rules.id(cx, at).map(Expect::Rule));
    }
    type Make = fn(Vec<Str>) -> Expect;
    let lists: [(&'static str, &Known<'_>, Make); 6] = [
        ("not_leading", &recommendations, Expect::NotLeading),
        ("possible", &recommendations, Expect::Possible),
        ("tripped", &gates, Expect::Tripped),
        ("clear", &gates, Expect::Clear),
        ("open", &gates, Expect::Open),
        ("advises", &advice, Expect::Advises),
    ];
    for (name, known, make) in lists {
        let ids: Vec<Str> = listed(cx, fields, name)
            .into_iter()
            .filter_map(|item| known.id(cx, item))
            .collect();
        if !ids.is_empty() {
            expect.push(make(ids));
        }
    }
    if let Some(at) = fields.get("deepest") {
        deepest(cx, set, at, &mut expect);
    }
    if let Some(at) = fields.get("above") {
        expect.extend(above(cx, &scores, at, compared));
    }
    for item in listed(cx, fields, "scores") {
        expect.extend(score(cx, set, &scores, item).map(Expect::Score));
    }
    for item in listed(cx, fields, "orders") {
        expect.extend(order(cx, &scores, item).map(Expect::Order));
    }
    expect
}

/// The items of a key that must list something.
fn listed<'n>(cx: &mut Cx<'_>, fields: &mut Fields<'n>, name: &'static str) -> Vec<At<'n>> {
    let Some(at) = fields.get(name) else {
        return Vec::new();
    };
    let items = at.items();
    if items.is_empty() {
        let message = say!("`{name}` lists nothing", name);
        cx.error(at.site(), Code::MissingField, message);
    }
    items
}

fn above(cx: &mut Cx<'_>, scores: &Known<'_>, at: At<'_>, compared: &mut Named) -> Option<Expect> {
    let mut fields = Fields::new(cx, at, "comparison")?;
    let score = fields.required(cx, "score");
    let score = score.and_then(|at| scores.id(cx, at));
    let than = fields.required_text(cx, "than");
    if let Some(at) = fields.get("than").filter(|_| !than.is_empty()) {
        compared.push((than.clone(), at.site()));
    }
    let by = fields.required(cx, "by").and_then(|at| at.number(cx, "by"));
    fields.finish(cx);
    let (score, by) = (score?, by?);
    Some(Expect::Above { score, than, by })
}

fn score(cx: &mut Cx<'_>, set: &RubricSet, scores: &Known<'_>, at: At<'_>) -> Option<ScoreExpect> {
    let mut fields = Fields::new(cx, at, "expected score")?;
    let score = fields.required(cx, "score");
    let score = score.and_then(|at| scores.id(cx, at));
    let before = cx.findings.len();
    let mut points = |cx: &mut Cx<'_>, name: &'static str| {
        let at = fields.get(name)?;
        let points = at.number(cx, name)?;
        let inside = (0.0..=100.0).contains(&points);
        if !inside {
            let message = say!(
                "scores lie between 0 and 100, so `{name}` cannot be {points}",
                name,
                points
            );
            cx.error(at.site(), Code::OutOfBounds, message);
        }
        inside.then_some((at, points))
    };
    let mut shown = [None; 3];
    for (slot, name) in shown.iter_mut().zip(["value", "low", "high"]) {
        let Some((at, points)) = points(cx, name) else {
            continue;
        };
        let exact = tenths(points, false);
        if exact != tenths(points, true) {
            cx.error(
                at.site(),
                Code::OutOfBounds,
                say!("scores are shown in tenths"),
            );
        }
        *slot = u16::try_from(exact).ok();
    }
    let mut within = (i32::MIN, i32::MAX);
    if let Some((_, points)) = points(cx, "at_least") {
        within.0 = within.0.max(tenths(points, true));
    }
    if let Some((_, points)) = points(cx, "above") {
        within.0 = within.0.max(tenths(points, false) + 1);
    }
    if let Some((_, points)) = points(cx, "at_most") {
        within.1 = within.1.min(tenths(points, false));
    }
    if let Some((_, points)) = points(cx, "below") {
        within.1 = within.1.min(tenths(points, true) - 1);
    }
    let rating = fields.get("rating").zip(score.as_deref());
    let rating = rating.and_then(|(at, score)| {
        let rubric = score.split('/').next().and_then(|id| set.rubric(id))?;
        let ratings = set.rubrics[rubric].ratings.iter().map(|rating| &rating.id);
        Known::new("rating", ratings).id(cx, at)
    });
    let says = shown != [None; 3] || within != (i32::MIN, i32::MAX) || rating.is_some();
    let unknown = fields.has_unknown();
    fields.finish(cx);
    if !says && !unknown && cx.findings.len() == before {
        let message = say!("this expects nothing of the score");
        cx.error(at.site(), Code::MissingField, message).hint = Some(say!(
            "add `at_least`, `above`, `at_most` or `below`, `value`, `low` or `high`, or `rating`"
        ));
    }
    let [value, low, high] = shown;
    Some(ScoreExpect {
        score: score?,
        value,
        low,
        high,
        within,
        rating,
    })
}

fn order(cx: &mut Cx<'_>, scores: &Known<'_>, at: At<'_>) -> Option<OrderExpect> {
    let mut fields = Fields::new(cx, at, "order")?;
    let score = fields.required(cx, "score");
    let score = score.and_then(|at| scores.id(cx, at));
    let fact = fields.get("fact");
    let fact = fact.and_then(|at| Some((at.text(cx, "fact")?, at)));
    let list = fields.required(cx, "worse_to_better");
    fields.finish(cx);
    let list = list?;
    let mut steps = Vec::new();
    for item in list.items() {
        let mut step = Vec::new();
        for change in item.items() {
            step.push(match &fact {
                Some((fact, at)) => single(fact, at.node.span, change),
                None => nest(cx, change)?,
            });
        }
        steps.push(step);
    }
    if steps.iter().map(Vec::len).sum::<usize>() < 2 || steps.iter().any(Vec::is_empty) {
        let message = say!("an order needs at least two answers to compare");
        cx.error(list.site(), Code::MissingField, message).hint =
            Some(say!("a list inside the list means: these score the same"));
        return None;
    }
    Some(OrderExpect {
        score: score?,
        steps,
    })
}

/// A profile that states one fact.
fn single(fact: &str, span: crate::value::Span, value: At<'_>) -> Node<'static> {
    let (section, rest) = fact.split_once('.').unwrap_or(("", fact));
    let key = |text: &str| Key {
        text: Cow::Owned(text.to_owned()),
        span,
    };
    let map = |entry| Node {
        span,
        value: Value::Map(vec![entry]),
    };
    map((key(section), map((key(rest), value.node.owned()))))
}

/// `{ "section.key" = value }` as a profile would nest it.
pub(super) fn nest(cx: &mut Cx<'_>, at: At<'_>) -> Option<Node<'static>> {
    let Some(entries) = at.entries() else {
        cx.error(
            at.site(),
            Code::WrongType,
            say!("`facts` must be a table: \"section.key\" = value"),
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
            value.node.owned(),
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

fn deepest(cx: &mut Cx<'_>, set: &RubricSet, at: At<'_>, expect: &mut Vec<Expect>) {
    let Some(entries) = at.entries() else {
        cx.error(
            at.site(),
            Code::WrongType,
            say!("`deepest` must be a table: rubric = \"dimension\""),
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
            .unwrap_or_else(|| say!("its dimensions are {names}", names = ticked(names)));
        cx.error_hint(
            value.site(),
            Code::UnknownReference,
            say!(
                "no dimension is called `{prefix}{dimension}`",
                prefix,
                dimension
            ),
            Some(hint),
        );
    }
}
