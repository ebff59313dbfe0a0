//! What every page has around its content: head, styles, contents, footer, and the policy that lets it load nothing.

use super::parts::Body;
use crate::present::markup::Markup;
use crate::present::report::SetName;
use crate::present::svg::{self, theme};
use crate::say;
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("style.css");
/// Opens what is folded for the printer, and sorts the table of a portfolio.
const SCRIPT: &str = include_str!("script.js");

/// A whole page: `title` for the window, what stands above all sections, and the sections.
pub(super) fn document(
    title: &str,
    top: impl FnOnce(&mut Markup),
    body: Body,
    footer: impl FnOnce(&mut Markup),
) -> String {
    let mut page = Markup::new();
    page.own("<!DOCTYPE html>\n");
    let Body {
        page: sections,
        contents,
    } = body;
    page.within(
        "html",
        &[("lang", crate::language::spoken().tag())],
        |page| {
            page.within("head", &[], |page| head(page, title));
            page.within("body", &[], |page| {
                page.element(
                    "a",
                    &[("class", "skip"), ("href", "#report")],
                    &say!("To the report"),
                );
                page.within("header", &[("class", "page top")], top);
                if contents.len() > 2 {
                    let label = say!("Contents");
                    page.within(
                        "nav",
                        &[("class", "page contents"), ("aria-label", &label)],
                        |page| {
                            list(page, &contents);
                        },
                    );
                }
                page.within("main", &[("class", "page"), ("id", "report")], |page| {
                    page.append(&sections);
                });
                page.within("footer", &[("class", "page")], footer);
                page.within("script", &[], |page| page.own(SCRIPT));
            });
        },
    );
    page.own("\n");
    page.finish()
}

fn head(page: &mut Markup, title: &str) {
    page.empty("meta", &[("charset", "utf-8")]);
    let policy = policy();
    page.empty(
        "meta",
        &[
            ("http-equiv", "Content-Security-Policy"),
            ("content", &policy),
        ],
    );
    let view = "width=device-width, initial-scale=1";
    page.empty("meta", &[("name", "viewport"), ("content", view)]);
    page.empty(
        "meta",
        &[("name", "color-scheme"), ("content", "light dark")],
    );
    page.empty("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    page.empty("meta", &[("name", "robots"), ("content", "noindex")]);
    page.element("title", &[], title);
    page.within("style", &[], |page| {
        page.own(&theme::variables());
        page.own(svg::STYLE);
        page.own(STYLE);
    });
}

fn list(page: &mut Markup, contents: &[(String, String)]) {
    page.within("ul", &[], |page| {
        for (id, title) in contents {
            page.within("li", &[], |page| {
                page.element("a", &[("href", &format!("#{id}"))], title);
            });
        }
    });
}

/// Nothing is loaded from anywhere, and of scripts only ours runs, known by its digest.
fn policy() -> String {
    let digest = base64(&Sha256::digest(SCRIPT.as_bytes()));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
}

/// Bytes in the alphabet of RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            if at > chunk.len() {
                text.push('=');
            } else {
                text.push(char::from(ALPHABET[(bits >> (18 - 6 * at) & 63) as usize]));
            }
        }
    }
    text
}

/// What the figures rest on: the rubric set, and the documents that it cites.
pub(super) fn provenance(page: &mut Markup, set: &SetName<'_>, judgment: &str) {
    page.within("dl", &[], |page| {
        page.element("dt", &[], &say!("Rubric set"));
        page.element("dd", &[], &set.name_and_version());
        page.element("dt", &[], &say!("Digest"));
        page.within("dd", &[], |page| page.element("code", &[], set.digest));
        if !set.sources.is_empty() {
            page.element("dt", &[], &say!("Documents"));
        }
        for (name, title) in &set.sources {
            page.within("dd", &[], |page| {
                page.element("b", &[], name);
                page.say(" ");
                page.say(title);
            });
        }
    });
    page.element("p", &[], judgment);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_in_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn nothing_of_ours_needs_escaping() {
        for text in [STYLE, SCRIPT, svg::STYLE] {
            assert!(!text.contains(['<', '&']), "{text}");
        }
    }
}
