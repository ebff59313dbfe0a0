//! The first stages: columns of any type become answers, and what is no value of its fact is told.

use super::condition::{cell_text, number};
use super::{Sql, lined, semicolons};
use crate::rubric::fact::{Fact, Kind, cells};
use crate::rubric::indexes;
use crate::rubric::number::narrow;

/// What stands for a value that a fact does not have; no option can be called so.
const INVALID: &str = "'unknown'";

/// What means that nothing is known.
const UNKNOWN: &str = "('', 'unknown')";

/// The largest whole number: from there on floats skip some.
const EXACT: &str = "9007199254740992";

impl Sql<'_> {
    /// The facts that anything can read: a text is context, never tested.
    fn read(&self) -> impl Iterator<Item = &Fact> {
        let facts = self.set.facts.iter();
        facts.filter(|fact| fact.kind != Kind::Text)
    }

    /// The columns of the table as text, keys as they are; a fact without a column is unknown.
    pub(super) fn stated(&self) -> Vec<String> {
        let keys = self.export.keys.iter().map(|key| {
            let (from, to) = (self.dialect.name_of(key), self.key(key));
            format!("{from} AS {to}")
        });
        let facts = self.read().map(|fact| {
            let name = self.names.of(&fact.id);
            let from = if self.has(&fact.id) {
                self.dialect.name_of(&fact.id)
            } else {
                "NULL".to_owned()
            };
            format!("{} AS {name}", self.dialect.as_text(&from))
        });
        keys.chain(facts).collect()
    }

    fn has(&self, fact: &str) -> bool {
        let columns = self.export.columns;
        columns.is_none_or(|columns| columns.iter().any(|column| column == fact))
    }

    /// Each fact as what the later stages test: an option's text, a number, a yes or no for each option of a
    /// set. NULL is unknown.
    pub(super) fn answers(&self) -> Vec<String> {
        let mut columns: Vec<String> = self.export.keys.iter().map(|key| self.key(key)).collect();
        for (place, fact) in self.set.facts.iter().enumerate() {
            let name = self.names.of(&fact.id);
            match fact.kind {
                Kind::Text => {}
                Kind::Bool | Kind::Choice => columns.push(self.option(fact, &name)),
                Kind::Set => self.options(fact, &mut columns),
                Kind::Integer | Kind::Number => {
                    // So short that no engine's 64 bits overflow.
                    let fits = self.dialect.fits(&name, pattern(fact.kind));
                    let fits = format!("length({name}) <= 40 AND {fits}");
                    let value = self.dialect.as_number(&name);
                    columns.push(format!("CASE WHEN {fits} THEN {value} END AS {name}"));
                    columns.push(format!("{name} AS {}", self.as_written(fact)));
                    if fact.allow_na {
                        let na = self.names.not_applicable(narrow(place));
                        columns.push(format!(
                            "CASE WHEN {name} = 'n/a' THEN TRUE WHEN {fits} THEN FALSE END AS {na}"
                        ));
                    }
                }
            }
        }
        columns
    }

    fn as_written(&self, fact: &Fact) -> String {
        self.names.of(&format!("{} as written", fact.id))
    }

    /// A bool or a choice by its text.
    fn option(&self, fact: &Fact, name: &str) -> String {
        let variable = &self.set.variables[usize::from(fact.variables.start)];
        let texts: Vec<&str> = cells(variable.all())
            .map(|cell| cell_text(fact, variable.na, cell))
            .collect();
        let literals: Vec<String> = texts.iter().map(|text| self.dialect.text(text)).collect();
        let mut whens = vec![format!("{name} IN ({}) THEN {name}", literals.join(", "))];
        // Booleans as engines and other formats write them, also for a choice with `no` and `yes`.
        for (value, word) in [(false, "no"), (true, "yes")] {
            let spellings = if value {
                ["true", "True", "TRUE"]
            } else {
                ["false", "False", "FALSE"]
            };
            let known = match fact.kind {
                Kind::Bool => Some(spellings[0]),
                _ => fact.option(word).map(|_| word),
            };
            let Some(known) = known else { continue };
            let spellings: Vec<String> = spellings
                .iter()
                .filter(|spelling| !texts.contains(spelling))
                .map(|spelling| self.dialect.text(spelling))
                .collect();
            if !spellings.is_empty() {
                let known = self.dialect.text(known);
                whens.push(format!("{name} IN ({}) THEN {known}", spellings.join(", ")));
            }
        }
        whens.push(format!("{name} NOT IN {UNKNOWN} THEN {INVALID}"));
        format!("CASE WHEN {} END AS {name}", whens.join(" WHEN "))
    }

    /// What the columns of sets list: each option between two semicolons.
    pub(super) fn lists(&self) -> Vec<String> {
        let sets = self.read().filter(|fact| fact.kind == Kind::Set);
        sets.map(|fact| {
            let name = self.names.of(&fact.id);
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            let mut options = fact.options.iter();
            let list = if options.all(|option| option.id.chars().all(plain)) {
                // The engine's own lists too: [a, b] or {a,b} as text.
                format!(
                    "CASE WHEN {name} LIKE '[%' OR {name} LIKE '{{%' \
                     THEN replace(translate({name}, '[]{{}}\" ', ''), ',', ';') ELSE {name} END"
                )
            } else {
                format!("CASE WHEN {name} = '[]' THEN '' ELSE {name} END")
            };
            format!(
                "CASE WHEN {name} NOT IN {UNKNOWN} THEN concat(';', replace({list}, ';', ';;'), ';') END AS {}",
                self.list(fact)
            )
        })
        .collect()
    }

    fn list(&self, fact: &Fact) -> String {
        self.names.of(&format!("{} as a list", fact.id))
    }

    /// A set: whether each option is among those listed.
    fn options(&self, fact: &Fact, columns: &mut Vec<String>) {
        let list = self.list(fact);
        for (option, variable) in fact.options.iter().zip(indexes(&fact.variables)) {
            let item = self.dialect.text(&format!(";{};", option.id));
            let own = self.names.variable(narrow(variable));
            columns.push(format!("position({item} IN {list}) > 0 AS {own}"));
        }
        columns.push(list);
    }

    /// The facts whose columns hold no value of theirs, for a person to look at.
    pub(super) fn invalid(&self) -> String {
        let (mut options, mut wrong, mut whens) = (Vec::new(), Vec::new(), Vec::new());
        for fact in self.read() {
            let name = self.names.of(&fact.id);
            let test = match fact.kind {
                Kind::Set => self.wrong_list(fact),
                Kind::Integer | Kind::Number => self.wrong_number(fact, &name),
                Kind::Bool | Kind::Choice | Kind::Text => format!("{name} = {INVALID}"),
            };
            let id = self.dialect.text(&fact.id);
            whens.push(format!("CASE WHEN {test} THEN {id} END"));
            match fact.kind {
                Kind::Bool | Kind::Choice => options.push(name),
                Kind::Set | Kind::Integer | Kind::Number | Kind::Text => {
                    wrong.push(format!("({test})"));
                }
            }
        }
        if !options.is_empty() {
            wrong.insert(0, format!("{INVALID} IN ({})", lined(&options, ", ", 3)));
        }
        if wrong.is_empty() {
            return self.dialect.as_text("NULL");
        }
        // Rows in which nothing is wrong need no text put together.
        format!(
            "CASE WHEN {}\n      THEN {} END",
            lined(&wrong, " OR ", 2),
            semicolons(&whens, 3)
        )
    }

    fn wrong_number(&self, fact: &Fact, name: &str) -> String {
        let written = self.as_written(fact);
        let mut wrong = vec![format!("{name} IS NULL")];
        wrong.extend(fact.min.map(|min| format!("{name} < {}", number(min))));
        wrong.extend(fact.max.map(|max| format!("{name} > {}", number(max))));
        if fact.kind == Kind::Integer && (fact.min.is_none() || fact.max.is_none()) {
            wrong.push(format!("abs({name}) > {EXACT}"));
        }
        let beside = if fact.allow_na {
            "('', 'unknown', 'n/a')"
        } else {
            UNKNOWN
        };
        format!("{written} NOT IN {beside} AND ({})", wrong.join(" OR "))
    }

    /// A list of which something is left once every option is taken out.
    fn wrong_list(&self, fact: &Fact) -> String {
        let mut rest = self.list(fact);
        for option in &fact.options {
            let item = self.dialect.text(&format!(";{};", option.id));
            rest = format!("replace({rest}, {item}, '')");
        }
        // Nothing listed leaves the two semicolons around it.
        format!("{rest} NOT IN ('', ';;')")
    }
}

/// A number as it may be written.
fn pattern(kind: Kind) -> &'static str {
    match kind {
        // Typed columns of floats write 12 as 12.0.
        Kind::Integer => "[-+]?(0|[1-9][0-9]*)([.]0+)?",
        _ => "[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9][0-9]?)?",
    }
}
