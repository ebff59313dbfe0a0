//! Profiles: what is stated about one company becomes answers, one slot a fact, a set of cells each.
//!
//! Every problem of a profile is reported; a profile with an error gives no answers.

pub mod date;
mod partly;
pub mod plain;
mod rename;
mod restate;
mod stale;
mod value;
pub mod word;

pub(crate) use rename::keep_booleans;
pub use rename::{Renames, Spot};
pub use restate::{Change, Restated, restate};
pub use stale::{Stale, Today, is_stale};

use crate::finding::{
    Code, Finding, Findings, Level, SourceText, did_you_mean, nearest, quoted, raise, ticked,
};
use crate::limits::limits;
use crate::rubric::fact::{Fact, Interval, Kind};
use crate::rubric::{RubricSet, indexes};
use crate::say;
use crate::value::{Key, Node, Span, Value};
use date::Date;
use std::borrow::Cow;

/// What is known about one company and one prospective project.
#[derive(Clone, Debug)]
pub struct Answers<'a> {
    /// For each variable of the set the cells that are still possible, never none.
    pub cells: Vec<u64>,
    /// For each fact what the profile says.
    pub stated: Vec<Statement<'a>>,
    /// The `profile:` section.
    pub about: About<'a>,
    /// What is too old for the day on which the profile was read, in the order of the file.
    pub stale: Vec<Stale<'a>>,
}

/// What a profile says about one fact.
#[derive(Clone, Debug, Default)]
pub struct Statement<'a> {
    /// The value.
    pub value: Stated<'a>,
    /// The interval of a number that is only partly known.
    pub interval: Option<Interval>,
    /// Free text beside it.
    pub note: Option<Cow<'a, str>>,
    /// Where it is known from.
    pub source: Option<Cow<'a, str>>,
    /// When it was true, YYYY-MM-DD.
    pub as_of: Option<Cow<'a, str>>,
    /// Where it stands in the profile.
    pub span: Option<Span>,
}

/// A value as a profile writes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stated<'a> {
    /// Not stated.
    #[default]
    Unknown,
    /// A bool.
    Bool(bool),
    /// A choice, by the number of its option.
    Option(u16),
    /// A whole set, by the numbers of its options.
    Options(Vec<u16>),
    /// A number; whole for an integer.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// `n/a`.
    NotApplicable,
    /// Half-knowledge: `one_of`, `not`, `at_least`, `at_most`, `includes`, `excludes`.
    Partly(Vec<(&'static str, Vec<Self>)>),
}

impl Stated<'_> {
    /// The value without the text of the profile.
    #[must_use]
    pub fn into_owned(self) -> Stated<'static> {
        match self {
            Self::Unknown => Stated::Unknown,
            Self::Bool(value) => Stated::Bool(value),
            Self::Option(option) => Stated::Option(option),
            Self::Options(options) => Stated::Options(options),
            Self::Number(value) => Stated::Number(value),
            Self::Text(text) => Stated::Text(Cow::Owned(text.into_owned())),
            Self::NotApplicable => Stated::NotApplicable,
            Self::Partly(parts) => {
                let owned = |values: Vec<Self>| values.into_iter().map(Self::into_owned).collect();
                Stated::Partly(
                    parts
                        .into_iter()
                        .map(|(name, values)| (name, owned(values)))
                        .collect(),
                )
            }
        }
    }
}

/// The `profile:` section.
#[derive(Clone, Debug, Default)]
pub struct About<'a> {
    /// An id, for scripts.
    pub id: Option<Cow<'a, str>>,
    /// When the profile was true, YYYY-MM-DD.
    pub as_of: Option<Cow<'a, str>>,
    /// Who wrote it.
    pub prepared_by: Option<Cow<'a, str>>,
    /// The rubric set and version it was written for, `standard 1.0.0`.
    pub rubrics: Option<Cow<'a, str>>,
}

impl<'a> Answers<'a> {
    /// Nothing is known.
    #[must_use]
    pub fn unknown(set: &RubricSet) -> Self {
        Self {
            cells: set
                .variables
                .iter()
                .map(crate::rubric::fact::Variable::all)
                .collect(),
            stated: vec![Statement::default(); set.facts.len()],
            about: About::default(),
            stale: Vec::new(),
        }
    }

    /// Whether only one cell of every variable of a fact is left. A text is known when it is stated.
    #[must_use]
    pub fn is_known(&self, set: &RubricSet, fact: usize) -> bool {
        match set.facts[fact].kind {
            Kind::Text => self.stated[fact].value != Stated::Unknown,
            Kind::Bool | Kind::Choice | Kind::Set | Kind::Integer | Kind::Number => self.cells
                [indexes(&set.facts[fact].variables)]
            .iter()
            .all(|cells| cells.is_power_of_two()),
        }
    }

