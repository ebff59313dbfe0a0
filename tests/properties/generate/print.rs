//! A model as TOML files, as people write them.

use super::model::{Bound, Condition, Fact, Kind, Model, Of, Prior, Scale, Test};
use super::words;

pub(crate) use super::written::{profile, profile_of, statement};

/// The set in the usual files: facts, one file a rubric, recommendations with the rules.
pub(crate) fn files(model: &Model) -> Vec<String> {
    let facts = model.facts.iter().map(|one| fact(model, one));
    let mut files = vec![header() + &words::library(model), facts.collect()];
    for number in 0..model.rubrics.len() {
        let mut text = format!("[rubric]\n{}", rubric_keys(model, number));
        text += &ratings(model, number, "");
        for dimension in model.dimensions_of(number) {
            text += &dimension_table(model, dimension, model.dimensions[dimension].id);
            for criterion in model.criteria_of(dimension) {
                text += &criterion_table(model, criterion, model.dimensions[dimension].id);
            }
        }
        let own = (0..model.gates.len()).filter(|&gate| model.gates[gate].rubric == number);
        text.extend(own.map(|gate| gate_table(model, gate, model.gates[gate].id)));
        files.push(text);
    }
    let recommendations = model.recommendations.iter();
    let recommendations: String = recommendations
        .map(|id| recommendation(model, id))
        .collect();
    files.push(recommendations + &rules(model));
    files
}

/// The set in pieces that may stand in any file and any order; only the header goes first, and all
/// rules are one piece, in order.
pub(crate) fn pieces(model: &Model) -> (String, Vec<String>) {
    let mut pieces: Vec<String> = model.facts.iter().map(|one| fact(model, one)).collect();
    pieces.extend(
        (0..model.rubrics.len())
            .map(|number| format!("[[rubrics]]\n{}", rubric_keys(model, number))),
    );
    pieces.extend((0..model.rubrics.len()).map(|number| {
        let home = format!("rubric = \"{}\"\n", model.rubrics[number].id);
        ratings(model, number, &home)
    }));
    pieces.extend(
        (0..model.dimensions.len())
            .map(|number| dimension_table(model, number, &model.dimension_id(number))),
    );
    pieces.extend((0..model.criteria.len()).map(|number| {
        let dimension = model.criteria[number].dimension;
        criterion_table(model, number, &model.dimension_id(dimension))
    }));
    let gates = 0..model.gates.len();
    pieces.extend(gates.map(|number| gate_table(model, number, &model.gate_id(number))));
    let recommendations = model.recommendations.iter();
    pieces.extend(recommendations.map(|id| recommendation(model, id)));
    pieces.push(rules(model));
    (header() + &words::library(model), pieces)
}

fn header() -> String {
    "id = \"generated\"\nversion = \"1.0.0\"\ntitle = \"Generated\"\nlanguages = [\"en\"]\n"
        .to_owned()
}

pub(super) fn list<T>(items: impl IntoIterator<Item = T>, show: impl Fn(T) -> String) -> String {
    items.into_iter().map(show).collect::<Vec<_>>().join(", ")
}

