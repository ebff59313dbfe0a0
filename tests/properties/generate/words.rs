//! Texts of a set, each like no other, for what must tell whether one of them is read somewhere.

use super::model::Model;

/// How many pieces of advice a set has.
const ADVICE: usize = 4;

/// The text of a part of a set under a key. It has no blank, no small letter, and ends where it ends: none is found
/// in another one, nor an id in any of them.
pub(crate) fn text(key: &str, what: &str, id: &str) -> String {
    format!("«{key}:{what}:{id}»").to_uppercase()
}

/// What a row of a criterion's scale is called.
pub(crate) fn row_id(criterion: &str, row: usize) -> String {
    format!("{criterion}.{row}")
}

/// What an option of a fact is called.
pub(crate) fn option_id(fact: &str, option: &str) -> String {
    format!("{fact}.{option}")
}

/// The keys of a part with their texts, as TOML; nothing where the set has none.
pub(super) fn keys(model: &Model, what: &str, id: &str, keys: &[&str]) -> String {
    if !model.worded {
        return String::new();
    }
    let line = |key: &&str| format!("{key} = \"{}\"\n", text(key, what, id));
    keys.iter().map(line).collect()
}

/// The same within braces, with a comma behind each.
pub(super) fn inline(model: &Model, what: &str, id: &str, keys: &[&str]) -> String {
    self::keys(model, what, id, keys).replace('\n', ", ")
}

/// What a part advises, as TOML: two pieces, as it happens, but the same each time.
pub(super) fn advice(model: &Model, id: &str) -> String {
    if !model.worded {
        return String::new();
    }
    let sum: usize = id.bytes().map(usize::from).sum();
    let other = sum + 1 + sum / ADVICE % (ADVICE - 1);
    let pieces = [sum % ADVICE, other % ADVICE].map(advice_id);
    format!("advice = [\"{}\", \"{}\"]\n", pieces[0], pieces[1])
}

fn advice_id(number: usize) -> String {
    format!("zq-advice-{number}")
}

/// What a row of a scale says beside its points: each third says nothing.
pub(super) fn row(model: &Model, criterion: &str, row: usize) -> String {
    let id = row_id(criterion, row);
    let own = [inline(model, "row", &id, &["reason"]), advice(model, &id)].concat();
    let own = own.trim_end();
    if own.is_empty() || id.bytes().map(usize::from).sum::<usize>().is_multiple_of(3) {
        String::new()
    } else {
        format!(", {own}")
    }
}

/// The documents that texts come from, and every piece of advice.
pub(super) fn library(model: &Model) -> String {
    if !model.worded {
        return String::new();
    }
    let sources = format!("[sources]\nZ = \"{}\"\n", text("title", "sources", "z"));
    let ids = (0..ADVICE).map(advice_id);
    let advice = ids.map(|id| {
        let texts = keys(model, "advice", &id, &["text", "source"]);
        format!("[advice.{id}]\n{texts}")
    });
    advice.fold(sources, |all, one| all + &one)
}
