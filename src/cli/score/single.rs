//! The one document of one argument: its full report.

use super::worker::{Bad, Named, read, scored};
use super::{Audience, ScoreFormat, Setup};
use crate::assess::assess;
use crate::cli::Outcome;
use crate::cli::output::{Output, allow_closed_pipe, report_findings};
use crate::finding::{Code, Finding, SourceText};
use crate::language::list::count;
use crate::present::report::{Entry, Report, SetName};
use crate::present::text::clean;
use crate::present::{Detail, html, json, markdown, terminal, yaml};
use crate::say;
use crate::source::inputs::documents::Document;
use crate::source::inputs::{Chunk, Content, Form, Piece, Pieces, chunks_of_small};
use crate::value::Span;
use anyhow::{Result, bail};
use std::io::Write;
use std::sync::Arc;

/// Said where a chart would be empty.
pub(super) fn nothing_to_draw() -> String {
    say!("there is nothing to draw: no score of this kind in the rubric set, or none that applies")
}

/// What an argument begins with.
pub(super) enum Begun {
    /// One document, and nothing behind it.
    One(Arc<str>, Result<(Chunk, Document), Box<Finding>>),
    /// More than one, or rows: what has been read already.
    Several(Vec<Piece>),
}

/// Looks whether the one argument there is names one document.
pub(super) fn one_document(pieces: &mut Pieces, documents: usize) -> Begun {
    let Some(first) = pieces.next() else {
        return Begun::Several(Vec::new());
    };
    let path = first.path.clone();
    match first.content {
        Content::Failed(finding) => match pieces.next() {
            None => Begun::One(path, Err(finding)),
            Some(second) => {
                let content = Content::Failed(finding);
                Begun::Several(vec![Piece { path, content }, second])
            }
        },
        Content::Unread(unread) => {
            let mut chunks = chunks_of_small(&path, unread, documents);
            match (chunks.next(), chunks.next()) {
                (Some(Err(finding)), None) => Begun::One(path.clone(), Err(finding)),
                (Some(Ok(chunk)), None) => alone(path.clone(), chunk),
                _ => Begun::Several(vec![Piece {
                    content: Content::Unread(unread),
                    path: path.clone(),
                }]),
            }
        }
        Content::Text(chunk) if matches!(chunk.form, Form::Yaml | Form::Json) => {
            match pieces.next() {
                None => alone(path, chunk),
                Some(second) => {
                    let first = Piece {
                        path,
                        content: Content::Text(chunk),
                    };
                    Begun::Several(vec![first, second])
                }
            }
        }
        content @ Content::Text(_) => Begun::Several(vec![Piece { path, content }]),
    }
}

fn alone(path: Arc<str>, chunk: Chunk) -> Begun {
    match *chunk.documents() {
        [document] if !chunk.list => Begun::One(path, Ok((chunk, document))),
        _ => Begun::Several(vec![Piece {
            path,
            content: Content::Text(chunk),
        }]),
    }
}

/// Scores it and writes its report.
pub(super) fn run(
    setup: &Setup<'_>,
    (path, begun): (&str, Result<(Chunk, Document), Box<Finding>>),
    output: Output,
) -> Result<Outcome> {
    let named = Named::new(path, 0);
    let failed = |bad: Bad, output: Output| {
        report_findings(&setup.args.input.common, &bad.findings);
        write(setup, &Entry::Bad(bad.failure(&named)), output).map(|()| Outcome::FAILED)
    };
    let (chunk, document) = match begun {
        Ok(begun) => begun,
        Err(finding) => return failed(vec![*finding].into(), output),
    };
    let (text, line) = match chunk.alone(path, document) {
        Ok(text) => text,
        Err(finding) => return failed(vec![*finding].into(), output),
    };
    let mut source = SourceText::new(path, text);
    source.first_line = line;
    let span = Span::new(0, text.len());
    let (answers, findings, changes) = match read(setup, &source, chunk.form, span, None) {
        Ok(read) => read,
        Err(bad) => return failed(bad, output),
    };
    if !setup.args.input.common.quiet {
        tell_findings(setup, &findings);
    }
    let people = matches!(
        setup.args.format,
        ScoreFormat::Table | ScoreFormat::Markdown | ScoreFormat::Html
    );
    let deciding = setup.args.deciding || people;
    let profile = named.profile(Some((setup.set, &answers)));
    scored(
        setup,
        (profile, None),
        (&answers, &findings, &changes),
        (assess(setup.set, &answers), deciding),
        |report, unmet, outcome| {
            for unmet in unmet {
                // Where standard error is closed there is nobody to tell.
                let _ = writeln!(std::io::stderr(), "{}: {}", clean(path), unmet.message);
            }
            write(setup, &Entry::Good(Box::new(report)), output).map(|()| outcome)
        },
    )
}

/// Shows what was found. Beside a report of five lines what is out of date is only counted.
fn tell_findings(setup: &Setup<'_>, findings: &[Finding]) {
    let common = &setup.args.input.common;
    if setup.args.detail() != Detail::Brief {
        report_findings(common, findings);
        return;
    }
    let is_old = |finding: &&Finding| matches!(finding.code, Code::Stale | Code::Undated);
    let (old, others): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(is_old);
    let others: Vec<Finding> = others.into_iter().cloned().collect();
    report_findings(common, &others);
    if !old.is_empty() {
        let facts = count(old.len(), "fact", "facts");
        let note = say!(
            "{facts} out of date, or without a date: `maturity check --today` names them",
            facts
        );
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{}", say!("note: {note}", note));
    }
}

fn write(setup: &Setup<'_>, entry: &Entry<Report<'_>>, mut output: Output) -> Result<()> {
    let look = output.look(&setup.args.input.common);
    let one = std::slice::from_ref(entry);
    let written = match (setup.args.format, entry) {
        // What is wrong with it has been said: a report of it would be empty.
        (ScoreFormat::Table | ScoreFormat::Svg, Entry::Bad(_)) => return Ok(()),
        // What is wrong with our own notes is no business of the customer's.
        (_, Entry::Bad(_)) if setup.args.audience == Audience::Customer => return Ok(()),
        (ScoreFormat::Table, Entry::Good(report)) => {
            terminal::report(report, setup.args.detail(), &look, &mut output)
        }
        (ScoreFormat::Json, _) => json::json(one, true, &mut output),
        (ScoreFormat::Jsonl, _) => json::jsonl(one, &mut output),
        (ScoreFormat::Yaml, _) => yaml::yaml(one, &mut output),
        (ScoreFormat::Markdown, _) => markdown::markdown(one, &mut output),
        (ScoreFormat::Html, Entry::Good(report)) => output.write_all(html::page(report).as_bytes()),
        (ScoreFormat::Html, Entry::Bad(failure)) => {
            let page = html::failed(failure, &SetName::of(setup.set));
            output.write_all(page.as_bytes())
        }
        (ScoreFormat::Svg, Entry::Good(report)) => {
            let chart = setup.args.chart.and_then(|name| name.chart().of(report));
            let Some(drawing) = chart else {
                bail!(nothing_to_draw());
            };
            output.write_all(drawing.file().as_bytes())
        }
        // What is made of rows goes another way.
        (
            ScoreFormat::Csv
            | ScoreFormat::Junit
            | ScoreFormat::Sarif
            | ScoreFormat::Github
            | ScoreFormat::Tap,
            _,
        ) => Ok(()),
    };
    allow_closed_pipe(written.map_err(Into::into).and_then(|()| output.finish()))
}
