//! Profiles: what is stated about one company becomes answers, one slot a fact, a set of cells each.
//!
//! Every problem of a profile is reported; a profile with an error gives no answers.

use crate::finding::{Code, Finding, Level, SourceText, did_you_mean, has_errors, nearest, ticked};
use crate::rubric::fact::{Cut, Fact, Interval, Kind};
use crate::rubric::{RubricSet, indexes};
use crate::value::{Key, Node, Span, Value, integer, number};
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
) -> Result<(Answers<'a>, Vec<Finding>), Vec<Finding>> {
    let mut reader = Reader {
        set,
        source,
        options,
        answers: Answers::unknown(set),
        findings: Vec::new(),
    };
    match &root.value {
        Value::Map(sections) => {
            for (key, node) in sections {
                reader.section(key, node);
            }
        }
        Value::Scalar { .. } if root.is_null() => {
            reader.error(root.span, Code::EmptyDocument, "this profile is empty").hint =
                Some("state what is known as `section:` and, below it, `  fact: value`; `{}` for nothing at all".to_owned());
        }
        Value::Scalar { .. } | Value::List(_) => {
            reader.error(
                root.span,
                Code::WrongType,
                format!("a profile is a map of sections, not {}", root.describe()),
            );
        }
    }
    if has_errors(&reader.findings) {
        Err(reader.findings)
    } else {
        Ok((reader.answers, reader.findings))
    }
}

struct Reader<'r, 'a> {
    set: &'r RubricSet,
    source: &'r SourceText<'a>,
    options: Options,
    answers: Answers<'a>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'_, 'a> {
    fn error(&mut self, span: Span, code: Code, message: impl Into<String>) -> &mut Finding {
        self.findings
            .push(Finding::error(self.source, span, code, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
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
                let message = format!(
                    "the section `{}` holds facts, not {}",
                    key.text,
                    node.describe()
                );
                self.error(node.span, Code::WrongType, message).hint =
                    Some("write its facts below it, indented by two spaces".to_owned());
            }
        }
    }

    fn unknown_section(&mut self, key: &Key<'a>) {
        let set = self.set;
        let hint = match key.text.split_once('.') {
            Some((section, rest)) if set.fact(&key.text).is_some() => {
                format!("write it nested: `{section}:` and, below it, `  {rest}: …`")
            }
            _ => did_you_mean(&key.text, set.sections.iter().map(|(name, _)| &**name))
                .unwrap_or_else(|| {
                    format!(
                        "the sections are {}",
                        ticked(set.sections.iter().map(|(name, _)| &**name))
                    )
                }),
        };
        self.unknown(key, format!("no section is called `{}`", key.text), hint);
    }

    fn unknown(&mut self, key: &Key<'a>, message: String, hint: String) {
        let level = if self.options.allow_unknown_facts {
            Level::Warning
        } else {
            Level::Error
        };
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
        let name = section.first().map_or("", |fact| fact.section());
        let elsewhere = || {
            let near = nearest(&key.text, set.facts.iter().map(Fact::key))?;
            set.facts
                .iter()
                .find(|fact| fact.key() == near)
                .map(|fact| format!("did you mean `{}`?", fact.id))
        };
        let hint = did_you_mean(&key.text, section.iter().map(Fact::key))
            .or_else(elsewhere)
            .unwrap_or_else(|| {
                let keys: Vec<&str> = section.iter().map(Fact::key).collect();
                format!("the facts of `{name}` are {}", ticked(keys))
            });
        self.unknown(
            key,
            format!("no fact is called `{name}.{}`", key.text),
            hint,
        );
    }

