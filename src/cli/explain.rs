//! `explain`: what a part of the rubric set or a finding code is; without an id the list of all.

use super::completions::candidates;
use super::input::{load_set, rubric_set};
use super::output::{Output, PageFormat, allow_closed_pipe, check_paths};
use super::{Common, Outcome};
use crate::finding::{Code, nearest, quoted, ticked};
use crate::language::list::list_or;
use crate::present::explain::index::index;
use crate::present::explain::{Explanation, Subject, code_alone, explain, markdown};
use crate::present::{json, terminal};
use crate::rubric::RubricSet;
use crate::rubric::part::{Part, parts};
use crate::say;
use anyhow::{Result, bail};
use clap::Args;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// What to explain: an id or, where no other ends so, its last part; `gate:ID` where a rule is
    /// called the same. Without one: the list of everything
    #[arg(value_name = "ID", add = candidates::subjects())]
    id: Option<String>,
    #[command(flatten)]
    common: Common,
    /// How to print the result
    #[arg(long, short, value_enum, default_value_t = PageFormat::Table)]
    format: PageFormat,
    /// Write to a file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &ExplainArgs) -> Result<Outcome> {
    let common = &args.common;
    // A code is needed most where the rubric set is broken.
    if let (Some(code), Err(_)) = (code(args.id.as_deref()), rubric_set(common.rubrics())) {
        write(args, &code_alone(code))?;
        return Ok(Outcome::default());
    }
    let Some(set) = load_set(common) else {
        return Ok(Outcome::FAILED);
    };
    match &args.id {
        Some(id) => write(args, &explain(&set, find(&set, id)?))?,
        None => list(args, &set)?,
    }
    Ok(Outcome::default())
}

fn write(args: &ExplainArgs, explanation: &Explanation<'_>) -> Result<()> {
    check_paths(&[], args.output.as_deref(), &args.common)?;
    let mut out = Output::open(args.output.as_deref())?;
    let look = out.look(&args.common);
    let written = match args.format {
        PageFormat::Table => terminal::explanation(explanation, &look, &mut out),
        PageFormat::Json => json::json(&[explanation], true, &mut out),
        PageFormat::Markdown => markdown::explanation(explanation, &mut out),
    };
    allow_closed_pipe(written.map_err(Into::into).and_then(|()| out.finish()))
}

fn list(args: &ExplainArgs, set: &RubricSet) -> Result<()> {
    check_paths(&[], args.output.as_deref(), &args.common)?;
    let mut out = Output::open(args.output.as_deref())?;
    let look = out.look(&args.common);
    let all = index(set);
    let written = match args.format {
        PageFormat::Table => terminal::index(&all, &look, &mut out),
        PageFormat::Json => json::json(&[&all], true, &mut out),
        PageFormat::Markdown => markdown::index(&all, &mut out),
    };
    allow_closed_pipe(written.map_err(Into::into).and_then(|()| out.finish()))
}

/// The finding code with this name.
fn code(id: Option<&str>) -> Option<Code> {
    let id = id?.trim();
    let name = id.strip_prefix("code:").unwrap_or(id);
    Code::ALL.iter().copied().find(|code| code.name() == name)
}

/// Something that has an id: its kind, its id, and what it is.
type Candidate<'a> = (&'static str, &'a str, Subject);

