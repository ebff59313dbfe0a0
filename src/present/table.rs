//! Several profiles: a row each, and a summary.

use super::Look;
use super::number::percent;
use super::report::Element;
use super::text::{self, clean, count, cut};
use super::words::stated_words;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Below this width the column of the worst dimension is left out.
pub(super) const WIDE: usize = 100;

/// Writes the table, and the summary unless `quiet`.
///
/// # Errors
/// What the writer reports.
pub fn table(
    elements: &[Element<'_>],
    quiet: bool,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = look.width.clamp(60, 160);
    let good = || {
        elements.iter().filter_map(|element| {
            if let Element::Good(report) = element {
                Some(report)
            } else {
                None
            }
        })
    };
    let rubrics: Vec<&str> = good().next().map_or_else(Vec::new, |report| {
        report.scores.iter().map(|score| score.title).collect()
    });
    let wide = width >= WIDE;
    let mut rows = vec![header(&rubrics, wide)];
    rows.extend(
        elements
            .iter()
            .map(|element| row(element, rubrics.len(), wide)),
    );
    let last = rows[0].len() - 1;
    let numeric = |column: usize| (2..3 + rubrics.len()).contains(&column) || column == last;
    grid(rows, numeric, look, out)?;
    if quiet {
        return Ok(());
    }
    writeln!(out)?;
    summary(elements, width, out)
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
    let widths = widths(&rows, width);
    for row in &mut rows {
        row[0] = cut(&row[0], widths[0] - GAP);
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
            column.set_padding((0, 2));
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

/// Empty columns after each column.
const GAP: usize = 2;

/// The width of each column: none narrower than its longest word, so that no word is broken; the
/// recommendation takes what it can use, the profile's name the rest.
fn widths(rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let column = |number: usize| rows.iter().filter_map(move |row| row.get(number));
    let longest_word = |number: usize| {
        column(number)
            .flat_map(|cell| cell.split(' '))
            .map(text::width)
            .max()
            .unwrap_or(0)
    };
    let longest = |number: usize| {
        column(number)
            .map(|cell| text::width(cell))
            .max()
            .unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..rows[0].len())
        .map(|number| longest_word(number) + GAP)
        .collect();
    let mut left = width.saturating_sub(widths[1..].iter().sum());
    let profile = (longest(0) + GAP).min(left).max(10);
    left -= profile.min(left);
    for (number, columns) in widths.iter_mut().enumerate().skip(1) {
        let more = (longest(number) + GAP).saturating_sub(*columns).min(left);
        *columns += more;
        left -= more;
    }
    widths[0] = profile;
    widths
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();

fn header(rubrics: &[&str], wide: bool) -> Vec<String> {
    let mut header = vec![
        "Profile".to_owned(),
        "Recommendation".to_owned(),
        "Share".to_owned(),
    ];
    header.extend(rubrics.iter().map(ToString::to_string));
    if wide {
        header.push("Worst".to_owned());
    }
    header.push("Known".to_owned());
    header
}

fn row(element: &Element<'_>, rubrics: usize, wide: bool) -> Vec<String> {
    let report = match element {
        Element::Good(report) => report,
        Element::Bad(failure) => {
            let problems = count(failure.findings.len(), "problem", "problems");
            let mut row = vec![
                name(&failure.profile.path, None),
                format!("not scored: {problems}"),
                "failed".to_owned(),
            ];
            row.resize(rubrics + if wide { 5 } else { 4 }, String::new());
            return row;
        }
    };
    let proposal = &report.recommendation;
    let share = proposal.possible.first().map_or(0.0, |first| first.share);
    let state = if proposal.settled {
        "settled".to_owned()
    } else {
        percent(share)
    };
    let mut row = vec![
        name(&report.profile.path, report.profile.name.as_deref()),
        proposal.title.to_owned(),
        state,
    ];
    row.extend(report.scores.iter().map(|score| {
        score
            .estimate
            .map_or("–".to_owned(), |estimate| format!("{estimate:.1}"))
    }));
    if wide {
        row.push(deepest(report));
    }
    row.push(percent(report.coverage));
    row
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
fn deepest(report: &super::report::Report<'_>) -> String {
    let rubric = report
        .scores
        .iter()
        .find(|score| score.higher_is == "worse")
        .or_else(|| report.scores.first());
    let title = |rubric: &super::report::RubricScore<'_>| {
        let worst = rubric.worst_dimension?;
        rubric
            .dimensions
            .iter()
            .find(|dimension| dimension.id == worst)
            .map(|dimension| dimension.title.to_owned())
    };
    rubric.and_then(title).unwrap_or_default()
}

fn summary(elements: &[Element<'_>], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut leading: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut good, mut settled) = (0, 0);
    for element in elements {
        if let Element::Good(report) = element {
            good += 1;
            settled += usize::from(report.recommendation.settled);
            *leading.entry(report.recommendation.title).or_default() += 1;
        }
    }
    let bad = elements.len() - good;
    let mut ranked: Vec<(&str, usize)> = leading.into_iter().collect();
    ranked.sort_by_key(|&(title, n)| (std::cmp::Reverse(n), title));
    let counts: Vec<String> = ranked
        .iter()
        .map(|(title, n)| format!("{n} {title}"))
        .collect();
    let scored = if bad > 0 {
        format!("{good} scored, {bad} not, ")
    } else {
        String::new()
    };
    let all = count(elements.len(), "profile", "profiles");
    let text = format!("{all}: {scored}{settled} settled. {}", counts.join(" · "));
    for line in text::wrap(text.trim_end(), width) {
        writeln!(out, "{line}")?;
    }
    what_if(elements, width, out)
}

/// What was taken of every profile, whatever it says: the same for all.
fn what_if(elements: &[Element<'_>], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let first = elements.iter().find_map(|element| match element {
        Element::Good(report) => Some(&report.what_if),
        Element::Bad(_) => None,
    });
    let taken: Vec<String> = first
        .into_iter()
        .flatten()
        .map(|supposed| {
            let to = stated_words(supposed.to.fact, supposed.to.value);
            format!("{} is {}", supposed.fact, clean(&to))
        })
        .collect();
    if taken.is_empty() {
        return Ok(());
    }
    let text = format!("What if, whatever the profiles say: {}.", taken.join("; "));
    for line in text::wrap(&text, width) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
