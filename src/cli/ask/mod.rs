//! `ask`: an interview that fills in a profile, most telling question first.

mod answer;
mod asked;
mod line;
mod prompts;
mod script;
#[cfg(test)]
mod sequences;
mod session;
mod store;
mod terminal;
mod watch;

use super::input::rubric_set;
use super::output::{allow_closed_pipe, read_once, report_findings};
use super::{Common, Look, Outcome};
use crate::finding::Finding;
use crate::present::interview;
use crate::profile::Options;
use crate::rubric::RubricSet;
use crate::say;
use crate::source::lines::Lines;
use anyhow::{Result, bail};
use clap::{Args, ValueHint};
use session::{Session, Turn};
use std::io::{IsTerminal as _, Write};
use store::Store;

const LINES: &str = "\
The lines of --answers, each for the question that is asked:
  VALUE        an answer, as a profile writes it: executive, 12, [users, stores],
               { one_of: [small, established] }, { value: 12, note: \"a guess\" }
  FACT: VALUE  states a fact, whatever is asked: sponsor.level: executive
  ?            not known; it is asked again in the next interview
  back         takes the last answer back
  go on        asks on where no question can change the recommendation any more
  stop         ends the interview, as the last line does
Empty lines and lines that begin with # are passed over. The transcript goes to
standard error. A bad line ends the run with code 2; what came before it is kept.";

/// The arguments.
#[derive(Debug, Args)]
#[command(after_help = LINES)]
pub(super) struct AskArgs {
    /// The profile to fill in; one that is not there is made at the first answer. `-`, or none: it is
    /// printed on standard output at the end
    #[arg(value_name = "PROFILE", value_hint = ValueHint::AnyPath)]
    profile: Option<String>,
    #[command(flatten)]
    common: Common,
    /// Take the answers from a file, one a line, not from a terminal; `-` reads standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    answers: Option<String>,
    /// Take facts that the rubric set does not have as warnings, not as errors
    #[arg(long)]
    allow_unknown_facts: bool,
}

/// How an interview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// There was nothing more to ask, or it was stopped.
    Done,
    /// An answer could not be used.
    Failed,
    /// `^C`.
    Interrupted,
}

/// An interview with all that it shows and keeps.
struct Interview<'i> {
    session: Session<'i>,
    store: Store,
    common: &'i Common,
    look: Look,
}

pub(super) fn run(args: &AskArgs) -> Result<Outcome> {
    check_streams(args)?;
    let common = &args.common;
    let lines = match args.answers.as_deref().map(Lines::open).transpose() {
        Ok(lines) => lines,
        Err(mut finding) => {
            finding.message = say!(
                "--answers {path}: {message}",
                path = finding.path,
                message = finding.message
            );
            let hint = say!(
                "--answers takes a file with an answer on each line, or `-` for standard input"
            );
            return Ok(failed(common, &[finding.hint(hint)]));
        }
    };
    let options = Options {
        allow_unknown_facts: args.allow_unknown_facts,
        today: None,
    };
    let begun = rubric_set(common.rubrics()).and_then(|(set, warnings)| {
        let (store, text) = Store::open(args.profile.as_deref(), &set).map_err(|f| vec![*f])?;
        // A warning that stands at the beginning is told once.
        Ok((set, warnings, store, text))
    });
    let (set, warnings, store, text) = match begun {
        Ok(begun) => begun,
        Err(findings) => return Ok(failed(common, &findings)),
    };
    let session = match Session::new(&set, store.name(), text, options) {
        Ok(session) => session,
        Err(findings) => return Ok(failed(common, &findings)),
    };
    if !common.quiet {
        report_findings(common, &warnings);
        report_findings(common, session.warnings());
    }
    let mut interview = Interview {
        session,
        store,
        common,
        look: common.stderr_look(),
    };
    let ran = match lines {
        Some(lines) => script::run(&mut interview, lines),
        None => terminal::run(&mut interview),
    };
    if let Ok(end) = ran {
        interview.farewell(end);
    }
    let end = keep(ran, || {
        allow_closed_pipe(interview.store.finish(interview.session.text()))
    })?;
    Ok(Outcome {
        failed: end == End::Failed,
        interrupted: end == End::Interrupted,
        ..Outcome::default()
    })
}