/// What an id names: a whole id, else the last part of one, else a title.
///
/// A usage error where nothing or more than one thing is called so.
fn find(set: &RubricSet, written: &str) -> Result<Subject> {
    let codes = Code::ALL.iter();
    let all: Vec<Candidate<'_>> = parts(set)
        .into_iter()
        .map(|part| (part.kind(), part.id(set), Subject::Part(part)))
        .chain(codes.map(|&code| ("code", code.name(), Subject::Code(code))))
        .collect();
    let (kind, id) = match written.trim().split_once(':') {
        Some((kind, id)) => (Some(kind.trim()), id.trim()),
        None => (None, written.trim()),
    };
    if let Some(kind) = kind
        && !all.iter().any(|(other, ..)| *other == kind)
    {
        let mut kinds: Vec<&str> = all.iter().map(|(kind, ..)| *kind).collect();
        kinds.dedup();
        bail!(say!(
            "{kind} is no kind of id: there are {kinds}",
            kind = quoted(kind),
            kinds = ticked(kinds)
        ));
    }
    let all = || {
        let fits = move |(other, ..): &&Candidate<'_>| kind.is_none_or(|kind| kind == *other);
        all.iter().filter(fits)
    };
    let whole: Vec<&Candidate<'_>> = all().filter(|(_, other, _)| *other == id).collect();
    let ends = |other: &str| {
        let rest = other.strip_suffix(id);
        rest.is_some_and(|rest| rest.ends_with(['.', '/']))
    };
    let titled = |subject: &Subject| match subject {
        Subject::Part(part) => part
            .title(set)
            .is_some_and(|title| title.eq_ignore_ascii_case(id)),
        Subject::Code(_) => false,
    };
    let mut found = whole;
    if found.is_empty() {
        found = all().filter(|(_, other, _)| ends(other)).collect();
    }
    if found.is_empty() {
        // Reports for people show titles.
        found = all().filter(|(_, _, subject)| titled(subject)).collect();
    }
    match found.as_slice() {
        [(_, _, subject)] => Ok(*subject),
        [] => {
            let is_it = |part: &Part| part.renamed_from(set) == Some(id);
            let written = quoted(written);
            bail!(match parts(set).into_iter().find(is_it) {
                Some(part) => say!(
                    "nothing is called {written} any more: it is now `{part}`",
                    written,
                    part = part.id(set)
                ),
                None => say!(
                    "nothing is called {written} ({hint})",
                    written,
                    hint = near(id, all())
                ),
            })
        }
        several => {
            let mut ids: Vec<&str> = several.iter().map(|(_, id, _)| *id).collect();
            ids.sort_unstable();
            let same = ids.windows(2).any(|pair| pair[0] == pair[1]);
            let names: Vec<String> = several
                .iter()
                .map(|(kind, id, _)| {
                    if same {
                        format!("{kind}:{id}")
                    } else {
                        (*id).to_owned()
                    }
                })
                .collect();
            bail!(say!(
                "{written} may be {ids}: write it out",
                written = quoted(written),
                ids = one_of(&names)
            ));
        }
    }
}

/// "`a`, `b` or `c`".
fn one_of(ids: &[impl std::fmt::Display]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    list_or(&ids)
}

