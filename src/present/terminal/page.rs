//! The page that sections are written on: lines, headings, wrapped text, colors.

use crate::language::{Language, spoken};
use crate::present::text::{clean, cut, pad, width, wrap};
use crate::present::{Detail, Look};
use anstyle::Style;

pub(super) struct Page {
    pub(super) look: Look,
    pub(super) detail: Detail,
    text: String,
}

pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const BOLD: Style = Style::new().bold();

/// The longest line of running text, in columns: longer ones are hard to read.
const MEASURE: usize = 110;

impl Page {
    pub(super) fn new(look: &Look) -> Self {
        Self::with(look, Detail::Normal)
    }

    pub(super) fn with(look: &Look, detail: Detail) -> Self {
        Self {
            look: Look {
                width: look.width.clamp(60, 200),
                ..*look
            },
            detail,
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

    /// How wide running text may be.
    pub(super) fn measure(&self) -> usize {
        self.look.width.min(MEASURE)
    }

    /// A box over the page: a title with a remark in the upper edge, and lines below the title.
    pub(super) fn banner(&mut self, title: &str, remark: &str, below: &str) {
        let inner = self.measure() - 4;
        let [line, side] = [self.glyph("─", "-"), self.glyph("│", "|")];
        let corners = ["╭", "╮", "╰", "╯"].map(|corner| self.glyph(corner, "+"));
        let remark = cut(remark, inner - 4);
        let rest = inner.saturating_sub(width(&remark) + 1);
        let edge = format!("{}{} ", corners[0], line.repeat(rest));
        let end = format!(" {line}{}", corners[1]);
        let text = format!(
            "{}{}{}",
            self.paint(DIM, &edge),
            self.paint(DIM, &remark),
            self.paint(DIM, &end)
        );
        self.line(&text);
        let title = cut(title, inner);
        let mut lines = vec![(BOLD, title)];
        lines.extend(wrap(below, inner).into_iter().map(|line| (DIM, line)));
        for (style, text) in lines {
            let text = format!(
                "{} {}{} {}",
                self.paint(DIM, side),
                self.paint(style, &text),
                " ".repeat(inner.saturating_sub(width(&text))),
                self.paint(DIM, side)
            );
            self.line(&text);
        }
        let edge = format!("{}{}{}", corners[2], line.repeat(inner + 2), corners[3]);
        let edge = self.paint(DIM, &edge);
        self.line(&edge);
    }

    /// A heading with a remark behind it, or below it where the line is too short for both.
    pub(super) fn heading(&mut self, text: &str, aside: &str) {
        self.blank();
        let text = loud(text);
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
        let room = self.look.width.saturating_sub(indent).min(MEASURE);
        for (index, part) in wrap(text, room).iter().enumerate() {
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

/// A title as it stands out without color: in capitals, or where a script has none, in its brackets.
pub(super) fn loud(text: &str) -> String {
    match spoken() {
        Language::English => text.to_uppercase(),
        Language::Simplified | Language::Traditional => format!("【{text}】"),
    }
}

/// Marks outside ASCII that the report itself sets, spelled out.
fn plain_marks(text: &str) -> String {
    text.replace(['–', '−'], "-")
        .replace('§', "sec. ")
        .replace('≤', "<=")
        .replace('…', "...")
}
