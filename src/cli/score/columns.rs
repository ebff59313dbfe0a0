//! What the columns of a table say, by their names or by `--map`.

use super::Setup;
use super::map::ABOUT;
use crate::finding::{Code, Finding, Findings, Level, SourceText, did_you_mean, quoted};
use crate::rubric::fact::Kind;
use crate::say;
use crate::source::inputs::cells::Column;
use crate::source::inputs::csv::Header;
use crate::value::Span;
use std::collections::HashSet;

/// The columns of one table.
pub(super) struct Columns {
    /// What each says; none for what is left out.
    pub(super) columns: Vec<Option<Column>>,
    /// The same for plain fields, close together.
    pub(super) targets: Vec<Target>,
}

/// What a plain field of a column is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Nothing.
    Nothing,
    /// What is not written as a profile writes it: never plain.
    Worded,
    /// A choice or a yes-or-no question, by number.
    Choice(u16),
    /// Another fact, by number.
    Fact(u16),
    /// A set, by number.
    Set(u16),
    /// A key of `profile:`, by its place in [`ABOUT`].
    About(u8),
}

impl Target {
    fn of(setup: &Setup<'_>, column: Option<&Column>) -> Self {
        let Some(column) = column else {
            return Self::Nothing;
        };
        if column.wording.is_some() {
            return Self::Worded;
        }
        if column.section == "profile" {
            let place = ABOUT.iter().position(|key| *key == column.key);
            let place = place.and_then(|place| u8::try_from(place).ok());
            return place.map_or(Self::Worded, Self::About);
        }
        let fact = setup
            .set
            .fact(&format!("{}.{}", column.section, column.key));
        match fact.and_then(|fact| u16::try_from(fact).ok()) {
            Some(fact) => match setup.set.facts[usize::from(fact)].kind {
                Kind::Set => Self::Set(fact),
                Kind::Choice | Kind::Bool => Self::Choice(fact),
                Kind::Integer | Kind::Number | Kind::Text => Self::Fact(fact),
            },
            None => Self::Worded,
        }
    }
}

impl Columns {
    /// Looks up every name; none where some say nothing that the set or the map knows.
    pub(super) fn of(
        setup: &Setup<'_>,
        path: &str,
        header: &Header,
    ) -> (Option<Self>, Vec<Finding>) {
        let mut source = SourceText::new(path, &header.text);
        source.first_line = header.line;
        let mut found = Self {
            columns: Vec::new(),
            targets: Vec::new(),
        };
        let mut findings = Findings::default();
        let mut names = HashSet::with_capacity(header.names.len());
        for (name, span) in &header.names {
            if findings.is_full(Level::Error) {
                // What is said of a name takes long to find, and the table is not read anyway.
                findings.count(Code::UnknownFact, Level::Error);
                continue;
            }
            let earlier = !names.insert(name);
            let column = if earlier && !name.is_empty() {
                let message = say!("two columns are called {name}", name = quoted(name));
                let finding = Finding::error(&source, *span, Code::DuplicateKey, message);
                findings.push(finding.hint(say!("keep one of the two")));
                None
            } else {
                match column(setup, &source, (name, *span)) {
                    Ok(Some(column)) if found.says(&column) => {
                        let (section, key) = (&column.section, &column.key);
                        let message = say!(
                            "a second column says `{section}.{key}`: {name}",
                            section,
                            key,
                            name = quoted(name)
                        );
                        let finding = Finding::error(&source, *span, Code::DuplicateKey, message);
                        findings.push(finding.hint(say!(
                            "keep one of the two; --map leaves out the other with `ignore = true`"
                        )));
                        None
                    }
                    Ok(column) => column,
                    Err(finding) => {
                        findings.push(*finding);
                        None
                    }
                }
            };
            found.targets.push(Target::of(setup, column.as_ref()));
            found.columns.push(column);
        }
        if let Some(map) = &setup.map {
            let missing = map
                .columns
                .iter()
                .filter(|(name, _)| header.names.iter().all(|(own, _)| own != name));
            for (name, _) in missing {
                let message = say!(
                    "the table has no column {name}, which the map names",
                    name = quoted(name)
                );
                let finding =
                    Finding::error(&source, Span::new(0, 0), Code::UnknownReference, message);
                findings.push(finding.level(Level::Warning));
            }
        }
        let good = !findings.has_errors();
        (good.then_some(found), findings.finish())
    }

    /// Whether a column says the same already.
    fn says(&self, column: &Column) -> bool {
        let same = |known: &Column| (&known.section, &known.key) == (&column.section, &column.key);
        self.columns.iter().flatten().any(same)
    }
}

/// What a column says; nothing where it is left out.
fn column(
    setup: &Setup<'_>,
    source: &SourceText<'_>,
    (name, span): (&str, Span),
) -> Result<Option<Column>, Box<Finding>> {
    let set = setup.set;
    let mapped = setup
        .map
        .iter()
        .flat_map(|map| &map.columns)
        .find(|(known, _)| known == name);
    if let Some((_, column)) = mapped {
        return Ok(column.clone());
    }
    let problem = |message: String| Finding::error(source, span, Code::UnknownFact, message);
    if name.is_empty() {
        let finding = problem(say!("a column without a name is left out"));
        return Err(Box::new(finding.level(Level::Warning)));
    }
    let (section, key) = name.split_once('.').unwrap_or((name, ""));
    let fact = set.fact(name);
    if fact.is_some() || section == "profile" && ABOUT.contains(&key) {
        return Ok(Some(Column {
            section: section.to_owned(),
            key: key.to_owned(),
            set: fact.is_some_and(|fact| set.facts[fact].kind == Kind::Set),
            wording: None,
        }));
    }
    let level = if setup.options.allow_unknown_facts {
        Level::Warning
    } else {
        Level::Error
    };
    let near = did_you_mean(name, set.facts.iter().map(|fact| &*fact.id));
    let hint = near.unwrap_or_else(|| {
        say!(
            "columns are called as facts, such as `company.headcount`; --map says what others mean, and leaves out with `ignore = true`"
        )
    });
    let message = say!("the column {name} is no fact", name = quoted(name));
    Err(Box::new(problem(message).level(level).hint(hint)))
}
