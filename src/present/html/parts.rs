//! Pieces that every page is put together from.

use crate::language::list::gap;
use crate::present::markup::Markup;
use crate::present::report::{FindingText, ProfileName};
use crate::present::svg::score;
use crate::present::text::{clean, cut};
use crate::say;

/// The sections of a page, and what they are called.
#[derive(Default)]
pub(super) struct Body {
    pub(super) page: Markup,
    /// Ids and titles.
    pub(super) contents: Vec<(String, String)>,
}

impl Body {
    /// A section with its heading, and a line of what it shows.
    pub(super) fn section(
        &mut self,
        id: &str,
        (title, note): (&str, &str),
        content: impl FnOnce(&mut Markup),
    ) {
        self.contents.push((id.to_owned(), title.to_owned()));
        let heading = format!("{id}-title");
        let attributes = [("id", id), ("aria-labelledby", heading.as_str())];
        self.page.within("section", &attributes, |page| {
            page.within("div", &[("class", "head")], |page| {
                page.element("h2", &[("id", &heading)], title);
                if !note.is_empty() {
                    page.element("p", &[], note);
                }
            });
            content(page);
        });
    }
}

/// The longest name in a heading; a longer one stands whole among the answers.
const NAME: usize = 120;

/// What a profile is called in headings.
pub(super) fn name_of(profile: &ProfileName) -> String {
    let name = profile
        .name
        .as_deref()
        .filter(|name| !name.trim().is_empty());
    if name.is_none() && profile.path.is_empty() {
        return say!("Digital maturity");
    }
    cut(&clean(name.unwrap_or(&profile.path)), NAME)
}

/// A path as it is shown, and the document where the file holds several.
pub(super) fn path_of(profile: &ProfileName) -> String {
    let path = cut(&clean(&profile.path), NAME);
    if profile.index == 0 {
        path
    } else {
        say!(
            "{path}, document {number}",
            path,
            number = profile.index + 1
        )
    }
}

/// Where something comes from.
pub(super) fn cite(page: &mut Markup, source: &str) {
    if !source.is_empty() {
        page.say(" ");
        page.element("span", &[("class", "source")], &format!("[{source}]"));
    }
}

/// A score as a figure; a dash where there is none.
pub(super) fn points(page: &mut Markup, json: &str, value: Option<f64>) {
    match value {
        Some(value) => page.figure(json, value, &score(Some(value))),
        None => page.say("–"),
    }
}

/// Low and high as figures, with a dash between them.
pub(super) fn span(page: &mut Markup, json: &str, (low, high): (Option<f64>, Option<f64>)) {
    if low.is_none() && high.is_none() {
        return page.say("–");
    }
    points(page, &format!("{json}/low"), low);
    page.say("–");
    points(page, &format!("{json}/high"), high);
}

/// The rows of a table below its head; the table itself and its caption are the caller's.
pub(super) fn rows(page: &mut Markup, head: &[(&str, String)], rows: impl FnOnce(&mut Markup)) {
    columns(page, head);
    page.within("tbody", &[], rows);
}

/// A plain table.
pub(super) fn table(page: &mut Markup, head: &[(&str, String)], body: impl FnOnce(&mut Markup)) {
    page.within("table", &[], |page| rows(page, head, body));
}

/// A question with its fact, the head of a row.
pub(super) fn asked(page: &mut Markup, ask: &str, fact: &str) {
    page.within("th", &[("scope", "row")], |page| {
        page.say(ask);
        page.say(" ");
        page.element("code", &[], fact);
    });
}

/// Facts as questions, and what is said about each.
pub(super) fn answered<'f>(
    page: &mut Markup,
    facts: impl Iterator<Item = (&'f str, &'f str, String)>,
) {
    let head = [("", say!("Question")), ("", say!("Answer"))];
    table(page, &head, |page| {
        for (ask, fact, answer) in facts {
            page.within("tr", &[], |page| {
                asked(page, ask, fact);
                page.element("td", &[], &answer);
            });
        }
    });
}

/// How many, as a figure.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 profiles")]
pub(super) fn number(page: &mut Markup, json: &str, n: u64) {
    page.figure(json, n as f64, &n.to_string());
}

/// The head of a table: classes and texts of its columns.
fn columns(page: &mut Markup, columns: &[(&str, String)]) {
    page.within("thead", &[], |page| {
        page.within("tr", &[], |page| {
            for (class, text) in columns {
                // What nobody would read out has no header.
                let tag = if text.is_empty() { "td" } else { "th" };
                let attributes = [("class", *class), ("scope", "col")];
                let attributes = &attributes[..1 + usize::from(tag == "th")];
                page.element(tag, attributes, text);
            }
        });
    });
}

/// A table that may be wider than the screen: it scrolls by itself, by keys too.
pub(super) fn scrolling(page: &mut Markup, label: &str, content: impl FnOnce(&mut Markup)) {
    let attributes = [
        ("class", "scroll"),
        ("role", "region"),
        ("tabindex", "0"),
        ("aria-label", label),
    ];
    page.within("div", &attributes, content);
}

/// Findings as a list.
pub(super) fn findings(page: &mut Markup, findings: &[FindingText]) {
    page.within("ul", &[], |page| {
        for finding in findings {
            page.within("li", &[], |page| {
                let level = match finding.level {
                    "error" => say!("Error"),
                    "warning" => say!("Warning"),
                    _ => say!("Note"),
                };
                page.element("b", &[], &level);
                page.say(" ");
                if let Some(line) = finding.line {
                    page.say(&say!("line {line}:", line));
                    page.say(gap());
                }
                page.say(&finding.message);
                if let Some(hint) = &finding.hint {
                    page.element("div", &[("class", "soft small")], hint);
                }
            });
        }
    });
}
