//! Reading the keys of one TOML table: each is asked for once, what nobody asked for is reported.

use crate::finding::{Code, Finding, Findings, Level, SourceText, did_you_mean, ticked, ticked_or};
use crate::language::nouns::{noun, with_article};
use crate::rubric::Site;
use crate::rubric::text::Str;
use crate::say;
use crate::signs::{has_command, is_hidden, is_joiner};
use crate::value::{Key, Node, Value, integer, number};
use std::borrow::Cow;

/// A TOML file of a rubric set.
#[derive(Debug)]
pub struct File<'a> {
    /// Its path and text.
    pub source: SourceText<'a>,
    /// Its content.
    pub root: Node<'a>,
}

/// The files and what was found wrong with them so far.
pub(super) struct Cx<'f> {
    pub(super) files: &'f [File<'f>],
    pub(super) findings: Findings,
    /// What the whole set lacks: reported together, for no line of a file is wrong.
    pub(super) missing: Vec<&'static str>,
    /// Ids of parts that were reported and left out: what names them is not wrong as well.
    pub(super) left_out: Vec<String>,
}

impl Cx<'_> {
    /// Reports an error; the caller may add a label or a hint.
    pub(super) fn error(
        &mut self,
        site: Site,
        code: Code,
        message: impl Into<String>,
    ) -> &mut Finding {
        let source = &self.files[usize::from(site.file)].source;
        self.findings.error(source, site.span(), code, message)
    }

    pub(super) fn error_hint(
        &mut self,
        site: Site,
        code: Code,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        self.error(site, code, message).hint = hint;
    }

    /// Reports a name that nothing has.
    pub(super) fn unknown<'k>(
        &mut self,
        site: Site,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) {
        let own = name.rsplit('/').next().unwrap_or(name);
        if self.left_out.iter().any(|id| id == own) {
            return;
        }
        let choice = || {
            let mut all = known.clone().peekable();
            all.peek()?;
            Some(say!("choose from {all}", all = ticked(all)))
        };
        let hint = did_you_mean(name, known.clone()).or_else(choice);
        let message = say!("no {what} is called `{name}`", what = noun(what), name);
        self.error_hint(site, Code::UnknownReference, message, hint);
    }

    fn wrong_type(&mut self, at: At<'_>, subject: &str, need: &str) {
        let source = &self.files[usize::from(at.file)].source;
        let written = source
            .text
            .get(at.node.span.start as usize..at.node.span.end as usize);
        let (found, hint) = match (&at.node.value, written) {
            (Value::Scalar { plain: true, .. }, Some(written)) if at.node.boolean().is_none() => {
                (written.to_owned(), None)
            }
            (Value::Scalar { text, plain: false }, _)
                if number(text).is_some() || matches!(&**text, "true" | "false") =>
            {
                (at.node.describe(), Some(say!("leave out the quotes")))
            }
            _ => (at.node.describe(), None),
        };
        let message = say!(
            "{subject} must be {need}, not {found}",
            subject,
            need,
            found
        );
        self.error_hint(at.site(), Code::WrongType, message, hint);
    }
}

/// A value and the file where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'n> {
    pub(super) file: u16,
    pub(super) node: &'n Node<'n>,
}

impl<'n> At<'n> {
    pub(super) fn site(&self) -> Site {
        Site::new(self.file, self.node.span)
    }

    fn with(&self, node: &'n Node<'n>) -> Self {
        Self {
            file: self.file,
            node,
        }
    }

    /// The items of a list, or the value itself as the only one.
    pub(super) fn items(&self) -> Vec<Self> {
        match &self.node.value {
            Value::List(items) => items.iter().map(|node| self.with(node)).collect(),
            Value::Scalar { .. } | Value::Map(_) => vec![*self],
        }
    }

    /// The entries of a map.
    pub(super) fn entries(&self) -> Option<Vec<(&'n Key<'n>, Self)>> {
        match &self.node.value {
            Value::Map(entries) => Some(
                entries
                    .iter()
                    .map(|(key, node)| (key, self.with(node)))
                    .collect(),
            ),
            Value::Scalar { .. } | Value::List(_) => None,
        }
    }

    /// A text as people will see it: on one line. What would move a terminal is refused.
    fn printable(&self, cx: &mut Cx<'_>, what: &str, text: &str) -> Str {
        if let Some((message, hint)) = unprintable(what, text) {
            cx.error(self.site(), Code::WrongType, message).hint = Some(hint);
        }
        on_one_line(text).as_ref().into()
    }

