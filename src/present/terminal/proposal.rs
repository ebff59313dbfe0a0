//! What was scored and with what, and the recommendation.

use super::page::{BOLD, DIM, Page, loud};
use super::sourced;
use crate::present::number::percent;
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
        match (&profile.name, path.is_empty()) {
            (Some(name), true) => self.banner(&clean(name), &set, remark),
            (Some(name), false) => self.banner(&clean(name), &set, &format!("{path}{dot}{remark}")),
            (None, true) => self.banner(&say!("Digital maturity"), &set, remark),
            (None, false) => self.banner(&path, &set, remark),
        }
    }

    pub(super) fn proposal(&mut self, report: &Report<'_>) {
        let Some(proposal) = &report.recommendation else {
            return;
        };
        let because = sourced(&proposal.reason(), proposal.source);
        self.headline(
            proposal.title,
            (proposal.standing(), tone(proposal)),
            &[(proposal.means, Style::new()), (&because, DIM)],
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

/// The color of how firmly the leading recommendation stands.
pub(super) fn tone(proposal: &Proposal<'_>) -> Style {
    match (proposal.settled, proposal.clearly) {
        (true, _) => GOOD,
        (false, true) => LEAD,
        (false, false) => OPEN,
    }
}
