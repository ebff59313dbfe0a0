//! Many profiles: pieces go to the workers, what comes back is written in the order of the input, or in the one
//! that is asked for.

use super::baseline::EarlierRun;
use super::emit::{Frame, around, frame};
use super::order::Key;
use super::progress::Progress;
use super::show::Batch;
use super::single::nothing_to_draw;
use super::worker::Worker;
use super::{ScoreFormat, Setup};
use crate::cli::Outcome;
use crate::cli::ordered::{ordered, threads};
use crate::cli::output::{Output, allow_closed_pipe};
use crate::present::ci::Totals;
use crate::present::html::{self, Card};
use crate::present::json;
use crate::present::summary;
use crate::present::table::{self, Line, table};
use crate::say;
use crate::source::inputs::Piece;
use anyhow::{Result, bail};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::sync::PoisonError;

/// What comes together while batches come back.
struct Gathered<'s> {
    setup: &'s Setup<'s>,
    output: Output,
    frame: Frame,
    /// Whether an element has been written.
    any: bool,
    totals: Totals,
    /// How many profiles came back, shown or not.
    profiles: u64,
    /// What is written once all are counted.
    held: Vec<u8>,
    /// How many more profiles are shown.
    left: usize,
    /// What waits for all others: elements that are sorted, and lines of a table, whose widths hang on all.
    waiting: Vec<(Key, Shown<'s>)>,
}

enum Shown<'s> {
    Element(Box<[u8]>),
    Line(Line<'s>),
    Card(Box<Card>),
}

/// Scores every piece and writes what the format shows.
pub(super) fn run<'s>(
    setup: &'s Setup<'s>,
    pieces: impl Iterator<Item = Piece> + Send,
    output: Output,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut gathered = Gathered {
        setup,
        output,
        frame: frame(setup),
        any: false,
        totals: Totals::default(),
        profiles: 0,
        held: Vec::new(),
        left: setup.args.batch.top.map_or(usize::MAX, NonZeroUsize::get),
        waiting: Vec::new(),
    };
    let progress = Progress::new(setup);
    let worker = || {
        let mut worker = Worker::new(setup);
        move |piece| worker.work(piece)
    };
    let written = ordered(threads(setup.args.batch.jobs), pieces, worker, |batch| {
        outcome = outcome.with(batch.outcome);
        progress.tell(&batch.told);
        progress.add(batch.profiles, batch.bytes);
        Ok(gathered.add(batch)?)
    });
    progress.finish();
    allow_closed_pipe(written.and_then(|()| gathered.finish()))?;
    tell_notes(setup);
    Ok(outcome)
}

impl<'s> Gathered<'s> {
    fn add(&mut self, batch: Batch<'s>) -> io::Result<()> {
        self.totals.join(&batch.totals);
        self.profiles += batch.profiles;
        let mut lines = batch.lines.into_iter().map(Shown::Line);
        let mut cards = batch
            .cards
            .into_iter()
            .map(|card| Shown::Card(Box::new(card)));
        let mut begin = 0;
        for (end, key) in batch.ends {
            let element = &batch.out[begin..end];
            begin = end;
            match lines.next().or_else(|| cards.next()) {
                Some(shown) => self.waiting.push((key, shown)),
                None if self.setup.sort.is_some() => {
                    self.waiting.push((key, Shown::Element(element.into())));
                }
                None => self.write(element)?,
            }
        }
        // With --top only so many are kept; now and then, since sorting costs.
        let most = self.left.saturating_mul(2).saturating_add(1000);
        if self.waiting.len() > most {
            self.sort();
            self.waiting.truncate(self.left);
        }
        Ok(())
    }

    fn sort(&mut self) {
        if let Some(sort) = &self.setup.sort {
            self.waiting.sort_by(|(a, _), (b, _)| sort.compare(a, b));
        }
    }

    fn write(&mut self, element: &[u8]) -> io::Result<()> {
        // Where all is well, some formats say nothing.
        if self.left == 0 || element.is_empty() {
            return Ok(());
        }
        if self.setup.args.format == ScoreFormat::Junit {
            self.left -= 1;
            self.held.extend_from_slice(element);
            return Ok(());
        }
        self.left -= 1;
        let before = if self.any {
            self.frame.between
        } else {
            &self.frame.head
        };
        self.any = true;
        self.output.write_all(before)?;
        self.output.write_all(element)
    }

    fn finish(mut self) -> Result<()> {
        self.sort();
        self.waiting.truncate(self.left);
        let (mut lines, mut cards) = (Vec::new(), Vec::new());
        for (_, shown) in std::mem::take(&mut self.waiting) {
            match shown {
                Shown::Line(line) => lines.push(line),
                Shown::Card(card) => cards.push(*card),
                Shown::Element(element) => self.write(&element)?,
            }
        }
        let setup = self.setup;
        let common = &setup.args.input.common;
        let look = self.output.look(common);
        if let (true, Some(census)) = (setup.args.format.is_page(), &setup.census) {
            let census = census.lock().unwrap_or_else(PoisonError::into_inner);
            let summary = summary::summary(setup.set, &census);
            let page = if setup.args.format == ScoreFormat::Html {
                let shared = table::Common::new(setup.set, setup.what_if.restated());
                html::portfolio(&summary, &shared.what_if, &cards)
            } else if let Some(map) = html::portfolio_map(&summary, &cards) {
                map.file()
            } else {
                bail!(nothing_to_draw());
            };
            self.output.write_all(page.as_bytes())?;
        } else if let Some(census) = &setup.census {
            let census = census.lock().unwrap_or_else(PoisonError::into_inner);
            let summary = summary::summary(setup.set, &census);
            match setup.args.format {
                ScoreFormat::Json => json::json(&[summary], true, &mut self.output)?,
                ScoreFormat::Markdown => summary::markdown(&summary, &mut self.output)?,
                _ => summary::terminal(&summary, &look, &mut self.output)?,
            }
        } else if setup.shows_table() {
            let mut shared = table::Common::new(setup.set, setup.what_if.restated());
            shared.since = setup.earlier.is_some();
            shared.all = Some(self.profiles).filter(|all| *all > lines.len() as u64);
            table(&lines, &shared, common.quiet, &look, &mut self.output)?;
        } else {
            let (before, after) = around(setup, &self.totals);
            let end = if self.any {
                self.frame.tail
            } else {
                &self.frame.empty
            };
            for part in [before.as_bytes(), &self.held, end, after.as_bytes()] {
                self.output.write_all(part)?;
            }
        }
        self.output.finish()
    }
}

fn tell_notes(setup: &Setup<'_>) {
    let mut notes = setup
        .earlier
        .as_ref()
        .map_or_else(Vec::new, |earlier| earlier.notes(setup.set));
    let args = setup.args;
    if setup.shows_rows() && (args.trace || setup.plan_to.is_some()) {
        let note = say!(
            "a row has no room for traces and plans; use --format markdown or json, or `maturity plan`"
        );
        notes.push(note);
    }
    let compares_nothing = setup.earlier.as_ref().is_some_and(EarlierRun::is_missed);
    if compares_nothing && (args.batch.fail_on_change || args.batch.no_regressions) {
        let warning = say!(
            "warning: no profile of the baseline came up in this run: --fail-on-change and --no-regressions compared nothing; without `profile.id`, profiles are told apart by their paths as they are named"
        );
        // Whoever is quiet still relies on what was demanded.
        let _ = writeln!(io::stderr(), "{warning}");
    }
    if !args.input.common.quiet {
        for note in notes {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(io::stderr(), "{}", say!("note: {note}", note));
        }
    }
}
