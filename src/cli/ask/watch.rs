//! Ends an interview whose terminal has gone away.
//!
//! A lost terminal ends a program by a signal, unless whoever started it has that signal ignored. Reading
//! keys then neither gets one nor fails, so it is another thread that notices.

use crate::cli::interrupt;
use anyhow::Result;
use std::io::{IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a lost terminal goes unnoticed, at most.
const EVERY: Duration = Duration::from_millis(500);

/// What must not be lost with the terminal: the profile so far, if it goes to standard output.
#[derive(Clone, Default)]
pub(super) struct Unprinted(Arc<Mutex<Option<String>>>);

impl Unprinted {
    pub(super) fn set(&self, text: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.to_owned());
    }

    /// Whoever prints it now is not to be interrupted by its being printed again.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Prints it, once.
    fn print(&self) {
        let text = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(text) = text {
            let mut out = std::io::stdout();
            // Nobody is left to be told.
            let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        }
    }
}

/// Watches the terminal until the program ends. While it waits for a key `^C` is one; from here on what comes between
/// two questions loses nothing either.
///
/// # Errors
/// Where the system lets nobody listen.
pub(super) fn watch() -> Result<Unprinted> {
    let unprinted = Unprinted::default();
    let kept = unprinted.clone();
    interrupt::does(move || {
        kept.print();
        interrupt::end();
    })?;
    let kept = unprinted.clone();
    let until_gone = move || {
        while std::io::stdin().is_terminal() {
            std::thread::sleep(EVERY);
        }
        kept.print();
        #[expect(
            clippy::exit,
            reason = "the thread that reads keys cannot be told to end"
        )]
        std::process::exit(2);
    };
    // Without it only a terminal that goes away in silence is not noticed.
    let _ = std::thread::Builder::new().spawn(until_gone);
    Ok(unprinted)
}
