//! An interview without a terminal: answers come as lines, the conversation goes to standard error.

use super::answer::{Said, check, parse};
use super::session::Turn;
use super::{End, Interview};
use crate::cli::output::report_findings;
use crate::finding::{Code, Finding, SourceText};
use crate::present::interview::answers;
use crate::present::text::clean;
use crate::say;
use crate::source::lines::Lines;
use crate::value::Span;
use anyhow::Result;
use std::ops::Range;

/// Runs the interview on lines.
///
/// # Errors
/// If the profile cannot be written.
pub(super) fn run(interview: &mut Interview<'_>, mut lines: Lines) -> Result<End> {
    if !interview.common.quiet {
        interview.standing();
    }
    loop {
        show(interview);
        let line = match next_line(&mut lines) {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(End::Done),
            Err(finding) => return Ok(fail(interview, &[*finding])),
        };
        if !interview.common.quiet {
            let text = clean(lines.text()[line.clone()].trim());
            interview.say(&format!("   > {text}\n"));
        }
        match take(interview, &lines, line) {
            Ok(true) => {}
            Ok(false) => return Ok(End::Done),
            Err(findings) => return Ok(fail(interview, &findings)),
        }
        interview.store.save(interview.session.text())?;
        if !interview.common.quiet {
            interview.standing();
        }
    }
}

fn fail(interview: &Interview<'_>, findings: &[Finding]) -> End {
    report_findings(interview.common, findings);
    End::Failed
}

/// The next line that says something.
fn next_line(lines: &mut Lines) -> Result<Option<Range<usize>>, Box<Finding>> {
    while let Some(line) = lines.next_line()? {
        let text = lines.text()[line.clone()].trim();
        if !text.is_empty() && !text.starts_with('#') {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

/// What is asked, and how it may be answered.
fn show(interview: &Interview<'_>) {
    if interview.common.quiet {
        return;
    }
    match interview.session.turn() {
        Turn::Ask { fact, bits } => {
            interview.say(&interview.question(fact, bits));
            let fact = &interview.set().facts[usize::from(fact)];
            interview.say(&answers(fact, &interview.look));
        }
        Turn::Pause { left } => {
            let text = interview.pause_text(left);
            interview.say("\n");
            interview.remark(&say!("{text} `go on` asks them.", text));
        }
        Turn::End => {}
    }
}

/// Does what a line says; false where it ends the interview.
fn take(
    interview: &mut Interview<'_>,
    lines: &Lines,
    line: Range<usize>,
) -> Result<bool, Vec<Finding>> {
    let source = SourceText::new(lines.path(), lines.text());
    let text = &lines.text()[line.clone()];
    let begin = line.start + (text.len() - text.trim_start().len());
    let span = Span::new(begin, begin + text.trim().len());
    let refuse = |message: String, hint: String| {
        vec![Finding::error(&source, span, Code::NoQuestion, message).hint(hint)]
    };
    let asked = match interview.session.turn() {
        Turn::Ask { fact, .. } => Some(fact),
        Turn::Pause { .. } | Turn::End => None,
    };
    let (id, part) = match (text.trim(), named_fact(text.trim())) {
        ("stop", _) => return Ok(false),
        ("back", _) => {
            if interview.session.back() {
                return Ok(true);
            }
            return Err(refuse(
                say!("there is no answer to take back"),
                say!("leave out this line"),
            ));
        }
        ("go on", _) => {
            if matches!(interview.session.turn(), Turn::Pause { .. }) {
                interview.session.go_on();
                return Ok(true);
            }
            let hint = say!("answer it, or write `?` where it is not known");
            return Err(refuse(say!("a question is still open"), hint));
        }
        ("?", _) => {
            let Some(fact) = asked else {
                return Err(nothing_asked(refuse));
            };
            return interview.session.skip(fact, None).map(|()| true);
        }
        (_, Some((id, after))) => (id.to_owned(), begin + after..line.end),
        (_, None) => {
            let Some(fact) = asked else {
                return Err(nothing_asked(refuse));
            };
            let id = &interview.set().facts[usize::from(fact)].id;
            (id.to_string(), begin..line.end)
        }
    };
    let node = parse(lines.path(), lines.text(), part)?;
    match check(interview.set(), &source, &id, span, &node)? {
        (fact, Said::Known(value)) => interview.session.answer(fact, &value)?,
        (fact, Said::Unknown(note)) => interview.session.skip(fact, note.as_deref())?,
    }
    Ok(true)
}

fn nothing_asked(refuse: impl Fn(String, String) -> Vec<Finding>) -> Vec<Finding> {
    refuse(
        say!("nothing is asked here"),
        say!("name the fact, as in `sponsor.level: executive`, or write `go on` first"),
    )
}

/// The fact that a line names, `section.key:`, and where its value begins.
fn named_fact(line: &str) -> Option<(&str, usize)> {
    let colon = line.find(':')?;
    let (id, rest) = (line[..colon].trim_end(), &line[colon + 1..]);
    let word = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    let (section, key) = id.split_once('.')?;
    let apart = rest.is_empty() || rest.starts_with([' ', '\t']);
    (word(section) && word(key) && apart).then_some((id, colon + 1))
}
