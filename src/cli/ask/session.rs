//! The interview as a state machine: the text of the profile is the state, an answer edits it. No
//! terminal, no files.

use crate::assess::{Assessment, assess};
use crate::cli::input;
use crate::finding::{Finding, SourceText};
use crate::profile::{Answers, Options, Stated};
use crate::rubric::RubricSet;
use crate::rubric::fact::Kind;
use crate::source::{edit, yaml};
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;
use std::cell::OnceCell;

/// An interview about one profile.
pub(super) struct Session<'s> {
    pub(super) set: &'s RubricSet,
    path: String,
    options: Options,
    now: State,
    past: Vec<State>,
}

/// What an answer changes, and going back restores.
#[derive(Clone)]
struct State {
    text: String,
    /// Whether it says nothing at all.
    silent: bool,
    /// The facts that were dealt with in this session: they are not asked again.
    dealt_with: Vec<u16>,
    /// Whether to go on where no answer can change the recommendation.
    beyond: bool,
    /// Made when it is first asked for: an answer is in the file before that.
    assessment: OnceCell<Assessment>,
    known: Vec<bool>,
    /// What the profile says about each fact, as it is written there.
    written: Vec<Option<String>>,
    notes: Vec<Option<String>>,
    warnings: Vec<Finding>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Turn {
    /// A question; `bits` says what it tells about the recommendation, none where it only fills scores.
    Ask { fact: u16, bits: Option<f64> },
    /// No question that is left can change the recommendation; `left` more would fill in scores.
    Pause { left: usize },
    /// Nothing is left to ask.
    End,
}

impl<'s> Session<'s> {
    /// Begins with the text of a profile; an empty one knows nothing.
    ///
    /// # Errors
    /// What is wrong with the profile.
    pub(super) fn new(
        set: &'s RubricSet,
        path: &str,
        text: String,
        options: Options,
    ) -> Result<Self, Vec<Finding>> {
        Ok(Self {
            set,
            path: path.to_owned(),
            options,
            now: State::new(set, path, text, options)?,
            past: Vec::new(),
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.now.text
    }

    pub(super) fn assessment(&self) -> &Assessment {
        self.assessment_of(&self.now)
    }

    fn assessment_of<'a>(&self, state: &'a State) -> &'a Assessment {
        state.assessment.get_or_init(|| {
            let source = SourceText::new(self.path.clone(), &state.text);
            let read = || input::resolve(self.set, &source, self.options).ok();
            let answers = (!state.silent).then(read).flatten();
            let answers =
                answers.map_or_else(|| Answers::unknown(self.set), |(answers, _)| answers);
            assess(self.set, &answers)
        })
    }

    /// The assessment before the last answer.
    pub(super) fn before(&self) -> Option<&Assessment> {
        self.past.last().map(|state| self.assessment_of(state))
    }

    /// The warnings about the profile.
    pub(super) fn warnings(&self) -> &[Finding] {
        &self.now.warnings
    }

    /// What the profile says about a fact that is only partly known.
    pub(super) fn written(&self, fact: u16) -> Option<&str> {
        self.now.written[usize::from(fact)].as_deref()
    }

    /// How many answers and skipped questions this session has.
    pub(super) fn count(&self) -> usize {
        self.past.len()
    }

    /// The questions that can change the recommendation, most telling first.
    pub(super) fn telling(&self) -> impl Iterator<Item = (u16, f64)> {
        let questions = self.assessment().outlook.questions.iter();
        questions
            .filter(|question| !self.now.dealt_with.contains(&question.fact))
            .map(|question| (question.fact, question.bits))
    }

    /// The other facts that scores rest on, by the weight that hangs on them.
    fn rest(&self) -> Vec<u16> {
        let weights = self.assessment().open_weights(self.set);
        let open = |fact: &u16| {
            let number = usize::from(*fact);
            weights[number] > 0.0
                && !self.now.known[number]
                && !self.now.dealt_with.contains(fact)
                && self.set.facts[number].kind != Kind::Text
        };
        let mut facts: Vec<u16> = (0..=u16::MAX)
            .take(self.set.facts.len())
            .filter(open)
            .collect();
        let place = |fact: &u16| self.set.facts[usize::from(*fact)].position;
        facts.sort_by(|a, b| {
            weights[usize::from(*b)]
                .total_cmp(&weights[usize::from(*a)])
                .then_with(|| place(a).cmp(&place(b)))
        });
        facts
    }

