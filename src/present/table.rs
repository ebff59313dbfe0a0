//! Several profiles: a row each, and a summary.

use super::Look;
use super::fields::Subject;
use super::number::{self, percent};
use super::report::{coverage, or_id, own_name, share};
use super::text::{self, clean, cut};
use super::words::stated_words;
use crate::language::list::{count, semicolons, sentences};
use crate::profile::Restated;
use crate::rubric::{HigherIs, Rubric, RubricSet};
use crate::say;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Below this width the column of the worst dimension is left out.
pub(super) const WIDE: usize = 100;

/// What a row shows.
#[derive(Clone, Debug)]
pub enum Line<'a> {
    /// A profile that was scored.
    Scored(Scored<'a>),
    /// One that was not.
    Failed {
        /// The file as the user named it.
        path: String,
        /// The document in the file, from 0.
        index: usize,
        /// The company's name, where it can be read.
        name: Option<String>,
        /// How many problems were found.
        problems: usize,
    },
}

/// The row of a profile that was scored.
#[derive(Clone, Debug)]
pub struct Scored<'a> {
    /// The file as the user named it.
    pub path: String,
    /// The document in the file, from 0.
    pub index: usize,
    /// The company's name.
    pub name: Option<String>,
    /// What to propose, for people.
    pub title: &'a str,
    /// Whether nothing else is possible.
    pub settled: bool,
    /// The share of what leads.
    pub share: f64,
    /// Each rubric's estimate, in tenths.
    pub estimates: Vec<Option<u16>>,
    /// The worst dimension's title.
    pub deepest: &'a str,
    /// The part of effective weight whose facts are known.
    pub coverage: f64,
    /// What has become of it since an earlier run, in words.
    pub since: Option<String>,
}

impl<'a> Scored<'a> {
    /// What a row shows of what came out of a profile.
    #[must_use]
    pub fn new(set: &'a RubricSet, of: &Subject<'_>) -> Self {
        let survey = of.survey;
        let possible = survey
            .prospects
            .as_ref()
            .map_or(&[][..], |found| &found.possible);
        let settled = possible.len() == 1;
        let first = possible.first();
        let title = |number: u16| {
            let found = &set.recommendations[usize::from(number)];
            or_id(&found.title, &found.id)
        };
        Self {
            path: of.path.to_owned(),
            index: of.index,
            name: of.name.map(str::to_owned),
            title: first.map_or("", |first| title(first.recommendation)),
            settled,
            share: first.map_or(0.0, |first| share(first.share, settled)),
            estimates: survey.rubrics.iter().map(|score| score.estimate).collect(),
            deepest: deepest(set, &survey.worst),
            coverage: coverage(survey.coverage),
            since: None,
        }
    }
}

/// What the rows of a table have in common.
#[derive(Clone, Debug, Default)]
pub struct Common<'a> {
    /// The rubrics' titles.
    pub rubrics: Vec<&'a str>,
    /// What was taken of every profile, whatever it says.
    pub what_if: Vec<String>,
    /// Whether a column says what has become of each since an earlier run.
    pub since: bool,
    /// How many profiles there are with those that are not shown; none where all are.
    pub all: Option<u64>,
}

impl<'a> Common<'a> {
    /// For the rows of a set; `what_if` is what was taken of each profile.
    #[must_use]
    pub fn new(set: &'a RubricSet, what_if: &[Restated<'_>]) -> Self {
        let title = |rubric: &'a Rubric| or_id(&rubric.title, &rubric.id);
        let taken = |restated: &Restated<'_>| {
            let fact = &set.facts[restated.fact];
            let to = stated_words(fact, &restated.statement.value);
            say!("{fact} is {value}", fact = fact.id, value = clean(&to))
        };
        Self {
            rubrics: set.rubrics.iter().map(title).collect(),
            what_if: what_if.iter().map(taken).collect(),
            since: false,
            all: None,
        }
    }
}

