//! What a migration changes in profiles, for people.

use super::Look;
use super::text::clean;
use crate::language::list::{clauses, count};
use crate::say;
use std::io::{self, Write};

/// What a migration does to one profile.
#[derive(Debug)]
pub struct Migrated {
    /// The file as the user named it.
    pub path: String,
    /// Each name that is another now: its line, what stood there, what stands there now.
    pub changes: Vec<(Option<usize>, String, String)>,
    /// Whether the new set reads it then; else the file is left as it is.
    pub carried: bool,
}

/// Writes what changes, a line for each name; `done` says whether it is written.
///
/// # Errors
/// What the writer reports.
pub fn migrate(
    profiles: &[Migrated],
    (done, quiet): (bool, bool),
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let arrow = if look.ascii { "->" } else { "→" };
    let changed = || profiles.iter().filter(|one| !one.changes.is_empty());
    for profile in changed() {
        for (line, from, to) in &profile.changes {
            let place = line.map_or_else(String::new, |line| format!(":{line}"));
            let text = format!("{}{place}: {from} {arrow} {to}", profile.path);
            writeln!(out, "{}", clean(&text))?;
        }
    }
    if quiet {
        return Ok(());
    }
    let moved = changed().count();
    let changing = count(moved, "profile", "profiles");
    let mut parts = vec![match (moved, done) {
        (0, true) => say!("No profile brought to the new names"),
        (0, false) => say!("No profile would change"),
        (_, true) => say!("{profiles} brought to the new names", profiles = changing),
        (_, false) => say!("{profiles} would change", profiles = changing),
    }];
    let same = |one: &&Migrated| one.carried && one.changes.is_empty();
    let same = profiles.iter().filter(same).count();
    if same > 0 {
        parts.push(say!("{same} as before", same));
    }
    let failed = profiles.iter().filter(|one| !one.carried).count();
    if failed > 0 {
        parts.push(say!(
            "{failed} left alone, as not all of it can be carried over",
            failed
        ));
    }
    writeln!(out, "{}", say!("{counts}.", counts = clauses(&parts)))
}
