//! The schema of profiles: what the reader of profiles takes for each fact of a set, and for hovering and
//! completion what a person wants to know about it.
//!
//! It is as strict as the reader, but for what a schema cannot tell: whether statements about one fact leave
//! a value, and how a number is written. It is stricter in one thing: half-knowledge of another type of fact
//! is refused also where it says `null`.

use super::{DRAFT, about, any_of, figure, keys, list_of, named, reference, some_of, table};
use crate::language::list::count;
use crate::present::interview::bounds;
use crate::present::markdown::{escape, sourced};
use crate::rubric::fact::{Fact, Kind};
use crate::rubric::{RubricSet, indexes};
use crate::say;
use serde_json::{Map, Value, json};

/// The schema of the profiles for a set.
#[must_use]
pub fn profile(set: &RubricSet) -> Value {
    let mut sections = keys([("profile", section(about_the_profile()))]);
    sections["profile"]["description"] = json!(say!("About the profile itself."));
    let mut definitions = shared();
    for (name, facts) in &set.sections {
        let mut entries = Map::new();
        for fact in &set.facts[indexes(facts)] {
            entries.insert(fact.key().to_owned(), of_fact(fact));
            if let Some(value) = one_value(fact) {
                definitions.insert(fact.id.to_string(), value);
            }
        }
        sections.insert(name.to_string(), section(entries));
    }
    let mut schema = table(sections, &[]);
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!(say!("Profile for {set}", set = named(set)));
    schema["description"] = json!(say!(
        "What is known about one company and one prospective project: {title}",
        title = set.title
    ));
    schema["definitions"] = definitions.into();
    schema
}

/// A section may be empty.
fn section(facts: Map<String, Value>) -> Value {
    let mut section = table(facts, &[]);
    section["type"] = json!(["object", "null"]);
    section
}

fn about_the_profile() -> Map<String, Value> {
    keys([
        (
            "id",
            about(
                text(),
                &say!("An id, by which scripts and baselines tell profiles apart."),
            ),
        ),
        (
            "as_of",
            about(
                date(),
                &say!(
                    "When this was true, year-month-day: for every fact without a date of its own."
                ),
            ),
        ),
        ("prepared_by", about(text(), &say!("Who wrote it."))),
        (
            "rubrics",
            about(
                text(),
                &say!("The rubric set and version it was written for, such as `standard 1.0.0`."),
            ),
        ),
    ])
}

/// What every fact shares.
fn shared() -> Map<String, Value> {
    let none = [say!("Not known: the same as leaving it out.")];
    let unknown = json!({ "enum": ["unknown"], "enumDescriptions": none });
    let na = [say!(
        "There is nothing to ask about: criteria that read it do not apply."
    )];
    keys([
        (
            "unknown",
            any_of(vec![unknown, quietly(json!({ "type": "null" }))]),
        ),
        ("not-said", quietly(reference("unknown"))),
        (
            "not-applicable",
            json!({ "enum": ["n/a"], "enumDescriptions": na }),
        ),
        (
            "note",
            about(text(), &say!("Anything worth keeping. It is never scored.")),
        ),
        (
            "source",
            about(text(), &say!("Where it is known from, such as a call.")),
        ),
        (
            "as_of",
            about(date(), &say!("When it was true, year-month-day.")),
        ),
    ])
}

/// Whatever is one text: the reader takes numbers and booleans as they are written.
fn text() -> Value {
    json!({ "not": { "type": ["array", "object"] } })
}

fn date() -> Value {
    json!({
        "type": ["string", "null"],
        "pattern": DATE,
        "patternErrorMessage": say!("write year-month-day, for example 2026-11-03"),
    })
}

/// Every day of the calendar, and the 29th of February of every year.
const DATE: &str = "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$";

/// The same, but never offered for completion.
fn quietly(schema: Value) -> Value {
    json!({ "not": { "not": schema } })
}

fn of_fact(fact: &Fact) -> Value {
    let mut forms = whole(fact);
    forms.push(long_form(fact));
    let mut schema = any_of(forms);
    // No title: language servers carry that of one fact over to what facts share.
    schema["description"] = json!(plain_text(fact));
    schema["markdownDescription"] = json!(markdown_text(fact));
    schema
}

/// What stands for the whole value, beside a note or not.
fn whole(fact: &Fact) -> Vec<Value> {
    let mut forms = match fact.kind {
        Kind::Text => vec![text()],
        Kind::Set => vec![list_of(reference(&fact.id))],
        Kind::Bool | Kind::Choice | Kind::Integer | Kind::Number => vec![reference(&fact.id)],
    };
    if fact.allow_na {
        forms.push(reference("not-applicable"));
    }
    if fact.kind != Kind::Text {
        forms.push(reference("unknown"));
    }
    forms
}

/// One value, or one option of a set; none for a text, which is any.
fn one_value(fact: &Fact) -> Option<Value> {
    Some(match fact.kind {
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Choice | Kind::Set => options(fact),
        Kind::Integer => {
            let mut whole = bounded(fact, "integer");
            // From there on floats skip some.
            for (bound, end) in [("minimum", -1_i64 << 53), ("maximum", 1_i64 << 53)] {
                if whole.get(bound).is_none() {
                    whole[bound] = json!(end);
                }
            }
            whole
        }
        Kind::Number => bounded(fact, "number"),
        Kind::Text => return None,
    })
}

fn bounded(fact: &Fact, name: &str) -> Value {
    let mut schema = json!({ "type": name });
    for (bound, value) in [("minimum", fact.min), ("maximum", fact.max)] {
        if let Some(value) = value {
            schema[bound] = figure(value);
        }
    }
    schema
}

