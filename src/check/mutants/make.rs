//! Making mutants: what could be a slip in each part of a rubric set, one change at a time.

use super::decimal::{Decimal, Limits};
use super::edit::{Edit, Path};
use super::{Kind, Mutant};
use crate::rubric::fact::Kind as FactKind;
use crate::rubric::load::File;
use crate::rubric::{RubricSet, Site};
use crate::say;
use crate::value::{Key, Node, Value};
use std::borrow::Cow;

/// How far points move that do not go to another row's, and how far score thresholds and caps do.
const POINTS: u32 = 10;
const SCORE: u32 = 5;

/// Between which scores lie.
const SCORES: Limits = (Some(0.0), Some(100.0));

/// Every mutant of a set, in the order of its files. `files` are those that `set` was loaded from.
#[must_use]
pub fn mutants(files: &[File<'_>], set: &RubricSet) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (file, source) in files.iter().enumerate() {
        let mut maker = Maker {
            set,
            file,
            text: source.source.text,
            part: String::new(),
            all: &mut all,
        };
        maker.file(&source.root);
    }
    all.sort_by_key(|mutant| (mutant.site.file, mutant.site.start));
    all
}

struct Maker<'m> {
    set: &'m RubricSet,
    file: usize,
    text: &'m str,
    /// The id of the part that is being changed.
    part: String,
    all: &'m mut Vec<Mutant>,
}

/// A value at a place.
type Placed<'n, 'a> = (Path, &'n Node<'a>);

fn entry<'n, 'a>(node: &'n Node<'a>, path: &[usize], name: &str) -> Option<Placed<'n, 'a>> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let place = entries.iter().position(|(key, _)| key.text == name)?;
    Some((step(path, place), &entries[place].1))
}

/// The items of a list, or the value itself as the only one.
fn items<'n, 'a>(node: &'n Node<'a>, path: &[usize]) -> Vec<Placed<'n, 'a>> {
    match &node.value {
        Value::List(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(place, item)| (step(path, place), item))
                .collect()
        }
        Value::Map(_) | Value::Scalar { .. } => vec![(path.to_vec(), node)],
    }
}

fn step(path: &[usize], place: usize) -> Path {
    let mut path = path.to_vec();
    path.push(place);
    path
}

