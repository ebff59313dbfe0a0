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
    if width < NARROW {
        rows.iter_mut().for_each(|row| row.truncate(row.len() - 1));
    }
    let known = 3 + rubrics.len() + usize::from(wide);
    let numeric = |column: usize| (2..3 + rubrics.len()).contains(&column) || column == known;
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
    let gap = if width < NARROW { 1 } else { 2 };
    let widths = widths(&rows, width, gap);
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

/// Below this width columns stand close, and what is known is left out.
const NARROW: usize = 70;

/// The width of each column with its gap: none narrower than its longest word, so that no word is broken, or
/// where that is too wide, than the longest part of an id; the recommendation takes what it can use, the
/// profile's name the rest.
fn widths(rows: &[Vec<String>], width: usize, gap: usize) -> Vec<usize> {
    let most = |number: usize, columns: &dyn Fn(&String) -> usize| {
        let cells = rows.iter().filter_map(|row| row.get(number));
        cells.map(columns).max().unwrap_or(0)
    };
    let word = |cell: &String| cell.split(' ').map(text::width).max().unwrap_or(0);
    let part = |cell: &String| {
        let parts = cell.split_inclusive(ENDS);
        parts
            .map(|part| text::width(part.trim_end()))
            .max()
            .unwrap_or(0)
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
    let mut left = width.saturating_sub(widths[1..].iter().sum());
    let profile = all(0).min(left).max(profile);
    left -= profile.min(left);
    for (number, columns) in widths.iter_mut().enumerate().skip(1) {
        let more = all(number).saturating_sub(*columns).min(left);
        *columns += more;
        left -= more;
    }
    widths[0] = profile;
    widths
}

/// Behind these a cell may be broken where it is too long.
const ENDS: [char; 3] = [' ', '.', '_'];

/// A cell in lines of at most so many columns: between words, else between the parts of an id.
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
    for word in cell.split_inclusive(' ') {
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
