//! One question in the terminal: its menu, and the detours over numbers, marks, half-knowledge and notes.

use super::answer::{Said, check, list, map, parse, plain};
use super::prompts::{Entry, Halt, MARK_INDENT, MENU_INDENT, Prompts};
use super::session::with_note;
use crate::finding::{Finding, SourceText};
use crate::present::interview::{bounds, options, problem};
use crate::rubric::RubricSet;
use crate::rubric::fact::{Fact, Kind};
use crate::say;
use crate::value::{Node, Span, Value};
use std::io::Write as _;

/// What a person wants at a question.
pub(super) enum Reply {
    Said(Said<'static>),
    Stop,
}

/// What a line of a question's menu stands for.
#[derive(Clone, Debug)]
enum Item {
    /// This value.
    Value(Value<'static>),
    /// Mark the options of a set that hold.
    Mark,
    /// Type the number after all.
    Type,
    Partly,
    Unknown,
    NotApplicable,
    Note,
    Stop,
}

/// One question at the terminal.
pub(super) struct Asked<'q> {
    pub(super) prompts: &'q Prompts,
    pub(super) set: &'q RubricSet,
    pub(super) fact: &'q Fact,
}

impl Asked<'_> {
    /// The answer, after any detour over notes and half-knowledge. `note` is what was noted, even where there
    /// is no answer.
    pub(super) fn reply(&self, note: &mut Option<String>) -> Result<Reply, Halt> {
        let mut menu = !self.fact.kind.is_numeric();
        loop {
            let item = if menu {
                match self.menu(note.as_deref()) {
                    // The menu of a number is itself a detour.
                    Err(Halt::Back) if self.fact.kind.is_numeric() => {
                        menu = false;
                        continue;
                    }
                    item => item?,
                }
            } else {
                match self.number()? {
                    Some(value) => Item::Value(value),
                    None => {
                        menu = true;
                        continue;
                    }
                }
            };
            // Esc in a detour leads back to the menu, not to the question before.
            let value = match item {
                Item::Value(value) => Ok(Some(value)),
                Item::NotApplicable => Ok(Some(plain("n/a"))),
                Item::Unknown => return Ok(Reply::Said(Said::Unknown(note.take()))),
                Item::Stop => return Ok(Reply::Stop),
                Item::Type => {
                    menu = false;
                    continue;
                }
                Item::Mark => self
                    .mark(&say!("Which of them hold? All others do not."), &[])
                    .map(|marked| Some(self.names(&marked))),
                Item::Partly => self.partly(),
                Item::Note => {
                    let typed = note.as_deref().unwrap_or("");
                    let help = say!("Enter keeps it · empty for none · Esc back");
                    match self.prompts.line(&say!("Note:"), &help, typed) {
                        Ok(line) => *note = Some(line).filter(|line| !line.is_empty()),
                        Err(Halt::Back) => {}
                        Err(halt) => return Err(halt),
                    }
                    continue;
                }
            };
            match value {
                Ok(Some(value)) => {
                    let value = with_note(&value, note.as_deref());
                    if let Some(said) = self.checked(&value) {
                        return Ok(Reply::Said(said));
                    }
                }
                Ok(None) => return Ok(Reply::Said(Said::Unknown(note.take()))),
                Err(Halt::Back) => {}
                Err(halt) => return Err(halt),
            }
        }
    }

    fn menu(&self, note: Option<&str>) -> Result<Item, Halt> {
        let mut entries: Vec<Entry<Item>> = Vec::new();
        let mut add = |text: &str, means| {
            entries.push(Entry {
                text: text.to_owned(),
                means,
            });
        };
        let dots = if self.prompts.look.ascii {
            "..."
        } else {
            "…"
        };
        match self.fact.kind {
            Kind::Bool => {
                add(&say!("yes"), Item::Value(plain("true")));
                add(&say!("no"), Item::Value(plain("false")));
            }
            Kind::Choice => {
                let texts = self.options(MENU_INDENT);
                for (option, text) in self.fact.options.iter().zip(texts) {
                    add(&text, Item::Value(plain(option.id.to_string())));
                }
            }
            Kind::Set => add(&say!("mark those that hold {dots}", dots), Item::Mark),
            Kind::Integer | Kind::Number => add(&say!("type the number {dots}", dots), Item::Type),
            Kind::Text => {}
        }
        match self.fact.kind {
            Kind::Choice if self.fact.options.len() > 2 => {
                add(&say!("only partly known {dots}", dots), Item::Partly);
            }
            Kind::Set | Kind::Integer | Kind::Number => {
                add(&say!("only partly known {dots}", dots), Item::Partly);
            }
            Kind::Bool | Kind::Choice | Kind::Text => {}
        }
        add(&say!("don't know"), Item::Unknown);
        if self.fact.allow_na {
            add(&say!("not applicable"), Item::NotApplicable);
        }
        let note = if note.is_some() {
            say!("change the note {dots}", dots)
        } else {
            say!("add a note {dots}", dots)
        };
        add(&note, Item::Note);
        add(&say!("stop here"), Item::Stop);
        self.prompts.choose(&say!("Answer:"), entries)
    }