    pub(super) fn text(&self, cx: &mut Cx<'_>, what: &str) -> Option<Str> {
        match &self.node.value {
            Value::Scalar { text, plain: false } => Some(self.printable(cx, what, text)),
            Value::Scalar { .. } | Value::List(_) | Value::Map(_) => {
                cx.wrong_type(*self, &ticked([what]), &say!("text in quotes"));
                None
            }
        }
    }

    /// A text that says something; an empty one comes back only after a report.
    pub(super) fn filled(&self, cx: &mut Cx<'_>, what: &str) -> Str {
        let text = self.text(cx, what);
        if text.as_deref() == Some("") {
            cx.error(
                self.site(),
                Code::MissingField,
                say!("`{what}` is empty", what),
            );
        }
        text.unwrap_or_default()
    }

    pub(super) fn number(&self, cx: &mut Cx<'_>, what: &str) -> Option<f64> {
        let value = self.node.plain().and_then(number);
        if value.is_none() {
            cx.wrong_type(*self, &ticked([what]), &say!("a finite decimal number"));
        }
        value
    }

    pub(super) fn whole(&self, cx: &mut Cx<'_>, what: &str, least: u32, most: u32) -> Option<u32> {
        let Some(value) = self.node.plain().and_then(integer) else {
            cx.wrong_type(*self, &ticked([what]), &say!("a whole number"));
            return None;
        };
        let inside = u32::try_from(value)
            .ok()
            .filter(|value| (least..=most).contains(value));
        if inside.is_none() {
            cx.error(
                self.site(),
                Code::OutOfBounds,
                say!(
                    "`{what}` must lie between {least} and {most}, not {value}",
                    what,
                    least,
                    most,
                    value
                ),
            );
        }
        inside
    }

    pub(super) fn boolean(&self, cx: &mut Cx<'_>, what: &str) -> Option<bool> {
        let value = self.node.boolean();
        if value.is_none() {
            cx.wrong_type(*self, &ticked([what]), &say!("true or false"));
        }
        value
    }
}

/// Why a text of a rubric set, in whatever language, is not to be shown to people, and a hint.
pub(super) fn unprintable(what: &str, text: &str) -> Option<(String, String)> {
    let hostile = |c: &char| is_hidden(*c) && !is_space(*c) && !is_joiner(*c);
    if let Some(found) = text.chars().find(hostile) {
        let code = found.escape_unicode();
        let message = say!("`{what}` holds the invisible character {code}", what, code);
        return Some((message, say!("leave it out")));
    }
    // A line may begin with any word, and build servers take these for commands.
    has_command(text).then(|| {
        let message = say!(
            "`{what}` holds what a build server takes for a command",
            what
        );
        let hint = say!("leave out `::` at the beginning of a word, and `##[`");
        (message, hint)
    })
}