/// What may have been meant: the id that is nearest as a whole, or by its last part.
fn near<'c>(id: &str, all: impl Iterator<Item = &'c Candidate<'c>>) -> String {
    let ids: Vec<&str> = all.map(|(_, id, _)| *id).collect();
    let last = |id: &'c str| id.rsplit(['.', '/']).next().unwrap_or(id);
    if let Some(near) = nearest(id, ids.iter().copied()) {
        return say!("did you mean `{near}`?", near);
    }
    match nearest(id, ids.iter().map(|id| last(id))) {
        Some(near) => {
            let fitting: Vec<&str> = ids.into_iter().filter(|id| last(id) == near).collect();
            say!("did you mean {ids}?", ids = one_of(&fitting))
        }
        None => say!("`maturity explain` lists everything"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::SourceText;
    use crate::present::Look;
    use crate::present::text::width;
    use crate::rubric::load::{File, load};
    use crate::source::{shipped, toml};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    #[test]
    fn every_part_and_code_is_found_by_kind_and_id() {
        let set = shipped::rubric_set();
        for part in parts(&set) {
            let written = format!("{}:{}", part.kind(), part.id(&set));
            assert_eq!(find(&set, &written).ok(), Some(Subject::Part(part)));
        }
        for &found in Code::ALL {
            let written = format!("code:{}", found.name());
            assert_eq!(find(&set, &written).ok(), Some(Subject::Code(found)));
            assert_eq!(code(Some(&written)), Some(found));
        }
    }

    #[test]
    fn pages_keep_to_their_width_and_to_ascii() {
        let set = shipped::rubric_set();
        let codes = Code::ALL.iter().map(|&code| Subject::Code(code));
        let subjects = parts(&set).into_iter().map(Subject::Part).chain(codes);
        for subject in subjects {
            for (columns, ascii) in [(60, true), (80, false), (120, false)] {
                let look = Look {
                    width: columns,
                    color: false,
                    ascii,
                };
                let mut page = Vec::new();
                terminal::explanation(&explain(&set, subject), &look, &mut page).expect("written");
                let page = String::from_utf8(page).expect("UTF-8");
                // In ASCII a section sign takes five columns more.
                let room = columns + if ascii { 12 } else { 0 };
                assert!(page.lines().all(|line| width(line) <= room), "{page}");
                assert!(!ascii || page.is_ascii(), "{page}");
            }
        }
    }

    /// A set with these facts, recommendations and parts of one rubric, each with one of a few titles.
    fn set_of(
        facts: &[&str],
        recommended: &[&str],
        others: [&str; 5],
        titles: &[&str],
    ) -> RubricSet {
        let [rubric, dimension, criterion, gate, rule] = others;
        let mut titles = titles.iter().cycle();
        let mut title = || titles.next().copied().unwrap_or("One");
        let mut text = format!(
            "id = \"s\"\nversion = \"1.0.0\"\ntitle = \"S\"\n\
             rubric = {{ id = \"{rubric}\", title = \"{}\", higher_is = \"better\" }}\n\
             dimensions = [{{ id = \"{dimension}\", title = \"{}\", weight = 1 }}]\n",
            title(),
            title()
        );
        for fact in facts {
            text += &format!("facts.\"{fact}\" = {{ type = \"bool\", ask = \"Is it?\" }}\n");
        }
        for id in recommended {
            text += &format!(
                "[[recommendations]]\nid = \"{id}\"\ntitle = \"{}\"\n",
                title()
            );
        }
        let fact = facts[0];
        text += &format!(
            "[[criteria]]\nid = \"{criterion}\"\ndimension = \"{dimension}\"\ntitle = \"{}\"\nweight = 1\n\
             fact = \"{fact}\"\npoints = {{ false = 0, true = 100 }}\n\
             [[gates]]\nid = \"{gate}\"\ntitle = \"{}\"\nwhen = [{{ fact = \"{fact}\", is = true }}]\ncap = 50\n\
             [[rules]]\nid = \"{rule}\"\nrecommend = \"{}\"\n",
            title(),
            title(),
            recommended[0]
        );
        let source = SourceText::new("set.toml", &text);
        let root = toml::read(&source).expect("well-formed");
        load(&[File { source, root }]).expect("a valid set").set
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A whole id is that part; the last parts of one are where no other ends so; a title is where no id is
        /// meant.
        #[test]
        fn the_last_part_of_an_id_is_enough_where_no_other_ends_so(
            facts in subsequence(vec!["a.x", "a.y", "b.x", "x.a", "x.z"], 1..=5),
            recommended in subsequence(vec!["x", "y", "wait", "stale"], 1..=4),
            rubric in select(&["x", "r"][..]),
            dimension in select(&["a", "y"][..]),
            criterion in select(&["x", "z"][..]),
            gate in select(&["x", "g", "stale"][..]),
            rule in select(&["x", "q", "wait"][..]),
            titles in vec(select(&["Two", "X", "wait"][..]), 7),
        ) {
            let others = [rubric, dimension, criterion, gate, rule];
            let set = set_of(&facts, &recommended, others, &titles);
            let mut all: Vec<(&str, Option<&str>, Subject)> = Vec::new();
            all.extend(parts(&set).into_iter().map(|part| (part.id(&set), part.title(&set), Subject::Part(part))));
            all.extend(Code::ALL.iter().map(|&code| (code.name(), None, Subject::Code(code))));
            let words = |id: &str| id.split(['.', '/']).map(str::to_owned).collect::<Vec<_>>();
            let mut written: Vec<String> = vec!["two".to_owned(), "nothing".to_owned()];
            for part in parts(&set) {
                let id = part.id(&set);
                let ends = id.match_indices(['.', '/']).map(|(at, _)| id[at + 1..].to_owned());
                written.extend(ends.chain([id.to_owned()]));
            }
            for written in written {
                let own = words(&written);
                let whole = |id: &str| id == written;
                let ends = |id: &str| words(id).len() > own.len() && words(id).ends_with(&own);
                let subjects = |fits: &dyn Fn(&str, Option<&str>) -> bool| -> Vec<Subject> {
                    let fitting = all.iter().filter(|(id, title, _)| fits(id, *title));
                    fitting.map(|(_, _, subject)| *subject).collect()
                };
                let titled = |title: Option<&str>| title.is_some_and(|title| title.to_lowercase() == written);
                let kinds = [
                    subjects(&|id, _| whole(id)),
                    subjects(&|id, _| ends(id)),
                    subjects(&|_, title| titled(title)),
                ];
                let meant = kinds.iter().find(|subjects| !subjects.is_empty());
                let expected = match meant.map(Vec::as_slice) {
                    Some([one]) => Some(*one),
                    _ => None,
                };
                prop_assert_eq!(find(&set, &written).ok(), expected, "{}", written);
            }
        }
    }
}