fn plain(node: &Node<'_>, text: String) -> Node<'static> {
    Node {
        span: node.span,
        value: Value::Scalar {
            text: Cow::Owned(text),
            plain: true,
        },
    }
}

/// A table of one key, in the place of a value.
fn table(node: &Node<'_>, name: &'static str, value: Node<'static>) -> Node<'static> {
    let key = Key {
        text: Cow::Borrowed(name),
        span: node.span,
    };
    Node {
        span: node.span,
        value: Value::Map(vec![(key, value)]),
    }
}

fn list(node: &Node<'_>, items: Vec<Node<'static>>) -> Node<'static> {
    Node {
        span: node.span,
        value: Value::List(items),
    }
}

/// A table with one key called otherwise and another value there.
fn rekeyed(node: &Node<'_>, from: &str, to: &'static str, value: Node<'static>) -> Node<'static> {
    let mut new = node.owned();
    if let Value::Map(entries) = &mut new.value
        && let Some((key, old)) = entries.iter_mut().find(|(key, _)| key.text == from)
    {
        key.text = Cow::Borrowed(to);
        *old = value;
    }
    new
}

impl Maker<'_> {
    fn file(&mut self, root: &Node<'_>) {
        let rubric = root.get("rubric").and_then(|rubric| rubric.get("id"));
        let home = rubric.and_then(Node::text).unwrap_or_default().to_owned();
        let part = |name: &str| {
            let found = entry(root, &[], name);
            found.map_or_else(Vec::new, |(path, node)| items(node, &path))
        };
        for (path, node) in part("dimensions") {
            let own = node.get("id").and_then(Node::text).unwrap_or_default();
            let rubric = node.get("rubric").and_then(Node::text).unwrap_or(&home);
            self.part = format!("{rubric}/{own}");
            self.weight(node, &path);
        }
        for (path, node) in part("criteria") {
            let site = Site::new(self.number(), node.span);
            let found = self.set.criteria.iter().find(|part| part.site == site);
            self.part = found.map_or_else(String::new, |part| part.id.to_string());
            self.weight(node, &path);
            self.scale(node, &path);
        }
        for (path, node) in part("gates") {
            let site = Site::new(self.number(), node.span);
            let found = self.set.gates.iter().find(|part| part.site == site);
            self.part = found.map_or_else(String::new, |part| part.id.to_string());
            self.gate(node, &path);
        }
        if let Some((path, node)) = entry(root, &[], "rules") {
            self.rules(node, &path);
        }
    }

    fn number(&self) -> u16 {
        u16::try_from(self.file).unwrap_or(u16::MAX)
    }

    fn push(
        &mut self,
        kind: Kind,
        shown: &Node<'_>,
        (original, changed): (String, String),
        (path, node): (Path, Node<'static>),
    ) {
        self.all.push(Mutant {
            kind,
            part: self.part.clone(),
            site: Site::new(self.number(), shown.span),
            original,
            changed,
            edit: Edit {
                file: self.file,
                path,
                node,
            },
        });
    }

    /// What stands in the file, on one line.
    fn written(&self, node: &Node<'_>) -> String {
        let text = self
            .text
            .get(node.span.start as usize..node.span.end as usize);
        let words: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
        words.join(" ")
    }

    fn weight(&mut self, node: &Node<'_>, path: &[usize]) {
        let Some((path, weight)) = entry(node, path, "weight") else {
            return;
        };
        let Some(now) = whole(weight) else { return };
        for changed in [now.saturating_sub(1), now + 1] {
            if changed > 0 {
                let words = (format!("weight = {now}"), format!("weight = {changed}"));
                let new = plain(weight, changed.to_string());
                self.push(Kind::Weights, weight, words, (path.clone(), new));
            }
        }
    }

    fn scale(&mut self, node: &Node<'_>, path: &[usize]) {
        let mut rows: Vec<(Placed<'_, '_>, String)> = Vec::new();
        if let Some((path, points)) = entry(node, path, "points")
            && let Value::Map(entries) = &points.value
        {
            for (place, (key, value)) in entries.iter().enumerate() {
                let at = step(&path, place);
                let own = match entry(value, &at, "points") {
                    Some(inner) => inner,
                    None => (at, value),
                };
                rows.push((own, format!("points.{}", key.text)));
            }
        }
        let fact = node.get("fact").and_then(Node::text).unwrap_or_default();
        for name in ["bands", "cases"] {
            let Some((path, list)) = entry(node, path, name) else {
                continue;
            };
            for (path, row) in items(list, &path) {
                if let Some(points) = entry(row, &path, "points") {
                    rows.push((points, "points".to_owned()));
                }
                if name == "bands" {
                    self.bounds(row, &path, Bound::Fact(fact));
                } else if let Some((path, when)) = entry(row, &path, "when") {
                    self.condition(Kind::Conditions, when, &path);
                }
            }
        }
        self.points(&rows);
        if let Some((path, options)) = entry(node, path, "share_of") {
            self.without_each(Kind::Points, options, &path);
        }
        if let Some((path, when)) = entry(node, path, "applies_when") {
            self.condition(Kind::Conditions, when, &path);
            let mut new = node.owned();
            if let Value::Map(entries) = &mut new.value {
                entries.retain(|(key, _)| key.text != "applies_when");
            }
            let words = (
                format!("applies_when = {}", self.written(when)),
                say!("(left out)"),
            );
            let path = path[..path.len() - 1].to_vec();
            self.push(Kind::Conditions, when, words, (path, new));
        }
    }

    /// Each row takes the points of the next higher and the next lower one, and moves a little.
    fn points(&mut self, rows: &[(Placed<'_, '_>, String)]) {
        let all: Vec<u32> = rows.iter().filter_map(|((_, row), _)| whole(row)).collect();
        for ((path, row), label) in rows {
            let Some(now) = whole(row) else { continue };
            let up = all.iter().copied().filter(|other| *other > now).min();
            let down = all.iter().copied().filter(|other| *other < now).max();
            let little_up = (now + POINTS).min(100);
            let little_down = now.saturating_sub(POINTS);
            let mut to = vec![
                down.unwrap_or(little_down),
                little_down.max(down.unwrap_or(0)),
                little_up.min(up.unwrap_or(100)),
                up.unwrap_or(little_up),
            ];
            to.dedup();
            for changed in to.into_iter().filter(|changed| *changed != now) {
                let words = (format!("{label} = {now}"), format!("{label} = {changed}"));
                let new = plain(row, changed.to_string());
                self.push(Kind::Points, row, words, (path.clone(), new));
            }
        }
    }

    fn gate(&mut self, node: &Node<'_>, path: &[usize]) {
        if let Some((path, when)) = entry(node, path, "when") {
            let all = || match &when.value {
                Value::List(_) => table(when, "all", when.owned()),
                Value::Map(_) | Value::Scalar { .. } => when.owned(),
            };
            let never = list(when, vec![all(), table(when, "not", all())]);
            let words = (
                format!("when = {}", self.written(when)),
                say!("(never trips)"),
            );
            self.push(Kind::Gates, when, words, (path.clone(), never));
            self.condition(Kind::Gates, when, &path);
        }
        if let Some((inner, cap)) = entry(node, path, "cap")
            && let Some(now) = cap.plain().and_then(Decimal::read)
            && let Some(step) = now.whole(SCORE)
        {
            for changed in now.moved(step, SCORES) {
                let words = (format!("cap = {now}"), format!("cap = {changed}"));
                let new = plain(cap, changed.to_string());
                self.push(Kind::Gates, cap, words, (inner.clone(), new));
            }
            let words = (format!("cap = {now}"), "knock_out = true".to_owned());
            let new = rekeyed(node, "cap", "knock_out", plain(cap, "true".to_owned()));
            self.push(Kind::Gates, cap, words, (path.to_vec(), new));
        }
        if let Some((_, effect)) = entry(node, path, "knock_out") {
            let words = ("knock_out = true".to_owned(), "cap = 50".to_owned());
            let new = rekeyed(node, "knock_out", "cap", plain(effect, "50".to_owned()));
            self.push(Kind::Gates, effect, words, (path.to_vec(), new));
        }
    }

    fn rules(&mut self, node: &Node<'_>, path: &[usize]) {
        let rules = items(node, path);
        let id = |rule: &Node<'_>| {
            rule.get("id")
                .and_then(Node::text)
                .unwrap_or_default()
                .to_owned()
        };
        let all = || rules.iter().map(|(_, rule)| rule.owned());
        for (place, (own, rule)) in rules.iter().enumerate() {
            self.part = id(rule);
            // The last rule has no condition and stays where it is.
            let Some((inner, when)) = entry(rule, own, "when") else {
                continue;
            };
            let head = rule.get("id").unwrap_or(rule);
            let others = all().enumerate().filter(|(other, _)| *other != place);
            let without = list(node, others.map(|(_, rule)| rule).collect());
            let words = (
                say!("the rule `{rule}`", rule = id(rule)),
                say!("(left out)"),
            );
            self.push(Kind::Rules, head, words, (path.to_vec(), without));
            if let Some((_, next)) = rules
                .get(place + 1)
                .filter(|(_, next)| next.get("when").is_some())
            {
                let mut swapped: Vec<_> = all().collect();
                swapped.swap(place, place + 1);
                let (first, second) = (id(rule), id(next));
                let words = (
                    say!("`{first}` before `{second}`", first, second),
                    say!(
                        "`{first}` before `{second}`",
                        first = second,
                        second = first
                    ),
                );
                let new = list(node, swapped);
                self.push(Kind::Rules, head, words, (path.to_vec(), new));
            }
            self.condition(Kind::Rules, when, &inner);
        }
    }

    fn condition(&mut self, kind: Kind, node: &Node<'_>, path: &[usize]) {
        if let Value::List(_) = &node.value {
            self.without_each(kind, node, path);
            for (path, part) in items(node, path) {
                self.condition(kind, part, &path);
            }
            return;
        }
        for name in ["any", "all"] {
            if let Some((path, inner)) = entry(node, path, name) {
                self.condition(kind, inner, &path);
            }
        }
        if let Some((inner_path, inner)) = entry(node, path, "not") {
            let new = match &inner.value {
                Value::List(_) => table(node, "all", inner.owned()),
                Value::Map(_) | Value::Scalar { .. } => inner.owned(),
            };
            let words = (self.written(node), self.written(inner));
            self.push(kind, node, words, (path.to_vec(), new));
            self.condition(kind, inner, &inner_path);
        }
        if let Some((path, options)) = entry(node, path, "in") {
            self.without_each(kind, options, &path);
        }
        if let Some(fact) = node.get("fact").and_then(Node::text) {
            self.bounds(node, path, Bound::Fact(fact));
        } else if node.get("score").or_else(|| node.get("worst")).is_some() {
            self.bounds(node, path, Bound::Score);
        }
    }

    /// A list without each of its items, where one stays.
    fn without_each(&mut self, kind: Kind, node: &Node<'_>, path: &[usize]) {
        let parts = items(node, path);
        if parts.len() < 2 {
            return;
        }
        for (place, (_, part)) in parts.iter().enumerate() {
            let others = parts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place);
            let new = list(node, others.map(|(_, (_, part))| part.owned()).collect());
            let words = (self.written(part), say!("(left out)"));
            self.push(kind, part, words, (path.to_vec(), new));
        }
    }

    /// Thresholds: taken in or left out, and moved a little.
    fn bounds(&mut self, node: &Node<'_>, path: &[usize], of: Bound<'_>) {
        for (name, other) in [
            ("below", "at_most"),
            ("at_most", "below"),
            ("at_least", "above"),
            ("above", "at_least"),
        ] {
            let Some((inner, bound)) = entry(node, path, name) else {
                continue;
            };
            let Some(now) = bound.plain().and_then(Decimal::read) else {
                continue;
            };
            let (step, limits, turned) = match of {
                Bound::Score => (now.whole(SCORE), SCORES, true),
                Bound::Fact(fact) => {
                    let fact = self.set.fact(fact).map(|fact| &self.set.facts[fact]);
                    let limits = fact.map_or((None, None), |fact| (fact.min, fact.max));
                    // Of whole numbers the next one is what the turned comparison would take in.
                    if fact.is_some_and(|fact| fact.kind == FactKind::Integer) {
                        (now.whole(1), limits, false)
                    } else {
                        (Some(now.tenth()), limits, true)
                    }
                }
            };
            for changed in step.into_iter().flat_map(|step| now.moved(step, limits)) {
                let words = (format!("{name} = {now}"), format!("{name} = {changed}"));
                let new = plain(bound, changed.to_string());
                self.push(Kind::Thresholds, bound, words, (inner.clone(), new));
            }
            if turned {
                let words = (format!("{name} = {now}"), format!("{other} = {now}"));
                let new = rekeyed(node, name, other, bound.owned());
                self.push(Kind::Thresholds, bound, words, (path.to_vec(), new));
            }
        }
    }
}

/// What a threshold cuts.
#[derive(Clone, Copy)]
enum Bound<'b> {
    Fact(&'b str),
    Score,
}

fn whole(node: &Node<'_>) -> Option<u32> {
    node.plain()?.parse().ok()
}