    /// The one cell of every variable, if everything is known.
    #[must_use]
    pub fn complete(&self) -> Option<Vec<u8>> {
        let cell = |cells: &u64| {
            cells
                .is_power_of_two()
                .then(|| u8::try_from(cells.trailing_zeros()).unwrap_or(0))
        };
        self.cells.iter().map(cell).collect()
    }

    /// The company's name, where the set has a fact `company.name` and the profile states it.
    #[must_use]
    pub fn name(&self, set: &RubricSet) -> Option<&str> {
        match &self.stated[set.fact("company.name")?].value {
            Stated::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// How strictly a profile is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Facts that the set does not have are warnings, not errors.
    pub allow_unknown_facts: bool,
    /// The day on which it is read; without one no statement is too old.
    pub today: Option<Today>,
}

/// The answers of a profile with its warnings, or every finding where one of them is an error.
pub type Resolved<'a> = Result<(Answers<'a>, Vec<Finding>), Vec<Finding>>;

/// What to write where there is nothing, or something else than sections.
fn shape() -> String {
    say!("state what is known as `section:` and, below it, `  fact: value`")
}

/// What to write as a date.
fn a_date() -> String {
    say!("write year-month-day, for example 2026-11-03")
}

fn these_sections(names: Vec<&str>) -> String {
    match names.as_slice() {
        [only] => say!("the only section is `{only}`", only),
        _ => say!("the sections are {names}", names = ticked(names)),
    }
}

fn these_facts(section: &str, names: Vec<&str>) -> String {
    match names.as_slice() {
        [only] => say!("the only fact of `{section}` is `{only}`", section, only),
        _ => say!(
            "the facts of `{section}` are {names}",
            section,
            names = ticked(names)
        ),
    }
}

/// Checks one document against a rubric set.
///
/// # Errors
/// Every problem found, if any of them is an error; else the answers come with the warnings.
pub fn resolve<'a>(
    set: &RubricSet,
    source: &SourceText<'a>,
    root: &Node<'a>,
    options: Options,
) -> Resolved<'a> {
    resolve_on(set, source, root, Findings::default(), options)
}

/// The same for a document in which something was found when it was read: all of it is told together.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_on<'a>(
    set: &RubricSet,
    source: &SourceText<'a>,
    root: &Node<'a>,
    findings: Findings,
    options: Options,
) -> Resolved<'a> {
    let mut reader = Reader::new(set, source, options);
    reader.findings = findings;
    match &root.value {
        Value::Map(sections) => {
            reader.count_facts(sections);
            for (key, node) in sections {
                reader.section(key, node);
            }
        }
        Value::Scalar { .. } if root.is_null() => {
            reader
                .error(
                    root.span,
                    Code::EmptyDocument,
                    say!("this profile is empty"),
                )
                .hint = Some(say!(
                "state what is known as `section:` and, below it, `  fact: value`; `{{}}` for nothing at all"
            ));
        }
        Value::Scalar { .. } | Value::List(_) => {
            reader
                .error(
                    root.span,
                    Code::WrongType,
                    say!(
                        "a profile is a map of sections, not {what}",
                        what = root.describe()
                    ),
                )
                .hint = Some(shape());
        }
    }
    if let Some(today) = options.today {
        reader.review_dates(today);
    }
    if reader.findings.has_errors() {
        Err(reader.findings.finish())
    } else {
        Ok((reader.answers, reader.findings.finish()))
    }
}

struct Reader<'r, 'a> {
    set: &'r RubricSet,
    source: &'r SourceText<'a>,
    options: Options,
    answers: Answers<'a>,
    /// Where dates stand: that of a fact, or that of the whole profile.
    dates: Vec<(Option<usize>, Span)>,
    findings: Findings,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(set: &'r RubricSet, source: &'r SourceText<'a>, options: Options) -> Self {
        Self {
            set,
            source,
            options,
            answers: Answers::unknown(set),
            dates: Vec::new(),
            findings: Findings::default(),
        }
    }

    fn error(&mut self, span: Span, code: Code, message: impl Into<String>) -> &mut Finding {
        self.findings.error(self.source, span, code, message)
    }

