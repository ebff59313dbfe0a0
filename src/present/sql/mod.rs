//! A rubric set as one SQL statement: a common table expression for each stage of scoring, named columns, no
//! functions to install. SQL's own logic with NULL is the three-valued one of conditions.

mod answers;
mod condition;
mod dialect;
mod mean;
mod names;
mod outcome;
mod scores;

pub use dialect::Dialect;

use crate::assess::tree::Ranges;
use crate::rubric::RubricSet;
use crate::rubric::fact::Kind;
use names::Names;
use std::fmt;

/// What a statement is written for.
#[derive(Clone, Copy, Debug)]
pub struct Export<'e> {
    /// The engine.
    pub dialect: Dialect,
    /// The table of profiles, with its catalog and schema where it needs them, parted by dots.
    pub table: &'e str,
    /// Columns that are passed through as they are.
    pub keys: &'e [String],
    /// The columns that the table has; none where it has one for each fact.
    pub columns: Option<&'e [String]>,
    /// The view that the statement is to make; none where it is to be the query alone.
    pub view: Option<&'e str>,
}

/// Why a set cannot be written for an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Two columns of the result would have this name.
    TwoColumns(String),
    /// A column's name, which passes what the engine allows.
    LongName(String, usize),
    /// A stage's columns, which pass what the engine allows.
    ManyColumns(usize, usize),
    /// An option of a set with a semicolon, which parts options in a column; and its fact.
    Semicolon(String, String),
    /// A key that is none of the columns.
    NoKey(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TwoColumns(name) => write!(
                f,
                "the result would have two columns `{name}`: give --key another column, or rename that one"
            ),
            Self::LongName(name, most) => write!(
                f,
                "`{name}` is longer than the {most} bytes that a name can have in this engine"
            ),
            Self::ManyColumns(columns, most) => write!(
                f,
                "a stage would have {columns} columns, and this engine allows {most}: use another one"
            ),
            Self::Semicolon(option, fact) => write!(
                f,
                "the option `{option}` of `{fact}` has a semicolon, which parts the options of a set in a column"
            ),
            Self::NoKey(key) => write!(
                f,
                "the key `{key}` is none of --columns: name another one with --key, such as --key profile.id"
            ),
        }
    }
}

/// What the writers of the stages share.
struct Sql<'s> {
    set: &'s RubricSet,
    ranges: &'s [Ranges],
    export: Export<'s>,
    dialect: Dialect,
    names: Names<'s>,
}

/// The statement; `ranges` are those of the set's criteria. The same set and the same wishes give the same
/// bytes. A query alone ends without a semicolon, so that it can stand in parentheses.
///
/// # Errors
/// What the engine, or a table of profiles, cannot express.
pub fn statement(
    set: &RubricSet,
    ranges: &[Ranges],
    export: Export<'_>,
) -> Result<String, Refusal> {
    let sql = Sql {
        set,
        ranges,
        export,
        dialect: export.dialect,
        names: Names::new(set, export.dialect),
    };
    sql.refuse()?;
    let mut stages = Stages::default();
    stages.first(sql.stated(), &sql.qualified(export.table));
    stages.next("lists", sql.lists(), true);
    stages.next("answers", sql.answers(), false);
    let invalid = format!("{} AS {}", sql.invalid(), sql.dialect.name_of("invalid"));
    stages.next("checked", vec![invalid], true);
    stages.next("criteria", sql.criteria(), true);
    let (weights, sums, dimensions) = sql.dimensions();
    stages.next("criteria_weights", weights, true);
    stages.next("criteria_sums", sums, true);
    stages.next("dimensions", dimensions, true);
    for (level, gates) in sql.gates().into_iter().enumerate() {
        let name = match level {
            0 => "gates".to_owned(),
            _ => format!("gates_{}", level + 1),
        };
        stages.next(&name, gates, true);
    }
    stages.next("worst", sql.worst(), true);
    let (weights, sums, rubrics) = sql.rubrics();
    stages.next("dimension_weights", weights, true);
    stages.next("dimension_sums", sums, true);
    stages.next("rubrics", rubrics, true);
    stages.next("rules", sql.rules(), true);
    let mut firing = vec![sql.first_true()];
    firing.extend(sql.places());
    stages.next("firing", firing, true);
    stages.next("recommendation", vec![sql.possible()], true);
    let most = sql.dialect.most_columns();
    if stages.columns > most {
        return Err(Refusal::ManyColumns(stages.columns, most));
    }
    let (header, query) = (sql.header(), sql.assemble(&stages));
    Ok(match export.view {
        Some(view) => {
            let view = sql.qualified(view);
            format!("{header}CREATE OR REPLACE VIEW {view} AS\n{query};\n")
        }
        None => format!("{header}{query}\n"),
    })
}

