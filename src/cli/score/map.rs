//! What the columns of somebody else's table say: a map in TOML from column to fact and from value to option.

use crate::finding::{Code, Finding, SourceText, did_you_mean, quoted, ticked};
use crate::language::nouns::noun;
use crate::rubric::RubricSet;
use crate::rubric::fact::{Fact, Kind};
use crate::say;
use crate::source::inputs::cells::{Column, Wording};
use crate::source::{files, toml};
use crate::value::{Key, Node, Value, number};

/// The map of one kind of table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Map {
    /// What each column says, by its name; none for what is left out on purpose.
    pub(super) columns: Vec<(String, Option<Column>)>,
}

/// The keys of `profile:` that a column may state.
pub(super) const ABOUT: [&str; 4] = ["id", "as_of", "prepared_by", "rubrics"];

/// Reads a map and checks it against a rubric set.
///
/// # Errors
/// Every problem of the file.
pub(super) fn read(set: &RubricSet, path: &str) -> Result<Map, Vec<Finding>> {
    let file = files::read(path).map_err(|finding| vec![*finding])?;
    let source = SourceText::new(file.path.clone(), &file.text);
    let root = toml::read(&source)?;
    let mut reader = Reader {
        set,
        source: &source,
        findings: Vec::new(),
    };
    let columns = reader.columns(&root);
    if reader.findings.is_empty() {
        Ok(Map { columns })
    } else {
        Err(reader.findings)
    }
}

struct Reader<'r, 'a> {
    set: &'r RubricSet,
    source: &'r SourceText<'a>,
    findings: Vec<Finding>,
}

const KEYS: [&str; 8] = [
    "fact",
    "profile",
    "ignore",
    "values",
    "factor",
    "thousands",
    "decimal",
    "separator",
];

impl Reader<'_, '_> {
    fn error(&mut self, node: &Node<'_>, code: Code, message: String, hint: impl Into<String>) {
        let finding = Finding::error(self.source, node.span, code, message);
        self.findings.push(finding.hint(hint));
    }

    fn unknown_key(&mut self, key: &Key<'_>, message: String, hint: String) {
        let finding = Finding::error(self.source, key.span, Code::UnknownKey, message);
        self.findings.push(finding.hint(hint));
    }

    fn columns(&mut self, root: &Node<'_>) -> Vec<(String, Option<Column>)> {
        let mut columns: Vec<(String, Option<Column>)> = Vec::new();
        let Value::Map(tables) = &root.value else {
            return columns;
        };
        for (key, _) in tables.iter().filter(|(key, _)| key.text != "columns") {
            let message = say!(
                "{key} means nothing in a map of columns",
                key = quoted(&key.text)
            );
            self.unknown_key(key, message, say!("it holds `[columns.\"NAME\"]`"));
        }
        let Some(Value::Map(entries)) = root.get("columns").map(|node| &node.value) else {
            let usage = say!("write `[columns.\"NAME\"]` and, below it, `fact = \"section.key\"`");
            self.error(root, Code::MissingField, say!("no column is mapped"), usage);
            return columns;
        };
        for (name, node) in entries {
            let column = self.column(name, node);
            let same = |earlier: &&(String, Option<Column>)| {
                let both = earlier.1.as_ref().zip(column.as_ref());
                both.is_some_and(|(a, b)| (&a.section, &a.key) == (&b.section, &b.key))
            };
            if let Some((earlier, _)) = columns.iter().find(same) {
                let message = say!(
                    "{name} says what {earlier} says",
                    name = quoted(&name.text),
                    earlier = quoted(earlier)
                );
                self.error(
                    node,
                    Code::DuplicateId,
                    message,
                    say!("map one of the two, and give the other `ignore = true`"),
                );
            }
            columns.push((name.text.trim().to_owned(), column));
        }
        columns
    }

    fn column(&mut self, name: &Key<'_>, node: &Node<'_>) -> Option<Column> {
        let Value::Map(entries) = &node.value else {
            let message = say!(
                "the column {name} is a table, not {what}",
                name = quoted(&name.text),
                what = node.describe()
            );
            self.error(
                node,
                Code::WrongType,
                message,
                say!("write `fact = \"section.key\"` in it"),
            );
            return None;
        };
        for (key, _) in entries {
            if !KEYS.contains(&&*key.text) {
                let hint = did_you_mean(&key.text, KEYS)
                    .unwrap_or_else(|| say!("it holds {keys}", keys = ticked(KEYS)));
                self.unknown_key(
                    key,
                    say!("{key} means nothing for a column", key = quoted(&key.text)),
                    hint,
                );
            }
        }
        let targets: Vec<&str> = KEYS[..3]
            .iter()
            .copied()
            .filter(|key| node.get(key).is_some())
            .collect();
        let [target] = *targets else {
            let message = say!(
                "the column {name} needs one of `fact`, `profile` and `ignore`",
                name = quoted(&name.text)
            );
            self.error(
                node,
                Code::MissingField,
                message,
                say!("write `fact = \"section.key\"`, or `ignore = true`"),
            );
            return None;
        };
        let named = node.get(target)?;
        match target {
            "fact" => self.fact(named, node),
            "profile" => self.about(named),
            _ => {
                if named.boolean() != Some(true) {
                    self.error(
                        named,
                        Code::WrongType,
                        say!("`ignore` is true"),
                        say!("or leave it out"),
                    );
                }
                None
            }
        }
    }

