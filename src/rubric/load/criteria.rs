//! `[[criteria]]`: what a criterion reads, and the rows of its scale.

use super::Names;
use super::advice::AdviceBook;
use super::bands::{ascends, read_band_end};
use super::conditions::{self, Place};
use super::facts::Draft as FactDraft;
use super::fields::{At, Cx, Fields};
use super::places::earlier_id;
use crate::finding::{Code, did_you_mean, ticked};
use crate::language::nouns::with_article;
use crate::rubric::condition::Condition;
use crate::rubric::fact::{Cut, Kind};
use crate::rubric::number::narrow;
use crate::rubric::scale::{Attribute, Scale, Table};
use crate::rubric::text::Str;
use crate::rubric::{Criterion, Site};
use crate::say;
use crate::value::Value;

/// A criterion whose thresholds are not cut yet.
pub(super) struct Draft {
    pub(super) criterion: Criterion,
    pub(super) form: Form,
    /// Where `applies_when` stands.
    pub(super) applies_site: Option<Site>,
}

pub(super) enum Form {
    /// An attribute for each option; `None` was reported.
    Points(usize),
    /// Where each band ends.
    Bands(usize, Vec<Option<Cut>>),
    /// The fact and the listed options.
    Share(usize, Vec<u16>),
    /// The conditions are in the criterion.
    Cases,
    /// It was reported; nothing can be built.
    Broken,
}

/// Reads one criterion; its id and dimension are already known.
pub(super) fn read(
    cx: &mut Cx<'_>,
    names: &Names,
    facts: &mut [FactDraft],
    advice: &mut AdviceBook,
    mut fields: Fields<'_>,
    (id, dimension, site): (String, u16, Site),
) -> Draft {
    let title = fields.filled(cx, "title").unwrap_or_default();
    let weight = fields
        .required(cx, "weight")
        .and_then(|at| at.whole(cx, "weight", 1, 1000))
        .unwrap_or(1);
    let source = fields.text(cx, "source").unwrap_or_default();
    let judgement = fields.said(cx, "judgement");
    let renamed_from = earlier_id(cx, &mut fields, &id);
    let applies_at = fields.get("applies_when");
    let applies_when =
        applies_at.and_then(|at| conditions::read(cx, names, facts, at, Place::Facts));
    let mut reader = ScaleReader {
        names,
        facts,
        advice,
        id: &id,
        source: &source,
    };
    let mut parts = Parts::default();
    let form = reader.read(cx, &mut fields, &mut parts);
    fields.finish(cx);
    let criterion = Criterion {
        id: id.as_str().into(),
        dimension,
        title,
        source,
        judgement,
        weight,
        applies_when,
        attributes: parts.attributes,
        scale: Scale::Share {
            variables: Vec::new(),
            applies: Table::default(),
        },
        facts: Vec::new(),
        cases: parts.cases,
        single_fact: !matches!(form, Form::Cases),
        renamed_from,
        site,
    };
    Draft {
        criterion,
        form,
        applies_site: applies_at.map(|at| at.site()),
    }
}

#[derive(Default)]
struct Parts {
    attributes: Vec<Attribute>,
    cases: Vec<Condition>,
}

/// What only a share says about itself: other scales say it for each row.
const SHARE_ONLY: [&str; 2] = ["reason", "advice"];

struct ScaleReader<'r> {
    names: &'r Names,
    facts: &'r mut [FactDraft],
    advice: &'r mut AdviceBook,
    id: &'r str,
    source: &'r Str,
}

