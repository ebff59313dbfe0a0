//! Fingerprints of results: the same in the next run, also where lines have moved, figures are
//! others, or another language is spoken.

use crate::finding::Finding;
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

/// What a finding is about, without words of the language it is told in: its fact, or what the caret marks,
/// or the line; nothing where it is about the file.
pub(super) fn subject(finding: &Finding) -> &str {
    match (&finding.fact, &finding.place) {
        (Some(fact), _) => fact,
        (None, Some(place)) => match place.excerpt.get(place.caret.clone()) {
            Some(marked) if !marked.trim().is_empty() => marked.trim(),
            _ => place.excerpt.trim(),
        },
        (None, None) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{Marks, subject};
    use crate::finding::{Code, Finding, SourceText};
    use crate::present::ci::tests::verdict;
    use crate::present::verdict::Verdict;
    use crate::value::Span;

    #[test]
    fn a_finding_is_known_by_what_it_is_about() {
        let text = SourceText::new("a.yaml", "a: 1\n  bc: 2\n");
        let at = |start, end| {
            let span = Span { start, end };
            Finding::error(&text, span, Code::UnknownFact, "whatever the language")
        };
        assert_eq!(subject(&at(7, 9)), "bc");
        assert_eq!(subject(&at(7, 7)), subject(&at(9, 9)));
        let mut about = at(7, 9);
        about.fact = Some("staff".to_owned());
        assert_eq!(subject(&about), "staff");
        let file = Finding::of_file("a.yaml", Code::Unreadable, "gone");
        assert_eq!(subject(&file), "");
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
