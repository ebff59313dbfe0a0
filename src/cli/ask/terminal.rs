//! An interview in the terminal, question by question.

use super::answer::Said;
use super::asked::{Asked, Reply};
use super::prompts::{Entry, Halt, Prompts};
use super::session::Turn;
use super::watch::{Unprinted, watch};
use super::{End, Interview};
use crate::cli::output::report_findings;
use crate::say;
use anyhow::Result;

/// Runs the interview.
///
/// # Errors
/// If the profile cannot be written or the terminal fails.
pub(super) fn run(interview: &mut Interview<'_>) -> Result<End> {
    let prompts = Prompts::new(interview.look);
    let unprinted = watch()?;
    interview.look = prompts.look;
    if !interview.common.quiet {
        interview.remark(&interview.store.greeting());
        interview.standing();
    }
    loop {
        let done = match interview.session.turn() {
            Turn::Ask { fact, bits } => one_question(interview, (&prompts, &unprinted), fact, bits),
            Turn::Pause { left } => pause(interview, &prompts, left),
            Turn::End => Ok(Some(End::Done)),
        };
        if let Err(Halt::Back) = done {
            let taken_back = interview.session.back();
            interview.remark(&if taken_back {
                say!("The last answer is taken back.")
            } else {
                say!("This is the first question.")
            });
        }
        keep(interview, &unprinted)?;
        match done {
            Ok(None) | Err(Halt::Back) => {}
            Ok(Some(end)) => {
                unprinted.forget();
                return Ok(end);
            }
            Err(Halt::Interrupt) => {
                unprinted.forget();
                return Ok(End::Interrupted);
            }
            Err(Halt::Broken(error)) => return Err(error),
        }
    }
}

/// Keeps what was answered so far.
fn keep(interview: &mut Interview<'_>, unprinted: &Unprinted) -> Result<()> {
    let text = interview.session.text();
    interview.store.save(text)?;
    if interview.store.is_printed() {
        unprinted.set(text);
    }
    Ok(())
}

/// Asks one question, takes its answer and keeps it: only then it is worked out what that changes.
fn one_question(
    interview: &mut Interview<'_>,
    (prompts, unprinted): (&Prompts, &Unprinted),
    fact: u16,
    bits: Option<f64>,
) -> Result<Option<End>, Halt> {
    interview.say(&interview.question(fact, bits));
    let asked = Asked {
        prompts,
        set: interview.set(),
        fact: &interview.set().facts[usize::from(fact)],
    };
    let mut note = None;
    let reply = asked.reply(&mut note);
    let taken = match (&reply, &note) {
        (Ok(Reply::Said(Said::Known(value))), _) => interview.session.answer(fact, value),
        (Ok(Reply::Said(Said::Unknown(note))), _) => interview.session.skip(fact, note.as_deref()),
        // A note without an answer is kept, too.
        (Ok(Reply::Stop) | Err(Halt::Interrupt | Halt::Broken(_)), Some(note)) => {
            interview.session.skip(fact, Some(note))
        }
        (Ok(Reply::Stop) | Err(_), _) => Ok(()),
    };
    if let (Ok(Reply::Said(_)), Ok(())) = (&reply, &taken) {
        keep(interview, unprinted).map_err(Halt::Broken)?;
        if !interview.common.quiet {
            interview.standing();
        }
    }
    if let Err(findings) = taken {
        report_findings(interview.common, &findings);
        return Ok(Some(End::Failed));
    }
    Ok(matches!(reply?, Reply::Stop).then_some(End::Done))
}

/// Where nothing that is left can change the recommendation: stop, or go on for the scores.
fn pause(
    interview: &mut Interview<'_>,
    prompts: &Prompts,
    left: usize,
) -> Result<Option<End>, Halt> {
    interview.say("\n");
    interview.remark(&interview.pause_text(left));
    let entry = |text, means| Entry { text, means };
    let entries = vec![
        entry(say!("stop here"), false),
        entry(say!("go on with them"), true),
    ];
    if prompts.choose(&say!("Go on?"), entries)? {
        interview.session.go_on();
        Ok(None)
    } else {
        Ok(Some(End::Done))
    }
}
