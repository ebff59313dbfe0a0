//! Findings with the source line and a caret, as compilers show them.

use super::Look;
use super::names;
use super::text::clean;
use crate::finding::{Finding, Level};
use crate::say;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use std::io::{self, Write};

/// Writes findings one below the other.
///
/// # Errors
/// What the writer reports.
pub fn findings(findings: &[Finding], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if look.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if look.ascii {
        DecorStyle::Ascii
    } else {
        DecorStyle::Unicode
    };
    let renderer = renderer.decor_style(decor).term_width(look.width);
    for finding in findings {
        let title = match finding.level {
            Level::Error => Title::ERROR,
            Level::Warning => Title::WARNING,
            Level::Note => Title::NOTE,
        };
        let title = title.with_name(names::level(finding.level.name()));
        let message = match finding.document {
            Some(document) => say!(
                "{message} (document {number})",
                message = clean(&finding.message),
                number = document + 1
            ),
            None => clean(&finding.message),
        };
        let path = clean(&finding.path);
        let hint = finding.hint.as_deref().map(clean);
        let heading = title
            .primary_title(message.as_str())
            .id(finding.code.name());
        let label = clean(&finding.label);
        let shown = finding
            .place
            .as_ref()
            .map(|place| visible(&place.excerpt, &place.caret));
        let group = match (&finding.place, &shown) {
            (Some(place), Some((excerpt, caret))) => {
                let annotation = AnnotationKind::Primary.span(caret.clone());
                let annotation = if label.is_empty() {
                    annotation
                } else {
                    annotation.label(label.as_str())
                };
                let snippet = Snippet::source(excerpt.as_str())
                    .line_start(place.line)
                    .annotation(annotation);
                // The snippet counts columns in what is shown: not where that is cut or made visible.
                if excerpt[..caret.start].chars().count() + 1 == place.column {
                    Group::with_title(heading).element(snippet.path(path.as_str()))
                } else {
                    let origin = annotate_snippets::Origin::path(path.as_str())
                        .line(place.line)
                        .char_column(place.column);
                    Group::with_title(heading).element(origin).element(snippet)
                }
            }
            _ => Group::with_title(heading).element(annotate_snippets::Origin::path(path.as_str())),
        };
        let group = match &hint {
            Some(hint) => group.element(Title::HELP.with_name(say!("help")).message(hint.as_str())),
            None => group,
        };
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

/// A source line made safe, with its caret moved along.
fn visible(excerpt: &str, caret: &std::ops::Range<usize>) -> (String, std::ops::Range<usize>) {
    let before = clean(&excerpt[..caret.start]);
    let marked = clean(&excerpt[caret.clone()]);
    let after = clean(&excerpt[caret.end..]);
    let span = before.len()..before.len() + marked.len();
    (format!("{before}{marked}{after}"), span)
}
