//! What stands at the top of a set: id, version, title, languages, the default aggregate, sources.

use super::Parts;
use super::fields::{At, Cx, check_id};
use crate::finding::Code;
use crate::rubric::text::Str;
use crate::rubric::{Aggregate, Site};
use crate::say;

/// The keys, in the order of `Parts::header`.
pub(super) const HEADER: [&str; 5] = ["id", "version", "title", "languages", "aggregate"];

pub(super) struct Header {
    pub(super) id: Str,
    pub(super) version: Str,
    pub(super) title: Str,
    pub(super) languages: Vec<Str>,
    pub(super) aggregate: Aggregate,
}

pub(super) fn read_header(cx: &mut Cx<'_>, parts: &Parts<'_>) -> Header {
    let [id, version, title, languages, aggregate] = parts.header;
    let required = |cx: &mut Cx<'_>, at: Option<At<'_>>, name| match at {
        Some(at) => at.filled(cx, name),
        None => {
            cx.missing.push(name);
            Str::default()
        }
    };
    let name = required(cx, id, "id");
    if let Some(at) = id {
        check_id(cx, at.site(), &name);
    }
    let number = required(cx, version, "version");
    if let Some(at) = version
        && !(number.is_empty() || is_semver(&number))
    {
        cx.error(
            at.site(),
            Code::WrongType,
            say!("`{number}` is no version", number),
        )
        .hint = Some(say!("for example \"1.2.0\""));
    }
    let languages = languages.map_or_else(Vec::new, |at| {
        at.items()
            .into_iter()
            .filter_map(|item| item.text(cx, "languages"))
            .collect()
    });
    let aggregate = aggregate.map_or(Aggregate::Mean, |at| aggregate_word(cx, at));
    Header {
        id: name,
        version: number,
        title: title.map(|at| at.filled(cx, "title")).unwrap_or_default(),
        languages,
        aggregate,
    }
}

/// `[sources]`: short name = title.
pub(super) fn read_sources(cx: &mut Cx<'_>, tables: &[At<'_>]) -> Vec<(Str, Str)> {
    let mut sources: Vec<(Str, Str)> = Vec::new();
    for table in tables {
        let Some(entries) = table.entries() else {
            cx.error(
                table.site(),
                Code::WrongType,
                say!("`sources` must be a table: name = \"title\""),
            );
            continue;
        };
        for (key, at) in entries {
            let Some(title) = at.text(cx, "sources") else {
                continue;
            };
            if sources.iter().any(|(name, _)| **name == *key.text) {
                let message = say!("a second source `{key}`", key = key.text);
                cx.error(Site::new(at.file, key.span), Code::DuplicateId, message);
            }
            sources.push((Str::from(&*key.text), title));
        }
    }
    sources.sort();
    sources
}

fn is_semver(version: &str) -> bool {
    let core = version.split(['-', '+']).next().unwrap_or("");
    let numbers: Vec<&str> = core.split('.').collect();
    numbers.len() == 3
        && numbers
            .iter()
            .all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(super) fn aggregate_word(cx: &mut Cx<'_>, at: At<'_>) -> Aggregate {
    match at.text(cx, "aggregate").as_deref() {
        Some("worst") => Aggregate::Worst,
        Some("mean") | None => Aggregate::Mean,
        Some(other) => {
            cx.error(
                at.site(),
                Code::UnknownOption,
                say!("`aggregate` is `mean` or `worst`, not `{other}`", other),
            );
            Aggregate::Mean
        }
    }
}
