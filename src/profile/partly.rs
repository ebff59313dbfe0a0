//! Values with notes, and half-knowledge: which values are left when not all is known.

use super::value::is_unknown;
use super::{Reader, Stated};
use crate::finding::{Code, did_you_mean, quoted, ticked};
use crate::language::nouns::with_article;
use crate::rubric::fact::{Cut, Fact, Interval, Kind};
use crate::rubric::indexes;
use crate::say;
use crate::value::{Key, Node, Span, Value};

impl<'a> Reader<'_, 'a> {
    /// `{ value: …, note: …, … }` or half-knowledge.
    pub(super) fn annotated(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        entries: &[(Key<'a>, Node<'a>)],
        number: usize,
    ) {
        const HALF: [&str; 6] = [
            "one_of", "not", "at_least", "at_most", "includes", "excludes",
        ];
        let mut partly: Vec<(&'static str, &Node<'a>)> = Vec::new();
        let mut value = None;
        for (key, node) in entries {
            match &*key.text {
                "value" => value = Some(node),
                "note" => self.answers.stated[number].note = self.plain_text("note", node),
                "source" => self.answers.stated[number].source = self.plain_text("source", node),
                "as_of" => {
                    self.dates.push((Some(number), node.span));
                    self.answers.stated[number].as_of = self.date(node);
                }
                other => {
                    if let Some(name) = HALF.into_iter().find(|name| *name == other) {
                        partly.push((name, node));
                    } else {
                        let message = say!(
                            "{other} means nothing beside a value",
                            other = quoted(other)
                        );
                        self.error(key.span, Code::UnknownKey, message).hint =
                            Some(key_hint(fact, other));
                    }
                }
            }
        }
        if let Some(value) = value {
            if let Some((name, other)) = partly.first() {
                self.error(
                    other.span,
                    Code::Contradiction,
                    say!("`{fact}` has a `value` and `{name}`", fact = fact.id, name),
                )
                .hint = Some(say!("a value says all; leave out one of the two"));
            } else if matches!(value.value, Value::Map(_)) {
                self.mistyped(fact, value);
            } else {
                self.whole_value(fact, value, number);
            }
            return;
        }
        partly.retain(|(_, node)| !is_unknown(node));
        if !partly.is_empty() {
            self.half_known(fact, node, &partly, number);
        }
    }

    fn half_known(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
        number: usize,
    ) {
        let before = self.findings.len();
        for (name, part) in partly {
            if !parts(fact.kind).contains(name) {
                let hint = match fact.kind {
                    Kind::Bool | Kind::Choice => say!("use `one_of` or `not`"),
                    Kind::Integer | Kind::Number => say!("use `at_least`, `at_most` or `one_of`"),
                    Kind::Set => say!("use `includes` or `excludes`"),
                    Kind::Text => say!("write the text itself; a text cannot be partly known"),
                };
                self.error(
                    part.span,
                    Code::WrongType,
                    say!(
                        "`{name}` does not fit `{fact}`, {kind}",
                        name,
                        fact = fact.id,
                        kind = with_article(fact.kind.name())
                    ),
                )
                .hint = Some(hint.to_owned());
            }
        }
        if self.findings.len() > before {
            return;
        }
        let shown = match fact.kind {
            Kind::Set => self.half_set(fact, node, partly),
            Kind::Integer | Kind::Number => self.half_number(fact, node, partly, number),
            Kind::Bool | Kind::Choice => self.half_choice(fact, node, partly),
            Kind::Text => None,
        };
        if let Some(shown) = shown {
            self.answers.stated[number].value = Stated::Partly(shown);
        }
    }

    fn half_choice(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
    ) -> Option<Vec<(&'static str, Vec<Stated<'a>>)>> {
        let start = usize::from(fact.variables.start);
        let variable = &self.set.variables[start];
        // Saying anything about the value says that there is one, unless n/a is listed itself.
        let mut left = variable.all();
        let mut na_listed = false;
        let mut shown = Vec::new();
        for (name, part) in partly {
            let mut cells = 0_u64;
            let mut values = Vec::new();
            for item in self.items(fact, name, part)? {
                if let (Some("n/a"), Some(cell)) = (item.text(), variable.na) {
                    cells |= 1 << cell;
                    na_listed = true;
                    values.push(Stated::NotApplicable);
                } else {
                    let (value, cell) = self.single(fact, item)?;
                    cells |= 1 << cell;
                    values.push(value);
                }
            }
            left &= if *name == "not" { !cells } else { cells };
            shown.push((*name, values));
        }
        if !na_listed {
            left &= variable.values();
        }
        if left == 0 {
            self.nothing_left(fact, node.span);
            return None;
        }
        self.answers.cells[start] = left;
        Some(shown)
    }

    fn half_number(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
        number: usize,
    ) -> Option<Vec<(&'static str, Vec<Stated<'a>>)>> {
        let start = usize::from(fact.variables.start);
        let variable = &self.set.variables[start];
        let mut interval = Interval::default();
        let mut listed: Option<Vec<f64>> = None;
        let mut na_listed = 0_u64;
        let mut shown = Vec::new();
        for (name, part) in partly {
            let mut values = Vec::new();
            for item in self.items(fact, name, part)? {
                if let ("one_of", Some("n/a"), Some(cell)) = (*name, item.text(), variable.na) {
                    listed.get_or_insert_default();
                    na_listed = 1 << cell;
                    values.push(Stated::NotApplicable);
                    continue;
                }
                let value = self.number(fact, item)?;
                values.push(Stated::Number(value));
                match *name {
                    "at_least" => {
                        interval.from = Some(Cut {
                            value,
                            after: false,
                        });
                    }
                    "at_most" => interval.to = Some(Cut { value, after: true }),
                    _ => listed.get_or_insert_default().push(value),
                }
            }
            if *name != "one_of" && values.len() != 1 {
                let message = say!("`{name}` takes one number", name);
                self.error(part.span, Code::WrongType, message).hint =
                    Some(say!("write only the number"));
                return None;
            }
            shown.push((*name, values));
        }
        let left = match &listed {
            // Where single values are listed, exactly the cells of those within the bounds are left.
            Some(values) => values
                .iter()
                .filter(|value| interval.contains(**value))
                .fold(na_listed, |left, value| left | 1 << fact.cell_of(*value)),
            None => cells_between(fact, &interval),
        };
        if left == 0 {
            self.nothing_left(fact, node.span);
            return None;
        }
        self.answers.cells[start] = left;
        self.answers.stated[number].interval = Some(interval);
        Some(shown)
    }

    fn half_set(
        &mut self,
        fact: &Fact,
        node: &Node<'a>,
        partly: &[(&'static str, &Node<'a>)],
    ) -> Option<Vec<(&'static str, Vec<Stated<'a>>)>> {
        let start = usize::from(fact.variables.start);
        let mut shown = Vec::new();
        for (name, part) in partly {
            let items = self.items(fact, name, part)?;
            let options = self.option_list(fact, items)?;
            let cell = if *name == "includes" { 0b10 } else { 0b01 };
            for &option in &options {
                self.answers.cells[start + usize::from(option)] &= cell;
            }
            shown.push((*name, options.into_iter().map(Stated::Option).collect()));
        }
        if self.answers.cells[indexes(&fact.variables)].contains(&0) {
            self.nothing_left(fact, node.span);
            return None;
        }
        Some(shown)
    }

    /// What half-knowledge lists; one value stands for a list of one.
    fn items<'n>(&mut self, fact: &Fact, name: &str, part: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
        match &part.value {
            Value::List(items) if items.is_empty() && name == "one_of" => {
                let message = say!("`one_of` lists nothing");
                self.error(part.span, Code::Contradiction, message).hint =
                    Some(say!("list what is possible, or write `unknown`"));
                None
            }
            Value::List(items) => self.all_scalars(fact, items).then_some(items),
            Value::Scalar { .. } => Some(std::slice::from_ref(part)),
            Value::Map(_) => {
                self.mistyped(fact, part);
                None
            }
        }
    }

    fn nothing_left(&mut self, fact: &Fact, span: Span) {
        self.error(
            span,
            Code::Contradiction,
            say!(
                "what is said about `{fact}` leaves no value",
                fact = fact.id
            ),
        )
        .hint = Some(say!("take back one of the statements, or write `unknown`"));
    }
}