    /// Says that a profile states more facts than it may.
    fn count_facts(&mut self, sections: &[(Key<'a>, Node<'a>)]) {
        let mut facts = 0;
        let most = limits().facts;
        let of_facts = |name: &&(Key<'a>, Node<'a>)| name.0.text != "profile";
        for (_, section) in sections.iter().filter(of_facts) {
            let Value::Map(entries) = &section.value else {
                continue;
            };
            if let Some((key, _)) = entries.get(most.saturating_sub(facts)) {
                let message = say!("more than {most} facts", most);
                self.error(key.span, Code::TooLarge, message).hint = Some(raise("facts"));
                return;
            }
            facts += entries.len();
        }
    }

    fn section(&mut self, key: &Key<'a>, node: &Node<'a>) {
        if key.text == "profile" {
            self.about(node);
            return;
        }
        let Some(facts) = self.set.section(&key.text) else {
            self.unknown_section(key);
            return;
        };
        match &node.value {
            Value::Map(entries) => {
                for (key, node) in entries {
                    self.entry(&facts, key, node);
                }
            }
            Value::Scalar { .. } if node.is_null() => {}
            Value::Scalar { .. } | Value::List(_) => {
                let message = say!(
                    "the section `{key}` holds facts, not {what}",
                    key = key.text,
                    what = node.describe()
                );
                let hint = self.section_hint(&self.set.facts[indexes(&facts)], node);
                self.error(node.span, Code::WrongType, message).hint = Some(hint);
            }
        }
    }

    /// How facts are written, for a section that holds something else.
    fn section_hint(&self, section: &[Fact], node: &Node<'a>) -> String {
        let first = node.text().unwrap_or("").split([' ', ':', '=']).next();
        if let Some(fact) = section.iter().find(|fact| Some(fact.key()) == first) {
            return say!(
                "write `{key}: …`, with a colon and a space",
                key = fact.key()
            );
        }
        let rest = self.source.text.get(node.span.start as usize..);
        if rest.is_some_and(|rest| rest.starts_with("- ")) {
            return say!("leave out the `- ` before each fact");
        }
        say!("write its facts below it, indented by two spaces")
    }

    fn unknown_section(&mut self, key: &Key<'a>) {
        if self.is_only_counted() {
            return;
        }
        let set = self.set;
        let names = || set.sections.iter().map(|(name, _)| &**name);
        let fact = || {
            let ids = key.text.contains('.').then_some(&set.facts)?.iter();
            let near = nearest(&key.text, ids.map(|fact| &*fact.id))?;
            let (section, rest) = near.split_once('.')?;
            Some(if near == key.text {
                say!(
                    "write it nested: `{section}:` and, below it, `  {rest}: …`",
                    section,
                    rest
                )
            } else {
                say!(
                    "did you mean `{near}`? write it nested: `{section}:` and, below it, `  {rest}: …`",
                    near,
                    section,
                    rest
                )
            })
        };
        let renamed = || {
            let was_here = |before: &str| {
                let section = before.split_once('.').map(|(section, _)| section);
                section == Some(&*key.text)
            };
            let mut all = set.facts.iter();
            let (before, now) = all.find_map(|fact| {
                let before = fact.renamed_from.as_deref().filter(|id| was_here(id))?;
                Some((before, &fact.id))
            })?;
            Some(say!(
                "its facts have new names, `{before}` is now `{now}`: `maturity migrate` writes the new names",
                before,
                now
            ))
        };
        let hint = renamed()
            .or_else(fact)
            .or_else(|| did_you_mean(&key.text, names()))
            .unwrap_or_else(|| these_sections(names().collect()));
        let message = say!("no section is called {key}", key = quoted(&key.text));
        self.unknown(key, message, hint);
    }

    fn unknown_level(&self) -> Level {
        if self.options.allow_unknown_facts {
            Level::Warning
        } else {
            Level::Error
        }
    }

    /// Counts an unknown name of which nobody will read more: its hint takes long to find.
    fn is_only_counted(&mut self) -> bool {
        let level = self.unknown_level();
        let full = self.findings.is_full(level);
        if full {
            self.findings.count(Code::UnknownFact, level);
        }
        full
    }

    fn unknown(&mut self, key: &Key<'a>, message: String, hint: String) {
        let level = self.unknown_level();
        let finding = self.error(key.span, Code::UnknownFact, message);
        finding.level = level;
        finding.hint = Some(hint);
    }

