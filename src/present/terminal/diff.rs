//! The difference of two rubric sets, on a page of its own.

use super::page::{BOLD, DIM, Page};
use crate::language::list::count;
use crate::present::Look;
use crate::present::diff::{ChangeText, Report, WitnessText};
use crate::present::names;
use crate::present::text::{clean, pad, width};
use crate::present::tone::{BAD, GOOD, OPEN};
use crate::say;
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
    let name = |set: &crate::present::report::SetName<'_>| set.name_and_version();
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
            "major" => (say!("a major step"), BAD),
            "minor" => (say!("a minor step"), OPEN),
            "patch" => (say!("a patch"), GOOD),
            _ => (say!("no step"), GOOD),
        };
        let title = if version.at_least {
            say!("at least {bound}", bound = title)
        } else {
            title
        };
        let warning = version.warning.as_ref();
        let warning =
            warning.map_or_else(String::new, |warning| say!("Warning: {warning}.", warning));
        let yellow = OPEN;
        self.headline(
            &title,
            (say!("of the version is called for"), color),
            &[(&version.why, Style::new()), (&clean(&warning), yellow)],
        );
    }

    fn witness(&mut self, witness: &WitnessText<'_>) -> io::Result<()> {
        let facts = count(witness.profile.len(), "fact settles", "facts settle");
        let checked = if witness.verified {
            say!("scored under both sets")
        } else {
            say!("could not be checked by scoring it")
        };
        self.heading(
            &say!("A company whose recommendation changes"),
            &say!("{facts} both; {checked}", facts, checked),
        );
        self.profile(&witness.profile.yaml()?);
        if let Some(before) = &witness.profile_before {
            self.wrapped("  ", &say!("As the old set calls it:"), DIM);
            self.profile(&before.yaml()?);
        }
        self.blank();
        let outcomes = [
            (say!("before"), &witness.before),
            (say!("after"), &witness.after),
        ];
        let column = outcomes.iter().map(|(name, _)| width(name)).max();
        let column = column.unwrap_or(0);
        for (name, outcome) in outcomes {
            let text = say!(
                "{title}, by the rule {rule}",
                title = outcome.title,
                rule = outcome.rule
            );
            let lead = format!("  {}  ", pad(&name, column));
            self.wrapped(&lead, &clean(&text), Style::new());
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
            let text = say!(
                "and {rest} more lines in --format markdown or json",
                rest = all - shown
            );
            self.wrapped("    ", &text, DIM);
        }
    }

    fn score_effect(&mut self, report: &Report<'_>) -> io::Result<()> {
        let scores = &report.scores;
        let figure =
            |score: Option<f64>| score.map_or_else(|| say!("none"), |score| format!("{score:.1}"));
        match &scores.witness {
            Some(witness) => {
                let arrow = self.glyph("→", "->");
                let text = say!(
                    "{score} {before} {arrow} {after} for some company, hanging on {facts}.",
                    score = witness.score,
                    before = figure(witness.before),
                    arrow,
                    after = figure(witness.after),
                    facts = count(witness.profile.len(), "fact", "facts")
                );
                self.heading(&say!("Scores move"), "");
                self.wrapped("  ", &clean(&text), Style::new());
            }
            None if scores.outcome == "same" && report.version.calls_for != "none" => {
                self.heading(&say!("Scores"), &say!("proved: none changes"));
            }
            None if scores.outcome == "unproved" => {
                self.heading(
                    &say!("Scores"),
                    &say!("whether they move is not proved either way"),
                );
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
            some => say!(
                "{some} of {all} of words only",
                some,
                all = report.changes.len()
            ),
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
        let renamed = renamed.map_or_else(String::new, |before| say!(", before {id}", id = before));
        let breaks = match (change.weighs, change.change) {
            ("breaks", _) => say!("; breaks profiles or scripts"),
            _ => String::new(),
        };
        let text = clean(&format!(
            "{} {}{renamed}",
            names::kind(change.kind),
            change.id
        ));
        let line = format!(
            "  {} {}{}",
            self.paint(style, mark),
            self.paint(style, &text),
            self.paint(DIM, &breaks)
        );
        self.line(&line);
        let arrow = self.glyph("→", "->");
        for part in &change.parts {
            let (before, after) = part.words();
            let name = format!("      {}  ", clean(&names::part(&part.part)));
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
