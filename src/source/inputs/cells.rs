//! What the fields of a table say: each column is a fact or a key of `profile:`, each row a profile.

use super::csv::trimmed;
use crate::finding::{Code, Finding, Findings, Level, SourceText, short, too_long};
use crate::language::list::count;
use crate::limits::limits;
use crate::say;
use crate::source::yaml::Read;
use crate::value::{Key, Node, Span, Value};
use std::borrow::Cow;

/// What a column says: a fact, or a key of `profile:`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// The section.
    pub section: String,
    /// The key.
    pub key: String,
    /// Whether it is a set: its options stand between separators.
    pub set: bool,
    /// How its fields are written, where that is not how a profile writes them.
    pub wording: Option<Wording>,
}

/// How fields are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// What a field says, and the value that it stands for.
    pub values: Vec<(String, String)>,
    /// What a number is multiplied by to be in the fact's unit.
    pub factor: Option<f64>,
    /// What groups the digits of a number, to be left out.
    pub thousands: Option<String>,
    /// What stands before the decimals.
    pub decimal: Option<String>,
    /// What stands between the options of a set, where it is no semicolon.
    pub separator: Option<String>,
}

impl Wording {
    /// The value that a field stands for; none for a number that is not written as this says that numbers are: what
    /// it means would be a guess.
    fn value(&self, text: &str) -> Option<String> {
        let known = self.values.iter().find(|(written, _)| written == text);
        if let Some((_, value)) = known {
            return Some(value.clone());
        }
        if self.factor.is_none() && self.thousands.is_none() && self.decimal.is_none() {
            return Some(text.to_owned());
        }
        match self.number(text) {
            Some(number) => Some(in_unit(number, self.factor.unwrap_or(1.0))),
            None if crate::value::number(text).is_some() => None,
            None => Some(text.to_owned()),
        }
    }

    /// A number with its signs in their places: between groups of three digits, and once before the decimals.
    fn number(&self, text: &str) -> Option<f64> {
        let thousands = self.thousands.as_deref();
        let point = self.decimal.as_deref().unwrap_or(".");
        let parts = text.split_once(point).filter(|_| thousands != Some(point));
        let (whole, decimals) = parts.map_or((text, None), |(whole, rest)| (whole, Some(rest)));
        let digits = match thousands {
            Some(sign) if whole.contains(sign) => {
                let (first, rest) = whole.split_once(sign)?;
                let first = first.trim_start_matches(['-', '+']);
                let three = |group: &str| group.len() == 3 && is_digits(group);
                if !(1..=3).contains(&first.len())
                    || !is_digits(first)
                    || !rest.split(sign).all(three)
                {
                    return None;
                }
                whole.replace(sign, "")
            }
            _ => whole.to_owned(),
        };
        // What is left of points belongs to another way to write numbers.
        if digits.contains('.') || decimals.is_some_and(|decimals| decimals.contains('.')) {
            return None;
        }
        let written = decimals.map(|decimals| format!("{digits}.{decimals}"));
        crate::value::number(&written.unwrap_or(digits))
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number in another unit, to fifteen significant digits: what a float cannot hold is no decimal of the field.
fn in_unit(number: f64, factor: f64) -> String {
    let product: f64 = format!("{:.14e}", number * factor)
        .parse()
        .unwrap_or(f64::NAN);
    format!("{product}")
}

/// A record as the profile that it states: sections with facts, empty fields unknown. One in which every field is
/// empty is a profile too, with a warning: spreadsheets leave such rows behind, other programs mean them.
///
/// # Errors
/// Where a field that begins with a bracket is not well-formed.
pub fn profile<'a>(
    source: &SourceText<'a>,
    cells: impl Iterator<Item = (Cow<'a, str>, Span)>,
    columns: &[Option<Column>],
) -> Read<Node<'a>> {
    let cells: Vec<(Cow<'a, str>, Span)> = cells.collect();
    let bare = cells.iter().all(|(text, _)| trimmed(text).is_empty());
    let (first, last) = (cells.first(), cells.last());
    let row = first.zip(last).map(|((_, first), (_, last))| Span {
        end: last.end,
        ..*first
    });
    if cells.len() != columns.len() {
        let last = cells.last().map_or(Span::new(0, 0), |(_, span)| *span);
        let fields = count(cells.len(), "field", "fields");
        let message = say!(
            "this row has {fields}, the header has {columns}",
            fields,
            columns = columns.len()
        );
        let finding = Finding::error(source, last, Code::Syntax, message);
        let hint = say!("put text that contains a separator or a line break into double quotes");
        return Err(vec![finding.hint(hint)]);
    }
    let mut sections: Vec<(Key<'a>, Vec<(Key<'a>, Node<'a>)>)> = Vec::new();
    let mut findings = Vec::new();
    let longest = limits().text;
    for ((text, span), column) in cells.into_iter().zip(columns) {
        if text.len() > longest {
            return Err(vec![*too_long(source, span)]);
        }
        let Some(column) = column else { continue };
        let node = match field(source, text, span, column) {
            Ok(Some(node)) => node,
            Ok(None) => continue,
            Err(errors) => {
                findings.extend(errors);
                continue;
            }
        };
        let named = |text: &str| Key {
            text: Cow::Owned(text.to_owned()),
            span,
        };
        let place = sections
            .iter()
            .position(|(name, _)| *name.text == *column.section);
        let place = place.unwrap_or_else(|| {
            sections.push((named(&column.section), Vec::new()));
            sections.len() - 1
        });
        sections[place].1.push((named(&column.key), node));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let whole = Span::new(0, source.text.len());
    let section = |(key, facts): (Key<'a>, Vec<_>)| {
        let value = Value::Map(facts);
        (
            key.clone(),
            Node {
                span: key.span,
                value,
            },
        )
    };
    let mut warnings = Findings::default();
    let told = || row.is_some_and(|row| follows_bare(source.text, row));
    if let Some(row) = row.filter(|_| bare && sections.is_empty() && !told()) {
        let message = say!(
            "this row says nothing: it is a profile of which nothing is known, and so is each like it that follows"
        );
        let finding = Finding::error(source, row, Code::EmptyDocument, message);
        let hint = say!("delete the row if it is none: spreadsheets leave empty rows at the end");
        warnings.push(finding.level(Level::Warning).hint(hint));
    }
    let value = Value::Map(sections.into_iter().map(section).collect());
    Ok((Node { span: whole, value }, warnings))
}

/// Whether the line above a row says nothing either: spreadsheets leave hundreds of such rows.
fn follows_bare(text: &str, row: Span) -> bool {
    let above = text.get(..row.start as usize).unwrap_or("");
    let above = above.trim_end_matches(['\n', '\r']);
    let line = above
        .rsplit('\n')
        .next()
        .unwrap_or("")
        .trim_end_matches('\r');
    let empty = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '"');
    !line.is_empty() && line.chars().all(empty)
}

fn field<'a>(
    source: &SourceText<'a>,
    text: Cow<'a, str>,
    span: Span,
    column: &Column,
) -> Result<Option<Node<'a>>, Vec<Finding>> {
    let set = column.set;
    let one = |text: &str| match &column.wording {
        Some(wording) => wording
            .value(text)
            .ok_or_else(|| otherwise(source, span, text)),
        None => Ok(text.to_owned()),
    };
    let trimmed = trimmed(&text);
    if trimmed.is_empty()
        && column
            .wording
            .as_ref()
            .is_none_or(|wording| wording.value("").is_none_or(|value| value.is_empty()))
    {
        return Ok(None);
    }
    if trimmed.starts_with('{') || set && trimmed.starts_with('[') {
        // Half-knowledge and what stands beside a value is written as in YAML.
        let own = SourceText::new(source.path.clone(), trimmed);
        return match crate::source::yaml::read_value(&own, 0) {
            Ok(node) => Ok(Some(all_at(node.owned(), span))),
            Err(errors) => Err(errors
                .into_iter()
                .map(|error| {
                    let finding = Finding::error(source, span, error.code, error.message);
                    finding.maybe_hint(error.hint)
                })
                .collect()),
        };
    }
    let scalar = |text: Cow<'a, str>| Node {
        span,
        value: Value::Scalar { text, plain: true },
    };
    let node = scalar(Cow::Owned(one(trimmed)?));
    if !set || node.is_null() || matches!(node.text(), Some("unknown" | "n/a")) {
        return Ok(Some(node));
    }
    let separator = column
        .wording
        .as_ref()
        .and_then(|wording| wording.separator.as_deref());
    let items = trimmed.split(separator.unwrap_or(";")).map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    let items = items.map(|item| one(item).map(|item| scalar(Cow::Owned(item))));
    let value = Value::List(items.collect::<Result<_, _>>()?);
    Ok(Some(Node { span, value }))
}

