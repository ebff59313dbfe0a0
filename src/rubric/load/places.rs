//! Ids below a parent: `rubric/dimension`, `rubric/gate`, `rubric/dimension/criterion`.

use super::Names;
use super::facts::report_duplicate;
use super::fields::{At, Cx, Fields, check_id};
use crate::finding::Code;
use crate::language::nouns::noun;
use crate::rubric::Site;
use crate::rubric::text::Str;
use crate::say;
use std::collections::BTreeMap;

/// A part with an id below a parent, `parent/id`.
pub(super) struct Placed<'n> {
    pub(super) id: String,
    pub(super) parent: u16,
    pub(super) fields: Fields<'n>,
}

/// The dimensions or gates with their full ids, sorted, duplicates reported.
pub(super) fn placed_ids<'n>(
    cx: &mut Cx<'n>,
    items: &[(At<'n>, Option<String>)],
    parents: &BTreeMap<String, u16>,
    what: &'static str,
) -> Vec<Placed<'n>> {
    let mut all: Vec<Placed<'n>> = Vec::new();
    for (at, home) in items {
        let Some(mut fields) = Fields::new(cx, *at, what) else {
            continue;
        };
        let written = fields.required_text(cx, "id").to_string();
        let id_site = fields.get("id").map_or(at.site(), |at| at.site());
        let (parent, own) = match (written.split_once('/'), home) {
            (Some((parent, own)), _) => (parent.to_owned(), own.to_owned()),
            (None, Some(home)) => (home.clone(), written.clone()),
            (None, None) => {
                cx.error(
                    at.site(),
                    Code::MissingField,
                    say!(
                        "the {what} `{written}` belongs to no rubric",
                        what = noun(what),
                        written
                    ),
                )
                .hint = Some(say!(
                    "write its id as `rubric/{written}`, or put it into a file with a `[rubric]`",
                    written
                ));
                cx.left_out.push(written);
                continue;
            }
        };
        place(
            cx,
            &mut all,
            id_site,
            (&parent, &own),
            parents,
            what,
            fields,
        );
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn place<'n>(
    cx: &mut Cx<'n>,
    all: &mut Vec<Placed<'n>>,
    parent_site: Site,
    (parent, own): (&str, &str),
    parents: &BTreeMap<String, u16>,
    what: &'static str,
    fields: Fields<'n>,
) {
    let site = fields.site();
    check_id(cx, site, own);
    let Some(number) = parents.get(parent) else {
        let owner = if what == "criterion" {
            "dimension"
        } else {
            "rubric"
        };
        let known = parents.keys().map(String::as_str);
        cx.unknown(parent_site, owner, parent, known);
        cx.left_out.push(own.to_owned());
        return;
    };
    let id = format!("{parent}/{own}");
    match all.iter().find(|placed| placed.id == id) {
        Some(earlier) => report_duplicate(cx, site, what, &id, earlier.fields.site()),
        None => all.push(Placed {
            id,
            parent: *number,
            fields,
        }),
    }
}

pub(super) fn criterion_ids<'n>(
    cx: &mut Cx<'n>,
    items: &[(At<'n>, Option<String>)],
    names: &Names,
) -> Vec<Placed<'n>> {
    let mut all: Vec<Placed<'n>> = Vec::new();
    for (at, home) in items {
        let Some(mut fields) = Fields::new(cx, *at, "criterion") else {
            continue;
        };
        let own = fields.required_text(cx, "id").to_string();
        let Some(dimension_at) = fields.required(cx, "dimension") else {
            continue;
        };
        let Some(dimension) = dimension_at.text(cx, "dimension") else {
            continue;
        };
        let parent = match home {
            Some(home) if !dimension.contains('/') => format!("{home}/{dimension}"),
            Some(_) | None => dimension.to_string(),
        };
        place(
            cx,
            &mut all,
            dimension_at.site(),
            (&parent, &own),
            &names.dimensions,
            "criterion",
            fields,
        );
    }
    all.sort_by(|a, b| (a.parent, &a.id).cmp(&(b.parent, &b.id)));
    all
}

/// The full id that a part had in an earlier version: `renamed_from` may leave out a parent that stays.
pub(super) fn earlier_id(cx: &mut Cx<'_>, fields: &mut Fields<'_>, id: &str) -> Option<Str> {
    let written = fields.text(cx, "renamed_from")?;
    let parent = id.rsplit_once('/').map_or("", |(parent, _)| parent);
    Some(if written.contains('/') || parent.is_empty() {
        written
    } else {
        format!("{parent}/{written}").into()
    })
}
