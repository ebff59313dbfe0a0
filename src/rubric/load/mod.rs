//! TOML values become a checked rubric set. Every problem of every file is reported, not only the first.
//!
//! Two passes: names first, so that anything may refer to anything; then facts, conditions, scales,
//! gates and rules. Numeric facts are cut into cells last, when every threshold has been seen.

mod cases;
mod conditions;
mod criteria;
mod decisions;
mod digest;
mod facts;
mod fields;

pub use cases::{Case, CaseProfile, Expect};
pub use conditions::tenths;
pub use fields::File;

use crate::finding::{Code, Finding, did_you_mean, has_errors};
use crate::rubric::text::Str;
use crate::rubric::{
    Advice, Aggregate, Dimension, Effect, HigherIs, Rating, Rubric, RubricSet, Site,
};
use facts::{narrow, report_duplicate};
use fields::{At, Cx, Fields, check_id, start_of};
use std::collections::BTreeMap;

/// A loaded set.
#[derive(Debug)]
pub struct Loaded {
    /// The set.
    pub set: RubricSet,
    /// Its own tests.
    pub cases: Vec<Case>,
    /// Warnings and notes.
    pub findings: Vec<Finding>,
}

/// The numbers of what has an id, for references.
#[derive(Default)]
struct Names {
    rubrics: BTreeMap<String, u16>,
    dimensions: BTreeMap<String, u16>,
    gates: BTreeMap<String, u16>,
}

