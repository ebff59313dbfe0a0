//! What changed from one profile to the next, on a page of its own.

use super::page::{BOLD, DIM, Page};
use super::sourced;
use crate::language::list::{clauses, count, semicolons};
use crate::present::Look;
use crate::present::compare::{CompareReport, ScoreStep, Step, signed};
use crate::present::names;
use crate::present::number::percent;
use crate::present::report::ProfileName;
use crate::present::text::{clean, pad, width};
use crate::present::tone::{BAD, GOOD, OPEN};
use crate::say;
use anstyle::Style;
use std::io::{self, Write};

/// The most contributions to a score that are shown; JSON and Markdown hold all.
const CONTRIBUTIONS: usize = 7;

/// The most changed facts.
const FACTS: usize = 40;

/// Writes the page.
///
/// # Errors
/// What the writer reports.
pub fn compare(report: &CompareReport<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    let Some(last) = report.snapshots.last() else {
        return Ok(());
    };
    let known = report.snapshots.iter().map(|one| percent(one.coverage));
    let known: Vec<String> = known.collect();
    let arrow = page.glyph(" → ", " -> ");
    let remark = say!("known: {parts}", parts = known.join(arrow));
    let whose = ProfileName {
        path: count(report.snapshots.len(), "profile", "profiles"),
        ..last.profile.clone()
    };
    page.title(&report.rubric_set, &whose, &remark);
    for step in &report.steps {
        page.step(report, step);
    }
    page.blank();
    let note = say!(
        "Points are shared out by Shapley values: each fact's part, averaged over every order in which the facts may have changed. Estimates rest on priors; priors, weights and thresholds are judgment."
    );
    page.wrapped("  ", &note, DIM);
    // A true minus is no mark that ASCII has.
    let text = page.finish();
    let text = if look.ascii {
        text.replace('−', "-")
    } else {
        text
    };
    out.write_all(text.as_bytes())
}

