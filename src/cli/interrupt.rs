//! What an interrupt does, `^C`, where it shall not end the program on the spot.

use crate::say;
use anyhow::{Context as _, Result};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The exit code after an interrupt, as shells have it: 128 and the number of the signal.
pub(super) const CODE: u8 = 130;

type Action = Box<dyn Fn() + Send>;

static ACTION: Mutex<Option<Action>> = Mutex::new(None);

fn action() -> MutexGuard<'static, Option<Action>> {
    ACTION.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From here on an interrupt does this, and what was said before no more.
///
/// # Errors
/// Where the system lets nobody listen.
pub(super) fn does(what: impl Fn() + Send + 'static) -> Result<()> {
    let first = action().replace(Box::new(what)).is_none();
    if first {
        let listen = || {
            if let Some(action) = &*action() {
                action();
            }
        };
        ctrlc::set_handler(listen).context(say!("cannot listen for an interrupt"))?;
    }
    Ok(())
}

/// Ends the program. Whoever reads standard input would else wait for its next line.
#[expect(
    clippy::exit,
    reason = "nothing is left to do, and no other thread waits for this one"
)]
pub(super) fn end() {
    std::process::exit(CODE.into());
}
