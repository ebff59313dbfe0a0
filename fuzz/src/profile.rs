//! Bytes as one profile, in YAML and in JSON: read, resolved, assessed; the short way against the long one; JSON
//! against another reader.

use super::shown::{check, check_refusal, tiny};
use maturity::assess::{assess, figures};
use maturity::finding::SourceText;
use maturity::profile::date::Date;
use maturity::profile::plain::Plain;
use maturity::profile::{Options, Today, resolve};
use maturity::rubric::RubricSet;
use maturity::source::inputs::Form;
use maturity::source::inputs::documents::tell;
use maturity::source::{json, shipped, yaml};
use maturity::value::{Node, Span, Value};
use std::sync::LazyLock;

static SETS: LazyLock<[RubricSet; 2]> = LazyLock::new(|| [shipped::rubric_set(), tiny()]);

/// Reads what it can.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let source = SourceText::new("profile", text);
    let in_yaml = yaml::read(&source);
    match &in_yaml {
        Ok(documents) => documents.iter().for_each(|root| well_placed(text, root)),
        Err(found) => check_refusal(found),
    }
    let one = in_yaml
        .as_ref()
        .ok()
        .and_then(|read| match read.as_slice() {
            [one] => Some(one),
            _ => None,
        });
    resolved(&source, Form::Yaml, one);

    let in_json = json::read(&source, Span::new(0, text.len()));
    match &in_json {
        Ok(root) => {
            well_placed(text, root);
            match serde_json::from_str::<serde_json::Value>(text) {
                Ok(other) => assert!(same(root, &other), "{root:?} is {other:?}"),
                // The other has no number so large; ours is refused where a fact needs one.
                Err(error) => assert!(error.to_string().contains("out of range"), "{error}"),
            }
        }
        Err(found) => check_refusal(found),
    }
    resolved(&source, Form::Json, in_json.as_ref().ok());
}

/// Every value stands in the text.
fn well_placed(text: &str, node: &Node<'_>) {
    let inside = |span: Span| text.get(span.start as usize..span.end as usize).is_some();
    assert!(inside(node.span), "{node:?}");
    match &node.value {
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| well_placed(text, item)),
        Value::Map(entries) => {
            for (key, value) in entries {
                assert!(inside(key.span), "{key:?}");
                well_placed(text, value);
            }
        }
    }
}

fn same(node: &Node<'_>, json: &serde_json::Value) -> bool {
    use serde_json::Value as Json;
    match (&node.value, json) {
        (Value::Scalar { .. }, Json::Null) => node.is_null(),
        (Value::Scalar { .. }, Json::Bool(json)) => node.boolean() == Some(*json),
        (Value::Scalar { text, plain: true }, Json::Number(_)) => {
            serde_json::from_str::<Json>(text).is_ok_and(|own| own == *json)
        }
        (Value::Scalar { text, plain: false }, Json::String(json)) => text == json,
        (Value::List(items), Json::Array(json)) => {
            items.len() == json.len() && items.iter().zip(json).all(|(a, b)| same(a, b))
        }
        (Value::Map(entries), Json::Object(json)) => {
            let entry = |(key, node): &(_, _)| entry(json, key, node);
            entries.len() == json.len() && entries.iter().all(entry)
        }
        _ => false,
    }
}

fn entry(
    json: &serde_json::Map<String, serde_json::Value>,
    key: &maturity::value::Key<'_>,
    node: &Node<'_>,
) -> bool {
    json.get(&*key.text).is_some_and(|json| same(node, json))
}

fn resolved(source: &SourceText<'_>, form: Form, root: Option<&Node<'_>>) {
    for (number, set) in SETS.iter().enumerate() {
        let mut plain = Plain::new(set);
        let told = tell(source.text, form, &mut plain);
        let Some(root) = root else {
            assert!(told.is_none(), "told of what cannot be read");
            continue;
        };
        match resolve(set, source, root, Options::default()) {
            Ok((answers, found)) => {
                check(&found);
                if told.is_some() {
                    assert!(found.is_empty(), "{found:?}");
                    assert_eq!(plain.cells(), &answers.cells[..]);
                    assert_eq!(plain.id(), answers.about.id.as_deref());
                    assert_eq!(plain.name(), answers.name(set));
                }
                // Of the shipped set the look ahead would take most of the time.
                if number == 0 {
                    let figures = figures(set, &answers.cells);
                    assert_eq!(figures.rules.len(), set.rules.len());
                } else {
                    let assessment = assess(set, &answers);
                    assert!(assessment.outlook.exact && !assessment.outlook.possible.is_empty());
                }
            }
            Err(found) => {
                check_refusal(&found);
                assert!(told.is_none(), "told of what is refused: {found:?}");
            }
        }
        let lenient = Options {
            allow_unknown_facts: true,
            today: Date::parse("2026-11-22").map(|date| Today {
                date,
                stale_is_unknown: true,
            }),
        };
        match resolve(set, source, root, lenient) {
            Ok((_, found)) => check(&found),
            Err(found) => check_refusal(&found),
        }
    }
}
