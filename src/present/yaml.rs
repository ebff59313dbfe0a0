//! The report as YAML: the JSON's names and figures, one document a profile.

use serde::Serialize;
use std::io::{self, Write};

/// One document a profile.
///
/// # Errors
/// What the writer reports.
pub fn yaml(elements: &[impl Serialize], out: &mut dyn Write) -> io::Result<()> {
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            writeln!(out, "---")?;
        }
        let text = serde_yaml::to_string(element).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}
