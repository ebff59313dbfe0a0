//! What a part of a rubric set is, on a page of its own, and the list of all parts.

use super::page::{BOLD, DIM, Page};
use super::sourced;
use crate::language::list::commas;
use crate::present::Look;
use crate::present::explain::index::Index;
use crate::present::explain::{Explanation, Reader, Row};
use crate::present::names;
use crate::present::number::{percent, plain};
use crate::present::text::{clean, cut, pad, pad_left, width};
use crate::present::tone::LEAD;
use crate::say;
use anstyle::Style;
use std::io::{self, Write};

/// Values up to this width have what they mean beside them; longer ones, above it.
const BESIDE: usize = 28;

/// Writes the page of one explanation.
///
/// # Errors
/// What the writer reports.
pub fn explanation(of: &Explanation<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    page.what(of);
    let lines: Vec<(String, &str)> = of.property_lines().collect();
    if !lines.is_empty() {
        page.blank();
    }
    let column = lines.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    for (name, words) in lines {
        let name = page.paint(DIM, &pad(&name, column));
        page.beside(
            &format!("  {name}  "),
            column + 4,
            &clean(words),
            Style::new(),
        );
    }
    page.scale(of);
    if !of.when.is_empty() {
        page.heading(&of.when_title(), "");
        for line in &of.when {
            page.wrapped("  - ", &clean(line), Style::new());
        }
    }
    page.levers(of);
    let (title, aside) = of.parts_title();
    page.readers(&title, &aside, &of.parts);
    page.readers(&of.readers_title(), "", &of.read_by);
    if !of.advice.is_empty() {
        page.heading(&say!("Advice"), "");
        for advice in &of.advice {
            let text = sourced(advice.text, advice.source);
            page.wrapped("  - ", &clean(&text), Style::new());
        }
    }
    out.write_all(page.finish().as_bytes())
}

/// Writes the list of everything.
///
/// # Errors
/// What the writer reports.
pub fn index(index: &Index<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    let set = &index.rubric_set;
    let title = format!("{} {}", clean(set.id), clean(set.version));
    let line = format!("  {}", page.paint(BOLD, &title));
    page.line(&line);
    page.wrapped(
        "  ",
        &say!("maturity explain ID says more about each."),
        DIM,
    );
    for group in &index.groups {
        page.heading(&group.title, &group.items.len().to_string());
        let ids = group.items.iter().map(|item| width(item.id));
        let column = ids.max().unwrap_or(0).min(page.look.width / 2);
        for item in &group.items {
            let room = page
                .look
                .width
                .saturating_sub(column.max(width(item.id)) + 4);
            // The mark of a cut is spelled out in ASCII.
            let room = room.saturating_sub(if page.look.ascii { 2 } else { 0 });
            let about = if room > 4 {
                cut(&clean(&item.about), room)
            } else {
                String::new()
            };
            let about = page.paint(DIM, &about);
            let line = format!("  {}  {about}", pad(item.id, column));
            page.line(&line);
        }
    }
    out.write_all(page.finish().as_bytes())
}

impl Page {
    /// Its id and kind, its title, and what it is about.
    fn what(&mut self, of: &Explanation<'_>) {
        let set = of.rubric_set.as_ref();
        let set = set.map_or(String::new(), |set| set.name_and_version());
        let room = self.look.width.saturating_sub(width(&set) + 4);
        let title = cut(&clean(of.id), room);
        let gap = (room + 2).saturating_sub(width(&title));
        let line = format!(
            "  {}{}{}",
            self.paint(BOLD, &title),
            " ".repeat(gap),
            self.paint(DIM, &clean(&set))
        );
        self.line(&line);
        let kind = if of.kind == "code" {
            say!("finding code")
        } else {
            names::kind(of.kind)
        };
        let named = match of.title {
            Some(title) => say!("{part}: {text}", part = kind, text = title),
            None => kind,
        };
        self.wrapped("  ", &clean(&named), DIM);
        let source = of.source.unwrap_or("");
        let (what, why) = match (of.what.as_deref(), of.why) {
            (Some(what), Some(why)) => (what.to_owned(), sourced(why, source)),
            (what, _) => (sourced(what.unwrap_or(""), source), String::new()),
        };
        if !what.is_empty() {
            self.blank();
            self.wrapped("  ", &clean(what.trim_start()), Style::new());
        }
        if !why.is_empty() {
            self.wrapped("  ", &clean(&why), DIM);
        }
    }

