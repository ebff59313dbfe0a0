//! What the fields of a table say: each column is a fact or a key of `profile:`, each row a profile.

use super::csv::trimmed;
use crate::finding::{Code, Finding, SourceText, short};
use crate::language::list::count;
use crate::limits::limits;
use crate::say;
use crate::source::yaml::too_long;
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
    /// The value that a field stands for.
    fn value(&self, text: &str) -> String {
        let known = self.values.iter().find(|(written, _)| written == text);
        if let Some((_, value)) = known {
            return value.clone();
        }
        if !self.is_numeric() {
            return text.to_owned();
        }
        match self.number(text) {
            Some(number) => in_unit(number, self.factor.unwrap_or(1.0)),
            None => text.to_owned(),
        }
    }

    fn is_numeric(&self) -> bool {
        self.factor.is_some() || self.thousands.is_some() || self.decimal.is_some()
    }

    /// Whether a field is a number, but not as this says that numbers are written: what it means would be a guess.
    fn is_otherwise(&self, text: &str) -> bool {
        let known = self.values.iter().any(|(written, _)| written == text);
        let plain = crate::value::number(text).is_some();
        self.is_numeric() && !known && plain && self.number(text).is_none()
    }

    /// A number with these signs in their places: between groups of three digits, and once before the decimals. One
    /// written otherwise may mean something else, and is none.
    fn number(&self, text: &str) -> Option<f64> {
        let point = self.decimal.as_deref();
        let usual = self.thousands.as_deref() != Some(".");
        let (whole, decimals) = match point.or(usual.then_some(".")) {
            Some(point) => match text.split_once(point) {
                Some((whole, decimals)) => (whole, Some(decimals)),
                None => (text, None),
            },
            None => (text, None),
        };
        let own = |text: &str| {
            let of_others = point.is_some_and(|point| point != ".") && text.contains('.');
            !of_others
        };
        let mut digits = match &self.thousands {
            Some(sign) if whole.contains(sign.as_str()) => {
                let mut groups = whole.split(sign.as_str());
                let first = groups.next()?.trim_start_matches(['-', '+']);
                let three = |group: &str| group.len() == 3 && is_digits(group);
                if !(1..=3).contains(&first.len()) || !is_digits(first) || !groups.all(three) {
                    return None;
                }
                whole.replace(sign.as_str(), "")
            }
            _ if own(whole) => whole.to_owned(),
            _ => return None,
        };
        if let Some(decimals) = decimals.filter(|decimals| own(decimals)) {
            digits = format!("{digits}.{decimals}");
        } else if decimals.is_some() {
            return None;
        }
        crate::value::number(&digits)
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

/// A record as the profile that it states: sections with facts, empty fields unknown.
///
/// # Errors
/// Where a field that begins with a bracket is not well-formed.
pub fn profile<'a>(
    source: &SourceText<'a>,
    cells: impl Iterator<Item = (Cow<'a, str>, Span)>,
    columns: &[Option<Column>],
) -> Result<Node<'a>, Vec<Finding>> {
    let cells: Vec<(Cow<'a, str>, Span)> = cells.collect();
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
    let value = Value::Map(sections.into_iter().map(section).collect());
    Ok(Node { span: whole, value })
}

fn field<'a>(
    source: &SourceText<'a>,
    text: Cow<'a, str>,
    span: Span,
    column: &Column,
) -> Result<Option<Node<'a>>, Vec<Finding>> {
    let set = column.set;
    let one = |text: &str| match &column.wording {
        Some(wording) => wording.value(text),
        None => text.to_owned(),
    };
    let trimmed = trimmed(&text);
    if trimmed.is_empty()
        && column
            .wording
            .as_ref()
            .is_none_or(|wording| wording.value("").is_empty())
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
    let wording = column.wording.as_ref();
    if wording.is_some_and(|wording| wording.is_otherwise(trimmed)) {
        let message = say!(
            "`{text}` is not written as the map says: `thousands` between groups of three digits, `decimal` once",
            text = short(trimmed)
        );
        let finding = Finding::error(source, span, Code::WrongType, message);
        let hint = say!("mend the field, or what the map says of its column");
        return Err(vec![finding.hint(hint)]);
    }
    let scalar = |text: Cow<'a, str>| Node {
        span,
        value: Value::Scalar { text, plain: true },
    };
    let node = scalar(Cow::Owned(one(trimmed)));
    if !set || node.is_null() || matches!(node.text(), Some("unknown" | "n/a")) {
        return Ok(Some(node));
    }
    let separator = column
        .wording
        .as_ref()
        .and_then(|wording| wording.separator.as_deref());
    let items = trimmed.split(separator.unwrap_or(";")).map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    let value = Value::List(items.map(|item| scalar(Cow::Owned(one(item)))).collect());
    Ok(Some(Node { span, value }))
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
            assert_eq!(money.value(written), value);
            assert!(!money.is_otherwise(written), "{written}");
        }
        for written in ["12.5", "1234.5", ".5", "1.2e3"] {
            assert!(money.is_otherwise(written), "{written}");
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
            ("executive".to_owned(), "owner".to_owned())
        );
    }
}