    fn entry(&mut self, facts: &std::ops::Range<u16>, key: &Key<'a>, node: &Node<'a>) {
        let set = self.set;
        let section = &set.facts[indexes(facts)];
        if let Ok(found) = section.binary_search_by(|fact| fact.key().cmp(&key.text)) {
            self.fact(usize::from(facts.start) + found, node);
            return;
        }
        if self.is_only_counted() {
            return;
        }
        let name = section.first().map_or("", |fact| fact.section());
        let elsewhere = || {
            let near = nearest(&key.text, set.facts.iter().map(Fact::key))?;
            set.facts
                .iter()
                .find(|fact| fact.key() == near)
                .map(|fact| say!("did you mean `{fact}`?", fact = fact.id))
        };
        let keys = || section.iter().map(Fact::key);
        let id = format!("{name}.{}", key.text);
        let hint = if let Some(renamed) = set
            .facts
            .iter()
            .find(|fact| fact.renamed_from.as_deref() == Some(&*id))
        {
            say!(
                "it is now called `{renamed}`: `maturity migrate` writes the new names",
                renamed = renamed.id
            )
        } else if section.iter().any(|fact| *fact.id == *key.text) {
            say!("leave out `{name}.`", name)
        } else {
            did_you_mean(&key.text, keys())
                .or_else(elsewhere)
                .unwrap_or_else(|| these_facts(name, keys().collect()))
        };
        let message = say!("no fact is called {id}", id = quoted(&id));
        self.unknown(key, message, hint);
    }

    fn about(&mut self, node: &Node<'a>) {
        const ABOUT: [&str; 4] = ["id", "as_of", "prepared_by", "rubrics"];
        let Value::Map(entries) = &node.value else {
            if !node.is_null() {
                self.error(
                    node.span,
                    Code::WrongType,
                    say!("`profile` is a map, not {what}", what = node.describe()),
                )
                .hint = Some(say!(
                    "write {about} below it, as `  key: value`",
                    about = ticked(ABOUT)
                ));
            }
            return;
        };
        for (key, node) in entries {
            if !ABOUT.contains(&&*key.text) {
                let hint = did_you_mean(&key.text, ABOUT)
                    .unwrap_or_else(|| say!("it holds {about}", about = ticked(ABOUT)));
                self.error(
                    key.span,
                    Code::UnknownKey,
                    say!("{key} means nothing in `profile`", key = quoted(&key.text)),
                )
                .hint = Some(hint);
                continue;
            }
            let text = if &*key.text == "as_of" {
                self.dates.push((None, node.span));
                self.date(node)
            } else {
                self.plain_text(&key.text, node)
            };
            match &*key.text {
                "id" => self.answers.about.id = text,
                "as_of" => self.answers.about.as_of = text,
                "prepared_by" => self.answers.about.prepared_by = text,
                _ => {
                    self.other_rubrics(text.as_deref(), node.span);
                    self.answers.about.rubrics = text;
                }
            }
        }
    }

    fn other_rubrics(&mut self, written: Option<&str>, span: Span) {
        let set = self.set;
        let Some(written) = written else { return };
        let (id, version) = written
            .split_once(' ')
            .map_or((written, None), |(id, version)| (id, Some(version.trim())));
        if id != &*set.id || version.is_some_and(|version| version != &*set.version) {
            let message = say!(
                "this profile was written for {written}, and is read by `{set} {version}`",
                written = quoted(written),
                set = set.id,
                version = set.version
            );
            self.error(span, Code::OtherRubrics, message).level = Level::Warning;
        }
    }

    fn plain_text(&mut self, name: &str, node: &Node<'a>) -> Option<Cow<'a, str>> {
        self.scalar(name, node, || (say!("text"), say!("write one text")))
    }

    fn scalar(
        &mut self,
        name: &str,
        node: &Node<'a>,
        need: impl FnOnce() -> (String, String),
    ) -> Option<Cow<'a, str>> {
        match &node.value {
            Value::Scalar { .. } if node.is_null() => None,
            Value::Scalar { text, .. } => Some(text.clone()),
            Value::List(_) | Value::Map(_) => {
                let (need, hint) = need();
                self.error(
                    node.span,
                    Code::WrongType,
                    say!(
                        "`{name}` is {need}, not {what}",
                        name,
                        need,
                        what = node.describe()
                    ),
                )
                .hint = Some(hint);
                None
            }
        }
    }

    fn date(&mut self, node: &Node<'a>) -> Option<Cow<'a, str>> {
        let text = self.scalar("as_of", node, || (say!("a date"), a_date()))?;
        if Date::parse(&text).is_some() {
            return Some(text);
        }
        let message = say!("{text} is no date", text = quoted(&text));
        self.error(node.span, Code::BadDate, message).hint = Some(a_date());
        None
    }

    fn fact(&mut self, number: usize, node: &Node<'a>) {
        let set = self.set;
        let fact = &set.facts[number];
        self.answers.stated[number].span = Some(node.span);
        match &node.value {
            Value::Map(entries) => self.annotated(fact, node, entries, number),
            Value::Scalar { .. } | Value::List(_) => self.whole_value(fact, node, number),
        }
    }
}
