//! `[facts."section.key"]`: the questionnaire.

use super::bands::precedes;
use super::fields::{At, Cx, Fields};
use super::priors::{Prior, cell_weights, read_prior};
use crate::finding::Code;
use crate::language::nouns::{noun, with_article};
use crate::rubric::fact::{Cut, Fact, FactOption, Interval, Kind, MAX_CELLS, Order, Variable};
use crate::rubric::number::narrow;
use crate::rubric::text::Str;
use crate::rubric::{Site, indexes};
use crate::say;
use crate::value::Value;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A fact and what can only be finished when every threshold is known.
pub(super) struct Draft {
    pub(super) fact: Fact,
    pub(super) site: Site,
    pub(super) prior: Prior,
    /// Whether its type is known: if not, nothing fits it or fails to.
    pub(super) typed: bool,
}

/// Reads `[facts]` tables of all files, in the order of the facts' ids.
pub(super) fn read(cx: &mut Cx<'_>, tables: &[At<'_>]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut sites: BTreeMap<String, Site> = BTreeMap::new();
    for table in tables {
        let Some(entries) = table.entries() else {
            cx.error(
                table.site(),
                Code::WrongType,
                say!("`facts` must be a table of facts"),
            );
            continue;
        };
        let mut named: Vec<(String, Site, At<'_>)> = Vec::new();
        for (key, at) in entries {
            let inner = at.entries().filter(|inner| {
                let nested = inner.iter().all(|(_, at)| at.entries().is_some());
                nested && !inner.is_empty() && !key.text.contains('.')
            });
            if let Some(inner) = inner {
                for (rest, at) in inner {
                    let site = Site::new(at.file, rest.span);
                    let id = report_unquoted(cx, site, &key.text, &rest.text);
                    named.push((id, site, at));
                }
            } else {
                let site = Site::new(at.file, key.span);
                check_name(cx, site, &key.text);
                named.push((key.text.to_string(), site, at));
            }
        }
        for (id, site, at) in named {
            match sites.entry(id.clone()) {
                Entry::Occupied(earlier) => {
                    report_duplicate(cx, site, "fact", &id, *earlier.get());
                    continue;
                }
                Entry::Vacant(free) => drop(free.insert(site)),
            }
            let position = u32::try_from(drafts.len()).unwrap_or(u32::MAX);
            if let Some(draft) = read_one(cx, at, &id, site, position) {
                drafts.push(draft);
            }
        }
    }
    drafts.sort_by(|a, b| a.fact.id.cmp(&b.fact.id));
    drafts
}

/// Reports a fact's name without quotes, which TOML takes for a table in a table. Returns the name.
pub(super) fn report_unquoted(cx: &mut Cx<'_>, site: Site, section: &str, key: &str) -> String {
    let message = say!(
        "the fact `{section}.{key}` is named without quotes",
        section,
        key
    );
    cx.error(site, Code::WrongType, message).hint = Some(say!(
        "put the name in quotes: facts.\"{section}.{key}\"",
        section,
        key
    ));
    format!("{section}.{key}")
}

/// Reports an id that stands twice; one that is empty was reported where it was read.
pub(super) fn report_duplicate(cx: &mut Cx<'_>, site: Site, what: &str, id: &str, earlier: Site) {
    if id.is_empty() || id.ends_with('/') {
        return;
    }
    let first = cx.files[usize::from(earlier.file)]
        .source
        .place(earlier.span());
    cx.error(
        site,
        Code::DuplicateId,
        say!("a second {what} `{id}`", what = noun(what), id),
    )
    .hint = Some(say!(
        "the first stands at {path}:{line}",
        path = first.path,
        line = first.line
    ));
}

fn check_name(cx: &mut Cx<'_>, site: Site, id: &str) {
    let word = |text: &str| {
        text.bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_lowercase())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if id.starts_with("profile.") {
        let message = say!(
            "`{id}` cannot be a fact: `profile` is about the profile itself",
            id
        );
        cx.error(site, Code::WrongType, message).hint = Some(say!("choose another section"));
    } else if !id
        .split_once('.')
        .is_some_and(|(section, key)| word(section) && word(key))
    {
        let message = say!(
            "`{id}` is no fact name: a fact is called `section.key` in lowercase with `_`",
            id
        );
        cx.error_hint(
            site,
            Code::WrongType,
            message,
            Some(say!("for example `sponsor.tenure_months`")),
        );
    }
}

const KINDS: [(&str, Kind); 6] = [
    ("bool", Kind::Bool),
    ("choice", Kind::Choice),
    ("set", Kind::Set),
    ("integer", Kind::Integer),
    ("number", Kind::Number),
    ("text", Kind::Text),
];

