//! What a migration changes in profiles, for people.

use super::Look;
use super::text::clean;
use crate::language::list::count;
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
    let verb = if done {
        "brought to the new names"
    } else {
        "would change"
    };
    let profiles_moved = match moved {
        0 => "No profile".to_owned(),
        some => count(some, "profile", "profiles"),
    };
    let mut parts = vec![format!("{profiles_moved} {verb}")];
    let same = |one: &&Migrated| one.carried && one.changes.is_empty();
    let same = profiles.iter().filter(same).count();
    if same > 0 {
        parts.push(format!("{same} as before"));
    }
    let failed = profiles.iter().filter(|one| !one.carried).count();
    if failed > 0 {
        parts.push(format!(
            "{failed} left alone, as not all of it can be carried over"
        ));
    }
    writeln!(out, "{}.", parts.join(", "))
}
