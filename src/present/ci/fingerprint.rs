//! Fingerprints of results: the same in the next run, also where lines have moved and figures are others.

use crate::present::verdict::Verdict;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// What tells the results of a profile apart, also in the next run and where lines have moved.
pub(super) struct Marks<'a> {
    profile: String,
    seen: BTreeMap<(&'a str, String), usize>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(verdict: &Verdict<'_>) -> Self {
        let profile = match verdict.id {
            Some(id) => format!("id\0{id}"),
            None => format!("path\0{}\0{}", verdict.path, verdict.index),
        };
        let seen = BTreeMap::new();
        Self { profile, seen }
    }

    /// The fingerprint of the next result: the second of two that say the same has another.
    pub(super) fn next(&mut self, rule: &'a str, about: &str) -> String {
        let times = self.seen.entry((rule, about.to_owned())).or_insert(0);
        *times += 1;
        let text = format!("{}\0{rule}\0{about}\0{times}", self.profile);
        let hash = Sha256::digest(text.as_bytes());
        hash[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// A message whose numbers are gone, such as months and bytes, except in what it quotes.
pub(super) fn without_numbers(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    for (part, text) in message.split('`').enumerate() {
        let quoted = part % 2 == 1;
        kept.extend(text.chars().filter(|c| quoted || !c.is_ascii_digit()));
        kept.push('`');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Marks, without_numbers};
    use crate::present::ci::tests::verdict;
    use crate::present::verdict::Verdict;

    #[test]
    fn figures_do_not_count_and_names_do() {
        let months = |text: &str| without_numbers(text);
        assert_eq!(
            months("`x1` is of `2024`, 13 months old"),
            months("`x1` is of `2024`, 14 months old")
        );
        assert_ne!(
            months("no fact is called `x1`"),
            months("no fact is called `x2`")
        );
    }

    #[test]
    fn the_second_of_two_alike_has_another() {
        let mut marks = Marks::new(&verdict("a"));
        let (first, second) = (marks.next("x", "y"), marks.next("x", "y"));
        assert_ne!(first, second);
        let mut again = Marks::new(&verdict("a"));
        assert_eq!(
            (again.next("x", "y"), again.next("x", "y")),
            (first, second)
        );
        // A hash that every platform and version agrees on.
        assert_eq!(
            Marks::new(&verdict("a")).next("x", "y"),
            "34ef42824cd731d0e151ef69c159b61b"
        );
    }

    #[test]
    fn an_id_goes_before_the_file() {
        let of = |verdict: Verdict<'_>| Marks::new(&verdict).next("x", "y");
        let id = |id, path| {
            of(Verdict {
                id: Some(id),
                ..verdict(path)
            })
        };
        assert_eq!(id("p", "a"), id("p", "b"));
        assert_ne!(id("p", "a"), id("q", "a"));
        assert_ne!(of(verdict("a")), of(verdict("b")));
        let second = Verdict {
            index: 1,
            ..verdict("a")
        };
        assert_ne!(of(verdict("a")), of(second));
    }
}
