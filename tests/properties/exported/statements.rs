//! What can be said of a statement without an engine: what is quoted is the set's own, what is not is SQL, every name
//! is there before it is read, and the columns of the result are those that README lists.

use super::parts::{parts, selected};
use super::tokens::{Token, tokens};
use super::{DIALECTS, OPTIONS, exported, hostile};
use crate::generate::model::{Kind, Model};
use crate::generate::{Case, cases, print};
use crate::same_cases;
use crate::subject::load_files;
use maturity::present::sql::{Dialect, Export};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeSet;

/// All that stands outside of quotes, but for numbers and the names of stages.
const WORDS: [&str; 48] = [
    "ABS",
    "AND",
    "AS",
    "BY",
    "CASE",
    "CAST",
    "COALESCE",
    "CREATE",
    "DECIMAL",
    "DIV",
    "DOUBLE",
    "ELSE",
    "END",
    "FALSE",
    "FROM",
    "IN",
    "IS",
    "LIKE",
    "MATERIALIZED",
    "NOT",
    "NULL",
    "NULLIF",
    "OR",
    "PRECISION",
    "REPLACE",
    "RLIKE",
    "SELECT",
    "STRING",
    "THEN",
    "TRUE",
    "TRY_CAST",
    "VARCHAR",
    "VIEW",
    "WHEN",
    "WITH",
    "abs",
    "concat",
    "concat_ws",
    "greatest",
    "least",
    "length",
    "position",
    "regexp_full_match",
    "replace",
    "translate",
    "E",
    "GREATEST",
    "LEAST",
];

/// The stages, in their order; the first is called otherwise where the table has its name.
const STAGES: [&str; 16] = [
    "stated",
    "lists",
    "answers",
    "checked",
    "criteria",
    "criteria_weights",
    "criteria_sums",
    "dimensions",
    "gates",
    "worst",
    "dimension_weights",
    "dimension_sums",
    "rubrics",
    "rules",
    "firing",
    "recommendation",
];

/// Tables and views that an engine would find only where their parts are quoted.
const TABLES: [&str; 5] = ["profiles", "stated", "my \"db\".it's", "`q`.a b", "x;--.y"];
const KEYS: [&[&str]; 4] = [&["id"], &["a \"key\"", "`b`"], &["it's", "甲"], &["\\"]];

/// What a statement is asked for.
struct Asked {
    table: &'static str,
    keys: Vec<String>,
    columns: Option<Vec<String>>,
    view: Option<&'static str>,
}

impl Asked {
    fn new(model: &Model, choices: &[u8]) -> Self {
        let keys = KEYS[usize::from(choices[50]) % KEYS.len()];
        let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        let some = model.facts.iter().zip(&choices[52..]);
        let some = some.filter(|(_, choice)| **choice % 3 > 0);
        let some = keys
            .iter()
            .cloned()
            .chain(some.map(|(fact, _)| fact.id.to_owned()));
        Self {
            table: TABLES[usize::from(choices[48]) % TABLES.len()],
            columns: (choices[51] % 2 == 1).then(|| some.collect()),
            view: [None, Some("scores"), Some("a \"b\".c")][usize::from(choices[49]) % 3],
            keys,
        }
    }

    fn export(&self, dialect: Dialect) -> Export<'_> {
        Export {
            dialect,
            table: self.table,
            keys: &self.keys,
            columns: self.columns.as_deref(),
            view: self.view,
        }
    }

    /// The columns that are read from the table.
    fn read(&self, model: &Model) -> BTreeSet<String> {
        let facts = model
            .facts
            .iter()
            .filter(|fact| !matches!(fact.kind, Kind::Text));
        let facts = facts.map(|fact| fact.id.to_owned());
        let has = |id: &String| {
            self.columns
                .as_ref()
                .is_none_or(|columns| columns.contains(id))
        };
        facts.filter(has).chain(self.keys.iter().cloned()).collect()
    }
}

/// The columns of the result, as README lists them. Parts of a set stand in the order of their ids.
pub(super) fn columns(model: &Model, keys: &[String]) -> Vec<String> {
    let mut columns = keys.to_vec();
    let sorted = |ids: Vec<String>| ids.into_iter().collect::<BTreeSet<_>>();
    for id in sorted(model.rubrics.iter().map(|one| one.id.to_owned()).collect()) {
        columns.extend(["", ".low", ".high"].map(|end| format!("{id}{end}")));
    }
    for id in sorted(
        (0..model.dimensions.len())
            .map(|one| model.dimension_id(one))
            .collect(),
    ) {
        columns.extend([".low", ".high"].map(|end| format!("{id}{end}")));
    }
    columns.extend(sorted(
        (0..model.gates.len())
            .map(|gate| model.gate_id(gate))
            .collect(),
    ));
    columns.extend(["possible_bound", "recommendation", "settled", "invalid"].map(str::to_owned));
    columns
}