    fn scale(&mut self, of: &Explanation<'_>) {
        if of.scale.is_empty() {
            return;
        }
        let (title, aside) = of.scale_title();
        self.heading(&title, &aside);
        let widest = of
            .scale
            .iter()
            .map(|row| width(&row.value))
            .max()
            .unwrap_or(0);
        for row in &of.scale {
            self.row(row, widest, of.kind);
        }
    }

    /// A figure, a value, and beside it, or below it where values are long, what it means.
    fn row(&mut self, row: &Row<'_>, widest: usize, kind: &str) {
        let figure = match (kind, row.prior, row.points) {
            ("fact", Some(prior), _) => format!("{:>5}", percent(prior)),
            ("criterion", _, Some(points)) => format!("{:>5}", plain(points)),
            _ => String::new(),
        };
        let text = &row.text();
        let bold = Style::new().bold();
        let lead = format!(
            "  {}{}",
            self.paint(bold, &figure),
            if figure.is_empty() { "" } else { "  " }
        );
        let indent = 2 + width(&figure) + if figure.is_empty() { 0 } else { 2 };
        let below = if widest <= BESIDE && !text.is_empty() {
            let lead = format!("{lead}{}  ", pad(&row.value, widest));
            self.beside(&lead, indent + widest + 2, &clean(text), DIM);
            indent + widest + 2
        } else {
            self.beside(&lead, indent, &clean(&row.value), Style::new());
            if !text.is_empty() {
                self.wrapped(&" ".repeat(indent), &clean(text), DIM);
            }
            indent
        };
        if !row.advice.is_empty() {
            let advice = say!("advice: {ids}", ids = commas(&row.advice));
            self.wrapped(&" ".repeat(below), &clean(&advice), DIM);
        }
    }

    fn levers(&mut self, of: &Explanation<'_>) {
        if of.changed_by.is_empty() {
            return;
        }
        let effort = of.changed_by.iter().any(|lever| lever.effort.is_some());
        let aside = if effort {
            say!("in brackets the effort, 1 (easy) to 5 (hard), where a project can wait for it")
        } else {
            String::new()
        };
        self.heading(&say!("What changes it"), &aside);
        let ids = of.changed_by.iter().map(|lever| width(lever.id));
        let column = ids.max().unwrap_or(0);
        for lever in &of.changed_by {
            let effort = lever
                .effort
                .map_or(String::new(), |effort| format!(" [{effort}]"));
            let lead = format!("  {}  ", pad(lever.id, column));
            self.beside(
                &lead,
                column + 4,
                &clean(&format!("{}{effort}", lever.words())),
                DIM,
            );
        }
    }

    fn readers(&mut self, title: &str, aside: &str, readers: &[Reader<'_>]) {
        if readers.is_empty() {
            return;
        }
        self.heading(title, aside);
        let leads = readers.iter().map(|reader| width(&reader.lead()));
        let column = leads.max().unwrap_or(0);
        let figure = LEAD;
        for reader in readers {
            let lead = pad_left(&reader.lead(), column);
            let line = format!("  {}  {}", self.paint(figure, &lead), clean(reader.id));
            self.line(&line);
            let words = reader.words();
            if !words.is_empty() {
                self.wrapped(&" ".repeat(column + 4), &clean(&words), DIM);
            }
        }
    }

    /// Text behind a lead that is `indent` columns wide, whatever colors it has.
    pub(super) fn beside(&mut self, lead: &str, indent: usize, text: &str, style: Style) {
        let room = self.look.width.saturating_sub(indent);
        for (index, part) in crate::present::text::wrap(text, room).iter().enumerate() {
            let lead = if index == 0 {
                lead.to_owned()
            } else {
                " ".repeat(indent)
            };
            let line = format!("{lead}{}", self.paint(style, part));
            self.line(&line);
        }
    }
}
