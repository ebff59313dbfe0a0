//! What several formats say of a report in the same words.

use super::{NextQuestion, Possible, Proposal, Report};
use crate::language::list::list_or;
use crate::present::number::share;
use crate::say;

/// Bits below which a question is not worth a customer's time.
const WORTH_ASKING: f64 = 0.005;

impl Proposal<'_> {
    /// Why it leads; where the unknown facts decide that, why in most cases.
    #[must_use]
    pub fn reason(&self) -> String {
        reason(self.because, self.because_open)
    }

    /// How firmly it stands.
    #[must_use]
    pub fn standing(&self) -> String {
        let part = self.possible.first().map_or(0.0, |first| first.share);
        let next = self.possible.get(1).map_or(0.0, |next| next.share);
        let lead = share(part);
        if self.settled {
            say!("settled: nothing unknown can change it")
        } else if self.clearly {
            say!("leads clearly with {lead}", lead)
        } else if part > next {
            say!("leads with {lead}; still open", lead)
        } else {
            say!("one of several with {lead}; still open", lead)
        }
    }
}

impl<'a> Report<'a> {
    /// How many of the next questions are shown where at most so many are: those that tell something, and the
    /// first one in any case.
    #[must_use]
    pub fn worth_asking(&self, most: usize) -> usize {
        let questions = self.next_questions.iter();
        let telling = questions.filter(|question| question.bits >= WORTH_ASKING);
        let shown = telling.count().clamp(1, most);
        shown.min(self.next_questions.len())
    }

    /// Where the answers to a question lead: recommendations in the order of their shares, and the answers.
    pub fn leads<'q>(
        &'q self,
        question: &'q NextQuestion<'a>,
    ) -> impl Iterator<Item = (&'q Possible<'a>, String)> {
        let possible = self.recommendation.iter().flat_map(|one| &one.possible);
        possible.filter_map(|possible| {
            let answers = question.answers.iter();
            let own = answers.filter(|answer| answer.leads_to == Some(possible.id));
            let answers: Vec<&str> = own.map(|answer| answer.words.as_str()).collect();
            (!answers.is_empty()).then(|| (possible, list_or(&answers)))
        })
    }
}

/// Why something leads; where the unknown facts decide that, why in most cases.
#[must_use]
pub fn reason(because: &str, open: bool) -> String {
    if open && !because.is_empty() {
        say!("In most of these cases: {because}", because)
    } else {
        because.to_owned()
    }
}

/// What the figures rest on; priors only where something is unknown.
#[must_use]
pub fn judgment(coverage: f64) -> String {
    if coverage >= 1.0 {
        say!("Weights and thresholds are judgment.")
    } else {
        say!("Estimates rest on priors; priors, weights and thresholds are judgment.")
    }
}
