//! Priors: how likely each value of a fact is before anything is known.

use super::bands::{ascends, read_band_end};
use super::facts::Draft;
use super::fields::{At, Cx, Fields};
use crate::finding::{Code, did_you_mean, ticked};
use crate::rubric::Site;
use crate::rubric::fact::{Cut, Fact, Kind};
use crate::rubric::number::lcm;
use crate::say;

/// A prior as written, before the thresholds of numbers are known.
pub(super) enum Prior {
    /// Uniform.
    None,
    /// A part for each value cell, then `n/a`'s if it was given.
    Cells(Vec<u32>, Option<u32>),
    /// Bands of a number: where each ends and its part.
    Bands(Vec<(Option<Cut>, u32)>),
}

/// The most that the parts of one prior may add up to: keeps exact means exact.
const MAX_PARTS: u32 = 10_000;

pub(super) fn read_prior(cx: &mut Cx<'_>, at: At<'_>, draft: &mut Draft) {
    let fact = &draft.fact;
    let prior = match fact.kind {
        Kind::Text => {
            cx.error(
                at.site(),
                Code::BadScale,
                say!("a text has no prior: it is never unknown to a criterion"),
            );
            return;
        }
        Kind::Integer | Kind::Number => read_bands(cx, at, draft),
        Kind::Bool => read_parts(cx, at, &["false", "true"], fact.allow_na),
        Kind::Set => read_parts(cx, at, &["no", "yes"], false),
        Kind::Choice => {
            let names: Vec<&str> = fact.options.iter().map(|option| &*option.id).collect();
            read_parts(cx, at, &names, fact.allow_na)
        }
    };
    let total: u64 = match &prior {
        Prior::None => return,
        Prior::Cells(parts, na) => parts.iter().chain(na).map(|&part| u64::from(part)).sum(),
        Prior::Bands(bands) => bands.iter().map(|(_, part)| u64::from(*part)).sum(),
    };
    if total == 0 || total > u64::from(MAX_PARTS) {
        cx.error(
            at.site(),
            Code::OutOfBounds,
            say!(
                "the parts of a prior must add up to between 1 and {max_parts}, not {total}",
                max_parts = MAX_PARTS,
                total
            ),
        );
    } else {
        draft.prior = prior;
    }
}

fn read_parts(cx: &mut Cx<'_>, at: At<'_>, names: &[&str], allow_na: bool) -> Prior {
    let Some(entries) = at.entries() else {
        cx.error(
            at.site(),
            Code::WrongType,
            say!("`prior` must be a table: value = parts"),
        );
        return Prior::None;
    };
    let before = cx.findings.len();
    let mut parts: Vec<Option<u32>> = vec![None; names.len()];
    let mut na = None;
    for (key, part) in entries {
        let value = part.whole(cx, "prior", 0, MAX_PARTS);
        if allow_na && key.text == "n/a" {
            na = value;
        } else if let Some(index) = names.iter().position(|name| *name == key.text) {
            parts[index] = value;
        } else {
            let hint = if key.text == "n/a" {
                say!("this fact does not allow `n/a`: add `allow_na = true`, or leave this out")
            } else {
                did_you_mean(&key.text, names.iter().copied()).unwrap_or_else(|| {
                    say!(
                        "the values are {names}",
                        names = ticked(names.iter().copied())
                    )
                })
            };
            cx.error_hint(
                Site::new(at.file, key.span),
                Code::UnknownOption,
                say!("`{key}` is no value of this fact", key = key.text),
                Some(hint),
            );
        }
    }
    let missing: Vec<&str> = names
        .iter()
        .zip(&parts)
        .filter(|(_, part)| part.is_none())
        .map(|(name, _)| *name)
        .collect();
    // A part that cannot be read was reported and is not missing as well.
    if cx.findings.len() > before {
        return Prior::None;
    }
    if !missing.is_empty() {
        cx.error(
            at.site(),
            Code::MissingField,
            say!(
                "the prior has no part for {missing}",
                missing = ticked(missing)
            ),
        )
        .hint = Some(say!("write 0 for what never happens"));
        return Prior::None;
    }
    Prior::Cells(parts.into_iter().flatten().collect(), na)
}

fn read_bands(cx: &mut Cx<'_>, at: At<'_>, draft: &mut Draft) -> Prior {
    let mut bands = Vec::new();
    let items = at.items();
    let last = items.len().saturating_sub(1);
    for (index, item) in items.into_iter().enumerate() {
        let Some(mut fields) = Fields::new(cx, item, "prior band") else {
            return Prior::None;
        };
        let end = read_band_end(cx, &mut fields, draft, index == last);
        let part = fields
            .required(cx, "parts")
            .and_then(|at| at.whole(cx, "parts", 0, MAX_PARTS));
        fields.finish(cx);
        let (Some(end), Some(part)) = (end, part) else {
            return Prior::None;
        };
        if let (Some(cut), Some((Some(before), _))) = (end, bands.last())
            && !ascends(cx, item.site(), *before, cut)
        {
            return Prior::None;
        }
        bands.push((end, part));
    }
    Prior::Bands(bands)
}

pub(super) fn cell_weights(fact: &Fact, prior: &Prior) -> Vec<u32> {
    let cells = fact.value_cells();
    let mut weights = match prior {
        Prior::None => vec![1; cells],
        Prior::Cells(parts, _) => parts.clone(),
        Prior::Bands(bands) => band_weights(fact, bands),
    };
    if fact.allow_na {
        // Where the prior is silent on n/a, it is as likely as one value on average.
        let sum: u64 = weights.iter().copied().map(u64::from).sum();
        let average = u32::try_from(sum.div_ceil(cells.max(1) as u64)).unwrap_or(u32::MAX);
        weights.push(match prior {
            Prior::Cells(_, Some(na)) => *na,
            Prior::None | Prior::Cells(..) | Prior::Bands(_) => average,
        });
    }
    weights
}

/// Each band's part shared equally by its cells, in whole numbers.
fn band_weights(fact: &Fact, bands: &[(Option<Cut>, u32)]) -> Vec<u32> {
    let band_of = |cell: usize| {
        let value = fact.inside(cell);
        bands
            .iter()
            .position(|(end, _)| end.is_none_or(|cut| !cut.is_left_of(value)))
            .unwrap_or(0)
    };
    let home: Vec<usize> = (0..fact.value_cells()).map(band_of).collect();
    let count = |band: usize| home.iter().filter(|&&other| other == band).count() as u64;
    let counts = (0..bands.len()).map(count).filter(|&n| n > 0);
    let common = counts.fold(1, lcm).min(MOST_COMMON);
    let weight = |&band: &usize| u64::from(bands[band].1) * common / count(band);
    home.iter()
        .map(|band| u32::try_from(weight(band)).unwrap_or(u32::MAX))
        .collect()
}

/// The largest factor by which parts grow when bands share them among their cells: with the bound on
/// parts it keeps every sum within 32 bits. Past it the bands' ratios are off by less than 1 in 1,000.
const MOST_COMMON: u64 = 100_000;