impl Page {
    fn step(&mut self, report: &CompareReport<'_>, step: &Step<'_>) {
        let (from, to) = (&report.snapshots[step.from], &report.snapshots[step.to]);
        let arrow = self.glyph("→", "->");
        let path = |one: &crate::present::compare::Snapshot<'_>| {
            let path = clean(&one.profile.path);
            one.as_of
                .map_or(path.clone(), |date| format!("{path} ({})", clean(date)))
        };
        self.blank();
        let between = format!("{} {arrow} {}", path(from), path(to));
        self.wrapped("  ", &between, BOLD);
        self.turn(report, step);
        self.changed(step);
        self.moved(step);
        if !step.gates.is_empty() {
            self.heading(&say!("Gates"), "");
        }
        for gate in &step.gates {
            let style = match gate.to {
                "tripped" => BAD,
                "open" => OPEN,
                _ => GOOD,
            };
            let state = format!(
                "{} {arrow} {}",
                names::state(gate.from),
                names::state(gate.to)
            );
            let state = self.paint(style, &state);
            let line = say!("{part}: {text}", part = clean(gate.title), text = state);
            self.line(&format!("  {line}"));
        }
    }

    /// What led and what leads, and what is enough to turn the one into the other.
    fn turn(&mut self, report: &CompareReport<'_>, step: &Step<'_>) {
        let before = &report.snapshots[step.from].recommendation;
        let after = &report.snapshots[step.to].recommendation;
        let was = sourced(&before.reason(), before.source);
        let is = sourced(&after.reason(), after.source);
        let Some(cause) = &step.recommendation.cause else {
            let (then, now) = (before.standing(), after.standing());
            let state = if then == now {
                say!("still leads, {now}", now)
            } else {
                say!("still leads, {now}; before: {then}", now, then)
            };
            let (was, is) = if before.rule == after.rule {
                (String::new(), is)
            } else {
                (say!("Before: {was}", was), say!("Now: {is}", is))
            };
            let texts = [(&*was, DIM), (&*is, DIM)];
            self.headline(after.title, (state, GOOD), &texts);
            return;
        };
        let (was, is) = (
            say!(
                "Before, {standing}: {was}",
                standing = before.standing(),
                was
            ),
            say!("Now, {standing}: {is}", standing = after.standing(), is),
        );
        let arrow = self.glyph("→", "->");
        let title = format!("{} {arrow} {}", before.title, after.title);
        let state = (String::new(), OPEN);
        self.headline(&title, state, &[(&was, DIM), (&is, Style::new())]);
        self.heading(&say!("Enough for it"), &clean(&cause.words(after)));
        let facts = step
            .facts
            .iter()
            .filter(|one| cause.facts.contains(&one.fact));
        let lines: Vec<(&str, String)> = facts
            .map(|one| {
                let (from, to) = one.words();
                (one.fact, format!("{from} {arrow} {to}"))
            })
            .collect();
        self.facts(&lines, OPEN);
    }

    fn changed(&mut self, step: &Step<'_>) {
        let untold = step.facts.iter().filter(|one| !one.told_apart).count();
        let aside = match untold {
            0 => step.facts.len().to_string(),
            _ => say!(
                "{changed}, {untold} of which the rubric set does not tell apart",
                changed = step.facts.len(),
                untold
            ),
        };
        self.heading(&say!("Facts that changed"), &aside);
        let arrow = self.glyph("→", "->");
        let column = step
            .facts
            .iter()
            .map(|one| width(one.fact))
            .max()
            .unwrap_or(0);
        let shown = if step.facts.len() > FACTS + 1 {
            FACTS
        } else {
            step.facts.len()
        };
        for one in &step.facts[..shown] {
            let (from, to) = one.words();
            let style = if one.told_apart { Style::new() } else { DIM };
            let lead = format!("  {}  ", pad(one.fact, column));
            self.wrapped(&lead, &clean(&format!("{from} {arrow} {to}")), style);
        }
        let rest = step.facts.len() - shown;
        if rest > 0 {
            let more = say!("and {rest} more in --format markdown or json", rest);
            self.wrapped("  ", &more, DIM);
        }
        if step.facts.is_empty() {
            self.wrapped("  ", &say!("none"), DIM);
        }
    }

    fn moved(&mut self, step: &Step<'_>) {
        self.heading(
            &say!("Scores that moved"),
            &say!("and by which facts, in points"),
        );
        let moved = step.scores.iter().filter(|score| !score.stands_still());
        let mut any = false;
        for score in moved {
            any = true;
            self.score_step(score);
        }
        let still = step.scores.iter().filter(|score| score.stands_still());
        let still: Vec<String> = still
            .map(|score| {
                let title = clean(score.title);
                let figure = |score: f64| format!("{score:.1}");
                match (score.from, score.to) {
                    (Some(same), Some(_)) => {
                        say!("{title} stays at {same}", title, same = figure(same))
                    }
                    (None, None) => say!("{title} has no score", title),
                    (None, Some(now)) => {
                        say!("{title} had no score, now {now}", title, now = figure(now))
                    }
                    (Some(was), None) => say!(
                        "{title} has no score any more, was {was}",
                        title,
                        was = figure(was)
                    ),
                }
            })
            .collect();
        if any && !still.is_empty() {
            self.blank();
        }
        if !still.is_empty() {
            let scores = semicolons(&still);
            self.wrapped("  ", &say!("{scores}.", scores), DIM);
        }
    }

    fn score_step(&mut self, score: &ScoreStep<'_>) {
        let color = match score.for_the_worse() {
            Some(true) => BAD,
            Some(false) => GOOD,
            None => Style::new(),
        };
        let arrow = self.glyph("→", "->");
        let (Some(from), Some(to), Some(by)) = (score.from, score.to, score.by) else {
            return;
        };
        let by = self.paint(color, &signed(by, 1));
        let title = self.paint(BOLD, &clean(score.title));
        let line = format!("  {title}  {from:.1} {arrow} {to:.1}  {by}");
        self.line(&line);
        let shown = if score.contributions.len() > CONTRIBUTIONS + 1 {
            CONTRIBUTIONS
        } else {
            score.contributions.len()
        };
        let (most, rest) = score.contributions.split_at(shown);
        let mut lines: Vec<(f64, String)> = most
            .iter()
            .map(|one| (one.points, one.fact.to_owned()))
            .collect();
        if !rest.is_empty() {
            let sum = rest.iter().map(|one| one.points).sum();
            lines.push((sum, count(rest.len(), "other fact", "other facts")));
        }
        if score.rest.abs() >= 0.005 {
            lines.push((score.rest, score.rest_words()));
        }
        for (points, what) in lines {
            let figure = signed(points, 2);
            let lead = format!("    {figure:>7}  ");
            self.wrapped(&lead, &what, DIM);
        }
        self.dimension_steps(score);
    }

    /// The dimensions that moved, furthest first.
    fn dimension_steps(&mut self, score: &ScoreStep<'_>) {
        let mut moved: Vec<(&str, f64)> = score
            .dimensions
            .iter()
            .filter_map(|one| Some((one.title, one.by?)))
            .filter(|(_, by)| by.abs() >= 0.005)
            .collect();
        moved.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let moved: Vec<String> = moved
            .into_iter()
            .map(|(title, by)| format!("{} {}", clean(title), signed(by, 1)))
            .collect();
        if !moved.is_empty() {
            let text = say!("Dimensions: {moves}", moves = clauses(&moved));
            self.wrapped("    ", &text, Style::new());
        }
    }
}
