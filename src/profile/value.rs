//! Whole values: one for a fact, or a list for a set; and what to say where a value does not fit.

use super::{Reader, Stated};
use crate::finding::{Code, did_you_mean, ticked};
use crate::rubric::fact::{Fact, Kind};
use crate::rubric::indexes;
use crate::value::{Node, Span, Value, integer, number};

impl<'a> Reader<'_, 'a> {
    /// A value without half-knowledge.
    pub(super) fn whole_value(&mut self, fact: &Fact, node: &Node<'a>, number: usize) {
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
                self.answers.stated[number].value = Stated::NotApplicable;
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
                self.answers.stated[number].value = self
                    .plain_text(&fact.id, node)
                    .map_or(Stated::Unknown, Stated::Text);
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
                self.answers.stated[number].value = Stated::Options(options);
            }
            Kind::Bool | Kind::Choice | Kind::Integer | Kind::Number => {
                let Some((value, cell)) = self.single(fact, node) else {
                    return;
                };
                self.answers.cells[start] = 1 << cell;
                self.answers.stated[number].value = value;
            }
        }
    }

    /// One value of a fact that is no set, and its cell.
    pub(super) fn single(&mut self, fact: &Fact, node: &Node<'a>) -> Option<(Stated<'a>, usize)> {
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

    pub(super) fn number(&mut self, fact: &Fact, node: &Node<'a>) -> Option<f64> {
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

    pub(super) fn mistyped(&mut self, fact: &Fact, node: &Node<'a>) {
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

    pub(super) fn option_list(&mut self, fact: &Fact, node: &Node<'a>) -> Option<Vec<u16>> {
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
}

pub(super) fn is_unknown(node: &Node<'_>) -> bool {
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