    /// What comes next.
    pub(super) fn turn(&self) -> Turn {
        if let Some((fact, bits)) = self.telling().next() {
            let bits = Some(bits);
            return Turn::Ask { fact, bits };
        }
        match self.rest().as_slice() {
            [] => Turn::End,
            [fact, ..] if self.now.beyond => Turn::Ask {
                fact: *fact,
                bits: None,
            },
            rest => Turn::Pause { left: rest.len() },
        }
    }

    /// Goes on behind a pause.
    pub(super) fn go_on(&mut self) {
        self.now.beyond = true;
    }

    /// States a fact. A note that stands beside it stays, unless the answer brings one.
    ///
    /// # Errors
    /// Why the answer cannot be taken; nothing is changed then.
    pub(super) fn answer(&mut self, fact: u16, value: &Value<'_>) -> Result<(), Vec<Finding>> {
        let old = self.now.notes[usize::from(fact)].clone();
        let value = with_note(value, old.as_deref());
        self.state(fact, Some(&value))
    }

    /// Records that a fact is not known. What the profile already says about it stays.
    ///
    /// # Errors
    /// As for an answer.
    pub(super) fn skip(&mut self, fact: u16, note: Option<&str>) -> Result<(), Vec<Finding>> {
        let unknown = Value::Scalar {
            text: Cow::Borrowed("unknown"),
            plain: true,
        };
        let number = usize::from(fact);
        if self.now.written[number].is_none() {
            let old = self.now.notes[number].clone();
            let value = with_note(&unknown, note.or(old.as_deref()));
            return self.state(fact, Some(&value));
        }
        let Some(note) = note else {
            return self.state(fact, None);
        };
        let text = self.now.text.clone();
        let source = SourceText::new(self.path.clone(), &text);
        let documents = yaml::read(&source)?;
        let id = &self.set.facts[number];
        let stated = documents
            .first()
            .and_then(|root| root.get(id.section())?.get(id.key()));
        let mut value = stated.map_or(unknown, |node| node.value.clone());
        if let Value::Map(entries) = &mut value {
            entries.retain(|(key, _)| key.text != "note");
        }
        self.state(fact, Some(&with_note(&value, Some(note))))
    }

    fn state(&mut self, fact: u16, value: Option<&Value<'_>>) -> Result<(), Vec<Finding>> {
        let mut next = self.now.clone();
        if let Some(value) = value {
            let source = SourceText::new(self.path.clone(), &self.now.text);
            let id = &self.set.facts[usize::from(fact)];
            let text = edit::set(&source, id.section(), id.key(), value)?;
            next = State {
                dealt_with: next.dealt_with,
                beyond: next.beyond,
                ..State::new(self.set, &self.path, text, self.options)?
            };
        }
        next.dealt_with.push(fact);
        self.past.push(std::mem::replace(&mut self.now, next));
        Ok(())
    }

