//! What was scored and with what, and the recommendation.

use super::page::{BOLD, DIM, Page};
use super::sourced;
use crate::present::number::percent;
use crate::present::number::share;
use crate::present::report::{ProfileName, Proposal, Report, SetName};
use crate::present::text::{clean, cut, width, wrap};
use anstyle::{AnsiColor, Style};

impl Page {
    pub(super) fn header(&mut self, report: &Report<'_>) {
        let known = format!(
            "{} of what the scores rest on is known",
            percent(report.coverage)
        );
        self.title(&report.rubric_set, &report.profile, &known);
    }

    /// Whose profile, the rubric set, and below them the file with a remark.
    pub(super) fn title(&mut self, set: &SetName<'_>, profile: &ProfileName, remark: &str) {
        let set = format!("{} {}", clean(set.id), clean(set.version));
        let path = clean(&profile.path);
        let (title, below) = match &profile.name {
            Some(name) => (clean(name), Some(path)),
            None => (path, None),
        };
        let room = self.look.width.saturating_sub(width(&set) + 4);
        let title = cut(&title, room);
        let gap = (room + 2).saturating_sub(width(&title));
        let line = format!(
            "  {}{}{}",
            self.paint(BOLD, &title),
            " ".repeat(gap),
            self.paint(DIM, &set)
        );
        self.line(&line);
        let dot = self.glyph(" · ", " - ");
        let below = below.map_or(remark.to_owned(), |path| format!("{path}{dot}{remark}"));
        self.wrapped("  ", &below, DIM);
    }

    pub(super) fn proposal(&mut self, report: &Report<'_>) {
        let proposal = &report.recommendation;
        let mut because = sourced(proposal.because, proposal.source);
        if proposal.because_open && !because.is_empty() {
            because.insert_str(0, "In most of these cases: ");
        }
        self.headline(
            proposal.title,
            standing(proposal),
            &[(proposal.means, Style::new()), (&because, DIM)],
        );
    }

    /// A recommendation, how firmly it stands, and what to say about it, behind a bar.
    pub(super) fn headline(
        &mut self,
        title: &str,
        (state, color): (String, AnsiColor),
        texts: &[(&str, Style)],
    ) {
        self.blank();
        let bar = format!("  {} ", self.glyph("┃", "|"));
        let title = title.to_uppercase();
        let state = self.paint(Style::new().fg_color(Some(color.into())), &state);
        let line = format!("{bar}{}   {state}", self.paint(BOLD, &title));
        self.line(&line);
        for (text, style) in texts.iter().filter(|(text, _)| !text.is_empty()) {
            for part in wrap(text, self.look.width - width(&bar)) {
                let line = format!("{bar}{}", self.paint(*style, &part));
                self.line(&line);
            }
        }
    }
}

/// How firmly the leading recommendation stands, and the color that says so.
fn standing(proposal: &Proposal<'_>) -> (String, AnsiColor) {
    let part = proposal.possible.first().map_or(0.0, |first| first.share);
    let next = proposal.possible.get(1).map_or(0.0, |next| next.share);
    if proposal.settled {
        (
            "settled: nothing unknown can change it".to_owned(),
            AnsiColor::Green,
        )
    } else if proposal.clearly {
        (
            format!("leads clearly with {}", share(part)),
            AnsiColor::Cyan,
        )
    } else {
        (open_lead(part, next), AnsiColor::Yellow)
    }
}

/// A lead that is not clear.
fn open_lead(part: f64, next: f64) -> String {
    let verb = if part > next {
        "leads with"
    } else {
        "one of several with"
    };
    format!("{verb} {}; still open", share(part))
}