/// Parts on one line, or where that is long, on a line each; `indent` is that of the expression.
fn lined(parts: &[String], between: &str, indent: usize) -> String {
    let line = parts.join(between);
    if line.len() <= 100 && !line.contains('\n') {
        return line;
    }
    parts.join(&format!(
        "\n{}{}",
        "  ".repeat(indent + 1),
        between.trim_start()
    ))
}

/// Texts that are not NULL with a semicolon between; NULL where there is none.
fn semicolons(texts: &[String], indent: usize) -> String {
    // The fewest arguments that an engine's functions take are a hundred.
    const MOST: usize = 90;
    let step = format!("\n{}", "  ".repeat(indent + 1));
    if texts.len() > MOST {
        let chunks = texts.chunks(texts.len().div_ceil(MOST).max(MOST));
        let parts: Vec<String> = chunks.map(|chunk| semicolons(chunk, indent + 1)).collect();
        return semicolons(&parts, indent);
    }
    format!(
        "NULLIF(concat_ws(';',{step}{}), '')",
        texts.join(&format!(",{step}"))
    )
}

/// The stages so far.
#[derive(Default)]
struct Stages {
    /// The name, the columns, what they are read from, and whether all of that is kept.
    list: Vec<(String, Vec<String>, String, bool)>,
    /// The columns of the last one.
    columns: usize,
}

impl Stages {
    fn first(&mut self, columns: Vec<String>, table: &str) {
        // A common table expression would hide a table of its name.
        let name = if table
            .trim_matches(['"', '`'])
            .eq_ignore_ascii_case("stated")
        {
            "as_stated"
        } else {
            "stated"
        };
        self.columns = columns.len();
        self.list
            .push((name.to_owned(), columns, table.to_owned(), false));
    }

    fn next(&mut self, name: &str, columns: Vec<String>, keep: bool) {
        if columns.is_empty() {
            return;
        }
        let from = self.list.last().map_or("", |(name, ..)| name).to_owned();
        self.columns = columns.len() + if keep { self.columns } else { 0 };
        self.list.push((name.to_owned(), columns, from, keep));
    }
}

impl Sql<'_> {
    fn key(&self, key: &str) -> String {
        self.names.of(&format!("key {key}"))
    }

    /// A name with its catalog and schema, each part quoted.
    fn qualified(&self, name: &str) -> String {
        let parts = name.split('.');
        let parts: Vec<String> = parts.map(|part| self.dialect.name_of(part)).collect();
        parts.join(".")
    }

    fn assemble(&self, stages: &Stages) -> String {
        let mut text = String::from("WITH");
        for (place, (name, columns, from, keep)) in stages.list.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let stage = self.dialect.stage();
            text.push_str(&format!("{comma}\n{name} {stage} (\n  SELECT\n"));
            if *keep {
                text.push_str("    *,\n");
            }
            text.push_str("    ");
            text.push_str(&columns.join(",\n    "));
            text.push_str(&format!("\n  FROM {from}\n)"));
        }
        let from = stages.list.last().map_or("", |(name, ..)| name);
        text.push_str("\nSELECT\n  ");
        text.push_str(&self.shown().join(",\n  "));
        text.push_str(&format!("\nFROM {from}"));
        text
    }

    /// What neither the engine nor a table of profiles can express.
    fn refuse(&self) -> Result<(), Refusal> {
        let most = self.dialect.longest_name();
        let export = &self.export;
        let facts = self.set.facts.iter().filter(|fact| fact.kind != Kind::Text);
        let facts: Vec<_> = facts.collect();
        let given = facts.iter().map(|fact| &*fact.id);
        let mut shown = self.shown_names();
        let long = given
            .chain(shown.iter().map(String::as_str))
            .find(|name| name.len() > most);
        if let Some(name) = long {
            return Err(Refusal::LongName(name.to_owned(), most));
        }
        if let Some(key) = export
            .keys
            .iter()
            .find(|key| export.columns.is_some_and(|columns| !columns.contains(key)))
        {
            return Err(Refusal::NoKey(key.clone()));
        }
        shown.sort_by_key(|name| name.to_lowercase());
        let twice = shown
            .windows(2)
            .find(|pair| pair[0].to_lowercase() == pair[1].to_lowercase());
        if let Some(pair) = twice {
            return Err(Refusal::TwoColumns(pair[1].clone()));
        }
        for fact in facts.iter().filter(|fact| fact.kind == Kind::Set) {
            if let Some(option) = fact.options.iter().find(|option| option.id.contains(';')) {
                return Err(Refusal::Semicolon(
                    option.id.to_string(),
                    fact.id.to_string(),
                ));
            }
        }
        Ok(())
    }
}
