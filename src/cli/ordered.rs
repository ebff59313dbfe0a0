//! Work on some threads, with results in the order of the work.

use crate::say;
use anyhow::Result;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// What `--jobs` and other counts take: a number that is not zero.
pub(super) fn from_one(text: &str) -> Result<NonZeroUsize, String> {
    let number = text.parse();
    number.map_err(|_| say!("write a whole number, 1 or more"))
}

/// More threads than these take from each other.
const MOST: usize = 1024;

/// How many threads `--jobs` asks for: all that the machine has where it does not say.
pub(super) fn threads(jobs: Option<NonZeroUsize>) -> usize {
    let jobs = jobs.or_else(|| thread::available_parallelism().ok());
    jobs.map_or(1, NonZeroUsize::get).min(MOST)
}

/// Takes piece after piece, works on them with a worker on each thread, and hands on what comes of each in
/// the order of the pieces. No more than a few pieces for each thread are in memory. An error of `done`
/// ends it early.
pub(super) fn ordered<P: Send, R: Send, W: FnMut(P) -> R>(
    threads: usize,
    mut pieces: impl Iterator<Item = P> + Send,
    worker: impl Fn() -> W + Sync,
    mut done: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    if threads <= 1 {
        let mut work = worker();
        return pieces.try_for_each(|piece| done(work(piece)));
    }
    let queue = Queue {
        state: Mutex::new(State {
            taken: 0,
            done: 0,
            stopped: false,
        }),
        moved: Condvar::new(),
        window: 4 * threads,
    };
    let pieces = Mutex::new(pieces);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        let mut begun = 0;
        while begun < threads {
            let send = send.clone();
            let work = || {
                let send = send;
                // What a worker that panics has taken never comes back: the others need not wait for it.
                let _guard = StopOnPanic(&queue);
                let mut work = worker();
                while let Some((number, piece)) = queue.take(&pieces) {
                    if send.send((number, work(piece))).is_err() {
                        break;
                    }
                }
            };
            // The system may give no more: the work takes as long as there are fewer, or this thread does it all.
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
            begun += 1;
        }
        drop(send);
        if begun == 0 {
            let mut pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
            let mut work = worker();
            return pieces.by_ref().try_for_each(|piece| done(work(piece)));
        }
        let result = in_order(&receive, &queue, &mut done);
        queue.stop();
        result
    })
}

fn in_order<R>(
    receive: &mpsc::Receiver<(usize, R)>,
    queue: &Queue,
    done: &mut impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, result) in receive {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            done(result)?;
            next += 1;
            queue.advance();
        }
    }
    Ok(())
}

struct StopOnPanic<'q>(&'q Queue);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

struct Queue {
    state: Mutex<State>,
    moved: Condvar,
    /// How many pieces may be under way.
    window: usize,
}

struct State {
    taken: usize,
    done: usize,
    stopped: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next piece with its number; none where nothing is left or nobody waits for it any more.
    fn take<P>(&self, pieces: &Mutex<impl Iterator<Item = P>>) -> Option<(usize, P)> {
        // Whoever reads holds back the others: the order of the numbers is that of the pieces.
        let mut pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |state: &mut State| !state.stopped && state.taken - state.done >= self.window;
        let state = self.moved.wait_while(self.lock(), full);
        let stopped = state.unwrap_or_else(PoisonError::into_inner).stopped;
        let piece = if stopped { None } else { pieces.next() }?;
        let mut state = self.lock();
        state.taken += 1;
        Some((state.taken - 1, piece))
    }

    fn advance(&self) {
        self.lock().done += 1;
        self.moved.notify_one();
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn results_come_in_the_order_of_the_pieces() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = || {
                |piece: usize| {
                    // Those that come later are done earlier.
                    thread::sleep(std::time::Duration::from_micros(
                        (300 - piece as u64) % 7 * 50,
                    ));
                    piece * 2
                }
            };
            let run = ordered(threads, 0..300, work, |result| {
                seen.push(result);
                Ok(())
            });
            assert!(run.is_ok());
            assert_eq!(seen, (0..300).map(|piece| piece * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_panic_is_no_deadlock() {
        let run = std::panic::catch_unwind(|| {
            let work = || |piece: u32| assert!(piece != 20, "meant");
            ordered(3, 0..1000, work, |()| Ok(()))
        });
        assert!(run.is_err());
    }

    #[test]
    fn an_error_ends_it_and_nothing_hangs() {
        for threads in [1, 3] {
            let mut seen = 0;
            let run = ordered(
                threads,
                0..,
                || |piece: u64| piece,
                |result| {
                    seen += 1;
                    if result == 10 {
                        bail!("enough");
                    }
                    Ok(())
                },
            );
            assert!(run.is_err());
            assert_eq!(seen, 11);
        }
    }
}
