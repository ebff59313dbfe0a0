//! How far a long run is, on the standard error of a person who waits: how many profiles, how fast, how long still.

use super::Setup;
use crate::say;
use crate::source::inputs::total_bytes;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Runs shorter than this show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is shown, or nothing where nobody looks.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    begun: Instant,
    profiles: Arc<AtomicU64>,
}

impl Progress {
    /// Looks whether a person waits: standard error is a terminal, and neither `--quiet` nor a build server's
    /// `CI` says otherwise.
    pub(super) fn new(setup: &Setup<'_>) -> Self {
        let built =
            std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        let watched = io::stderr().is_terminal() && !built && !setup.args.input.common.quiet;
        let profiles = Arc::new(AtomicU64::new(0));
        let bar = watched.then(|| bar(setup, profiles.clone()));
        Self {
            bar,
            begun: Instant::now(),
            profiles,
        }
    }

    /// Goes on by what came of one piece.
    pub(super) fn add(&self, profiles: u64, bytes: u64) {
        let Some(bar) = &self.bar else { return };
        self.profiles.fetch_add(profiles, Ordering::Relaxed);
        bar.inc(bytes);
        if bar.is_hidden() && self.begun.elapsed() >= PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Writes to standard error without a line of progress in between.
    pub(super) fn tell(&self, text: &[u8]) {
        // Where standard error is closed there is nobody to tell.
        let write = || drop(io::stderr().write_all(text));
        match &self.bar {
            Some(bar) if !text.is_empty() => bar.suspend(write),
            _ => write(),
        }
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(setup: &Setup<'_>, profiles: Arc<AtomicU64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let count = move |state: &ProgressState, out: &mut dyn fmt::Write| {
        let count = profiles.load(Ordering::Relaxed);
        #[expect(clippy::cast_precision_loss, reason = "for people")]
        let rate = count as f64 / state.elapsed().as_secs_f64().max(0.001);
        // A line that cannot be drawn is drawn again.
        let rate = format!("{rate:.0}");
        let text = say!("{count} profiles, {rate} a second", count, rate);
        let _ = out.write_str(&text);
    };
    let left = |state: &ProgressState, out: &mut dyn fmt::Write| {
        if state.len().is_some_and(|all| all > 0) && state.pos() > 0 {
            let seconds = state.eta().as_secs();
            let _ = out.write_str(&say!(", {seconds} s left", seconds));
        }
    };
    if let Ok(style) = ProgressStyle::with_template("{count}{left}") {
        bar.set_style(style.with_key("count", count).with_key("left", left));
    }
    // Sizes are looked up beside the work: folders may hold many files.
    let (all, follow) = (
        setup.args.input.profiles.clone(),
        setup.args.batch.follow_links,
    );
    let shared = bar.clone();
    let look_up = move || {
        if let Some(bytes) = total_bytes(&all, follow) {
            shared.set_length(bytes);
        }
    };
    // Without it the line says how much is done, but not of how much.
    let _ = std::thread::Builder::new().spawn(look_up);
    bar
}
