//! Rules, the bound of what is possible, the columns of the result, and what the statement says of itself.

use super::{Sql, lined, semicolons};
use crate::rubric::fact::Kind;
use crate::rubric::indexes;

impl Sql<'_> {
    /// Each rule's condition.
    pub(super) fn rules(&self) -> Vec<String> {
        let rules = self.set.rules.iter();
        rules
            .map(|rule| {
                let when = rule.when.as_ref();
                let when =
                    when.map_or_else(|| "TRUE".to_owned(), |when| self.condition(when, true));
                format!("{when} AS {}", self.rule(&rule.id))
            })
            .collect()
    }

    fn rule(&self, id: &str) -> String {
        self.names.of(&format!("rule {id}"))
    }

    /// The place of the first rule that is true: none behind it can fire.
    pub(super) fn first_true(&self) -> String {
        let last = self.set.rules.len();
        let whens: Vec<String> = self
            .set
            .rules
            .iter()
            .take(last.saturating_sub(1))
            .enumerate()
            .map(|(place, rule)| format!("WHEN {} THEN {}", self.rule(&rule.id), place + 1))
            .collect();
        let name = self.dialect.name_of("first true");
        if whens.is_empty() {
            return format!("{last} AS {name}");
        }
        format!(
            "CASE\n      {}\n      ELSE {last} END AS {name}",
            whens.join("\n      ")
        )
    }

    /// For each recommendation the place of its first rule that is not false.
    pub(super) fn places(&self) -> Vec<String> {
        let mut columns = Vec::new();
        for (number, recommendation) in self.set.recommendations.iter().enumerate() {
            let rules = self.set.rules.iter().enumerate();
            let mut whens: Vec<String> = rules
                .filter(|(_, rule)| usize::from(rule.recommend) == number)
                .map(|(place, rule)| {
                    let rule = self.rule(&rule.id);
                    format!("WHEN COALESCE({rule}, TRUE) THEN {}", place + 1)
                })
                .collect();
            if whens.is_empty() {
                continue;
            }
            whens.insert(0, "CASE".to_owned());
            whens.push(format!("END AS {}", self.place(&recommendation.id)));
            columns.push(lined(&whens, " ", 2));
        }
        columns
    }

    fn place(&self, id: &str) -> String {
        self.names.of(&format!("place of {id}"))
    }

    /// The recommendations of the rules that are not false up to the first that is true, in their order, each
    /// at its first such rule.
    pub(super) fn possible(&self) -> String {
        let first = self.dialect.name_of("first true");
        let rules = self.set.rules.iter().enumerate();
        let whens: Vec<String> = rules
            .map(|(place, rule)| {
                let place = place + 1;
                let id = &self.set.recommendations[usize::from(rule.recommend)].id;
                let (own, id) = (self.place(id), self.dialect.text(id));
                format!("CASE WHEN {first} >= {place} AND {own} = {place} THEN {id} END")
            })
            .collect();
        let name = self.dialect.name_of("possible_bound");
        format!("{} AS {name}", semicolons(&whens, 2))
    }

    /// The names of the result's columns that are no keys.
    pub(super) fn shown_names(&self) -> Vec<String> {
        let mut names = self.export.keys.to_vec();
        for rubric in &self.set.rubrics {
            let ends = ["", ".low", ".high"];
            names.extend(ends.map(|end| format!("{}{end}", rubric.id)));
        }
        for dimension in &self.set.dimensions {
            names.extend([".low", ".high"].map(|end| format!("{}{end}", dimension.id)));
        }
        names.extend(self.set.gates.iter().map(|gate| gate.id.to_string()));
        let last = ["possible_bound", "recommendation", "settled", "invalid"];
        names.extend(last.map(str::to_owned));
        names
    }

    /// The columns of the result: everything but the keys is NULL where something is invalid.
    pub(super) fn shown(&self) -> Vec<String> {
        let invalid = self.dialect.name_of("invalid");
        let column = |value: &str, name: &str| {
            let name = self.dialect.name_of(name);
            format!("CASE WHEN {invalid} IS NULL THEN {value} END AS {name}")
        };
        // The product is a decimal in every engine, so its digits are exact.
        let tenths = |value: &str| format!("CAST({value} * 0.1 AS DECIMAL(4, 1))");
        let mut columns: Vec<String> = self
            .export
            .keys
            .iter()
            .map(|key| format!("{} AS {}", self.key(key), self.dialect.name_of(key)))
            .collect();
        for rubric in &self.set.rubrics {
            let [low, high] =
                self.shown_ends(&rubric.id, self.has_score(indexes(&rubric.dimensions)));
            let certain = format!("CASE WHEN {low} = {high} THEN {} END", tenths(&low));
            columns.push(column(&certain, &rubric.id));
            columns.push(column(&tenths(&low), &format!("{}.low", rubric.id)));
            columns.push(column(&tenths(&high), &format!("{}.high", rubric.id)));
        }
        for (number, dimension) in self.set.dimensions.iter().enumerate() {
            let [low, high] = self.shown_ends(&dimension.id, self.has_score(number..number + 1));
            columns.push(column(&tenths(&low), &format!("{}.low", dimension.id)));
            columns.push(column(&tenths(&high), &format!("{}.high", dimension.id)));
        }
        for gate in &self.set.gates {
            let state = self.names.of(&format!("gate {}", gate.id));
            let state = format!(
                "CASE WHEN {state} THEN 'tripped' WHEN NOT {state} THEN 'clear' ELSE 'open' END"
            );
            columns.push(column(&state, &gate.id));
        }
        let possible = self.dialect.name_of("possible_bound");
        columns.push(column(&possible, "possible_bound"));
        // No id has a semicolon.
        let single = format!("position(';' IN {possible}) = 0");
        let recommendation = format!("CASE WHEN {single} THEN {possible} END");
        columns.push(column(&recommendation, "recommendation"));
        columns.push(column(&single, "settled"));
        columns.push(invalid);
        columns
    }

    fn shown_ends(&self, id: &str, exists: bool) -> [String; 2] {
        if exists {
            let [low, high, _] = self.ends(id);
            [low, high]
        } else {
            ["NULL".to_owned(), "NULL".to_owned()]
        }
    }

    /// What the statement says of itself, in comments.
    pub(super) fn header(&self) -> String {
        let set = self.set;
        let facts = set.facts.iter().filter(|fact| fact.kind != Kind::Text);
        let missing = match self.export.columns {
            None => {
                "The table has one for each fact: an engine tells which is missing. Add it, or export with --columns"
            }
            Some(_) => "Facts that --columns did not name are taken as unknown",
        };
        let lines = [
            format!("Rubric set {} {}, for {}", set.id, set.version, self.dialect.name()),
            format!("Digest {}", set.digest),
            format!("Written by maturity {}", env!("CARGO_PKG_VERSION")),
            String::new(),
            format!(
                "Scores the profiles in the table {}: {} facts, a column each, named by its id with the dot",
                self.export.table,
                facts.count()
            ),
            format!("{missing}."),
            "NULL, an empty text and unknown mean that a fact is not known. Columns may be typed or text: options by id,".to_owned(),
            "true and false, numbers, n/a where the fact allows it, sets as a-and-b with a semicolon between, or [] for none.".to_owned(),
            "Where a column holds anything else, invalid names the fact, and all figures of that row are NULL.".to_owned(),
            String::new(),
            "A rubric has its score where it is certain, and always low and high. possible_bound lists what three-valued".to_owned(),
            "evaluation leaves possible, recommendation is NULL unless that is one, settled says whether it is.".to_owned(),
            "Inside, points are whole, scores whole tenths, and a condition is NULL where what is unknown decides it.".to_owned(),
        ];
        let comment = |line: String| {
            // Nothing in a comment can end it, or the statement.
            let line: String = line
                .chars()
                .filter(|c| {
                    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | ';' | '\'' | '$')
                })
                .collect();
            if line.is_empty() {
                "--\n".to_owned()
            } else {
                format!("-- {line}\n")
            }
        };
        lines.into_iter().map(comment).collect()
    }
}
