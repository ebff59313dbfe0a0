//! Reading the keys of one TOML table: each is asked for once, what nobody asked for is reported.

use crate::finding::{Code, Finding, SourceText, did_you_mean, ticked};
use crate::rubric::Site;
use crate::rubric::text::Str;
use crate::value::{Key, Node, Span, Value, integer, number};

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
    pub(super) findings: Vec<Finding>,
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
        self.findings
            .push(Finding::error(source, site.span(), code, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
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

    fn wrong_type(&mut self, at: At<'_>, what: &str, need: &str) {
        self.error(
            at.site(),
            Code::WrongType,
            format!("`{what}` must be {need}, not {}", at.node.describe()),
        );
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

    pub(super) fn text(&self, cx: &mut Cx<'_>, what: &str) -> Option<Str> {
        match &self.node.value {
            Value::Scalar { text, plain: false } => Some(Str::from(&**text)),
            Value::Scalar { .. } | Value::List(_) | Value::Map(_) => {
                cx.wrong_type(*self, what, "text in quotes");
                None
            }
        }
    }

    pub(super) fn number(&self, cx: &mut Cx<'_>, what: &str) -> Option<f64> {
        let value = self.node.plain().and_then(number);
        if value.is_none() {
            cx.wrong_type(*self, what, "a finite decimal number");
        }
        value
    }

    pub(super) fn whole(&self, cx: &mut Cx<'_>, what: &str, least: u32, most: u32) -> Option<u32> {
        let Some(value) = self.node.plain().and_then(integer) else {
            cx.wrong_type(*self, what, "a whole number");
            return None;
        };
        let inside = u32::try_from(value)
            .ok()
            .filter(|value| (least..=most).contains(value));
        if inside.is_none() {
            cx.error(
                self.site(),
                Code::OutOfBounds,
                format!("`{what}` must lie between {least} and {most}, not {value}"),
            );
        }
        inside
    }

    pub(super) fn boolean(&self, cx: &mut Cx<'_>, what: &str) -> Option<bool> {
        let value = self.node.boolean();
        if value.is_none() {
            cx.wrong_type(*self, what, "true or false");
        }
        value
    }
}

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
            cx.wrong_type(at, what, "a table");
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
        self.asked.push(name);
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
                format!("this {} has no `{name}`", self.what),
            );
        }
        found
    }

    pub(super) fn text(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Option<Str> {
        self.get(name).and_then(|at| at.text(cx, name))
    }

    /// A text that must be there; an empty one stands in for it after the report.
    pub(super) fn required_text(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Str {
        self.required(cx, name)
            .and_then(|at| at.text(cx, name))
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

    /// One of a few words, by their order; the first stands in after a report or where nothing is written.
    pub(super) fn word<T: Copy>(
        &mut self,
        cx: &mut Cx<'_>,
        name: &'static str,
        words: &[(&str, T)],
        default: T,
    ) -> T {
        let Some(at) = self.get(name) else {
            return default;
        };
        let Some(text) = at.text(cx, name) else {
            return default;
        };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == &*text) {
            return *value;
        }
        let names = || words.iter().map(|(word, _)| *word);
        let message = format!("`{name}` is one of {}, not `{text}`", ticked(names()));
        cx.error_hint(
            at.site(),
            Code::UnknownOption,
            message,
            did_you_mean(&text, names()),
        );
        default
    }

    /// Reports every key that was not asked for.
    pub(super) fn finish(self, cx: &mut Cx<'_>) {
        for (key, _) in &self.entries {
            if !self.asked.contains(&&*key.text) {
                let site = Site::new(self.at.file, key.span);
                let near = did_you_mean(&key.text, self.asked.iter().copied());
                let hint = near.unwrap_or_else(|| {
                    format!("a {} has {}", self.what, ticked(self.asked.iter().copied()))
                });
                cx.error_hint(
                    site,
                    Code::UnknownKey,
                    format!("`{}` means nothing in a {}", key.text, self.what),
                    Some(hint),
                );
            }
        }
    }
}

/// Checks that an id is kebab-case and reports it if not.
pub(super) fn check_id(cx: &mut Cx<'_>, site: Site, id: &str) {
    let good = !id.is_empty()
        && !id.starts_with('-')
        && !id.ends_with('-')
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !good {
        let message = format!("`{id}` is no id: ids are lowercase words joined by `-`");
        cx.error_hint(
            site,
            Code::WrongType,
            message,
            Some("for example `fits-selling-scene`".to_owned()),
        );
    }
}

/// The span of a whole file, for what is missing in it.
pub(super) fn start_of(file: u16) -> Site {
    Site::new(file, Span::new(0, 0))
}
