//! `locales/<language>.toml`: the texts of a rubric set in another language, under their paths.

use super::fields::{File, on_one_line, unprintable};
use crate::finding::{Code, Finding, Findings, Level, did_you_mean, ticked};
use crate::rubric::RubricSet;
use crate::rubric::texts::{Texts, texts_mut, translate};
use crate::say;
use crate::value::{Node, Span, Value};
use std::collections::BTreeMap;

/// Puts the texts of a locale file into a set; what it lacks stays in the set's own language.
///
/// What is not text, has an unknown path or is missing is told, as warnings: a report with a text too
/// few in a language is better than none.
pub fn localize(set: &mut RubricSet, file: &File<'_>) -> Vec<Finding> {
    let mut texts = Texts::new();
    let mut spans = BTreeMap::new();
    let mut findings = Findings::default();
    let warn = |span: Span, code: Code, message: String| {
        Finding::error(&file.source, span, code, message).level(Level::Warning)
    };
    flatten("", &file.root, &mut |path, span, text| match text {
        Some(text) => {
            spans.insert(path.to_owned(), span);
            if let Some((message, hint)) = unprintable(path, text) {
                findings.push(warn(span, Code::WrongType, message).hint(hint));
            } else {
                texts.insert(path.to_owned(), on_one_line(text).into_owned());
            }
        }
        None => {
            let message = say!("`{path}` must be text", path);
            findings.push(warn(span, Code::WrongType, message));
        }
    });
    let translated = translate(set, &texts);
    let mut known = Vec::new();
    if !translated.unknown.is_empty() {
        texts_mut(set, |path, _| known.push(path.to_owned()));
    }
    for path in &translated.unknown {
        if findings.is_full(Level::Warning) {
            // Its hint takes long to find.
            findings.count(Code::UnknownKey, Level::Warning);
            continue;
        }
        let message = say!("the rubric set has no text `{path}`", path);
        let hint = did_you_mean(path, known.iter().map(String::as_str));
        let finding = warn(spans[path], Code::UnknownKey, message);
        findings.push(finding.maybe_hint(hint));
    }
    if !translated.missing.is_empty() {
        let paths = ticked(translated.missing.iter().map(String::as_str));
        let message = say!("no translation of {paths}", paths);
        let finding = Finding::of_file(&*file.source.path, Code::MissingTranslation, message);
        findings.push(finding.level(Level::Warning));
    }
    findings.finish()
}

/// The texts of a locale file, whatever set they are for.
#[must_use]
pub fn locale_texts(file: &File<'_>) -> Texts {
    let mut texts = Texts::new();
    flatten("", &file.root, &mut |path, _, text| {
        if let Some(text) = text.filter(|text| unprintable(path, text).is_none()) {
            texts.insert(path.to_owned(), on_one_line(text).into_owned());
        }
    });
    texts
}

/// Visits the leaves of nested tables: path, place, and the text if it is one.
fn flatten<'n>(
    path: &str,
    node: &'n Node<'_>,
    visit: &mut impl FnMut(&str, Span, Option<&'n str>),
) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let path = match path {
                    "" => key.text.to_string(),
                    _ => format!("{path}.{}", key.text),
                };
                flatten(&path, value, visit);
            }
        }
        Value::Scalar { text, plain: false } => visit(path, node.span, Some(text)),
        Value::Scalar { .. } | Value::List(_) => visit(path, node.span, None),
    }
}