/// The texts that a statement may hold in quotes: ids of the set, and what the grammar of columns needs.
fn literals(model: &Model) -> BTreeSet<String> {
    let own = [
        "", "unknown", "n/a", "true", "True", "TRUE", "false", "False", "FALSE", "no", "yes", ";",
        ";;", "[]", "[%", "{%", "[]{}\" ", ",", "tripped", "clear", "open",
    ];
    let mut all: BTreeSet<String> = own.map(str::to_owned).into();
    for fact in &model.facts {
        all.insert(fact.id.to_owned());
        match &fact.kind {
            Kind::Choice(options) => all.extend(options.iter().map(|&option| option.to_owned())),
            Kind::Set(options) => all.extend(options.iter().map(|option| format!(";{option};"))),
            Kind::Bool | Kind::Number(_) | Kind::Text => {}
        }
    }
    all.extend(model.recommendations.iter().map(|&id| id.to_owned()));
    all
}

/// Every stage reads what the one before it has, and calls nothing by a name that an engine would take for another.
fn check_names(
    dialect: Dialect,
    stages: &[&[Token]],
    table: BTreeSet<String>,
) -> Result<(), TestCaseError> {
    let mut known = table;
    for query in stages {
        let keeps = matches!(query.get(1), Some(Token::Sign('*')));
        let mut now: Vec<String> = if keeps {
            known.iter().cloned().collect()
        } else {
            Vec::new()
        };
        for (called, read) in selected(query) {
            for name in &read {
                prop_assert!(known.contains(name), "{name} is not there: {query:?}");
            }
            now.extend(called.or_else(|| read.first().cloned()));
        }
        let most = if dialect == Dialect::Postgres {
            63
        } else {
            usize::MAX
        };
        prop_assert!(now.iter().all(|name| name.len() <= most), "{now:?}");
        let told_apart: BTreeSet<String> = now.iter().map(|name| name.to_lowercase()).collect();
        prop_assert_eq!(told_apart.len(), now.len(), "{:?}", now);
        known = now.into_iter().collect();
    }
    Ok(())
}

fn check_statement(case: &Case) -> Result<usize, TestCaseError> {
    let model = hostile(&case.model, &case.choices);
    let set = load_files(&print::files(&model))?;
    let asked = Asked::new(&model, &case.choices);
    let texts = literals(&model);
    let mut hostile = 0;
    for dialect in DIALECTS {
        let statement = exported(&set, asked.export(dialect));
        prop_assert!(statement.is_ok(), "{statement:?}");
        let statement = statement.unwrap_or_default();
        // Spark replaces it, within quotes too.
        let replaced = statement.contains("${");
        prop_assert!(dialect != Dialect::Spark || !replaced, "{statement}");
        let found = tokens(dialect, &statement);
        prop_assert!(found.is_some(), "{statement}");
        let (comments, mut found) = found.unwrap_or_default();
        // Some clients part statements at semicolons wherever they stand, and fill in what follows a dollar.
        let is_plain = |comment: &String| !comment.contains([';', '\'', '$']);
        prop_assert!(comments.iter().all(is_plain), "{comments:?}");
        let ended = found.last() == Some(&Token::Sign(';'));
        prop_assert_eq!(ended, asked.view.is_some());
        found.truncate(found.len() - usize::from(ended));
        let mut patterns = 0;
        for (place, token) in found.iter().enumerate() {
            match token {
                Token::Name(_) => {}
                Token::Text(text) => {
                    let is_pattern = text.contains("[0-9]");
                    patterns += usize::from(is_pattern);
                    prop_assert!(
                        is_pattern || texts.contains(text),
                        "{text:?} in {statement}"
                    );
                    hostile += usize::from(OPTIONS[1..14].contains(&&**text));
                }
                Token::Word(word) => {
                    let stage = STAGES.contains(&&**word) || word == "as_stated";
                    let level = word.strip_prefix("gates_");
                    let number = level.unwrap_or(word);
                    let number = number.starts_with(|sign: char| sign.is_ascii_digit())
                        && number
                            .trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == 'e')
                            .is_empty();
                    let is_known = WORDS.contains(&&**word) || stage || number;
                    prop_assert!(is_known, "{word} at {place} in {statement}");
                }
                Token::Sign(sign) => {
                    prop_assert!("(),.=<>+-*/~".contains(*sign), "{sign} in {statement}");
                }
            }
        }
        let parts = parts(&found);
        prop_assert!(parts.is_some(), "{statement}");
        let parts = parts.expect("just seen");
        let (first, last) = (parts.stages[0], parts.stages[parts.stages.len() - 1]);
        // The table, the view and its columns by their own names.
        let named = |tokens: &[Token]| -> Vec<String> {
            let names = tokens.iter().filter_map(|token| match token {
                Token::Name(name) => Some(name.clone()),
                _ => None,
            });
            names.collect()
        };
        let split = |name: &str| name.split('.').map(str::to_owned).collect::<Vec<_>>();
        let from = first
            .iter()
            .rposition(|token| token.is("FROM"))
            .expect("a table");
        prop_assert_eq!(named(&first[from..]), split(asked.table));
        prop_assert_eq!(named(parts.head), asked.view.map_or_else(Vec::new, split));
        let read: BTreeSet<String> = selected(first)
            .into_iter()
            .flat_map(|(_, read)| read)
            .collect();
        prop_assert_eq!(&read, &asked.read(&model));
        check_names(dialect, &parts.stages, read)?;
        let called: Option<Vec<String>> = selected(last)
            .into_iter()
            .map(|(called, read)| called.or_else(|| read.into_iter().next()))
            .collect();
        prop_assert_eq!(called, Some(columns(&model, &asked.keys)));
        prop_assert!(
            patterns > 0
                || !model
                    .facts
                    .iter()
                    .any(|fact| matches!(fact.kind, Kind::Number(_)))
        );
    }
    Ok(hostile)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn a_statement_is_sql_with_the_names_of_the_set_in_quotes(case in cases()) {
        check_statement(&case)?;
    }
}