/// Stores what was answered, whatever ended the interview; only then says what went wrong.
fn keep(ran: Result<End>, store: impl FnOnce() -> Result<()>) -> Result<End> {
    let stored = store();
    let end = ran?;
    stored.map(|()| end)
}

fn failed(common: &Common, findings: &[Finding]) -> Outcome {
    report_findings(common, findings);
    Outcome {
        failed: true,
        ..Outcome::default()
    }
}

/// Refuses an interview that nobody could hear or answer, and one whose answers nobody would keep.
fn check_streams(args: &AskArgs) -> Result<()> {
    let profile = args.profile.as_deref().filter(|path| *path != "-");
    if let Some(answers) = &args.answers {
        return read_once(args.profile.iter().chain([answers]));
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        bail!(say!(
            "an interview needs a terminal; without one, give the answers with `--answers FILE`, or `--answers -` for standard input"
        ));
    }
    if profile.is_none() && std::io::stdout().is_terminal() {
        bail!(say!(
            "name the profile to write, for example `maturity ask prospect.yaml`; it is made if it is not there"
        ));
    }
    Ok(())
}

impl<'i> Interview<'i> {
    fn set(&self) -> &'i RubricSet {
        self.session.set
    }

    /// Shows something of the conversation.
    fn say(&self, text: &str) {
        // Where standard error is closed there is nobody to tell.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    fn remark(&self, text: &str) {
        self.say(&interview::remark(text, &self.look));
    }

    fn question(&self, fact: u16, bits: Option<f64>) -> String {
        let question = interview::Question {
            fact: &self.set().facts[usize::from(fact)],
            number: self.session.count() + 1,
            bits,
            written: self.session.written(fact),
        };
        interview::question(&question, !self.common.quiet, &self.look)
    }

    /// The recommendation so far, and how open it is.
    fn standing(&self) {
        self.say(&interview::standing(
            self.set(),
            self.session.assessment(),
            self.session.before(),
            self.session.telling().count(),
            &self.look,
        ));
    }

    /// What remains where no question that is left can change the recommendation.
    fn pause_text(&self, left: usize) -> String {
        let more = crate::language::list::count(left, "question", "questions");
        if self.session.assessment().settled() {
            say!("{more} would only fill in the scores.", more)
        } else {
            say!(
                "The questions that could change it are asked; {more} would only fill in the scores.",
                more
            )
        }
    }

    fn farewell(&self, end: End) {
        if self.common.quiet {
            return;
        }
        let kept = self.store.kept();
        if end != End::Failed {
            self.say("\n");
        }
        match end {
            End::Done => self.remark(&match self.session.turn() {
                Turn::End => say!("Nothing is left to ask. {kept}", kept),
                Turn::Ask { .. } | Turn::Pause { .. } => kept,
            }),
            End::Failed => self.remark(&say!("Stopped at a bad answer. {kept}", kept)),
            End::Interrupted => self.remark(&say!("Stopped. {kept}", kept)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn answers_are_stored_before_an_error_is_told() {
        let mut stored = 0;
        let lost = keep(Err(anyhow!("the terminal is gone")), || {
            stored += 1;
            Ok(())
        });
        assert_eq!(
            lost.map_err(|error| error.to_string()),
            Err("the terminal is gone".to_owned())
        );
        assert_eq!(stored, 1);
        let full = keep(Ok(End::Done), || Err(anyhow!("the disk is full")));
        assert!(full.is_err());
        assert_eq!(
            keep(Ok(End::Interrupted), || Ok(())).ok(),
            Some(End::Interrupted)
        );
    }
}
