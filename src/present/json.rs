//! JSON and JSON Lines.

use super::report::Element;
use std::io::{self, Write};

/// One object for a single profile, else an array in the order of the input.
///
/// # Errors
/// What the writer reports.
pub fn json(elements: &[Element<'_>], single: bool, out: &mut dyn Write) -> io::Result<()> {
    match elements {
        [one] if single => serde_json::to_writer_pretty(&mut *out, one)?,
        all => serde_json::to_writer_pretty(&mut *out, all)?,
    }
    writeln!(out)
}

/// One object a line.
///
/// # Errors
/// What the writer reports.
pub fn jsonl(elements: &[Element<'_>], out: &mut dyn Write) -> io::Result<()> {
    for element in elements {
        serde_json::to_writer(&mut *out, element)?;
        writeln!(out)?;
    }
    Ok(())
}
