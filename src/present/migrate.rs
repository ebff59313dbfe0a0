//! What a migration changes in profiles, for people.

use super::Look;
use super::text::{clean, count};
use std::io::{self, Write};

/// What a migration does to one profile.
#[derive(Debug)]
pub struct Migrated {
    /// The file as the user named it.
    pub path: String,
    /// Each name that is another now: its line, what stood there, what stands there now.
    pub changes: Vec<(Option<usize>, String, String)>,
}

/// Writes what changes, a line for each name; `done` says whether it is written.
///
/// # Errors
/// What the writer reports.
pub fn migrate(
    profiles: &[Migrated],
    failed: usize,
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
    let verb = match (done, moved) {
        (true, _) => "brought to the new names",
        (false, 1) => "would change",
        (false, _) => "would change",
    };
    let mut parts = vec![format!("{} {verb}", count(moved, "profile", "profiles"))];
    let same = profiles.len() - moved;
    if same > 0 {
        parts.push(format!("{same} as they are"));
    }
    if failed > 0 {
        parts.push(format!(
            "{failed} with something that cannot be carried over"
        ));
    }
    writeln!(out, "{}.", parts.join(", "))
}