/// The random sets are worth something: most have texts in quotes that would break out of them.
#[test]
fn statements_hold_what_would_break_them() {
    let mut hostile = 0;
    for case in same_cases(cases(), 128) {
        hostile += usize::from(check_statement(&case).expect("checked above") > 0);
    }
    assert!(hostile > 50, "{hostile}");
}

/// A set with a dimension, and a rubric of nothing else, of which nothing ever applies.
const NEVER: [&str; 3] = [
    "id = \"never\"\nversion = \"1.0.0\"\ntitle = \"Never\"\n\
     [facts.\"s.a\"]\ntype = \"bool\"\nask = \"Is it?\"\n\
     [[recommendations]]\nid = \"go\"\ntitle = \"Go\"\n[[recommendations]]\nid = \"stay\"\ntitle = \"Stay\"\n\
     [[rules]]\nid = \"far\"\nrecommend = \"go\"\nwhen = { any = [{ worst = \"never\", at_least = 5 }, \
     { score = \"never\", at_least = 5 }, { score = \"never/none\", below = 50 }, { gate = \"some/of-none\" }] }\n\
     [[rules]]\nid = \"near\"\nrecommend = \"stay\"\n",
    "[rubric]\nid = \"never\"\nhigher_is = \"worse\"\naggregate = \"worst\"\n\
     [[dimensions]]\nid = \"none\"\n\
     [[criteria]]\nid = \"k\"\ndimension = \"none\"\nweight = 1\nfact = \"s.a\"\n\
     points.true = 0\npoints.false = 100\n\
     applies_when = [{ fact = \"s.a\", is = true }, { fact = \"s.a\", is = false }]\n",
    "[rubric]\nid = \"some\"\nhigher_is = \"better\"\n\
     [[dimensions]]\nid = \"one\"\n\
     [[criteria]]\nid = \"k\"\ndimension = \"one\"\nweight = 1\nfact = \"s.a\"\n\
     points.true = 0\npoints.false = 100\n\
     [[gates]]\nid = \"of-none\"\nwhen = { score = \"never/none\", below = 50 }\ncap = 10\n",
];

/// A score that no profile has is no column, and what asks for it is false.
#[test]
fn what_never_has_a_score_is_not_asked_for_it() {
    let set = load_files(&NEVER.map(str::to_owned)).expect("a set");
    let keys = ["id".to_owned()];
    for dialect in DIALECTS {
        let export = Export {
            dialect,
            table: "profiles",
            keys: &keys,
            columns: None,
            view: None,
        };
        let statement = exported(&set, export).expect("it can be said");
        let (_, found) = tokens(dialect, &statement).expect("words");
        let stages = parts(&found).expect("stages").stages;
        let read = selected(stages[0]).into_iter().flat_map(|(_, read)| read);
        check_names(dialect, &stages, read.collect()).expect("names that are there");
        assert!(!found.contains(&Token::Name("worst of never low".to_owned())));
    }
}