/// Says that a number is written otherwise than the map says.
fn otherwise(source: &SourceText<'_>, span: Span, text: &str) -> Vec<Finding> {
    let message = say!(
        "`{text}` is not written as the map says: `thousands` between groups of three digits, `decimal` once",
        text = short(text)
    );
    let finding = Finding::error(source, span, Code::WrongType, message);
    vec![finding.hint(say!("mend the field, or what the map says of its column"))]
}

/// A value of a field: its parts stand where the field stands.
fn all_at(node: Node<'static>, span: Span) -> Node<'static> {
    let value = match node.value {
        Value::List(items) => {
            Value::List(items.into_iter().map(|item| all_at(item, span)).collect())
        }
        Value::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (Key { span, ..key }, all_at(value, span)))
                .collect(),
        ),
        scalar @ Value::Scalar { .. } => scalar,
    };
    Node { span, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_become_values() {
        let own = |text: &str| Some(text.to_owned());
        let money = Wording {
            factor: Some(0.001),
            thousands: own("."),
            decimal: own(","),
            ..Wording::default()
        };
        for (written, value) in [
            ("1.234,5", "1.2345"),
            ("0,3", "0.0003"),
            ("300", "0.3"),
            ("about 3", "about 3"),
            ("12.500", "12.5"),
            ("1.234.567", "1234.567"),
            ("-1.000,5", "-1.0005"),
        ] {
            assert_eq!(money.value(written).as_deref(), Some(value));
        }
        for written in ["12.5", "1234.5", ".5", "1.2e3"] {
            assert_eq!(money.value(written), None, "{written}");
        }
        for written in ["1.2.3", "12..5", "12,500.75", "1.23,4", "1,2,3", "1.2345"] {
            assert_eq!(money.number(written), None, "{written}");
        }
        let english = Wording {
            thousands: own(","),
            ..Wording::default()
        };
        assert_eq!(english.number("12,500.75"), Some(12_500.75));
        assert_eq!(english.number("1250.75"), Some(1_250.75));
        assert_eq!(english.number("12,50"), None);
        assert_eq!(english.number("1.250,5"), None);
        let words = Wording {
            values: vec![("VP".to_owned(), "executive".to_owned())],
            ..Wording::default()
        };
        assert_eq!(
            (words.value("VP"), words.value("owner")),
            (own("executive"), own("owner"))
        );
    }
}