fn options(fact: &Fact) -> Value {
    let ids: Vec<&str> = fact.options.iter().map(|option| &*option.id).collect();
    let mut offered = json!({ "enum": ids });
    if fact.options.iter().any(|option| !option.means.is_empty()) {
        let means = fact.options.iter().map(|option| &*option.means);
        offered["enumDescriptions"] = means.collect();
    }
    let typed = typed_alike(fact);
    if typed.is_empty() {
        offered
    } else {
        any_of(vec![offered, quietly(json!({ "enum": typed }))])
    }
}

/// What an editor takes for a boolean or a number, and the reader for an option: the reader goes by what is
/// written. Of a choice, `false` and `true` may stand for `no` and `yes`.
fn typed_alike(fact: &Fact) -> Vec<Value> {
    let mut typed = Vec::new();
    for (value, word) in [(false, "no"), (true, "yes")] {
        let stands_for = fact.kind == Kind::Choice && fact.option(word).is_some();
        if stands_for || fact.option(if value { "true" } else { "false" }).is_some() {
            typed.push(json!(value));
        }
    }
    let number = |id: &str| {
        let begins = id.trim_start_matches(['-', '+', '.']);
        let digit = begins.starts_with(|c: char| c.is_ascii_digit());
        id.parse::<f64>()
            .ok()
            .filter(|value| digit && value.is_finite())
    };
    let numbers = fact.options.iter().filter_map(|option| number(&option.id));
    typed.extend(numbers.map(figure));
    typed
}

/// `{ value: …, note: … }` and half-knowledge.
fn long_form(fact: &Fact) -> Value {
    let mut entries = keys([
        ("note", reference("note")),
        ("source", reference("source")),
        ("as_of", reference("as_of")),
    ]);
    let value = about(
        any_of(whole(fact)),
        &say!("The value, beside what is said about it."),
    );
    entries.insert("value".to_owned(), value);
    let half = half(fact);
    let names: Vec<Value> = half
        .iter()
        .map(|(name, ..)| json!({ "required": [name] }))
        .collect();
    for (name, text, mut forms) in half {
        forms.push(reference("not-said"));
        entries.insert(name.to_owned(), about(any_of(forms), &text));
    }
    let mut form = table(entries, &[]);
    if !names.is_empty() {
        // A value says all.
        form["dependencies"] = json!({ "value": { "not": { "anyOf": names } } });
    }
    form
}

/// The half-knowledge that a fact can have: its name, what it means, and the forms of what stands behind it.
fn half(fact: &Fact) -> Vec<(&'static str, String, Vec<Value>)> {
    let one = reference(&fact.id);
    let item = if fact.allow_na {
        any_of(vec![one.clone(), reference("not-applicable")])
    } else {
        one.clone()
    };
    // A list is what one wants here; a single value is taken for a list of one.
    let list_or_one = |list: Value| vec![list, quietly(item.clone())];
    let one_of = (
        "one_of",
        say!("It is one of these."),
        list_or_one(some_of(item.clone())),
    );
    match fact.kind {
        Kind::Bool | Kind::Choice => {
            let none_of = vec![item.clone(), list_of(item.clone())];
            vec![one_of, ("not", say!("It is none of these."), none_of)]
        }
        Kind::Integer | Kind::Number => {
            let mut alone = some_of(one.clone());
            alone["maxItems"] = json!(1);
            let end = vec![one, quietly(alone)];
            vec![
                ("at_least", say!("It is this or more."), end.clone()),
                ("at_most", say!("It is this or less."), end),
                one_of,
            ]
        }
        Kind::Set => {
            let includes = say!("These hold; of those that are not named nothing is known.");
            let options = list_or_one(list_of(item.clone()));
            vec![
                ("includes", includes, options.clone()),
                ("excludes", say!("These do not hold."), options),
            ]
        }
        Kind::Text => Vec::new(),
    }
}

/// The question, why it is asked, and what may be answered.
fn plain_text(fact: &Fact) -> String {
    let mut lines = vec![fact.ask.to_string()];
    lines.extend((!fact.why.is_empty()).then(|| fact.why.to_string()));
    lines.push(takes(fact));
    lines.extend(ages(fact));
    if !fact.source.is_empty() {
        lines.push(format!("[{}]", fact.source));
    }
    lines.join("\n\n")
}

/// The same with markup, and with the options.
fn markdown_text(fact: &Fact) -> String {
    let mut parts = vec![format!("**{}**", escape(&fact.ask))];
    parts.extend((!fact.why.is_empty()).then(|| escape(&fact.why)));
    parts.push(escape(&takes(fact)));
    let option = |option: &crate::rubric::fact::FactOption| {
        let colon = if option.means.is_empty() { "" } else { ": " };
        format!("- {}{colon}{}", escape(&option.id), escape(&option.means))
    };
    if !fact.options.is_empty() {
        let options: Vec<String> = fact.options.iter().map(option).collect();
        parts.push(options.join("\n"));
    }
    parts.extend(ages(fact));
    parts.extend((!fact.source.is_empty()).then(|| sourced(&fact.source).trim().to_owned()));
    parts.join("\n\n")
}

/// What may be answered, in words.
fn takes(fact: &Fact) -> String {
    let what = match fact.kind {
        Kind::Bool => say!("true or false"),
        Kind::Choice => say!("one of the options"),
        Kind::Set => say!("a list of options, [] where none holds"),
        Kind::Integer | Kind::Number => bounds(fact),
        Kind::Text => say!("a text"),
    };
    if fact.allow_na {
        say!("Takes {what}, or n/a.", what)
    } else {
        say!("Takes {what}.", what)
    }
}

fn ages(fact: &Fact) -> Option<String> {
    let months = count(usize::from(fact.stale_after_months?), "month", "months");
    Some(say!("Ask again after {months}.", months))
}