/// The half-knowledge that a fact can have.
fn parts(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Bool | Kind::Choice => &["one_of", "not"],
        Kind::Integer | Kind::Number => &["at_least", "at_most", "one_of"],
        Kind::Set => &["includes", "excludes"],
        Kind::Text => &[],
    }
}

/// What to write in place of a key that no value has.
fn key_hint(fact: &Fact, written: &str) -> String {
    let beside = ["value", "note", "source", "as_of"];
    let keys = || beside.iter().chain(parts(fact.kind)).copied();
    match fact.kind {
        Kind::Set if fact.option(written).is_some() => say!("write [{written}]", written),
        Kind::Choice if fact.option(written).is_some() => say!("write {written}", written),
        _ => did_you_mean(written, keys()).unwrap_or_else(|| {
            let keys = ticked(keys());
            if fact.kind == Kind::Text {
                say!("write the text itself; a value may have {keys}", keys)
            } else {
                say!("a value may have {keys}", keys)
            }
        }),
    }
}

/// The cells that an interval with both ends included meets; none where its ends are crossed.
fn cells_between(fact: &Fact, interval: &Interval) -> u64 {
    let from = interval.from.map_or(0, |cut| fact.cell_of(cut.value));
    let to = interval
        .to
        .map_or(fact.cuts.len(), |cut| fact.cell_of(cut.value));
    let crossed = interval
        .from
        .zip(interval.to)
        .is_some_and(|(from, to)| from.value > to.value);
    if crossed {
        return 0;
    }
    (from..=to).map(|cell| 1_u64 << cell).sum()
}
