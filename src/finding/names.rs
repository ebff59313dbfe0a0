//! Names in messages: the one that was meant, what was written, and which ones there are.

use crate::language::list::{list, list_or};
use crate::say;

/// What is longer, in bytes, is no slip of any name.
const LONGEST_NAME: usize = 256;

/// The name nearest to what was written, if it is near enough to be what was meant: at most a third
/// of its characters wrong by optimal string alignment, or the same words in another order.
#[must_use]
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // No name is nearly as long, and to compare takes as long as both together.
    if written.len() > LONGEST_NAME {
        return None;
    }
    let written = written.to_lowercase();
    let length = written.chars().count();
    let limit = (length / 3).max(1);
    let (own_letters, own_words) = (letters(&written), words(&written));
    names
        .into_iter()
        .filter_map(|name| {
            // Letters are swapped or mistaken more often than left out: a name as long is nearer.
            let longer = length.abs_diff(name.chars().count());
            let as_many = own_letters > 0 && letters(name) == own_letters;
            if as_many && words(name) == own_words {
                return Some((0, longer, name));
            }
            // Each character that one has more is one that is wrong, so most names need no closer look.
            (longer <= limit).then(|| {
                let distance = strsim::osa_distance(&written, &name.to_lowercase());
                (distance, longer, name)
            })
        })
        .filter(|(distance, ..)| *distance <= limit)
        .min()
        .map(|(.., name)| name)
}

fn letters(name: &str) -> usize {
    name.chars().filter(|c| c.is_alphanumeric()).count()
}

fn words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words
}

/// "did you mean `x`?" for the nearest name.
#[must_use]
pub fn did_you_mean<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(written, names).map(|name| say!("did you mean `{name}`?", name))
}

/// What was written, without the spaces around it and cut where it is long.
#[must_use]
pub fn short(written: &str) -> String {
    const LONGEST: usize = 60;
    let written = written.trim();
    match written.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &written[..cut]),
        None => written.to_owned(),
    }
}

/// The same in backticks.
#[must_use]
pub fn quoted(written: &str) -> String {
    format!("`{}`", short(written))
}

/// "`a`, `b` and `c`", cut after a dozen.
#[must_use]
pub fn ticked<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let (mut all, more) = in_ticks(names);
    if more > 0 {
        all.push(say!("{more} more", more));
    }
    if all.is_empty() {
        return say!("nothing");
    }
    list(&all)
}

/// The same with "or".
#[must_use]
pub fn ticked_or<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let (mut all, more) = in_ticks(names);
    if more > 0 {
        all.push(say!("{more} more", more));
    }
    list_or(&all)
}

/// The first names in backticks, and how many more there are.
fn in_ticks<'n>(names: impl IntoIterator<Item = &'n str>) -> (Vec<String>, usize) {
    let mut all: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let more = if all.len() <= 12 { 0 } else { all.len() - 11 };
    all.truncate(all.len() - more);
    (all, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_near_or_none() {
        let names = ["company.headcount", "company.growth", "goal.problem"];
        assert_eq!(
            nearest("company.head_count", names),
            Some("company.headcount")
        );
        assert_eq!(nearest("problem.goal", names), Some("goal.problem"));
        assert_eq!(nearest("sponsor.level", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("noet", ["not", "note"]), Some("note"));
    }

    #[test]
    fn what_was_written_is_cut_between_characters() {
        assert_eq!(quoted("very long\n"), "`very long`");
        assert_eq!(quoted(&"甲".repeat(61)), format!("`{}…`", "甲".repeat(60)));
    }
}
