//! `[rubric]`, `[[ratings]]` and `[[dimensions]]`.

use super::facts::report_duplicate;
use super::fields::{Cx, Fields, check_id};
use super::header::aggregate_word;
use super::places::{Placed, placed_ids};
use super::{Names, Parts};
use crate::finding::{Code, ticked};
use crate::rubric::number::narrow;
use crate::rubric::{Aggregate, Dimension, HigherIs, Rating, Rubric, Site};
use crate::say;

pub(super) fn read_rubrics(cx: &mut Cx<'_>, parts: &Parts<'_>, default: Aggregate) -> Vec<Rubric> {
    let mut rubrics: Vec<(Rubric, Site)> = Vec::new();
    for at in &parts.rubrics {
        let Some(mut fields) = Fields::new(cx, *at, "rubric") else {
            continue;
        };
        let id = fields.required_text(cx, "id");
        check_id(cx, at.site(), &id);
        let words = [("better", HigherIs::Better), ("worse", HigherIs::Worse)];
        fields.required(cx, "higher_is");
        let rubric = Rubric {
            title: fields.filled(cx, "title").unwrap_or_default(),
            about: fields.text(cx, "about").unwrap_or_default(),
            source: fields.text(cx, "source").unwrap_or_default(),
            higher_is: fields
                .word(cx, "higher_is", &words)
                .unwrap_or(HigherIs::Better),
            aggregate: fields
                .get("aggregate")
                .map_or(default, |at| aggregate_word(cx, at)),
            dimensions: 0..0,
            ratings: Vec::new(),
            caps: Vec::new(),
            id,
        };
        fields.finish(cx);
        match rubrics.iter().find(|(earlier, _)| earlier.id == rubric.id) {
            Some((_, earlier)) => report_duplicate(cx, at.site(), "rubric", &rubric.id, *earlier),
            None => rubrics.push((rubric, at.site())),
        }
    }
    rubrics.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let mut rubrics: Vec<Rubric> = rubrics.into_iter().map(|(rubric, _)| rubric).collect();
    read_ratings(cx, parts, &mut rubrics);
    rubrics
}

fn read_ratings(cx: &mut Cx<'_>, parts: &Parts<'_>, rubrics: &mut [Rubric]) {
    // Where each rubric's lowest rating stands.
    let mut lowest: Vec<Option<(u32, Site)>> = vec![None; rubrics.len()];
    for (at, home) in &parts.ratings {
        let Some(mut fields) = Fields::new(cx, *at, "rating") else {
            continue;
        };
        let id = fields.required_text(cx, "id");
        let title = fields.filled(cx, "title").unwrap_or_else(|| id.clone());
        let from = fields
            .required(cx, "from")
            .and_then(|at| at.whole(cx, "from", 0, 100));
        let owner_site = fields.get("rubric").map_or(at.site(), |at| at.site());
        let owner = fields
            .text(cx, "rubric")
            .map(|id| id.to_string())
            .or_else(|| home.clone());
        fields.finish(cx);
        let Some(owner) = owner else {
            cx.error(
                at.site(),
                Code::MissingField,
                say!("this rating belongs to no rubric"),
            )
            .hint = Some(say!("add `rubric = \"…\"`"));
            continue;
        };
        let Some(number) = rubrics.iter().position(|rubric| *rubric.id == *owner) else {
            let known = rubrics.iter().map(|rubric| &*rubric.id);
            cx.unknown(owner_site, "rubric", &owner, known);
            continue;
        };
        let rubric = &mut rubrics[number];
        if let Some(from) = from {
            let mut ratings = rubric.ratings.iter();
            let same = ratings.find(|other| u32::from(other.from) == from * 10 || other.id == id);
            if let Some(other) = same {
                let message = if other.id == id {
                    say!("a second rating `{id}` of `{owner}`", id, owner)
                } else {
                    let ids = ticked([&*other.id, &*id]);
                    say!(
                        "two ratings of `{owner}` begin at {from}: {ids}",
                        owner,
                        from,
                        ids
                    )
                };
                cx.error(at.site(), Code::DuplicateId, message);
            }
            if lowest[number].is_none_or(|(low, _)| from < low) {
                lowest[number] = Some((from, at.site()));
            }
            rubric.ratings.push(Rating {
                id,
                title,
                from: narrow(from as usize * 10),
            });
        }
    }
    for (rubric, lowest) in rubrics.iter_mut().zip(lowest) {
        rubric.ratings.sort_by_key(|rating| rating.from);
        if let Some((1.., site)) = lowest {
            cx.error(
                site,
                Code::BadScale,
                say!(
                    "the ratings of `{rubric}` leave out the lowest scores",
                    rubric = rubric.id
                ),
            )
            .hint = Some(say!("let the first begin at 0"));
        }
    }
}

pub(super) fn read_dimensions<'n>(
    cx: &mut Cx<'n>,
    parts: &Parts<'n>,
    names: &Names,
) -> Vec<Dimension> {
    let mut dimensions = Vec::new();
    for Placed {
        id,
        parent,
        mut fields,
    } in placed_ids(cx, &parts.dimensions, &names.rubrics, "dimension")
    {
        dimensions.push(Dimension {
            id: id.into(),
            rubric: parent,
            title: fields.filled(cx, "title").unwrap_or_default(),
            about: fields.text(cx, "about").unwrap_or_default(),
            source: fields.text(cx, "source").unwrap_or_default(),
            weight: fields.whole(cx, "weight", 1, 1000).unwrap_or(1),
            criteria: 0..0,
        });
        fields.finish(cx);
    }
    dimensions
}
