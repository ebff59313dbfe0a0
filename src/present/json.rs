//! JSON and JSON Lines.

use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// One object for a single profile, else an array in the order of the input.
///
/// # Errors
/// What the writer reports.
pub fn json(elements: &[impl Serialize], single: bool, out: &mut dyn Write) -> io::Result<()> {
    // Thousands of small writes through `dyn Write` would cost more than the report.
    let mut text = BufWriter::new(out);
    match elements {
        [one] if single => serde_json::to_writer_pretty(&mut text, one)?,
        all => serde_json::to_writer_pretty(&mut text, all)?,
    }
    text.write_all(b"\n")?;
    text.flush()
}

/// One object as an element of an array that others write.
///
/// # Errors
/// What the writer reports.
pub fn in_array(element: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    let text = serde_json::to_vec_pretty(element)?;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        out.extend_from_slice(line);
        if line.ends_with(b"\n") {
            out.extend_from_slice(b"  ");
        }
    }
    Ok(())
}

/// One object a line.
///
/// # Errors
/// What the writer reports.
pub fn jsonl(elements: &[impl Serialize], out: &mut dyn Write) -> io::Result<()> {
    for element in elements {
        let mut line = serde_json::to_vec(element)?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}