fn quoted(id: &str) -> String {
    format!("\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A key of a table.
fn key(id: &str) -> String {
    let is_bare = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    if id.chars().all(is_bare) {
        id.to_owned()
    } else {
        quoted(id)
    }
}

/// A number that is given in parts of one, as a decimal.
pub(crate) fn decimal(number: i64, parts: i64) -> String {
    let digits = format!("{:02}", (number.abs() % parts) * 100 / parts);
    let fraction = digits.trim_end_matches('0');
    let sign = if number < 0 { "-" } else { "" };
    let whole = number.abs() / parts;
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

pub(crate) fn quarters(number: i64) -> String {
    decimal(number, 4)
}

fn bound(bound: Bound, parts: i64) -> String {
    let (name, number) = match bound {
        Bound::Below(number) => ("below", number),
        Bound::AtMost(number) => ("at_most", number),
        Bound::AtLeast(number) => ("at_least", number),
        Bound::Above(number) => ("above", number),
        Bound::Is(number) => ("is", number),
    };
    format!("{name} = {}", decimal(number, parts))
}

fn band(end: Option<Bound>, what: &str, value: impl std::fmt::Display) -> String {
    match end {
        Some(end) => format!("{{ {}, {what} = {value} }}", bound(end, 4)),
        None => format!("{{ {what} = {value} }}"),
    }
}

/// The names under which a fact's values have parts and points.
pub(crate) fn value_names(kind: &Kind) -> Vec<&'static str> {
    match kind {
        Kind::Bool => vec!["false", "true"],
        Kind::Choice(options) => options.clone(),
        Kind::Set(_) => vec!["no", "yes"],
        Kind::Number(_) | Kind::Text => Vec::new(),
    }
}

/// Whether the points under a name come with a reason.
pub(crate) fn has_reason(name: &str) -> bool {
    name.len() % 2 == 1
}

fn fact(model: &Model, fact: &Fact) -> String {
    let mut text = format!("[facts.\"{}\"]\n", fact.id);
    text += &words::keys(model, "fact", fact.id, &["title", "ask", "why", "source"]);
    if !model.worded {
        text += "ask = \"How is it?\"\n";
    }
    match &fact.kind {
        Kind::Bool => text += "type = \"bool\"\n",
        Kind::Choice(options) | Kind::Set(options) => {
            let name = match &fact.kind {
                Kind::Set(_) => "set",
                _ => "choice",
            };
            let options = list(options, |id| option(model, fact, id));
            text += &format!("type = \"{name}\"\noptions = [{options}]\n");
        }
        Kind::Number(number) => {
            text += if number.whole {
                "type = \"integer\"\n"
            } else {
                "type = \"number\"\n"
            };
            if let Some((min, max)) = number.bounds {
                text += &format!("min = {}\nmax = {}\n", quarters(min), quarters(max));
            }
            text += &words::keys(model, "fact", fact.id, &["unit"]);
        }
        Kind::Text => text += "type = \"text\"\n",
    }
    if let Some(order) = fact.order {
        text += &format!("order = \"{order}\"\n");
    }
    if fact.allow_na {
        text += "allow_na = true\n";
    }
    if let Some(effort) = fact.effort {
        text += &format!("effort = {effort}\n");
    }
    match &fact.prior {
        None => {}
        Some(Prior::Parts(parts, na)) => {
            let mut entries: Vec<String> = value_names(&fact.kind)
                .iter()
                .zip(parts)
                .map(|(name, part)| format!("{} = {part}", key(name)))
                .collect();
            entries.extend(na.map(|part| format!("\"n/a\" = {part}")));
            text += &format!("prior = {{ {} }}\n", entries.join(", "));
        }
        Some(Prior::Bands(bands)) => {
            text += &format!(
                "prior = [{}]\n",
                list(bands, |(end, part)| band(*end, "parts", part))
            );
        }
    }
    text
}

fn option(model: &Model, fact: &Fact, id: &str) -> String {
    let of = words::option_id(fact.id, id);
    match &fact.kind {
        _ if model.worded => {
            let texts = words::inline(model, "option", &of, &["title", "means"]);
            format!("{{ {texts}id = {} }}", quoted(id))
        }
        Kind::Set(_) => format!("{{ id = {}, means = \"it\" }}", quoted(id)),
        _ => quoted(id),
    }
}

fn rubric_keys(model: &Model, number: usize) -> String {
    let rubric = &model.rubrics[number];
    let mut text = format!("id = \"{}\"\n", rubric.id);
    text += if rubric.better {
        "higher_is = \"better\"\n"
    } else {
        "higher_is = \"worse\"\n"
    };
    text += if rubric.worst {
        "aggregate = \"worst\"\n"
    } else {
        "aggregate = \"mean\"\n"
    };
    if rubric.internal {
        text += "internal = true\n";
    }
    text + &words::keys(model, "rubric", rubric.id, &["title", "about", "source"])
}

/// The ratings of a rubric, the last first: their order is that of where they begin.
fn ratings(model: &Model, number: usize, home: &str) -> String {
    let rubric = &model.rubrics[number];
    let table = |from: &i64| {
        let id = rating_id(*from);
        let title = words::keys(model, "rating", &format!("{}/{id}", rubric.id), &["title"]);
        format!("[[ratings]]\nid = \"{id}\"\nfrom = {from}\n{title}{home}")
    };
    rubric.ratings.iter().rev().map(table).collect()
}

/// What a rating is called that begins here.
pub(crate) fn rating_id(from: i64) -> String {
    format!("from-{from}")
}

fn dimension_table(model: &Model, number: usize, id: &str) -> String {
    let of = model.dimension_id(number);
    let texts = words::keys(model, "dimension", &of, &["title", "about", "source"]);
    format!(
        "[[dimensions]]\nid = \"{id}\"\nweight = {}\n{texts}",
        model.dimensions[number].weight
    )
}

fn criterion_table(model: &Model, number: usize, dimension: &str) -> String {
    let criterion = &model.criteria[number];
    let mut text = format!(
        "[[criteria]]\nid = \"{}\"\ndimension = \"{dimension}\"\nweight = {}\n",
        criterion.id, criterion.weight
    );
    if let Some(when) = &criterion.applies_when {
        text += &format!("applies_when = {}\n", conditions(model, when));
    }
    let of = model.criterion_id(number);
    let texts = ["title", "judgement", "source"];
    text += &words::keys(model, "criterion", &of, &texts);
    let said = |row: usize| words::row(model, &of, row);
    let fact = |number: &usize| format!("fact = \"{}\"\n", model.facts[*number].id);
    match &criterion.scale {
        Scale::Points(number, points) => {
            text += &fact(number);
            let names = value_names(&model.facts[*number].kind);
            for (row, (name, points)) in names.iter().zip(points).enumerate() {
                let said = match model.worded {
                    true => said(row),
                    false if has_reason(name) => ", reason = \"So it is.\"".to_owned(),
                    false => String::new(),
                };
                let name = key(name);
                text += &if said.is_empty() {
                    format!("points.{name} = {points}\n")
                } else {
                    format!("points.{name} = {{ points = {points}{said} }}\n")
                };
            }
        }
        Scale::Bands(number, bands) => {
            text += &fact(number);
            text += &format!(
                "bands = [{}]\n",
                list(bands.iter().enumerate(), |(row, (end, points))| {
                    band(*end, "points", format!("{points}{}", said(row)))
                })
            );
        }
        Scale::Share(number, options) => {
            text += &fact(number);
            text += &words::keys(model, "row", &words::row_id(&of, 0), &["reason"]);
            text += &words::advice(model, &of);
            text += &format!(
                "share_of = [{}]\n",
                list(options, |&option| quoted(
                    options_of(model, *number)[option]
                ))
            );
        }
        Scale::Cases(cases) => {
            let show = |(row, (when, points)): (usize, &(Option<Condition>, i64))| {
                let when = when.as_ref().map_or_else(String::new, |when| {
                    format!("when = {}, ", conditions(model, when))
                });
                format!("{{ {when}points = {points}{} }}", said(row))
            };
            text += &format!("cases = [{}]\n", list(cases.iter().enumerate(), show));
        }
    }
    text
}

fn gate_table(model: &Model, number: usize, id: &str) -> String {
    let gate = &model.gates[number];
    let effect = gate
        .cap
        .map_or("knock_out = true".to_owned(), |cap| format!("cap = {cap}"));
    let of = model.gate_id(number);
    let texts = words::keys(model, "gate", &of, &["title", "reason", "source"]);
    let advice = words::advice(model, &of);
    format!(
        "[[gates]]\nid = \"{id}\"\nwhen = {}\n{effect}\n{texts}{advice}",
        conditions(model, &gate.when)
    )
}

fn recommendation(model: &Model, id: &str) -> String {
    let table = format!("[[recommendations]]\nid = \"{id}\"\n");
    if !model.worded {
        return format!("{table}title = \"Do {id}\"\n");
    }
    let texts = words::keys(model, "recommendation", id, &["title", "means", "source"]);
    table + &texts + &words::advice(model, id)
}

fn rules(model: &Model) -> String {
    let mut text = String::new();
    for (number, rule) in model.rules.iter().enumerate() {
        text += &format!(
            "[[rules]]\nid = \"rule-{number}\"\nrecommend = \"{}\"\n",
            model.recommendations[rule.recommend]
        );
        if let Some(when) = &rule.when {
            text += &format!("when = {}\n", conditions(model, when));
        }
        let id = format!("rule-{number}");
        text += &words::keys(model, "rule", &id, &["because", "source"]);
    }
    text
}

pub(crate) fn options_of(model: &Model, fact: usize) -> &[&'static str] {
    match &model.facts[fact].kind {
        Kind::Choice(options) | Kind::Set(options) => options,
        Kind::Bool | Kind::Number(_) | Kind::Text => &[],
    }
}

/// A whole condition: a list for "all of", else a table.
fn conditions(model: &Model, when: &Condition) -> String {
    match when {
        Condition::All(parts) => format!("[{}]", list(parts, |part| condition(model, part))),
        other => condition(model, other),
    }
}

fn condition(model: &Model, when: &Condition) -> String {
    match when {
        Condition::All(parts) => format!(
            "{{ all = [{}] }}",
            list(parts, |part| condition(model, part))
        ),
        Condition::Any(parts) => format!(
            "{{ any = [{}] }}",
            list(parts, |part| condition(model, part))
        ),
        Condition::Not(part) => format!("{{ not = {} }}", conditions(model, part)),
        Condition::Fact(number, test) => {
            let name = |&option: &usize| quoted(options_of(model, *number)[option]);
            let test = match test {
                Test::Is(value) => format!("is = {value}"),
                Test::In(options) if options.len() == 1 => format!("is = {}", name(&options[0])),
                Test::In(options) => format!("in = [{}]", list(options, name)),
                Test::Includes(option) => format!("includes = {}", name(option)),
                Test::Number(bounds) => list(bounds, |&one| bound(one, 4)),
            };
            format!("{{ fact = \"{}\", {test} }}", model.facts[*number].id)
        }
        Condition::Score(of, bounds) => {
            let of = match of {
                Of::Rubric(number) => format!("score = \"{}\"", model.rubrics[*number].id),
                Of::Dimension(number) => format!("score = \"{}\"", model.dimension_id(*number)),
                Of::Worst(number) => format!("worst = \"{}\"", model.rubrics[*number].id),
            };
            format!("{{ {of}, {} }}", list(bounds, |&one| bound(one, 100)))
        }
        Condition::Gate(number) => format!("{{ gate = \"{}\" }}", model.gate_id(*number)),
    }
}
