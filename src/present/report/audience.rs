//! The report as one may hand it to the customer: where the company stands, what to work on, advice. Without
//! rubrics of our own, gates, the verdict and how we came to it, our questions and notes.

use super::{AdviceText, Report, coverage};
use crate::rubric::RubricSet;
use crate::rubric::audience::Internal;

/// Takes out of a report what is for ourselves; `known` is the coverage of what is left.
#[must_use]
pub fn for_customer<'a>(
    set: &'a RubricSet,
    hidden: &Internal,
    known: f64,
    mut report: Report<'a>,
) -> Report<'a> {
    let criterion = |id: &str| {
        let number = set.criteria.iter().position(|one| *one.id == *id);
        number.is_some_and(|number| hidden.criteria[number])
    };
    let ours = |id: &str| set.rubrics.iter().any(|one| *one.id == *id && one.internal);
    report.audience = Some("customer");
    // A file's name is ours, and may say what we think.
    report.coverage = coverage(known);
    report.profile.path.clear();
    report.profile.id = None;
    report.recommendation = None;
    report.scores.retain(|score| !ours(score.id));
    for dimension in report
        .scores
        .iter_mut()
        .flat_map(|score| &mut score.dimensions)
    {
        dimension.criteria.retain(|one| !criterion(one.id));
    }
    report.gates.clear();
    // What is left of a rubric without a criterion is the work of gates.
    report.reasons.retain(|reason| {
        let shown = reason.criterion.is_some_and(|id| !criterion(id));
        shown && !ours(reason.rubric)
    });
    // In the order of what is shown: in that of all, the advice of what we propose stands first.
    let reasons = &report.reasons;
    let place = |advice: &AdviceText<'_>| {
        let mut named = reasons.iter().flat_map(|reason| &reason.advice);
        named.position(|id| *id == advice.id)
    };
    report.advice.retain(|advice| place(advice).is_some());
    report.advice.sort_by_key(place);
    // Where a piece of advice comes from is our own library, with titles of its own.
    report.rubric_set.sources.clear();
    for advice in &mut report.advice {
        advice.source = "";
    }
    report.next_questions.clear();
    report.since = None;
    report.what_if.clear();
    report.stale.clear();
    report.trace = None;
    report.plan = None;
    report.deciding.clear();
    report.stated = None;
    report.findings.clear();
    report
}
