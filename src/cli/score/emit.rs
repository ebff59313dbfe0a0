//! What stands around and between the elements of each format.

use super::{ScoreFormat, Setup};
use crate::present::ci::{Totals, github, junit, sarif, tap};
use crate::present::csv;
use crate::present::report::SetName;
use crate::present::verdict::Verdict;

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
    let name = SetName::of(setup.set);
    let framed = |head: String, between: &'static str| Frame {
        empty: head.clone().into_bytes(),
        head: head.into_bytes(),
        ..plain(between.as_bytes())
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
        ScoreFormat::Sarif => framed(sarif::head(&name), sarif::between()),
        ScoreFormat::Tap => framed(tap::head(&name), ""),
        ScoreFormat::Github => framed(github::head(&name), ""),
        ScoreFormat::Yaml => plain(b"---\n"),
        ScoreFormat::Markdown => plain(b"\n"),
        ScoreFormat::Table if setup.pages.is_some() => plain(b"\n"),
        // The head of JUnit holds the counts of all.
        ScoreFormat::Table | ScoreFormat::Jsonl | ScoreFormat::Junit => plain(b""),
        // A page has its parts in places of their own.
        ScoreFormat::Html | ScoreFormat::Svg => plain(b""),
    }
}

/// What a build server's format shows of one profile.
pub(super) fn verdict(setup: &Setup<'_>, verdict: &Verdict<'_>) -> String {
    let mut text = String::new();
    match setup.args.format {
        ScoreFormat::Junit => junit::element(&SetName::of(setup.set), verdict, &mut text),
        ScoreFormat::Sarif => sarif::element(verdict, &mut text),
        ScoreFormat::Tap => tap::element(verdict, &mut text),
        _ => github::element(verdict, &mut text),
    }
    text
}

/// What a build server's format shows before and after all profiles once they are counted; what stands before
/// them goes first only for JUnit.
pub(super) fn around(setup: &Setup<'_>, totals: &Totals) -> (String, String) {
    match setup.args.format {
        ScoreFormat::Junit => (
            junit::head(&SetName::of(setup.set), totals),
            junit::tail(totals),
        ),
        ScoreFormat::Sarif => (String::new(), sarif::tail(totals)),
        ScoreFormat::Tap => (String::new(), tap::tail(totals)),
        ScoreFormat::Github => (String::new(), github::tail(totals)),
        _ => (String::new(), String::new()),
    }
}
