//! What stands around and between the elements of each format.

use super::{ScoreFormat, Setup};
use crate::present::csv;

/// Around and between elements.
pub(super) struct Frame {
    /// Before the first.
    pub(super) head: Vec<u8>,
    /// Between two.
    pub(super) between: &'static [u8],
    /// After the last.
    pub(super) tail: &'static [u8],
    /// In place of all where there is none.
    pub(super) empty: Vec<u8>,
}

/// The frame of the format that is asked for.
pub(super) fn frame(setup: &Setup<'_>) -> Frame {
    let plain = |between| Frame {
        head: Vec::new(),
        between,
        tail: b"",
        empty: Vec::new(),
    };
    match setup.args.format {
        ScoreFormat::Json => Frame {
            head: b"[\n  ".to_vec(),
            between: b",\n  ",
            tail: b"\n]\n",
            empty: b"[]\n".to_vec(),
        },
        ScoreFormat::Csv => {
            let header = csv::header(setup.fields.as_deref().unwrap_or_default());
            Frame {
                empty: header.clone(),
                head: header,
                ..plain(b"")
            }
        }
        ScoreFormat::Yaml => plain(b"---\n"),
        ScoreFormat::Markdown => plain(b"\n"),
        ScoreFormat::Table | ScoreFormat::Jsonl => plain(b""),
    }
}