    fn options(&self, indent: usize) -> Vec<String> {
        options(
            self.fact,
            self.prompts.look.width.saturating_sub(indent),
            indent,
        )
    }

    /// A number, or what says as much: a range as a profile writes it. None for the menu.
    fn number(&self) -> Result<Option<Value<'static>>, Halt> {
        let help = say!(
            "{bounds}; Enter alone: don't know, partly known, a note; Esc back",
            bounds = bounds(self.fact)
        );
        self.typed(&say!("Answer:"), &help, None)
    }

    /// A line that is a value of the fact, or of a part of it; asked again until it is one or empty.
    fn typed(
        &self,
        message: &str,
        help: &str,
        part: Option<&'static str>,
    ) -> Result<Option<Value<'static>>, Halt> {
        let mut typed = String::new();
        loop {
            typed = self.prompts.line(message, help, &typed)?;
            if typed.is_empty() {
                return Ok(None);
            }
            let node = match parse("answer", &typed, 0..typed.len()) {
                Ok(node) => node,
                Err(findings) => {
                    self.explain(&findings);
                    continue;
                }
            };
            let value = part.map_or(node.value.clone(), |part| map([(part, node.value)]));
            if self.checked(&value).is_some() {
                return Ok(Some(match (part, value) {
                    (Some(_), Value::Map(mut entries)) => entries.swap_remove(0).1.value,
                    (_, value) => value,
                }));
            }
        }
    }

    /// What a value says; where it says nothing that can be, why is told.
    fn checked(&self, value: &Value<'static>) -> Option<Said<'static>> {
        let source = SourceText::new("answer", "");
        let node = Node {
            span: Span::default(),
            value: value.clone(),
        };
        match check(self.set, &source, &self.fact.id, Span::default(), &node) {
            Ok((_, said)) => Some(said),
            Err(findings) => {
                self.explain(&findings);
                None
            }
        }
    }

    fn explain(&self, findings: &[Finding]) {
        for finding in findings {
            let text = match &finding.hint {
                Some(hint) => say!("{message}: {hint}", message = finding.message, hint),
                None => finding.message.clone(),
            };
            let text = problem(&text, &self.prompts.look);
            // Where standard error is closed there is nobody to tell.
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
    }

    /// Half-knowledge; none where it comes to nothing.
    fn partly(&self) -> Result<Option<Value<'static>>, Halt> {
        match self.fact.kind {
            Kind::Integer | Kind::Number => self.range(),
            Kind::Set => {
                let held = self.mark(&say!("Which of them surely hold?"), &[])?;
                let not = self.mark(&say!("Which of them surely do not?"), &held)?;
                let parts = [("includes", held), ("excludes", not)];
                let parts: Vec<_> = parts
                    .into_iter()
                    .filter(|(_, marked)| !marked.is_empty())
                    .map(|(part, marked)| (part, self.names(&marked)))
                    .collect();
                Ok((!parts.is_empty()).then(|| map(parts)))
            }
            Kind::Bool | Kind::Choice | Kind::Text => {
                let left = self.mark(&say!("Which of them can it still be?"), &[])?;
                if left.is_empty() {
                    // It is one of them: nothing marked is a slip, and no answer.
                    return Err(Halt::Back);
                }
                let all: Vec<usize> = (0..self.fact.options.len()).collect();
                let out: Vec<usize> = all
                    .into_iter()
                    .filter(|option| !left.contains(option))
                    .collect();
                Ok(match (left.as_slice(), out.as_slice()) {
                    (_, []) => None,
                    ([one], _) => Some(plain(self.fact.options[*one].id.to_string())),
                    // The shorter list says the same.
                    (left, out) if out.len() < left.len() => Some(map([("not", self.names(out))])),
                    (left, _) => Some(map([("one_of", self.names(left))])),
                })
            }
        }
    }

    fn range(&self) -> Result<Option<Value<'static>>, Halt> {
        loop {
            let help = say!(
                "{bounds}; Enter alone: no limit; Esc back",
                bounds = bounds(self.fact)
            );
            let from = self.typed(&say!("At least:"), &help, Some("at_least"))?;
            let to = self.typed(&say!("At most:"), &help, Some("at_most"))?;
            let parts = [("at_least", from), ("at_most", to)];
            let parts: Vec<_> = parts
                .into_iter()
                .filter_map(|(part, value)| Some((part, value?)))
                .collect();
            if parts.is_empty() {
                return Ok(None);
            }
            let value = map(parts);
            if self.checked(&value).is_some() {
                return Ok(Some(value));
            }
        }
    }

    /// Lets mark options, without those in `but`.
    fn mark(&self, message: &str, but: &[usize]) -> Result<Vec<usize>, Halt> {
        let texts = self.options(MARK_INDENT).into_iter().enumerate();
        let entries: Vec<Entry<usize>> = texts
            .filter(|(option, _)| !but.contains(option))
            .map(|(means, text)| Entry { text, means })
            .collect();
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        self.prompts.mark(message, entries)
    }

    fn names(&self, options: &[usize]) -> Value<'static> {
        let id = |option: &usize| plain(self.fact.options[*option].id.to_string());
        list(options.iter().map(id))
    }
}
