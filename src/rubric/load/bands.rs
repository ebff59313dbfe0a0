//! Bands of a number, of a criterion or of a prior: each ends where the next begins.

use super::facts::Draft;
use super::fields::{Cx, Fields};
use crate::finding::Code;
use crate::rubric::Site;
use crate::rubric::fact::Cut;
use crate::say;

/// Whether one cut lies left of another.
pub(super) fn precedes(a: &Cut, b: &Cut) -> bool {
    a.value < b.value || (a.value <= b.value && !a.after && b.after)
}

/// Whether a band ends above the one before it; an error if not.
pub(super) fn ascends(cx: &mut Cx<'_>, site: Site, before: Cut, end: Cut) -> bool {
    let good = precedes(&before, &end);
    if !good {
        let message = if before == end {
            say!("this band ends where the one above it ends, so it is empty")
        } else {
            say!("bands must ascend: this one ends before the one above it ends")
        };
        cx.error(site, Code::BadScale, message);
    }
    good
}

/// Where a band ends: `Some(None)` for the last, open one. Adds the threshold to the fact.
#[expect(
    clippy::option_option,
    reason = "outer: could be read; inner: the last band has no end"
)]
pub(super) fn read_band_end(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'_>,
    draft: &mut Draft,
    last: bool,
) -> Option<Option<Cut>> {
    let (below, at_most) = (fields.get("below"), fields.get("at_most"));
    let (at, after) = match (below, at_most) {
        (None, None) if last => return Some(None),
        (None, None) => {
            cx.error(
                fields.site(),
                Code::BadScale,
                say!("only the last band may have no end"),
            )
            .hint = Some(say!("give it `below = n` or `at_most = n`"));
            return None;
        }
        (Some(_), Some(at)) => {
            cx.error(
                at.site(),
                Code::BadScale,
                say!("a band ends `below` or `at_most`, not both"),
            );
            return None;
        }
        (Some(at), None) => (at, false),
        (None, Some(at)) => (at, true),
    };
    if last {
        cx.error(
            fields.site(),
            Code::BadScale,
            say!("the last band must be open: values above it would have none"),
        )
        .hint = Some(say!(
            "leave out its `below` or `at_most`, or add a last band without one"
        ));
        return None;
    }
    let value = at.number(cx, if after { "at_most" } else { "below" })?;
    let cut = draft.add_cut(cx, at.site(), Cut { value, after })?;
    Some(Some(cut))
}