    /// Takes the last answer back; whether there was one.
    pub(super) fn back(&mut self) -> bool {
        let last = self.past.pop();
        let found = last.is_some();
        if let Some(last) = last {
            self.now = last;
        }
        found
    }
}

impl State {
    fn new(
        set: &RubricSet,
        path: &str,
        text: String,
        options: Options,
    ) -> Result<Self, Vec<Finding>> {
        let source = SourceText::new(path, &text);
        let documents = yaml::read(&source)?;
        let silent = match documents.as_slice() {
            [] => true,
            [one] => one.is_null(),
            _ => false,
        };
        let (answers, warnings) = if silent {
            (Answers::unknown(set), Vec::new())
        } else {
            input::resolve(set, &source, options)?
        };
        let facts = 0..set.facts.len();
        let written = |fact: usize| {
            let statement = &answers.stated[fact];
            let span = statement
                .span
                .filter(|_| statement.value != Stated::Unknown)?;
            let text = text.get(span.start as usize..span.end as usize)?;
            Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let note = |fact: usize| answers.stated[fact].note.as_deref().map(str::to_owned);
        Ok(Self {
            dealt_with: Vec::new(),
            beyond: false,
            assessment: OnceCell::new(),
            silent,
            known: facts
                .clone()
                .map(|fact| answers.is_known(set, fact))
                .collect(),
            written: facts.clone().map(written).collect(),
            notes: facts.map(note).collect(),
            warnings,
            text,
        })
    }
}

/// A value with a note beside it, unless it has one.
pub(super) fn with_note<'a>(value: &Value<'a>, note: Option<&str>) -> Value<'a> {
    let span = Span::default();
    let key = |text: &'static str| Key {
        text: Cow::Borrowed(text),
        span,
    };
    let node = |value: Value<'a>| Node { span, value };
    let Some(note) = note else {
        return value.clone();
    };
    let note = node(Value::Scalar {
        text: Cow::Owned(note.to_owned()),
        plain: false,
    });
    let mut entries = match value {
        Value::Map(entries) => entries.clone(),
        other => vec![(key("value"), node(other.clone()))],
    };
    if !entries.iter().any(|(key, _)| key.text == "note") {
        entries.push((key("note"), note));
    }
    Value::Map(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::shipped;

    fn word(text: &str) -> Value<'_> {
        Value::Scalar {
            text: Cow::Borrowed(text),
            plain: true,
        }
    }

    fn session<'s>(set: &'s RubricSet, text: &str) -> Session<'s> {
        Session::new(set, "p.yaml", text.to_owned(), Options::default()).expect("a valid profile")
    }

    fn number(set: &RubricSet, id: &str) -> u16 {
        u16::try_from(set.fact(id).expect("a fact")).expect("a small number")
    }

    fn asked(session: &Session<'_>) -> u16 {
        match session.turn() {
            Turn::Ask { fact, .. } => fact,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn questions_come_in_the_order_of_the_report() {
        let set = shipped::rubric_set();
        let session = session(&set, "");
        let first = &session.assessment().outlook.questions[0];
        let bits = Some(first.bits);
        let fact = first.fact;
        assert_eq!(session.turn(), Turn::Ask { fact, bits });
    }

    #[test]
    fn going_back_restores_everything() {
        let set = shipped::rubric_set();
        let mut session = session(&set, "company: # c\n");
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push((session.text().to_owned(), session.turn()));
            let fact = asked(&session);
            session.skip(fact, None).expect("skipped");
            assert!(session.telling().all(|(other, _)| other != fact));
        }
        while let Some(before) = seen.pop() {
            assert!(session.back());
            assert_eq!((session.text().to_owned(), session.turn()), before);
        }
        assert!(!session.back());
    }

    #[test]
    fn what_is_half_known_stays_where_no_more_is_known() {
        let set = shipped::rubric_set();
        let text = "company:\n  headcount: { at_least: 200, note: hm }\n";
        let fact = number(&set, "company.headcount");
        let mut session = session(&set, text);
        session.skip(fact, None).expect("skipped");
        assert_eq!(session.text(), text);
        session.skip(fact, Some("asked")).expect("skipped");
        assert!(
            session
                .text()
                .contains("{ at_least: 200, note: \"asked\" }")
        );
    }

    #[test]
    fn a_note_stays_beside_a_new_value() {
        let set = shipped::rubric_set();
        let fact = number(&set, "company.headcount");
        let mut session = session(&set, "company: { headcount: { at_least: 20, note: hm } }\n");
        session.answer(fact, &word("25")).expect("answered");
        assert_eq!(
            session.text(),
            "company: { headcount: { value: 25, note: \"hm\" } }\n"
        );
        let noted = with_note(&word("26"), Some("new"));
        session.answer(fact, &noted).expect("answered");
        assert!(session.text().contains("{ value: 26, note: \"new\" }"));
    }

    #[test]
    fn an_answer_that_cannot_be_changes_nothing() {
        let set = shipped::rubric_set();
        let fact = number(&set, "company.headcount");
        let mut session = session(&set, "");
        session.answer(fact, &word("many")).expect_err("no number");
        assert_eq!((session.text(), session.count()), ("", 0));
    }

    /// Whoever answers everything comes to the end, and every fact that a score rests on is known then.
    #[test]
    fn every_interview_ends() {
        let set = shipped::rubric_set();
        let mut session = session(&set, "");
        for _ in 0..set.facts.len() {
            match session.turn() {
                Turn::Ask { fact, .. } => {
                    let of = &set.facts[usize::from(fact)];
                    let value = match of.kind {
                        Kind::Bool => word("false"),
                        Kind::Choice => word(&of.options[of.options.len() - 1].id),
                        Kind::Set => Value::List(Vec::new()),
                        Kind::Integer | Kind::Number => word("3"),
                        Kind::Text => panic!("texts are not asked for"),
                    };
                    session.answer(fact, &value).expect("answered");
                }
                Turn::Pause { .. } => session.go_on(),
                Turn::End => break,
            }
        }
        assert_eq!(session.turn(), Turn::End);
        let coverage = session.assessment().coverage;
        assert!(coverage >= 1.0, "{coverage}");
        assert!(session.assessment().settled());
    }
}