fn read_one(cx: &mut Cx<'_>, at: At<'_>, id: &str, site: Site, position: u32) -> Option<Draft> {
    let mut fields = Fields::new(cx, at, "fact")?;
    fields.required(cx, "type");
    let typed = fields.word(cx, "type", &KINDS);
    let outside = std::mem::take(&mut cx.findings);
    let kind = typed.unwrap_or(Kind::Text);
    let default_order = if kind == Kind::Choice {
        Order::Rising
    } else {
        Order::None
    };
    let orders = [
        ("rising", Order::Rising),
        ("falling", Order::Falling),
        ("none", Order::None),
    ];
    let order = fields.word(cx, "order", &orders).unwrap_or(default_order);
    let options = match fields.get("options") {
        Some(at) if matches!(kind, Kind::Choice | Kind::Set) => read_options(cx, at),
        Some(at) => {
            cx.error(
                at.site(),
                Code::BadScale,
                say!("{kind} has no options", kind = with_article(kind.name())),
            );
            Vec::new()
        }
        None => {
            if matches!(kind, Kind::Choice | Kind::Set) {
                cx.error(
                    site,
                    Code::MissingField,
                    say!(
                        "the {kind} `{id}` has no `options`",
                        kind = noun(kind.name()),
                        id
                    ),
                );
            }
            Vec::new()
        }
    };
    let (min, max) = read_bounds(cx, &mut fields, kind);
    let allow_na = fields.boolean(cx, "allow_na");
    if allow_na && matches!(kind, Kind::Set | Kind::Text) {
        cx.error(
            site,
            Code::BadScale,
            say!(
                "{kind} cannot allow `n/a`",
                kind = with_article(kind.name())
            ),
        )
        .hint = Some(say!(
            "leave out `allow_na`: a profile writes [] for an empty set, and leaves out a text"
        ));
    }
    let room = MAX_CELLS - usize::from(allow_na);
    let mut options = options;
    if options.len() > room {
        cx.error(
            site,
            Code::TooLarge,
            say!(
                "`{id}` has {count} options; at most {room} can be told apart",
                id,
                count = options.len(),
                room
            ),
        );
        options.truncate(room);
    }
    let fact = Fact {
        id: id.into(),
        dot: narrow(id.find('.').unwrap_or(id.len())),
        title: fields.said(cx, "title"),
        kind,
        options,
        order,
        ask: fields.required_text(cx, "ask"),
        why: fields.text(cx, "why").unwrap_or_default(),
        source: fields.text(cx, "source").unwrap_or_default(),
        unit: fields.said(cx, "unit"),
        min,
        max,
        effort: fields
            .whole(cx, "effort", 1, 5)
            .and_then(|effort| u8::try_from(effort).ok()),
        stale_after_months: fields
            .whole(cx, "stale_after_months", 1, 120)
            .and_then(|months| u8::try_from(months).ok()),
        allow_na,
        context: fields.said(cx, "context"),
        renamed_from: fields.text(cx, "renamed_from"),
        variables: 0..0,
        cuts: Vec::new(),
        position,
    };
    let mut draft = Draft {
        fact,
        site,
        prior: Prior::None,
        typed: typed.is_some(),
    };
    if let Some(at) = fields.get("prior") {
        read_prior(cx, at, &mut draft);
    }
    fields.finish(cx);
    let own = std::mem::replace(&mut cx.findings, outside);
    // What fits and what is needed follows from the type alone.
    if typed.is_some() {
        cx.findings.append(own);
    }
    Some(draft)
}

fn read_options(cx: &mut Cx<'_>, at: At<'_>) -> Vec<FactOption> {
    let mut options: Vec<FactOption> = Vec::new();
    for item in at.items() {
        let option = match &item.node.value {
            Value::Map(_) => {
                let Some(mut fields) = Fields::new(cx, item, "option") else {
                    continue;
                };
                let id = fields.required_text(cx, "id");
                let title = fields.said(cx, "title");
                let means = fields.text(cx, "means").unwrap_or_default();
                let renamed_from = fields.text(cx, "renamed_from");
                fields.finish(cx);
                FactOption {
                    id,
                    title,
                    means,
                    renamed_from,
                }
            }
            Value::Scalar { .. } | Value::List(_) => {
                let Some(id) = item.text(cx, "options") else {
                    continue;
                };
                FactOption {
                    id,
                    title: None,
                    means: Str::default(),
                    renamed_from: None,
                }
            }
        };
        if matches!(&*option.id, "n/a" | "unknown" | "" | "null") {
            cx.error(
                item.site(),
                Code::BadScale,
                say!(
                    "`{option}` cannot be an option: profiles use it for what has no value",
                    option = option.id
                ),
            );
        } else if options.iter().any(|earlier| earlier.id == option.id) {
            cx.error(
                item.site(),
                Code::DuplicateId,
                say!("a second option `{option}`", option = option.id),
            );
        } else {
            options.push(option);
        }
    }
    if options.is_empty() {
        cx.error(
            at.site(),
            Code::BadScale,
            say!("`options` needs at least one option"),
        );
    }
    options
}

