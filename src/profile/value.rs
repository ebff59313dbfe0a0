//! Whole values: one for a fact, or a list for a set; and what to say where a value does not fit.

use super::{Reader, Stated};
use crate::finding::{Code, did_you_mean, quoted, short, ticked};
use crate::language::list::with_unit;
use crate::rubric::fact::{Fact, FactOption, Kind};
use crate::rubric::indexes;
use crate::say;
use crate::value::{Node, Span, Value, integer, is_padded, number};
use std::fmt::Display;

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
                    say!("`{fact}` cannot be `n/a`", fact = fact.id),
                )
                .hint = Some(say!("leave it out where it is not known"));
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
                let Value::List(items) = &node.value else {
                    self.mistyped(fact, node);
                    return;
                };
                if !self.all_scalars(fact, items) {
                    return;
                }
                let Some(options) = self.option_list(fact, items) else {
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
                .filter(|value| value.abs() <= EXACT)
                .map(exact),
            _ => number(text),
        });
        if let Some(value) = parsed
            && fact.in_bounds(value)
        {
            return Some(value);
        }
        let too_long = || {
            let value = node.plain().and_then(number);
            fact.kind == Kind::Integer && value.is_some_and(|value| value.abs() > exact(EXACT))
        };
        if parsed.is_some() || too_long() {
            self.out_of_bounds(fact, node);
        } else {
            self.mistyped(fact, node);
        }
        None
    }

    fn out_of_bounds(&mut self, fact: &Fact, node: &Node<'a>) {
        let measured = |number: &dyn Display| match &fact.unit {
            Some(unit) => with_unit(&number.to_string(), unit),
            None => number.to_string(),
        };
        let bounds = match (fact.min, fact.max) {
            (Some(min), Some(max)) => {
                say!("it lies between {min} and {max}", min, max = measured(&max))
            }
            (Some(min), None) => say!("it is at least {min}", min = measured(&min)),
            (None, Some(max)) => say!("it is at most {max}", max = measured(&max)),
            (None, None) => say!("it is at most {max}", max = measured(&EXACT)),
        };
        let message = say!(
            "{number} is out of bounds for `{fact}`",
            number = short(node.text().unwrap_or("")),
            fact = fact.id
        );
        self.error(node.span, Code::OutOfBounds, message).hint = Some(bounds);
    }

    /// A value of another type than the fact's.
    pub(super) fn mistyped(&mut self, fact: &Fact, node: &Node<'a>) {
        let need = match (fact.kind, &fact.unit) {
            (Kind::Bool, _) => say!("true or false"),
            (Kind::Choice, _) => say!("one of its options"),
            (Kind::Set, _) => say!("a list of options"),
            (Kind::Integer, Some(unit)) => say!("a whole number of {unit}", unit),
            (Kind::Integer, None) => say!("a whole number"),
            (Kind::Number, Some(unit)) => say!("a number, in {unit}", unit),
            (Kind::Number, None) => say!("a number"),
            (Kind::Text, _) => say!("text"),
        };
        let what = match node.text() {
            Some("") => node.describe(),
            Some(text) if node.plain().is_none() => quoted(&format!("\"{text}\"")),
            Some(text) => quoted(text),
            None => node.describe(),
        };
        let message = say!("`{fact}` is {need}, not {what}", fact = fact.id, need, what);
        self.error(node.span, Code::WrongType, message).hint = Some(type_hint(fact, node));
    }

    fn unknown_option(&mut self, fact: &Fact, written: &str, span: Span) {
        // A set is `n/a` as a whole, and none of its options is.
        let na = (fact.allow_na && fact.kind != Kind::Set).then_some("n/a");
        let names = || fact.options.iter().map(|option| &*option.id).chain(na);
        let list = say!("its options are {names}", names = ticked(names()));
        let renamed = |option: &&FactOption| option.renamed_from.as_deref() == Some(written);
        let titled = |option: &&FactOption| option.title.as_deref() == Some(written);
        let hint = if let Some(option) = fact.options.iter().find(titled) {
            say!("write its id: `{option}`", option = option.id)
        } else if let Some(option) = fact.options.iter().find(renamed) {
            say!(
                "it is now called `{option}`: `maturity migrate` writes the new names",
                option = option.id
            )
        } else {
            did_you_mean(meant(written), names().chain(["unknown"]))
                .map_or(list.clone(), |near| say!("{near} {list}", near, list))
        };
        let message = say!(
            "{written} is no option of `{fact}`",
            written = quoted(written),
            fact = fact.id
        );
        self.error(span, Code::UnknownOption, message).hint = Some(hint);
    }

    /// Whether a list holds no list and no map.
    pub(super) fn all_scalars(&mut self, fact: &Fact, items: &[Node<'a>]) -> bool {
        let Some(item) = items.iter().find(|item| item.text().is_none()) else {
            return true;
        };
        let message = say!(
            "an item of `{fact}` is {what}",
            fact = fact.id,
            what = item.describe()
        );
        self.error(item.span, Code::WrongType, message).hint =
            Some(say!("leave out the inner brackets"));
        false
    }

    /// The numbers of the options in a list of scalars.
    pub(super) fn option_list(&mut self, fact: &Fact, items: &[Node<'a>]) -> Option<Vec<u16>> {
        let mut options = Vec::with_capacity(items.len());
        let before = self.findings.len();
        for item in items {
            let text = item.text().unwrap_or("");
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

/// The largest whole number: from there on floats skip some.
pub(super) const EXACT: i64 = 1 << 53;

/// What to write where a number is needed.
fn a_number() -> String {
    say!("write only the number, or {{ at_least: .., at_most: .. }}")
}

/// What to write in place of a value of another type.
fn type_hint(fact: &Fact, node: &Node<'_>) -> String {
    let options = || ticked(fact.options.iter().map(|option| &*option.id));
    match (fact.kind, node.text()) {
        (Kind::Bool, Some(text)) => match text.to_lowercase().as_str() {
            "yes" | "y" | "on" | "1" => say!("write true"),
            "no" | "n" | "off" | "0" => say!("write false"),
            "true" | "false" => say!("leave out the quotes"),
            _ => say!("write true or false; leave it out where it is not known"),
        },
        (Kind::Bool, None) => say!("write true or false"),
        (Kind::Integer | Kind::Number, Some(text)) => {
            if node.plain().is_none() && number(text).is_some() {
                say!("leave out the quotes")
            } else {
                numeric_hint(fact, text)
            }
        }
        (Kind::Integer | Kind::Number, None) => a_number(),
        (Kind::Choice, _) if matches!(node.value, Value::List(_)) => {
            say!("where it is one of several, write {{ one_of: [..] }}")
        }
        (Kind::Choice, _) => say!("its options are {options}", options = options()),
        (Kind::Set, Some(text)) => say!("write [{text}]", text = short(text)),
        (Kind::Set, None) => say!("list those of {options} that hold", options = options()),
        (Kind::Text, _) => say!("write one text"),
    }
}

fn numeric_hint(fact: &Fact, text: &str) -> String {
    let in_unit = |hint: String| match &fact.unit {
        Some(unit) => say!("{hint}; the unit is {unit}", hint, unit),
        None => hint,
    };
    let digits = text.trim_start_matches(['-', '+', '.']);
    if matches!(digits.to_lowercase().as_str(), "nan" | "inf" | "infinity") {
        return say!("leave it out where it is not known");
    }
    if text.contains(['-', '–', '~']) && text.starts_with(|c: char| c.is_ascii_digit()) {
        return say!("write a range as {{ at_least: .., at_most: .. }}");
    }
    if is_padded(digits)
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return say!("leave out the leading zero");
    }
    if fact.kind == Kind::Integer
        && let Some(value) = number(text)
    {
        return match text.split_once('.') {
            _ if value.fract() != 0.0 => in_unit(say!("round it to a whole number")),
            Some((_, rest)) if rest.bytes().all(|byte| byte == b'0') => {
                say!("leave out `.{rest}`", rest)
            }
            _ => in_unit(say!("write it in decimal digits")),
        };
    }
    if text.contains(|c: char| c.is_ascii_digit()) {
        return in_unit(say!("write only the number, in decimal digits"));
    }
    if !text.is_ascii() {
        return say!("write it in the digits 0-9; leave it out where it is not known");
    }
    a_number()
}

/// An integer of at most 53 bits as a float: exact.
#[expect(
    clippy::cast_precision_loss,
    reason = "at most 53 bits, checked by the caller"
)]
pub(super) fn exact(value: i64) -> f64 {
    value as f64
}
/// What other languages of data write for yes and no is near to the wrong one of them.
fn meant(written: &str) -> &str {
    match written {
        "on" | "On" | "ON" | "y" | "Y" => "yes",
        "off" | "Off" | "OFF" | "n" | "N" => "no",
        _ => written,
    }
}
