//! What must hold of every finding, and the sets that inputs are read for.

use maturity::finding::Finding;
use maturity::finding::SourceText;
use maturity::present::Look;
use maturity::present::findings::findings;
use maturity::rubric::RubricSet;
use maturity::rubric::load::{File, load};
use maturity::source::toml;

/// Every finding has a place within the text if it has one, and can be shown without a raw control character.
pub(super) fn check(found: &[Finding]) {
    for finding in found {
        assert!(!finding.message.is_empty());
        if let Some(place) = &finding.place {
            assert!(place.line >= 1 && place.column >= 1, "{place:?}");
            assert!(
                place.excerpt.get(place.caret.clone()).is_some(),
                "{place:?}"
            );
        }
    }
    for (color, ascii) in [(false, false), (true, true)] {
        let look = Look {
            width: 80,
            color,
            ascii,
        };
        let mut out = Vec::new();
        // What a person would look at: the rest is shown in the same way.
        let some = &found[..found.len().min(20)];
        findings(some, &look, &mut out).expect("memory takes all");
        let shown = String::from_utf8(out).expect("UTF-8");
        let raw = |c: char| c.is_control() && c != '\n' && !(color && c == '\u{1b}');
        assert!(!shown.contains(raw), "{shown:?}");
    }
}

/// Where readers refuse, there is something to say.
pub(super) fn check_refusal(found: &[Finding]) {
    assert!(!found.is_empty(), "refused without a word");
    check(found);
}

/// A whole rubric set in small: every type of fact, every kind of scale.
pub(super) const TINY: [(&str, &str); 5] = [
    (
        "facts.toml",
        include_str!("../../tests/cmd/fixtures/tiny/facts.toml"),
    ),
    (
        "fit.toml",
        include_str!("../../tests/cmd/fixtures/tiny/fit.toml"),
    ),
    (
        "risk.toml",
        include_str!("../../tests/cmd/fixtures/tiny/risk.toml"),
    ),
    (
        "rules.toml",
        include_str!("../../tests/cmd/fixtures/tiny/rules.toml"),
    ),
    (
        "set.toml",
        include_str!("../../tests/cmd/fixtures/tiny/set.toml"),
    ),
];

/// The same, loaded.
pub(super) fn tiny() -> RubricSet {
    let file = |&(path, text)| {
        let source = SourceText::new(path, text);
        let root = toml::read(&source).expect("TOML");
        File { source, root }
    };
    let files: Vec<File<'_>> = TINY.iter().map(file).collect();
    load(&files).expect("a sound set").set
}