/// Writes the table, and the summary unless `quiet`.
///
/// # Errors
/// What the writer reports.
pub fn table(
    lines: &[Line<'_>],
    common: &Common<'_>,
    quiet: bool,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = look.width.clamp(60, 160);
    let rubrics = &common.rubrics;
    let several = several(lines);
    let mut rows = vec![header(rubrics, common.since)];
    let row = |line| row(line, &several, rubrics.len(), common.since);
    rows.extend(lines.iter().map(row));
    // What may be left out: the worst dimension before what is known, which matters less than what became of a profile.
    let (worst, known) = (3 + rubrics.len(), 4 + rubrics.len());
    let columns = one_line(&rows);
    let flat = |without: &[usize]| {
        let kept = columns.iter().enumerate();
        let kept = kept.filter(|(number, _)| !without.contains(number));
        is_flat(kept.map(|(_, columns)| *columns), width, GAP)
    };
    let without: &[usize] = if width >= WIDE && flat(&[]) {
        &[]
    } else if width >= NARROW && !common.since || width >= WIDE && flat(&[worst]) {
        &[worst]
    } else {
        &[worst, known]
    };
    for row in &mut rows {
        let mut number = 0..;
        row.retain(|_| {
            number
                .next()
                .is_none_or(|number| !without.contains(&number))
        });
    }
    let known = without.len() < 2;
    let last = rows[0].len() - 1 - usize::from(common.since);
    let numeric =
        |column: usize| (2..3 + rubrics.len()).contains(&column) || column == last && known;
    grid(rows, numeric, look, out)?;
    if quiet {
        return Ok(());
    }
    writeln!(out)?;
    summary(lines, common, width, out)
}

/// The files of which more than one document is shown.
fn several<'l>(lines: &'l [Line<'_>]) -> BTreeSet<&'l str> {
    let later = |line: &'l Line<'_>| match line {
        Line::Scored(Scored { path, index, .. }) | Line::Failed { path, index, .. }
            if *index > 0 =>
        {
            Some(&**path)
        }
        _ => None,
    };
    lines.iter().filter_map(later).collect()
}

/// Writes rows, the first as the header: profiles in the first column, `numeric` columns to the right.
pub(super) fn grid(
    mut rows: Vec<Vec<String>>,
    numeric: impl Fn(usize) -> bool,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = look.width.clamp(60, 160);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    let columns = one_line(&rows);
    let flat = |gap| is_flat(columns.iter().copied(), width, gap);
    let gap = if width < CLOSE || !flat(GAP) && flat(1) {
        1
    } else {
        GAP
    };
    let widths = widths(&rows, flat(gap).then_some(&columns), (width, gap));
    for row in &mut rows {
        row[0] = cut(&row[0], widths[0] - gap);
        for (cell, columns) in row.iter_mut().zip(&widths).skip(1) {
            *cell = fold(cell, columns - gap);
        }
    }
    let columns = widths.len();
    let mut rows = rows.into_iter();
    table.set_header(rows.next().unwrap_or_default());
    for row in rows {
        table.add_row(row);
    }
    // Only now: constraints are for columns that exist.
    table.set_constraints(widths.iter().map(|&columns| {
        ColumnConstraint::Absolute(Width::Fixed(u16::try_from(columns).unwrap_or(u16::MAX)))
    }));
    for column in 0..columns {
        let right = numeric(column);
        if let Some(column) = table.column_mut(column) {
            column.set_padding((0, u16::try_from(gap).unwrap_or(1)));
            if right {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    for (index, line) in table.to_string().lines().enumerate() {
        let line = line.trim_end();
        let styled = look.color && index == 0;
        if styled {
            writeln!(out, "{BOLD}{line}{BOLD:#}")?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// Below this width what is known is left out.
const NARROW: usize = 70;

/// Below this width columns always stand close.
const CLOSE: usize = 76;

/// Between two columns, unless they stand close.
const GAP: usize = 2;

/// What each column takes where no row needs two lines: the names of profiles cut where they are long, the header in
/// several lines, if need be.
fn one_line(rows: &[Vec<String>]) -> Vec<usize> {
    let (header, rows) = rows.split_first().unwrap_or((const { &Vec::new() }, &[]));
    let columns = |(number, title): (usize, &String)| {
        let words = title.split(' ').map(text::width).max().unwrap_or(0);
        let cells = rows.iter().filter_map(|row| row.get(number));
        let widest = cells.map(|cell| text::width(cell)).max().unwrap_or(0);
        let most = if number == 0 { LEGIBLE } else { usize::MAX };
        words.max(widest).min(most)
    };
    header.iter().enumerate().map(columns).collect()
}

/// Whether columns stand beside each other.
fn is_flat(columns: impl Iterator<Item = usize>, width: usize, gap: usize) -> bool {
    columns.map(|columns| columns + gap).sum::<usize>() <= width + gap
}

/// So much of a profile's name is enough to know it by.
const LEGIBLE: usize = 14;

/// The width of each column with its gap: none narrower than its longest word, so that no word is broken, or
/// where that is too wide, than the longest part of an id; the recommendation takes what it can use, the
/// profile's name the rest.
fn widths(
    rows: &[Vec<String>],
    flat: Option<&Vec<usize>>,
    (width, gap): (usize, usize),
) -> Vec<usize> {
    let most = |number: usize, columns: &dyn Fn(&String) -> usize| {
        let cells = rows.iter().filter_map(|row| row.get(number));
        cells.map(columns).max().unwrap_or(0)
    };
    let word = |cell: &String| {
        let pieces = text::pieces(cell).into_iter();
        let longest = pieces.map(|piece| text::width(piece.trim_end())).max();
        // A text without spaces breaks anywhere, but is hard to read in a narrow column.
        let words = cell.split(' ').map(text::width).max().unwrap_or(0);
        longest.unwrap_or(0).max(words.min(FULL_WIDTH))
    };
    let part = |cell: &String| {
        let parts = text::pieces(cell).into_iter();
        let parts = parts.flat_map(|piece| piece.split_inclusive(ENDS));
        let widths = parts.map(|part| text::width(part.trim_end()));
        widths.max().unwrap_or(0)
    };
    let columns = |least: &dyn Fn(&String) -> usize| -> Vec<usize> {
        (0..rows[0].len())
            .map(|number| most(number, least) + gap)
            .collect()
    };
    let all = |number: usize| most(number, &|cell| text::width(cell)) + gap;
    let profile = 10;
    let fits = |widths: &[usize]| profile + widths[1..].iter().sum::<usize>() <= width;
    let mut widths = columns(&word);
    if !fits(&widths) {
        widths = columns(&part);
    }
    // Where even that is too wide, words are broken, those of the widest column first.
    while !fits(&widths) {
        let Some(widest) = widths
            .iter_mut()
            .skip(1)
            .max()
            .filter(|widest| **widest > 4)
        else {
            break;
        };
        *widest -= 1;
    }
    for (columns, one_line) in widths.iter_mut().zip(flat.into_iter().flatten()).skip(1) {
        *columns = (one_line + gap).max(*columns);
    }
    let mut left = width.saturating_sub(widths[1..].iter().sum());
    // Where rows are short already, the whole name; else as much as is enough, then what keeps them short.
    let most = if flat.is_some() {
        usize::MAX
    } else {
        LEGIBLE + gap
    };
    let enough = all(0).min(most).min(left).max(profile);
    left -= enough.min(left);
    for (number, columns) in widths.iter_mut().enumerate().skip(1) {
        let more = all(number).saturating_sub(*columns).min(left);
        *columns += more;
        left -= more;
    }
    widths[0] = enough + all(0).saturating_sub(enough).min(left);
    widths
}

/// The least width for a text without spaces, of full-width characters: three of them.
const FULL_WIDTH: usize = 6;

/// Behind these a cell may be broken where it is too long.
const ENDS: [char; 3] = [' ', '.', '_'];

/// A cell in lines of at most so many columns: between words or full-width characters, else between the
/// parts of an id.
fn fold(cell: &str, columns: usize) -> String {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut add = |piece: &str| {
        if !line.is_empty() && text::width(&line) + text::width(piece.trim_end()) > columns {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        for c in piece.chars() {
            if text::width(&line) + text::width(c.encode_utf8(&mut [0; 4])) > columns && c != ' ' {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push(c);
        }
    };
    for word in text::pieces(cell) {
        if text::width(word.trim_end()) <= columns {
            add(word);
        } else {
            word.split_inclusive(ENDS).for_each(&mut add);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines.join("\n")
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();

fn header(rubrics: &[&str], since: bool) -> Vec<String> {
    let mut header = vec![say!("Profile"), say!("Recommendation"), say!("Share")];
    header.extend(rubrics.iter().map(ToString::to_string));
    header.extend([say!("Worst"), say!("Known")]);
    header.extend(since.then(|| say!("Since")));
    header
}

fn row(line: &Line<'_>, several: &BTreeSet<&str>, rubrics: usize, since: bool) -> Vec<String> {
    let shown = match line {
        Line::Scored(shown) => shown,
        Line::Failed {
            path,
            index,
            name,
            problems,
        } => {
            let problems = count(*problems, "problem", "problems");
            let mut row = vec![
                numbered(path, name.as_deref(), *index, several),
                say!("not scored: {problems}", problems),
                say!("failed"),
            ];
            row.resize(5 + rubrics + usize::from(since), String::new());
            return row;
        }
    };
    let state = if shown.settled {
        say!("settled")
    } else {
        percent(shown.share)
    };
    let who = numbered(&shown.path, shown.name.as_deref(), shown.index, several);
    let mut row = vec![who, shown.title.to_owned(), state];
    row.extend(
        shown
            .estimates
            .iter()
            .map(|estimate| estimate.map_or("–".to_owned(), number::score)),
    );
    row.extend([shown.deepest.to_owned(), percent(shown.coverage)]);
    row.extend(since.then(|| shown.since.clone().unwrap_or_default()));
    row
}

/// The file's name; of one that holds several documents, the company's name, or else the document's number.
fn numbered(path: &str, company: Option<&str>, index: usize, several: &BTreeSet<&str>) -> String {
    if !several.contains(path) {
        return name(path, company);
    }
    match company {
        Some(company) => clean(company),
        None => format!("{} {}", name(path, None), index + 1),
    }
}

/// The file's name; the company's where the profile came through standard input.
pub(super) fn name(path: &str, name: Option<&str>) -> String {
    let stem = std::path::Path::new(path)
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or(path);
    let shown = if path == "-" {
        name.unwrap_or(stem)
    } else {
        stem
    };
    clean(shown)
}

/// The worst dimension of the rubric in which higher is worse, else of the first.
pub(super) fn deepest<'a>(set: &'a RubricSet, worst: &[Option<u16>]) -> &'a str {
    let pits = set
        .rubrics
        .iter()
        .position(|rubric| rubric.higher_is == HigherIs::Worse);
    let dimension = worst.get(pits.unwrap_or(0)).copied().flatten();
    dimension.map_or("", |number| {
        let dimension = &set.dimensions[usize::from(number)];
        or_id(&dimension.title, own_name(&dimension.id))
    })
}

fn summary(
    lines: &[Line<'_>],
    common: &Common<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut leading: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut good, mut settled) = (0, 0);
    for line in lines {
        if let Line::Scored(shown) = line {
            good += 1;
            settled += usize::from(shown.settled);
            *leading.entry(shown.title).or_default() += 1;
        }
    }
    let bad = lines.len() - good;
    let mut ranked: Vec<(&str, usize)> = leading.into_iter().collect();
    ranked.sort_by_key(|&(title, n)| (std::cmp::Reverse(n), title));
    let counts: Vec<String> = ranked
        .iter()
        .map(|(title, n)| format!("{n} {title}"))
        .collect();
    let profiles = match common.all {
        Some(all) => say!("{shown} of {all} profiles shown", shown = lines.len(), all),
        None => count(lines.len(), "profile", "profiles"),
    };
    let text = if bad > 0 {
        say!(
            "{profiles}: {scored} scored, {failed} not, {settled} settled.",
            profiles,
            scored = good,
            failed = bad,
            settled
        )
    } else {
        say!("{profiles}: {settled} settled.", profiles, settled)
    };
    let text = sentences(&[text, counts.join(" · ")]);
    for line in text::wrap(&text, width) {
        writeln!(out, "{line}")?;
    }
    if !common.what_if.is_empty() {
        let text = say!(
            "What if, whatever the profiles say: {facts}.",
            facts = semicolons(&common.what_if)
        );
        for line in text::wrap(&text, width) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
