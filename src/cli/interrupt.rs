//! What an interrupt does, `^C`, where it shall not end the program on the spot.

use crate::say;
use crate::source::files;
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

/// Whether whoever started the program has hangups ignored, as `nohup` does: to listen for an interrupt is to listen for
/// them, too. Where the system does not tell, it is taken not to be so.
pub(super) fn are_hangups_ignored() -> bool {
    let status = files::read("/proc/self/status").map_or_else(|_| String::new(), |file| file.text);
    let ignored = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    // A hangup is the first signal.
    ignored.is_some_and(|bits| bits & 1 != 0)
}

/// Ends the program. Whoever reads standard input would else wait for its next line.
#[expect(
    clippy::exit,
    reason = "nothing is left to do, and no other thread waits for this one"
)]
pub(super) fn end() {
    std::process::exit(CODE.into());
}