/// A text without breaks; of nothing but spaces nothing is left to see.
pub(super) fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(is_space) || text.trim().is_empty() {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_space(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t')
}

/// The parts that may say which lints about them are meant.
const MEANT: [&str; 9] = [
    "piece of advice",
    "criterion",
    "dimension",
    "fact",
    "gate",
    "rating",
    "recommendation",
    "rubric",
    "rule",
];

/// The keys of one table.
pub(super) struct Fields<'n> {
    pub(super) at: At<'n>,
    entries: Vec<(&'n Key<'n>, At<'n>)>,
    asked: Vec<&'static str>,
    what: &'static str,
}

impl<'n> Fields<'n> {
    /// The keys of a table; an error if it is none.
    pub(super) fn new(cx: &mut Cx<'_>, at: At<'n>, what: &'static str) -> Option<Self> {
        let Some(entries) = at.entries() else {
            cx.wrong_type(at, &with_article(what), &say!("a table"));
            return None;
        };
        Some(Self {
            at,
            entries,
            asked: Vec::new(),
            what,
        })
    }

    pub(super) fn site(&self) -> Site {
        self.at.site()
    }

    pub(super) fn get(&mut self, name: &'static str) -> Option<At<'n>> {
        if !self.asked.contains(&name) {
            self.asked.push(name);
        }
        self.entries
            .iter()
            .find(|(key, _)| key.text == name)
            .map(|(_, at)| *at)
    }

    pub(super) fn required(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Option<At<'n>> {
        let found = self.get(name);
        if found.is_none() {
            cx.error(
                self.site(),
                Code::MissingField,
                say!("this {what} has no `{name}`", what = noun(self.what), name),
            );
        }
        found
    }

    pub(super) fn text(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Option<Str> {
        self.get(name).and_then(|at| at.text(cx, name))
    }

    /// A text that need not be there; none where it is empty.
    pub(super) fn said(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Option<Str> {
        self.text(cx, name).filter(|text| !text.is_empty())
    }

    /// A text that need not be there, but is reported where it is empty.
    pub(super) fn filled(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Option<Str> {
        self.get(name).map(|at| at.filled(cx, name))
    }

    /// A text that must be there; an empty one stands in for it after the report.
    pub(super) fn required_text(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Str {
        self.required(cx, name)
            .map(|at| at.filled(cx, name))
            .unwrap_or_default()
    }

    pub(super) fn whole(
        &mut self,
        cx: &mut Cx<'_>,
        name: &'static str,
        least: u32,
        most: u32,
    ) -> Option<u32> {
        self.get(name)
            .and_then(|at| at.whole(cx, name, least, most))
    }

    pub(super) fn boolean(&mut self, cx: &mut Cx<'_>, name: &'static str) -> bool {
        self.get(name)
            .and_then(|at| at.boolean(cx, name))
            .unwrap_or(false)
    }

    /// One of a few words; `None` after a report or where nothing is written.
    pub(super) fn word<T: Copy>(
        &mut self,
        cx: &mut Cx<'_>,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let at = self.get(name)?;
        let text = at.text(cx, name)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == &*text) {
            return Some(*value);
        }
        let names = || words.iter().map(|(word, _)| *word);
        let choice = ticked_or(names());
        let message = say!("`{name}` is {choice}, not `{text}`", name, choice, text);
        cx.error_hint(
            at.site(),
            Code::UnknownOption,
            message,
            did_you_mean(&text, names()),
        );
        None
    }

    /// Whether a key is there that was not asked for.
    pub(super) fn has_unknown(&self) -> bool {
        self.unknown().next().is_some()
    }

    fn unknown(&self) -> impl Iterator<Item = &'n Key<'n>> {
        self.entries
            .iter()
            .map(|(key, _)| *key)
            .filter(|key| !self.asked.contains(&&*key.text))
    }

    /// Reports some keys that mean nothing here, but do elsewhere.
    pub(super) fn reject(
        &mut self,
        cx: &mut Cx<'_>,
        names: &[&'static str],
        hint: impl Fn() -> String,
    ) {
        for name in names {
            if let Some((key, _)) = self.entries.iter().find(|(key, _)| key.text == *name) {
                self.asked.push(name);
                self.report(cx, key, hint());
            }
        }
    }

    fn report(&self, cx: &mut Cx<'_>, key: &Key<'_>, hint: String) {
        let site = Site::new(self.at.file, key.span);
        let message = say!(
            "`{key}` means nothing in {what}",
            key = key.text,
            what = with_article(self.what)
        );
        cx.error_hint(site, Code::UnknownKey, message, Some(hint));
    }

    /// `meant`: which lints of this part are meant, and why. Kept in the file, for `check` alone.
    fn meant(&mut self, cx: &mut Cx<'_>) {
        let Some(at) = self.get("meant") else {
            return;
        };
        let Some(entries) = at.entries() else {
            cx.wrong_type(at, "`meant`", &say!("a table: code = \"why\""));
            return;
        };
        for (key, why) in entries {
            let lints = || Code::LINTS.iter().map(|code| code.name());
            if lints().any(|name| name == key.text) {
                why.filled(cx, "meant");
            } else {
                let site = Site::new(self.at.file, key.span);
                let hint = did_you_mean(&key.text, lints())
                    .unwrap_or_else(|| say!("those are {lints}", lints = ticked(lints())));
                let message = say!("`{key}` is no finding that can be meant", key = key.text);
                cx.error_hint(site, Code::UnknownOption, message, Some(hint));
            }
        }
    }

    /// Reports every key that was not asked for.
    pub(super) fn finish(mut self, cx: &mut Cx<'_>) {
        if MEANT.contains(&self.what) && self.entries.iter().any(|(key, _)| key.text == "meant") {
            self.meant(cx);
        }
        for key in self.unknown() {
            if cx.findings.is_full(Level::Error) {
                // Its hint takes long to find.
                cx.findings.count(Code::UnknownKey, Level::Error);
                continue;
            }
            let asked = || self.asked.iter().copied();
            let hint = did_you_mean(&key.text, asked()).unwrap_or_else(|| {
                say!(
                    "{what} has {asked}",
                    what = with_article(self.what),
                    asked = ticked(asked())
                )
            });
            self.report(cx, key, hint);
        }
    }
}

/// Checks that an id is kebab-case and reports it if not; an empty one was reported where it was read.
pub(super) fn check_id(cx: &mut Cx<'_>, site: Site, id: &str) {
    let good = !id.starts_with('-')
        && !id.ends_with('-')
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !good {
        let message = say!("`{id}` is no id: ids are lowercase words joined by `-`", id);
        cx.error_hint(
            site,
            Code::WrongType,
            message,
            Some(say!("for example `fits-selling-scene`")),
        );
    }
}