fn read_bounds(cx: &mut Cx<'_>, fields: &mut Fields<'_>, kind: Kind) -> (Option<f64>, Option<f64>) {
    let mut bound = |name| {
        let at = fields.get(name)?;
        if !kind.is_numeric() {
            cx.error(
                at.site(),
                Code::BadScale,
                say!(
                    "{kind} has no `{name}`",
                    kind = with_article(kind.name()),
                    name
                ),
            );
            return None;
        }
        let value = at.number(cx, name)?;
        if kind == Kind::Integer && value.fract() != 0.0 {
            cx.error(
                at.site(),
                Code::WrongType,
                say!("`{name}` of an integer must be whole", name),
            );
        }
        Some((value, at.site()))
    };
    let (min, max) = (bound("min"), bound("max"));
    if let (Some((min, _)), Some((max, site))) = (min, max)
        && min >= max
    {
        cx.error(
            site,
            Code::OutOfBounds,
            say!("`max` must be above `min`, which is {min}", min),
        );
        return (None, None);
    }
    (min.map(|(value, _)| value), max.map(|(value, _)| value))
}

impl Draft {
    /// Adds a threshold; an error where it separates nothing. Returns it as the fact keeps it.
    pub(super) fn add_cut(&mut self, cx: &mut Cx<'_>, site: Site, cut: Cut) -> Option<Cut> {
        let fact = &mut self.fact;
        let cut = match fact.kind {
            // An integer is below 2.5, or at most 2, where it is below 3.
            Kind::Integer if cut.after => Cut {
                value: cut.value.floor() + 1.0,
                after: false,
            },
            Kind::Integer => Cut {
                value: cut.value.ceil(),
                after: false,
            },
            Kind::Bool | Kind::Choice | Kind::Set | Kind::Number | Kind::Text => cut,
        };
        let nothing_left = fact.min.is_some_and(|min| cut.is_left_of(min));
        let nothing_right = fact.max.is_some_and(|max| !cut.is_left_of(max));
        if nothing_left || nothing_right {
            let id = &fact.id;
            let message = match (fact.min, fact.max) {
                (Some(min), Some(max)) => say!(
                    "this threshold separates nothing: `{id}` lies between {min} and {max}",
                    id,
                    min,
                    max
                ),
                (Some(min), None) => {
                    say!(
                        "this threshold separates nothing: `{id}` is at least {min}",
                        id,
                        min
                    )
                }
                (None, max) => say!(
                    "this threshold separates nothing: `{id}` is at most {max}",
                    id,
                    max = max.unwrap_or_default()
                ),
            };
            cx.error(site, Code::OutOfBounds, message);
            return None;
        }
        let at = fact.cuts.partition_point(|other| precedes(other, &cut));
        if fact.cuts.get(at) != Some(&cut) {
            fact.cuts.insert(at, cut);
        }
        Some(cut)
    }

    /// A test of a number as an interval; adds its thresholds.
    pub(super) fn interval(
        &mut self,
        cx: &mut Cx<'_>,
        from: Option<(At<'_>, Cut)>,
        to: Option<(At<'_>, Cut)>,
    ) -> Option<Interval> {
        let mut add = |bound: Option<(At<'_>, Cut)>| match bound {
            None => Some(None),
            Some((at, cut)) => self.add_cut(cx, at.site(), cut).map(Some),
        };
        let (from, to) = (add(from), add(to));
        Some(Interval {
            from: from?,
            to: to?,
        })
    }
}

/// Numbers the variables and spreads the priors over the cells, once every threshold is known.
pub(super) fn finish(cx: &mut Cx<'_>, drafts: Vec<Draft>) -> (Vec<Fact>, Vec<Variable>) {
    let mut variables: Vec<Variable> = Vec::new();
    let mut facts = Vec::new();
    for (number, draft) in drafts.into_iter().enumerate() {
        let Draft {
            mut fact,
            site,
            prior,
            typed: _,
        } = draft;
        let na = usize::from(fact.allow_na);
        if fact.value_cells() + na > MAX_CELLS {
            let message = say!(
                "`{fact}` is cut into {cells} cells; at most {max_cells} can be told apart",
                fact = fact.id,
                cells = fact.value_cells() + na,
                max_cells = MAX_CELLS
            );
            cx.error(site, Code::TooLarge, message).hint = Some(say!("test fewer thresholds"));
            fact.cuts.truncate(MAX_CELLS - 2);
        }
        let start = variables.len();
        let count = match fact.kind {
            Kind::Text => 0,
            Kind::Set => fact.options.len(),
            Kind::Bool | Kind::Choice | Kind::Integer | Kind::Number => 1,
        };
        let mut weights = cell_weights(&fact, &prior);
        let cells = fact.value_cells().min(MAX_CELLS - na);
        weights.truncate(cells + na);
        for option in 0..count {
            variables.push(Variable {
                fact: narrow(number),
                option: (fact.kind == Kind::Set).then(|| narrow(option)),
                cells: u8::try_from(cells + na).unwrap_or(u8::MAX),
                na: fact
                    .allow_na
                    .then(|| u8::try_from(cells).unwrap_or(u8::MAX)),
                prior: weights.clone(),
            });
        }
        fact.variables = narrow(start)..narrow(start + count);
        debug_assert_eq!(indexes(&fact.variables).len(), count);
        facts.push(fact);
    }
    (facts, variables)
}
