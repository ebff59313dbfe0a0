//! Our readers against the test suites of the two languages: what is invalid is refused with its place, what is
//! valid is read as the suite says or refused for a reason that stands in a table here.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod toml;
mod yaml;

use maturity::finding::{Code, Finding};
use maturity::present::Look;
use maturity::present::findings::findings;

/// What a refusal must be, whatever it is about: at least one finding, each with a place in the text and fit to be
/// shown. Gives the code of the last one, which is what stopped the reader.
fn refusal(name: &str, text: &str, found: &[Finding]) -> Code {
    assert!(!found.is_empty(), "{name}: refused without a word");
    let lines = text.split('\n').count();
    for finding in found {
        let place = finding.place.as_ref().expect("a place");
        assert!(
            (1..=lines).contains(&place.line) && place.column >= 1,
            "{name}: {place:?}"
        );
        assert!(
            place.excerpt.get(place.caret.clone()).is_some(),
            "{name}: {place:?}"
        );
        assert!(!finding.message.trim().is_empty(), "{name}: no message");
    }
    for (color, ascii) in [(false, false), (true, true)] {
        let look = Look {
            width: 80,
            color,
            ascii,
        };
        let mut shown = Vec::new();
        findings(found, &look, &mut shown).expect("memory takes all");
        let shown = String::from_utf8(shown).expect("UTF-8");
        assert!(shown.contains("suite"), "{name}: {shown}");
    }
    found[found.len() - 1].code
}
