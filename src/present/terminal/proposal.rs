//! What was scored and with what, and the recommendation.

use super::page::{BOLD, DIM, Page, loud};
use super::sourced;
use crate::present::number::{percent, share};
use crate::present::report::{ProfileName, Proposal, Report, SetName};
use crate::present::text::{clean, width, wrap};
use crate::present::tone::{GOOD, LEAD, OPEN};
use crate::say;
use anstyle::Style;

impl Page {
    pub(super) fn header(&mut self, report: &Report<'_>) {
        let known = percent(report.coverage);
        let known = say!("{known} of what the scores rest on is known", known);
        self.title(&report.rubric_set, &report.profile, &known);
    }

    /// Whose profile, the rubric set, and below them the file with a remark.
    pub(super) fn title(&mut self, set: &SetName<'_>, profile: &ProfileName, remark: &str) {
        let set = format!("{} {}", clean(set.id), clean(set.version));
        let path = clean(&profile.path);
        let dot = self.glyph(" · ", " - ");
        match &profile.name {
            Some(name) => self.banner(&clean(name), &set, &format!("{path}{dot}{remark}")),
            None => self.banner(&path, &set, remark),
        }
    }

    pub(super) fn proposal(&mut self, report: &Report<'_>) {
        let proposal = &report.recommendation;
        self.headline(
            proposal.title,
            standing(proposal),
            &[(proposal.means, Style::new()), (&because(proposal), DIM)],
        );
    }

    /// A recommendation, how firmly it stands, and what to say about it, behind a bar.
    pub(super) fn headline(
        &mut self,
        title: &str,
        (state, style): (String, Style),
        texts: &[(&str, Style)],
    ) {
        self.blank();
        let bar = format!("  {} ", self.paint(style, self.glyph("┃", "|")));
        let state = self.paint(style, &state);
        let line = format!("{bar}{}   {state}", self.paint(BOLD, &loud(title)));
        self.line(&line);
        for (text, style) in texts.iter().filter(|(text, _)| !text.is_empty()) {
            for part in wrap(text, self.measure() - width("  ┃ ")) {
                let line = format!("{bar}{}", self.paint(*style, &part));
                self.line(&line);
            }
        }
    }
}

/// Why the recommendation leads, with its source.
fn because(proposal: &Proposal<'_>) -> String {
    let because = sourced(proposal.because, proposal.source);
    if proposal.because_open && !because.is_empty() {
        say!("In most of these cases: {because}", because)
    } else {
        because
    }
}

/// How firmly the leading recommendation stands, and the color of that.
pub(super) fn standing(proposal: &Proposal<'_>) -> (String, Style) {
    let part = proposal.possible.first().map_or(0.0, |first| first.share);
    let next = proposal.possible.get(1).map_or(0.0, |next| next.share);
    let lead = share(part);
    if proposal.settled {
        (say!("settled: nothing unknown can change it"), GOOD)
    } else if proposal.clearly {
        (say!("leads clearly with {lead}", lead), LEAD)
    } else if part > next {
        (say!("leads with {lead}; still open", lead), OPEN)
    } else {
        (say!("one of several with {lead}; still open", lead), OPEN)
    }
}