    fn about(&mut self, node: &Node<'a>) {
        let Value::Map(entries) = &node.value else {
            if !node.is_null() {
                self.error(
                    node.span,
                    Code::WrongType,
                    format!("`profile` is a map, not {}", node.describe()),
                );
            }
            return;
        };
        for (key, node) in entries {
            let known = ["id", "as_of", "prepared_by", "rubrics"];
            if !known.contains(&&*key.text) {
                let hint = did_you_mean(&key.text, known)
                    .unwrap_or_else(|| format!("it holds {}", ticked(known)));
                self.error(
                    key.span,
                    Code::UnknownKey,
                    format!("`{}` means nothing in `profile`", key.text),
                )
                .hint = Some(hint);
                continue;
            }
            let text = if &*key.text == "as_of" {
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
            let message = format!(
                "this profile was written for `{written}`, and is read by `{} {}`",
                set.id, set.version
            );
            self.error(span, Code::OtherRubrics, message).level = Level::Warning;
        }
    }

    fn plain_text(&mut self, name: &str, node: &Node<'a>) -> Option<Cow<'a, str>> {
        match &node.value {
            Value::Scalar { .. } if node.is_null() => None,
            Value::Scalar { text, .. } => Some(text.clone()),
            Value::List(_) | Value::Map(_) => {
                self.error(
                    node.span,
                    Code::WrongType,
                    format!("`{name}` is text, not {}", node.describe()),
                );
                None
            }
        }
    }

    fn date(&mut self, node: &Node<'a>) -> Option<Cow<'a, str>> {
        let text = self.plain_text("as_of", node)?;
        if is_date(&text) {
            return Some(text);
        }
        self.error(node.span, Code::BadDate, format!("`{text}` is no date"))
            .hint = Some("write year-month-day, for example 2026-11-03".to_owned());
        None
    }

    fn fact(&mut self, number: usize, node: &Node<'a>) {
        let set = self.set;
        let fact = &set.facts[number];
        let mut statement = Statement {
            span: Some(node.span),
            ..Statement::default()
        };
        match &node.value {
            Value::Map(entries) => self.annotated(fact, node, entries, &mut statement),
            Value::Scalar { .. } | Value::List(_) => self.whole_value(fact, node, &mut statement),
        }
        self.answers.stated[number] = statement;
    }

    /// A value without half-knowledge.
    fn whole_value(&mut self, fact: &Fact, node: &Node<'a>, statement: &mut Statement<'a>) {
        if is_unknown(node) {
            return;
        }
        let start = usize::from(fact.variables.start);
        if node.text() == Some("n/a") && fact.kind != Kind::Text {
            let na = self
                .set
                .variables
                .get(start)
                .and_then(|variable| variable.na);
            if let (true, Some(cell)) = (fact.allow_na, na) {
                self.answers.cells[start] = 1 << cell;
                statement.value = Stated::NotApplicable;
            } else {
                self.error(
                    node.span,
                    Code::WrongType,
                    format!("`{}` cannot be `n/a`", fact.id),
                )
                .hint = Some("leave it out where it is not known".to_owned());
            }
            return;
        }
        match fact.kind {
            Kind::Text => {
                statement.value = self
                    .plain_text(&fact.id, node)
                    .map_or(Stated::Unknown, Stated::Text)
            }
            Kind::Set => {
                let Some(options) = self.option_list(fact, node) else {
                    return;
                };
                for (option, cells) in self.answers.cells[indexes(&fact.variables)]
                    .iter_mut()
                    .enumerate()
                {
                    *cells = if options.iter().any(|&held| usize::from(held) == option) {
                        0b10
                    } else {
                        0b01
                    };
                }
                statement.value = Stated::Options(options);
            }
            Kind::Bool | Kind::Choice | Kind::Integer | Kind::Number => {
                let Some((value, cell)) = self.single(fact, node) else {
                    return;
                };
                self.answers.cells[start] = 1 << cell;
                statement.value = value;
            }
        }
    }

    /// One value of a fact that is no set, and its cell.
    fn single(&mut self, fact: &Fact, node: &Node<'a>) -> Option<(Stated<'a>, usize)> {
        let Value::Scalar { text, .. } = &node.value else {
            self.mistyped(fact, node);
            return None;
        };
        match fact.kind {
            Kind::Bool => {
                let Some(value) = node.boolean() else {
                    self.mistyped(fact, node);
                    return None;
                };
                Some((Stated::Bool(value), usize::from(value)))
            }
            Kind::Choice => {
                // YAML 1.1 writers turn the words no and yes into booleans.
                let word = match node.boolean() {
                    Some(value) if fact.option(text).is_none() => {
                        if value {
                            "yes"
                        } else {
                            "no"
                        }
                    }
                    _ => text,
                };
                let Some(option) = fact.option(word) else {
                    self.unknown_option(fact, text, node.span);
                    return None;
                };
                Some((
                    Stated::Option(u16::try_from(option).unwrap_or(u16::MAX)),
                    option,
                ))
            }
            Kind::Integer | Kind::Number => {
                let value = self.number(fact, node)?;
                Some((Stated::Number(value), fact.cell_of(value)))
            }
            Kind::Set | Kind::Text => None,
        }
    }

    fn number(&mut self, fact: &Fact, node: &Node<'a>) -> Option<f64> {
        let parsed = node.plain().and_then(|text| match fact.kind {
            Kind::Integer => integer(text)
                .filter(|value| value.abs() <= 1 << 53)
                .map(exact),
            _ => number(text),
        });
        let Some(value) = parsed else {
            self.mistyped(fact, node);
            return None;
        };
        if !fact.in_bounds(value) {
            let bounds = match (fact.min, fact.max) {
                (Some(min), Some(max)) => format!("it lies between {min} and {max}"),
                (Some(min), None) => format!("it is at least {min}"),
                (None, Some(max)) => format!("it is at most {max}"),
                (None, None) => String::new(),
            };
            let unit = fact
                .unit
                .as_ref()
                .map_or_else(String::new, |unit| format!(" {unit}"));
            self.error(
                node.span,
                Code::OutOfBounds,
                format!("{value} is out of bounds for `{}`", fact.id),
            )
            .hint = Some(format!("{bounds}{unit}"));
            return None;
        }
        Some(value)
    }

    fn mistyped(&mut self, fact: &Fact, node: &Node<'a>) {
        let need = match fact.kind {
            Kind::Bool => "true or false".to_owned(),
            Kind::Choice => "one of its options".to_owned(),
            Kind::Set => "a list of options".to_owned(),
            Kind::Integer => format!(
                "a whole number{}",
                fact.unit
                    .as_ref()
                    .map_or_else(String::new, |unit| format!(" of {unit}"))
            ),
            Kind::Number => format!(
                "a number{}",
                fact.unit
                    .as_ref()
                    .map_or_else(String::new, |unit| format!(" of {unit}"))
            ),
            Kind::Text => "text".to_owned(),
        };
        let text = node.text().unwrap_or("");
        let hint = match (fact.kind, &node.value) {
            (Kind::Bool, Value::Scalar { .. }) => match text.to_lowercase().as_str() {
                "yes" | "y" | "on" | "1" => Some("write true".to_owned()),
                "no" | "n" | "off" | "0" => Some("write false".to_owned()),
                "true" | "false" => Some("leave out the quotes".to_owned()),
                _ => None,
            },
            (Kind::Integer | Kind::Number, Value::Scalar { plain: false, .. })
                if number(text).is_some() =>
            {
                Some("leave out the quotes".to_owned())
            }
            (Kind::Integer | Kind::Number, Value::Scalar { .. }) => numeric_hint(fact, text),
            (Kind::Choice, Value::List(_)) => {
                Some("where it is one of several, write { one_of: [..] }".to_owned())
            }
            (Kind::Set, Value::Scalar { .. }) => Some(format!("write [{text}]")),
            _ => None,
        };
        let what = match &node.value {
            Value::Scalar { text, .. } if !text.is_empty() => format!("`{text}`"),
            Value::Scalar { .. } | Value::List(_) | Value::Map(_) => node.describe(),
        };
        self.error(
            node.span,
            Code::WrongType,
            format!("`{}` is {need}, not {what}", fact.id),
        )
        .hint = hint;
    }

    fn unknown_option(&mut self, fact: &Fact, written: &str, span: Span) {
        let names = || fact.options.iter().map(|option| &*option.id);
        let list = format!("its options are {}", ticked(names()));
        let hint =
            did_you_mean(written, names()).map_or(list.clone(), |near| format!("{near} {list}"));
        self.error(
            span,
            Code::UnknownOption,
            format!("`{written}` is no option of `{}`", fact.id),
        )
        .hint = Some(hint);
    }

    fn option_list(&mut self, fact: &Fact, node: &Node<'a>) -> Option<Vec<u16>> {
        let Value::List(items) = &node.value else {
            self.mistyped(fact, node);
            return None;
        };
        let mut options = Vec::with_capacity(items.len());
        let before = self.findings.len();
        for item in items {
            let Value::Scalar { text, .. } = &item.value else {
                self.mistyped(fact, item);
                continue;
            };
            match fact.option(text) {
                Some(option) => options.push(u16::try_from(option).unwrap_or(u16::MAX)),
                None => self.unknown_option(fact, text, item.span),
            }
        }
        options.sort_unstable();
        options.dedup();
        (self.findings.len() == before).then_some(options)
    }

    /// `{ value: …, note: …, … }` or half-knowledge.
    fn annotated(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        entries: &[(Key<'a>, Node<'a>)],
        statement: &mut Statement<'a>,
    ) {
        const HALF: [&str; 6] = [
            "one_of", "not", "at_least", "at_most", "includes", "excludes",
        ];
        const KEYS: [&str; 10] = [
            "value", "note", "source", "as_of", "one_of", "not", "at_least", "at_most", "includes",
            "excludes",
        ];
        let mut partly: Vec<(&'static str, &Node<'a>)> = Vec::new();
        let mut value = None;
        for (key, node) in entries {
            match &*key.text {
                "value" => value = Some(node),
                "note" => statement.note = self.plain_text("note", node),
                "source" => statement.source = self.plain_text("source", node),
                "as_of" => statement.as_of = self.date(node),
                other => {
                    if let Some(name) = HALF.into_iter().find(|name| *name == other) {
                        partly.push((name, node));
                    } else {
                        let hint = did_you_mean(other, KEYS)
                            .unwrap_or_else(|| format!("a value may have {}", ticked(KEYS)));
                        self.error(
                            key.span,
                            Code::UnknownKey,
                            format!("`{other}` means nothing beside a value"),
                        )
                        .hint = Some(hint);
                    }
                }
            }
        }
        if let Some(value) = value {
            if let Some((name, other)) = partly.first() {
                self.error(
                    other.span,
                    Code::Contradiction,
                    format!("`{}` has a `value` and `{name}`", fact.id),
                )
                .hint = Some("a value says all; leave out one of the two".to_owned());
            } else if matches!(value.value, Value::Map(_)) {
                self.mistyped(fact, value);
            } else {
                self.whole_value(fact, value, statement);
            }
            return;
        }
        partly.retain(|(_, node)| !is_unknown(node));
        if !partly.is_empty() {
            self.half_known(fact, node, &partly, statement);
        }
    }

    fn half_known(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
        statement: &mut Statement<'a>,
    ) {
        let before = self.findings.len();
        for (name, part) in partly {
            let fits = match *name {
                "one_of" | "not" => {
                    matches!(fact.kind, Kind::Bool | Kind::Choice)
                        || *name == "one_of" && fact.kind.is_numeric()
                }
                "at_least" | "at_most" => fact.kind.is_numeric(),
                _ => fact.kind == Kind::Set,
            };
            if !fits {
                let fitting = match fact.kind {
                    Kind::Bool | Kind::Choice => "`one_of` or `not`",
                    Kind::Integer | Kind::Number => "`at_least`, `at_most` or `one_of`",
                    Kind::Set => "`includes` or `excludes`",
                    Kind::Text => "a text; it cannot be partly known",
                };
                self.error(
                    part.span,
                    Code::WrongType,
                    format!(
                        "`{name}` does not fit `{}`, a {}",
                        fact.id,
                        fact.kind.name()
                    ),
                )
                .hint = Some(format!("use {fitting}"));
            }
        }
        if self.findings.len() > before {
            return;
        }
        let shown = match fact.kind {
            Kind::Set => self.half_set(fact, node, partly),
            Kind::Integer | Kind::Number => self.half_number(fact, node, partly, statement),
            Kind::Bool | Kind::Choice => self.half_choice(fact, node, partly),
            Kind::Text => None,
        };
        if let Some(shown) = shown {
            statement.value = Stated::Partly(shown);
        }
    }

    fn half_choice(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
    ) -> Option<Vec<(&'static str, Vec<Stated<'a>>)>> {
        let start = usize::from(fact.variables.start);
        let variable = &self.set.variables[start];
        // Saying anything about the value says that there is one, unless n/a is listed itself.
        let mut left = variable.all();
        let mut na_listed = false;
        let mut shown = Vec::new();
        for (name, part) in partly {
            let mut cells = 0_u64;
            let mut values = Vec::new();
            for item in list(part) {
                if let (Some("n/a"), Some(cell)) = (item.text(), variable.na) {
                    cells |= 1 << cell;
                    na_listed = true;
                    values.push(Stated::NotApplicable);
                } else {
                    let (value, cell) = self.single(fact, item)?;
                    cells |= 1 << cell;
                    values.push(value);
                }
            }
            left &= if *name == "not" { !cells } else { cells };
            shown.push((*name, values));
        }
        if !na_listed {
            left &= variable.values();
        }
        if left == 0 {
            self.nothing_left(fact, node.span);
            return None;
        }
        self.answers.cells[start] = left;
        Some(shown)
    }

    fn half_number(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
        statement: &mut Statement<'a>,
    ) -> Option<Vec<(&'static str, Vec<Stated<'a>>)>> {
        let start = usize::from(fact.variables.start);
        let mut interval = Interval::default();
        let mut listed: Option<u64> = None;
        let mut values_listed = Vec::new();
        let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut shown = Vec::new();
        for (name, part) in partly {
            let mut values = Vec::new();
            for item in list(part) {
                let value = self.number(fact, item)?;
                values.push(Stated::Number(value));
                match *name {
                    "at_least" => {
                        (interval.from, least) = (
                            Some(Cut {
                                value,
                                after: false,
                            }),
                            value,
                        )
                    }
                    "at_most" => (interval.to, most) = (Some(Cut { value, after: true }), value),
                    _ => {
                        listed = Some(listed.unwrap_or(0) | 1 << fact.cell_of(value));
                        values_listed.push(value);
                    }
                }
            }
            if values.is_empty() || *name != "one_of" && values.len() > 1 {
                self.error(
                    part.span,
                    Code::WrongType,
                    format!("`{name}` takes one number"),
                );
                return None;
            }
            shown.push((*name, values));
        }
        let from = if least.is_finite() {
            fact.cell_of(least)
        } else {
            0
        };
        let to = if most.is_finite() {
            fact.cell_of(most)
        } else {
            fact.cuts.len()
        };
        let mut left: u64 = (from..=to).map(|cell| 1_u64 << cell).sum();
        if let Some(listed) = listed {
            left &= listed;
        }
        let fits =
            values_listed.is_empty() || values_listed.iter().any(|value| interval.contains(*value));
        if least > most || left == 0 || !fits {
            self.nothing_left(fact, node.span);
            return None;
        }
        self.answers.cells[start] = left;
        statement.interval = Some(interval);
        Some(shown)
    }

    fn half_set(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
    ) -> Option<Vec<(&'static str, Vec<Stated<'a>>)>> {
        let start = usize::from(fact.variables.start);
        let mut shown = Vec::new();
        for (name, part) in partly {
            let options = self.option_list(fact, part)?;
            let cell = if *name == "includes" { 0b10 } else { 0b01 };
            for &option in &options {
                self.answers.cells[start + usize::from(option)] &= cell;
            }
            shown.push((*name, options.into_iter().map(Stated::Option).collect()));
        }
        if self.answers.cells[indexes(&fact.variables)].contains(&0) {
            self.nothing_left(fact, node.span);
            return None;
        }
        Some(shown)
    }

    fn nothing_left(&mut self, fact: &Fact, span: Span) {
        self.error(
            span,
            Code::Contradiction,
            format!("what is said about `{}` leaves no value", fact.id),
        )
        .hint = Some("take back one of the statements, or write `unknown`".to_owned());
    }
}

fn list<'n, 'a>(node: &'n Node<'a>) -> &'n [Node<'a>] {
    match &node.value {
        Value::List(items) => items,
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    }
}

fn is_unknown(node: &Node<'_>) -> bool {
    node.is_null() || node.text() == Some("unknown")
}

fn numeric_hint(fact: &Fact, text: &str) -> Option<String> {
    let unit = fact
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!("; the unit is {unit}"));
    let digits: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    if matches!(
        text.trim_start_matches(['-', '+', '.'])
            .to_lowercase()
            .as_str(),
        "nan" | "inf" | "infinity"
    ) {
        return Some("leave it out where it is not known".to_owned());
    }
    if text.contains(['-', '–', '~']) && text.chars().next().is_some_and(|c| c.is_ascii_digit()) {
        return Some("write a range as { at_least: .., at_most: .. }".to_owned());
    }
    if fact.kind == Kind::Integer && number(text).is_some_and(|value| value.fract() != 0.0) {
        return Some(format!("round it to a whole number{unit}"));
    }
    (!digits.is_empty()).then(|| format!("write only the number, in decimal digits{unit}"))
}

/// An integer of at most 53 bits as a float: exact.
#[expect(
    clippy::cast_precision_loss,
    reason = "at most 53 bits, checked by the caller"
)]
fn exact(value: i64) -> f64 {
    value as f64
}

/// YYYY-MM-DD, and a day that exists.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return false;
    }
    let [year, month, day] = [year, month, day].map(|part| part.parse::<u32>().unwrap_or(0));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_exist() {
        for good in ["2026-11-03", "2024-02-29", "2000-02-29"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2026-1-3",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-11-31",
            "03.11.2026",
            "",
            "2026-11-03T00:00",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