impl ScaleReader<'_> {
    fn read(&mut self, cx: &mut Cx<'_>, fields: &mut Fields<'_>, parts: &mut Parts) -> Form {
        let fact = fields.get("fact");
        let scales: Vec<(&str, At<'_>)> = ["points", "bands", "share_of", "cases"]
            .into_iter()
            .filter_map(|name| Some((name, fields.get(name)?)))
            .collect();
        if scales.is_empty() || scales.iter().any(|(name, _)| *name == "share_of") {
            // They belong to a share whether or not the rest of it can be read, or is there.
            for name in SHARE_ONLY {
                fields.get(name);
            }
        } else {
            let hint = || {
                say!(
                    "write it beside the points that it explains: {{ points = 0, reason = \"…\" }}"
                )
            };
            fields.reject(cx, &SHARE_ONLY, hint);
        }
        let [(name, at)] = scales.as_slice() else {
            let (message, hint) = if scales.is_empty() {
                let hint = say!("it needs `fact` with `points`, `bands` or `share_of`, or `cases`");
                (say!("this criterion has no scale"), hint)
            } else {
                let names = ticked(scales.iter().map(|(name, _)| *name));
                (
                    say!("this criterion has two scales"),
                    say!("keep one of {names}", names),
                )
            };
            // A key that means nothing here may be the misspelt scale.
            if !(scales.is_empty() && fields.has_unknown()) {
                cx.error(fields.site(), Code::BadScale, message).hint = Some(hint);
            }
            return Form::Broken;
        };
        if *name == "cases" {
            if let Some(fact) = fact {
                cx.error(
                    fact.site(),
                    Code::BadScale,
                    say!("`cases` name their facts in `when`"),
                )
                .hint = Some(say!("leave out `fact`"));
            }
            return self.cases(cx, *at, parts);
        }
        let Some(number) = self.fact(cx, fields, fact) else {
            return Form::Broken;
        };
        if !self.facts[number].typed {
            return Form::Broken;
        }
        let kind = self.facts[number].fact.kind;
        match (*name, kind) {
            ("points", Kind::Bool | Kind::Choice) => self.points(cx, *at, number, parts),
            ("bands", Kind::Integer | Kind::Number) => self.bands(cx, *at, number, parts),
            ("share_of", Kind::Set) => self.share(cx, fields, *at, number, parts),
            _ => {
                let fitting = match kind {
                    Kind::Bool | Kind::Choice => "`points`".to_owned(),
                    Kind::Integer | Kind::Number => "`bands`".to_owned(),
                    Kind::Set => say!("`share_of`, or `cases` with `includes`"),
                    Kind::Text => say!("no scale: texts are context"),
                };
                let message = say!(
                    "`{name}` does not fit `{fact}`, {kind}",
                    name,
                    fact = self.facts[number].fact.id,
                    kind = with_article(kind.name())
                );
                cx.error(at.site(), Code::BadScale, message).hint = Some(say!(
                    "{kind} takes {fitting}",
                    kind = with_article(kind.name()),
                    fitting
                ));
                Form::Broken
            }
        }
    }

    fn fact(&self, cx: &mut Cx<'_>, fields: &Fields<'_>, at: Option<At<'_>>) -> Option<usize> {
        let Some(at) = at else {
            cx.error(
                fields.site(),
                Code::MissingField,
                say!("this criterion names no `fact`"),
            )
            .hint = Some(say!("add `fact = \"section.key\"`"));
            return None;
        };
        let name = at.text(cx, "fact")?;
        let found = self
            .facts
            .binary_search_by(|draft| (*draft.fact.id).cmp(&name))
            .ok();
        if found.is_none() {
            let known = self.facts.iter().map(|draft| &*draft.fact.id);
            cx.unknown(at.site(), "fact", &name, known);
        }
        found
    }

    fn attribute(&mut self, cx: &mut Cx<'_>, fields: &mut Fields<'_>, label: String) -> Attribute {
        let points = fields
            .required(cx, "points")
            .and_then(|at| at.whole(cx, "points", 0, 100))
            .unwrap_or(0);
        let reason = fields.said(cx, "reason");
        let advice = self.advice.read(cx, fields, self.id, self.source);
        Attribute {
            label: label.into(),
            points: u8::try_from(points).unwrap_or(100),
            reason,
            advice,
        }
    }

    fn points(&mut self, cx: &mut Cx<'_>, at: At<'_>, number: usize, parts: &mut Parts) -> Form {
        let fact = &self.facts[number].fact;
        let names: Vec<String> = match fact.kind {
            Kind::Bool => vec!["false".to_owned(), "true".to_owned()],
            Kind::Choice | Kind::Set | Kind::Integer | Kind::Number | Kind::Text => fact
                .options
                .iter()
                .map(|option| option.id.to_string())
                .collect(),
        };
        let fact_id = fact.id.clone();
        let Some(entries) = at.entries() else {
            cx.error(
                at.site(),
                Code::WrongType,
                say!("`points` must be a table: option = points"),
            );
            return Form::Broken;
        };
        let before = cx.findings.len();
        let mut rows: Vec<Option<Attribute>> = vec![None; names.len()];
        for (key, value) in entries {
            let Some(index) = names.iter().position(|name| *name == key.text) else {
                let known = || names.iter().map(String::as_str);
                let hint = did_you_mean(&key.text, known())
                    .unwrap_or_else(|| say!("its options are {known}", known = ticked(known())));
                let message = say!(
                    "`{key}` is no option of `{fact_id}`",
                    key = key.text,
                    fact_id
                );
                cx.error_hint(
                    Site::new(at.file, key.span),
                    Code::UnknownOption,
                    message,
                    Some(hint),
                );
                continue;
            };
            let label = names[index].clone();
            rows[index] = Some(match &value.node.value {
                Value::Map(_) => {
                    let Some(mut fields) = Fields::new(cx, value, "attribute") else {
                        continue;
                    };
                    let row = self.attribute(cx, &mut fields, label);
                    fields.finish(cx);
                    row
                }
                Value::Scalar { .. } | Value::List(_) => {
                    let points = value.whole(cx, "points", 0, 100).unwrap_or(0);
                    Attribute {
                        label: label.into(),
                        points: u8::try_from(points).unwrap_or(100),
                        reason: None,
                        advice: Vec::new(),
                    }
                }
            });
        }
        let missing: Vec<&str> = names
            .iter()
            .zip(&rows)
            .filter(|(_, row)| row.is_none())
            .map(|(name, _)| name.as_str())
            .collect();
        // A row that cannot be read was reported and is not missing as well.
        if cx.findings.len() > before {
            return Form::Broken;
        }
        if !missing.is_empty() {
            cx.error(
                at.site(),
                Code::BadScale,
                say!(
                    "no points for {missing} of `{fact_id}`",
                    missing = ticked(missing),
                    fact_id
                ),
            );
            return Form::Broken;
        }
        parts.attributes = rows.into_iter().flatten().collect();
        Form::Points(number)
    }

    fn bands(&mut self, cx: &mut Cx<'_>, at: At<'_>, number: usize, parts: &mut Parts) -> Form {
        let mut ends: Vec<Option<Cut>> = Vec::new();
        let items = at.items();
        let last = items.len().saturating_sub(1);
        for (index, item) in items.into_iter().enumerate() {
            let Some(mut fields) = Fields::new(cx, item, "band") else {
                return Form::Broken;
            };
            let end = read_band_end(cx, &mut fields, &mut self.facts[number], index == last);
            let label = match (end.flatten(), ends.last().copied().flatten()) {
                (Some(cut), _) if cut.after => format!("at most {}", cut.value),
                (Some(cut), _) => format!("below {}", cut.value),
                (None, Some(before)) if before.after => format!("above {}", before.value),
                (None, Some(before)) => format!("at least {}", before.value),
                (None, None) => "any".to_owned(),
            };
            let row = self.attribute(cx, &mut fields, label);
            fields.finish(cx);
            let Some(end) = end else { return Form::Broken };
            if let (Some(before), Some(cut)) = (ends.last().copied().flatten(), end)
                && !ascends(cx, item.site(), before, cut)
            {
                return Form::Broken;
            }
            ends.push(end);
            parts.attributes.push(row);
        }
        if ends.is_empty() {
            cx.error(
                at.site(),
                Code::BadScale,
                say!("`bands` needs at least one band"),
            );
            return Form::Broken;
        }
        Form::Bands(number, ends)
    }

    fn share(
        &mut self,
        cx: &mut Cx<'_>,
        fields: &mut Fields<'_>,
        at: At<'_>,
        number: usize,
        parts: &mut Parts,
    ) -> Form {
        let fact = &self.facts[number].fact;
        let mut options = Vec::new();
        for item in at.items() {
            let Some(written) = item.text(cx, "share_of") else {
                return Form::Broken;
            };
            let Some(option) = fact.option(&written) else {
                let names = || fact.options.iter().map(|option| &*option.id);
                let hint = did_you_mean(&written, names())
                    .unwrap_or_else(|| say!("its options are {names}", names = ticked(names())));
                cx.error_hint(
                    item.site(),
                    Code::UnknownOption,
                    say!(
                        "`{written}` is no option of `{fact}`",
                        written,
                        fact = fact.id
                    ),
                    Some(hint),
                );
                return Form::Broken;
            };
            if options.contains(&narrow(option)) {
                cx.error(
                    item.site(),
                    Code::DuplicateId,
                    say!("`{written}` is listed twice", written),
                );
                return Form::Broken;
            }
            options.push(narrow(option));
        }
        if options.is_empty() {
            cx.error(
                at.site(),
                Code::BadScale,
                say!("`share_of` needs at least one option"),
            );
            return Form::Broken;
        }
        let reason = fields.said(cx, "reason");
        let advice = self.advice.read(cx, fields, self.id, self.source);
        parts.attributes = vec![Attribute {
            label: "share".into(),
            points: 100,
            reason,
            advice,
        }];
        Form::Share(number, options)
    }

    fn cases(&mut self, cx: &mut Cx<'_>, at: At<'_>, parts: &mut Parts) -> Form {
        let items = at.items();
        let last = items.len().saturating_sub(1);
        let mut broken = items.is_empty();
        if broken {
            cx.error(
                at.site(),
                Code::BadScale,
                say!("`cases` needs at least one case"),
            );
        }
        for (index, item) in items.into_iter().enumerate() {
            let Some(mut fields) = Fields::new(cx, item, "case") else {
                return Form::Broken;
            };
            let when = fields.get("when");
            match (when, index == last) {
                (Some(when), false) => {
                    match conditions::read(cx, self.names, self.facts, when, Place::Facts) {
                        Some(condition) => parts.cases.push(condition),
                        None => broken = true,
                    }
                }
                (None, true) => {}
                (None, false) => {
                    cx.error(
                        item.site(),
                        Code::BadScale,
                        say!("only the last case may have no `when`: those below it never hold"),
                    );
                    broken = true;
                }
                (Some(when), true) => {
                    cx.error(
                        when.site(),
                        Code::BadScale,
                        say!(
                            "the last case must have no `when`: other profiles would get no points"
                        ),
                    )
                    .hint = Some(say!("add a last case with only `points`"));
                    broken = true;
                }
            }
            let label = if index == last {
                "otherwise".to_owned()
            } else {
                format!("case {}", index + 1)
            };
            let row = self.attribute(cx, &mut fields, label);
            fields.finish(cx);
            parts.attributes.push(row);
        }
        if broken { Form::Broken } else { Form::Cases }
    }
}
