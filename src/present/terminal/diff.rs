//! The difference of two rubric sets, on a page of its own.

use super::page::{BOLD, DIM, Page};
use crate::language::list::count;
use crate::present::Look;
use crate::present::diff::{ChangeText, Report, WitnessText};
use crate::present::text::{clean, width};
use crate::present::tone::{BAD, GOOD, OPEN};
use anstyle::Style;
use std::io::{self, Write};

/// The most lines of a profile.
const LINES: usize = 24;

/// Writes the page.
///
/// # Errors
/// What the writer reports.
pub fn diff(report: &Report<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    let arrow = page.glyph("→", "->");
    let name = |set: &crate::present::report::SetName<'_>| format!("{} {}", set.id, set.version);
    let title = clean(&format!(
        "{} {arrow} {}",
        name(&report.old.set),
        name(&report.new.set)
    ));
    let line = format!("  {}", page.paint(BOLD, &title));
    page.line(&line);
    let paths = format!("{} {arrow} {}", report.old.path, report.new.path);
    page.wrapped("  ", &clean(&paths), DIM);
    page.called_for(report);
    if let Some(witness) = &report.recommendations.witness {
        page.witness(witness)?;
    }
    page.score_effect(report)?;
    if let Some(portfolio) = &report.portfolio {
        page.portfolio(portfolio);
    }
    page.changes(report);
    out.write_all(page.finish().as_bytes())
}

impl Page {
    fn called_for(&mut self, report: &Report<'_>) {
        let version = &report.version;
        let (title, color) = match version.calls_for {
            "major" => ("a major step", BAD),
            "minor" => ("a minor step", OPEN),
            "patch" => ("a patch", GOOD),
            _ => ("no step", GOOD),
        };
        let title = if version.at_least {
            format!("at least {title}")
        } else {
            title.to_owned()
        };
        let warning = version.warning.as_ref();
        let warning = warning.map_or_else(String::new, |warning| format!("Warning: {warning}."));
        let yellow = OPEN;
        self.headline(
            &title,
            ("of the version is called for".to_owned(), color),
            &[(&version.why, Style::new()), (&clean(&warning), yellow)],
        );
    }

    fn witness(&mut self, witness: &WitnessText<'_>) -> io::Result<()> {
        let facts = count(witness.profile.len(), "fact settles", "facts settle");
        let checked = if witness.verified {
            "scored under both sets"
        } else {
            "could not be checked by scoring it"
        };
        self.heading(
            "A company whose recommendation changes",
            &format!("{facts} both; {checked}"),
        );
        self.profile(&witness.profile.yaml()?);
        if let Some(before) = &witness.profile_before {
            self.wrapped("  ", "As the old set calls it:", DIM);
            self.profile(&before.yaml()?);
        }
        self.blank();
        for (name, outcome) in [("before", &witness.before), ("after ", &witness.after)] {
            let text = format!("{}, by the rule {}", outcome.title, outcome.rule);
            self.wrapped(&format!("  {name}  "), &clean(&text), Style::new());
        }
        Ok(())
    }

    fn profile(&mut self, yaml: &str) {
        let all = yaml.lines().count();
        let shown = if all > LINES + 3 { LINES } else { all };
        for line in yaml.lines().take(shown) {
            self.line(&format!("    {}", clean(line)));
        }
        if shown < all {
            let text = format!(
                "and {} more lines in --format markdown or json",
                all - shown
            );
            self.wrapped("    ", &text, DIM);
        }
    }

    fn score_effect(&mut self, report: &Report<'_>) -> io::Result<()> {
        let scores = &report.scores;
        let figure =
            |score: Option<f64>| score.map_or("none".to_owned(), |score| format!("{score:.1}"));
        match &scores.witness {
            Some(witness) => {
                let arrow = self.glyph("→", "->");
                let text = format!(
                    "{} {} {arrow} {} for some company, hanging on {}.",
                    witness.score,
                    figure(witness.before),
                    figure(witness.after),
                    count(witness.profile.len(), "fact", "facts")
                );
                self.heading("Scores move", "");
                self.wrapped("  ", &clean(&text), Style::new());
            }
            None if scores.outcome == "same" && report.version.calls_for != "none" => {
                self.heading("Scores", "proved: none changes");
            }
            None if scores.outcome == "unproved" => {
                self.heading("Scores", "whether they move is not proved either way");
            }
            None => {}
        }
        Ok(())
    }

    fn changes(&mut self, report: &Report<'_>) {
        if report.changes.is_empty() {
            return;
        }
        let words = report.changes.len() - report.beyond_words();
        let aside = match words {
            0 => String::new(),
            some => format!("{} of {} of words only", some, report.changes.len()),
        };
        let title = count(report.changes.len(), "change", "changes");
        self.heading(&title, &aside);
        for change in &report.changes {
            self.changed_part(change);
        }
    }

    fn changed_part(&mut self, change: &ChangeText<'_>) {
        let (mark, style) = match change.change {
            "added" => ("+", GOOD),
            "removed" => ("-", BAD),
            _ => ("~", Style::new()),
        };
        let renamed = change.renamed_from;
        let renamed = renamed.map_or_else(String::new, |before| format!(", before {before}"));
        let breaks = match (change.weighs, change.change) {
            ("breaks", _) => "; breaks profiles or scripts",
            _ => "",
        };
        let text = clean(&format!("{} {}{renamed}", change.kind, change.id));
        let line = format!(
            "  {} {}{}",
            self.paint(style, mark),
            self.paint(style, &text),
            self.paint(DIM, breaks)
        );
        self.line(&line);
        let arrow = self.glyph("→", "->");
        for part in &change.parts {
            let (before, after) = part.words();
            let name = format!("      {}  ", clean(&part.part));
            let text = match change.change {
                "added" => after,
                "removed" => before,
                _ if width(&before) + width(&after) + width(&name) + 4 > self.look.width => {
                    self.wrapped(&name, &clean(&before), Style::new());
                    let indent = " ".repeat(width(&name).saturating_sub(3));
                    self.wrapped(&format!("{indent}{arrow} "), &clean(&after), Style::new());
                    continue;
                }
                _ => format!("{before} {arrow} {after}"),
            };
            self.wrapped(&name, &clean(&text), Style::new());
        }
    }
}