    fn about(&mut self, named: &Node<'_>) -> Option<Column> {
        let key = named.text().filter(|key| ABOUT.contains(key));
        if key.is_none() {
            let message = say!("a column states one key of `profile`");
            self.error(
                named,
                Code::UnknownKey,
                message,
                say!("there are {about}", about = ticked(ABOUT)),
            );
        }
        Some(Column {
            section: "profile".to_owned(),
            key: key?.to_owned(),
            ..Column::default()
        })
    }

    fn fact(&mut self, named: &Node<'_>, node: &Node<'_>) -> Option<Column> {
        let set = self.set;
        let id = named.text().unwrap_or("");
        let Some(fact) = set.fact(id).map(|number| &set.facts[number]) else {
            let near = did_you_mean(id, set.facts.iter().map(|fact| &*fact.id));
            let hint = near.unwrap_or_else(|| say!("`maturity explain` lists all facts"));
            self.error(
                named,
                Code::UnknownFact,
                say!("no fact is called {id}", id = quoted(id)),
                hint,
            );
            return None;
        };
        let wording = Wording {
            values: self.values(fact, node),
            factor: self.factor(fact, node),
            thousands: self.sign(fact, node, "thousands"),
            decimal: self.sign(fact, node, "decimal"),
            separator: self.sign(fact, node, "separator"),
        };
        Some(Column {
            section: fact.section().to_owned(),
            key: fact.key().to_owned(),
            set: fact.kind == Kind::Set,
            wording: (wording != Wording::default()).then_some(wording),
        })
    }

    fn values(&mut self, fact: &Fact, node: &Node<'_>) -> Vec<(String, String)> {
        let Some(table) = node.get("values") else {
            return Vec::new();
        };
        let Value::Map(entries) = &table.value else {
            let message = say!("`values` is a table, not {what}", what = table.describe());
            self.error(
                table,
                Code::WrongType,
                message,
                say!("write `values = {{ \"Their word\" = \"our-option\" }}`"),
            );
            return Vec::new();
        };
        let mut values = Vec::new();
        for (written, node) in entries {
            let value = node.text().unwrap_or("");
            let options: Vec<&str> = match fact.kind {
                Kind::Choice | Kind::Set => fact.options.iter().map(|option| &*option.id).collect(),
                Kind::Bool => vec!["true", "false"],
                Kind::Integer | Kind::Number | Kind::Text => Vec::new(),
            };
            let free = match fact.kind {
                Kind::Integer | Kind::Number => number(value).is_some(),
                Kind::Text => true,
                Kind::Bool | Kind::Choice | Kind::Set => false,
            };
            let known =
                options.contains(&value) || value == "unknown" || value == "n/a" && fact.allow_na;
            if !known && !free {
                let hint = did_you_mean(value, options.iter().copied()).unwrap_or_else(|| {
                    say!(
                        "write {options}, or `unknown`",
                        options = ticked(options.iter().copied())
                    )
                });
                self.error(
                    node,
                    Code::UnknownOption,
                    say!(
                        "{value} is no value of `{fact}`",
                        value = quoted(value),
                        fact = fact.id
                    ),
                    hint,
                );
            }
            values.push((written.text.trim().to_owned(), value.to_owned()));
        }
        values
    }

    fn factor(&mut self, fact: &Fact, node: &Node<'_>) -> Option<f64> {
        let node = node.get("factor")?;
        let factor = node.plain().and_then(number).filter(|factor| *factor > 0.0);
        if factor.is_none() || !fact.kind.is_numeric() {
            let message = say!(
                "`factor` is a number above 0, for a fact that is one; `{fact}` is {kind}",
                fact = fact.id,
                kind = noun(fact.kind.name())
            );
            self.error(
                node,
                Code::WrongType,
                message,
                say!("a field times the factor is in the fact's unit"),
            );
        }
        factor
    }

    fn sign(&mut self, fact: &Fact, node: &Node<'_>, key: &str) -> Option<String> {
        let node = node.get(key)?;
        let fits = if key == "separator" {
            fact.kind == Kind::Set
        } else {
            fact.kind.is_numeric()
        };
        let sign = node
            .text()
            .filter(|sign| !sign.is_empty() && node.plain().is_none());
        if sign.is_none() || !fits {
            let message = say!(
                "`{key}` is a text, and does not fit `{fact}`, {kind}",
                key,
                fact = fact.id,
                kind = noun(fact.kind.name())
            );
            self.error(
                node,
                Code::WrongType,
                message,
                say!("`separator` is for sets, `thousands` and `decimal` for numbers"),
            );
        }
        sign.map(str::to_owned)
    }
}
