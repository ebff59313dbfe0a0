//! A model as TOML files, as people write them.

use super::model::{Bound, Condition, Criterion, Fact, Gate, Kind, Model, Of, Prior, Scale, Test};

pub(crate) use super::written::{profile, profile_of, statement};

/// The set in the usual files: facts, one file a rubric, recommendations with the rules.
pub(crate) fn files(model: &Model) -> Vec<String> {
    let facts = (0..model.facts.len()).map(|number| fact(&model.facts[number]));
    let mut files = vec![header(), facts.collect()];
    for (number, rubric) in model.rubrics.iter().enumerate() {
        let mut text = format!("[rubric]\n{}", rubric_keys(model, number));
        text += &ratings(&rubric.ratings, "");
        for dimension in model.dimensions_of(number) {
            text += &dimension_table(model, dimension, model.dimensions[dimension].id);
            for criterion in model.criteria_of(dimension) {
                text += &criterion_table(
                    model,
                    &model.criteria[criterion],
                    model.dimensions[dimension].id,
                );
            }
        }
        let own = model
            .gates
            .iter()
            .filter(|gate| model.rubrics[gate.rubric].id == rubric.id);
        text.extend(own.map(|gate| gate_table(model, gate, gate.id)));
        files.push(text);
    }
    let recommendations = model.recommendations.iter();
    let recommendations: String = recommendations.map(|id| recommendation(id)).collect();
    files.push(recommendations + &rules(model));
    files
}

/// The set in pieces that may stand in any file and any order; only the header goes first, and all
/// rules are one piece, in order.
pub(crate) fn pieces(model: &Model) -> (String, Vec<String>) {
    let mut pieces: Vec<String> = model.facts.iter().map(fact).collect();
    pieces.extend(
        (0..model.rubrics.len())
            .map(|number| format!("[[rubrics]]\n{}", rubric_keys(model, number))),
    );
    let rated = model.rubrics.iter();
    pieces.extend(rated.map(|rubric| {
        let home = format!("rubric = \"{}\"\n", rubric.id);
        ratings(&rubric.ratings, &home)
    }));
    pieces.extend(
        (0..model.dimensions.len())
            .map(|number| dimension_table(model, number, &model.dimension_id(number))),
    );
    let criteria = model.criteria.iter();
    pieces.extend(criteria.map(|criterion| {
        criterion_table(model, criterion, &model.dimension_id(criterion.dimension))
    }));
    pieces.extend(
        (0..model.gates.len())
            .map(|number| gate_table(model, &model.gates[number], &model.gate_id(number))),
    );
    pieces.extend(model.recommendations.iter().map(|id| recommendation(id)));
    pieces.push(rules(model));
    (header(), pieces)
}

fn header() -> String {
    "id = \"generated\"\nversion = \"1.0.0\"\ntitle = \"Generated\"\nlanguages = [\"en\"]\n"
        .to_owned()
}

pub(super) fn list<T>(items: impl IntoIterator<Item = T>, show: impl Fn(T) -> String) -> String {
    items.into_iter().map(show).collect::<Vec<_>>().join(", ")
}

fn quoted(id: &str) -> String {
    format!("\"{id}\"")
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

fn fact(fact: &Fact) -> String {
    let mut text = format!("[facts.\"{}\"]\nask = \"How is it?\"\n", fact.id);
    match &fact.kind {
        Kind::Bool => text += "type = \"bool\"\n",
        Kind::Choice(options) => {
            text += &format!(
                "type = \"choice\"\noptions = [{}]\n",
                list(options, |id| quoted(id))
            );
        }
        Kind::Set(options) => {
            text += &format!(
                "type = \"set\"\noptions = [{}]\n",
                list(options, |id| format!("{{ id = \"{id}\", means = \"it\" }}"))
            );
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
                .map(|(name, part)| format!("{name} = {part}"))
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
    text
}

/// The ratings of a rubric, the last first: their order is that of where they begin.
fn ratings(from: &[i64], home: &str) -> String {
    let table = |from: &i64| {
        let id = rating_id(*from);
        format!("[[ratings]]\nid = \"{id}\"\nfrom = {from}\n{home}")
    };
    from.iter().rev().map(table).collect()
}

/// What a rating is called that begins here.
pub(crate) fn rating_id(from: i64) -> String {
    format!("from-{from}")
}

fn dimension_table(model: &Model, number: usize, id: &str) -> String {
    format!(
        "[[dimensions]]\nid = \"{id}\"\nweight = {}\n",
        model.dimensions[number].weight
    )
}

fn criterion_table(model: &Model, criterion: &Criterion, dimension: &str) -> String {
    let mut text = format!(
        "[[criteria]]\nid = \"{}\"\ndimension = \"{dimension}\"\nweight = {}\n",
        criterion.id, criterion.weight
    );
    if let Some(when) = &criterion.applies_when {
        text += &format!("applies_when = {}\n", conditions(model, when));
    }
    let fact = |number: &usize| format!("fact = \"{}\"\n", model.facts[*number].id);
    match &criterion.scale {
        Scale::Points(number, points) => {
            text += &fact(number);
            for (name, points) in value_names(&model.facts[*number].kind).iter().zip(points) {
                text += &if has_reason(name) {
                    format!("points.{name} = {{ points = {points}, reason = \"So it is.\" }}\n")
                } else {
                    format!("points.{name} = {points}\n")
                };
            }
        }
        Scale::Bands(number, bands) => {
            text += &fact(number);
            text += &format!(
                "bands = [{}]\n",
                list(bands, |(end, points)| band(*end, "points", points))
            );
        }
        Scale::Share(number, options) => {
            text += &fact(number);
            text += &format!(
                "share_of = [{}]\n",
                list(options, |&option| quoted(
                    options_of(model, *number)[option]
                ))
            );
        }
        Scale::Cases(cases) => {
            let show = |(when, points): &(Option<Condition>, i64)| match when {
                Some(when) => format!(
                    "{{ when = {}, points = {points} }}",
                    conditions(model, when)
                ),
                None => format!("{{ points = {points} }}"),
            };
            text += &format!("cases = [{}]\n", list(cases, show));
        }
    }
    text
}

fn gate_table(model: &Model, gate: &Gate, id: &str) -> String {
    let effect = gate
        .cap
        .map_or("knock_out = true".to_owned(), |cap| format!("cap = {cap}"));
    format!(
        "[[gates]]\nid = \"{id}\"\nwhen = {}\n{effect}\n",
        conditions(model, &gate.when)
    )
}

fn recommendation(id: &str) -> String {
    format!("[[recommendations]]\nid = \"{id}\"\ntitle = \"Do {id}\"\n")
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
    }
    text
}

pub(super) fn options_of(model: &Model, fact: usize) -> &[&'static str] {
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
