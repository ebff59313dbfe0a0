//! `--sort` and `--top`: in which order profiles are shown, and how many of them.

use crate::present::fields::{Cell, Field, Subject};
use crate::profile::Stated;
use crate::rubric::RubricSet;
use crate::say;
use anyhow::{Result, bail};
use std::cmp::Ordering;

/// By which column, and which way round.
pub(super) struct Sort {
    pub(super) field: Field,
    falling: bool,
}

/// Where a profile stands in the order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    /// A number, a score or a truth.
    Number(f64),
    /// Words.
    Text(String),
    /// Nothing: behind all others, whichever way round.
    Nothing,
}

impl Sort {
    /// Reads `NAME`, `NAME:asc` or `NAME:desc`.
    pub(super) fn named(set: &RubricSet, text: &str) -> Result<Self> {
        let (name, falling) = match text.rsplit_once(':') {
            Some((name, "desc")) => (name, true),
            Some((name, "asc")) => (name, false),
            _ => (text, false),
        };
        match Field::named(set, name) {
            Some(field) => Ok(Self { field, falling }),
            None => bail!(say!(
                "--sort {text}: no column is called `{name}`; write a column of --fields, such as `share:desc`",
                text,
                name
            )),
        }
    }

    /// The key of a profile that was scored.
    pub(super) fn key(&self, subject: &Subject<'_>) -> Key {
        match self.field.cell(subject) {
            Cell::Empty => Key::Nothing,
            Cell::Word(text) | Cell::Text(text) => Key::Text(text.to_owned()),
            Cell::Tenths(tenths) => Key::Number(f64::from(tenths)),
            Cell::Number(number) => Key::Number(number),
            #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 documents")]
            Cell::Count(count) => Key::Number(count as f64),
            Cell::Bool(value) => Key::Number(f64::from(u8::from(value))),
            Cell::Words(words) => Key::Text(words.join(";")),
            Cell::Set(id, version) => Key::Text(format!("{id} {version}")),
            Cell::Stated(stated) => match stated.value {
                Stated::Unknown => Key::Nothing,
                Stated::Number(number) => Key::Number(*number),
                Stated::Bool(value) => Key::Number(f64::from(u8::from(*value))),
                // Options stand in a meaningful order.
                Stated::Option(option) => Key::Number(f64::from(*option)),
                // By what scripts know, which is the same in each language.
                Stated::Options(options) => {
                    let id = |option: &u16| &*stated.fact.options[usize::from(*option)].id;
                    Key::Text(options.iter().map(id).collect::<Vec<_>>().join(";"))
                }
                Stated::Text(text) => Key::Text(text.to_string()),
                Stated::Partly(parts) => bound(parts).map_or(Key::Nothing, Key::Number),
                Stated::NotApplicable => Key::Nothing,
            },
        }
    }

    /// How two profiles stand; equal ones stay in the order of the input.
    pub(super) fn compare(&self, a: &Key, b: &Key) -> Ordering {
        let order = match (a, b) {
            (Key::Nothing, Key::Nothing) => return Ordering::Equal,
            (Key::Nothing, _) => return Ordering::Greater,
            (_, Key::Nothing) => return Ordering::Less,
            (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
            (Key::Text(a), Key::Text(b)) => a.cmp(b),
            (Key::Number(_), Key::Text(_)) => Ordering::Less,
            (Key::Text(_), Key::Number(_)) => Ordering::Greater,
        };
        if self.falling { order.reverse() } else { order }
    }
}

/// Where a number stands of which only bounds are known: at the lower one, which it surely reaches, else at the upper.
fn bound(parts: &[(&'static str, Vec<Stated<'_>>)]) -> Option<f64> {
    let end = |wanted: &str| {
        let own = parts.iter().find(|(name, _)| *name == wanted);
        own.and_then(|(_, values)| match values.as_slice() {
            [Stated::Number(value)] => Some(*value),
            _ => None,
        })
    };
    end("at_least").or_else(|| end("at_most"))
}
