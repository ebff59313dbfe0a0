//! Explanations as Markdown.

use super::index::Index;
use super::{Explanation, Reader, Row};
use crate::present::markdown::{escape, sourced};
use crate::present::names;
use crate::present::number::{percent, plain};
use crate::say;
use std::io::{self, Write};

/// Writes one explanation.
///
/// # Errors
/// What the writer reports.
pub fn explanation(of: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = of
        .title
        .map_or(String::new(), |title| format!(": {}", escape(title)));
    writeln!(out, "# {} `{}`{title}", names::kind(of.kind), of.id)?;
    let source = sourced(of.source.unwrap_or(""));
    match (of.what.as_deref(), of.why) {
        (Some(what), None) => writeln!(out, "\n{}{source}", escape(what))?,
        (Some(what), Some(why)) => writeln!(out, "\n{}\n\n{}{source}", escape(what), escape(why))?,
        (None, _) if !source.is_empty() => writeln!(out, "\n{}", source.trim_start())?,
        (None, _) => {}
    }
    let properties: Vec<(String, &str)> = of.property_lines().collect();
    if !properties.is_empty() {
        writeln!(out)?;
        for (name, words) in properties {
            let text = say!("{name}: {value}", name, value = escape(words));
            writeln!(out, "- {text}")?;
        }
    }
    scale(of, out)?;
    if !of.when.is_empty() {
        writeln!(out, "\n## {}\n", of.when_title())?;
        for line in &of.when {
            writeln!(out, "- {}", escape(line))?;
        }
    }
    if !of.changed_by.is_empty() {
        let heads = say!("| what | effort | values |");
        writeln!(out, "\n## {}\n\n{heads}", say!("What changes it"))?;
        writeln!(out, "| --- | ---: | --- |")?;
        for lever in &of.changed_by {
            let effort = lever
                .effort
                .map_or("–".to_owned(), |effort| effort.to_string());
            writeln!(
                out,
                "| `{}` | {effort} | {} |",
                lever.id,
                escape(&lever.words())
            )?;
        }
    }
    readers(&of.parts_title().0, &of.parts, out)?;
    readers(&of.readers_title(), &of.read_by, out)?;
    if !of.advice.is_empty() {
        writeln!(out, "\n## {}\n", say!("Advice"))?;
        for advice in &of.advice {
            writeln!(out, "- {}{}", escape(advice.text), sourced(advice.source))?;
        }
    }
    Ok(())
}

fn scale(of: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    if of.scale.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {}\n", of.scale_title().0)?;
    let prior = of.scale.iter().any(|row| row.prior.is_some());
    if prior {
        let heads = say!("| value | prior | means |");
        writeln!(out, "{heads}\n| --- | ---: | --- |")?;
    } else {
        let heads = say!("| value | points | says | advice |");
        writeln!(out, "{heads}\n| --- | ---: | --- | --- |")?;
    }
    for row in &of.scale {
        let value = escape(&row.value);
        let text = escape(&row.text());
        if prior {
            let prior = row.prior.map_or(String::new(), percent);
            writeln!(out, "| {value} | {prior} | {text} |")?;
        } else {
            let points = row.points.map_or(String::new(), plain);
            writeln!(out, "| {value} | {points} | {text} | {} |", advice(row))?;
        }
    }
    Ok(())
}

fn advice(row: &Row<'_>) -> String {
    let ids = row.advice.iter().map(|id| format!("`{id}`"));
    ids.collect::<Vec<_>>().join(", ")
}

fn readers(title: &str, readers: &[Reader<'_>], out: &mut dyn Write) -> io::Result<()> {
    if readers.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {title}\n")?;
    for reader in readers {
        let words = reader.words();
        let colon = if words.is_empty() { "" } else { ": " };
        writeln!(
            out,
            "- {} `{}`{colon}{}",
            reader.lead(),
            reader.id,
            escape(&words)
        )?;
    }
    Ok(())
}

/// Writes the list of everything.
///
/// # Errors
/// What the writer reports.
pub fn index(index: &Index<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# {} {}",
        escape(index.rubric_set.id),
        escape(index.rubric_set.version)
    )?;
    for group in &index.groups {
        writeln!(out, "\n## {}\n", group.title)?;
        for item in &group.items {
            writeln!(out, "- `{}`: {}", item.id, escape(&item.about))?;
        }
    }
    Ok(())
}
