//! What changed of a fact.

use super::change::{Parts, Value, Weighs, number, optional, text};
use super::pairs::options;
use crate::rubric::fact::{Fact, Kind};
use crate::rubric::text::Str;

pub(super) fn fact_parts(a: &Fact, b: &Fact, parts: &mut Parts) {
    let words = |word: &str| Value::Text(word.to_owned());
    let shown = |text: &Option<Str>| optional(text.as_deref());
    // A whole number is a number; not every number is whole.
    let wider = a.kind == Kind::Integer && b.kind == Kind::Number;
    let kind = if wider { Weighs::Shown } else { Weighs::Breaks };
    parts.differ("type", words(a.kind.name()), words(b.kind.name()), kind);
    for pair in options(a, b) {
        let id = |fact: &Fact, option: Option<usize>| {
            option.map_or(Value::None, |option| text(&fact.options[option].id))
        };
        let (before, after) = (id(a, pair.old), id(b, pair.new));
        let weighs = if pair.old.is_none() {
            Weighs::Shown
        } else {
            Weighs::Breaks
        };
        parts.differ("option", before, after, weighs);
        if let (Some(one), Some(other)) = (pair.old, pair.new) {
            let (one, other) = (&a.options[one], &b.options[other]);
            let (before, after) = (shown(&one.title), shown(&other.title));
            let title = format!("options.{}.title", other.id);
            parts.differ(&title, before, after, Weighs::Text);
            parts.text(
                &format!("options.{}.means", other.id),
                &one.means,
                &other.means,
            );
        }
    }
    let both: Vec<(usize, usize)> = options(a, b)
        .iter()
        .filter_map(|pair| pair.old.zip(pair.new))
        .collect();
    let in_order = both.windows(2).all(|two| two[0].0 < two[1].0);
    if !in_order {
        let list =
            |fact: &Fact| Value::List(fact.options.iter().map(|one| one.id.to_string()).collect());
        parts.push("order of options", list(a), list(b), Weighs::Shown);
    }
    let narrowed =
        |was: Option<f64>, is: Option<f64>, tighter: fn(f64, f64) -> bool| match (was, is) {
            (_, None) => Weighs::Shown,
            (None, Some(_)) => Weighs::Breaks,
            (Some(was), Some(is)) if tighter(was, is) => Weighs::Breaks,
            (Some(_), Some(_)) => Weighs::Shown,
        };
    let min = narrowed(a.min, b.min, |was, is| is > was);
    parts.differ("min", number(a.min), number(b.min), min);
    let max = narrowed(a.max, b.max, |was, is| is < was);
    parts.differ("max", number(a.max), number(b.max), max);
    let na = if a.allow_na {
        Weighs::Breaks
    } else {
        Weighs::Shown
    };
    let yes = |value: bool| words(if value { "true" } else { "false" });
    parts.differ("allow_na", yes(a.allow_na), yes(b.allow_na), na);
    let whole = |value: Option<u8>| number(value.map(f64::from));
    parts.differ("effort", whole(a.effort), whole(b.effort), Weighs::Shown);
    parts.differ(
        "stale_after_months",
        whole(a.stale_after_months),
        whole(b.stale_after_months),
        Weighs::Shown,
    );
    let order = |fact: &Fact| words(&format!("{:?}", fact.order).to_lowercase());
    parts.differ("order", order(a), order(b), Weighs::Shown);
    let (before, after) = (shown(&a.title), shown(&b.title));
    parts.differ("title", before, after, Weighs::Text);
    parts.text("ask", &a.ask, &b.ask);
    parts.text("why", &a.why, &b.why);
    parts.text("source", &a.source, &b.source);
    parts.differ("unit", shown(&a.unit), shown(&b.unit), Weighs::Text);
    let (before, after) = (shown(&a.context), shown(&b.context));
    parts.differ("context", before, after, Weighs::Text);
}

/// A cell of a fact in short.
pub(super) fn cell_label(fact: &Fact, cell: usize) -> String {
    if cell >= fact.value_cells() {
        return "n/a".to_owned();
    }
    match fact.kind {
        Kind::Bool => (cell == 1).to_string(),
        Kind::Set => ["no", "yes"][cell.min(1)].to_owned(),
        Kind::Choice => fact.options[cell].id.to_string(),
        Kind::Integer | Kind::Number => {
            let end = |cut: &crate::rubric::fact::Cut| {
                let word = if cut.after { "at most" } else { "below" };
                format!("{word} {}", cut.value)
            };
            fact.cuts.get(cell).map_or("above".to_owned(), end)
        }
        Kind::Text => String::new(),
    }
}
