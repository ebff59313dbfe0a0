//! The page that sections are written on: lines, headings, wrapped text, colors.

use crate::present::Look;
use crate::present::text::{clean, pad, width, wrap};
use anstyle::Style;

pub(super) struct Page {
    pub(super) look: Look,
    text: String,
}

pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const BOLD: Style = Style::new().bold();

impl Page {
    pub(super) fn new(look: &Look) -> Self {
        Self {
            look: Look {
                width: look.width.clamp(60, 100),
                ..*look
            },
            text: String::new(),
        }
    }

    /// All that was written; marks that the page sets are spelled out where only ASCII is shown.
    pub(super) fn finish(self) -> String {
        if self.look.ascii {
            plain_marks(&self.text)
        } else {
            self.text
        }
    }

    pub(super) fn paint(&self, style: Style, text: &str) -> String {
        if self.look.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.line("");
    }

    /// A heading with a remark behind it, or below it where the line is too short for both.
    pub(super) fn heading(&mut self, text: &str, aside: &str) {
        self.blank();
        let text = text.to_uppercase();
        let heading = format!("  {}", self.paint(BOLD, &text));
        if aside.is_empty() || width(&text) + width(aside) + 4 <= self.look.width {
            let line = format!("{heading}  {}", self.paint(DIM, aside));
            self.line(&line);
        } else {
            self.line(&heading);
            self.wrapped("  ", aside, DIM);
        }
    }

    /// Text in lines, the first after `first`, the others below it.
    pub(super) fn wrapped(&mut self, first: &str, text: &str, style: Style) {
        let indent = width(first);
        let plain = self.look.ascii.then(|| plain_marks(text));
        let text = plain.as_deref().unwrap_or(text);
        for (index, part) in wrap(text, self.look.width.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            let lead = if index == 0 {
                first.to_owned()
            } else {
                " ".repeat(indent)
            };
            let line = format!("{lead}{}", self.paint(style, part));
            self.line(&line);
        }
    }

    /// A line for each fact: its name and, in a column of their own, words about it.
    pub(super) fn facts(&mut self, facts: &[(&str, String)], style: Style) {
        let column = facts.iter().map(|(fact, _)| width(fact)).max().unwrap_or(0);
        for (fact, words) in facts {
            let lead = format!("  {}  ", pad(fact, column));
            self.wrapped(&lead, &clean(words), style);
        }
    }

    pub(super) fn glyph(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.look.ascii { ascii } else { unicode }
    }
}

/// Marks outside ASCII that the report itself sets, spelled out.
fn plain_marks(text: &str) -> String {
    text.replace(['–', '−'], "-")
        .replace('§', "sec. ")
        .replace('≤', "<=")
        .replace('…', "...")
}