/// What the files hold, by kind, in the order of the files.
#[derive(Default)]
struct Parts<'n> {
    header: [Option<At<'n>>; 5],
    sources: Vec<At<'n>>,
    facts: Vec<At<'n>>,
    rubrics: Vec<At<'n>>,
    ratings: Vec<(At<'n>, Option<String>)>,
    dimensions: Vec<(At<'n>, Option<String>)>,
    criteria: Vec<(At<'n>, Option<String>)>,
    gates: Vec<(At<'n>, Option<String>)>,
    advice: Vec<At<'n>>,
    recommendations: Vec<At<'n>>,
    rules: Vec<At<'n>>,
    tests: Vec<At<'n>>,
}

const HEADER: [&str; 5] = ["id", "version", "title", "languages", "aggregate"];

/// Loads a rubric set from the TOML files that make it up.
///
/// # Errors
/// Every problem found, with file, line, column and a hint, if any of them is an error.
pub fn load(files: &[File<'_>]) -> Result<Loaded, Vec<Finding>> {
    let mut cx = Cx {
        files,
        findings: Vec::new(),
    };
    let parts = collect(&mut cx);
    let header = read_header(&mut cx, &parts);
    let mut facts = facts::read(&mut cx, &parts.facts);
    let mut advice = AdviceBook::read_all(&mut cx, &parts.advice);
    let mut rubrics = read_rubrics(&mut cx, &parts, header.aggregate);
    let mut names = Names::default();
    names.rubrics.extend(
        rubrics
            .iter()
            .enumerate()
            .map(|(number, rubric)| (rubric.id.to_string(), narrow(number))),
    );
    let mut dimensions = read_dimensions(&mut cx, &parts, &names);
    names.dimensions.extend(
        dimensions
            .iter()
            .enumerate()
            .map(|(number, dimension)| (dimension.id.to_string(), narrow(number))),
    );
    let gate_ids = placed_ids(&mut cx, &parts.gates, &names.rubrics, "gate");
    names.gates.extend(
        gate_ids
            .iter()
            .enumerate()
            .map(|(number, placed)| (placed.id.clone(), narrow(number))),
    );

    let criterion_ids = criterion_ids(&mut cx, &parts.criteria, &names);
    let mut drafts = Vec::new();
    for Placed { id, parent, fields } in criterion_ids {
        let site = fields.site();
        drafts.push(criteria::read(
            &mut cx,
            &names,
            &mut facts,
            &mut advice,
            fields,
            (id, parent, site),
        ));
    }
    let mut gates = Vec::new();
    for Placed { id, parent, fields } in gate_ids {
        gates.extend(decisions::gate(
            &mut cx,
            &names,
            &mut facts,
            &mut advice,
            fields,
            (id, parent),
        ));
    }
    let mut recommendations =
        decisions::recommendations(&mut cx, &mut advice, &parts.recommendations);
    let mut rules = decisions::rules(&mut cx, &names, &mut facts, &recommendations, &parts.rules);
    require_parts(&mut cx, &parts);

    let (facts, variables) = facts::finish(&mut cx, facts);
    let mut criteria: Vec<_> = drafts
        .into_iter()
        .map(|draft| criteria::finish(&mut cx, draft, &facts, &variables))
        .collect();
    for gate in &mut gates {
        conditions::finish(&mut gate.when, &facts, &variables);
    }
    for rule in &mut rules {
        if let Some(when) = &mut rule.when {
            conditions::finish(when, &facts, &variables);
        }
    }
    let gate_order = decisions::gate_order(&mut cx, &gates);
    if has_errors(&cx.findings) {
        return Err(cx.findings);
    }

    let (advice, renumber) = advice.finish();
    let each = |numbers: &mut Vec<u16>| {
        numbers
            .iter_mut()
            .for_each(|number| *number = renumber[usize::from(*number)])
    };
    criteria
        .iter_mut()
        .flat_map(|criterion| &mut criterion.attributes)
        .for_each(|attribute| each(&mut attribute.advice));
    gates.iter_mut().for_each(|gate| each(&mut gate.advice));
    recommendations
        .iter_mut()
        .for_each(|recommendation| each(&mut recommendation.advice));

    for (number, dimension) in dimensions.iter_mut().enumerate() {
        dimension.criteria = run(criteria.iter().map(|criterion| criterion.dimension), number);
    }
    for (number, rubric) in rubrics.iter_mut().enumerate() {
        rubric.dimensions = run(dimensions.iter().map(|dimension| dimension.rubric), number);
        let caps = gates.iter().enumerate().filter(|(_, gate)| {
            usize::from(gate.rubric) == number && matches!(gate.effect, Effect::Cap(_))
        });
        rubric.caps = caps.map(|(gate, _)| narrow(gate)).collect();
    }
    let mut sections: Vec<(Str, std::ops::Range<u16>)> = Vec::new();
    for (number, fact) in facts.iter().enumerate() {
        match sections.last_mut() {
            Some((name, range)) if **name == *fact.section() => range.end = narrow(number + 1),
            _ => sections.push((fact.section().into(), narrow(number)..narrow(number + 1))),
        }
    }
    let mut set = RubricSet {
        id: header.id,
        version: header.version,
        title: header.title,
        languages: header.languages,
        sources: read_sources(&mut cx, &parts.sources),
        digest: Str::default(),
        facts,
        sections,
        variables,
        rubrics,
        dimensions,
        criteria,
        gates,
        gate_order,
        recommendations,
        rules,
        advice,
    };
    set.digest = digest::digest(&set);
    let cases = cases::read(&mut cx, &set, &parts.tests);
    if has_errors(&cx.findings) {
        Err(cx.findings)
    } else {
        Ok(Loaded {
            set,
            cases,
            findings: cx.findings,
        })
    }
}

/// The stretch of a sorted list that belongs to one owner.
fn run(owners: impl Iterator<Item = u16>, owner: usize) -> std::ops::Range<u16> {
    let mut range = 0..0;
    for (number, other) in owners.enumerate() {
        if usize::from(other) == owner {
            if range.end == 0 {
                range.start = narrow(number);
            }
            range.end = narrow(number + 1);
        }
    }
    range
}

fn collect<'n>(cx: &mut Cx<'n>) -> Parts<'n> {
    let mut parts = Parts::default();
    let files = cx.files;
    for (number, file) in files.iter().enumerate() {
        let root = At {
            file: narrow(number),
            node: &file.root,
        };
        let Some(mut fields) = Fields::new(cx, root, "rubric file") else {
            continue;
        };
        for (slot, name) in parts.header.iter_mut().zip(HEADER) {
            let Some(at) = fields.get(name) else { continue };
            if let Some(earlier) = slot.replace(at) {
                report_duplicate(cx, at.site(), "value for", name, earlier.site());
            }
        }
        let rubric = fields.get("rubric");
        let home = rubric
            .and_then(|at| at.node.get("id"))
            .and_then(|id| id.text())
            .map(str::to_owned);
        parts.rubrics.extend(rubric);
        let mut list = |name| fields.get(name).map_or_else(Vec::new, |at| at.items());
        parts.rubrics.extend(list("rubrics"));
        for (name, target) in [
            ("ratings", &mut parts.ratings),
            ("dimensions", &mut parts.dimensions),
            ("criteria", &mut parts.criteria),
            ("gates", &mut parts.gates),
        ] {
            target.extend(list(name).into_iter().map(|at| (at, home.clone())));
        }
        parts.recommendations.extend(list("recommendations"));
        parts.rules.extend(list("rules"));
        parts.tests.extend(list("tests"));
        parts.facts.extend(fields.get("facts"));
        parts.advice.extend(fields.get("advice"));
        parts.sources.extend(fields.get("sources"));
        fields.finish(cx);
    }
    parts
}

fn require_parts(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    for (name, empty) in [
        ("[facts]", parts.facts.is_empty()),
        ("[rubric]", parts.rubrics.is_empty()),
        ("[[criteria]]", parts.criteria.is_empty()),
        ("[[recommendations]]", parts.recommendations.is_empty()),
        ("[[rules]]", parts.rules.is_empty()),
    ] {
        if empty && !cx.files.is_empty() {
            cx.error(
                start_of(0),
                Code::MissingField,
                format!("the rubric set has no `{name}`"),
            );
        }
    }
}

struct Header {
    id: Str,
    version: Str,
    title: Str,
    languages: Vec<Str>,
    aggregate: Aggregate,
}

fn read_header(cx: &mut Cx<'_>, parts: &Parts<'_>) -> Header {
    let [id, version, title, languages, aggregate] = parts.header;
    let required = |cx: &mut Cx<'_>, at: Option<At<'_>>, name: &str| match at {
        Some(at) => at.text(cx, name).unwrap_or_default(),
        None => {
            if !cx.files.is_empty() {
                cx.error(
                    start_of(0),
                    Code::MissingField,
                    format!("the rubric set has no `{name}`"),
                )
                .hint = Some("`id` and `version` stand at the top of one of its files".to_owned());
            }
            Str::default()
        }
    };
    let name = required(cx, id, "id");
    if let Some(at) = id {
        check_id(cx, at.site(), &name);
    }
    let number = required(cx, version, "version");
    if let Some(at) = version
        && !is_semver(&number)
    {
        cx.error(
            at.site(),
            Code::WrongType,
            format!("`{number}` is no version"),
        )
        .hint = Some("for example \"1.2.0\"".to_owned());
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
        title: title
            .and_then(|at| at.text(cx, "title"))
            .unwrap_or_default(),
        languages,
        aggregate,
    }
}

/// `[sources]`: short name = title.
fn read_sources(cx: &mut Cx<'_>, tables: &[At<'_>]) -> Vec<(Str, Str)> {
    let mut sources = Vec::new();
    for table in tables {
        let Some(entries) = table.entries() else {
            cx.error(
                table.site(),
                Code::WrongType,
                "`sources` must be a table: name = \"title\"",
            );
            continue;
        };
        for (key, at) in entries {
            sources.extend(
                at.text(cx, "sources")
                    .map(|title| (Str::from(&*key.text), title)),
            );
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

fn aggregate_word(cx: &mut Cx<'_>, at: At<'_>) -> Aggregate {
    match at.text(cx, "aggregate").as_deref() {
        Some("worst") => Aggregate::Worst,
        Some("mean") | None => Aggregate::Mean,
        Some(other) => {
            cx.error(
                at.site(),
                Code::UnknownOption,
                format!("`aggregate` is `mean` or `worst`, not `{other}`"),
            );
            Aggregate::Mean
        }
    }
}

fn read_rubrics(cx: &mut Cx<'_>, parts: &Parts<'_>, default: Aggregate) -> Vec<Rubric> {
    let mut rubrics: Vec<(Rubric, Site)> = Vec::new();
    for at in &parts.rubrics {
        let Some(mut fields) = Fields::new(cx, *at, "rubric") else {
            continue;
        };
        let id = fields.required_text(cx, "id");
        check_id(cx, at.site(), &id);
        let words = [("better", HigherIs::Better), ("worse", HigherIs::Worse)];
        fields.required(cx, "higher_is");
        let rubric = Rubric {
            title: fields.text(cx, "title").unwrap_or_default(),
            about: fields.text(cx, "about").unwrap_or_default(),
            source: fields.text(cx, "source").unwrap_or_default(),
            higher_is: fields.word(cx, "higher_is", &words, HigherIs::Better),
            aggregate: fields
                .get("aggregate")
                .map_or(default, |at| aggregate_word(cx, at)),
            dimensions: 0..0,
            ratings: Vec::new(),
            caps: Vec::new(),
            id,
        };
        fields.finish(cx);
        match rubrics.iter().find(|(earlier, _)| earlier.id == rubric.id) {
            Some((_, earlier)) => report_duplicate(cx, at.site(), "rubric", &rubric.id, *earlier),
            None => rubrics.push((rubric, at.site())),
        }
    }
    rubrics.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let mut rubrics: Vec<Rubric> = rubrics.into_iter().map(|(rubric, _)| rubric).collect();
    read_ratings(cx, parts, &mut rubrics);
    rubrics
}

fn read_ratings(cx: &mut Cx<'_>, parts: &Parts<'_>, rubrics: &mut [Rubric]) {
    for (at, home) in &parts.ratings {
        let Some(mut fields) = Fields::new(cx, *at, "rating") else {
            continue;
        };
        let id = fields.required_text(cx, "id");
        let title = fields.text(cx, "title").unwrap_or_else(|| id.clone());
        let from = fields
            .required(cx, "from")
            .and_then(|at| at.whole(cx, "from", 0, 100));
        let owner = fields
            .text(cx, "rubric")
            .map(|id| id.to_string())
            .or_else(|| home.clone());
        fields.finish(cx);
        let Some(owner) = owner else {
            cx.error(
                at.site(),
                Code::MissingField,
                "this rating belongs to no rubric",
            )
            .hint = Some("add `rubric = \"…\"`".to_owned());
            continue;
        };
        let Some(rubric) = rubrics.iter_mut().find(|rubric| *rubric.id == *owner) else {
            cx.error(
                at.site(),
                Code::UnknownReference,
                format!("no rubric is called `{owner}`"),
            );
            continue;
        };
        if let Some(from) = from {
            if rubric
                .ratings
                .iter()
                .any(|other| u32::from(other.from) == from * 10 || other.id == id)
            {
                cx.error(
                    at.site(),
                    Code::DuplicateId,
                    format!("a second rating `{id}`, or from {from}, of `{owner}`"),
                );
            }
            rubric.ratings.push(Rating {
                id,
                title,
                from: narrow(from as usize * 10),
            });
        }
    }
    for rubric in rubrics {
        rubric.ratings.sort_by_key(|rating| rating.from);
        if rubric
            .ratings
            .first()
            .is_some_and(|rating| rating.from != 0)
            && let Some((at, _)) = parts.ratings.first()
        {
            cx.error(
                at.site(),
                Code::BadScale,
                format!("the ratings of `{}` leave out the lowest scores", rubric.id),
            )
            .hint = Some("let the first begin at 0".to_owned());
        }
    }
}

/// A part with an id below a parent, `parent/id`.
struct Placed<'n> {
    id: String,
    parent: u16,
    fields: Fields<'n>,
}

/// The dimensions or gates with their full ids, sorted, duplicates reported.
fn placed_ids<'n>(
    cx: &mut Cx<'n>,
    items: &[(At<'n>, Option<String>)],
    parents: &BTreeMap<String, u16>,
    what: &'static str,
) -> Vec<Placed<'n>> {
    let mut all: Vec<Placed<'n>> = Vec::new();
    for (at, home) in items {
        let Some(mut fields) = Fields::new(cx, *at, what) else {
            continue;
        };
        let written = fields.required_text(cx, "id").to_string();
        let (parent, own) = match (written.split_once('/'), home) {
            (Some((parent, own)), _) => (parent.to_owned(), own.to_owned()),
            (None, Some(home)) => (home.clone(), written.clone()),
            (None, None) => {
                cx.error(
                    at.site(),
                    Code::MissingField,
                    format!("the {what} `{written}` belongs to no rubric"),
                )
                .hint = Some(format!(
                    "write its id as `rubric/{written}`, or put it into a file with a `[rubric]`"
                ));
                continue;
            }
        };
        place(
            cx,
            &mut all,
            at.site(),
            (&parent, &own),
            parents,
            what,
            fields,
        );
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn place<'n>(
    cx: &mut Cx<'n>,
    all: &mut Vec<Placed<'n>>,
    site: Site,
    (parent, own): (&str, &str),
    parents: &BTreeMap<String, u16>,
    what: &'static str,
    fields: Fields<'n>,
) {
    check_id(cx, site, own);
    let Some(number) = parents.get(parent) else {
        let owner = if what == "criterion" {
            "dimension"
        } else {
            "rubric"
        };
        let hint = did_you_mean(parent, parents.keys().map(String::as_str));
        cx.error_hint(
            site,
            Code::UnknownReference,
            format!("no {owner} is called `{parent}`"),
            hint,
        );
        return;
    };
    let id = format!("{parent}/{own}");
    match all.iter().find(|placed| placed.id == id) {
        Some(earlier) => report_duplicate(cx, site, what, &id, earlier.fields.site()),
        None => all.push(Placed {
            id,
            parent: *number,
            fields,
        }),
    }
}

fn criterion_ids<'n>(
    cx: &mut Cx<'n>,
    items: &[(At<'n>, Option<String>)],
    names: &Names,
) -> Vec<Placed<'n>> {
    let mut all: Vec<Placed<'n>> = Vec::new();
    for (at, home) in items {
        let Some(mut fields) = Fields::new(cx, *at, "criterion") else {
            continue;
        };
        let own = fields.required_text(cx, "id").to_string();
        let Some(dimension) = fields
            .required(cx, "dimension")
            .and_then(|at| at.text(cx, "dimension"))
        else {
            continue;
        };
        let parent = match home {
            Some(home) if !dimension.contains('/') => format!("{home}/{dimension}"),
            Some(_) | None => dimension.to_string(),
        };
        place(
            cx,
            &mut all,
            at.site(),
            (&parent, &own),
            &names.dimensions,
            "criterion",
            fields,
        );
    }
    all.sort_by(|a, b| (a.parent, &a.id).cmp(&(b.parent, &b.id)));
    all
}

fn read_dimensions<'n>(cx: &mut Cx<'n>, parts: &Parts<'n>, names: &Names) -> Vec<Dimension> {
    let mut dimensions = Vec::new();
    for Placed {
        id,
        parent,
        mut fields,
    } in placed_ids(cx, &parts.dimensions, &names.rubrics, "dimension")
    {
        dimensions.push(Dimension {
            id: id.into(),
            rubric: parent,
            title: fields.text(cx, "title").unwrap_or_default(),
            about: fields.text(cx, "about").unwrap_or_default(),
            source: fields.text(cx, "source").unwrap_or_default(),
            weight: fields.whole(cx, "weight", 1, 1000).unwrap_or(1),
            criteria: 0..0,
        });
        fields.finish(cx);
    }
    dimensions
}

/// Pieces of advice by number; free texts are added as they are met.
struct AdviceBook {
    entries: Vec<Advice>,
}

impl AdviceBook {
    fn read_all(cx: &mut Cx<'_>, tables: &[At<'_>]) -> Self {
        let mut book = Self {
            entries: Vec::new(),
        };
        for table in tables {
            let Some(entries) = table.entries() else {
                cx.error(
                    table.site(),
                    Code::WrongType,
                    "`advice` must be a table of tables: [advice.some-id]",
                );
                continue;
            };
            for (key, at) in entries {
                let site = Site::new(at.file, key.span);
                check_id(cx, site, &key.text);
                let Some(mut fields) = Fields::new(cx, at, "piece of advice") else {
                    continue;
                };
                let text = fields.required_text(cx, "text");
                let source = fields.text(cx, "source").unwrap_or_default();
                fields.finish(cx);
                if book.number(&key.text).is_some() {
                    cx.error(
                        site,
                        Code::DuplicateId,
                        format!("a second piece of advice `{}`", key.text),
                    );
                } else {
                    book.entries.push(Advice {
                        id: Str::from(&*key.text),
                        text,
                        source,
                    });
                }
            }
        }
        book
    }

    fn number(&self, id: &str) -> Option<u16> {
        self.entries
            .iter()
            .position(|entry| &*entry.id == id)
            .map(narrow)
    }

    /// The `advice` key: ids of the book, or texts of their own, called after their owner.
    fn read(
        &mut self,
        cx: &mut Cx<'_>,
        fields: &mut Fields<'_>,
        owner: &str,
        source: &Str,
    ) -> Vec<u16> {
        let Some(at) = fields.get("advice") else {
            return Vec::new();
        };
        let mut numbers = Vec::new();
        for item in at.items() {
            let Some(written) = item.text(cx, "advice") else {
                continue;
            };
            if let Some(number) = self.number(&written) {
                numbers.push(number);
            } else if written.contains(' ') {
                let same = |entry: &&Advice| entry.id.starts_with(owner);
                let earlier = self.entries.iter().filter(same).count();
                let id = if earlier == 0 {
                    owner.to_owned()
                } else {
                    format!("{owner}-{}", earlier + 1)
                };
                numbers.push(narrow(self.entries.len()));
                self.entries.push(Advice {
                    id: id.into(),
                    text: written,
                    source: source.clone(),
                });
            } else {
                let hint = did_you_mean(&written, self.entries.iter().map(|entry| &*entry.id))
                    .unwrap_or_else(|| {
                        "add it as [advice.id], or write the advice itself as a sentence".to_owned()
                    });
                cx.error_hint(
                    item.site(),
                    Code::UnknownReference,
                    format!("no advice is called `{written}`"),
                    Some(hint),
                );
            }
        }
        numbers
    }

    /// The advice by id, and the new number of each old one.
    fn finish(self) -> (Vec<Advice>, Vec<u16>) {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by(|&a, &b| self.entries[a].id.cmp(&self.entries[b].id));
        let mut renumber = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            renumber[old] = narrow(new);
        }
        (
            order
                .into_iter()
                .map(|old| self.entries[old].clone())
                .collect(),
            renumber,
        )
    }
}
